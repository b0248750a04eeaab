<?php
/** What has to be on paper. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'terms' => [
        'personal' => [],
        'impersonal' => ['version', 'url', 'text', 'created_at'],
    ],
];
