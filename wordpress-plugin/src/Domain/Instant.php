<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** Turns the protocol's UTC texts into milliseconds and back. */
final class Instant {
    /** `2026-11-21T20:00:00.500Z` */
    public static function toText(int $ms): string {
        $seconds = intdiv($ms, 1000);
        return gmdate('Y-m-d\TH:i:s', $seconds) . sprintf('.%03dZ', $ms - $seconds * 1000);
    }

    public static function toTextOrNull(?int $ms): ?string {
        return $ms === null ? null : self::toText($ms);
    }

    /**
     * Milliseconds since 1970, or null when the text is no instant of the protocol's form or no real date.
     */
    public static function parse(?string $text): ?int {
        if (
            $text === null ||
            !preg_match('/^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?Z$/D', $text, $part)
        ) {
            return null;
        }
        if (
            !checkdate((int) $part[2], (int) $part[3], (int) $part[1]) ||
            $part[4] > '23' ||
            $part[5] > '59' ||
            $part[6] > '59'
        ) {
            return null;
        }
        $seconds = gmmktime(
            (int) $part[4],
            (int) $part[5],
            (int) $part[6],
            (int) $part[2],
            (int) $part[3],
            (int) $part[1],
        );
        return $seconds * 1000 + (int) str_pad($part[7] ?? '', 3, '0');
    }
}
