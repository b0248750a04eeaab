// A night on the five-euro host: how many fans at once, each reading the feed, sending heartbeats that renew their grant, and writing a
// chat line a minute, while five of them buy every minute and wait less than three seconds (p95)?
//
// Steps of more and more fans find the number; then it is held for ten minutes. A last step with twice as many shows what gives way:
// the chat slows, by a rule (`Domain/Crowd`), before buying or watching does. Pages are slow to ask when they are told to, as the tags
// are: they keep to `heartbeatSeconds`, to `pollMs` and to the wait that a refusal names.
//
// The load comes from this one process and has to share the machine: what is found is what is left.
import { cpus } from 'node:os';
import { ensureNeeds } from '../../tools/test/needs.ts';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';
import { median, type Bench } from './bench.ts';
import { ask, bearer, makeAgent, percentile, processor, processorOf, trouble, type Answer } from './load.ts';

const SECONDS = 600;
/** A step of the search. */
const STEP_SECONDS = 60;
const STEPS = [150, 300, 450, 600, 800, 1000, 1300, 1600, 2000];
const PURCHASES_PER_MINUTE = 5;
/** Milliseconds for ordering and paying, p95. */
const MOST_PURCHASE_MS = 3000;
/** What watching needs: a heartbeat that is answered well before its lease ends. */
const MOST_HEARTBEAT_MS = 10_000;
const PRICE = 1200;

/** A show that is on, with as many ticket holders as there will be fans at most. */
const plant = (count: number) => `
use Parterre\\Plugin; use Parterre\\Settings; use Parterre\\Store\\Shows; use Parterre\\Store\\Sessions; use Parterre\\Store\\Tickets;
use Parterre\\Store\\Catalogue; use Parterre\\Store\\Db; use Parterre\\Domain\\Secrets;
$plugin = Plugin::instance(); $now = (int) (microtime(true) * 1000);
$plugin->get(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 'bench', 'trusted_proxies' => ['127.0.0.0/8']]);
$shows = $plugin->get(Shows::class);
$show = $shows->create(['id' => 'show_night', 'slug' => 'night', 'title' => 'Night', 'doors_at' => $now - 3600000, 'starts_at' => $now - 1800000,
  'ends_at' => $now + 14400000, 'live_at' => $now - 1800000, 'time_zone' => 'Europe/Paris', 'chat' => true, 'published' => true]);
$shows->setCameras($show, [['id' => 'stage', 'label' => 'Stage', 'provider' => 'nginx', 'live_stream' => 'stage']]);
$catalogue = $plugin->get(Catalogue::class);
$pool = $catalogue->createPool($show, 'Seats', 5000, 'pool_night');
$catalogue->saveOffer(['id' => 'offr_night', 'show_id' => $show, 'name' => 'Live', 'price_minor' => ${PRICE}, 'currency' => 'EUR'],
  [['kind' => 'live', 'pool_id' => $pool]]);
$secrets = $plugin->get(Secrets::class); $tokens = [];
$plugin->get(Db::class)->transaction(function () use ($plugin, $show, $secrets, &$tokens) {
  for ($n = 0; $n < ${count}; $n++) {
    $hash = $secrets->hashEmail("fan$n@example.org");
    $plugin->get(Tickets::class)->issue(['order_id' => null, 'line_id' => "bench_$n", 'show_id' => $show, 'kind' => 'live',
      'valid_from' => null, 'valid_until' => null, 'source' => 'grant', 'test' => false, 'email_hash' => $hash]);
    $fan = $plugin->get(Sessions::class)->proveFan("fan$n@example.org", $hash, 'en');
    $tokens[] = $plugin->get(Sessions::class)->open('fan', 'Bench', ['fan_id' => $fan['id'], 'email_hash' => $hash])['token'];
  }
});
echo json_encode($tokens);
`;

// Fans have connections of their own: what waits for PHP keeps nobody from reading the feed.
const files = makeAgent(400);
const agent = makeAgent(1200);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const jittered = (ms: number): number => ms * (0.75 + Math.random() / 2);

interface Entry {
  readonly lease: { readonly id: string; readonly heartbeatSeconds: number };
  readonly grant: object | null;
  readonly roomUrl: string;
}

/** One fan, as a page with a player and a chat: what it asks, and what it was told. */
class Fan {
  readonly #api: string;
  readonly #token: string;
  #entry: Entry | null = null;

