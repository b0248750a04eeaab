<?php
declare(strict_types=1);

use Parterre\Payments\Gateway;
use Parterre\Payments\Payment;

/** A provider where money is real as far as the plugin can tell. It pays what it is told to and forgets nothing. */
final class RealMoney implements Gateway {
    /** @var array<string, list<array{id: string, key: ?string, amountMinor: int, state: string, atMs: int}>> by order */
    public array $refunds = [];
    /** @var array<string, true> orders that were paid */
    public array $paid = [];
    public ?string $cardCountry = null;
    /** Whether it does not answer. */
    public bool $away = false;
    /** Whether it gives nothing back. */
    public bool $refuses = false;

    /** Stands in for the site's provider until the test is over. */
    public static function begin(): self {
        $bank = new self();
        add_filter('parterre_gateways', static fn(array $gateways): array => [$bank, ...$gateways]);
        add_filter('parterre_live_payments', '__return_true');
        return $bank;
    }

    public static function end(): void {
        remove_all_filters('parterre_gateways');
        remove_all_filters('parterre_live_payments');
    }

    public function name(): string {
        return 'bank';
    }

    public function isReady(): bool {
        return true;
    }

    public function livemode(): bool {
        return true;
    }

    public function steps(): array {
        return ['redirect'];
    }

    public function pauseMs(): int {
        return 0;
    }

    public function create(array $order, ?string $choice = null): array {
        return ['type' => 'redirect', 'url' => 'https://bank.example/' . $order['id']];
    }

    public function step(array $order): ?array {
        return $this->create($order);
    }

    public function fetch(array $order): Payment {
        return new Payment(
            isset($this->paid[$order['id']]) ? 'paid' : 'pending',
            $order['total_minor'],
            $order['currency'],
            true,
            $order['id'],
            $this->refunds[$order['id']] ?? [],
            [],
            30,
            $this->cardCountry,
        );
    }

    public function refund(array $order, array $refund): array {
        if ($this->away) {
            throw new Parterre\Domain\Refusal('unavailable');
        }
        if ($this->refuses) {
            throw new Parterre\Payments\RefundRefused('The account is empty.');
        }
        foreach ($this->refunds[$order['id']] ?? [] as $made) {
            if ($made['key'] === $refund['id']) {
                return $made;
            }
        }
        $made = [
            'id' => 'back_' . $refund['id'],
            'key' => $refund['id'],
            'amountMinor' => $refund['amount_minor'],
            'state' => 'succeeded',
            'atMs' => (int) (microtime(true) * 1000),
        ];
        $this->refunds[$order['id']][] = $made;
        return $made;
    }

    public function expire(array $order): void {}
}
