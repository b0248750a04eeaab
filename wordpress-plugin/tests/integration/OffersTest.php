<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Store\Catalogue;
use Parterre\Store\Stock;

/** Offers as a venue sets them up in the show editor: what is kept, what is refused, what fans see of it. */
final class OffersTest extends IntegrationCase {
    protected function setUp(): void {
        parent::setUp();
        wp_set_current_user(1);
    }

    protected function tearDown(): void {
        wp_set_current_user(0);
        parent::tearDown();
    }

    /**
     * @param list<array<string, mixed>>      $offers
     * @param list<array<string, mixed>>|null $pools
     * @return array<string, mixed> a show as the editor sends it
     */
    private static function draft(array $offers, ?array $pools = null): array {
        return [
            'title' => 'Première',
            'startsAt' => '2027-10-31T19:30:00.000Z',
            'timeZone' => 'Europe/Paris',
            'published' => true,
            'pools' => $pools ?? [
                ['id' => 'pool_stream', 'name' => 'Online', 'capacity' => 100],
                ['id' => 'pool_early', 'name' => 'Early', 'capacity' => 5],
                ['id' => 'pool_hall', 'name' => 'Hall', 'capacity' => 20, 'soldElsewhere' => false],
            ],
            'offers' => $offers,
        ];
    }

    /** @return array<string, mixed> */
    private static function offer(string $id, array $more = []): array {
        return $more + [
            'id' => "offr_$id",
            'name' => ucfirst($id),
            'pricing' => 'fixed',
            'priceMinor' => 900,
            'parts' => [['kind' => 'live', 'pool' => 'pool_stream']],
        ];
    }

    /** @return array<string, string> problems by path; none when it was saved */
    private function problems(array $draft): array {
        return $this->desk('POST', '/shows', $draft)->get_data()['data']['problems'] ?? [];
    }

    public function testEverythingAnOfferCanBeIsKeptAsItWasSet(): void {
        $sent = [
            self::offer('early', [
                'closesAt' => '2027-10-01T10:00:00.000Z',
                'maxPerPerson' => 2,
                'quotas' => [['pool' => 'pool_early', 'units' => 1]],
            ]),
            self::offer('next', ['opensAfter' => 'offr_early', 'priceMinor' => 1200]),
            self::offer('choose', [
                'pricing' => 'choose',
                'priceMinor' => 300,
                'maxMinor' => 5000,
                'suggestions' => [1200, 500, 800],
            ]),
            self::offer('press', ['hidden' => true, 'pricing' => 'free', 'priceMinor' => 1500]),
            self::offer('pass', [
                'parts' => [
                    ['kind' => 'live', 'pool' => 'pool_stream', 'shareMinor' => 600],
                    ['kind' => 'replay', 'shareMinor' => 300],
                ],
            ]),
        ];
        $made = $this->desk('POST', '/shows', self::draft($sent));
        $this->assertSame(200, $made->get_status(), (string) wp_json_encode($made->get_data()));
        $kept = array_column($this->desk('GET', "/shows/{$made->get_data()['id']}")->get_data()['offers'], null, 'id');
        $this->assertSame([['pool' => 'pool_early', 'units' => 1]], $kept['offr_early']['quotas']);
        $this->assertSame(2, $kept['offr_early']['maxPerPerson']);
        $this->assertSame('offr_early', $kept['offr_next']['opensAfter']);
        $this->assertSame(
            ['choose', 300, 5000, [500, 800, 1200]],
            [
                $kept['offr_choose']['pricing'],
                $kept['offr_choose']['priceMinor'],
                $kept['offr_choose']['maxMinor'],
                $kept['offr_choose']['suggestions'],
            ],
        );
        $this->assertSame([true, 0], [$kept['offr_press']['hidden'], $kept['offr_press']['priceMinor']]);
        $this->assertSame([600, 300], array_column($kept['offr_pass']['parts'], 'shareMinor'));
    }

