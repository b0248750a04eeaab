<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Domain\Secrets;

/** Signed claims as RFC 7519 writes them, with the two algorithms that streaming providers ask for. */
final class Jwt {
    /** Bytes of each half of a signature on P-384. */
    private const HALF = 48;

    /**
     * @param array<string, mixed> $claims
     * @param array<string, string> $header besides `alg` and `typ`
     * @throws \RuntimeException when the key does not sign
     */
    public static function rs256(array $claims, string $pem, array $header = []): string {
        return self::sign($claims, $header + ['alg' => 'RS256', 'typ' => 'JWT'], $pem, OPENSSL_ALGO_SHA256);
    }

    /**
     * @param array<string, mixed> $claims
     * @param array<string, string> $header besides `alg` and `typ`
     * @throws \RuntimeException when the key does not sign
     */
    public static function es384(array $claims, string $pem, array $header = []): string {
        return self::sign($claims, $header + ['alg' => 'ES384', 'typ' => 'JWT'], $pem, OPENSSL_ALGO_SHA384);
    }

    /** @throws \RuntimeException when the key does not sign */
    private static function sign(array $claims, array $header, string $pem, int $algorithm): string {
        $text = Secrets::base64url(self::json($header)) . '.' . Secrets::base64url(self::json($claims));
        $key = Pem::open($pem);
        $signature = '';
        if ($key === null || !openssl_sign($text, $signature, $key, $algorithm)) {
            throw new \RuntimeException('The private key does not sign.');
        }
        if ($algorithm === OPENSSL_ALGO_SHA384) {
            $signature = self::raw($signature);
        }
        return "$text." . Secrets::base64url($signature);
    }

    /**
     * OpenSSL wraps the two numbers of an elliptic signature in DER; RFC 7518 (3.4) wants them bare, 48 bytes each, and
     * verifiers refuse anything else.
     *
     * @throws \RuntimeException when it is no such signature
     */
    private static function raw(string $der): string {
        $raw = '';
        // A sequence (0x30) with its length, which takes a second byte from 128 on, of two whole numbers (0x02).
        $at = ord($der[1]) & 0x80 ? 3 : 2;
        for ($n = 0; $n < 2; $n++) {
            if (ord($der[$at] ?? '') !== 0x02) {
                throw new \RuntimeException('The signature has another shape than DER.');
            }
            $length = ord($der[$at + 1]);
            // A leading zero says that a number is positive; small ones are shorter than their place.
            $number = ltrim(substr($der, $at + 2, $length), "\0");
            $raw .= str_pad($number, self::HALF, "\0", STR_PAD_LEFT);
            $at += 2 + $length;
        }
        return $raw;
    }

    private static function json(array $value): string {
        return (string) json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    }
}
