<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Refusal;
use Parterre\Settings;

/** Which provider keeps whose card. */
final class Cards {
    /** @var array<string, SavedCards>|null by name */
    private ?array $providers = null;

    public function __construct(
        private readonly Stripe\StripeCards $stripe,
        private readonly TestCards $test,
        private readonly Settings $settings,
    ) {}

    /** The provider for a new pledge. */
    public function forNew(): SavedCards {
        $live = $this->settings->livePayments();
        foreach ($this->all() as $provider) {
            if ($provider->isReady() && $provider->livemode() === $live) {
                return $provider;
            }
        }
        throw new Refusal('unavailable', detail: 'No payment provider of this venue can keep a card.');
    }

    /** The provider a pledge was made with. */
    public function byName(string $name): SavedCards {
        return $this->all()[$name] ??
            throw new Refusal('unavailable', detail: "The payment provider $name is not there any more.");
    }

    /** @return array<string, SavedCards> by name */
    public function all(): array {
        if ($this->providers === null) {
            $this->providers = [];
            /** Providers that keep cards, each a SavedCards; of those that are ready, the first takes new pledges. */
            foreach ((array) apply_filters('parterre_saved_cards', [$this->stripe, $this->test]) as $provider) {
                assert($provider instanceof SavedCards);
                $this->providers[$provider->name()] = $provider;
            }
        }
        return $this->providers;
    }
}
