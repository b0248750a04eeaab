<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

/**
 * CloudFront with a signed policy for all files of a stream's folder. CloudFront takes it as cookies or as a query. Cookies
 * would have to come from a name below the venue's own and cross sites on every other page, so it is the query, and the engine puts it on
 * every request: players that take an address as it is (AirPlay, old iPhones) cannot.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
 */
final class CloudFront extends Adapter {
    public const NAME = 'cloudfront';

    public function name(): string {
        return self::NAME;
    }

    public function label(): string {
        return 'Amazon CloudFront';
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $folder = self::folderOf($stream);
        $policy = (string) json_encode(
            [
                'Statement' => [
                    [
                        'Resource' => $this->base() . "/$folder*",
                        'Condition' => ['DateLessThan' => ['AWS:EpochTime' => intdiv($nowMs, 1000) + $ttlSeconds]],
                    ],
                ],
            ],
            JSON_UNESCAPED_SLASHES,
        );
        $key = Pem::open($this->told('private_key'));
        $signature = '';
        if ($key === null || !openssl_sign($policy, $signature, $key, OPENSSL_ALGO_SHA256)) {
            throw new \RuntimeException('The private key does not sign.');
        }
        return $this->base() .
            "/$stream?Policy=" .
            self::safe($policy) .
            '&Signature=' .
            self::safe($signature) .
            "&Key-Pair-Id={$this->told('key_id')}&Hash-Algorithm=SHA256";
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
            'Addresses are signed and run out after some minutes, and CloudFront checks every piece. AirPlay and old iPhones cannot play them.',
            'parterre',
        );
    }

    public function features(): array {
        return ['query'];
    }

    public function fields(): array {
        return [
            self::baseField(
                'https://d111111abcdef8.cloudfront.net',
                __('The distribution’s domain name, or your own for it.', 'parterre'),
            ),
            new Field(
                'key_id',
                __('ID of the public key', 'parterre'),
                __('CloudFront › Public keys. It has to be in a key group that the distribution trusts.', 'parterre'),
                Field::NAME,
                true,
                'K2JCJMDEHXQW5F',
            ),
            new Field(
                'private_key',
                __('Private key', 'parterre'),
                __('The private half (RSA, 2048 bits) of the same key.', 'parterre'),
                Field::RSA,
            ),
        ];
    }

    public function streamWords(): array {
        return [
            'label' => __('Path of the playlist', 'parterre'),
            'placeholder' => 'live/stage/master.m3u8',
            'help' => __(
                'Below the address above. Whatever lies in the same folder can be read with the same grant.',
                'parterre',
            ),
        ];
    }

    public function streamProblem(string $stream): ?string {
        return self::pathProblem($stream);
    }

    public function limits(): array {
        return [
            __('A list of countries is set at CloudFront: “Geographic restrictions” of the distribution.', 'parterre'),
            self::noDomains(),
        ];
    }

    /** Base64 with CloudFront's own stand-ins for what a query cannot hold. */
    private static function safe(string $bytes): string {
        return strtr(base64_encode($bytes), '+=/', '-_~');
    }
}