  constructor(api: string, token: string) {
    this.#api = api;
    this.#token = token;
  }

  async enter(): Promise<void> {
    const answer = await this.#post('/enter', { show: 'show_night', device: 'bench' });
    if (answer.status !== 200) throw new Error(`A fan was not let in: ${trouble(answer)}`);
    this.#entry = JSON.parse(answer.body) as Entry;
  }

  /** Reads the feed, stays in and talks until it is over. */
  async watch(night: Night): Promise<void> {
    if (!this.#entry) await this.enter();
    await Promise.all([this.#read(night), this.#stay(night), this.#talk(night)]);
  }

  async #read(night: Night): Promise<void> {
    const room = this.#entry?.roomUrl ?? '';
    let known = '';
    await night.wait(Math.random() * 2500);
    while (!night.isOver) {
      let pollMs = 2500;
      try {
        const head = await night.timed('feed', () => ask(files, `${room}head.json`));
        const { seq, open, pollMs: told } = JSON.parse(head.body) as { seq: number; open: number; pollMs: number };
        pollMs = told;
        if (`${seq}` !== known) {
          known = `${seq}`;
          await night.timed('feed', () => ask(files, `${room}open.json`));
          night.open = open;
        }
      } catch (error) {
        night.trouble(`feed: ${String(error)}`);
      }
      await night.wait(jittered(pollMs));
    }
  }

  async #stay(night: Night): Promise<void> {
    let seconds = this.#entry?.lease.heartbeatSeconds ?? 60;
    // Fans of one night do not ask in one moment.
    await night.wait(Math.random() * seconds * 1000);
    while (!night.isOver) {
      const beat = { playing: true, camera: 'stage', mediaAt: null, watchedMs: seconds * 1000, quality: null };
      const answer = await night.timed('heartbeat', () =>
        this.#post('/heartbeat', { lease: this.#entry?.lease.id, ...beat }),
      );
      if (answer.status === 200) {
        const told = JSON.parse(answer.body) as Entry;
        if (told.grant) night.renewals++;
        seconds = told.lease.heartbeatSeconds;
      } else {
        night.trouble(`heartbeat: ${trouble(answer)}`);
      }
      await night.wait(jittered(seconds * 1000));
    }
  }

  async #talk(night: Night): Promise<void> {
    await night.wait(Math.random() * 60_000);
    while (!night.isOver) {
      const begun = performance.now();
      const line = {
        show: 'show_night',
        text: `What a night, ${Math.random().toString(36).slice(2, 10)}`,
        idempotencyKey: crypto.randomUUID(),
        mediaAt: null,
      };
      night.wished++;
      for (;;) {
        const answer = await night.timed('chat', () => this.#post('/messages', line));
        if (answer.status === 200) {
          night.said++;
          night.saidAfterMs.push(performance.now() - begun);
          break;
        }
        const wait = slowMode(answer);
        if (wait === null) {
          night.trouble(`chat: ${trouble(answer)}`);
          break;
        }
        night.slowed++;
        await night.wait(wait);
        if (night.isOver) break;
      }
      await night.wait(Math.max(0, jittered(60_000) - (performance.now() - begun)));
    }
  }

  /** No answer is one with the status 0. */
  #post(path: string, body: object): Promise<Answer> {
    return ask(agent, this.#api + path, body, bearer(this.#token)).catch((error: unknown) => ({
      status: 0,
      body: String(error),
    }));
  }
}

/** Milliseconds a refused line has to wait; null when it was refused for another reason. */
function slowMode({ body }: Answer): number | null {
  const wait = /"code":"slow_mode".*"retryAfterMs":(\d+)/.exec(body)?.[1];
  return wait === undefined ? null : Number(wait);
}

type Kind = 'feed' | 'heartbeat' | 'chat';

/** One step: until when it lasts, and what was measured in it. */
class Night {
  readonly times: Record<Kind, number[]> = { feed: [], heartbeat: [], chat: [] };
  readonly purchases: number[] = [];
  readonly saidAfterMs: number[] = [];
  readonly troubles = new Map<string, number>();
  renewals = 0;
  wished = 0;
  said = 0;
  slowed = 0;
  open = 0;
  readonly #until: number;

