<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Realtime\Directory;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Feeds;
use Parterre\Store\Shows;

/**
 * What went wrong in neighbouring plugins, each tried on ours, named after its CVE. Those about payment providers' notifications are in
 * `tests/stripe/plugin.test.ts`, which has a provider to speak for; 2024-5441, 2026-24380 and 2026-1657 (uploads) and 2024-8030
 * (`unserialize`) are kept out of the source altogether by `tools/lint/php-rules.ts`.
 */
final class NeighboursTest extends IntegrationCase {
    private const HOSTILE = [
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        '<svg/onload=alert(1)>',
        '</script><script>alert(1)</script>',
        'javascript:alert(1)',
        '<a href="javascript:alert(1)">x</a>',
        "<iframe srcdoc='<script>alert(1)</script>'>",
        '&lt;script&gt;alert(1)&lt;/script&gt;',
        "\u{202E}<b>txet\u{202C}",
        '{{constructor.constructor("alert(1)")()}}',
        '<!--<img src="--><img src=x onerror=alert(1)//">',
        '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    ];

    /** A fan with an order, paid or not. @return array{token: string, order: string} */
    private function buyer(array $show, bool $pays = true, string $email = 'bea@example.org', array $more = []): array {
        $request = $more + $this->orderRequest($show['offer'], 1200, $email);
        $made = $this->call('POST', '/orders', $request)['json'];
        $token = $made['session']['token'];
        if ($pays) {
            $this->call('POST', "/orders/{$made['order']['id']}/test-payment", ['outcome' => 'approve'], $token);
        }
        return ['token' => $token, 'order' => $made['order']['id']];
    }

    /** Video Conferencing with Zoom: an unauthenticated request was handed signed tokens. */
    public function testCve20261368NobodyIsHandedASignedStreamWithoutATicket(): void {
        $this->service(Settings::class)->set([
            'stream_base' => 'https://stream.example',
            'stream_secret' => 'neighbours',
        ]);
        $this->fresh();
        $show = $this->show();
        $enter = fn(?string $token, string $name): array => $this->call(
            'POST',
            '/enter',
            ['show' => $name, 'device' => 'phone'],
            $token,
        );
        $inside = $enter($this->buyer($show)['token'], $show['show']);
        self::assertStringContainsString('stream.example', (string) wp_json_encode($inside['json']));
        $without = [
            'nobody' => null,
            'a session made up' => str_repeat('A', 43),
            'an unpaid order' => $this->buyer($show, false, 'eve@example.org')['token'],
            'a ticket of another show' => $this->buyer($this->show(), true, 'max@example.org')['token'],
        ];
        foreach ($without as $who => $token) {
            $answer = $enter($token, $show['show']);
            self::assertGreaterThanOrEqual(400, $answer['status'], $who);
            self::assertStringNotContainsString('stream.example', (string) wp_json_encode($answer['json']), $who);
            $lease = ['lease' => $inside['json']['lease']['id'], 'watchedMs' => 0];
            $beat = $this->call('POST', '/heartbeat', $lease, $token);
            self::assertStringNotContainsString('stream.example', (string) wp_json_encode($beat['json']), $who);
        }
    }

    /** The Events Calendar: a contributor edited other people's events. */
    public function testCve20262694AContributorEditsNoShowAndNoPageOfOne(): void {
        $show = $this->show();
        wp_set_current_user(1);
        $page = wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'The show']);
        foreach (['contributor', 'author'] as $role) {
            $this->become($role);
            self::assertSame(403, $this->desk('PUT', "/shows/{$show['show']}", ['title' => 'Mine'])->get_status());
            $edit = new WP_REST_Request('POST', "/wp/v2/pages/$page");
            $edit->set_body_params(['title' => 'Mine']);
            self::assertSame(403, rest_do_request($edit)->get_status(), $role);
        }
        self::assertSame('Nuit Blanche', $this->service(Shows::class)->find($show['show'])['title']);
        wp_delete_post($page, true);
    }

    /** Simple Ajax Chat, twice: a message became markup for everybody. */
    public function testCve20262987AndCve202225610NoMessageBecomesMarkup(): void {
        $show = $this->show();
        $token = $this->buyer($show)['token'];
        $this->call('POST', '/enter', ['show' => $show['show'], 'device' => 'phone'], $token);
        $posted = 0;
        foreach (self::HOSTILE as $index => $text) {
            // As slowly as the room asks for.
            remove_all_filters('parterre_clock_offset_ms');
            add_filter('parterre_clock_offset_ms', static fn(): int => $index * 10_000);
            $this->fresh();
            $answer = $this->call(
                'POST',
                '/messages',
                [
                    'show' => $show['show'],
                    'text' => $text,
                    'idempotencyKey' => bin2hex(random_bytes(12)),
                    'mediaAt' => null,
                ],
                $token,
            );
            $posted += $answer['status'] === 200 ? 1 : 0;
        }
        self::assertSame(count(self::HOSTILE), $posted);
        $dir = Directory::root() . '/' . $this->service(Feeds::class)->lane($show['show'], 'room')['dir'];
        $files = array_filter((array) glob("$dir/{,.}*", GLOB_BRACE), 'is_file');
        self::assertNotSame([], $files);
        foreach ($files as $file) {
            $bytes = (string) file_get_contents((string) $file);
            self::assertStringNotContainsString('<', $bytes, basename((string) $file));
            self::assertStringNotContainsString("\u{202E}", $bytes, 'a message turns the direction of the page');
        }
    }

    /** WP Live Chat Support: the name was trusted where the message was not. */
    public function testCve201811105ANameIsAsHostileAsAMessage(): void {
        $show = $this->show();
        $token = $this->buyer($show)['token'];
        foreach (self::HOSTILE as $name) {
            $name = mb_substr($name, 0, 40);
            $session = $this->call('PUT', '/session', ['displayName' => $name], $token);
            self::assertContains($session['status'], [200, 422], $name);
            self::assertStringNotContainsString("\u{202E}", (string) ($session['json']['displayName'] ?? ''));
        }
        self::assertSame(200, $this->call('PUT', '/session', ['displayName' => '<i>Bea</i>'], $token)['status']);
        $this->call('POST', '/enter', ['show' => $show['show'], 'device' => '<script>alert(1)</script>'], $token);
        $this->call(
            'POST',
            '/messages',
            [
                'show' => $show['show'],
                'text' => 'hello',
                'idempotencyKey' => bin2hex(random_bytes(12)),
                'mediaAt' => null,
            ],
            $token,
        );
        $dir = Directory::root() . '/' . $this->service(Feeds::class)->lane($show['show'], 'room')['dir'];
        foreach (array_filter((array) glob("$dir/*.json"), 'is_file') as $file) {
            self::assertStringNotContainsString('<', (string) file_get_contents((string) $file));
        }
    }

    /** WP Fundraising: SQL by way of a REST parameter. */
    public function testCve20220788NoParameterReachesTheDatabaseAsSql(): void {
        global $wpdb;
        $show = $this->show();
        $token = $this->buyer($show)['token'];
        $hostile = [
            "x' OR '1'='1",
            "x'; DROP TABLE {$wpdb->prefix}parterre_orders; -- ",
            '1 UNION SELECT user_pass FROM wp_users',
            "x\\' OR 1=1 -- ",
            '%27%20OR%201=1',
            "x' AND SLEEP(3) -- ",
        ];
        $startedAt = microtime(true);
        foreach ($hostile as $text) {
            $inPath = rawurlencode($text);
            $wpdb->last_error = '';
            foreach (["/shows/$inPath", "/orders/$inPath", "/carts/$inPath"] as $path) {
                $status = $this->call('GET', $path, null, $token)['status'];
                self::assertTrue($status >= 400 && $status < 500, "$path answers $status");
            }
            $bodies = [
                ['/orders', ['email' => "$text@example.org"] + $this->orderRequest($show['offer'], 1200)],
                ['/orders', $this->orderRequest($text, 1200)],
                ['/enter', ['show' => $text, 'device' => $text]],
                ['/pass-links', ['email' => $text, 'locale' => 'fr']],
                ['/pass-links/redeem', ['type' => 'code', 'email' => $text, 'code' => $text, 'device' => $text]],
            ];
            foreach ($bodies as [$path, $body]) {
                $status = $this->call('POST', $path, $body, $token)['status'];
                self::assertLessThan(500, $status, "$path, $text");
            }
            wp_set_current_user(1);
            $search = new WP_REST_Request('GET', '/parterre-admin/v1/orders');
            $search->set_query_params(['search' => $text, 'state' => $text]);
            self::assertLessThan(500, rest_do_request($search)->get_status());
            wp_set_current_user(0);
            self::assertSame('', $wpdb->last_error, $text);
        }
        self::assertLessThan(3, microtime(true) - $startedAt, 'something slept');
        self::assertGreaterThan(0, (int) $wpdb->get_var("SELECT COUNT(*) FROM {$wpdb->prefix}parterre_orders"));
    }

    /** GiveWP: an object came to life from a form's field. */
    public function testCve20248030NothingAVisitorSendsComesToLife(): void {
        $show = $this->show();
        $object = serialize(new ArrayObject(['hook' => 'system']));
        $order = $this->buyer($show, true, 'bea@example.org', [
            'consents' => ['analytics' => true],
            'attribution' => ['source' => $object],
        ]);
        $kept = $this->service(Db::class)->value('SELECT attribution FROM {orders} WHERE id = ?', [$order['order']]);
        self::assertSame($object, json_decode((string) $kept, true)['source']);
        $this->call('PUT', '/session', ['displayName' => substr($object, 0, 30)], $order['token']);
        $this->call('POST', '/enter', ['show' => $show['show'], 'device' => $object], $order['token']);
        self::assertSame(200, $this->call('GET', '/passes', null, $order['token'])['status']);
        // Core unserialises options by itself: none of ours may hold what somebody sent.
        wp_set_current_user(1);
        $this->desk('PUT', '/settings', ['settings' => ['seller' => $object]]);
        $this->fresh();
        self::assertSame($object, $this->service(Settings::class)->get('seller'));
    }

    /** GiveWP, twice: contributors read donors and changed donations. */
    public function testCve20254571AndCve20257221AContributorSeesNoBuyerAndChangesNoOrder(): void {
        $order = $this->buyer($this->show())['order'];
        foreach (['subscriber', 'contributor', 'author', 'editor'] as $role) {
            $this->become($role);
            foreach (
                [['GET', '/orders'], ['GET', "/orders/$order"], ['POST', "/orders/$order/address"]]
                as [$method, $path]
            ) {
                $answer = $this->desk($method, $path);
                self::assertSame(403, $answer->get_status(), "$role $method $path");
                self::assertStringNotContainsString('bea@example.org', (string) wp_json_encode($answer->get_data()));
            }
        }
        self::assertSame('paid', $this->service(Db::class)->value('SELECT state FROM {orders} WHERE id = ?', [$order]));
    }

    /** GiveWP: anybody could change where the money goes. */
    public function testCve202020627NobodyButAnAdministratorChangesPaymentSettings(): void {
        $before = get_option(Settings::OPTION);
        $body = ['settings' => ['currency' => 'USD', 'seller' => 'Eve', 'stripe_secret_key' => 'sk_test_eve']];
        foreach ([null, 'subscriber', 'editor', 'parterre_box_office', 'parterre_accountant'] as $role) {
            $role === null ? wp_set_current_user(0) : $this->become($role);
            foreach (['GET', 'PUT'] as $method) {
                $status = $this->desk($method, '/settings', $body)->get_status();
                self::assertSame($role === null ? 401 : 403, $status, "$role $method");
            }
            $core = new WP_REST_Request('POST', '/wp/v2/settings');
            $core->set_body_params([Settings::OPTION => ['currency' => 'USD']]);
            rest_do_request($core);
        }
        self::assertSame($before, get_option(Settings::OPTION));
    }

    /** Simple Shopping Cart: orders of others, by counting. */
    public function testCve202648868AnOrdersNumberCannotBeGuessedAndOpensNothing(): void {
        $show = $this->show();
        [$mine, $hers] = [$this->buyer($show), $this->buyer($show, true, 'eve@example.org')];
        foreach ([$mine, $hers] as ['order' => $id]) {
            self::assertMatchesRegularExpression('/^ordr_[\w-]{22,}$/', $id, '128 bits');
        }
        $answers = [];
        foreach ([$mine['order'], 'ordr_1', substr($mine['order'], 0, -1) . 'x'] as $id) {
            $answer = $this->call('GET', "/orders/$id", null, $hers['token']);
            unset($answer['json']['error']['requestId'], $answer['json']['error']['id']);
            $answers[] = [$answer['status'], $answer['json']];
        }
        self::assertSame($answers[1], $answers[0], 'somebody else’s and nobody’s look the same');
        self::assertSame($answers[1], $answers[2]);
        self::assertSame(404, $answers[0][0]);
    }

    /** pretix: a download that was not bound to its owner, an API that answered for the whole organiser. */
    public function testCve20269712AndCve20265600EveryQuestionIsAboutOnesOwn(): void {
        $order = $this->buyer($this->show())['order'];
        $this->become('parterre_promoter');
        $mine = $this->desk('POST', '/shows', [
            'title' => 'Mine',
            'startsAt' => '2027-10-31T19:30:00.000Z',
            'timeZone' => 'Europe/Paris',
            'access' => 'open',
            'published' => true,
        ])->get_data();
        self::assertSame(0, $this->desk('GET', '/orders')->get_data()['total']);
        self::assertSame([$mine['id']], array_column($this->desk('GET', '/shows')->get_data()['shows'], 'id'));
        $answer = $this->desk('GET', "/orders/$order");
        self::assertSame(404, $answer->get_status());
        self::assertStringNotContainsString('bea', (string) wp_json_encode($answer->get_data()));
    }
}
