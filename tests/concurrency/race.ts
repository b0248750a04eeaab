/**
 * The feed's race: processes write into one room as fast as they can, some are killed at random moments and started again,
 * and readers follow over HTTP with the reader that fans have. It tells what happened; whoever runs it judges.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scenario } from '@parterre/backend/conformance';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { wordpressHarness } from '../conformance/wordpress.ts';

export interface RaceOptions {
  readonly writers: number;
  /** Messages of one writer. */
  readonly each: number;
  readonly readers: number;
  /** Kills to try for; fewer when the writers are done sooner. */
  readonly kills: number;
}

/** One message as a reader got it or as the database holds it. */
export interface Heard {
  readonly seq: number;
  /** Id of the chat message; empty for anything else the lane said. */
  readonly message: string;
}

export interface RaceResult {
  readonly kills: number;
  /** What the lane's record holds in the end, by number. */
  readonly committed: readonly Heard[];
  /** What each reader was given, in the order in which it came. */
  readonly heard: readonly (readonly Heard[])[];
  /** Everything but messages that a reader was told: resets, error codes. */
  readonly troubles: readonly string[];
  /** How writers ended that were neither done nor killed. */
  readonly failures: readonly string[];
  /** From the row's insertion to each reader, in milliseconds: the rest of the transaction, the files, and the wait for the next poll. */
  readonly delaysMs: readonly number[];
  readonly writingMs: number;
  /** Address of the room's directory, with a slash at the end. */
  readonly room: string;
}

const SHOW = 'show_live';
/** A reader looks every few seconds; this is patience for a busy machine. */
const LAST_WORD_MS = 30_000;

/** A kill every 80 to 480 ms: long enough to boot WordPress again, short enough to meet writers at work. */
const untilNextKill = (): number => 80 + Math.random() * 400;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Runs the race on a stack under the suite's control, which it resets first. */
export async function raceOfTheFeed(stack: Stack, options: RaceOptions): Promise<RaceResult> {
  const { backend, send } = wordpressHarness(stack.url);
  const { now } = (await send({ cmd: 'now' })) as { now: number };
  await send({ cmd: 'reset', seed: scenario(now) });
  const { order, session } = await backend.act('createOrder', {
    idempotencyKey: `race-of-the-feed-${Date.now()}`,
    email: 'reader@example.org',
    locale: 'en',
    lines: [{ type: 'offer', offer: 'offr_live', quantity: 1 }],
    currency: 'EUR',
    expectedTotal: { amountMinor: 1200, currency: 'EUR' },
    page: 'https://venue.example/shows/tonight/',
  });
  const token = session?.token;
  await backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
  const { roomUrl } = await backend.act('enter', { show: SHOW, device: 'reader' }, { session: token });
  if (roomUrl === null) throw new Error('The room has no address.');

  const stop = new AbortController();
  const heard = Array.from({ length: options.readers }, (): Heard[] => []);
  const troubles: string[] = [];
  const delaysMs: number[] = [];
  for (const list of heard) {
    wordpressHarness(stack.url).backend.watch(
      { show: SHOW, lane: 'room', url: roomUrl, session: token },
      {
        signal: stop.signal,
        onState: () => {},
        onMessages: (messages) => {
          const arrived = Date.now();
          for (const message of messages) {
            list.push({ seq: message.seq, message: message.type === 'message.posted' ? message.message.id : '' });
            delaysMs.push(arrived - Date.parse(message.at));
          }
        },
        onReset: () => void troubles.push('reset'),
        onError: (error) => void troubles.push(error.code),
        onRecovered: () => {},
      },
    );
  }
  try {
    const startedAt = Date.now();
    const { kills, failures } = await writeAll(stack, options);
    const writingMs = Date.now() - startedAt;
    const committed = await committedIn(stack);
    const deadline = Date.now() + LAST_WORD_MS;
    while (Date.now() < deadline && heard.some((list) => list.length < committed.length)) await pause(100);
    return { kills, committed, heard, troubles, failures, delaysMs, writingMs, room: roomUrl };
  } finally {
    stop.abort();
  }
}

async function committedIn(stack: Stack): Promise<Heard[]> {
  const rows = await stack.sql(
    `SELECT m.seq, m.message_id FROM wp_parterre_feed_messages m JOIN wp_parterre_feeds f ON f.id = m.feed_id
     WHERE f.show_id = '${SHOW}' AND f.lane = 'room' AND m.epoch = f.epoch ORDER BY m.seq`,
  );
  return rows.map((row) => ({ seq: Number(row['seq']), message: row['message_id'] ?? '' }));
}

async function writeAll(stack: Stack, options: RaceOptions): Promise<{ kills: number; failures: string[] }> {
  const program = join(stack.folder, 'temp', 'writer.php');
  const source = join(import.meta.dirname, '..', '..', 'wordpress-plugin', 'tests', 'concurrency', 'writer.php');
  await copyFile(source, program);
  const alive = new Map<number, ChildProcess>();
  let kills = 0;
  const over = new AbortController();
  const killing = (async () => {
    for (await pause(untilNextKill()); !over.signal.aborted && kills < options.kills; await pause(untilNextKill())) {
      const victims = [...alive.values()];
      if (victims[Math.floor(Math.random() * victims.length)]?.kill('SIGKILL')) kills++;
    }
  })();
  try {
    const ends = await Promise.all(
      Array.from({ length: options.writers }, (_, index) => writeUntilDone(stack, program, index, options.each, alive)),
    );
    return { kills, failures: ends.filter((end) => end !== '') };
  } finally {
    over.abort();
    await killing;
  }
}

/** Runs one writer, again after each kill, until it says it is done. Answers what went wrong, or an empty text. */
async function writeUntilDone(
  stack: Stack,
  program: string,
  index: number,
  count: number,
  alive: Map<number, ChildProcess>,
): Promise<string> {
  for (;;) {
    const args = ['-d', 'memory_limit=256M', program, stack.www, SHOW, `writer${index}`, String(count)];
    const child = spawn('php', args, { stdio: ['ignore', 'ignore', 'pipe'], ...stack.user });
    alive.set(index, child);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (...how) => resolve(how));
    });
    alive.delete(index);
    if (code === 0) return '';
    if (signal !== 'SIGKILL') return `writer ${index} ended with ${code ?? signal}: ${said.slice(-800)}`;
  }
}
