<?php
/**
 * Random buyers, webhooks, expiries, refunds, disputes and crashes against one shop with a Stripe of our own, and after every
 * step the invariants of docs/money.md. A crash is a real one: the process is killed, or its database connection is, at a random
 * statement or right after a request to Stripe.
 *
 *   php money.php SITE-FOLDER STRIPE-URL WEBHOOK-SECRET STEPS SEED
 *
 * Prints one JSON line: `{steps, crashes, cuts, acts: {name: count}, orders, problem}`; exits with 1 when an invariant broke.
 */

declare(strict_types=1);

use Parterre\Domain\Clock;
use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Payments\Checkout;
use Parterre\Payments\Refunds;
use Parterre\Payments\Settle;
use Parterre\Payments\Stripe\Keys;
use Parterre\Payments\Stripe\Webhook;
use Parterre\Plugin;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\JobQueue;
use Parterre\Store\Ledger;
use Parterre\Store\Shows;

[, $site, $stripe, $webhookSecret, $steps, $seed] = $argv;
define('PARTERRE_STRIPE_API_BASE', $stripe);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
require_once "$site/wp-load.php";

/** The shop, what may happen to it, and what must be true of it whatever happened. */
final class MoneyProperty {
    private const EMAILS = 12;
    /** How often a step is cut short: by a killed process, by a killed connection. */
    private const KILL = 0.06;
    private const CUT = 0.04;

    private int $offsetMs = 0;
    /** @var resource */
    private $notes;

    /** @var array<string, int> how likely each act is */
    private const ACTS = [
        'order' => 24,
        'pay' => 22,
        'arrive' => 5,
        'webhook' => 16,
        'settle' => 8,
        'cancel' => 4,
        'refund' => 6,
        'refundThere' => 3,
        'dispute' => 2,
        'closeDispute' => 3,
        'wait' => 5,
        'tick' => 5,
        'expireThere' => 2,
    ];

    public function __construct(
        private readonly string $stripe,
        private readonly string $secret,
        private readonly string $folder,
    ) {
        $this->notes = fopen("$folder/steps", 'c+');
    }

    // ── The shop ────────────────────────────────────────────────────────────────────────────────────────────────────────

    /** A show with few seats, a quota that two offers share, and a stream without an end. */
    public function open(): void {
        Keys::store(Keys::LIVE, [
            'secret_key' => 'sk_live_parterreDouble',
            'publishable_key' => 'pk_live_parterreDouble',
            'webhook_secret' => $this->secret,
        ]);
        $db = self::service(Db::class);
        foreach (array_keys(Parterre\Store\Schema::tables()) as $table) {
            $db->change("DELETE FROM {{$table}}");
        }
        $now = (int) (microtime(true) * 1000);
        $show = self::service(Shows::class)->create([
            'title' => 'Nuit Blanche',
            'doors_at' => $now + 86_400_000 * 300,
            'starts_at' => $now + 86_400_000 * 300,
            'ends_at' => $now + 86_400_000 * 301,
            'replay_until' => $now + 86_400_000 * 330,
            'time_zone' => 'Europe/Paris',
            'published' => true,
        ]);
        $catalogue = self::service(Catalogue::class);
        $hall = $catalogue->createPool($show, 'Hall', 6);
        $few = $catalogue->createPool($show, 'Few', 3);
        $offers = [];
        foreach (
            [
                ['Hall', 1999, [['kind' => 'hall', 'pool_id' => $hall]]],
                [
                    'Hall and replay',
                    2500,
                    [['kind' => 'hall', 'pool_id' => $hall], ['kind' => 'replay', 'pool_id' => $few]],
                ],
                ['Stream', 900, [['kind' => 'live', 'pool_id' => null]]],
                ['Odd', 333, [['kind' => 'live', 'pool_id' => $few]]],
            ]
            as [$name, $price, $parts]
        ) {
            $offers[] = [
                'id' => $catalogue->saveOffer(
                    ['show_id' => $show, 'name' => $name, 'price_minor' => $price, 'currency' => 'EUR'],
                    $parts,
                ),
                'price' => $price,
            ];
        }
        file_put_contents("$this->folder/offers", (string) json_encode($offers));
    }

