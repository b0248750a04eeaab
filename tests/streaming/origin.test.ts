// The stream server that venues get from us: what it takes in, what it hands out, and to whom.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../tools/wordpress/ports.ts';
import { tryRun } from '../../tools/build/process.ts';
import { root } from '../../tools/wordpress/cache.ts';
import { accessLog, inSeconds, linkHash, startOrigin, type Origin } from './origin.ts';
import { fetchPlaylist } from './playlist.ts';
import { publish, type Publisher } from './publisher.ts';
import { elsewhere } from './relay.ts';

const VENUE = 'https://venue.example';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The status of a path exactly as written: `fetch` tidies `..` away. */
const status = (url: string, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

describe('the stream server', () => {
  let origin: Origin;
  let stage: Publisher;
  const at = (stream: string, file: string, seconds = 60): string =>
    `${origin.signed(stream, inSeconds(seconds))}/${file}`;

  beforeAll(async () => {
    // Keys that no earlier run has used: what stands in a log was written by this one.
    origin = await startOrigin({ origins: [VENUE], publishSecret: randomBytes(16).toString('hex') });
    stage = await publish(origin.rtmp, origin.streamKey('stage'));
    await origin.playing('stage', 2);
  });
  afterAll(async () => {
    await stage?.stop();
    await origin?.stop();
  });

  it('names the codecs, and dates every segment with the moment it was taken', async () => {
    const master = await (await fetch(at('stage', 'master.m3u8'))).text();
    expect(master).toMatch(/CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2"/);
    const { segments } = await fetchPlaylist(at('stage', 'index.m3u8'));
    for (const segment of segments) expect(segment.seconds).toBeCloseTo(2, 1);
    const last = segments.at(-1);
    const written = Date.parse(
      (await fetch(at('stage', last?.file ?? ''), { method: 'HEAD' })).headers.get('last-modified') ?? '',
    );
    // A file's time has whole seconds. Where both differ by more, ffmpeg has read ahead before it dated anything.
    expect(Math.abs((last?.at ?? 0) + (last?.seconds ?? 0) - written / 1000)).toBeLessThan(1.5);
  });

  it('hands out playlists and segments with a good signature, to pages of the venue', async () => {
    const { segments } = await fetchPlaylist(at('stage', 'index.m3u8'));
    for (const file of ['master.m3u8', 'index.m3u8', segments[0]?.file ?? '']) {
      const own = await fetch(at('stage', file), { headers: { origin: VENUE } });
      expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, VENUE]);
      const strange = await fetch(at('stage', file), { headers: { origin: 'https://elsewhere.example' } });
      expect(strange.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('lets a player of the venue see why it was refused', async () => {
    const late = await fetch(at('stage', 'master.m3u8', -1), { headers: { origin: VENUE } });
    expect([late.status, late.headers.get('access-control-allow-origin')]).toEqual([410, VENUE]);
  });

  it('refuses whatever is not signed for exactly this', async () => {
    const good = new URL(origin.signed('stage', inSeconds(60))).pathname;
    const [, sig = '', exp = ''] = good.split('/');
    const other = new URL(origin.signed('other', inSeconds(60))).pathname;
    const { segments } = await fetchPlaylist(at('stage', 'index.m3u8'));
    const segment = segments[0]?.file ?? '';
    const forged = linkHash(`${exp}|stage|another secret`);
    const expected: [path: string, status: number][] = [
      [`/stage/${segment}`, 404],
      [`/hls/stage/${segment}`, 404],
      [`/${forged}/${exp}/stage/${segment}`, 403],
      [`/${sig}/${Number(exp) + 3600}/stage/${segment}`, 403],
      [`/${sig}/${exp}/backstage/master.m3u8`, 403],
      [other.replace('other', 'stage') + `/${segment}`, 403],
      // nginx resolves these before it looks at the signature, which is not for backstage then.
      [`${good}/..%2Fbackstage%2Fmaster.m3u8`, 403],
      [`${good}/%2e%2e/backstage/master.m3u8`, 403],
      // One more or less of anything is another address.
      [`/${sig.slice(1)}/${exp}/stage/${segment}`, 404],
      [`/${sig}/0${exp}/stage/${segment}`, 404],
      [`${good}/..%252Fbackstage%252Fmaster.m3u8`, 404],
      [`${good}/../../../hls/stage/${segment}`, 404],
      [`${good}/`, 404],
      [`${good}/parterre-live`, 404],
    ];
    for (const [path, wanted] of expected) {
      const got = await status(origin.url, path);
      expect.soft(`${path.replaceAll(sig, 'SIG').replaceAll(exp, 'EXP')} ${got}`).toMatch(new RegExp(` ${wanted}$`));
    }
    expect(await status(origin.url, `${good}/${segment}`)).toBe(200);
  });

  it('hands out nothing from the second of expiry on', async () => {
    const expires = inSeconds(2);
    const address = `${origin.signed('stage', expires)}/index.m3u8`;
    let [lastGood, firstLate] = [0, 0];
    while (firstLate === 0) {
      const asked = Date.now();
      const response = await fetch(address);
      await response.arrayBuffer();
      if (response.status === 200) lastGood = asked;
      else {
        expect(response.status).toBe(410);
        firstLate = Date.now();
      }
      await pause(50);
    }
    expect(lastGood / 1000).toBeGreaterThan(expires - 1);
    // nginx knows the time in whole seconds, and lets the second of expiry itself pass.
    expect(firstLate / 1000).toBeLessThan(expires + 1.5);
  });

  it('takes nothing in without the key of that very name', async () => {
    const key = origin.streamKey('stage').split('?')[1] ?? '';
    for (const streamKey of ['other', 'other?key=', `other?key=${'A'.repeat(22)}`, `other?${key}`, `stage.x?${key}`]) {
      const guess = await publish(origin.rtmp, streamKey);
      await guess.ended;
      await guess.stop();
    }
    expect(await fetch(at('other', 'master.m3u8')).then((response) => response.status)).toBe(404);
    expect(await origin.recordings('other')).toEqual([]);
  });

  it('lets nobody take the place of who is sending, not even with the key', async () => {
    const second = await publish(origin.rtmp, origin.streamKey('stage'), { camera: 'backstage' });
    await second.ended;
    await second.stop();
    const before = (await fetchPlaylist(at('stage', 'index.m3u8'))).segments.length;
    await origin.playing('stage', before + 1);
    expect((await origin.recordings('stage')).length).toBe(1);
  });

  it('plays to nobody by RTMP', async () => {
    const relay = await elsewhere(origin.rtmpPort);
    try {
      const probe = await tryRun(
        'ffprobe',
        [
          ...['-v', 'error', '-rw_timeout', '5000000', '-show_entries', 'stream=codec_name'],
          `rtmp://127.0.0.1:${relay.port}/live/stage`,
        ],
        { cwd: root },
      );
      expect(probe.status).not.toBe(0);
      expect(probe.output).not.toContain('h264');
    } finally {
      await relay.stop();
    }
  });

  it('goes on with the same evening when a publisher was gone, and keeps each sending as a recording', async () => {
    const before = await fetchPlaylist(at('stage', 'index.m3u8'));
    await stage.drop();
    await pause(2000);
    stage = await publish(origin.rtmp, origin.streamKey('stage'));
    await origin.playing('stage', before.segments.length + 3);
    const after = await fetchPlaylist(at('stage', 'index.m3u8'));
    expect(after.ended).toBe(false);
    expect(after.sequence).toBe(before.sequence);
    expect(after.segments.slice(0, before.segments.length)).toEqual(before.segments);
    expect(after.segments.slice(before.segments.length).filter((segment) => segment.discontinuity)).toHaveLength(1);
    expect(new Set(after.segments.map(({ file }) => file)).size).toBe(after.segments.length);
    // Each is dated later than the one before it has ended, or as it ends.
    after.segments.reduce((last, next) => {
      expect(next.at).toBeGreaterThan(last.at + last.seconds - 0.3);
      return next;
    });

    await stage.stop();
    const recordings = await origin.recordings('stage');
    expect(recordings).toHaveLength(2);
    for (const recording of recordings) {
      await until('the recording is not complete', 20, async () => {
        if (!(await fetchPlaylist(at(recording, 'index.m3u8'))).ended) throw new Error('no end yet');
      });
      const { segments } = await fetchPlaylist(at(recording, 'index.m3u8'));
      expect((await fetch(at(recording, segments[0]?.file ?? ''))).status).toBe(200);
      // The live stream's signature opens no recording.
      const [, sig, exp] = new URL(at('stage', '')).pathname.split('/');
      expect(await status(origin.url, `/${sig}/${exp}/${recording}/index.m3u8`)).toBe(403);
    }
  });

  it('notes who was refused, and writes no stream key down', async () => {
    const guessed = randomBytes(16).toString('base64url');
    const guess = await publish(origin.rtmp, `stage?key=${guessed}`);
    await guess.ended;
    await guess.stop();
    const refused = await readFile(join(dirname(origin.folder), 'refused.log'), 'utf8');
    // The last of those who have tried in this file.
    expect(refused.trim().split('\n').at(-1)).toMatch(
      /^\S+ refused to send as "stage" from 127\.0\.0\.1: not with the key of that name$/,
    );
    const kept = [
      refused,
      // As venues have it: what nginx tells developers ("info") is kept by nobody.
      ...(await readFile(origin.log, 'utf8')).split('\n').filter((line) => !/ \[(info|notice|debug)\] /.test(line)),
      await readFile(join(dirname(origin.folder), 'live.log'), 'utf8').catch(() => ''),
      await readFile(await accessLog(), 'utf8').catch(() => ''),
    ].join('\n');
    // The stage has been sent and has ended by now.
    for (const secret of [guessed, origin.streamKey('stage').split('key=')[1] ?? ''])
      expect(kept.includes(secret)).toBe(false);
  });
});

describe('a stream server whose evening is over', () => {
  it('begins a new playlist, in which nobody can rewind to the sound check', async () => {
    const origin = await startOrigin({ gapMinutes: 0 });
    try {
      const check = await publish(origin.rtmp, origin.streamKey('stage'));
      await origin.playing('stage', 1);
      const before = await fetchPlaylist(`${origin.signed('stage', inSeconds(60))}/index.m3u8`);
      await check.stop();
      const show = await publish(origin.rtmp, origin.streamKey('stage'));
      await until('the show is not there', 30, async () => {
        const now = await fetchPlaylist(`${origin.signed('stage', inSeconds(60))}/index.m3u8`);
        if (now.segments.some(({ at }) => at <= (before.segments.at(-1)?.at ?? 0))) throw new Error('the sound check');
        if (now.segments.length === 0) throw new Error('nothing');
        expect(now.sequence).toBeGreaterThan(before.sequence);
      });
      const [first] = before.segments;
      const gone = await fetch(`${origin.signed('stage', inSeconds(60))}/${first?.file}`);
      expect(gone.status).toBe(404);
      await show.stop();
    } finally {
      await origin.stop();
    }
  });
});
