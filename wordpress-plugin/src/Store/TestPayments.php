<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** What the test gateway remembers as a provider would: payments, refunds and disputes. Nothing else reads it. */
final class TestPayments {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $order): ?array {
        $row = $this->db->one('SELECT * FROM {test_payments} WHERE order_id = ?', [$order]);
        return $row === null ? null : Rows::typed('test_payments', $row);
    }

    /**
     * Moves an order's payment to a state; there is one from the first time on.
     *
     * @param array<string, mixed> $order
     * @param array<string, scalar> $also other columns, where a test wants a payment that is not this order's
     */
    public function move(array $order, string $state, array $also = []): void {
        $now = $this->clock->nowMs();
        $this->db->transaction(function () use ($order, $state, $also, $now): void {
            $this->db->insert(
                'test_payments',
                $also + [
                    'order_id' => $order['id'],
                    'state' => 'pending',
                    'amount_minor' => $order['total_minor'],
                    'currency' => $order['currency'],
                    'livemode' => 0,
                    'refunds' => '[]',
                    'disputes' => '[]',
                    'updated_at' => $now,
                ],
                'INSERT IGNORE INTO',
            );
            // Money that came stays money that came.
            $this->db->change(
                "UPDATE {test_payments} SET state = ?, updated_at = ? WHERE order_id = ? AND state <> 'paid'",
                [$state, $now, $order['id']],
            );
        });
    }

    /**
     * What was paid and neither went back nor is disputed.
     *
     * @param array<string, mixed> $order
     * @param string|null $but a refund that does not count
     */
    public function leftMinor(array $order, ?string $but = null): int {
        $payment = $this->find($order['id']);
        if ($payment === null || $payment['state'] !== 'paid') {
            return 0;
        }
        $gone = 0;
        foreach ($payment['refunds'] as $refund) {
            $gone +=
                $refund['state'] !== 'failed' && ($but === null || $refund['key'] !== $but)
                    ? $refund['amountMinor']
                    : 0;
        }
        foreach ($payment['disputes'] as $dispute) {
            $gone += $dispute['state'] !== 'won' ? $dispute['amountMinor'] : 0;
        }
        return max(0, $payment['amount_minor'] - $gone);
    }

    /**
     * Gives money back, once for each key.
     *
     * @param array<string, mixed> $order
     * @param string|null $key null when it is made in the "dashboard"
     * @return array{id: string, key: ?string, amountMinor: int, state: string, atMs: int}
     */
    public function refund(array $order, ?string $key, int $amountMinor): array {
        return $this->db->transaction(function () use ($order, $key, $amountMinor): array {
            $refunds = $this->lock($order['id'])['refunds'];
            foreach ($refunds as $refund) {
                if ($key !== null && $refund['key'] === $key) {
                    return $refund;
                }
            }
            $refund = [
                'id' => $key === null ? Ids::make('trfd') : "test-$key",
                'key' => $key,
                'amountMinor' => $amountMinor,
                'state' => 'succeeded',
                'atMs' => $this->clock->nowMs(),
            ];
            $this->save($order['id'], 'refunds', [...$refunds, $refund]);
            return $refund;
        });
    }

    /**
     * Has the bank take back all that is left, or decide about what it took.
     *
     * @param array<string, mixed> $order
     * @param string $state `open`, `won` or `lost`
     */
    public function dispute(array $order, string $state): void {
        $this->db->transaction(function () use ($order, $state): void {
            $disputes = $this->lock($order['id'])['disputes'];
            $open = array_filter($disputes, static fn(array $dispute): bool => $dispute['state'] === 'open');
            if ($open === []) {
                $disputes[] = [
                    'id' => Ids::make('tdsp'),
                    'amountMinor' => $this->leftMinor($order),
                    'state' => $state,
                    'atMs' => $this->clock->nowMs(),
                ];
            } else {
                $disputes[array_key_last($open)]['state'] = $state;
            }
            $this->save($order['id'], 'disputes', $disputes);
        });
    }

    /** Says how a refund ended after all: a bank may send the money back days later. */
    public function endRefund(string $order, string $id, string $state): void {
        $this->db->transaction(function () use ($order, $id, $state): void {
            $refunds = array_map(
                static fn(array $refund): array => $refund['id'] === $id ? ['state' => $state] + $refund : $refund,
                $this->lock($order)['refunds'],
            );
            $this->save($order, 'refunds', $refunds);
        });
    }

    /** @return array<string, mixed> */
    private function lock(string $order): array {
        $row = $this->db->one('SELECT * FROM {test_payments} WHERE order_id = ?' . $this->db->forUpdate(), [$order]);
        return $row === null
            ? throw new \LogicException('Nothing was paid for this order.')
            : Rows::typed('test_payments', $row);
    }

    private function save(string $order, string $column, array $list): void {
        $this->db->update(
            'test_payments',
            [$column => Rows::json($list), 'updated_at' => $this->clock->nowMs()],
            ['order_id' => $order],
        );
    }
}
