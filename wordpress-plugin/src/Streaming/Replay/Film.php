<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

use Parterre\Domain\Instant;

/**
 * The parts of a camera's replay joined to one film: the playlists that a player reads. Nothing is encoded and nothing copied: the film names
 * the segments where they lie, with a discontinuity between two parts and the dates they were taken at.
 *
 * Qualities are those of the part that has most of them; another part gives to each the quality of its own that is nearest. Sounds
 * and subtitles that not every part has are left out.
 */
final class Film {
    /** Why parts cannot be joined. */
    public const NOTHING = 'nothing';
    public const CODECS = 'codecs';
    public const SOUND = 'sound';

    /** @var list<array{file: string, kind: string, features: array<string, mixed>, tracks: list<Track>}>|null */
    private ?array $lines = null;
    private ?string $problem = null;

    /** @param non-empty-list<Part> $parts in the order in which they play */
    public function __construct(public readonly array $parts) {}

    /** What keeps it from being played, one of the constants above; null where nothing does. */
    public function problem(): ?string {
        $this->lines();
        return $this->problem;
    }

    public function durationMs(): int {
        return (int) round($this->startOf(count($this->parts)) / 1000);
    }

    /** The date of the picture at a place of the film; null where nobody knows. */
    public function dateAt(int $ms): ?int {
        [$part, $us] = $this->place($ms);
        return $this->parts[$part]->dateAt($us);
    }

    /** The place of the film at which a place of a recording is shown; null where it is cut away. */
    public function whereIs(string $recording, int $us): ?int {
        foreach ($this->parts as $index => $part) {
            if ($part->recording === $recording && $us >= $part->fromUs && $us < $part->toUs) {
                return (int) round(($this->startOf($index) + $us - $part->fromUs) / 1000);
            }
        }
        return null;
    }

    /**
     * Where a place of this film is in another one, made of the same recordings: where its picture is shown there, or what comes next of
     * this film. Null when nothing of it is left.
     */
    public function moved(int $ms, self $to): ?int {
        [$index, $us] = $this->place($ms);
        $found = $to->whereIs($this->parts[$index]->recording, $us);
        if ($found !== null) {
            return $found;
        }
        // Cut away: the first picture after it that is still there.
        for ($part = $index; $part < count($this->parts); $part++) {
            $here = $this->parts[$part];
            $from = $part === $index ? $us : $here->fromUs;
            $next = null;
            foreach ($to->parts as $place => $there) {
                if ($there->recording !== $here->recording || $there->fromUs < $from || $there->fromUs >= $here->toUs) {
                    continue;
                }
                if ($next === null || $there->fromUs < $next[0]) {
                    $next = [$there->fromUs, $place];
                }
            }
            if ($part > $index && ($start = $to->whereIs($here->recording, $from)) !== null) {
                return $start;
            }
            if ($next !== null) {
                return (int) round($to->startOf($next[1]) / 1000);
            }
        }
        return null;
    }

    /** @return array{0: int, 1: int} the part that is shown at a place of the film, and the place in its recording, in microseconds */
    private function place(int $ms): array {
        $us = max(0, $ms * 1000);
        foreach ($this->parts as $index => $part) {
            $length = $part->toUs - $part->fromUs;
            if ($us < $length || $index === count($this->parts) - 1) {
                return [$index, $part->fromUs + min($us, $length)];
            }
            $us -= $length;
        }
        return [0, 0];
    }

    /** Microseconds from the beginning of the film to a part. */
    public function startOf(int $index): int {
        $us = 0;
        foreach (array_slice($this->parts, 0, $index) as $part) {
            $us += $part->toUs - $part->fromUs;
        }
        return $us;
    }

