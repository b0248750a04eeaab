<?php
declare(strict_types=1);

use Parterre\Campaigns\Charger;
use Parterre\Campaigns\Work;
use Parterre\Domain\Clock;
use Parterre\Jobs\Runner;
use Parterre\Payments\Stripe\Keys;
use Parterre\Store\Campaigns;
use Parterre\Store\CardForms;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Ledger;
use Parterre\Store\Orders;
use Parterre\Store\Payments;
use Parterre\Store\Pledges;

require_once __DIR__ . '/StripeCase.php';

/** Cards saved at Stripe and charged when the goal is reached, played by our own double over HTTP. */
final class StripeCardsTest extends StripeCase {
    private const DAY_MS = 86_400_000;

    protected function setUp(): void {
        parent::setUp();
        add_filter('parterre_stripe_api_base', static fn(): string => (string) getenv('PARTERRE_STRIPE_DOUBLE'));
        Keys::store(Keys::TEST, [
            'secret_key' => 'rk_test_parterreDouble',
            'publishable_key' => 'pk_test_parterreDouble',
            'webhook_secret' => self::SECRET,
        ]);
        $this->double('clear-faults');
        $this->service(Runner::class)->on(
            'pledge.forget',
            fn(array $job) => $this->service(Work::class)->forget((string) $job['pledge']),
        );
    }

    public function testACardIsSavedForAPromiseAndChargedOnceTheGoalIsReached(): void {
        $campaign = $this->campaign(1);
        $made = $this->pledge($campaign);
        self::assertSame(['pending', 'stripe'], [$made['state'], $made['step']['type']]);
        $session = $this->form($made);
        self::assertSame(
            ['setup', 'elements', $made['id'], 'always', 'bea@example.org', 'eur'],
            [
                $session['mode'],
                $session['ui_mode'],
                $session['client_reference_id'],
                $session['customer_creation'],
                $session['customer_email'],
                $session['currency'],
            ],
        );
        self::assertNotContains('sepa_debit', $session['payment_method_types'], 'what takes days is not offered');
        self::assertSame('pending', $this->settle($made)['state'], 'nothing was entered');
        $this->double('pay', ['session' => $session['id']]);
        $promised = $this->settle($made);
        self::assertSame(['promised', null], [$promised['state'], $promised['step']]);
        $row = $this->row($made);
        self::assertStringStartsWith('cus_', $row['customer_ref']);
        self::assertStringStartsWith('pm_', $row['method_ref']);
        self::assertSame('Vous pouvez débiter ma carte.', $row['mandate']);
        self::assertNotNull($row['mandate_at']);
        self::assertSame([], $this->intents($made), 'nothing is charged before the deadline');

        $this->deadline($campaign);
        self::assertSame('paid', $this->row($made)['state']);
        $order = $this->service(Orders::class)->find($this->row($made)['order_id']);
        self::assertSame('paid', $order['state']);
        [$intent] = $this->intents($made);
        self::assertSame(
            ['succeeded', 2000, 'eur', $order['id'], $order['reference'], "pledge-{$made['id']}-1"],
            [
                $intent['status'],
                $intent['amount_received'],
                $intent['currency'],
                $intent['metadata']['order'],
                $intent['description'],
                $intent['metadata']['attempt'],
            ],
        );
        self::assertSame([2000], array_column($this->service(Ledger::class)->ofOrder($order['id']), 'amount_minor'));
        self::assertCount(1, $this->service(Db::class)->all("SELECT id FROM {tickets} WHERE state = 'valid'"));
        $this->service(Runner::class)->runPending();
        self::assertSame('', $this->row($made)['method_ref'], 'the card is let go');
    }

    public function testTheOtherKindOfFormClosesTheFirst(): void {
        $made = $this->pledge($this->campaign(1));
        $first = $this->form($made);
        $again = $this->card($made);
        self::assertSame($made['step'], $again['step'], 'the same form');
        $hosted = $this->card($made, 'hosted');
        self::assertSame('redirect', $hosted['step']['type']);
        self::assertSame('expired', $this->double('sessions', null, $first['id'])['status']);
        self::assertSame('open', $this->form($made)['status']);
        $this->double('pay', ['session' => $this->form($made)['id']]);
        self::assertSame('promised', $this->settle($made)['state']);
    }

