<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\Refusal;
use Parterre\Domain\Withdrawal;
use Parterre\Jobs\Runner;
use Parterre\Payments\Refunds;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Orders;
use Parterre\Store\Tickets;
use Parterre\Store\Withdrawals as Records;

/**
 * Withdrawing from a contract (art. L221-18 Code de la consommation; the button of Directive (EU) 2023/2673): first what would go
 * back, then, once confirmed, a declaration with its moment, a mail that acknowledges it, and the money. Goods that are
 * with the fan have to come back before their money leaves (art. L221-24); the box office says when they have.
 */
final class Withdrawals {
    public function __construct(
        private readonly Db $db,
        private readonly Orders $orders,
        private readonly Tickets $tickets,
        private readonly Records $records,
        private readonly Refunds $refunds,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /**
     * What of an order can be withdrawn from now.
     *
     * @param array<string, mixed> $order a row with `lines`
     * @param list<array<string, mixed>> $deliveries rows of that order
     * @param list<int> $declared places of lines that were withdrawn from already
     * @return list<array{line: int, amount: int, until: int|null}> line: its place in the order; until: the last moment, null
     *         for goods that have not arrived yet
     */
    public function open(array $order, array $deliveries, array $declared): array {
        if ($order['state'] !== 'paid') {
            return [];
        }
        $now = $this->clock->nowMs();
        $open = [];
        foreach ($order['lines'] as $line => $row) {
            $left = $row['total_minor'] - $row['refunded_minor'];
            $until = self::until($order, $row, $deliveries);
            if ($left > 0 && !in_array($line, $declared, true) && ($until === null || $now < $until)) {
                $open[] = ['line' => $line, 'amount' => $left, 'until' => $until];
            }
        }
        return $open;
    }

    /**
     * Places of lines that were withdrawn from, by order.
     *
     * @param list<string> $orders
     * @return array<string, list<int>>
     */
    public function declared(array $orders): array {
        $by = array_fill_keys($orders, []);
        foreach ($this->records->ofOrders($orders) as $row) {
            array_push($by[$row['order_id']], ...$row['places']);
        }
        return $by;
    }

    /**
     * Withdraws from lines of an order.
     *
     * @param list<int>|null $lines places in the order; null for everything that is open
     * @param bool $confirm false only asks
     * @return array<string, mixed> the protocol's `Withdrawal`
     * @throws Refusal `not_withdrawable`
     */
    public function declare(string $orderId, ?array $lines, bool $confirm): array {
        $said = $this->db->transaction(function () use ($orderId, $lines, $confirm): array {
            $order = $this->orders->lock($orderId) ?? throw new Refusal('not_found');
            $deliveries = $this->tickets->deliveries([$orderId]);
            $before = $this->declared([$orderId])[$orderId];
            $open = $this->open($order, $deliveries, $before);
            $wanted = self::wanted($order, $lines ?? array_column($open, 'line'), $open, $before);
            $amount = array_sum(
                array_map(
                    static fn(int $line): int => $order['lines'][$line]['total_minor'] -
                        $order['lines'][$line]['refunded_minor'],
                    $wanted,
                ),
            );
            $withFan = in_array($deliveries[0]['state'] ?? '', ['sent', 'done'], true);
            $goods = array_filter(
                $wanted,
                static fn(int $line): bool => in_array(
                    'merch',
                    array_column($order['lines'][$line]['parts'], 'kind'),
                    true,
                ),
            );
            $said = [
                'lines' => $wanted,
                'amount' => Money::of($amount, $order['currency']),
                'declaredAt' => null,
                'returnFirst' => $withFan && $goods !== [],
            ];
            if (!$confirm) {
                return $said + ['id' => null];
            }
            $now = $this->clock->nowMs();
            $id = $this->records->add($orderId, $wanted, $amount, $said['returnFirst'] ? 'waiting' : 'declared', $now);
            $this->events->append(
                'withdrawal.declared',
                ['order' => $orderId, 'amount' => $said['amount']],
                ['order' => $orderId],
            );
            $this->jobs->now('mail.withdrawal', "mail.withdrawal:$id", ['withdrawal' => $id]);
            if (!$said['returnFirst']) {
                $this->request($order, $wanted, $id, null);
            }
            return ['declaredAt' => Instant::toText($now), 'id' => $id] + $said;
        });
        if ($said['id'] !== null && !$said['returnFirst']) {
            $this->send($said['id']);
        }
        unset($said['id']);
        return $said;
    }

    /**
     * The goods are back: their money leaves. An administrator's act; a second time changes nothing.
     *
     * @throws Refusal `not_found`
     */
    public function goodsAreBack(string $id, int $user): void {
        $this->db->transaction(function () use ($id, $user): void {
            $row = $this->records->find($id) ?? throw new Refusal('not_found');
            $order = $this->orders->lock($row['order_id']) ?? throw new Refusal('not_found');
            if ($this->records->leave($id, 'waiting', 'declared')) {
                $this->request($order, $row['places'], $id, $user);
            }
        });
        $this->send($id);
    }

    private function request(array $order, array $places, string $id, ?int $user): void {
        $force = $this->refunds->inForce($order);
        $pieces = [];
        foreach ($places as $place) {
            $line = $order['lines'][$place]['id'];
            if ($force[$line]['quantity'] > 0) {
                $pieces[] = ['line' => $line, 'quantity' => $force[$line]['quantity']];
            }
        }
        if ($pieces !== []) {
            $refund = $this->refunds->request($order['id'], $pieces, null, '', 'withdrawal', $user, "withdrawal:$id");
            $this->records->refund($id, $refund['id']);
        }
    }

    /** Money leaves now where the provider answers, else with the job that was added. */
    private function send(string $id): void {
        $refund = $this->records->find($id)['refund_id'] ?? null;
        if ($refund === null) {
            return;
        }
        try {
            $this->refunds->send($refund);
        } catch (Refusal $refusal) {
            if ($refusal->errorCode !== 'unavailable') {
                throw $refusal;
            }
        }
    }

    /**
     * The lines somebody withdraws from, and the postage once no goods are left: sending them was part of the same contract
     * (Directive 2011/83/EU, art. 13).
     *
     * @param list<int> $lines
     * @param list<array{line: int}> $open
     * @param list<int> $before
     * @return list<int>
     */
    private static function wanted(array $order, array $lines, array $open, array $before): array {
        $wanted = array_values(array_unique($lines));
        sort($wanted);
        if ($wanted === [] || array_diff($wanted, array_column($open, 'line')) !== []) {
            throw new Refusal('not_withdrawable');
        }
        $gone = [...$before, ...$wanted];
        $left = array_filter(
            $order['lines'],
            static fn(array $line, int $place): bool => !in_array($place, $gone, true) &&
                $line['quantity'] > $line['refunded_quantity'],
            ARRAY_FILTER_USE_BOTH,
        );
        foreach ($left as $place => $line) {
            if ($line['type'] === 'postage' && Postage::pieces($left) === 0) {
                $wanted[] = $place;
            }
        }
        return $wanted;
    }

    /** The end of the right; null while it has not begun to run out, 0 where there is none. */
    private static function until(array $order, array $line, array $deliveries): ?int {
        return match (Bill::right($line)) {
            'none' => 0,
            'right' => Withdrawal::endForGoods($deliveries[0]['done_at'] ?? null, $deliveries[0]['sent_at'] ?? null),
            default => $order['consents']['waiver'] ?? false ? 0 : Withdrawal::end((int) $order['paid_at']),
        };
    }
}
