<?php
declare(strict_types=1);

use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Payments\Checkout;
use Parterre\Payments\Refunds;
use Parterre\Payments\Settle;
use Parterre\Payments\TestGateway;
use Parterre\Realtime\Announcer;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Ledger;
use Parterre\Store\Orders;
use Parterre\Store\Payments;
use Parterre\Store\Refunds as Records;
use Parterre\Store\TestPayments;
use Parterre\Store\Tickets;

require_once __DIR__ . '/IntegrationCase.php';

/** What moves with money: tickets, stock, goods and the ledger; both ways, once, and after a crash. */
final class MoneyTest extends IntegrationCase {
    public function testHalfAnOrderGoesBackWithExactlyItsTicketsSeatsAndCents(): void {
        $show = $this->show(5, 1000);
        // A discount that does not divide by three: 30.00 less 0.01.
        $order = $this->paid($show['offer'], 3000, 3);
        $db = $this->service(Db::class);
        $db->change('UPDATE {order_lines} SET discount_minor = 1, total_minor = 2999 WHERE order_id = ?', [
            $order['id'],
        ]);
        $line = $order['lines'][0]['id'];
        $amounts = [];
        foreach ([1, 2] as $round) {
            $refund = $this->refund($order['id'], [['line' => $line, 'quantity' => 1]], null, "round-$round");
            self::assertSame('succeeded', $refund['state']);
            $amounts[] = $refund['amount_minor'];
            $now = $this->service(Orders::class)->find($order['id']);
            self::assertSame('paid', $now['state']);
            self::assertSame($round, $now['lines'][0]['refunded_quantity']);
            self::assertSame(array_sum($amounts), $now['refunded_minor']);
            self::assertSame(['held' => '0', 'sold' => (string) (3 - $round)], $this->pool($show['pool']));
            self::assertSame(
                array_slice(['valid', 'valid', 'valid'], 0, 3 - $round),
                array_column($this->ticketsByUnit($order['id'], 'valid'), 'state'),
            );
            // The last units went, the first ones stay.
            self::assertSame(range(0, 2 - $round), array_column($this->ticketsByUnit($order['id'], 'valid'), 'unit'));
            $this->balances($order['id'], 1);
        }
        self::assertSame([999, 1000], $amounts);
        $this->refund($order['id'], null, null, 'rest');
        $now = $this->service(Orders::class)->find($order['id']);
        self::assertSame(['refunded', 2999], [$now['state'], $now['refunded_minor']]);
        self::assertSame(['held' => '0', 'sold' => '0'], $this->pool($show['pool']));
        self::assertSame([], $this->ticketsByUnit($order['id'], 'valid'));
        $this->balances($order['id'], 1);
    }

    public function testTheUnitsOfARefundCanBeTold(): void {
        $show = $this->show(5, 1000);
        $order = $this->paid($show['offer'], 3000, 3);
        $this->refund($order['id'], [['line' => $order['lines'][0]['id'], 'quantity' => 1, 'units' => [0]]], null, 'a');
        self::assertSame([1, 2], array_column($this->ticketsByUnit($order['id'], 'valid'), 'unit'));
        $this->refused(
            'quantity_limit',
            fn() => $this->refund(
                $order['id'],
                [['line' => $order['lines'][0]['id'], 'quantity' => 1, 'units' => [0]]],
                null,
                'b',
            ),
        );
        $this->refund($order['id'], [['line' => $order['lines'][0]['id'], 'quantity' => 1]], null, 'c');
        self::assertSame([1], array_column($this->ticketsByUnit($order['id'], 'valid'), 'unit'));
    }

    public function testMoneyAloneLeavesTheTicketsAndIsKnownToLaterRefunds(): void {
        $show = $this->show(5, 1000);
        $order = $this->paid($show['offer'], 2000, 2);
        $this->refund($order['id'], null, 500, 'goodwill');
        self::assertCount(2, $this->ticketsByUnit($order['id'], 'valid'));
        $this->balances($order['id']);
        $this->refused('quantity_limit', fn() => $this->refund($order['id'], null, 1501, 'too much'));
        $refund = $this->refund($order['id'], [['line' => $order['lines'][0]['id'], 'quantity' => 1]], null, 'one');
        self::assertSame(750, $refund['amount_minor']);
        $this->refund($order['id'], null, 750, 'all that is left is everything');
        self::assertSame('refunded', $this->service(Orders::class)->find($order['id'])['state']);
        $this->balances($order['id']);
    }

