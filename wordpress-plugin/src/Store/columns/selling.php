<?php
/** What can be bought, and the stock it draws on. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'pools' => [
        'personal' => [],
        'impersonal' => ['id', 'show_id', 'name', 'capacity', 'held', 'sold', 'sold_elsewhere', 'updated_at'],
    ],
    'offers' => [
        'personal' => [],
        'impersonal' => [
            'id',
            'show_id',
            'name',
            'description',
            'pricing',
            'price_minor',
            'max_minor',
            'suggestions',
            'currency',
            'opens_at',
            'closes_at',
            'opens_after',
            'opened_at',
            'closed',
            'hidden',
            'max_per_order',
            'max_per_person',
            'position',
            'created_at',
        ],
    ],
    'offer_pools' => ['personal' => [], 'impersonal' => ['offer_id', 'pool_id', 'units']],
    'codes' => [
        'personal' => [],
        'impersonal' => [
            'id',
            'code',
            'normal',
            'type',
            'value',
            'offers',
            'shows',
            'opens_at',
            'closes_at',
            'max_uses',
            'max_per_person',
            'pieces',
            'uses',
            'batch',
            'label',
            'disabled',
            'created_at',
        ],
    ],
    'code_uses' => [
        'personal' => [
            'email_hash' => [
                'purpose' => 'Count how often an address used a code',
                'retention' => 'three years',
                'export' => false,
                'erase' => 'blank',
                'because' => '',
            ],
        ],
        'impersonal' => ['code_id', 'order_id', 'state', 'discount_minor', 'at'],
    ],
    'offer_parts' => [
        'personal' => [],
        'impersonal' => [
            'offer_id',
            'position',
            'show_id',
            'kind',
            'title',
            'pool_id',
            'units',
            'valid_from',
            'valid_until',
            'capabilities',
            'share_minor',
        ],
    ],
    'products' => [
        'personal' => [],
        'impersonal' => ['id', 'show_id', 'name', 'description', 'images', 'position', 'published', 'created_at'],
    ],
    'variants' => [
        'personal' => [],
        'impersonal' => [
            'id',
            'product_id',
            'label',
            'price_minor',
            'currency',
            'pool_id',
            'max_per_order',
            'position',
        ],
    ],
    'carts' => [
        'personal' => [
            'lines' => [
                'purpose' => 'Keep the basket',
                'retention' => '30 days after the last change',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A cart is tied to nobody',
            ],
        ],
        'impersonal' => ['id', 'currency', 'created_at', 'updated_at'],
    ],
];
