import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseFragmented } from '../fmp4.ts';
import { signStagePath, startStage, type Stage } from '../server.ts';
import { EPOCH } from '../timeline.ts';

const secret = 's3cret-k';
const evening = Date.UTC(2026, 10, 21, 20, 0, 0);
let clock = evening;
let stage: Stage;

beforeEach(async () => {
  clock = evening;
  stage = await startStage({ port: 0, secret, now: () => clock, control: true });
});
afterEach(() => stage.stop());

const soon = evening / 1000 + 900;
const path = (stream: string, file: string, expires = soon): string =>
  `${signStagePath(stream, expires, secret)}/${file}`;
const get = (where: string, init?: RequestInit): Promise<Response> => fetch(stage.url + where, init);
const text = async (where: string): Promise<string> => (await get(where)).text();
const listed = (playlist: string): string[] =>
  playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const command = (body: unknown): Promise<Response> => get('/control', { method: 'POST', body: JSON.stringify(body) });

/** The status of a path sent byte for byte; `fetch` would tidy it up first. */
const rawStatus = (where: string): Promise<number> =>
  new Promise((resolve, reject) => {
    request(stage.url, { path: where }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });

describe('the token in the path', () => {
  it('is computed as nginx computes it', () => {
    expect(signStagePath('cam1', 1_790_000_300, 's3cret-k')).toBe('/Klmt35Yj3LgaFmJ7d6pLrQ/1790000300/cam1');
  });

  it('opens every file of its stream', async () => {
    expect((await get(path('stage', 'master.m3u8'))).status).toBe(200);
    const [segment] = listed(await text(path('stage', '720.m3u8')));
    expect((await get(path('stage', segment!))).status).toBe(200);
  });

  it('refuses a forged signature, a moved expiry and another stream with 403', async () => {
    const [, signature, expires] = signStagePath('stage', soon, secret).split('/');
    const flipped = (signature![0] === 'A' ? 'B' : 'A') + signature!.slice(1);
    expect((await get(`/${flipped}/${expires}/stage/master.m3u8`)).status).toBe(403);
    expect((await get(`/short/${expires}/stage/master.m3u8`)).status).toBe(403);
    expect((await get(`/${signature}/${Number(expires) + 1}/stage/master.m3u8`)).status).toBe(403);
    expect((await get(`/${signature}/${expires}/backstage/master.m3u8`)).status).toBe(403);
    expect((await get(`${signStagePath('stage', soon, 'another secret')}/master.m3u8`)).status).toBe(403);
  });

  it('lasts to its second and then answers 410, also for segments', async () => {
    const [segment] = listed(await text(path('stage', '720.m3u8')));
    clock = soon * 1000;
    expect((await get(path('stage', 'master.m3u8'))).status).toBe(200);
    clock += 1;
    expect((await get(path('stage', 'master.m3u8'))).status).toBe(410);
    expect((await get(path('stage', segment!))).status).toBe(410);
  });

  it('says 404 without a token, for an unknown stream, and for a path with escapes or dots', async () => {
    const [, signature, expires] = signStagePath('stage', soon, secret).split('/');
    expect((await get('/stage/master.m3u8')).status).toBe(404);
    expect((await get('/')).status).toBe(404);
    expect((await get(path('cellar', 'master.m3u8'))).status).toBe(404);
    expect((await get(path('constructor', 'master.m3u8'))).status).toBe(404);
    for (const trick of [
      '%2e%2e/backstage/master.m3u8',
      '..%2fbackstage%2fmaster.m3u8',
      '../backstage/master.m3u8',
      '..',
    ]) {
      expect(await rawStatus(`/${signature}/${expires}/stage/${trick}`), trick).toBe(404);
    }
  });
});

describe('live streams', () => {
  it('offer two renditions, two languages of lyrics, and their real rates', async () => {
    for (const camera of ['stage', 'backstage']) {
      const master = await text(path(camera, 'master.m3u8'));
      expect(listed(master)).toEqual(['720.m3u8', '360.m3u8']);
      expect(master.match(/CODECS="avc1\.[0-9A-F]{6},mp4a\.40\.2"/g)).toHaveLength(2);
      expect(master).toContain('RESOLUTION=1280x720');
      expect(master.match(/TYPE=SUBTITLES/g)).toHaveLength(2);
      for (const [, peak, average] of master.matchAll(/:BANDWIDTH=(\d+),AVERAGE-BANDWIDTH=(\d+)/g))
        expect(Number(peak)).toBeGreaterThanOrEqual(Number(average));
    }
  });

  it('show both cameras the same dates and numbers', async () => {
    const [wide, close] = [await text(path('stage', '720.m3u8')), await text(path('backstage', '360.m3u8'))];
    expect(wide.replaceAll('720', '360')).toBe(close);
  });

  it('continue in a second process with the numbers of the first', async () => {
    const before = await text(path('stage', '720.m3u8'));
    await stage.stop();
    stage = await startStage({ port: 0, secret, now: () => clock });
    expect(await text(path('stage', '720.m3u8'))).toBe(before);
  });

  it.each(['720', '360'])(
    'join picture and sound of %s without a hole or an overlap, across two loop joins',
    async (rendition) => {
      const init = Buffer.from(await (await get(path('stage', `${rendition}-init.mp4`))).arrayBuffer());
      const ends = new Map<string, bigint>();
      let checked = 0;
      const first = (evening - EPOCH) / 2000 - 40;
      for (let index = first; index < first + 26; index++) {
        const data = Buffer.from(await (await get(path('stage', `${rendition}-${index}.m4s`))).arrayBuffer());
        const { segments } = parseFragmented(Buffer.concat([init, data]));
        expect(segments).toHaveLength(1);
        for (const { track, value } of segments[0]!.times) {
          // The clock of the media is the wall clock: this is what lines up two cameras.
          expect(Math.abs(Number(value) / track.timescale - index * 2)).toBeLessThan(
            track.kind === 'video' ? 1e-9 : 1024 / 48_000,
          );
          if (track.kind === 'audio') expect(Number(value) / track.timescale).toBeGreaterThanOrEqual(index * 2);
          const before = ends.get(track.kind);
          if (before !== undefined) {
            expect(value).toBe(before);
            checked += 1;
          }
          ends.set(track.kind, value + durationOf(data, track.id));
        }
      }
      expect(checked).toBe(50);
    },
  );

  it('keep a segment for a while after it left the list, and invent none', async () => {
    const newest = (evening - EPOCH) / 2000 - 1;
    for (const [index, status] of [
      [newest, 200],
      [newest + 1, 404],
      [newest - 14 - 30, 200],
      [newest - 14 - 31, 404],
    ]) {
      expect((await get(path('stage', `720-${index}.m4s`))).status).toBe(status);
    }
    for (const name of ['1080.m3u8', '720-x.m4s', '1080-init.mp4', 'en-1.m4s', `720-${newest}.vtt`])
      expect((await get(path('stage', name))).status, name).toBe(404);
  });
});

describe('replays', () => {
  it('are four minutes with an end, from media time zero', async () => {
    const playlist = await text(path('replay', '720.m3u8'));
    expect(playlist).toContain('#EXT-X-ENDLIST');
    expect(listed(playlist)).toHaveLength(120);
    const init = Buffer.from(await (await get(path('replay', '720-init.mp4'))).arrayBuffer());
    const last = Buffer.from(await (await get(path('replay', '720-119.m4s'))).arrayBuffer());
    const video = parseFragmented(Buffer.concat([init, last])).segments[0]!.times.find(
      ({ track }) => track.kind === 'video',
    )!;
    expect(Number(video.value) / video.track.timescale).toBe(238);
    expect((await get(path('replay', '720-120.m4s'))).status).toBe(404);
  });
});

describe('HTTP manners', () => {
  it('let any origin read, and let the preflight be remembered', async () => {
    const answer = await get(path('stage', 'master.m3u8'), { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toContain('HEAD');
    expect(answer.headers.get('access-control-max-age')).toBe('86400');
    // A refusal must be readable too, or the player cannot tell 410 from a broken network.
    expect((await get('/x/1/stage/master.m3u8')).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('name the types and how long each may be kept', async () => {
    const [segment] = listed(await text(path('stage', '720.m3u8')));
    const [caption] = listed(await text(path('stage', 'fr.m3u8')));
    const headers = async (file: string): Promise<(string | null)[]> => {
      const answer = await get(path('stage', file));
      return [answer.headers.get('content-type'), answer.headers.get('cache-control')];
    };
    expect(await headers('720.m3u8')).toEqual(['application/vnd.apple.mpegurl', 'max-age=1']);
    expect(await headers(segment!)).toEqual(['video/iso.segment', 'max-age=3600, immutable']);
    expect(await headers(caption!)).toEqual(['text/vtt; charset=utf-8', 'max-age=3600, immutable']);
    expect((await get('/x/1/stage/720.m3u8')).headers.get('cache-control')).toBe('no-store');
  });

  it('serve parts, heads and nothing to a POST', async () => {
    const [segment] = listed(await text(path('stage', '720.m3u8')));
    const where = path('stage', segment!);
    const whole = Buffer.from(await (await get(where)).arrayBuffer());
    const part = await get(where, { headers: { range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${whole.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10, 20));
    const tail = await get(where, { headers: { range: 'bytes=-5' } });
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(whole.subarray(-5));
    expect((await get(where, { headers: { range: `bytes=${whole.length}-` } })).status).toBe(416);
    const head = await get(where, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(whole.length));
    expect(await head.text()).toBe('');
    expect((await get(where, { method: 'POST' })).status).toBe(405);
  });
});

describe('staged faults', () => {
  const playlist = (): Promise<string> => text(path('stage', '720.m3u8'));

  it('fail one stream with a status until their time is over', async () => {
    const [segment] = listed(await playlist());
    expect(
      (await command({ action: 'fail', stream: 'stage', status: 503, seconds: 5, files: 'segments' })).status,
    ).toBe(200);
    expect((await get(path('stage', segment!))).status).toBe(503);
    expect((await get(path('stage', '720.m3u8'))).status).toBe(200);
    expect((await get(path('backstage', segment!))).status).toBe(200);
    clock += 5001;
    expect((await get(path('stage', segment!))).status).toBe(200);
  });

  it('freeze a playlist, which then catches up at one blow', async () => {
    const before = await playlist();
    await command({ action: 'freeze', stream: '*', seconds: 10 });
    clock += 9000;
    expect(await playlist()).toBe(before);
    clock += 2000;
    const after = await playlist();
    expect(after).not.toBe(before);
    expect(after).not.toContain('#EXT-X-DISCONTINUITY\n');
  });

  it('cut the publisher: nothing new, then a discontinuity, and the lost segments never exist', async () => {
    const before = await playlist();
    await command({ action: 'cut', stream: 'stage', seconds: 10 });
    clock += 10_000;
    expect(await playlist()).toBe(before);
    clock += 4000;
    const after = await playlist();
    expect(after).toContain('#EXT-X-DISCONTINUITY\n');
    expect((await get(path('stage', `720-${(evening - EPOCH) / 2000 + 1}.m4s`))).status).toBe(404);
    expect(await text(path('backstage', '720.m3u8'))).not.toContain('#EXT-X-DISCONTINUITY\n');
  });

  it('end at a reset', async () => {
    await command({ action: 'fail', stream: '*', status: 500, seconds: 500 });
    expect((await get(path('stage', '720.m3u8'))).status).toBe(500);
    await command({ action: 'cut', stream: '*', seconds: 500 });
    await command({ action: 'reset' });
    const before = await playlist();
    clock += 4000;
    expect(await playlist()).not.toBe(before);
  });

  it('slow down segments, not playlists', async () => {
    const [segment] = listed(await playlist());
    await command({ action: 'slow', stream: 'stage', delayMs: 150, seconds: 60 });
    const from = performance.now();
    await playlist();
    const between = performance.now();
    await get(path('stage', segment!));
    expect(performance.now() - between).toBeGreaterThanOrEqual(145);
    expect(between - from).toBeLessThan(145);
  });

  it('send half a segment, and then nothing, or no connection', async () => {
    const [segment] = listed(await playlist());
    const url = stage.url + path('stage', segment!);
    const whole = Number((await fetch(url)).headers.get('content-length'));
    for (const action of ['stall', 'break']) {
      await command({ action, stream: 'stage', seconds: 60 });
      const { body } = await fetch(url);
      const reader = body!.getReader();
      let [bytes, end] = [0, ''];
      while (end === '') {
        const nothing = new Promise<'silence'>((resolve) => setTimeout(() => resolve('silence'), 300));
        const part = await Promise.race([reader.read().catch(() => 'broken' as const), nothing]);
        if (typeof part === 'string') end = part;
        else if (part.done) end = 'complete';
        else bytes += part.value.length;
      }
      expect([end, bytes]).toEqual([action === 'stall' ? 'silence' : 'broken', Math.floor(whole / 2)]);
      await reader.cancel().catch(() => {});
    }
  });

  it('are refused when they make no sense', async () => {
    for (const bad of [
      {},
      { action: 'explode' },
      { action: 'fail', stream: 'cellar', status: 500, seconds: 1 },
      { action: 'fail', stream: 'stage', status: 200, seconds: 1 },
      { action: 'cut', stream: 'stage', seconds: -1 },
    ]) {
      expect((await command(bad)).status, JSON.stringify(bad)).toBe(400);
    }
    expect((await get('/control', { method: 'POST', body: '{' })).status).toBe(400);
    expect((await get('/control', { method: 'POST', body: 'x'.repeat(5000) })).status).toBe(400);
  });

  it('do not exist on a stage that was not started for them', async () => {
    await stage.stop();
    stage = await startStage({ port: 0, secret, now: () => clock });
    expect((await command({ action: 'reset' })).status).toBe(405);
  });
});

describe('the fixture', () => {
  it('stays below 8 MB', () => {
    const folder = new URL('../fixture/', import.meta.url);
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0);
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(8_000_000);
  });
});

describe('the command line', () => {
  const run = (...args: string[]): ReturnType<typeof spawn> =>
    spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('../server.ts', import.meta.url)),
      ...args,
    ]);

  it('says where it listens and leaves on SIGTERM', async () => {
    const child = run('--secret', secret);
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    const url = /^ready (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString())?.[1];
    const answer = await fetch(
      `${url}${signStagePath('stage', Math.floor(Date.now() / 1000) + 60, secret)}/master.m3u8`,
    );
    expect(answer.status).toBe(200);
    expect((await fetch(`${url}/control`, { method: 'POST', body: '{}' })).status).toBe(405);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('does not start without a secret', async () => {
    const child = run('--port', '0');
    expect(await once(child, 'exit')).toEqual([2, null]);
  });
});

describe('starting and stopping', () => {
  it('rejects on a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    await expect(startStage({ port: (other.address() as AddressInfo).port, secret })).rejects.toThrow(/EADDRINUSE/);
    await new Promise((resolve) => other.close(resolve));
  });

  it('stops at once, even with a slow segment on its way', async () => {
    const [segment] = listed(await text(path('stage', '720.m3u8')));
    stage.control({ action: 'slow', stream: 'stage', delayMs: 30_000, seconds: 60 });
    const waiting = get(path('stage', segment!)).catch(() => 'cut off');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const from = performance.now();
    await stage.stop();
    expect(performance.now() - from).toBeLessThan(1000);
    expect(await waiting).toBe('cut off');
    stage = await startStage({ port: 0, secret });
  });
});

/** Sum of the sample durations of one track of a segment, in ticks: `trun` where given, else the default of `tfhd`. */
function durationOf(data: Buffer, trackId: number): bigint {
  let total = 0n;
  const walk = (from: number, to: number, track: { id: number; duration: number }): void => {
    for (let at = from; at < to; at += data.readUInt32BE(at)) {
      const type = data.toString('latin1', at + 4, at + 8);
      const end = at + data.readUInt32BE(at);
      if (type === 'moof' || type === 'traf') walk(at + 8, end, type === 'traf' ? { id: 0, duration: 0 } : track);
      const flags = data.readUIntBE(at + 9, 3);
      if (type === 'tfhd') {
        track.id = data.readUInt32BE(at + 12);
        let field = at + 16;
        if (flags & 0x1) field += 8;
        if (flags & 0x2) field += 4;
        if (flags & 0x8) track.duration = data.readUInt32BE(field);
      }
      if (type === 'trun' && track.id === trackId) {
        const count = data.readUInt32BE(at + 12);
        let field = at + 16 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
        const width = [0x100, 0x200, 0x400, 0x800].filter((bit) => flags & bit).length * 4;
        for (let i = 0; i < count; i++, field += width)
          total += BigInt(flags & 0x100 ? data.readUInt32BE(field) : track.duration);
      }
    }
  };
  walk(0, data.length, { id: 0, duration: 0 });
  return total;
}

describe('what a recorder kept', () => {
  it('is the live stream from then on, with its dates and numbers, and ends', async () => {
    const from = evening / 1000 - 600;
    const stream = `recorded-${from}-5-backstage`;
    const playlist = await text(path(stream, '360.m3u8'));
    const first = (evening - 600_000 - EPOCH) / 2000;
    expect(listed(playlist)).toEqual([0, 1, 2, 3, 4].map((place) => `360-${first + place}.m4s`));
    expect(playlist).toContain('#EXT-X-PROGRAM-DATE-TIME:2026-11-21T19:50:00.000Z');
    expect(playlist).toContain('#EXT-X-ENDLIST');
    expect((await get(path(stream, `360-${first + 4}.m4s`), { method: 'HEAD' })).status).toBe(200);
    expect((await get(path(stream, `360-${first + 5}.m4s`), { method: 'HEAD' })).status).toBe(404);
    expect((await get(path('recorded-12-5-stage', 'master.m3u8'))).status).toBe(404);
  });
});
