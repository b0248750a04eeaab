<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

/** When a lost picture rings at the desk, and when it is written to the crew. */
final class Alarm {
    /** A publisher that comes back within this was a hiccup: players play it from what they have. */
    public const RINGS_AFTER_MS = 15_000;
    /** Somebody at the desk has this long before everybody gets a mail. */
    public const MAILS_AFTER_MS = 60_000;
    /** The desk asks every few seconds; one that has not asked for so long is closed. */
    public const DESK_MS = 20_000;

    /**
     * Cameras of a live show that have been lost for long enough. One that never came is no loss, unless it is the stage's.
     *
     * @param list<array{camera: string, state: string, since: int, seen_at: ?int, mailed_at: ?int}> $pictures the stage first
     * @return list<string>
     */
    public static function rings(string $phase, array $pictures, int $nowMs): array {
        $ringing = [];
        foreach ($phase === 'live' ? $pictures : [] as $index => $picture) {
            if (
                $picture['state'] === Evidence::LOST &&
                ($index === 0 || $picture['seen_at'] !== null) &&
                $nowMs - $picture['since'] >= self::RINGS_AFTER_MS
            ) {
                $ringing[] = $picture['camera'];
            }
        }
        return $ringing;
    }

    /**
     * What has to be written now: at once when nobody has the desk open, else after a minute; once for each loss. Who was told of
     * a loss is told that it is over.
     *
     * @param list<array{camera: string, state: string, since: int, seen_at: ?int, mailed_at: ?int}> $pictures the stage first
     * @return array{lost: list<string>, back: list<string>} cameras
     */
    public static function mails(string $phase, array $pictures, int $deskSeenAt, int $nowMs): array {
        $open = $nowMs - $deskSeenAt < self::DESK_MS;
        $byCamera = array_column($pictures, null, 'camera');
        $lost = array_filter(
            self::rings($phase, $pictures, $nowMs),
            static fn(string $camera): bool => $byCamera[$camera]['mailed_at'] === null &&
                (!$open || $nowMs - $byCamera[$camera]['since'] >= self::MAILS_AFTER_MS),
        );
        $back = array_filter(
            $pictures,
            static fn(array $picture): bool => $picture['mailed_at'] !== null &&
                $picture['state'] === Evidence::ARRIVING,
        );
        return ['lost' => array_values($lost), 'back' => array_column($back, 'camera')];
    }
}
