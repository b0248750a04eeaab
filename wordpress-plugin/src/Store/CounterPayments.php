<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** What was taken by hand at the counter, and handed back: the memory of the gateway `counter`, which Settle reads like a provider's. */
final class CounterPayments {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $order): ?array {
        $row = $this->db->one('SELECT * FROM {counter_payments} WHERE order_id = ?', [$order]);
        return $row === null ? null : Rows::typed('counter_payments', $row);
    }

    /** Writes down that an order's money was taken; a second time changes nothing. @param array<string, mixed> $order */
    public function take(array $order, string $method, int $user): void {
        $this->db->insert(
            'counter_payments',
            [
                'order_id' => $order['id'],
                'method' => $method,
                'amount_minor' => $order['total_minor'],
                'currency' => $order['currency'],
                'refunds' => '[]',
                'user_id' => $user,
                'taken_at' => $this->clock->nowMs(),
            ],
            'INSERT IGNORE INTO',
        );
    }

    /**
     * Writes down that money was handed back, once for each refund.
     *
     * @return array{id: string, key: string, amountMinor: int, state: string, atMs: int}|null null when there is not that much left
     */
    public function giveBack(string $order, string $refund, int $amountMinor): ?array {
        return $this->db->transaction(function () use ($order, $refund, $amountMinor): ?array {
            $row = $this->db->one('SELECT * FROM {counter_payments} WHERE order_id = ?' . $this->db->forUpdate(), [
                $order,
            ]);
            if ($row === null) {
                return null;
            }
            $payment = Rows::typed('counter_payments', $row);
            foreach ($payment['refunds'] as $made) {
                if ($made['key'] === $refund) {
                    return $made;
                }
            }
            if (array_sum(array_column($payment['refunds'], 'amountMinor')) + $amountMinor > $payment['amount_minor']) {
                return null;
            }
            $made = [
                'id' => "counter-$refund",
                'key' => $refund,
                'amountMinor' => $amountMinor,
                'state' => 'succeeded',
                'atMs' => $this->clock->nowMs(),
            ];
            $this->db->update(
                'counter_payments',
                ['refunds' => Rows::json([...$payment['refunds'], $made])],
                ['order_id' => $order],
            );
            return $made;
        });
    }

    /**
     * What went over the counter in a time, by the way it was paid.
     *
     * @return list<array{method: string, currency: string, takenMinor: int, backMinor: int, orders: int}>
     */
    public function till(int $from, int $to): array {
        return array_map(
            static fn(array $row): array => [
                'method' => (string) $row['method'],
                'currency' => (string) $row['currency'],
                'takenMinor' => (int) $row['taken'],
                'backMinor' => (int) $row['back'],
                'orders' => (int) $row['orders'],
            ],
            $this->db->all(
                "SELECT c.method, l.currency, SUM(CASE WHEN l.kind = 'charge' THEN l.amount_minor ELSE 0 END) AS taken, SUM(CASE WHEN l.kind = 'refund' THEN -l.amount_minor ELSE 0 END) AS back, COUNT(DISTINCT l.order_id) AS orders FROM {ledger} l JOIN {counter_payments} c ON c.order_id = l.order_id WHERE l.gateway = 'counter' AND l.happened_at >= ? AND l.happened_at < ? GROUP BY c.method, l.currency ORDER BY c.method, l.currency",
                [$from, $to],
            ),
        );
    }
}
