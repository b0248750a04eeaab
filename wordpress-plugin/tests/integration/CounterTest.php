<?php
declare(strict_types=1);

use Parterre\Hall\TicketPage;
use Parterre\Jobs\Runner;
use Parterre\Mail\Texts;
use Parterre\Payments\Refunds;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Ledger;
use Parterre\Store\Orders;
use Parterre\Store\Tickets;

/** Selling at the counter: the shop's prices and stock, money taken by hand. */
final class CounterTest extends IntegrationCase {
    private array $sold;
    private string $hall;

    protected function setUp(): void {
        parent::setUp();
        $this->sold = $this->show(5, 1200);
        $pool = $this->service(Catalogue::class)->createPool($this->sold['show'], 'Hall', 3);
        $this->hall = $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $this->sold['show'], 'name' => 'Salle', 'price_minor' => 1800, 'currency' => 'EUR'],
            [['kind' => 'hall', 'pool_id' => $pool]],
        );
        // The hall is sold until the show ends; this one has not begun.
        $this->service(Parterre\Store\Shows::class)->update($this->sold['show'], [
            'live_at' => null,
            'doors_at' => (int) (microtime(true) * 1000) + 3_600_000,
            'starts_at' => (int) (microtime(true) * 1000) + 7_200_000,
            'ends_at' => (int) (microtime(true) * 1000) + 10_800_000,
        ]);
        $this->become('parterre_box_office');
    }

    private function sell(array $also = []): WP_REST_Response {
        return $this->desk(
            'POST',
            "/counter/{$this->sold['show']}",
            $also + [
                'key' => 'sale_' . bin2hex(random_bytes(8)),
                'lines' => [['type' => 'offer', 'offer' => $this->hall, 'quantity' => 2]],
                'email' => '',
                'method' => 'cash',
                'terms' => true,
                'handedOver' => true,
                'expectedMinor' => 3600,
            ],
        );
    }

    public function testTwoPlacesForCashAreTicketsAtOnceWithoutAnAddress(): void {
        $answer = $this->sell();
        self::assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
        $sale = $answer->get_data();
        self::assertSame(['paid', 2, 3600], [$sale['state'], $sale['hall'], $sale['totalMinor']]);
        $order = $this->service(Orders::class)->find($sale['order']);
        self::assertSame(['counter', '', 'paid'], [$order['gateway'], $order['email'], $order['state']]);
        $tickets = $this->service(Tickets::class)->ofOrders([$sale['order']]);
        self::assertSame(
            [['hall', 'valid', 1], ['hall', 'valid', 2]],
            array_map(
                static fn(array $ticket): array => [$ticket['kind'], $ticket['state'], $ticket['serial']],
                $tickets,
            ),
        );
        $moves = $this->service(Ledger::class)->ofOrder($sale['order']);
        self::assertSame(
            [['charge', 3600, 'counter']],
            array_map(
                static fn(array $move): array => [$move['kind'], $move['amount_minor'], $move['gateway']],
                $moves,
            ),
        );
        $this->service(Runner::class)->runPending();
        self::assertSame([], $this->mails, 'nobody left an address');
        $paper = $this->service(TicketPage::class)->sheet($tickets, new Texts('fr'));
        self::assertSame(2, substr_count($paper, '<article>'));
        self::assertSame(
            [['method' => 'cash', 'currency' => 'EUR', 'takenMinor' => 3600, 'backMinor' => 0, 'orders' => 1]],
            $this->desk('GET', "/counter/{$this->sold['show']}")->get_data()['till'],
        );
        self::assertContains(
            'order.sold_at_counter',
            array_column($this->desk('GET', "/orders/{$sale['order']}")->get_data()['history'], 'what'),
        );
    }

    public function testTheSameSaleSentTwiceIsOneSale(): void {
        $first = $this->sell(['key' => 'sale_once'])->get_data();
        $second = $this->sell(['key' => 'sale_once']);
        self::assertSame(200, $second->get_status());
        self::assertSame($first['order'], $second->get_data()['order']);
        self::assertSame(1, (int) $this->service(Db::class)->value('SELECT COUNT(*) FROM {orders}'));
        self::assertSame(409, $this->sell(['key' => 'sale_once', 'email' => 'bea@example.org'])->get_status());
    }

    public function testASaleWhoseWorkerDiedBeforeTheMoneyWasWrittenDownGoesOnWhenItIsSentAgain(): void {
        // Made and held, and then nobody came back.
        $request = [
            'idempotencyKey' => 'sale_died',
            'email' => '',
            'locale' => str_replace('_', '-', get_locale()),
            'currency' => 'EUR',
            'page' => home_url('/'),
            'expectedTotal' => ['amountMinor' => 3600, 'currency' => 'EUR'],
            'lines' => [['type' => 'offer', 'offer' => $this->hall, 'quantity' => 2]],
            'consents' => ['terms' => true],
        ];
        $show = $this->service(Parterre\Store\Shows::class)->find($this->sold['show']);
        $request['page'] = (string) strtok(Parterre\Rest\Views::showUrl($show), '#');
        $order = $this->service(Parterre\Payments\Checkout::class)->atCounter(
            $request,
            $this->service(Parterre\Payments\CounterGateway::class),
        );
        self::assertSame('pending', $order['state']);
        $again = $this->sell(['key' => 'sale_died']);
        self::assertSame(200, $again->get_status(), (string) wp_json_encode($again->get_data()));
        self::assertSame([$order['id'], 'paid'], [$again->get_data()['order'], $again->get_data()['state']]);
    }

    public function testTheCounterCannotSellWhatTheShopHasNotLeft(): void {
        self::assertSame(200, $this->sell()->get_status());
        $refused = $this->sell();
        self::assertSame(409, $refused->get_status());
        self::assertSame(1, (int) $this->service(Db::class)->value('SELECT COUNT(*) FROM {orders}'));
        self::assertSame(
            409,
            $this->desk('POST', "/counter/{$this->sold['show']}/quote", [
                'lines' => [['type' => 'offer', 'offer' => $this->hall, 'quantity' => 2]],
            ])->get_status(),
        );
    }

    public function testTheQuoteIsWhatIsTakenAndCoinsMayBeFewerThanACardIsChargedFor(): void {
        $cheap = $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $this->sold['show'], 'name' => 'Vestiaire', 'price_minor' => 20, 'currency' => 'EUR'],
            [['kind' => 'hall']],
        );
        $lines = [['type' => 'offer', 'offer' => $cheap, 'quantity' => 1]];
        $quote = $this->desk('POST', "/counter/{$this->sold['show']}/quote", ['lines' => $lines]);
        self::assertSame([200, 20], [$quote->get_status(), $quote->get_data()['totalMinor'] ?? null]);
        self::assertSame(200, $this->sell(['lines' => $lines, 'expectedMinor' => 20])->get_status());
    }

    public function testAnotherTotalThanTheScreenShowedIsNotTaken(): void {
        self::assertSame(409, $this->sell(['expectedMinor' => 3500])->get_status());
        self::assertSame(0, (int) $this->service(Db::class)->value('SELECT COUNT(*) FROM {counter_payments}'));
    }

    public function testTheLivestreamNeedsAnAddressAndItsMailLetsIn(): void {
        $lines = [['type' => 'offer', 'offer' => $this->sold['offer'], 'quantity' => 1]];
        $without = $this->sell(['lines' => $lines, 'expectedMinor' => 1200]);
        self::assertSame(422, $without->get_status());
        self::assertArrayHasKey('email', $without->get_data()['data']['problems']);
        $sale = $this->sell(['lines' => $lines, 'expectedMinor' => 1200, 'email' => 'bea@example.org'])->get_data();
        self::assertSame('b…@example.org', $sale['email'], 'the screen at the counter is seen by the whole queue');
        $this->service(Runner::class)->runPending();
        self::assertSame(['bea@example.org'], array_column($this->mails, 'to'));
        self::assertStringContainsString('#parterre=', $this->mails[0]['message']);
    }

    public function testTwoWithoutAnAddressAreTwoPeople(): void {
        $this->service(Db::class)->change('UPDATE {offers} SET max_per_person = 1 WHERE id = ?', [$this->hall]);
        $one = ['lines' => [['type' => 'offer', 'offer' => $this->hall, 'quantity' => 1]], 'expectedMinor' => 1800];
        self::assertSame(200, $this->sell($one)->get_status());
        self::assertSame(200, $this->sell($one)->get_status());
        self::assertSame(409, $this->sell()->get_status(), 'two for one person');
    }

    public function testHalfAnOrderIsHandedBackAndTheTillKnows(): void {
        $sale = $this->sell(['method' => 'card'])->get_data();
        $order = $this->service(Orders::class)->find($sale['order']);
        $back = $this->desk('POST', "/orders/{$sale['order']}/refunds", [
            'key' => 'half',
            'reason' => '',
            'lines' => [['line' => $order['lines'][0]['id'], 'quantity' => 1]],
            'expectedMinor' => 1800,
        ]);
        self::assertSame(200, $back->get_status());
        self::assertSame(
            ['paid', 1800, ['valid', 'void']],
            [
                $back->get_data()['state'],
                $back->get_data()['refundedMinor'],
                array_column($back->get_data()['tickets'], 'state'),
            ],
        );
        $till = $this->desk('GET', "/counter/{$this->sold['show']}")->get_data()['till'];
        self::assertSame([3600, 1800], [$till[0]['takenMinor'], $till[0]['backMinor']]);
        // The seat that came back is for sale again.
        self::assertSame(200, $this->sell()->get_status());
        $this->service(Refunds::class)->send($back->get_data()['refunds'][0]['id']);
        self::assertSame(1800, $this->service(Orders::class)->find($sale['order'])['refunded_minor'], 'once');
    }

    public function testNoFanCanChooseTheCounter(): void {
        wp_set_current_user(0);
        $made = $this->call('POST', '/orders', $this->orderRequest($this->sold['offer'], 1200))['json'];
        self::assertSame('test', $this->service(Orders::class)->find($made['order']['id'])['gateway']);
        self::assertSame(401, $this->sell()->get_status());
        foreach (['parterre_accountant', 'parterre_promoter', 'parterre_moderator'] as $role) {
            $this->become($role);
            self::assertSame(403, $this->sell()->get_status(), $role);
        }
    }

    public function testGoodsThatAreTakenAlongAreHandedOver(): void {
        $this->service(Catalogue::class)->saveProduct(
            ['name' => 'Vinyle', 'published' => true],
            [['label' => '', 'price_minor' => 2500, 'currency' => 'EUR']],
        );
        $goods = $this->desk('GET', "/counter/{$this->sold['show']}")->get_data()['goods'];
        self::assertSame(['Vinyle'], array_column($goods, 'name'));
        $sale = $this->sell([
            'lines' => [['type' => 'variant', 'variant' => $goods[0]['id'], 'quantity' => 1]],
            'expectedMinor' => 2500,
        ])->get_data();
        self::assertSame('paid', $sale['state']);
        self::assertSame(['done'], array_column($this->service(Tickets::class)->deliveries([$sale['order']]), 'state'));
    }
}
