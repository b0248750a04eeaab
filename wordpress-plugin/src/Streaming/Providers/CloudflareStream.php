<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

/**
 * Cloudflare Stream with signed addresses: the token stands in the path in place of the video's id, so whatever the playlist
 * names inherits it.
 *
 * @see https://developers.cloudflare.com/stream/viewing-videos/securing-your-stream/
 */
final class CloudflareStream extends Adapter {
    public const NAME = 'cloudflare';
    private const LEEWAY_SECONDS = 60;

    public function name(): string {
        return self::NAME;
    }

    public function label(): string {
        return 'Cloudflare Stream';
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $now = intdiv($nowMs, 1000);
        $claims = [
            'sub' => $stream,
            'kid' => $this->told('key_id'),
            'exp' => $now + $ttlSeconds,
            // The edge's clock and ours need not agree to the second.
            'nbf' => $now - self::LEEWAY_SECONDS,
        ];
        $countries = $this->countries();
        if ($countries !== []) {
            $claims['accessRules'] = [
                ['type' => 'ip.geoip.country', 'action' => 'allow', 'country' => $countries],
                ['type' => 'any', 'action' => 'block'],
            ];
        }
        $token = Jwt::rs256($claims, $this->told('private_key'), ['kid' => $this->told('key_id')]);
        return $this->base() . "/$token/manifest/video.m3u8";
    }

    /** Empty while nobody has entered it. */
    public function webhookSecret(): string {
        return $this->told('webhook_secret');
    }

    public function renew(): string {
        return 'path';
    }

    public function revoke(): string {
        return 'ttl';
    }

    public function proven(): string {
        return 'signature-only';
    }

    public function strength(): string {
        return __(
            'Addresses are signed and run out after some minutes: a copied address dies with its grant. “Require signed URLs” has to be on, for the live input and for what it records.',
            'parterre',
        );
    }

    public function fields(): array {
        return [
            self::baseField(
                'https://customer-abc123.cloudflarestream.com',
                __('The beginning of any address that Cloudflare shows for your videos.', 'parterre'),
            ),
            new Field(
                'key_id',
                __('ID of the signing key', 'parterre'),
                __('“id” in the answer when the key was made (POST …/stream/keys).', 'parterre'),
                Field::NAME,
            ),
            new Field(
                'private_key',
                __('Private key', 'parterre'),
                __('“pem” in the same answer, in base64. Paste it as it is.', 'parterre'),
                Field::RSA,
            ),
            self::countriesField(),
            new Field(
                'webhook_secret',
                __('Secret of the webhook for recordings', 'parterre'),
                __('“secret” in the answer when the webhook was set (PUT …/stream/webhook).', 'parterre'),
                Field::SECRET,
                false,
            ),
        ];
    }

    public function streamWords(): array {
        return [
            'label' => __('Live input ID or video ID', 'parterre'),
            'placeholder' => '6b9e68b07dfee8cc2d116e4c51d6a957',
            'help' => __('32 digits and letters, as in Cloudflare’s dashboard.', 'parterre'),
        ];
    }

    public function streamProblem(string $stream): ?string {
        return self::named(
            $stream,
            '/^[0-9a-f]{32}$/D',
            __('This needs the ID that Cloudflare shows: 32 digits and letters from a to f, no address.', 'parterre'),
        );
    }

    public function limits(): array {
        return [
            __(
                'A lock to your own pages is set at Cloudflare: “Allowed origins” of the live input and of each recording.',
                'parterre',
            ),
        ];
    }
}
