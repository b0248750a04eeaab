<?php
declare(strict_types=1);

use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Law\BulkActs;
use Parterre\Law\ChoicePage;
use Parterre\Mail\Texts;
use Parterre\Payments\Settle;
use Parterre\Store\BulkActs as Records;
use Parterre\Store\Catalogue;
use Parterre\Store\Orders;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

require_once __DIR__ . '/RealMoney.php';

/** A show that is cancelled or moved for everybody at once. */
final class BulkLawTest extends IntegrationCase {
    private RealMoney $bank;

    protected function setUp(): void {
        parent::setUp();
        $this->bank = RealMoney::begin();
        $this->fresh();
    }

    protected function tearDown(): void {
        RealMoney::end();
        parent::tearDown();
    }

    public function testACancelledShowGivesEveryOrderItsMoneyBackOnce(): void {
        $show = $this->show();
        $orders = [$this->buy($show['offer'], 1200), $this->buy($show['offer'], 1200)];
        $act = $this->cancel($show['show']);
        $acts = $this->service(BulkActs::class);
        $acts->work($act, 5);
        $acts->work($act, 5);
        foreach ($orders as $order) {
            self::assertSame('refunded', $this->service(Orders::class)->find($order)['state']);
            self::assertCount(1, $this->bank->refunds[$order]);
        }
        $progress = $this->service(Records::class)->progress($act);
        self::assertSame([2, 2, 2400], [$progress['orders'], $progress['refunds'], $progress['refundedMinor']]);
        self::assertSame('done', $this->service(Records::class)->find($act)['state']);
        self::assertSame('cancelled', $this->service(Shows::class)->find($show['show'])['status']);
    }

    public function testAWorkerThatDiesHalfWayLeavesTheRestToTheNext(): void {
        $show = $this->show();
        $order = $this->buy($show['offer'], 1200);
        $act = $this->cancel($show['show']);
        // The worker took the order, asked the bank, and died before it could say so.
        $this->service(Records::class)->claim($act, 120_000);
        $refund = $this->service(Parterre\Payments\Refunds::class)->request(
            $order,
            [['line' => $this->service(Orders::class)->find($order)['lines'][0]['id'], 'quantity' => 1]],
            null,
            'Malade',
            'cancelled_show',
            1,
            "bulk:$act",
        );
        $this->bank->refund($this->service(Orders::class)->find($order), $refund);
        self::assertSame(0, $this->service(BulkActs::class)->work($act, 2), 'while the lease lasts');
        add_filter('parterre_clock_offset_ms', static fn(): int => 180_000);
        $this->fresh();
        self::assertSame(1, $this->service(BulkActs::class)->work($act, 2));
        self::assertCount(1, $this->bank->refunds[$order], 'refunds at the bank');
        self::assertSame('refunded', $this->service(Orders::class)->find($order)['state']);
    }