    /**
     * The first playlist.
     *
     * @param callable(string): string $address of another file of the film
     */
    public function master(callable $address): string {
        $lines = ['#EXTM3U', '#EXT-X-VERSION:7'];
        $all = $this->lines();
        if (
            !in_array(
                false,
                array_map(
                    static fn(array $line): bool => (bool) ($line['features']['independent'] ??
                        $line['kind'] !== 'video'),
                    $all,
                ),
                true,
            )
        ) {
            $lines[] = '#EXT-X-INDEPENDENT-SEGMENTS';
        }
        $subtitles = false;
        foreach ($all as ['file' => $file, 'kind' => $kind, 'features' => $its]) {
            if ($kind === 'video') {
                continue;
            }
            $subtitles = $subtitles || $kind === 'subtitles';
            $lines[] =
                '#EXT-X-MEDIA:' .
                self::attributes([
                    'TYPE' => $kind === 'audio' ? 'AUDIO' : 'SUBTITLES',
                    'GROUP-ID' => self::quoted($its['group']),
                    'NAME' => self::quoted($its['name']),
                    'LANGUAGE' => ($its['language'] ?? null) === null ? null : self::quoted($its['language']),
                    'DEFAULT' => $its['default'] ? 'YES' : 'NO',
                    'AUTOSELECT' => $its['autoselect'] ? 'YES' : 'NO',
                    'FORCED' => $kind === 'subtitles' ? ($its['forced'] ? 'YES' : 'NO') : null,
                    'URI' => self::quoted($address("$file.m3u8")),
                ]);
        }
        foreach ($all as ['file' => $file, 'kind' => $kind, 'features' => $its]) {
            if ($kind !== 'video') {
                continue;
            }
            $lines[] =
                '#EXT-X-STREAM-INF:' .
                self::attributes([
                    'BANDWIDTH' => (string) $its['bandwidth'],
                    'AVERAGE-BANDWIDTH' => ($its['average'] ?? null) === null ? null : (string) $its['average'],
                    'RESOLUTION' => isset($its['width'], $its['height']) ? "{$its['width']}x{$its['height']}" : null,
                    'FRAME-RATE' => ($its['frameRate'] ?? null) === null ? null : sprintf('%.3F', $its['frameRate']),
                    'CODECS' => $its['codecs'] === [] ? null : self::quoted(implode(',', $its['codecs'])),
                    'AUDIO' => ($its['audio'] ?? null) === null ? null : self::quoted($its['audio']),
                    'SUBTITLES' => $subtitles ? self::quoted('subtitles') : null,
                ]);
            $lines[] = $address("$file.m3u8");
        }
        return implode("\n", $lines) . "\n";
    }

    /**
     * One of the playlists that the first one names; null when it names none of that name.
     *
     * @param list<string> $folders of each part: where its segments lie, with a final slash
     */
    public function media(string $file, array $folders): ?string {
        $line = null;
        foreach ($this->lines() as $one) {
            $line = "{$one['file']}.m3u8" === $file ? $one : $line;
        }
        if ($line === null) {
            return null;
        }
        $longest = 1.0;
        $body = [];
        foreach ($line['tracks'] as $index => $track) {
            array_push($body, ...$this->segments($index, $track, $folders[$index], $longest));
        }
        return implode("\n", [
            '#EXTM3U',
            '#EXT-X-VERSION:7',
            '#EXT-X-TARGETDURATION:' . (int) ceil($longest),
            '#EXT-X-MEDIA-SEQUENCE:0',
            '#EXT-X-PLAYLIST-TYPE:VOD',
            ...$body,
            '#EXT-X-ENDLIST',
            '',
        ]);
    }

    /** @return list<string> what a media playlist says of one part */
    private function segments(int $index, Track $track, string $folder, float &$longest): array {
        $lines = $index > 0 ? ['#EXT-X-DISCONTINUITY'] : [];
        $map = null;
        $key = null;
        $due = null;
        $first = true;
        foreach ($this->parts[$index]->cut($track) as $place => ['date' => $date]) {
            $piece = $track->pieces[$place];
            if (!$first && ($piece['cut'] ?? false)) {
                $lines[] = '#EXT-X-DISCONTINUITY';
                $map = null;
            }
            if (($piece['key'] ?? null) !== $key || ($first && $index > 0)) {
                $key = $piece['key'] ?? null;
                $lines[] =
                    '#EXT-X-KEY:' . ($key === null ? 'METHOD=NONE' : self::key($track->keys[$key], $piece, $folder));
            } elseif ($key !== null && !isset($track->keys[$key]['IV'])) {
                $lines[] = '#EXT-X-KEY:' . self::key($track->keys[$key], $piece, $folder);
            }
            if (isset($piece['map']) && $piece['map'] !== $map) {
                $map = $piece['map'];
                $its = $track->maps[$map];
                $lines[] =
                    '#EXT-X-MAP:URI=' .
                    self::quoted(self::at($folder, $its['uri'])) .
                    (isset($its['range']) ? ',BYTERANGE="' . implode('@', $its['range']) . '"' : '');
            }
            // Told again where it cannot be counted from the one before.
            if ($date !== null && ($due === null || abs($date - $due) > 1)) {
                $lines[] = '#EXT-X-PROGRAM-DATE-TIME:' . Instant::toText($date);
                $due = $date;
            }
            $due = $due === null ? null : $due + $piece['us'] / 1000;
            if ($piece['gap'] ?? false) {
                $lines[] = '#EXT-X-GAP';
            }
            $lines[] = '#EXTINF:' . rtrim(rtrim(sprintf('%.6F', $piece['us'] / 1_000_000), '0'), '.') . ',';
            if (isset($piece['range'])) {
                $lines[] = '#EXT-X-BYTERANGE:' . implode('@', $piece['range']);
            }
            $lines[] = self::at($folder, $piece['uri']);
            $longest = max($longest, $piece['us'] / 1_000_000);
            $first = false;
        }
        return $lines;
    }

