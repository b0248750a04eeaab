// What attacks need: real WordPress, a real stream server that it signs for, cameras that are on the air, and short lives, so
// that one can wait for an address to die.
import { Stage } from '../../packages/backend/src/conformance/stage.ts';
import { present } from '../../packages/backend/src/conformance/assert.ts';
import type { Grant } from '@parterre/protocol';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { startControlledStack, wordpressHarness } from '../conformance/wordpress.ts';
import { startOrigin, type Origin } from './origin.ts';
import { fetchPlaylist } from './playlist.ts';
import { publish, type Publisher } from './publisher.ts';

/** How long a grant lasts here, and how often devices say that they are still there. Venues have 900 and 60. */
export const GRANT_SECONDS = 12;
export const HEARTBEAT_SECONDS = 4;
/** nginx lets the second of expiry pass, and both clocks count whole ones. */
export const SLACK_SECONDS = 2;

const STREAM_SECRET = 'a-secret-of-the-scene';

/** An address that somebody has who should not, or not any more, and when it was signed (unix time in milliseconds). */
export interface Loot {
  url: string;
  since: number;
}

export interface Scene {
  stage: Stage;
  stack: Stack;
  origin: Origin;
  /** Base of the protocol's operations. */
  api: string;
  /** For how many seconds the provider's declaration, which the table is held to, lets an address live. */
  lifeSeconds: number;
  /** The recording that `show_replay` plays. */
  recording: string;
  /** Buys under an address nobody has used yet. */
  buy(offer: string): Promise<Awaited<ReturnType<Stage['buy']>> & { email: string }>;
  close(): Promise<void>;
}

/**
 * `show_live` plays the streams `stage` and, for those who may, `backstage`; `show_doors` has opened its doors while `early` is being
 * sent, which nobody shall see yet; `show_replay` plays a recording. Nobody is honoured.
 */
export async function setScene(): Promise<Scene> {
  const stops: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
  };
  try {
    const [origin, stack] = await Promise.all([
      startOrigin({ secret: STREAM_SECRET, origins: ['https://venue.example'] }),
      startControlledStack(),
    ]);
    stops.push(
      () => origin.stop(),
      () => stack.stop(),
    );
    const send = async (camera: 'stage' | 'backstage', name: string): Promise<Publisher> => {
      const publisher = await publish(origin.rtmp, origin.streamKey(name), { camera });
      stops.push(() => publisher.stop());
      return publisher;
    };
    const first = await send('stage', 'early');
    await send('stage', 'stage');
    await send('backstage', 'backstage');
    await origin.playing('early', 2);
    await first.stop();
    await send('stage', 'early');
    const harness = wordpressHarness(stack.url);
    const stage = new Stage(harness);
    await stage.reset();
    await origin.playing('early', 4);
    await Promise.all(['stage', 'backstage'].map((name) => origin.playing(name, 3)));
    const recording = present((await origin.recordings('early'))[0], 'a recording');
    const cameras = 'wp_parterre_cameras';
    await stack.sql(
      `UPDATE ${cameras} SET live_stream = 'early' WHERE show_id IN ('show_doors', 'show_soon');
       UPDATE ${cameras} SET replay_stream = '${recording}' WHERE id = 'stage';`,
    );
    await set(stack, {
      stream_base: origin.url,
      stream_secret: STREAM_SECRET,
      grant_seconds: GRANT_SECONDS,
      heartbeat_seconds: HEARTBEAT_SECONDS,
    });
    const lifeSeconds = Number(
      await stack.wp(
        'eval',
        `echo Parterre\\Plugin::instance()->get(Parterre\\Streaming\\Playback::class)->provider('nginx')->lifetimeSeconds(${GRANT_SECONDS});`,
      ),
    );
    let buyers = 0;
    return {
      ...{ stage, stack, origin, lifeSeconds, recording, close },
      api: harness.http ?? '',
      async buy(offer) {
        const email = `buyer-${++buyers}@example.org`;
        return { ...(await stage.buy(offer, { email })), email };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Changes settings of the plugin. */
export const set = (stack: Stack, values: Record<string, string | number>): Promise<string> =>
  stack.wp('eval', `Parterre\\Plugin::instance()->get(Parterre\\Settings::class)->set(${php(values)});`);

const php = (values: Record<string, string | number>): string =>
  `[${Object.entries(values)
    .map(([name, value]) => `'${name}' => ${JSON.stringify(value)}`)
    .join(', ')}]`;

/**
 * Does what a player does with an address: master playlist, media playlist, the newest segment.
 * @returns `video` if there was one to be had, else what the server answered
 */
export async function look(url: string): Promise<'video' | number> {
  const master = await fetch(url);
  const text = await master.text();
  if (!master.ok) return master.status;
  const media = new URL(text.split('\n').find((line) => line && !line.startsWith('#')) ?? '', url).href;
  try {
    const { segments } = await fetchPlaylist(media);
    return await segment(new URL(present(segments.at(-1), 'a segment').file, media).href);
  } catch (error) {
    return Number(/ answered (\d+)$/.exec((error as Error).message)?.[1] ?? 0);
  }
}

/** The same for a single segment. */
export async function segment(url: string): Promise<'video' | number> {
  const response = await fetch(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Every packet of a transport stream begins with this byte.
  return response.ok && bytes[0] === 0x47 && bytes[188] === 0x47 ? 'video' : response.status;
}

/** The address of one camera in a grant. */
export const addressOf = (grant: Grant | null, camera = 'stage'): string =>
  present(grant?.cameras.find((one) => one.camera === camera)?.url, `the address of ${camera}`);

/** As if copied from the page of whoever got this grant. */
export const copied = (grant: Grant | null, camera = 'stage'): Loot => ({
  url: addressOf(grant, camera),
  since: Date.parse(present(grant, 'a grant').issuedAt),
});
