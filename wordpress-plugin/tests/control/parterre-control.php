<?php
/**
 * Plugin Name: Parterre rig: control
 * Description: Lets the conformance suite prepare this site and look behind it (packages/backend/src/conformance/README.md). Copied into test sites only; never in the zip.
 *
 * It plants rows and reads rows past the code that answers operations, and shifts the plugin's one clock. Whoever can reach
 * a site with this file in it owns that site.
 */

declare(strict_types=1);

defined('ABSPATH') || exit();

use Parterre\Access\Honouring;
use Parterre\Domain\Instant;
use Parterre\Payments\Settle;
use Parterre\Jobs\Runner;
use Parterre\Payments\TestGateway;
use Parterre\Plugin;
use Parterre\Realtime\Announcer;
use Parterre\Realtime\Directory;
use Parterre\Realtime\Writer;
use Parterre\Domain\Secrets;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Codes;
use Parterre\Store\Db;
use Parterre\Store\Door;
use Parterre\Store\Feeds;
use Parterre\Store\Orders;
use Parterre\Store\Replays;
use Parterre\Store\Schema;
use Parterre\Store\Shows;
use Parterre\Store\TestPayments;
use Parterre\Store\Tickets;

final class Parterre_Control {
    private const CLOCK = 'parterre_control_offset_ms';
    private const LIVE = 'parterre_control_live';
    private const URLS = 'parterre_control_urls';
    private const MAILS = 'parterre_control_mails';

    public static function attach(): void {
        add_filter('parterre_clock_offset_ms', static fn(): int => (int) get_option(self::CLOCK, 0));
        add_filter('parterre_live_payments', static fn(): bool => (bool) get_option(self::LIVE, false));
        // The suite asks thousands of times from one address: what it tests are the rules, not the allowances.
        add_filter(
            'parterre_rate_limits',
            static fn(array $limits): array => array_map(static fn(): array => [1_000_000, 1000], $limits),
        );
        add_filter(
            'parterre_show_url',
            static fn(string $url, array $show): string => get_option(self::URLS, [])[$show['id']] ?? $url,
            10,
            2,
        );
        add_filter('pre_wp_mail', [self::class, 'catchMail'], 10, 2);
        add_action('init', [self::class, 'answer'], 100);
    }

    /**
     * Keeps a mail instead of sending it.
     *
     * @param array{to: string|list<string>, subject: string, message: string} $mail
     */
    public static function catchMail(?bool $result, array $mail): bool {
        global $wpdb;
        $wpdb->insert($wpdb->prefix . self::MAILS, [
            'recipient' => implode(',', (array) $mail['to']),
            'subject' => $mail['subject'],
            'body' => $mail['message'],
        ]);
        return true;
    }

    public static function answer(): void {
        if (!isset($_GET['parterre-control'])) {
            return;
        }
        try {
            $command = json_decode((string) file_get_contents('php://input'), true, 64, JSON_THROW_ON_ERROR);
            $answer = self::run($command);
            $status = 200;
        } catch (\Throwable $problem) {
            $answer = [
                'error' => $problem->getMessage() . ' at ' . basename($problem->getFile()) . ':' . $problem->getLine(),
            ];
            $status = 400;
        }
        status_header($status);
        nocache_headers();
        header('Content-Type: application/json');
        echo wp_json_encode($answer === [] ? new \stdClass() : $answer);
        exit();
    }

