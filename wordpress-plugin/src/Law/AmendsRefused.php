<?php
declare(strict_types=1);

namespace Parterre\Law;

/** Why nothing is made good: a word of `Amends`, for which the desk has a sentence. */
final class AmendsRefused extends \RuntimeException {
    public function __construct(public readonly string $why) {
        parent::__construct($why);
    }
}
