/**
 * The stage: an HLS origin that plays the fixture round and round as if it were live, for the demo and the tests.
 *
 *   node demo/stage/server.ts --port 8090 --secret S [--host 127.0.0.1] [--control]
 *
 * Addresses are `/{sig}/{exp}/{stream}/{file}` with `sig = base64url(md5("{exp}|{stream}|{secret}"))`, which is what
 * nginx computes with `secure_link_md5 "$exp|$stream|$secret"`. Answers: 403 wrong signature, 410 expired, 404 no
 * token or nothing there. There is no way in without a token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { createFaults, type StageCommand } from './faults.ts';
import { moveSegment, parseFragmented, type Fragmented } from './fmp4.ts';
import {
  captionSegment,
  EPOCH,
  liveWindow,
  LOOP_SECONDS,
  LOOP_SEGMENTS,
  mediaPlaylist,
  parseCues,
  recorded,
  recording,
  SEGMENT_SECONDS,
  segmentAt,
  type Cue,
  type Window,
} from './timeline.ts';

export type StageOptions = {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** Shared with whoever signs addresses. */
  secret: string;
  /** Length of the live window. */
  playlistSeconds?: number;
  /** ms since 1970; tests move it. */
  now?: () => number;
  /** Date of the first picture of the replay, ms since 1970. */
  replayStartedAt?: number;
  /** Opens `POST /control`. Never outside tests: it has no password. */
  control?: boolean;
};

export type { StageCommand } from './faults.ts';

export type Stage = {
  /** Origin without a trailing slash. */
  url: string;
  /** The same as `POST /control`, from within the process. Throws RangeError on a command that makes no sense. */
  control(command: StageCommand): void;
  stop(): Promise<void>;
};

/** Length of the replays: ten rounds of the loop. */
const REPLAY_SEGMENTS = 10 * LOOP_SEGMENTS;
/** How long a segment stays to be had after it left the playlist; a player that paused for a moment still finds it. */
const GRACE_SEGMENTS = 30;

const streams: Record<string, { camera: string; live: boolean }> = {
  stage: { camera: 'stage', live: true },
  backstage: { camera: 'backstage', live: true },
  // The same pictures from a second encoder.
  'stage-backup': { camera: 'stage', live: true },
  'backstage-backup': { camera: 'backstage', live: true },
  replay: { camera: 'stage', live: false },
  'replay-backstage': { camera: 'backstage', live: false },
  // What somebody tries their ticket with before doors: it needs no concert to be running.
  test: { camera: 'stage', live: false },
};
/**
 * Streams that a recorder has kept, one for each time the publisher came: `recorded-{unix time of the first picture}-{number of
 * segments}-{camera}`. Faults know all of them as `recorded`.
 */
const RECORDED = /^recorded-(\d{9,11})-(\d{1,4})-(stage|backstage)$/;

interface Described {
  readonly camera: string;
  readonly live: boolean;
  /** Of a recorder's. */
  readonly kept: Window | null;
  /** Its name for faults. */
  readonly known: string;
}

function describe(stream: string): Described | undefined {
  const [, start, count, camera] = RECORDED.exec(stream) ?? [];
  if (start && count && camera)
    return { camera, live: false, kept: recorded(Number(count), Number(start) * 1000), known: 'recorded' };
  const one = Object.hasOwn(streams, stream) ? streams[stream] : undefined;
  return one && { ...one, kept: null, known: stream };
}

const renditions = [
  { name: '720', width: 1280, height: 720 },
  { name: '360', width: 640, height: 360 },
];
const languages = [
  { code: 'en', name: 'English' },
  { code: 'fr', name: 'Français' },
];

const signature = (stream: string, expires: string, secret: string): string =>
  createHash('md5').update(`${expires}|${stream}|${secret}`).digest('base64url');

/**
 * Signs one stream.
 * @param expiresAtSeconds unix time; the address works until that second has passed
 * @returns the path prefix `/{sig}/{exp}/{stream}`; append `/master.m3u8`
 */
export function signStagePath(stream: string, expiresAtSeconds: number, secret: string): string {
  return `/${signature(stream, String(expiresAtSeconds), secret)}/${expiresAtSeconds}/${stream}`;
}

type Answer = { status: number; type?: string; cache?: string; body?: string | Buffer };

const playlistType = 'application/vnd.apple.mpegurl';
const refused = (status: number, why: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  cache: 'no-store',
  body: `${why}\n`,
});

