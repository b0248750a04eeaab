<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Settings;
use Parterre\Store\CounterPayments;

/**
 * Money that a person of the venue takes by hand: cash, the venue's own card terminal, a transfer that has arrived. It is its own
 * provider, with a memory of its own, so that an order sold at the counter has the same way as any other. Only `Counter` sells with it.
 */
final class CounterGateway implements Gateway {
    public const NAME = 'counter';

    public function __construct(private readonly CounterPayments $payments, private readonly Settings $settings) {}

    public function name(): string {
        return self::NAME;
    }

    /** No fan's order is ever made with it. */
    public function isReady(): bool {
        return false;
    }

    public function livemode(): bool {
        return $this->settings->livePayments();
    }

    public function steps(): array {
        return ['none'];
    }

    public function pauseMs(): int {
        return 0;
    }

    public function create(array $order, ?string $choice = null): array {
        return ['type' => 'none'];
    }

    public function step(array $order): ?array {
        return null;
    }

    public function fetch(array $order): Payment {
        $payment = $this->payments->find($order['id']);
        $live = !$order['test'];
        if ($payment === null) {
            return new Payment('pending', $order['total_minor'], $order['currency'], $live, $order['id']);
        }
        return new Payment(
            'paid',
            $payment['amount_minor'],
            $payment['currency'],
            $live,
            $order['id'],
            $payment['refunds'],
            // What a terminal keeps, its own provider tells the venue.
            feeMinor: $payment['method'] === 'cash' ? 0 : null,
            method: $payment['method'],
            ids: ['charge' => "counter-{$order['id']}"],
            paidAtMs: $payment['taken_at'],
        );
    }

    public function refund(array $order, array $refund): array {
        return $this->payments->giveBack($order['id'], $refund['id'], $refund['amount_minor']) ??
            throw new RefundRefused('The counter took less than that.');
    }

    public function expire(array $order): void {
        // Nobody can pay for it but at the counter.
    }
}
