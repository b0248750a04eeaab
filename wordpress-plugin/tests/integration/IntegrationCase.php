<?php
declare(strict_types=1);

use Parterre\Payments\Stripe\Keys;
use Parterre\Plugin;
use Parterre\Realtime\Directory;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Feeds;
use Parterre\Store\Shows;
use PHPUnit\Framework\TestCase;

/** A test on a real WordPress: everything it writes to the database is rolled back, mails are kept instead of sent. */
abstract class IntegrationCase extends TestCase {
    /** Core's globals are the site; copying them back would break it. */
    protected $backupGlobals = false;

    /** @var list<array{to: string, subject: string, message: string}> */
    protected array $mails = [];

    /** @var list<int> people made for this test */
    private array $users = [];

    protected function setUp(): void {
        global $wpdb;
        $wpdb->query('SET autocommit = 1');
        $this->fresh();
        $this->mails = [];
        add_filter('pre_wp_mail', [$this, 'keepMail'], 10, 2);
        add_filter('parterre_rate_limits', [$this, 'unlimited']);
        foreach (array_keys(Parterre\Store\Schema::tables()) as $table) {
            $wpdb->query("DELETE FROM {$wpdb->prefix}parterre_$table");
        }
    }

    protected function tearDown(): void {
        wp_set_current_user(1);
        array_map('wp_delete_user', $this->users);
        $this->users = [];
        wp_set_current_user(0);
        // Files know no rollback.
        foreach ($this->service(Feeds::class)->all() as $lane) {
            Directory::of($lane['dir'])->delete();
        }
        remove_filter('pre_wp_mail', [$this, 'keepMail']);
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        remove_all_filters('parterre_clock_offset_ms');
        remove_all_filters('parterre_live_payments');
        remove_all_filters('parterre_stripe_api_base');
        delete_option(Settings::OPTION);
        delete_option(Keys::OPTION);
        wp_cache_flush();
    }

    /** @param array{to: string, subject: string, message: string} $mail */
    public function keepMail(?bool $sent, array $mail): bool {
        $this->mails[] = $mail;
        return true;
    }

    /**
     * @param array<string, array{0: int, 1: int}> $limits
     * @return array<string, array{0: int, 1: int}>
     */
    public function unlimited(array $limits): array {
        return array_map(static fn(): array => [1_000_000, 1000], $limits);
    }

    /** Services as a new request would make them. */
    protected function fresh(): void {
        Plugin::instance()->forget();
        // The jobs of this new runner are done by these.
        $this->service(Parterre\Mail\Module::class)->register();
        $this->service(Parterre\Payments\Module::class)->register();
        $stripe = $this->service(Parterre\Payments\Stripe\Webhook::class);
        $this->service(Parterre\Jobs\Runner::class)->on(
            'stripe.event',
            static fn(array $job) => $stripe->work((string) $job['event']),
        );
    }

    /**
     * @template T of object
     * @param class-string<T> $class
     * @return T
     */
    protected function service(string $class): object {
        return Plugin::instance()->get($class);
    }

    /** A published show that is live, with one offer on a pool. @return array{show: string, offer: string, pool: string} */
    protected function show(int $capacity = 5, int $priceMinor = 1200, array $fields = []): array {
        $now = (int) (microtime(true) * 1000);
        $shows = $this->service(Shows::class);
        $show = $shows->create(
            $fields + [
                'title' => 'Nuit Blanche',
                'doors_at' => $now - 3_600_000,
                'starts_at' => $now - 1_800_000,
                'ends_at' => $now + 3_600_000,
                'live_at' => $now - 1_800_000,
                'replay_until' => $now + 7 * 86_400_000,
                'time_zone' => 'Europe/Paris',
                'published' => true,
            ],
        );
        // Without the server's address nothing is signed.
        $settings = $this->service(Settings::class);
        if ($settings->get('stream_base') === '') {
            $settings->set(['stream_base' => 'https://stream.example']);
        }
        $shows->setCameras($show, [
            [
                'id' => 'stage',
                'label' => 'Stage',
                'provider' => 'nginx',
                'live_stream' => 'stage',
                'replay_stream' => 'stage-replay',
            ],
        ]);
        $catalogue = $this->service(Catalogue::class);
        $pool = $catalogue->createPool($show, 'Seats', $capacity);
        $offer = $catalogue->saveOffer(
            ['show_id' => $show, 'name' => 'Live', 'price_minor' => $priceMinor, 'currency' => 'EUR'],
            [['kind' => 'live', 'pool_id' => $pool]],
        );
        return ['show' => $show, 'offer' => $offer, 'pool' => $pool];
    }

    /**
     * Calls an operation as a page would.
     *
     * @param array<string, mixed>|string|null $body
     * @return array{status: int, json: mixed, headers: array<string, string>}
     */
    protected function call(
        string $method,
        string $path,
        array|string|null $body = null,
        ?string $token = null,
        array $headers = [],
        array $query = [],
    ): array {
        $request = new WP_REST_Request($method, "/parterre/v1$path");
        $request->set_query_params($query);
        if ($body !== null) {
            $request->set_header('content-type', 'application/json');
            $request->set_body(is_string($body) ? $body : (string) wp_json_encode($body));
        }
        foreach ($headers + ($token === null ? [] : ['authorization' => "Bearer $token"]) as $name => $value) {
            $request->set_header($name, $value);
        }
        $response = rest_get_server()->dispatch($request);
        $response = apply_filters('rest_post_dispatch', rest_ensure_response($response), rest_get_server(), $request);
        return [
            'status' => $response->get_status(),
            'json' => json_decode((string) wp_json_encode($response->get_data()), true),
            'headers' => $response->get_headers(),
        ];
    }

    /** Somebody with a role is at the desk. @return int the user's number */
    protected function become(string $role): int {
        $user = wp_insert_user([
            'user_login' => uniqid($role),
            'user_pass' => wp_generate_password(),
            'user_email' => uniqid() . '@example.org',
            'role' => $role,
        ]);
        self::assertIsInt($user);
        $this->users[] = $user;
        wp_set_current_user($user);
        return $user;
    }

    /**
     * Calls a route of the desk as whoever is there now. The body of a GET is its query.
     *
     * @param array<string, mixed> $body
     */
    protected function desk(string $method, string $path, array $body = []): WP_REST_Response {
        $request = new WP_REST_Request($method, "/parterre-admin/v1$path");
        if ($method === 'GET') {
            $request->set_query_params($body);
        } else {
            $request->set_header('Content-Type', 'application/json');
            $request->set_body((string) wp_json_encode($body));
        }
        return rest_do_request($request);
    }

    /** @return array<string, mixed> */
    protected function orderRequest(
        string $offer,
        int $totalMinor,
        string $email = 'bea@example.org',
        int $quantity = 1,
    ): array {
        return [
            'idempotencyKey' => bin2hex(random_bytes(12)),
            'email' => $email,
            'locale' => 'fr',
            'currency' => 'EUR',
            'page' => home_url('/concert/'),
            'expectedTotal' => ['amountMinor' => $totalMinor, 'currency' => 'EUR'],
            'lines' => [['type' => 'offer', 'offer' => $offer, 'quantity' => $quantity]],
        ];
    }
}
