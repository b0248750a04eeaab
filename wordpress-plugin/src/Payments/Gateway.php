<?php
declare(strict_types=1);

namespace Parterre\Payments;

/**
 * A payment provider. It says how an order is paid, and later what became of it; it never changes an order itself: only
 * Settle does. Calls may reach over the network and are made outside transactions.
 */
interface Gateway {
    /** The word stored with an order: `free`, `test`, `stripe`. */
    public function name(): string;

    /** Whether real money moves. */
    public function livemode(): bool;

    /**
     * Prepares the payment of a pending order; asked again for the same order it answers the same payment.
     *
     * @param array<string, mixed> $order
     * @return array{type: string} the protocol's `PaymentStep`
     */
    public function create(array $order): array;

    /**
     * What the provider knows about an order's payment now.
     *
     * @param array<string, mixed> $order
     */
    public function fetch(array $order): Payment;

    /**
     * Gives the money of an order back; a second time changes nothing.
     *
     * @param array<string, mixed> $order
     */
    public function refund(array $order): void;
}
