// Sends requests to a site and keeps the time of each answer: all at once, or evenly over some seconds. The load comes from this
// one process, which measures how late it is itself.
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Agent, request as send, type OutgoingHttpHeaders } from 'node:http';
import type { Stack } from '../../tools/wordpress/stack.ts';

/** Requests of the generator that leave later than this were not sent as planned. */
const LATE_MS = 100;

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Keeps connections, as browsers do. Call `destroy` at the end. */
export const makeAgent = (maxSockets: number): Agent => new Agent({ keepAlive: true, maxSockets });

/** One request: GET without a body, POST of JSON with one. */
export function ask(agent: Agent, url: string, body?: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const about: OutgoingHttpHeaders =
    text === undefined
      ? headers
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers };
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method: text === undefined ? 'GET' : 'POST', agent, headers: about }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
      );
      incoming.on('error', reject);
    });
    // A server may close a connection it has kept in the very moment it is used again. Browsers ask once more then, and so do we.
    outgoing.on('error', (error) =>
      outgoing.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET'
        ? resolve(ask(agent, url, body, headers))
        : reject(error),
    );
    outgoing.end(text);
  });
}

/** The header a session's token travels in. */
export const bearer = (token: string): OutgoingHttpHeaders => ({ authorization: `Bearer ${token}` });

export interface Tally {
  readonly times: number[];
  readonly troubles: string[];
  /** Requests that this process sent later than planned. */
  late: number;
}

export const emptyTally = (): Tally => ({ times: [], troubles: [], late: 0 });

/** What an answer says, short enough for a list of troubles. */
export const trouble = ({ status, body }: Answer): string => `${status} ${body.slice(0, 200)}`;

/**
 * Sends `count` requests evenly over `seconds`, whether or not earlier ones were answered. Each time counts from the moment the
 * request was due: a server that falls behind cannot hide it.
 */
export async function evenly(
  count: number,
  seconds: number,
  request: (index: number) => Promise<Answer>,
  isGood: (answer: Answer) => boolean,
): Promise<Tally> {
  const tally = emptyTally();
  const start = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    const due = start + (index * seconds * 1000) / count;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (performance.now() - due > LATE_MS) tally.late++;
    running.push(
      request(index).then(
        (answer) => {
          tally.times.push(performance.now() - due);
          if (!isGood(answer)) tally.troubles.push(trouble(answer));
        },
        (error: unknown) => void tally.troubles.push(String(error)),
      ),
    );
  }
  await Promise.all(running);
  return tally;
}

export interface Timed extends Answer {
  /** Milliseconds from the moment all were sent. */
  readonly ms: number;
}

/** Sends `count` requests in the same moment. */
export async function atOnce(count: number, request: (index: number) => Promise<Answer>): Promise<Timed[]> {
  const start = performance.now();
  return Promise.all(
    Array.from({ length: count }, async (_each, index) => {
      const answer = await request(index);
      return { ...answer, ms: performance.now() - start };
    }),
  );
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** Processor time of the whole machine, in milliseconds: busy and all. */
export function processor(): { busy: number; all: number } {
  const sum = { busy: 0, all: 0 };
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.idle + times.irq;
    sum.all += all;
    sum.busy += all - times.idle;
  }
  return sum;
}

/** The kernel counts processor time in these, whatever the machine (USER_HZ). */
const TICK_MS = 10;

/**
 * Processor time that database, PHP and web server of a site have used so far, in milliseconds. Other work on the machine does not
 * count, so that what a request costs can be told on a busy one too.
 */
export function processorOf({ services }: Stack): number {
  const groups = new Set(Object.values(services).map(({ pid }) => pid));
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // After the name in parentheses: state, parent, group, …; user and system time, own and of children that ended (proc(5)).
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
        .map(Number);
      if (groups.has(fields[2] ?? 0)) for (const each of fields.slice(11, 15)) ticks += each;
    } catch {
      // It ended while we looked.
    }
  }
  return ticks * TICK_MS;
}
