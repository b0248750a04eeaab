<?php
/** Who bought what, what was paid, and what it gave. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'orders' => [
        'personal' => [
            'email' => [
                'purpose' => 'Receipt and access',
                'retention' => 'ten years after payment (accounting)',
                'export' => true,
                'erase' => 'blank-unpaid',
                'because' => 'Receipts are kept for ten years',
            ],
            'email_hash' => [
                'purpose' => 'Find the orders of an address',
                'retention' => 'ten years after payment (accounting)',
                'export' => false,
                'erase' => 'blank-unpaid',
                'because' => 'Receipts are kept for ten years',
            ],
            'locale' => [
                'purpose' => 'Write the receipt in the buyer\'s language',
                'retention' => 'ten years after payment',
                'export' => true,
                'erase' => 'keep',
                'because' => 'Part of the receipt',
            ],
            'page' => [
                'purpose' => 'Lead the pass link back to the page of purchase',
                'retention' => 'ten years after payment',
                'export' => true,
                'erase' => 'blank',
                'because' => '',
            ],
            'consents' => [
                'purpose' => 'Prove what was consented to',
                'retention' => 'ten years after payment',
                'export' => true,
                'erase' => 'keep',
                'because' => 'Proof of consent',
            ],
            'country' => [
                'purpose' => 'Say which country\'s VAT is due',
                'retention' => 'ten years after payment (accounting)',
                'export' => true,
                'erase' => 'keep',
                'because' => 'Receipts are kept for ten years',
            ],
            'attribution' => [
                'purpose' => 'Where buyers come from, with their consent',
                'retention' => 'three years',
                'export' => true,
                'erase' => 'blank',
                'because' => '',
            ],
        ],
        'impersonal' => [
            'id',
            'reference',
            'state',
            'gateway',
            'test',
            'currency',
            'total_minor',
            'refunded_minor',
            'discounts',
            'key_hash',
            'request_hash',
            'cart_id',
            'hold_until',
            'pay_until',
            'created_at',
            'paid_at',
            'closed_at',
        ],
    ],
    'order_lines' => [
        'personal' => [
            'name' => [
                'purpose' => 'What was bought',
                'retention' => 'ten years after payment',
                'export' => true,
                'erase' => 'keep',
                'because' => 'Part of the receipt',
            ],
        ],
        'impersonal' => [
            'id',
            'order_id',
            'position',
            'type',
            'ref',
            'quantity',
            'unit_minor',
            'total_minor',
            'parts',
            'discount_minor',
            'pools',
            'taxes',
            'refunded_quantity',
            'refunded_minor',
        ],
    ],
    'holds' => [
        'personal' => [],
        'impersonal' => ['id', 'order_id', 'pool_id', 'units', 'state', 'expires_at'],
    ],
    'payments' => [
        'personal' => [],
        'impersonal' => [
            'order_id',
            'gateway',
            'state',
            'amount_minor',
            'currency',
            'livemode',
            'created_at',
            'updated_at',
        ],
    ],
    'tickets' => [
        'personal' => [
            'granted_by' => [
                'purpose' => 'Who gave a ticket away',
                'retention' => 'ten years',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
            'email_hash' => [
                'purpose' => 'Find the tickets of an address',
                'retention' => 'ten years',
                'export' => false,
                'erase' => 'blank',
                'because' => '',
            ],
        ],
        'impersonal' => [
            'id',
            'order_id',
            'line_id',
            'part',
            'unit',
            'show_id',
            'kind',
            'valid_from',
            'valid_until',
            'capabilities',
            'source',
            'state',
            'test',
            'created_at',
            'voided_at',
            'void_reason',
        ],
    ],
    'deliveries' => [
        'personal' => [
            'code' => [
                'purpose' => 'Hand goods to whoever bought them',
                'retention' => 'ten years after payment',
                'export' => true,
                'erase' => 'blank-done',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'order_id', 'method', 'state', 'place', 'lines', 'created_at', 'done_at'],
    ],
];
