<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Domain\Instant;
use Parterre\Streaming\Providers\CloudflareStream;
use Parterre\Streaming\StreamEvent;

/**
 * Cloudflare speaks in two voices. Recordings: the account's one webhook, `Webhook-Signature: time=…,sig1=…`. Live inputs: a
 * Notification, with a secret that we gave it in `cf-webhook-auth`.
 *
 * @see https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/
 * @see https://developers.cloudflare.com/stream/stream-live/webhooks/
 */
final class CloudflareHook implements Hook {
    /** A Notification carries no signature over its moment; it is tried again for some time. */
    private const OLDEST_SECONDS = 3600;
    private const TYPES = [
        'live_input.connected' => StreamEvent::LIVE_STARTED,
        'live_input.disconnected' => StreamEvent::LIVE_ENDED,
        'live_input.errored' => StreamEvent::LIVE_ENDED,
    ];

    public function __construct(private readonly Keys $keys, private readonly CloudflareStream $provider) {}

    public function provider(): string {
        return $this->provider->name();
    }

    public function read(\WP_REST_Request $request, int $nowSeconds): Reading {
        $body = (string) $request->get_body();
        $signature = (string) $request->get_header('webhook_signature');
        if ($signature !== '') {
            $secret = $this->provider->webhookSecret();
            $refusal = Signature::refusal($body, $signature, 'time', 'sig1', $secret, $nowSeconds);
            return $refusal !== null ? Reading::refused($refusal) : $this->recording($body, $nowSeconds);
        }
        $given = (string) $request->get_header('cf_webhook_auth');
        return hash_equals($this->keys->hook($this->provider()), $given)
            ? $this->notification($body, $nowSeconds)
            : Reading::refused('signature');
    }

    private function recording(string $body, int $nowSeconds): Reading {
        $video = json_decode($body, true, 16);
        if (!is_array($video) || !is_string($video['uid'] ?? null)) {
            return Reading::refused('shape');
        }
        $input = $video['liveInput'] ?? null;
        $isReady = ($video['readyToStream'] ?? false) === true && ($video['status']['state'] ?? '') === 'ready';
        if (!$isReady || !$this->isId($input) || !$this->isId($video['uid'])) {
            // Something that was uploaded, or that is not done.
            return Reading::nothing();
        }
        $seconds = $video['duration'] ?? null;
        return Reading::of(
            "recording|{$video['uid']}",
            new StreamEvent(
                StreamEvent::RECORDING_READY,
                $this->provider(),
                $input,
                Instant::parse((string) ($video['modified'] ?? '')) ?? $nowSeconds * 1000,
                $video['uid'],
                is_numeric($seconds) && $seconds > 0 ? (int) round($seconds * 1000) : null,
            ),
        );
    }

    private function notification(string $body, int $nowSeconds): Reading {
        $told = json_decode($body, true, 8);
        if (!is_array($told)) {
            return Reading::refused('shape');
        }
        $data = is_array($told['data'] ?? null) ? $told['data'] : [];
        $type = self::TYPES[(string) ($data['event_type'] ?? '')] ?? null;
        if ($type === null || !$this->isId($data['input_id'] ?? null)) {
            // Cloudflare's own test message, or about something else.
            return Reading::nothing();
        }
        $at = Instant::parse((string) ($data['updated_at'] ?? '')) ?? 1000 * (int) ($told['ts'] ?? 0);
        if (abs($nowSeconds * 1000 - $at) > self::OLDEST_SECONDS * 1000) {
            return Reading::refused('age');
        }
        return Reading::of(
            "{$data['event_type']}|{$data['input_id']}|$at",
            new StreamEvent($type, $this->provider(), $data['input_id'], $at),
        );
    }

    private function isId(mixed $given): bool {
        return is_string($given) && $this->provider->streamProblem($given) === null;
    }
}
