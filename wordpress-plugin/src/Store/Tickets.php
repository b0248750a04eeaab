<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** Tickets, and the goods that wait at the counter. */
final class Tickets {
    public function __construct(
        private readonly Db $db,
        private readonly Series $series,
        private readonly Denials $denials,
        private readonly Clock $clock,
    ) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {tickets} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('tickets', $row);
    }

    /** Locks a ticket's row until the transaction ends: its leases are counted one at a time. */
    public function lock(string $id): void {
        $this->db->one('SELECT id FROM {tickets} WHERE id = ?' . $this->db->forUpdate(), [$id]);
    }

    /**
     * @param list<string> $orders
     * @return list<array<string, mixed>> in the order they were issued
     */
    public function ofOrders(array $orders): array {
        if ($orders === []) {
            return [];
        }
        $rows = $this->db->all(
            'SELECT * FROM {tickets} WHERE order_id IN (' .
                Db::marks($orders) .
                ') ORDER BY created_at, line_id, part, unit',
            $orders,
        );
        return Rows::all('tickets', $rows);
    }

    /**
     * Every ticket of an address: bought, granted, or shared with it by its owner.
     *
     * @return list<array<string, mixed>>
     */
    public function ofEmail(string $emailHash): array {
        return Rows::all(
            'tickets',
            $this->db->all(
                'SELECT * FROM {tickets} WHERE email_hash = ? UNION SELECT t.* FROM {tickets} t JOIN {ticket_addresses} a ON a.ticket_id = t.id WHERE a.email_hash = ? ORDER BY created_at, line_id, part, unit LIMIT 500',
                [$emailHash, $emailHash],
            ),
        );
    }

    /**
     * Tickets lent to one session: those of a paired screen, or of a guest who was honoured.
     *
     * @return list<array<string, mixed>>
     */
    public function ofSession(string $session): array {
        return Rows::all(
            'tickets',
            $this->db->all(
                'SELECT t.* FROM {tickets} t JOIN {session_tickets} s ON s.ticket_id = t.id WHERE s.session_id = ? ORDER BY t.created_at, t.line_id, t.part, t.unit',
                [$session],
            ),
        );
    }

    /**
     * Valid tickets of one holder at a show.
     *
     * @return list<array<string, mixed>>
     */
    public function atShow(string $show, string $emailHash): array {
        return Rows::all(
            'tickets',
            $this->db->all(
                "SELECT * FROM {tickets} WHERE show_id = ? AND email_hash = ? AND state = 'valid' ORDER BY id",
                [$show, $emailHash],
            ),
        );
    }

    /** Gives a ticket to another holder; its code for the door becomes another with that. */
    public function giveTo(string $id, string $emailHash): void {
        $this->db->change('UPDATE {tickets} SET email_hash = ?, transfers = transfers + 1 WHERE id = ?', [
            $emailHash,
            $id,
        ]);
    }

    /** @return list<array<string, mixed>> */
    public function ofShow(string $show): array {
        return Rows::all(
            'tickets',
            $this->db->all('SELECT * FROM {tickets} WHERE show_id = ? ORDER BY created_at, id', [$show]),
        );
    }

    /**
     * Issues a ticket; a second time for the same line, part and unit changes nothing.
     *
     * @param array<string, mixed> $fields columns of `tickets` but for id, state and times
     * @return string|null its id, null when it was there already
     */
    public function issue(array $fields): ?string {
        $id = Ids::make('tick');
        $row =
            [
                'id' => $id,
                'state' => 'valid',
                'created_at' => $this->clock->nowMs(),
                'capabilities' => Rows::json($fields['capabilities'] ?? []),
            ] + $fields;
        $row += [
            'order_id' => null,
            'line_id' => null,
            'part' => 0,
            'unit' => 0,
            'void_reason' => '',
            'category' => '',
        ];
        if ($this->db->insert('tickets', $row, 'INSERT IGNORE INTO') !== 1) {
            return null;
        }
        if ($row['kind'] === 'hall') {
            // Only once the row is new: a number that is taken is a ticket.
            $this->db->update('tickets', ['serial' => $this->series->next($row['show_id'])], ['id' => $id]);
        }
        return $id;
    }

    /** Takes a ticket back, and ends what was signed for it. Tells whether it was valid. */
    public function void(string $id, string $reason): bool {
        $voided =
            $this->db->change(
                "UPDATE {tickets} SET state = 'void', voided_at = ?, void_reason = ? WHERE id = ? AND state = 'valid'",
                [$this->clock->nowMs(), $reason, $id],
            ) === 1;
        if ($voided) {
            $this->denials->deny($id, $reason);
        }
        return $voided;
    }

    /** Makes a ticket good again that was taken back for this reason and no other. Tells whether it was. */
    public function restore(string $id, string $reason): bool {
        $restored =
            $this->db->change(
                "UPDATE {tickets} SET state = 'valid', voided_at = NULL, void_reason = '' WHERE id = ? AND state = 'void' AND void_reason = ?",
                [$id, $reason],
            ) === 1;
        if ($restored) {
            $this->denials->lift($id);
        }
        return $restored;
    }

    /**
     * @param list<string> $orders
     * @return list<array<string, mixed>>
     */
    public function deliveries(array $orders): array {
        if ($orders === []) {
            return [];
        }
        return Rows::all(
            'deliveries',
            $this->db->all(
                'SELECT * FROM {deliveries} WHERE order_id IN (' . Db::marks($orders) . ') ORDER BY created_at, id',
                $orders,
            ),
        );
    }

    /** @return array<string, mixed>|null with the order's `reference` */
    public function delivery(string $id): ?array {
        $row = $this->db->one(
            'SELECT d.*, o.reference FROM {deliveries} d JOIN {orders} o ON o.id = d.order_id WHERE d.id = ?',
            [$id],
        );
        return $row === null ? null : Rows::typed('deliveries', $row);
    }

    /**
     * A page of deliveries for the box office, oldest first, each with the order's `reference`.
     *
     * @param array{states?: list<string>, methods?: list<string>, search?: string, owner?: ?int} $filter `search` is the code of a delivery or
     *        the reference of an order; `owner` leaves only orders with a ticket for this person's shows
     * @return array{items: list<array<string, mixed>>, total: int}
     */
    public function deliveriesPage(array $filter, int $limit, int $offset): array {
        $where = ['1 = 1'];
        $values = [];
        foreach (['states' => 'd.state', 'methods' => 'd.method'] as $name => $column) {
            if (($filter[$name] ?? []) !== []) {
                $where[] = "$column IN (" . Db::marks($filter[$name]) . ')';
                array_push($values, ...$filter[$name]);
            }
        }
        if (($filter['search'] ?? '') !== '') {
            $where[] = '(d.code = ? OR o.reference = ?)';
            array_push($values, $filter['search'], $filter['search']);
        }
        if (($filter['owner'] ?? null) !== null) {
            $where[] =
                'EXISTS (SELECT 1 FROM {tickets} t JOIN {shows} s ON s.id = t.show_id WHERE t.order_id = o.id AND s.owner_id = ?)';
            $values[] = $filter['owner'];
        }
        $from = 'FROM {deliveries} d JOIN {orders} o ON o.id = d.order_id WHERE ' . implode(' AND ', $where);
        return [
            'items' => Rows::all(
                'deliveries',
                $this->db->all("SELECT d.*, o.reference $from ORDER BY d.created_at, d.id LIMIT ? OFFSET ?", [
                    ...$values,
                    $limit,
                    $offset,
                ]),
            ),
            'total' => (int) $this->db->value("SELECT COUNT(*) $from", $values),
        ];
    }

    /** Moves a delivery that is in one of some states. Tells whether it was. @param list<string> $from */
    public function handOn(string $id, array $from, string $to, string $tracking): bool {
        $now = $this->clock->nowMs();
        $set =
            ['state' => $to] +
            match ($to) {
                'sent' => ['sent_at' => $now, 'tracking' => $tracking],
                'done' => ['done_at' => $now],
                default => [],
            };
        $assign = implode(', ', array_map(static fn(string $column): string => "`$column` = ?", array_keys($set)));
        return $this->db->change(
            "UPDATE {deliveries} SET $assign WHERE id = ? AND state IN (" . Db::marks($from) . ')',
            [...array_values($set), $id, ...$from],
        ) === 1;
    }

    /**
     * Makes the delivery of an order; a second one changes nothing.
     *
     * @param array<string, mixed> $order
     * @param string $place where goods are picked up
     * @param list<array{name: string, quantity: int}> $lines
     * @return string|null its id, null when it was there already
     */
    public function deliver(array $order, string $place, array $lines): ?string {
        if ($this->db->one('SELECT id FROM {deliveries} WHERE order_id = ?', [$order['id']]) !== null) {
            return null;
        }
        // Six characters of thirty-one: a clash with an older code is drawn again.
        for ($attempt = 0; $attempt < 5; $attempt++) {
            $code = Ids::readable(6);
            if ($this->db->one('SELECT id FROM {deliveries} WHERE code = ?', [$code]) === null) {
                break;
            }
        }
        $id = Ids::make('dlvr');
        $asked = $order['delivery'] ?? ['method' => 'pickup'];
        $posted = $asked['method'] === 'post';
        $this->db->insert('deliveries', [
            'id' => $id,
            'order_id' => $order['id'],
            'method' => $asked['method'],
            'state' => 'waiting',
            'code' => $code,
            'place' => $posted ? $asked['address']['city'] : $place,
            'post_address' => $posted ? Rows::json($asked['address'] + ['country' => $asked['country']]) : null,
            'lines' => Rows::json($lines),
            'created_at' => $this->clock->nowMs(),
        ]);
        return $id;
    }

    /**
     * Changes what is handed over, where it has not been yet.
     *
     * @param list<array{name: string, quantity: int}> $lines
     */
    public function deliverOnly(string $order, array $lines): void {
        foreach ($this->deliveries([$order]) as $delivery) {
            if (in_array($delivery['state'], ['done', 'cancelled'], true)) {
                continue;
            }
            if ($lines === []) {
                $this->moveDelivery($delivery['id'], 'cancelled');
            } else {
                $this->db->update('deliveries', ['lines' => Rows::json($lines)], ['id' => $delivery['id']]);
            }
        }
    }

    /** Moves a delivery: `waiting`, `prepared`, `done`, `cancelled`. */
    public function moveDelivery(string $id, string $state): void {
        $this->db->update(
            'deliveries',
            ['state' => $state, 'done_at' => $state === 'done' ? $this->clock->nowMs() : null],
            ['id' => $id],
        );
    }
}
