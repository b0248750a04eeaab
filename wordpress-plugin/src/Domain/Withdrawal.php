<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * The right to withdraw from a distance contract within 14 days (Directive 2011/83/EU; art. L221-18 and L221-28 Code de la
 * consommation).
 */
final class Withdrawal {
    private const DAY_MS = 86_400_000;

    /**
     * What right a line gives. A concert on a date gives none (L221-28 12°), nor does what cost nothing or was given. A replay's
     * ends when the buyer agrees to have it at once (13°). Goods can be sent back.
     *
     * @param list<string> $kinds of its parts
     * @return string `none`, `right` or `waivable`
     */
    public static function right(string $type, int $totalMinor, array $kinds): string {
        return match (true) {
            $totalMinor <= 0, $kinds === [], $type === 'donation', $type === 'postage' => 'none',
            in_array('hall', $kinds, true), in_array('live', $kinds, true) => 'none',
            in_array('replay', $kinds, true) => 'waivable',
            default => 'right',
        };
    }

    /**
     * The end of the fourteen days: the last day counts whole, and one that falls on a weekend is moved to the next Monday
     * (art. L221-19; Regulation 1182/71). Days are UTC's.
     */
    public static function end(int $fromMs): int {
        // The midnight after the last day.
        $end = intdiv($fromMs, self::DAY_MS) * self::DAY_MS + 15 * self::DAY_MS;
        while ((int) gmdate('N', intdiv($end, 1000) - 1) > 5) {
            $end += self::DAY_MS;
        }
        return $end;
    }

    /** When the period of goods runs out: it begins once they were handed over; a parcel is taken to arrive within two weeks. */
    public static function endForGoods(?int $handedOverMs, ?int $sentMs): ?int {
        return match (true) {
            $handedOverMs !== null => self::end($handedOverMs),
            $sentMs !== null => self::end($sentMs + 14 * self::DAY_MS),
            default => null,
        };
    }
}
