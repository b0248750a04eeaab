<?php
declare(strict_types=1);

use Parterre\Streaming\Watch\Alarm;
use Parterre\Streaming\Watch\Decision;
use Parterre\Streaming\Watch\Evidence;
use Parterre\Streaming\Watch\Failing;
use Parterre\Streaming\Watch\Quality;
use Parterre\Streaming\Watch\Reading;
use PHPUnit\Framework\TestCase;

/** What is concluded about pictures, and what follows from it. */
final class WatchTest extends TestCase {
    private const NOW = 1_795_000_000_000;
    private const SECOND = 1000;
    private const MINUTE = 60_000;

    // ── From when to when it failed ──

    /**
     * @param array<string, ?int> $show minutes from NOW
     * @param list<array{0: float, 1: ?float, 2?: string}> $failures minutes from NOW
     * @param array<int, array{0: int, 1: int, 2: int}> $minutes devices, and seconds watched and waited, by minute from NOW
     * @return list<array{0: float, 1: float, 2: string}>
     */
    private static function failed(array $show, array $failures, array $minutes = []): array {
        $at = static fn(?float $minute): ?int => $minute === null ? null : (int) (self::NOW + $minute * self::MINUTE);
        $show += ['live_at' => -100, 'ended_at' => -10, 'ends_at' => -12];
        $figures = [];
        foreach ($minutes as $minute => [$devices, $watched, $waited]) {
            $beat = static fn(int $n): array => [
                ...['lease_id' => "l$n", 'camera' => 'stage', 'watched_ms' => $watched * 1000],
                'quality' => ['rebufferMs' => $waited * 1000],
            ];
            $beats = array_map($beat, range(1, $devices));
            $figures[intdiv(self::NOW, self::MINUTE) + $minute] = Quality::ofMinute($beats);
        }
        $periods = Failing::periods(
            array_map(static fn(?int $minute): ?int => $at($minute), $show),
            array_map(
                static fn(array $one): array => [
                    ...['id' => 'fail_1', 'from_at' => $at($one[0]), 'until_at' => $at($one[1])],
                    'source' => $one[2] ?? 'watch',
                ],
                $failures,
            ),
            $figures,
            self::NOW,
        );
        return array_map(
            static fn(array $one): array => [
                ($one['from'] - self::NOW) / self::MINUTE,
                ($one['until'] - self::NOW) / self::MINUTE,
                $one['source'],
            ],
            $periods,
        );
    }

    public function testLossesAreJoinedClippedToTheShowAndLeftOutWhereNobodyNoticed(): void {
        self::assertSame([], self::failed(['live_at' => null], [[-50, -40]]), 'a show that never was');
        self::assertEquals(
            [[-50, -46.5, 'watch']],
            self::failed([], [[-50, -48], [-47.5, -46.5]]),
            'half a minute of picture between two losses helped nobody',
        );
        self::assertEquals([[-50, -48, 'watch'], [-46, -45, 'watch']], self::failed([], [[-50, -48], [-46, -45]]));
        self::assertEquals([[-100, -98, 'watch']], self::failed([], [[-120, -98]]), 'it began before the show did');
        self::assertSame([], self::failed([], [[-50, -49.8]]), 'players play twelve seconds from what they have');
        self::assertEquals([[-14, -10, 'watch']], self::failed([], [[-14, null]]), 'it never came back');
        self::assertSame(
            [],
            self::failed([], [[-11, null]]),
            'somebody switched the encoder off after the announced end',
        );
        self::assertEquals(
            [[-5, 0, 'watch']],
            self::failed(['ended_at' => null, 'ends_at' => 60], [[-5, null]]),
            'it lasts',
        );
    }

    public function testWhatTheCrewSaysStandsInThePlaceOfWhatWasNoted(): void {
        self::assertEquals(
            [[-55, -44, 'hand'], [-30, -28, 'watch']],
            self::failed([], [[-55, -44, 'hand'], [-50, -48], [-30, -28]]),
        );
        self::assertEquals([[-50, -49.9, 'hand']], self::failed([], [[-50, -49.9, 'hand']]), 'however short');
    }

    public function testViewersWhoWaitedForMostOfAMinuteAreAFailureThatNobodyNoted(): void {
        $minutes = [-52 => [5, 60, 0], -51 => [5, 10, 50], -50 => [5, 5, 55], -49 => [5, 60, 0]];
        // NOW is no whole minute: figures begin with theirs.
        $begin = -(self::NOW % self::MINUTE) / self::MINUTE;
        self::assertEquals([[-51 + $begin, -49 + $begin, 'viewers']], self::failed([], [], $minutes));
        self::assertSame([], self::failed([], [], [-51 => [2, 10, 50]]), 'two devices may be two bad networks');
        self::assertEquals(
            [[-50.4, -49.4, 'watch']],
            self::failed([], [[-50.4, -49.4]], $minutes),
            'it is the loss that was noted, seen by the minute',
        );
    }

