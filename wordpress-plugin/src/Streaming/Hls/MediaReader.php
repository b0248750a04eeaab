<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/** Reads a media playlist line by line. What tags say holds for the next segment (EXTINF, byte range, date), or until another says else (map, key). */
final class MediaReader {
    /** @var list<array<string, mixed>> constructor arguments of `Segment` by name */
    private array $segments = [];
    private int $version = 1;
    private ?int $target = null;
    private int $sequence = 0;
    private int $discontinuitySequence = 0;
    private ?string $type = null;
    /** @var array<string, string> */
    private array $serverControl = [];
    private ?float $partSeconds = null;

    /** @var array{0: float, 1: string}|null of the segment whose address is awaited */
    private ?array $info = null;
    private bool $discontinuity = false;
    /** How many runs have begun so far. */
    private int $runs = 0;
    private bool $gap = false;
    private ?int $date = null;
    /** @var array{length: int, offset: int|null}|null */
    private ?array $range = null;
    private ?array $map = null;
    private ?array $key = null;
    private int $parts = 0;
    private float $openSeconds = 0.0;
    /** Where the last byte range of each file ended: one without an offset goes on there. */
    private array $ends = [];

    /** @param string|null $tag null: `$value` is an address */
    public function read(?string $tag, string $value): void {
        match ($tag) {
            null => $this->address($value),
            'EXTINF' => $this->takeInfo(explode(',', $value, 2)),
            'EXT-X-TARGETDURATION' => ($this->target = (int) round(self::decimal($value))),
            'EXT-X-MEDIA-SEQUENCE' => ($this->sequence = (int) $value),
            'EXT-X-DISCONTINUITY-SEQUENCE' => ($this->discontinuitySequence = (int) $value),
            'EXT-X-PLAYLIST-TYPE' => ($this->type = in_array($value, ['VOD', 'EVENT'], true) ? $value : null),
            'EXT-X-VERSION' => ($this->version = (int) $value),
            'EXT-X-DISCONTINUITY' => ($this->discontinuity = true),
            'EXT-X-GAP' => ($this->gap = true),
            'EXT-X-PROGRAM-DATE-TIME' => ($this->date = self::date($value)),
            'EXT-X-BYTERANGE' => ($this->range = self::range($value)),
            'EXT-X-MAP' => $this->takeMap(Playlist::attributes($value)),
            'EXT-X-KEY' => $this->takeKey(Playlist::attributes($value)),
            'EXT-X-SERVER-CONTROL' => ($this->serverControl = Playlist::attributes($value)),
            'EXT-X-PART-INF' => ($this->partSeconds = self::decimal(
                Playlist::attributes($value)['PART-TARGET'] ?? '0',
            )),
            'EXT-X-PART' => $this->part(Playlist::attributes($value)),
            default => null,
        };
    }

    /**
     * @return array<string, mixed>
     * @throws NotAPlaylist
     */
    public function end(): array {
        if ($this->info !== null) {
            throw new NotAPlaylist(NotAPlaylist::CUT, 'The last segment has no address.');
        }
        // hls.js refuses it too: how long to wait for the next segment cannot be guessed.
        if ($this->segments !== [] && ($this->target ?? 0) === 0) {
            throw new NotAPlaylist(NotAPlaylist::BROKEN, 'It does not say how long its segments are at most.');
        }
        return [
            'version' => $this->version,
            'segments' => $this->segments(),
            'target' => $this->target,
            'sequence' => $this->sequence,
            'discontinuitySequence' => $this->discontinuitySequence,
            'type' => $this->type,
            'serverControl' => $this->serverControl,
            'partSeconds' => $this->partSeconds,
            'openSeconds' => $this->openSeconds,
        ];
    }

    /** @param list<string> $info seconds and, where there is one, the title */
    private function takeInfo(array $info): void {
        $this->info = [self::decimal(trim($info[0])), trim($info[1] ?? '')];
    }

