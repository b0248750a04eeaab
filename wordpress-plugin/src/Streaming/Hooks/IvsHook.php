<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Domain\Instant;
use Parterre\Store\Shows;
use Parterre\Streaming\Providers\AwsIvs;
use Parterre\Streaming\StreamEvent;

/**
 * Amazon IVS, by an API destination of EventBridge that sends our key in a header. The envelope names an AWS account and a channel; both
 * have to be those of a camera.
 *
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/eventbridge.html
 */
final class IvsHook implements Hook {
    /** EventBridge tries again for a day. */
    private const OLDEST_SECONDS = 86_400;
    private const EARLIEST_SECONDS = 300;
    private const TYPES = [
        'Stream Start' => StreamEvent::LIVE_STARTED,
        'Stream End' => StreamEvent::LIVE_ENDED,
    ];

    public function __construct(
        private readonly Keys $keys,
        private readonly AwsIvs $provider,
        private readonly Shows $shows,
    ) {}

    public function provider(): string {
        return $this->provider->name();
    }

    public function read(\WP_REST_Request $request, int $nowSeconds): Reading {
        if (!$this->keys->opens($this->provider(), $request)) {
            return Reading::refused('key', 403);
        }
        $event = json_decode((string) $request->get_body(), true, 16);
        $at = is_array($event) ? Instant::parse((string) ($event['time'] ?? '')) : null;
        $channel = $event['resources'][0] ?? null;
        if (
            $at === null ||
            !is_string($event['id'] ?? null) ||
            !is_string($channel) ||
            ($event['source'] ?? '') !== 'aws.ivs'
        ) {
            return Reading::refused('shape');
        }
        $age = $nowSeconds - intdiv($at, 1000);
        if ($age > self::OLDEST_SECONDS || $age < -self::EARLIEST_SECONDS) {
            return Reading::refused('age');
        }
        $stream = null;
        foreach ($this->shows->streams($this->provider()) as $one) {
            $stream = AwsIvs::arn($one) === $channel ? $one : $stream;
        }
        if ($stream === null || !str_contains($channel, ':' . (string) ($event['account'] ?? '?') . ':')) {
            return Reading::refused('account');
        }
        $type =
            ($event['detail-type'] ?? '') === 'IVS Stream State Change'
                ? self::TYPES[(string) ($event['detail']['event_name'] ?? '')] ?? null
                : null;
        return $type === null
            ? Reading::nothing()
            : Reading::of($event['id'], new StreamEvent($type, $this->provider(), $stream, $at));
    }
}
