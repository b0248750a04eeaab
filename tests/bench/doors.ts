// The doors: two thousand whole `/enter` calls in a minute, with leases and database on, while five hundred viewers send their
// heartbeats; then the same with the database stopped, through the verifier that needs no WordPress. Every caller is a device of its
// own with a ticket of its own. Nobody may be refused, and the slow ones (p95) may take three times what they take when nobody else
// comes.
//
// Requests leave at their moment whether or not earlier ones were answered.
import { cpus } from 'node:os';
import { ensureNeeds } from '../../tools/test/needs.ts';
import { startControlledStack } from '../conformance/wordpress.ts';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { median, type Bench } from './bench.ts';
import {
  ask,
  bearer,
  emptyTally,
  evenly,
  makeAgent,
  percentile,
  processor,
  processorOf,
  trouble,
  type Answer,
  type Tally,
} from './load.ts';

const CALLERS = 2000;
const SECONDS = 60;
const VIEWERS = 500;
const HEARTBEAT_SECONDS = 60;
/** Calls one after the other, with nobody else there. */
const IDLE_CALLS = 200;
/** Between two of them, as between two of the crowd: whoever comes alone does not find workers and caches warm from the last call. */
const IDLE_PAUSE_MS = 30;
/** p95 under load for each p95 when idle, at most. */
const RATIO = 3;

interface Caller {
  readonly token: string;
  readonly assertion: string;
}

/** Plants a show with a ticket and a session for each caller, past the shop: what is measured is the door. */
const plant = (count: number) => `
use Parterre\\Plugin; use Parterre\\Settings; use Parterre\\Store\\Shows; use Parterre\\Store\\Sessions; use Parterre\\Store\\Tickets;
use Parterre\\Store\\Db; use Parterre\\Domain\\Secrets; use Parterre\\Access\\Signed; use Parterre\\Access\\Gate; use Parterre\\Access\\DoorFile;
$plugin = Plugin::instance(); $now = (int) (microtime(true) * 1000);
$plugin->get(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 'bench']);
$shows = $plugin->get(Shows::class);
$show = $shows->create(['id' => 'show_doors', 'slug' => 'doors', 'title' => 'Doors', 'doors_at' => $now - 3600000, 'starts_at' => $now - 1800000,
  'ends_at' => $now + 7200000, 'live_at' => $now - 1800000, 'time_zone' => 'Europe/Paris', 'published' => true]);
$shows->setCameras($show, [['id' => 'stage', 'label' => 'Stage', 'provider' => 'nginx', 'live_stream' => 'stage']]);
$secrets = $plugin->get(Secrets::class); $callers = [];
$plugin->get(Db::class)->transaction(function () use ($plugin, $show, $secrets, &$callers) {
  for ($n = 0; $n < ${count}; $n++) {
    $hash = $secrets->hashEmail("fan$n@example.org");
    $ticket = $plugin->get(Tickets::class)->issue(['order_id' => null, 'line_id' => "bench_$n", 'show_id' => $show, 'kind' => 'live',
      'valid_from' => null, 'valid_until' => null, 'source' => 'grant', 'test' => false, 'email_hash' => $hash]);
    $fan = $plugin->get(Sessions::class)->proveFan("fan$n@example.org", $hash, 'en');
    $grant = $plugin->get(Sessions::class)->open('fan', 'Bench', ['fan_id' => $fan['id'], 'email_hash' => $hash]);
    $tickets = $plugin->get(Gate::class)->tickets($grant['session']);
    $callers[] = ['token' => $grant['token'], 'assertion' => $plugin->get(Signed::class)->ofTickets($tickets)[0]['assertion']];
  }
});
$plugin->get(DoorFile::class)->write();
echo json_encode(['callers' => $callers, 'verifier' => $plugin->get(DoorFile::class)->url()]);
`;

const agent = makeAgent(400);

interface Round {
  readonly idle: Tally;
  readonly load: Tally;
  /** Cores that were busy on average while the load ran, by whatever. */
  readonly cores: number;
  /** Of these, what the site itself used. */
  readonly siteCores: number;
}

async function round(
  stack: Stack,
  count: number,
  seconds: number,
  knock: (index: number) => Promise<Answer>,
  isGood: (answer: Answer) => boolean,
  beside: () => Promise<Tally> = async () => emptyTally(),
): Promise<Round> {
  // The first calls warm workers and caches and are not counted.
  for (let index = 0; index < 16; index++) await knock(count + index);
  const idle = emptyTally();
  for (let index = 0; index < IDLE_CALLS; index++) {
    const from = performance.now();
    const answer = await knock(count + 16 + index);
    idle.times.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, IDLE_PAUSE_MS));
    if (!isGood(answer)) idle.troubles.push(trouble(answer));
  }
  const before = processor();
  const used = processorOf(stack);
  const begun = performance.now();
  const [load, others] = await Promise.all([evenly(count, seconds, knock, isGood), beside()]);
  const after = processor();
  load.troubles.push(...others.troubles);
  load.late += others.late;
  const cores = ((after.busy - before.busy) / (after.all - before.all)) * cpus().length;
  const siteCores = (processorOf(stack) - used) / (performance.now() - begun);
  return { idle, load, cores, siteCores };
}

