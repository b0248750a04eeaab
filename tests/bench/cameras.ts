// Changing the camera at 120 ms round trip: `<live-player>` with its second camera ready behind the first, against one
// instance of the same engine, with the same settings, that loads the other camera's playlist.
//
// Both run in the same Chromium, in turns, on the demo venue's live show with a ticket that opens backstage. A frame counts
// when the browser has presented it on the video that is seen. What is held: the longest gap between two frames around a
// change, against the 95th percentile of gaps while nothing changes; and how far the show jumps, which is how much further
// the date on screen has moved than the clock on the wall.
//
//   npm run bench -- cameras [CHANGES]
import type { Browser, Page } from 'playwright-core';
import { buildAll } from '../../tools/build/main.ts';
import { startVenue } from '../../tools/wordpress/venue.ts';
import { median, type Bench } from './bench.ts';
import { launch, layOut, ticketFor } from './watching.ts';

const CHANGES = 12;
const ROUND_TRIP_MS = 120;
/** 8 Mbit/s, in bytes. */
const BYTES_PER_SECOND = 1_000_000;
/** Between two changes, for the other camera to be ready again and for gaps without a change. */
const CALM_MS = 6000;
/** What belongs to a change: this long after it was asked for. */
const AROUND_MS = 2500;
const GAP_RATIO = 1.25;
const JUMP_MS = 50;

interface Frame {
  /** On the page's clock. */
  at: number;
  /** Milliseconds of the show on screen. */
  date: number;
}

interface Watched {
  frames: Frame[];
  /** When each change was asked for. */
  asked: number[];
  /** From asking to the new camera on screen. */
  took: number[];
}

/** Runs in the page: looks at every frame that is presented on the video that is seen. */
function watch(): void {
  const player = document.querySelector('live-player') as
    (HTMLElement & { watched: { playhead: { mediaAt: string | null } | null } | null }) | null;
  const engine = window as unknown as { hls?: { playingDate: Date | null }; frames: Frame[] };
  const seen = new WeakSet<HTMLVideoElement>();
  engine.frames = [];
  const date = () =>
    player ? Date.parse(player.watched?.playhead?.mediaAt ?? '') : (engine.hls?.playingDate?.getTime() ?? Number.NaN);
  const follow = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((now) => {
      if (!video.isConnected) return;
      if (!video.classList.contains('incoming'))
        engine.frames.push({ at: now, date: date() - (performance.now() - now) });
      follow(video);
    });
  };
  const look = (): void => {
    for (const video of (player?.shadowRoot ?? document).querySelectorAll('video')) {
      if (seen.has(video)) continue;
      seen.add(video);
      follow(video);
    }
    requestAnimationFrame(look);
  };
  look();
}

/** Runs in the page: asks for the other camera, and waits until it is on screen. */
function change(): Promise<{ asked: number; took: number }> {
  const root = document.querySelector('live-player')?.shadowRoot;
  const bare = window as unknown as {
    hls: { loadSource(url: string): void; once(event: string, done: () => void): void };
    cameras: { url: string }[];
    at?: number;
  };
  const asked = performance.now();
  return new Promise((resolve, reject) => {
    const done = (): void => resolve({ asked, took: performance.now() - asked });
    setTimeout(() => reject(new Error('the other camera did not come within 15 s')), 15_000);
    if (!root) {
      bare.at = 1 - (bare.at ?? 0);
      bare.hls.once('hlsFragBuffered', () => {
        document.querySelector('video')?.requestVideoFrameCallback(done);
        void document.querySelector('video')?.play();
      });
      bare.hls.loadSource((bare.cameras[bare.at] as { url: string }).url);
      return;
    }
    const button = root.querySelector<HTMLElement>('.cameras [aria-pressed=false]');
    button?.click();
    const look = (): void => {
      const settled = button?.getAttribute('aria-pressed') === 'true' && !button.hasAttribute('aria-busy');
      if (settled) done();
      else requestAnimationFrame(look);
    };
    look();
  });
}

async function round(browser: Browser, url: string, selector: string, changes: number): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.locator(selector === '#play' ? 'html[data-ready]' : selector).waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle');
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: ROUND_TRIP_MS,
      downloadThroughput: BYTES_PER_SECOND,
      uploadThroughput: BYTES_PER_SECOND,
    });
    await page.evaluate((one) => {
      const root = document.querySelector('live-player')?.shadowRoot ?? document;
      root.querySelector<HTMLElement>(one)?.click();
    }, selector);
    // The picture settles, and the player gets its second camera ready.
    await page.waitForTimeout(12_000);
    return await follow(page, changes);
  } finally {
    await context.close();
  }
}