    public function testWhatIsSavedAgainStaysAndWhatIsTakenAwayGoes(): void {
        $show = $this->desk(
            'POST',
            '/shows',
            self::draft([
                self::offer('early', ['quotas' => [['pool' => 'pool_early', 'units' => 1]]]),
                self::offer('next', ['opensAfter' => 'offr_early', 'maxPerPerson' => 2, 'hidden' => true]),
            ]),
        )->get_data();
        $again = $this->desk('PUT', "/shows/{$show['id']}", $show)->get_data();
        $this->assertSame($show['offers'], $again['offers']);
        $again['offers'][0]['quotas'] = [];
        $again['offers'][1] = ['opensAfter' => null, 'maxPerPerson' => null, 'hidden' => false] + $again['offers'][1];
        $after = $this->desk('PUT', "/shows/{$show['id']}", $again)->get_data()['offers'];
        $this->assertSame([], $after[0]['quotas']);
        $this->assertSame(
            [null, null, false],
            [$after[1]['opensAfter'], $after[1]['maxPerPerson'], $after[1]['hidden']],
        );
    }

    public function testFansSeeWavesChosenPricesAndNoHiddenOffer(): void {
        $show = $this->desk(
            'POST',
            '/shows',
            self::draft([
                self::offer('early', ['quotas' => [['pool' => 'pool_early', 'units' => 1]]]),
                self::offer('next', ['opensAfter' => 'offr_early']),
                self::offer('choose', ['pricing' => 'choose', 'priceMinor' => 300, 'suggestions' => [500]]),
                self::offer('press', ['hidden' => true]),
            ]),
        )->get_data();
        $seen = $this->call('GET', "/shows/{$show['slug']}")['json'];
        $offers = array_column($seen['offers'], null, 'id');
        $this->assertSame(['offr_early', 'offr_next', 'offr_choose'], array_keys($offers));
        $this->assertSame(['open', 5], [$offers['offr_early']['saleState'], $offers['offr_early']['left']]);
        $this->assertSame('upcoming', $offers['offr_next']['saleState']);
        $this->assertSame(500, $offers['offr_choose']['choice']['suggestions'][0]['amountMinor']);
    }

    public function testAPriceNoCardCanBeChargedIsRefusedWithTheLeastItCan(): void {
        $offer = self::offer('cheap', ['priceMinor' => 49]);
        $this->assertStringContainsString('0.50 EUR', $this->problems(self::draft([$offer]))['offers.0.priceMinor']);
        $chosen = self::offer('choose', ['pricing' => 'choose', 'priceMinor' => 0, 'suggestions' => [20, 500]]);
        $this->assertStringContainsString('0.50 EUR', $this->problems(self::draft([$chosen]))['offers.0.suggestions']);
        $this->assertSame([], $this->problems(self::draft([['priceMinor' => 50] + $offer])));
    }

    public function testEachOfferThatMakesNoSenseIsRefusedByName(): void {
        $pools = [['id' => 'pool_stream', 'name' => 'Online', 'capacity' => 100]];
        $refused = [
            'offers.0.pricing' => [self::offer('a', ['pricing' => 'auction'])],
            'offers.0.maxMinor' => [self::offer('a', ['pricing' => 'choose', 'maxMinor' => 500])],
            'offers.0.suggestions' => [self::offer('a', ['pricing' => 'choose', 'suggestions' => [500]])],
            'offers.0.maxPerPerson' => [self::offer('a', ['maxPerPerson' => 0])],
            'offers.0.quotas' => [self::offer('a', ['quotas' => [['pool' => 'pool_elsewhere', 'units' => 1]]])],
            'offers.0.opensAfter' => [self::offer('a', ['opensAfter' => 'offr_gone'])],
            'offers.1.opensAfter' => [
                self::offer('a', ['opensAfter' => 'offr_b']),
                self::offer('b', ['opensAfter' => 'offr_a']),
            ],
            'offers.0.parts' => [
                self::offer('a', ['parts' => [['kind' => 'live', 'shareMinor' => 5], ['kind' => 'replay']]]),
            ],
            'offers.0.parts.0.shareMinor' => [self::offer('a', ['parts' => [['kind' => 'live', 'shareMinor' => -5]]])],
        ];
        foreach ($refused as $path => $offers) {
            $this->assertArrayHasKey($path, $this->problems(self::draft($offers, $pools)), $path);
        }
        $many = self::offer('a', ['pricing' => 'choose', 'suggestions' => range(1000, 1700, 100)]);
        $this->assertStringContainsString('6', $this->problems(self::draft([$many], $pools))['offers.0.suggestions']);
    }

