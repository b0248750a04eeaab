// On sale: three hundred buyers press the button in the same moment, and there are a hundred seats. Exactly a hundred are sold, and
// nobody else is told anything but that it is sold out. What an order costs is measured against the least a seat can cost in the same
// WordPress: a REST route that does one conditional UPDATE. Both get the same burst, in turns, because a machine that gets slower
// meanwhile must not decide; what is held to a limit is the median over the rounds of the ratio within each round.
//
// Every buyer comes from a network of their own, through a proxy the site believes. An order here is the whole of it: priced, held,
// the buyer's device let in, everybody else told how many are left. Paying is measured after it.
import { copyFile, mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureNeeds } from '../../tools/test/needs.ts';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';
import { median, type Bench } from './bench.ts';
import { ask, atOnce, bearer, makeAgent, trouble, type Timed } from './load.ts';

const BUYERS = 300;
const SEATS = 100;
const ROUNDS = 7;
/** Orders a second for each request a second of the bare route, at least. */
const LEAST_ORDERS = 0.5;
/** The median answer to a refused buyer for the median answer of the bare route, at most. */
const MOST_WAIT = 1.5;
const PRICE = 1500;
/** As many as there are PHP workers: who pays has read a form before, so they do not come in one moment. */
const PAYING = 8;

/** A show with an offer and a pool of its own for every round, and as many seats for the bare route. */
const plant = (rounds: number) => `
use Parterre\\Plugin; use Parterre\\Settings; use Parterre\\Store\\Shows; use Parterre\\Store\\Catalogue;
$plugin = Plugin::instance(); $now = (int) (microtime(true) * 1000); global $wpdb;
$plugin->get(Settings::class)->set(['trusted_proxies' => ['127.0.0.0/8']]);
$wpdb->query("CREATE TABLE {$wpdb->prefix}bench_seats (id VARCHAR(32) NOT NULL, capacity INT NOT NULL, taken INT NOT NULL, PRIMARY KEY (id)) ENGINE=InnoDB");
$catalogue = $plugin->get(Catalogue::class);
for ($n = 0; $n < ${rounds}; $n++) {
  $show = $plugin->get(Shows::class)->create(['id' => "show_$n", 'slug' => "round-$n", 'title' => "Round $n", 'doors_at' => $now + 86400000,
    'starts_at' => $now + 90000000, 'ends_at' => $now + 97200000, 'time_zone' => 'Europe/Paris', 'published' => true]);
  $catalogue->createPool($show, 'Seats', ${SEATS}, "pool_$n");
  $catalogue->saveOffer(['id' => "offr_$n", 'show_id' => $show, 'name' => 'Seat', 'price_minor' => ${PRICE}, 'currency' => 'EUR', 'max_per_order' => 6],
    [['kind' => 'hall', 'pool_id' => "pool_$n"]]);
  $wpdb->insert("{$wpdb->prefix}bench_seats", ['id' => "pool_$n", 'capacity' => ${SEATS}, 'taken' => 0]);
}
echo 'planted';
`;

interface Burst {
  readonly accepted: Timed[];
  readonly refused: Timed[];
  /** Answers a second, over all of the burst. */
  readonly perSecond: number;
  readonly medianMs: number;
}

/** @throws Error when somebody got another answer than a seat or the word that there is none. */
function burst(answers: readonly Timed[], isRefusal: (answer: Timed) => boolean): Burst {
  const accepted = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(isRefusal);
  const other = answers.find((answer) => answer.status !== 200 && !isRefusal(answer));
  if (other) throw new Error(`A buyer was told: ${trouble(other)}`);
  return {
    accepted,
    refused,
    perSecond: answers.length / (Math.max(...answers.map(({ ms }) => ms)) / 1000),
    medianMs: median(answers.map(({ ms }) => ms)),
  };
}

const isSoldOut = ({ status, body }: Timed): boolean => status === 409 && body.includes('"sold_out"');
const isTaken = ({ status, body }: Timed): boolean => status === 409 && body.includes('"taken":false');

interface Made {
  readonly order: { readonly id: string };
  readonly session: { readonly token: string };
}

/** What the tables say of a round's pool. */
async function stock(stack: Stack, round: number): Promise<{ held: number; sold: number; tickets: number }> {
  const [row] = await stack.sql(
    `SELECT held, sold, (SELECT COUNT(*) FROM wp_parterre_tickets WHERE show_id = 'show_${round}' AND voided_at IS NULL) AS tickets
     FROM wp_parterre_pools WHERE id = 'pool_${round}'`,
  );
  return { held: Number(row?.['held']), sold: Number(row?.['sold']), tickets: Number(row?.['tickets']) };
}

/** Buyers sit in networks of their own: what is limited for each is not what is measured. */
const networkOf = (round: number, index: number) => ({
  'x-forwarded-for': `10.${round}.${Math.floor(index / 250)}.${(index % 250) + 1}`,
});