async function follow(page: Page, changes: number): Promise<Watched> {
  await page.evaluate(watch);
  await page.waitForTimeout(CALM_MS);
  const asked: number[] = [];
  const took: number[] = [];
  for (let index = 0; index < changes; index++) {
    const one = await page.evaluate(change);
    asked.push(one.asked);
    took.push(one.took);
    await page.waitForTimeout(CALM_MS);
  }
  const frames = await page.evaluate(() => (window as unknown as { frames: Frame[] }).frames);
  return { frames, asked, took };
}

interface Figures {
  /** Gaps while nothing changes. */
  calm: number[];
  /** The longest one of each change. */
  longest: number[];
  /** How far the show jumps at each change. */
  jumps: number[];
  took: number[];
}

/** Gaps between frames, those around a change apart, and the jump of each change. */
export function read({ frames, asked, took }: Watched): Figures {
  const sorted = frames.toSorted((a, b) => a.at - b.at);
  const figures: Figures = { calm: [], longest: asked.map(() => 0), jumps: [], took };
  for (const [index, frame] of sorted.entries()) {
    const before = sorted[index - 1];
    if (!before) continue;
    const gap = frame.at - before.at;
    const around = asked.findIndex((at) => frame.at >= at && before.at <= at + AROUND_MS);
    if (around < 0) figures.calm.push(gap);
    else figures.longest[around] = Math.max(figures.longest[around] ?? 0, gap);
  }
  // The show against the clock: the middle of many frames before and after, as single readings tremble.
  const drift = (from: number, to: number) =>
    sorted.filter(({ at, date }) => at >= from && at < to && !Number.isNaN(date)).map(({ at, date }) => date - at);
  for (const at of asked) {
    const before = drift(at - 1500, at);
    const after = drift(at + AROUND_MS, at + AROUND_MS + 1500);
    if (before.length > 0 && after.length > 0) figures.jumps.push(Math.abs(median(after) - median(before)));
  }
  return figures;
}

const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

export const bench: Bench = async (args) => {
  const changes = Number(args[0] ?? CHANGES);
  await buildAll({ only: 'cdn' });
  const venue = await startVenue();
  const browser = await launch();
  try {
    const ticket = await ticketFor(venue.stack.url, 'live', 'offr_demo_ember_backstage');
    const { player, holding: bare } = await layOut(venue, 'cameras', ticket);
    const pages = { player, bare };
    const sides = ['player', 'bare'] as const;
    const all = { player: [] as Figures[], bare: [] as Figures[] };
    const rounds = Math.max(1, Math.round(changes / 4));
    for (let index = 0; index < rounds; index++) {
      for (const side of index % 2 === 0 ? sides : sides.toReversed()) {
        const selector = side === 'bare' ? '#play' : '.play';
        all[side].push(read(await round(browser, pages[side], selector, Math.ceil(changes / rounds))));
      }
    }
    const sum = (side: 'player' | 'bare', name: keyof Figures) => all[side].flatMap((one) => one[name]);
    const figures: Record<string, number> = { changes, roundTripMs: ROUND_TRIP_MS };
    const table: (string | number)[][] = [
      ['changing the camera', 'calm p95 ms', 'longest gap ms', 'worst ms', 'jump ms', 'worst ms', 'to screen ms'],
    ];
    for (const side of sides) {
      const longest = sum(side, 'longest');
      const jumps = sum(side, 'jumps');
      const row = {
        CalmP95Ms: percentile(sum(side, 'calm'), 0.95),
        LongestGapMs: median(longest),
        WorstGapMs: Math.max(...longest),
        JumpMs: median(jumps),
        WorstJumpMs: Math.max(...jumps),
        ToScreenMs: median(sum(side, 'took')),
      };
      for (const [name, value] of Object.entries(row)) figures[`${side}${name}`] = Math.round(value * 10) / 10;
      table.push([
        side === 'player' ? '<live-player>' : 'one instance reloading',
        ...Object.values(row).map(Math.round),
      ]);
    }
    const gap = figures.playerLongestGapMs as number;
    const calm = figures.playerCalmP95Ms as number;
    figures.gapRatio = Math.round((gap / calm) * 1000) / 1000;
    const limits = { gapRatio: GAP_RATIO, playerJumpMs: JUMP_MS };
    return {
      table,
      figures,
      limits,
      pass: figures.gapRatio <= GAP_RATIO && (figures.playerJumpMs as number) <= JUMP_MS,
    };
  } finally {
    await browser.close();
    await venue.stop();
  }
};