    public function testAFormWhoseTimeIsOverGivesWayToANewOne(): void {
        $made = $this->pledge($this->campaign(1));
        $first = $this->form($made);
        $this->service(Db::class)->change('UPDATE {card_forms} SET step_until = 1');
        self::assertSame(['type' => 'none'], $this->settle($made)['step'], 'no form without being asked');
        $again = $this->card($made);
        self::assertNotSame($first['id'], $this->form($made)['id']);
        self::assertSame('stripe', $again['step']['type']);
        self::assertSame('expired', $this->double('sessions', null, $first['id'])['status'], 'never two open forms');
    }

    public function testALostAnswerOfStripesNeverMakesASecondForm(): void {
        $this->double('fault', ['match' => '^POST /v1/checkout/sessions$', 'with' => 'cut', 'when' => 'after']);
        $made = $this->pledge($this->campaign(1));
        self::assertCount(1, $this->formsOf($made));
        $this->service(Db::class)->change('UPDATE {card_forms} SET step = NULL');
        $this->service(Db::class)->change("UPDATE {pledges} SET setup_ref = ''");
        $this->double('pay', ['session' => $this->formsOf($made)[0]['id']]);
        self::assertSame('promised', $this->settle($made)['state'], 'it is found under its key');
        self::assertCount(1, $this->formsOf($made));
    }

    public function testACardThatWasSavedWhileThePageWasClosedCountsWithoutAnyWebhook(): void {
        $made = $this->pledge($this->campaign(2));
        $this->double('pay', ['session' => $this->form($made)['id']]);
        $this->service(Work::class)->tick();
        self::assertSame('pending', $this->row($made)['state'], 'the page itself may ask first');
        $this->service(Db::class)->change('UPDATE {card_forms} SET made_at = made_at - 130000');
        $this->service(Work::class)->tick();
        self::assertSame('promised', $this->row($made)['state']);
        self::assertSame([], $this->service(CardForms::class)->due('stripe', 10), 'nobody asks for ever');
    }

    public function testAnEventAboutACardLeadsToItsPledgeHoweverOftenItComes(): void {
        $made = $this->pledge($this->campaign(1));
        $session = $this->form($made);
        $told = $this->event('checkout.session.completed', ['status' => 'complete'] + $session);
        self::assertSame(200, $this->post($told));
        $this->service(Runner::class)->runPending();
        self::assertSame('pending', $this->row($made)['state'], 'the body of an event is not believed');
        $this->double('pay', ['session' => $session['id']]);
        $news = [
            $this->event('setup_intent.succeeded', [
                'id' => $session['setup_intent'],
                'object' => 'setup_intent',
                'metadata' => ['pledge' => $made['id']],
            ]),
            $this->event('checkout.session.completed', $session),
        ];
        foreach ([...$news, ...$news, $told] as $event) {
            self::assertSame(200, $this->post($event));
            $this->service(Runner::class)->runPending();
        }
        self::assertSame('promised', $this->row($made)['state']);
        self::assertCount(1, $this->mailsAbout('promised'));
    }

    public function testACardThatIsNotThisPledgesIsNotBelieved(): void {
        $made = $this->pledge($this->campaign(1));
        $this->double('pay', ['session' => $this->form($made)['id']]);
        foreach (
            [
                ['client_reference_id' => 'pldg_another'],
                ['livemode' => true],
                ['mode' => 'payment'],
                ['setup_intent.metadata' => ['pledge' => 'pldg_another']],
            ]
            as $fields
        ) {
            $this->double('lie', ['match' => '^GET /v1/checkout/sessions', 'fields' => $fields]);
            $this->loudly(fn() => $this->settle($made));
            self::assertSame('pending', $this->row($made)['state'], (string) wp_json_encode($fields));
        }
        $this->double('clear-faults');
        self::assertSame('promised', $this->settle($made)['state']);
    }

    /** @return array<string, array{0: string, 1: string, 2: string}> */
    public static function refusals(): array {
        return [
            'a bank that wants its customer' => ['card-3ds-always', 'needs-action', 'authenticate'],
            'a bank that says no for good' => ['card-fails-later', 'needs-action', 'hard'],
        ];
    }

