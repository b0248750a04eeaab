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
import { launch, layOut, ticketFor } from './watching.ts';

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
async function visit(context: BrowserContext, url: string, selector: string, press: Press): Promise<number> {
  const page = await context.newPage();
  try {
    await page.goto(url);
    // Playwright looks into shadow roots by itself; a bare page says when it is ready.
    await page.locator(selector === '#play' ? 'html[data-ready]' : selector).waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle');
    await page.evaluate(noteFrame);
    const button = page.locator(selector);
    await (press === 'hand' ? button.click({ delay: HOLD_MS }) : button.dispatchEvent('click'));
    return await page.evaluate(() => window.firstFrame);
  } finally {
    await page.close();
  }
}

/** A profile's first visit, and its second. */
async function measure(
  browser: Browser,
  url: string,
  selector: string,
  press: Press,
): Promise<{ cold: number; warm: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const cold = await visit(context, url, selector, press);
    return { cold, warm: await visit(context, url, selector, press) };
  } finally {
    await context.close();
  }
}

const kinds = ['live', 'replay'] as const;
const temperatures = ['cold', 'warm'] as const;
const sides = ['bareLate', 'bare', 'player'] as const;
const selectors = { bareLate: '#play', bare: '#play', player: '.play' };

export const bench: Bench = async (args) => {
  const rounds = Number(args[0] ?? ROUNDS);
  const press = args[1] === 'script' ? 'script' : 'hand';
  await buildAll({ only: 'cdn' });
  const venue = await startVenue();
  const browser = await launch();
  try {
    const table: (string | number)[][] = [
      [
        'click to first frame, median ms',
        '<live-player>',
        'bare, grant on the click',
        'ratio',
        'bare, grant held',
        'ratio',
      ],
    ];
    const figures: Record<string, number> = { rounds };
    const limits: Record<string, number> = {};
    for (const kind of kinds) {
      const pages = await layOut(venue, kind, await ticketFor(venue.stack.url, kind));
      const taken = Object.fromEntries(sides.map((side) => [side, { cold: [], warm: [] }])) as unknown as Record<
        (typeof sides)[number],
        Record<(typeof temperatures)[number], number[]>
      >;
      // One of each unmeasured, so that none pays for the first touch of WordPress and the disk.
      for (const side of sides) await measure(browser, pages[side], selectors[side], press);
      for (let round = 0; round < rounds; round++) {
        for (const side of [...sides.slice(round % 3), ...sides.slice(0, round % 3)]) {
          const { cold, warm } = await measure(browser, pages[side], selectors[side], press);
          taken[side].cold.push(cold);
          taken[side].warm.push(warm);
        }
      }
      for (const temperature of temperatures) {
        const medianOf = (side: (typeof sides)[number]): number => Math.round(median(taken[side][temperature]));
        const player = medianOf('player');
        const row: (string | number)[] = [`${kind}, ${temperature}`, player];
        const name = `${kind}${temperature === 'cold' ? 'Cold' : 'Warm'}`;
        figures[`${name}PlayerMs`] = player;
        for (const [side, suffix] of [
          ['bareLate', ''],
          ['bare', 'Held'],
        ] as const) {
          const bare = medianOf(side);
          figures[`${name}Bare${suffix}Ms`] = bare;
          figures[`${name}${suffix}Ratio`] = Math.round((player / bare) * 1000) / 1000;
          // A page that holds everything and does nothing else is beaten by what is fetched ahead, or not at all.
          if (side === 'bareLate' || press === 'hand') limits[`${name}${suffix}Ratio`] = RATIO;
          row.push(bare, (player / bare).toFixed(3));
        }
        table.push(row);
      }
    }
    const pass = Object.keys(limits).every((name) => (figures[name] ?? Infinity) <= RATIO);
    return { table, figures, limits, pass };
  } finally {
    await browser.close();
    await venue.stop();
  }
};
