<?php
/** What the plugin remembers about its own work. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'events' => [
        'personal' => [
            'order_id' => [
                'purpose' => 'What was sold',
                'retention' => 'as the tracking plan says per event',
                'export' => false,
                'erase' => 'keep',
                'because' => 'Accounting',
            ],
            'ticket_id' => [
                'purpose' => 'Who was inside',
                'retention' => 'as the tracking plan says per event',
                'export' => false,
                'erase' => 'unlink',
                'because' => '',
            ],
            'session_id' => [
                'purpose' => 'Count people, not clicks',
                'retention' => 'as the tracking plan says per event',
                'export' => false,
                'erase' => 'unlink',
                'because' => '',
            ],
            'fan_id' => [
                'purpose' => 'Count people, not clicks',
                'retention' => 'as the tracking plan says per event',
                'export' => false,
                'erase' => 'unlink',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'name', 'at', 'show_id', 'payload'],
    ],
    'audit' => [
        'personal' => [
            'user_id' => [
                'purpose' => 'Who used power',
                'retention' => 'one year',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
            'session_id' => [
                'purpose' => 'Which moderator acted',
                'retention' => 'one year',
                'export' => false,
                'erase' => 'unlink',
                'because' => '',
            ],
            'detail' => [
                'purpose' => 'What was done',
                'retention' => 'one year',
                'export' => false,
                'erase' => 'keep',
                'because' => 'Holds ids only',
            ],
        ],
        'impersonal' => ['id', 'at', 'action', 'subject'],
    ],
    'jobs' => [
        'personal' => [
            'payload' => [
                'purpose' => 'Send a mail that was asked for',
                'retention' => 'until it is sent',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => [
            'id',
            'type',
            'dedupe_key',
            'state',
            'priority',
            'run_at',
            'attempts',
            'locked_until',
            'lock_token',
            'last_error',
            'created_at',
        ],
    ],
    'mails' => [
        'personal' => [
            'recipient' => [
                'purpose' => 'Did the mail leave?',
                'retention' => '90 days',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'email_hash' => [
                'purpose' => 'Find the mails of an address',
                'retention' => '90 days',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'subject' => [
                'purpose' => 'Which mail it was',
                'retention' => '90 days',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'template', 'order_id', 'state', 'error', 'created_at', 'sent_at'],
    ],
    'rate_limits' => [
        'personal' => [],
        'impersonal' => ['id', 'level', 'at'],
    ],
];