    /** @dataProvider refusals */
    public function testARefusedCardIsForItsOwnerToMendOnThePageForSevenDays(
        string $card,
        string $state,
        string $outcome,
    ): void {
        $campaign = $this->campaign(1);
        $made = $this->promised($campaign, $card);
        $this->deadline($campaign);
        $row = $this->row($made);
        self::assertSame([$state, $outcome, 1], [$row['state'], $row['outcome'], $row['attempt']]);
        $order = ['id' => $row['order_id'], 'token' => $made['token']];
        // The order is never failed: it can still be paid.
        self::assertSame('pending', $this->service(Orders::class)->find($order['id'])['state']);
        $this->service(Runner::class)->runPending();
        self::assertCount(1, $this->mailsAbout('needsAction'));
        $shown = $this->call('POST', "/orders/{$order['id']}/settle", null, $order['token'])['json'];
        self::assertSame(['pending', 'stripe'], [$shown['state'], $shown['payment']['type']]);
        $session = $this->service(Payments::class)->find($order['id'])['session_id'];
        self::assertNotContains(
            'sepa_debit',
            $this->double('sessions', null, $session)['payment_method_types'],
            'what takes days is not offered',
        );
        $this->double('pay', ['session' => $session]);
        $this->service(Work::class)->campaign($campaign);
        $this->settleNow($order['id']);
        self::assertSame(['paid', 'paid'], [$this->row($made)['state'], $this->orderState($made)]);
        self::assertSame(2000, $this->received($made), 'once');
        $this->service(Work::class)->campaign($campaign);
        self::assertSame('reached', $this->service(Campaigns::class)->find($campaign)['result']);
    }

    public function testACardWithoutMoneyIsTriedAgainUnderANewKeyAndNobodyElseIsAsked(): void {
        $campaign = $this->campaign(1);
        $made = $this->promised($campaign);
        $this->double('turn-card', ['id' => $this->row($made)['method_ref'], 'method' => 'card-insufficient']);
        $this->deadline($campaign);
        $row = $this->row($made);
        self::assertSame(['charging', 'soft', 1], [$row['state'], $row['outcome'], $row['attempt']]);
        self::assertGreaterThan($this->now() + self::DAY_MS - 60_000, $row['next_attempt_at']);
        // While the card may be tried again, nobody can pay as well: that would be twice.
        $shown = $this->call('POST', "/orders/{$row['order_id']}/settle", null, $made['token'])['json'];
        self::assertSame(['type' => 'none'], $shown['payment']);
        foreach ([2, 3] as $attempt) {
            $this->service(Pledges::class)->keep($made['id'], ['next_attempt_at' => $this->now()]);
            $this->service(Work::class)->campaign($campaign);
            self::assertSame($attempt, $this->row($made)['attempt']);
        }
        self::assertSame('needs-action', $this->row($made)['state']);
        self::assertSame(
            [1, 2, 3],
            array_map(
                static fn(array $intent): int => (int) substr($intent['metadata']['attempt'], -1),
                $this->intents($made),
            ),
        );
    }

    /** @return array<string, array{0: string, 1: bool}> */
    public static function deaths(): array {
        return [
            'before Stripe heard of it' => ['before', false],
            'after the money moved' => ['after', false],
            'after the money moved, and Stripe has forgotten the key' => ['after', true],
        ];
    }

    /** @dataProvider deaths */
    public function testAChargerThatDiesNeverChargesTwice(string $when, bool $forgets): void {
        $campaign = $this->campaign(1);
        $made = $this->promised($campaign);
        $this->over($campaign);
        $this->double('fault', [
            'match' => '^POST /v1/payment_intents$',
            'with' => 'cut',
            'when' => $when,
            'times' => 5,
        ]);
        $this->loudly(fn() => $this->service(Work::class)->campaign($campaign));
        $row = $this->row($made);
        self::assertSame(['charging', '', 1], [$row['state'], $row['outcome'], $row['attempt']], 'nobody knows');
        $this->double('clear-faults');
        if ($forgets) {
            $this->double('forget-keys');
        }
        $this->service(Pledges::class)->keep($made['id'], ['next_attempt_at' => $this->now(), 'lease_until' => null]);
        self::assertTrue($this->service(Charger::class)->charge($made['id']));
        self::assertSame(
            ['paid', 'paid', 1],
            [$this->row($made)['state'], $this->orderState($made), $this->row($made)['attempt']],
        );
        self::assertSame(2000, $this->received($made), 'once');
    }