function loadFixture(): { media: Map<string, Fragmented>; cues: Map<string, Cue[]> } {
  const read = (name: string): Buffer => readFileSync(new URL(`fixture/${name}`, import.meta.url));
  const media = new Map<string, Fragmented>();
  for (const camera of new Set(Object.values(streams).map((stream) => stream.camera))) {
    for (const { name } of renditions) {
      const parsed = parseFragmented(read(`${camera}-${name}.mp4`));
      if (parsed.segments.length !== LOOP_SEGMENTS)
        throw new Error(`${camera}-${name}.mp4 has ${parsed.segments.length} segments instead of ${LOOP_SEGMENTS}`);
      media.set(`${camera}-${name}`, parsed);
    }
  }
  return {
    media,
    cues: new Map(languages.map(({ code }) => [code, parseCues(read(`lyrics-${code}.vtt`).toString('utf8'))])),
  };
}

function masterPlaylist(camera: string, media: Map<string, Fragmented>): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const { code, name } of languages) {
    lines.push(
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="lyrics",NAME="${name}",LANGUAGE="${code}",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="${code}.m3u8"`,
    );
  }
  for (const { name, width, height } of renditions) {
    const { segments, tracks } = media.get(`${camera}-${name}`)!;
    const rates = segments.map(({ data }) => (data.length * 8) / SEGMENT_SECONDS);
    const average = Math.round(rates.reduce((sum, rate) => sum + rate, 0) / rates.length);
    lines.push(
      `#EXT-X-STREAM-INF:BANDWIDTH=${Math.round(Math.max(...rates))},AVERAGE-BANDWIDTH=${average},RESOLUTION=${width}x${height},FRAME-RATE=25.000,` +
        `CODECS="${tracks.map(({ codec }) => codec).join(',')}",SUBTITLES="lyrics"`,
      `${name}.m3u8`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** A single byte range of RFC 9110 §14; anything else is answered in full, as the RFC allows. */
function byteRange(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const from = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return from > to || from >= size ? 'unsatisfiable' : { from, to };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > 4096) throw new RangeError('the command is too long');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError('the command is not JSON');
  }
}

