// From the click to the first frame: `<live-player>` as we ship it, against a bare page that does nothing but play.
//
// Both pages come from the same site, hold the same grant of the same WordPress before the click, and import the same
// engine chunk on it. The bare page has a `<video>` and five lines around hls.js. So the ratio is what sessions, elements
// and controls cost a fan who pressed play. Pairs are interleaved, and each page is opened in a fresh profile, because a
// machine that gets slower meanwhile must not decide.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { buildAll } from '../../tools/build/main.ts';
import { cdnDir } from '../../tools/build/paths.ts';
import { startVenue, type Venue } from '../../tools/wordpress/venue.ts';
import { median, type Bench } from './bench.ts';

const PAIRS = 30;
/** The player may cost a tenth more than the least that could play. */
const RATIO = 1.1;

interface Ready {
  readonly slug: string;
  readonly token: string;
  readonly features: readonly string[];
}

async function api<T>(site: string, path: string, body?: unknown, token?: string): Promise<T> {
  const answer = await fetch(`${site}/wp-json/parterre/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}`, 'x-parterre-session': token } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return (await answer.json()) as T;
}

interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

interface LiveShow {
  readonly id: string;
  readonly slug: string;
  readonly url: string;
  readonly phase: string;
  readonly offers: readonly { id: string; saleState: string; includes: { kind: string }[] }[];
}

/** Buys a place at the show that is live, as a fan would, with the test gateway. */
async function ticketForTonight(site: string): Promise<Ready> {
  const { shows } = await api<{ shows: LiveShow[] }>(site, '/shows?which=coming');
  const tonight = shows.find(({ phase }) => phase === 'live');
  if (!tonight) throw new Error('The demo venue has no show that is live.');
  const show = await api<LiveShow>(site, `/shows/${tonight.slug}`);
  const offer = show.offers.find((one) => one.saleState === 'open' && one.includes.some(({ kind }) => kind === 'live'));
  const lines = [{ type: 'offer', offer: offer?.id, quantity: 1 }];
  const quote = await api<{ total: Money }>(site, '/quotes', { lines, currency: 'EUR' });
  const { order, session } = await api<{ order: { id: string }; session: { token: string } }>(site, '/orders', {
    idempotencyKey: 'first-frame-benchmark-01',
    email: 'benchmark@example.org',
    locale: 'en',
    lines,
    currency: 'EUR',
    expectedTotal: quote.total,
    page: show.url,
  });
  const { token } = session;
  await api(site, `/orders/${order.id}/test-payment`, { outcome: 'approve' }, token);
  const input = { show: show.id, device: 'benchmark-device-0001' };
  const { grant } = await api<{ grant: { features: string[] } | null }>(site, '/enter', input, token);
  if (!grant) throw new Error('The live show has no picture.');
  return { slug: show.slug, token, features: grant.features };
}

const head = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>body{margin:0} live-player,video{display:block;width:960px;height:540px}</style>`;

function barePage(site: string, { slug, token }: Ready, engine: string): string {
  return `${head}<video playsinline></video><button id="play">Play</button><script type="module">
    const answer = await fetch('${site}/wp-json/parterre/v1/enter', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ${token}', 'x-parterre-session': '${token}' },
      body: JSON.stringify({ show: '${slug}', device: 'benchmark-device-0002' }),
    });
    const { grant } = await answer.json();
    const video = document.querySelector('video');
    document.querySelector('#play').addEventListener('click', async () => {
      const engine = await import('./sdk/chunks/${engine}');
      const Hls = Object.values(engine).find((one) => typeof one === 'function' && 'isSupported' in one);
      const hls = new Hls({ liveDurationInfinity: true, enableWorker: false });
      hls.attachMedia(video);
      hls.loadSource(grant.cameras[0].url);
      video.play();
    });
    document.documentElement.dataset.ready = '';
  </script>`;
}

const playerPage = (site: string, { slug, token }: Ready): string => `${head}
  <script>localStorage.setItem('parterre:${site}/wp-json/parterre/v1:session', '${token}')</script>
  <live-player backend="${site}/wp-json/parterre/v1" show="${slug}"></live-player>
  <script type="module" src="./sdk/live-player.js"></script>`;

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

async function measure(browser: Browser, url: string, selector: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    // Playwright looks into shadow roots by itself; the bare page says when it holds its grant.
    await page.locator(selector === '#play' ? 'html[data-ready]' : selector).waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle');
    return await page.evaluate(clickToFrame, selector);
  } finally {
    await context.close();
  }
}

async function layOut(venue: Venue): Promise<{ bare: string; player: string }> {
  const site = venue.stack.url;
  const ready = await ticketForTonight(site);
  const folder = join(venue.stack.www, 'bench');
  await mkdir(folder, { recursive: true });
  await cp(cdnDir, join(folder, 'sdk'), { recursive: true });
  const wanted = ready.features.length > 0 ? /^hls-/ : /^hls\.light-/;
  const engine = readdirSync(join(cdnDir, 'chunks')).find((file) => wanted.test(file));
  if (!engine) throw new Error('The CDN build has no engine chunk.');
  await writeFile(join(folder, 'bare.html'), barePage(site, ready, engine));
  await writeFile(join(folder, 'player.html'), playerPage(site, ready));
  return { bare: `${site}/bench/bare.html`, player: `${site}/bench/player.html` };
}

export const bench: Bench = async (args) => {
  const pairs = Number(args[0] ?? PAIRS);
  await buildAll({ only: 'cdn' });
  const venue = await startVenue();
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--no-first-run',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  try {
    const pages = await layOut(venue);
    // One of each unmeasured, so that neither pays for the first touch of WordPress and the disk.
    await measure(browser, pages.bare, '#play');
    await measure(browser, pages.player, '.play');
    const bare: number[] = [];
    const player: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const order = pair % 2 === 0 ? (['bare', 'player'] as const) : (['player', 'bare'] as const);
      for (const one of order) {
        if (one === 'bare') bare.push(await measure(browser, pages.bare, '#play'));
        else player.push(await measure(browser, pages.player, '.play'));
      }
    }
    const figures = {
      pairs,
      bareMs: Math.round(median(bare)),
      playerMs: Math.round(median(player)),
      ratio: Math.round((median(player) / median(bare)) * 1000) / 1000,
    };
    const row = (name: string, values: number[]) => [
      name,
      Math.round(median(values)),
      Math.round(Math.min(...values)),
      Math.round(Math.max(...values)),
    ];
    return {
      table: [
        ['click to first frame', 'median ms', 'least', 'most'],
        row('bare page', bare),
        row('<live-player>', player),
      ],
      figures,
      limits: { ratio: RATIO },
      pass: figures.ratio <= RATIO,
    };
  } finally {
    await browser.close();
    await venue.stop();
  }
};
