// The line between one player and the demo's stage, and what can be wrong with it: a server in front of a stage of its own, so that
// what befalls one player does not befall the others.
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { signStagePath, startStage, type Stage, type StageOptions } from '../../demo/stage/server.ts';

const SECRET = 'benchmark';
/** How often a slow line lets some bytes through. */
const DRIP_MS = 100;

interface Upstream {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export class Line {
  readonly stage: Stage;
  readonly #server: Server;
  /** Signed prefixes that were given out, and what those that count no more answer. */
  readonly #refused = new Map<string, number>();
  readonly #given: string[] = [];
  #expires = Math.floor(Date.now() / 1000) + 7 * 86_400;
  /** All requests are answered with this. */
  #status: number | null = null;
  /** Bytes a second. */
  #rate = Infinity;
  /** When the line has let through what it was given so far. */
  #freeAt = 0;
  #stalls = 0;
  #cuts = 0;
  #codecsFrom: number | null = null;

  private constructor(stage: Stage) {
    this.stage = stage;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  static async open(options: Pick<StageOptions, 'playlistSeconds' | 'now'> = {}): Promise<Line> {
    const line = new Line(await startStage({ port: 0, secret: SECRET, ...options }));
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A new signed address of a master playlist; no two are the same. The page asks for one at `/sign/{stream}`. */
  sign(stream: string): string {
    const prefix = signStagePath(stream, this.#expires++, SECRET);
    this.#given.push(prefix);
    return `${this.url}${prefix}/master.m3u8`;
  }

  // ── What goes wrong ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** What was signed so far counts no more. */
  refuseGiven(status: number): void {
    for (const prefix of this.#given) this.#refused.set(prefix, status);
  }

  /** Every request for the stream meets this; null ends it. */
  answerWith(status: number | null): void {
    this.#status = status;
  }

  /** @param bytesPerSecond for everything together */
  slow(bytesPerSecond: number): void {
    this.#rate = bytesPerSecond;
  }

  /** The next segments come by half, and then nothing, while the connection stays open. */
  stallNext(count: number): void {
    this.#stalls = count;
  }

  /** The connection breaks in the middle of the next segments. */
  cutNext(count: number): void {
    this.#cuts = count;
  }

  /** From the segment that is being filmed on, the encoder sends what the other rendition is: profile, level and size change. */
  changeCodecs(segment: number): void {
    this.#codecsFrom = segment;
  }

  // ── What goes through ───────────────────────────────────────────────────────────────────────────────────────────────

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('cache-control', 'no-store');
    if (request.method !== 'GET') return void response.writeHead(204).end();
    const [, asked] = /^\/sign\/([\w-]+)$/.exec(path) ?? [];
    if (asked) return void response.end(this.sign(asked));
    const prefix = path.split('/').slice(0, 4).join('/');
    const refusal = this.#refused.get(prefix) ?? this.#status;
    if (refusal !== null) return void response.writeHead(refusal).end();
    const { status, headers, body } = await this.#fetch(path);
    const playlist = path.endsWith('.m3u8');
    const answer = playlist && status === 200 ? Buffer.from(this.#rewrite(body.toString())) : body;
    response.writeHead(status, {
      'content-type': headers['content-type'] ?? 'text/plain',
      'content-length': answer.length,
    });
    if (status === 200 && path.endsWith('.m4s') && (this.#stalls > 0 || this.#cuts > 0)) {
      const cut = this.#cuts > 0;
      if (cut) this.#cuts--;
      else this.#stalls--;
      response.write(answer.subarray(0, answer.length / 2));
      if (cut) setTimeout(() => response.destroy(), 50);
      return;
    }
    await this.#drip(response, answer);
  }

  #fetch(path: string): Promise<Upstream> {
    return new Promise((resolve, reject) => {
      const request = get(this.stage.url + path, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
        );
      });
      request.on('error', reject);
    });
  }

  /** As a narrow line does: everybody's bytes one after another, a few at a time. */
  async #drip(response: ServerResponse, bytes: Buffer): Promise<void> {
    let at = 0;
    while (Number.isFinite(this.#rate) && at < bytes.length && !response.destroyed) {
      const part = bytes.subarray(at, at + Math.ceil((this.#rate * DRIP_MS) / 1000));
      at += part.length;
      const now = performance.now();
      this.#freeAt = Math.max(now, this.#freeAt) + (part.length / this.#rate) * 1000;
      await pause(this.#freeAt - now);
      response.write(part);
    }
    response.end(bytes.subarray(at));
  }

  #rewrite(playlist: string): string {
    const from = this.#codecsFrom;
    const own = /^#EXT-X-MAP:URI="(\d+)-init\.mp4"$/m.exec(playlist)?.[1];
    return from === null || !own ? playlist : changedFrom(playlist, own, own === '360' ? '720' : '360', from);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.stage.stop();
  }
}

/**
 * A media playlist whose segments come from another rendition from the given one on, with a discontinuity between the two and an
 * initialisation of each.
 */
export function changedFrom(playlist: string, own: string, other: string, from: number): string {
  const map = (name: string) => `#EXT-X-MAP:URI="${name}-init.mp4"`;
  const lines: string[] = [];
  let changed = false;
  /** Tags that belong to the next segment. */
  let tags: string[] = [];
  let first: number | null = null;
  for (const line of playlist.split('\n')) {
    const index = Number(new RegExp(`^${own}-(\\d+)\\.m4s$`).exec(line)?.[1] ?? Number.NaN);
    if (line.startsWith('#EXTINF') || line.startsWith('#EXT-X-PROGRAM-DATE-TIME') || line === '#EXT-X-DISCONTINUITY') {
      tags.push(line);
      continue;
    }
    if (Number.isNaN(index)) {
      lines.push(line);
      continue;
    }
    if (index >= from && !changed) {
      changed = true;
      lines.push('#EXT-X-DISCONTINUITY', map(other));
    }
    first ??= index;
    lines.push(...tags, index >= from ? `${other}-${index}.m4s` : line);
    tags = [];
  }
  const text = lines.join('\n');
  if (first === null || first < from) return text;
  // The change has left the window: what is left begins with the new initialisation, after one discontinuity more.
  return text
    .replace(`${map(own)}\n`, '')
    .replace('#EXT-X-DISCONTINUITY\n', first === from ? '#EXT-X-DISCONTINUITY\n' : '')
    .replace(
      /^#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)$/m,
      (_tag, count: string) => `#EXT-X-DISCONTINUITY-SEQUENCE:${Number(count) + (first === from ? 0 : 1)}`,
    );
}
