// From the click to the first frame: `<live-player>` as we ship it, against bare pages that do nothing but play.
//
// All pages come from the same site, take the same grant of the same WordPress, and import the same engine chunk with the
// same settings. A bare page has a `<video>` and some lines around hls.js, and loads the engine on the click. One asks for
// its grant on the click as well; the other, which is harder to beat, holds it before, as the player does. So the ratios are
// what sessions, elements and controls cost a fan who pressed play. Live and replay; cold, in a profile that has never been
// here, and warm, on the second visit, when the browser has everything that may be kept. The pages take turns, because a
// machine that gets slower meanwhile must not decide.
//
// The press is a hand's, on every page: the pointer comes to the button, presses, lets go. Time runs from the click, when
// it lets go; the player may use what it saw before (a pointer on its button fetches what plays), so the time a
// hand needs is kept short. With `script` nobody comes first: a script presses, and nothing is fetched ahead.
//
//   npm run bench -- first-frame [ROUNDS [script]]
import type { Browser, BrowserContext } from 'playwright-core';
import { buildAll } from '../../tools/build/main.ts';
import { startVenue } from '../../tools/wordpress/venue.ts';
import { median, type Bench } from './bench.ts';
import { launch, layOut, ticketFor, type Pages } from './watching.ts';

declare global {
  interface Window {
    firstFrame: Promise<number>;
  }
}

type Press = 'hand' | 'script';

const ROUNDS = 20;
/** The player may cost a twentieth more than the least that could play. */
const RATIO = 1.05;

/** From touch to release; hands take 80 to 100 ms for a tap or a click. */
const HOLD_MS = 50;

/** Runs in the page: gets ready to note the milliseconds from the click to the first frame on screen. */
function noteFrame(): void {
  const player = document.querySelector('live-player');
  window.firstFrame = new Promise((resolve, reject) => {
    const begin = ({ timeStamp }: Event): void => {
      const look = (): void => {
        const video = (player?.shadowRoot ?? document).querySelector('video');
        if (video) video.requestVideoFrameCallback((now) => resolve(now - timeStamp));
        else requestAnimationFrame(look);
      };
      look();
      setTimeout(() => reject(new Error('no frame within 20 s')), 20_000);
    };
    addEventListener('click', begin, { capture: true, once: true });
  });
}

/** @param press with a hand's pointer, or without one. */
async function visit(context: BrowserContext, url: string, press: Press): Promise<number> {
  const page = await context.newPage();
  try {
    await page.goto(url);
    // Playwright looks into shadow roots by itself; a bare page says when it is ready.
    const button = page.locator('html[data-ready] #play, live-player .play');
    await button.waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle');
    await page.evaluate(noteFrame);
    await (press === 'hand' ? button.click({ delay: HOLD_MS }) : button.dispatchEvent('click'));
    return await page.evaluate(() => window.firstFrame);
  } finally {
    await page.close();
  }
}

const temperatures = ['cold', 'warm'] as const;
type Times = Record<(typeof temperatures)[number], number>;

/** A profile's first visit, and its second. */
async function measure(browser: Browser, url: string, press: Press): Promise<Times> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const cold = await visit(context, url, press);
    return { cold, warm: await visit(context, url, press) };
  } finally {
    await context.close();
  }
}

/** Visits all pages in turns. */
async function takeTurns(browser: Browser, pages: Pages, rounds: number, press: Press) {
  const taken: Record<keyof Pages, Times[]> = { asking: [], holding: [], player: [] };
  const sides = Object.keys(taken) as (keyof Pages)[];
  // One of each unmeasured, so that none pays for the first touch of WordPress and the disk.
  for (const side of sides) await measure(browser, pages[side], press);
  for (let round = 0; round < rounds; round++) {
    const first = round % sides.length;
    for (const side of [...sides.slice(first), ...sides.slice(0, first)])
      taken[side].push(await measure(browser, pages[side], press));
  }
  return taken;
}

const ratio = (player: number, bare: number): number => Math.round((player / bare) * 1000) / 1000;

export const bench: Bench = async (args) => {
  const rounds = Number(args[0] ?? ROUNDS);
  const press = args[1] === 'script' ? 'script' : 'hand';
  await buildAll({ only: 'cdn' });
  const venue = await startVenue();
  const browser = await launch();
  try {
    const table: (string | number)[][] = [
      [
        'click to first frame, ms',
        '<live-player>',
        'bare, asks on the click',
        'ratio',
        'bare, holds its grant',
        'ratio',
      ],
    ];
    const figures: Record<string, number> = { rounds };
    const limits: Record<string, number> = {};
    for (const kind of ['live', 'replay'] as const) {
      const pages = await layOut(venue, kind, await ticketFor(venue.stack.url, kind));
      const taken = await takeTurns(browser, pages, rounds, press);
      for (const temperature of temperatures) {
        const ms = (side: keyof Pages): number => Math.round(median(taken[side].map((times) => times[temperature])));
        const [player, asking, holding] = [ms('player'), ms('asking'), ms('holding')];
        const askingRatio = ratio(player, asking);
        const holdingRatio = ratio(player, holding);
        const name = `${kind}${temperature === 'cold' ? 'Cold' : 'Warm'}`;
        Object.assign(figures, {
          [`${name}PlayerMs`]: player,
          [`${name}AskingMs`]: asking,
          [`${name}HoldingMs`]: holding,
          [`${name}AskingRatio`]: askingRatio,
          [`${name}HoldingRatio`]: holdingRatio,
        });
        limits[`${name}AskingRatio`] = RATIO;
        // Without a hand nothing is fetched ahead, and a page that holds everything and does nothing else comes first.
        if (press === 'hand') limits[`${name}HoldingRatio`] = RATIO;
        table.push([`${kind}, ${temperature}`, player, asking, askingRatio, holding, holdingRatio]);
      }
    }
    const pass = Object.keys(limits).every((name) => (figures[name] ?? Infinity) <= RATIO);
    return { table, figures, limits, pass };
  } finally {
    await browser.close();
    await venue.stop();
  }
};
