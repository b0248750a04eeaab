<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/**
 * What was done for those who were inside when a picture failed: whom it concerned, and how much of each order. The acts
 * themselves and how far they have got are in `bulk_acts` and `bulk_items` (`BulkActs`).
 */
final class Amends {
    /**
     * A device says that it is there every minute at the latest, every two and a half where a crowd is inside: one that was heard so
     * long before or after was there meanwhile. In doubt, for the fan.
     */
    public const HEARD_MS = 150_000;
    /** Whoever comes in by a signed ticket alone is heard of each time the grant ends. */
    private const SIGNED_MS = 900_000;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @param array{act_id: string, show_id: string, what: string, from_at: int, until_at: int, percent: ?int, amount_minor: ?int, valid_until: ?int, with_live: int} $fields */
    public function add(array $fields): void {
        $this->db->insert('amends', $fields);
    }

    /** @return array<string, mixed>|null what an act of the kind `amends` does */
    public function find(string $act): ?array {
        $row = $this->db->one('SELECT * FROM {amends} WHERE act_id = ?', [$act]);
        return $row === null ? null : Rows::typed('amends', $row);
    }

    /**
     * What was done for a period that this one overlaps, newest first.
     *
     * @return list<array<string, mixed>>
     */
    public function overlapping(string $show, string $what, int $from, int $until): array {
        return Rows::all(
            'amends',
            $this->db->all(
                'SELECT m.* FROM {amends} m JOIN {bulk_acts} a ON a.id = m.act_id WHERE m.show_id = ? AND m.what = ? AND m.from_at < ? AND m.until_at > ? ORDER BY a.created_at DESC, a.id',
                [$show, $what, $until, $from],
            ),
        );
    }

    /**
     * Valid tickets for the stream of a show whose holder was inside at some moment of a period: one of the ticket's devices had come in
     * before its end, had been heard after its beginning, and was not silent all the while. Entries on trust count for
     * the ticket they turned out to stand for.
     *
     * @param bool $realOnly leave out tickets of test orders
     * @return list<array<string, mixed>> rows of `tickets`, in the order they were issued
     */
    public function inside(string $show, int $from, int $until, bool $realOnly): array {
        $slack = self::HEARD_MS;
        $devices =
            "l.show_id = ? AND l.mode NOT IN ('test', 'cast') AND l.created_at <= ? AND l.renewed_at >= ? AND (l.created_at >= ? OR l.renewed_at <= ? OR EXISTS (SELECT 1 FROM {watch} w WHERE w.lease_id = l.id AND w.at BETWEEN ? AND ?))";
        $values = [
            $show,
            $until,
            ...[$from - $slack, $from - $slack, $until + $slack],
            ...[$from - $slack, $until + $slack],
        ];
        return Rows::all(
            'tickets',
            $this->db->all(
                "SELECT t.* FROM {tickets} t WHERE t.show_id = ? AND t.state = 'valid' AND t.kind IN ('live', 'replay') AND t.source <> 'honour'" .
                    ($realOnly ? ' AND t.test = 0' : '') .
                    " AND (t.id IN (SELECT l.ticket_id FROM {leases} l WHERE $devices)
                    OR t.id IN (SELECT h.matched_ticket_id FROM {honours} h JOIN {leases} l ON l.ticket_id = h.ticket_id WHERE $devices)
                    OR t.id IN (SELECT h.matched_ticket_id FROM {honours} h WHERE h.show_id = ? AND h.proof = 'signed' AND h.first_at <= ? AND h.last_at >= ?))
                    ORDER BY t.created_at, t.line_id, t.part, t.unit, t.id",
                [$show, ...$values, ...$values, $show, $until, $from - self::SIGNED_MS],
            ),
        );
    }

    /**
     * Valid tickets for the stream or the replay of a show, whoever was inside.
     *
     * @return list<array<string, mixed>> rows of `tickets`, in the order they were issued
     */
    public function ofStream(string $show, bool $realOnly): array {
        return Rows::all(
            'tickets',
            $this->db->all(
                "SELECT * FROM {tickets} WHERE show_id = ? AND state = 'valid' AND kind IN ('live', 'replay') AND source <> 'honour'" .
                    ($realOnly ? ' AND test = 0' : '') .
                    ' ORDER BY created_at, line_id, part, unit, id',
                [$show],
            ),
        );
    }

    /**
     * Writes down whom an act concerns, with an item of the act for each order or person; inside the caller's transaction.
     *
     * @param array<string, list<string>> $items tickets by the item's key: an order, or a person's first ticket
     */
    public function concern(string $act, array $items): void {
        foreach ($items as $item => $tickets) {
            foreach ($tickets as $ticket) {
                $this->db->insert('amend_tickets', [
                    'act_id' => $act,
                    'ticket_id' => $ticket,
                    'item_id' => (string) $item,
                ]);
            }
            $this->db->insert('bulk_items', [
                'act_id' => $act,
                'order_id' => (string) $item,
                'state' => 'waiting',
                'updated_at' => $this->clock->nowMs(),
            ]);
        }
    }

    /** @return list<array<string, mixed>> the tickets of an item that are still valid */
    public function tickets(string $act, string $item): array {
        return Rows::all(
            'tickets',
            $this->db->all(
                "SELECT t.* FROM {amend_tickets} m JOIN {tickets} t ON t.id = m.ticket_id WHERE m.act_id = ? AND m.item_id = ? AND t.state = 'valid' ORDER BY t.created_at, t.line_id, t.part, t.unit, t.id",
                [$act, $item],
            ),
        );
    }

    /**
     * Lets replay tickets of a show play until then at least; one that plays longer stays as it is, and one that rests while a bank
     * has the money is longer too once it works again.
     *
     * @return int how many
     */
    public function prolong(string $show, int $until): int {
        return $this->db->change(
            "UPDATE {tickets} SET valid_until = ? WHERE show_id = ? AND kind = 'replay' AND valid_until IS NOT NULL AND valid_until < ?",
            [$until, $show, $until],
        );
    }

    /**
     * What went back so far by an act, by currency.
     *
     * @return array<string, int> minor units
     */
    public function given(string $act): array {
        $rows = $this->db->all(
            'SELECT o.currency, SUM(i.amount_minor) AS amount FROM {bulk_items} i JOIN {orders} o ON o.id = i.order_id WHERE i.act_id = ? AND i.amount_minor > 0 GROUP BY o.currency ORDER BY o.currency',
            [$act],
        );
        return array_map('intval', array_column($rows, 'amount', 'currency'));
    }
}