    // ── Running ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    /**
     * Runs steps in processes that die now and then; the next one goes on after the step that killed its predecessor.
     *
     * @return array<string, mixed>
     */
    public function run(int $steps, int $seed): array {
        global $wpdb;
        $crashes = 0;
        $done = 0;
        while ($done < $steps) {
            // A child that ends would close its parent's connection with its own.
            $wpdb->close();
            $child = pcntl_fork();
            if ($child === 0) {
                $wpdb->db_connect(false);
                exit($this->walk($done, $steps, $seed));
            }
            pcntl_waitpid($child, $status);
            $wpdb->db_connect(false);
            $done = $this->noted();
            if (pcntl_wifsignaled($status)) {
                $crashes++;
                $problem = $this->problem();
            } else {
                $problem =
                    pcntl_wexitstatus($status) === 0 ? null : (string) file_get_contents("$this->folder/problem");
            }
            if ($problem !== null) {
                return $this->result($done, $crashes, "after step $done: $problem");
            }
        }
        return $this->result($done, $crashes, $this->rest());
    }

    /** One process's share: steps until it is done or dead. */
    private function walk(int $from, int $steps, int $seed): int {
        $this->offsetMs = (int) @file_get_contents("$this->folder/offset");
        for ($step = $from + 1; $step <= $steps; $step++) {
            mt_srand($seed * 1_000_003 + $step);
            $this->note($step);
            $act = $this->draw();
            $this->count($act);
            $this->arm();
            try {
                $this->fresh();
                $this->$act();
                self::service(Runner::class)->runPending();
            } catch (Refusal) {
                // A shop that says no is part of the evening.
            } catch (\Throwable $trouble) {
                if (!$this->isCut($trouble)) {
                    return $this->broken(
                        "$act threw " .
                            $trouble::class .
                            ': ' .
                            $trouble->getMessage() .
                            ' at ' .
                            $trouble->getFile() .
                            ':' .
                            $trouble->getLine(),
                    );
                }
            } finally {
                $this->disarm();
            }
            $problem = $this->problem();
            if ($problem !== null) {
                return $this->broken("$act: $problem");
            }
        }
        return 0;
    }

    /** The end of the evening: everybody is asked once more, and what is true here is what is true at Stripe. */
    private function rest(): ?string {
        $this->offsetMs = (int) @file_get_contents("$this->folder/offset");
        $this->control('clear-faults', []);
        for ($round = 0; $round < 6; $round++) {
            $this->later(900);
            foreach (self::service(Db::class)->all('SELECT id FROM {orders}') as $order) {
                $this->fresh();
                self::service(Settle::class)->settle((string) $order['id']);
                self::service(Runner::class)->runPending();
            }
            $this->fresh();
            self::service(Settle::class)->reconcile();
            self::service(Runner::class)->run(60);
            self::service(Runner::class)->runPending();
        }
        $problem = $this->problem() ?? $this->differsFromStripe();
        if ($problem !== null) {
            return "at the end: $problem";
        }
        // Every event three times, in any order, says nothing new.
        $before = $this->fingerprint();
        $events = array_merge($events = $this->look('events'), $events, $events);
        shuffle($events);
        foreach ($events as $event) {
            $this->fresh();
            $this->deliver($event);
            self::service(Runner::class)->runPending();
        }
        return $this->fingerprint() === $before ? $this->problem() ?? null : 'events that came again changed something';
    }

    // ── What may happen ─────────────────────────────────────────────────────────────────────────────────────────────────

    private function order(): void {
        $offers = json_decode((string) file_get_contents("$this->folder/offers"), true);
        $lines = [];
        $total = 0;
        foreach ((array) array_rand($offers, mt_rand(1, 2)) as $index) {
            $quantity = mt_rand(1, 3);
            $lines[] = ['type' => 'offer', 'offer' => $offers[$index]['id'], 'quantity' => $quantity];
            $total += $offers[$index]['price'] * $quantity;
        }
        $request = new WP_REST_Request('POST', '/parterre/v1/orders');
        $request->set_header('content-type', 'application/json');
        $request->set_body(
            (string) wp_json_encode([
                'idempotencyKey' => bin2hex(random_bytes(12)),
                'email' => 'fan' . mt_rand(1, self::EMAILS) . '@example.org',
                'locale' => 'fr',
                'lines' => $lines,
                'currency' => 'EUR',
                'expectedTotal' => ['amountMinor' => $total, 'currency' => 'EUR'],
                'page' => home_url('/'),
                'consents' => ['terms' => true, 'waiver' => true],
            ]),
        );
        $answer = rest_do_request($request);
        $code = $answer->get_data()['error']['code'] ?? null;
        if (
            $code !== null &&
            !in_array($code, ['sold_out', 'unavailable', 'rate_limited', 'quantity_limit', 'not_on_sale'], true)
        ) {
            throw new \LogicException("createOrder answered $code: " . wp_json_encode($answer->get_data()));
        }
    }

