<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/** One of the qualities that a master playlist offers. */
final class Variant {
    /**
     * @param string       $uri        as written, relative to the playlist
     * @param int          $bandwidth  the most it takes, bits per second; 0 where the playlist does not say
     * @param int|null     $average    bits per second over the whole of it
     * @param int|null     $width      pixels
     * @param int|null     $height     pixels
     * @param float|null   $frameRate  frames per second
     * @param list<string> $codecs     like `avc1.64001f`; empty where the playlist does not say
     * @param string|null  $audio      the group of `Rendition`s that its sound is chosen from; null: the sound is in it
     * @param string|null  $subtitles  the group of its subtitles
     * @param string|null  $captions   the group of its closed captions; `NONE` is null
     * @param string|null  $range      `SDR`, `HLG` or `PQ`, where the playlist says
     */
    public function __construct(
        public readonly string $uri,
        public readonly int $bandwidth,
        public readonly ?int $average,
        public readonly ?int $width,
        public readonly ?int $height,
        public readonly ?float $frameRate,
        public readonly array $codecs,
        public readonly ?string $audio,
        public readonly ?string $subtitles,
        public readonly ?string $captions,
        public readonly ?string $range,
    ) {}
}