    public function testTheSameWishTwiceIsOneRefundAndNothingGoesBackTwice(): void {
        $show = $this->show(5, 1000);
        $order = $this->paid($show['offer'], 2000, 2);
        $wish = [['line' => $order['lines'][0]['id'], 'quantity' => 1]];
        self::assertSame(
            $this->refund($order['id'], $wish, null, 'k')['id'],
            $this->refund($order['id'], $wish, null, 'k')['id'],
        );
        self::assertSame(1000, $this->service(Orders::class)->find($order['id'])['refunded_minor']);
        // Two wishes for the last piece at once: the second sees what the first has asked for, though nothing was sent.
        $this->service(Refunds::class)->request($order['id'], $wish, null, '', 'admin', 1, 'first');
        $this->refused(
            'quantity_limit',
            fn() => $this->service(Refunds::class)->request($order['id'], $wish, null, '', 'admin', 1, 'second'),
        );
    }

    public function testARefundWhoseRequestDiedIsSentLaterAndOnce(): void {
        $show = $this->show(5, 1000);
        $order = $this->paid($show['offer'], 1000, 1);
        $refund = $this->service(Refunds::class)->request($order['id'], null, null, '', 'admin', 1, 'k');
        // The provider was asked, and then the process died.
        $this->service(Records::class)->trying($refund['id']);
        $this->service(TestGateway::class)->refund($order, $refund);
        self::assertSame('paid', $this->service(Orders::class)->find($order['id'])['state']);
        $this->service(Db::class)->change('UPDATE {refunds} SET created_at = created_at - 120000');
        $this->service(Settle::class)->reconcile();
        $this->service(Settle::class)->reconcile();
        self::assertSame('refunded', $this->service(Orders::class)->find($order['id'])['state']);
        self::assertCount(1, $this->service(TestPayments::class)->find($order['id'])['refunds']);
        self::assertSame(
            ['charge', 'refund'],
            array_column($this->service(Ledger::class)->ofOrder($order['id']), 'kind'),
        );
        $this->balances($order['id']);
    }

    public function testARefundMadeInTheProvidersDashboardIsFoundAndApplied(): void {
        $show = $this->show(5, 1000);
        $order = $this->paid($show['offer'], 2000, 2);
        $this->service(TestPayments::class)->refund($order, null, 700);
        foreach ([1, 2] as $time) {
            $now = $this->service(Settle::class)->settle($order['id']);
            self::assertSame(['paid', 700], [$now['state'], $now['refunded_minor']], "time $time");
        }
        self::assertCount(2, $this->ticketsByUnit($order['id'], 'valid'));
        $this->balances($order['id']);
        $this->service(TestGateway::class)->say($order, 'refunded');
        self::assertSame('refunded', $this->service(Settle::class)->settle($order['id'])['state']);
        self::assertSame([], $this->ticketsByUnit($order['id'], 'valid'));
        $this->balances($order['id']);
    }

    public function testARefundTheBankSendsBackIsOwedAndCanBeTriedAgain(): void {
        $show = $this->show(5, 1000);
        $order = $this->paid($show['offer'], 1000, 1);
        $refund = $this->refund($order['id'], null, null, 'k');
        $this->service(TestPayments::class)->endRefund($order['id'], $refund['provider_id'], 'failed');
        foreach ([1, 2] as $time) {
            $now = $this->service(Settle::class)->settle($order['id']);
            self::assertSame(['refunded', 0], [$now['state'], $now['refunded_minor']], "time $time");
        }
        self::assertSame([$refund['id']], array_column($this->service(Records::class)->owed(10), 'id'));
        $again = $this->service(Refunds::class)->retry($refund['id'], 1);
        self::assertSame('succeeded', $this->service(Refunds::class)->send($again['id'])['state']);
        self::assertSame([], $this->service(Records::class)->owed(10));
        self::assertSame(1000, $this->service(Orders::class)->find($order['id'])['refunded_minor']);
        self::assertSame(
            ['charge', 'refund', 'refund_reversed', 'refund'],
            array_column($this->service(Ledger::class)->ofOrder($order['id']), 'kind'),
        );
        $this->balances($order['id']);
    }

