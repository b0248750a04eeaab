<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Refusal;

/** One call of an operation: who makes it, from where. */
final class Call {
    /** @param array<string, mixed>|null $session */
    public function __construct(
        public readonly ?array $session,
        /** Origin of the asking page; empty when the browser sent none. */
        public readonly string $origin,
        /** `Chrome, Android`: coarse, so that it does not single anybody out. */
        public readonly string $deviceLabel,
        /** Network of the caller, for rate limits; never stored as it is. */
        public readonly string $network,
    ) {}

    /**
     * The session of an operation that needs one.
     *
     * @return array<string, mixed>
     */
    public function session(): array {
        return $this->session ?? throw new Refusal('session_required');
    }
}
