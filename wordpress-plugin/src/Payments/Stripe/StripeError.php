<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Domain\Refusal;
use Parterre\Log;

/** Stripe said no, or nothing at all. Its message names no key. */
final class StripeError extends \RuntimeException {
    /**
     * @param int $status of HTTP; 0 when no answer came
     * @param string $type Stripe's: `card_error`, `invalid_request_error`, `idempotency_error`, `api_error`; `network`
     * @param string $errorCode Stripe's `code`, such as `resource_missing`; empty when it gave none
     * @param bool $isRepeated whether Stripe only repeats what it answered before under this key, as it does for a day, its own
     *        failures included: asking again is of no use
     * @param string $declineCode why a bank refused, such as `insufficient_funds`; empty when none did
     */
    public function __construct(
        public readonly int $status,
        public readonly string $type,
        public readonly string $errorCode,
        string $message,
        public readonly string $parameter = '',
        public readonly ?int $retryAfterSeconds = null,
        public readonly bool $isRepeated = false,
        public readonly string $declineCode = '',
    ) {
        parent::__construct(self::withoutKeys($message));
    }

    /**
     * Speaks to Stripe, and turns its refusals into what a fan may hear; what only the owner can mend is in their log.
     *
     * @template T
     * @param callable(): T $act
     * @return T
     * @throws Refusal `unavailable`
     */
    public static function asking(callable $act): mixed {
        try {
            return $act();
        } catch (StripeError $error) {
            if (!$error->isPassing()) {
                Log::problem('speaking to Stripe', $error);
            }
            throw $error->refusal();
        }
    }

    /** Whether the same request, under the same key, may succeed in a moment. */
    public function isPassing(): bool {
        return $this->status === 0 || $this->status === 409 || $this->status === 429 || $this->status >= 500;
    }

    /** Whether the key is wrong, or may not do this: nothing that waiting mends. */
    public function isForbidden(): bool {
        return $this->status === 401 || $this->status === 403;
    }

    /** The same for a fan: the server is there, but cannot take payments now. */
    public function refusal(): Refusal {
        $seconds = $this->retryAfterSeconds ?? 5;
        return new Refusal(
            'unavailable',
            $this->isPassing() ? $seconds * 1000 : null,
            detail: "The payment provider answers {$this->status} {$this->errorCode}.",
        );
    }

    private static function withoutKeys(string $text): string {
        return (string) preg_replace('/\b(sk|rk|whsec)_[A-Za-z0-9_*]+/', '$1_…', $text);
    }
}