    /** @return array<string, mixed> */
    private static function run(array $command): array {
        return match ($command['cmd']) {
            'reset' => self::reset($command['seed']),
            'now' => self::now(),
            'advance' => self::advance((float) $command['seconds']),
            'signals' => self::told(
                self::get(Announcer::class)->phase($command['show'], self::signals($command['signals']), 'provider'),
            ),
            'status' => self::told(
                self::get(Announcer::class)->phase($command['show'], ['status' => $command['status']], 'desk'),
            ),
            'voidTicket' => self::told(self::get(Tickets::class)->void($command['ticket'], 'control')),
            'checkIn' => self::told(self::checkIn($command['ticket'])),
            'capacity' => self::capacity($command['pool'], $command['capacity']),
            'soldElsewhere' => self::soldElsewhere($command['pool'], $command['full']),
            'honour' => self::told(self::get(Honouring::class)->set($command['show'], $command['level'], 0)),
            'raiseEpoch' => self::told(
                self::get(Shows::class)->update($command['show'], [
                    'epoch' => self::get(Shows::class)->find($command['show'])['epoch'] + 1,
                ]),
            ),
            'rotateRoom' => self::told(
                self::get(Writer::class)->rotate(self::get(Feeds::class)->lane($command['show'], 'room')['id']),
            ),
            'approvePayment' => self::told(
                self::get(TestGateway::class)->approve(
                    self::get(Orders::class)->find($command['order']) ??
                        throw new \RuntimeException('There is no such order.'),
                ),
            ),
            'provider' => self::told(
                self::provider($command['order'], $command['says'], (bool) ($command['webhook'] ?? false)),
            ),
            'work' => self::work(),
            'liveKeys' => self::told(update_option(self::LIVE, (int) $command['present'])),
            'tick' => self::tick(),
            'peek' => self::peek($command),
            default => throw new \RuntimeException("There is no command {$command['cmd']}."),
        };
    }

    /** Somebody comes in with a ticket at the door of the hall. */
    private static function checkIn(string $id): void {
        $ticket = self::get(Tickets::class)->find($id) ?? throw new \RuntimeException('There is no such ticket.');
        $mark = ['id' => 'chck_control_' . $id, 'ticket' => $id, 'at' => self::now()['now'], 'in' => true];
        self::get(Db::class)->transaction(
            fn(): bool => self::get(Door::class)->add($ticket['show_id'], $mark, 'control', 0),
        );
    }

    /** What the test provider says from now on; `$webhook` has it tell so at once. */
    private static function provider(string $id, string $says, bool $webhook): void {
        $order = self::get(Orders::class)->find($id) ?? throw new \RuntimeException('There is no such order.');
        $disputes = self::get(TestPayments::class)->find($id)['disputes'] ?? [];
        $disputed = in_array('open', array_column($disputes, 'state'), true);
        $what = match ($says) {
            'approved' => $disputed ? 'won' : 'paid',
            default => $says,
        };
        self::get(TestGateway::class)->say($order, $what);
        if ($webhook) {
            self::get(Settle::class)->fromWebhook($id);
        }
    }

    /** @return array<string, mixed> */
    private static function reset(array $seed): array {
        self::waitForJobs();
        $db = self::get(Db::class);
        foreach (self::get(Feeds::class)->all() as $lane) {
            Directory::of($lane['dir'])->delete();
        }
        foreach (array_keys(Schema::tables()) as $table) {
            $db->change("DELETE FROM {{$table}}");
        }
        global $wpdb;
        $mails = $wpdb->prefix . self::MAILS;
        $wpdb->query(
            "CREATE TABLE IF NOT EXISTS `$mails` (id BIGINT NOT NULL AUTO_INCREMENT, recipient VARCHAR(254) NOT NULL, subject TEXT NOT NULL, body LONGTEXT NOT NULL, PRIMARY KEY (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
        );
        $wpdb->query("DELETE FROM `$mails`");
        update_option(self::CLOCK, 0);
        update_option(self::LIVE, 0);
        update_option(self::URLS, array_column($seed['shows'], 'url', 'id'));
        Plugin::instance()->forget();
        self::plant($seed);
        return self::now();
    }

