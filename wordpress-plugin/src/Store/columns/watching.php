<?php
/** Who is inside, and what they saw. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'leases' => [
        'personal' => [
            'ticket_id' => [
                'purpose' => 'How many devices a ticket has inside',
                'retention' => '90 days',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'session_id' => [
                'purpose' => 'Which device is inside',
                'retention' => '90 days',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'device' => [
                'purpose' => 'Recognise a browser that enters again',
                'retention' => '90 days',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'mark' => [
                'purpose' => 'Find the ticket of a film that was passed on',
                'retention' => '90 days',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'watched_ms' => [
                'purpose' => 'Who has really watched',
                'retention' => '90 days',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => [
            'id',
            'show_id',
            'state',
            'mode',
            'counted',
            'created_at',
            'renewed_at',
            'expires_at',
            'grant_until',
            'kept_until',
        ],
    ],
    'watch' => [
        'personal' => [
            'lease_id' => [
                'purpose' => 'Quality of the picture per visit',
                'retention' => '90 days',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'media_at' => [
                'purpose' => 'Where in the show somebody was',
                'retention' => '90 days',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'quality' => [
                'purpose' => 'Why a picture stuttered',
                'retention' => '90 days',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'show_id', 'at', 'mode', 'camera', 'watched_ms'],
    ],
];
