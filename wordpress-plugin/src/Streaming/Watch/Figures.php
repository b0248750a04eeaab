<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

use Parterre\Domain\Clock;
use Parterre\Store\Pictures;

/** What viewers of a show see, minute by minute. Heartbeats are added up once each minute, by whoever looks first, and never by those who send them. */
final class Figures {
    /** How far the desk looks back, and over how many minutes the figures beside the line are. */
    public const MINUTES = 30;
    private const RECENT = 5;

    public function __construct(private readonly Pictures $pictures, private readonly Clock $clock) {}

    /**
     * @return array{minute: int, recent: array<string, mixed>, cameras: array<string, array<string, mixed>>, line: list<array{devices: int, stalled: ?int}>}
     *         recent: the last five minutes as `Quality::told`, in all and by camera; line: the last half hour, oldest first;
     *         minute: the one that is not over yet
     */
    public function of(string $show): array {
        $now = intdiv($this->clock->nowMs(), 60_000);
        $minutes = $this->minutes($show, $now - self::MINUTES, $now);
        $line = [];
        foreach ($minutes as $figures) {
            $line[] = [
                'devices' => (int) array_sum(array_column($figures, 'devices')),
                'stalled' => Quality::told(Quality::sum(array_values($figures)))['stalledPerMille'],
            ];
        }
        $recent = array_slice($minutes, -self::RECENT);
        $cameras = [];
        foreach (array_unique(array_merge(...array_map('array_keys', $recent))) as $camera) {
            if ($camera !== '') {
                $cameras[$camera] = Quality::told(Quality::sum(array_column($recent, $camera)));
            }
        }
        return [
            'minute' => $now,
            'recent' => Quality::told(Quality::sum(array_merge(...array_map('array_values', $recent)))),
            'cameras' => $cameras,
            'line' => $line,
        ];
    }

    /**
     * Figures of minutes that are over, added up where nobody has yet.
     *
     * @return array<int, array<string, array<string, mixed>>> by minute and camera, oldest first
     */
    public function minutes(string $show, int $from, int $until): array {
        $until = min($until, intdiv($this->clock->nowMs(), 60_000));
        $minutes = $this->pictures->minutes($show, $from, $until);
        for ($minute = $from; $minute < $until; $minute++) {
            if (!isset($minutes[$minute])) {
                $minutes[$minute] = Quality::ofMinute($this->pictures->beats($show, $minute));
                $this->pictures->keepMinute($show, $minute, $minutes[$minute]);
            }
        }
        ksort($minutes);
        return $minutes;
    }
}
