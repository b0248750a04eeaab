<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Domain\Clock;
use Parterre\Log;
use Parterre\Settings;
use Parterre\Streaming\Hls\Address;
use Parterre\Streaming\Hls\Fetch;
use Parterre\Streaming\Hls\Fetched;
use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Hls\Segment;
use Parterre\Streaming\Hls\Variant;
use Parterre\Streaming\Playback;

/**
 * Looks at a stream as a fan's browser would meet it, and says what it found. In steps, each one request of a page that shows how far it is:
 * `look`, `segment`, `tokens`, and after a while `again`. A step keeps nothing on the server, and none of them sleeps: small hosts have four workers.
 */
final class Doctor {
    private const VARIANTS = 8;
    private const SEGMENT_BYTES = 24_000_000;
    private const SEGMENT_SECONDS = 15.0;
    /** What a check of many qualities may take before the rest is left out. */
    private const PATIENCE_SECONDS = 20;
    private const SLOW_MS = 2500;
    /** Clocks that differ by less are the same: answers travel, `Date` has no fractions. */
    private const CLOCK_MS = 60_000;
    private const DAY_OFF_MS = 20 * 3_600_000;

    public function __construct(
        private readonly Signing $signing,
        private readonly Playback $playback,
        private readonly Probe $probe,
        private readonly Tokens $tokens,
        private readonly Fetch $fetch,
        private readonly Records $records,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Address, playlists, qualities, clocks.
     *
     * @param int|null $browserMs the clock of whoever asks, milliseconds since 1970: a third voice where two differ
     * @return array{findings: list<Finding>, play: array<string, mixed>|null, again: array<string, mixed>|null} `play`: what a browser tries
     *         itself, signed; `again`: what the last step is given, and in how many seconds; null where there is nothing to try
     */
    public function look(Subject $subject, ?int $browserMs = null): array {
        [$found, $play, $again] = $this->examine($subject, $browserMs);
        $this->records->begin($subject, $found);
        foreach ($found as $finding) {
            if ($finding->level === Finding::BAD) {
                Log::note(
                    'stream',
                    implode(' ', array_filter([$finding->code, $subject->title, self::shown($subject)])),
                );
            }
        }
        return ['findings' => $found, 'play' => $play, 'again' => $again];
    }

    /** Whether the newest segment comes, how fast, and what is in it. @return list<Finding> */
    public function segment(Subject $subject): array {
        $found = [];
        $signed = $this->signing->sign($subject);
        [$master, $media, $from] = $signed === null ? [null, null, ''] : $this->playlists($subject, $signed);
        if ($signed !== null && $media?->newest() !== null) {
            $found = $this->download($signed, $master, $media, $from);
        }
        $this->records->add($subject, $found);
        return $found;
    }

    /** Whether the stream asks for a token, and for the right one. @return list<Finding> */
    public function tokens(Subject $subject): array {
        $found = [];
        $signed = $this->signing->sign($subject);
        if ($signed !== null && $signed->url === $subject->stream) {
            $found = [$subject->open ? Finding::note('unprotected_open') : Finding::warning('unprotected')];
        } elseif ($signed !== null) {
            [, $media, $from] = $this->playlists($subject, $signed);
            $newest = $media?->newest();
            // An address that does not play proves nothing when others are refused.
            if ($newest !== null) {
                $provider = $subject->film === null ? $this->playback->provider($subject->provider) : null;
                $segment = $signed->child($from, $newest->uri);
                $found = $this->tokens->try($provider, $subject->stream, $signed->url, $segment);
            }
        }
        $this->records->add($subject, $found);
        return $found;
    }

    /**
     * Whether a live stream has gone on since the first look.
     *
     * @param array<string, mixed> $before what `look` answered as `again`
     * @return list<Finding>
     */
    public function again(Subject $subject, array $before): array {
        $signed = $this->signing->sign($subject);
        $media = $signed === null ? null : $this->playlists($subject, $signed)[1];
        $elapsed = ($this->clock->nowMs() - $before['at']) / 1000;
        $mark = ['sequence' => $before['sequence'], 'count' => $before['count'], 'last' => $before['last']];
        $found = $media === null ? [Finding::bad('gone_meanwhile')] : Reading::progress($mark, $media, $elapsed);
        $this->records->add($subject, $found);
        return $found;
    }

    /**
     * @return array{0: list<Finding>, 1: array<string, mixed>|null, 2: array<string, mixed>|null}
     */
    private function examine(Subject $subject, ?int $browserMs): array {
        $wrong = $this->signing->wrong($subject);
        $signed = $this->signing->sign($subject);
        if ($wrong !== null || $signed === null) {
            $unready = ['provider' => $subject->provider, 'fields' => []];
            return [[$wrong ?? Finding::bad('provider_unready', $unready)], null, null];
        }
        $page = Fetch::origin();
        $secure = str_starts_with($page, 'https:');
        $found = [];
        if ($secure && stripos($signed->url, 'http:') === 0) {
            $found[] = Finding::bad('mixed_content');
        }
        [$fetched, $first, $why] = $this->probe->playlist($signed->url, $subject->live);
        array_push($found, ...$why);
        if ($fetched->failure === null) {
            array_push($found, ...$this->clocks($subject, $fetched, $browserMs));
        }
        // A browser is told of refusals too: what it meets is said beside what the server met.
        $play = ['master' => $signed->url, 'media' => null, 'segment' => null, 'types' => []];
        if ($first === null) {
            return [$found, in_array($fetched->failure, [Fetched::INSIDE, Fetched::NO_WEB], true) ? null : $play, null];
        }
        $found[] =
            $fetched->ms > self::SLOW_MS
                ? Finding::warning('slow_answer', ['ms' => $fetched->ms])
                : Finding::good('reached', ['ms' => $fetched->ms]);
        if (count($fetched->path) > 1) {
            $found[] = Finding::note('redirected', ['address' => Address::shown($fetched->url)]);
        }
        if (!Probe::hasRightType($fetched)) {
            $found[] = Finding::warning('wrong_type', ['type' => $fetched->type()]);
        }
        [$media, $from] = [$first, $fetched->url];
        $closed = Probe::closed($fetched, $page);
        if ($first->isMaster()) {
            array_push($found, ...Reading::master($first, $subject->fullEngine, $subject->sideCaptions));
            [$media, $from, $more, $inner] = $this->variants($signed, $first, $fetched->url, $subject->live, $page);
            array_push($found, ...$more);
            $closed ??= $inner;
        } else {
            $found[] = Finding::note('one_playlist');
        }
        $found[] =
            $closed === null
                ? Finding::good('cors', ['origin' => $page])
                : Finding::bad("cors_$closed", ['origin' => $page]);
        array_push($found, ...$this->otherSites($signed->url, $fetched, $closed));
        if ($media === null) {
            return [$found, $play, null];
        }
        array_push($found, ...Reading::media($media, $subject->live, $fetched->atMs, $subject->cameras));
        $newest = $media->newest();
        $segment = $newest === null ? null : $signed->child($from, $newest->uri);
        if (
            $secure &&
            stripos($signed->url, 'http:') !== 0 &&
            (stripos($from, 'http:') === 0 || stripos((string) $segment, 'http:') === 0)
        ) {
            $found[] = Finding::bad('mixed_inside');
        }
        $again =
            $subject->live && $media->isLive() && $media->segments !== []
                ? Reading::mark($media) + [
                        'at' => $this->clock->nowMs(),
                        'seconds' => (int) ceil(Reading::patienceSeconds($media)),
                    ]
                : null;
        $codecs = array_values(array_unique(array_merge(...array_column($first->variants, 'codecs'))));
        return [$found, ['media' => $from, 'segment' => $segment, 'types' => self::types($codecs)] + $play, $again];
    }

    /**
     * Every quality's playlist; the first that answers is looked at closely.
     *
     * @return array{0: Playlist|null, 1: string, 2: list<Finding>, 3: string|null} playlist, its address, what was found, what keeps a page from reading one
     */
    private function variants(SignedStream $signed, Playlist $master, string $url, bool $live, string $page): array {
        $media = null;
        $from = $url;
        $found = [];
        $closed = null;
        $started = microtime(true);
        foreach (array_slice($master->variants, 0, self::VARIANTS) as $variant) {
            if ($media !== null && microtime(true) - $started > self::PATIENCE_SECONDS) {
                break;
            }
            [$fetched, $playlist] = $this->probe->playlist($signed->child($url, $variant->uri), $live);
            if ($playlist === null || $playlist->isMaster()) {
                $found[] = Finding::bad('quality_missing', [
                    'height' => $variant->height,
                    'rate' => $variant->bandwidth,
                    'status' => $fetched->status,
                ]);
                continue;
            }
            $closed ??= Probe::closed($fetched, $page);
            if ($media === null) {
                [$media, $from] = [$playlist, $fetched->url];
            } elseif ($playlist->segments === [] && $media->segments !== []) {
                $found[] = Finding::bad('quality_empty', ['height' => $variant->height, 'rate' => $variant->bandwidth]);
            }
        }
        return [$media, $from, $found, $closed];
    }

    /** Pages of other sites that may embed the player read it too, or they do not. @return list<Finding> */
    private function otherSites(string $url, Fetched $own, ?string $closed): array {
        if ($closed !== null || trim($own->header('access-control-allow-origin')) === '*') {
            return [];
        }
        $shut = [];
        foreach (array_slice(array_diff($this->settings->origins(), [Fetch::origin()]), 0, 3) as $origin) {
            if (Probe::closed($this->fetch->get($url, origin: $origin), $origin) !== null) {
                $shut[] = $origin;
            }
        }
        return $shut === [] ? [] : [Finding::warning('cors_other_sites', ['origins' => $shut])];
    }

    /** Whether this host's clock and the stream server's agree: signed addresses end by the server's. @return list<Finding> */
    private function clocks(Subject $subject, Fetched $fetched, ?int $browserMs): array {
        $ahead = $fetched->clockAheadMs();
        if ($ahead === null || abs($ahead) < self::CLOCK_MS) {
            return $ahead === null ? [] : [Finding::good('clock')];
        }
        $host = $browserMs === null ? null : $browserMs - $this->clock->nowMs();
        $facts = [
            'seconds' => (int) round(abs($ahead) / 1000),
            'ahead' => $ahead > 0,
            // Two out of three are right.
            'wrong' => match (true) {
                $host === null => null,
                abs($host) < self::CLOCK_MS => 'stream',
                abs($host - $ahead) < self::CLOCK_MS => 'host',
                default => null,
            },
        ];
        if (abs($ahead) >= self::DAY_OFF_MS) {
            return [Finding::bad('clock_day_off', $facts)];
        }
        return [
            $subject->provider === 'plain' ? Finding::warning('clock_off', $facts) : Finding::bad('clock_off', $facts),
        ];
    }

    /**
     * @return array{0: Playlist|null, 1: Playlist|null, 2: string} master and media playlist, and the address of this one; a stream
     *         without a master has its only playlist as media
     */
    private function playlists(Subject $subject, SignedStream $signed): array {
        [$fetched, $first] = $this->probe->playlist($signed->url, $subject->live);
        if ($first === null || !$first->isMaster()) {
            return [null, $first, $fetched->url];
        }
        foreach (array_slice($first->variants, 0, self::VARIANTS) as $variant) {
            [$inner, $media] = $this->probe->playlist($signed->child($fetched->url, $variant->uri), $subject->live);
            if ($media !== null && !$media->isMaster()) {
                return [$first, $media, $inner->url];
            }
        }
        return [$first, null, ''];
    }

    /** @return list<Finding> */
    private function download(SignedStream $signed, ?Playlist $master, Playlist $media, string $from): array {
        $newest = $media->newest();
        assert($newest !== null);
        $head = $this->piece($signed, $from, $newest->map);
        $body = $this->piece($signed, $from, ['uri' => $newest->uri, 'byteRange' => $newest->byteRange]);
        assert($body !== null);
        foreach ([$head, $body] as $one) {
            if ($one !== null && !$one->isOk()) {
                return [Finding::bad('segment_missing', ['status' => $one->status, 'why' => $one->failure])];
            }
        }
        $page = Fetch::origin();
        $closed = ($head === null ? null : Probe::closed($head, $page)) ?? Probe::closed($body, $page);
        $found =
            $closed === null
                ? [Finding::good('cors_segments')]
                : [Finding::bad('cors_segments_closed', ['how' => $closed, 'origin' => $page])];
        $container = Container::of(($head?->body ?? '') . $body->body);
        if ($newest->key === null) {
            array_push($found, ...$this->contents($container, $master));
        } else {
            $uri = (string) ($newest->key['URI'] ?? '');
            $key =
                preg_match('#^https?:#i', Address::resolve($from, $uri)) === 1
                    ? $this->piece($signed, $from, ['uri' => $uri, 'byteRange' => null])
                    : null;
            if ($key !== null && !($key->isOk() && strlen($key->body) === 16)) {
                $found[] = Finding::bad('key_missing', ['status' => $key->status]);
            }
        }
        return [...$found, ...$this->speed($newest, $body, $master)];
    }

    /** @return list<Finding> */
    private function contents(Container $container, ?Playlist $master): array {
        if ($container->kind === Container::PAGE) {
            return [Finding::bad('segment_is_page')];
        }
        if ($container->encrypted) {
            return [Finding::bad('licence')];
        }
        $told = $master === null ? [] : array_merge(...array_column($master->variants, 'codecs'));
        $found = $told === [] ? Reading::codecs($container->codecs) : [];
        $found[] =
            $container->kind === Container::UNKNOWN
                ? Finding::warning('segment_unknown')
                : Finding::good('packed', ['kind' => $container->kind]);
        $plays = array_map(
            static fn(string $codec): string => Codecs::of($codec)['plays'],
            $told === [] ? $container->codecs : $told,
        );
        if (
            in_array($container->kind, [Container::TS, Container::FMP4], true) &&
            $plays !== [] &&
            array_unique($plays) === [Codecs::EVERYWHERE]
        ) {
            $found[] = Finding::good('apple');
        }
        return $found;
    }

    /** @return list<Finding> */
    private function speed(Segment $segment, Fetched $body, ?Playlist $master): array {
        $bits = 8 * strlen($body->body);
        $rate = $segment->seconds > 0 ? (int) ($bits / $segment->seconds) : 0;
        $facts = ['bytes' => strlen($body->body), 'ms' => $body->ms, 'seconds' => round($segment->seconds, 1)];
        $found = [
            $body->ms > 700 * $segment->seconds
                ? Finding::warning('segment_slow', $facts)
                : Finding::good('segment', $facts),
        ];
        $told = max([0, ...array_map(static fn(Variant $one): int => $one->bandwidth, $master?->variants ?? [])]);
        if ($told > 0 && $rate > 1.5 * $told) {
            $found[] = Finding::warning('understated', ['rate' => $rate, 'told' => $told]);
        }
        return $found;
    }

    /** @param array{uri: string, byteRange: array{length: int, offset: int}|null}|null $piece */
    private function piece(SignedStream $signed, string $from, ?array $piece): ?Fetched {
        if ($piece === null) {
            return null;
        }
        $range = $piece['byteRange'];
        return $this->fetch->get(
            $signed->child($from, $piece['uri']),
            self::SEGMENT_BYTES,
            self::SEGMENT_SECONDS,
            null,
            $range === null ? null : "bytes={$range['offset']}-" . ($range['offset'] + $range['length'] - 1),
        );
    }

    private static function shown(Subject $subject): string {
        return preg_match('#^[a-z]+://#i', $subject->stream) === 1
            ? Address::shown($subject->stream)
            : $subject->stream;
    }

    /**
     * What a browser asks its `MediaSource` about: our engine packs everything as MP4.
     *
     * @param list<string> $codecs
     * @return array<string, string> a type by the name of its codec
     */
    private static function types(array $codecs): array {
        $types = [];
        foreach ($codecs as $codec) {
            $known = Codecs::of($codec);
            if ($known['kind'] === 'video' || $known['kind'] === 'audio') {
                $types[$codec] = "{$known['kind']}/mp4; codecs=\"$codec\"";
            }
        }
        return $types;
    }
}