    private static function plant(array $seed): void {
        $venue = $seed['venue'];
        self::get(Settings::class)->set([
            'venue_name' => $venue['name'],
            'seller' => $venue['seller'],
            'currency' => $venue['currency'],
            'terms_url' => (string) $venue['termsUrl'],
            'privacy_url' => (string) $venue['privacyUrl'],
            'passes_url' => (string) $venue['passesUrl'],
            'pickup_place' => $venue['pickupPlace'],
            'country' => $venue['country'] ?? 'FR',
            'money_split' => $venue['split'] ?? [],
            'postage_zones' => array_map(
                static fn(array $zone): array => [
                    'name' => $zone['name'],
                    'countries' => $zone['countries'],
                    'priceMinor' => $zone['price']['amountMinor'],
                    'extraMinor' => $zone['extraPiece']['amountMinor'],
                ],
                $venue['postage'] ?? [],
            ),
            'allowed_origins' => $venue['origins'],
            'features' => $venue['features'],
            'transfers' => $venue['transfers'] ?? true,
            'casting' => $venue['casting'] ?? true,
            // Everybody in the suite comes from one network.
            'holds_per_network' => 100_000,
            'stream_base' => 'https://stream.example',
            'stream_secret' => 'control',
            'feed_poll_ms' => 200,
            'test_stream' => $venue['testClip'] ?? false ? 'test' : '',
        ]);
        update_option('timezone_string', $venue['timeZone']);
        $shows = self::get(Shows::class);
        $catalogue = self::get(Catalogue::class);
        foreach ($seed['pools'] as $pool) {
            $catalogue->createPool(null, $pool['id'], $pool['capacity'], $pool['id']);
            $catalogue->setSoldElsewhere($pool['id'], (bool) ($pool['full'] ?? false));
        }
        foreach ($seed['shows'] as $show) {
            $shows->create(
                [
                    'id' => $show['id'],
                    'slug' => $show['slug'],
                    'title' => $show['title'],
                    'artists' => $show['artists'],
                    'summary' => $show['summary'],
                    'description' => $show['description'],
                    'poster' => $show['poster'],
                    'place' => $show['place'],
                    'doors_at' => Instant::parse($show['doorsAt']),
                    'starts_at' => Instant::parse($show['startsAt']),
                    'ends_at' => Instant::parse($show['endsAt']),
                    'time_zone' => $show['timeZone'],
                    'status' => $show['status'],
                    'access' => $show['access'],
                    'replay_until' => Instant::parse($show['replayUntil']),
                    'chat' => $show['chat'],
                    'sound' => $show['sound'] ?? 'master',
                    'mark' => $show['marked'] ?? false ? 'on' : '',
                    'published' => true,
                ] + self::signals($show['signals']),
            );
            $shows->setCameras(
                $show['id'],
                array_map(
                    static fn(array $camera): array => [
                        'id' => $camera['id'],
                        'label' => $camera['label'],
                        'capability' => $camera['capability'],
                        'offset_ms' => $camera['offsetMs'],
                        'provider' => 'nginx',
                        'live_stream' => $camera['id'],
                        'replay_stream' => $camera['id'],
                        'backup_stream' => $camera['backup'] ?? false ? $camera['id'] . '-backup' : '',
                    ],
                    $show['cameras'],
                ),
            );
            self::get(Replays::class)->setChapters(
                $show['id'],
                array_map(
                    static fn(array $chapter): array => [
                        'atMs' => $chapter['atMs'],
                        'mediaAt' => Instant::parse($chapter['at']),
                        'title' => $chapter['title'],
                    ],
                    $show['chapters'] ?? [],
                ),
            );
            $shows->setCrew(
                $show['id'],
                array_map(
                    static fn(string $email): array => [
                        'email' => $email,
                        'email_hash' => self::get(Secrets::class)->hashEmail($email),
                        'role' => 'moderator',
                    ],
                    $show['crew'],
                ),
            );
            foreach ($show['offers'] as $position => $offer) {
                $catalogue->saveOffer(
                    [
                        'id' => $offer['id'],
                        'show_id' => $show['id'],
                        'name' => $offer['name'],
                        'description' => $offer['description'],
                        'pricing' => $offer['pricing'] ?? 'fixed',
                        'price_minor' => $offer['price']['amountMinor'],
                        'max_minor' => $offer['choice']['max']['amountMinor'] ?? null,
                        'suggestions' => array_column($offer['choice']['suggestions'] ?? [], 'amountMinor'),
                        'currency' => $offer['price']['currency'],
                        'opens_at' => Instant::parse($offer['opensAt']),
                        'closes_at' => Instant::parse($offer['closesAt']),
                        'opens_after' => $offer['opensAfter'] ?? null,
                        'hidden' => $offer['hidden'] ?? false,
                        'max_per_order' => $offer['maxPerOrder'],
                        'max_per_person' => $offer['maxPerPerson'] ?? null,
                        'position' => $position,
                    ],
                    self::parts($offer['includes'], $offer['draws']),
                    self::quotas($offer['includes'], $offer['draws']),
                );
            }
        }
        foreach ($seed['campaigns'] ?? [] as $campaign) {
            self::campaign($campaign, $venue['currency']);
        }
        foreach ($seed['codes'] ?? [] as $code) {
            self::get(Codes::class)->create([
                'id' => $code['id'],
                'code' => $code['code'],
                'type' => $code['type'],
                'value' => $code['value'],
                'offers' => $code['offers'],
                'shows' => $code['shows'],
                'opens_at' => Instant::parse($code['opensAt']),
                'closes_at' => Instant::parse($code['closesAt']),
                'max_uses' => $code['maxUses'],
                'max_per_person' => $code['maxPerPerson'],
                'pieces' => $code['pieces'],
            ]);
        }
        foreach ($seed['products'] as $position => $product) {
            $catalogue->saveProduct(
                [
                    'id' => $product['id'],
                    'show_id' => $product['show'],
                    'name' => $product['name'],
                    'description' => $product['description'],
                    'images' => $product['images'],
                    'position' => $position,
                ],
                array_map(
                    static fn(array $variant): array => [
                        'id' => $variant['id'],
                        'label' => $variant['label'],
                        'price_minor' => $variant['price']['amountMinor'],
                        'currency' => $variant['price']['currency'],
                        'pool_id' => $variant['draws'][0]['pool'] ?? null,
                        'max_per_order' => $variant['maxPerOrder'],
                    ],
                    $product['variants'],
                ),
            );
        }
    }