/** Starts a stage. Rejects when the port is taken or the fixture is missing or broken. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { port, host = '127.0.0.1', secret, playlistSeconds = 30, now = Date.now, replayStartedAt = EPOCH } = options;
  const { media, cues } = loadFixture();
  const windowSegments = Math.max(3, Math.floor(playlistSeconds / SEGMENT_SECONDS));
  const faults = createFaults([...Object.keys(streams), 'recorded'], now);
  const delays = new Set<NodeJS.Timeout>();

  function windowOf({ live, kept, known }: Described): Window {
    if (!live) return kept ?? recording(REPLAY_SEGMENTS, replayStartedAt);
    return liveWindow(faults.frozenAt(known) ?? now(), windowSegments, faults.gaps(known));
  }

  function exists({ live, kept, known }: Described, index: number): boolean {
    if (!live) {
      const first = kept?.segments[0]?.index ?? 0;
      return index >= first && index < first + (kept?.segments.length ?? REPLAY_SEGMENTS);
    }
    const gaps = faults.gaps(known);
    const oldest = liveWindow(now(), windowSegments, gaps).segments[0]!.index;
    return (
      index < segmentAt(now()) &&
      index >= oldest - GRACE_SEGMENTS &&
      !gaps.some(({ from, to }) => index >= from && index < to)
    );
  }

  function answerFile(stream: Described, file: string): Answer {
    const { camera, live, known } = stream;
    const failing = faults.failing(known, file.endsWith('.m3u8') ? 'playlist' : 'segment');
    if (failing !== undefined) return refused(failing, 'staged fault');

    const asPlaylist = (body: string): Answer => ({
      status: 200,
      type: playlistType,
      cache: `max-age=${live ? 1 : 60}`,
      body,
    });
    if (file === 'master.m3u8') return asPlaylist(masterPlaylist(camera, media));
    const name = /^(\w+)\.m3u8$/.exec(file)?.[1];
    if (name !== undefined && media.has(`${camera}-${name}`)) {
      return asPlaylist(
        mediaPlaylist(windowOf(stream), (index) => `${name}-${index}.m4s`, { map: `${name}-init.mp4`, ended: !live }),
      );
    }
    if (name !== undefined && cues.has(name))
      return asPlaylist(mediaPlaylist(windowOf(stream), (index) => `${name}-${index}.vtt`, { ended: !live }));

    const cache = 'max-age=3600, immutable';
    const init = media.get(`${camera}-${/^(\w+)-init\.mp4$/.exec(file)?.[1]}`);
    if (init) return { status: 200, type: 'video/mp4', cache, body: init.init };
    const [, rendition = '', number = '', extension = ''] = /^(\w+)-(\d{1,12})\.(m4s|vtt)$/.exec(file) ?? [];
    const index = Number(number);
    if (rendition === '' || !exists(stream, index)) return refused(404, 'nothing here');
    const lines = cues.get(rendition);
    if (extension === 'vtt' && lines)
      return { status: 200, type: 'text/vtt; charset=utf-8', cache, body: captionSegment(index, lines) };
    const source = media.get(`${camera}-${rendition}`);
    if (extension !== 'm4s' || !source) return refused(404, 'nothing here');
    const round = Math.floor(index / LOOP_SEGMENTS);
    return {
      status: 200,
      type: 'video/iso.segment',
      cache,
      body: moveSegment(source.segments[index % LOOP_SEGMENTS]!, round * LOOP_SECONDS, index + 1),
    };
  }

  /** Checks the token before it says anything about what exists. `path` is taken as sent: an escaped dot stays a stranger. */
  function answerPath(path: string): Answer & { stream?: string } {
    const match = /^\/([\w-]+)\/(\d{1,12})\/([\w-]+)\/([\w.-]+)$/.exec(path);
    if (!match) return refused(404, 'nothing here');
    const [, given, expires, stream, file] = match as unknown as [string, string, string, string, string];
    const expected = Buffer.from(signature(stream, expires, secret));
    if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), expected))
      return refused(403, 'not signed');
    if (Number(expires) * 1000 < now()) return refused(410, 'expired');
    const described = describe(stream);
    if (!described) return refused(404, 'nothing here');
    return { ...answerFile(described, file), stream: described.known };
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    answer: Answer,
    half?: 'stall' | 'break' | undefined,
  ): void {
    const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? Buffer.alloc(0));
    response.statusCode = answer.status;
    if (answer.type) response.setHeader('content-type', answer.type);
    if (answer.cache) response.setHeader('cache-control', answer.cache);
    let part = body;
    if (answer.status === 200) {
      response.setHeader('accept-ranges', 'bytes');
      const range = byteRange(request.headers.range, body.length);
      if (range === 'unsatisfiable') {
        response.writeHead(416, { 'content-range': `bytes */${body.length}`, 'content-length': 0 }).end();
        return;
      }
      if (range) {
        response.statusCode = 206;
        response.setHeader('content-range', `bytes ${range.from}-${range.to}/${body.length}`);
        part = body.subarray(range.from, range.to + 1);
      }
    }
    response.setHeader('content-length', part.length);
    if (half && answer.status === 200 && request.method === 'GET') {
      response.write(part.subarray(0, part.length / 2), () => half === 'break' && response.destroy());
      return;
    }
    response.end(request.method === 'HEAD' ? undefined : part);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', 'Content-Length, Content-Range, Date');
    response.setHeader('x-content-type-options', 'nosniff');
    if (request.method === 'OPTIONS') {
      response
        .writeHead(204, {
          'access-control-allow-methods': 'GET, HEAD, OPTIONS',
          'access-control-allow-headers': 'Range',
          'access-control-max-age': '86400',
        })
        .end();
    } else if (options.control && path === '/control' && request.method === 'POST') {
      try {
        faults.apply(await readJson(request));
        send(request, response, { status: 200, type: 'application/json', cache: 'no-store', body: '{"ok":true}' });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        send(request, response, refused(400, error.message));
      }
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD, OPTIONS');
      send(request, response, refused(405, 'read only'));
    } else {
      const answer = answerPath(path);
      const delayMs = answer.stream === undefined || path.endsWith('.m3u8') ? 0 : faults.delayMs(answer.stream);
      if (delayMs > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(() => {
            delays.delete(timer);
            resolve();
          }, delayMs);
          delays.add(timer);
        });
      }
      const half = answer.stream === undefined || path.endsWith('.m3u8') ? undefined : faults.half(answer.stream);
      if (!response.destroyed) send(request, response, answer, half);
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    control: faults.apply,
    async stop() {
      for (const timer of delays) clearTimeout(timer);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string' },
      secret: { type: 'string' },
      control: { type: 'boolean', default: false },
    },
  });
  if (!values.secret) {
    console.error('usage: node demo/stage/server.ts --port N --secret S [--host H] [--control]');
    process.exit(2);
  }
  const stage = await startStage({
    port: Number(values.port),
    secret: values.secret,
    control: values.control,
    ...(values.host ? { host: values.host } : {}),
  });
  console.log(`ready ${stage.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stage.stop().then(() => process.exit(0)));
}
