// What only several processes at once can show: the last seat is sold once, one payment settles once, and readers of the feed
// miss nothing while its writers are killed. Real processes, real commits: php-fpm's workers, and writers of their own.
import { scenario } from '@parterre/backend/conformance';
import { isParterreError } from '@parterre/protocol/errors';
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { startControlledStack, wordpressHarness } from '../conformance/wordpress.ts';

let stack: Stack;
const harness = () => wordpressHarness(stack.url);

interface Pool {
  id: string;
  held: number;
  sold: number;
  capacity: number | null;
}

let keys = 0;
const PRICES: Record<string, number> = {
  offr_live: 1200,
  offr_last: 1000,
  offr_single: 900,
  offr_pair: 1600,
  offr_bundle: 4200,
};

const request = (offers: readonly string[], email: string) => ({
  idempotencyKey: `concurrency-${Date.now()}-${++keys}`,
  email,
  locale: 'en',
  lines: offers.map((offer) => ({ type: 'offer' as const, offer, quantity: 1 })),
  currency: 'EUR',
  expectedTotal: { amountMinor: offers.reduce((sum, offer) => sum + (PRICES[offer] ?? 0), 0), currency: 'EUR' },
  page: 'https://venue.example/shows/tonight/',
});

/** `ok`, or the code of the refusal. */
async function outcome(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'ok';
  } catch (error) {
    if (isParterreError(error)) return error.code;
    throw error;
  }
}

async function pool(id: string): Promise<Pool> {
  const { pools } = (await harness().send({ cmd: 'peek', what: 'pools' })) as { pools: Pool[] };
  const found = pools.find((each) => each.id === id);
  if (!found) throw new Error(`There is no pool ${id}.`);
  return found;
}

const tally = (outcomes: readonly string[]) =>
  Object.fromEntries(
    [...new Set(outcomes)].sort().map((each) => [each, outcomes.filter((other) => other === each).length]),
  );

beforeAll(async () => {
  stack = await startControlledStack();
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  const { now } = (await harness().send({ cmd: 'now' })) as { now: number };
  await harness().send({ cmd: 'reset', seed: scenario(now) });
});

describe('stock', () => {
  it('sells the last seat once to forty who press at the same time', async () => {
    const { backend } = harness();
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        outcome(backend.act('createOrder', request(['offr_last'], `fan${index}@example.org`))),
      ),
    );
    expect(tally(outcomes)).toEqual({ ok: 1, sold_out: 39 });
    expect(await pool('pool_last')).toMatchObject({ held: 1, sold: 0 });
  });

  it('never takes more than a pool has when offers take one or two of it', async () => {
    const { backend } = harness();
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        outcome(
          backend.act('createOrder', request([index % 2 ? 'offr_pair' : 'offr_single'], `fan${index}@example.org`)),
        ),
      ),
    );
    const { held } = await pool('pool_shared');
    expect(held).toBeGreaterThanOrEqual(2);
    expect(held).toBeLessThanOrEqual(3);
    expect(outcomes.filter((each) => each !== 'ok' && each !== 'sold_out')).toEqual([]);
  });

  it('locks pools in one order, whatever the order of the lines', async () => {
    const { backend } = harness();
    const lines = ['offr_last', 'offr_single', 'offr_bundle'];
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        outcome(backend.act('createOrder', request(index % 2 ? lines : lines.toReversed(), `fan${index}@example.org`))),
      ),
    );
    expect(tally(outcomes)).toEqual({ ok: 1, sold_out: 29 });
    // Who was refused at the second pool gave the first one back.
    expect([
      (await pool('pool_last')).held,
      (await pool('pool_shared')).held,
      (await pool('pool_second')).held,
    ]).toEqual([1, 1, 1]);
  });

  it('makes one order of one request sent ten times at once', async () => {
    const { backend } = harness();
    const same = request(['offr_live'], 'bea@example.org');
    const made = await Promise.all(Array.from({ length: 10 }, () => backend.act('createOrder', same)));
    expect(new Set(made.map(({ order }) => order.id)).size).toBe(1);
    expect(await pool('pool_any')).toMatchObject({ held: 1 });
  });

  it('settles a payment once, however many ask at once', async () => {
    const { backend, send } = harness();
    const { order, session } = await backend.act('createOrder', request(['offr_live'], 'bea@example.org'));
    await send({ cmd: 'approvePayment', order: order.id });
    const settled = await Promise.all(
      Array.from({ length: 16 }, () => backend.act('settleOrder', { order: order.id }, { session: session?.token })),
    );
    expect(new Set(settled.map(({ state }) => state))).toEqual(new Set(['paid']));
    expect(new Set(settled.flatMap(({ tickets }) => tickets.map(({ id }) => id))).size).toBe(1);
    expect(await pool('pool_any')).toMatchObject({ held: 0, sold: 1 });
    const { mails } = (await send({ cmd: 'peek', what: 'mails' })) as { mails: unknown[] };
    expect(mails).toHaveLength(1);
  });
});

