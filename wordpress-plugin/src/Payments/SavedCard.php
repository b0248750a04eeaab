<?php
declare(strict_types=1);

namespace Parterre\Payments;

/** What a provider says about a card that was to be saved. */
final class SavedCard {
    /**
     * @param string $state `pending`, `saved`, `failed` (this form cannot be used any more)
     * @param string $customer the provider's name for the card's owner
     * @param string $method the provider's name for the card
     */
    public function __construct(
        public readonly string $state,
        public readonly string $customer = '',
        public readonly string $method = '',
    ) {}
}