    private function pay(): void {
        $session = $this->one('sessions', static fn(array $one): bool => $one['status'] === 'open');
        if ($session !== null) {
            $methods = ['card', 'card', 'card', 'card', 'card-declined', 'card-3ds', 'bank', 'apple_pay'];
            $this->control('pay', [
                'session' => $session['id'],
                'method' => $methods[mt_rand(0, 7)],
                'country' => 'FR',
            ]);
        }
    }

    /** A bank debit arrives or bounces, or the buyer answers their bank. */
    private function arrive(): void {
        $intent = $this->one(
            'intents',
            static fn(array $one): bool => in_array($one['status'], ['processing', 'requires_action'], true),
        );
        if ($intent !== null) {
            $this->control($intent['status'] === 'processing' ? 'arrive' : 'authenticate', [
                'id' => $intent['id'],
                'well' => mt_rand(0, 3) > 0,
            ]);
        }
    }

    /** An event comes: any that ever was, so early, late, again and in any order. */
    private function webhook(): void {
        $events = $this->look('events');
        if ($events !== []) {
            // Mostly what is new, sometimes something old.
            $newest = max(0, count($events) - 12);
            $this->deliver($events[mt_rand(mt_rand(0, 3) > 0 ? $newest : 0, count($events) - 1)]);
        }
    }

    private function settle(): void {
        $order = $this->anOrder();
        if ($order !== null) {
            self::service(Settle::class)->settle($order);
        }
    }

    private function cancel(): void {
        $order = $this->anOrder("state IN ('pending', 'processing')");
        if ($order !== null) {
            self::service(Checkout::class)->cancel($order);
        }
    }

    private function refund(): void {
        $order = $this->anOrder("state = 'paid'");
        if ($order === null) {
            return;
        }
        $line = self::service(Db::class)->one(
            'SELECT id, quantity - refunded_quantity AS rest FROM {order_lines} WHERE order_id = ? AND quantity > refunded_quantity LIMIT 1',
            [$order],
        );
        if ($line === null) {
            return;
        }
        $row = self::service(Refunds::class)->request(
            $order,
            [['line' => (string) $line['id'], 'quantity' => mt_rand(1, (int) $line['rest'])]],
            null,
            'A test',
            'admin',
            null,
            'step-' . $this->noted(),
        );
        self::service(Refunds::class)->send($row['id']);
    }

    /** Somebody presses refund in Stripe's own dashboard. */
    private function refundThere(): void {
        $intent = $this->one('intents', static fn(array $one): bool => $one['status'] === 'succeeded');
        if ($intent !== null) {
            $this->control('refund', ['id' => $intent['id'], 'amount' => mt_rand(1, 400)]);
        }
    }

    private function dispute(): void {
        $intent = $this->one('intents', static fn(array $one): bool => $one['status'] === 'succeeded');
        if ($intent !== null) {
            $this->control('dispute', ['id' => $intent['id']]);
        }
    }

    private function closeDispute(): void {
        $dispute = $this->one(
            'disputes',
            static fn(array $one): bool => !in_array($one['status'], ['won', 'lost'], true),
        );
        if ($dispute !== null) {
            $this->control('close-dispute', ['id' => $dispute['id'], 'won' => mt_rand(0, 1) === 1]);
        }
    }

    /** Time goes by, here and at Stripe. */
    private function wait(): void {
        $this->later(mt_rand(60, 900));
    }

    private function tick(): void {
        self::service(Settle::class)->reconcile();
        self::service(Runner::class)->run(5);
    }

    private function expireThere(): void {
        $session = $this->one('sessions', static fn(array $one): bool => $one['status'] === 'open');
        if ($session !== null) {
            $this->control('expire', ['session' => $session['id']]);
        }
    }

    // ── What must be true ───────────────────────────────────────────────────────────────────────────────────────────────

