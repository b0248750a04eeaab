<?php
declare(strict_types=1);

use Parterre\Access\DoorFile;
use Parterre\Health\Checks;
use Parterre\Payments\Stripe\Client;
use Parterre\Payments\Stripe\Keys;
use Parterre\Payments\Stripe\Setup;
use Parterre\Payments\Stripe\Sweep;
use Parterre\Payments\Stripe\Version;
use Parterre\Payments\Stripe\Webhook;
use Parterre\Store\Db;
use Parterre\Store\WebhookEvents;

require_once __DIR__ . '/IntegrationCase.php';

/** Stripe's side of the settings and of Site Health, against our own double. */
final class StripeSetupTest extends IntegrationCase {
    private const SECRETS = ['sk_test_parterreDouble', 'rk_test_parterreDouble', 'rk_test_parterreNarrow'];

    protected function setUp(): void {
        parent::setUp();
        $double = (string) getenv('PARTERRE_STRIPE_DOUBLE');
        self::assertNotSame('', $double, 'The double of Stripe is started by tests/wordpress/phpunit.ts.');
        add_filter('parterre_stripe_api_base', static fn(): string => $double);
        foreach ([Keys::OPTION, Setup::OPTION, Sweep::OPTION, Webhook::REFUSED_OPTION] as $option) {
            delete_option($option);
        }
        $this->double('clear-faults');
        wp_set_current_user(1);
    }

    protected function tearDown(): void {
        // The double outlives the test.
        $this->enter('sk_test_parterreDouble');
        foreach ($this->endpoints() as $endpoint) {
            (new Client(Keys::TEST))->delete("/v1/webhook_endpoints/{$endpoint['id']}", bin2hex(random_bytes(8)));
        }
        delete_option(Keys::OPTION);
        delete_option(Setup::OPTION);
        parent::tearDown();
    }

    public function testKeysAreStoredAndNeverShownAgain(): void {
        $saved = $this->desk('PUT', '/stripe/keys', [
            'mode' => 'test',
            'secret_key' => ' sk_test_parterreDouble ',
            'publishable_key' => 'pk_test_parterreDouble',
        ]);
        self::assertSame(200, $saved->get_status());
        self::assertSame(
            ['test', true],
            [$saved->get_data()['current'], $saved->get_data()['modes']['test']['complete']],
        );
        self::assertSame('sk_test_…uble', $saved->get_data()['modes']['test']['keys']['secret_key']['masked']);
        self::assertSame('sk_test_parterreDouble', Keys::of(Keys::TEST)->secret);
        // What is left out stays; empty takes away.
        $this->desk('PUT', '/stripe/keys', ['mode' => 'test', 'publishable_key' => '']);
        self::assertSame(
            ['sk_test_parterreDouble', ''],
            [Keys::of(Keys::TEST)->secret, Keys::of(Keys::TEST)->publishable],
        );
        $this->assertNoSecret($this->desk('GET', '/stripe'));
        $audit = $this->service(Db::class)->all("SELECT * FROM {audit} WHERE action = 'stripe.keys'");
        self::assertCount(2, $audit);
        self::assertStringNotContainsString('parterreDouble', (string) wp_json_encode($audit));
    }

    public function testAWrongKeyIsRefusedInWordsAndNothingIsStored(): void {
        $answer = $this->desk('PUT', '/stripe/keys', [
            'mode' => 'live',
            'secret_key' => 'sk_test_parterreDouble',
            'publishable_key' => 'sk_live_parterreDouble',
            'webhook_secret' => ['x'],
        ]);
        self::assertSame(422, $answer->get_status());
        self::assertSame(
            ['live.secret_key', 'live.publishable_key', 'live.webhook_secret'],
            array_keys($answer->get_data()['data']['problems']),
        );
        self::assertSame('', Keys::of(Keys::LIVE)->secret);
        self::assertSame(404, $this->desk('PUT', '/stripe/keys', ['mode' => 'both'])->get_status());
        self::assertSame(404, $this->desk('POST', '/stripe/webhook', [])->get_status());
    }

