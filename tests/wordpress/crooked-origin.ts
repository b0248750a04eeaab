// A stream server with one thing wrong at a time, for the stream doctor: `/{what is wrong}/master.m3u8` is the demo's stage with that fault,
// and `/{what is wrong}/{sig}/{exp}/{stream}/master.m3u8` one whose check of tokens has it.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signStagePath } from '../../demo/stage/server.ts';

interface Fault {
  status?: number;
  /** Sent in place of the file. */
  body?: string | Buffer;
  headers?: Record<string, string | null>;
  /** How far its clock is ahead. */
  clockMs?: number;
  /** Which files all of this is about; every one when left out. */
  files?: RegExp;
  /** Changes the text of the master playlist, and of media playlists. */
  master?: (text: string) => string;
  media?: (text: string, origin: string) => string;
}

const DAY_MS = 86_400_000;
const segments = /\.(m4s|mp4|vtt)$/;
const playlists = /\.m3u8$/;
const cors = 'access-control-allow-origin';
const type = 'content-type';
const html = { [type]: 'text/html; charset=utf-8' };
const shiftDates = (text: string, ms: number): string =>
  text.replaceAll(
    /(PROGRAM-DATE-TIME:)(\S+)/g,
    (_, tag: string, date: string) => tag + new Date(Date.parse(date) + ms).toISOString(),
  );

/** Playlists as they were at the first look, by the head of their quality. */
const still = new Map<string, string>();
const stand = (text: string): string => {
  const head = /MAP:URI="([^"]+)"/.exec(text)?.[1] ?? '';
  if (!still.has(head)) still.set(head, text);
  return still.get(head) ?? text;
};