    /** What is wrong with the shop, in words; null when nothing is. */
    private function problem(): ?string {
        $db = self::service(Db::class);
        $checks = [
            'pools whose held is not the sum of their holds' => "SELECT p.id, p.held, p.sold FROM {pools} p LEFT JOIN (
                    SELECT pool_id, SUM(CASE WHEN state IN ('active', 'committed') THEN units ELSE 0 END) AS held,
                           SUM(CASE WHEN state = 'sold' THEN units ELSE 0 END) AS sold FROM {holds} GROUP BY pool_id
                ) h ON h.pool_id = p.id
                WHERE p.held <> COALESCE(h.held, 0) OR p.sold <> COALESCE(h.sold, 0)",
            'pools that are oversold' =>
                'SELECT id, held, sold FROM {pools} WHERE capacity IS NOT NULL AND held + sold > capacity',
            'valid tickets without a paid line' => "SELECT t.id FROM {tickets} t
                LEFT JOIN {order_lines} l ON l.id = t.line_id LEFT JOIN {orders} o ON o.id = l.order_id
                WHERE t.state = 'valid' AND (l.id IS NULL OR o.state <> 'paid' OR t.unit >= l.quantity OR t.order_id <> o.id)",
            'two tickets of one source' =>
                'SELECT line_id FROM {tickets} GROUP BY line_id, part, unit HAVING COUNT(*) > 1',
            'paid lines with more or fewer tickets than pieces in force' => "SELECT l.id, l.quantity, l.refunded_quantity, COUNT(t.id) AS tickets
                FROM {order_lines} l JOIN {orders} o ON o.id = l.order_id
                LEFT JOIN {tickets} t ON t.line_id = l.id AND t.state = 'valid' AND t.part = 0
                WHERE o.state = 'paid' GROUP BY l.id, l.quantity, l.refunded_quantity HAVING tickets <> l.quantity - l.refunded_quantity",
            'orders whose refunds are not those of their lines' => 'SELECT o.id, o.state, o.refunded_minor, SUM(l.refunded_minor) AS lines_refunded, SUM(l.total_minor) AS total FROM {orders} o JOIN {order_lines} l ON l.order_id = o.id
                GROUP BY o.id, o.state, o.refunded_minor HAVING SUM(l.refunded_minor) <> o.refunded_minor',
            'lines refunded beyond what they cost' =>
                'SELECT id FROM {order_lines} WHERE refunded_minor > total_minor OR refunded_quantity > quantity',
            // What is owed back but has not left, or was refused, is the only difference there may be: the desk shows it.
            'orders whose ledger is not what their lines are worth' => "SELECT o.id, o.state, COALESCE(m.sum, 0) AS ledger, f.worth, COALESCE(r.owed, 0) AS owed
                FROM {orders} o
                JOIN (SELECT order_id, SUM(total_minor - refunded_minor) AS worth FROM {order_lines} GROUP BY order_id) f ON f.order_id = o.id
                LEFT JOIN (SELECT order_id, SUM(amount_minor) AS sum FROM {ledger} GROUP BY order_id) m ON m.order_id = o.id
                LEFT JOIN (SELECT order_id, SUM(amount_minor) AS owed FROM {refunds} WHERE state IN ('requested', 'failed') GROUP BY order_id) r ON r.order_id = o.id
                WHERE COALESCE(m.sum, 0) <> (CASE WHEN o.state = 'paid' THEN f.worth ELSE 0 END)
                  AND NOT (o.state NOT IN ('paid', 'disputed') AND COALESCE(m.sum, 0) BETWEEN 0 AND COALESCE(r.owed, 0))",
            'orders that hold stock though nobody waits for them' => "SELECT o.id, o.state FROM {orders} o JOIN {holds} h ON h.order_id = o.id
                WHERE h.state IN ('active', 'committed') AND o.state NOT IN ('pending', 'processing')",
            'documents out of their series' =>
                'SELECT series FROM {documents} GROUP BY series HAVING MAX(number) <> COUNT(*) OR MIN(number) <> 1',
        ];
        foreach ($checks as $what => $sql) {
            $found = $db->all($sql . ' LIMIT 3');
            if ($found !== []) {
                return "$what: " . json_encode($found);
            }
        }
        foreach (mt_rand(0, 24) === 0 ? self::service(Ledger::class)->verify() : [] as $chain) {
            if ($chain['broken'] !== null) {
                return "the chain {$chain['chain']} is broken at {$chain['broken']['number']}: {$chain['broken']['why']}";
            }
        }
        return null;
    }

    /** Whether captured, refunded and disputed are to the cent what Stripe says, order by order. */
    private function differsFromStripe(): ?string {
        $ours = [];
        foreach (
            self::service(Db::class)->all('SELECT order_id, SUM(amount_minor) AS net FROM {ledger} GROUP BY order_id')
            as $row
        ) {
            $ours[(string) $row['order_id']] = (int) $row['net'];
        }
        foreach ($this->look('statement')['orders'] as $order => $sums) {
            $net = $sums['gross'] - $sums['refunded'] - $sums['disputed'];
            if (($ours[$order] ?? 0) !== $net) {
                return "Stripe has $net for $order, the ledger " .
                    ($ours[$order] ?? 0) .
                    ': ' .
                    json_encode([
                        'stripe' => $sums,
                        'order' => self::service(Db::class)->one(
                            'SELECT state, total_minor, refunded_minor FROM {orders} WHERE id = ?',
                            [$order],
                        ),
                        'payment' => self::service(Db::class)->one('SELECT * FROM {payments} WHERE order_id = ?', [
                            $order,
                        ]),
                        'intents' => array_values(
                            array_filter(
                                $this->look('intents'),
                                static fn(array $one): bool => ($one['metadata']['order'] ?? '') === $order,
                            ),
                        ),
                        'events' => array_column(
                            array_filter(
                                $this->look('events'),
                                static fn(array $one): bool => str_contains((string) json_encode($one), $order),
                            ),
                            'type',
                        ),
                        'sessions' => array_values(
                            array_map(
                                static fn(array $one): array => [$one['id'], $one['status'], $one['payment_status']],
                                array_filter(
                                    $this->look('sessions'),
                                    static fn(array $one): bool => $one['client_reference_id'] === $order,
                                ),
                            ),
                        ),
                    ]);
            }
        }
        $waiting = self::service(Db::class)->all("SELECT id, state FROM {refunds} WHERE state = 'requested' LIMIT 3");
        return $waiting === [] ? null : 'refunds that never left: ' . json_encode($waiting);
    }

    /** Everything that a repeated event must not change. */
    private function fingerprint(): string {
        $db = self::service(Db::class);
        $all = [];
        foreach (
            [
                'SELECT id, state, refunded_minor, paid_at FROM {orders} ORDER BY id',
                'SELECT id, state, unit, part FROM {tickets} ORDER BY id',
                'SELECT id, held, sold FROM {pools} ORDER BY id',
                'SELECT id, state, amount_minor FROM {refunds} ORDER BY id',
                'SELECT number, hash FROM {ledger} ORDER BY chain, number',
                'SELECT series, number FROM {documents} ORDER BY series, number',
                "SELECT template, order_id FROM {mails} WHERE template <> 'pass_link' ORDER BY template, order_id",
            ]
            as $sql
        ) {
            $all[] = $db->all($sql);
        }
        return md5((string) json_encode($all));
    }

    // ── Tools ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    /** Decides whether and where this step will be cut short. */
    private function arm(): void {
        $draw = mt_rand() / mt_getrandmax();
        $at = mt_rand(1, 45);
        if ($draw >= self::KILL + self::CUT) {
            return;
        }
        $kill = $draw < self::KILL;
        if ($kill && mt_rand(0, 3) === 0) {
            // Stripe has done it, and nobody here will know.
            add_filter('http_response', static function (array $response): array {
                posix_kill(getmypid(), SIGKILL);
                return $response;
            });
            return;
        }
        add_filter('query', function (string $sql) use (&$at, $kill): string {
            if (--$at === 0) {
                $kill ? posix_kill(getmypid(), SIGKILL) : $this->cutConnection();
            }
            return $sql;
        });
    }

    private function disarm(): void {
        remove_all_filters('query');
        remove_all_filters('http_response');
    }

    /** The server drops this process's connection; wpdb makes a new one without a word. */
    private function cutConnection(): void {
        global $wpdb;
        $thread = mysqli_thread_id($wpdb->dbh);
        [$host, $port, $socket] = $wpdb->parse_db_host(DB_HOST);
        $other = mysqli_connect($host, DB_USER, DB_PASSWORD, DB_NAME, (int) $port, $socket);
        mysqli_query($other, "KILL $thread");
        mysqli_close($other);
        $this->count('cut');
    }

    /** Whether a failure is what a killed connection looks like to whoever asks after five tries. */
    private function isCut(\Throwable $trouble): bool {
        return $trouble instanceof Parterre\Store\LostConnection ||
            ($trouble instanceof Parterre\Store\DbError &&
                preg_match(
                    '/gone away|Lost connection|refused a statement|Connection was killed/i',
                    $trouble->getMessage(),
                ) === 1);
    }

    private function fresh(): void {
        Plugin::instance()->forget();
        self::service(Clock::class)->shift($this->offsetMs);
        foreach ([Parterre\Mail\Module::class, Parterre\Payments\Module::class, Webhook::class] as $module) {
            self::service($module)->register();
        }
        wp_cache_flush();
    }

    private function later(int $seconds): void {
        $this->offsetMs += $seconds * 1000;
        file_put_contents("$this->folder/offset", (string) $this->offsetMs);
        $this->control('advance', ['seconds' => $seconds]);
    }

    /** @param array<string, mixed> $event */
    private function deliver(array $event): void {
        $body = (string) json_encode($event, JSON_UNESCAPED_SLASHES);
        $at = intdiv(self::service(Clock::class)->nowMs(), 1000);
        $request = new WP_REST_Request('POST', '/parterre/v1' . Webhook::PATH);
        $request->set_header('stripe_signature', "t=$at,v1=" . hash_hmac('sha256', "$at.$body", $this->secret));
        $request->set_body($body);
        $status = rest_do_request($request)->get_status();
        if ($status !== 200) {
            throw new \LogicException("The webhook answered $status to {$event['type']}.");
        }
    }

    private function anOrder(string $where = '1 = 1'): ?string {
        $orders = self::service(Db::class)->all(
            "SELECT id FROM {orders} WHERE $where ORDER BY created_at DESC LIMIT 40",
        );
        return $orders === [] ? null : (string) $orders[mt_rand(0, count($orders) - 1)]['id'];
    }

    /** @return array<string, mixed>|null one of the double's newest objects that fits */
    private function one(string $kind, callable $fits): ?array {
        $found = array_slice(array_values(array_filter($this->look($kind), $fits)), -25);
        return $found === [] ? null : $found[mt_rand(0, count($found) - 1)];
    }

    /** @return array<array-key, mixed> */
    private function look(string $what): array {
        return (array) json_decode($this->http('GET', $what, ''), true);
    }

    /** @param array<string, mixed> $order */
    private function control(string $what, array $order): void {
        // A buyer who is refused is no failure of the shop.
        $this->http('POST', $what, (string) json_encode((object) $order));
    }

    private function http(string $method, string $what, string $body): string {
        return (string) file_get_contents(
            "$this->stripe/_double/$what",
            false,
            stream_context_create([
                'http' => ['method' => $method, 'content' => $body, 'ignore_errors' => true, 'timeout' => 20],
            ]),
        );
    }

    private function draw(): string {
        $at = mt_rand(1, array_sum(self::ACTS));
        foreach (self::ACTS as $act => $weight) {
            $at -= $weight;
            if ($at <= 0) {
                return $act;
            }
        }
        return 'wait';
    }

    private function note(int $step): void {
        ftruncate($this->notes, 0);
        rewind($this->notes);
        fwrite($this->notes, (string) $step);
        fflush($this->notes);
    }

    private function noted(): int {
        return (int) file_get_contents("$this->folder/steps");
    }

    private function count(string $act): void {
        file_put_contents("$this->folder/acts", "$act\n", FILE_APPEND);
    }

    private function broken(string $problem): int {
        file_put_contents("$this->folder/problem", $problem);
        return 3;
    }

    /** @return array<string, mixed> */
    private function result(int $steps, int $crashes, ?string $problem): array {
        $acts = array_count_values(array_filter(explode("\n", (string) file_get_contents("$this->folder/acts"))));
        $orders = [];
        foreach (self::service(Db::class)->all('SELECT state, COUNT(*) AS n FROM {orders} GROUP BY state') as $row) {
            $orders[(string) $row['state']] = (int) $row['n'];
        }
        return compact('steps', 'crashes', 'acts', 'orders', 'problem');
    }

    /**
     * @template T of object
     * @param class-string<T> $class
     * @return T
     */
    private static function service(string $class): object {
        return Plugin::instance()->get($class);
    }
}

add_filter('pre_wp_mail', '__return_true');
add_filter(
    'parterre_rate_limits',
    static fn(array $limits): array => array_map(static fn(): array => [1_000_000, 1000], $limits),
);
$folder = sys_get_temp_dir() . '/parterre-money-' . getmypid();
mkdir($folder);
$property = new MoneyProperty($stripe, $webhookSecret, $folder);
$property->open();
$result = $property->run((int) $steps, (int) $seed);
array_map('unlink', (array) glob("$folder/*"));
rmdir($folder);
echo json_encode($result), "\n";
exit($result['problem'] === null ? 0 : 1);