    public function testASizeBelowWhatIsSoldAndHeldIsRefusedWithTheNumbersAndNothingIsSaved(): void {
        global $wpdb;
        $show = $this->desk('POST', '/shows', self::draft([self::offer('live')]))->get_data();
        $wpdb->query("UPDATE {$wpdb->prefix}parterre_pools SET sold = 7 WHERE id = 'pool_stream'");
        $this->assertTrue(
            $this->service(Stock::class)->hold(
                'ordr_open',
                ['pool_stream' => 2],
                (int) (microtime(true) * 1000) + 60_000,
            ),
        );
        $show = $this->desk('GET', "/shows/{$show['id']}")->get_data();
        $index = array_search('pool_stream', array_column($show['pools'], 'id'), true);
        $show['pools'][$index]['capacity'] = 8;
        $answer = $this->desk('PUT', "/shows/{$show['id']}", ['title' => 'Renamed'] + $show);
        $this->assertSame(422, $answer->get_status());
        $this->assertSame(
            'Sold already: 7, reserved: 2. It cannot be smaller than 9.',
            $answer->get_data()['data']['problems']["pools.$index.capacity"],
        );
        $this->assertSame('Première', $this->desk('GET', "/shows/{$show['id']}")->get_data()['title']);
        $show['pools'][$index]['capacity'] = 9;
        $this->assertSame(200, $this->desk('PUT', "/shows/{$show['id']}", $show)->get_status());
    }

    public function testAReservationWhoseTimeIsUpDoesNotStandAgainstASmallerSize(): void {
        $show = $this->desk('POST', '/shows', self::draft([self::offer('live')]))->get_data();
        $this->service(Stock::class)->hold('ordr_over', ['pool_stream' => 50], (int) (microtime(true) * 1000) - 1);
        $index = array_search('pool_stream', array_column($show['pools'], 'id'), true);
        $show['pools'][$index]['capacity'] = 10;
        $this->assertSame(200, $this->desk('PUT', "/shows/{$show['id']}", $show)->get_status());
    }

    public function testAHallThatIsFullElsewhereHandsOverToTheStreamUntilItIsNot(): void {
        $show = $this->desk(
            'POST',
            '/shows',
            self::draft(
                [self::offer('hall', ['parts' => [['kind' => 'hall', 'pool' => 'pool_hall']]]), self::offer('live')],
                [
                    ['id' => 'pool_stream', 'name' => 'Online', 'capacity' => 100],
                    ['id' => 'pool_hall', 'name' => 'Hall', 'capacity' => 20, 'soldElsewhere' => true],
                ],
            ),
        )->get_data();
        $seen = $this->call('GET', "/shows/{$show['slug']}")['json'];
        $this->assertSame('offr_live', $seen['offers'][0]['id']);
        $this->assertSame('offr_hall', $seen['offers'][0]['handoverOf']);
        $this->assertSame('soldOut', $seen['offers'][1]['saleState']);
        $index = array_search('pool_hall', array_column($show['pools'], 'id'), true);
        // A client that does not know the flag leaves it alone.
        unset($show['pools'][$index]['soldElsewhere']);
        $show = $this->desk('PUT', "/shows/{$show['id']}", $show)->get_data();
        $this->assertTrue($show['pools'][$index]['soldElsewhere']);
        $show['pools'][$index]['soldElsewhere'] = false;
        $this->desk('PUT', "/shows/{$show['id']}", $show);
        $seen = $this->call('GET', "/shows/{$show['slug']}")['json'];
        $this->assertSame([null, null], array_column($seen['offers'], 'handoverOf'));
    }

    public function testAPassDrawsOnTheStockOfAnotherShowAndCannotChangeIt(): void {
        ['show' => $other, 'pool' => $pool] = $this->show(capacity: 40);
        $parts = $this->desk('GET', '/parts')->get_data();
        $this->assertSame([$pool], array_column($parts['shows'][0]['pools'], 'id'));
        $pass = self::offer('pass', [
            'parts' => [
                ['kind' => 'live', 'pool' => 'pool_stream'],
                ['kind' => 'live', 'show' => $other, 'pool' => $pool],
            ],
        ]);
        $draft = self::draft([$pass]);
        $draft['pools'][] = ['id' => $pool, 'name' => 'Mine now', 'capacity' => 1];
        $show = $this->desk('POST', '/shows', $draft)->get_data();
        $this->assertSame($pool, $show['offers'][0]['parts'][1]['pool']);
        $this->assertSame(40, $this->service(Catalogue::class)->pools([$pool])[$pool]['capacity']);
        $this->assertSame($other, array_column($show['pools'], 'show', 'id')[$pool]);
    }

