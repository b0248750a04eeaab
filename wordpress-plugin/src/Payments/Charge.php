<?php
declare(strict_types=1);

namespace Parterre\Payments;

/** How charging a saved card ended. */
final class Charge {
    /** The money came; Settle sees it at the provider. */
    public const PAID = 'paid';
    /** The bank takes its time: ask again, do not charge again. */
    public const PROCESSING = 'processing';
    /** The bank wants its customer to confirm. */
    public const AUTHENTICATE = 'authenticate';
    /** Refused for a reason that may pass: no money today, no answer of the bank. */
    public const SOFT = 'soft';
    /** Refused for good: lost, expired, closed. Trying again would only annoy the bank. */
    public const HARD = 'hard';

    /**
     * @param string $outcome one of the constants
     * @param string $reason the provider's word for it
     */
    public function __construct(public readonly string $outcome, public readonly string $reason = '') {}
}
