<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/**
 * What was done to everybody at once (a show that was cancelled or moved, amends for a picture that failed), and how far that has got with
 * each order, or each person.
 */
final class BulkActs {
    /** Whom an act concerns. */
    private const CONCERNED = "FROM {orders} o JOIN {tickets} t ON t.order_id = o.id WHERE t.show_id = ? AND t.state = 'valid' AND o.state = 'paid'";

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * Adds an act with an item for every paid order that holds a valid ticket of the show; inside the caller's transaction.
     *
     * @param array{show_id: string, kind: string, message: string, old_starts_at: int, new_starts_at: ?int, choose_until: ?int, user_id: int} $fields
     */
    public function begin(array $fields): string {
        $id = $this->add($fields);
        $now = $this->clock->nowMs();
        $this->db->change(
            "INSERT INTO {bulk_items} (act_id, order_id, state, updated_at) SELECT DISTINCT ?, o.id, 'waiting', ? " .
                self::CONCERNED,
            [$id, $now, $fields['show_id']],
        );
        return $id;
    }

    /**
     * Adds an act whose items are still to come; inside the caller's transaction.
     *
     * @param array{show_id: string, kind: string, message: string, old_starts_at: int, new_starts_at: ?int, choose_until: ?int, user_id: int} $fields
     */
    public function add(array $fields): string {
        $id = Ids::make('bulk');
        $this->db->insert(
            'bulk_acts',
            ['id' => $id, 'state' => 'running', 'created_at' => $this->clock->nowMs()] + $fields,
        );
        return $id;
    }

    /** @return list<string> paid orders that hold a valid ticket of a show */
    public function ordersOf(string $show): array {
        return array_column(
            $this->db->all('SELECT DISTINCT o.id ' . self::CONCERNED . ' ORDER BY o.id', [$show]),
            'id',
        );
    }