/** Pays orders, a few at a time. @returns orders paid a second. */
async function payAll(agent: ReturnType<typeof makeAgent>, api: string, made: readonly Made[]): Promise<number> {
  const waiting = [...made.entries()];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: PAYING }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [index, { order, session }] = next;
        const answer = await ask(
          agent,
          `${api}/orders/${order.id}/test-payment`,
          { outcome: 'approve' },
          { ...bearer(session.token), ...networkOf(200, index) },
        );
        if (answer.status !== 200) throw new Error(`An order could not be paid: ${trouble(answer)}`);
      }
    }),
  );
  return made.length / ((performance.now() - start) / 1000);
}

/** `npm run bench -- on-sale [ROUNDS]` */
export const bench: Bench = async (args) => {
  const rounds = Number(args[0] ?? ROUNDS);
  await ensureNeeds(['php', 'stack'], console.log);
  const stack = await startStack();
  const agent = makeAgent(BUYERS);
  try {
    const folder = join(stack.www, 'wp-content', 'mu-plugins');
    await mkdir(folder, { recursive: true });
    await copyFile(join(import.meta.dirname, 'bare-route.php'), join(folder, 'bare-route.php'));
    await stack.wp('eval', plant(rounds + 1));
    const api = `${stack.url}/wp-json/parterre/v1`;
    const order = (round: number) => (index: number) =>
      ask(
        agent,
        `${api}/orders`,
        {
          idempotencyKey: `on-sale-${round}-${index}-0123456789`,
          email: `buyer${round}.${index}@example.org`,
          locale: 'en',
          lines: [{ type: 'offer', offer: `offr_${round}`, quantity: 1 }],
          currency: 'EUR',
          expectedTotal: { amountMinor: PRICE, currency: 'EUR' },
          page: `${stack.url}/tonight/`,
        },
        networkOf(round, index),
      );
    const bare = (round: number) => (index: number) =>
      ask(agent, `${stack.url}/wp-json/bench/v1/seat`, { pool: `pool_${round}` }, networkOf(round, index));

    const orders: Burst[] = [];
    const seats: Burst[] = [];
    const held: number[] = [];
    // The last round is not measured: connections, workers and caches start cold.
    for (const round of [rounds, ...Array.from({ length: rounds }, (_each, index) => index)]) {
      const sell = async () => void orders.push(burst(await atOnce(BUYERS, order(round)), isSoldOut));
      const take = async () => void seats.push(burst(await atOnce(BUYERS, bare(round)), isTaken));
      for (const turn of round % 2 === 0 ? [sell, take] : [take, sell]) await turn();
      held.push((await stock(stack, round)).held);
      if (round === rounds) for (const list of [orders, seats, held]) list.length = 0;
    }
    const made = orders.flatMap(({ accepted }) => accepted.map(({ body }) => JSON.parse(body) as Made));
    const paidPerSecond = await payAll(agent, api, made);
    const after = await Promise.all(orders.map((_each, round) => stock(stack, round)));

    const ratios = orders.map((each, index) => {
      const beside = seats[index] as Burst;
      return {
        orders: each.perSecond / beside.perSecond,
        refused: median(each.refused.map(({ ms }) => ms)) / beside.medianMs,
        refusedToRefused: median(each.refused.map(({ ms }) => ms)) / median(beside.refused.map(({ ms }) => ms)),
      };
    });
    const middle = (pick: (each: (typeof ratios)[number]) => number) => Number(median(ratios.map(pick)).toFixed(2));
    const same = (values: readonly number[]) => (new Set(values).size === 1 ? (values[0] ?? Number.NaN) : Number.NaN);
    const figures: Record<string, number> = {
      cores: cpus().length,
      buyers: BUYERS,
      rounds,
      held: same(held),
      sold: same(after.map(({ sold }) => sold)),
      tickets: same(after.map(({ tickets }) => tickets)),
      stillHeld: same(after.map((each) => each.held)),
      refused: same(orders.map(({ refused }) => refused.length)),
      ordersPerSecond: Math.round(median(orders.map(({ perSecond }) => perSecond))),
      barePerSecond: Math.round(median(seats.map(({ perSecond }) => perSecond))),
      ordersRatio: middle((each) => each.orders),
      refusedP50Ms: Math.round(median(orders.map(({ refused }) => median(refused.map(({ ms }) => ms))))),
      bareP50Ms: Math.round(median(seats.map(({ medianMs }) => medianMs))),
      refusedRatio: middle((each) => each.refused),
      refusedToBareRefusedRatio: middle((each) => each.refusedToRefused),
      paidPerSecond: Math.round(paidPerSecond),
    };
    const exact: Record<string, number> = {
      held: SEATS,
      sold: SEATS,
      tickets: SEATS,
      stillHeld: 0,
      refused: BUYERS - SEATS,
    };
    return {
      table: [['on sale', ''], ...Object.entries(figures)],
      figures,
      limits: { ...exact, ordersRatio: LEAST_ORDERS, refusedRatio: MOST_WAIT },
      pass:
        Object.entries(exact).every(([name, limit]) => figures[name] === limit) &&
        (figures['ordersRatio'] ?? Number.NaN) >= LEAST_ORDERS &&
        (figures['refusedRatio'] ?? Number.NaN) <= MOST_WAIT,
    };
  } finally {
    agent.destroy();
    await stack.stop();
  }
};
