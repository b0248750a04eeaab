<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

/**
 * What those who watch see, added up by minute and camera from their heartbeats: numbers, and nobody's. Durations are counted in
 * classes whose bounds grow by a quarter, so that minutes can be added up and a percentile is right within an eighth.
 */
final class Quality {
    /** The lowest class of a duration ends here. */
    private const FIRST = 100;
    private const GROWTH = 1.25;
    private const MOST_CODES = 20;
    /** What a player can say within one heartbeat, whoever wrote it. */
    private const MOST_MS = 600_000;
    private const MOST_BITRATE = 1_000_000_000;

    /**
     * @param list<array{lease_id: string, camera: ?string, watched_ms: int, quality: ?array<string, mixed>}> $rows heartbeats of one
     *        minute
     * @return array<string, array<string, mixed>> figures by camera; those without one by an empty text
     */
    public static function ofMinute(array $rows): array {
        $figures = [];
        $devices = [];
        foreach ($rows as $row) {
            $camera = (string) $row['camera'];
            $sum = $figures[$camera] ?? self::none();
            $devices[$camera][$row['lease_id']] = true;
            $sum['watchedMs'] += $row['watched_ms'];
            $said = $row['quality'];
            if ($said !== null) {
                $sum['stalledMs'] += self::within($said['rebufferMs'] ?? 0, self::MOST_MS);
                $sum['stalls'] += self::within($said['rebufferCount'] ?? 0, 1000);
                $sum['dropped'] += self::within($said['droppedFrames'] ?? 0, 100_000);
                foreach (
                    ['startupMs' => self::MOST_MS, 'latencyMs' => self::MOST_MS, 'bitrate' => self::MOST_BITRATE]
                    as $name => $most
                ) {
                    if (isset($said[$name])) {
                        $class = self::classOf(self::within($said[$name], $most));
                        $sum[$name][$class] = ($sum[$name][$class] ?? 0) + 1;
                    }
                }
                foreach ((array) ($said['errors'] ?? []) as $code) {
                    // The page wrote it, and a page can write anything.
                    if (is_string($code) && preg_match('/^[\w.:-]{1,60}$/D', $code) === 1) {
                        $sum['errors'][$code] = ($sum['errors'][$code] ?? 0) + 1;
                    }
                }
            }
            $figures[$camera] = $sum;
        }
        foreach ($figures as $camera => $sum) {
            $figures[$camera]['devices'] = count($devices[$camera]);
            arsort($sum['errors']);
            $figures[$camera]['errors'] = array_slice($sum['errors'], 0, self::MOST_CODES, true);
        }
        return $figures;
    }

    /**
     * @param list<array<string, mixed>> $parts figures of minutes or cameras
     * @return array<string, mixed> figures; `devices` is the most of any part
     */
    public static function sum(array $parts): array {
        $sum = self::none();
        foreach ($parts as $part) {
            foreach (['watchedMs', 'stalledMs', 'stalls', 'dropped'] as $name) {
                $sum[$name] += $part[$name];
            }
            foreach (['startupMs', 'latencyMs', 'bitrate', 'errors'] as $name) {
                foreach ($part[$name] as $key => $count) {
                    $sum[$name][$key] = ($sum[$name][$key] ?? 0) + $count;
                }
            }
            $sum['devices'] = max($sum['devices'], $part['devices']);
        }
        arsort($sum['errors']);
        return $sum;
    }

    /**
     * What is told of figures: percentiles in milliseconds, the share of time spent waiting in thousandths, bits per second.
     *
     * @param array<string, mixed> $figures
     * @return array{startupP50: ?int, startupP95: ?int, stalledPerMille: ?int, latencyP50: ?int, bitrateP50: ?int, dropped: int, errors: array<string, int>}
     */
    public static function told(array $figures): array {
        $all = $figures['watchedMs'] + $figures['stalledMs'];
        return [
            'startupP50' => self::percentile($figures['startupMs'], 50),
            'startupP95' => self::percentile($figures['startupMs'], 95),
            'stalledPerMille' => $all === 0 ? null : (int) round((1000 * $figures['stalledMs']) / $all),
            'latencyP50' => self::percentile($figures['latencyMs'], 50),
            'bitrateP50' => self::percentile($figures['bitrate'], 50),
            'dropped' => $figures['dropped'],
            'errors' => array_slice($figures['errors'], 0, 5, true),
        ];
    }

    /** @param array<int, int> $classes how many by class */
    private static function percentile(array $classes, int $percent): ?int {
        $count = array_sum($classes);
        if ($count === 0) {
            return null;
        }
        ksort($classes);
        $wanted = (int) ceil(($count * $percent) / 100);
        foreach ($classes as $class => $here) {
            $wanted -= $here;
            if ($wanted <= 0) {
                break;
            }
        }
        // The middle of the class.
        return $class === 0 ? intdiv(self::FIRST, 2) : (int) round(self::FIRST * self::GROWTH ** ($class - 0.5));
    }

    private static function classOf(int $value): int {
        return $value <= self::FIRST ? 0 : (int) ceil(log($value / self::FIRST, self::GROWTH));
    }

    private static function within(mixed $value, int $most): int {
        return is_int($value) || is_float($value) ? (int) max(0, min($most, $value)) : 0;
    }

    /** @return array<string, mixed> */
    private static function none(): array {
        return [
            ...['devices' => 0, 'watchedMs' => 0, 'stalledMs' => 0, 'stalls' => 0, 'dropped' => 0],
            ...['startupMs' => [], 'latencyMs' => [], 'bitrate' => [], 'errors' => []],
        ];
    }
}
