<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** A no with one of the protocol's error codes. Thrown anywhere below a route, answered as an `ErrorBody`. */
final class Refusal extends \RuntimeException {
    /**
     * @param string                                     $errorCode of `protocol/errors.php`
     * @param int|null                                   $retryAfterMs when asking again makes sense
     * @param list<array{path: string, problem: string}> $issues where the input was wrong
     * @param string                                     $detail English, for a developer's console
     */
    public function __construct(
        public readonly string $errorCode,
        public readonly ?int $retryAfterMs = null,
        public readonly array $issues = [],
        public readonly string $detail = '',
    ) {
        parent::__construct($detail === '' ? $errorCode : "$errorCode: $detail");
    }
}
