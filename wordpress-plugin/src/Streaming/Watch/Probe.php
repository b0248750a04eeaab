<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

use Parterre\Streaming\Hls\Address;
use Parterre\Streaming\Hls\Fetch;
use Parterre\Streaming\Hls\NotAPlaylist;
use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Playback;

/** Looks for a camera's picture where viewers do: at its master playlist, and at the first quality it offers. */
final class Probe {
    /** Somebody waits at the desk. */
    private const SECONDS = 4.0;
    private const BYTES = 2_000_000;

    public function __construct(private readonly Playback $playback, private readonly Fetch $fetch) {}

    public function read(string $provider, string $stream): Reading {
        $url = $this->playback->lookout($provider, $stream);
        if ($url === null) {
            return new Reading(Reading::SILENT);
        }
        [$playlist, $found, $at] = $this->playlist($url);
        if ($playlist !== null && $playlist->isMaster()) {
            $first = $playlist->variants[0] ?? null;
            if ($first === null) {
                return new Reading(Reading::MISSING);
            }
            [$playlist, $found] = $this->playlist(self::under($url, $at, $first->uri));
        }
        if ($playlist === null) {
            return new Reading($found);
        }
        $last = $playlist->segments[count($playlist->segments) - 1] ?? null;
        return new Reading(
            // An empty list is what a publisher leaves that has not begun.
            $last === null ? Reading::MISSING : Reading::THERE,
            $last === null ? '' : "$last->sequence|$last->uri|$last->parts",
            !$playlist->isLive(),
            1000 * ($playlist->targetSeconds ?? 6),
            $playlist->endsAtMs(),
        );
    }

    /** @return array{0: Playlist|null, 1: string, 2: string} what it means that there is none; where it was, after redirects */
    private function playlist(string $url): array {
        $answer = $this->fetch->get($url, self::BYTES, self::SECONDS);
        if (!$answer->isOk()) {
            // Only these say that there is no picture; a refusal or a fault says something about the server.
            $none = $answer->failure === null && in_array($answer->status, [404, 410, 204], true);
            return [null, $none ? Reading::MISSING : Reading::SILENT, $url];
        }
        try {
            return [Playlist::parse($answer->body), Reading::THERE, $answer->url];
        } catch (NotAPlaylist) {
            return [null, Reading::SILENT, $answer->url];
        }
    }

    /** A quality's address; a token in the query of its master goes along, as players do it where the provider asks for that. */
    private static function under(string $master, string $at, string $uri): string {
        $address = Address::resolve($at, $uri);
        $query = (string) strstr($master, '?');
        return str_contains($address, '?') || $query === '' || Address::origin($address) !== Address::origin($master)
            ? $address
            : $address . $query;
    }
}
