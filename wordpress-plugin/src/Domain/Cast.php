<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** How long an address has to play that cannot be exchanged on the run. The same as `rules/cast`. */
final class Cast {
    /** A show runs late, and an encore is not announced. */
    private const LATE_MS = 2 * 3_600_000;
    /** The longest anybody sits through a replay with its breaks. */
    private const SITTING_MS = 6 * 3_600_000;

    /**
     * All times in milliseconds since 1970.
     *
     * @param string    $mode    `live` or `replay`
     * @param list<int> $windows the ends of the replay: the show's, and that of the tickets
     */
    public static function until(string $mode, int $endsAt, array $windows, int $nowMs): int {
        return $mode === 'live' ? max($endsAt, $nowMs) + self::LATE_MS : min([$nowMs + self::SITTING_MS, ...$windows]);
    }
}
