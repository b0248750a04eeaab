<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Refusal;
use Parterre\Settings;

/** Which provider takes which order. */
final class Gateways {
    /** @var array<string, Gateway>|null by name */
    private ?array $gateways = null;

    public function __construct(
        private readonly FreeGateway $free,
        private readonly TestGateway $test,
        private readonly Stripe\StripeGateway $stripe,
        private readonly CounterGateway $counter,
        private readonly Settings $settings,
    ) {}

    /** The provider for a new order of this total. */
    public function forTotal(int $totalMinor): Gateway {
        if ($totalMinor === 0) {
            return $this->free;
        }
        $live = $this->settings->livePayments();
        foreach ($this->all() as $gateway) {
            if ($gateway !== $this->free && $gateway->isReady() && $gateway->livemode() === $live) {
                return $gateway;
            }
        }
        throw new Refusal('unavailable', detail: 'Live payments are switched on, but no provider is ready.');
    }

    /** The provider an order was made with. */
    public function byName(string $name): Gateway {
        return $this->all()[$name] ??
            throw new Refusal('unavailable', detail: "The payment provider $name is not there any more.");
    }

    /** Whether somebody else keeps a provider's payments, so that an order closed here has to be closed there too. */
    public function isRemote(string $name): bool {
        return !in_array($this->all()[$name] ?? null, [null, $this->free, $this->test, $this->counter], true);
    }

    /**
     * The payment that was prepared for an order, without asking anybody.
     *
     * @param array<string, mixed> $order
     * @return array{type: string}|null the protocol's `PaymentStep`
     */
    public function step(array $order): ?array {
        return $order['state'] === 'pending' ? ($this->all()[$order['gateway']] ?? null)?->step($order) : null;
    }

    /**
     * Kinds of payment step a page must be ready for.
     *
     * @return list<string>
     */
    public function steps(): array {
        $steps = ['none'];
        try {
            array_push($steps, ...$this->forTotal(1)->steps());
        } catch (Refusal) {
            // Nothing that costs something can be bought just now.
        }
        /** A further provider adds its kind of step: `redirect` or `stripe`. */
        return array_values(array_unique((array) apply_filters('parterre_payment_steps', $steps)));
    }

    /** @return array<string, Gateway> */
    private function all(): array {
        if ($this->gateways === null) {
            $this->gateways = [];
            /** Providers, each a Gateway; of those that are ready, the first takes new orders. */
            foreach (
                (array) apply_filters('parterre_gateways', [$this->free, $this->stripe, $this->test, $this->counter])
                as $gateway
            ) {
                assert($gateway instanceof Gateway);
                $this->gateways[$gateway->name()] = $gateway;
            }
        }
        return $this->gateways;
    }
}
