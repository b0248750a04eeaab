<?php
declare(strict_types=1);

use Parterre\Domain\Crowd;
use Parterre\Domain\FeedFiles;
use Parterre\Domain\Ids;
use Parterre\Domain\Instant;
use Parterre\Domain\OrderState;
use Parterre\Domain\Refunding;
use Parterre\Domain\Pace;
use Parterre\Domain\Secrets;
use Parterre\Law\Split;
use Parterre\Mail\Calendar;
use Parterre\Mail\Texts;
use Parterre\Rest\OwnRequest;
use Parterre\Streaming\Providers\PathToken;
use PHPUnit\Framework\TestCase;

/** Pure parts that no vector covers. */
final class DomainTest extends TestCase {
    public function testAnOrderNeverGoesBack(): void {
        self::assertTrue(OrderState::canBecome('pending', 'paid'));
        self::assertTrue(OrderState::canBecome('expired', 'paid'));
        foreach (['pending', 'expired', 'cancelled', 'failed'] as $earlier) {
            self::assertFalse(OrderState::canBecome('paid', $earlier));
            self::assertFalse(OrderState::canBecome('refunded', $earlier));
        }
        self::assertFalse(OrderState::canBecome('cancelled', 'paid'));
        $before = ['paid', 'pending', 'processing', 'expired', 'failed', 'cancelled', 'disputed'];
        self::assertSame($before, self::sortedAs(OrderState::before('refunded'), $before));
        // A dispute alone takes access away and may give it back.
        self::assertTrue(OrderState::canBecome('disputed', 'paid'));
        self::assertFalse(OrderState::canBecome('refunded', 'paid'));
        self::assertFalse(OrderState::canBecome('paid', 'processing'));
    }

    public function testAPromiseOfWhereTheMoneyGoesIsWholeOrNone(): void {
        $split = [
            ['to' => 'artists', 'share' => '7000'],
            ['to' => 'crew', 'share' => 0],
            ['to' => 'venue', 'share' => 3000],
        ];
        self::assertSame(
            [['to' => 'artists', 'share' => 7000], ['to' => 'venue', 'share' => 3000]],
            Split::clean($split),
        );
        self::assertSame([], Split::clean([]));
        self::assertNull(Split::clean([['to' => 'artists', 'share' => 9999]]), 'less than the whole');
        self::assertNull(Split::clean([['to' => 'artists', 'share' => 10_001]]), 'more than the whole');
        self::assertNull(Split::clean([['to' => 'landlord', 'share' => 10_000]]), 'nobody we know');
        self::assertNull(
            Split::clean([['to' => 'venue', 'share' => 5000], ['to' => 'venue', 'share' => 5000]]),
            'one of them twice',
        );
        self::assertSame([], Split::clean([['to' => ['x'], 'share' => 'much']]), 'what is no number counts nothing');
    }

    public function testAPartOfThePriceIsOfWhatWasPaidForTheThingInQuestionAndNeverMoreThanIsLeft(): void {
        $piece = static fn(string $line, int $paid, int $its = 1, int $rest = 0): array => [
            'line' => $line,
            'paidMinor' => $paid,
            'weights' => [$its, $rest],
        ];
        self::assertSame(300, Refunding::percentOf([$piece('a', 1200)], 2500, ['a' => 1200]));
        self::assertSame(
            750,
            Refunding::percentOf([$piece('a', 1200), $piece('a', 1800)], 2500, ['a' => 3000]),
            'two pieces of a line',
        );
        self::assertSame(
            120,
            Refunding::percentOf([$piece('a', 2000, 1200, 800)], 1000, ['a' => 2000]),
            'a pass: the share of this show alone',
        );
        self::assertSame(2, Refunding::percentOf([$piece('a', 15)], 1000, ['a' => 15]), 'half a cent is the buyer\'s');
        self::assertSame(
            400,
            Refunding::percentOf([$piece('a', 1200), $piece('b', 1200)], 2500, ['a' => 100, 'b' => 1200]),
            'most of one line went back before',
        );
        self::assertSame(0, Refunding::percentOf([$piece('a', 1200)], 9000, ['a' => 0]));
        self::assertSame(0, Refunding::percentOf([$piece('a', 1200)], 9000, []), 'a line nobody knows');
        self::assertSame(0, Refunding::percentOf([$piece('a', 0)], 9000, ['a' => 0]), 'a free ticket');
        self::assertSame(0, Refunding::percentOf([], 9000, ['a' => 1200]));
        $this->expectException(LogicException::class);
        Refunding::percentOf([$piece('a', 1200)], 10_001, ['a' => 1200]);
    }

