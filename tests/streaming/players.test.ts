// The same <live-player> where other things than Chromium, hls.js and nginx meet it: WebKit with nothing but ManagedMediaSource, as on an
// iPhone, Firefox, and MediaMTX's low-latency HLS, for which WordPress is asked about every viewer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryRun } from '../../tools/build/process.ts';
import { root } from '../../tools/wordpress/cache.ts';
import { eventually } from '../journeys/fan.ts';
import { openWorld, PAGES, type World } from '../journeys/world.ts';
import { words as dictionaries } from '../journeys/words.ts';
import { openFirefox } from './firefox.ts';
import { startMediaMtx, type MediaMtx } from './mediamtx.ts';
import { startOrigin, type Origin } from './origin.ts';
import { publish, type Publisher } from './publisher.ts';
import { set } from './scene.ts';
import { look, moves } from './screen.ts';
import { openWebKit, type OtherBrowser } from './webkit.ts';

const words = dictionaries.en;
const SHOW = 'show_demo_ember';
const SECRET = 'the-secret-of-the-players';

let world: World;

beforeAll(async () => {
  world = await openWorld({ language: 'en' });
  await world.venue.stack.sql(
    `UPDATE wp_parterre_cameras SET backup_stream = '' WHERE show_id = '${SHOW}';
     UPDATE wp_parterre_cameras SET live_stream = '' WHERE show_id = '${SHOW}' AND id <> 'stage';
     UPDATE wp_parterre_shows SET access = 'open' WHERE id = '${SHOW}';`,
  );
});
afterAll(() => world?.close());

describe('another browser', () => {
  let origin: Origin;
  let stage: Publisher;

  beforeAll(async () => {
    origin = await startOrigin({ secret: SECRET, origins: [world.site] });
    stage = await publish(origin.rtmp, origin.streamKey('stage'));
    await set(world.venue.stack, {
      stream_base: origin.url,
      stream_secret: SECRET,
      grant_seconds: 20,
      heartbeat_seconds: 5,
    });
    await origin.playing('stage', 3);
  });
  afterAll(async () => {
    await stage?.stop();
    await origin?.stop();
  });

  const seenBy = (browser: OtherBrowser) =>
    browser.run<{ button: boolean; width: number; time: number; frames: number; managed: number; asked: string[] }>(`
      const root = document.querySelector('live-player')?.shadowRoot;
      const video = root?.querySelector('video');
      return {
        button: Boolean(root?.querySelector('.play')),
        width: video?.videoWidth ?? 0,
        time: video?.currentTime ?? 0,
        frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
        managed: globalThis.managed ?? 0,
        asked: [...new Set(performance.getEntriesByType('resource').map(({ name }) => name.split('/').slice(0, 4).join('/')))]
          .filter((name) => name.startsWith('${origin.url}')),
      };
    `);

  /** Presses play and watches through renewals. @returns what was there with the first frames */
  async function watchThrough(browser: OtherBrowser, renewals: number): ReturnType<typeof seenBy> {
    await eventually('the button that plays', async () => (await seenBy(browser)).button, 30);
    await browser.click('live-player', '.play');
    const first = await eventually(
      'a decoded picture',
      async () => {
        const seen = await seenBy(browser);
        return seen.width > 0 && seen.frames > 0 ? seen : null;
      },
      40,
    );
    const signatures = first.asked.length;
    const renewed = async (): Promise<boolean> => (await seenBy(browser)).asked.length >= signatures + renewals;
    await eventually(`${renewals} new signatures`, renewed, 60);
    const later = await seenBy(browser);
    await eventually('frames after that', async () => (await seenBy(browser)).frames > later.frames + 20, 20);
    expect((await seenBy(browser)).time).toBeGreaterThan(first.time + (renewals - 1) * 14 + 1);
    return first;
  }

  it('plays over ManagedMediaSource alone in WebKit, and takes new grants on the run', async () => {
    const browser = await openWebKit();
    try {
      await browser.open(world.site + PAGES.en.live);
      // What an iPhone has; and it is counted, so that the test knows what was used.
      await browser.run(`
        const Managed = globalThis.ManagedMediaSource;
        globalThis.managed = 0;
        globalThis.ManagedMediaSource = class extends Managed { constructor() { super(); globalThis.managed++; } };
        delete globalThis.MediaSource;
        delete globalThis.WebKitMediaSource;
      `);
      expect((await watchThrough(browser, 2)).managed).toBeGreaterThan(0);
    } finally {
      await browser.close();
    }
  });

  it('plays in Firefox, and takes a new grant on the run', async () => {
    const browser = await openFirefox();
    try {
      await browser.open(world.site + PAGES.en.live);
      await watchThrough(browser, 1);
    } finally {
      await browser.close();
    }
  });
});

