<?php
declare(strict_types=1);

use Parterre\Campaigns\Charger;
use Parterre\Campaigns\Conclusion;
use Parterre\Campaigns\Decision;
use Parterre\Campaigns\Work;
use Parterre\Domain\Clock;
use Parterre\Payments\Charge;
use Parterre\Payments\SavedCard;
use Parterre\Payments\SavedCards;
use Parterre\Payments\TestCards;
use Parterre\Payments\TestGateway;
use Parterre\Store\Campaigns;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Orders;
use Parterre\Store\Pledges;

require_once __DIR__ . '/IntegrationCase.php';

/** Campaigns: decided once, charged once, whatever dies in between. */
final class CampaignsTest extends IntegrationCase {
    private const DAY = 86_400;

    private ?FallingCards $cards = null;

    protected function tearDown(): void {
        remove_all_filters('parterre_saved_cards');
        remove_all_actions('parterre_order_paid', 99);
        parent::tearDown();
    }

    public function testTheResultIsCountedOnceAndFrozen(): void {
        $campaign = $this->campaign(3);
        $pledges = $this->pledges($campaign, 3);
        self::assertFalse($this->service(Decision::class)->decide($campaign), 'before the deadline');
        $this->advance(3 * self::DAY);
        self::assertTrue($this->service(Decision::class)->decide($campaign));
        // Whatever happens to single pledges later.
        $this->service(Pledges::class)->keep($pledges[0], ['total_minor' => 1, 'state' => 'withdrawn']);
        self::assertFalse($this->service(Decision::class)->decide($campaign));
        $row = $this->service(Campaigns::class)->find($campaign);
        self::assertSame(['reached', 6000, 3], [$row['result'], $row['decided_minor'], $row['decided_supporters']]);
    }

    /** @return array<string, array{0: string}> */
    public static function deaths(): array {
        return [
            'before the provider is asked' => ['before'],
            'after the money moved, before the answer' => ['after'],
            'after the order was settled, before that was written down' => ['settled'],
        ];
    }

    /** @dataProvider deaths */
    public function testAWorkerThatDiesChargesNobodyTwice(string $when): void {
        $campaign = $this->reached(1);
        [$pledge] = $this->pledgeIds($campaign);
        $this->cards->falls = $when;
        try {
            $this->service(Charger::class)->charge($pledge);
            self::fail('The worker should have died.');
        } catch (\RuntimeException $died) {
            self::assertSame('died', $died->getMessage());
        }
        $this->cards->falls = '';
        // A process that is killed clears nothing up: its lease stands until its time is over.
        $this->service(Pledges::class)->keep($pledge, [
            'lease_until' => $this->service(Clock::class)->nowMs() + 120_000,
            'next_attempt_at' => $this->service(Clock::class)->nowMs(),
        ]);
        self::assertFalse($this->service(Charger::class)->charge($pledge), 'while the lease stands');
        $this->advance(121);
        // The provider has forgotten the key meanwhile: only looking first keeps the money single.
        $this->cards->forgetKeys();
        self::assertTrue($this->service(Charger::class)->charge($pledge));
        self::assertSame(1, $this->cards->charges, 'charges');
        self::assertSame(['paid', 1], $this->standing($pledge));
        self::assertFalse($this->service(Charger::class)->charge($pledge), 'once it is paid');
        $order = $this->service(Orders::class)->find($this->pledge($pledge)['order_id']);
        self::assertSame('paid', $order['state']);
        self::assertCount(1, $this->service(Db::class)->all('SELECT id FROM {orders}'));
        self::assertCount(1, $this->service(Db::class)->all('SELECT id FROM {tickets}'));
        self::assertSame(['held' => '0', 'sold' => '1'], $this->pool());
    }

