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
        private readonly Settings $settings,
    ) {}

    /** The provider for a new order of this total. */
    public function forTotal(int $totalMinor): Gateway {
        if ($totalMinor === 0) {
            return $this->free;
        }
        foreach ($this->all() as $gateway) {
            if ($gateway->livemode()) {
                return $gateway;
            }
        }
        if ($this->settings->livePayments()) {
            throw new Refusal('unavailable', detail: 'Live payments are switched on, but no provider is ready.');
        }
        return $this->test;
    }

    /** The provider an order was made with. */
    public function byName(string $name): Gateway {
        return $this->all()[$name] ??
            throw new Refusal('unavailable', detail: "The payment provider $name is not there any more.");
    }

    /**
     * Kinds of payment step a page must be ready for.
     *
     * @return list<string>
     */
    public function steps(): array {
        $steps = $this->settings->livePayments() ? ['none'] : ['none', 'test'];
        /** A further provider adds its kind of step: `redirect` or `stripe`. */
        return array_values((array) apply_filters('parterre_payment_steps', $steps));
    }

    /** @return array<string, Gateway> */
    private function all(): array {
        if ($this->gateways === null) {
            $this->gateways = [];
            /** Providers, each a Gateway. */
            foreach ((array) apply_filters('parterre_gateways', [$this->free, $this->test]) as $gateway) {
                assert($gateway instanceof Gateway);
                $this->gateways[$gateway->name()] = $gateway;
            }
        }
        return $this->gateways;
    }
}