    // ── Whether a picture arrives ──

    public function testNobodyKnowsWhatNobodySays(): void {
        self::assertSame(Evidence::UNKNOWN, Evidence::judge([], self::NOW)['state']);
    }

    public function testTheNewestWordCounts(): void {
        $words = [
            Evidence::PROVIDER => self::word(true, -600),
            Evidence::PROBE => self::word(false, -4),
        ];
        self::assertSame(Evidence::LOST, Evidence::judge($words, self::NOW)['state']);
        $words[Evidence::PROVIDER] = self::word(true, -1);
        self::assertSame(Evidence::ARRIVING, Evidence::judge($words, self::NOW)['state']);
    }

    public function testWhatIsPlayedFromABufferIsNoWitnessAgainstALoss(): void {
        // The heartbeat came after the loss; the frame it speaks of was taken before.
        $words = [Evidence::PROVIDER => self::word(false, -20), Evidence::VIEWERS => self::word(true, -30)];
        self::assertSame(Evidence::LOST, Evidence::judge($words, self::NOW)['state']);
        $words[Evidence::VIEWERS] = self::word(true, -10);
        self::assertSame(Evidence::ARRIVING, Evidence::judge($words, self::NOW)['state']);
    }

    public function testALookAgesAndAProvidersWordDoesNot(): void {
        $look = [Evidence::PROBE => self::word(true, -61)];
        self::assertSame(Evidence::UNKNOWN, Evidence::judge($look, self::NOW)['state']);
        $both = $look + [Evidence::PROVIDER => self::word(true, -3600)];
        self::assertSame(Evidence::ARRIVING, Evidence::judge($both, self::NOW)['state']);
        self::assertSame(Evidence::PROVIDER, Evidence::judge($both, self::NOW)['source']);
        // It was contradicted since: an old "lost" does not come back when the look that saw a picture has aged.
        $both[Evidence::PROVIDER] = self::word(false, -3600);
        self::assertSame(Evidence::UNKNOWN, Evidence::judge($both, self::NOW)['state']);
    }

    public function testAPlaylistThatMovesIsAPictureAndOneThatStandsStillIsNone(): void {
        $first = (new Reading(Reading::THERE, '7', targetMs: 2000))->against(null, self::NOW);
        self::assertNull($first['word'], 'there is nothing to compare with');
        $moved = (new Reading(Reading::THERE, '8', targetMs: 2000))->against($first['memo'], self::NOW + 4000);
        self::assertTrue($moved['word']['arriving']);
        $still = (new Reading(Reading::THERE, '8', targetMs: 2000))->against($moved['memo'], self::NOW + 8000);
        self::assertNull($still['word'], 'a segment may be late');
        $stopped = (new Reading(Reading::THERE, '8', targetMs: 2000))->against($still['memo'], self::NOW + 14_000);
        self::assertFalse($stopped['word']['arriving']);
        $long = (new Reading(Reading::THERE, '8', targetMs: 10_000))->against($still['memo'], self::NOW + 14_000);
        self::assertNull($long['word'], 'long segments come seldom');
    }

    public function testTheDateOfTheLastSegmentSpeaksAtTheFirstLook(): void {
        $fresh = new Reading(Reading::THERE, '7', targetMs: 2000, dateMs: self::NOW - 3000);
        self::assertTrue($fresh->against(null, self::NOW)['word']['arriving']);
        $old = new Reading(Reading::THERE, '7', targetMs: 2000, dateMs: self::NOW - 3_600_000);
        self::assertNull($old->against(null, self::NOW)['word'], 'its clock may be wrong');
    }

    public function testNoPlaylistIsNoPictureAndNoAnswerIsNoWord(): void {
        self::assertFalse((new Reading(Reading::MISSING))->against(null, self::NOW)['word']['arriving']);
        self::assertFalse(
            (new Reading(Reading::THERE, '7', ended: true))->against(null, self::NOW)['word']['arriving'],
        );
        $memo = ['edge' => '7', 'since' => self::NOW];
        $silent = (new Reading(Reading::SILENT))->against($memo, self::NOW + self::MINUTE);
        self::assertNull($silent['word']);
        self::assertSame($memo, $silent['memo']);
    }

    // ── What happens by itself ──

