<?php
/** Who a device is. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'fans' => [
        'personal' => [
            'email' => [
                'purpose' => 'Let the fan in on any device',
                'retention' => 'until erased',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'email_hash' => [
                'purpose' => 'Find what belongs to a proved address',
                'retention' => 'until erased',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'display_name' => [
                'purpose' => 'The name others see in the room',
                'retention' => 'until erased',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'locale' => [
                'purpose' => 'Write mails in the fan\'s language',
                'retention' => 'until erased',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'proved_at' => [
                'purpose' => 'When the mailbox was last proved',
                'retention' => 'until erased',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'created_at'],
    ],
    'sessions' => [
        'personal' => [
            'token_hash' => [
                'purpose' => 'Recognise a device',
                'retention' => '30 days after the last use',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'fan_id' => [
                'purpose' => 'Whose device it is',
                'retention' => '30 days after the last use',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'email_hash' => [
                'purpose' => 'Whose device it is',
                'retention' => '30 days after the last use',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'email_hint' => [
                'purpose' => 'Show the fan which address is in use',
                'retention' => '30 days after the last use',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'display_name' => [
                'purpose' => 'The name others see in the room',
                'retention' => '30 days after the last use',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'device_label' => [
                'purpose' => 'Let the fan tell devices apart',
                'retention' => '30 days after the last use',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'created_at' => [
                'purpose' => 'Which device came when',
                'retention' => '30 days after the last use',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'last_seen_at' => [
                'purpose' => 'Which device is in use',
                'retention' => '30 days after the last use',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'kind', 'show_id', 'link_id', 'expires_at', 'ended_at', 'end_reason'],
    ],
    'session_orders' => [
        'personal' => [
            'session_id' => [
                'purpose' => 'What a device may use',
                'retention' => '30 days after the last use',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['order_id'],
    ],
    'pass_links' => [
        'personal' => [
            'secret_hash' => [
                'purpose' => 'Recognise a pass link',
                'retention' => '30 days after it ends',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'code_hash' => [
                'purpose' => 'Recognise a code',
                'retention' => '30 days after it ends',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'email' => [
                'purpose' => 'Whose mailbox the link proves',
                'retention' => '30 days after it ends',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'email_hash' => [
                'purpose' => 'Find the links of an address',
                'retention' => '30 days after it ends',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'locale' => [
                'purpose' => 'Write the mail in the fan\'s language',
                'retention' => '30 days after it ends',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'purpose', 'tries', 'order_id', 'transfer_id', 'created_at', 'expires_at'],
    ],
];
