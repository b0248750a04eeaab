// The evening this is all for, with nothing in it replaced by something simpler: RTMP into nginx, ffmpeg's HLS behind signatures,
// <live-player> on a page of WordPress in Chromium. From the sound check, which nobody sees, to the replay.
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn } from '../journeys/admin.ts';
import { buy, eventually, message, pause, say, watch } from '../journeys/fan.ts';
import { openWorld, PAGES, type Person, type World } from '../journeys/world.ts';
import { words as dictionaries } from '../journeys/words.ts';
import { startOrigin, type Origin } from './origin.ts';
import { publish, type CameraName, type Publisher } from './publisher.ts';
import { set } from './scene.ts';
import { look, moves, watchFrames } from './screen.ts';

const words = dictionaries.en;
const SHOW = 'show_demo_ember';
const OFFER = 'Live + backstage';
const SECRET = 'the-secret-of-the-evening';
/** Grants so short that two run out while one waits for it. */
const SHORT = { grant_seconds: 20, heartbeat_seconds: 5 };
/** As venues have it: what a grant lasts is what a picture goes on for without WordPress. */
const USUAL = { grant_seconds: 900, heartbeat_seconds: 5 };
/** Said before the publisher is lost, and minutes later. */
const BEGINNING = 'What a beginning!';
const LATER = 'Were you away?';
/** The environment may make it shorter, for whoever changes this journey. */
const OUTAGE_SECONDS = Number(process.env['OUTAGE_SECONDS'] ?? 300);

/** As much as the journey reads of what the desk is told about a replay. */
interface Replay {
  phase: string;
  cameras: { id: string; durationMs: number | null }[];
  recordings: { id: string; stream: string; camera: string | null; state: string; durationMs: number | null }[];
}

