<?php
/** What has to be on paper. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'documents' => [
        'personal' => [
            'content' => [
                'purpose' => 'Invoice what was bought',
                'retention' => 'ten years (accounting)',
                'export' => true,
                'erase' => 'keep',
                'because' => 'Receipts are kept for ten years',
            ],
        ],
        'impersonal' => [
            'id',
            'kind',
            'series',
            'number',
            'label',
            'order_id',
            'refund_id',
            'issued_at',
            'currency',
            'total_minor',
            'tax_minor',
            'previous_hash',
            'hash',
        ],
    ],
    'document_series' => ['personal' => [], 'impersonal' => ['series', 'number', 'hash']],
    'bulk_acts' => [
        'personal' => [
            'user_id' => [
                'purpose' => 'Who used power',
                'retention' => 'ten years',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
        ],
        'impersonal' => [
            'id',
            'show_id',
            'kind',
            'message',
            'old_starts_at',
            'new_starts_at',
            'choose_until',
            'state',
            'created_at',
            'ended_at',
        ],
    ],
    'bulk_items' => [
        'personal' => [],
        'impersonal' => [
            'act_id',
            'order_id',
            'state',
            'choice',
            'amount_minor',
            'error',
            'attempts',
            'locked_until',
            'updated_at',
        ],
    ],
    'withdrawals' => [
        'personal' => [],
        'impersonal' => ['id', 'order_id', 'places', 'amount_minor', 'state', 'refund_id', 'declared_at'],
    ],
    'show_splits' => [
        'personal' => [
            'user_id' => [
                'purpose' => 'Who used power',
                'retention' => 'ten years',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
        ],
        'impersonal' => ['show_id', 'artist', 'crew', 'venue', 'updated_at'],
    ],
    'terms' => [
        'personal' => [],
        'impersonal' => ['version', 'url', 'text', 'created_at'],
    ],
];
