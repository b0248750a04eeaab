<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

/** Any HLS address as it is. Only the plugin's answer is protected: who copies the address keeps it. */
final class PlainHls extends Adapter {
    public function name(): string {
        return 'plain';
    }

    public function label(): string {
        return __('Not protected: a plain address', 'parterre');
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        return $stream;
    }

    public function lifetimeSeconds(int $grantSeconds): ?int {
        return null;
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

    public function fields(): array {
        return [];
    }

    public function streamWords(): array {
        return [
            'label' => __('Address of the stream', 'parterre'),
            'placeholder' => 'https://…/live.m3u8',
            'help' => __('The address your streaming provider calls “playback URL” or “.m3u8”.', 'parterre'),
        ];
    }

    public function streamProblem(string $stream): ?string {
        return preg_match('#^https?://[^\s<>"]+$#D', $stream) === 1
            ? null
            : __('This needs the full address of an HLS playlist (.m3u8).', 'parterre');
    }

    public function limits(): array {
        return [
            self::noCountries(),
            self::noDomains(),
            __(
                'A ticket that is taken back ends the picture in our player, not for somebody who has the address.',
                'parterre',
            ),
        ];
    }
}
