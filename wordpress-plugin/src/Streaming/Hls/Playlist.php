<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/**
 * An HLS playlist (RFC 8216 and its second edition's drafts), read as players read it: CRLF, a byte order mark, blank lines and unknown
 * tags do no harm; what no player could guess is refused. A master playlist has variants, a media playlist has segments.
 */
final class Playlist {
    public const MASTER = 'master';
    public const MEDIA = 'media';

    /**
     * @param string                $kind                  MASTER or MEDIA
     * @param int                   $version               1 where none is told
     * @param list<Variant>         $variants              in the order of the playlist; players begin with the first
     * @param list<Rendition>       $renditions
     * @param list<Segment>         $segments
     * @param int|null              $targetSeconds         the longest a segment may be, rounded; null in a master playlist
     * @param int                   $mediaSequence         the number of the first segment
     * @param int                   $discontinuitySequence the number of its run
     * @param string|null           $type                  `VOD`, `EVENT` or null: a window that slides
     * @param bool                  $ended                 whether nothing will be added any more
     * @param bool                  $independent           whether every segment can be shown without the one before
     * @param array<string, string> $serverControl         attributes of EXT-X-SERVER-CONTROL
     * @param float|null            $partSeconds           the length of LL-HLS's parts; null: there are none
     * @param float                 $openSeconds           of parts that stand behind the last whole segment
     * @param list<string>          $tags                  names of every tag in it, once each: what is not read is known to be there
     */
    private function __construct(
        public readonly string $kind,
        public readonly int $version,
        public readonly array $variants,
        public readonly array $renditions,
        public readonly array $segments,
        public readonly ?int $targetSeconds,
        public readonly int $mediaSequence,
        public readonly int $discontinuitySequence,
        public readonly ?string $type,
        public readonly bool $ended,
        public readonly bool $independent,
        public readonly array $serverControl,
        public readonly ?float $partSeconds,
        public readonly float $openSeconds,
        public readonly array $tags,
    ) {}

    /** @throws NotAPlaylist */
    public static function parse(string $text): self {
        // Not every kind of white space: the first bytes of a film are zeros.
        $text = ltrim(str_starts_with($text, "\xEF\xBB\xBF") ? substr($text, 3) : $text, " \t\r\n");
        if (!str_starts_with($text, '#EXTM3U')) {
            throw new NotAPlaylist(self::whatItIs($text));
        }
        $lines = array_values(
            array_filter(
                array_map('trim', preg_split('/\r\n|\n|\r/', $text) ?: []),
                static fn(string $line): bool => $line !== '',
            ),
        );
        $tags = [];
        foreach ($lines as $line) {
            if (preg_match('/^#(EXT[A-Z0-9-]*)/', $line, $match) === 1) {
                $tags[$match[1]] = true;
            }
        }
        $tags = array_keys($tags);
        $isMaster = in_array('EXT-X-STREAM-INF', $tags, true);
        $isMedia =
            array_intersect(['EXTINF', 'EXT-X-TARGETDURATION', 'EXT-X-MEDIA-SEQUENCE', 'EXT-X-PART'], $tags) !== [];
        if ($isMaster && $isMedia) {
            throw new NotAPlaylist(NotAPlaylist::BROKEN, 'It lists qualities and segments at once.');
        }
        // Nothing but a head, or renditions alone: whoever publishes has begun with neither.
        return $isMaster ? self::master($lines, $tags) : self::media($lines, $tags);
    }

    public function isMaster(): bool {
        return $this->kind === self::MASTER;
    }

    /** The segment at the edge; null while there is none. */
    public function newest(): ?Segment {
        return $this->segments[count($this->segments) - 1] ?? null;
    }

    /** How long all its segments play, in seconds. */
    public function seconds(): float {
        return array_sum(array_map(static fn(Segment $segment): float => $segment->seconds, $this->segments));
    }

    /** The date of the picture after the last one, milliseconds since 1970; null where no date is known. Parts of LL-HLS count. */
    public function endsAtMs(): ?int {
        $end = $this->newest()?->endsAtMs();
        return $end === null ? null : $end + (int) round($this->openSeconds * 1000);
    }

    /** Whether it grows: a recording, and a show that is over, do not. */
    public function isLive(): bool {
        return !$this->isMaster() && !$this->ended && $this->type !== 'VOD';
    }

    /** Whether it says so about one of its segments: players cannot align cameras, or tell how late they are, without. */
    public function hasDates(): bool {
        return in_array('EXT-X-PROGRAM-DATE-TIME', $this->tags, true);
    }

