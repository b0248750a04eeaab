<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Admin\Programme;
use Parterre\Demo\Seeder;
use Parterre\Domain\Phase;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Shows;

/** The demo venue: loaded once, kept current, taken away whole. */
final class DemoTest extends IntegrationCase {
    protected function setUp(): void {
        parent::setUp();
        wp_set_current_user(1);
    }

    protected function tearDown(): void {
        $this->service(Seeder::class)->reset();
        wp_set_current_user(0);
        parent::tearDown();
    }

    /** @return array<string, int> rows by what they are */
    private function census(): array {
        global $wpdb;
        $count = [];
        foreach (
            [
                'shows',
                'cameras',
                'pools',
                'offers',
                'offer_parts',
                'products',
                'variants',
                'crew',
                'codes',
                'guests',
                'tickets',
                'waiting',
            ]
            as $table
        ) {
            $count[$table] = (int) $wpdb->get_var("SELECT COUNT(*) FROM {$wpdb->prefix}parterre_$table");
        }
        foreach (['page', 'attachment', 'wp_navigation', 'wp_template_part'] as $type) {
            $count[$type] = (int) $wpdb->get_var(
                $wpdb->prepare(
                    "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = %s AND post_status <> 'trash'",
                    $type,
                ),
            );
        }
        return $count;
    }

    public function testLoadingTwiceAddsNothing(): void {
        $seeder = $this->service(Seeder::class);
        $seeder->run(true);
        $once = $this->census();
        $this->assertSame(6, $once['shows']);
        $this->assertSame(3, $once['products']);
        $this->fresh();
        $this->service(Seeder::class)->run(true);
        $this->assertSame($once, $this->census());
    }

    public function testItLoadsInFrenchToo(): void {
        add_filter('locale', $french = static fn(): string => 'fr_FR');
        try {
            $this->service(Seeder::class)->run(false);
        } finally {
            remove_filter('locale', $french);
        }
        $velvet = $this->service(Shows::class)->find(Seeder::SHOWS['velvet']);
        $this->assertSame('Velours', $velvet['title']);
        $lists = $this->service(Parterre\Store\Guests::class)->lists($velvet['id']);
        $this->assertSame(
            [['Artiste', 6, 4], ['Presse', 8, 3]],
            array_map(
                static fn(array $list): array => [$list['name'], (int) $list['most'], (int) $list['places']],
                $lists,
            ),
        );
    }

    public function testItHasAShowInEachStateAVisitorShouldMeet(): void {
        $this->service(Seeder::class)->run(false);
        $now = (int) (microtime(true) * 1000);
        $phases = array_map(
            fn(string $id): string => Phase::at((array) $this->service(Shows::class)->find($id), $now),
            Seeder::SHOWS,
        );
        $this->assertSame(
            [
                'ember' => 'live',
                'current' => 'announced',
                'halo' => 'replay',
                'moonlight' => 'replay',
                'workshop' => 'announced',
                'velvet' => 'announced',
            ],
            $phases,
        );
        $this->assertSame('open', $this->service(Shows::class)->find(Seeder::SHOWS['moonlight'])['access']);
        $this->assertCount(2, $this->service(Shows::class)->cameras(Seeder::SHOWS['ember']));
        $this->assertCount(6, $this->service(Programme::class)->show(Seeder::SHOWS['current'])['offers']);
    }

    /** @return array<string, array<string, mixed>> a show's offers as a fan sees them, by the end of their id */
    private function seen(string $name): array {
        $show = $this->call('GET', '/shows/' . Seeder::SHOWS[$name])['json'];
        $offers = [];
        foreach ($show['offers'] as $offer) {
            $offers[substr($offer['id'], strlen("offr_demo_{$name}_"))] = $offer;
        }
        return $offers;
    }