    public function testAPictureAfterTheAnnouncedStartBeginsTheShowIfNobodyActs(): void {
        $show = self::show(startedBefore: 5 * self::MINUTE);
        $decision = Decision::of($show, [self::picture(Evidence::ARRIVING, 2 * self::MINUTE)], self::NOW);
        self::assertSame(['act' => 'live', 'by' => 'clock'], $decision);
        $told = Decision::of($show, [self::picture(Evidence::ARRIVING, 2 * self::MINUTE, 'provider')], self::NOW);
        self::assertSame('provider', $told['by'] ?? null);
    }

    public function testTheDeskHasAMinuteToSayThatItStartsLater(): void {
        $show = self::show(startedBefore: 30 * self::SECOND);
        $pictures = [self::picture(Evidence::ARRIVING, 20 * self::MINUTE)];
        self::assertNull(Decision::of($show, $pictures, self::NOW));
        self::assertSame(self::NOW + 30 * self::SECOND, Decision::startsAt($show, $pictures, self::NOW));
        self::assertNotNull(Decision::of($show, $pictures, self::NOW + 30 * self::SECOND));
    }

    /** @return iterable<string, array{array<string, mixed>, list<array<string, mixed>>}> */
    public static function whatStartsNothing(): iterable {
        $picture = [self::picture(Evidence::ARRIVING, 10 * self::MINUTE)];
        yield 'a rehearsal before the announced start' => [self::show(startedBefore: -self::MINUTE), $picture];
        yield 'the desk has said that it starts later' => [self::show(fields: ['held_at' => self::NOW - 1]), $picture];
        yield 'the desk keeps the doors closed' => [self::show(fields: ['forced' => 'announced']), $picture];
        yield 'the desk has paused it' => [self::show(fields: ['forced' => 'paused']), $picture];
        yield 'it is cancelled' => [self::show(fields: ['status' => 'cancelled']), $picture];
        yield 'it is postponed' => [self::show(fields: ['status' => 'postponed']), $picture];
        yield 'it is a draft' => [self::show(fields: ['published' => 0]), $picture];
        yield 'it has ended' => [
            self::show(fields: ['live_at' => self::NOW - 9, 'ended_at' => self::NOW - 5]),
            $picture,
        ];
        yield 'there is no picture' => [self::show(), [self::picture(Evidence::LOST, self::MINUTE)]];
        yield 'nobody knows of one' => [self::show(), [self::picture(Evidence::UNKNOWN, self::MINUTE)]];
        yield 'there is no camera' => [self::show(), []];
        yield 'only the camera at the bar has one' => [
            self::show(),
            [self::picture(Evidence::LOST, self::MINUTE), $picture[0]],
        ];
        yield 'it was last seen long ago' => [
            self::show(),
            [['seen_at' => self::NOW - 2 * self::MINUTE] + self::picture(Evidence::ARRIVING, 10 * self::MINUTE)],
        ];
    }

    /**
     * @dataProvider whatStartsNothing
     * @param array<string, mixed>       $show
     * @param list<array<string, mixed>> $pictures
     */
    public function testNothingBeginsWhile(array $show, array $pictures): void {
        self::assertNull(Decision::of($show, $pictures, self::NOW));
    }

    public function testTheClockAloneStartsNothingAndEndsNothing(): void {
        $waiting = self::show();
        $running = self::show(fields: ['live_at' => self::NOW - 10]);
        foreach ([0, 1, 24, 24 * 365] as $hours) {
            self::assertNull(Decision::of($waiting, [], self::NOW + $hours * 3_600_000));
            self::assertNull(Decision::of($running, [], self::NOW + $hours * 3_600_000));
        }
    }

    public function testHalfAnHourWithoutAPictureAfterTheAnnouncedEndIsTheEnd(): void {
        $show = self::live(endedBefore: 40 * self::MINUTE);
        $lost = [self::picture(Evidence::LOST, 35 * self::MINUTE)];
        self::assertSame(['act' => 'end', 'by' => 'clock'], Decision::of($show, $lost, self::NOW));
        $told = [self::picture(Evidence::LOST, 35 * self::MINUTE, 'provider')];
        self::assertSame('provider', Decision::of($show, $told, self::NOW)['by'] ?? null);
        self::assertNull(Decision::of($show, [self::picture(Evidence::LOST, 29 * self::MINUTE)], self::NOW));
        // What was lost in the middle of the show counts from its announced end.
        $early = self::live(endedBefore: 10 * self::MINUTE);
        self::assertNull(Decision::of($early, [self::picture(Evidence::LOST, 90 * self::MINUTE)], self::NOW));
        // A break that nobody ended ends too.
        $paused = ['paused_at' => self::NOW - 80 * self::MINUTE] + $show;
        self::assertSame('end', Decision::of($paused, $lost, self::NOW)['act'] ?? null);
    }

