<?php
declare(strict_types=1);

use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Law\Amends;
use Parterre\Law\AmendsRefused;
use Parterre\Law\BulkActs;
use Parterre\Payments\Refunds;
use Parterre\Payments\Settle;
use Parterre\Settings;
use Parterre\Store\Amends as Records;
use Parterre\Store\BulkActs as Acts;
use Parterre\Store\Catalogue;
use Parterre\Store\Codes;
use Parterre\Store\Db;
use Parterre\Store\Ledger;
use Parterre\Store\Orders;
use Parterre\Store\PersonalData;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

require_once __DIR__ . '/RealMoney.php';

/** A picture that failed, and what the venue does about it for whoever was inside. */
final class AmendsTest extends IntegrationCase {
    private const MINUTE = 60_000;

    private RealMoney $bank;
    /** Milliseconds since 1970; the tests' minutes are counted from it. */
    private int $begin;
    private int $offset = 0;

    protected function setUp(): void {
        parent::setUp();
        $this->bank = RealMoney::begin();
        $this->begin = (int) (microtime(true) * 1000);
        add_filter('parterre_clock_offset_ms', fn(): int => $this->offset);
        $this->goTo(0);
        $this->service(Settings::class)->set([
            ...['mails_per_minute' => 1000, 'stream_base' => 'https://stream.example', 'stream_secret' => 'hush'],
        ]);
    }

    protected function tearDown(): void {
        RealMoney::end();
        parent::tearDown();
    }

    // ── The evening: live from −30, the picture fails from −20 to −15, the end at −5 ──

    private function goTo(float $minute): void {
        $this->offset = (int) ($minute * self::MINUTE);
        $this->fresh();
    }

    private function moment(float $minute): int {
        return (int) ($this->begin + $minute * self::MINUTE);
    }

    private function ends(string $show, bool $replay = true): void {
        $this->service(Shows::class)->update($show, [
            'ended_at' => $this->moment(-5),
            'replay_at' => $replay ? $this->moment(-4) : null,
        ]);
    }

    /** @return array{order: string, token: string, tickets: list<string>} */
    private function buy(string $offer, int $totalMinor, string $email = 'bea@example.org', int $quantity = 1): array {
        $made = $this->call('POST', '/orders', $this->orderRequest($offer, $totalMinor, $email, $quantity))['json'];
        $order = $made['order']['id'];
        $this->bank->paid[$order] = true;
        self::assertSame('paid', $this->service(Settle::class)->settle($order)['state']);
        return [
            'order' => $order,
            'token' => $made['session']['token'],
            'tickets' => array_column($this->service(Tickets::class)->ofOrders([$order]), 'id'),
        ];
    }

    /** A device of a ticket was there, and was heard of in these minutes. @param list<float> $heard */
    private function sat(string $show, string $ticket, array $heard): void {
        $lease = uniqid('leas_');
        $db = $this->service(Db::class);
        $db->insert('leases', [
            ...[
                'id' => $lease,
                'show_id' => $show,
                'ticket_id' => $ticket,
                'session_id' => 'sess_x',
                'device' => $lease,
            ],
            ...['state' => 'held', 'mode' => 'live', 'created_at' => $this->moment($heard[0])],
            'renewed_at' => $this->moment($heard[count($heard) - 1]),
            'expires_at' => $this->moment($heard[count($heard) - 1] + 2.5),
        ]);
        foreach ($heard as $minute) {
            $db->insert('watch', [
                ...['lease_id' => $lease, 'show_id' => $show, 'at' => $this->moment($minute), 'mode' => 'live'],
                'watched_ms' => 60_000,
            ]);
        }
    }

    /** @return array{what: string, from: int, until: int, percent: ?int, amountMinor: ?int, validUntil: ?int, withLive: bool} */
    private function wish(string $what, array $also = []): array {
        return $also + [
            ...['what' => $what, 'from' => $this->moment(-20), 'until' => $this->moment(-15)],
            'percent' => $what === 'replay' ? null : 2500,
            'amountMinor' => null,
            'validUntil' => $what === 'refund' ? null : $this->moment(60 * 24 * 30),
            'withLive' => false,
        ];
    }