    public function testTheSameAttemptAlwaysHasTheSameKeyAndTheNextOneAnother(): void {
        $campaign = $this->reached(1, 'insufficient');
        [$pledge] = $this->pledgeIds($campaign);
        $this->cards->falls = 'before';
        foreach ([1, 2] as $time) {
            try {
                $this->service(Charger::class)->charge($pledge);
            } catch (\RuntimeException) {
                $this->cards->falls = $time === 1 ? 'before' : '';
            }
            $this->advance(121);
        }
        $this->service(Charger::class)->charge($pledge);
        self::assertSame(['charging', 1], $this->standing($pledge), 'no money yet');
        $this->advance(self::DAY);
        $this->service(Charger::class)->charge($pledge);
        self::assertSame(
            ["pledge-$pledge-1", "pledge-$pledge-1", "pledge-$pledge-1", "pledge-$pledge-2"],
            $this->cards->keys,
        );
        self::assertSame(['paid', 2], $this->standing($pledge));
    }

    /** Random deaths at random steps, many times: nobody is charged twice, nobody is forgotten. */
    public function testRandomDeathsLeaveEveryPledgeChargedExactlyOnce(): void {
        mt_srand(7);
        for ($round = 0; $round < 12; $round++) {
            foreach (array_keys(Parterre\Store\Schema::tables()) as $table) {
                $this->service(Db::class)->change("DELETE FROM {{$table}}");
            }
            $campaign = $this->reached(4);
            for ($step = 0; $step < 60; $step++) {
                $this->cards->falls = ['', '', 'before', 'after', 'settled'][mt_rand(0, 4)];
                try {
                    $this->service(Work::class)->campaign($campaign);
                } catch (\RuntimeException) {
                    // It died; another one comes.
                }
                if (mt_rand(0, 2) === 0) {
                    $this->cards->forgetKeys();
                }
                $this->advance(130);
            }
            $this->cards->falls = '';
            $this->service(Work::class)->campaign($campaign);
            self::assertSame(4, $this->cards->charges, "round $round");
            self::assertSame(['paid' => 4], $this->service(Pledges::class)->counts($campaign), "round $round");
            self::assertSame(['held' => '0', 'sold' => '4'], $this->pool(), "round $round");
            self::assertCount(4, $this->service(Db::class)->all('SELECT id FROM {tickets}'));
        }
    }

    public function testAChargedPledgeIsAnOrderWithItsLinesTaxesAndLedger(): void {
        $campaign = $this->reached(1);
        $this->service(Work::class)->campaign($campaign);
        $order = $this->service(Orders::class)->find($this->pledge($this->pledgeIds($campaign)[0])['order_id']);
        self::assertSame(
            [['reward', 2000]],
            array_map(static fn(array $line): array => [$line['type'], $line['total_minor']], $order['lines']),
        );
        self::assertSame(2000, array_sum(array_column($order['lines'][0]['taxes'], 'gross')));
        $rows = $this->service(Db::class)->all('SELECT kind, amount_minor FROM {ledger} WHERE order_id = ?', [
            $order['id'],
        ]);
        self::assertSame([['kind' => 'charge', 'amount_minor' => '2000']], $rows);
    }

    public function testStockStaysCommittedUntilTheLastDayToConfirmAndIsFreeThen(): void {
        $campaign = $this->reached(2, 'authenticate');
        $this->service(Work::class)->campaign($campaign);
        self::assertSame(['held' => '2', 'sold' => '0'], $this->pool());
        $this->advance(7 * self::DAY - 60);
        $this->service(Work::class)->campaign($campaign);
        self::assertSame(['held' => '2', 'sold' => '0'], $this->pool(), 'a minute before the end');
        $this->advance(120);
        $this->service(Work::class)->campaign($campaign);
        self::assertSame(['held' => '0', 'sold' => '0'], $this->pool());
        self::assertSame(['failed' => 2], $this->service(Pledges::class)->counts($campaign));
    }

    public function testMoneyThatArrivesInTheLastMomentIsFoundBeforeAnythingIsGivenUp(): void {
        $campaign = $this->reached(1, 'authenticate');
        $this->service(Work::class)->campaign($campaign);
        [$pledge] = $this->pledgeIds($campaign);
        $order = $this->service(Orders::class)->find($this->pledge($pledge)['order_id']);
        // Confirmed at the bank, and nobody has told us.
        $this->service(TestGateway::class)->approve($order);
        $this->advance(7 * self::DAY + 60);
        $this->service(Work::class)->campaign($campaign);
        self::assertSame('paid', $this->pledge($pledge)['state']);
        self::assertSame(['held' => '0', 'sold' => '1'], $this->pool());
    }

