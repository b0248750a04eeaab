// Signing: how many grants a second a site makes, for each way that providers sign, against the least that anything can cost in the same
// WordPress: a REST route that does nothing. A grant here is the signing function as the door calls it: the session is found, the
// ticket checked, the cameras read, the address signed. Its answer is small, so that what is compared is the work and not the bytes.
//
// All ways take turns in every round, because a machine that gets slower meanwhile must not decide; what is held to a limit is the median
// over the rounds of the ratio within each. Beside it stands what a request costs the site in processor time, which other work on
// the machine does not blur.
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureNeeds } from '../../tools/test/needs.ts';
import { startStack } from '../../tools/wordpress/stack.ts';
import { median, type Bench } from './bench.ts';
import { ask, makeAgent, processorOf, trouble, type Answer } from './load.ts';

const ROUNDS = 7;
const REQUESTS = 240;
/** As many as there are PHP workers: nobody waits for another. */
const AT_ONCE = 8;
/** Grants a second for each request a second of the bare route, at least. */
const LEAST = 0.6;

const IVS = 'https://abc.eu-west-1.playback.live-video.net/api/video/v1/eu-west-1.123456789012.channel.AbCdEf.m3u8';
/** A provider for each kind of signature, and the stream of its camera. */
const KINDS = {
  md5: ['nginx', 'stage'],
  hmac: ['bunny', 'stage'],
  rs256: ['mux', 'qxb01i6T202018GFS02vp9RIe01icTcDCjVzQpmaB00CUisJ4'],
  es384: ['ivs', IVS],
} as const;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as Kind[];

/** A show for each kind, and one session that has a ticket for all of them. */
function plant(): string {
  const type = 'pkcs8';
  const format = 'pem';
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type, format });
  const ec = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey.export({ type, format });
  const options = {
    bunny: { base: 'https://bench.b-cdn.example', key: 'a key of the bench' },
    mux: { key_id: 'KEY', private_key: rsa },
    ivs: { private_key: ec },
  };
  return `
use Parterre\\Plugin; use Parterre\\Settings; use Parterre\\Store\\Shows; use Parterre\\Store\\Sessions; use Parterre\\Store\\Tickets; use Parterre\\Domain\\Secrets;
$plugin = Plugin::instance(); $now = (int) (microtime(true) * 1000);
$plugin->get(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 'bench']);
update_option('parterre_streaming', json_decode(base64_decode('${Buffer.from(JSON.stringify(options)).toString('base64')}'), true), true);
$hash = $plugin->get(Secrets::class)->hashEmail('fan@example.org');
foreach (json_decode('${JSON.stringify(KINDS)}', true) as $kind => [$provider, $stream]) {
  $show = $plugin->get(Shows::class)->create(['id' => "show_$kind", 'slug' => $kind, 'title' => $kind, 'doors_at' => $now - 3600000,
    'starts_at' => $now - 1800000, 'ends_at' => $now + 7200000, 'live_at' => $now - 1800000, 'time_zone' => 'Europe/Paris', 'published' => true]);
  $plugin->get(Shows::class)->setCameras($show, [['id' => 'stage', 'label' => 'Stage', 'provider' => $provider, 'live_stream' => $stream]]);
  $plugin->get(Tickets::class)->issue(['order_id' => null, 'line_id' => "bench_$kind", 'show_id' => $show, 'kind' => 'live',
    'valid_from' => null, 'valid_until' => null, 'source' => 'grant', 'test' => false, 'email_hash' => $hash]);
}
$fan = $plugin->get(Sessions::class)->proveFan('fan@example.org', $hash, 'en');
echo $plugin->get(Sessions::class)->open('fan', 'Bench', ['fan_id' => $fan['id'], 'email_hash' => $hash])['token'];
`;
}

interface Burst {
  readonly perSecond: number;
  /** Processor time of the site for each request. */
  readonly processorMs: number;
}

/** `npm run bench -- signing [ROUNDS]` */
export const bench: Bench = async (args) => {
  const rounds = Number(args[0] ?? ROUNDS);
  await ensureNeeds(['php', 'stack'], console.log);
  const stack = await startStack();
  const agent = makeAgent(AT_ONCE);
  try {
    const folder = join(stack.www, 'wp-content', 'mu-plugins');
    await mkdir(folder, { recursive: true });
    await copyFile(join(import.meta.dirname, 'bare-route.php'), join(folder, 'bare-route.php'));
    const token = (await stack.wp('eval', plant())).trim();

    const burst = async (path: string, body: object): Promise<Burst> => {
      let left = REQUESTS;
      const used = processorOf(stack);
      const start = performance.now();
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          while (left-- > 0) {
            const answer: Answer = await ask(agent, `${stack.url}/wp-json/bench/v1/${path}`, body);
            if (answer.status !== 200 || answer.body !== '{"made":true}')
              throw new Error(`${path} ${JSON.stringify(body)}: ${trouble(answer)}`);
          }
        }),
      );
      return {
        perSecond: REQUESTS / ((performance.now() - start) / 1000),
        processorMs: (processorOf(stack) - used) / REQUESTS,
      };
    };

    const bare: Burst[] = [];
    const made: Record<Kind, Burst[]> = { md5: [], hmac: [], rs256: [], es384: [] };
    // The first round is not measured: connections, workers and caches start cold.
    for (let round = -1; round < rounds; round++) {
      const turns = [
        async () => void bare.push(await burst('nothing', {})),
        ...kinds.map((kind) => async () => void made[kind].push(await burst('grant', { token, show: `show_${kind}` }))),
      ];
      // Nobody is always first, or always behind the same other.
      const first = (round + turns.length) % turns.length;
      for (const turn of [...turns.slice(first), ...turns.slice(0, first)]) await turn();
      if (round === -1) for (const list of [bare, ...Object.values(made)]) list.length = 0;
    }

    const middle = (bursts: readonly Burst[], pick: (burst: Burst) => number) => median(bursts.map(pick));
    const figures: Record<string, number> = {
      cores: cpus().length,
      rounds,
      barePerSecond: Math.round(middle(bare, ({ perSecond }) => perSecond)),
      bareProcessorMs: Number(middle(bare, ({ processorMs }) => processorMs).toFixed(1)),
    };
    const limits: Record<string, number> = {};
    for (const kind of kinds) {
      const ratios = made[kind].map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? Number.NaN));
      figures[`${kind}PerSecond`] = Math.round(middle(made[kind], ({ perSecond }) => perSecond));
      figures[`${kind}ProcessorMs`] = Number(middle(made[kind], ({ processorMs }) => processorMs).toFixed(1));
      figures[`${kind}Ratio`] = Number(median(ratios).toFixed(2));
      limits[`${kind}Ratio`] = LEAST;
    }
    return {
      table: [['signing', ''], ...Object.entries(figures)],
      figures,
      limits,
      pass: Object.entries(limits).every(([name, limit]) => (figures[name] ?? Number.NaN) >= limit),
    };
  } finally {
    agent.destroy();
    await stack.stop();
  }
};