    private static function campaign(array $campaign, string $currency): void {
        $campaigns = self::get(\Parterre\Store\Campaigns::class);
        $campaigns->create([
            'id' => $campaign['id'],
            'slug' => $campaign['slug'],
            'title' => $campaign['title'],
            'summary' => $campaign['summary'],
            'description' => $campaign['description'],
            'picture' => $campaign['picture'],
            'show_id' => $campaign['show'],
            'mode' => $campaign['mode'],
            'goal_kind' => $campaign['goal']['kind'],
            'goal_target' => $campaign['goal']['target'],
            'currency' => $currency,
            'minimum_percent' => $campaign['minimumCapturedPercent'],
            'opens_at' => Instant::parse($campaign['opensAt']),
            'deadline' => Instant::parse($campaign['deadline']),
            'minimum_minor' => $campaign['minimumMinor'],
            'stretch' => $campaign['stretchGoals'],
            'published' => true,
        ]);
        $campaigns->setRewards(
            $campaign['id'],
            array_map(
                static fn(array $reward): array => [
                    'id' => $reward['id'],
                    'name' => $reward['name'],
                    'description' => $reward['description'],
                    'price_minor' => $reward['price']['amountMinor'],
                    'pool_id' => $reward['draws'][0]['pool'] ?? null,
                    'parts' => array_map(
                        static fn(array $part): array => [
                            'kind' => $part['kind'],
                            'show_id' => $part['show'],
                            'title' => $part['title'],
                            'valid_from' => Instant::parse($part['from']),
                            'valid_until' => Instant::parse($part['until']),
                            'pool_id' => null,
                            'units' => 1,
                            'capabilities' => [],
                        ],
                        $reward['includes'],
                    ),
                ],
                $campaign['rewards'],
            ),
        );
    }

    /** Does what jobs have to do by now. */
    private static function work(): array {
        self::get(\Parterre\Campaigns\Work::class)->tick();
        self::get(\Parterre\Jobs\Runner::class)->run(5);
        return [];
    }

    /** Draws that no part is left for. */
    private static function quotas(array $includes, array $draws): array {
        return array_map(
            static fn(array $draw): array => ['pool_id' => $draw['pool'], 'units' => $draw['units']],
            array_slice($draws, count($includes)),
        );
    }

    /** Our parts draw on at most one pool each: the first draw goes with the first part, and so on. */
    private static function parts(array $includes, array $draws): array {
        return array_map(
            static fn(array $part, int $index): array => [
                'kind' => $part['kind'],
                'show_id' => $part['show'],
                'title' => $part['title'],
                'valid_from' => Instant::parse($part['from']),
                'valid_until' => Instant::parse($part['until']),
                'pool_id' => $draws[$index]['pool'] ?? null,
                'units' => $draws[$index]['units'] ?? 1,
            ],
            $includes,
            array_keys($includes),
        );
    }

