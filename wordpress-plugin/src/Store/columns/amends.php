<?php
/** When a live picture failed, and what was done about it. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'failures' => [
        'personal' => [
            'user_id' => [
                'purpose' => 'Who used power',
                'retention' => 'one year',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
        ],
        'impersonal' => ['id', 'show_id', 'from_at', 'until_at', 'source', 'created_at'],
    ],
    'amends' => [
        'personal' => [],
        'impersonal' => [
            'act_id',
            'show_id',
            'what',
            'from_at',
            'until_at',
            'percent',
            'amount_minor',
            'valid_until',
            'with_live',
        ],
    ],
    'amend_tickets' => [
        'personal' => [
            'ticket_id' => [
                'purpose' => 'Who was inside when the picture failed',
                'retention' => '90 days',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['act_id', 'item_id'],
    ],
];