    public function testADisputeLetsTicketsRestAndWinningItWakesThem(): void {
        $show = $this->show(5, 1000);
        $order = $this->paid($show['offer'], 2000, 2);
        $this->refund($order['id'], [['line' => $order['lines'][0]['id'], 'quantity' => 1]], null, 'one');
        $gateway = $this->service(TestGateway::class);
        $gateway->say($order, 'disputed');
        self::assertSame('disputed', $this->settleTwice($order['id'])['state']);
        self::assertSame([], $this->ticketsByUnit($order['id'], 'valid'));
        self::assertSame(['held' => '0', 'sold' => '1'], $this->pool($show['pool']), 'the seat waits');
        $this->refused('order_closed', fn() => $this->refund($order['id'], null, null, 'not now'));
        $gateway->say($order, 'won');
        self::assertSame('paid', $this->settleTwice($order['id'])['state']);
        // Only what rested for the dispute: the refunded piece stays gone.
        self::assertSame([0], array_column($this->ticketsByUnit($order['id'], 'valid'), 'unit'));
        $this->balances($order['id']);
    }

    public function testALostDisputeEndsTheOrderWhetherItsBeginningWasSeenOrNot(): void {
        $show = $this->show(5, 1000);
        $states = [];
        foreach ([true, false] as $seen) {
            $order = $this->paid($show['offer'], 1000, 1);
            $this->service(TestGateway::class)->say($order, 'disputed');
            if ($seen) {
                $this->settleTwice($order['id']);
            }
            $this->service(TestGateway::class)->say($order, 'lost');
            $now = $this->settleTwice($order['id']);
            self::assertSame(['refunded', 1000], [$now['state'], $now['refunded_minor']]);
            $this->balances($order['id']);
            $states[] = [
                array_column($this->service(Tickets::class)->ofOrders([$order['id']]), 'void_reason'),
                array_column($this->service(Ledger::class)->ofOrder($order['id']), 'kind'),
                array_column($this->service(Records::class)->ofOrder($order['id']), 'origin'),
            ];
        }
        self::assertSame($states[0], $states[1]);
        self::assertSame([['dispute'], ['charge', 'dispute'], ['dispute']], $states[0]);
        self::assertSame(['held' => '0', 'sold' => '0'], $this->pool($show['pool']));
    }

    public function testAnOlderAnswerOfTheProviderTakesNothingBack(): void {
        $show = $this->show(5, 1000);
        $order = $this->paid($show['offer'], 1000, 1);
        $gateway = $this->service(TestGateway::class);
        $gateway->say($order, 'disputed');
        $before = $gateway->fetch($order);
        $gateway->say($order, 'won');
        $this->service(Settle::class)->settle($order['id']);
        $apply = new ReflectionMethod(Settle::class, 'apply');
        $apply->setAccessible(true);
        $this->service(Db::class)->transaction(
            fn() => $apply->invoke($this->service(Settle::class), $order['id'], $before, 1, true),
        );
        self::assertSame('paid', $this->service(Orders::class)->find($order['id'])['state']);
        self::assertCount(1, $this->ticketsByUnit($order['id'], 'valid'));
        $this->balances($order['id']);
    }

    public function testAPromisedPaymentKeepsItsSeatsWhateverTheClockSays(): void {
        $show = $this->show(1);
        $order = $this->pending($show['offer'], 1200);
        $this->service(TestGateway::class)->say($order, 'processing');
        self::assertSame('processing', $this->settleTwice($order['id'])['state']);
        $this->later(86_400_000);
        $this->service(Settle::class)->reconcile();
        self::assertSame(['held' => '1', 'sold' => '0'], $this->pool($show['pool']));
        $this->refused('sold_out', fn() => $this->pending($show['offer'], 1200));
        $this->service(TestGateway::class)->approve($order);
        self::assertSame('paid', $this->settleTwice($order['id'])['state']);
        self::assertSame(['held' => '0', 'sold' => '1'], $this->pool($show['pool']));
        $this->balances($order['id']);
    }

    public function testAPromiseThatIsBrokenGivesTheSeatsBack(): void {
        $show = $this->show(1);
        $order = $this->pending($show['offer'], 1200);
        $this->service(TestGateway::class)->say($order, 'processing');
        $this->settleTwice($order['id']);
        $this->service(TestGateway::class)->say($order, 'failed');
        self::assertSame('failed', $this->settleTwice($order['id'])['state']);
        self::assertSame(['held' => '0', 'sold' => '0'], $this->pool($show['pool']));
        self::assertSame([], $this->service(Ledger::class)->ofOrder($order['id']));
    }

    public function testMoneyForACancelledShowGoesBackAtOnce(): void {
        $show = $this->show(1);
        $order = $this->pending($show['offer'], 1200);
        $this->service(Announcer::class)->phase($show['show'], ['status' => 'cancelled'], 'desk');
        $this->service(TestGateway::class)->approve($order);
        self::assertSame('refunded', $this->settleTwice($order['id'])['state']);
        self::assertSame(
            ['cancelled_show'],
            array_column($this->service(Records::class)->ofOrder($order['id']), 'origin'),
        );
        self::assertSame([], $this->service(Tickets::class)->ofOrders([$order['id']]));
        $this->balances($order['id']);
    }

