<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Instant;

/** What the back office reads across tables: orders with their lines, tickets per show, shows and orders of one promoter. */
final class Desk {
    public function __construct(private readonly Db $db) {}

    /** @return array<string, int> number of valid tickets by show */
    public function ticketsByShow(): array {
        $rows = $this->db->all("SELECT show_id, COUNT(*) AS n FROM {tickets} WHERE state = 'valid' GROUP BY show_id");
        return array_map('intval', array_column($rows, 'n', 'show_id'));
    }

    /** Takes pools of a show that nothing draws on and that never sold or held anything. */
    public function dropUnusedPools(string $show): void {
        $this->db->change(
            'DELETE FROM {pools} WHERE show_id = ? AND held = 0 AND sold = 0 AND id NOT IN (SELECT pool_id FROM {offer_parts} WHERE pool_id IS NOT NULL) AND id NOT IN (SELECT pool_id FROM {offer_pools}) AND id NOT IN (SELECT pool_id FROM {variants} WHERE pool_id IS NOT NULL)',
            [$show],
        );
    }

    /** The name a pool has on the desk. */
    public function namePool(string $pool, string $name): void {
        $this->db->update('pools', ['name' => $name], ['id' => $pool]);
    }

    /**
     * A page of orders for the desk, with the address as the buyer typed it: the caller masks it.
     *
     * @param array{owner?: ?int, states?: list<string>, show?: string, reference?: string, emailHash?: string, test?: bool} $filter
     * @return array{items: list<array<string, mixed>>, total: int}
     */
    public function orders(array $filter, string $sort, bool $ascending, int $limit, int $offset): array {
        [$where, $values] = self::ordersWhere($filter);
        // Words of our own, never what somebody sent.
        $column = ['total' => 'o.total_minor', 'reference' => 'o.reference'][$sort] ?? 'o.created_at';
        $direction = $ascending ? 'ASC' : 'DESC';
        $rows = $this->db->all(
            "SELECT o.* FROM {orders} o WHERE $where ORDER BY $column $direction, o.id LIMIT ? OFFSET ?",
            [...$values, $limit, $offset],
        );
        $lines = [];
        if ($rows !== []) {
            $ids = array_column($rows, 'id');
            foreach (
                $this->db->all(
                    'SELECT * FROM {order_lines} WHERE order_id IN (' . Db::marks($ids) . ') ORDER BY position',
                    $ids,
                )
                as $line
            ) {
                $lines[(string) $line['order_id']][] = [
                    'name' => (string) $line['name'],
                    'quantity' => (int) $line['quantity'],
                ];
            }
        }
        $items = array_map(
            static fn(array $row): array => [
                'id' => (string) $row['id'],
                'reference' => (string) $row['reference'],
                'state' => (string) $row['state'],
                'gateway' => (string) $row['gateway'],
                'test' => (bool) (int) $row['test'],
                'email' => (string) $row['email'],
                'totalMinor' => (int) $row['total_minor'],
                'refundedMinor' => (int) $row['refunded_minor'],
                'currency' => (string) $row['currency'],
                'createdAt' => Instant::toText((int) $row['created_at']),
                'paidAt' => Instant::toTextOrNull($row['paid_at'] === null ? null : (int) $row['paid_at']),
                'lines' => $lines[(string) $row['id']] ?? [],
            ],
            $rows,
        );
        return [
            'items' => $items,
            'total' => (int) $this->db->value("SELECT COUNT(*) FROM {orders} o WHERE $where", $values),
        ];
    }

    /** Whether an order has to do with a show of this promoter. */
    public function isOrderOf(string $order, int $owner): bool {
        return $this->orders(['owner' => $owner, 'id' => $order], 'date', false, 1, 0)['total'] === 1;
    }

