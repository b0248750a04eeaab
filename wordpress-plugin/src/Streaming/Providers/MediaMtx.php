<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Domain\Clock;
use Parterre\Domain\Secrets;

/**
 * A venue's own MediaMTX, which asks us about everybody who wants to read or publish (`authMethod: http`). The token is ours: it
 * names stream and end, keyed with this site's secret. MediaMTX opens a session for whoever had a good one and writes that
 * session into its playlists by itself, so relative addresses need nothing, and our answer is asked for once a viewer, not once a segment.
 *
 * JWTs were weighed against it: newer versions refuse them in an address, where alone a picture can carry one.
 */
final class MediaMtx extends Adapter {
    public const NAME = 'mediamtx';

    public function __construct(Options $options, private readonly Secrets $secrets, private readonly Clock $clock) {
        parent::__construct($options);
    }

    public function name(): string {
        return self::NAME;
    }

    public function label(): string {
        return __('Own server: MediaMTX', 'parterre');
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $expires = intdiv($nowMs, 1000) + $ttlSeconds;
        return $this->base() . "/$stream/index.m3u8?grant=$expires." . $this->signature($stream, $expires);
    }

    /**
     * Whether somebody with this token may read a stream now.
     *
     * @param string $token `{exp}.{signature}`, as in the address
     */
    public function mayRead(string $stream, string $token): bool {
        [$expires, $signature] = explode('.', $token, 2) + [1 => ''];
        return preg_match('/^\d{1,12}$/D', $expires) === 1 &&
            hash_equals($this->signature($stream, (int) $expires), $signature) &&
            (int) $expires * 1000 > $this->clock->nowMs();
    }

    public function renew(): string {
        return 'path';
    }

    public function revoke(): string {
        return 'none';
    }

    public function proven(): string {
        return 'stream';
    }

    public function strength(): string {
        return __(
            'An address opens the picture for some minutes only; whoever has opened it can go on watching until they stop.',
            'parterre',
        );
    }

    public function features(): array {
        // Before 1.18 there are no sessions: every file is asked about.
        return ['query'];
    }

    public function fields(): array {
        return [self::baseField('https://stream.example:8888', __('Where MediaMTX hands out HLS.', 'parterre'))];
    }

    public function streamWords(): array {
        return [
            'label' => __('Path of the stream', 'parterre'),
            'placeholder' => 'stage',
            'help' => __('The path under which OBS publishes.', 'parterre'),
        ];
    }

    public function streamProblem(string $stream): ?string {
        return self::nameProblem($stream);
    }

    public function limits(): array {
        return [
            self::noCountries(),
            self::noDomains(),
            __(
                'MediaMTX asks this site when somebody begins to watch: while WordPress is away nobody new comes in, and who is watching stays.',
                'parterre',
            ),
        ];
    }

    private function signature(string $stream, int $expires): string {
        $key = $this->secrets->derive('stream|mediamtx');
        return Secrets::base64url(hash_hmac('sha256', "read|$stream|$expires", $key, true));
    }
}