    public function testAPaymentOfAnotherAmountCurrencyOrModeIsShownToTheOwnerAndAppliedNowhere(): void {
        $show = $this->show();
        foreach (
            ['amount' => ['amount_minor' => 12], 'currency' => ['currency' => 'USD'], 'mode' => ['livemode' => 1]]
            as $problem => $wrong
        ) {
            $order = $this->pending($show['offer'], 1200);
            $this->service(TestPayments::class)->move($order, 'paid', $wrong);
            self::assertSame('pending', $this->settleTwice($order['id'])['state'], $problem);
            self::assertSame($problem, $this->service(Payments::class)->find($order['id'])['problem']);
            self::assertSame([], $this->service(Ledger::class)->ofOrder($order['id']));
            self::assertSame(
                '1',
                $this->service(Db::class)->value(
                    "SELECT COUNT(*) FROM {audit} WHERE action = 'payment.mismatch' AND subject = ?",
                    [$order['id']],
                ),
                'said once',
            );
        }
        self::assertCount(3, $this->service(Payments::class)->problems(10));
    }

    public function testMailsSayWhatHappenedToMoneyThatCameTooLate(): void {
        $show = $this->show(1);
        foreach ([true, false] as $stillThere) {
            $order = $this->pending($show['offer'], 1200);
            $this->later(700_000);
            $this->service(Settle::class)->reconcile();
            if (!$stillThere) {
                $this->paid($show['offer'], 1200, 1);
            }
            $this->service(Runner::class)->runPending();
            $this->mails = [];
            $this->service(TestGateway::class)->approve($order);
            $this->service(Settle::class)->settle($order['id']);
            $this->service(Runner::class)->runPending();
            $texts = implode("\n", array_column($this->mails, 'message'));
            self::assertStringContainsString(
                $stillThere ? 'Il restait des places' : 'les places étaient parties',
                html_entity_decode($texts, ENT_QUOTES | ENT_HTML5),
            );
            if ($stillThere) {
                $this->refund($order['id'], null, null, 'free the seat');
            }
            $this->later(0);
        }
    }

    public function testGoodsOfRefundedPiecesAreNotHandedOver(): void {
        $show = $this->show(5, 1000);
        $catalogue = $this->service(Catalogue::class);
        $offer = $catalogue->saveOffer(
            ['show_id' => $show['show'], 'name' => 'Bundle', 'price_minor' => 3000, 'currency' => 'EUR'],
            [
                ['kind' => 'live', 'pool_id' => $show['pool']],
                ['kind' => 'merch', 'title' => 'Shirt', 'pool_id' => null],
            ],
        );
        $order = $this->paid($offer, 6000, 2);
        $this->refund($order['id'], [['line' => $order['lines'][0]['id'], 'quantity' => 1]], null, 'one');
        $delivery = $this->service(Tickets::class)->deliveries([$order['id']])[0];
        self::assertSame([['name' => 'Shirt', 'quantity' => 1]], $delivery['lines']);
        $this->refund($order['id'], null, null, 'rest');
        self::assertSame('cancelled', $this->service(Tickets::class)->deliveries([$order['id']])[0]['state']);
    }

    public function testTheLedgerNamesTheFirstRowThatWasChangedRemovedOrPutInBetween(): void {
        $show = $this->show(20, 1000);
        foreach (range(1, 4) as $_) {
            $this->paid($show['offer'], 1000, 1);
        }
        $ledger = $this->service(Ledger::class);
        $test = fn(): array => array_column($ledger->verify(), null, 'chain')['test'];
        self::assertSame([4, null], [$test()['rows'], $test()['broken']]);
        self::assertSame(
            0,
            array_column($ledger->verify(), null, 'chain')['live']['rows'],
            'orders that test are no money',
        );
        $db = $this->service(Db::class);
        foreach (
            [
                ['UPDATE {ledger} SET amount_minor = 1 WHERE number = 2', 2],
                ['DELETE FROM {ledger} WHERE number = 3', 3],
                ['DELETE FROM {ledger} WHERE number = 4', 4],
                ["UPDATE {ledger} SET order_id = 'ordr_other' WHERE number = 1", 1],
            ]
            as [$tampering, $row]
        ) {
            $db->change('START TRANSACTION');
            $db->change($tampering);
            self::assertSame($row, $test()['broken']['number'] ?? null, $tampering);
            $db->change('ROLLBACK');
        }
        self::assertNull($test()['broken']);
    }

