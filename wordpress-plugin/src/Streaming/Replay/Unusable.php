<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

/** Why a recording cannot be used as it is; people get a sentence by `reason`. */
final class Unusable extends \RuntimeException {
    /** It still grows, or is a window that slides: there is no recording yet. */
    public const LIVE = 'live';
    /** No segments. */
    public const NOTHING = 'nothing';
    /** Its playlists name addresses that only this reader may use. It can be played whole. */
    public const BOUND = 'bound';
    /** Nobody answers now. */
    public const SILENT = 'silent';
    /** What is there is no playlist. */
    public const NO_PLAYLIST = 'no_playlist';
    /** Nothing that could be read came from its address. */
    public const UNREACHED = 'unreached';
    /** Too many of its segments are not there. */
    public const MISSING = 'missing';
    /** Its provider is not set up any more. */
    public const PROVIDER = 'provider';

    /** @param string $reason one of the constants above */
    public function __construct(public readonly string $reason, string $detail = '') {
        parent::__construct($detail === '' ? $reason : "$reason: $detail");
    }
}
