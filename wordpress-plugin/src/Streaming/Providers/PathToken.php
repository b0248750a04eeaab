<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Domain\Secrets;
use Parterre\Settings;

/**
 * A stream server that checks a token in the path, as nginx's secure_link module does:
 * `/{sig}/{exp}/{stream}/{file}`, where `sig` is base64url(md5("exp|stream|secret")). The token stands before every file
 * of the stream, playlists and segments alike, because their addresses are relative. md5 is what secure_link offers;
 * the construction needs a second preimage to forge, which md5 still withstands.
 */
final class PathToken extends Adapter {
    public function __construct(Options $options, private readonly Settings $settings) {
        parent::__construct($options);
    }

    public function name(): string {
        return 'nginx';
    }

    public function label(): string {
        return __('Own server: nginx with signed addresses', 'parterre');
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $expires = intdiv($nowMs, 1000) + $ttlSeconds;
        ['base' => $base, 'secret' => $secret, 'playlist' => $playlist] = $this->facts();
        return $base . self::path($stream, $expires, $secret) . $playlist;
    }

    /** The server's secret; where none was entered, one of this site's own. @throws \RuntimeException where a wrong one was */
    public function secret(): string {
        return $this->exactly('secret') ?: $this->settings->streamSecret();
    }

    /**
     * What it takes to sign, for the door that has no WordPress.
     *
     * @return array{base: string, secret: string, playlist: string}
     * @throws \RuntimeException where some of it is missing or wrong
     */
    public function facts(): array {
        return [
            'base' => $this->base(),
            'secret' => $this->secret(),
            'playlist' => $this->told('playlist'),
        ];
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

    public function fields(): array {
        return [
            self::baseField(
                'https://stream.example',
                __('Where nginx hands out the stream; what stands before the signature.', 'parterre'),
                'stream_base',
            ),
            new Field(
                'secret',
                __('Secret', 'parterre'),
                __(
                    'The same as in the server’s configuration. Empty: one of this site’s own, which the configuration below has in it.',
                    'parterre',
                ),
                Field::SECRET,
                false,
                '',
                'stream_secret',
            ),
            new Field(
                'playlist',
                __('Name of the playlist', 'parterre'),
                __(
                    'The first file of each stream: master.m3u8 of our configuration, index.m3u8 of nginx-rtmp alone.',
                    'parterre',
                ),
                Field::NAME,
                false,
                'master.m3u8',
                'stream_playlist',
                '/^[A-Za-z0-9][A-Za-z0-9._-]{0,60}\.m3u8$/D',
                'master.m3u8',
            ),
        ];
    }

    public function streamWords(): array {
        return [
            'label' => __('Name of the stream', 'parterre'),
            'placeholder' => 'stage',
            'help' => __('The name under which OBS publishes.', 'parterre'),
        ];
    }

    public function streamProblem(string $stream): ?string {
        return self::nameProblem($stream);
    }

    public function limits(): array {
        return [
            __('A list of countries needs nginx’s own module for it (GeoIP); the plugin does not set it.', 'parterre'),
            __(
                'A lock to your own pages is not available: the address works in any player until it runs out.',
                'parterre',
            ),
        ];
    }
}
