// Pages that watch: ours, bare hls.js and Mux Player, each as its makers tell a page to use it, and what is noted in them about the
// picture: when it stood still, and which moment of the show it shows.
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { cdnDir, root } from '../../tools/build/paths.ts';
import { SETTINGS } from '../../packages/playback/src/settings.ts';
import { buildRivals } from './rivals.ts';
import { serveStatic, type StaticServer } from './static-server.ts';
import { STILL_MS, type Watched } from './stills.ts';

/** A page may take so long to begin, where a machine is busy. */
const START_MS = 90_000;

export const players = ['ours', 'bare', 'mux'] as const;
export type Player = (typeof players)[number];

/** What the pages hold for us. */
interface Noted {
  /** Runs against the clock of the machine, whatever the page believes about the date. */
  now(): number;
  stills: [number, number][];
  movedAt: number;
  /** The one on screen. */
  video(): HTMLVideoElement | null;
  /** Date of the frame on screen, ms since 1970; null where the player does not tell. */
  date(): number | null;
  /** Begins to load and play; null until the page is ready to. */
  begin: (() => void) | null;
  /** Seconds on the video's clock. */
  seek(to: number): void;
  /** Hides or shows the backend from our page. */
  backendAway: boolean;
  /** As if another device had taken this one's place. */
  loseLease(): void;
  /** Milliseconds the device's clock is wrong by, from now on. */
  shift: number;
  /** The page came out of the back-forward cache. */
  persisted: boolean;
}

declare global {
  interface Window {
    noted: Noted;
  }
}