    public function testAKeyIsTriedAndWhatItLacksIsNamed(): void {
        $this->enter('sk_test_parterreDouble');
        $account = $this->desk('POST', '/stripe/check', ['mode' => 'test'])->get_data()['modes']['test']['account'];
        self::assertSame('good', $account['status']);
        self::assertStringContainsString('Le Parterre', $account['text']);
        self::assertStringStartsWith('acct_', Keys::stored(Keys::TEST, 'account'));
        $this->enter('rk_test_parterreDouble');
        $account = $this->desk('POST', '/stripe/check', ['mode' => 'test'])->get_data()['modes']['test']['account'];
        self::assertSame('good', $account['status'], $account['text']);
        $this->enter('rk_test_parterreNarrow');
        $answer = $this->desk('POST', '/stripe/check', ['mode' => 'test']);
        $account = $answer->get_data()['modes']['test']['account'];
        self::assertSame('critical', $account['status']);
        foreach (['Checkout Sessions: Write', 'Charges and Refunds: Write', 'Disputes: Read'] as $permission) {
            self::assertStringContainsString($permission, $account['text']);
        }
        $this->assertNoSecret($answer);
        $this->enter('sk_test_nobodyKnowsThis');
        $refused = $this->desk('POST', '/stripe/check', ['mode' => 'test']);
        self::assertSame([502, 'parterre_stripe'], [$refused->get_status(), $refused->get_data()['code']]);
    }

    public function testAnotherKeyForgetsWhatWasFoundWithTheLast(): void {
        $this->enter('sk_test_parterreDouble');
        $this->desk('POST', '/stripe/check', ['mode' => 'test']);
        $this->desk('PUT', '/stripe/keys', ['mode' => 'test', 'secret_key' => 'rk_test_parterreDouble']);
        self::assertSame([null, ''], [Setup::found(Keys::TEST, 'account'), Keys::stored(Keys::TEST, 'account')]);
    }

    public function testTheWebhookIsMadeOnceAndKeptUpToDate(): void {
        $this->enter('sk_test_parterreDouble');
        $answer = $this->desk('POST', '/stripe/webhook', ['mode' => 'test']);
        self::assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
        $this->assertNoSecret($answer);
        self::assertSame('good', $answer->get_data()['modes']['test']['webhook']['status']);
        [$made] = $this->endpoints();
        self::assertSame(
            [Webhook::url(), Version::API, Webhook::EVENTS, $made['id']],
            [$made['url'], $made['api_version'], $made['enabled_events'], Keys::stored(Keys::TEST, 'endpoint')],
        );
        $secret = Keys::of(Keys::TEST)->webhookSecret;
        self::assertStringStartsWith('whsec_', $secret);
        // Again: nothing new. Then the site moves, and somebody took events out.
        $this->desk('POST', '/stripe/webhook', ['mode' => 'test']);
        $path = "/v1/webhook_endpoints/{$made['id']}";
        (new Client(Keys::TEST))->post(
            $path,
            ['url' => 'https://old.example/hook', 'enabled_events' => ['refund.created']],
            'a' . $made['id'],
        );
        $checked = $this->desk('POST', '/stripe/check', ['mode' => 'test'])->get_data();
        self::assertSame('critical', $checked['modes']['test']['webhook']['status']);
        $this->desk('POST', '/stripe/webhook', ['mode' => 'test']);
        $all = $this->endpoints();
        self::assertSame(
            [[$made['id'], Webhook::url(), Webhook::EVENTS]],
            array_map(static fn(array $one): array => [$one['id'], $one['url'], $one['enabled_events']], $all),
        );
        self::assertSame($secret, Keys::of(Keys::TEST)->webhookSecret);
    }