    public function testAPassForTwoEveningsLosesOnlyTheCancelledOne(): void {
        $first = $this->show();
        $second = $this->show();
        $pass = $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $first['show'], 'name' => 'Pass', 'price_minor' => 2000, 'currency' => 'EUR'],
            [
                ['kind' => 'live', 'show_id' => $first['show'], 'share_minor' => 1200],
                ['kind' => 'live', 'show_id' => $second['show'], 'share_minor' => 1300],
            ],
        );
        $order = $this->buy($pass, 2000);
        $act = $this->cancel($first['show']);
        $this->service(BulkActs::class)->work($act, 5);
        $row = $this->service(Orders::class)->find($order);
        self::assertSame(['paid', 960], [$row['state'], $row['refunded_minor']]);
        $states = array_column($this->service(Tickets::class)->ofOrders([$order]), 'state', 'show_id');
        self::assertSame(['void', 'valid'], [$states[$first['show']], $states[$second['show']]]);
    }

    public function testAMovedShowTakesItsTicketsAlongAndAsksEveryBuyer(): void {
        $show = $this->show();
        $keeps = $this->buy($show['offer'], 1200);
        $leaves = $this->buy($show['offer'], 1200);
        $this->service(Runner::class)->runPending();
        $this->mails = [];
        $now = (int) (microtime(true) * 1000);
        $week = 7 * 86_400_000;
        $row = $this->service(Shows::class)->find($show['show']);
        $dates = [
            'starts_at' => $row['starts_at'] + $week,
            'doors_at' => $row['doors_at'] + $week,
            'ends_at' => $row['ends_at'] + $week,
        ];
        $acts = $this->service(BulkActs::class);
        $act = $acts->begin($row, 'postpone', $dates, $now + 3_600_000, 'La voix est partie.', 1);
        $acts->work($act, 5);
        $acts->work($act, 5);
        $moved = $this->service(Shows::class)->find($show['show']);
        self::assertSame($dates['starts_at'], $moved['starts_at']);
        self::assertSame($row['replay_until'] + $week, $moved['replay_until']);
        add_filter('parterre_clock_offset_ms', static fn(): int => 60_000);
        $this->fresh();
        $this->service(Runner::class)->run(10);
        self::assertCount(
            2,
            array_filter($this->mails, static fn(array $mail): bool => str_contains($mail['subject'], 'Nouvelle date')),
        );
        $page = $this->service(ChoicePage::class);
        self::assertStringContainsString(
            'name="choice" value="refund"',
            $page->sheet($act, $leaves, '', new Texts('fr')),
        );
        self::assertSame('paid', $this->service(Orders::class)->find($leaves)['state'], 'looking changes nothing');
        self::assertStringContainsString('en route', $page->sheet($act, $leaves, 'refund', new Texts('fr')));
        self::assertSame('refunded', $this->service(Orders::class)->find($leaves)['state']);
        $page->sheet($act, $leaves, 'refund', new Texts('fr'));
        self::assertCount(1, $this->bank->refunds[$leaves]);
        // Nobody chose for the other one: after the day, the ticket stays.
        remove_all_filters('parterre_clock_offset_ms');
        add_filter('parterre_clock_offset_ms', static fn(): int => 7_200_000);
        $this->fresh();
        $this->service(BulkActs::class)->workAll(5);
        $item = $this->service(Records::class)->item($act, $keeps);
        self::assertSame(['done', 'keep'], [$item['state'], $item['choice']]);
        try {
            $this->service(BulkActs::class)->choose($act, $keeps, 'refund');
            self::fail('too late');
        } catch (Refusal $refusal) {
            self::assertSame('order_closed', $refusal->errorCode);
        }
    }

    public function testACancelledShowThatAsksGivesBackWhatNobodyLeftToTheVenue(): void {
        $show = $this->show();
        [$donor, $hurried, $silent] = [
            $this->buy($show['offer'], 1200),
            $this->buy($show['offer'], 1200),
            $this->buy($show['offer'], 1200),
        ];
        $this->service(Runner::class)->runPending();
        $this->mails = [];
        $until = (int) (microtime(true) * 1000) + 3_600_000;
        $act = $this->cancel($show['show'], $until);
        $acts = $this->service(BulkActs::class);
        $acts->work($act, 5);
        self::assertSame([], $this->bank->refunds, 'nothing leaves before the day');
        add_filter('parterre_clock_offset_ms', static fn(): int => 60_000);
        $this->fresh();
        $this->service(Runner::class)->run(10);
        self::assertCount(3, $this->mails);
        self::assertStringContainsString('parterre-choice=', $this->mails[0]['message']);

        $page = $this->service(ChoicePage::class);
        $looked = $page->sheet($act, $donor, '', new Texts('fr'));
        self::assertStringContainsString('value="donate"', $looked);
        self::assertStringNotContainsString('value="keep"', $looked);
        self::assertStringContainsString('Merci', $page->sheet($act, $donor, 'donate', new Texts('fr')));
        self::assertStringContainsString(
            'Merci',
            $page->sheet($act, $donor, 'donate', new Texts('fr')),
            'pressed twice',
        );
        self::assertStringContainsString(
            'ne peut plus',
            $page->sheet($act, $donor, 'refund', new Texts('fr')),
            'a gift stays one',
        );
        $page->sheet($act, $hurried, 'refund', new Texts('fr'));
        self::assertSame('refunded', $this->service(Orders::class)->find($hurried)['state']);

        remove_all_filters('parterre_clock_offset_ms');
        add_filter('parterre_clock_offset_ms', static fn(): int => 7_200_000);
        $this->fresh();
        $this->service(BulkActs::class)->workAll(5);
        $this->service(BulkActs::class)->workAll(5);
        self::assertSame('refunded', $this->service(Orders::class)->find($silent)['state']);
        self::assertSame(
            ['paid', 0],
            [
                $this->service(Orders::class)->find($donor)['state'],
                $this->service(Orders::class)->find($donor)['refunded_minor'],
            ],
        );
        self::assertSame(['void'], array_column($this->service(Tickets::class)->ofOrders([$donor]), 'state'));
        $progress = $this->service(Records::class)->progress($act);
        self::assertSame([2, 1, 2400], [$progress['refunds'], $progress['donations'], $progress['refundedMinor']]);
        self::assertSame('done', $this->service(Records::class)->find($act)['state']);
    }

    public function testAWishForMoneyIsNotForgottenWhenTheProviderIsAway(): void {
        $show = $this->show();
        $order = $this->buy($show['offer'], 1200);
        $act = $this->cancel($show['show'], (int) (microtime(true) * 1000) + 3_600_000);
        $acts = $this->service(BulkActs::class);
        $acts->work($act, 5);
        $this->bank->away = true;
        $said = $this->service(ChoicePage::class)->sheet($act, $order, 'refund', new Texts('fr'));
        self::assertStringContainsString('en route', $said);
        $this->bank->away = false;
        add_filter('parterre_clock_offset_ms', static fn(): int => 60_000);
        $this->fresh();
        $this->service(BulkActs::class)->work($act, 5);
        self::assertSame('refunded', $this->service(Orders::class)->find($order)['state']);
        self::assertCount(1, $this->bank->refunds[$order]);
    }

    public function testTheDeskSeesBeforehandWhatGoesBackAndSaysForABuyerWhatTheyChose(): void {
        $show = $this->show();
        $order = $this->buy($show['offer'], 1200);
        $this->buy($show['offer'], 1200);
        $this->become('parterre_box_office');
        $preview = $this->desk('GET', "/shows/{$show['show']}/bulk/preview")->get_data();
        self::assertSame([2, 2400], [$preview['orders'], ((array) $preview['currencies'])['EUR']]);
        self::assertSame(
            [],
            $this->desk('GET', "/shows/{$show['show']}/bulk")->get_data()['acts'],
            'a look does nothing',
        );
        $past = $this->desk('POST', "/shows/{$show['show']}/cancel", ['chooseUntil' => '2020-01-01T00:00:00Z']);
        self::assertSame(422, $past->get_status());
        $act = $this->desk('POST', "/shows/{$show['show']}/cancel", [
            'message' => 'Malade',
            'chooseUntil' => gmdate('Y-m-d\TH:i:s\Z', time() + 86_400),
        ])->get_data();
        self::assertSame(['refund', 'donate'], $act['choices']);
        self::assertSame(409, $this->desk('POST', "/shows/{$show['show']}/cancel")->get_status());
        $this->desk('POST', "/bulk/{$act['id']}/work");
        $items = $this->desk('GET', "/bulk/{$act['id']}/items", ['state' => 'asked'])->get_data();
        self::assertSame(2, $items['total']);
        self::assertStringNotContainsString('bea@', (string) wp_json_encode($items));
        $after = $this->desk('POST', "/bulk/{$act['id']}/choose", [
            'order' => $order,
            'choice' => 'donate',
        ])->get_data();
        self::assertSame(1, $after['progress']['donations']);
        self::assertSame(
            409,
            $this->desk('POST', "/bulk/{$act['id']}/choose", ['order' => $order, 'choice' => 'refund'])->get_status(),
        );
        self::assertSame(
            404,
            $this->desk('POST', "/bulk/{$act['id']}/choose", ['order' => $order, 'choice' => 'keep'])->get_status(),
        );
        foreach (['parterre_front_desk', 'parterre_accountant', 'parterre_promoter'] as $role) {
            $this->become($role);
            foreach (["/shows/{$show['show']}/bulk/preview", "/bulk/{$act['id']}/items"] as $path) {
                self::assertSame(403, $this->desk('GET', $path)->get_status(), "$role $path");
            }
        }
    }

    public function testSomebodyWithShowsOfTheirOwnAloneCancelsNoOther(): void {
        $show = $this->show();
        $id = $this->become('parterre_promoter');
        wp_get_current_user()->add_cap(Parterre\Admin\Roles::REFUND);
        self::assertSame(404, $this->desk('POST', "/shows/{$show['show']}/cancel")->get_status());
        $own = $this->show(fields: ['owner_id' => $id]);
        self::assertSame(200, $this->desk('POST', "/shows/{$own['show']}/cancel")->get_status());
    }

    private function cancel(string $show, ?int $until = null): string {
        return $this->service(BulkActs::class)->begin(
            (array) $this->service(Shows::class)->find($show),
            'cancel',
            null,
            $until,
            'Malade',
            1,
        );
    }

    private function buy(string $offer, int $totalMinor): string {
        $made = $this->call('POST', '/orders', $this->orderRequest($offer, $totalMinor));
        $order = $made['json']['order']['id'];
        $this->bank->paid[$order] = true;
        self::assertSame('paid', $this->service(Settle::class)->settle($order)['state']);
        return $order;
    }
}