    public function testPiecesThatGoBackOneByOneAreWorthWhatTheyAreTogether(): void {
        self::assertSame(333, Refunding::pieces(1000, 3, 1));
        self::assertSame(666, Refunding::pieces(1000, 3, 2));
        self::assertSame(334, Refunding::pieces(334, 1, 1));
        self::assertSame(1000, Refunding::pieces(1000, 3, 3));
        self::assertSame(0, Refunding::pieces(0, 2, 2));
        mt_srand(7);
        for ($round = 0; $round < 500; $round++) {
            $total = mt_rand(0, 100_000);
            $pieces = mt_rand(1, 12);
            $left = $total;
            $amounts = [];
            for ($one = $pieces; $one > 0; $one--) {
                $amounts[] = $amount = Refunding::pieces($left, $one, 1);
                $left -= $amount;
            }
            self::assertSame($total, array_sum($amounts));
            self::assertLessThanOrEqual(1, max($amounts) - min($amounts));
            $some = mt_rand(0, $pieces);
            self::assertSame(array_sum(array_slice($amounts, 0, $some)), Refunding::pieces($total, $pieces, $some));
        }
        $this->expectException(\LogicException::class);
        Refunding::pieces(1000, 3, 4);
    }

    public function testAnAmountIsSpreadToTheLastCentAndNoLineGivesMoreThanItHolds(): void {
        self::assertSame(['a' => 4, 'b' => 3, 'c' => 3], Refunding::spread(10, ['a' => 100, 'b' => 100, 'c' => 100]));
        self::assertSame(['a' => 0, 'b' => 5], Refunding::spread(5, ['a' => 0, 'b' => 5]));
        self::assertSame(['a' => 0], Refunding::spread(0, ['a' => 0]));
        mt_srand(8);
        for ($round = 0; $round < 500; $round++) {
            $worth = array_map(static fn(): int => mt_rand(0, 99_999_999), range(1, mt_rand(1, 8)));
            $amount = mt_rand(0, array_sum($worth));
            $shares = Refunding::spread($amount, $worth);
            self::assertSame($amount, array_sum($shares));
            foreach ($shares as $line => $share) {
                self::assertLessThanOrEqual($worth[$line], $share);
                self::assertGreaterThanOrEqual(0, $share);
            }
        }
    }

    public function testTheFirstTicketsStayGoodWhenSomeGoBack(): void {
        self::assertSame([3, 2], Refunding::units(4, [], 2));
        self::assertSame([2, 0], Refunding::units(4, [3, 1], 2));
        self::assertSame([], Refunding::units(0, [], 0));
    }

    public function testAChunkClosesWithTheMessageThatFillsIt(): void {
        $text = static fn(int $seq): array => [
            'seq' => $seq,
            'text' => FeedFiles::message(
                $seq,
                'message.posted',
                0,
                (string) json_encode(['filler' => str_repeat('x', 900)]),
            ),
        ];
        $split = FeedFiles::split('e', 1, 1, 11, array_map($text, range(1, 11)));
        self::assertSame(
            [[1, 1, 5], [2, 6, 10]],
            array_map(
                static fn(array $chunk): array => [$chunk['chunk'], $chunk['first'], $chunk['last']],
                $split['closed'],
            ),
        );
        self::assertSame(
            [3, 11, 11, 1],
            [
                $split['open']['chunk'],
                $split['open']['first'],
                $split['open']['last'],
                count($split['open']['messages']),
            ],
        );
        foreach ($split['closed'] as $chunk) {
            $whole = FeedFiles::chunk('e', $chunk['chunk'], $chunk['first'], $chunk['last'], $chunk['messages']);
            self::assertGreaterThanOrEqual(FeedFiles::CHUNK_BYTES, strlen($whole));
            array_pop($chunk['messages']);
            self::assertLessThan(
                FeedFiles::CHUNK_BYTES,
                strlen(FeedFiles::chunk('e', $chunk['chunk'], $chunk['first'], $chunk['last'] - 1, $chunk['messages'])),
            );
        }
    }

    public function testAnOpenChunkCoversRemovedMessagesAtItsEnd(): void {
        $split = FeedFiles::split('e', 4, 31, 35, [['seq' => 31, 'text' => '{"seq":31}']]);
        self::assertSame(['chunk' => 4, 'first' => 31, 'last' => 35, 'messages' => ['{"seq":31}']], $split['open']);
    }

    public function testFeedTextCannotEndAScript(): void {
        $text = FeedFiles::message(1, 'message.posted', 0, (string) json_encode(['text' => '</script><!--']));
        self::assertStringNotContainsString('<', $text);
        self::assertSame('</script><!--', json_decode($text, true)['text']);
    }

