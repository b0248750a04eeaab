<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

/**
 * One playlist of a recording: a quality of its picture, a sound, or subtitles, segment by segment. What it says of itself is in `features`:
 * of a picture `bandwidth`, `average`, `width`, `height`, `frameRate`, `codecs`, `audio` (the group of its sounds), `independent`; of the
 * others `group`, `name`, `language`, `default`, `autoselect`, `forced`.
 *
 * A piece is a segment: `uri` relative to the folder of the recording's first playlist, `us` its microseconds, and where they hold: `date`
 * (milliseconds since 1970, as the playlist says), `cut` (a run begins here), `range` ([length, offset]), `map` and `key` (places in `maps` and
 * `keys`), `seq` (its number, which a key without a vector counts from), `gap` (it is not there).
 */
final class Track {
    /**
     * @param string                      $kind   `video`, `audio` or `subtitles`
     * @param array<string, mixed>        $features
     * @param list<array{uri: string, range?: array{0: int, 1: int}}> $maps
     * @param list<array<string, string>> $keys   attributes of EXT-X-KEY
     * @param list<array{uri: string, us: int, date?: int, cut?: bool, range?: array{0: int, 1: int}, map?: int, key?: int, seq?: int, gap?: bool}> $pieces
     */
    public function __construct(
        public readonly string $kind,
        public readonly array $features,
        public readonly array $maps,
        public readonly array $keys,
        public readonly array $pieces,
    ) {}

    /** How long it plays, in microseconds: sums of milliseconds would drift by seconds over an evening. */
    public function us(): int {
        return array_sum(array_column($this->pieces, 'us'));
    }

    /**
     * The date of each piece's first picture, milliseconds since 1970. One that is not told is counted from its neighbours, forwards
     * and, before the first that is, backwards.
     *
     * @return list<int>|null null where the playlist tells no date at all
     */
    public function dates(): ?array {
        $first = null;
        foreach ($this->pieces as $index => $piece) {
            if (isset($piece['date'])) {
                $first = $index;
                break;
            }
        }
        if ($first === null) {
            return null;
        }
        $before = array_sum(array_column(array_slice($this->pieces, 0, $first), 'us'));
        $at = $this->pieces[$first]['date'] * 1000 - $before;
        $dates = [];
        foreach ($this->pieces as $piece) {
            $at = isset($piece['date']) ? $piece['date'] * 1000 : $at;
            $dates[] = (int) round($at / 1000);
            $at += $piece['us'];
        }
        return $dates;
    }

    /** @param list<int> $gone places of pieces that are not there */
    public function without(array $gone): self {
        $pieces = $this->pieces;
        foreach ($gone as $index) {
            $pieces[$index]['gap'] = true;
        }
        return new self($this->kind, $this->features, $this->maps, $this->keys, $pieces);
    }

    /** @param array<string, mixed> $features */
    public function with(array $features): self {
        return new self($this->kind, $features + $this->features, $this->maps, $this->keys, $this->pieces);
    }

    /** As text for one column: three hours of two-second segments take some twenty kilobytes. */
    public function pack(): string {
        $pieces = array_map(
            static fn(array $piece): array => count($piece) === 2
                ? [$piece['uri'], $piece['us']]
                : [$piece['uri'], $piece['us'], array_diff_key($piece, ['uri' => 1, 'us' => 1])],
            $this->pieces,
        );
        $text = json_encode(
            ['maps' => $this->maps, 'keys' => $this->keys, 'pieces' => $pieces],
            JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR,
        );
        return function_exists('gzdeflate') ? 'z' . base64_encode((string) gzdeflate($text, 6)) : $text;
    }

    /** @param array<string, mixed> $features */
    public static function unpack(string $kind, array $features, string $text): self {
        if (str_starts_with($text, 'z')) {
            $text = (string) gzinflate((string) base64_decode(substr($text, 1), true));
        }
        $read = json_decode($text, true, 16, JSON_THROW_ON_ERROR);
        return new self(
            $kind,
            $features,
            $read['maps'],
            $read['keys'],
            array_map(
                static fn(array $piece): array => ['uri' => $piece[0], 'us' => $piece[1]] + ($piece[2] ?? []),
                $read['pieces'],
            ),
        );
    }
}
