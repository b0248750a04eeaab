<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Hall\WaitingList;
use Parterre\Jobs\Runner;
use Parterre\Privacy\Module;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Waiting;

/** The waiting list on a real database: rows, mails, and what nobody may get twice. */
final class WaitingTest extends IntegrationCase {
    private const ANA = 'ana@example.org';

    protected function fresh(): void {
        parent::fresh();
        $this->service(Parterre\Hall\Module::class)->register();
    }

    protected function tearDown(): void {
        remove_all_actions('parterre_stock_moved');
        parent::tearDown();
    }

    /** A show whose hall has this many places, all sold. @return array{show: string, offer: string, pool: string, order: string, token: string} */
    private function fullHall(int $places = 1, bool $stream = false): array {
        $in = (int) (microtime(true) * 1000) + 10 * 86_400_000;
        $made = $this->show($places, 2000, [
            'doors_at' => $in - 3_600_000,
            'starts_at' => $in,
            'ends_at' => $in + 7_200_000,
            'live_at' => null,
        ]);
        $catalogue = $this->service(Catalogue::class);
        $catalogue->saveOffer(
            [
                'id' => $made['offer'],
                'show_id' => $made['show'],
                'name' => 'Parquet',
                'price_minor' => 2000,
                'currency' => 'EUR',
            ],
            [['kind' => 'hall', 'pool_id' => $made['pool']]],
        );
        if ($stream) {
            $catalogue->saveOffer(
                ['show_id' => $made['show'], 'name' => 'Le direct', 'price_minor' => 900, 'currency' => 'EUR'],
                [['kind' => 'live']],
            );
        }
        $request = $this->orderRequest($made['offer'], 2000 * $places, 'first@example.org', $places);
        $bought = $this->call('POST', '/orders', $request)['json'];
        return $made + ['order' => $bought['order']['id'], 'token' => $bought['session']['token']];
    }

    private function join(string $show, string $email, int $quantity = 1): array {
        return $this->call('POST', '/waiting', [
            'show' => $show,
            'email' => $email,
            'quantity' => $quantity,
            'kind' => 'hall',
            'locale' => 'fr',
            'page' => home_url('/concert/'),
        ]);
    }

    private function work(): void {
        $this->service(Runner::class)->run();
    }

    private function giveBack(array $hall): void {
        $answer = $this->call('POST', "/orders/{$hall['order']}/cancel", [], $hall['token']);
        $this->assertSame(200, $answer['status']);
        $this->work();
    }

    private function assertStockIsRight(string $pool): void {
        $db = $this->service(Db::class);
        $row = $db->one('SELECT held, sold, capacity FROM {pools} WHERE id = ?', [$pool]);
        $held = (int) $db->value(
            "SELECT SUM(units) FROM {holds} WHERE pool_id = ? AND state IN ('active', 'committed')",
            [$pool],
        );
        $sold = (int) $db->value("SELECT SUM(units) FROM {holds} WHERE pool_id = ? AND state = 'sold'", [$pool]);
        $this->assertSame([$held, $sold], [(int) $row['held'], (int) $row['sold']]);
        $this->assertLessThanOrEqual((int) $row['capacity'], $held + $sold);
    }

    private function secretIn(string $message): string {
        preg_match('/#parterre=waiting\.([a-f0-9]{64})/', $message, $found);
        return $found[1] ?? '';
    }

    public function testAnAddressIsInLineOnceAndReadsItsMailInItsLanguage(): void {
        $hall = $this->fullHall();
        $this->assertSame(200, $this->join($hall['show'], self::ANA)['status']);
        $this->assertSame(200, $this->join($hall['show'], 'ANA@example.org', 3)['status']);
        $this->work();
        $rows = $this->service(Waiting::class)->inState($hall['show'], 'waiting');
        $this->assertSame(
            [[3, self::ANA]],
            array_map(static fn(array $row): array => [$row['quantity'], strtolower($row['email'])], $rows),
        );
        $this->assertStringContainsString('liste d’attente', $this->mails[0]['subject']);
    }

    public function testAPlaceThatComesBackIsKeptMailedAndBoughtByTheLink(): void {
        $hall = $this->fullHall(2);
        $this->join($hall['show'], self::ANA, 2);
        $this->giveBack($hall);
        $this->assertStockIsRight($hall['pool']);
        $mail = end($this->mails);
        $this->assertSame('Des places pour vous : Nuit Blanche', $mail['subject']);
        $secret = $this->secretIn($mail['message']);
        $this->assertSame(409, $this->call('POST', '/orders', $this->orderRequest($hall['offer'], 2000))['status']);
        $bought = $this->call(
            'POST',
            '/orders',
            ['waiting' => $secret] + $this->orderRequest($hall['offer'], 4000, self::ANA, 2),
        );
        $this->assertSame(200, $bought['status'], (string) wp_json_encode($bought['json']));
        $this->assertStockIsRight($hall['pool']);
        $this->call(
            'POST',
            "/orders/{$bought['json']['order']['id']}/test-payment",
            ['outcome' => 'approve'],
            $bought['json']['session']['token'],
        );
        $this->assertStockIsRight($hall['pool']);
        $this->work();
        $this->assertSame('bought', $this->call('POST', '/waiting/open', ['secret' => $secret])['json']['state']);
    }

