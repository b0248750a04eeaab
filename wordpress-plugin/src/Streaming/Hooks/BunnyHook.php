<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Streaming\Providers\Bunny;
use Parterre\Streaming\StreamEvent;

/**
 * Bunny Stream: `{VideoLibraryId, VideoGuid, Status}`, signed as a whole with the library's read-only key. There is no moment in it, so an old one
 * cannot be told from a new one; told twice it is one.
 *
 * @see https://docs.bunny.net/stream/webhooks
 */
final class BunnyHook implements Hook {
    private const FINISHED = 3;

    public function __construct(private readonly Bunny $provider) {}

    public function provider(): string {
        return $this->provider->name();
    }

    public function read(\WP_REST_Request $request, int $nowSeconds): Reading {
        $body = (string) $request->get_body();
        $key = $this->provider->readKey();
        $given = (string) $request->get_header('x_bunnystream_signature');
        if ($key === '' || !hash_equals(hash_hmac('sha256', $body, $key), $given)) {
            return Reading::refused('signature');
        }
        $told = json_decode($body, true, 8);
        $video = $told['VideoGuid'] ?? null;
        if (!is_string($video) || $this->provider->streamProblem($video) !== null || !is_int($told['Status'] ?? null)) {
            return Reading::refused('shape');
        }
        if ((string) ($told['VideoLibraryId'] ?? '') !== $this->provider->library()) {
            return Reading::refused('account');
        }
        if ($told['Status'] !== self::FINISHED) {
            return Reading::nothing();
        }
        return Reading::of(
            "finished|$video",
            new StreamEvent(StreamEvent::RECORDING_READY, $this->provider(), $video, $nowSeconds * 1000, $video),
        );
    }
}
