<?php
declare(strict_types=1);

namespace Parterre\Streaming;

/**
 * What a streaming provider says has happened, in one language for all of them. Who has checked that it is true fires the
 * action `parterre_stream_event` with it, once for each thing that happened.
 */
final class StreamEvent {
    public const ACTION = 'parterre_stream_event';

    /** A publisher's picture has begun to arrive, or stopped; a recording can be played. */
    public const LIVE_STARTED = 'live.started';
    public const LIVE_ENDED = 'live.ended';
    public const RECORDING_READY = 'recording.ready';

    /**
     * @param string      $type       one of the constants above
     * @param string      $provider   the word stored with a camera, such as `nginx`
     * @param string      $stream     as a camera's settings name it
     * @param int         $atMs       when it happened by the provider's clock, milliseconds since 1970
     * @param string|null $recording  of RECORDING_READY alone: the stream or address that plays it, as a camera's settings name it
     * @param int|null    $durationMs of RECORDING_READY, where the provider says it
     */
    public function __construct(
        public readonly string $type,
        public readonly string $provider,
        public readonly string $stream,
        public readonly int $atMs,
        public readonly ?string $recording = null,
        public readonly ?int $durationMs = null,
    ) {}
}
