<?php
declare(strict_types=1);

namespace Parterre\Streaming;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Realtime\Announcer;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Shows;

/**
 * What the desk does to a show on its night. Each act makes sense from some phases only: pressed twice, or by two people, it is
 * done once. Who did it is written down.
 */
final class Stage {
    /** So long "The end" can be taken back. */
    public const UNDO_MS = 15 * 60_000;
    /** From which phases an act makes sense. */
    private const FROM = [
        'doors' => ['announced'],
        'plan' => ['announced', 'doors'],
        'later' => ['announced', 'doors'],
        'asPlanned' => ['announced', 'doors'],
        'live' => ['announced', 'doors'],
        'pause' => ['live'],
        'resume' => ['paused'],
        'end' => ['live', 'paused'],
        'undoEnd' => ['ended'],
        'notice' => ['announced', 'doors', 'live', 'paused', 'ended', 'replay'],
        'replay' => ['ended', 'archived'],
        'reset' => ['announced', 'doors', 'live', 'paused', 'ended', 'replay', 'archived'],
    ];

    public function __construct(
        private readonly Db $db,
        private readonly Shows $shows,
        private readonly Announcer $announcer,
        private readonly Events $events,
        private readonly Clock $clock,
    ) {}

    public static function knows(string $act): bool {
        return isset(self::FROM[$act]);
    }

    /**
     * @param array<string, mixed> $show a row of `shows`
     * @return list<string> the acts that can be done now
     */
    public static function possible(array $show, int $nowMs): array {
        $phase = Phase::at($show, $nowMs);
        return array_values(
            array_filter(
                array_keys(self::FROM),
                static fn(string $act): bool => in_array($phase, self::FROM[$act], true) &&
                    match ($act) {
                        'plan' => $show['forced'] !== null,
                        'later' => $show['held_at'] === null,
                        'asPlanned' => $show['held_at'] !== null,
                        'undoEnd' => $show['ended_at'] !== null &&
                            $show['replay_at'] === null &&
                            $show['live_at'] !== null &&
                            $nowMs - $show['ended_at'] <= self::UNDO_MS,
                        default => true,
                    },
            ),
        );
    }

    /**
     * Does an act; answers false, and does nothing, where it makes no sense any more.
     *
     * @param string      $by       `desk`, `provider` or `clock`
     * @param int|null    $user     who; null for what happens by itself
     * @param string|null $sentence of `pause` and `notice`: what everybody reads; empty takes it back
     */
    public function act(string $id, string $act, string $by, ?int $user = null, ?string $sentence = null): bool {
        return $this->db->transaction(function () use ($id, $act, $by, $user, $sentence): bool {
            $now = $this->clock->nowMs();
            $show = $this->shows->lock($id);
            if ($show === null || !in_array($act, self::possible($show, $now), true)) {
                return false;
            }
            $fields = $this->fields($show, $act, trim((string) $sentence), $now);
            $this->announcer->phase($id, $fields, $by);
            $detail = isset($fields['notice']) ? ['notice' => $fields['notice']] : [];
            $this->events->audit("stage.$act", $id, $detail, $user);
            return true;
        });
    }

    /**
     * @param array<string, mixed> $show
     * @return array<string, mixed> columns of `shows`
     */
    private function fields(array $show, string $act, string $sentence, int $now): array {
        // What was said with a pause goes with it.
        $ofPause = $show['notice_at'] !== null && $show['notice_at'] === $show['paused_at'];
        $silence = $ofPause ? ['notice' => null, 'notice_at' => null] : [];
        $running = ['paused_at' => null, 'ended_at' => null, 'replay_at' => null, 'forced' => null, 'held_at' => null];
        return match ($act) {
            'doors' => ['forced' => 'doors'],
            'plan' => ['forced' => null],
            'later' => ['held_at' => $now],
            'asPlanned' => ['held_at' => null],
            'live' => ['live_at' => $now] + $running,
            'pause' => ['paused_at' => $now] + ($sentence === '' ? [] : ['notice' => $sentence, 'notice_at' => $now]),
            'resume' => ['paused_at' => null, 'forced' => null] + $silence,
            'end' => ['ended_at' => $now, 'forced' => null] + $silence,
            // It is not over: only after another half hour of silence may it end by itself again.
            'undoEnd' => ['ended_at' => null, 'held_at' => $now],
            'notice' => [
                'notice' => $sentence === '' ? null : $sentence,
                'notice_at' => $sentence === '' ? null : $now,
            ],
            'replay' => ['ended_at' => $show['ended_at'] ?? $now, 'replay_at' => $now, 'forced' => null],
            'reset' => ['live_at' => null, 'notice' => null, 'notice_at' => null] + $running,
        };
    }
}
