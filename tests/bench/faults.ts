// What can go wrong while somebody watches, and what is required of our player then.
import { setTimeout as pause } from 'node:timers/promises';
import { segmentAt } from '../../demo/stage/timeline.ts';
import type { Line } from './line.ts';
import type { Seat } from './cinema.ts';

export interface Fault {
  readonly name: string;
  /** For whoever reads the table. */
  readonly what: string;
  /**
   * What is required of ours: back within so many milliseconds after the fault is over, and standing still no longer than that
   * altogether; or stopped, with these words.
   */
  readonly required:
    { readonly backMs: number; readonly stoodMs?: number } | { readonly stops: string; readonly withinMs: number };
  /** Makes it happen, and resolves when it is over. */
  readonly happen: (line: Line, seat: Seat) => Promise<void>;
}

/** What ours is given before it must have come back: a refused playlist, a new grant, a playlist and a segment. */
const SOON_MS = 4000;
/** The same after the longest pause between two tries. */
const AFTER_PAUSE_MS = 12_000;

const seconds = (count: number): Promise<unknown> => pause(count * 1000);

/** Everything is answered with this for ten seconds: longer than anybody has in hand. */
const answering =
  (status: number): Fault['happen'] =>
  async (line) => {
    line.answerWith(status);
    await seconds(12);
    line.answerWith(null);
  };

const offline =
  (count: number): Fault['happen'] =>
  async (_line, { context }) => {
    await context.setOffline(true);
    await seconds(count);
    await context.setOffline(false);
  };

const frozen: Fault['happen'] = async (_line, { devtools }) => {
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await seconds(20);
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
};

export const faults: readonly Fault[] = [
  {
    name: '403',
    what: 'the signature counts no more',
    required: { backMs: SOON_MS },
    happen: async (line) => line.refuseGiven(403),
  },
  {
    name: '404',
    what: 'the stream is not there for 12 s',
    required: { backMs: AFTER_PAUSE_MS },
    happen: answering(404),
  },
  {
    name: '410',
    what: 'the signature has run out',
    required: { backMs: SOON_MS },
    happen: async (line) => line.refuseGiven(410),
  },
  {
    name: '500',
    what: 'the origin is broken for 12 s',
    required: { backMs: AFTER_PAUSE_MS },
    happen: answering(500),
  },
  {
    name: 'stalled-segment',
    what: 'a segment comes by half, and nothing after it',
    required: { backMs: SOON_MS },
    happen: async (line) => line.stallNext(1),
  },
  {
    name: 'cut-segment',
    what: 'two segments break off in the middle',
    required: { backMs: SOON_MS },
    happen: async (line) => line.cutNext(2),
  },
  {
    name: 'slow-network',
    what: 'for 30 s the line carries 60 kB/s',
    required: { backMs: SOON_MS, stoodMs: 8000 },
    happen: async (line) => {
      line.slow(60_000);
      await seconds(30);
      line.slow(Infinity);
    },
  },
  { name: 'offline-5', what: 'no network for 5 s', required: { backMs: 1000 }, happen: offline(5) },
  { name: 'offline-30', what: 'no network for 30 s', required: { backMs: SOON_MS }, happen: offline(30) },
  { name: 'offline-120', what: 'no network for 120 s', required: { backMs: SOON_MS }, happen: offline(120) },
  {
    name: 'publisher',
    what: 'nobody publishes for 15 s',
    // The first segment of the return is filmed first, and the player waits until it is three from the edge.
    required: { backMs: 10_000 },
    happen: async (line) => {
      line.stage.control({ action: 'cut', stream: '*', seconds: 15 });
      await seconds(15);
    },
  },
  {
    name: 'clock',
    what: 'the device takes it for tomorrow, and the signature runs out',
    required: { backMs: SOON_MS },
    happen: async (line, { page }) => {
      await page.evaluate(() => void (window.noted.shift = 86_400_000));
      await seconds(5);
      line.refuseGiven(410);
    },
  },
  { name: 'hidden', what: 'the tab is put away and frozen for 20 s', required: { backMs: SOON_MS }, happen: frozen },
  {
    name: 'asleep',
    what: 'the same, and the signature has run out',
    required: { backMs: SOON_MS },
    happen: async (line, seat) => {
      await Promise.all([frozen(line, seat), seconds(10).then(() => line.refuseGiven(410))]);
    },
  },
  {
    name: 'codecs',
    what: 'the encoder goes on with another profile and size',
    required: { backMs: 1000 },
    happen: async (line) => line.changeCodecs(segmentAt(Date.now())),
  },
  {
    name: 'frozen-playlist',
    what: 'for 15 s the playlist is always the same',
    required: { backMs: SOON_MS },
    happen: async (line) => {
      line.stage.control({ action: 'freeze', stream: '*', seconds: 15 });
      await seconds(15);
    },
  },
  {
    name: 'token-service',
    what: 'the signature runs out while nobody signs for 20 s',
    required: { backMs: AFTER_PAUSE_MS },
    happen: async (line, { page }) => {
      const away = (is: boolean) => page.evaluate((gone) => void (window.noted.backendAway = gone), is);
      await away(true);
      line.refuseGiven(410);
      await seconds(20);
      await away(false);
    },
  },
  {
    name: 'lease',
    what: 'the place is taken by another device',
    required: { stops: 'Watching on another device', withinMs: 8000 },
    happen: async (_line, { page }) => page.evaluate(() => window.noted.loseLease()),
  },
  {
    name: 'back-forward',
    what: 'to another page for 15 s, and back',
    required: { backMs: SOON_MS },
    happen: async (_line, { page }) => {
      const { origin } = new URL(page.url());
      await page.evaluate((address) => void setTimeout(() => location.assign(address), 0), `${origin}/elsewhere`);
      await page.waitForURL('**/elsewhere', { waitUntil: 'commit' });
      await seconds(15);
      await page.evaluate(() => void setTimeout(() => history.back(), 0));
      await page.waitForURL(/line=/, { waitUntil: 'commit' });
    },
  },
];