    private function row(string $show): array {
        return $this->service(Shows::class)->find($show);
    }

    private function begin(string $show, array $wish): string {
        return $this->service(Amends::class)->begin($this->row($show), $wish, 'Le câble a lâché.', 1);
    }

    /** @return array<string, mixed> how far an act has got */
    private function work(string $act): array {
        $this->service(BulkActs::class)->work($act, 5);
        return $this->service(Acts::class)->progress($act);
    }

    private function refused(string $show, array $wish): string {
        try {
            $this->begin($show, $wish);
        } catch (AmendsRefused $refused) {
            return $refused->why;
        }
        return '';
    }

    private function booksAreWhole(): void {
        self::assertSame([null, null], array_column($this->service(Ledger::class)->verify(), 'broken'));
    }

    /** @return list<string> */
    private function mailed(string $word): array {
        $this->goTo($this->offset / self::MINUTE + 1);
        $this->service(Runner::class)->run(10);
        return array_values(
            array_map(
                static fn(array $mail): string => $mail['to'] . ' ' . wp_strip_all_tags($mail['message']),
                array_filter(
                    $this->mails,
                    static fn(array $mail): bool => str_contains($mail['subject'] . $mail['message'], $word),
                ),
            ),
        );
    }

    // ── Who was inside ──

    public function testWhoWasInsideIsKnownFromEntriesAndHeartbeats(): void {
        $this->goTo(-29);
        ['show' => $show, 'offer' => $offer] = $this->show(fields: ['live_at' => $this->moment(-30)]);
        $fans = [];
        foreach (['stays', 'left', 'late', 'gone', 'again'] as $who) {
            $fans[$who] = $this->buy($offer, 1200, "$who@example.org");
        }
        $lease = [];
        $enter = function (string $who) use (&$lease, $fans, $show): void {
            $wish = ['show' => $show, 'device' => "device_$who"];
            $lease[$who] = $this->call('POST', '/enter', $wish, $fans[$who]['token'])['json']['lease']['id'];
        };
        $beat = function (string $who) use (&$lease, $fans): void {
            $this->call(
                'POST',
                '/heartbeat',
                [
                    ...['lease' => $lease[$who], 'playing' => true, 'camera' => 'stage', 'mediaAt' => null],
                    ...['watchedMs' => 0, 'quality' => null],
                ],
                $fans[$who]['token'],
            );
        };
        array_map($enter, ['stays', 'left', 'again']);
        $this->goTo(-26);
        array_map($beat, ['left', 'again']);
        for ($minute = -25; $minute <= -10; $minute++) {
            $this->goTo($minute);
            $beat('stays');
            if ($minute === -13) {
                $enter('gone');
            }
            if ($minute === -17) {
                $enter('late');
            }
        }
        // The page was asleep meanwhile: the same place, and nothing heard of it while the picture failed.
        $this->goTo(-9);
        $beat('again');
        $this->goTo(0);
        $inside = $this->service(Records::class)->inside($show, $this->moment(-20), $this->moment(-16), true);
        self::assertEqualsCanonicalizing(
            [$fans['stays']['tickets'][0], $fans['late']['tickets'][0]],
            array_column($inside, 'id'),
        );
        self::assertSame(
            [],
            $this->service(Records::class)->inside('show_x', $this->moment(-20), $this->moment(-16), true),
        );
    }

    // ── Money ──