    public function testTooLittleCapturedGivesEverybodyTheirMoneyBackOnceAlsoAfterACrash(): void {
        $campaign = $this->campaign(3, 80);
        $good = $this->pledges($campaign, 1);
        $this->pledges($campaign, 2, 'declined', 1);
        $this->advance(3 * self::DAY);
        $this->service(Work::class)->campaign($campaign);
        $this->advance(7 * self::DAY);
        $this->service(Conclusion::class)->conclude($campaign);
        self::assertSame('returned', $this->service(Campaigns::class)->find($campaign)['result']);
        // The worker died here: the next one finds what is left to do.
        foreach ([1, 2] as $time) {
            $this->service(Work::class)->tick();
        }
        self::assertSame('refunded', $this->pledge($good[0])['state']);
        $rows = $this->service(Db::class)->all('SELECT kind, amount_minor FROM {ledger} ORDER BY number');
        self::assertSame(
            [['kind' => 'charge', 'amount_minor' => '2000'], ['kind' => 'refund', 'amount_minor' => '-2000']],
            $rows,
        );
        self::assertSame(['held' => '0', 'sold' => '0'], $this->pool());
    }

    public function testACampaignIsDecidedWhenSomebodyLooksWhereThereIsNoCron(): void {
        $campaign = $this->campaign(1);
        $this->pledges($campaign, 1);
        $this->advance(3 * self::DAY);
        $this->service(Parterre\Campaigns\Module::class)->register();
        self::assertSame('deciding', $this->call('GET', "/campaigns/$campaign")['json']['state']);
        $this->service(Parterre\Jobs\Runner::class)->runPending();
        self::assertSame('reached', $this->call('GET', "/campaigns/$campaign")['json']['result']);
    }

    public function testAWorkerWithoutAProviderLeavesTheAttemptOpen(): void {
        $campaign = $this->reached(1);
        [$pledge] = $this->pledgeIds($campaign);
        $this->cards->falls = 'before';
        try {
            $this->service(Work::class)->campaign($campaign);
        } catch (\RuntimeException) {
            // The provider is away.
        }
        self::assertSame(['charging', 1], $this->standing($pledge));
        self::assertSame('', $this->pledge($pledge)['outcome']);
        self::assertSame('collecting', $this->call('GET', "/campaigns/$campaign")['json']['state']);
    }

