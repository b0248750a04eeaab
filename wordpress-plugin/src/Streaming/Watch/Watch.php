<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Jobs\Runner;
use Parterre\Store\Failures;
use Parterre\Store\Pictures;
use Parterre\Store\Shows;
use Parterre\Streaming\Stage;
use Parterre\Streaming\StreamEvent;

/**
 * Keeps an eye on the pictures of the shows that are on: hears what providers say, looks for itself, and listens to those who
 * watch; tells the crew of a loss, and begins and ends a show when nobody acts.
 */
final class Watch {
    /** From so long before doors pictures are looked for: rehearsals. */
    private const BEFORE_MS = 6 * 3_600_000;
    /** A show that never went live is forgotten so long after its end. */
    private const AFTER_MS = 3 * 3_600_000;
    /** Heartbeats are read back so far. */
    private const VIEWERS_MS = 150_000;
    /** A frame nobody could date was taken at most so long before the heartbeat that speaks of it. */
    private const UNDATED_MS = 60_000;
    /** How often it is looked at most, whoever asks. */
    private const EVERY_MS = 4_000;

    public function __construct(
        private readonly Shows $shows,
        private readonly Pictures $pictures,
        private readonly Failures $failures,
        private readonly Probe $probe,
        private readonly Stage $stage,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /** Whether anybody has to look for the pictures of this show now. */
    public static function concerns(array $show, int $nowMs): bool {
        $phase = Phase::at($show, $nowMs);
        return (bool) $show['published'] &&
            $show['status'] !== 'cancelled' &&
            (in_array($phase, ['live', 'paused'], true) ||
                (in_array($phase, ['announced', 'doors'], true) &&
                    $nowMs >= min($show['doors_at'], $show['starts_at']) - self::BEFORE_MS &&
                    $nowMs <= $show['ends_at'] + self::AFTER_MS));
    }

    /** Looks at every show that is on. */
    public function all(): void {
        $now = $this->clock->nowMs();
        foreach ($this->shows->published() as $show) {
            if (self::concerns($show, $now)) {
                $this->look($show['id']);
            }
        }
        $this->pictures->sweep(intdiv($now - 90 * 86_400_000, 60_000));
    }

    /** Looks at a show's pictures, unless somebody has just done so, and does what follows from it. */
    public function look(string $id): void {
        $show = $this->shows->find($id);
        if ($show === null || !$this->pictures->takeLook($id, self::EVERY_MS)) {
            return;
        }
        $readings = [];
        foreach ($this->shows->cameras($id) as $camera) {
            $readings[$camera['live_stream']] ??= $this->probe->read($camera['provider'], $camera['live_stream']);
            if ($camera['backup_stream'] !== '') {
                $readings[$camera['backup_stream']] ??= $this->probe->read(
                    $camera['backup_provider'] ?: $camera['provider'],
                    $camera['backup_stream'],
                );
            }
        }
        $this->judge($show, $readings);
        $this->act($id);
    }

    /** A provider says that a picture has begun or ended. */
    public function heard(StreamEvent $event): void {
        if (!in_array($event->type, [StreamEvent::LIVE_STARTED, StreamEvent::LIVE_ENDED], true)) {
            return;
        }
        $now = $this->clock->nowMs();
        $word = [
            'arriving' => $event->type === StreamEvent::LIVE_STARTED,
            // Its clock may be ahead of ours, and nothing has happened in the future.
            'at' => min($event->atMs, $now),
        ];
        foreach ($this->shows->ofStream($event->provider, $event->stream) as $id) {
            $show = $this->shows->find($id);
            if ($show !== null && self::concerns($show, $now)) {
                $this->judge($show, [], $event->stream, $word);
                $this->act($id);
            }
        }
    }

    /**
     * The pictures of a show as they are known now, the stage first.
     *
     * @return list<array<string, mixed>> rows of `pictures` with `label`
     */
    public function pictures(string $id): array {
        $known = $this->pictures->ofShow($id);
        return array_map(
            fn(array $camera): array => ['label' => $camera['label']] +
                ($known[$camera['id']] ?? self::unknown($id, $camera['id'], $this->clock->nowMs())),
            $this->shows->cameras($id),
        );
    }

    /**
     * @param array<string, Reading>              $readings what a look has just found, by stream
     * @param string                              $stream   of which a provider has said something
     * @param array{arriving: bool, at: int}|null $word     what it said
     */
    private function judge(array $show, array $readings, string $stream = '', ?array $word = null): void {
        $now = $this->clock->nowMs();
        $known = $this->pictures->ofShow($show['id']);
        $watched = $this->pictures->watched($show['id'], $now - self::VIEWERS_MS);
        $cameras = $this->shows->cameras($show['id']);
        foreach ($cameras as $place => $camera) {
            $before = $known[$camera['id']] ?? self::unknown($show['id'], $camera['id'], $now);
            $memo = (array) $before['memo'];
            $streams = [$camera['live_stream'], $camera['backup_stream']];
            // Other streams were entered: what is known is about the old ones.
            if (($memo['streams'] ?? $streams) !== $streams) {
                $before = self::unknown($show['id'], $camera['id'], $now);
                $memo = [];
            }
            $memo['streams'] = $streams;
            foreach ($streams as $index => $name) {
                $memo['of'][$index] = self::told(
                    (array) ($memo['of'][$index] ?? []),
                    $name === '' ? null : $readings[$name] ?? null,
                    $name !== '' && $name === $stream ? $word : null,
                    $now,
                );
            }
            $judged = $this->judgeOne($memo['of'], $watched[$camera['id']] ?? null, $now);
            $memo['backup'] = $judged['backup'];
            $arriving = $judged['state'] === Evidence::ARRIVING;
            $since = match (true) {
                $judged['state'] === $before['state'] => $before['since'],
                // What is lost is lost since it was last seen, however late that is noticed.
                $judged['state'] === Evidence::LOST && $before['seen_at'] !== null => max(
                    $before['seen_at'],
                    $before['since'],
                ),
                default => $now,
            };
            // A fan who has lost the stage has lost the show; of other cameras nobody is owed anything.
            if ($place === 0) {
                $this->note($show, $before['state'], $judged, $since, $now);
            }
            $this->pictures->keep($show['id'], $camera['id'], [
                'state' => $judged['state'],
                'since' => $since,
                'source' => $judged['source'],
                'seen_at' => $arriving ? max((int) $before['seen_at'], $judged['at']) : $before['seen_at'],
                'memo' => $memo,
            ]);
        }
        $this->pictures->forgetOthers($show['id'], array_column($cameras, 'id'));
    }

    /**
     * Notes from when to when a show that is on had no picture: afterwards somebody may want to make good for it. What goes
     * dark during a pause is none; a loss that a pause covers up goes on.
     */
    private function note(array $show, string $before, array $judged, int $since, int $now): void {
        if ($judged['state'] === Evidence::ARRIVING) {
            if ($before !== Evidence::ARRIVING) {
                $this->failures->back($show['id'], $judged['at']);
            }
        } elseif ($judged['state'] === Evidence::LOST && Phase::at($show, $now) === 'live') {
            $this->failures->lost($show['id'], max($since, (int) $show['live_at']));
        }
    }

    /**
     * What is known of one stream, with what was just read and what was just said of it.
     *
     * @param array{words?: array<string, array{arriving: bool, at: int}>, probe?: array<string, mixed>} $known
     * @param array{arriving: bool, at: int}|null $word
     * @return array{words: array<string, array{arriving: bool, at: int}>, probe: array<string, mixed>}
     */
    private static function told(array $known, ?Reading $reading, ?array $word, int $now): array {
        $words = (array) ($known['words'] ?? []);
        // Webhooks come late and out of order.
        if ($word !== null && $word['at'] >= ($words[Evidence::PROVIDER]['at'] ?? 0)) {
            $words[Evidence::PROVIDER] = $word;
        }
        $probe = (array) ($known['probe'] ?? []);
        if ($reading !== null) {
            ['word' => $read, 'memo' => $probe] = $reading->against($probe ?: null, $now);
            $words = ($read === null ? [] : [Evidence::PROBE => $read]) + $words;
        }
        return ['words' => $words, 'probe' => $probe];
    }

    /**
     * @param array<int, array{words: array<string, array{arriving: bool, at: int}>}> $of the camera's stream, and its backup
     * @param array{at: int, mediaAt: ?int}|null $watched
     * @return array{state: string, source: string, at: int, backup: bool}
     */
    private function judgeOne(array $of, ?array $watched, int $now): array {
        $own = Evidence::judge($of[0]['words'], $now);
        $second = Evidence::judge($of[1]['words'], $now);
        if ($own['state'] !== Evidence::ARRIVING && $second['state'] === Evidence::ARRIVING) {
            return ['backup' => true] + $second;
        }
        if ($own['state'] === Evidence::ARRIVING || $watched === null) {
            return ['backup' => false] + $own;
        }
        $seen = min($watched['mediaAt'] ?? $watched['at'] - self::UNDATED_MS, $watched['at']);
        $viewers = [Evidence::VIEWERS => ['arriving' => true, 'at' => $seen]];
        return ['backup' => false] + Evidence::judge($viewers + $of[0]['words'], $now);
    }

    /** Writes to the crew, begins or ends, as the pictures say. */
    private function act(string $id): void {
        $now = $this->clock->nowMs();
        $show = $this->shows->find($id);
        if ($show === null) {
            return;
        }
        $pictures = $this->pictures($id);
        $decision = Decision::of($show, $pictures, $now);
        if ($decision !== null) {
            $this->stage->act($id, $decision['act'], $decision['by']);
            return;
        }
        $mails = Alarm::mails(Phase::at($show, $now), $pictures, $this->pictures->deskSeenAt($id), $now);
        foreach (['lost' => $mails['lost'], 'back' => $mails['back']] as $what => $cameras) {
            foreach ($cameras as $camera) {
                if ($this->pictures->takeMail($id, $camera, $what === 'back')) {
                    $this->jobs->now('mail.picture', "picture:$what:$id:$camera:$now", [
                        ...['show' => $id, 'camera' => $camera, 'what' => $what, 'at' => $now],
                    ]);
                }
            }
        }
    }

    /** @return array<string, mixed> */
    private static function unknown(string $show, string $camera, int $nowMs): array {
        return [
            ...['show_id' => $show, 'camera' => $camera, 'state' => Evidence::UNKNOWN, 'since' => $nowMs],
            ...['source' => '', 'seen_at' => null, 'memo' => null, 'mailed_at' => null],
        ];
    }
}
