<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

/** Why a replay cannot be cut or published like this; people get a sentence by `reason` (Admin/ReplayRoutes). */
final class CutRefused extends \RuntimeException {
    public const UNKNOWN = 'unknown';
    public const NOT_READY = 'not_ready';
    /** A recording that cannot be taken apart was given company. */
    public const ALONE = 'alone';
    public const EMPTY = 'empty';
    public const TOO_MANY = 'too_many';
    public const CODECS = 'codecs';
    public const SOUND = 'sound';
    public const NOTHING = 'nothing';
    public const RUNNING = 'running';
    /** Nobody has seen the show, and it has not even begun by the clock. */
    public const EARLY = 'early';
    public const CANCELLED = 'cancelled';
    public const PAST = 'past';

    /** @param string $reason one of the constants above */
    public function __construct(public readonly string $reason) {
        parent::__construct($reason);
    }
}