const faults: Record<string, Fault> = {
  none: {},
  page: { body: '<!DOCTYPE html><html><body><video></video></body></html>', headers: html },
  json: { body: '{"error":"unknown"}', headers: { [type]: 'application/json' } },
  film: { body: Buffer.from('\0\0\0\u0018ftypmp42\0\0\0\0', 'latin1'), headers: { [type]: 'video/mp4' } },
  dash: { body: '<?xml version="1.0"?><MPD></MPD>', headers: { [type]: 'application/dash+xml' } },
  empty: { body: '' },
  cut: { media: (text) => text.slice(0, text.lastIndexOf(',')) },
  'no-segments': { media: (text) => `${text.slice(0, text.indexOf('#EXT-X-MAP'))}` },
  mixed: { media: (text, origin) => text.replaceAll(/^(\d+-\d+\.m4s)$/gm, `${origin}/none/$1`) },
  'no-cors': { headers: { [cors]: null } },
  'other-cors': { headers: { [cors]: 'https://another.example' } },
  'twice-cors': { headers: { [cors]: '*, *' } },
  'segments-no-cors': { headers: { [cors]: null }, files: segments },
  'day-ahead': { media: (text) => shiftDates(text, DAY_MS) },
  'day-behind': { media: (text) => shiftDates(text, -DAY_MS) },
  'clock-day-ahead': { clockMs: DAY_MS },
  'no-dates': { media: (text) => text.replaceAll(/^#EXT-X-PROGRAM-DATE-TIME.*\n/gm, '') },
  frozen: { media: stand },
  ended: { media: (text) => `${text}#EXT-X-ENDLIST\n` },
  // A recording whose segments carry a session of whoever reads the playlist.
  'each-their-own': {
    media: (text) => `${text.replaceAll(/^(\S+\.(?:m4s|vtt))$/gm, '$1?session=abc')}#EXT-X-ENDLIST\n`,
  },
  absent: { status: 404, body: 'nothing here' },
  forbidden: { status: 403, body: 'no' },
  ill: { status: 502, body: 'bad gateway', headers: html },
  inside: { status: 302, body: '', headers: { location: 'http://169.254.169.254/latest/meta-data/' } },
  round: { status: 302, body: '', headers: { location: 'master.m3u8' } },
  plain: { headers: { [type]: 'text/plain' }, files: playlists },
  hevc: { master: (text) => text.replaceAll(/avc1\.\w+/g, 'hvc1.1.6.L93.B0') },
  dolby: { master: (text) => text.replaceAll('mp4a.40.2', 'ac-3') },
  'no-codecs': { master: (text) => text.replaceAll(/,CODECS="[^"]*"/g, '') },
  heavy: {
    master: (text) =>
      text
        .replaceAll(/(AVERAGE-)?BANDWIDTH=\d+/g, '$1BANDWIDTH=6000000')
        .replace(/#EXT-X-STREAM-INF.*\n360\.m3u8\n/, ''),
  },
  'missing-quality': { status: 404, body: '', files: /^360\.m3u8$/ },
  'sound-apart': {
    master: (text) =>
      text.replace('#EXT-X-MEDIA', '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Stage",URI="a.m3u8"\n#EXT-X-MEDIA'),
  },
  long: {
    media: (text) => text.replace('TARGETDURATION:2', 'TARGETDURATION:10').replaceAll('EXTINF:2.000', 'EXTINF:10.000'),
  },
  'lost-segments': { status: 404, body: '', files: segments },
  'page-segments': { body: '<!DOCTYPE html><html>', headers: html, files: segments },
};

type Check = (of: {
  sig: string;
  exp: string;
  stream: string;
  file: string;
  sign: (stream: string) => string;
}) => boolean;
const inTime = (exp: string): boolean => Number(exp) > Date.now() / 1000;

/** How a stream server can be wrong about tokens. */
const checks: Record<string, Check> = {
  strict: ({ sig, exp, stream, sign }) => sig === sign(stream) && inTime(exp),
  'takes-none': () => true,
  'takes-altered': ({ sig, exp }) => sig !== '' && inTime(exp),
  'takes-expired': ({ sig, stream, sign }) => sig === sign(stream),
  'takes-another': ({ sig, exp, stream, sign }) =>
    [sign(stream), sign('parterre-another-stream')].includes(sig) && inTime(exp),
  'takes-segments': ({ sig, exp, stream, file, sign }) => (sig === sign(stream) && inTime(exp)) || segments.test(file),
};

export interface CrookedOrigin {
  url: string;
  stop(): Promise<void>;
}

/**
 * @param stage origin of the demo's stage
 * @param secret what that and whoever signs addresses know
 */
export async function startCrookedOrigin(stage: string, secret: string): Promise<CrookedOrigin> {
  let url = '';

  async function fromStage(file: string): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const path = signStagePath('stage', Math.ceil(Date.now() / 1000) + 60, secret);
    const answer = await fetch(`${stage}${path}/${file}`);
    const kept = [type, cors].map((name): [string, string] => [name, answer.headers.get(name) ?? '']);
    return { status: answer.status, headers: Object.fromEntries(kept), body: Buffer.from(await answer.arrayBuffer()) };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', ...rest] = new URL(request.url ?? '/', url).pathname.split('/');
    const file = rest.at(-1) ?? '';
    const check = checks[name];
    if (check) {
      const [stream = '', exp = '', sig = ''] = rest.slice(0, -1).reverse();
      const sign = (of: string): string => createHash('md5').update(`${exp}|${of}|${secret}`).digest('base64url');
      if (!check({ sig, exp, stream, file, sign })) {
        response.writeHead(403, { [cors]: '*' }).end('refused');
        return;
      }
    }
    const fault = faults[name] ?? {};
    if (fault.clockMs !== undefined) response.setHeader('date', new Date(Date.now() + fault.clockMs).toUTCString());
    const applies = !fault.files || fault.files.test(file);
    if (applies && fault.body !== undefined) {
      response
        .writeHead(fault.status ?? 200, { [cors]: '*', [type]: 'text/plain', ...fault.headers } as Record<
          string,
          string
        >)
        .end(fault.body);
      return;
    }
    const { status, headers, body } = await fromStage(file);
    const change = file === 'master.m3u8' ? fault.master : playlists.test(file) ? fault.media : undefined;
    const sent = change ? change(body.toString('utf8'), url) : body;
    const all = Object.entries({ ...headers, ...(applies ? fault.headers : {}) });
    response
      .writeHead(status, Object.fromEntries(all.filter((entry): entry is [string, string] => Boolean(entry[1]))))
      .end(sent);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
