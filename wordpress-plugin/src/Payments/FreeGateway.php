<?php
declare(strict_types=1);

namespace Parterre\Payments;

/** Takes nothing: an order of zero is paid when it is made. */
final class FreeGateway implements Gateway {
    public function name(): string {
        return 'free';
    }

    public function isReady(): bool {
        return true;
    }

    public function livemode(): bool {
        return false;
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
        return new Payment(
            $order['total_minor'] === 0 ? 'paid' : 'pending',
            0,
            $order['currency'],
            !$order['test'],
            $order['id'],
        );
    }

    public function refund(array $order, array $refund): array {
        throw new RefundRefused('Nothing was taken.');
    }

    public function expire(array $order): void {
        // There is nothing to pay.
    }
}
