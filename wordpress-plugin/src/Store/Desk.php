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
            'DELETE FROM {pools} WHERE show_id = ? AND held = 0 AND sold = 0 AND id NOT IN (SELECT pool_id FROM {offer_parts} WHERE pool_id IS NOT NULL) AND id NOT IN (SELECT pool_id FROM {variants} WHERE pool_id IS NOT NULL)',
            [$show],
        );
    }

    /** The name a pool has on the desk. */
    public function namePool(string $pool, string $name): void {
        $this->db->update('pools', ['name' => $name], ['id' => $pool]);
    }

    /**
     * The newest orders for the desk, with the address as the buyer typed it: the caller masks it.
     *
     * @return list<array<string, mixed>>
     */
    public function orders(?int $owner, int $limit, int $offset): array {
        $mine =
            $owner === null
                ? ''
                : ' WHERE EXISTS (SELECT 1 FROM {tickets} t JOIN {shows} s ON s.id = t.show_id WHERE t.order_id = o.id AND s.owner_id = ?)';
        $rows = $this->db->all("SELECT o.* FROM {orders} o$mine ORDER BY o.created_at DESC LIMIT ? OFFSET ?", [
            ...$owner === null ? [] : [$owner],
            $limit,
            $offset,
        ]);
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
        return array_map(
            static fn(array $row): array => [
                'id' => (string) $row['id'],
                'reference' => (string) $row['reference'],
                'state' => (string) $row['state'],
                'test' => (bool) (int) $row['test'],
                'email' => (string) $row['email'],
                'totalMinor' => (int) $row['total_minor'],
                'currency' => (string) $row['currency'],
                'createdAt' => Instant::toText((int) $row['created_at']),
                'paidAt' => Instant::toTextOrNull($row['paid_at'] === null ? null : (int) $row['paid_at']),
                'lines' => $lines[(string) $row['id']] ?? [],
            ],
            $rows,
        );
    }

    public function countOrders(?int $owner): int {
        return (int) ($owner === null
            ? $this->db->value('SELECT COUNT(*) FROM {orders}')
            : $this->db->value(
                'SELECT COUNT(*) FROM {orders} o WHERE EXISTS (SELECT 1 FROM {tickets} t JOIN {shows} s ON s.id = t.show_id WHERE t.order_id = o.id AND s.owner_id = ?)',
                [$owner],
            ));
    }

    /** Whether somebody has bought something with real money here. */
    public function hasRealOrders(): bool {
        return $this->db->one(
            "SELECT id FROM {orders} WHERE test = 0 AND total_minor > 0 AND state IN ('paid', 'refunded') LIMIT 1",
        ) !== null;
    }

    /** Empties every table of this site; the tables and the log of migrations stay. */
    public function emptyAllTables(): void {
        foreach (array_keys(Schema::tables()) as $table) {
            $this->db->change("DELETE FROM {{$table}}");
        }
    }
}