    public function testMoneyThatCameUnheardIsFoundByWhoeverLooksAtTheOrder(): void {
        $campaign = $this->campaign(1);
        $made = $this->promised($campaign);
        $this->over($campaign);
        $this->double('fault', [
            'match' => '^POST /v1/payment_intents$',
            'with' => 'cut',
            'when' => 'after',
            'times' => 5,
        ]);
        $this->loudly(fn() => $this->service(Work::class)->campaign($campaign));
        $this->double('clear-faults');
        $order = $this->row($made)['order_id'];
        self::assertSame('pending', $this->orderState($made));
        $intent = $this->intents($made)[0];
        self::assertSame(200, $this->post($this->event('payment_intent.succeeded', $intent)));
        $this->service(Runner::class)->runPending();
        self::assertSame('paid', $this->service(Orders::class)->find($order)['state']);
        self::assertSame($intent['id'], $this->service(Payments::class)->find($order)['intent_id']);
    }

    public function testTooLittleCapturedGivesEverybodyTheirMoneyBack(): void {
        $campaign = $this->campaign(3, 100);
        $paid = [
            $this->promised($campaign, email: 'a@example.org'),
            $this->promised($campaign, email: 'b@example.org'),
        ];
        $declined = $this->promised($campaign, 'card-fails-later', email: 'c@example.org');
        $this->deadline($campaign);
        $row = $this->service(Campaigns::class)->find($campaign);
        self::assertSame(['reached', 3, null], [$row['result'], $row['decided_supporters'], $row['concluded_at']]);
        self::assertSame([2000, 2000], array_map($this->received(...), $paid));
        // Seven days, and nobody confirmed.
        $this->service(Campaigns::class)->update($campaign, ['decided_at' => $this->now() - 8 * self::DAY_MS]);
        $this->service(Work::class)->campaign($campaign);
        self::assertSame('returned', $this->service(Campaigns::class)->find($campaign)['result']);
        $this->service(Work::class)->campaign($campaign);
        foreach ($paid as $made) {
            self::assertSame(['refunded', 'refunded'], [$this->row($made)['state'], $this->orderState($made)]);
        }
        self::assertSame(['failed', 'expired'], [$this->row($declined)['state'], $this->orderState($declined)]);
        $orders = array_map(fn(array $made): string => $this->row($made)['order_id'], $paid);
        $refunds = array_filter(
            $this->double('refunds'),
            static fn(array $refund): bool => in_array($refund['metadata']['order'] ?? '', $orders, true),
        );
        self::assertSame([2000, 2000], array_values(array_column($refunds, 'amount')), 'each once');
        self::assertSame(3, $row['decided_supporters'], 'what was counted stays');
    }

    public function testWhoConfirmsInTheLastMomentIsPaidAndNotGivenUp(): void {
        $campaign = $this->campaign(1);
        $made = $this->promised($campaign, 'card-3ds-always');
        $this->deadline($campaign);
        $order = $this->row($made)['order_id'];
        $this->call('POST', "/orders/$order/settle", null, $made['token']);
        $this->double('pay', ['session' => $this->service(Payments::class)->find($order)['session_id']]);
        $this->service(Campaigns::class)->update($campaign, ['decided_at' => $this->now() - 8 * self::DAY_MS]);
        $this->service(Work::class)->campaign($campaign);
        $this->service(Work::class)->campaign($campaign);
        self::assertSame(['paid', 'paid'], [$this->row($made)['state'], $this->orderState($made)]);
        self::assertSame('reached', $this->service(Campaigns::class)->find($campaign)['result']);
    }