    private function address(string $uri): void {
        // An address without EXTINF belongs to no segment: players pass over it.
        if ($this->info === null) {
            return;
        }
        $this->runs += $this->discontinuity ? 1 : 0;
        $this->segments[] = [
            'uri' => $uri,
            'seconds' => $this->info[0],
            'title' => $this->info[1],
            'run' => $this->runs,
            'discontinuity' => $this->discontinuity,
            'startsAtMs' => $this->date,
            'byteRange' => $this->placed($uri, $this->range),
            'map' => $this->map,
            'key' => $this->key,
            'gap' => $this->gap,
            'parts' => $this->parts,
        ];
        $this->info = $this->date = $this->range = null;
        $this->discontinuity = $this->gap = false;
        $this->parts = 0;
        $this->openSeconds = 0.0;
    }

    /**
     * Dates are told with some segments; the others are counted from their neighbours, forwards and, before the first date,
     * backwards, as players do.
     *
     * @return list<Segment>
     */
    private function segments(): array {
        $starts = array_column($this->segments, 'startsAtMs');
        $exact = null;
        foreach ($this->segments as $index => $segment) {
            $exact = $segment['startsAtMs'] ?? $exact;
            if ($exact !== null) {
                $starts[$index] = (int) round($exact);
                $exact += $segment['seconds'] * 1000;
            }
        }
        $exact = null;
        foreach (array_reverse(array_keys($this->segments)) as $index) {
            if ($starts[$index] !== null) {
                $exact = $starts[$index];
            } elseif ($exact !== null) {
                $exact -= $this->segments[$index]['seconds'] * 1000;
                $starts[$index] = (int) round($exact);
            }
        }
        $made = [];
        foreach ($this->segments as $index => $segment) {
            $made[] = new Segment(
                $segment['uri'],
                $segment['seconds'],
                $segment['title'],
                $this->sequence + $index,
                $this->discontinuitySequence + $segment['run'],
                $segment['discontinuity'],
                $starts[$index],
                $segment['startsAtMs'] !== null,
                $segment['byteRange'],
                $segment['map'],
                $segment['key'],
                $segment['gap'],
                $segment['parts'],
            );
        }
        return $made;
    }

    /** @param array<string, string> $part */
    private function part(array $part): void {
        $this->parts++;
        $this->openSeconds += self::decimal($part['DURATION'] ?? '0');
    }

    /** @param array<string, string> $map */
    private function takeMap(array $map): void {
        $uri = $map['URI'] ?? '';
        $range = isset($map['BYTERANGE']) ? self::range($map['BYTERANGE']) : null;
        $this->map =
            $uri === ''
                ? null
                : [
                    'uri' => $uri,
                    'byteRange' =>
                        $range === null ? null : ['length' => $range['length'], 'offset' => $range['offset'] ?? 0],
                ];
    }

    /** @param array<string, string> $key */
    private function takeKey(array $key): void {
        $this->key = ($key['METHOD'] ?? 'NONE') === 'NONE' ? null : $key;
    }

    /**
     * @param array{length: int, offset: int|null}|null $range
     * @return array{length: int, offset: int}|null
     */
    private function placed(string $uri, ?array $range): ?array {
        if ($range === null) {
            return null;
        }
        $offset = $range['offset'] ?? ($this->ends[$uri] ?? 0);
        $this->ends[$uri] = $offset + $range['length'];
        return ['length' => $range['length'], 'offset' => $offset];
    }

    /** @return array{length: int, offset: int|null}|null from `length[@offset]` */
    private static function range(string $value): ?array {
        return preg_match('/^(\d+)(?:@(\d+))?$/', $value, $match) === 1
            ? ['length' => (int) $match[1], 'offset' => isset($match[2]) ? (int) $match[2] : null]
            : null;
    }

    private static function decimal(string $value): float {
        return is_numeric($value) && (float) $value >= 0 ? (float) $value : 0.0;
    }

    /** Milliseconds since 1970. Encoders write zones with and without a colon (`+0000` is ffmpeg's), or none, which is UTC. */
    private static function date(string $value): ?int {
        $form = '/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i';
        if (preg_match($form, $value, $part) !== 1) {
            return null;
        }
        try {
            $date = new \DateTimeImmutable("$part[1]T$part[2]" . strtoupper($part[4] ?? 'Z'), new \DateTimeZone('UTC'));
        } catch (\Exception) {
            return null;
        }
        return $date->getTimestamp() * 1000 + (int) substr(str_pad($part[3] ?? '', 3, '0'), 0, 3);
    }
}