    public function testNothingEndsWhileAnyPictureArrivesOrNobodyKnows(): void {
        $show = self::live(endedBefore: 5 * 60 * self::MINUTE);
        $lost = self::picture(Evidence::LOST, 200 * self::MINUTE);
        foreach (
            [
                [self::picture(Evidence::ARRIVING, self::MINUTE)],
                [self::picture(Evidence::UNKNOWN, 200 * self::MINUTE)],
                [$lost, self::picture(Evidence::ARRIVING, self::MINUTE)],
            ]
            as $pictures
        ) {
            self::assertNull(Decision::of($show, $pictures, self::NOW));
        }
        self::assertNotNull(Decision::of($show, [$lost, self::picture(Evidence::UNKNOWN, 1)], self::NOW));
    }

    public function testWhoeverTookTheEndBackHasAnotherHalfHour(): void {
        $show = self::live(endedBefore: 90 * self::MINUTE, fields: ['held_at' => self::NOW - 29 * self::MINUTE]);
        $lost = [self::picture(Evidence::LOST, 80 * self::MINUTE)];
        self::assertNull(Decision::of($show, $lost, self::NOW));
        self::assertSame(self::NOW + self::MINUTE, Decision::endsAt($show, $lost, self::NOW));
        self::assertNotNull(Decision::of($show, $lost, self::NOW + self::MINUTE));
    }

    // ── Ringing and writing ──

    public function testALossRingsAfterAQuarterOfAMinuteWhileTheShowIsLive(): void {
        $short = [self::loss('stage', 14)];
        $long = [self::loss('stage', 15)];
        self::assertSame([], Alarm::rings('live', $short, self::NOW));
        self::assertSame(['stage'], Alarm::rings('live', $long, self::NOW));
        foreach (['announced', 'doors', 'paused', 'ended', 'replay'] as $phase) {
            self::assertSame([], Alarm::rings($phase, $long, self::NOW), $phase);
        }
    }

    public function testACameraThatNeverCameIsNoLossUnlessItIsTheStage(): void {
        $never = ['seen_at' => null] + self::loss('bar', 90);
        self::assertSame(
            ['stage'],
            Alarm::rings('live', [['seen_at' => null] + self::loss('stage', 90), $never], self::NOW),
        );
    }

    public function testTheCrewIsWrittenToAtOnceWhenTheDeskIsClosedElseAfterAMinute(): void {
        $loss = [self::loss('stage', 20)];
        $open = self::NOW - 4 * self::SECOND;
        $closed = self::NOW - 30 * self::SECOND;
        self::assertSame(['stage'], Alarm::mails('live', $loss, $closed, self::NOW)['lost']);
        self::assertSame([], Alarm::mails('live', $loss, $open, self::NOW)['lost']);
        self::assertSame(['stage'], Alarm::mails('live', [self::loss('stage', 60)], $open, self::NOW)['lost']);
    }

    public function testALossIsWrittenOnceAndItsEndTooButOnlyToWhoHeardOfIt(): void {
        $told = ['mailed_at' => self::NOW - self::MINUTE] + self::loss('stage', 90);
        self::assertSame(['lost' => [], 'back' => []], Alarm::mails('live', [$told], 0, self::NOW));
        $back = ['state' => Evidence::ARRIVING] + $told;
        self::assertSame(['lost' => [], 'back' => ['stage']], Alarm::mails('live', [$back], 0, self::NOW));
        $quiet = ['mailed_at' => null] + $back;
        self::assertSame(['lost' => [], 'back' => []], Alarm::mails('live', [$quiet], 0, self::NOW));
    }

    // ── What viewers see ──

    public function testHeartbeatsAreAddedUpByCameraWithoutAnybodysName(): void {
        $figures = Quality::ofMinute([
            self::beat('leas_ada', 'stage', 57_000, ['startupMs' => 900, 'rebufferMs' => 3000, 'rebufferCount' => 1]),
            self::beat('leas_bob', 'stage', 60_000, ['latencyMs' => 8000, 'bitrate' => 2_500_000]),
            self::beat('leas_bob', 'stage', 60_000, null),
            self::beat('leas_cy', 'bar', 60_000, ['errors' => ['fragLoadError', 'fragLoadError']]),
            self::beat('leas_dee', null, 0, null),
        ]);
        self::assertSame(['stage', 'bar', ''], array_keys($figures));
        self::assertSame(2, $figures['stage']['devices']);
        self::assertSame(177_000, $figures['stage']['watchedMs']);
        self::assertSame(3000, $figures['stage']['stalledMs']);
        self::assertSame(['fragLoadError' => 2], $figures['bar']['errors']);
        self::assertStringNotContainsString('leas_', (string) json_encode($figures));
    }

