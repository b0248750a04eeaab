<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

use Parterre\Domain\Clock;
use Parterre\Jobs\Runner;
use Parterre\Store\Recordings;
use Parterre\Streaming\Hls\Fetch;
use Parterre\Streaming\Hls\Fetched;
use Parterre\Streaming\Hls\NotAPlaylist;
use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Playback;
use Parterre\Streaming\Provider;

/**
 * Looks at a recording: reads its playlists, then asks for every file they name, a few at a time. What it has got to is written down
 * after every few, so that a worker that dies, or two at once, lose nothing: any later tick, or the screen that watches, goes on.
 *
 * A segment that is not there becomes a gap that players pass over; where too many are missing there is no recording.
 */
final class Inspection {
    public const JOB = 'replay.check';
    /** How many heads are asked for at once: a small host's connections are few, and so are a stream server's. */
    private const AT_ONCE = 8;
    /** Times that silence is taken for a bad moment. */
    private const TRIES = 5;
    /** More than this share of the files missing, and never fewer than `FEW`: it is broken. */
    private const MOST_MISSING = 0.05;
    private const FEW = 3;
    /** How long the addresses may take to be asked for, in seconds. */
    private const SIGNED_SECONDS = 900;
    /** Who asks, for providers that sign by viewer. */
    private const VIEWER = 'inspection';
    /** The provider that signs nothing. */
    private const OPEN = 'plain';

