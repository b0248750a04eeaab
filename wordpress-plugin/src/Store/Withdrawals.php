<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Ids;

/** Declarations of withdrawal, each with its moment. */
final class Withdrawals {
    public function __construct(private readonly Db $db) {}

    /**
     * @param list<int> $places of lines in the order
     * @param string $state `waiting` (for goods to come back) or `declared`
     * @return string its id
     */
    public function add(string $order, array $places, int $amountMinor, string $state, int $now): string {
        $id = Ids::make('wdrl');
        $this->db->insert('withdrawals', [
            'id' => $id,
            'order_id' => $order,
            'places' => Rows::json($places),
            'amount_minor' => $amountMinor,
            'state' => $state,
            'refund_id' => null,
            'declared_at' => $now,
        ]);
        return $id;
    }

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {withdrawals} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('withdrawals', $row);
    }

    /**
     * @param list<string> $orders
     * @return list<array<string, mixed>> oldest first
     */
    public function ofOrders(array $orders): array {
        if ($orders === []) {
            return [];
        }
        return Rows::all(
            'withdrawals',
            $this->db->all(
                'SELECT * FROM {withdrawals} WHERE order_id IN (' . Db::marks($orders) . ') ORDER BY declared_at, id',
                $orders,
            ),
        );
    }

    /** @return list<array<string, mixed>> that wait for goods, with the order's reference, oldest first */
    public function waiting(): array {
        return Rows::all(
            'withdrawals',
            $this->db->all(
                "SELECT w.*, o.reference, o.currency FROM {withdrawals} w JOIN {orders} o ON o.id = w.order_id WHERE w.state = 'waiting' ORDER BY w.declared_at LIMIT 200",
            ),
        );
    }

    /** Moves a declaration on. Tells whether it was in `$from`. */
    public function leave(string $id, string $from, string $to): bool {
        return $this->db->change('UPDATE {withdrawals} SET state = ? WHERE id = ? AND state = ?', [$to, $id, $from]) ===
            1;
    }

    public function refund(string $id, string $refund): void {
        $this->db->update('withdrawals', ['refund_id' => $refund], ['id' => $id]);
    }
}
