<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/** One piece of a media playlist, with everything that the tags before it say about it. */
final class Segment {
    /**
     * @param string          $uri                   as written, relative to the playlist
     * @param float           $seconds               how long it plays
     * @param string          $title                 what stands behind the comma of EXTINF
     * @param int             $sequence              its number: the playlist's media sequence counted on
     * @param int             $discontinuitySequence which run of segments it belongs to; pictures of one run fit together
     * @param bool            $discontinuity         whether a run begins with it
     * @param int|null        $startsAtMs            the date of its first picture, milliseconds since 1970; null: no date is known
     * @param bool            $dated                 whether the playlist says so itself; otherwise it was counted from a neighbour
     * @param array{length: int, offset: int}|null $byteRange the part of the file that it is; null: the whole file
     * @param array{uri: string, byteRange: array{length: int, offset: int}|null}|null $map what has to be read before it, as in fMP4
     * @param array<string, string>|null $key        attributes of EXT-X-KEY that hold for it; null: it is not encrypted
     * @param bool            $gap                   whether the playlist says that it is missing
     * @param int             $parts                 how many parts of LL-HLS it is told in
     */
    public function __construct(
        public readonly string $uri,
        public readonly float $seconds,
        public readonly string $title,
        public readonly int $sequence,
        public readonly int $discontinuitySequence,
        public readonly bool $discontinuity,
        public readonly ?int $startsAtMs,
        public readonly bool $dated,
        public readonly ?array $byteRange,
        public readonly ?array $map,
        public readonly ?array $key,
        public readonly bool $gap,
        public readonly int $parts,
    ) {}

    /** The date of the picture after its last one; null where no date is known. */
    public function endsAtMs(): ?int {
        return $this->startsAtMs === null ? null : $this->startsAtMs + (int) round($this->seconds * 1000);
    }
}
