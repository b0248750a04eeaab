<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

use Parterre\Domain\Secrets;
use Parterre\Store\Recordings;
use Parterre\Store\Replays;
use Parterre\Streaming\Provider;

/**
 * The films of a show's replay, one a camera: which there are, where a viewer finds one, and what its playlists say to that viewer.
 *
 * A film's address is `…/film/{token}/{revision}/{file}`. The token names show, camera, lease and the instant and life of the grant it was
 * made for: whoever has it may read playlists until the grant ends, and the segments' addresses in them are signed as the grant's are, with
 * the same instant, so that they are the same to the letter. The revision keeps two cuts apart: a player that holds the playlists of one
 * never gets one of another.
 */
final class Films {
    /** A recording whose playlists cannot be taken apart: it plays whole, or not at all. */
    public const ALONE = 'alone';

    /** Instead of a lease: whoever cuts looks at the film before it is published. */
    public const PREVIEW = 'preview';

    public function __construct(
        private readonly Replays $replays,
        private readonly Recordings $recordings,
        private readonly Secrets $secrets,
    ) {}

    /**
     * What every camera's film is made of, where it has one that can be played.
     *
     * @return array<string, list<array{recording: array<string, mixed>, fromMs: int, toMs: int}>> by camera
     */
    public function cuts(string $show): array {
        $parts = $this->replays->parts($show);
        $recordings = $this->recordings->findMany(
            array_merge(
                ...array_values(
                    array_map(static fn(array $rows): array => array_column($rows, 'recording_id'), $parts),
                ),
            ),
        );
        $cuts = [];
        foreach ($parts as $camera => $rows) {
            $cut = [];
            foreach ($rows as $row) {
                $recording = $recordings[$row['recording_id']] ?? null;
                // Only what was found good can be a part; while it is looked at again, it plays as it was.
                if ($recording !== null && in_array($recording['state'], ['ready', 'checking'], true)) {
                    $cut[] = ['recording' => $recording, 'fromMs' => $row['from_ms'], 'toMs' => $row['to_ms']];
                }
            }
            // With a part missing it would be another film than the venue has seen.
            if ($cut !== [] && count($cut) === count($rows)) {
                $cuts[$camera] = $cut;
            }
        }
        return $cuts;
    }

    /**
     * Where a viewer finds a camera's film, as a grant says it. A recording that cannot be taken apart is played at its own address.
     *
     * @param array<string, list<array{recording: array<string, mixed>, fromMs: int, toMs: int}>> $cuts
     * @param callable(string): ?Provider $provider by its name
     * @return array{url: string, prefixes: list<string>, renew: string, life: int, features: list<string>}|null null where this
     *     camera has no film
     * @throws \RuntimeException when a provider cannot sign
     */
    public function address(
        array $cuts,
        string $show,
        string $camera,
        string $lease,
        int $ttl,
        int $nowMs,
        callable $provider,
    ): ?array {
        $cut = $cuts[$camera] ?? null;
        if ($cut === null) {
            return null;
        }
        $only = count($cut) === 1 && $cut[0]['recording']['problem'] === self::ALONE ? $cut[0]['recording'] : null;
        if ($only !== null) {
            $its = $provider($only['provider']);
            $life = $its?->lifetimeSeconds($ttl) ?? $ttl;
            return $its === null
                ? null
                : [
                    'url' => $its->signPlayback($only['stream'], $lease, $life, $nowMs),
                    'prefixes' => [],
                    'renew' => $its->renew(),
                    'life' => $life,
                    'features' => $its->features(),
                ];
        }
        $folders = $this->folders($cut, $lease, $ttl, $nowMs, $provider);
        if ($folders === null) {
            return null;
        }
        $base = $this->base($this->token($show, $camera, $lease, $nowMs, $ttl));
        return [
            'url' => $base . self::revision($cut) . '/master.m3u8',
            'prefixes' => [$base, ...array_values(array_unique($folders))],
            'renew' => 'path',
            'life' => $ttl,
            'features' => [],
        ];
    }

    /**
     * The folder of each part, signed for a viewer.
     *
     * @param list<array{recording: array<string, mixed>, fromMs: int, toMs: int}> $cut
     * @param callable(string): ?Provider $provider
     * @return list<string>|null null where a provider is not there any more
     */
    public function folders(array $cut, string $lease, int $ttl, int $nowMs, callable $provider): ?array {
        $folders = [];
        foreach ($cut as ['recording' => $recording]) {
            $its = $provider($recording['provider']);
            // Pieces can be joined where the folder itself is signed, or nothing is.
            if ($its === null || $its->features() !== [] || ($its->renew() !== 'path' && $its->name() !== 'plain')) {
                return null;
            }
            $folders[] = self::folderOf($its->signPlayback($recording['stream'], $lease, $ttl, $nowMs));
        }
        return $folders;
    }

    /** Everything before a file's name, with the final slash; what follows a question mark is not inherited. */
    public static function folderOf(string $url): string {
        $path = explode('?', $url, 2)[0];
        return substr($path, 0, (int) strrpos($path, '/') + 1);
    }

    /** @param list<array{recording: array<string, mixed>, fromMs: int, toMs: int}> $cut not empty */
    public function film(array $cut): Film {
        $tracks = [];
        return new Film(
            array_map(function (array $part) use (&$tracks): Part {
                $recording = $part['recording'];
                $tracks[$recording['id']] ??= $this->tracks($recording['id']);
                return new Part(
                    $recording['id'],
                    $tracks[$recording['id']],
                    $part['fromMs'],
                    $part['toMs'],
                    $recording['started_at'],
                );
            }, $cut),
        );
    }

    /** @return list<Track> */
    public function tracks(string $recording): array {
        return array_map(
            static fn(array $row): Track => Track::unpack($row['kind'], $row['features'], $row['segments']),
            $this->recordings->tracks($recording),
        );
    }

    /**
     * Changes with whatever changes the playlists.
     *
     * @param list<array{recording: array<string, mixed>, fromMs: int, toMs: int}> $cut
     */
    public static function revision(array $cut): string {
        $facts = array_map(
            static fn(array $part): array => [
                $part['recording']['id'],
                $part['recording']['round'],
                $part['recording']['started_at'],
                $part['fromMs'],
                $part['toMs'],
            ],
            $cut,
        );
        return substr(hash('sha256', (string) json_encode($facts)), 0, 12);
    }

    /**
     * Who a film was meant for.
     *
     * @return array{show: string, camera: string, lease: string, issuedMs: int, ttl: int}|null null when this site did not write it
     */
    public function read(string $token): ?array {
        [$said, $seal] = explode('.', $token, 2) + [1 => ''];
        if (!hash_equals($this->seal($said), $seal)) {
            return null;
        }
        $claims = json_decode((string) base64_decode(strtr($said, '-_', '+/')), true);
        return is_array($claims) && count($claims) === 5
            ? array_combine(['show', 'camera', 'lease', 'issuedMs', 'ttl'], $claims)
            : null;
    }

    private function token(string $show, string $camera, string $lease, int $issuedMs, int $ttl): string {
        $said = Secrets::base64url((string) json_encode([$show, $camera, $lease, $issuedMs, $ttl]));
        return "$said." . $this->seal($said);
    }

    private function seal(string $said): string {
        return substr($this->secrets->derive("film|$said"), 0, 43);
    }

    /** With what the addresses of a film's playlists begin, for whoever has this token. */
    public function base(string $token): string {
        return rtrim(rest_url('parterre/v1/film'), '/') . "/$token/";
    }
}
