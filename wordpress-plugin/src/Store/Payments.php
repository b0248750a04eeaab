<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** What we know of orders' payments at their providers. One row an order. */
final class Payments {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $order): ?array {
        $row = $this->db->one('SELECT * FROM {payments} WHERE order_id = ?', [$order]);
        return $row === null ? null : Rows::typed('payments', $row);
    }

    /**
     * Keeps something about an order's payment; the row is made when there is none.
     *
     * @param array<string, mixed> $order
     * @param array<string, scalar|null> $values columns of `payments`
     */
    public function keep(array $order, array $values): void {
        $now = $this->clock->nowMs();
        $this->db->insert(
            'payments',
            [
                'order_id' => $order['id'],
                'gateway' => $order['gateway'],
                'state' => 'pending',
                'amount_minor' => $order['total_minor'],
                'currency' => $order['currency'],
                'livemode' => (int) !$order['test'],
                'created_at' => $now,
                'updated_at' => $now,
            ],
            'INSERT IGNORE INTO',
        );
        $this->db->update('payments', $values + ['updated_at' => $now], ['order_id' => $order['id']]);
    }

    /**
     * The order that one of a provider's objects belongs to: a session, an intent, a charge.
     *
     * @param list<string> $objects
     */
    public function orderOf(string $gateway, array $objects): ?string {
        foreach (['session_id', 'intent_id', 'charge_id'] as $column) {
            foreach ($objects as $object) {
                $row = $this->db->one("SELECT order_id FROM {payments} WHERE gateway = ? AND $column = ?", [
                    $gateway,
                    $object,
                ]);
                if ($row !== null) {
                    return (string) $row['order_id'];
                }
            }
        }
        return null;
    }

    /**
     * Payments whose provider says something that does not fit their order, newest first.
     *
     * @return list<array{order: string, reference: string, problem: string}>
     */
    public function problems(int $limit): array {
        return array_map(
            static fn(array $row): array => [
                'order' => (string) $row['order_id'],
                'reference' => (string) $row['reference'],
                'problem' => (string) $row['problem'],
            ],
            $this->db->all(
                "SELECT p.order_id, o.reference, p.problem FROM {payments} p JOIN {orders} o ON o.id = p.order_id WHERE p.problem <> '' ORDER BY p.updated_at DESC LIMIT ?",
                [$limit],
            ),
        );
    }
}
