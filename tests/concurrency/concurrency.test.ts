// What only several processes at once can show: the last seat is sold once, one payment settles once, and readers of the feed
// miss nothing while its writers are killed. Real processes, real commits: php-fpm's workers, and writers of their own.
import { scenario } from '@parterre/backend/conformance';
import { isParterreError } from '@parterre/protocol/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { startControlledStack, wordpressHarness } from '../conformance/wordpress.ts';
import { raceOfTheFeed } from './race.ts';

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

describe('the brake', () => {
  it('lets a burst of three through, however many are sent at the same time', async () => {
    const { backend } = harness();
    const { order, session } = await backend.act('createOrder', request(['offr_live'], 'bea@example.org'));
    await backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: session?.token });
    const posts = Array.from({ length: 12 }, (_, index) =>
      outcome(
        backend.act(
          'postMessage',
          {
            show: 'show_live',
            text: `At once ${index}`,
            idempotencyKey: `brake-${Date.now()}-${index}`,
            mediaAt: null,
          },
          { session: session?.token },
        ),
      ),
    );
    const said = tally(await Promise.all(posts));
    // Two seconds later one more may go; a slow machine may take that long.
    expect(said['ok']).toBeGreaterThanOrEqual(3);
    expect(said['ok']).toBeLessThanOrEqual(5);
    expect((said['ok'] ?? 0) + (said['slow_mode'] ?? 0)).toBe(12);
  });
});

describe('the feed', () => {
  const MESSAGES = 2000;
  const READERS = 50;
  const KILLS = 12;

  it('gives 50 readers each of 2 000 numbers once and in order, while 8 writers write and some are killed', async () => {
    const race = await raceOfTheFeed(stack, { writers: 8, each: MESSAGES / 8, readers: READERS, kills: KILLS });
    expect(race.failures).toEqual([]);
    expect(race.kills).toBeGreaterThanOrEqual(KILLS / 2);
    expect(race.committed.map(({ seq }) => seq)).toEqual(Array.from({ length: MESSAGES }, (_, index) => index + 1));
    expect(race.heard).toHaveLength(READERS);
    for (const heard of race.heard) expect(heard).toEqual(race.committed);
    expect(race.troubles).toEqual([]);
    const [row] = await stack.sql('SELECT COUNT(*) AS n, COUNT(DISTINCT key_hash) AS keys_n FROM wp_parterre_messages');
    expect(row).toEqual({ n: String(MESSAGES), keys_n: String(MESSAGES) });
  }, 240_000);
});
