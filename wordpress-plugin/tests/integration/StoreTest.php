<?php
declare(strict_types=1);

use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Payments\Checkout;
use Parterre\Payments\Refunds;
use Parterre\Payments\Settle;
use Parterre\Payments\TestGateway;
use Parterre\Realtime\Directory;
use Parterre\Realtime\Writer;
use Parterre\Store\Db;
use Parterre\Store\DbError;
use Parterre\Store\Feeds;
use Parterre\Store\JobQueue;
use Parterre\Store\Migrations;
use Parterre\Store\Orders;
use Parterre\Store\Schema;
use Parterre\Store\TestPayments;

require_once __DIR__ . '/IntegrationCase.php';

/** Tables, transactions, settlement, the feed's files and jobs, on MariaDB. */
final class StoreTest extends IntegrationCase {
    public function testEveryTableIsThereWithItsColumnsAndKeepsTransactions(): void {
        global $wpdb;
        self::assertSame([], $this->service(Migrations::class)->tablesWithoutTransactions());
        foreach (Schema::tables() as $table => $definition) {
            $columns = $wpdb->get_col("SHOW COLUMNS FROM {$wpdb->prefix}parterre_$table");
            self::assertSame(array_keys($definition['columns']), $columns, $table);
        }
        self::assertSame(Migrations::newest(), (int) get_option(Migrations::OPTION));
    }

    public function testMigrationsRunOnceAndHealALostTable(): void {
        global $wpdb;
        $migrations = $this->service(Migrations::class);
        self::assertSame([], $migrations->run());
        $wpdb->query("DROP TABLE {$wpdb->prefix}parterre_carts");
        update_option(Migrations::OPTION, 0);
        $migrations->runIfBehind();
        self::assertSame(
            'parterre_carts',
            substr((string) $wpdb->get_var("SHOW TABLES LIKE '%parterre_carts'"), strlen($wpdb->prefix)),
        );
        self::assertSame(['done', 'done'], array_column(array_slice($migrations->history(), 0, 2), 'state'));
    }

    public function testTheLockOfMigrationsIsHeldByOneOnly(): void {
        add_option('parterre_schema_lock', (string) time(), '', false);
        update_option(Migrations::OPTION, 0);
        self::assertSame([], $this->service(Migrations::class)->run());
        update_option('parterre_schema_lock', (string) (time() - 601));
        self::assertNotSame([], $this->service(Migrations::class)->run());
    }

    public function testATransactionIsAllOrNothing(): void {
        $db = $this->service(Db::class);
        $show = $this->show();
        try {
            $db->transaction(function () use ($db, $show): void {
                $db->change('UPDATE {pools} SET held = 3 WHERE id = ?', [$show['pool']]);
                throw new Refusal('sold_out');
            });
        } catch (Refusal) {
            // Expected.
        }
        self::assertSame('0', $db->value('SELECT held FROM {pools} WHERE id = ?', [$show['pool']]));
    }

    public function testASilentReconnectInsideATransactionIsNoticed(): void {
        global $wpdb;
        $db = $this->service(Db::class);
        $show = $this->show();
        $attempts = 0;
        $db->transaction(function () use ($db, $show, $wpdb, &$attempts): void {
            $db->change('UPDATE {pools} SET held = held + 1 WHERE id = ?', [$show['pool']]);
            if (++$attempts === 1) {
                // What wpdb does by itself when the server has gone away: a new connection, and no word about it.
                $wpdb->close();
                $wpdb->db_connect();
            }
        });
        self::assertSame(2, $attempts);
        self::assertSame('1', $db->value('SELECT held FROM {pools} WHERE id = ?', [$show['pool']]));
    }

    public function testAFailedStatementThrowsWithoutItsValues(): void {
        try {
            $this->service(Db::class)->change('UPDATE {pools} SET no_such_column = ?', ['bea@example.org']);
            self::fail('It passed.');
        } catch (DbError $error) {
            self::assertSame(1054, $error->number);
            self::assertStringNotContainsString('bea@', $error->getMessage());
        }
    }