  constructor(seconds: number) {
    this.#until = performance.now() + seconds * 1000;
  }

  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** Waits, but never beyond the end. */
  async wait(ms: number): Promise<void> {
    await pause(Math.max(0, Math.min(ms, this.#until - performance.now())));
  }

  async timed(kind: Kind, request: () => Promise<Answer>): Promise<Answer> {
    const from = performance.now();
    const answer = await request();
    this.times[kind].push(performance.now() - from);
    return answer;
  }

  trouble(what: string): void {
    this.troubles.set(what, (this.troubles.get(what) ?? 0) + 1);
  }
}

/** Somebody who has no ticket yet: a price, an order, its payment. */
async function buy(stack: Stack, night: Night, number: string): Promise<void> {
  const api = `${stack.url}/wp-json/parterre/v1`;
  const lines = [{ type: 'offer', offer: 'offr_night', quantity: 1 }];
  const from = performance.now();
  const step = async (path: string, body: object, token?: string): Promise<Answer> => {
    const answer = await ask(agent, api + path, body, token ? bearer(token) : {});
    if (answer.status !== 200) throw new Error(`${path}: ${trouble(answer)}`);
    return answer;
  };
  try {
    await step('/quotes', { lines, currency: 'EUR' });
    const { body } = await step('/orders', {
      idempotencyKey: `night-${number.replaceAll('.', '-')}-0123456789`,
      email: `late${number}@example.org`,
      locale: 'fr',
      lines,
      currency: 'EUR',
      expectedTotal: { amountMinor: PRICE, currency: 'EUR' },
      page: `${stack.url}/night/`,
    });
    const made = JSON.parse(body) as { order: { id: string }; session: { token: string } };
    await step(`/orders/${made.order.id}/test-payment`, { outcome: 'approve' }, made.session.token);
    night.purchases.push(performance.now() - from);
  } catch (error) {
    night.trouble(`purchase: ${String(error)}`);
  }
}

interface Figures {
  readonly fans: number;
  readonly night: Night;
  readonly cores: number;
  /** Of these, what the site itself used. */
  readonly siteCores: number;
}

/** Has this many fans watch, talk and buy for some seconds. */
async function hold(stack: Stack, fans: readonly Fan[], seconds: number): Promise<Figures> {
  // Whoever comes new comes in first; grants of all ages, so that they are renewed all the time.
  for (let from = 0; from < fans.length; from += 8)
    await Promise.all(fans.slice(from, from + 8).map((fan) => fan.enter()));
  await stack.sql('UPDATE wp_parterre_leases SET grant_until = grant_until - FLOOR(RAND() * 450000)');
  const night = new Night(seconds);
  const before = processor();
  const used = processorOf(stack);
  const begun = performance.now();
  const buyers = async () => {
    const running: Promise<void>[] = [];
    while (!night.isOver) {
      await night.wait((60_000 / PURCHASES_PER_MINUTE) * (0.5 + Math.random()));
      if (!night.isOver) running.push(buy(stack, night, `${fans.length}.${running.length}.${Date.now()}`));
    }
    await Promise.all(running);
  };
  await Promise.all([buyers(), ...fans.map((fan) => fan.watch(night))]);
  const after = processor();
  return {
    fans: fans.length,
    night,
    cores: ((after.busy - before.busy) / (after.all - before.all)) * cpus().length,
    siteCores: (processorOf(stack) - used) / (performance.now() - begun),
  };
}

const p95 = (values: readonly number[]): number => Math.round(percentile(values, 0.95));
/** The middle; 0 of nothing. */
const p50 = (values: number[]): number => (values.length === 0 ? 0 : Math.round(median(values)));

const isWell = ({ night }: Figures): boolean =>
  night.troubles.size === 0 &&
  night.purchases.length > 0 &&
  p95(night.purchases) < MOST_PURCHASE_MS &&
  p95(night.times.heartbeat) < MOST_HEARTBEAT_MS;

const row = ({ fans, night, cores, siteCores }: Figures): (string | number)[] => [
  fans,
  night.purchases.length,
  p95(night.purchases),
  p95(night.times.heartbeat),
  p95(night.times.feed),
  p50(night.saidAfterMs),
  p95(night.saidAfterMs),
  Math.round((100 * night.said) / Math.max(1, night.wished)),
  Number(cores.toFixed(2)),
  Number(siteCores.toFixed(2)),
  [...night.troubles.values()].reduce((sum, each) => sum + each, 0),
];

/**
 * `npm run bench -- show-night [FANS] [SECONDS] [STEP-SECONDS]`: without FANS it looks for the number first; `1000 60` tries one
 * number for a minute.
 */
export const bench: Bench = async (args) => {
  const asked = args[0] === undefined ? null : Number(args[0]);
  const seconds = Number(args[1] ?? SECONDS);
  const stepSeconds = Number(args[2] ?? STEP_SECONDS);
  await ensureNeeds(['php', 'stack'], console.log);
  const stack = await startStack({ profile: 'shared' });
  try {
    const most = asked ?? Math.max(...STEPS);
    const told = await stack.wp('eval', plant(2 * most));
    const tokens = JSON.parse(told.slice(told.indexOf('['))) as string[];
    const api = `${stack.url}/wp-json/parterre/v1`;
    const crowd = tokens.map((token) => new Fan(api, token));
    const comfortable = (fans: number) =>
      stack.wp(
        'eval',
        `Parterre\\Plugin::instance()->get(Parterre\\Settings::class)->set(['fans_at_once' => ${fans}]);`,
      );

    const table: (string | number)[][] = [
      [
        ...['fans', 'bought', 'buying p95 ms', 'heartbeat p95 ms', 'feed p95 ms'],
        ...['line p50 ms', 'line p95 ms', 'lines said %', 'busy cores', 'of the site', 'troubles'],
      ],
    ];
    const steps: Figures[] = [];
    const measure = async (fans: number, during: number): Promise<Figures> => {
      const figures = await hold(stack, crowd.slice(0, fans), during);
      for (const [what, times] of figures.night.troubles) console.log(`trouble, ${times} times: ${what}`);
      table.push(row(figures));
      steps.push(figures);
      console.log(row(figures).join('  '));
      return figures;
    };
    let fans = asked ?? 0;
    if (asked === null) {
      // Nothing gives way by rule while the number is looked for.
      await comfortable(100_000);
      for (const next of STEPS) {
        if (!isWell(await measure(next, stepSeconds))) break;
        fans = next;
      }
      if (fans === 0) throw new Error(`Not even ${STEPS[0]} fans are served well.`);
    }
    await comfortable(fans);
    const held = await measure(fans, seconds);
    const beyond = await measure(2 * fans, Math.max(stepSeconds, seconds / 4));
    const said = (figures: Figures) => Math.round((figures.night.said / Math.max(1, figures.night.wished)) * 100);
    const figures: Record<string, number> = {
      cores: cpus().length,
      fansAtOnce: fans,
      seconds,
      purchases: held.night.purchases.length,
      purchaseP95Ms: p95(held.night.purchases),
      heartbeatP95Ms: p95(held.night.times.heartbeat),
      feedP95Ms: p95(held.night.times.feed),
      lineP95Ms: p95(held.night.saidAfterMs),
      renewals: held.night.renewals,
      busyCores: Number(held.cores.toFixed(2)),
      siteCores: Number(held.siteCores.toFixed(2)),
      fansPerCore: Math.round(fans / held.siteCores),
      troubles: held.night.troubles.size,
      beyondFans: 2 * fans,
      beyondPurchaseP95Ms: p95(beyond.night.purchases),
      beyondHeartbeatP95Ms: p95(beyond.night.times.heartbeat),
      beyondLinesSaidPercent: said(beyond),
      beyondLineP95Ms: p95(beyond.night.saidAfterMs),
      beyondTroubles: beyond.night.troubles.size,
    };
    return {
      table,
      figures,
      limits: {
        purchaseP95Ms: MOST_PURCHASE_MS,
        heartbeatP95Ms: MOST_HEARTBEAT_MS,
        troubles: 0,
        beyondPurchaseP95Ms: MOST_PURCHASE_MS,
        beyondHeartbeatP95Ms: MOST_HEARTBEAT_MS,
        beyondTroubles: 0,
      },
      // Beyond the number the chat has slowed, and neither buying nor watching has.
      pass: isWell(held) && isWell(beyond) && beyond.night.slowed > 0 && said(beyond) < said(held),
    };
  } finally {
    files.destroy();
    agent.destroy();
    await stack.stop();
  }
};
