<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Streaming\Hls\Address;

/** An address that plays for some minutes, and what follows from it for everything it names. */
final class SignedStream {
    /**
     * @param string $url     of the master playlist
     * @param bool   $spreads whether every request to the same origin has to carry its query, as the player's engine sees to
     */
    public function __construct(public readonly string $url, public readonly bool $spreads) {}

    /** Where a player goes for what a playlist at `$from` names. */
    public function child(string $from, string $uri): string {
        $url = Address::resolve($from, $uri);
        $query = (string) parse_url($this->url, PHP_URL_QUERY);
        if (!$this->spreads || $query === '' || Address::origin($url) !== Address::origin($this->url)) {
            return $url;
        }
        [$path, $own] = explode('?', $url, 2) + [1 => ''];
        $names = array_map(static fn(string $one): string => explode('=', $one)[0], explode('&', $query));
        $others = array_filter(
            explode('&', $own),
            static fn(string $one): bool => $one !== '' && !in_array(explode('=', $one)[0], $names, true),
        );
        return "$path?" . implode('&', [...$others, $query]);
    }
}
