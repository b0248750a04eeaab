<?php
/** The live room: lanes, what was said, and the brake. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'feeds' => [
        'personal' => [],
        'impersonal' => [
            'id',
            'show_id',
            'lane',
            'dir',
            'epoch',
            'seq',
            'state_rev',
            'index_rev',
            'dirty',
            'cuts',
            'memo',
            'updated_at',
        ],
    ],
    'feed_messages' => [
        'personal' => [
            'body' => [
                'purpose' => 'Chat in the room',
                'retention' => 'until the replay window ends',
                'export' => false,
                'erase' => 'strip',
                'because' => 'The text is in messages',
            ],
        ],
        'impersonal' => ['feed_id', 'epoch', 'seq', 'type', 'message_id', 'at'],
    ],
    'feed_chunks' => [
        'personal' => [],
        'impersonal' => ['feed_id', 'epoch', 'chunk', 'revision', 'written', 'first_seq', 'last_seq'],
    ],
    'messages' => [
        'personal' => [
            'author_id' => [
                'purpose' => 'One name tag per fan and show',
                'retention' => 'three years',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'author_name' => [
                'purpose' => 'The name others saw',
                'retention' => 'three years',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'text' => [
                'purpose' => 'Chat in the room',
                'retention' => 'three years',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'ticket_id' => [
                'purpose' => 'Mute the ticket behind a name tag',
                'retention' => 'three years',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'fan_id' => [
                'purpose' => 'Whose message it is',
                'retention' => 'three years',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'session_id' => [
                'purpose' => 'Whose message it is',
                'retention' => 'three years',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'at' => [
                'purpose' => 'When it was said',
                'retention' => 'three years',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'media_at' => [
                'purpose' => 'What the sender saw',
                'retention' => 'three years',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'place_at' => [
                'purpose' => 'Where it belongs in the replay',
                'retention' => 'three years',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'show_id', 'rank', 'role', 'key_hash', 'removed_at'],
    ],
    'reports' => [
        'personal' => [
            'reporter' => [
                'purpose' => 'One report per person',
                'retention' => 'one year',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['message_id', 'show_id', 'reason', 'at', 'dismissed'],
    ],
    'mutes' => [
        'personal' => [
            'author_id' => [
                'purpose' => 'Who may not write',
                'retention' => 'until it ends',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['show_id', 'until', 'at'],
    ],
];
