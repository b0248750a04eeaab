<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/**
 * What the door of the hall knows: the tickets of an evening, and every mark a device made. A mark is kept under the id its
 * device gave it, so that sending it again changes nothing; who is in follows from all marks of a ticket, whenever they came.
 */
final class Door {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * Tickets for the hall of a show, by their number, with the order's reference and the names that are known.
     *
     * @return list<array<string, mixed>>
     */
    public function tickets(string $show): array {
        $rows = $this->db->all(
            "SELECT t.*, o.reference AS reference, g.name AS guest_name, f.display_name AS fan_name
             FROM {tickets} t
             LEFT JOIN {orders} o ON o.id = t.order_id
             LEFT JOIN {guests} g ON g.id = t.guest_id
             LEFT JOIN {fans} f ON f.email_hash = t.email_hash AND t.email_hash <> ''
             WHERE t.show_id = ? AND t.kind = 'hall' ORDER BY t.serial, t.id",
            [$show],
        );
        return Rows::all('tickets', $rows);
    }

    /**
     * The mark that let each ticket in, for those that are in.
     *
     * @return array<string, array<string, mixed>> by ticket
     */
    public function marks(string $show): array {
        return array_column(
            Rows::all(
                'checkins',
                $this->db->all(
                    'SELECT c.* FROM {checkins} c JOIN {tickets} t ON t.checkin_id = c.id WHERE c.show_id = ?',
                    [$show],
                ),
            ),
            null,
            'ticket_id',
        );
    }

    /**
     * Adds a mark and says who is in now. Call it in a transaction.
     *
     * @param array{id: string, ticket: string, at: int, in: bool} $mark `at`: the device's clock, set right against the server's
     * @return bool false where the ticket is none of this show's hall
     */
    public function add(string $show, array $mark, string $device, int $user): bool {
        $ticket = $this->db->one(
            "SELECT id FROM {tickets} WHERE id = ? AND show_id = ? AND kind = 'hall'" . $this->db->forUpdate(),
            [$mark['ticket'], $show],
        );
        if ($ticket === null) {
            return false;
        }
        $this->db->insert(
            'checkins',
            [
                'id' => $mark['id'],
                'ticket_id' => $mark['ticket'],
                'show_id' => $show,
                'kind' => $mark['in'] ? 'in' : 'undo',
                // A phone's clock is set right by the last answer it had; further ahead than this it is wrong.
                'at' => min($mark['at'], $this->clock->nowMs() + 300_000),
                'received_at' => $this->clock->nowMs(),
                'device' => $device,
                'user_id' => $user,
            ],
            'INSERT IGNORE INTO',
        );
        $this->settle($mark['ticket']);
        return true;
    }

    /**
     * Who came first counts, whichever device tells first; taking back undoes what was before it.
     */
    private function settle(string $ticket): void {
        $in = null;
        foreach (
            $this->db->all('SELECT id, kind, `at`, user_id FROM {checkins} WHERE ticket_id = ? ORDER BY `at`, id', [
                $ticket,
            ])
            as $mark
        ) {
            $in = $mark['kind'] === 'undo' ? null : $in ?? $mark;
        }
        $this->db->update(
            'tickets',
            [
                'checkin_id' => $in['id'] ?? null,
                'checked_at' => $in === null ? null : (int) $in['at'],
                'checked_by' => $in === null ? null : (int) $in['user_id'],
            ],
            ['id' => $ticket],
        );
    }

    /**
     * Shows with tickets for the hall that begin around now, and how many are in.
     *
     * @return list<array<string, mixed>>
     */
    public function shows(?int $owner): array {
        $now = $this->clock->nowMs();
        $rows = $this->db->all(
            "SELECT s.id, s.title, s.starts_at, s.time_zone, COUNT(t.id) AS tickets, SUM(CASE WHEN t.checked_at IS NULL THEN 0 ELSE 1 END) AS arrived
             FROM {shows} s JOIN {tickets} t ON t.show_id = s.id AND t.kind = 'hall' AND t.state = 'valid'
             WHERE s.ends_at > ? AND s.starts_at < ? AND (? IS NULL OR s.owner_id = ?)
             GROUP BY s.id, s.title, s.starts_at, s.time_zone ORDER BY s.starts_at",
            [$now - 86_400_000, $now + 60 * 86_400_000, $owner, $owner],
        );
        return array_map(
            static fn(array $row): array => [
                'id' => (string) $row['id'],
                'title' => (string) $row['title'],
                'starts_at' => (int) $row['starts_at'],
                'time_zone' => (string) $row['time_zone'],
                'tickets' => (int) $row['tickets'],
                'arrived' => (int) $row['arrived'],
            ],
            $rows,
        );
    }
}
