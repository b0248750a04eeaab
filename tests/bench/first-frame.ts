// From the click to the first frame: `<live-player>` as we ship it, against a bare page that does nothing but play.
//
// Both pages come from the same site, hold the same grant of the same WordPress before the click, and import the same
// engine chunk on it, with the same settings. The bare page has a `<video>` and five lines around hls.js. So the ratio is
// what sessions, elements and controls cost a fan who pressed play. Live and replay; cold, in a profile that has never been
// here, and warm, on the second visit, when the browser has everything that may be kept. Pairs are interleaved, because a
// machine that gets slower meanwhile must not decide.
//
//   npm run bench -- first-frame [PAIRS]
import type { Browser, BrowserContext } from 'playwright-core';
import { buildAll } from '../../tools/build/main.ts';
import { startVenue } from '../../tools/wordpress/venue.ts';
import { median, type Bench } from './bench.ts';
import { launch, layOut, ticketFor } from './watching.ts';

const PAIRS = 20;
/** The player may cost a twentieth more than the least that could play. */
const RATIO = 1.05;

/** Runs in the page: milliseconds from the click to the first frame on screen. */
function clickToFrame(selector: string): Promise<number> {
  const player = document.querySelector('live-player');
  const button = (player?.shadowRoot ?? document).querySelector<HTMLElement>(selector);
  return new Promise((resolve, reject) => {
    if (!button) return reject(new Error(`there is no ${selector} to press`));
    const clicked = performance.now();
    button.click();
    const look = (): void => {
      const video = (player?.shadowRoot ?? document).querySelector('video');
      if (video) video.requestVideoFrameCallback((now) => resolve(now - clicked));
      else requestAnimationFrame(look);
    };
    look();
    setTimeout(() => reject(new Error('no frame within 20 s')), 20_000);
  });
}

async function visit(context: BrowserContext, url: string, selector: string): Promise<number> {
  const page = await context.newPage();
  try {
    await page.goto(url);
    // Playwright looks into shadow roots by itself; the bare page says when it holds its grant.
    await page.locator(selector === '#play' ? 'html[data-ready]' : selector).waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle');
    return await page.evaluate(clickToFrame, selector);
  } finally {
    await page.close();
  }
}

/** A profile's first visit, and its second. */
async function measure(browser: Browser, url: string, selector: string): Promise<{ cold: number; warm: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const cold = await visit(context, url, selector);
    return { cold, warm: await visit(context, url, selector) };
  } finally {
    await context.close();
  }
}

const kinds = ['live', 'replay'] as const;
const temperatures = ['cold', 'warm'] as const;
const sides = ['bare', 'player'] as const;
const selectors = { bare: '#play', player: '.play' };

export const bench: Bench = async (args) => {
  const pairs = Number(args[0] ?? PAIRS);
  await buildAll({ only: 'cdn' });
  const venue = await startVenue();
  const browser = await launch();
  try {
    const table: (string | number)[][] = [
      ['click to first frame', 'bare, median ms', '<live-player>, median ms', 'ratio'],
    ];
    const figures: Record<string, number> = { pairs };
    const limits: Record<string, number> = {};
    for (const kind of kinds) {
      const pages = await layOut(venue, kind, await ticketFor(venue.stack.url, kind));
      const taken = { bare: { cold: [], warm: [] }, player: { cold: [], warm: [] } } as Record<
        'bare' | 'player',
        Record<'cold' | 'warm', number[]>
      >;
      // One of each unmeasured, so that neither pays for the first touch of WordPress and the disk.
      for (const side of sides) await measure(browser, pages[side], selectors[side]);
      for (let pair = 0; pair < pairs; pair++) {
        for (const side of pair % 2 === 0 ? sides : sides.toReversed()) {
          const { cold, warm } = await measure(browser, pages[side], selectors[side]);
          taken[side].cold.push(cold);
          taken[side].warm.push(warm);
        }
      }
      for (const temperature of temperatures) {
        const bare = median(taken.bare[temperature]);
        const player = median(taken.player[temperature]);
        const name = `${kind}${temperature === 'cold' ? 'Cold' : 'Warm'}`;
        figures[`${name}BareMs`] = Math.round(bare);
        figures[`${name}PlayerMs`] = Math.round(player);
        figures[`${name}Ratio`] = Math.round((player / bare) * 1000) / 1000;
        limits[`${name}Ratio`] = RATIO;
        table.push([`${kind}, ${temperature}`, Math.round(bare), Math.round(player), (player / bare).toFixed(3)]);
      }
    }
    const pass = Object.keys(limits).every((name) => (figures[name] ?? Infinity) <= RATIO);
    return { table, figures, limits, pass };
  } finally {
    await browser.close();
    await venue.stop();
  }
};
