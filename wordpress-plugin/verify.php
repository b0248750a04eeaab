<?php
/**
 * The door that needs no WordPress and no database. It answers
 *
 * - `POST` with the body of `enter` or `honour`: an entry, as the operation would;
 * - `GET` with an assertion (`Authorization: Bearer …`, or `?assertion=…` in the address that nginx asks about): 204 or 403, for
 *   nginx's `auth_request`.
 *
 * What it knows is in one file that the plugin keeps up to date, `uploads/parterre/doors/doors-….php`; docs/doors.md says how to
 * place it elsewhere (PARTERRE_DOORS).
 *
 * @standalone It has to answer when WordPress cannot.
 */

declare(strict_types=1);

use Parterre\Access\Verifier;

header('Cache-Control: no-store, private');
header('X-Content-Type-Options: nosniff');

(static function (): void {
    $say = static function (int $status, ?array $body = null): void {
        http_response_code($status);
        if ($body !== null) {
            header('Content-Type: application/json');
            // phpcs:ignore WordPress.Security.EscapeOutput, WordPress.WP.AlternativeFunctions -- JSON with nosniff; there is no WordPress here
            echo json_encode($body, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES);
        }
    };
    $unavailable = ['error' => ['code' => 'unavailable', 'retryable' => true, 'retryAfterMs' => 5000]];
    // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- there is no WordPress here; every value is checked where it is used
    $server = $_SERVER;
    $told = static fn(string $name): string => is_string($server[$name] ?? null) ? $server[$name] : '';
    $site = preg_match('/^\d{1,9}$/D', (string) ($_GET['site'] ?? '')) === 1 ? (int) $_GET['site'] : 1;
    $content = dirname($told('SCRIPT_FILENAME') ?: __FILE__, 3);
    $folder = $told('PARTERRE_DOORS') ?: "$content/uploads" . ($site > 1 ? "/sites/$site" : '') . '/parterre/doors';
    $files = glob("$folder/doors-*.php") ?: [];
    if ($files === []) {
        $say(503, $unavailable);
        return;
    }
    define('PARTERRE_VERIFIER', true);
    foreach (['Secrets', 'Instant', 'Phase', 'Assertion'] as $class) {
        require __DIR__ . "/src/Domain/$class.php";
    }
    foreach (['Provider', 'Providers/Adapter', 'Providers/PathToken'] as $class) {
        require __DIR__ . "/src/Streaming/$class.php";
    }
    require __DIR__ . '/src/Access/Verifier.php';
    $doors = require $files[0];
    if (!function_exists('sodium_crypto_sign_verify_detached')) {
        // WordPress brings the same in plain PHP: slower, and right.
        require $doors['sodium'];
    }
    $verifier = new Verifier($doors, $folder, (int) floor(microtime(true) * 1000) + $doors['clock_offset_ms']);

    $origin = $told('HTTP_ORIGIN');
    header('Vary: Origin');
    if (in_array($origin, $doors['origins'], true)) {
        header("Access-Control-Allow-Origin: $origin");
        header('Access-Control-Allow-Methods: POST, OPTIONS');
        header('Access-Control-Allow-Headers: Content-Type');
        header('Access-Control-Max-Age: 86400');
    }
    switch ($told('REQUEST_METHOD')) {
        case 'OPTIONS':
            $say(204);
            break;
        case 'POST':
            $body = (string) file_get_contents('php://input', false, null, 0, 8193);
            $input = strlen($body) > 8192 ? null : json_decode($body, true, 8);
            $answer = $verifier->enter($input);
            $say($answer['status'], $answer['body']);
            break;
        default:
            $asked = $told('HTTP_X_ORIGINAL_URI') ?: $told('REQUEST_URI');
            parse_str((string) parse_url($asked, PHP_URL_QUERY), $query);
            $bearer = preg_match('/^Bearer\s+(\S+)$/iD', $told('HTTP_AUTHORIZATION'), $match) ? $match[1] : '';
            $assertion = $bearer !== '' ? $bearer : (is_string($query['assertion'] ?? null) ? $query['assertion'] : '');
            $claims = $assertion === '' ? null : $verifier->claims($assertion);
            if ($claims !== null) {
                header('X-Parterre-Show: ' . $claims['show']);
            }
            $say($claims === null ? 403 : 204);
    }
})();
