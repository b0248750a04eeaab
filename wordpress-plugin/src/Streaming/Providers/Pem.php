<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

/** Private keys as people paste them. */
final class Pem {
    /** Bits below which an RSA key is refused, as the providers do. */
    private const LEAST_BITS = 2048;
    private const CURVE = 'secp384r1';

    /**
     * A key in its usual form, whatever copying did to it: all on one line, with `\n` written out, or in base64 as Mux and Cloudflare
     * hand theirs out. What is no key stays as it is, to be told so by `problem`.
     */
    public static function clean(string $given): string {
        $text = trim(str_replace(['\r\n', '\n', "\r\n", "\r"], "\n", $given), " \n\t\"'");
        if (!str_contains($text, '-----BEGIN')) {
            $decoded = base64_decode((string) preg_replace('/\s+/', '', $text), true);
            if ($decoded === false || !str_contains($decoded, '-----BEGIN')) {
                return $text;
            }
            $text = trim($decoded);
        }
        if (preg_match('/-----BEGIN ([A-Z0-9 ]+)-----(.+?)-----END \1-----/s', $text, $match) !== 1) {
            return $text;
        }
        if (str_contains($match[2], ':')) {
            // A key with headers is locked with a password; its lines say so.
            return $text;
        }
        $body = (string) preg_replace('/\s+/', '', $match[2]);
        return "-----BEGIN {$match[1]}-----\n" . chunk_split($body, 64, "\n") . "-----END {$match[1]}-----\n";
    }

    /** What is wrong with a cleaned key, in a sentence; null when it signs. @param int $type OPENSSL_KEYTYPE_RSA or OPENSSL_KEYTYPE_EC */
    public static function problem(string $pem, int $type): ?string {
        if (str_contains($pem, 'PUBLIC KEY-----') || str_contains($pem, 'BEGIN CERTIFICATE')) {
            return __(
                'This is the public half of the key. The provider has that one; here goes the private half.',
                'parterre',
            );
        }
        if (str_contains($pem, 'ENCRYPTED')) {
            return __('This key is locked with a password. Enter it unlocked, or better in wp-config.php.', 'parterre');
        }
        $key = self::open($pem);
        if ($key === null) {
            return __(
                'This is no whole private key. Copy all of it, from -----BEGIN to the last dash of -----END.',
                'parterre',
            );
        }
        $facts = (array) openssl_pkey_get_details($key);
        if ($facts['type'] !== $type) {
            return $type === OPENSSL_KEYTYPE_RSA
                ? __('This provider wants an RSA key; this is one of another kind.', 'parterre')
                : __('This provider wants an elliptic key (ES384); this is one of another kind.', 'parterre');
        }
        if ($type === OPENSSL_KEYTYPE_RSA && $facts['bits'] < self::LEAST_BITS) {
            return __('This key is too short: 2048 bits at least.', 'parterre');
        }
        return $type === OPENSSL_KEYTYPE_EC && ($facts['ec']['curve_name'] ?? '') !== self::CURVE
            ? __('This key is on another curve than P-384 (secp384r1), which the provider wants.', 'parterre')
            : null;
    }

    public static function open(string $pem): ?\OpenSSLAsymmetricKey {
        $key = @openssl_pkey_get_private($pem);
        while (openssl_error_string() !== false) {
            // What it says of a wrong key would stand in the way of the next one who asks.
            continue;
        }
        return $key === false ? null : $key;
    }
}
