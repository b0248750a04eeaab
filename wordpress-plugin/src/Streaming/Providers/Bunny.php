<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Domain\Secrets;

/**
 * Bunny's token authentication in its newer form, HMAC-SHA256, as a folder in the path: whatever the playlist names inherits
 * it, and every request is checked. The order inside the message (path, end, address, parameters) is that of Bunny's code and
 * published cases; its README says otherwise.
 *
 * @see https://github.com/BunnyWay/BunnyCDN.TokenAuthentication
 */
final class Bunny extends Adapter {
    public const NAME = 'bunny';
    private const PLAYLIST = 'playlist.m3u8';

    public function name(): string {
        return self::NAME;
    }

    public function label(): string {
        return 'Bunny';
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $folder = "/$stream/";
        $parameters = ['token_path' => $folder];
        if ($this->countries() !== []) {
            $parameters['token_countries'] = implode(',', $this->countries());
        }
        $expires = intdiv($nowMs, 1000) + $ttlSeconds;
        $token = self::token($this->told('key'), $folder, $expires, $parameters);
        ksort($parameters);
        $query = http_build_query(
            ['bcdn_token' => $token] + $parameters + ['expires' => $expires],
            '',
            '&',
            PHP_QUERY_RFC3986,
        );
        return $this->base() . "/$query$folder" . self::PLAYLIST;
    }

    /**
     * @param string $path the path, or the folder that `token_path` names
     * @param array<string, string> $parameters what is checked along with it
     * @param string $address of the viewer, where the token is for that one alone
     */
    public static function token(
        string $key,
        string $path,
        int $expires,
        array $parameters = [],
        string $address = '',
    ): string {
        ksort($parameters);
        $signed = implode(
            '&',
            array_map(
                static fn(string $name, string $value): string => "$name=$value",
                array_keys($parameters),
                $parameters,
            ),
        );
        $bytes = $address === '' ? '' : (string) inet_pton($address);
        if (strlen($bytes) === 16) {
            // A household has a whole network of IPv6 addresses, and changes within it.
            $bytes = substr($bytes, 0, 8) . str_repeat("\0", 8);
        }
        return 'HS256-' .
            ($address === '' ? '' : '1-') .
            Secrets::base64url(hash_hmac('sha256', "$path$expires$bytes$signed", $key, true));
    }

    /** What Bunny signs its messages with; empty while nobody has entered it. */
    public function readKey(): string {
        return $this->told('read_key');
    }

    /** The number of the video library; empty while nobody has entered it. */
    public function library(): string {
        return $this->told('library');
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
            'Addresses are signed and run out after some minutes, and Bunny checks every piece: a copied address dies with its grant.',
            'parterre',
        );
    }

    public function fields(): array {
        return [
            self::baseField(
                'https://vz-abc123.b-cdn.net',
                __('The host name of the pull zone of your video library.', 'parterre'),
            ),
            new Field(
                'key',
                __('Token authentication key', 'parterre'),
                __('Bunny › CDN › the pull zone › Security › Token authentication. Turn it on there.', 'parterre'),
                Field::SECRET,
            ),
            self::countriesField(),
            new Field(
                'library',
                __('Number of the video library', 'parterre'),
                __('Messages about another library are refused.', 'parterre'),
                Field::NAME,
                false,
                '133',
                pattern: '/^\d{1,12}$/D',
            ),
            new Field(
                'read_key',
                __('Read-only API key of the video library', 'parterre'),
                __(
                    'Bunny signs its messages with it. Without it nobody is told when a recording is ready.',
                    'parterre',
                ),
                Field::SECRET,
                false,
            ),
        ];
    }

    public function streamWords(): array {
        return [
            'label' => __('Video ID', 'parterre'),
            'placeholder' => '657bb740-a71b-4529-a012-528021c31a92',
            'help' => __('Bunny is made for recordings; whether your account has live, Bunny knows.', 'parterre'),
        ];
    }

    public function streamProblem(string $stream): ?string {
        return self::named(
            $stream,
            '#^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,5}$#D',
            __('This needs the ID of a video, or the folder of a stream in the pull zone.', 'parterre'),
        );
    }

    public function limits(): array {
        return [__('A lock to your own pages is set at Bunny: “Allowed domains” of the video library.', 'parterre')];
    }
}