    /** A campaign for this many supporters, with one reward that lets into a show. */
    private function campaign(int $supporters, ?int $minimumPercent = null): string {
        $now = $this->service(Clock::class)->nowMs();
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
            'opens_at' => $now - 1000,
            'deadline' => $now + 2 * self::DAY * 1000,
            'minimum_minor' => 500,
            'published' => true,
        ]);
        $campaigns->setRewards($id, [
            [
                'id' => 'rwrd_seat',
                'name' => 'A seat',
                'price_minor' => 2000,
                'pool_id' => 'pool_reward',
                'parts' => [
                    [
                        'kind' => 'live',
                        'show_id' => $show['show'],
                        'title' => 'Live',
                        'pool_id' => null,
                        'units' => 1,
                        'valid_from' => null,
                        'valid_until' => null,
                        'capabilities' => [],
                    ],
                ],
            ],
        ]);
        return $id;
    }

    /** @return list<string> */
    private function pledges(string $campaign, int $count, string $card = 'good', int $from = 0): array {
        $ids = [];
        for ($i = $from; $i < $from + $count; $i++) {
            $made = $this->call('POST', '/pledges', [
                'campaign' => $campaign,
                'idempotencyKey' => bin2hex(random_bytes(12)),
                'email' => "fan$i@example.org",
                'locale' => 'fr',
                'page' => home_url('/soutenir/'),
                'reward' => 'rwrd_seat',
                'extraMinor' => 0,
                'expectedTotal' => ['amountMinor' => 2000, 'currency' => 'EUR'],
                'mandate' => 'Vous pouvez débiter ma carte.',
            ])['json'];
            $ids[] = $id = $made['pledge']['id'];
            $saved = $this->call('POST', "/pledges/$id/test-card", ['card' => $card], $made['session']['token']);
            self::assertSame('promised', $saved['json']['state']);
        }
        return $ids;
    }

    /** A campaign that was decided, with this many promises, and a provider that can die. */
    private function reached(int $count, string $card = 'good'): string {
        // Before anything asks who keeps cards: the answer is remembered.
        if ($this->cards === null) {
            $this->cards = new FallingCards($this->service(TestCards::class));
            add_filter('parterre_saved_cards', fn(): array => [$this->cards]);
        }
        $this->cards->forgetEverything();
        $campaign = $this->campaign($count);
        $this->pledges($campaign, $count, $card);
        remove_all_actions('parterre_order_paid', 99);
        add_action(
            'parterre_order_paid',
            function (): void {
                if ($this->cards?->falls === 'settled') {
                    throw new \RuntimeException('died');
                }
            },
            99,
        );
        $this->advance(3 * self::DAY);
        self::assertTrue($this->service(Decision::class)->decide($campaign));
        return $campaign;
    }

    /** @return list<string> */
    private function pledgeIds(string $campaign): array {
        return array_column(
            $this->service(Db::class)->all('SELECT id FROM {pledges} WHERE campaign_id = ? ORDER BY email', [
                $campaign,
            ]),
            'id',
        );
    }

    /** @return array<string, mixed> */
    private function pledge(string $id): array {
        return $this->service(Pledges::class)->find($id) ?? [];
    }

    /** @return array{0: string, 1: int} */
    private function standing(string $pledge): array {
        $row = $this->pledge($pledge);
        return [$row['state'], $row['attempt']];
    }

    /** @return array{held: string, sold: string} */
    private function pool(): array {
        return $this->service(Db::class)->one("SELECT held, sold FROM {pools} WHERE id = 'pool_reward'") ?? [];
    }

    private int $offset = 0;

    private function advance(int $seconds): void {
        $this->offset += $seconds * 1000;
        $this->service(Clock::class)->shift($this->offset);
    }
}

/** A provider that knows keys for a while, and whose caller can die at each step. Counts the money that moved. */
final class FallingCards implements SavedCards {
    /** ``, `before`, `after`; `settled` is played by the test itself. */
    public string $falls = '';
    public int $charges = 0;
    /** @var list<string> */
    public array $keys = [];
    /** @var array<string, Charge> */
    private array $known = [];
    /** @var array<string, Charge> what a search at the provider finds, for ever */
    private array $made = [];

    public function __construct(private readonly TestCards $cards) {}

    public function name(): string {
        return 'test';
    }

    public function isReady(): bool {
        return true;
    }

    public function livemode(): bool {
        return false;
    }

    public function prepareCard(array $pledge, ?string $choice = null): array {
        return $this->cards->prepareCard($pledge, $choice);
    }

    public function step(array $pledge): ?array {
        return $this->cards->step($pledge);
    }

    public function unheard(int $limit): array {
        return [];
    }

    public function card(array $pledge): SavedCard {
        return $this->cards->card($pledge);
    }

    public function forgetEverything(): void {
        $this->falls = '';
        $this->charges = 0;
        $this->keys = $this->known = $this->made = [];
    }

    public function forgetKeys(): void {
        $this->known = [];
    }

    public function charge(array $pledge, array $order, string $key, bool $again): Charge {
        $this->keys[] = $key;
        if ($this->falls === 'before') {
            throw new \RuntimeException('died');
        }
        $known = $this->known[$key] ?? ($again ? $this->made[$key] ?? null : null);
        if ($known !== null) {
            return $known;
        }
        $charge = $this->cards->charge($pledge, $order, $key, $again);
        $this->known[$key] = $this->made[$key] = $charge;
        if ($charge->outcome === Charge::PAID) {
            $this->charges++;
        }
        if ($this->falls === 'after') {
            throw new \RuntimeException('died');
        }
        return $charge;
    }

    public function forgetCard(array $pledge): void {
        $this->cards->forgetCard($pledge);
    }
}