    public function testItSellsWhatAVenueWantsToTry(): void {
        $this->service(Seeder::class)->run(false);
        $current = $this->seen('current');
        $this->assertSame(['early', 'live', 'live_replay', 'pass', 'hall'], array_keys($current));
        $this->assertSame(['open', 10], [$current['early']['saleState'], $current['early']['left']]);
        $this->assertSame('upcoming', $current['live']['saleState']);
        $this->assertSame(
            [Seeder::SHOWS['current'], Seeder::SHOWS['velvet']],
            array_column($current['pass']['includes'], 'show'),
        );
        $velvet = $this->seen('velvet');
        $this->assertSame('early', array_key_first($velvet));
        $this->assertSame('offr_demo_velvet_hall', $velvet['early']['handoverOf']);
        $this->assertSame('soldOut', $velvet['hall']['saleState']);
        $workshop = $this->seen('workshop');
        $this->assertSame(['choose', 'free', 'free'], array_column($workshop, 'pricing'));
        foreach ([$this->seen('ember')['poster'], $this->seen('halo')['vinyl']] as $bundle) {
            $this->assertContains('merch', array_column($bundle['includes'], 'kind'));
            $this->assertSame('open', $bundle['saleState']);
        }
    }

    public function testItsCodesDoWhatItsPagesSay(): void {
        $this->service(Seeder::class)->run(false);
        $total = fn(string $offer, array $codes): array => $this->call('POST', '/quotes', [
            'currency' => 'EUR',
            'lines' => [['type' => 'offer', 'offer' => "offr_demo_$offer", 'quantity' => 1]],
            'codes' => $codes,
        ])['json'];
        $this->assertSame(1040, $total('current_live_replay', ['neighbours'])['total']['amountMinor']);
        $this->assertSame(200, $total('halo_replay', ['IWASTHERE'])['total']['amountMinor']);
        $this->assertSame(500, $total('current_friends', ['Friends'])['total']['amountMinor']);
        $this->assertSame('offer_not_found', $total('current_friends', [])['error']['code']);
    }

    public function testSomebodyWaitsForTheFullHallAndIsAskedWhenPlacesComeBack(): void {
        $this->service(Seeder::class)->run(false);
        $waiting = $this->service(Parterre\Store\Waiting::class);
        $velvet = Seeder::SHOWS['velvet'];
        $this->assertSame(3, $waiting->counts($velvet)['waiting']['entries']);
        $this->assertSame(0, $this->service(Parterre\Hall\WaitingList::class)->serve($velvet));
        $this->service(Parterre\Store\Catalogue::class)->setSoldElsewhere('pool_demo_velvet_hall', false);
        $this->assertSame(3, $this->service(Parterre\Hall\WaitingList::class)->serve($velvet));
    }

    public function testWhatAnOfferOpensAndClosesByMovesWithItsShow(): void {
        $this->service(Seeder::class)->run(false);
        $catalogue = $this->service(Parterre\Store\Catalogue::class);
        $before = $catalogue->offersById(['offr_demo_velvet_early'])['offr_demo_velvet_early']['closes_at'];
        $starts = $this->service(Shows::class)->find(Seeder::SHOWS['velvet'])['starts_at'];
        $month = 30 * 86_400_000;
        add_filter('parterre_clock_offset_ms', static fn(): int => $month);
        $this->fresh();
        $this->service(Seeder::class)->keepCurrent();
        $after = $this->service(Parterre\Store\Catalogue::class)->offersById(['offr_demo_velvet_early']);
        $moved = $this->service(Shows::class)->find(Seeder::SHOWS['velvet'])['starts_at'] - $starts;
        $this->assertGreaterThan(0, $moved);
        $this->assertSame($before + $moved, $after['offr_demo_velvet_early']['closes_at']);
    }

    public function testThePublicLaneSaysWhatTheShowsSay(): void {
        $this->service(Seeder::class)->run(false);
        foreach (['ember' => 'live', 'halo' => 'replay'] as $name => $phase) {
            $lane = $this->service(Parterre\Store\Feeds::class)->lane(Seeder::SHOWS[$name], 'public');
            $state = (string) file_get_contents(
                wp_upload_dir()['basedir'] . "/parterre/feed/{$lane['dir']}/state.json",
            );
            $this->assertSame($phase, json_decode($state, true)['phase'], $name);
        }
    }

