<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Refusal;
use Parterre\Settings;
use Parterre\Store\TestPayments;

/**
 * Plays a payment without money, for demos and rehearsals. It is its own provider, with a memory of its own (`TestPayments`)
 * that Settle reads like any other provider's answer. It refuses everything once live keys exist.
 */
final class TestGateway implements Gateway {
    public function __construct(private readonly TestPayments $payments, private readonly Settings $settings) {}

    public function name(): string {
        return 'test';
    }

    public function isReady(): bool {
        return !$this->settings->livePayments();
    }

    public function livemode(): bool {
        return false;
    }

    public function steps(): array {
        return ['test'];
    }

    public function pauseMs(): int {
        return 0;
    }

    public function create(array $order, ?string $choice = null): array {
        $this->refuseBesideMoney();
        return ['type' => 'test'];
    }

    public function step(array $order): ?array {
        return $this->settings->livePayments() ? null : ['type' => 'test'];
    }

    /**
     * What the fan pressed: the money "arrives" at the provider.
     *
     * @param array<string, mixed> $order
     */
    public function approve(array $order): void {
        $this->say($order, 'paid');
    }

    /**
     * What a bank would bring about, for rehearsals and tests.
     *
     * @param array<string, mixed> $order
     * @param string $what `processing`, `paid`, `failed`; `refunded` in the provider's dashboard; `disputed`, and then `won` or
     *        `lost`
     */
    public function say(array $order, string $what): void {
        $this->refuseBesideMoney();
        match ($what) {
            'processing', 'paid', 'failed' => $this->payments->move($order, $what),
            'refunded' => $this->payments->refund($order, null, $this->payments->leftMinor($order)),
            'disputed' => $this->payments->dispute($order, 'open'),
            'won', 'lost' => $this->payments->dispute($order, $what),
            default => throw new \LogicException("The test gateway cannot say $what."),
        };
    }

    public function fetch(array $order): Payment {
        $payment = $this->settings->livePayments() ? null : $this->payments->find($order['id']);
        if ($payment === null) {
            return new Payment('pending', $order['total_minor'], $order['currency'], false, $order['id']);
        }
        return new Payment(
            $payment['state'],
            $payment['amount_minor'],
            $payment['currency'],
            (bool) $payment['livemode'],
            $order['id'],
            $payment['refunds'],
            $payment['disputes'],
            0,
            null,
            'test',
            $payment['state'] === 'paid' ? ['charge' => "test-{$order['id']}"] : [],
        );
    }

    public function refund(array $order, array $refund): array {
        if ($refund['amount_minor'] > $this->payments->leftMinor($order, $refund['id'])) {
            throw new RefundRefused('The test gateway has no more than was paid.');
        }
        return $this->payments->refund($order, $refund['id'], $refund['amount_minor']);
    }

    public function expire(array $order): void {
        // The button of the test gateway asks for the order's state each time it is pressed.
    }

    private function refuseBesideMoney(): void {
        if ($this->settings->livePayments()) {
            throw new Refusal('forbidden', detail: 'The test gateway does not exist beside live payments.');
        }
    }
}
