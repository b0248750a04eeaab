<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

/** What codec strings (RFC 6381) stand for, and which browsers play them. */
final class Codecs {
    public const EVERYWHERE = 'everywhere';
    /** In some browsers, on some devices. */
    public const SOME = 'some';
    public const NOWHERE = 'nowhere';

    private const KNOWN = [
        'avc1' => ['H.264', 'video', self::EVERYWHERE],
        'avc3' => ['H.264', 'video', self::SOME],
        'hvc1' => ['HEVC (H.265)', 'video', self::SOME],
        'hev1' => ['HEVC (H.265)', 'video', self::SOME],
        'dvh1' => ['Dolby Vision', 'video', self::SOME],
        'dvhe' => ['Dolby Vision', 'video', self::SOME],
        'av01' => ['AV1', 'video', self::SOME],
        'vp09' => ['VP9', 'video', self::SOME],
        'vp8' => ['VP8', 'video', self::NOWHERE],
        'mp2v' => ['MPEG-2', 'video', self::NOWHERE],
        'mp4v' => ['MPEG-4 Visual', 'video', self::NOWHERE],
        'mp4a' => ['AAC', 'audio', self::EVERYWHERE],
        'ac-3' => ['Dolby Digital (AC-3)', 'audio', self::SOME],
        'ec-3' => ['Dolby Digital Plus (E-AC-3)', 'audio', self::SOME],
        'ac-4' => ['Dolby AC-4', 'audio', self::NOWHERE],
        'dtsc' => ['DTS', 'audio', self::NOWHERE],
        'opus' => ['Opus', 'audio', self::SOME],
        'flac' => ['FLAC', 'audio', self::SOME],
        'mp2a' => ['MPEG Layer II', 'audio', self::NOWHERE],
        'wvtt' => ['WebVTT', 'text', self::EVERYWHERE],
        'stpp' => ['TTML', 'text', self::EVERYWHERE],
    ];

    /** @return array{name: string, kind: string, plays: string} kind: `video`, `audio`, `text` or empty where nobody knows it */
    public static function of(string $codec): array {
        $codec = strtolower(trim($codec));
        [$family, $rest] = explode('.', $codec, 2) + [1 => ''];
        [$name, $kind, $plays] = self::KNOWN[$family] ?? [$codec, '', self::SOME];
        if ($family === 'mp4a') {
            [$name, $plays] = match (true) {
                in_array($rest, ['40.34', '69', '6b'], true) => ['MP3', self::EVERYWHERE],
                $rest === 'a5' => ['Dolby Digital (AC-3)', self::SOME],
                $rest === 'a6' => ['Dolby Digital Plus (E-AC-3)', self::SOME],
                default => [$name, $plays],
            };
        }
        // Ten bits, or colours at full size: studio forms of H.264, which phones do not show.
        if (str_starts_with($family, 'avc') && preg_match('/^(6e|7a|f4|2c)/', $rest) === 1) {
            [$name, $plays] = ['H.264 4:2:2 / 10 bit', self::NOWHERE];
        }
        return ['name' => $name, 'kind' => $kind, 'plays' => $plays];
    }
}