    public function testAGoalThatWasMissedLeavesNoCardAndNoCustomerAtStripe(): void {
        $campaign = $this->campaign(5);
        $made = $this->promised($campaign);
        $pending = $this->pledge($campaign, 'late@example.org');
        $customer = $this->row($made)['customer_ref'];
        $this->deadline($campaign);
        $this->service(Runner::class)->runPending();
        self::assertSame(['released', 'withdrawn'], [$this->row($made)['state'], $this->row($pending)['state']]);
        self::assertSame('expired', $this->formsOf($pending)[0]['status'], 'nobody can save a card for it any more');
        $deleted = array_filter(
            $this->double('log'),
            static fn(array $request): bool => $request['method'] === 'DELETE' &&
                $request['path'] === "/v1/customers/$customer" &&
                $request['status'] === 200,
        );
        self::assertCount(1, $deleted);
        self::assertSame(['', ''], [$this->row($made)['customer_ref'], $this->row($made)['method_ref']]);
        self::assertSame([], $this->intents($made));
        $this->service(Work::class)->forget($made['id']);
        $this->service(Work::class)->forget($pending['id']);
    }

    public function testACardThatWasSavedForAPledgeThatIsOverIsLetGo(): void {
        $made = $this->pledge($this->campaign(5));
        $session = $this->form($made);
        $this->double('pay', ['session' => $session['id']]);
        self::assertSame(200, $this->call('POST', "/pledges/{$made['id']}/withdraw", null, $made['token'])['status']);
        $this->service(Runner::class)->runPending();
        $customer = $this->double('sessions', null, $session['id'])['customer'];
        self::assertNotEmpty(
            array_filter(
                $this->double('log'),
                static fn(array $request): bool => $request['method'] === 'DELETE' &&
                    $request['path'] === "/v1/customers/$customer",
            ),
        );
        self::assertSame('withdrawn', $this->row($made)['state']);
    }

    public function testOneCardInTroubleDoesNotKeepTheOthersFromBeingCharged(): void {
        $campaign = $this->campaign(2);
        $first = $this->promised($campaign, email: 'a@example.org');
        $second = $this->promised($campaign, email: 'b@example.org');
        $this->over($campaign);
        $this->double('fault', ['match' => '^POST /v1/payment_intents$', 'with' => 500, 'times' => 3]);
        $this->loudly(fn() => $this->service(Work::class)->campaign($campaign));
        $states = [$this->row($first)['state'], $this->row($second)['state']];
        sort($states);
        self::assertSame(['charging', 'paid'], $states);
    }

    public function testACardTakenAwayInTheDashboardIsForItsOwnerToMend(): void {
        $campaign = $this->campaign(1);
        $made = $this->promised($campaign);
        $this->service(Pledges::class)->keep($made['id'], ['method_ref' => 'pm_gone']);
        $this->over($campaign);
        $this->loudly(fn() => $this->service(Work::class)->campaign($campaign));
        self::assertSame(['needs-action', 'hard'], [$this->row($made)['state'], $this->row($made)['outcome']]);
    }

    // ── Helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /** A campaign for this many supporters, with one reward that lets into a show. */
    private function campaign(int $supporters, ?int $minimumPercent = null): string {
        $show = $this->show();
        $this->service(Catalogue::class)->createPool(null, 'Reward', 10, 'pool_reward');
        $campaigns = $this->service(Campaigns::class);
        $id = $campaigns->create([
            'slug' => 'phase-deux-' . bin2hex(random_bytes(4)),
            'title' => 'Phase deux',
            'show_id' => $show['show'],
            'mode' => 'allOrNothing',
            'goal_kind' => 'supporters',
            'goal_target' => $supporters,
            'currency' => 'EUR',
            'minimum_percent' => $minimumPercent,
            'opens_at' => $this->now() - 1000,
            'deadline' => $this->now() + self::DAY_MS,
            'minimum_minor' => 500,
            'published' => true,
        ]);
        $part = [
            'kind' => 'live',
            'show_id' => $show['show'],
            'title' => 'Live',
            'pool_id' => null,
            'units' => 1,
            'valid_from' => null,
            'valid_until' => null,
            'capabilities' => [],
        ];
        $reward = ['id' => 'rwrd_seat', 'name' => 'A seat', 'price_minor' => 2000, 'pool_id' => 'pool_reward'];
        $campaigns->setRewards($id, [$reward + ['parts' => [$part]]]);
        return $id;
    }

