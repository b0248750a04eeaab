<?php
/** The shows, their pictures and their crew. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'shows' => [
        'personal' => [
            'owner_id' => [
                'purpose' => 'Which promoter may edit the show',
                'retention' => 'while the show is kept',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
        ],
        'impersonal' => [
            'id',
            'slug',
            'title',
            'artists',
            'summary',
            'description',
            'poster',
            'page_id',
            'place',
            'doors_at',
            'starts_at',
            'ends_at',
            'time_zone',
            'status',
            'access',
            'live_at',
            'paused_at',
            'ended_at',
            'replay_at',
            'replay_until',
            'forced',
            'notice',
            'notice_at',
            'held_at',
            'chat',
            'chat_open',
            'slow_seconds',
            'pin',
            'sound',
            'mark',
            'published',
            'epoch',
            'honour',
            'honour_until',
            'doors_mailed_for',
            'revision',
            'created_at',
            'updated_at',
        ],
    ],
    'cameras' => [
        'personal' => [],
        'impersonal' => [
            'show_id',
            'id',
            'label',
            'capability',
            'offset_ms',
            'position',
            'provider',
            'live_stream',
            'replay_stream',
            'backup_stream',
            'backup_provider',
            'captions',
            'features',
        ],
    ],
    'crew' => [
        'personal' => [
            'email' => [
                'purpose' => 'Who may moderate',
                'retention' => 'until taken off the list',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'email_hash' => [
                'purpose' => 'Recognise the crew',
                'retention' => 'until taken off the list',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['show_id', 'role', 'capabilities', 'created_at'],
    ],
];