    /**
     * A page of tickets for the desk.
     *
     * @param array{owner?: ?int, states?: list<string>, kinds?: list<string>, sources?: list<string>, show?: string, reference?: string, emailHash?: string} $filter
     * @return array{items: list<array<string, mixed>>, total: int}
     */
    public function tickets(array $filter, int $limit, int $offset): array {
        $where = ['1 = 1'];
        $values = [];
        foreach (['states' => 't.state', 'kinds' => 't.kind', 'sources' => 't.source'] as $name => $column) {
            if (($filter[$name] ?? []) !== []) {
                $where[] = "$column IN (" . Db::marks($filter[$name]) . ')';
                array_push($values, ...$filter[$name]);
            }
        }
        foreach (
            [
                'show' => 't.show_id',
                'reference' => 'o.reference',
                'emailHash' => 't.email_hash',
                'owner' => 's.owner_id',
            ]
            as $name => $column
        ) {
            if (($filter[$name] ?? null) !== null) {
                $where[] = "$column = ?";
                $values[] = $filter[$name];
            }
        }
        $from =
            '{tickets} t JOIN {shows} s ON s.id = t.show_id LEFT JOIN {orders} o ON o.id = t.order_id WHERE ' .
            implode(' AND ', $where);
        $rows = $this->db->all(
            "SELECT t.id, t.show_id, t.kind, t.source, t.state, t.test, t.created_at, t.voided_at, t.void_reason, s.title, o.id AS order_id, o.reference FROM $from ORDER BY t.created_at DESC, t.id LIMIT ? OFFSET ?",
            [...$values, $limit, $offset],
        );
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => (string) $row['id'],
                    'show' => ['id' => (string) $row['show_id'], 'title' => (string) $row['title']],
                    'kind' => (string) $row['kind'],
                    'source' => (string) $row['source'],
                    'state' => (string) $row['state'],
                    'test' => (bool) (int) $row['test'],
                    'order' =>
                        $row['order_id'] === null
                            ? null
                            : ['id' => (string) $row['order_id'], 'reference' => (string) $row['reference']],
                    'createdAt' => Instant::toText((int) $row['created_at']),
                    'voidReason' => (string) $row['void_reason'],
                ],
                $rows,
            ),
            'total' => (int) $this->db->value("SELECT COUNT(*) FROM $from", $values),
        ];
    }

    /**
     * What happened to an order, oldest first: its events and what people of the venue did with it.
     *
     * @return list<array{at: string, what: string, by: ?int, detail: array<string, mixed>}>
     */
    public function history(string $order): array {
        $rows = [
            ...$this->db->all(
                'SELECT at, name AS what, NULL AS by_user, payload AS detail FROM {events} WHERE order_id = ?',
                [$order],
            ),
            ...$this->db->all('SELECT at, action AS what, user_id AS by_user, detail FROM {audit} WHERE subject = ?', [
                $order,
            ]),
        ];
        usort($rows, static fn(array $a, array $b): int => (int) $a['at'] <=> (int) $b['at']);
        return array_map(
            static fn(array $row): array => [
                'at' => Instant::toText((int) $row['at']),
                'what' => (string) $row['what'],
                'by' => $row['by_user'] === null ? null : (int) $row['by_user'],
                'detail' => (array) json_decode((string) $row['detail'], true),
            ],
            $rows,
        );
    }

    /**
     * @param array<string, mixed> $filter
     * @return array{0: string, 1: list<scalar>}
     */
    private static function ordersWhere(array $filter): array {
        $where = ['1 = 1'];
        $values = [];
        if (($filter['owner'] ?? null) !== null) {
            $where[] =
                'EXISTS (SELECT 1 FROM {tickets} t JOIN {shows} s ON s.id = t.show_id WHERE t.order_id = o.id AND s.owner_id = ?)';
            $values[] = $filter['owner'];
        }
        if (($filter['show'] ?? null) !== null) {
            $where[] = 'EXISTS (SELECT 1 FROM {tickets} t WHERE t.order_id = o.id AND t.show_id = ?)';
            $values[] = $filter['show'];
        }
        if (($filter['states'] ?? []) !== []) {
            $where[] = 'o.state IN (' . Db::marks($filter['states']) . ')';
            array_push($values, ...$filter['states']);
        }
        foreach (['id' => 'o.id', 'reference' => 'o.reference', 'emailHash' => 'o.email_hash'] as $name => $column) {
            if (($filter[$name] ?? null) !== null) {
                $where[] = "$column = ?";
                $values[] = $filter[$name];
            }
        }
        if (($filter['test'] ?? null) !== null) {
            $where[] = 'o.test = ?';
            $values[] = (int) $filter['test'];
        }
        return [implode(' AND ', $where), $values];
    }

    /** Whether somebody has bought something with real money here. */
    public function hasRealOrders(): bool {
        return $this->db->one(
            "SELECT id FROM {orders} WHERE test = 0 AND total_minor > 0 AND state IN ('processing', 'paid', 'disputed', 'refunded') LIMIT 1",
        ) !== null;
    }

    /** Empties every table of this site; the tables and the log of migrations stay. */
    public function emptyAllTables(): void {
        foreach (array_keys(Schema::tables()) as $table) {
            $this->db->change("DELETE FROM {{$table}}");
        }
    }
}
