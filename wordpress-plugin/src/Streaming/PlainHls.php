<?php
declare(strict_types=1);

namespace Parterre\Streaming;

/** Any HLS address as it is. Only the plugin's answer is protected: who copies the address keeps it. */
final class PlainHls implements Provider {
    public function name(): string {
        return 'plain';
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        return $stream;
    }

    public function renew(): string {
        return 'none';
    }

    public function revoke(): string {
        return 'none';
    }

    public function proven(): string {
        return 'stream';
    }

    public function strength(): string {
        return __(
            'No protection of the stream itself: anybody who copies the address can watch and pass it on. Use it for open shows.',
            'parterre',
        );
    }
}
