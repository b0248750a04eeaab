<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** Orders whose tickets belong to somebody else: to whom, with which words, and when they are told. */
final class Gifts {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @param array{order_id: string, name: string, email: string, email_hash: string, message: string, send_at: int} $gift */
    public function create(array $gift): void {
        $this->db->insert('gifts', $gift);
    }

    /**
     * @param list<string> $orders
     * @return array<string, array<string, mixed>> by order
     */
    public function ofOrders(array $orders): array {
        $orders = array_values(array_unique($orders));
        if ($orders === []) {
            return [];
        }
        return array_column(
            Rows::all(
                'gifts',
                $this->db->all('SELECT * FROM {gifts} WHERE order_id IN (' . Db::marks($orders) . ')', $orders),
            ),
            null,
            'order_id',
        );
    }

    /** Hash of the address that an order's tickets belong to: the buyer's, unless they are a gift. */
    public function holder(array $order): string {
        return $this->ofOrders([$order['id']])[$order['id']]['email_hash'] ?? $order['email_hash'];
    }

    /** Notes that the receiver has been told. Tells whether this was the first time. */
    public function markSent(string $order): bool {
        return $this->db->change('UPDATE {gifts} SET sent_at = ? WHERE order_id = ? AND sent_at IS NULL', [
            $this->clock->nowMs(),
            $order,
        ]) === 1;
    }
}