    /** @return array<string, int|string|null> */
    private static function signals(array $signals): array {
        $columns = [];
        foreach (
            ['liveAt' => 'live_at', 'pausedAt' => 'paused_at', 'endedAt' => 'ended_at', 'replayAt' => 'replay_at']
            as $name => $column
        ) {
            if (array_key_exists($name, $signals)) {
                $columns[$column] = Instant::parse($signals[$name]);
            }
        }
        return $columns + array_intersect_key($signals, ['forced' => true, 'notice' => true]);
    }

    /** @return array{now: int} */
    private static function now(): array {
        return ['now' => (int) floor(microtime(true) * 1000) + (int) get_option(self::CLOCK, 0)];
    }

    /** @return array{now: int} */
    private static function advance(float $seconds): array {
        self::waitForJobs();
        update_option(self::CLOCK, (int) get_option(self::CLOCK, 0) + (int) round($seconds * 1000));
        return self::now();
    }

    /** What the site does when nobody asks. */
    private static function tick(): array {
        self::get(Runner::class)->tick();
        return [];
    }

    private static function capacity(string $pool, ?int $capacity): array {
        self::get(Catalogue::class)->setCapacity($pool, $capacity);
        self::get(Announcer::class)->stock([$pool]);
        return [];
    }

    private static function soldElsewhere(string $pool, bool $full): array {
        self::get(Catalogue::class)->setSoldElsewhere($pool, $full);
        self::get(Announcer::class)->stock([$pool]);
        return [];
    }

    /** @return array<string, mixed> */
    private static function peek(array $command): array {
        $db = self::get(Db::class);
        $now = self::now()['now'];
        switch ($command['what']) {
            case 'pools':
                $rows = $db->all('SELECT id, capacity, held, sold FROM {pools}');
                return [
                    'pools' => array_map(
                        static fn(array $row): array => [
                            'id' => $row['id'],
                            'capacity' => $row['capacity'] === null ? null : (int) $row['capacity'],
                            'held' => (int) $row['held'],
                            'sold' => (int) $row['sold'],
                        ],
                        $rows,
                    ),
                ];
            case 'orders':
                $rows = $db->all('SELECT id, email, state, total_minor, currency FROM {orders} ORDER BY created_at');
                return [
                    'orders' => array_map(
                        static fn(array $row): array => [
                            'id' => $row['id'],
                            'email' => $row['email'],
                            'state' => $row['state'],
                            'total' => ['amountMinor' => (int) $row['total_minor'], 'currency' => $row['currency']],
                        ],
                        $rows,
                    ),
                ];
            case 'tickets':
                return [
                    'tickets' => $db->all(
                        'SELECT id, order_id AS `order`, show_id AS `show`, kind, source, state FROM {tickets} ORDER BY created_at, line_id, part, unit',
                    ),
                ];
            case 'deliveries':
                $rows = $db->all('SELECT id, order_id AS `order`, code, `lines` FROM {deliveries}');
                return [
                    'deliveries' => array_map(
                        static fn(array $row): array => ['lines' => json_decode((string) $row['lines'], true)] + $row,
                        $rows,
                    ),
                ];
            case 'leases':
                $rows = $db->all('SELECT id, ticket_id AS ticket, show_id AS `show`, state, expires_at FROM {leases}');
                return [
                    'leases' => array_map(
                        static fn(array $row): array => [
                            'id' => $row['id'],
                            'ticket' => $row['ticket'],
                            'show' => $row['show'],
                            'live' => $row['state'] === 'held' && (int) $row['expires_at'] > $now,
                        ],
                        $rows,
                    ),
                ];
            case 'sessions':
                $rows = $db->all('SELECT kind, ended_at, expires_at FROM {sessions} ORDER BY created_at');
                return [
                    'sessions' => array_map(
                        static fn(array $row): array => [
                            'kind' => $row['kind'],
                            'live' => $row['ended_at'] === null && (int) $row['expires_at'] > $now,
                        ],
                        $rows,
                    ),
                ];
            case 'mails':
                return ['mails' => self::mails()];
            case 'waiting':
                self::waitForJobs();
                return [
                    'waiting' => array_map(
                        static fn(array $row): array => ['quantity' => (int) $row['quantity']] + $row,
                        $db->all(
                            'SELECT email, show_id AS `show`, quantity, state FROM {waiting} ORDER BY joined_at, id',
                        ),
                    ),
                ];
            case 'messages':
                $rows = $db->all(
                    'SELECT id, show_id AS `show`, `text`, removed_at FROM {messages} WHERE show_id = ? ORDER BY `at`',
                    [$command['show']],
                );
                return [
                    'messages' => array_map(
                        static fn(array $row): array => [
                            'id' => $row['id'],
                            'show' => $row['show'],
                            'text' => $row['text'],
                            'removed' => $row['removed_at'] !== null,
                        ],
                        $rows,
                    ),
                ];
            case 'feed':
                return self::feed($command['show'], $command['lane']);
            case 'events':
                return ['events' => $db->all('SELECT name AS type FROM {events} ORDER BY id')];
        }
        throw new \RuntimeException("There is nothing called {$command['what']} to look at.");
    }

