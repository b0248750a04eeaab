<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Clock;
use Parterre\Domain\Money;
use Parterre\Domain\OrderState;
use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Law\Documents;
use Parterre\Log;
use Parterre\Realtime\Announcer;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Ledger;
use Parterre\Store\Orders;
use Parterre\Store\Payments;
use Parterre\Store\Refunds as Records;
use Parterre\Store\Stock;

/**
 * Brings an order to what its payment provider says, and is the only place that does. It reads the payment again, compares
 * order, amount, currency and mode, and applies a state, never a difference: called twice, or twice at once, or late, it changes
 * nothing more. Its callers are a provider's webhook, the reconciling job, the waiting page and an administrator.
 */
final class Settle {
    /** How long the job of one tick may ask providers. */
    private const RECONCILE_SECONDS = 20;
    /** A refund that was asked for this long ago has been forgotten by whoever asked. */
    private const FORGOTTEN_MS = 60_000;

    public function __construct(
        private readonly Db $db,
        private readonly Orders $orders,
        private readonly Payments $payments,
        private readonly Stock $stock,
        private readonly Pricing $pricing,
        private readonly Fulfilment $fulfilment,
        private readonly Refunds $refunds,
        private readonly Records $refundRecords,
        private readonly Documents $documents,
        private readonly Ledger $ledger,
        private readonly Events $events,
        private readonly Gateways $gateways,
        private readonly Announcer $announcer,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /**
     * The order as it stands after asking the provider; null when there is none.
     *
     * @return array<string, mixed>|null
     * @throws Refusal `unavailable` when the provider does not answer
     */
    public function settle(string $id): ?array {
        $order = $this->orders->find($id);
        if ($order === null || ($order['gateway'] === 'free' && !OrderState::isOpen($order['state']))) {
            return $order;
        }
        $askedAt = $this->clock->nowMs();
        $payment = $this->gateways->byName($order['gateway'])->fetch($order);
        try {
            $effects = $this->db->transaction(fn(): array => $this->apply($id, $payment, $askedAt, true));
        } catch (Refusal $refusal) {
            if ($refusal->errorCode !== 'sold_out') {
                throw $refusal;
            }
            // Paid after the hold was over, and the seats went to somebody else: the money goes back, nobody is oversold.
            $effects = $this->db->transaction(fn(): array => $this->apply($id, $payment, $askedAt, false));
        }
        $this->announcer->stock($effects['pools']);
        if ($effects['paid']) {
            /** An order was paid; `$id` is its public id. Runs after the commit. */
            do_action('parterre_order_paid', $id);
        }
        foreach ($effects['refunds'] as $refund) {
            $this->sendOrLeaveToTheJob($refund);
        }
        return $this->expireIfOver($this->orders->find($id) ?? $order);
    }

    /**
     * The same for a waiting page, which asks again and again: only while there is something to wait for, and no more often than
     * the provider likes.
     *
     * @param array<string, mixed> $order
     * @return array<string, mixed>
     */
    public function forWaiting(array $order): array {
        if (!OrderState::isOpen($order['state']) && $order['state'] !== 'cancelled') {
            return $order;
        }
        $pause = $this->gateways->byName($order['gateway'])->pauseMs();
        if ($pause > 0) {
            $checked = $this->payments->find($order['id'])['checked_at'] ?? null;
            if ($checked !== null && $checked > $this->clock->nowMs() - $pause) {
                return $this->expireIfOver($order);
            }
        }
        return $this->settle($order['id']) ?? $order;
    }

    /** Notes that a payment was refused; the order stays open, and its hold too, for another try. */
    public function declined(string $order): void {
        $this->db->transaction(
            fn() => $this->events->append('order.failed', ['order' => $order, 'reason' => 'declined']),
        );
    }

    /** Entry of a provider's webhook, once its signature is checked: the event says which order to look at, no more. */
    public function fromWebhook(string $order): void {
        $this->settle($order);
    }

    /** Entry of the job: orders a provider may know more about, so that a shop without one webhook is right too. */
    public function reconcile(): int {
        $count = 0;
        $until = microtime(true) + self::RECONCILE_SECONDS;
        foreach ($this->orders->unsettled(120_000, 200) as $id) {
            $count += $this->quietly('settling', fn() => $this->settle($id));
            if (microtime(true) > $until) {
                break;
            }
        }
        foreach ($this->stock->expiredOrders(100) as $id) {
            $order = $this->orders->find($id);
            if ($order !== null) {
                $this->expireIfOver($order);
                $count++;
            }
        }
        foreach ($this->refundRecords->unsent(self::FORGOTTEN_MS, 50) as $id) {
            $count += $this->quietly('refunding', fn() => $this->finishRefund($id));
            if (microtime(true) > $until) {
                break;
            }
        }
        return $count;
    }

    /** Entry of an administrator. @return array<string, mixed>|null */
    public function byHand(string $order, int $user): ?array {
        $this->events->audit('order.settle', $order, [], $user);
        return $this->settle($order);
    }

    /**
     * Sends a refund that may have been sent before: a provider forgets keys after a day, so it is looked for there first.
     */
    public function finishRefund(string $id): void {
        $refund = $this->refundRecords->find($id);
        if ($refund !== null && $refund['attempts'] > 0) {
            $this->settle($refund['order_id']);
        }
        if ($refund !== null) {
            $this->refunds->send($id);
        }
    }

    /** Has the provider take no more money for an order that is closed here; what came in the last moment is found. */
    public function closeAtProvider(string $id): void {
        $order = $this->orders->find($id);
        if ($order === null || !in_array($order['state'], ['expired', 'cancelled', 'failed', 'refunded'], true)) {
            return;
        }
        $this->gateways->byName($order['gateway'])->expire($order);
        $this->settle($id);
    }

    /**
     * Closes a pending order whose time is over, and answers the order as it then stands.
     *
     * @param array<string, mixed> $order
     * @return array<string, mixed>
     */
    public function expireIfOver(array $order): array {
        if ($order['state'] !== 'pending' || !Orders::isOver($order, $this->clock->nowMs())) {
            return $order;
        }
        $pools = $this->db->transaction(
            fn(): array => $this->close($order['id'], ['pending'], 'expired', 'order.expired', [
                'order' => $order['id'],
            ]),
        );
        $this->announcer->stock($pools);
        return $this->orders->find($order['id']) ?? $order;
    }

    /**
     * Adds the job that closes an order at its provider; inside the transaction that closes it here.
     *
     * @param array<string, mixed> $order
     */
    public function queueClosing(array $order): void {
        if ($this->gateways->isRemote($order['gateway'])) {
            // An order may be held again and expire again: each time is another job.
            $key = "payment.close:{$order['id']}:" . $this->clock->nowMs();
            $this->jobs->now('payment.close', $key, ['order' => $order['id']]);
        }
    }

    // ── What a snapshot means ────────────────────────────────────────────────────────────────────────────────────────

    /**
     * Applies what a provider said, with the order's row locked. Each step asks whether it has happened, so a snapshot that is
     * older than one already applied changes nothing. The ledger comes last: its chain is the last lock.
     *
     * @param bool $mayGive false when the seats are known to be gone
     * @return array{pools: list<string>, paid: bool, refunds: list<string>} refunds to send
     * @throws Refusal `sold_out`, and nothing of this counts
     */
    private function apply(string $id, Payment $payment, int $askedAt, bool $mayGive): array {
        $effects = ['pools' => [], 'paid' => false, 'refunds' => []];
        $order = $this->orders->lock($id);
        if ($order === null) {
            return $effects;
        }
        if (!$this->keep($order, $payment, $askedAt)) {
            return $effects;
        }
        $moves = [];
        switch ($payment->state) {
            case 'paid':
                $moves[] = self::charge($order, $payment);
                $this->paid($order, $payment, $mayGive, $effects, $moves);
                break;
            case 'processing':
                $this->promised($order, $mayGive, $effects);
                break;
            case 'failed':
                $reason = ['order' => $id, 'reason' => 'declined'];
                array_push(
                    $effects['pools'],
                    ...$this->close($id, ['pending', 'processing'], 'failed', 'order.failed', $reason),
                );
        }
        $this->wentBack($id, $payment, $effects, $moves);
        $this->disputed($id, $payment, $effects, $moves);
        $this->documents->keepUp($id);
        foreach ($moves as $move) {
            $this->ledger->append($order, ...$move);
        }
        $effects['pools'] = array_values(array_unique($effects['pools']));
        return $effects;
    }

    /**
     * Applies every refund the provider knows of, each once, whoever made it.
     *
     * @param array{pools: list<string>, paid: bool, refunds: list<string>} $effects
     * @param list<array<string, mixed>> $moves
     */
    private function wentBack(string $id, Payment $payment, array &$effects, array &$moves): void {
        foreach ($payment->refunds as $made) {
            $order = $this->orders->find($id) ?? throw new \LogicException('A locked order vanished.');
            $row = $this->rowOf($order, $made);
            if ($row === null) {
                continue;
            }
            $applied = $this->refunds->apply($order, $row, $made);
            array_push($effects['pools'], ...$applied['pools']);
            array_push($moves, ...$applied['moves']);
        }
    }

    /**
     * Keeps what the provider says about itself, and tells whether the payment is really this order's. Anything else is not
     * believed, whoever sent it; the owner sees it in the back office.
     */
    private function keep(array $order, Payment $payment, int $askedAt): bool {
        if ($order['gateway'] === 'free') {
            return true;
        }
        $says = in_array($payment->state, ['paid', 'processing'], true) || $payment->refunds !== [];
        $problem = match (true) {
            !$says => '',
            $payment->order !== null && $payment->order !== $order['id'] => 'order',
            $payment->currency !== $order['currency'] => 'currency',
            $payment->amountMinor !== $order['total_minor'] => 'amount',
            $payment->livemode === (bool) $order['test'] => 'mode',
            default => '',
        };
        $known = $this->payments->find($order['id']);
        if ($problem !== '') {
            $this->payments->keep($order, ['problem' => $problem, 'checked_at' => $askedAt]);
            if (($known['problem'] ?? '') !== $problem) {
                $this->events->audit('payment.mismatch', $order['id'], [
                    'gateway' => $order['gateway'],
                    'problem' => $problem,
                    'amountMinor' => $payment->amountMinor,
                    'currency' => $payment->currency,
                    'livemode' => $payment->livemode,
                ]);
            }
            return false;
        }
        // An answer that was overtaken by a newer one is not kept; what it says is applied all the same, where it is news.
        if (($known['checked_at'] ?? 0) <= $askedAt) {
            $this->payments->keep(
                $order,
                [
                    'state' => $payment->state,
                    'amount_minor' => $payment->amountMinor,
                    'currency' => $payment->currency,
                    'livemode' => (int) $payment->livemode,
                    'method' => $payment->method,
                    'problem' => '',
                    'checked_at' => $askedAt,
                ] +
                    ($payment->state === 'paid' ? ['step' => null] : []) +
                    ($payment->feeMinor === null ? [] : ['fee_minor' => $payment->feeMinor]) +
                    ($payment->cardCountry === null ? [] : ['card_country' => $payment->cardCountry]) +
                    self::idsOf($payment),
            );
        }
        return true;
    }

    /**
     * @param array{pools: list<string>, paid: bool, refunds: list<string>} $effects
     * @param list<array<string, mixed>> $moves
     */
    private function paid(array $order, Payment $payment, bool $mayGive, array &$effects, array &$moves): void {
        $open = OrderState::isOpen($order['state']);
        if (!$open && $order['state'] !== 'cancelled') {
            return;
        }
        if ($payment->amountMinor > 0 && $payment->refundedMinor() >= $payment->amountMinor) {
            // All of it went back already: there is nothing to give for it.
            return;
        }
        if ($this->refundRecords->findByKey($order['id'], 'late') !== null) {
            return;
        }
        $cancelled = $this->pricing->isCancelled($order['lines']);
        if (!$open || !$mayGive || $cancelled) {
            // What somebody gave back in the dashboard already is not given back a second time.
            $this->wentBack($order['id'], $payment, $effects, $moves);
            $late = $this->refunds->request(
                $order['id'],
                null,
                null,
                '',
                $cancelled ? 'cancelled_show' : 'late_payment',
                null,
                'late',
            );
            $effects['refunds'][] = $late['id'];
            array_push($effects['pools'], ...$this->stock->release($order['id']));
            return;
        }
        $units = Orders::units($order);
        $again = $this->takeStock($order['id'], $units);
        $this->orders->move($order['id'], OrderState::before('paid'), 'paid', [
            'paid_at' => $this->clock->nowMs(),
            'hold_until' => null,
            'closed_at' => null,
        ]);
        $this->fulfilment->issue($order);
        $this->events->append('order.paid', [
            'order' => $order['id'],
            'total' => Money::of($order['total_minor'], $order['currency']),
            'gateway' => $order['gateway'],
        ]);
        $this->jobs->now('mail.purchase', "mail.purchase:{$order['id']}", ['order' => $order['id'], 'late' => $again]);
        $effects['paid'] = true;
        array_push($effects['pools'], ...array_map('strval', array_keys($units)));
    }

    /**
     * A delayed method has been promised: what is held for it no clock takes.
     *
     * @param array{pools: list<string>, paid: bool, refunds: list<string>} $effects
     */
    private function promised(array $order, bool $mayGive, array &$effects): void {
        if (!OrderState::canBecome($order['state'], 'processing') || !$mayGive) {
            return;
        }
        $units = Orders::units($order);
        if (!$this->stock->holdsAll($order['id'], $units)) {
            $this->holdOnceMore($order['id'], $units);
        }
        $this->stock->commit($order['id']);
        $this->orders->move($order['id'], OrderState::before('processing'), 'processing', [
            'hold_until' => null,
            'closed_at' => null,
        ]);
        $this->events->append('order.processing', ['order' => $order['id']]);
        $this->jobs->now('mail.processing', "mail.processing:{$order['id']}", ['order' => $order['id']]);
        array_push($effects['pools'], ...array_map('strval', array_keys($units)));
    }

    /**
     * Money that a bank took for now, gave back, or took for good.
     *
     * @param array{pools: list<string>, paid: bool, refunds: list<string>} $effects
     * @param list<array<string, mixed>> $moves
     */
    private function disputed(string $id, Payment $payment, array &$effects, array &$moves): void {
        $order = $this->orders->find($id);
        if ($order === null || $payment->disputes === []) {
            return;
        }
        $states = [];
        foreach ($payment->disputes as $dispute) {
            $key = "dispute:{$dispute['id']}";
            $state = match (true) {
                // What was decided stays decided, whatever an older answer says.
                $this->refundRecords->findByKey($id, $key) !== null => 'lost',
                $this->ledger->has($order['gateway'], 'dispute_reversed', $dispute['id']) => 'won',
                default => $dispute['state'],
            };
            $states[] = $state;
            $moves[] = self::disputeMove('dispute', -1, $order, $dispute);
            if ($state === 'won') {
                $moves[] = self::disputeMove('dispute_reversed', 1, $order, $dispute);
            }
            if ($state !== 'lost' || !in_array($order['state'], ['paid', 'disputed'], true)) {
                continue;
            }
            $known = $this->refundRecords->findByKey($id, $key) !== null;
            $row = $this->refunds->found($order, 'dispute', $key, $dispute['amountMinor']);
            $applied = $this->refunds->apply($order, $row, ['key' => $row, 'state' => 'succeeded'] + $dispute);
            array_push($effects['pools'], ...$applied['pools']);
            if (!$known) {
                $this->events->append('order.disputed', ['order' => $id, 'state' => 'lost']);
            }
            $order = $this->orders->find($id) ?? $order;
        }
        $open = in_array('open', $states, true);
        if ($open && $order['state'] === 'paid') {
            $this->orders->move($id, ['paid'], 'disputed');
            $this->fulfilment->suspend($id);
            $this->events->append('order.disputed', ['order' => $id, 'state' => 'open']);
            $this->events->audit('order.disputed', $id, []);
        } elseif (!$open && $order['state'] === 'disputed') {
            // Won, or lost in part: what was paid for in full works again.
            $this->orders->move($id, ['disputed'], 'paid');
            $this->fulfilment->restore($id);
            if (!in_array('lost', $states, true)) {
                $this->events->append('order.disputed', ['order' => $id, 'state' => 'won']);
            }
        }
    }

    /** The row of a refund that a provider tells of; null when there is nothing to write down. */
    private function rowOf(array $order, array $made): ?string {
        $own = $made['key'] === null ? null : $this->refundRecords->find($made['key']);
        if ($own !== null && $own['order_id'] === $order['id']) {
            return $own['id'];
        }
        $key = "provider:{$made['id']}";
        return $made['state'] === 'failed' && $this->refundRecords->findByKey($order['id'], $key) === null
            ? null
            : $this->refunds->found($order, 'provider', $key, $made['amountMinor']);
    }

    /**
     * Turns what an order holds into a sale.
     *
     * @param array<string, int> $units
     * @return bool whether it had to be held once more
     */
    private function takeStock(string $order, array $units): bool {
        if ($this->stock->holdsAll($order, $units)) {
            $this->stock->sell($order, $units);
            return false;
        }
        $this->holdOnceMore($order, $units);
        if (!$this->stock->sell($order, $units)) {
            throw new Refusal('sold_out');
        }
        return true;
    }

    /**
     * Its time was up and somebody gave it back: all of it is tried once more.
     *
     * @param array<string, int> $units
     */
    private function holdOnceMore(string $order, array $units): void {
        $this->stock->release($order);
        if (!$this->stock->hold($order, $units, $this->clock->nowMs() + 60_000)) {
            throw new Refusal('sold_out');
        }
    }

    /**
     * Ends an order that will not be paid, in the caller's transaction.
     *
     * @param list<string> $from
     * @return list<string> the pools that moved
     */
    private function close(string $id, array $from, string $state, string $event, array $payload): array {
        $order = $this->orders->lock($id);
        $also = ['hold_until' => null, 'closed_at' => $this->clock->nowMs()];
        if ($order === null || !$this->orders->move($id, $from, $state, $also)) {
            return [];
        }
        $this->events->append($event, $payload);
        $this->queueClosing($order);
        return $this->stock->release($id);
    }

    private function sendOrLeaveToTheJob(string $refund): void {
        $this->quietly('refunding', fn() => $this->refunds->send($refund));
    }

    /** Does something that has another chance; tells whether it went well. */
    private function quietly(string $what, callable $act): int {
        try {
            $act();
            return 1;
        } catch (\Throwable $problem) {
            Log::problem($what, $problem);
            return 0;
        }
    }

    /** @return array<string, mixed> named arguments of `Ledger::append` */
    private static function charge(array $order, Payment $payment): array {
        return [
            'kind' => 'charge',
            'providerId' => $payment->chargeId($order['id']),
            'amountMinor' => $payment->amountMinor,
            'currency' => $payment->currency,
            'livemode' => $payment->livemode,
            'happenedAt' => $payment->paidAtMs,
        ];
    }

    /** @return array<string, mixed> named arguments of `Ledger::append` */
    private static function disputeMove(string $kind, int $sign, array $order, array $dispute): array {
        return [
            'kind' => $kind,
            'providerId' => $dispute['id'],
            'amountMinor' => $sign * $dispute['amountMinor'],
            'currency' => $order['currency'],
            'livemode' => !$order['test'],
            'happenedAt' => $dispute['atMs'],
        ];
    }

    /** @return array<string, string> columns of `payments` */
    private static function idsOf(Payment $payment): array {
        $columns = [];
        foreach ($payment->ids as $name => $id) {
            $columns["{$name}_id"] = $id;
        }
        return $columns;
    }
}