    public function __construct(
        private readonly Recordings $recordings,
        private readonly Playback $playback,
        private readonly Fetch $fetch,
        private readonly Presence $presence,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /** Begins to look, or to look again. It goes on after the answer to this request, and with every tick. */
    public function begin(string $id): void {
        $round = $this->recordings->beginRound($id);
        $this->jobs->now(self::JOB, self::JOB . ":$id:$round", ['recording' => $id]);
    }

    public function workAll(int $seconds): void {
        $until = microtime(true) + $seconds;
        foreach ($this->recordings->checking() as $id) {
            $left = (int) floor($until - microtime(true));
            if ($left > 0) {
                $this->work($id, $left);
            }
        }
    }

    /** Goes on with one recording for at most this long. */
    public function work(string $id, int $seconds): void {
        $until = microtime(true) + $seconds;
        $tracks = null;
        $files = [];
        while (microtime(true) < $until) {
            $row = $this->recordings->find($id);
            if ($row === null || $row['state'] !== 'checking') {
                return;
            }
            $provider = $this->playback->provider($row['provider']);
            if ($provider === null) {
                $this->broken($row, Unusable::PROVIDER);
                return;
            }
            if ($row['total'] === 0) {
                $went = $this->read($row, $provider);
            } else {
                if ($tracks === null) {
                    $tracks = self::unpack($this->recordings->tracks($id));
                    $files = self::files($tracks);
                }
                $went = $this->ask($row, $provider, $tracks, $files);
            }
            if (!$went) {
                // Somebody else is at it, or nobody answers: the next tick sees.
                return;
            }
        }
    }

    /**
     * Whether what this provider signs can be taken apart: its playlists name addresses that we can sign for another viewer too, because
     * the folder they lie in is signed, or nothing is. Where the signature is a query, or a session that the provider opens, they are the
     * reader's alone.
     */
    public static function canBeTakenApart(Provider $provider, string $signed): bool {
        return $provider->name() === self::OPEN ||
            ($provider->renew() === 'path' && $provider->features() === [] && !str_contains($signed, '?'));
    }

    /** An address for the one who looks. @throws Unusable */
    private function address(array $row, Provider $provider): string {
        try {
            return $provider->signPlayback(
                $row['stream'],
                self::VIEWER,
                $provider->lifetimeSeconds(self::SIGNED_SECONDS) ?? self::SIGNED_SECONDS,
                $this->clock->nowMs(),
            );
        } catch (\RuntimeException $problem) {
            throw new Unusable(Unusable::PROVIDER, $problem->getMessage());
        }
    }

    /** Reads every playlist. @return bool whether to go on at once */
    private function read(array $row, Provider $provider): bool {
        try {
            $url = $this->address($row, $provider);
            $apart = self::canBeTakenApart($provider, $url);
            try {
                $tracks = $this->tracks($url, $provider, $apart);
            } catch (Unusable $problem) {
                if ($problem->reason !== Unusable::BOUND) {
                    throw $problem;
                }
                $apart = false;
                $tracks = $this->tracks($url, $provider, false);
            }
        } catch (Unusable $problem) {
            if ($problem->reason === Unusable::SILENT && ($row['detail']['tries'] ?? 0) < self::TRIES) {
                $this->recordings->advance($row['id'], $row['round'], 0, [
                    'detail' => ['tries' => ($row['detail']['tries'] ?? 0) + 1],
                ]);
                return false;
            }
            $this->broken($row, $problem->reason, ['said' => $problem->getMessage()]);
            return false;
        }
        $spine = (new Part($row['id'], $tracks, 0, 0))->spine();
        $dates = $spine?->dates();
        $facts = [
            'duration_ms' => (int) round(($spine?->us() ?? 0) / 1000),
            'started_at' => $dates[0] ?? $row['started_at'],
        ];
        if (!$apart) {
            // Nothing of it can be named to others: what is kept are its times alone.
            $tracks = array_map(self::timesOf(...), $tracks);
            $this->recordings->setTracks($row['id'], self::packed($tracks));
            $this->recordings->advance(
                $row['id'],
                $row['round'],
                0,
                $facts + ['state' => 'ready', 'problem' => Films::ALONE],
            );
            return false;
        }
        $this->recordings->setTracks($row['id'], self::packed($tracks));
        return $this->recordings->advance(
            $row['id'],
            $row['round'],
            0,
            $facts + [
                'total' => count(self::files($tracks)),
                'detail' => ['dated' => $dates !== null],
            ],
        );
    }

    /**
     * @return list<Track>
     * @throws Unusable
     */
    private function tracks(string $url, Provider $provider, bool $apart): array {
        [$first, $at] = $this->playlist($url);
        $folder = Films::folderOf($url);
        $bound = $apart && $provider->name() !== self::OPEN;
        $tracks = [];
        foreach (Reading::wanted($first, $at) as $wanted) {
            try {
                [$media, $where] = $wanted['url'] === $at ? [$first, $at] : $this->playlist($wanted['url']);
                $tracks[] = Reading::track($media, $where, $folder, $bound, $wanted);
            } catch (Unusable $problem) {
                // A show is watched without its subtitles rather than not at all.
                if ($wanted['kind'] !== 'subtitles' || $problem->reason === Unusable::BOUND) {
                    throw $problem;
                }
            }
        }
        return $tracks === [] ? throw new Unusable(Unusable::NOTHING) : $tracks;
    }

    /**
     * @return array{0: Playlist, 1: string} and where it was
     * @throws Unusable
     */
    private function playlist(string $url): array {
        $got = $this->fetch->get($url);
        if (!$got->isOk()) {
            $silent = $got->failure === Fetched::TIMEOUT || $got->failure === Fetched::NETWORK || $got->status >= 500;
            throw new Unusable(
                $silent ? Unusable::SILENT : Unusable::UNREACHED,
                (string) ($got->failure ?? $got->status),
            );
        }
        try {
            return [Playlist::parse($got->body), $got->url];
        } catch (NotAPlaylist $problem) {
            throw new Unusable(Unusable::NO_PLAYLIST, $problem->reason);
        }
    }

    /**
     * Asks for the next few files.
     *
     * @param list<Track>        $tracks
     * @param array<string, int> $files
     * @return bool whether to go on at once
     */
    private function ask(array $row, Provider $provider, array $tracks, array $files): bool {
        $next = array_map('strval', array_keys(array_slice($files, $row['checked'], self::AT_ONCE, true)));
        try {
            $folder = Films::folderOf($this->address($row, $provider));
        } catch (Unusable $problem) {
            $this->broken($row, $problem->reason);
            return false;
        }
        $answers = $this->presence->ask(
            array_map(
                static fn(string $uri): string => preg_match('#^https?://#i', $uri) === 1 ? $uri : $folder . $uri,
                $next,
            ),
        );
        $detail = $row['detail'] + ['missing' => [], 'bytes' => [], 'tries' => 0];
        foreach ($answers as $index => ['status' => $status, 'bytes' => $bytes]) {
            if (($status === 0 || $status === 429 || $status >= 500) && $detail['tries'] < self::TRIES) {
                $this->recordings->advance($row['id'], $row['round'], $row['checked'], [
                    'detail' => ['tries' => $detail['tries'] + 1] + $detail,
                ]);
                return false;
            }
            $uri = $next[$index];
            if ($status !== 200 && $status !== 206) {
                $detail['missing'][] = $uri;
            }
            $detail['bytes'][$files[$uri]] = ($detail['bytes'][$files[$uri]] ?? 0) + ($bytes ?? 0);
        }
        $detail['tries'] = 0;
        $checked = $row['checked'] + count($next);
        if (count($detail['missing']) > max(self::FEW, self::MOST_MISSING * count($files))) {
            $this->broken($row, Unusable::MISSING, ['missing' => count($detail['missing'])] + $detail);
            return false;
        }
        if ($checked < count($files)) {
            return $this->recordings->advance($row['id'], $row['round'], $row['checked'], [
                'checked' => $checked,
                'detail' => $detail,
            ]);
        }
        $this->finish($row, $tracks, $checked, $detail);
        return false;
    }

    /** @param list<Track> $tracks */
    private function finish(array $row, array $tracks, int $checked, array $detail): void {
        $missing = array_flip($detail['missing']);
        $done = [];
        foreach ($tracks as $place => $track) {
            $gone = array_keys(
                array_filter($track->pieces, static fn(array $piece): bool => isset($missing[$piece['uri']])),
            );
            $seconds = $track->us() / 1_000_000;
            $rate = $seconds > 0 ? (int) ceil((($detail['bytes'][$place] ?? 0) * 8) / $seconds) : 0;
            $done[] = $track
                ->without($gone)
                // A playlist that does not say how much it takes: what its files weigh, and a third more for its peaks.
                ->with(
                    $track->kind === 'video' && !$track->features['bandwidth']
                        ? ['bandwidth' => (int) ceil($rate * 1.3)]
                        : [],
                );
        }
        $this->recordings->setTracks($row['id'], self::packed($done));
        $this->recordings->advance($row['id'], $row['round'], $row['checked'], [
            'checked' => $checked,
            'state' => 'ready',
            'problem' => '',
            'detail' => ['missing' => count($missing), 'dated' => $detail['dated'] ?? false],
        ]);
    }

    private function broken(array $row, string $problem, array $detail = []): void {
        unset($detail['bytes'], $detail['tries']);
        $this->recordings->advance($row['id'], $row['round'], $row['checked'], [
            'state' => 'broken',
            'problem' => $problem,
            'detail' => $detail,
        ]);
    }

    /** @param list<Track> $tracks @return array<string, int> every file once, with the place of its track: what begins a picture before its segments */
    private static function files(array $tracks): array {
        $files = [];
        foreach ($tracks as $place => $track) {
            foreach ([...array_column($track->maps, 'uri'), ...array_column($track->pieces, 'uri')] as $uri) {
                $files[$uri] ??= $place;
            }
        }
        return $files;
    }

    private static function timesOf(Track $track): Track {
        return new Track(
            $track->kind,
            $track->features,
            [],
            [],
            array_map(
                static fn(array $piece): array => ['uri' => ''] + array_intersect_key($piece, ['us' => 1, 'date' => 1]),
                $track->pieces,
            ),
        );
    }

    /** @return list<Track> */
    private static function unpack(array $rows): array {
        return array_map(
            static fn(array $row): Track => Track::unpack($row['kind'], $row['features'], $row['segments']),
            $rows,
        );
    }

    /** @param list<Track> $tracks */
    private static function packed(array $tracks): array {
        return array_map(
            static fn(Track $track): array => [
                'kind' => $track->kind,
                'features' => $track->features,
                'segments' => $track->pack(),
            ],
            $tracks,
        );
    }
}
