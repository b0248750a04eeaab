<?php
declare(strict_types=1);

use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Payments\Checkout;
use Parterre\Payments\Refunds;
use Parterre\Payments\Settle;
use Parterre\Payments\Stripe\Keys;
use Parterre\Payments\Stripe\Sweep;
use Parterre\Payments\Stripe\Version;
use Parterre\Payments\Stripe\Webhook;
use Parterre\Store\Db;
use Parterre\Store\Ledger;
use Parterre\Store\Orders;
use Parterre\Store\Payments;
use Parterre\Store\Refunds as Records;
use Parterre\Store\Tickets;

require_once __DIR__ . '/StripeCase.php';

/** Payments with Stripe, played by our own double over HTTP. */
final class StripeTest extends StripeCase {
    protected function setUp(): void {
        parent::setUp();
        $double = (string) getenv('PARTERRE_STRIPE_DOUBLE');
        self::assertNotSame('', $double, 'The double of Stripe is started by tests/wordpress/phpunit.ts.');
        add_filter('parterre_stripe_api_base', static fn(): string => $double);
        $this->enter(Keys::TEST, 'test');
        delete_option(Sweep::OPTION);
        delete_option(Webhook::REFUSED_OPTION);
        $this->double('clear-faults');
    }

    public function testAnOrderIsPaidInAFormAndEverythingFollows(): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        self::assertSame(
            ['stripe', 'pk_test_parterreDouble', Version::train()],
            [$made['payment']['type'], $made['payment']['publishableKey'], $made['payment']['train']],
        );
        $again = $this->call('GET', "/orders/{$made['id']}", null, $made['token'])['json'];
        self::assertSame($made['payment'], $again['payment'], 'the same payment');
        $session = $this->session($made['id']);
        self::assertSame(
            [1200, 'eur', $made['id'], 'bea@example.org', 'elements'],
            [
                $session['amount_total'],
                $session['currency'],
                $session['client_reference_id'],
                $session['customer_email'],
                $session['ui_mode'],
            ],
        );
        self::assertSame('pending', $this->settle($made)['state'], 'nobody has paid');
        $this->double('pay', ['session' => $session['id'], 'country' => 'DE']);
        $paid = $this->settleLater($made);
        self::assertSame(['paid', null], [$paid['state'], $paid['payment']]);
        $known = $this->service(Payments::class)->find($made['id']);
        self::assertSame(['card', 'DE', null], [$known['method'], $known['card_country'], $known['step']]);
        self::assertGreaterThan(0, $known['fee_minor']);
        $ledger = $this->service(Ledger::class)->ofOrder($made['id']);
        self::assertSame(
            [['charge', 1200, 'test', $known['charge_id']]],
            array_map(
                static fn(array $row): array => [
                    $row['kind'],
                    $row['amount_minor'],
                    $row['chain'],
                    $row['provider_id'],
                ],
                $ledger,
            ),
        );
    }

    public function testWhoChoosesThePageOfStripeGetsItAndTheFormIsClosed(): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $form = $this->session($made['id']);
        $chosen = $this->call('POST', "/orders/{$made['id']}/payment", ['payment' => 'hosted'], $made['token']);
        self::assertSame('redirect', $chosen['json']['payment']['type']);
        self::assertSame('expired', $this->double('sessions', null, $form['id'])['status']);
        $page = $this->session($made['id']);
        self::assertSame([$chosen['json']['payment']['url'], 'open'], [$page['url'], $page['status']]);
        $same = $this->call('POST', "/orders/{$made['id']}/payment", ['payment' => 'hosted'], $made['token']);
        self::assertSame($chosen['json']['payment'], $same['json']['payment']);
        $this->double('pay', ['session' => $page['id']]);
        self::assertSame('paid', $this->settleLater($made)['state']);
        // Asking again for a way to pay does not open one.
        $closed = $this->call('POST', "/orders/{$made['id']}/payment", ['payment' => 'elements'], $made['token']);
        self::assertSame('order_closed', $closed['json']['error']['code']);
    }

    public function testAFanWhoHasPaidInOneTabCannotPayAgainInAnother(): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $this->double('pay', ['session' => $this->session($made['id'])['id']]);
        $other = $this->call('POST', "/orders/{$made['id']}/payment", ['payment' => 'hosted'], $made['token']);
        self::assertSame(['type' => 'none'], $other['json']['payment'], 'nothing to pay, only to look');
        self::assertSame('paid', $this->settleLater($made)['state']);
        self::assertCount(1, $this->sessionsOf($made['id']));
    }

    public function testALostAnswerOfStripesNeverMakesASecondSession(): void {
        $show = $this->show();
        $this->double('fault', [
            'match' => '^POST /v1/checkout/sessions$',
            'with' => 'cut',
            'when' => 'after',
            'times' => 1,
        ]);
        $made = $this->order($show['offer'], 1200);
        self::assertSame('stripe', $made['payment']['type']);
        self::assertCount(1, $this->sessionsOf($made['id']));
        // It died after Stripe had made it: whoever comes next learns of that very one.
        $this->service(Db::class)->change("UPDATE {payments} SET step = NULL, session_id = '' WHERE order_id = ?", [
            $made['id'],
        ]);
        $again = $this->call('GET', "/orders/{$made['id']}", null, $made['token'])['json'];
        self::assertSame($made['payment'], $again['payment']);
        self::assertCount(1, $this->sessionsOf($made['id']));
    }

    public function testWhenStripeIsIllTheOrderStaysAndTheSameRequestPaysLater(): void {
        $show = $this->show();
        $request = $this->orderRequest($show['offer'], 1200);
        $this->double('fault', ['match' => '^POST /v1/checkout/sessions$', 'with' => 500, 'times' => 3]);
        $answer = $this->call('POST', '/orders', $request);
        self::assertSame([503, 'unavailable'], [$answer['status'], $answer['json']['error']['code']]);
        $answer = $this->call('POST', '/orders', $request);
        self::assertSame([200, 'stripe'], [$answer['status'], $answer['json']['order']['payment']['type']]);
        self::assertSame(['held' => '1', 'sold' => '0'], $this->pool($show['pool']));
    }

    public function testARequestIsMadeAgainUnderItsKeyAndOnlyWhenThatCanHelp(): void {
        $show = $this->show();
        foreach ([429, 409, 503] as $status) {
            $this->double('fault', ['match' => '^POST /v1/checkout/sessions$', 'with' => $status, 'retryAfter' => 1]);
            $made = $this->order($show['offer'], 1200);
            $keys = array_values(
                array_unique(
                    array_map(
                        static fn(array $request): string => (string) ($request['key'] ??
                            ($request['headers']['idempotency-key'] ?? '')),
                        $this->requests('/v1/checkout/sessions', 'ordr_' . substr($made['id'], 5)),
                    ),
                ),
            );
            self::assertSame(["order-{$made['id']}-1"], $keys, (string) $status);
        }
    }

    public function testWhenTheHoldEndsNobodyCanPayAtStripeAnyMore(): void {
        $show = $this->show(1);
        $made = $this->order($show['offer'], 1200);
        $session = $this->session($made['id'])['id'];
        $this->later(700_000);
        $this->service(Settle::class)->reconcile();
        $this->service(Runner::class)->runPending();
        self::assertSame('expired', $this->service(Orders::class)->find($made['id'])['state']);
        self::assertSame('expired', $this->double('sessions', null, $session)['status']);
    }

    public function testWhoCancelsCannotPayInAnotherTab(): void {
        $show = $this->show(1);
        $made = $this->order($show['offer'], 1200);
        $session = $this->session($made['id'])['id'];
        $this->call('POST', "/orders/{$made['id']}/cancel", null, $made['token']);
        $this->service(Runner::class)->runPending();
        self::assertSame('expired', $this->double('sessions', null, $session)['status']);
    }

    public function testMoneyThatCameInTheLastMomentGoesBackWhenTheSeatIsGone(): void {
        $show = $this->show(1);
        $made = $this->order($show['offer'], 1200);
        $session = $this->session($made['id'])['id'];
        $this->later(700_000);
        $this->service(Settle::class)->expireIfOver($this->service(Orders::class)->find($made['id']));
        $quick = $this->order($show['offer'], 1200);
        $this->double('pay', ['session' => $this->session($quick['id'])['id']]);
        $this->service(Settle::class)->settle($quick['id']);
        $this->double('pay', ['session' => $session]);
        // The job that wanted to close the session finds it paid.
        $this->service(Runner::class)->runPending();
        $order = $this->service(Orders::class)->find($made['id']);
        self::assertSame(['refunded', 1200], [$order['state'], $order['refunded_minor']]);
        self::assertSame(1200, $this->refundsAtStripe($made['id']));
        self::assertSame(['held' => '0', 'sold' => '1'], $this->pool($show['pool']));
    }

    public function testHalfAnOrderIsRefundedOnceHoweverOftenItIsTried(): void {
        $show = $this->show();
        $made = $this->paid($show['offer'], 2400, 2);
        $line = $this->service(Orders::class)->find($made['id'])['lines'][0]['id'];
        $refund = $this->service(Refunds::class)->request(
            $made['id'],
            [['line' => $line, 'quantity' => 1]],
            null,
            '',
            'admin',
            1,
            'k',
        );
        $this->double('fault', ['match' => '^POST /v1/refunds$', 'with' => 'cut', 'when' => 'after', 'times' => 3]);
        $this->loudly(function () use ($refund): void {
            try {
                $this->service(Refunds::class)->send($refund['id']);
                self::fail('Nobody answered.');
            } catch (Refusal $refusal) {
                self::assertSame('unavailable', $refusal->errorCode);
            }
        });
        self::assertSame('requested', $this->service(Records::class)->find($refund['id'])['state']);
        $this->service(Settle::class)->finishRefund($refund['id']);
        self::assertSame('succeeded', $this->service(Records::class)->find($refund['id'])['state']);
        self::assertSame(1200, $this->refundsAtStripe($made['id']));
        $order = $this->service(Orders::class)->find($made['id']);
        self::assertSame(['paid', 1200], [$order['state'], $order['refunded_minor']]);
        self::assertSame(
            1200,
            array_sum(array_column($this->service(Ledger::class)->ofOrder($made['id']), 'amount_minor')),
        );
    }

    public function testARefundThatTheBankSendsBackIsOwed(): void {
        $show = $this->show();
        $made = $this->paid($show['offer'], 1200, 1);
        $this->double('refunds-become', ['status' => 'pending']);
        try {
            $refund = $this->service(Refunds::class)->request($made['id'], null, null, '', 'admin', 1, 'k');
            $refund = $this->service(Refunds::class)->send($refund['id']);
            self::assertSame('pending', $refund['state']);
            $this->double('finish-refund', ['id' => $refund['provider_id'], 'well' => false]);
        } finally {
            $this->double('refunds-become', ['status' => 'succeeded']);
        }
        $this->service(Sweep::class)->look(Keys::TEST);
        self::assertSame([$refund['id']], array_column($this->service(Records::class)->owed(10), 'id'));
        self::assertSame(0, $this->service(Orders::class)->find($made['id'])['refunded_minor']);
    }

    public function testWithoutOneWebhookRefundsAndDisputesOfTheDashboardAreFound(): void {
        $show = $this->show(5);
        $refunded = $this->paid($show['offer'], 1200, 1);
        $won = $this->paid($show['offer'], 1200, 1);
        $lost = $this->paid($show['offer'], 1200, 1);
        $this->double('refund', ['id' => $this->session($refunded['id'])['id']]);
        $disputes = array_map(
            fn(array $order): array => $this->double('dispute', ['id' => $this->session($order['id'])['id']]),
            ['won' => $won, 'lost' => $lost],
        );
        self::assertSame(3, $this->service(Sweep::class)->look(Keys::TEST));
        self::assertSame(['refunded', 'disputed', 'disputed'], $this->states([$refunded, $won, $lost]));
        self::assertSame(0, $this->service(Sweep::class)->look(Keys::TEST), 'nothing new');
        $this->double('close-dispute', ['id' => $disputes['won']['id'], 'won' => true]);
        $this->double('close-dispute', ['id' => $disputes['lost']['id'], 'won' => false]);
        self::assertSame(2, $this->service(Sweep::class)->look(Keys::TEST));
        self::assertSame(['refunded', 'paid', 'refunded'], $this->states([$refunded, $won, $lost]));
        self::assertSame(['valid'], array_column($this->service(Tickets::class)->ofOrders([$won['id']]), 'state'));
        self::assertSame(['held' => '0', 'sold' => '1'], $this->pool($show['pool']));
        self::assertSame(0, $this->service(Sweep::class)->look(Keys::TEST), 'nothing new');
    }

    public function testADebitIsPromisedAndArrivesOrBounces(): void {
        $show = $this->show(2);
        foreach ([true, false] as $well) {
            $made = $this->order($show['offer'], 1200);
            $session = $this->session($made['id'])['id'];
            $this->double('pay', ['session' => $session, 'method' => 'bank']);
            self::assertSame('processing', $this->settleLater($made)['state']);
            $this->double('arrive', ['id' => $session, 'well' => $well]);
            self::assertSame($well ? 'paid' : 'failed', $this->settleLater($made)['state']);
        }
        self::assertSame(['held' => '0', 'sold' => '1'], $this->pool($show['pool']));
    }

    /** @dataProvider lies */
    public function testAPaymentThatIsNotThisOrdersIsAppliedNowhere(
        string $problem,
        string $field,
        mixed $value,
    ): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $this->double('pay', ['session' => $this->session($made['id'])['id']]);
        $this->double('lie', ['match' => '^GET /v1/checkout/sessions/', 'fields' => [$field => $value]]);
        self::assertSame('pending', $this->settleLater($made)['state']);
        self::assertSame($problem, $this->service(Payments::class)->find($made['id'])['problem']);
        self::assertSame([], $this->service(Tickets::class)->ofOrders([$made['id']]));
        self::assertSame([], $this->service(Ledger::class)->ofOrder($made['id']));
        // The truth, told later, is believed.
        self::assertSame('paid', $this->settleLater($made)['state']);
        self::assertSame('', $this->service(Payments::class)->find($made['id'])['problem']);
    }

    /** @return array<string, array{0: string, 1: string, 2: mixed}> */
    public static function lies(): array {
        return [
            'one euro pays twelve (CVE-2026-9189)' => ['amount', 'amount_total', 100],
            'less was received' => ['amount', 'payment_intent.amount_received', 1],
            'another currency' => ['currency', 'currency', 'usd'],
            'another mode' => ['mode', 'livemode', true],
            'another order' => ['order', 'client_reference_id', 'ordr_another'],
        ];
    }

    // ── Webhooks ─────────────────────────────────────────────────────────────────────────────────────────────────────

    public function testAnEventLeadsToItsOrderHoweverOftenItComes(): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $session = $this->session($made['id']);
        $this->double('pay', ['session' => $session['id']]);
        $event = $this->event('checkout.session.completed', $session);
        foreach ([1, 2, 3] as $time) {
            self::assertSame(200, $this->post($event), "time $time");
            $this->service(Runner::class)->runPending();
        }
        self::assertSame('paid', $this->service(Orders::class)->find($made['id'])['state']);
        self::assertSame('1', $this->service(Db::class)->value('SELECT COUNT(*) FROM {webhook_events}'));
        self::assertCount(1, $this->service(Tickets::class)->ofOrders([$made['id']]));
    }

    public function testTheBodyOfAnEventIsNotBelieved(): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $session = ['payment_status' => 'paid', 'status' => 'complete'] + $this->session($made['id']);
        self::assertSame(200, $this->post($this->event('checkout.session.completed', $session)));
        $this->service(Runner::class)->runPending();
        self::assertSame('pending', $this->service(Orders::class)->find($made['id'])['state']);
    }

    public function testNothingIsLetInThatStripeDidNotSignForThisSiteNow(): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $good = $this->event('checkout.session.completed', $this->session($made['id']));
        foreach (
            [
                'unsigned' => fn() => $this->post($good, header: ''),
                'wrongly signed (CVE-2025-13317)' => fn() => $this->post($good, secret: 'whsec_of_somebody'),
                'stale' => fn() => $this->post($good, shift: -301),
                'from the future' => fn() => $this->post($good, shift: 301),
                'of live money, signed as a test' => fn() => $this->post(['livemode' => true] + $good),
                'of a connected account' => fn() => $this->post(['account' => 'acct_another'] + $good),
                'without an id' => fn() => $this->post(['id' => ''] + $good),
            ]
            as $how => $post
        ) {
            $this->loudly(fn() => self::assertSame(400, $post(), $how));
        }
        self::assertSame('0', $this->service(Db::class)->value('SELECT COUNT(*) FROM {webhook_events}'));
        self::assertIsArray(get_option(Webhook::REFUSED_OPTION));
    }

    public function testWithNoSecretEveryEventIsRefused(): void {
        // CVE-2026-1461 and CVE-2026-12093: the default of others.
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $event = $this->event('checkout.session.completed', $this->session($made['id']));
        Keys::store(Keys::TEST, ['webhook_secret' => '']);
        $this->loudly(function () use ($event): void {
            self::assertSame(400, $this->post($event));
            self::assertSame(400, $this->post($event, secret: ''));
            self::assertSame(400, $this->post($event, header: ''));
        });
    }

    public function testAnEventAboutNothingOfOursIsTakenAndLeft(): void {
        self::assertSame(
            200,
            $this->post($this->event('charge.refunded', ['id' => 'ch_1', 'payment_intent' => 'pi_1'])),
        );
        self::assertSame(
            200,
            $this->post(
                $this->event('checkout.session.completed', ['id' => 'cs_1', 'client_reference_id' => 'ordr_x']),
            ),
        );
        $this->service(Runner::class)->runPending();
        self::assertSame(
            ['ignored', 'ignored'],
            array_column($this->service(Db::class)->all('SELECT state FROM {webhook_events}'), 'state'),
        );
    }

    public function testAnEarlyWarningOfFraudIsWrittenDownOnceAndTakesNothing(): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $this->double('pay', ['session' => $this->session($made['id'])['id']]);
        self::assertSame('paid', $this->settleLater($made)['state']);
        $charge = $this->service(Payments::class)->find($made['id'])['charge_id'];
        $event = $this->event('radar.early_fraud_warning.created', ['id' => 'issfr_1', 'charge' => $charge]);
        foreach ([1, 2] as $time) {
            self::assertSame(200, $this->post($event), "time $time");
            $this->service(Runner::class)->runPending();
        }
        self::assertSame(
            '1',
            $this->service(Db::class)->value(
                "SELECT COUNT(*) FROM {audit} WHERE action = 'order.fraud_warning' AND subject = ?",
                [$made['id']],
            ),
        );
        self::assertSame('paid', $this->service(Orders::class)->find($made['id'])['state']);
    }

    public function testWebhooksAreNeverTurnedAwayByAllowances(): void {
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        for ($i = 0; $i < 60; $i++) {
            self::assertSame(200, $this->post($this->event('charge.refunded', ['id' => "ch_$i"])));
        }
    }

    // ── Keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    public function testLiveKeysEndTheTestShopAndItsOrdersKeepTheirMode(): void {
        $show = $this->show();
        $made = $this->order($show['offer'], 1200);
        $this->enter(Keys::LIVE, 'live');
        $this->fresh();
        self::assertSame('pending', $this->service(Settle::class)->settle($made['id'])['state']);
        $live = $this->order($show['offer'], 1200);
        self::assertFalse($live['test']);
        self::assertSame('pk_live_parterreDouble', $live['payment']['publishableKey']);
        $this->double('pay', ['session' => $this->session($live['id'])['id']]);
        $this->service(Settle::class)->settle($live['id']);
        self::assertSame('live', $this->service(Ledger::class)->ofOrder($live['id'])[0]['chain']);
    }

    public function testAKeyInTheWrongPlaceCountsForNothing(): void {
        self::assertSame('mode', Keys::problem(Keys::LIVE, 'secret_key', 'sk_test_1234567890'));
        self::assertSame('shape', Keys::problem(Keys::TEST, 'secret_key', 'pk_test_1234567890'));
        self::assertNull(Keys::problem(Keys::TEST, 'secret_key', 'rk_test_1234567890'));
        Keys::store(Keys::LIVE, [
            'secret_key' => 'sk_test_parterreDouble',
            'publishable_key' => 'pk_live_parterreDouble',
        ]);
        self::assertFalse(Keys::areLive());
        self::assertSame('rk_live_…Same', Keys::masked('rk_live_abcdefghSame'));
    }

    // ── Helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    private function enter(string $mode, string $word): void {
        Keys::store($mode, [
            'secret_key' => "sk_{$word}_parterreDouble",
            'publishable_key' => "pk_{$word}_parterreDouble",
            'webhook_secret' => $mode === Keys::TEST ? self::SECRET : '',
        ]);
    }

    /** @return array<string, mixed> the order as the protocol shows it, and the `token` of its session */
    private function order(string $offer, int $total, int $quantity = 1): array {
        $answer = $this->call('POST', '/orders', $this->orderRequest($offer, $total, 'bea@example.org', $quantity));
        self::assertSame(200, $answer['status'], (string) wp_json_encode($answer['json']));
        return $answer['json']['order'] + ['token' => $answer['json']['session']['token']];
    }

    /** @return array<string, mixed> */
    private function paid(string $offer, int $total, int $quantity): array {
        $made = $this->order($offer, $total, $quantity);
        $this->double('pay', ['session' => $this->session($made['id'])['id']]);
        self::assertSame('paid', $this->service(Settle::class)->settle($made['id'])['state']);
        return $made;
    }

    /** @return array<string, mixed> */
    private function settle(array $made): array {
        return $this->call('POST', "/orders/{$made['id']}/settle", null, $made['token'])['json'];
    }

    /** The same after the pause that a waiting page leaves. */
    private function settleLater(array $made): array {
        $this->service(Db::class)->change('UPDATE {payments} SET checked_at = checked_at - 5000 WHERE checked_at > 0');
        return $this->settle($made);
    }

    /** @return array<string, mixed> the session of an order, as Stripe has it */
    private function session(string $order): array {
        return $this->double('sessions', null, $this->service(Payments::class)->find($order)['session_id']);
    }

    /** @return list<array<string, mixed>> */
    private function sessionsOf(string $order): array {
        return array_values(
            array_filter(
                $this->double('sessions'),
                static fn(array $session): bool => $session['client_reference_id'] === $order,
            ),
        );
    }

    private function refundsAtStripe(string $order): int {
        $mine = array_filter(
            $this->double('refunds'),
            static fn(array $refund): bool => ($refund['metadata']['order'] ?? '') === $order,
        );
        return array_sum(array_column($mine, 'amount'));
    }

    /** @return list<array<string, mixed>> of the double's log, that name something */
    private function requests(string $path, string $naming): array {
        return array_values(
            array_filter(
                $this->double('log'),
                static fn(array $request): bool => $request['path'] === $path &&
                    str_contains((string) wp_json_encode($request), $naming),
            ),
        );
    }

    /** Does something whose trouble goes into the log, which WordPress shows where it debugs. */
    private function loudly(callable $act): void {
        set_error_handler(static fn(): bool => true, E_USER_WARNING);
        try {
            $act();
        } finally {
            restore_error_handler();
        }
    }

    /** @return list<string> */
    private function states(array $orders): array {
        return array_map(
            fn(array $order): string => $this->service(Orders::class)->find($order['id'])['state'],
            $orders,
        );
    }

    private function later(int $ms): void {
        $this->service(Runner::class)->runPending();
        remove_all_filters('parterre_clock_offset_ms');
        add_filter('parterre_clock_offset_ms', static fn(): int => $ms);
        $this->fresh();
    }

    /** @return array<string, string|null>|null */
    private function pool(string $pool): ?array {
        return $this->service(Db::class)->one('SELECT held, sold FROM {pools} WHERE id = ?', [$pool]);
    }
}
