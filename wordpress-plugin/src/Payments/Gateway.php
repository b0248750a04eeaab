<?php
declare(strict_types=1);

namespace Parterre\Payments;

/**
 * A payment provider. It says how an order is paid, and later what became of it; it never changes an order itself: only
 * Settle and Refunds do. Calls may reach over the network and are made outside transactions; where the provider does not answer
 * they throw a Refusal `unavailable`.
 */
interface Gateway {
    /** The word stored with an order: `free`, `test`, `stripe`. */
    public function name(): string;

    /** Whether it takes new orders now. */
    public function isReady(): bool;

    /** Whether real money moves. */
    public function livemode(): bool;

    /**
     * Kinds of payment step that a page must be ready for.
     *
     * @return list<string>
     */
    public function steps(): array;

    /** How long a waiting page has to leave between two questions, in milliseconds: a provider counts them. */
    public function pauseMs(): int;

    /**
     * Prepares the payment of a pending order; asked again for the same order it answers the same payment, as long as that can
     * be paid.
     *
     * @param array<string, mixed> $order
     * @param string|null $choice `elements` or `hosted`; null keeps what was chosen before
     * @return array{type: string} the protocol's `PaymentStep`
     */
    public function create(array $order, ?string $choice = null): array;

    /**
     * The payment that was prepared, without asking anybody; null when it has to be prepared (again).
     *
     * @param array<string, mixed> $order
     * @return array{type: string}|null
     */
    public function step(array $order): ?array;

    /**
     * What the provider knows about an order's payment now.
     *
     * @param array<string, mixed> $order
     */
    public function fetch(array $order): Payment;

    /**
     * Gives money back. The row's id is the key: a second time changes nothing and answers the same.
     *
     * @param array<string, mixed> $order
     * @param array<string, mixed> $refund a row of `refunds`
     * @return array{id: string, key: ?string, amountMinor: int, state: string, atMs: int} as in Payment
     * @throws RefundRefused when the provider will not
     */
    public function refund(array $order, array $refund): array;

    /**
     * Sees to it that nobody can pay for an order any more. Too late is no error: what was paid is found by `fetch`.
     *
     * @param array<string, mixed> $order
     */
    public function expire(array $order): void;
}
