<?php
/**
 * What nginx does for a site in production, for PHP's built-in server: files with their type, their validators and
 * 304, nothing hidden, everything else to WordPress.
 *
 * @var string $_SERVER['DOCUMENT_ROOT'] the site's folder
 */

declare(strict_types=1);

(static function (): void {
    $path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
    $root = $_SERVER['DOCUMENT_ROOT'];
    // Dot files hold the database; `..` and NUL have no honest use; scripts do not belong among uploads.
    if (preg_match('~/\.|\0|^/wp-content/uploads/.*\.php~i', $path)) {
        http_response_code(404);
        exit('Not found');
    }
    $file = $root . $path;
    if (is_dir($file)) {
        if (!str_ends_with($path, '/')) {
            $query = (string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_QUERY);
            header('Location: ' . $path . '/' . ($query === '' ? '' : '?' . $query), true, 301);
            exit();
        }
        $path .= 'index.php';
        $file = $root . $path;
    }
    if (is_file($file) && !str_ends_with($file, '.php')) {
        parterre_rig_send($file);
    }
    $script = is_file($file) && $path !== '/index.php' ? $path : '/index.php';
    $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
    $_SERVER['SCRIPT_FILENAME'] = $root . $script;
    unset($_SERVER['PATH_INFO']);
    chdir(dirname($root . $script));
})();

/** Sends a file, or 304, and ends the request. */
function parterre_rig_send(string $file): never {
    $types = [
        'avif' => 'image/avif',
        'css' => 'text/css; charset=utf-8',
        'gif' => 'image/gif',
        'html' => 'text/html; charset=utf-8',
        'ico' => 'image/x-icon',
        'ics' => 'text/calendar; charset=utf-8',
        'jpeg' => 'image/jpeg',
        'jpg' => 'image/jpeg',
        'js' => 'text/javascript; charset=utf-8',
        'json' => 'application/json',
        'map' => 'application/json',
        'mjs' => 'text/javascript; charset=utf-8',
        'mp3' => 'audio/mpeg',
        'mp4' => 'video/mp4',
        'png' => 'image/png',
        'svg' => 'image/svg+xml',
        'ttf' => 'font/ttf',
        'txt' => 'text/plain; charset=utf-8',
        'vtt' => 'text/vtt; charset=utf-8',
        'webp' => 'image/webp',
        'woff' => 'font/woff',
        'woff2' => 'font/woff2',
        'xml' => 'text/xml; charset=utf-8',
    ];
    // The feed's head is replaced by rename() many times a second: size and time come from one open handle.
    $handle = @fopen($file, 'rb');
    if ($handle === false) {
        http_response_code(404);
        exit('Not found');
    }
    $facts = fstat($handle);
    $tag = sprintf('"%x-%x-%x"', $facts['ino'], $facts['mtime'], $facts['size']);
    header('Content-Type: ' . ($types[strtolower(pathinfo($file, PATHINFO_EXTENSION))] ?? 'application/octet-stream'));
    header('ETag: ' . $tag);
    header('Last-Modified: ' . gmdate('D, d M Y H:i:s', $facts['mtime']) . ' GMT');
    // WordPress's own files change with its version, which is in their query; all others may change under our hands.
    $own = preg_match('~^/(wp-includes|wp-admin)/~', substr($file, strlen($_SERVER['DOCUMENT_ROOT'])));
    header('Cache-Control: ' . ($own ? 'public, max-age=3600' : 'no-cache'));
    header('X-Content-Type-Options: nosniff');
    if (($_SERVER['HTTP_IF_NONE_MATCH'] ?? '') === $tag) {
        http_response_code(304);
        exit();
    }
    header('Content-Length: ' . $facts['size']);
    if ($_SERVER['REQUEST_METHOD'] !== 'HEAD') {
        fpassthru($handle);
    }
    exit();
}

require $_SERVER['SCRIPT_FILENAME'];
