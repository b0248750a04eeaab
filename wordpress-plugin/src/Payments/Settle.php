<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Clock;
use Parterre\Domain\Money;
use Parterre\Domain\OrderState;
use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Realtime\Announcer;
use Parterre\Settings;
use Parterre\Store\Carts;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Orders;
use Parterre\Store\Stock;
use Parterre\Store\Tickets;

/**
 * Brings an order to what its payment provider says, and is the only place that does. It reads the payment again, compares
 * amount, currency and mode, and applies a state, never a difference: called twice, or twice at once, or late, it changes
 * nothing more. Its callers are a provider's webhook, the reconciling job, the waiting page and an administrator.
 */
final class Settle {
    public function __construct(
        private readonly Db $db,
        private readonly Orders $orders,
        private readonly Stock $stock,
        private readonly Tickets $tickets,
        private readonly Carts $carts,
        private readonly Events $events,
        private readonly Gateways $gateways,
        private readonly Announcer $announcer,
        private readonly Runner $jobs,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * The order as it stands after asking the provider; null when there is none.
     *
     * @return array<string, mixed>|null
     */
    public function settle(string $id): ?array {
        $order = $this->orders->find($id);
        if ($order === null || !(OrderState::isOpen($order['state']) || $order['state'] === 'cancelled')) {
            return $order;
        }
        $gateway = $this->gateways->byName($order['gateway']);
        $payment = $gateway->fetch($order);
        if ($order['state'] === 'cancelled') {
            return $payment->state === 'paid' ? $this->giveBack($order, $gateway, 'paid_after_cancellation') : $order;
        }
        if ($payment->state === 'paid' && $this->isFor($payment, $order, $gateway)) {
            $this->apply($order, $gateway);
        } elseif ($payment->state === 'failed') {
            $this->close($id, 'failed', 'order.failed', ['order' => $id, 'reason' => 'declined']);
        } else {
            $this->expireIfOver($order);
        }
        return $this->orders->find($id);
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
        foreach ($this->orders->unsettled(120_000, 200) as $id) {
            $this->settle($id);
            $count++;
        }
        foreach ($this->stock->expiredOrders(100) as $id) {
            $order = $this->orders->find($id);
            if ($order !== null) {
                $this->expireIfOver($order);
                $count++;
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
     * Closes a pending order whose hold is over, and answers the order as it then stands.
     *
     * @param array<string, mixed> $order
     * @return array<string, mixed>
     */
    public function expireIfOver(array $order): array {
        if (
            $order['state'] !== 'pending' ||
            $order['hold_until'] === null ||
            $order['hold_until'] > $this->clock->nowMs()
        ) {
            return $order;
        }
        $this->close($order['id'], 'expired', 'order.expired', ['order' => $order['id']]);
        return $this->orders->find($order['id']) ?? $order;
    }

    /** Takes a paid order back: money, seats, tickets. An administrator's act. */
    public function refund(string $id, string $reason, ?int $user = null): void {
        $order = $this->orders->find($id);
        if ($order === null || $order['state'] !== 'paid') {
            throw new Refusal('order_closed');
        }
        $this->gateways->byName($order['gateway'])->refund($order);
        $pools = $this->db->transaction(function () use ($id, $reason, $user): array {
            $this->orders->lock($id);
            if (!$this->orders->move($id, ['paid'], 'refunded', ['closed_at' => $this->clock->nowMs()])) {
                return [];
            }
            foreach ($this->tickets->ofOrders([$id]) as $ticket) {
                if ($this->tickets->void($ticket['id'], $reason)) {
                    $this->events->append(
                        'ticket.voided',
                        ['ticket' => $ticket['id'], 'reason' => $reason],
                        ['show' => $ticket['show_id'], 'order' => $id],
                    );
                }
            }
            foreach ($this->tickets->deliveries([$id]) as $delivery) {
                $this->tickets->moveDelivery($delivery['id'], 'cancelled');
            }
            $this->events->audit('order.refund', $id, ['reason' => $reason], $user);
            return $this->stock->unsell($id);
        });
        $this->announcer->stock($pools);
    }

    /** Whether a payment is really this order's. Anything else is not believed, whoever sent it. */
    private function isFor(Payment $payment, array $order, Gateway $gateway): bool {
        $right =
            $payment->amountMinor === $order['total_minor'] &&
            $payment->currency === $order['currency'] &&
            $payment->livemode === $gateway->livemode();
        if (!$right) {
            $this->events->audit('payment.mismatch', $order['id'], [
                'gateway' => $gateway->name(),
                'amountMinor' => $payment->amountMinor,
                'currency' => $payment->currency,
                'livemode' => $payment->livemode,
            ]);
        }
        return $right;
    }

    private function apply(array $order, Gateway $gateway): void {
        $units = Orders::units($order);
        try {
            $applied = $this->db->transaction(function () use ($order, $units, $gateway): bool {
                $now = $this->orders->lock($order['id']);
                if ($now === null || !OrderState::isOpen($now['state'])) {
                    return false;
                }
                $this->takeStock($order['id'], $units);
                $this->orders->move($order['id'], OrderState::before('paid'), 'paid', [
                    'paid_at' => $this->clock->nowMs(),
                    'hold_until' => null,
                    'closed_at' => null,
                ]);
                $this->issue($now);
                $this->events->append('order.paid', [
                    'order' => $order['id'],
                    'total' => Money::of($now['total_minor'], $now['currency']),
                    'gateway' => $gateway->name(),
                ]);
                $this->jobs->now('mail.purchase', "mail.purchase:{$order['id']}", ['order' => $order['id']]);
                return true;
            });
        } catch (Refusal $refusal) {
            if ($refusal->errorCode !== 'sold_out') {
                throw $refusal;
            }
            // Paid after the hold was over, and the seats went to somebody else: the money goes back, nobody is oversold.
            $this->giveBack($order, $gateway, 'sold_out_after_expiry');
            return;
        }
        if ($applied) {
            $this->announcer->stock(array_map('strval', array_keys($units)));
            /** An order was paid; `$id` is its public id. Runs after the commit. */
            do_action('parterre_order_paid', $order['id']);
        }
    }

    /** @param array<string, int> $units */
    private function takeStock(string $order, array $units): void {
        if ($this->stock->holdsAll($order, $units)) {
            $this->stock->sell($order, $units);
            return;
        }
        // Its time was up and somebody gave it back: try once more for all of it.
        $this->stock->release($order);
        if (
            !$this->stock->hold($order, $units, $this->clock->nowMs() + 60_000) ||
            !$this->stock->sell($order, $units)
        ) {
            throw new Refusal('sold_out');
        }
    }

    /** Makes the tickets and the delivery of an order that is being paid. */
    private function issue(array $order): void {
        $goods = [];
        foreach ($order['lines'] as $line) {
            foreach ($line['parts'] as $position => $part) {
                if ($part['kind'] === 'merch' || $part['show_id'] === null) {
                    $name = $part['title'] !== '' ? $part['title'] : $line['name'];
                    $goods[] = ['name' => $name, 'quantity' => $line['quantity'] * $part['units']];
                    continue;
                }
                for ($unit = 0; $unit < $line['quantity']; $unit++) {
                    $source = $line['unit_minor'] > 0 ? 'paid' : 'free';
                    $ticket = $this->tickets->issue([
                        'order_id' => $order['id'],
                        'line_id' => $line['id'],
                        'part' => $position,
                        'unit' => $unit,
                        'show_id' => $part['show_id'],
                        'kind' => $part['kind'],
                        'valid_from' => $part['valid_from'],
                        'valid_until' => $part['valid_until'],
                        'capabilities' => $part['capabilities'],
                        'source' => $source,
                        'test' => $order['test'],
                        'email_hash' => $order['email_hash'],
                    ]);
                    if ($ticket !== null) {
                        $this->events->append(
                            'ticket.issued',
                            [
                                'ticket' => $ticket,
                                'show' => $part['show_id'],
                                'kind' => $part['kind'],
                                'source' => $source,
                            ],
                            ['order' => $order['id']],
                        );
                    }
                }
            }
        }
        if ($goods !== []) {
            $delivery = $this->tickets->deliver($order, $this->settings->pickupPlace(), $goods);
            if ($delivery !== null) {
                $this->events->append('delivery.created', ['delivery' => $delivery, 'order' => $order['id']]);
            }
        }
        if ($order['cart_id'] !== null) {
            // What was bought is no longer in the basket.
            $this->carts->replace($order['cart_id'], $order['currency'], []);
        }
    }

    /**
     * Returns money that came for an order nobody can have any more.
     *
     * @return array<string, mixed> the order as it then stands
     */
    private function giveBack(array $order, Gateway $gateway, string $reason): array {
        $gateway->refund($order);
        $this->close($order['id'], 'refunded', 'order.failed', ['order' => $order['id'], 'reason' => $reason]);
        return $this->orders->find($order['id']) ?? $order;
    }

    /** Ends an order that will not be paid. */
    private function close(string $id, string $state, string $event, array $payload): void {
        $pools = $this->db->transaction(function () use ($id, $state, $event, $payload): array {
            $this->orders->lock($id);
            $also = ['hold_until' => null, 'closed_at' => $this->clock->nowMs()];
            if (!$this->orders->move($id, OrderState::before($state), $state, $also)) {
                return [];
            }
            $this->events->append($event, $payload);
            return $this->stock->release($id);
        });
        $this->announcer->stock($pools);
    }
}