    public function testWhenTheTimePassesWhilePayingThePaymentStillWins(): void {
        $hall = $this->fullHall();
        $this->join($hall['show'], self::ANA);
        $this->join($hall['show'], 'ben@example.org');
        $this->giveBack($hall);
        $secret = $this->secretIn(end($this->mails)['message']);
        $entry = $this->service(Waiting::class)->bySecret($secret);
        // Two minutes before the end of their time they begin to pay; the hold of an order lasts longer than that.
        $offset = $entry['offer_until'] - (int) (microtime(true) * 1000) - 120_000;
        $this->clock($offset);
        $bought = $this->call(
            'POST',
            '/orders',
            ['waiting' => $secret] + $this->orderRequest($hall['offer'], 2000, self::ANA),
        )['json'];
        $this->clock($offset + 240_000);
        $this->service(WaitingList::class)->serveAll();
        $this->assertSame(409, $this->call('POST', '/orders', $this->orderRequest($hall['offer'], 2000))['status']);
        $paid = $this->call(
            'POST',
            "/orders/{$bought['order']['id']}/test-payment",
            ['outcome' => 'approve'],
            $bought['session']['token'],
        );
        $this->assertSame('paid', $paid['json']['state']);
        $this->service(WaitingList::class)->serveAll();
        $this->assertSame('bought', $this->service(Waiting::class)->find($entry['id'])['state']);
        $this->assertStockIsRight($hall['pool']);
    }

    public function testWhatNobodyTookGoesToTheNextByTheTickAlone(): void {
        $hall = $this->fullHall();
        $this->join($hall['show'], self::ANA);
        $this->join($hall['show'], 'ben@example.org');
        $this->giveBack($hall);
        $this->clock(25 * 3_600_000);
        do_action(Runner::TICK);
        $states = array_column($this->service(Waiting::class)->list($hall['show'], 10, 0), 'state', 'email');
        $this->assertSame(['ben@example.org' => 'offered', self::ANA => 'missed'], $states);
        $this->assertStockIsRight($hall['pool']);
    }

    public function testAHallThatIsNotFullElsewhereAnyMoreIsSaidInTheEditorAndHeardByTheLine(): void {
        $hall = $this->fullHall();
        wp_set_current_user(1);
        $save = function (array $pool) use ($hall): void {
            $show = $this->desk('GET', "/shows/{$hall['show']}")->get_data();
            $show['pools'][0] = $pool + $show['pools'][0];
            $show['replayUntil'] = null;
            $answer = $this->desk('PUT', "/shows/{$hall['show']}", $show);
            $this->assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
            $this->work();
        };
        $save(['capacity' => 9, 'soldElsewhere' => true]);
        $this->join($hall['show'], self::ANA, 2);
        $state = fn(): string => $this->service(Waiting::class)->list($hall['show'], 10, 0)[0]['state'];
        $this->work();
        $this->assertSame('waiting', $state());
        $save(['soldElsewhere' => false]);
        $this->assertSame('offered', $state());
        $this->assertStockIsRight($hall['pool']);
        wp_set_current_user(0);
    }

    public function testWhoWaitsForTheHallHearsOnceOfTheStreamThatComesLater(): void {
        $hall = $this->fullHall();
        $this->join($hall['show'], self::ANA);
        $this->work();
        $this->mails = [];
        $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $hall['show'], 'name' => 'Le direct', 'price_minor' => 900, 'currency' => 'EUR'],
            [['kind' => 'live']],
        );
        do_action(Runner::TICK);
        do_action(Runner::TICK);
        $this->work();
        $this->assertCount(1, $this->mails);
        $this->assertStringContainsString('Le direct', $this->mails[0]['message']);
    }

    public function testAFloodFromOneNetworkIsHeldUpAndAFullMailboxIsNotToldApart(): void {
        $hall = $this->fullHall();
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        for ($turn = 0; $turn < 6; $turn++) {
            $this->assertSame(200, $this->join($hall['show'], self::ANA)['status']);
        }
        $this->work();
        $this->assertCount(4, $this->mails);
        $answers = [];
        for ($turn = 0; $turn < 30; $turn++) {
            $answers[] = $this->join($hall['show'], "fan$turn@example.org")['status'];
        }
        $this->assertContains(429, $answers);
    }

    public function testAPersonsCopyNamesTheirListsAndErasingLeavesNothing(): void {
        $hall = $this->fullHall();
        $this->join($hall['show'], self::ANA);
        $text = (string) wp_json_encode($this->service(Module::class)->export(self::ANA)['data']);
        $this->assertStringContainsString('parterre-waiting', $text);
        $this->service(Module::class)->erase(self::ANA);
        $this->assertSame([], $this->service(Waiting::class)->list($hall['show'], 10, 0));
    }

    private function clock(int $offsetMs): void {
        remove_all_filters('parterre_clock_offset_ms');
        add_filter('parterre_clock_offset_ms', static fn(): int => $offsetMs);
        remove_all_actions('parterre_stock_moved');
        remove_all_actions(Runner::TICK);
        $this->fresh();
    }
}
