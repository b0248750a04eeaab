<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\OrderState;
use Parterre\Domain\Refusal;
use Parterre\Store\CounterPayments;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Tickets;

/**
 * Sells at the counter: the order is priced, held and made like any other (`Checkout`), the money that was taken by hand is written
 * down, and `Settle` does the rest. Each of the three may be the last before a crash: the same sale sent again goes on.
 */
final class Counter {
    public const METHODS = ['cash', 'card', 'transfer'];

    public function __construct(
        private readonly Db $db,
        private readonly Checkout $checkout,
        private readonly CounterGateway $gateway,
        private readonly CounterPayments $payments,
        private readonly Settle $settle,
        private readonly Tickets $tickets,
        private readonly Events $events,
    ) {}

    /**
     * @param array<string, mixed> $request the protocol's `OrderRequest`; `email` may be empty
     * @param string $method of METHODS
     * @param bool $handedOver whether goods were taken along
     * @return array<string, mixed> the paid order
     * @throws Refusal as `Checkout` does; `hold_expired` when the sale was begun and forgotten
     */
    public function sell(array $request, string $method, bool $handedOver, int $user): array {
        if (!in_array($method, self::METHODS, true)) {
            throw new \LogicException("Nobody pays with $method at the counter.");
        }
        $order = $this->checkout->atCounter($request, $this->gateway);
        if (OrderState::isOpen($order['state'])) {
            $this->db->transaction(function () use ($order, $method, $user): void {
                if ($order['total_minor'] > 0) {
                    $this->payments->take($order, $method, $user);
                }
                $this->events->audit(
                    'order.sold_at_counter',
                    $order['id'],
                    ['method' => $method, 'amountMinor' => $order['total_minor']],
                    $user,
                );
            });
            $order = $this->settle->settle($order['id']) ?? $order;
        } elseif ($order['state'] !== 'paid') {
            throw new Refusal('hold_expired');
        }
        if ($handedOver && $order['state'] === 'paid') {
            foreach ($this->tickets->deliveries([$order['id']]) as $delivery) {
                $this->tickets->handOn($delivery['id'], ['waiting'], 'done', '');
            }
        }
        return $order;
    }
}
