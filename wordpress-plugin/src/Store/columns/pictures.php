<?php
/** Whether pictures arrive, and how they reach those who watch. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'pictures' => [
        'personal' => [],
        'impersonal' => ['show_id', 'camera', 'state', 'since', 'source', 'seen_at', 'memo', 'mailed_at'],
    ],
    'picture_minutes' => ['personal' => [], 'impersonal' => ['show_id', 'minute', 'figures']],
    'desks' => ['personal' => [], 'impersonal' => ['show_id', 'seen_at', 'looked_at']],
];