    /**
     * @param list<string> $lines
     * @param list<string> $tags
     */
    private static function master(array $lines, array $tags): self {
        $variants = [];
        $renditions = [];
        $waiting = null;
        $version = 1;
        foreach ($lines as $line) {
            [$tag, $value] = self::tag($line);
            if ($tag === null) {
                if ($waiting !== null) {
                    $variants[] = self::variant($line, $waiting);
                    $waiting = null;
                }
            } elseif ($tag === 'EXT-X-STREAM-INF') {
                if ($waiting !== null) {
                    throw new NotAPlaylist(NotAPlaylist::BROKEN, 'A quality has no address.');
                }
                $waiting = self::attributes($value);
            } elseif ($tag === 'EXT-X-MEDIA') {
                $media = self::attributes($value);
                $renditions[] = new Rendition(
                    $media['TYPE'] ?? '',
                    $media['GROUP-ID'] ?? '',
                    $media['NAME'] ?? '',
                    $media['LANGUAGE'] ?? null,
                    ($media['DEFAULT'] ?? 'NO') === 'YES',
                    ($media['AUTOSELECT'] ?? 'NO') === 'YES',
                    ($media['FORCED'] ?? 'NO') === 'YES',
                    $media['URI'] ?? null,
                );
            } elseif ($tag === 'EXT-X-VERSION') {
                $version = (int) $value;
            }
        }
        if ($waiting !== null) {
            throw new NotAPlaylist(NotAPlaylist::CUT, 'The last quality has no address.');
        }
        return new self(
            self::MASTER,
            $version,
            $variants,
            $renditions,
            [],
            null,
            0,
            0,
            null,
            false,
            in_array('EXT-X-INDEPENDENT-SEGMENTS', $tags, true),
            [],
            null,
            0.0,
            $tags,
        );
    }

    /** @param array<string, string> $given */
    private static function variant(string $uri, array $given): Variant {
        $size = preg_match('/^(\d+)x(\d+)$/', $given['RESOLUTION'] ?? '', $match) === 1 ? $match : null;
        $captions = $given['CLOSED-CAPTIONS'] ?? null;
        return new Variant(
            $uri,
            (int) ($given['BANDWIDTH'] ?? 0),
            isset($given['AVERAGE-BANDWIDTH']) ? (int) $given['AVERAGE-BANDWIDTH'] : null,
            $size === null ? null : (int) $size[1],
            $size === null ? null : (int) $size[2],
            isset($given['FRAME-RATE']) ? (float) $given['FRAME-RATE'] : null,
            array_values(array_filter(array_map('trim', explode(',', $given['CODECS'] ?? '')))),
            $given['AUDIO'] ?? null,
            $given['SUBTITLES'] ?? null,
            $captions === 'NONE' ? null : $captions,
            $given['VIDEO-RANGE'] ?? null,
        );
    }

    /**
     * @param list<string> $lines
     * @param list<string> $tags
     */
    private static function media(array $lines, array $tags): self {
        $reader = new MediaReader();
        foreach ($lines as $line) {
            [$tag, $value] = self::tag($line);
            $reader->read($tag, $tag === null ? $line : $value);
        }
        $read = $reader->end();
        return new self(
            self::MEDIA,
            $read['version'],
            [],
            [],
            $read['segments'],
            $read['target'],
            $read['sequence'],
            $read['discontinuitySequence'],
            $read['type'],
            in_array('EXT-X-ENDLIST', $tags, true),
            in_array('EXT-X-INDEPENDENT-SEGMENTS', $tags, true),
            $read['serverControl'],
            $read['partSeconds'],
            $read['openSeconds'],
            $tags,
        );
    }

    /** @return array{0: string|null, 1: string} name and value; the name is null for an address, empty for a comment */
    private static function tag(string $line): array {
        if ($line[0] !== '#') {
            return [null, $line];
        }
        if (!str_starts_with($line, '#EXT')) {
            return ['', ''];
        }
        [$tag, $value] = explode(':', substr($line, 1), 2) + [1 => ''];
        return [$tag, trim($value)];
    }

    /**
     * A list like `BANDWIDTH=800000,CODECS="avc1.4d401e,mp4a.40.2"`.
     *
     * @return array<string, string> values without their quotes
     */
    public static function attributes(string $list): array {
        preg_match_all('/([A-Z0-9-]+)\s*=\s*("[^"]*"|[^,]*)/', $list, $found, PREG_SET_ORDER);
        $attributes = [];
        foreach ($found as [, $name, $value]) {
            $attributes[$name] = trim($value, " \t\"");
        }
        return $attributes;
    }

    /** What a text that is no playlist is instead. */
    private static function whatItIs(string $text): string {
        $head = strtolower(substr($text, 0, 1024));
        return match (true) {
            $text === '' => NotAPlaylist::EMPTY,
            preg_match('/^(<!doctype html|<html|<head|<body)/', $head) === 1,
            str_contains($head, '<html')
                => NotAPlaylist::WEB_PAGE,
            $head[0] === '<' => NotAPlaylist::XML,
            $head[0] === '{' || $head[0] === '[' => NotAPlaylist::JSON,
            // Packets of MPEG-TS begin with 0x47 every 188 bytes; boxes of MP4 carry their name behind four bytes of length.
            $text[0] === 'G' && ($text[188] ?? '') === 'G',
            preg_match('/^(ftyp|styp|moov|moof|sidx|emsg)$/', substr($head, 4, 4)) === 1,
            preg_match('/[\x00-\x08\x0E-\x1F]/', substr($text, 0, 256)) === 1
                => NotAPlaylist::MEDIA,
            // The first bytes of a playlist that never finished.
            str_starts_with('#EXTM3U', $text) => NotAPlaylist::CUT,
            default => NotAPlaylist::OTHER,
        };
    }
}