    /** @return list<array{file: string, kind: string, features: array<string, mixed>, tracks: list<Track>}> */
    private function lines(): array {
        if ($this->lines !== null) {
            return $this->lines;
        }
        $this->lines = [];
        foreach ($this->parts as $part) {
            if ($part->isEmpty() || $part->pictures() === []) {
                $this->problem = self::NOTHING;
                return [];
            }
        }
        $reference = $this->parts[0];
        foreach ($this->parts as $part) {
            if (count($part->pictures()) > count($reference->pictures())) {
                $reference = $part;
            }
        }
        $groups = [];
        foreach ($reference->pictures() as $number => $picture) {
            $tracks = array_map(
                static fn(Part $part): Track => $part === $reference ? $picture : self::nearest($part, $picture),
                $this->parts,
            );
            if (!self::fit($tracks)) {
                $this->problem = self::CODECS;
            }
            $apart = array_map(
                static fn(Part $part, Track $track): bool => self::sounds($part, $track) !== [],
                $this->parts,
                $tracks,
            );
            if (count(array_unique($apart)) > 1) {
                $this->problem = self::SOUND;
            }
            $group = $apart[0] ? (string) $picture->features['audio'] : null;
            if ($group !== null) {
                $groups[$group] ??= $tracks;
            }
            $this->lines[] = [
                'file' => "v$number",
                'kind' => 'video',
                'features' => ['audio' => $group] + self::together($picture, $tracks),
                'tracks' => $tracks,
            ];
        }
        if ($this->problem !== null) {
            return $this->lines;
        }
        $number = 0;
        foreach ($groups as $group => $pictures) {
            foreach (self::sounds($reference, $pictures[array_search($reference, $this->parts, true)]) as $sound) {
                $tracks = array_map(
                    static fn(Part $part, Track $picture): Track => self::counterpart(
                        self::sounds($part, $picture),
                        $sound,
                    ),
                    $this->parts,
                    $pictures,
                );
                $this->lines[] = [
                    'file' => 'a' . $number++,
                    'kind' => 'audio',
                    'features' => ['group' => (string) $group] + $sound->features,
                    'tracks' => $tracks,
                ];
            }
        }
        $this->addSubtitles();
        return $this->lines;
    }

    /** Languages that every part has, over its whole length. */
    private function addSubtitles(): void {
        $number = 0;
        $seen = [];
        foreach ($this->parts[0]->tracks as $track) {
            $key = ($track->features['language'] ?? '') . '|' . ($track->features['forced'] ?? false ? 'forced' : '');
            if ($track->kind !== 'subtitles' || isset($seen[$key])) {
                continue;
            }
            $seen[$key] = true;
            $tracks = [];
            foreach ($this->parts as $part) {
                foreach ($part->tracks as $other) {
                    $same =
                        $other->kind === 'subtitles' &&
                        ($other->features['language'] ?? '') .
                            '|' .
                            ($other->features['forced'] ?? false ? 'forced' : '') ===
                            $key;
                    if ($same && self::fills($part, $other)) {
                        $tracks[] = $other;
                        break;
                    }
                }
            }
            if (count($tracks) === count($this->parts)) {
                $this->lines[] = [
                    'file' => 's' . $number++,
                    'kind' => 'subtitles',
                    'features' => ['group' => 'subtitles'] + $track->features,
                    'tracks' => $tracks,
                ];
            }
        }
    }

    /** Whether a track is as long as the part, give or take a segment: a shorter one would shift everything after it. */
    private static function fills(Part $part, Track $track): bool {
        $us = 0;
        $longest = 0;
        foreach (array_keys($part->cut($track)) as $index) {
            $us += $track->pieces[$index]['us'];
            $longest = max($longest, $track->pieces[$index]['us']);
        }
        return abs($us - ($part->toUs - $part->fromUs)) <= max(1_000_000, $longest);
    }

    /** @return list<Track> the sounds that lie beside a picture; none where its sound is in it */
    private static function sounds(Part $part, Track $picture): array {
        $group = $picture->features['audio'] ?? null;
        return $group === null
            ? []
            : array_values(
                array_filter(
                    $part->tracks,
                    static fn(Track $track): bool => $track->kind === 'audio' && $track->features['group'] === $group,
                ),
            );
    }

