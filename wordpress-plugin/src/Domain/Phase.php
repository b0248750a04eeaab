<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * The phase of a show: a pure function of its dates, what has happened to it and the clock, the same rule as in the
 * package `rules`. The clock opens doors and ends a replay; it never starts or ends a show.
 */
final class Phase {
    /**
     * @param array{doors_at: int, status: string, live_at: ?int, paused_at: ?int, ended_at: ?int, replay_at: ?int, replay_until: ?int, forced: ?string} $show
     *        milliseconds since 1970
     */
    public static function at(array $show, int $nowMs): string {
        if ($show['forced'] !== null) {
            return $show['forced'];
        }
        $expired = $show['replay_until'] !== null && $nowMs >= $show['replay_until'];
        if ($show['replay_at'] !== null && $nowMs >= $show['replay_at']) {
            return $expired ? 'archived' : 'replay';
        }
        if ($show['ended_at'] !== null) {
            return $expired ? 'archived' : 'ended';
        }
        if ($show['live_at'] !== null) {
            // A resumed show has a newer start, or no pause any more.
            return $show['paused_at'] !== null && $show['paused_at'] >= $show['live_at'] ? 'paused' : 'live';
        }
        if ($expired) {
            return 'archived';
        }
        // Nobody should stand before the doors of a cancelled or postponed show because a clock opened them.
        return $show['status'] === 'confirmed' && $nowMs >= $show['doors_at'] ? 'doors' : 'announced';
    }
}
