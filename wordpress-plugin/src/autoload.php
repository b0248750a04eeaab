<?php
/** Finds the classes of this plugin, and only those: `Parterre\Store\Shows` is `src/Store/Shows.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

spl_autoload_register(static function (string $class): void {
    // The whole site's class names pass through here: anything that is not ours is left alone without touching the disk.
    if (!str_starts_with($class, 'Parterre\\')) {
        return;
    }
    $file = __DIR__ . '/' . strtr(substr($class, 9), '\\', '/') . '.php';
    if (is_file($file)) {
        require $file;
    }
});
