<?php
declare(strict_types=1);

namespace Parterre\Payments;

/**
 * A provider that keeps a card and charges it later, while its owner is away: what all-or-nothing campaigns need. Calls may
 * reach over the network and are made outside transactions; where the provider does not answer they throw a Refusal `unavailable`.
 */
interface SavedCards {
    /** The word stored with a pledge: that of the Gateway which then settles its order. */
    public function name(): string;

    /** Whether it takes new pledges now. */
    public function isReady(): bool;

    /** Whether real money will move. */
    public function livemode(): bool;

    /**
     * Prepares the form in which a supporter saves a card; asked again for the same pledge it answers the same form, as long as that
     * can be used. `none` when a card was saved in it meanwhile.
     *
     * @param array<string, mixed> $pledge
     * @param string|null $choice `elements` or `hosted`; null keeps what was chosen before
     * @return array{type: string} the protocol's `PaymentStep`
     */
    public function prepareCard(array $pledge, ?string $choice = null): array;

    /**
     * The form that was prepared, without asking anybody; null when it has to be prepared (again).
     *
     * @param array<string, mixed> $pledge
     * @return array{type: string}|null
     */
    public function step(array $pledge): ?array;

    /**
     * What became of that form.
     *
     * @param array<string, mixed> $pledge
     */
    public function card(array $pledge): SavedCard;

    /**
     * Pledges in whose form a card may have been saved without anybody telling us: those that are to be looked at now.
     *
     * @return list<string>
     */
    public function unheard(int $limit): array;

    /**
     * Charges the card for an order, once for each key: asked again with the same key it answers what became of the first time.
     *
     * @param array<string, mixed> $pledge
     * @param array<string, mixed> $order
     * @param string $key of this attempt: `pledge-<id>-<attempt>`
     * @param bool $again whether this attempt may have been made before: then it is looked for first, as a provider
     *        forgets keys after a day
     */
    public function charge(array $pledge, array $order, string $key, bool $again): Charge;

    /**
     * Lets go of a card that will not be charged any more, and of a form that is still open. A second time changes nothing.
     *
     * @param array<string, mixed> $pledge
     */
    public function forgetCard(array $pledge): void;
}
