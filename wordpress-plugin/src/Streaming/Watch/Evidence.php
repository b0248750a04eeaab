<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

/**
 * Whether a picture arrives, judged from what three witnesses say: the provider's events, the playlist as it is read now and
 * then, and the devices of those who watch. The newest word counts. A provider's word stands until somebody says otherwise; the
 * others' words are about a moment and age.
 */
final class Evidence {
    public const ARRIVING = 'arriving';
    public const LOST = 'lost';
    public const UNKNOWN = 'unknown';

    public const PROVIDER = 'provider';
    public const PROBE = 'probe';
    public const VIEWERS = 'viewers';

    /** A playlist that was read longer ago says nothing about now; heartbeats come once a minute and may be stretched. */
    private const AGE_MS = [self::PROBE => 60_000, self::VIEWERS => 150_000];

    /**
     * @param array<string, array{arriving: bool, at: int}> $words what each source said last, and when that was so: of viewers,
     *        when the frame on their screens was taken, so that what is played from a buffer is no witness against a loss
     * @return array{state: string, source: string, at: int} source and time of the word that counted
     */
    public static function judge(array $words, int $nowMs): array {
        $newest = null;
        foreach ([self::PROVIDER, self::VIEWERS, self::PROBE] as $source) {
            // Of two words about the same moment the playlist's is the nearest to the picture.
            if (isset($words[$source]) && ($newest === null || $words[$source]['at'] >= $words[$newest]['at'])) {
                $newest = $source;
            }
        }
        if ($newest === null) {
            return ['state' => self::UNKNOWN, 'source' => '', 'at' => $nowMs];
        }
        $word = $words[$newest];
        $stale = isset(self::AGE_MS[$newest]) && $nowMs - $word['at'] > self::AGE_MS[$newest];
        $said = $words[self::PROVIDER] ?? null;
        if ($stale && ($said === null || $said['arriving'] !== $word['arriving'])) {
            return ['state' => self::UNKNOWN, 'source' => $newest, 'at' => $word['at']];
        }
        return [
            'state' => $word['arriving'] ? self::ARRIVING : self::LOST,
            'source' => $stale ? self::PROVIDER : $newest,
            'at' => $word['at'],
        ];
    }
}