describe('an evening', () => {
  let world: World;
  let origin: Origin;
  let fan: Person;
  let desk: Person;
  const publishers = new Map<CameraName, Publisher>();
  /** Signatures under which files of a stream were asked for, and answers that were refusals. */
  const asked: { stream: string; sig: string; exp: number }[] = [];
  const refusals: string[] = [];
  /** An address of somebody whose ticket was taken back. */
  let copied = '';
  /** Where the second part of the replay begins. */
  let jointSeconds = 0;

  const send = async (camera: CameraName): Promise<void> => {
    publishers.set(camera, await publish(origin.rtmp, origin.streamKey(camera), { camera }));
  };
  const signatures = (stream: string): string[] => [
    ...new Set(asked.filter((one) => one.stream === stream).map(({ sig }) => sig)),
  ];
  /** Asks the back office, as whoever runs the stage. */
  const admin = <T>(path: string, method = 'GET', data?: unknown): Promise<T> =>
    desk.page.evaluate(
      async (request) => {
        const { wp } = globalThis as unknown as { wp: { apiFetch(options: object): Promise<unknown> } };
        return (await wp.apiFetch(request)) as never;
      },
      { path: `/parterre-admin/v1${path}`, method, data },
    );
  /** What whoever runs the stage presses. */
  const press = (action: 'reset' | 'live' | 'end'): Promise<unknown> =>
    admin(`/shows/${SHOW}/stage`, 'POST', { action });
  const replay = (path = '', method?: string, data?: unknown): Promise<Replay> =>
    admin(`/shows/${SHOW}/replay${path}`, method, data);

  beforeAll(async () => {
    world = await openWorld({ language: 'en' });
    const { stack } = world.venue;
    const key = (code: string): Promise<string> =>
      stack.wp(
        'eval',
        `echo Parterre\\Plugin::instance()->get(Parterre\\Streaming\\Hooks\\Keys::class)->${code}('nginx');`,
      );
    origin = await startOrigin({
      secret: SECRET,
      publishSecret: await key('publishSecret'),
      hook: { url: `${world.site}/wp-json/parterre/v1/hooks/stream/nginx`, key: await key('hook') },
      origins: [world.site],
    });
    await set(stack, { stream_base: origin.url, stream_secret: SECRET, ...SHORT });
    await stack.sql(
      `UPDATE wp_parterre_cameras SET live_stream = id, backup_stream = '', replay_stream = '' WHERE show_id = '${SHOW}'`,
    );
    desk = await world.person({ language: 'en' });
    await logIn(desk.page, world.site);
    await desk.page.goto(`${world.site}/wp-admin/admin.php?page=parterre`);
    fan = await world.person({ language: 'en' });
    fan.page.on('response', (response) => {
      if (!response.url().startsWith(origin.url)) return;
      const [, sig = '', exp = '', stream = ''] = new URL(response.url()).pathname.split('/');
      asked.push({ stream, sig, exp: Number(exp) });
      if (response.status() >= 400) refusals.push(`${response.status()} ${stream}`);
    });
  }, 900_000);
  afterAll(async () => {
    for (const publisher of publishers.values()) await publisher.stop();
    await world?.close();
    await origin?.stop();
  });

  it('keeps the sound check from whoever waits, before doors and at the doors', async () => {
    await send('stage');
    const now = Date.now();
    await world.venue.stack.sql(
      `UPDATE wp_parterre_shows SET doors_at = ${now + 60_000}, starts_at = ${now + 3_600_000},
         ends_at = ${now + 7_200_000} WHERE id = '${SHOW}'`,
    );
    // Of the demo's evening, which has begun already.
    await press('reset');
    await fan.page.goto(world.site + PAGES.en.live);
    await buy(fan.page, words, 'fan@parterre.example', OFFER);
    await origin.playing('stage', 2);
    await fan.page.getByText(words.player.haveTicket).waitFor();
    // By the clock, and nothing else.
    await fan.page.getByText(words.player.inside).waitFor({ timeout: 90_000 });
    await pause(2 * SHORT.heartbeat_seconds * 1000);
    expect(await fan.page.locator('live-player video').count()).toBe(0);
    expect(asked).toEqual([]);
    await publishers.get('stage')?.stop();
  });

  it('begins when somebody says so', async () => {
    // Half an hour passes between sound check and show.
    const past = new Date(Date.now() - 1_800_000);
    await utimes(join(origin.folder, 'stage', 'index.m3u8'), past, past);
    await Promise.all([send('stage'), send('backstage')]);
    await Promise.all([origin.playing('stage', 3), origin.playing('backstage', 3)]);
    await press('live');
    // Whoever waits inside presses nothing: the slate turns into the show.
    await moves(fan.page, 'stage', 60);
  });

  it('plays on while its grant is renewed twice', async () => {
    const frames = await watchFrames(fan.page);
    const before = signatures('stage').length;
    await eventually('two new signatures', async () => signatures('stage').length >= before + 2, 90);
    await moves(fan.page, 'stage');
    expect(await frames.longestGapMs()).toBeLessThan(1500);
    expect(refusals).toEqual([]);
  });

  it('shows the other camera, and the stage again', async () => {
    const camera = (name: string) => fan.page.locator('live-player').getByRole('button', { name, exact: true });
    await camera('Backstage').click();
    await moves(fan.page, 'backstage');
    await camera('Stage').click();
    await moves(fan.page, 'stage');
    expect(refusals).toEqual([]);
  });

  it('takes what is said about a song', async () => {
    await say(fan.page, words, BEGINNING, 'Béa');
  });

  it('stops for somebody who is refunded mid-song', async () => {
    const { stack } = world.venue;
    const other = await world.person({ language: 'en' });
    const addresses: string[] = [];
    other.page.on('request', (request) => {
      if (request.url().startsWith(origin.url) && request.url().endsWith('.m3u8')) addresses.push(request.url());
    });
    await other.page.goto(world.site + PAGES.en.live);
    await buy(other.page, words, 'regrets@parterre.example', OFFER);
    await watch(other.page, words);
    await moves(other.page, 'stage');
    const [row] = await stack.sql(`SELECT id FROM wp_parterre_orders WHERE email = 'regrets@parterre.example'`);
    const order = await admin<{ lines: { id: string }[]; totalMinor: number }>(`/orders/${row?.['id']}`);
    await admin(`/orders/${row?.['id']}/refunds`, 'POST', {
      lines: [{ line: order.lines[0]?.id, quantity: 1 }],
      expectedMinor: order.totalMinor,
      key: 'refunded-mid-song',
      reason: '',
    });
    const refunded = Date.now();
    await other.page.locator('live-player').getByText('no longer valid').waitFor({ timeout: 30_000 });
    // One heartbeat, as late as they are spread, and what a busy machine takes to answer it.
    expect(Date.now() - refunded).toBeLessThan(2 * SHORT.heartbeat_seconds * 1000 + 2000);
    expect((await look(other.page)).camera).toBe('nothing');
    copied = addresses.at(-1) ?? '';
    // Nobody else has noticed.
    await moves(fan.page, 'stage');
    expect(refusals).toEqual([]);
    await other.context.close();
  });

  it('waits for a publisher who is gone, and goes on by itself', async () => {
    await publishers.get('stage')?.drop();
    await fan.page.getByText(words.player.errors.quiet).waitFor({ timeout: 60_000 });
    await pause(3000);
    await send('stage');
    await moves(fan.page, 'stage', 60);
    await fan.page.getByText(words.player.errors.quiet).waitFor({ state: 'detached' });
  });

  it('has let die what was copied from the page of who was refunded', async () => {
    const answer = async (): Promise<boolean> => (await fetch(copied)).status === 410;
    await eventually('the copied address dies', answer, SHORT.grant_seconds + 2);
  });

  it(
    'goes on for five minutes without WordPress and its database, and lets a publisher come back',
    async () => {
      const { stack } = world.venue;
      await set(stack, USUAL);
      const lasts = (): number => Math.max(...asked.slice(-20).map(({ exp }) => exp)) - Date.now() / 1000;
      await eventually('a grant of the usual length', async () => lasts() > 600, 60);
      await moves(fan.page, 'stage');
      const frames = await watchFrames(fan.page);
      await Promise.all([stack.services.php.stop(), stack.services.database.stop()]);
      const gone = Date.now();
      expect((await fetch(world.site)).status).toBe(502);

      await publishers.get('backstage')?.drop();
      const recordings = (await origin.recordings('backstage')).length;
      await pause(2000);
      await send('backstage');
      await eventually(
        'the second camera is back on the air',
        async () => (await origin.recordings('backstage')).length > recordings,
        40,
      );
      while (Date.now() - gone < OUTAGE_SECONDS * 1000) {
        await moves(fan.page, 'stage');
        await pause(5000);
      }
      expect(await frames.longestGapMs()).toBeLessThan(2500);
      await stack.start('database');
      await stack.start('php');
      await moves(fan.page, 'stage');
      expect(refusals).toEqual([]);
      await say(fan.page, words, LATER);
    },
    (OUTAGE_SECONDS + 180) * 1000,
  );

  it('ends when somebody says so', async () => {
    await press('end');
    await fan.page.getByText(words.player.endedTitle).waitFor({ timeout: 60_000 });
    expect((await look(fan.page)).camera).toBe('nothing');
    for (const publisher of publishers.values()) await publisher.stop();
    expect(fan.complaints.filter((text) => !text.includes('ERR_'))).toEqual([]);
  });

  it('makes one film of what was recorded, trimmed, with chapters, and publishes it by a click', async () => {
    const recorded = await eventually(
      'three recordings of the stage, looked through',
      async () => {
        const { recordings } = await replay();
        const stage = recordings.filter(({ stream }) => stream.startsWith('stage.'));
        for (const { id, state } of stage)
          if (state === 'found' || state === 'checking') await admin(`/recordings/${id}/work?show=${SHOW}`, 'POST');
        return stage.length === 3 && stage.every(({ state }) => state === 'ready') ? stage : null;
      },
      90,
    );
    expect(recorded.map(({ camera }) => camera)).toEqual(['stage', 'stage', 'stage']);
    // The first is the sound check. Of the show, the tuning at the beginning goes.
    const [soundCheck, first, second] = recorded;
    const parts = [
      { recording: first?.id, fromMs: 6000, toMs: first?.durationMs },
      { recording: second?.id, fromMs: 0, toMs: 40_000 },
    ];
    const { cameras } = await replay('/parts', 'PUT', { camera: 'stage', parts });
    const durationMs = cameras.find(({ id }) => id === 'stage')?.durationMs ?? 0;
    // Films are cut where segments meet.
    expect(Math.abs(durationMs - ((first?.durationMs ?? 0) - 6000 + 40_000))).toBeLessThan(4500);
    jointSeconds = (durationMs - 40_000) / 1000;
    const chapters = [
      { atMs: 0, title: 'Opening' },
      { atMs: durationMs - 46_000, title: 'Encore' },
    ];
    await replay('/chapters', 'PUT', { chapters });
    expect(await fan.page.getByRole('button', { name: words.player.watchReplay }).count()).toBe(0);
    expect((await replay('/publish', 'POST', { until: null })).phase).toBe('replay');

    await fan.page.getByRole('button', { name: words.player.watchReplay }).click();
    await moves(fan.page, 'stage');
    const seen = await fan.page.evaluate(() => {
      const video = document.querySelector('live-player')?.shadowRoot?.querySelector('video');
      return { duration: video?.duration ?? 0, start: video?.currentTime ?? 0 };
    });
    expect(seen.duration * 1000).toBeGreaterThan(durationMs - 1000);
    expect(seen.duration * 1000).toBeLessThan(durationMs + 1000);
    // The sound check is in no part of it, and nothing that was signed for the film opens it.
    const signed = asked.findLast(({ stream }) => stream === first?.stream);
    const answer = async (stream?: string): Promise<number> =>
      (await fetch(`${origin.url}/${signed?.sig}/${signed?.exp}/${stream}/index.m3u8`)).status;
    expect([await answer(first?.stream), await answer(soundCheck?.stream)]).toEqual([200, 403]);
  });

  it('shows what was said where it was said', async () => {
    await fan.page.locator('live-chat').getByText(words.chat.inPlace).waitFor();
    expect(await message(fan.page, BEGINNING).count()).toBe(0);
  });

  it('plays the replay over the joint, and takes it up again after the page was closed', async () => {
    const player = fan.page.locator('live-player');
    await player.hover();
    await player.getByRole('button', { name: words.menus.chapter('Opening') }).click();
    const menu = player.getByRole('group', { name: words.menus.chapters, exact: true }).first();
    expect(await menu.getByRole('radio').count()).toBe(2);
    // It begins a few seconds before the joint.
    await menu.getByText('Encore').click();
    await eventually('the chapter', async () => Math.abs((await look(fan.page)).time - (jointSeconds - 6)) < 3);
    await player.getByRole('button', { name: words.menus.chapter('Encore') }).waitFor();
    await eventually('the second part', async () => (await look(fan.page)).time > jointSeconds + 2, 60);
    await moves(fan.page, 'stage');
    await message(fan.page, BEGINNING).waitFor();
    expect(await message(fan.page, LATER).count()).toBe(0);
    const { time } = await look(fan.page);
    await pause(6000);
    await fan.page.reload();
    const resume = fan.page.getByRole('button', { name: new RegExp(`^${words.player.resumeAt('').trim()} `) });
    await resume.click();
    await moves(fan.page, 'stage');
    expect((await look(fan.page)).time).toBeGreaterThan(time - 6);
    expect(refusals).toEqual([]);
  });
});