    public function testAPassIsSoldOutForEverybodyAsSoonAsTheOtherShowsStockIs(): void {
        $other = $this->desk(
            'POST',
            '/shows',
            ['title' => 'Velours'] + self::draft([self::offer('velvet')]),
        )->get_data();
        $pass = self::offer('pass', [
            'parts' => [
                ['kind' => 'live', 'pool' => 'pool_mine'],
                ['kind' => 'live', 'show' => $other['id'], 'pool' => 'pool_stream'],
            ],
        ]);
        $show = $this->desk(
            'POST',
            '/shows',
            self::draft(
                [$pass],
                [
                    ['id' => 'pool_mine', 'name' => 'Online', 'capacity' => 50],
                    ['id' => 'pool_stream', 'name' => 'Theirs', 'capacity' => 100],
                ],
            ),
        )->get_data();
        $told = function () use ($show): string {
            $lane = $this->service(Parterre\Store\Feeds::class)->lane($show['id'], 'public');
            $state = wp_upload_dir()['basedir'] . "/parterre/feed/{$lane['dir']}/state.json";
            return json_decode((string) file_get_contents($state), true)['offers'][0]['saleState'];
        };
        $this->assertSame('open', $told());
        $other['pools'][0]['capacity'] = 0;
        $this->assertSame(200, $this->desk('PUT', "/shows/{$other['id']}", $other)->get_status());
        $this->assertSame('soldOut', $told());
    }

    public function testAPromoterKeepsAPassThatTheVenueHasSetUpAndMakesNoneOfTheirOwn(): void {
        ['show' => $other, 'pool' => $pool] = $this->show(capacity: 40);
        $part = ['kind' => 'live', 'show' => $other, 'pool' => $pool];
        $promoter = $this->become('parterre_promoter');
        $show = $this->desk('POST', '/shows', self::draft([self::offer('live'), self::offer('pass')]))->get_data();
        wp_set_current_user(1);
        $show['offers'][1]['parts'][] = $part;
        $show['pools'][] = ['id' => $pool, 'name' => '', 'capacity' => null];
        $show['pools'][count($show['pools']) - 1]['name'] = 'Theirs';
        $this->assertSame(200, $this->desk('PUT', "/shows/{$show['id']}", $show)->get_status());
        wp_set_current_user($promoter);
        $mine = $this->desk('GET', "/shows/{$show['id']}")->get_data();
        $saved = $this->desk('PUT', "/shows/{$show['id']}", ['title' => 'Mine'] + $mine);
        $this->assertSame(200, $saved->get_status(), (string) wp_json_encode($saved->get_data()));
        $this->assertSame($pool, $saved->get_data()['offers'][1]['parts'][1]['pool']);
        $mine = $saved->get_data();
        $mine['offers'][0]['parts'][] = $part;
        $refused = $this->desk('PUT', "/shows/{$show['id']}", $mine);
        $this->assertArrayHasKey('offers.0.parts', $refused->get_data()['data']['problems']);
    }

    public function testAPromoterIsOfferedTheirOwnShowsAloneAndNoGoods(): void {
        $this->show();
        $this->become('parterre_promoter');
        $this->assertSame(['shows' => [], 'goods' => []], $this->desk('GET', '/parts')->get_data());
        $this->become('parterre_stage');
        $this->assertSame(403, $this->desk('GET', '/parts')->get_status());
    }

    public function testAnOfferThatIsMadeToWaitForAnotherOneWaitsAnew(): void {
        $catalogue = $this->service(Catalogue::class);
        $show = $this->desk(
            'POST',
            '/shows',
            self::draft([self::offer('a'), self::offer('b'), self::offer('c', ['opensAfter' => 'offr_a'])]),
        )->get_data();
        global $wpdb;
        $wpdb->query("UPDATE {$wpdb->prefix}parterre_offers SET opened_at = 5 WHERE id = 'offr_c'");
        $this->desk('PUT', "/shows/{$show['id']}", ['title' => 'Same waves'] + $show);
        $this->assertSame(5, $catalogue->offersById(['offr_c'])['offr_c']['opened_at']);
        $show = $this->desk('GET', "/shows/{$show['id']}")->get_data();
        $show['offers'][2]['opensAfter'] = 'offr_b';
        $this->desk('PUT', "/shows/{$show['id']}", $show);
        $this->assertNull($catalogue->offersById(['offr_c'])['offr_c']['opened_at']);
    }
}
