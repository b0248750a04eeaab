<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Domain\Secrets;
use Parterre\Streaming\Providers\Options;

/**
 * Keys that we give to streaming servers, made from this site's secret and kept nowhere: one with which a server tells us things,
 * and one for each stream with which OBS may publish. New ones take the place of all of a provider at once.
 */
final class Keys {
    /** Whoever knows the one of the hook can say that a picture came or went; the header keeps it out of logs. */
    public const HEADER = 'X-Parterre-Hook';
    /** The same in an address, for servers that can send no header of their own. */
    public const PARAMETER = 'hook';

    public function __construct(private readonly Secrets $secrets, private readonly Options $options) {}

    public function hook(string $provider): string {
        return $this->derive($provider, 'hook', 40);
    }

    /** What the keys of a provider's streams are made with; nginx has it too, so that it can check them by itself. */
    public function publishSecret(string $provider): string {
        return $this->derive($provider, 'publish', 40);
    }

    /** What stands behind the name of the stream in OBS: `stage?key=…`. The form is that of nginx's secure_link. */
    public function publishing(string $provider, string $stream): string {
        return Secrets::base64url(md5("publish|$stream|" . $this->publishSecret($provider), true));
    }

    /** Whether a request carries the key of the hook: `Authorization: Bearer`, the header of our own, or the address. */
    public function opens(string $provider, \WP_REST_Request $request): bool {
        $bearer = (string) $request->get_header('authorization');
        $given = str_starts_with($bearer, 'Bearer ') ? substr($bearer, 7) : (string) $request->get_header(self::HEADER);
        if ($given === '') {
            // nginx-rtmp puts a second question mark behind an address that has one.
            $query = $request->get_query_params()[self::PARAMETER] ?? '';
            $given = is_string($query) ? explode('?', $query)[0] : '';
        }
        return hash_equals($this->hook($provider), $given);
    }

    private function derive(string $provider, string $what, int $length): string {
        $generation = $this->options->generation($provider);
        return substr($this->secrets->derive("stream|$provider|$generation|$what"), 0, $length);
    }
}
