<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

use Parterre\Streaming\Hls\Address;
use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Hls\Segment;

/** From the playlists of a recording to its tracks. */
final class Reading {
    /**
     * The playlists of segments that a first playlist names, best picture first. One without qualities is its own.
     *
     * @param string $url where the first playlist was
     * @return list<array{kind: string, features: array<string, mixed>, url: string}>
     */
    public static function wanted(Playlist $first, string $url): array {
        if (!$first->isMaster()) {
            return [['kind' => 'video', 'features' => ['bandwidth' => 0, 'codecs' => []], 'url' => $url]];
        }
        $groups = [];
        foreach ($first->renditions as $rendition) {
            $groups[$rendition->type][$rendition->group][] = $rendition;
        }
        // A group with one sound inside the pictures cannot be told apart from them.
        $apart = array_filter(
            $groups['AUDIO'] ?? [],
            static fn(array $sounds): bool => array_filter($sounds, static fn($sound): bool => $sound->uri === null) ===
                [],
        );
        $wanted = [];
        $pictures = $first->variants;
        usort($pictures, static fn($a, $b): int => $b->bandwidth <=> $a->bandwidth);
        foreach ($pictures as $variant) {
            $wanted[] = [
                'kind' => 'video',
                'features' => [
                    'bandwidth' => $variant->bandwidth,
                    'average' => $variant->average,
                    'width' => $variant->width,
                    'height' => $variant->height,
                    'frameRate' => $variant->frameRate,
                    'codecs' => $variant->codecs,
                    'audio' => isset($apart[$variant->audio]) ? $variant->audio : null,
                ],
                'url' => Address::resolve($url, $variant->uri),
            ];
        }
        foreach (['audio' => $apart, 'subtitles' => $groups['SUBTITLES'] ?? []] as $kind => $lists) {
            foreach ($lists as $group => $renditions) {
                foreach ($renditions as $rendition) {
                    if ($rendition->uri === null) {
                        continue;
                    }
                    $wanted[] = [
                        'kind' => $kind,
                        'features' => [
                            'group' => (string) $group,
                            'name' => $rendition->name,
                            'language' => $rendition->language,
                            'default' => $rendition->default,
                            'autoselect' => $rendition->autoselect,
                            'forced' => $rendition->forced,
                        ],
                        'url' => Address::resolve($url, $rendition->uri),
                    ];
                }
            }
        }
        return $wanted;
    }

    /**
     * @param string $url    where the playlist was
     * @param string $folder of the first playlist, signed as it was asked for
     * @param bool   $bound  whether only what lies in that folder can be signed for others
     * @param array{kind: string, features: array<string, mixed>, url: string} $wanted
     * @throws Unusable
     */
    public static function track(Playlist $media, string $url, string $folder, bool $bound, array $wanted): Track {
        if ($media->isMaster() || $media->segments === []) {
            throw new Unusable(Unusable::NOTHING);
        }
        if ($media->isLive()) {
            throw new Unusable(Unusable::LIVE);
        }
        $place = static function (string $uri) use ($url, $folder, $bound): string {
            $address = Address::resolve($url, $uri);
            if (str_starts_with($address, $folder) && !str_contains($address, '?')) {
                return substr($address, strlen($folder));
            }
            // A token of its own, or another place: it would be this reader's alone.
            return $bound ? throw new Unusable(Unusable::BOUND) : $address;
        };
        $maps = [];
        $keys = [];
        $pieces = [];
        $firstRun = $media->segments[0]->discontinuitySequence;
        foreach ($media->segments as $segment) {
            $pieces[] = self::piece($segment, $firstRun, $place, $maps, $keys);
            $firstRun = $segment->discontinuitySequence;
        }
        $features = $wanted['features'] + ($wanted['kind'] === 'video' ? ['independent' => $media->independent] : []);
        return new Track($wanted['kind'], $features, array_values($maps), array_values($keys), $pieces);
    }

    /**
     * @param callable(string): string $place
     * @param array<string, array{uri: string, range?: array{0: int, 1: int}}> $maps by what they say, in order
     * @param array<string, array<string, string>> $keys
     * @return array{uri: string, us: int, date?: int, cut?: bool, range?: array{0: int, 1: int}, map?: int, key?: int, seq?: int, gap?: bool}
     */
    private static function piece(Segment $segment, int $run, callable $place, array &$maps, array &$keys): array {
        $piece = ['uri' => $place($segment->uri), 'us' => (int) round($segment->seconds * 1_000_000)];
        if ($segment->dated && $segment->startsAtMs !== null) {
            $piece['date'] = $segment->startsAtMs;
        }
        if ($segment->discontinuitySequence !== $run) {
            $piece['cut'] = true;
        }
        if ($segment->byteRange !== null) {
            $piece['range'] = [$segment->byteRange['length'], $segment->byteRange['offset']];
        }
        if ($segment->map !== null) {
            $its = $segment->map['byteRange'];
            $map =
                ['uri' => $place($segment->map['uri'])] +
                ($its === null ? [] : ['range' => [$its['length'], $its['offset']]]);
            $piece['map'] = self::number($maps, $map);
        }
        if ($segment->key !== null) {
            $key = $segment->key;
            if (isset($key['URI'])) {
                $key['URI'] = $place($key['URI']);
            }
            $piece['key'] = self::number($keys, $key);
            if (!isset($key['IV'])) {
                $piece['seq'] = $segment->sequence;
            }
        }
        if ($segment->gap) {
            $piece['gap'] = true;
        }
        return $piece;
    }

    /** The place of a thing in a list that holds each once. */
    private static function number(array &$list, array $thing): int {
        $text = (string) json_encode($thing);
        $list[$text] ??= $thing;
        return (int) array_search($text, array_keys($list), true);
    }
}
