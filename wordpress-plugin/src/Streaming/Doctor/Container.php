<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

/** What a segment's first bytes say about it: how it is packed, and with which codecs. */
final class Container {
    public const TS = 'ts';
    public const FMP4 = 'fmp4';
    /** Sound alone, without a box around it. */
    public const SOUND = 'sound';
    public const TEXT = 'text';
    public const PAGE = 'page';
    public const UNKNOWN = 'unknown';

    private const PACKET = 188;
    /** Stream types of MPEG-TS (ISO 13818-1) as codec strings. */
    private const TYPES = [
        0x01 => 'mp2v',
        0x02 => 'mp2v',
        0x03 => 'mp4a.6b',
        0x04 => 'mp4a.6b',
        0x0f => 'mp4a.40.2',
        0x11 => 'mp4a.40.2',
        0x1b => 'avc1',
        0x24 => 'hvc1',
        0x81 => 'ac-3',
        0x87 => 'ec-3',
    ];

    /**
     * @param string       $kind      one of the constants
     * @param list<string> $codecs    like `avc1.64001f` or only `avc1`, as far as the bytes say
     * @param bool         $encrypted whether it says that it needs a licence (`encv`, `enca`)
     */
    private function __construct(
        public readonly string $kind,
        public readonly array $codecs,
        public readonly bool $encrypted,
    ) {}

    /** @param string $bytes of an fMP4: its initialisation segment before the segment itself */
    public static function of(string $bytes): self {
        if (($bytes[0] ?? '') === 'G' && (strlen($bytes) <= self::PACKET || $bytes[self::PACKET] === 'G')) {
            return new self(self::TS, self::ofTransport($bytes), false);
        }
        if (preg_match('/^(ftyp|styp|moov|moof|sidx|emsg|prft)$/', substr($bytes, 4, 4)) === 1) {
            [$codecs, $encrypted] = self::ofBoxes($bytes);
            return new self(self::FMP4, $codecs, $encrypted);
        }
        $kind = match (true) {
            str_starts_with($bytes, 'ID3'), preg_match('/^\xFF[\xE0-\xFF]/', $bytes) === 1 => self::SOUND,
            str_starts_with(ltrim($bytes, "\xEF\xBB\xBF"), 'WEBVTT') => self::TEXT,
            preg_match('/^\s*(<!doctype|<html|<\?xml|\{)/i', substr($bytes, 0, 64)) === 1 => self::PAGE,
            default => self::UNKNOWN,
        };
        return new self($kind, [], false);
    }

    /** @return list<string> */
    private static function ofTransport(string $bytes): array {
        $tables = null;
        for ($at = 0; $at + self::PACKET <= strlen($bytes) && $at < 400 * self::PACKET; $at += self::PACKET) {
            $packet = substr($bytes, $at, self::PACKET);
            $pid = ((ord($packet[1]) & 0x1f) << 8) | ord($packet[2]);
            $begins = (ord($packet[1]) & 0x40) !== 0;
            if (!$begins || ($pid !== 0 && $pid !== $tables)) {
                continue;
            }
            $start = 4 + ((ord($packet[3]) & 0x20) !== 0 ? 1 + ord($packet[4]) : 0);
            // A pointer to where the table begins.
            $table = substr($packet, $start + 1 + ord($packet[$start] ?? "\0"));
            if (strlen($table) < 12) {
                continue;
            }
            if ($pid === 0) {
                $tables = ((ord($table[10]) & 0x1f) << 8) | ord($table[11]);
                continue;
            }
            return self::ofProgram($table);
        }
        return [];
    }

    /** @return list<string> codecs of a program map */
    private static function ofProgram(string $table): array {
        $end = min(strlen($table), 3 + (((ord($table[1]) & 0x0f) << 8) | ord($table[2])) - 4);
        $at = 12 + (((ord($table[10]) & 0x0f) << 8) | ord($table[11]));
        $codecs = [];
        while ($at + 5 <= $end) {
            $codecs[] = self::TYPES[ord($table[$at])] ?? null;
            $at += 5 + (((ord($table[$at + 3]) & 0x0f) << 8) | ord($table[$at + 4]));
        }
        return array_values(array_unique(array_filter($codecs)));
    }

    /** @return array{0: list<string>, 1: bool} */
    private static function ofBoxes(string $bytes): array {
        // Names of sample entries stand sixteen bytes behind the name of their table.
        preg_match_all('/stsd.{12}([A-Za-z0-9-]{4})/s', substr($bytes, 0, 65_536), $found);
        $codecs = [];
        $encrypted = false;
        foreach ($found[1] as $name) {
            if ($name === 'encv' || $name === 'enca') {
                $encrypted = true;
            } elseif ($name === 'avc1' && preg_match('/avcC\x01(.{3})/s', $bytes, $match) === 1) {
                $codecs[] = 'avc1.' . bin2hex($match[1]);
            } else {
                $codecs[] = $name === 'mp4a' ? 'mp4a.40.2' : strtolower($name);
            }
        }
        return [array_values(array_unique($codecs)), $encrypted];
    }
}
