<?php
declare(strict_types=1);

namespace Parterre\Payments;

/** What a provider says about one payment, to be compared with the order before it is believed. */
final class Payment {
    /** @param string $state `pending`, `paid`, `failed` or `refunded` */
    public function __construct(
        public readonly string $state,
        public readonly int $amountMinor,
        public readonly string $currency,
        public readonly bool $livemode,
    ) {}
}
