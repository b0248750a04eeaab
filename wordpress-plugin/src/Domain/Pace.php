<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** How fast one may do something: a burst, then a pace; or the room's slow mode. Same rule as `rules/room`. */
final class Pace {
    /** Messages that may be sent at once. */
    public const BURST = 3;
    /** After the burst, one message per this time. */
    public const PACE_MS = 2000;
    /** A text is a repetition when the same ticket sent the same one this recently. */
    public const REPEAT_MS = 30_000;

    /**
     * Milliseconds until another message may be sent; 0 when it may be now.
     *
     * @param list<int> $sentMs times of the earlier messages, oldest first
     */
    public static function waitBeforeNext(array $sentMs, int $nowMs, int $slowSeconds): int {
        if ($slowSeconds > 0) {
            return $sentMs === [] ? 0 : max(0, end($sentMs) + $slowSeconds * 1000 - $nowMs);
        }
        if ($sentMs === []) {
            return 0;
        }
        // The bucket's debt: each message adds one pace, time pays it off.
        $paidOffAt = PHP_INT_MIN;
        foreach ($sentMs as $at) {
            $paidOffAt = max($paidOffAt, $at) + self::PACE_MS;
        }
        return max(0, $paidOffAt - (self::BURST - 1) * self::PACE_MS - $nowMs);
    }

    /**
     * One step of an allowance that refills evenly, in thousandths.
     *
     * @param int|null $level what was left at `$atMs`; null for a full allowance
     * @return array{level: int, waitMs: int} what is left now; 0, or how long until one is there (then nothing was taken)
     */
    public static function bucket(?int $level, int $atMs, int $nowMs, int $burst, int $refillMs): array {
        $full = $burst * 1000;
        // A whole refill is all that time can give; more would only overflow.
        $passed = min($refillMs, max(0, $nowMs - $atMs));
        $filled = $level === null ? $full : min($full, $level + intdiv($passed * $full, $refillMs));
        if ($filled >= 1000) {
            return ['level' => $filled - 1000, 'waitMs' => 0];
        }
        return ['level' => $filled, 'waitMs' => (int) ceil(((1000 - $filled) * $refillMs) / $full)];
    }
}
