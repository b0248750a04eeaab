<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/** An address that the server does not ask. */
final class OutOfReach extends \RuntimeException {
    /** It is no `http(s)://` address. */
    public const NO_WEB = 'no_web';
    /** No such host. */
    public const UNKNOWN = 'unknown';
    /** A machine of the host's own network. */
    public const INSIDE = 'inside';

    /** @param string $reason one of the constants above */
    public function __construct(public readonly string $reason) {
        parent::__construct("The address is out of reach: $reason.");
    }
}
