<?php
declare(strict_types=1);

use Parterre\Domain\Cast;
use Parterre\Domain\FeedFiles;
use Parterre\Domain\Goal;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\Pace;
use Parterre\Domain\Phase;
use Parterre\Domain\PledgeState;
use Parterre\Domain\Promo;
use Parterre\Domain\Sale;
use Parterre\Domain\Secrets;
use Parterre\Domain\Tax;
use Parterre\Domain\Text;
use Parterre\Domain\Withdrawal;
use Parterre\Domain\Waves;
use PHPUnit\Framework\TestCase;

/** The rules, on the very vectors that the TypeScript side is tested with: the two must never disagree. */
final class VectorsTest extends TestCase {
    public function testPhasesAreThoseOfTheVectors(): void {
        foreach (self::vectors('phase')['phaseAt'] as $case) {
            $show = $case['show'];
            $row = [
                'doors_at' => Instant::parse($show['doorsAt']),
                'status' => $show['status'],
                'replay_until' => Instant::parse($show['replayUntil']),
                'live_at' => Instant::parse($show['signals']['liveAt']),
                'paused_at' => Instant::parse($show['signals']['pausedAt']),
                'ended_at' => Instant::parse($show['signals']['endedAt']),
                'replay_at' => Instant::parse($show['signals']['replayAt']),
                'forced' => $show['signals']['forced'],
            ];
            self::assertSame($case['phase'], Phase::at($row, (int) Instant::parse($case['now'])), $case['why']);
        }
    }

    public function testAddressesThatLastTheShowEndAsTheVectorsSay(): void {
        foreach (self::vectors('cast')['until'] as $case) {
            $until = Cast::until(
                $case['mode'],
                (int) Instant::parse($case['endsAt']),
                array_map(static fn(string $end): int => (int) Instant::parse($end), $case['windows']),
                (int) Instant::parse($case['now']),
            );
            self::assertSame(Instant::parse($case['until']), $until, $case['why']);
        }
    }

    public function testCampaignsAreDecidedAsTheVectorsSay(): void {
        $vectors = self::vectors('campaign');
        foreach ($vectors['state'] as $case) {
            $row = [
                'opens_at' => Instant::parse($case['opensAt']),
                'deadline' => Instant::parse($case['deadline']),
                'decided_at' => Instant::parse($case['decidedAt']),
                'concluded_at' => Instant::parse($case['concludedAt']),
            ];
            self::assertSame($case['state'], Goal::stateAt($row, (int) Instant::parse($case['now'])), $case['why']);
        }
        foreach ($vectors['goal'] as $case) {
            $tally = ['amount_minor' => $case['amountMinor'], 'supporters' => $case['supporters']];
            self::assertSame($case['reached'], Goal::isReached($case['kind'], $case['target'], $tally), $case['why']);
            self::assertSame($case['percent'], Goal::percent($case['kind'], $case['target'], $tally), $case['why']);
        }
        foreach ($vectors['enough'] as $case) {
            $tally = ['amount_minor' => $case['amountMinor'], 'supporters' => $case['supporters']];
            self::assertSame(
                $case['result'],
                Goal::resultAfterCollecting($case['kind'], $case['target'], $tally, $case['minimum']),
                $case['why'],
            );
        }
        foreach ($vectors['retry'] as $case) {
            $hours = $case['afterHours'];
            self::assertSame(
                $hours === null ? null : $hours * 3_600_000,
                PledgeState::retryAfterMs($case['attempt']),
                'attempt ' . $case['attempt'],
            );
        }
        foreach ($vectors['deadline'] as $case) {
            self::assertSame(
                $case['allowed'],
                Goal::mayMoveDeadline(
                    (int) Instant::parse($case['first']),
                    (int) Instant::parse($case['present']),
                    (int) Instant::parse($case['next']),
                ),
                $case['why'],
            );
        }
    }

