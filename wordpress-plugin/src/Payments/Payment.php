<?php
declare(strict_types=1);

namespace Parterre\Payments;

/**
 * The whole truth about one order's payment, as its provider tells it now. Settle compares it with the order before it
 * believes anything. Amounts are minor units.
 */
final class Payment {
    /**
     * @param string $state `pending`, `processing` (a delayed method has been promised), `paid` (also when all went back
     *        since), `failed`, `expired` (nothing can be paid there any more)
     * @param int $amountMinor what was captured; what is to be captured as long as nothing was
     * @param string|null $order the order that the provider was told it is for; null where it keeps none
     * @param list<array{id: string, key: ?string, amountMinor: int, state: string, atMs: int}> $refunds every refund: `key` is
     *        the id of our own row, null when it was made elsewhere; `state` is `pending`, `succeeded` or `failed`
     * @param list<array{id: string, amountMinor: int, state: string, atMs: int}> $disputes that took money: `open`, `won`, `lost`
     * @param int|null $feeMinor what the provider kept; null while it does not say
     * @param string|null $cardCountry two letters, as the card's bank says
     * @param string $method `card`, `sepa_debit`…; empty when nobody knows
     * @param array{session?: string, intent?: string, charge?: string} $ids the provider's
     */
    public function __construct(
        public readonly string $state,
        public readonly int $amountMinor,
        public readonly string $currency,
        public readonly bool $livemode,
        public readonly ?string $order = null,
        public readonly array $refunds = [],
        public readonly array $disputes = [],
        public readonly ?int $feeMinor = null,
        public readonly ?string $cardCountry = null,
        public readonly string $method = '',
        public readonly array $ids = [],
        public readonly ?int $paidAtMs = null,
    ) {}

    /** What went back or is on its way back. */
    public function refundedMinor(): int {
        return array_sum(
            array_map(
                static fn(array $refund): int => $refund['state'] === 'failed' ? 0 : $refund['amountMinor'],
                $this->refunds,
            ),
        );
    }

    /** The provider's name for the money that came, for the ledger. */
    public function chargeId(string $order): string {
        return $this->ids['charge'] ?? ($this->ids['intent'] ?? "charge-$order");
    }
}
