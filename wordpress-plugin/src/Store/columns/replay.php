<?php
/** What was recorded, and the film that is made of it. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'recordings' => [
        'personal' => [],
        'impersonal' => [
            'id',
            'show_id',
            'camera',
            'provider',
            'stream',
            'stream_hash',
            'of_stream',
            'source',
            'started_at',
            'duration_ms',
            'state',
            'checked',
            'total',
            'round',
            'problem',
            'detail',
            'created_at',
            'updated_at',
        ],
    ],
    'recording_tracks' => [
        'personal' => [],
        'impersonal' => ['recording_id', 'position', 'kind', 'features', 'segments'],
    ],
    'replay_parts' => [
        'personal' => [],
        'impersonal' => ['show_id', 'camera', 'position', 'recording_id', 'from_ms', 'to_ms'],
    ],
    'chapters' => [
        'personal' => [],
        'impersonal' => ['show_id', 'position', 'at_ms', 'media_at', 'title'],
    ],
];