    /** All that is stored of a lane for readers: every file of its folder, and the rows they are made from. */
    private static function feed(string $show, string $lane): array {
        $db = self::get(Db::class);
        $row =
            $db->one('SELECT * FROM {feeds} WHERE show_id = ? AND lane = ?', [$show, $lane]) ??
            throw new \RuntimeException('There is no such lane yet.');
        $text = '';
        foreach ((array) glob(Directory::root() . '/' . $row['dir'] . '/{*,.[a-z]*}', GLOB_BRACE) as $file) {
            $text .= file_get_contents((string) $file) . "\n";
        }
        foreach ($db->all('SELECT body FROM {feed_messages} WHERE feed_id = ?', [$row['id']]) as $message) {
            $text .= $message['body'] . "\n";
        }
        $head = json_decode((string) file_get_contents(Directory::root() . '/' . $row['dir'] . '/head.json'), true);
        return ['epoch' => $head['epoch'], 'seq' => $head['seq'], 'text' => $text];
    }

    /** @return list<array<string, mixed>> */
    private static function mails(): array {
        self::waitForJobs();
        global $wpdb;
        $mails = $wpdb->prefix . self::MAILS;
        return array_map(static function (array $mail): array {
            preg_match('/#parterre=(waiting\.)?([A-Za-z0-9_-]+)/', $mail['body'], $secret);
            $text = trim(
                html_entity_decode(
                    wp_strip_all_tags((string) preg_replace('/<title>.*?<\/title>/s', '', $mail['body'])),
                    ENT_QUOTES,
                    'UTF-8',
                ),
            );
            $isLink = preg_match('/\b(\d{6})\b/', $mail['subject'], $code) === 1;
            return [
                'to' => $mail['recipient'],
                'kind' => match (true) {
                    $isLink => 'passLink',
                    ($secret[1] ?? '') !== '' => 'waiting',
                    str_contains($mail['subject'], '“Campaign camp_') => 'pledge',
                    str_starts_with($mail['subject'], 'A gift') => 'gift',
                    preg_match('/^(Yours to accept|You are handing on|Handed on|It is yours):/', $mail['subject']) === 1
                        => 'transfer',
                    default => 'receipt',
                },
                'secret' => $secret[2] ?? '',
                'code' => $isLink ? $code[1] : null,
                'text' => $mail['subject'] . "\n" . $text,
            ];
        }, (array) $wpdb->get_results("SELECT * FROM `$mails` ORDER BY id", ARRAY_A));
    }

    /** The mails of a request leave after its answer; the oracle waits for them. */
    private static function waitForJobs(): void {
        $until = microtime(true) + 5;
        while (microtime(true) < $until) {
            $waiting = (int) self::get(Db::class)->value(
                "SELECT COUNT(*) FROM {jobs} WHERE state = 'waiting' AND attempts < 2 AND run_at <= ? AND (type LIKE ? OR type LIKE ?)",
                [self::now()['now'], 'mail.%', 'waiting.%'],
            );
            if ($waiting === 0) {
                return;
            }
            usleep(10_000);
        }
    }

    /** @return array<string, mixed> */
    private static function told(mixed $ignored): array {
        return [];
    }

    /**
     * @template T of object
     * @param class-string<T> $class
     * @return T
     */
    private static function get(string $class): object {
        return Plugin::instance()->get($class);
    }
}

Parterre_Control::attach();
