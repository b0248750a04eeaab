<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

/**
 * Whether Stripe wrote a body: header `Stripe-Signature: t=…,v1=…[,v1=…]`, HMAC-SHA256 over `t.body` with the endpoint's secret. While
 * a secret is being exchanged there are several `v1`; `v0` proves nothing.
 */
final class Signature {
    /** How far the moment of signing may lie from now, before and after, in seconds. Stripe's own libraries look back only. */
    public const TOLERANCE_SECONDS = 300;

    /**
     * @param list<string> $secrets those that may have signed; without one, nothing is believed
     * @return int|null which secret signed; null when none did, or not now
     */
    public static function signer(string $body, string $header, array $secrets, int $nowSeconds): ?int {
        $time = null;
        $signatures = [];
        foreach (explode(',', $header) as $part) {
            [$name, $value] = explode('=', trim($part), 2) + [1 => ''];
            if ($name === 't' && $time === null && preg_match('/^\d{1,12}$/D', $value) === 1) {
                $time = (int) $value;
            } elseif ($name === 'v1') {
                $signatures[] = $value;
            }
        }
        if ($time === null || abs($nowSeconds - $time) > self::TOLERANCE_SECONDS) {
            return null;
        }
        $found = null;
        foreach ($secrets as $index => $secret) {
            if ($secret === '') {
                continue;
            }
            $expected = hash_hmac('sha256', "$time.$body", $secret);
            foreach ($signatures as $signature) {
                // Every pair is compared, however early one fits: the time it takes tells nothing.
                if (hash_equals($expected, $signature)) {
                    $found ??= $index;
                }
            }
        }
        return $found;
    }
}