    public function testWhoeverWasInsideGetsTheirPartBackOnceHoweverOftenItIsPressed(): void {
        ['show' => $show, 'offer' => $offer] = $this->show(capacity: 20);
        $free = $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $show, 'name' => 'Libre', 'price_minor' => 0, 'currency' => 'EUR'],
            [['kind' => 'live']],
        );
        $other = $this->show();
        $two = $this->buy($offer, 2400, 'two@example.org', 2);
        $one = $this->buy($offer, 1200, 'one@example.org');
        $away = $this->buy($offer, 1200, 'away@example.org');
        $guest = $this->buy($free, 0, 'free@example.org');
        $elsewhere = $this->buy($other['offer'], 1200, 'elsewhere@example.org');
        foreach ([...$two['tickets'], ...$one['tickets'], ...$guest['tickets']] as $ticket) {
            $this->sat($show, $ticket, [-25, -19, -18, -10]);
        }
        $this->sat($show, $away['tickets'][0], [-14, -10, -8]);
        $this->sat($other['show'], $elsewhere['tickets'][0], [-25, -19, -10]);
        self::assertSame('not_over', $this->refused($show, $this->wish('refund')));
        $this->ends($show);
        $preview = $this->service(Amends::class)->preview($this->row($show), $this->wish('refund'));
        self::assertSame(
            [4, 3, 2, 1, ['EUR' => 900]],
            [
                ...[$preview['tickets'], $preview['people'], $preview['orders'], $preview['free']],
                $preview['currencies'],
            ],
        );
        self::assertSame([], $this->bank->refunds, 'a look does nothing');

        $this->service(Runner::class)->runPending();
        $this->mails = [];
        $act = $this->begin($show, $this->wish('refund'));
        self::assertSame($act, $this->begin($show, $this->wish('refund')), 'pressed twice');
        self::assertSame('overlap', $this->refused($show, $this->wish('refund', ['percent' => 5000])));
        self::assertSame('overlap', $this->refused($show, $this->wish('refund', ['until' => $this->moment(-18)])));
        $this->work($act);
        $progress = $this->work($act);
        self::assertSame(
            [3, 2, 1, 900, 0],
            [
                ...[$progress['orders'], $progress['refunds'], $progress['nothing'], $progress['refundedMinor']],
                $progress['failed'],
            ],
        );
        self::assertSame('done', $this->service(Acts::class)->find($act)['state']);
        $orders = $this->service(Orders::class);
        foreach ([[$two, 600], [$one, 300], [$away, 0], [$guest, 0], [$elsewhere, 0]] as [$bought, $back]) {
            $row = $orders->find($bought['order']);
            self::assertSame(['paid', $back], [$row['state'], $row['refunded_minor']]);
            self::assertCount($back === 0 ? 0 : 1, $this->bank->refunds[$bought['order']] ?? []);
            self::assertSame(
                ['valid'],
                array_unique(array_column($this->service(Tickets::class)->ofOrders([$bought['order']]), 'state')),
            );
        }
        self::assertSame(
            ['1'],
            array_column(
                $this->service(Db::class)->all("SELECT DISTINCT priority FROM {jobs} WHERE type = 'mail.refund'"),
                'priority',
            ),
            'nobody waits for these mails: they keep to what the host takes',
        );
        $mails = $this->mailed('interrompue');
        self::assertCount(3, $mails);
        $text = implode("\n", $mails);
        self::assertStringContainsString('two@example.org', $text);
        self::assertStringContainsString('6,00', $text);
        self::assertStringContainsString('Le câble a lâché.', $text);
        self::assertMatchesRegularExpression('/free@example\.org .*gratuit/s', $text);
        $zone = new DateTimeZone('Europe/Paris');
        $hour = static fn(int $ms): string => (new DateTimeImmutable('@' . intdiv($ms, 1000)))
            ->setTimezone($zone)
            ->format('H:i');
        self::assertStringContainsString("de {$hour($this->moment(-20))} à {$hour($this->moment(-15))}", $text);
        $this->booksAreWhole();
    }

    public function testAWorkerThatDiesInTheMiddleLeavesNoMoneyAndNoCodeToBeGivenTwice(): void {
        ['show' => $show, 'offer' => $offer] = $this->show();
        $bea = $this->buy($offer, 1200);
        $lea = $this->buy($offer, 1200, 'lea@example.org');
        $this->sat($show, $bea['tickets'][0], [-25, -19, -10]);
        $this->sat($show, $lea['tickets'][0], [-25, -19, -10]);
        $this->ends($show);
        $money = $this->begin($show, $this->wish('refund'));
        $codes = $this->begin($show, $this->wish('code'));
        // It took an order, asked the bank, and died before it could say so; of the codes it died before it gave the first.
        $item = $this->service(Acts::class)->claim($money, 120_000)['order_id'];
        $order = $this->service(Orders::class)->find($item);
        $refund = $this->service(Refunds::class)->request($item, null, 300, '', 'amends', 1, "amends:$money");
        $this->bank->refund($order, $refund);
        $this->service(Acts::class)->claim($codes, 120_000);
        $this->work($money);
        $this->work($codes);
        self::assertSame('running', $this->service(Acts::class)->find($money)['state'], 'while the lease lasts');
        $this->goTo(3);
        $this->work($money);
        $progress = $this->work($codes);
        foreach ([$bea, $lea] as $fan) {
            self::assertCount(1, $this->bank->refunds[$fan['order']], 'refunds at the bank');
            self::assertSame(300, $this->service(Orders::class)->find($fan['order'])['refunded_minor']);
        }
        self::assertSame([2, 2], [$progress['codes'], count($this->service(Codes::class)->all($codes))]);
        // Whoever was slow, and thinks that it still has the item.
        $ticket = $this->service(Db::class)->one('SELECT * FROM {bulk_items} WHERE act_id = ? LIMIT 1', [$codes]);
        $this->service(Amends::class)->carryOut($this->service(Acts::class)->find($codes), $ticket);
        self::assertCount(2, $this->service(Codes::class)->all($codes));
        self::assertCount(2, $this->mailed('voici un code'));
        $this->booksAreWhole();
    }

    public function testNobodyGetsMoreBackThanIsLeftAndABankThatIsAwayIsAskedAgain(): void {
        ['show' => $show, 'offer' => $offer] = $this->show();
        $all = $this->buy($offer, 1200);
        $piece = $this->buy($offer, 2400, 'piece@example.org', 2);
        $most = $this->buy($offer, 1200, 'most@example.org');
        foreach ([...$all['tickets'], ...$piece['tickets'], ...$most['tickets']] as $ticket) {
            $this->sat($show, $ticket, [-25, -19, -10]);
        }
        $this->ends($show);
        $act = $this->begin($show, $this->wish('refund'));
        $refunds = $this->service(Refunds::class);
        $line = $this->service(Orders::class)->find($piece['order'])['lines'][0]['id'];
        // All this goes back between the press and the work.
        $refunds->send($refunds->request($all['order'], null, null, '', 'admin', 1, 'all')['id']);
        $refunds->send(
            $refunds->request($piece['order'], [['line' => $line, 'quantity' => 1]], null, '', 'admin', 1, 'one')['id'],
        );
        $refunds->send($refunds->request($most['order'], null, 1100, '', 'admin', 1, 'most')['id']);
        $this->bank->away = true;
        $this->work($act);
        $this->bank->away = false;
        $this->goTo(2);
        $this->work($act);
        $back = array_map(fn(array $fan): int => $this->service(Orders::class)->find($fan['order'])['refunded_minor'], [
            $all,
            $piece,
            $most,
        ]);
        self::assertSame([1200, 1500, 1200], $back);
        self::assertSame(['EUR' => 400], $this->service(Records::class)->given($act));
        self::assertSame('done', $this->service(Acts::class)->find($act)['state']);
        $this->booksAreWhole();
    }

    public function testOfAPassOnlyTheShareOfTheStreamThatFailedGoesBack(): void {
        $first = $this->show();
        $second = $this->show();
        $pass = $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $first['show'], 'name' => 'Pass', 'price_minor' => 2000, 'currency' => 'EUR'],
            [
                ['kind' => 'live', 'show_id' => $first['show'], 'share_minor' => 800],
                ['kind' => 'replay', 'show_id' => $first['show'], 'share_minor' => 400],
                ['kind' => 'live', 'show_id' => $second['show'], 'share_minor' => 800],
            ],
        );
        $fan = $this->buy($pass, 2000);
        foreach ($this->service(Tickets::class)->ofOrders([$fan['order']]) as $ticket) {
            // A device on the live ticket and one on the replay are one piece.
            $this->sat($ticket['show_id'], $ticket['id'], [-25, -19, -10]);
        }
        // Something else in the same order is none of it.
        $this->service(Db::class)->insert('order_lines', [
            ...['id' => 'line_goods', 'order_id' => $fan['order'], 'position' => 9, 'type' => 'variant', 'ref' => 'x'],
            ...['name' => 'T-shirt', 'quantity' => 1, 'unit_minor' => 2000, 'total_minor' => 2000, 'parts' => '[]'],
        ]);
        $this->ends($first['show']);
        $this->work($this->begin($first['show'], $this->wish('refund')));
        $order = $this->service(Orders::class)->find($fan['order']);
        self::assertSame([300, 0], array_column($order['lines'], 'refunded_minor'));
        self::assertSame(300, $order['refunded_minor']);
    }

    // ── Codes ──

    public function testWhoHoldsATicketGetsTheCodeAndWhoPaidForItTheMoney(): void {
        ['show' => $show, 'offer' => $offer] = $this->show();
        $next = $this->show(priceMinor: 2000);
        $otto = $this->buy($next['offer'], 2000, 'otto@example.org');
        $bea = $this->buy($offer, 2400, 'bea@example.org', 2);
        $hash = $this->service(Secrets::class)->hashEmail('otto@example.org');
        foreach ($bea['tickets'] as $ticket) {
            $this->service(Tickets::class)->giveTo($ticket, $hash);
            $this->sat($show, $ticket, [-25, -19, -10]);
        }
        $this->ends($show);
        $this->service(Runner::class)->runPending();
        $this->mails = [];
        $act = $this->begin($show, $this->wish('code', ['percent' => 5000]));
        self::assertSame($act, $this->begin($show, $this->wish('code', ['percent' => 5000])));
        $this->work($this->begin($show, $this->wish('refund')));
        self::assertSame([1, 1], [$this->work($act)['orders'], $this->work($act)['codes']]);
        $codes = $this->service(Codes::class)->all($act);
        self::assertCount(1, $codes);
        self::assertSame(
            ['percent', 5000, 1, 2],
            [$codes[0]['type'], $codes[0]['value'], $codes[0]['max_uses'], $codes[0]['pieces']],
        );
        $mails = $this->mailed($codes[0]['code']);
        self::assertCount(1, $mails);
        self::assertStringStartsWith('otto@example.org', $mails[0]);
        self::assertMatchesRegularExpression('/50.%/u', $mails[0]);
        self::assertCount(1, $this->bank->refunds[$bea['order']], 'who paid');
        self::assertArrayNotHasKey($otto['order'], $this->bank->refunds);

        $with = fn(string $email): array => $this->call(
            'POST',
            '/orders',
            ['codes' => [$codes[0]['code']]] + $this->orderRequest($next['offer'], 1000, $email),
        );
        self::assertSame(200, $with('otto@example.org')['status'], 'on another evening');
        self::assertSame('promo_used_up', $with('leak@example.org')['json']['error']['code'], 'once');

        $this->service(PersonalData::class)->erase('otto@example.org');
        self::assertSame(
            '0',
            $this->service(Db::class)->value('SELECT COUNT(*) FROM {amend_tickets} WHERE act_id = ?', [$act]),
        );
    }

    // ── The replay ──

    public function testALongerReplayIsForEveryTicketThatHoldsTheStreamAndEndsWithItsPiece(): void {
        ['show' => $show, 'offer' => $offer] = $this->show(capacity: 20);
        $other = $this->show();
        $part = fn(string $name, ?int $until): string => $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $show, 'name' => $name, 'price_minor' => 1500, 'currency' => 'EUR'],
            [['kind' => 'live'], ['kind' => 'replay', 'valid_until' => $until]],
        );
        $day = 60 * 24;
        $short = $this->buy($part('Court', $this->moment(2 * $day)), 1500, 'short@example.org');
        $long = $this->buy($part('Long', $this->moment(90 * $day)), 1500, 'long@example.org');
        $live = $this->buy($offer, 1200, 'live@example.org');
        $elsewhere = $this->buy($other['offer'], 1200, 'elsewhere@example.org');
        self::assertSame('not_over', $this->refused($show, $this->wish('replay')));
        $this->ends($show, replay: false);
        self::assertSame('no_replay', $this->refused($show, $this->wish('replay')));
        $this->ends($show);
        $this->ends($other['show']);
        $this->service(Runner::class)->runPending();
        $this->mails = [];
        $wish = $this->wish('replay', ['withLive' => true]);
        $preview = $this->service(Amends::class)->preview($this->row($show), $wish);
        self::assertSame([2, 1, 3], [$preview['windows'], $preview['given'], $preview['people']]);
        $act = $this->begin($show, $wish);
        self::assertSame($act, $this->begin($show, $wish));
        $this->work($act);
        self::assertSame([3, 3], [$this->work($act)['orders'], $this->work($act)['replays']]);

        $until = $wish['validUntil'];
        self::assertSame($until, $this->row($show)['replay_until']);
        $replays = fn(array $fan): array => array_column(
            array_filter(
                $this->service(Tickets::class)->ofOrders([$fan['order']]),
                static fn(array $ticket): bool => $ticket['kind'] === 'replay' && $ticket['state'] === 'valid',
            ),
            'valid_until',
        );
        self::assertSame([$until], $replays($short));
        self::assertSame([$this->moment(90 * $day)], $replays($long), 'nobody gets less');
        self::assertSame([$until], $replays($live));
        self::assertSame([], $replays($elsewhere));
        self::assertSame($this->begin + 7 * 86_400_000, $this->about($this->row($other['show'])['replay_until']));
        self::assertCount(3, $this->mailed('le replay reste plus longtemps'));

        // A longer one still is another act; the same day again, or an earlier one, is none.
        self::assertSame('endless', $this->refused($show, ['validUntil' => $until - 1] + $wish));
        $second = $this->begin($show, ['validUntil' => $until + 1] + $wish);
        $this->work($second);
        self::assertSame([$until + 1], $replays($live), 'and nobody gets a second replay');

        $this->goTo(20 * $day);
        $enter = fn(array $fan): array => $this->call(
            'POST',
            '/enter',
            ['show' => $show, 'device' => "device_{$fan['order']}"],
            $fan['token'],
        );
        foreach ([$short, $live] as $fan) {
            self::assertSame('replay', $enter($fan)['json']['grant']['mode']);
        }
        $refunds = $this->service(Refunds::class);
        $refunds->send($refunds->request($live['order'], null, null, '', 'admin', 1, 'all')['id']);
        self::assertSame([], $replays($live), 'what takes the ticket back takes the replay too');
        self::assertSame('ticket_void', $enter($live)['json']['error']['code']);
        $this->goTo(31 * $day);
        self::assertSame('show_over', $enter($short)['json']['error']['code']);
    }

    /** To the minute: what was made a moment ago has its own. */
    private function about(int $ms): int {
        return abs($ms - $this->begin - 7 * 86_400_000) < self::MINUTE ? $this->begin + 7 * 86_400_000 : $ms;
    }

    // ── Who may ──

    public function testTheBoxOfficeSeesFirstAndNobodyElseMakesGood(): void {
        ['show' => $show, 'offer' => $offer] = $this->show();
        $fan = $this->buy($offer, 1200);
        $this->sat($show, $fan['tickets'][0], [-25, -19, -10]);
        $this->ends($show);
        $text = static fn(int $ms): string => gmdate('Y-m-d\TH:i:s', intdiv($ms, 1000)) . '.000Z';
        $period = ['from' => $text($this->moment(-20)), 'until' => $text($this->moment(-15))];

        $this->become('parterre_stage');
        $said = $this->desk('POST', "/desk/$show/failures", $period)->get_data();
        self::assertSame([true, false], [$said['mayMark'], $said['mayAmend']]);
        self::assertSame(['hand', $period['from']], [$said['failures'][0]['source'], $said['failures'][0]['from']]);
        $better = ['from' => $text($this->moment(-21)), 'instead' => $said['failures'][0]['id']] + $period;
        $said = $this->desk('POST', "/desk/$show/failures", $better)->get_data();
        self::assertSame([$better['from']], array_column($said['failures'], 'from'));
        $outside = ['until' => $text($this->moment(5))] + $period;
        self::assertSame(422, $this->desk('POST', "/desk/$show/failures", $outside)->get_status());
        self::assertSame(422, $this->desk('POST', "/desk/$show/failures", [])->get_status());
        $id = $said['failures'][0]['id'];
        self::assertSame([], $this->desk('DELETE', "/desk/$show/failures/$id")->get_data()['failures']);
        self::assertSame(404, $this->desk('DELETE', "/desk/$show/failures/$id")->get_status());
        self::assertSame(
            ['failedNot', 'failed', 'failed'],
            array_column($this->desk('GET', "/desk/$show")->get_data()['log'], 'act'),
        );

        $wish = ['what' => 'refund', 'percent' => 2500] + $period;
        foreach (['parterre_stage', 'parterre_front_desk', 'parterre_accountant', 'parterre_promoter'] as $role) {
            $this->become($role);
            self::assertSame(403, $this->desk('GET', "/shows/$show/amends", $wish)->get_status(), $role);
            self::assertSame(403, $this->desk('POST', "/shows/$show/amends", $wish)->get_status(), $role);
        }
        $this->become('parterre_promoter');
        self::assertSame(404, $this->desk('GET', "/desk/$show/failures")->get_status(), 'another promoter’s show');
        wp_get_current_user()->add_cap(Parterre\Admin\Roles::REFUND);
        self::assertSame(404, $this->desk('POST', "/shows/$show/amends", $wish)->get_status());

        $this->become('parterre_box_office');
        self::assertSame(403, $this->desk('POST', "/desk/$show/failures", $period)->get_status(), 'it was not there');
        self::assertTrue($this->desk('GET', "/desk/$show/failures")->get_data()['mayAmend']);
        foreach (
            [
                'percent' => ['percent' => 0],
                'what' => ['what' => 'flowers'],
                'from' => ['from' => $text($this->moment(-90))],
                'until' => ['until' => 'soon'],
                'validUntil' => ['what' => 'replay', 'validUntil' => '2020-01-01T00:00:00Z'],
                'amountMinor' => ['what' => 'code', 'amountMinor' => 1_000_000, 'validUntil' => '2099-01-01T00:00:00Z'],
            ]
            as $field => $wrong
        ) {
            $answer = $this->desk('POST', "/shows/$show/amends", $wrong + $wish);
            self::assertSame(422, $answer->get_status(), $field);
            self::assertArrayHasKey($field, $answer->get_data()['data']['problems']);
        }
        self::assertSame(
            422,
            $this->desk('POST', "/shows/$show/amends", ['percent' => 10_000] + $wish)->get_status(),
            'everything is a refund',
        );
        $nobody = ['from' => $text($this->moment(-9)), 'until' => $text($this->moment(-7))] + $wish;
        $this->service(Db::class)->change('UPDATE {leases} SET renewed_at = ?', [$this->moment(-14)]);
        self::assertSame(409, $this->desk('POST', "/shows/$show/amends", $nobody)->get_status());
        $seen = $this->desk('GET', "/shows/$show/amends", $wish)->get_data();
        self::assertSame([1, ['EUR' => 300]], [$seen['orders'], (array) $seen['currencies']]);
        $act = $this->desk('POST', "/shows/$show/amends", ['message' => 'Pardon'] + $wish)->get_data();
        self::assertSame(['amends', 'refund', 2500], [$act['kind'], $act['amends']['what'], $act['amends']['percent']]);
        $act = $this->desk('POST', "/bulk/{$act['id']}/work")->get_data();
        self::assertSame(['done', ['EUR' => 300]], [$act['state'], (array) $act['amends']['given']]);
        $items = $this->desk('GET', "/bulk/{$act['id']}/items")->get_data();
        self::assertSame([$fan['order'], 'refund'], [$items['items'][0]['order'], $items['items'][0]['choice']]);
        self::assertStringNotContainsString('bea@', (string) wp_json_encode($items));
        self::assertSame(
            409,
            $this->desk('POST', "/bulk/{$act['id']}/choose", [
                'order' => $fan['order'],
                'choice' => 'keep',
            ])->get_status(),
            'nobody is asked anything',
        );
        $audit = $this->service(Parterre\Store\Events::class)->audited('show.amends', $show, 10, 0);
        self::assertSame([$act['id']], array_column(array_column($audit['items'], 'detail'), 'act'));
        $this->service(Shows::class)->update($show, ['status' => 'cancelled']);
        self::assertSame(409, $this->desk('GET', "/shows/$show/amends", $wish)->get_status());
    }
}