    public function testAWebhookWhoseSecretIsUnknownOrVersionOldGivesWayToANewOne(): void {
        $this->enter('sk_test_parterreDouble');
        $client = new Client(Keys::TEST);
        $byHand = $client->post(
            '/v1/webhook_endpoints',
            ['url' => Webhook::url(), 'enabled_events' => ['*']],
            bin2hex(random_bytes(8)),
        );
        self::assertSame(
            'version',
            $this->service(Setup::class)->checkWebhook(Keys::TEST)['problem'],
            'one made by hand is found by its address',
        );
        $this->desk('POST', '/stripe/webhook', ['mode' => 'test']);
        $first = Keys::stored(Keys::TEST, 'endpoint');
        $states = array_column($this->endpoints(), 'status', 'id');
        self::assertSame(['disabled', 'enabled'], [$states[$byHand['id']], $states[$first]]);
        Keys::store(Keys::TEST, ['webhook_secret' => '']);
        $this->desk('POST', '/stripe/webhook', ['mode' => 'test']);
        $second = Keys::stored(Keys::TEST, 'endpoint');
        self::assertNotSame($first, $second);
        self::assertSame(
            [true, false],
            [
                Keys::of(Keys::TEST)->webhookSecret !== '',
                isset(array_column($this->endpoints(), 'status', 'id')[$first]),
            ],
        );
    }

    public function testALostAnswerMakesNoSecondWebhook(): void {
        $this->enter('sk_test_parterreDouble');
        $this->double('fault', [
            'match' => '^POST /v1/webhook_endpoints$',
            'with' => 'cut',
            'when' => 'after',
            'times' => 3,
        ]);
        self::assertSame(502, $this->desk('POST', '/stripe/webhook', ['mode' => 'test'])->get_status());
        self::assertSame('', Keys::of(Keys::TEST)->webhookSecret);
        self::assertSame(200, $this->desk('POST', '/stripe/webhook', ['mode' => 'test'])->get_status());
        self::assertCount(1, $this->endpoints());
        self::assertStringStartsWith('whsec_', Keys::of(Keys::TEST)->webhookSecret);
    }

    public function testTheDomainIsRegisteredForWallets(): void {
        $this->enter('sk_test_parterreDouble');
        $before = $this->desk('GET', '/stripe')->get_data()['modes']['test']['domain'];
        self::assertSame('recommended', $before['status']);
        $home = static fn(): string => 'https://venue.example';
        add_filter('home_url', $home);
        try {
            $answer = $this->desk('POST', '/stripe/domain', ['mode' => 'test']);
            self::assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
            self::assertSame('good', $answer->get_data()['modes']['test']['domain']['status']);
            self::assertSame(200, $this->desk('POST', '/stripe/domain', ['mode' => 'test'])->get_status());
            $this->double('lie', [
                'match' => '^POST /v1/payment_method_domains/',
                'fields' => ['apple_pay.status' => 'inactive'],
            ]);
            $answer = $this->desk('POST', '/stripe/domain', ['mode' => 'test'])->get_data()['modes']['test']['domain'];
            self::assertStringContainsString('Apple Pay', $answer['text']);
        } finally {
            remove_filter('home_url', $home);
        }
        $moved = $this->desk('GET', '/stripe')->get_data()['modes']['test']['domain'];
        self::assertStringContainsString('venue.example', $moved['text']);
        self::assertSame('recommended', $moved['status']);
    }

    // ── Site Health ──────────────────────────────────────────────────────────────────────────────────────────────────

    public function testSiteHealthTellsAShopThatHearsFromOneThatDoesNot(): void {
        self::assertSame('recommended', $this->health('stripe'), 'no real payments');
        self::assertSame('good', $this->health('webhook'), 'not in use');
        Keys::store(Keys::LIVE, [
            'secret_key' => 'sk_live_parterreDouble',
            'publishable_key' => 'pk_live_parterreDouble',
        ]);
        self::assertSame('critical', $this->health('webhook'), 'real money, and no secret');
        self::assertSame('recommended', $this->health('stripe'), 'never tried');
        $this->service(Setup::class)->checkAccount(Keys::LIVE);
        self::assertSame('good', $this->health('stripe'));
        $https = static fn(string $url): string => (string) set_url_scheme($url, 'https');
        add_filter('rest_url', $https);
        $this->service(Setup::class)->registerWebhook(Keys::LIVE);
        self::assertSame('recommended', $this->health('webhook'), 'nothing came yet');
        $this->service(WebhookEvents::class)->add('stripe', 'evt_1', 'x', null, [], 1, 'webhook');
        self::assertSame('good', $this->health('webhook'));
        update_option(Webhook::REFUSED_OPTION, ['at' => time() + 5, 'why' => 'signature']);
        self::assertSame('recommended', $this->health('webhook'), 'the last was refused');
        delete_option(Webhook::REFUSED_OPTION);
        remove_filter('rest_url', $https);
        self::assertSame('critical', $this->health('webhook'), 'the site has moved');
    }