    public function testMoneyThatArrivesTooLateBuysTheSeatIfItIsStillThereAndGoesBackIfNot(): void {
        $show = $this->show(1);
        foreach ([true, false] as $stillThere) {
            add_filter('parterre_clock_offset_ms', '__return_zero');
            $this->fresh();
            $order = $this->service(Checkout::class)->create(
                $this->orderRequest($show['offer'], 1200, 'late@example.org'),
                null,
                'test',
            )['order'];
            remove_all_filters('parterre_clock_offset_ms');
            add_filter('parterre_clock_offset_ms', static fn(): int => 700_000);
            $this->fresh();
            $this->service(Settle::class)->reconcile();
            self::assertSame('expired', $this->service(Orders::class)->find($order['id'])['state']);
            if (!$stillThere) {
                $other = $this->service(Checkout::class)->create(
                    $this->orderRequest($show['offer'], 1200, 'quick@example.org'),
                    null,
                    'test',
                )['order'];
                $this->service(TestGateway::class)->approve($other);
                self::assertSame('paid', $this->service(Settle::class)->settle($other['id'])['state']);
            }
            $this->service(TestGateway::class)->approve($order);
            self::assertSame(
                $stillThere ? 'paid' : 'refunded',
                $this->service(Settle::class)->settle($order['id'])['state'],
            );
            $pool = $this->service(Db::class)->one('SELECT held, sold FROM {pools} WHERE id = ?', [$show['pool']]);
            self::assertSame(['held' => '0', 'sold' => '1'], $pool);
            if ($stillThere) {
                $refund = $this->service(Refunds::class)->request($order['id'], null, null, '', 'admin', 1, 'test');
                $this->service(Refunds::class)->send($refund['id']);
                self::assertSame(
                    '0',
                    $this->service(Db::class)->value('SELECT sold FROM {pools} WHERE id = ?', [$show['pool']]),
                );
            }
        }
    }

    public function testMoneyForACancelledOrderGoesBack(): void {
        $show = $this->show(1);
        $order = $this->service(Checkout::class)->create($this->orderRequest($show['offer'], 1200), null, 'test')[
            'order'
        ];
        $this->service(Checkout::class)->cancel($order['id']);
        self::assertSame('cancelled', $this->service(Settle::class)->settle($order['id'])['state']);
        $this->service(TestGateway::class)->approve($order);
        $this->service(Db::class)->change('UPDATE {orders} SET created_at = created_at - 300000');
        $this->service(Settle::class)->reconcile();
        self::assertSame('refunded', $this->service(Orders::class)->find($order['id'])['state']);
        self::assertSame(0, $this->service(TestPayments::class)->leftMinor($order));
        $pool = $this->service(Db::class)->one('SELECT held, sold FROM {pools} WHERE id = ?', [$show['pool']]);
        self::assertSame(['held' => '0', 'sold' => '0'], $pool);
    }

    public function testAPaymentOfAnotherAmountIsNotBelieved(): void {
        $show = $this->show();
        $order = $this->service(Checkout::class)->create($this->orderRequest($show['offer'], 1200), null, 'test')[
            'order'
        ];
        $this->service(TestPayments::class)->move($order, 'paid', ['amount_minor' => 12]);
        self::assertSame('pending', $this->service(Settle::class)->settle($order['id'])['state']);
        self::assertSame(
            '1',
            $this->service(Db::class)->value("SELECT COUNT(*) FROM {audit} WHERE action = 'payment.mismatch'"),
        );
    }

    public function testTheTestGatewayRefusesBesideLiveKeysAndItsTicketsAreVoid(): void {
        $show = $this->show();
        $made = $this->call('POST', '/orders', $this->orderRequest($show['offer'], 1200))['json'];
        $token = $made['session']['token'];
        $this->call('POST', "/orders/{$made['order']['id']}/test-payment", ['outcome' => 'approve'], $token);
        add_filter('parterre_live_payments', '__return_true');
        $this->fresh();
        self::assertSame('void', $this->call('GET', '/session', null, $token)['json']['tickets'][0]['state']);
        self::assertSame(
            'ticket_void',
            $this->call('POST', '/enter', ['show' => $show['show'], 'device' => 'phone'], $token)['json']['error'][
                'code'
            ],
        );
        $this->expectException(Refusal::class);
        $this->service(TestGateway::class)->create($this->service(Orders::class)->find($made['order']['id']));
    }

