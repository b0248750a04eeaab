<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Clock;
use Parterre\Domain\Money;
use Parterre\Domain\OrderState;
use Parterre\Domain\Refunding;
use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Law\Documents;
use Parterre\Realtime\Announcer;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Ledger;
use Parterre\Store\Orders;
use Parterre\Store\Refunds as Records;
use Parterre\Store\Stock;

/**
 * Gives money back, and is the only place that does. Three steps, each of which may be the last before a crash: a row says what
 * goes back and why (`request`); the provider is asked under the row's id, outside every transaction (`send`); tickets, stock,
 * order and ledger follow (`apply`). What stopped between two steps is picked up by `Settle::reconcile`.
 */
final class Refunds {
    /** Who may want money back; each is a word that mails and statements know. */
    public const ORIGINS = [
        'admin',
        'withdrawal',
        'late_payment',
        'cancelled_show',
        'campaign',
        /** The picture failed, and the venue makes good for it. */
        'amends',
        /** Made in the provider's own dashboard. */
        'provider',
        /** Taken by the bank, for good. */
        'dispute',
    ];

    public function __construct(
        private readonly Db $db,
        private readonly Orders $orders,
        private readonly Records $records,
        private readonly Stock $stock,
        private readonly Fulfilment $fulfilment,
        private readonly Documents $documents,
        private readonly Ledger $ledger,
        private readonly Gateways $gateways,
        private readonly Events $events,
        private readonly Announcer $announcer,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /**
     * Writes down that money goes back; it leaves with `send`, or with the job that this adds. Asked again with the same key,
     * it answers the same refund.
     *
     * @param list<array{line: string, quantity: int, units?: list<int>}>|null $lines pieces that go back with their tickets
     * @param int|null $amountMinor money alone: tickets stay. With neither, everything that is in force goes back; with both, the
     *        money is of these lines, whatever their quantities say
     * @param string $origin of ORIGINS
     * @param string $key of whoever asks, at most 100 characters
     * @return array<string, mixed> the row of `refunds`
     * @throws Refusal `not_found`; `order_closed` when nothing was paid, a dispute is open or all went back; `quantity_limit`
     *         for more than is in force
     */
    public function request(
        string $orderId,
        ?array $lines,
        ?int $amountMinor,
        string $reason,
        string $origin,
        ?int $user,
        string $key,
    ): array {
        if (!in_array($origin, self::ORIGINS, true) || $key === '' || strlen($key) > 100) {
            throw new \LogicException("A refund has no origin $origin, or no key.");
        }
        return $this->db->transaction(function () use (
            $orderId,
            $lines,
            $amountMinor,
            $reason,
            $origin,
            $user,
            $key,
        ): array {
            $order = $this->orders->lock($orderId) ?? throw new Refusal('not_found');
            $known = $this->records->findByKey($orderId, $key);
            if ($known !== null) {
                return $known;
            }
            $late = in_array($origin, ['late_payment', 'cancelled_show'], true);
            if ($order['state'] !== 'paid' && !($late && $order['state'] !== 'disputed')) {
                throw new Refusal('order_closed');
            }
            $cover = $this->cover($order, $lines, $amountMinor);
            $row = $this->add($order, $cover, $reason, $origin, $user, $key);
            $this->events->audit(
                'order.refund',
                $orderId,
                ['refund' => $row['id'], 'amountMinor' => $row['amount_minor'], 'origin' => $origin],
                $user,
            );
            $this->jobs->now('refund.send', "refund.send:{$row['id']}", ['refund' => $row['id']]);
            return $row;
        });
    }

    /**
     * Asks the provider, and applies what it answers. A second time changes nothing.
     *
     * @return array<string, mixed> the row as it then stands: `pending` or `succeeded` when the money is on its way, `failed`
     * @throws Refusal `unavailable` when the provider does not answer; the job asks again
     */
    public function send(string $id): array {
        $row = $this->records->find($id) ?? throw new Refusal('not_found');
        if ($row['state'] !== 'requested') {
            return $row;
        }
        $order = $this->orders->find($row['order_id']) ?? throw new Refusal('not_found');
        $made = ['id' => '', 'key' => $id, 'amountMinor' => 0, 'state' => 'succeeded', 'atMs' => $this->clock->nowMs()];
        if ($row['amount_minor'] > 0) {
            $this->records->trying($id);
            try {
                $made = $this->gateways->byName($order['gateway'])->refund($order, $row);
            } catch (RefundRefused $refused) {
                return $this->refused($row, $refused->getMessage());
            }
        }
        $pools = $this->db->transaction(function () use ($row, $made): array {
            $order = $this->orders->lock($row['order_id']) ?? throw new Refusal('not_found');
            $effects = $this->apply($order, $row['id'], $made);
            $this->documents->keepUp($order['id']);
            foreach ($effects['moves'] as $move) {
                $this->ledger->append($order, ...$move);
            }
            return $effects['pools'];
        });
        $this->announcer->stock($pools);
        return $this->records->find($id) ?? $row;
    }

    /**
     * Brings an order to what a provider says about one of our refunds: applied once, ended once, taken back when it failed after
     * all. Inside the caller's transaction, with the order locked; the caller writes the moves into the ledger, last.
     *
     * @param array<string, mixed> $order
     * @param array{id: string, key: ?string, amountMinor: int, state: string, atMs: int} $made
     * @return array{pools: list<string>, moves: list<array<string, mixed>>} moves as named arguments of `Ledger::append`
     */
    public function apply(array $order, string $id, array $made): array {
        $row = $this->records->find($id) ?? throw new \LogicException('A refund vanished.');
        $none = ['pools' => [], 'moves' => []];
        if ($row['state'] === 'failed' || $row['state'] === 'replaced') {
            return $none;
        }
        if ($made['state'] === 'failed') {
            return $row['applied_at'] === null
                ? ['moves' => []] + $this->fail($row, 'The provider says that it failed.')
                : $this->takeBack($order, $row, $made);
        }
        if ($row['applied_at'] === null) {
            return $this->carryOut($order, $row, $made);
        }
        if ($row['state'] !== $made['state'] && $row['state'] === 'pending') {
            $this->records->change($id, ['state' => $made['state'], 'ended_at' => $this->clock->nowMs()]);
        }
        return $none;
    }

    /**
     * Writes down a refund that was made in the provider's dashboard, or money that a bank took for good. Money alone says
     * nothing about pieces: tickets stay, unless all of it went.
     *
     * @param array<string, mixed> $order locked
     * @return string the row's id
     */
    public function found(array $order, string $origin, string $key, int $amountMinor): string {
        $known = $this->records->findByKey($order['id'], $key);
        if ($known !== null) {
            return $known['id'];
        }
        $cover = ['amountMinor' => $amountMinor, 'lines' => $this->coverAsItCame($order, $amountMinor)];
        return $this->add($order, $cover, '', $origin, null, $key)['id'];
    }

    /**
     * Tries a refund again that the provider refused, as a refund of its own. An administrator's act.
     *
     * @return array<string, mixed> the new row
     */
    public function retry(string $id, ?int $user): array {
        return $this->db->transaction(function () use ($id, $user): array {
            $failed = $this->records->find($id) ?? throw new Refusal('not_found');
            $order = $this->orders->lock($failed['order_id']) ?? throw new Refusal('not_found');
            $failed = $this->records->find($id) ?? throw new Refusal('not_found');
            if ($failed['state'] !== 'failed') {
                throw new Refusal('order_closed');
            }
            // What was applied stays applied: then only the money is still owed.
            $cover = [
                'amountMinor' => $failed['amount_minor'],
                'lines' => $failed['applied_at'] === null ? $failed['lines'] : [],
            ];
            if ($failed['applied_at'] === null) {
                $this->mustBeInForce($order, $failed['lines']);
            }
            $this->records->change($id, ['state' => 'replaced']);
            $row = $this->add($order, $cover, $failed['reason'], $failed['origin'], $user, "again:$id");
            $this->events->audit('order.refund_again', $order['id'], ['refund' => $row['id']], $user);
            $this->jobs->now('refund.send', "refund.send:{$row['id']}", ['refund' => $row['id']]);
            return $row;
        });
    }

    /**
     * What is still in force and not about to go back, line by line.
     *
     * @param array<string, mixed> $order with `lines`
     * @return array<string, array{quantity: int, amountMinor: int, units: list<int>}> by line; `units` from the last one down
     */
    public function inForce(array $order): array {
        $rows = $this->records->ofOrder($order['id']);
        $force = [];
        foreach ($order['lines'] as $line) {
            $force[$line['id']] = [
                'quantity' => $line['quantity'] - $line['refunded_quantity'],
                'amountMinor' => $line['total_minor'] - $line['refunded_minor'],
                'units' => [],
            ];
        }
        $gone = [];
        foreach ($rows as $row) {
            $underWay = $row['applied_at'] === null && in_array($row['state'], ['requested', 'pending'], true);
            foreach ($row['applied_at'] !== null || $underWay ? $row['lines'] : [] as $piece) {
                $gone[$piece['line']] = [...$gone[$piece['line']] ?? [], ...$piece['units']];
                if ($underWay) {
                    $force[$piece['line']]['quantity'] -= $piece['quantity'];
                    $force[$piece['line']]['amountMinor'] -= $piece['amountMinor'];
                }
            }
        }
        foreach ($order['lines'] as $line) {
            $left = $force[$line['id']]['quantity'];
            $force[$line['id']]['units'] = Refunding::units($line['quantity'], $gone[$line['id']] ?? [], $left);
        }
        return $force;
    }

    /**
     * What a wish covers.
     *
     * @return array{amountMinor: int, lines: list<array{line: string, quantity: int, amountMinor: int, units: list<int>}>}
     */
    private function cover(array $order, ?array $lines, ?int $amountMinor): array {
        $force = $this->inForce($order);
        if ($amountMinor !== null) {
            $only = $lines === null ? $force : array_intersect_key($force, array_column($lines, null, 'line'));
            $all = array_sum(array_column($only, 'amountMinor'));
            if ($amountMinor < 1 || $amountMinor > $all) {
                throw new Refusal('quantity_limit', detail: "Of this, $all minor units are in force.");
            }
            return $this->coverAtMost($order, $amountMinor, $only);
        }
        $lines ??= array_map(
            static fn(string $line): array => ['line' => $line, 'quantity' => $force[$line]['quantity']],
            array_map('strval', array_keys($force)),
        );
        $pieces = [];
        foreach ($lines as $wish) {
            $left = $force[$wish['line']] ?? throw new Refusal('not_found');
            $quantity = $wish['quantity'];
            $units = $wish['units'] ?? array_slice($left['units'], 0, max(0, $quantity));
            if (
                $quantity < 0 ||
                $quantity > $left['quantity'] ||
                count(array_unique($units)) !== $quantity ||
                array_diff($units, $left['units']) !== [] ||
                isset($pieces[$wish['line']])
            ) {
                throw new Refusal('quantity_limit', detail: "Of this line, {$left['quantity']} pieces are in force.");
            }
            if ($quantity > 0) {
                $pieces[$wish['line']] = [
                    'line' => $wish['line'],
                    'quantity' => $quantity,
                    'amountMinor' => Refunding::pieces($left['amountMinor'], $left['quantity'], $quantity),
                    'units' => array_values($units),
                ];
            }
        }
        if ($pieces === []) {
            throw new Refusal('order_closed');
        }
        return [
            'amountMinor' => array_sum(array_column($pieces, 'amountMinor')),
            'lines' => array_values($pieces),
        ];
    }

    /**
     * Everything when the amount is all there is, else money alone, spread over the lines.
     *
     * @param array<string, array{amountMinor: int}>|null $only lines in force that it is spread over; null for all
     * @return array{amountMinor: int, lines: list<array{line: string, quantity: int, amountMinor: int, units: list<int>}>}
     */
    private function coverAtMost(array $order, int $amountMinor, ?array $only = null): array {
        $force = $this->inForce($order);
        $worth = array_map(static fn(array $left): int => $left['amountMinor'], $only ?? $force);
        $all = array_sum(array_column($force, 'amountMinor'));
        if ($amountMinor >= $all) {
            $everything = [];
            foreach ($force as $line => $left) {
                if ($left['quantity'] > 0) {
                    $everything[] = ['line' => (string) $line] + $left;
                }
            }
            return ['amountMinor' => $all, 'lines' => $everything];
        }
        $lines = [];
        foreach (Refunding::spread($amountMinor, $worth) as $line => $share) {
            if ($share > 0) {
                $lines[] = ['line' => (string) $line, 'quantity' => 0, 'amountMinor' => $share, 'units' => []];
            }
        }
        return ['amountMinor' => $amountMinor, 'lines' => $lines];
    }

    /**
     * What money covers that has gone already, whoever was about to give it back too: first what nobody has asked back, then
     * what is under way, which the provider will refuse for as much.
     *
     * @return list<array{line: string, quantity: int, amountMinor: int, units: list<int>}>
     */
    private function coverAsItCame(array $order, int $amountMinor): array {
        $free = array_map(static fn(array $left): int => $left['amountMinor'], $this->inForce($order));
        $rest = $amountMinor - array_sum($free);
        $all = [];
        foreach ($order['lines'] as $line) {
            $all[$line['id']] = $line['total_minor'] - $line['refunded_minor'];
        }
        if ($rest <= 0 || $free == $all) {
            return $this->coverAtMost($order, $amountMinor)['lines'];
        }
        $underWay = [];
        foreach ($all as $line => $worth) {
            $underWay[$line] = $worth - $free[$line];
        }
        $shares = Refunding::spread(min($rest, array_sum($underWay)), $underWay);
        $lines = [];
        foreach ($all as $line => $worth) {
            $amount = $free[$line] + $shares[$line];
            if ($amount > 0) {
                $lines[] = ['line' => (string) $line, 'quantity' => 0, 'amountMinor' => $amount, 'units' => []];
            }
        }
        return $lines;
    }

    /** @param list<array<string, mixed>> $pieces */
    private function mustBeInForce(array $order, array $pieces): void {
        $force = $this->inForce($order);
        foreach ($pieces as $piece) {
            if (
                $piece['amountMinor'] > $force[$piece['line']]['amountMinor'] ||
                array_diff($piece['units'], $force[$piece['line']]['units']) !== []
            ) {
                throw new Refusal('order_closed');
            }
        }
    }

    /** @return array<string, mixed> */
    private function add(array $order, array $cover, string $reason, string $origin, ?int $user, string $key): array {
        return $this->records->add([
            'order_id' => $order['id'],
            'request_key' => $key,
            'amount_minor' => $cover['amountMinor'],
            'currency' => $order['currency'],
            'lines' => $cover['lines'],
            'origin' => $origin,
            'reason' => mb_substr($reason, 0, 200),
            'user_id' => $user,
        ]);
    }

    /** @return array{pools: list<string>, moves: list<array<string, mixed>>} */
    private function carryOut(array $order, array $row, array $made): array {
        $now = $this->clock->nowMs();
        foreach ($row['lines'] as $piece) {
            $this->orders->refundLine($piece['line'], $piece['quantity'], $piece['amountMinor']);
        }
        $this->orders->addRefunded($order['id'], $row['amount_minor']);
        $this->records->change($row['id'], [
            'state' => $made['state'],
            'provider_id' => $made['id'],
            'error' => '',
            'applied_at' => $now,
            'ended_at' => $made['state'] === 'succeeded' ? $now : null,
        ]);
        $order = $this->orders->find($order['id']) ?? $order;
        $reason = $row['origin'] === 'dispute' ? 'dispute' : 'refund';
        $pools = $this->fulfilment->takeBack($order, $row['lines'], $reason);
        $left = array_filter(
            $order['lines'],
            static fn(array $line): bool => $line['refunded_quantity'] < $line['quantity'],
        );
        if ($left === []) {
            $this->orders->move($order['id'], OrderState::before('refunded'), 'refunded', [
                'hold_until' => null,
                'closed_at' => $now,
            ]);
            // Money that went back before anything was given: what was held for it is free again.
            array_push($pools, ...$this->stock->release($order['id']));
        }
        $this->events->append('order.refunded', [
            'order' => $order['id'],
            'amount' => Money::of($row['amount_minor'], $order['currency']),
            'full' => $left === [],
        ]);
        if ($row['origin'] === 'amends') {
            // To many at once, of whom nobody waits for it.
            $this->jobs->later('mail.refund', "mail.refund:{$row['id']}", ['refund' => $row['id']]);
        } elseif ($row['origin'] !== 'dispute') {
            $this->jobs->now('mail.refund', "mail.refund:{$row['id']}", ['refund' => $row['id']]);
        }
        $this->db->afterCommit(static function () use ($row): void {
            /** Money of an order went back; ids of order and refund. Runs after the commit. */
            do_action('parterre_order_refunded', $row['order_id'], $row['id']);
        });
        return [
            'pools' => array_values(array_unique($pools)),
            'moves' => $row['origin'] === 'dispute' ? [] : [self::move('refund', -1, $order, $row, $made)],
        ];
    }

    /**
     * The bank sent the money of a refund back to the venue. The tickets stay void, for the fan was told so: the venue owes them.
     *
     * @return array{pools: list<string>, moves: list<array<string, mixed>>}
     */
    private function takeBack(array $order, array $row, array $made): array {
        $this->orders->addRefunded($order['id'], -$row['amount_minor']);
        $this->fail($row, 'The bank sent the money back.');
        return ['pools' => [], 'moves' => [self::move('refund_reversed', 1, $order, $row, $made)]];
    }

    /** @return array<string, mixed> */
    private static function move(string $kind, int $sign, array $order, array $row, array $made): array {
        return [
            'kind' => $kind,
            'providerId' => $made['id'] !== '' ? $made['id'] : $row['id'],
            'amountMinor' => $sign * $row['amount_minor'],
            'currency' => $order['currency'],
            'livemode' => !$order['test'],
            'happenedAt' => $made['atMs'],
        ];
    }

    /** @return array{pools: list<string>} */
    private function fail(array $row, string $why): array {
        $this->records->change($row['id'], [
            'state' => 'failed',
            'error' => mb_substr($why, 0, 200),
            'ended_at' => $this->clock->nowMs(),
        ]);
        $this->events->audit('order.refund_failed', $row['order_id'], ['refund' => $row['id'], 'why' => $why]);
        return ['pools' => []];
    }

    /** @return array<string, mixed> */
    private function refused(array $row, string $why): array {
        return $this->db->transaction(function () use ($row, $why): array {
            $this->orders->lock($row['order_id']);
            $now = $this->records->find($row['id']) ?? $row;
            // Somebody else may have learnt meanwhile that it was made.
            if ($now['state'] === 'requested') {
                $this->fail($now, $why);
            }
            return $this->records->find($row['id']) ?? $row;
        });
    }
}
