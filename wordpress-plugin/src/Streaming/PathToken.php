<?php
declare(strict_types=1);

namespace Parterre\Streaming;

use Parterre\Domain\Secrets;
use Parterre\Settings;

/**
 * A stream server that checks a token in the path, as nginx's secure_link module does:
 * `/{sig}/{exp}/{stream}/{file}`, where `sig` is base64url(md5("exp|stream|secret")). The token stands before every file
 * of the stream, playlists and segments alike, because their addresses are relative. md5 is what secure_link offers;
 * the construction needs a second preimage to forge, which md5 still withstands.
 */
final class PathToken implements Provider {
    public function __construct(private readonly Settings $settings) {}

    public function name(): string {
        return 'nginx';
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $expires = intdiv($nowMs, 1000) + $ttlSeconds;
        return rtrim($this->settings->get('stream_base'), '/') .
            self::path($stream, $expires, $this->settings->streamSecret()) .
            'master.m3u8';
    }

    /** `/{sig}/{exp}/{stream}/` */
    public static function path(string $stream, int $expires, string $secret): string {
        return '/' . Secrets::base64url(md5("$expires|$stream|$secret", true)) . "/$expires/$stream/";
    }

    public function renew(): string {
        return 'path';
    }

    public function revoke(): string {
        return 'ttl';
    }

    public function proven(): string {
        return 'stream';
    }

    public function strength(): string {
        return __(
            'Addresses are signed and run out after some minutes: a copied address dies with its grant.',
            'parterre',
        );
    }
}
