// What benchmarks of the picture share: a bought ticket, pages with `<live-player>` and with the bare engine beside it, on the
// venue's own site.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { SETTINGS } from '../../packages/playback/src/settings.ts';
import { cdnDir } from '../../tools/build/paths.ts';
import type { Venue } from '../../tools/wordpress/venue.ts';

/** A show that may be watched, by a session that holds its ticket. */
export interface Ready {
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

interface ListedShow {
  readonly id: string;
  readonly slug: string;
  readonly url: string;
  readonly phase: string;
  readonly offers: readonly { id: string; saleState: string; includes: { kind: string }[] }[];
}

/**
 * Buys a place at a show of the demo venue, as a fan would, with the test gateway.
 * @param offerId which one; else the first open offer that lets in
 */
export async function ticketFor(site: string, kind: 'live' | 'replay', offerId?: string): Promise<Ready> {
  const { shows } = await api<{ shows: ListedShow[] }>(site, `/shows?which=${kind === 'live' ? 'coming' : 'replays'}`);
  const places = shows.filter(({ phase }) => phase === kind);
  for (const { slug } of places) {
    const show = await api<ListedShow>(site, `/shows/${slug}`);
    const offer = show.offers.find((one) =>
      offerId
        ? one.id === offerId
        : one.saleState === 'open' && one.includes.every((part) => part.kind === kind) && one.includes.length > 0,
    );
    if (offer) return buy(site, show, offer.id, kind);
  }
  throw new Error(`The demo venue sells no ${kind}.`);
}

async function buy(site: string, show: ListedShow, offer: string, kind: string): Promise<Ready> {
  const lines = [{ type: 'offer', offer, quantity: 1 }];
  const quote = await api<{ total: Money }>(site, '/quotes', { lines, currency: 'EUR' });
  const { order, session } = await api<{ order: { id: string }; session: { token: string } }>(site, '/orders', {
    idempotencyKey: `watching-benchmark-${kind}`,
    email: 'benchmark@example.org',
    locale: 'en',
    lines,
    currency: 'EUR',
    expectedTotal: quote.total,
    page: show.url,
  });
  const { token } = session;
  await api(site, `/orders/${order.id}/test-payment`, { outcome: 'approve' }, token);
  const input = { show: show.id, device: `benchmark-device-${kind}` };
  const { grant } = await api<{ grant: { features: string[] } | null }>(site, '/enter', input, token);
  if (!grant) throw new Error(`${show.slug} has no picture.`);
  return { slug: show.slug, token, features: grant.features };
}

export const head = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<style>body{margin:0} live-player,video{display:block;width:960px;height:540px}</style>`;

/** What the player sets, so that the engine beside it does the same work. */
const settings = JSON.stringify({
  ...SETTINGS,
  preferManagedMediaSource: true,
  enableID3MetadataCues: false,
  enableDateRangeMetadataCues: false,
});

/** Whether a bare page holds its grant before the click, as the player does, or asks for it on the click, beside the engine. */
type Taking = 'holding' | 'asking';

/** A few lines around the engine, which it loads on the click. */
function barePage(site: string, { slug, token }: Ready, engine: string, taking: Taking): string {
  return `${head}<video playsinline></video><button id="play">Play</button><script type="module">
    const ask = async () => {
      const answer = await fetch('${site}/wp-json/parterre/v1/enter', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer ${token}', 'x-parterre-session': '${token}' },
        body: JSON.stringify({ show: '${slug}', device: 'benchmark-device-${taking}' }),
      });
      return (await answer.json()).grant;
    };
    const held = ${taking === 'holding' ? 'await ask()' : 'null'};
    const video = document.querySelector('video');
    document.querySelector('#play').addEventListener('click', async () => {
      const [engine, grant] = await Promise.all([import('./sdk/chunks/${engine}'), held ?? ask()]);
      const Hls = Object.values(engine).find((one) => typeof one === 'function' && 'isSupported' in one);
      const hls = (window.hls = new Hls(${settings}));
      window.cameras = grant.cameras;
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

/** Addresses of the pages that play the same. */
export type Pages = Readonly<Record<Taking | 'player', string>>;

/** Lays the pages beside the site, with the CDN build. */
export async function layOut(venue: Venue, name: string, ready: Ready): Promise<Pages> {
  const site = venue.stack.url;
  const folder = join(venue.stack.www, 'bench');
  await mkdir(folder, { recursive: true });
  await cp(cdnDir, join(folder, 'sdk'), { recursive: true });
  const wanted = ready.features.length > 0 ? /^hls-/ : /^hls\.light-/;
  const engine = readdirSync(join(cdnDir, 'chunks')).find((file) => wanted.test(file));
  if (!engine) throw new Error('The CDN build has no engine chunk.');
  const lay = async (page: string, html: string): Promise<string> => {
    await writeFile(join(folder, `${name}-${page}.html`), html);
    return `${site}/bench/${name}-${page}.html`;
  };
  return {
    holding: await lay('holding', barePage(site, ready, engine, 'holding')),
    asking: await lay('asking', barePage(site, ready, engine, 'asking')),
    player: await lay('player', playerPage(site, ready)),
  };
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--no-first-run',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
