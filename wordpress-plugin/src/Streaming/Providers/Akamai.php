<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

/**
 * Akamai with Auth Token 2.0 for all files of a stream's folder, as the query `hdnts` that the engine puts on every request. The name and its place
 * are Akamai's usual ones; its own way of passing the token on as a cookie would need the venue's domain.
 *
 * @see https://techdocs.akamai.com/property-mgr/docs/auth-token-2-0-ver
 */
final class Akamai extends Adapter {
    public const NAME = 'akamai';

    public function name(): string {
        return self::NAME;
    }

    public function label(): string {
        return 'Akamai';
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $folder = self::folderOf($stream);
        $end = intdiv($nowMs, 1000) + $ttlSeconds;
        return $this->base() . "/$stream?hdnts=" . self::token($this->told('key'), "exp=$end~acl=/$folder*");
    }

    /** @param string $fields `st=…~exp=…~acl=…`, `st` where it begins later */
    public static function token(string $hexKey, string $fields): string {
        return "$fields~hmac=" . hash_hmac('sha256', $fields, (string) hex2bin($hexKey));
    }

    public function renew(): string {
        return 'path';
    }

    public function revoke(): string {
        return 'ttl';
    }

    public function proven(): string {
        return 'vector';
    }

    public function strength(): string {
        return __(
            'Addresses are signed and run out after some minutes, and Akamai checks every piece. AirPlay and old iPhones cannot play them.',
            'parterre',
        );
    }

    public function features(): array {
        return ['query'];
    }

    public function fields(): array {
        return [
            self::baseField('https://stream.akamaized.net', __('The host name of the property.', 'parterre')),
            new Field(
                'key',
                __('Encryption key', 'parterre'),
                __(
                    'Of the behavior “Auth Token 2.0 Verification”: token in the query, named hdnts, SHA-256, not escaped.',
                    'parterre',
                ),
                Field::HEX,
                true,
                'aabbccddeeff00112233445566778899',
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
            __('A list of countries is set at Akamai: “Content Targeting” of the property.', 'parterre'),
            self::noDomains(),
        ];
    }
}