/** Runs in the page before anything else. */
function note(stillMs: number): void {
  const now = (): number => performance.timeOrigin + performance.now();
  const noted: Noted = {
    now,
    stills: [],
    movedAt: 0,
    video: () => find(document),
    date: () => null,
    begin: null,
    seek: (to) => void (find(document)!.currentTime = to),
    backendAway: false,
    loseLease: () => {},
    shift: 0,
    persisted: false,
  };
  window.noted = noted;
  const RealDate = Date;
  class WrongDate extends RealDate {
    constructor(...parts: []) {
      if (parts.length) super(...parts);
      else super(RealDate.now() + noted.shift);
    }
    static override now = (): number => RealDate.now() + noted.shift;
  }
  window.Date = WrongDate as unknown as DateConstructor;
  addEventListener('pageshow', (event) => (noted.persisted = event.persisted));

  /** The video on screen, in whatever shadow it stands. */
  const find = (root: Document | ShadowRoot): HTMLVideoElement | null => {
    const here = root.querySelector<HTMLVideoElement>('video:not(.incoming)');
    if (here) return here;
    for (const element of root.querySelectorAll('*')) {
      const found = element.shadowRoot && find(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  let last: { video: HTMLVideoElement; frames: number; time: number } | null = null;
  setInterval(() => {
    const video = last?.video.isConnected ? last.video : find(document);
    if (!video) return;
    const fresh = { video, frames: video.getVideoPlaybackQuality().totalVideoFrames, time: video.currentTime };
    const moved = last?.video === video && fresh.frames !== last.frames && fresh.time !== last.time && !video.paused;
    last = fresh;
    if (!moved) return;
    const at = now();
    if (noted.movedAt && at - noted.movedAt > stillMs) noted.stills.push([noted.movedAt, at]);
    noted.movedAt = at;
  }, 50);
}

const html = (body: string, script: string): string => `<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="icon" href="data:,"><style>body{margin:0} live-player,video,mux-player{display:block;width:640px;height:360px}</style>
<body>${body}<script type="module">${script}</script></body></html>`;

/** What every page reads off its address. */
const query = `const query = new URLSearchParams(location.search);
  const [line, stream, waits] = ['line', 'stream', 'waits'].map((name) => query.get(name));
  const settings = JSON.parse(query.get('settings') ?? '{}');
  const sign = async () => (await fetch(line + '/sign/' + stream)).text();`;

/**
 * `<live-player>` before an open show of the backend in memory, whose addresses the line signs. The backend says every five seconds
 * what it says every minute elsewhere, and is as far away as the network.
 */
const oursPage = html(
  '<live-player backend="bench" show="les-balances"></live-player>',
  `${query}
  const { createMemoryBackend, demoSeed, defineBackend } = await import('/cdn/memory/memory.js');
  const memory = createMemoryBackend({
    name: 'bench',
    clock: { now: () => noted.now(), set: (...all) => setTimeout(...all), clear: (timer) => clearTimeout(timer) },
    seed: demoSeed({ picture: () => 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7' }),
    signPlayback: sign,
    faults: { fail: () => (noted.backendAway || !navigator.onLine ? 'unavailable' : null) },
  });
  const hasten = (answer) => (answer?.lease ? { ...answer, lease: { ...answer.lease, heartbeatSeconds: 5 } } : answer);
  defineBackend('bench', {
    ...memory,
    read: (...call) => memory.read(...call),
    act: async (...call) => hasten(await memory.act(...call)),
  });
  noted.loseLease = () => Object.values(memory.state.leases).forEach((lease) => (lease.lost = true));
  const player = document.querySelector('live-player');
  noted.seek = (to) => player.watched.playhead.seek(to);
  noted.date = () => Date.parse(player.watched?.playhead?.mediaAt ?? '') || null;
  await import('/cdn/live-player.js');
  const start = setInterval(() => {
    if (!player.shadowRoot?.querySelector('.play')) return;
    // Bare hls.js holds its address before it begins, and so does who has come in with a ticket.
    if (!player.watched.state.entry?.grant) return void player.watched.join();
    clearInterval(start);
    noted.begin = () => player.play();
    if (!waits) noted.begin();
  }, 50);`,
);

/** hls.js as its own documentation shows it. */
const barePage = html(
  '<video playsinline muted></video>',
  `import Hls from '/hls/hls.min.mjs';
  ${query}
  const address = await sign();
  const video = document.querySelector('video');
  const hls = new Hls(settings);
  noted.begin = () => {
    hls.loadSource(address);
    hls.attachMedia(video);
    hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
  };
  if (!waits) noted.begin();
  noted.date = () => hls.playingDate?.getTime() ?? null;`,
);

const muxPage = html(
  '',
  `import '/rivals/mux/mux.js';
  ${query}
  const address = await sign();
  const player = document.createElement('mux-player');
  player.setAttribute('stream-type', stream === 'replay' ? 'on-demand' : 'live');
  for (const name of ['disable-tracking', 'disable-cookies', 'muted']) player.setAttribute(name, '');
  player.setAttribute('autoplay', 'muted');
  player.setAttribute('src', address);
  document.body.append(player);
  noted.date = () => player.currentPdt?.getTime() || null;`,
);

export interface SeatOptions {
  /** Nothing begins before it is told to. */
  readonly waits?: boolean;
  /** What bare hls.js is given; its own defaults otherwise. */
  readonly settings?: 'ours';
}

export interface Cinema {
  readonly browser: Browser;
  readonly server: StaticServer;
  open(player: Player, line: string, stream: string, options?: SeatOptions): Promise<Seat>;
  close(): Promise<void>;
}

export interface Seat {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly devtools: CDPSession;
  watched(): Promise<Watched>;
  /** Resolves once a page that waits can begin. */
  ready(withinMs: number): Promise<unknown>;
  /** Begins at a moment, ms since 1970. */
  begin(at: number): Promise<unknown>;
  /** Date of the frame on screen, ms since 1970. */
  date(): Promise<number | null>;
  /** Resolves once the picture has moved for so long without a stop; after `withinMs` in any case, if it moves at all. */
  settled(milliseconds: number, withinMs: number): Promise<void>;
}

/** The CDN build must be there. */
export async function openCinema(): Promise<Cinema> {
  const server = await serveStatic({
    cdn: cdnDir,
    rivals: await buildRivals(),
    hls: join(root, 'node_modules', 'hls.js', 'dist'),
  });
  server.page('/ours', oursPage);
  server.page('/bare', barePage);
  server.page('/mux', muxPage);
  server.page('/elsewhere', '<!doctype html><title>elsewhere</title>');
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    // Fans' browsers have it.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--no-first-run',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const open: Cinema['open'] = async (player, line, stream, { waits, settings } = {}) => {
    const context = await browser.newContext({ viewport: { width: 640, height: 480 } });
    const page = await context.newPage();
    if (process.env.BENCH_TALK) page.on('console', (said) => console.error(player, said.text()));
    // What the players would like to tell their makers stays here.
    await page.route(
      (url) => url.hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    await page.addInitScript(note, STILL_MS);
    const search = new URLSearchParams({
      ...{ line, stream },
      ...(waits ? { waits: 'yes' } : {}),
      ...(settings ? { settings: JSON.stringify(SETTINGS) } : {}),
    });
    await page.goto(`${server.origin}/${player}?${search}`, { waitUntil: 'commit', timeout: START_MS });
    const devtools = await context.newCDPSession(page);
    const watched = (): Promise<Watched> =>
      page.evaluate(() => ({ stills: window.noted.stills, movedAt: window.noted.movedAt, now: window.noted.now() }));
    return {
      ...{ page, context, devtools, watched },
      date: () => page.evaluate(() => window.noted.date()),
      ready: (timeout) => page.waitForFunction(() => window.noted.begin !== null, null, { timeout }),
      begin: (at) =>
        page.evaluate(
          (when) =>
            new Promise<void>((resolve) =>
              setTimeout(() => resolve(window.noted.begin?.()), when - window.noted.now()),
            ),
          at,
        ),
      async settled(milliseconds, withinMs) {
        const until = performance.now() + withinMs;
        let startedAt: number | null = null;
        for (;;) {
          const { stills, movedAt, now } = await watched();
          if (movedAt > 0 && now - movedAt < STILL_MS) startedAt = Math.max(startedAt ?? now, stills.at(-1)?.[1] ?? 0);
          if (startedAt !== null && now - startedAt > milliseconds && now - movedAt < STILL_MS) return;
          // Where a machine is too busy for a calm picture, one that moves has to do.
          if (performance.now() > until && startedAt !== null) return;
          if (performance.now() > until) throw new Error(`${player} does not play`);
          await page.waitForTimeout(100);
        }
      },
    };
  };
  return {
    ...{ browser, server, open },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