    public function testSiteHealthNamesPaymentsThatDoNotFitAndRefundsThatAreOwed(): void {
        self::assertSame(['good', 'good'], [$this->health('payments'), $this->health('refunds')]);
        $show = $this->show();
        $this->enter('sk_test_parterreDouble');
        $order = $this->call('POST', '/orders', $this->orderRequest($show['offer'], 1200))['json']['order'];
        $db = $this->service(Db::class);
        $db->change("UPDATE {payments} SET problem = 'amount' WHERE order_id = ?", [$order['id']]);
        $result = $this->service(Checks::class)->result('payments');
        self::assertSame('critical', $result['status']);
        self::assertStringContainsString($order['reference'], $result['description']);
        $db->insert('refunds', [
            'id' => 'rfnd_x',
            'order_id' => $order['id'],
            'request_key' => 'k',
            'amount_minor' => 1200,
            'currency' => 'EUR',
            'state' => 'failed',
            'origin' => 'admin',
            'lines' => '[]',
            'reason' => '',
            'provider_id' => '',
            'error' => 'closed_account',
            'attempts' => 1,
            'created_at' => 1,
        ]);
        $result = $this->service(Checks::class)->result('refunds');
        self::assertSame('critical', $result['status']);
        self::assertStringContainsString($order['reference'], $result['description']);
    }

    public function testSiteHealthLooksAtTheFileOfTheDoors(): void {
        add_filter('parterre_verify_url', static fn(): string => 'https://venue.example/verify.php');
        $doors = $this->service(DoorFile::class);
        $doors->write();
        self::assertSame('good', $this->health('doors'));
        foreach ((array) glob(DoorFile::folder() . '/doors-*.php') as $file) {
            unlink((string) $file);
        }
        self::assertSame('recommended', $this->health('doors'));
        $doors->write();
        remove_all_filters('parterre_verify_url');
        add_filter('parterre_verify_url', '__return_null');
        self::assertSame('recommended', $this->health('doors'), 'a verifier that cannot be reached');
        remove_all_filters('parterre_verify_url');
    }

    // ── Helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    private function health(string $name): string {
        return $this->service(Checks::class)->result($name)['status'];
    }

    private function enter(string $secret): void {
        Keys::store(Keys::TEST, ['secret_key' => $secret, 'publishable_key' => 'pk_test_parterreDouble']);
    }

    /** @return list<array<string, mixed>> */
    private function endpoints(): array {
        return (new Client(Keys::TEST))->get('/v1/webhook_endpoints', ['limit' => 100])['data'];
    }

    private function assertNoSecret(WP_REST_Response $answer): void {
        $text = (string) wp_json_encode($answer->get_data());
        foreach ([...self::SECRETS, Keys::of(Keys::TEST)->webhookSecret] as $secret) {
            if ($secret !== '') {
                self::assertStringNotContainsString($secret, $text);
            }
        }
    }

    private function double(string $what, array $order = []): void {
        $answer = wp_remote_post(getenv('PARTERRE_STRIPE_DOUBLE') . "/_double/$what", [
            'body' => (string) wp_json_encode((object) $order),
        ]);
        self::assertSame(200, wp_remote_retrieve_response_code($answer), wp_remote_retrieve_body($answer));
    }
}