    /** @return array<string, mixed> the pledge as the protocol shows it, and the `token` of its session */
    private function pledge(string $campaign, string $email = 'bea@example.org'): array {
        $answer = $this->call('POST', '/pledges', [
            'campaign' => $campaign,
            'idempotencyKey' => bin2hex(random_bytes(12)),
            'email' => $email,
            'locale' => 'fr',
            'page' => home_url('/soutenir/'),
            'reward' => 'rwrd_seat',
            'extraMinor' => 0,
            'expectedTotal' => ['amountMinor' => 2000, 'currency' => 'EUR'],
            'mandate' => 'Vous pouvez débiter ma carte.',
        ]);
        self::assertSame(200, $answer['status'], (string) wp_json_encode($answer['json']));
        return $answer['json']['pledge'] + ['token' => $answer['json']['session']['token']];
    }

    /** @return array<string, mixed> */
    private function promised(string $campaign, string $card = 'card', string $email = 'bea@example.org'): array {
        $made = $this->pledge($campaign, $email);
        $session = $this->form($made)['id'];
        $paid = $this->double('pay', ['session' => $session, 'method' => $card]);
        if ($paid['result'] === 'requires_action') {
            $this->double('authenticate', ['id' => $session]);
        }
        self::assertSame('promised', $this->settle($made)['state']);
        return $made;
    }

    /** @return array<string, mixed> */
    private function settle(array $made): array {
        return $this->call('POST', "/pledges/{$made['id']}/settle", null, $made['token'])['json'];
    }

    /** @return array<string, mixed> */
    private function card(array $made, ?string $choice = null): array {
        $body = $choice === null ? null : ['payment' => $choice];
        return $this->call('POST', "/pledges/{$made['id']}/card", $body, $made['token'])['json'];
    }

    /** The deadline passes, and nobody has looked yet. */
    private function over(string $campaign): void {
        $this->service(Db::class)->change('UPDATE {pledges} SET created_at = created_at - 5000');
        $this->service(Campaigns::class)->update($campaign, ['deadline' => $this->now() - 1]);
    }

    private function deadline(string $campaign): void {
        $this->over($campaign);
        $this->service(Work::class)->campaign($campaign);
    }

    private function settleNow(string $order): void {
        $this->service(Parterre\Payments\Settle::class)->settle($order);
    }

    private function now(): int {
        return $this->service(Clock::class)->nowMs();
    }

    /** @return array<string, mixed> */
    private function row(array $made): array {
        return $this->service(Pledges::class)->find($made['id']) ?? [];
    }

    private function orderState(array $made): string {
        return $this->service(Orders::class)->find($this->row($made)['order_id'])['state'];
    }

    /** @return array<string, mixed> the session of a pledge's form, as Stripe has it */
    private function form(array $made): array {
        return $this->double('sessions', null, $this->row($made)['setup_ref']);
    }

    /** @return list<array<string, mixed>> */
    private function formsOf(array $made): array {
        return array_values(
            array_filter(
                $this->double('sessions'),
                static fn(array $session): bool => $session['client_reference_id'] === $made['id'],
            ),
        );
    }

    /** @return list<array<string, mixed>> what was tried to charge for a pledge, oldest first */
    private function intents(array $made): array {
        return array_values(
            array_filter(
                $this->double('intents'),
                static fn(array $intent): bool => ($intent['metadata']['pledge'] ?? '') === $made['id'],
            ),
        );
    }

    /** All that Stripe took for a pledge, in whatever way. */
    private function received(array $made): int {
        $order = $this->row($made)['order_id'];
        $mine = array_filter(
            $this->double('intents'),
            static fn(array $intent): bool => ($intent['metadata']['order'] ?? '') === $order,
        );
        return array_sum(array_column($mine, 'amount_received'));
    }

    /** @return list<array<string, mixed>> jobs that wrote such a letter */
    private function mailsAbout(string $news): array {
        return $this->service(Db::class)->all('SELECT id FROM {jobs} WHERE dedupe_key LIKE ?', ["mail.pledge:%:$news"]);
    }

    /** Does something whose trouble goes into the log, which WordPress shows where it debugs. */
    private function loudly(callable $act): void {
        set_error_handler(static fn(): bool => true, E_USER_WARNING);
        try {
            $act();
        } catch (\Throwable) {
            // The provider is away.
        } finally {
            restore_error_handler();
        }
    }
}