describe('MediaMTX', () => {
  let server: MediaMtx;
  let stage: Publisher;
  let key: string;

  const site = (code: string): Promise<string> =>
    world.venue.stack.wp(
      'eval',
      `echo Parterre\\Plugin::instance()->get(Parterre\\Streaming\\Hooks\\Keys::class)->${code};`,
    );

  beforeAll(async () => {
    const { stack } = world.venue;
    server = await startMediaMtx({
      hook: `${world.site}/wp-json/parterre/v1/hooks/stream/mediamtx`,
      key: await site(`hook('mediamtx')`),
      origin: world.site,
    });
    key = await site(`publishing('mediamtx', 'stage')`);
    stage = await publish(server.rtmp, `stage?key=${key}`);
    await stack.wp(
      'option',
      'update',
      'parterre_streaming',
      JSON.stringify({ mediamtx: { base: server.url } }),
      '--format=json',
    );
    await stack.sql(`UPDATE wp_parterre_cameras SET provider = 'mediamtx' WHERE show_id = '${SHOW}'`);
    await set(stack, { grant_seconds: 900, heartbeat_seconds: 60 });
  }, 600_000);
  afterAll(async () => {
    await stage?.stop();
    await server?.stop();
  });

  it('takes nothing in without the key of that very path, and the site notes it without the key', async () => {
    const guessed = 'A'.repeat(22);
    for (const streamKey of ['other', `other?key=${key}`, `stage2?key=${guessed}`]) {
      const guess = await publish(server.rtmp, streamKey);
      await guess.ended;
      await guess.stop();
    }
    const log = await world.venue.stack.wp('option', 'get', 'parterre_log', '--format=json');
    expect(log).toContain('hook: stream key');
    for (const secret of [guessed, key]) expect(log.includes(secret)).toBe(false);
  });

  it('tells the site that the picture is there', async () => {
    await eventually('the news of it', async () => {
      const [row] = await world.venue.stack.sql(
        `SELECT COUNT(*) AS n FROM wp_parterre_webhook_events WHERE gateway = 'stream.mediamtx' AND type = 'live.started'`,
      );
      return row?.['n'] === '1';
    });
  });

  it('plays with low latency', async () => {
    const { page, complaints } = await world.person({ language: 'en' });
    const answers: [string, number][] = [];
    page.on('response', (response) => {
      if (response.url().startsWith(server.url)) answers.push([response.url(), response.status()]);
    });
    await page.goto(world.site + PAGES.en.live);
    await page.getByRole('button', { name: words.player.watchLive }).click();
    await moves(page, 'stage', 60);
    expect(answers.filter(([, status]) => status >= 400)).toEqual([]);
    expect(answers.some(([url]) => url.includes('_HLS_msn'))).toBe(true);
    expect(answers.some(([url]) => /part\d+\.mp4/.test(url))).toBe(true);
    expect((await look(page)).frames).toBeGreaterThan(20);
    expect(complaints).toEqual([]);

    const master = answers.find(([url]) => url.includes('/index.m3u8?'))?.[0] ?? '';
    const status = (url: string): Promise<number> => fetch(url).then((response) => response.status);
    expect(await status(master)).toBe(200);
    expect(
      await status(master.replace(/grant=\d+/, (found) => `${found.slice(0, -1)}${(Number(found.at(-1)) + 1) % 10}`)),
    ).toBe(401);
    expect(await status(master.replace(/\?.*/, ''))).toBe(401);
    expect(await status(master.replace('/stage/', '/other/'))).toBe(401);
    // Whoever has copied the address feeds no stream of their own with it.
    const grant = new URL(master).search;
    for (const name of ['stage', `stage${grant}`, `stage?key=${key}`]) {
      const probe = await tryRun(
        'ffprobe',
        ['-v', 'error', '-rw_timeout', '5000000', '-show_streams', `${server.rtmp}/${name}`],
        { cwd: root },
      );
      expect([name, probe.status === 0 || probe.output.includes('codec_name')]).toEqual([name, false]);
    }
  });
});
