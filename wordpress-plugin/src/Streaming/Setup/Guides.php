<?php
declare(strict_types=1);

namespace Parterre\Streaming\Setup;

use Parterre\Streaming\Hooks\Keys;
use Parterre\Streaming\Hooks\Module as Hooks;
use Parterre\Streaming\Provider;

/** What to do, step by step, to stream with a provider: for somebody who runs a venue and not a server. */
final class Guides {
    public function __construct(
        private readonly Recipes $recipes,
        private readonly Keys $keys,
        private readonly Hooks $hooks,
    ) {}

    /**
     * @return list<array{text: string, copies: list<array{label: string, text: string}>}> each with what is to be copied
     */
    public function of(Provider $provider): array {
        $name = $provider->name();
        return match ($name) {
            'nginx' => $this->nginx(),
            'mediamtx' => $this->mediaMtx(),
            'mux' => $this->mux(),
            'cloudflare' => $this->cloudflare(),
            'bunny' => $this->bunny(),
            'ivs' => $this->ivs(),
            'cloudfront', 'akamai' => [
                self::step(
                    __(
                        'Send your picture to your packager as before; this only signs what it hands out. Every file of a stream has to lie in one folder, with the master playlist.',
                        'parterre',
                    ),
                ),
                self::step(
                    __(
                        'Nobody tells this site when the picture comes or goes: it looks at the stream itself.',
                        'parterre',
                    ),
                ),
            ],
            'plain' => [
                self::step(
                    __(
                        'Nothing to set up: enter the address with the camera. Everybody who can open a fan’s page can copy it.',
                        'parterre',
                    ),
                ),
            ],
            default => [],
        };
    }

    /**
     * What to type into OBS for a stream of a server of one's own.
     *
     * @return array{server: string, key: string}|null null where the provider hands out keys itself
     */
    public function publishing(Provider $provider, string $stream, string $host): ?array {
        $name = $provider->name();
        if (!in_array($name, ['nginx', 'mediamtx'], true) || $provider->streamProblem($stream) !== null) {
            return null;
        }
        return [
            'server' => $name === 'nginx' ? "rtmp://$host/live" : "rtmp://$host:1935",
            'key' => "$stream?key=" . $this->keys->publishing($name, $stream),
        ];
    }

    private function nginx(): array {
        return [
            self::step(
                __(
                    'On the server, as root: apt-get install nginx libnginx-mod-rtmp ffmpeg curl — and the folder /var/lib/parterre, which belongs to www-data.',
                    'parterre',
                ),
            ),
            $this->files(
                'nginx',
                __(
                    'Put these three texts where their headings say; the last one has to be executable. Then restart nginx.',
                    'parterre',
                ),
            ),
            $this->obs(),
        ];
    }

    private function mediaMtx(): array {
        return [
            self::step(__('Install MediaMTX, 1.18 or newer, and curl on the server.', 'parterre')),
            $this->files(
                'mediamtx',
                __(
                    'Put this text beside the program, and start it. It needs a certificate, see its comments.',
                    'parterre',
                ),
            ),
            $this->obs(),
        ];
    }

    private function mux(): array {
        return [
            self::step(
                __(
                    'Make a live stream at Mux, with the playback policy “signed” for the stream and for its recordings.',
                    'parterre',
                ),
            ),
            self::step(__('In OBS: service “Custom”, this server, and the stream key that Mux shows.', 'parterre'), [
                __('Server', 'parterre') => 'rtmps://global-live.mux.com:443/app',
            ]),
            self::step(
                __(
                    'Mux › Settings › Webhooks › Create new webhook, with this address. Then enter its signing secret above.',
                    'parterre',
                ),
                $this->address('mux'),
            ),
        ];
    }

    private function cloudflare(): array {
        return [
            self::step(
                __(
                    'Make a live input at Cloudflare, with automatic recording, and turn on “Require signed URLs”.',
                    'parterre',
                ),
            ),
            self::step(__('In OBS: service “Custom”, this server, and the stream key of the live input.', 'parterre'), [
                __('Server', 'parterre') => 'rtmps://live.cloudflare.com:443/live/',
            ]),
            self::step(
                __(
                    'Cloudflare › Notifications › Destinations › Webhooks › Create, with this address and this secret. Then add a notification for Stream, to that webhook: it tells when the picture comes and goes.',
                    'parterre',
                ),
                $this->address('cloudflare') + [__('Secret', 'parterre') => $this->keys->hook('cloudflare')],
            ),
            self::step(
                __(
                    'For recordings, the account has one webhook of its own: PUT …/stream/webhook with the same address. Enter the secret it answers above.',
                    'parterre',
                ),
            ),
        ];
    }

    private function bunny(): array {
        return [
            self::step(__('Upload the recording to a video library of Bunny Stream.', 'parterre')),
            self::step(
                __(
                    'Bunny › Stream › the library › API › Webhook URL: this address. The read-only API key stands beside it; enter it above.',
                    'parterre',
                ),
                $this->address('bunny'),
            ),
        ];
    }

    private function ivs(): array {
        return [
            self::step(
                __(
                    'Make a channel at IVS with “Enable playback authorization”, and import the public key.',
                    'parterre',
                ),
            ),
            self::step(
                __('In OBS: service “Custom”, server and stream key as the IVS console shows them.', 'parterre'),
            ),
            self::step(
                __(
                    'Amazon EventBridge › API destinations: a connection with an API key (this name, this value) and a destination with this address (POST). Then a rule for the source aws.ivs, “IVS Stream State Change”, to that destination.',
                    'parterre',
                ),
                $this->address('ivs') + [
                    __('Name of the API key', 'parterre') => Keys::HEADER,
                    __('Value of the API key', 'parterre') => $this->keys->hook('ivs'),
                ],
            ),
        ];
    }

    private function obs(): array {
        return self::step(
            __(
                'In OBS: service “Custom”. Server and stream key for each stream are shown below, by its name. Key frame interval: 2 seconds.',
                'parterre',
            ),
        );
    }

    private function files(string $provider, string $text): array {
        return self::step($text, $this->recipes->of($provider));
    }

    /** @return array<string, string> */
    private function address(string $provider): array {
        return in_array($provider, $this->hooks->providers(), true)
            ? [__('Address of the webhook', 'parterre') => Hooks::url($provider)]
            : [];
    }

    /** @param array<string, string> $copies by their labels */
    private static function step(string $text, array $copies = []): array {
        return [
            'text' => $text,
            'copies' => array_map(
                static fn(string $label, string $copy): array => ['label' => $label, 'text' => $copy],
                array_keys($copies),
                $copies,
            ),
        ];
    }
}
