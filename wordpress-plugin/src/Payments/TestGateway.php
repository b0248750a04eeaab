<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Refusal;
use Parterre\Settings;
use Parterre\Store\Orders;

/**
 * Plays a payment without money, for demos and rehearsals. It is its own provider: what was "paid" is a row of its own,
 * which Settle reads like any other provider's answer. It refuses everything once live keys exist.
 */
final class TestGateway implements Gateway {
    public function __construct(private readonly Orders $orders, private readonly Settings $settings) {}

    public function name(): string {
        return 'test';
    }

    public function livemode(): bool {
        return false;
    }

    public function create(array $order): array {
        $this->refuseBesideMoney();
        return ['type' => 'test'];
    }

    /**
     * What the fan pressed: the money "arrives" at the provider.
     *
     * @param array<string, mixed> $order
     */
    public function approve(array $order): void {
        $this->refuseBesideMoney();
        $this->orders->savePayment($order['id'], 'test', 'paid', $order['total_minor'], $order['currency'], false);
    }

    public function fetch(array $order): Payment {
        $payment = $this->settings->livePayments() ? null : $this->orders->payment($order['id']);
        return $payment === null
            ? new Payment('pending', $order['total_minor'], $order['currency'], false)
            : new Payment(
                $payment['state'],
                $payment['amount_minor'],
                $payment['currency'],
                (bool) $payment['livemode'],
            );
    }

    public function refund(array $order): void {
        $this->orders->savePayment($order['id'], 'test', 'refunded', $order['total_minor'], $order['currency'], false);
    }

    private function refuseBesideMoney(): void {
        if ($this->settings->livePayments()) {
            throw new Refusal('forbidden', detail: 'The test gateway does not exist beside live payments.');
        }
    }
}