    public function testInstantsGoBothWays(): void {
        self::assertSame('2026-11-21T20:00:00.050Z', Instant::toText((int) Instant::parse('2026-11-21T20:00:00.05Z')));
        foreach (
            [
                '2026-02-30T00:00:00Z',
                '2026-11-21T24:00:00Z',
                '2026-11-21 20:00:00Z',
                '2026-11-21T20:00:00',
                "2026-11-21T20:00:00Z\n",
            ]
            as $wrong
        ) {
            self::assertNull(Instant::parse($wrong), $wrong);
        }
    }

    public function testAnAllowanceIsTakenAndRefills(): void {
        $level = null;
        for ($i = 0; $i < 3; $i++) {
            $bucket = Pace::bucket($level, 0, 0, 3, 3000);
            self::assertSame(0, $bucket['waitMs']);
            $level = $bucket['level'];
        }
        self::assertSame(1000, Pace::bucket($level, 0, 0, 3, 3000)['waitMs']);
        self::assertSame(0, Pace::bucket($level, 0, 1000, 3, 3000)['waitMs']);
        // Years later it is full, however large it is; the product of both must not overflow.
        $later = Pace::bucket(0, 0, 400 * 86_400_000, 1_000_000_000, 1000);
        self::assertSame(['level' => 999_999_999_000, 'waitMs' => 0], $later);
        self::assertSame(2000, Pace::bucket($level, 0, 60_000, 3, 3000)['level'], 'never more than full');
    }

    public function testIdsAreRandomAndTheirAlphabetIsUrlSafe(): void {
        $ids = array_map(static fn(): string => Ids::make('show'), range(1, 500));
        self::assertCount(500, array_unique($ids));
        foreach ($ids as $id) {
            self::assertMatchesRegularExpression('/^show_[0-9A-Za-z]{22}$/D', $id);
        }
        self::assertDoesNotMatchRegularExpression('/[01OIL]/', Ids::readable(2000));
    }

    public function testHashesDependOnTheSiteAndOnWhatTheyAreFor(): void {
        $one = new Secrets(str_repeat('a', 64));
        $two = new Secrets(str_repeat('b', 64));
        self::assertSame($one->hashEmail(' Bea@Example.org '), $one->hashEmail('bea@example.org'));
        self::assertNotSame($one->hashEmail('bea@example.org'), $two->hashEmail('bea@example.org'));
        self::assertNotSame($one->hashCode('042137', 'link_1'), $one->hashCode('042137', 'link_2'));
        self::assertNotSame($one->author('show_1', 'tick_1'), $one->author('show_2', 'tick_1'));
        self::assertMatchesRegularExpression('/^[A-Za-z0-9_-]{43}$/D', $one->token());
    }

    public function testThePathTokenIsTheOneNginxComputes(): void {
        // echo -n '1795305008|stage|s3cret' | openssl md5 -binary | openssl base64 | tr +/ -_ | tr -d =
        self::assertSame('/4nQHLwa6vDePVTpRHv47Ug/1795305008/stage/', PathToken::path('stage', 1795305008, 's3cret'));
    }

    public function testTheMailsSpeakBothLanguagesCompletely(): void {
        $all = Texts::all();
        self::assertSame(array_keys($all['en']), array_keys($all['fr']));
        foreach ($all['en'] as $key => $english) {
            preg_match_all('/\{\w+\}/', $english, $wanted);
            preg_match_all('/\{\w+\}/', $all['fr'][$key], $found);
            self::assertEqualsCanonicalizing($wanted[0], $found[0], $key);
        }
        self::assertSame('fr', (new Texts('fr-CA'))->language());
        self::assertSame('en', (new Texts('de'))->language());
    }

    public function testACalendarFileEscapesAndFolds(): void {
        $file = Calendar::file(
            [
                [
                    'uid' => 'show_1@venue.example',
                    'title' => "Nuit, blanche; à l'été \\ " . str_repeat('é', 60),
                    'url' => 'https://venue.example/',
                    'place' => '',
                    'startMs' => 1795305008000,
                    'endMs' => 1795308608000,
                ],
            ],
            1795304108000,
        );
        self::assertStringContainsString('SUMMARY:Nuit\, blanche\; à l', $file);
        self::assertStringContainsString("DTSTART:20261121T235008Z\r\n", $file);
        foreach (explode("\r\n", $file) as $line) {
            self::assertLessThanOrEqual(75, strlen($line));
            self::assertTrue(mb_check_encoding($line, 'UTF-8'));
        }
        self::assertStringContainsString(str_repeat('é', 60), str_replace("\r\n ", '', $file));
    }

    public function testTheRegisterOfPersonalDataIsCompleteInFrench(): void {
        $french = require dirname(__DIR__, 2) . '/src/Privacy/register-fr.php';
        $sentences = [];
        foreach (require dirname(__DIR__, 2) . '/src/Store/columns.php' as $columns) {
            foreach ($columns['personal'] as $tag) {
                array_push($sentences, $tag['purpose'], $tag['retention'], $tag['because']);
            }
        }
        $sentences = array_filter(array_unique($sentences));
        self::assertSame(
            [],
            array_values(array_diff($sentences, array_keys($french))),
            'add to src/Privacy/register-fr.php',
        );
        self::assertSame([], array_values(array_diff(array_keys($french), $sentences)), 'said nowhere any more');
    }