    public function testTheLiveShowIsStillLiveAWeekLater(): void {
        $this->service(Seeder::class)->run(false);
        $week = 7 * 86_400_000;
        add_filter('parterre_clock_offset_ms', static fn(): int => $week);
        $this->fresh();
        $this->service(Seeder::class)->keepCurrent();
        $later = (int) (microtime(true) * 1000) + $week;
        $ember = (array) $this->service(Shows::class)->find(Seeder::SHOWS['ember']);
        $current = (array) $this->service(Shows::class)->find(Seeder::SHOWS['current']);
        $this->assertSame('live', Phase::at($ember, $later));
        $this->assertLessThan(3_600_000 * 2, $later - $ember['starts_at']);
        $this->assertSame('announced', Phase::at($current, $later));
    }

    public function testWhatTheDeskEndedStaysEnded(): void {
        $this->service(Seeder::class)->run(false);
        $now = (int) (microtime(true) * 1000);
        $this->service(Shows::class)->update(Seeder::SHOWS['ember'], ['ended_at' => $now]);
        $this->service(Seeder::class)->run(false);
        $this->assertSame('ended', Phase::at((array) $this->service(Shows::class)->find(Seeder::SHOWS['ember']), $now));
    }

    public function testEditsSurviveTheNextStart(): void {
        $this->service(Seeder::class)->run(false);
        $this->service(Shows::class)->update(Seeder::SHOWS['halo'], ['title' => 'Halo, take two']);
        $this->service(Seeder::class)->run(false);
        $this->assertSame('Halo, take two', $this->service(Shows::class)->find(Seeder::SHOWS['halo'])['title']);
    }

    public function testASiteInUseKeepsItsFrontPage(): void {
        $mine = wp_insert_post(['post_type' => 'page', 'post_title' => 'Our house', 'post_status' => 'publish']);
        update_option('show_on_front', 'page');
        update_option('page_on_front', $mine);
        $name = get_option('blogname');
        $this->service(Seeder::class)->run();
        $this->assertSame($mine, (int) get_option('page_on_front'));
        $this->assertSame($name, get_option('blogname'));
        wp_delete_post($mine, true);
        update_option('show_on_front', 'posts');
    }

    public function testResetTakesEverythingAndGivesTheSiteBack(): void {
        $name = 'Chez nous';
        update_option('blogname', $name);
        $before = $this->census();
        $files = glob(wp_upload_dir()['basedir'] . '/parterre/feed/*/state.json');
        $seeder = $this->service(Seeder::class);
        $seeder->run(true);
        $this->assertNotSame($name, get_option('blogname'));
        $seeder->reset();
        $after = $this->census();
        // WordPress's own first page went to the trash, where its owner finds it.
        unset($before['page'], $after['page']);
        $this->assertSame($before, $after);
        $this->assertSame($name, get_option('blogname'));
        $this->assertFalse($seeder->isLoaded());
        $this->assertSame($files, glob(wp_upload_dir()['basedir'] . '/parterre/feed/*/state.json'));
    }

    public function testResetRefusesWhereSomebodyReallyPaid(): void {
        global $wpdb;
        $this->service(Seeder::class)->run(false);
        $this->service(Db::class)->insert('orders', [
            'id' => 'ordr_real',
            'reference' => 'R1',
            'state' => 'paid',
            'gateway' => 'stripe',
            'test' => 0,
            'email' => 'a@example.org',
            'email_hash' => 'x',
            'locale' => 'fr',
            'currency' => 'EUR',
            'total_minor' => 900,
            'discounts' => '[]',
            'key_hash' => 'k',
            'request_hash' => 'r',
            'page' => '',
            'consents' => '{}',
            'created_at' => 1,
        ]);
        try {
            $this->service(Seeder::class)->reset();
            $this->fail('It was emptied.');
        } catch (RuntimeException $problem) {
            $this->assertStringContainsString('really paid', $problem->getMessage());
        }
        $this->assertNotNull($this->service(Shows::class)->find(Seeder::SHOWS['ember']));
        $wpdb->query("DELETE FROM {$wpdb->prefix}parterre_orders");
    }
}
