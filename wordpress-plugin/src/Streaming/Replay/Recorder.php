<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

use Parterre\Store\Recordings;
use Parterre\Store\Shows;
use Parterre\Streaming\StreamEvent;

/** Finds out what was recorded: a provider tells, somebody types an address, or the live stream's own playlist is the recording. */
final class Recorder {
    /** A recording belongs to a show that was near: soundchecks come before it, providers are slow after it. */
    private const BEFORE_MS = 12 * 3_600_000;
    private const AFTER_MS = 36 * 3_600_000;

    public function __construct(
        private readonly Recordings $recordings,
        private readonly Shows $shows,
        private readonly Inspection $inspection,
    ) {}

    /** A provider has told something; recordings are ours. */
    public function hear(StreamEvent $event): void {
        if ($event->type !== StreamEvent::RECORDING_READY || $event->recording === null || $event->recording === '') {
            return;
        }
        [$show, $camera] = $this->whose($event);
        $found = $this->recordings->add([
            'show_id' => $show,
            'camera' => $camera,
            'provider' => $event->provider,
            'stream' => $event->recording,
            'of_stream' => $event->stream,
            'source' => 'provider',
            'started_at' => $event->durationMs === null ? null : $event->atMs - $event->durationMs,
            'duration_ms' => $event->durationMs,
        ]);
        if ($found['new']) {
            $this->inspection->begin($found['id']);
        }
    }

    /**
     * Looks whether the live streams of a show have kept what they showed: a recorder that never takes a segment out of its playlist, and
     * ends it, has made the recording.
     *
     * @return int how many were found that nobody knew
     */
    public function look(array $show): int {
        $new = 0;
        foreach ($this->shows->cameras($show['id']) as $camera) {
            if ($camera['live_stream'] === '') {
                continue;
            }
            $found = $this->recordings->add([
                'show_id' => $show['id'],
                'camera' => $camera['id'],
                'provider' => $camera['provider'],
                'stream' => $camera['live_stream'],
                'of_stream' => $camera['live_stream'],
                'source' => 'live',
                'started_at' => null,
                'duration_ms' => null,
            ]);
            $new += $found['new'] ? 1 : 0;
            $this->inspection->begin($found['id']);
        }
        return $new;
    }

    /** Takes an address that somebody typed. @return string the recording's id */
    public function add(string $show, ?string $camera, string $provider, string $stream): string {
        $found = $this->recordings->add([
            'show_id' => $show,
            'camera' => $camera,
            'provider' => $provider,
            'stream' => $stream,
            'of_stream' => '',
            'source' => 'hand',
            'started_at' => null,
            'duration_ms' => null,
        ]);
        $this->inspection->begin($found['id']);
        return $found['id'];
    }

    /** @return array{0: string|null, 1: string|null} the show and the camera that a recording was made of */
    private function whose(StreamEvent $event): array {
        $best = null;
        foreach ($this->recordings->showsOfStream($event->provider, $event->stream) as $row) {
            $over = max($row['ends_at'], $row['ended_at'] ?? 0);
            if ($event->atMs < $row['doors_at'] - self::BEFORE_MS || $event->atMs > $over + self::AFTER_MS) {
                continue;
            }
            // The show that has begun last before it was ready.
            $far = abs($event->atMs - ($event->durationMs ?? 0) - $row['starts_at']);
            if ($best === null || $far < $best[0]) {
                $best = [$far, $row['id'], $row['camera']];
            }
        }
        return $best === null ? [null, null] : [$best[1], $best[2]];
    }
}
