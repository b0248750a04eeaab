<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

use Parterre\Domain\Phase;

/**
 * What happens to a show when nobody at the desk acts. The clock alone never starts or ends one: a picture after the announced
 * start does, and half an hour without one after the announced end. Nothing publishes a replay.
 */
final class Decision {
    public const START = 'live';
    public const END = 'end';
    /** So long the desk has to say that it starts later, once the hour has come and a picture with it. */
    public const GRACE_MS = 60_000;
    public const SILENCE_MS = 30 * 60_000;
    /** A picture nobody has seen for longer starts nothing. */
    private const FRESH_MS = 60_000;

    /**
     * @param array<string, mixed> $show a row of `shows`
     * @param list<array{state: string, since: int, source: string, seen_at: ?int}> $pictures of its cameras, the stage first
     * @return array{act: string, by: string}|null `by`: who says so, `provider` or `clock`
     */
    public static function of(array $show, array $pictures, int $nowMs): ?array {
        $starts = self::startsAt($show, $pictures, $nowMs);
        if ($starts !== null && $nowMs >= $starts) {
            return ['act' => self::START, 'by' => self::by($pictures[0])];
        }
        $ends = self::endsAt($show, $pictures, $nowMs);
        if ($ends !== null && $nowMs >= $ends) {
            return ['act' => self::END, 'by' => self::by($pictures[0])];
        }
        return null;
    }

    /** When the show would start by itself as things stand, in milliseconds; null when only the desk starts it. */
    public static function startsAt(array $show, array $pictures, int $nowMs): ?int {
        $stage = $pictures[0] ?? null;
        // A soundcheck before the announced hour is nobody's business, and "we start later" has been said.
        $waits =
            in_array(Phase::at($show, $nowMs), ['announced', 'doors'], true) &&
            in_array($show['forced'], [null, 'doors'], true) &&
            $show['held_at'] === null &&
            $show['status'] === 'confirmed' &&
            (bool) $show['published'];
        if (!$waits || $stage === null || $stage['state'] !== Evidence::ARRIVING) {
            return null;
        }
        if ($nowMs - (int) $stage['seen_at'] > self::FRESH_MS) {
            return null;
        }
        return max($show['starts_at'], $stage['since']) + self::GRACE_MS;
    }

    /** When the show would end by itself as things stand, in milliseconds; null while it would not. */
    public static function endsAt(array $show, array $pictures, int $nowMs): ?int {
        $runs = in_array(Phase::at($show, $nowMs), ['live', 'paused'], true) && $show['forced'] === null;
        if (!$runs || $pictures === []) {
            return null;
        }
        $silent = 0;
        foreach ($pictures as $index => $picture) {
            // Of the stage it has to be known; another camera that nobody knows anything about keeps no show running.
            if ($picture['state'] === Evidence::ARRIVING || ($index === 0 && $picture['state'] !== Evidence::LOST)) {
                return null;
            }
            $silent = max($silent, $picture['state'] === Evidence::LOST ? $picture['since'] : 0);
        }
        // Whoever started late, or said at the desk that it is not over, has half an hour from there.
        return max($silent, $show['ends_at'], (int) $show['live_at'], (int) $show['held_at']) + self::SILENCE_MS;
    }

    private static function by(array $picture): string {
        return $picture['source'] === Evidence::PROVIDER ? 'provider' : 'clock';
    }
}