    public function testFilesOfALaneAreMadeAgainFromTheRecord(): void {
        $show = $this->show();
        $feeds = $this->service(Feeds::class);
        $db = $this->service(Db::class);
        $lane = $feeds->lane($show['show'], 'room');
        for ($number = 1; $number <= 30; $number++) {
            $db->transaction(
                fn() => $feeds->append(
                    $lane['id'],
                    'message.posted',
                    ['message' => ['text' => str_repeat('x', 400) . " $number"]],
                    "mssg_$number",
                ),
            );
        }
        $writer = $this->service(Writer::class);
        $writer->publish($lane['id']);
        $directory = Directory::of($lane['dir']);
        $before = self::everything($directory);
        self::assertSame(range(1, 30), $before);
        // A writer was killed after the commit and before the files: the next one makes them right.
        $db->transaction(
            fn() => $feeds->append($lane['id'], 'message.posted', ['message' => ['text' => 'late']], 'mssg_31'),
        );
        $writer->heal($feeds->find($lane['id']));
        self::assertSame(range(1, 31), self::everything($directory));
        // Somebody deleted the whole folder.
        $directory->delete();
        $writer->heal($feeds->find($lane['id']));
        self::assertSame(range(1, 31), self::everything($directory));
        // A removal in a closed chunk: another revision, the old file gone, the number missing.
        $db->transaction(fn() => $feeds->strip($lane['id'], ['mssg_3']));
        $db->transaction(fn() => $feeds->append($lane['id'], 'message.removed', ['message' => 'mssg_3']));
        $writer->publish($lane['id']);
        self::assertSame([1, 2, ...range(4, 32)], self::everything($directory));
        self::assertNull($directory->read('chunk-1-1.json'));
        self::assertNotNull($directory->read('chunk-1-2.json'));
        // A rotation: another address, another epoch, nothing left behind.
        $writer->rotate($lane['id']);
        self::assertFalse($directory->exists());
        $now = $feeds->find($lane['id']);
        self::assertNotSame($lane['epoch'], $now['epoch']);
        self::assertSame([], self::everything(Directory::of($now['dir'])));
    }

    public function testAJobIsDoneOnceTriedAgainAndGivenUp(): void {
        $queue = $this->service(JobQueue::class);
        $runner = $this->service(Runner::class);
        $done = 0;
        $runner->on('test.good', function () use (&$done): void {
            $done++;
        });
        $runner->on('test.bad', static fn() => throw new RuntimeException('no mail server'));
        self::assertTrue($queue->add('test.good', 'one', []));
        self::assertFalse($queue->add('test.good', 'one', []));
        $queue->add('test.bad', 'two', []);
        $runner->run();
        $runner->run();
        self::assertSame(1, $done);
        $bad = array_values(
            array_filter($queue->list(), static fn(array $job): bool => $job['type'] === 'test.bad'),
        )[0];
        self::assertSame(['waiting', 1, 'no mail server'], [$bad['state'], $bad['attempts'], $bad['last_error']]);
        $this->service(Db::class)->change("UPDATE {jobs} SET run_at = 0, attempts = 9 WHERE type = 'test.bad'");
        $runner->run();
        self::assertSame(1, $queue->counts()['failed']);
    }

    public function testTwoWorkersNeverClaimTheSameJob(): void {
        $queue = $this->service(JobQueue::class);
        $queue->add('test.lease', 'lease', []);
        self::assertCount(1, $queue->claim(5, 60_000));
        self::assertCount(0, $queue->claim(5, 60_000));
    }

    /** @return list<int> every number a newcomer would read, in order */
    private static function everything(Directory $directory): array {
        $head = json_decode((string) $directory->read('head.json'), true);
        $index = json_decode((string) $directory->read('index.json'), true);
        self::assertSame($head['epoch'], $index['epoch']);
        self::assertSame($head['index'], $index['revision']);
        $numbers = [];
        $next = 1;
        foreach ($index['chunks'] as $entry) {
            $chunk = json_decode((string) $directory->read("chunk-{$entry['chunk']}-{$entry['revision']}.json"), true);
            self::assertSame([$next, $entry['last']], [$chunk['first'], $chunk['last']]);
            array_push($numbers, ...array_column($chunk['messages'], 'seq'));
            $next = $chunk['last'] + 1;
        }
        $open = json_decode((string) $directory->read('open.json'), true);
        self::assertSame([$next, $head['seq'], $head['open']], [$open['first'], $open['last'], $open['chunk']]);
        return [...$numbers, ...array_column($open['messages'], 'seq')];
    }
}
