<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Pace;
use Parterre\Domain\Secrets;

/** Allowances that refill with time, one row each, in the database because hosts differ in everything else. */
final class RateLimits {
    /** So often somebody else may be quicker; each time one was let through. */
    private const MOST_ATTEMPTS = 30;
    private const CROWD_WAIT_MS = 1_000;

    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /**
     * Takes one from an allowance of `$burst` that refills fully in `$refillMs`. What was read is changed only as it was read, so no
     * transaction is needed, and nobody waits for a row while others are let in.
     *
     * @param string $key what is limited and for whom; stored as a keyed hash, since networks are few enough to be guessed
     * @return int 0 when it was there, else milliseconds until it is
     */
    public function take(string $key, int $burst, int $refillMs): int {
        $id = $this->secrets->derive("rate|$key");
        for ($attempt = 0; $attempt < self::MOST_ATTEMPTS; $attempt++) {
            $now = $this->clock->nowMs();
            $row = $this->db->one('SELECT level, `at` FROM {rate_limits} WHERE id = ?', [$id]);
            $bucket = Pace::bucket(
                $row === null ? null : (int) $row['level'],
                $row === null ? $now : (int) $row['at'],
                $now,
                $burst,
                $refillMs,
            );
            if ($bucket['waitMs'] > 0) {
                return $bucket['waitMs'];
            }
            $taken =
                $row === null
                    ? $this->db->insert(
                        'rate_limits',
                        ['id' => $id, 'level' => $bucket['level'], 'at' => $now],
                        'INSERT IGNORE INTO',
                    )
                    : $this->db->update(
                        'rate_limits',
                        ['level' => $bucket['level'], 'at' => $now],
                        ['id' => $id, 'level' => (int) $row['level'], 'at' => (int) $row['at']],
                    );
            if ($taken === 1) {
                return 0;
            }
            // Somebody of the same network was quicker: look again.
        }
        return self::CROWD_WAIT_MS;
    }

    /** Puts one back into an allowance of `$burst`. */
    public function giveBack(string $key, int $burst): void {
        $this->db->change(
            'UPDATE {rate_limits} SET level = CASE WHEN level + 1000 < ? THEN level + 1000 ELSE ? END WHERE id = ?',
            [$burst * 1000, $burst * 1000, $this->secrets->derive("rate|$key")],
        );
    }

    /** Forgets allowances that nobody has touched for a day: they are full again. */
    public function sweep(): int {
        return $this->db->change('DELETE FROM {rate_limits} WHERE `at` < ?', [$this->clock->nowMs() - 86_400_000]);
    }
}