    public function testSaleStatesAreThoseOfTheVectors(): void {
        $vectors = self::vectors('sale-state');
        foreach ($vectors['saleState'] as $case) {
            $state = Sale::state(
                Instant::parse($case['opensAt']),
                Instant::parse($case['closesAt']),
                $case['left'],
                (int) Instant::parse($case['now']),
            );
            self::assertSame($case['state'], $state, $case['why']);
        }
        foreach ($vectors['piecesLeft'] as $case) {
            $pools = [];
            foreach ($case['pools'] as [$id, $capacity, $held, $sold]) {
                $pools[$id] = ['capacity' => $capacity, 'held' => $held, 'sold' => $sold];
            }
            $draws = array_map(
                static fn(array $draw): array => ['pool_id' => $draw[0], 'units' => $draw[1]],
                $case['draws'],
            );
            self::assertSame($case['left'], Sale::piecesLeft($draws, $pools), $case['why']);
            self::assertSame($case['told'], Sale::toldLeft($case['left']), $case['why']);
        }
        foreach ($vectors['showSaleState'] as $case) {
            self::assertSame($case['state'], Sale::showState($case['states']));
        }
    }

    public function testThePaceIsThatOfTheVectors(): void {
        foreach (self::vectors('pace')['wait'] as $case) {
            self::assertSame(
                $case['waitMs'],
                Pace::waitBeforeNext($case['sentMs'], $case['nowMs'], $case['slowSeconds']),
                $case['why'],
            );
        }
    }

    public function testTextIsCleanedAsInTheVectors(): void {
        foreach (self::vectors('text')['clean'] as $case) {
            if ($case['why'] === 'composed' && !class_exists(Normalizer::class)) {
                self::assertNotSame('', Text::clean($case['text']));
                continue;
            }
            self::assertSame($case['clean'], Text::clean($case['text']), $case['why']);
        }
        foreach (self::vectors('text')['emailHint'] as $case) {
            self::assertSame($case['hint'], Secrets::emailHint($case['email']));
        }
    }

    public function testMoneyIsReadAndWrittenAsInTheVectors(): void {
        $vectors = self::vectors('money');
        foreach ($vectors['parse'] as $case) {
            self::assertSame(
                $case['minor'],
                Money::parse($case['text'], $case['currency']),
                "{$case['text']} {$case['currency']}",
            );
        }
        foreach ($vectors['tooSmall'] as $case) {
            self::assertSame(
                $case['tooSmall'],
                Money::isTooSmall($case['minor'], $case['currency']),
                "{$case['minor']} {$case['currency']}",
            );
        }
        self::assertSame('19.99', Money::decimalText(1999, 'EUR'));
        self::assertSame('-0.05', Money::decimalText(-5, 'EUR'));
        self::assertSame('1500', Money::decimalText(1500, 'JPY'));
        self::assertSame('1.234', Money::decimalText(1234, 'TND'));
    }

    public function testTaxIsThatOfTheVectors(): void {
        $vectors = self::vectors('tax');
        $rules = ['venueCountry' => 'FR', 'franchise' => false, 'belowThreshold' => false, 'rates' => []];
        foreach ($vectors['inside'] as $case) {
            self::assertSame($case['tax'], Tax::inside($case['gross'], $case['rate']));
        }
        foreach ($vectors['shareOut'] as $case) {
            self::assertSame($case['shares'], Tax::shareOut($case['total'], $case['weights']));
        }
        foreach ($vectors['rateOf'] as $case) {
            $given = [
                'venueCountry' => $case['venue'],
                'franchise' => $case['franchise'] ?? false,
                'belowThreshold' => $case['below'] ?? false,
                'rates' => $case['rates'] ?? [],
            ];
            self::assertSame(
                ['country' => $case['country'], 'rate' => $case['rate']],
                Tax::rateOf($case['kind'], $given, $case['fan'], $case['destination']),
                $case['why'],
            );
        }
        foreach ($vectors['line'] as $case) {
            $parts = array_map(
                static fn(array $part): array => ['kind' => $part[0], 'share' => $part[1]],
                $case['parts'],
            );
            self::assertSame(
                $case['taxes'],
                Tax::ofLine($case['total'], $parts, $rules, $case['fan'], null),
                $case['why'],
            );
        }
        foreach ($vectors['byRate'] as $case) {
            self::assertSame($case['sums'], Tax::byRate($case['taxes']));
        }
    }

    public function testTheRightToWithdrawIsThatOfTheVectors(): void {
        $vectors = self::vectors('withdrawal');
        foreach ($vectors['right'] as $case) {
            self::assertSame(
                $case['right'],
                Withdrawal::right($case['type'], $case['total'], $case['kinds']),
                $case['why'],
            );
        }
        foreach ($vectors['end'] as $case) {
            $end = Withdrawal::end((int) Instant::parse($case['from']));
            self::assertSame($case['end'], Instant::toText($end), $case['why']);
        }
        foreach ($vectors['goods'] as $case) {
            $end = Withdrawal::endForGoods(Instant::parse($case['handedOver']), Instant::parse($case['sent']));
            self::assertSame($case['end'], Instant::toTextOrNull($end), $case['why']);
        }
    }