    public function testTheLedgerTakesTheSameMovementOnce(): void {
        $show = $this->show(5, 1000);
        $order = $this->pending($show['offer'], 1000);
        $ledger = $this->service(Ledger::class);
        self::assertTrue($ledger->append($order, 'charge', 'ch_1', 1000, 'EUR', false));
        self::assertFalse($ledger->append($order, 'charge', 'ch_1', 1000, 'EUR', false));
        self::assertTrue($ledger->append($order, 'refund', 'ch_1', -1000, 'EUR', false));
        self::assertSame([1, 2], array_column($ledger->ofOrder($order['id']), 'number'));
    }

    // ── Helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /** @return array<string, mixed> */
    private function pending(string $offer, int $total, int $quantity = 1): array {
        return $this->service(Checkout::class)->create(
            $this->orderRequest($offer, $total, 'bea@example.org', $quantity),
            null,
            'test',
        )['order'];
    }

    /** @return array<string, mixed> */
    private function paid(string $offer, int $total, int $quantity): array {
        $order = $this->pending($offer, $total, $quantity);
        $this->service(TestGateway::class)->approve($order);
        return $this->service(Settle::class)->settle($order['id']) ?? [];
    }

    /** @return array<string, mixed> */
    private function refund(string $order, ?array $lines, ?int $amount, string $key): array {
        $refund = $this->service(Refunds::class)->request($order, $lines, $amount, '', 'admin', 1, $key);
        return $this->service(Refunds::class)->send($refund['id']);
    }

    /** @return array<string, mixed> */
    private function settleTwice(string $order): array {
        $first = $this->service(Settle::class)->settle($order);
        $ledger = $this->service(Ledger::class)->ofOrder($order);
        self::assertEquals($first, $this->service(Settle::class)->settle($order), 'a second time changes nothing');
        self::assertSame($ledger, $this->service(Ledger::class)->ofOrder($order));
        return $first ?? [];
    }

    /** Moves the clock to this far from the real one. */
    private function later(int $ms): void {
        $this->service(Runner::class)->runPending();
        remove_all_filters('parterre_clock_offset_ms');
        add_filter('parterre_clock_offset_ms', static fn(): int => $ms);
        $this->fresh();
    }

    private function refused(string $code, callable $act): void {
        try {
            $act();
            self::fail("It should be refused: $code.");
        } catch (Refusal $refusal) {
            self::assertSame($code, $refusal->errorCode);
        }
    }

    /** @return array<string, string|null>|null */
    private function pool(string $pool): ?array {
        return $this->service(Db::class)->one('SELECT held, sold FROM {pools} WHERE id = ?', [$pool]);
    }

    /** @return list<array<string, mixed>> */
    private function ticketsByUnit(string $order, string $state): array {
        $tickets = array_filter(
            $this->service(Tickets::class)->ofOrders([$order]),
            static fn(array $ticket): bool => $ticket['state'] === $state,
        );
        usort($tickets, static fn(array $a, array $b): int => $a['unit'] <=> $b['unit']);
        return $tickets;
    }

    /** Invariant 2 of docs/money.md: the ledger is what is in force; `$off` where a test has changed a price by hand. */
    private function balances(string $id, int $off = 0): void {
        $order = $this->service(Orders::class)->find($id);
        $inForce = in_array($order['state'], ['paid'], true)
            ? array_sum(
                array_map(
                    static fn(array $line): int => $line['total_minor'] - $line['refunded_minor'],
                    $order['lines'],
                ),
            )
            : 0;
        $owed = array_sum(
            array_map(
                static fn(array $row): int => $row['state'] === 'failed' && $row['applied_at'] !== null
                    ? $row['amount_minor']
                    : 0,
                $this->service(Records::class)->ofOrder($id),
            ),
        );
        $moved = array_sum(array_column($this->service(Ledger::class)->ofOrder($id), 'amount_minor'));
        self::assertSame($inForce + $owed, $moved - $off);
        $held = $this->service(Db::class)->all(
            "SELECT p.id FROM {pools} p WHERE p.held <> (SELECT COALESCE(SUM(units), 0) FROM {holds} WHERE pool_id = p.id AND state IN ('active', 'committed')) OR p.sold <> (SELECT COALESCE(SUM(units), 0) FROM {holds} WHERE pool_id = p.id AND state = 'sold')",
        );
        self::assertSame([], $held, 'holds and pools agree');
    }
}
