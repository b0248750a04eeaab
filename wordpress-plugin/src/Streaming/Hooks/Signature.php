<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

/** Signatures of the kind `t=…,v1=…`: HMAC-SHA256 over `time.body` with a secret that both sides know. */
final class Signature {
    /** How far the moment of signing may lie from now, before and after, in seconds: what Mux's own library allows. */
    public const TOLERANCE_SECONDS = 300;

    /**
     * @param string $time name of the moment in the header, such as `t`
     * @param string $mac  name of the signature in the header, such as `v1`; it may be there several times
     * @return string|null why it proves nothing: `signature` or `age`; null when it does
     */
    public static function refusal(
        string $body,
        string $header,
        string $time,
        string $mac,
        string $secret,
        int $nowSeconds,
    ): ?string {
        $at = null;
        $given = [];
        foreach (explode(',', $header) as $part) {
            [$name, $value] = explode('=', trim($part), 2) + [1 => ''];
            if ($name === $time && $at === null && preg_match('/^\d{1,12}$/D', $value) === 1) {
                $at = $value;
            } elseif ($name === $mac) {
                $given[] = $value;
            }
        }
        if ($at === null || $secret === '') {
            return 'signature';
        }
        $expected = hash_hmac('sha256', "$at.$body", $secret);
        $good = false;
        foreach ($given as $signature) {
            $good = hash_equals($expected, $signature) || $good;
        }
        if (!$good) {
            return 'signature';
        }
        return abs($nowSeconds - (int) $at) > self::TOLERANCE_SECONDS ? 'age' : null;
    }
}