describe('the feed', () => {
  const WRITERS = 8;
  const EACH = 250;
  const READERS = 50;
  const KILLS = 12;

  it('gives 50 readers each of 2 000 numbers once and in order, while 8 writers write and some are killed', async () => {
    const program = join(stack.folder, 'temp', 'writer.php');
    await copyFile(
      join(import.meta.dirname, '..', '..', 'wordpress-plugin', 'tests', 'concurrency', 'writer.php'),
      program,
    );
    const { backend } = harness();
    const { order, session } = await backend.act('createOrder', request(['offr_live'], 'reader@example.org'));
    const token = session?.token;
    await backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
    const { roomUrl } = await backend.act('enter', { show: 'show_live', device: 'reader' }, { session: token });

    const stop = new AbortController();
    const heard = Array.from({ length: READERS }, (): number[] => []);
    const troubles: string[] = [];
    for (const numbers of heard) {
      harness().backend.watch(
        { show: 'show_live', lane: 'room', url: roomUrl, session: token },
        {
          signal: stop.signal,
          onState: () => {},
          onMessages: (messages) => void numbers.push(...messages.map(({ seq }) => seq)),
          onReset: () => void troubles.push('reset'),
          onError: (error) => void troubles.push(error.code),
          onRecovered: () => {},
        },
      );
    }

    const writers = new Map<number, ChildProcess>();
    const done = Array.from({ length: WRITERS }, (_, index) => writeUntilDone(index, program, writers));
    let kills = 0;
    const killer = setInterval(() => {
      const alive = [...writers.values()];
      const victim = alive[kills % Math.max(1, alive.length)];
      if (kills < KILLS && victim?.kill('SIGKILL')) kills++;
    }, 350);
    const failures = (await Promise.all(done)).filter((failure) => failure !== '');
    clearInterval(killer);
    expect(failures).toEqual([]);

    const all = Array.from({ length: WRITERS * EACH }, (_, index) => index + 1);
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline && heard.some((numbers) => numbers.length < all.length)) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    stop.abort();
    expect(kills).toBeGreaterThanOrEqual(KILLS / 2);
    for (const numbers of heard) expect(numbers).toEqual(all);
    expect(troubles).toEqual([]);
    const [row] = await stack.sql('SELECT COUNT(*) AS n, COUNT(DISTINCT key_hash) AS keys_n FROM wp_parterre_messages');
    expect(row).toEqual({ n: String(all.length), keys_n: String(all.length) });
  }, 240_000);

  /** Runs one writer, again after each kill, until it says it is done. Answers what went wrong, or an empty text. */
  async function writeUntilDone(index: number, program: string, writers: Map<number, ChildProcess>): Promise<string> {
    for (;;) {
      const child = spawn(
        'php',
        ['-d', 'memory_limit=256M', program, stack.www, 'show_live', `writer${index}`, String(EACH)],
        {
          stdio: ['ignore', 'ignore', 'pipe'],
          ...(stack.user ?? {}),
        },
      );
      writers.set(index, child);
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
        child.on('close', (...how) => resolve(how)),
      );
      writers.delete(index);
      if (code === 0) return '';
      if (signal !== 'SIGKILL') return `writer ${index} ended with ${code}: ${said.slice(-800)}`;
    }
  }
});
