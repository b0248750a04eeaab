<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

/**
 * Mux Video with a signed playback policy. The token opens the first playlist; the addresses in it are signed by Mux itself and live as long as
 * the token, so it has to outlast the show. Mux's own library writes the id of the key into the claims, and its edge reads it there.
 *
 * @see https://www.mux.com/docs/guides/secure-video-playback
 */
final class Mux extends Adapter {
    public const NAME = 'mux';

    public function name(): string {
        return self::NAME;
    }

    public function label(): string {
        return 'Mux';
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $claims = [
            'sub' => $stream,
            'aud' => 'v',
            'exp' => intdiv($nowMs, 1000) + $ttlSeconds,
            'kid' => $this->told('key_id'),
        ];
        $restriction = $this->exactly('restriction');
        if ($restriction !== '') {
            $claims['playback_restriction_id'] = $restriction;
        }
        return "https://stream.mux.com/$stream.m3u8?token=" . Jwt::rs256($claims, $this->told('private_key'));
    }

    /** Empty while nobody has entered it. */
    public function webhookSecret(): string {
        return $this->told('webhook_secret');
    }

    public function lifetimeSeconds(int $grantSeconds): ?int {
        return 3600 * (int) $this->told('hours');
    }

    public function renew(): string {
        return 'none';
    }

    public function revoke(): string {
        return 'ttl';
    }

    public function proven(): string {
        return 'signature-only';
    }

    public function strength(): string {
        return __(
            'Addresses are signed and outlast the show, because Mux cannot renew them: a copied address works for as many hours as you set, in your own pages alone if you add a playback restriction.',
            'parterre',
        );
    }

    public function fields(): array {
        return [
            new Field(
                'key_id',
                __('ID of the signing key', 'parterre'),
                __('Mux › Settings › Signing Keys › Generate new key.', 'parterre'),
                Field::NAME,
            ),
            new Field(
                'private_key',
                __('Private key', 'parterre'),
                __('Mux shows it once, in base64. Paste it as it is.', 'parterre'),
                Field::RSA,
            ),
            new Field(
                'hours',
                __('Hours an address lives', 'parterre'),
                __(
                    'From the moment somebody comes in. It has to outlast the longest show, or the picture breaks off.',
                    'parterre',
                ),
                Field::NUMBER,
                false,
                '8',
                usual: '8',
                least: 1,
                most: 48,
            ),
            new Field(
                'restriction',
                __('ID of a playback restriction', 'parterre'),
                __(
                    'Locks the picture to your own pages. You make it at Mux, with the domains of your pages.',
                    'parterre',
                ),
                Field::NAME,
                false,
            ),
            new Field(
                'webhook_secret',
                __('Signing secret of the webhook', 'parterre'),
                __('Mux › Settings › Webhooks. Without it nobody is told when the picture comes or goes.', 'parterre'),
                Field::SECRET,
                false,
            ),
        ];
    }

    public function streamWords(): array {
        return [
            'label' => __('Playback ID', 'parterre'),
            'placeholder' => 'qxb01i6T202018GFS02vp9RIe01icTcDCjVzQpmaB00CUisJ4',
            'help' => __('The one with the policy “signed”.', 'parterre'),
        ];
    }

    public function streamProblem(string $stream): ?string {
        return self::named(
            $stream,
            '/^[A-Za-z0-9]{10,100}$/D',
            __('This needs a playback ID of Mux: letters and digits alone, no address.', 'parterre'),
        );
    }

    public function limits(): array {
        return [self::noCountries()];
    }
}
