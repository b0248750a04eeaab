<?php
declare(strict_types=1);

namespace Parterre\Payments;

/** Takes nothing: an order of zero is paid when it is made. */
final class FreeGateway implements Gateway {
    public function name(): string {
        return 'free';
    }

    public function livemode(): bool {
        return false;
    }

    public function create(array $order): array {
        return ['type' => 'none'];
    }

    public function fetch(array $order): Payment {
        return new Payment($order['total_minor'] === 0 ? 'paid' : 'pending', 0, $order['currency'], false);
    }

    public function refund(array $order): void {
        // Nothing was taken.
    }
}