    public function testPercentilesAreRightWithinAnEighth(): void {
        $beats = [];
        foreach (range(1, 100) as $number) {
            $beats[] = self::beat("leas_$number", 'stage', 60_000, ['startupMs' => 50 * $number]);
        }
        $told = Quality::told(Quality::sum(array_values(Quality::ofMinute($beats))));
        self::assertEqualsWithDelta(2500, $told['startupP50'], 2500 / 8);
        self::assertEqualsWithDelta(4750, $told['startupP95'], 4750 / 8);
    }

    public function testMinutesAddUpAsIfTheyHadBeenOne(): void {
        $beats = [];
        foreach (range(1, 60) as $number) {
            $beats[] = self::beat("leas_$number", 'stage', 50_000, [
                ...['startupMs' => 37 * $number, 'latencyMs' => 90 * $number, 'rebufferMs' => $number],
                'errors' => [$number % 2 ? 'a' : 'b'],
            ]);
        }
        $parts = array_map(static fn(array $some): array => Quality::ofMinute($some)['stage'], array_chunk($beats, 7));
        $whole = Quality::told(Quality::ofMinute($beats)['stage']);
        self::assertSame($whole, Quality::told(Quality::sum($parts)));
        self::assertSame(30, $whole['errors']['a']);
    }

    public function testWhatAPageInventsStaysWithinBounds(): void {
        $figures = Quality::ofMinute([
            self::beat('leas_x', 'stage', 0, [
                ...['startupMs' => PHP_INT_MAX, 'rebufferMs' => 9e18, 'rebufferCount' => -5, 'droppedFrames' => 'many'],
                'errors' => ['<script>', str_repeat('x', 61), 'ok', ['a']],
            ]),
        ]);
        self::assertSame(600_000, $figures['stage']['stalledMs']);
        self::assertSame(0, $figures['stage']['stalls']);
        self::assertSame(['ok' => 1], $figures['stage']['errors']);
        self::assertLessThan(700_000, Quality::told($figures['stage'])['startupP50']);
    }

    public function testNothingToldIsNoFigure(): void {
        $told = Quality::told(Quality::sum([]));
        foreach (['startupP50', 'startupP95', 'stalledPerMille', 'latencyP50', 'bitrateP50'] as $name) {
            self::assertNull($told[$name], $name);
        }
    }

    /** @return array{arriving: bool, at: int} */
    private static function word(bool $arriving, int $seconds): array {
        return ['arriving' => $arriving, 'at' => self::NOW + $seconds * 1000];
    }

    /** @param array<string, mixed> $fields @return array<string, mixed> a show that has not begun */
    private static function show(int $startedBefore = 5 * self::MINUTE, array $fields = []): array {
        return $fields + [
            'doors_at' => self::NOW - $startedBefore - 30 * self::MINUTE,
            'starts_at' => self::NOW - $startedBefore,
            'ends_at' => self::NOW - $startedBefore + 120 * self::MINUTE,
            'status' => 'confirmed',
            'published' => 1,
            ...array_fill_keys(
                ['live_at', 'paused_at', 'ended_at', 'replay_at', 'replay_until', 'forced', 'held_at'],
                null,
            ),
        ];
    }

    /** @param array<string, mixed> $fields @return array<string, mixed> a show that runs */
    private static function live(int $endedBefore, array $fields = []): array {
        return self::show($endedBefore + 120 * self::MINUTE, $fields + ['live_at' => self::NOW - 110 * self::MINUTE]);
    }

    /** @return array<string, mixed> */
    private static function picture(string $state, int $forMs, string $source = 'probe'): array {
        return [
            ...['state' => $state, 'since' => self::NOW - $forMs, 'source' => $source],
            'seen_at' => $state === Evidence::ARRIVING ? self::NOW - 2000 : self::NOW - $forMs,
        ];
    }

    /** @return array<string, mixed> */
    private static function loss(string $camera, int $seconds): array {
        $since = self::NOW - $seconds * 1000;
        return [
            ...['camera' => $camera, 'state' => Evidence::LOST, 'since' => $since, 'seen_at' => $since],
            'mailed_at' => null,
        ];
    }

    /** @param array<string, mixed>|null $quality @return array<string, mixed> */
    private static function beat(string $lease, ?string $camera, int $watchedMs, ?array $quality): array {
        return ['lease_id' => $lease, 'camera' => $camera, 'watched_ms' => $watchedMs, 'quality' => $quality];
    }
}