    public function testHeadsHaveTheLengthsOfTheVectors(): void {
        foreach (self::vectors('feed-head')['heads'] as $case) {
            $text = FeedFiles::head($case['head']);
            self::assertSame($case['bytes'], strlen($text));
            self::assertSame($case['head'], json_decode($text, true));
        }
    }

    public function testCodesAndChosenAmountsAreThoseOfTheVectors(): void {
        $vectors = self::vectors('prices');
        foreach ($vectors['normal'] as $case) {
            self::assertSame($case['normal'], Promo::normal($case['text']), $case['why']);
        }
        foreach ($vectors['spread'] as $case) {
            self::assertSame($case['parts'], Promo::spread($case['total'], $case['weights']), $case['why']);
        }
        foreach ($vectors['discounts'] as $case) {
            self::assertSame($case['discounts'], Promo::discounts($case['lines'], $case['promo']), $case['why']);
        }
        foreach ($vectors['choose'] as $case) {
            self::assertSame($case['may'], Promo::mayChoose($case['min'], $case['max'], $case['amount']), $case['why']);
        }
        self::assertSame('', Promo::normal("\xff\xfe"));
    }

    public function testRandomDiscountsAreThoseOfTheOtherSide(): void {
        ['seed' => $state, 'cases' => $cases, 'sum' => $sum] = self::vectors('prices')['random'];
        $draw = static function (int $below) use (&$state): int {
            $state = ($state * 16807) % 2147483647;
            return $state % $below;
        };
        $folded = 0;
        for ($index = 0; $index < $cases; $index++) {
            $lines = [];
            for ($left = 1 + $draw(6); $left > 0; $left--) {
                $lines[] = [
                    'unitMinor' => $draw(3) === 0 ? $draw(333_333) : $draw(5000),
                    'quantity' => 1 + $draw(50),
                    'applies' => $draw(4) > 0,
                ];
            }
            $type = ['percent', 'amount', 'price', 'unlock'][$draw(4)];
            $value = $type === 'percent' ? $draw(10_001) : $draw(9_999_999);
            $pieces = $draw(2) === 0 ? null : 1 + $draw(20);
            foreach (Promo::discounts($lines, compact('type', 'value', 'pieces')) as $at => $discount) {
                $most = $lines[$at]['applies'] ? $lines[$at]['unitMinor'] * $lines[$at]['quantity'] : 0;
                self::assertTrue($discount >= 0 && $discount <= $most);
                $folded = ($folded * 31 + ($discount % 1_000_003)) % 1_000_003;
            }
        }
        self::assertSame($sum, $folded);
    }

    public function testWavesAndHandoversAreThoseOfTheVectors(): void {
        $vectors = self::vectors('waves');
        foreach ($vectors['states'] as $case) {
            $waves = [];
            foreach ($case['waves'] as [$id, $own, $opensAfter, $opened]) {
                $waves[$id] = ['own' => $own, 'opensAfter' => $opensAfter, 'opened' => $opened];
            }
            self::assertSame($case['states'], Waves::states($waves), $case['why']);
        }
        foreach ($vectors['handover'] as $case) {
            $offers = array_map(
                static fn(array $offer): array => [
                    'id' => $offer[0],
                    'saleState' => $offer[1],
                    'includes' => array_map(
                        static fn(string $kind): array => [
                            'kind' => ltrim($kind, '!'),
                            'show' => $kind[0] === '!' ? 'another' : 'this',
                        ],
                        $offer[2],
                    ),
                ],
                $case['offers'],
            );
            $found = Waves::handover('this', $offers);
            self::assertSame(
                $case['handover'],
                $found === null ? null : [$found['stream'], $found['hall']],
                $case['why'],
            );
        }
    }

    /** @return array<string, mixed> */
    private static function vectors(string $name): array {
        $folder = getenv('PARTERRE_VECTORS') ?: dirname(__DIR__, 3) . '/tests/vectors';
        return json_decode((string) file_get_contents("$folder/$name.json"), true, 64, JSON_THROW_ON_ERROR);
    }
}
