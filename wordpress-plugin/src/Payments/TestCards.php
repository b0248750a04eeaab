<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Refusal;
use Parterre\Settings;
use Parterre\Store\Pledges;

/**
 * Cards of the test gateway: its supporter says beforehand what will happen when they are charged. What the card "is" is the
 * only thing remembered of it; money "arrives" in the test gateway's own memory, where Settle finds it.
 */
final class TestCards implements SavedCards {
    public function __construct(
        private readonly TestGateway $gateway,
        private readonly Pledges $pledges,
        private readonly Settings $settings,
    ) {}

    public function name(): string {
        return 'test';
    }

    public function isReady(): bool {
        return !$this->settings->livePayments();
    }

    public function livemode(): bool {
        return false;
    }

    public function prepareCard(array $pledge, ?string $choice = null): array {
        $this->refuseBesideMoney();
        return ['type' => 'test'];
    }

    public function step(array $pledge): ?array {
        return $this->settings->livePayments() ? null : ['type' => 'test'];
    }

    public function unheard(int $limit): array {
        return [];
    }

    /**
     * What the supporter pressed.
     *
     * @param array<string, mixed> $pledge
     * @param string $card `good`, `authenticate`, `declined`, `insufficient`
     */
    public function save(array $pledge, string $card): void {
        $this->refuseBesideMoney();
        $this->pledges->keep($pledge['id'], ['method_ref' => "test:$card"]);
    }

    public function card(array $pledge): SavedCard {
        return $pledge['method_ref'] === '' || $this->settings->livePayments()
            ? new SavedCard('pending')
            : new SavedCard('saved', '', $pledge['method_ref']);
    }

    public function charge(array $pledge, array $order, string $key, bool $again): Charge {
        $this->refuseBesideMoney();
        $card = substr($pledge['method_ref'], strlen('test:'));
        $outcome = match (true) {
            $card === 'authenticate' => Charge::AUTHENTICATE,
            $card === 'declined' => Charge::HARD,
            $card === 'insufficient' && $pledge['attempt'] === 1 => Charge::SOFT,
            default => Charge::PAID,
        };
        if ($outcome === Charge::PAID) {
            $this->gateway->approve($order);
        }
        return new Charge($outcome, "test_$card");
    }

    public function forgetCard(array $pledge): void {
        $this->pledges->keep($pledge['id'], ['method_ref' => '']);
    }

    private function refuseBesideMoney(): void {
        if ($this->settings->livePayments()) {
            throw new Refusal('forbidden', detail: 'The test gateway does not exist beside live payments.');
        }
    }
}
