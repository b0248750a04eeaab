<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** Which devices are inside, and what they watched. */
final class Leases {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {leases} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('leases', $row);
    }

    /**
     * Places of a ticket that are taken, oldest first: living leases, and those whose address plays on whatever became of the
     * device.
     *
     * @return list<array<string, mixed>>
     */
    public function ofTicket(string $ticket): array {
        return Rows::all(
            'leases',
            $this->db->all(
                "SELECT * FROM {leases} WHERE ticket_id = ? AND ((state = 'held' AND expires_at > ?) OR kept_until > ?) ORDER BY created_at, id",
                [$ticket, $this->clock->nowMs(), $this->clock->nowMs()],
            ),
        );
    }

    /**
     * Leases that a session took at a show without a ticket and never lost, oldest first. Those that ran out count too: a
     * heartbeat would bring them back.
     *
     * @return list<array<string, mixed>>
     */
    public function withoutTicket(string $show, string $session): array {
        return Rows::all(
            'leases',
            $this->db->all(
                "SELECT * FROM {leases} WHERE session_id = ? AND show_id = ? AND ticket_id IS NULL AND state = 'held' ORDER BY created_at, id",
                [$session, $show],
            ),
        );
    }

    /**
     * The lease a device holds at a show in one session, whatever its state.
     *
     * @return array<string, mixed>|null
     */
    public function ofDevice(string $show, string $session, string $device): ?array {
        $row = $this->db->one(
            "SELECT * FROM {leases} WHERE session_id = ? AND show_id = ? AND device = ? AND state = 'held' ORDER BY created_at DESC LIMIT 1",
            [$session, $show, $device],
        );
        return $row === null ? null : Rows::typed('leases', $row);
    }

    /** Whether a session has been let into a show and not pushed out since. */
    public function isInside(string $show, string $session): bool {
        return $this->db->one(
            "SELECT 1 FROM {leases} WHERE session_id = ? AND show_id = ? AND state = 'held' LIMIT 1",
            [$session, $show],
        ) !== null;
    }

    /** @return array<string, mixed> the new lease */
    public function take(
        string $show,
        ?string $ticket,
        string $session,
        string $device,
        string $mode,
        int $lifeMs,
    ): array {
        $now = $this->clock->nowMs();
        $id = Ids::make('leas');
        $this->db->insert('leases', [
            'id' => $id,
            'show_id' => $show,
            'ticket_id' => $ticket,
            'session_id' => $session,
            'device' => $device,
            'state' => 'held',
            'mode' => $mode,
            'created_at' => $now,
            'renewed_at' => $now,
            'expires_at' => $now + $lifeMs,
            'grant_until' => null,
        ]);
        return $this->find($id) ?? throw new \LogicException('A lease vanished while being made.');
    }

    /** Renews a lease that nobody has taken over. Tells whether it could. */
    public function renew(string $id, string $session, string $mode, int $lifeMs): bool {
        $now = $this->clock->nowMs();
        // An UPDATE that finds the row exactly as it is counts no rows: ask instead.
        $this->db->change(
            "UPDATE {leases} SET renewed_at = ?, expires_at = ?, session_id = ?, mode = ? WHERE id = ? AND state = 'held'",
            [$now, $now + $lifeMs, $session, $mode, $id],
        );
        return $this->db->value('SELECT state FROM {leases} WHERE id = ?', [$id]) === 'held';
    }

    /** Ends a lease. `$state`: `lost` when a newer device took the place, `left` when it said goodbye. */
    public function end(string $id, string $state): bool {
        return $this->db->change("UPDATE {leases} SET state = ? WHERE id = ? AND state = 'held'", [$state, $id]) === 1;
    }

    /** Ends every lease of a ticket: it has another holder. */
    public function endOfTicket(string $ticket): void {
        $this->db->change("UPDATE {leases} SET state = 'lost' WHERE ticket_id = ? AND state = 'held'", [$ticket]);
    }

    /** Whether an address was given for this lease that still plays. */
    public function isKept(array $lease): bool {
        return $lease['kept_until'] !== null && $lease['kept_until'] > $this->clock->nowMs();
    }

    /**
     * The place whose address lasts the show: a ticket's, or a session's at a show that needs no ticket.
     *
     * @return array<string, mixed>|null
     */
    public function kept(string $show, ?string $ticket, string $session): ?array {
        [$whose, $id] = $ticket === null ? ['ticket_id IS NULL AND session_id', $session] : ['ticket_id', $ticket];
        $row = $this->db->one(
            "SELECT * FROM {leases} WHERE $whose = ? AND show_id = ? AND kept_until > ? ORDER BY kept_until DESC LIMIT 1",
            [$id, $show, $this->clock->nowMs()],
        );
        return $row === null ? null : Rows::typed('leases', $row);
    }

    /** Keeps a place for an address that was given until then. */
    public function keep(string $id, int $until): void {
        $this->db->update('leases', ['kept_until' => $until], ['id' => $id]);
    }

    /** Remembers until when this lease's picture may play without a new grant. */
    public function granted(string $id, ?int $until): void {
        $this->db->update('leases', ['grant_until' => $until], ['id' => $id]);
    }

    /** How many devices are inside a show now. */
    public function count(string $show): int {
        return (int) $this->db->value(
            "SELECT COUNT(*) FROM {leases} WHERE show_id = ? AND state = 'held' AND expires_at > ? AND mode NOT IN ('test', 'cast')",
            [$show, $this->clock->nowMs()],
        );
    }

    /**
     * Adds what a device watched since its last heartbeat.
     *
     * @param array<string, mixed>|null $quality
     * @return array{total: int, firstTime: bool} milliseconds so far; whether this heartbeat passed 30 seconds
     */
    public function watched(
        array $lease,
        string $mode,
        ?string $camera,
        ?int $mediaAt,
        int $watchedMs,
        ?array $quality,
    ): array {
        $this->db->insert('watch', [
            'lease_id' => $lease['id'],
            'show_id' => $lease['show_id'],
            'at' => $this->clock->nowMs(),
            'mode' => $mode,
            'camera' => $camera,
            'media_at' => $mediaAt,
            'watched_ms' => $watchedMs,
            'quality' => $quality === null ? null : Rows::json($quality),
        ]);
        if ($watchedMs > 0) {
            $this->db->change('UPDATE {leases} SET watched_ms = watched_ms + ? WHERE id = ?', [
                $watchedMs,
                $lease['id'],
            ]);
        }
        $total = (int) $this->db->value('SELECT watched_ms FROM {leases} WHERE id = ?', [$lease['id']]);
        // A play counts after 30 seconds (the field's convention for streams), once per lease.
        $first =
            $total >= 30_000 &&
            $this->db->change('UPDATE {leases} SET counted = 1 WHERE id = ? AND counted = 0', [$lease['id']]) === 1;
        return ['total' => $total, 'firstTime' => $first];
    }
}