    public function testEveryColumnOfEveryTableIsTagged(): void {
        $register = require dirname(__DIR__, 2) . '/src/Store/columns.php';
        $tables = Parterre\Store\Schema::tables();
        self::assertEqualsCanonicalizing(array_keys($tables), array_keys($register));
        foreach ($tables as $table => $definition) {
            $tagged = [...array_keys($register[$table]['personal']), ...$register[$table]['impersonal']];
            self::assertEqualsCanonicalizing(array_keys($definition['columns']), $tagged, $table);
            foreach ($register[$table]['personal'] as $column => $tag) {
                self::assertNotSame('', $tag['purpose'], "$table.$column");
                self::assertNotSame('', $tag['retention'], "$table.$column");
                if ($tag['erase'] === 'keep') {
                    self::assertNotSame('', $tag['because'], "$table.$column is kept without a reason");
                }
            }
        }
    }

    public function testBeyondWhatIsComfortableEverybodyHasASmallerShareOfTheSameWhole(): void {
        self::assertSame([1.0, 1.0, 1.0], [Crowd::stretch(0, 500), Crowd::stretch(499, 500), Crowd::stretch(500, 500)]);
        self::assertSame(
            [2.0, 4.0, 4.0],
            [Crowd::stretch(1000, 500), Crowd::stretch(2000, 500), Crowd::stretch(9999, 500)],
        );
        self::assertSame([1.0, 2.0], [Crowd::feedStretch(2500, 500), Crowd::feedStretch(5000, 500)], 'files are cheap');
        // A room that says little is left alone, however many are in it.
        self::assertSame([0, 0], [Crowd::chatSeconds(500, 500, 500), Crowd::chatSeconds(100, 5000, 500)]);
        // A line a minute each, once the room says more than is comfortable; with twice the fans, half of that.
        self::assertSame(
            [60, 120, 120],
            [
                Crowd::chatSeconds(625, 500, 500),
                Crowd::chatSeconds(625, 1000, 500),
                Crowd::chatSeconds(2000, 1000, 500),
            ],
        );
        self::assertSame(120, Crowd::chatSeconds(5000, 50_000, 500), 'a chat nobody can write in is none');
        // A few who say much are slowed as gently as many who say little.
        self::assertSame([30, 60], [Crowd::chatSeconds(562, 100, 500), Crowd::chatSeconds(625, 100, 500)]);
        $before = 0;
        for ($lines = 0; $lines <= 1000; $lines += 10) {
            $seconds = Crowd::chatSeconds($lines, 700, 500);
            self::assertGreaterThanOrEqual($before, $seconds, 'more lines never make it quicker');
            $before = $seconds;
        }
    }

    /** @dataProvider addresses */
    public function testARequestForFansIsToldByItsAddress(
        bool $is,
        string $address,
        string $route,
        string $home,
    ): void {
        self::assertSame($is, OwnRequest::isFor($address, $route, $home, 'wp-json'));
    }

    /** @return array<string, array{0: bool, 1: string, 2: string, 3: string}> */
    public static function addresses(): array {
        return [
            'an operation' => [true, '/wp-json/parterre/v1/orders', '', ''],
            'with a query' => [true, '/wp-json/parterre/v1/shows?from=1', '', ''],
            'in letters WordPress takes as well' => [true, '/wp-json/Parterre/V1/orders', '', ''],
            'of a site in a folder' => [true, '/venue/wp-json/parterre/v1/orders', '', '/venue/'],
            'without pretty addresses' => [true, '/?rest_route=%2Fparterre%2Fv1%2Forders', '/parterre/v1/orders', ''],
            'of the desk' => [false, '/wp-json/parterre-admin/v1/orders', '', ''],
            'of another folder’s site' => [false, '/other/wp-json/parterre/v1/orders', '', '/venue'],
            'of core' => [false, '/wp-json/wp/v2/posts', '', ''],
            'of core by its route' => [false, '/wp-json/parterre/v1/orders', '/wp/v2/posts', ''],
            'of the index' => [false, '/wp-json/parterre/v1', '', ''],
            'of a page' => [false, '/about/wp-json/parterre/v1/orders', '', ''],
            'of nothing' => [false, '', '', ''],
        ];
    }

    /** @param list<string> $found */
    private static function sortedAs(array $found, array $order): array {
        usort(
            $found,
            static fn(string $a, string $b): int => array_search($a, $order, true) <=> array_search($b, $order, true),
        );
        return $found;
    }
}
