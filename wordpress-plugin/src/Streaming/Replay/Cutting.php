<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Realtime\Announcer;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Recordings;
use Parterre\Store\Replays;
use Parterre\Store\Shows;

/** What a venue does with its recordings: cuts them, names chapters, publishes. Nothing becomes a replay without somebody's click. */
final class Cutting {
    public const MOST_PARTS = 50;
    public const MOST_CHAPTERS = 200;

    public function __construct(
        private readonly Db $db,
        private readonly Films $films,
        private readonly Replays $replays,
        private readonly Recordings $recordings,
        private readonly Shows $shows,
        private readonly Announcer $announcer,
        private readonly Events $events,
        private readonly Clock $clock,
    ) {}

    /**
     * Replaces the parts of a camera's film. Chapters stay with their pictures: where the first camera's film is cut anew, they move along,
     * and go with what is cut away.
     *
     * @param array<string, mixed> $show
     * @param list<array{recording: string, fromMs: int, toMs: int}> $parts
     * @throws CutRefused
     */
    public function cut(array $show, string $camera, array $parts, int $user): void {
        $film = $this->check($show, $parts);
        $isFirst = $this->firstCamera($show['id']) === $camera;
        $before = $isFirst ? $this->film($show['id'], $camera) : null;
        $this->db->transaction(function () use ($show, $camera, $parts, $user, $isFirst, $before, $film): void {
            $this->replays->setParts($show['id'], $camera, $parts);
            if ($isFirst) {
                $this->moveChapters($show['id'], $before, $film);
            }
            $this->events->audit('replay.cut', $show['id'], ['camera' => $camera, 'parts' => count($parts)], $user);
        });
    }

    /**
     * Replaces the chapters.
     *
     * @param array<string, mixed> $show
     * @param list<array{atMs: int, title: string}> $chapters
     */
    public function nameChapters(array $show, array $chapters, int $user): void {
        usort($chapters, static fn(array $a, array $b): int => $a['atMs'] <=> $b['atMs']);
        $camera = $this->firstCamera($show['id']);
        $film = $camera === null ? null : $this->film($show['id'], $camera);
        $this->replays->setChapters(
            $show['id'],
            array_map(
                static fn(array $chapter): array => $chapter + ['mediaAt' => $film?->dateAt($chapter['atMs'])],
                $chapters,
            ),
        );
        $this->events->audit('replay.chapters', $show['id'], ['chapters' => count($chapters)], $user);
    }

    /**
     * Opens the replay to those whose tickets are for it.
     *
     * @param array<string, mixed> $show
     * @param int|null $until when it ends, milliseconds since 1970; null: it does not
     * @throws CutRefused
     */
    public function publish(array $show, ?int $until, int $user): void {
        $now = $this->clock->nowMs();
        if ($show['status'] === 'cancelled') {
            throw new CutRefused(CutRefused::CANCELLED);
        }
        if ($until !== null && $until <= $now) {
            throw new CutRefused(CutRefused::PAST);
        }
        $camera = $this->firstCamera($show['id']);
        $film = $camera === null ? null : $this->film($show['id'], $camera);
        if ($film === null && !$this->hasAddress($show['id'])) {
            throw new CutRefused(CutRefused::NOTHING);
        }
        if (in_array(Phase::at($show, $now), ['live', 'paused'], true)) {
            throw new CutRefused(CutRefused::RUNNING);
        }
        // A recording of the sound check must not end the evening before it began.
        if ($show['live_at'] === null && $show['replay_at'] === null && $now < $show['starts_at']) {
            throw new CutRefused(CutRefused::EARLY);
        }
        $this->db->transaction(function () use ($show, $until, $now, $user): void {
            $fields = [
                'ended_at' => $show['ended_at'] ?? $now,
                'replay_at' => $now,
                'replay_until' => $until,
                'forced' => null,
            ];
            $this->announcer->phase($show['id'], $fields, 'desk');
            $this->events->audit('replay.published', $show['id'], ['until' => $until], $user);
        });
    }

    /** Takes the replay back: whoever watches sees that the show is over at their next heartbeat. @param array<string, mixed> $show */
    public function unpublish(array $show, int $user): void {
        $this->db->transaction(function () use ($show, $user): void {
            $this->announcer->phase($show['id'], ['replay_at' => null, 'forced' => null], 'desk');
            $this->events->audit('replay.withdrawn', $show['id'], [], $user);
        });
    }

    /** The film of a camera as it is saved; null while there is none that plays. */
    public function film(string $show, string $camera): ?Film {
        $cut = $this->films->cuts($show)[$camera] ?? null;
        return $cut === null ? null : $this->films->film($cut);
    }

    public function firstCamera(string $show): ?string {
        return $this->shows->cameras($show)[0]['id'] ?? null;
    }

    /**
     * @param list<array{recording: string, fromMs: int, toMs: int}> $parts
     * @throws CutRefused
     */
    private function check(array $show, array $parts): ?Film {
        if ($parts === []) {
            return null;
        }
        if (count($parts) > self::MOST_PARTS) {
            throw new CutRefused(CutRefused::TOO_MANY);
        }
        $recordings = $this->recordings->findMany(array_column($parts, 'recording'));
        $cut = [];
        foreach ($parts as $part) {
            $recording = $recordings[$part['recording']] ?? null;
            if ($recording === null || $recording['show_id'] !== $show['id']) {
                throw new CutRefused(CutRefused::UNKNOWN);
            }
            if ($recording['state'] !== 'ready') {
                throw new CutRefused(CutRefused::NOT_READY);
            }
            if ($recording['problem'] === Films::ALONE && count($parts) > 1) {
                throw new CutRefused(CutRefused::ALONE);
            }
            if (
                $part['fromMs'] < 0 ||
                $part['toMs'] <= $part['fromMs'] ||
                $part['fromMs'] >= $recording['duration_ms']
            ) {
                throw new CutRefused(CutRefused::EMPTY);
            }
            $cut[] = ['recording' => $recording, 'fromMs' => $part['fromMs'], 'toMs' => $part['toMs']];
        }
        $film = $this->films->film($cut);
        match ($film->problem()) {
            Film::NOTHING => throw new CutRefused(CutRefused::EMPTY),
            Film::CODECS => throw new CutRefused(CutRefused::CODECS),
            Film::SOUND => throw new CutRefused(CutRefused::SOUND),
            default => null,
        };
        return $film;
    }

    private function moveChapters(string $show, ?Film $from, ?Film $to): void {
        if ($from === null || $to === null) {
            return;
        }
        $moved = [];
        foreach ($this->replays->chapters($show) as $chapter) {
            $at = $from->moved($chapter['at_ms'], $to);
            // Two that fall together were one after the other in what is gone: the later one has begun.
            if ($at !== null) {
                $moved[$at] = ['atMs' => $at, 'mediaAt' => $to->dateAt($at), 'title' => $chapter['title']];
            }
        }
        ksort($moved);
        $this->replays->setChapters($show, array_values($moved));
    }

    /** Whether a camera names an address of its own for the replay. */
    private function hasAddress(string $show): bool {
        return array_filter(
            $this->shows->cameras($show),
            static fn(array $camera): bool => $camera['replay_stream'] !== '',
        ) !== [];
    }
}
