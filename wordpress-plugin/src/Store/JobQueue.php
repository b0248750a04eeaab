<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** Work to be done later or again: one row per piece, claimed by lease, kept away from being done twice by a unique key. */
final class JobQueue {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * Adds a job unless one with the same key was ever added. Tells whether it is new.
     *
     * @param array<string, mixed> $payload ids only: what a job needs it reads when it runs
     * @param int $priority 0 for what somebody waits for, 1 for what is sent to many and lets it pass
     */
    public function add(string $type, string $dedupeKey, array $payload, int $delayMs = 0, int $priority = 0): bool {
        $now = $this->clock->nowMs();
        return $this->db->insert(
            'jobs',
            [
                'type' => $type,
                'dedupe_key' => $dedupeKey,
                'payload' => Rows::json((object) $payload),
                'state' => 'waiting',
                'priority' => $priority,
                'run_at' => $now + $delayMs,
                'attempts' => 0,
                'last_error' => '',
                'created_at' => $now,
            ],
            'INSERT IGNORE INTO',
        ) === 1;
    }

    /**
     * Claims jobs that are due, at most `$limit`, for `$leaseMs`. A job whose worker died is due again after its lease.
     *
     * @param list<string>|null $keys only these
     * @return list<array<string, mixed>>
     */
    public function claim(int $limit, int $leaseMs, ?array $keys = null): array {
        $now = $this->clock->nowMs();
        $only = $keys === null ? '' : ' AND dedupe_key IN (' . Db::marks($keys) . ')';
        $due = $this->db->all(
            "SELECT id FROM {jobs} WHERE state = 'waiting' AND run_at <= ? AND (locked_until IS NULL OR locked_until <= ?)$only ORDER BY priority, run_at, id LIMIT ?",
            [$now, $now, ...$keys ?? [], $limit],
        );
        $token = bin2hex(random_bytes(16));
        $claimed = [];
        foreach ($due as $row) {
            // The condition decides between two workers that saw the same row.
            $mine = $this->db->change(
                "UPDATE {jobs} SET locked_until = ?, lock_token = ?, attempts = attempts + 1 WHERE id = ? AND state = 'waiting' AND (locked_until IS NULL OR locked_until <= ?)",
                [$now + $leaseMs, $token, (int) $row['id'], $now],
            );
            if ($mine === 1) {
                $claimed[] = Rows::typed(
                    'jobs',
                    $this->db->one('SELECT * FROM {jobs} WHERE id = ?', [(int) $row['id']]) ?? [],
                );
            }
        }
        return $claimed;
    }

    /** A finished job stays as its key's memory for 30 days. */
    public function done(int $id): void {
        $this->db->update('jobs', ['state' => 'done', 'locked_until' => null, 'payload' => '{}'], ['id' => $id]);
    }

    /** A failed job comes back after `$delayMs`, or never when that is null. */
    public function failed(int $id, string $error, ?int $delayMs): void {
        $this->db->update(
            'jobs',
            [
                'state' => $delayMs === null ? 'failed' : 'waiting',
                'run_at' => $this->clock->nowMs() + ($delayMs ?? 0),
                'locked_until' => null,
                'last_error' => mb_substr($error, 0, 500),
            ],
            ['id' => $id],
        );
    }

    /** Not now: the job comes back after `$delayMs`, and this was no attempt. */
    public function postpone(int $id, int $delayMs): void {
        $this->db->change('UPDATE {jobs} SET run_at = ?, locked_until = NULL, attempts = attempts - 1 WHERE id = ?', [
            $this->clock->nowMs() + $delayMs,
            $id,
        ]);
    }

    /** Puts a failed job back to the front. */
    public function retry(int $id): void {
        $this->db->change(
            "UPDATE {jobs} SET state = 'waiting', attempts = 0, run_at = ?, locked_until = NULL WHERE id = ? AND state = 'failed'",
            [$this->clock->nowMs(), $id],
        );
    }

    /** @return array<string, int> how many jobs are in each state, and `due` of them are late */
    public function counts(): array {
        $counts = ['waiting' => 0, 'done' => 0, 'failed' => 0];
        foreach ($this->db->all('SELECT state, COUNT(*) AS n FROM {jobs} GROUP BY state') as $row) {
            $counts[(string) $row['state']] = (int) $row['n'];
        }
        $counts['due'] = (int) $this->db->value("SELECT COUNT(*) FROM {jobs} WHERE state = 'waiting' AND run_at <= ?", [
            $this->clock->nowMs(),
        ]);
        return $counts;
    }

    /** @return list<array<string, mixed>> newest first */
    public function list(?string $state = null, int $limit = 100): array {
        return Rows::all(
            'jobs',
            $this->db->all('SELECT * FROM {jobs} WHERE (? IS NULL OR state = ?) ORDER BY id DESC LIMIT ?', [
                $state,
                $state,
                $limit,
            ]),
        );
    }

    /** Forgets jobs that were finished or given up this long ago. */
    public function sweep(int $ageMs): int {
        return $this->db->change("DELETE FROM {jobs} WHERE state IN ('done', 'failed') AND run_at < ?", [
            $this->clock->nowMs() - $ageMs,
        ]);
    }
}
