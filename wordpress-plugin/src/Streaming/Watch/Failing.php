<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

/**
 * From when to when a show's picture failed, as far as it is known: what people say, else what the watch noted, else what
 * those who watched went through. It proposes; whoever makes good for it decides.
 */
final class Failing {
    public const VIEWERS = 'viewers';

    /** Two losses with less between them were one to whoever watched. */
    private const GAP_MS = 60_000;
    private const MINUTE_MS = 60_000;
    /** A minute in which they waited for at least half of the time is one without a picture, if so many say so. */
    private const STALLED_PER_MILLE = 500;
    private const DEVICES = 3;

    /**
     * @param array{live_at: ?int, ended_at: ?int, ends_at: int} $show
     * @param list<array{id: string, from_at: int, until_at: ?int, source: string}> $failures in the order they began
     * @param array<int, array<string, array<string, mixed>>> $minutes figures by minute and camera, as `Quality` adds them up
     * @return list<array{id: ?string, from: int, until: int, source: string}> id: of what was said by hand; in the order they began
     */
    public static function periods(array $show, array $failures, array $minutes, int $nowMs): array {
        if ($show['live_at'] === null) {
            return [];
        }
        $end = $show['ended_at'] ?? $nowMs;
        $said = [];
        $noted = [];
        foreach ($failures as $failure) {
            // Who switches the encoder off after the announced end has not lost a picture.
            if ($failure['until_at'] === null && $failure['from_at'] >= $show['ends_at']) {
                continue;
            }
            $period = [
                'id' => $failure['source'] === 'hand' ? $failure['id'] : null,
                'from' => max($failure['from_at'], $show['live_at']),
                'until' => min($failure['until_at'] ?? $end, $end),
                'source' => $failure['source'],
            ];
            if ($period['from'] < $period['until']) {
                $period['id'] === null ? ($noted[] = $period) : ($said[] = $period);
            }
        }
        $noted = array_filter(
            self::joined($noted),
            static fn(array $one): bool => $one['until'] - $one['from'] >= Alarm::RINGS_AFTER_MS,
        );
        $seen = self::besides(self::stalled($minutes, $show['live_at'], $end), [...$noted, ...$said], self::MINUTE_MS);
        $periods = [...$said, ...self::besides($noted, $said, 0), ...$seen];
        usort($periods, static fn(array $a, array $b): int => $a['from'] <=> $b['from']);
        return $periods;
    }

    /** @return list<array{id: null, from: int, until: int, source: string}> */
    private static function stalled(array $minutes, int $begin, int $end): array {
        ksort($minutes);
        $periods = [];
        foreach ($minutes as $minute => $cameras) {
            $sum = Quality::sum(array_values($cameras));
            $devices = array_sum(array_column($cameras, 'devices'));
            $waited = Quality::told($sum)['stalledPerMille'] ?? 0;
            $from = max($minute * self::MINUTE_MS, $begin);
            $until = min(($minute + 1) * self::MINUTE_MS, $end);
            if ($devices >= self::DEVICES && $waited >= self::STALLED_PER_MILLE && $from < $until) {
                $periods[] = ['id' => null, 'from' => $from, 'until' => $until, 'source' => self::VIEWERS];
            }
        }
        return self::joined($periods);
    }

    /** @param list<array{from: int, until: int}> $periods in the order they began */
    private static function joined(array $periods): array {
        $joined = [];
        foreach ($periods as $period) {
            $last = array_key_last($joined);
            if ($last !== null && $period['from'] - $joined[$last]['until'] < self::GAP_MS) {
                $joined[$last]['until'] = max($joined[$last]['until'], $period['until']);
            } else {
                $joined[] = $period;
            }
        }
        return $joined;
    }

    /** Periods that none of the others touches, or comes nearer to than this. */
    private static function besides(array $periods, array $others, int $nearMs): array {
        return array_values(
            array_filter($periods, static function (array $period) use ($others, $nearMs): bool {
                foreach ($others as $other) {
                    if ($period['from'] < $other['until'] + $nearMs && $other['from'] - $nearMs < $period['until']) {
                        return false;
                    }
                }
                return true;
            }),
        );
    }
}