    /**
     * A page of an act's items, those that failed first; with the address as the buyer typed it: the caller masks it. Where an item is a
     * person, the order is that of their first ticket; who was given theirs has none.
     *
     * @param list<string> $states
     * @return array{items: list<array<string, mixed>>, total: int} with `order` (or null), `reference`, `email`, `currency`, `total_minor`
     */
    public function items(string $act, array $states, int $limit, int $offset): array {
        $where = 'i.act_id = ?' . ($states === [] ? '' : ' AND i.state IN (' . Db::marks($states) . ')');
        $rows = Rows::all(
            'bulk_items',
            $this->db->all(
                "SELECT i.*, o.id AS of_order, o.reference, o.email, o.currency, o.total_minor FROM {bulk_items} i LEFT JOIN {tickets} t ON t.id = i.order_id LEFT JOIN {orders} o ON o.id = COALESCE(t.order_id, i.order_id) WHERE $where ORDER BY CASE i.state WHEN 'failed' THEN 0 WHEN 'asked' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END, o.reference LIMIT ? OFFSET ?",
                [$act, ...$states, $limit, $offset],
            ),
        );
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'order' => $row['of_order'] === null ? null : (string) $row['of_order'],
                    'reference' => (string) $row['reference'],
                    'email' => (string) $row['email'],
                    'currency' => (string) $row['currency'],
                    'total_minor' => (int) $row['total_minor'],
                ] + $row,
                $rows,
            ),
            'total' => (int) $this->db->value("SELECT COUNT(*) FROM {bulk_items} i WHERE $where", [$act, ...$states]),
        ];
    }

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {bulk_acts} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('bulk_acts', $row);
    }

    /** @return list<array<string, mixed>> newest first */
    public function ofShow(string $show): array {
        return Rows::all(
            'bulk_acts',
            $this->db->all('SELECT * FROM {bulk_acts} WHERE show_id = ? ORDER BY created_at DESC, id', [$show]),
        );
    }

    /** @return list<string> acts that have something left to do */
    public function running(): array {
        return array_column(
            $this->db->all("SELECT id FROM {bulk_acts} WHERE state = 'running' ORDER BY created_at"),
            'id',
        );
    }

    /** @return array<string, mixed>|null */
    public function item(string $act, string $order): ?array {
        $row = $this->db->one('SELECT * FROM {bulk_items} WHERE act_id = ? AND order_id = ?', [$act, $order]);
        return $row === null ? null : Rows::typed('bulk_items', $row);
    }

    /** Whether an item still waits; its row stays locked until the transaction ends, so that of two workers one does it. */
    public function lockWaiting(string $act, string $item): bool {
        return $this->db->value(
            'SELECT state FROM {bulk_items} WHERE act_id = ? AND order_id = ?' . $this->db->forUpdate(),
            [$act, $item],
        ) === 'waiting';
    }

    /**
     * Takes the next item that waits, for a while: a worker that dies leaves it to the next one.
     *
     * @return array<string, mixed>|null
     */
    public function claim(string $act, int $leaseMs): ?array {
        $now = $this->clock->nowMs();
        for ($try = 0; $try < 5; $try++) {
            $row = $this->db->one(
                "SELECT * FROM {bulk_items} WHERE act_id = ? AND state = 'waiting' AND (locked_until IS NULL OR locked_until <= ?) ORDER BY order_id LIMIT 1",
                [$act, $now],
            );
            if ($row === null) {
                return null;
            }
            $mine = $this->db->change(
                "UPDATE {bulk_items} SET locked_until = ?, attempts = attempts + 1 WHERE act_id = ? AND order_id = ? AND state = 'waiting' AND (locked_until IS NULL OR locked_until <= ?)",
                [$now + $leaseMs, $act, $row['order_id'], $now],
            );
            if ($mine === 1) {
                return $this->item($act, (string) $row['order_id']);
            }
        }
        return null;
    }

    /** Moves an item that is in one of some states. Tells whether it was. @param list<string> $from */
    public function move(string $act, string $order, array $from, string $to, array $also = []): bool {
        $set = ['state' => $to, 'locked_until' => null, 'updated_at' => $this->clock->nowMs()] + $also;
        $assign = implode(', ', array_map(static fn(string $column): string => "`$column` = ?", array_keys($set)));
        return $this->db->change(
            "UPDATE {bulk_items} SET $assign WHERE act_id = ? AND order_id = ? AND state IN (" . Db::marks($from) . ')',
            [...array_values($set), $act, $order, ...$from],
        ) === 1;
    }

    /** Leaves an item to a later try. */
    public function putBack(string $act, string $order, string $error, int $delayMs): void {
        $this->db->update(
            'bulk_items',
            ['locked_until' => $this->clock->nowMs() + $delayMs, 'error' => mb_substr($error, 0, 200)],
            ['act_id' => $act, 'order_id' => $order],
        );
    }

    /** Failed items wait again. An administrator's act. */
    public function retry(string $act): int {
        $again = $this->db->change(
            "UPDATE {bulk_items} SET state = 'waiting', attempts = 0, locked_until = NULL, error = '' WHERE act_id = ? AND state = 'failed'",
            [$act],
        );
        if ($again > 0) {
            $this->db->update('bulk_acts', ['state' => 'running', 'ended_at' => null], ['id' => $act]);
        }
        return $again;
    }

    /** Who has not chosen in time keeps the ticket. */
    public function closeChoices(string $act): void {
        $this->db->change(
            "UPDATE {bulk_items} SET state = 'done', choice = 'keep', updated_at = ? WHERE act_id = ? AND state = 'asked'",
            [$this->clock->nowMs(), $act],
        );
    }

    /** Who has not said in time that the venue may have the money gets it back. */
    public function takeSilenceAsRefund(string $act): void {
        $this->db->change(
            "UPDATE {bulk_items} SET state = 'waiting', choice = 'refund', attempts = 0, locked_until = NULL, updated_at = ? WHERE act_id = ? AND state = 'asked'",
            [$this->clock->nowMs(), $act],
        );
    }

    /** Ends an act with nothing left to do. Tells whether it has ended. */
    public function endIfDone(string $act): bool {
        return $this->db->change(
            "UPDATE {bulk_acts} SET state = 'done', ended_at = ? WHERE id = ? AND state = 'running' AND NOT EXISTS (SELECT 1 FROM {bulk_items} WHERE act_id = ? AND state IN ('waiting', 'asked'))",
            [$this->clock->nowMs(), $act, $act],
        ) === 1;
    }

    /** @return array{orders: int, waiting: int, asked: int, done: int, failed: int, refunds: int, keeps: int, donations: int, codes: int, replays: int, nothing: int, unreachable: int, refundedMinor: int} */
    public function progress(string $act): array {
        $progress = [
            'orders' => 0,
            'waiting' => 0,
            'asked' => 0,
            'done' => 0,
            'failed' => 0,
            'refunds' => 0,
            'keeps' => 0,
            'donations' => 0,
            'codes' => 0,
            'replays' => 0,
            'nothing' => 0,
            'unreachable' => 0,
            'refundedMinor' => 0,
        ];
        foreach (
            $this->db->all(
                'SELECT state, choice, COUNT(*) AS n, SUM(amount_minor) AS amount FROM {bulk_items} WHERE act_id = ? GROUP BY state, choice',
                [$act],
            )
            as $row
        ) {
            $count = (int) $row['n'];
            $progress['orders'] += $count;
            $progress[(string) $row['state']] += $count;
            $name =
                [
                    ...['refund' => 'refunds', 'keep' => 'keeps', 'donate' => 'donations', 'code' => 'codes'],
                    ...['replay' => 'replays', 'nothing' => 'nothing', 'unreachable' => 'unreachable'],
                ][(string) $row['choice']] ?? null;
            if ($name !== null) {
                $progress[$name] += $count;
            }
            $progress['refundedMinor'] += (int) $row['amount'];
        }
        return $progress;
    }

    /** Moves the windows of a show's tickets and offers along with its date. */
    public function shiftWindows(string $show, int $byMs): void {
        foreach (['tickets', 'offer_parts'] as $table) {
            foreach (['valid_from', 'valid_until'] as $column) {
                $this->db->change(
                    "UPDATE {{$table}} SET $column = $column + ? WHERE show_id = ? AND $column IS NOT NULL",
                    [$byMs, $show],
                );
            }
        }
    }
}
