<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Domain\Instant;
use Parterre\Streaming\Providers\Mux;
use Parterre\Streaming\StreamEvent;

/**
 * Mux: `mux-signature: t=…,v1=…`. Its live streams have a name of their own beside the playback ID that a camera names; an event of the live stream says both,
 * that of its recording only the first, so the pair is remembered.
 *
 * @see https://www.mux.com/docs/core/verify-webhook-signatures
 */
final class MuxHook implements Hook {
    /** Playback IDs by live stream, the newest first. */
    public const OPTION = 'parterre_stream_mux';
    private const REMEMBERED = 100;
    private const TYPES = [
        'video.live_stream.active' => StreamEvent::LIVE_STARTED,
        'video.live_stream.disconnected' => StreamEvent::LIVE_ENDED,
        'video.live_stream.idle' => StreamEvent::LIVE_ENDED,
        'video.asset.live_stream_completed' => StreamEvent::RECORDING_READY,
    ];

    public function __construct(private readonly Mux $provider) {}

    public function provider(): string {
        return $this->provider->name();
    }

    public function read(\WP_REST_Request $request, int $nowSeconds): Reading {
        $body = (string) $request->get_body();
        $header = (string) $request->get_header('mux_signature');
        $refusal = Signature::refusal($body, $header, 't', 'v1', $this->provider->webhookSecret(), $nowSeconds);
        if ($refusal !== null) {
            return Reading::refused($refusal);
        }
        $event = json_decode($body, true, 32);
        $data = $event['data'] ?? null;
        if (!is_array($data) || !is_string($event['id'] ?? null) || !is_string($event['type'] ?? null)) {
            return Reading::refused('shape');
        }
        $type = self::TYPES[$event['type']] ?? null;
        if ($type === null) {
            return Reading::nothing();
        }
        $played = $this->playbackId($data);
        $isRecording = $type === StreamEvent::RECORDING_READY;
        $live = (string) ($data[$isRecording ? 'live_stream_id' : 'id'] ?? '');
        $stream = $isRecording ? self::remembered()[$live] ?? null : $played;
        if ($stream === null || $played === null) {
            // A public one, or a stream that never told its playback ID: nothing that a camera of ours could name.
            return Reading::nothing();
        }
        if (!$isRecording) {
            update_option(
                self::OPTION,
                array_slice([$live => $stream] + self::remembered(), 0, self::REMEMBERED, true),
                false,
            );
        }
        return Reading::of(
            $event['id'],
            new StreamEvent(
                $type,
                $this->provider(),
                $stream,
                Instant::parse((string) ($event['created_at'] ?? '')) ?? $nowSeconds * 1000,
                $isRecording ? $played : null,
                $isRecording && is_numeric($data['duration'] ?? null) ? (int) round($data['duration'] * 1000) : null,
            ),
        );
    }

    /** The signed playback ID of a live stream or a recording; null when it has none. */
    private function playbackId(array $data): ?string {
        foreach ((array) ($data['playback_ids'] ?? []) as $one) {
            if (
                is_array($one) &&
                ($one['policy'] ?? '') === 'signed' &&
                is_string($one['id'] ?? null) &&
                $this->provider->streamProblem($one['id']) === null
            ) {
                return $one['id'];
            }
        }
        return null;
    }

    /** @return array<string, string> */
    private static function remembered(): array {
        return array_filter((array) get_option(self::OPTION, []), 'is_string');
    }
}