    /** @param non-empty-list<Track> $sounds */
    private static function counterpart(array $sounds, Track $wanted): Track {
        foreach ([['language', 'name'], ['language'], ['name']] as $what) {
            foreach ($sounds as $sound) {
                $same = array_filter(
                    $what,
                    static fn(string $name): bool => ($sound->features[$name] ?? null) ===
                        ($wanted->features[$name] ?? null),
                );
                if (count($same) === count($what)) {
                    return $sound;
                }
            }
        }
        return $sounds[0];
    }

    private static function nearest(Part $part, Track $wanted): Track {
        $pictures = $part->pictures();
        usort(
            $pictures,
            static fn(Track $a, Track $b): int => self::distance($a, $wanted) <=> self::distance($b, $wanted),
        );
        return $pictures[0];
    }

    /** @return array{0: int, 1: int, 2: int} how unlike two qualities are: another kind of picture, lines, bits */
    private static function distance(Track $a, Track $b): array {
        return [
            self::fit([$a, $b]) ? 0 : 1,
            abs(($a->features['height'] ?? 0) - ($b->features['height'] ?? 0)),
            abs(($a->features['bandwidth'] ?? 0) - ($b->features['bandwidth'] ?? 0)),
        ];
    }

    /**
     * Whether one decoder can play them after each other: the same codecs in the same wrapping. What does not name its codecs is given a try.
     *
     * @param list<Track> $tracks
     */
    private static function fit(array $tracks): bool {
        $wrapped = array_map(static fn(Track $track): bool => isset($track->pieces[0]['map']), $tracks);
        if (count(array_unique($wrapped)) > 1) {
            return false;
        }
        $families = [];
        foreach ($tracks as $track) {
            $own = array_map(self::family(...), $track->features['codecs'] ?? []);
            sort($own);
            if ($own !== []) {
                $families[] = implode(',', array_unique($own));
            }
        }
        return count(array_unique($families)) < 2;
    }

    private static function family(string $codec): string {
        $name = strtolower(explode('.', $codec)[0]);
        return ['avc3' => 'avc1', 'hev1' => 'hvc1'][$name] ?? $name;
    }

    /**
     * @param non-empty-list<Track> $tracks
     * @return array<string, mixed>
     */
    private static function together(Track $picture, array $tracks): array {
        $most = static fn(string $what): ?int => max(
            array_map(static fn(Track $track): int => (int) ($track->features[$what] ?? 0), $tracks),
        ) ?:
        null;
        $codecs = array_map(static fn(Track $track): array => $track->features['codecs'] ?? [], $tracks);
        return [
            'bandwidth' => $most('bandwidth') ?? 1_000_000,
            'average' => in_array(
                0,
                array_map(static fn(Track $track): int => (int) ($track->features['average'] ?? 0), $tracks),
                true,
            )
                ? null
                : $most('average'),
            // A part that does not say leaves it to the player to find out.
            'codecs' => in_array([], $codecs, true) ? [] : array_values(array_unique(array_merge(...$codecs))),
            'independent' => !in_array(
                false,
                array_map(static fn(Track $track): bool => (bool) ($track->features['independent'] ?? false), $tracks),
                true,
            ),
        ] + $picture->features;
    }

    /**
     * @param array<string, string> $key
     * @param array<string, mixed>  $piece
     */
    private static function key(array $key, array $piece, string $folder): string {
        if (isset($key['URI'])) {
            $key['URI'] = self::at($folder, $key['URI']);
        }
        // Without a vector of its own a segment's number is it, and numbers are others here.
        if (($key['METHOD'] ?? '') === 'AES-128' && !isset($key['IV']) && isset($piece['seq'])) {
            $key['IV'] = sprintf('0x%032X', $piece['seq']);
        }
        $bare = ['METHOD', 'IV'];
        $told = [];
        foreach ($key as $name => $value) {
            $told[$name] = in_array($name, $bare, true) ? $value : self::quoted($value);
        }
        return self::attributes($told);
    }

    /** @param array<string, string|null> $list */
    private static function attributes(array $list): string {
        $told = array_filter($list, static fn(?string $value): bool => $value !== null);
        return implode(
            ',',
            array_map(static fn(string $name, string $value): string => "$name=$value", array_keys($told), $told),
        );
    }

    private static function quoted(string $text): string {
        return '"' . str_replace(['"', "\n", "\r"], ["'", ' ', ' '], $text) . '"';
    }

    private static function at(string $folder, string $uri): string {
        return preg_match('#^https?://#i', $uri) === 1 ? $uri : $folder . $uri;
    }
}
