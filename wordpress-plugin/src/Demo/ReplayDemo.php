<?php
declare(strict_types=1);

namespace Parterre\Demo;

use Parterre\Domain\Ids;
use Parterre\Realtime\Announcer;
use Parterre\Realtime\LaneStates;
use Parterre\Store\Db;
use Parterre\Store\Feeds;
use Parterre\Store\Messages;
use Parterre\Store\Recordings;
use Parterre\Store\Replays;
use Parterre\Store\Shows;
use Parterre\Streaming\Hls\Fetch;
use Parterre\Streaming\Replay\Cutting;
use Parterre\Streaming\Replay\CutRefused;
use Parterre\Streaming\Replay\Inspection;
use Parterre\Streaming\Replay\Recorder;

/**
 * The replay that the demo shows: the stage's recorder kept two pieces of the evening, because the encoder was restarted in between; cut to the
 * show they are one film with chapters, and with what was said. Without the stage the show keeps the address of its replay.
 */
final class ReplayDemo {
    /** Each piece: seconds after the show began, and how many segments of two seconds it has. */
    private const PIECES = [[-20, 70], [180, 60]];
    /** How long the demo waits for the stage to be asked for every file. */
    private const SECONDS = 8;
    /** How long it waits for the stage to answer at all: PHP on WebAssembly may have no network. */
    private const PATIENCE = 2.0;

    public function __construct(
        private readonly Shows $shows,
        private readonly Recordings $recordings,
        private readonly Replays $replays,
        private readonly Recorder $recorder,
        private readonly Inspection $inspection,
        private readonly Fetch $fetch,
        private readonly Cutting $cutting,
        private readonly Messages $messages,
        private readonly Feeds $feeds,
        private readonly Announcer $announcer,
        private readonly Db $db,
    ) {}

    /** Adds what is missing; what somebody has cut since stays. @param array<string, mixed> $texts */
    public function run(array $texts): void {
        $show = $this->shows->find(Seeder::SHOWS['halo']);
        if ($show === null || !defined('PARTERRE_STAGE_URL') || $show['live_at'] === null) {
            return;
        }
        if ($this->recordings->ofShow($show['id'], false) === []) {
            $stage = $this->fetch->get((string) constant('PARTERRE_STAGE_URL') . '/', seconds: self::PATIENCE);
            if ($stage->failure !== null) {
                return;
            }
            foreach (self::PIECES as [$after, $segments]) {
                $start = intdiv($show['live_at'], 1000) + $after;
                $this->recorder->add($show['id'], 'stage', 'nginx', "recorded-$start-$segments-stage");
            }
            $this->inspection->workAll(self::SECONDS);
            $this->say($show, $texts['replay']['said']);
        }
        $this->cut($show, $texts['replay']['chapters']);
    }

    /** @param list<array{0: int, 1: string}> $chapters seconds of the film, and a name */
    private function cut(array $show, array $chapters): void {
        $ready = array_filter(
            $this->recordings->ofShow($show['id'], false),
            static fn(array $row): bool => $row['state'] === 'ready',
        );
        if (count($ready) < count(self::PIECES) || isset($this->replays->parts($show['id'])['stage'])) {
            return;
        }
        $parts = array_map(
            static fn(array $row): array => [
                'recording' => $row['id'],
                'fromMs' => max(0, $show['live_at'] - (int) $row['started_at']),
                'toMs' => (int) $row['duration_ms'],
            ],
            array_values($ready),
        );
        try {
            $this->cutting->cut($show, 'stage', $parts, 0);
            $this->cutting->nameChapters(
                $show,
                array_map(static fn(array $one): array => ['atMs' => $one[0] * 1000, 'title' => $one[1]], $chapters),
                0,
            );
        } catch (CutRefused) {
            // A stage that keeps something else: the replay's own address plays.
        }
    }

    /** @param list<array{0: int, 1: string, 2: string}> $said seconds after the show began, who, and what */
    private function say(array $show, array $said): void {
        $lane = $this->feeds->lane($show['id'], 'room');
        $this->db->transaction(function () use ($show, $said, $lane): void {
            foreach ($said as $number => [$after, $name, $text]) {
                $seen = $show['live_at'] + $after * 1000;
                $row = [
                    'id' => Ids::make('mssg'),
                    'show_id' => $show['id'],
                    'author_id' => 'athr_demo_' . substr(hash('sha256', $name), 0, 20),
                    'author_name' => $name,
                    'rank' => null,
                    'role' => 'fan',
                    'text' => $text,
                    'ticket_id' => null,
                    'fan_id' => null,
                    'session_id' => 'sess_demo',
                    'key_hash' => hash('sha256', "demo|{$show['id']}|$number"),
                    // Fans saw the stage some seconds late.
                    'at' => $seen + 7_000,
                    'media_at' => $seen,
                    'removed_at' => null,
                ];
                $this->messages->add($row);
                $this->feeds->append(
                    $lane['id'],
                    'message.posted',
                    ['message' => LaneStates::message($row)],
                    $row['id'],
                );
            }
            $this->announcer->publishLater($lane['id']);
        });
    }
}