const tenths = (value: number): number => Number(value.toFixed(1));

const figuresOf = (name: string, { idle, load, cores, siteCores }: Round, seconds: number) => ({
  [`${name}Answered`]: load.times.length,
  [`${name}Refused`]: load.troubles.length + idle.troubles.length,
  [`${name}IdleP50Ms`]: Math.round(median(idle.times)),
  [`${name}IdleP95Ms`]: tenths(percentile(idle.times, 0.95)),
  [`${name}P50Ms`]: Math.round(percentile(load.times, 0.5)),
  [`${name}P95Ms`]: tenths(percentile(load.times, 0.95)),
  [`${name}Ratio`]: Number((percentile(load.times, 0.95) / percentile(idle.times, 0.95)).toFixed(2)),
  [`${name}BusyCores`]: Number(cores.toFixed(2)),
  [`${name}SiteCores`]: Number(siteCores.toFixed(2)),
  [`${name}PerSecondAndCore`]: Number((load.times.length / seconds / siteCores).toFixed(1)),
  [`${name}GeneratorLate`]: load.late,
});

const hasGrant = ({ status, body }: Answer): boolean => status === 200 && body.includes('/master.m3u8');

async function callersOf(stack: Stack, count: number): Promise<{ callers: Caller[]; verifier: string }> {
  const told = await stack.wp('eval', plant(count));
  return JSON.parse(told.slice(told.indexOf('{'))) as { callers: Caller[]; verifier: string };
}

/** `npm run bench -- doors [CALLERS] [SECONDS] [VIEWERS]` */
export const bench: Bench = async (args) => {
  const [count = CALLERS, seconds = SECONDS, viewers = VIEWERS] = args.map(Number);
  await ensureNeeds(['php', 'stack'], console.log);
  const stack = await startControlledStack();
  try {
    const { callers, verifier } = await callersOf(stack, count + viewers + IDLE_CALLS + 32);
    const caller = (index: number): Caller => {
      const found = callers[index];
      if (!found) throw new RangeError(`There is no caller ${index}.`);
      return found;
    };
    const api = `${stack.url}/wp-json/parterre/v1`;
    const enter = (index: number, device = 'bench') => {
      const { token, assertion } = caller(index);
      return ask(agent, `${api}/enter`, { show: 'show_doors', device, assertion }, bearer(token));
    };
    // The viewers are inside before anything is measured.
    const leases: string[] = [];
    for (let from = 0; from < viewers; from += 8) {
      const group = Array.from({ length: Math.min(8, viewers - from) }, (_, step) => from + step);
      const entries = await Promise.all(group.map((index) => enter(count + IDLE_CALLS + 32 + index, 'viewer')));
      for (const { body } of entries) leases.push((JSON.parse(body) as { lease: { id: string } }).lease.id);
    }
    const heartbeats = () =>
      evenly(
        Math.round((viewers * seconds) / HEARTBEAT_SECONDS),
        seconds,
        (index) => {
          const viewer = index % viewers;
          const beat = { playing: true, camera: 'stage', mediaAt: null, watchedMs: 60_000, quality: null };
          return ask(
            agent,
            `${api}/heartbeat`,
            { lease: leases[viewer], ...beat },
            bearer(caller(count + IDLE_CALLS + 32 + viewer).token),
          );
        },
        ({ status }) => status === 200,
      );
    const open = await round(stack, count, seconds, (index) => enter(index), hasGrant, heartbeats);
    await stack.services.database.stop();
    const knock = (index: number) =>
      ask(agent, verifier, { show: 'show_doors', device: 'bench', assertion: caller(index).assertion });
    const away = await round(stack, count, seconds, knock, hasGrant);
    const dead = await enter(0);
    if (dead.status === 200) throw new Error('The database was to be stopped, and WordPress still answers.');

    for (const trouble of new Set([...open.load.troubles, ...away.load.troubles])) console.log(`trouble: ${trouble}`);
    const figures: Record<string, number> = {
      cores: cpus().length,
      callsPerSecond: Math.round(count / seconds),
      viewers,
      ...figuresOf('enter', open, seconds),
      ...figuresOf('verifier', away, seconds),
    };
    const exact: Record<string, number> = {
      enterAnswered: count,
      enterRefused: 0,
      verifierAnswered: count,
      verifierRefused: 0,
    };
    const most: Record<string, number> = { enterRatio: RATIO, verifierRatio: RATIO };
    return {
      table: [['the doors', ''], ...Object.entries(figures)],
      figures,
      limits: { ...exact, ...most },
      pass:
        Object.entries(exact).every(([name, limit]) => figures[name] === limit) &&
        Object.entries(most).every(([name, limit]) => (figures[name] ?? Number.NaN) <= limit),
    };
  } finally {
    agent.destroy();
    await stack.stop();
  }
};
