/**
 * A long evening of random buyers: whatever they do, in whatever order, stock, orders, tickets and mails stay in step. The
 * numbers come from a fixed seed, so that a failure can be repeated.
 */
import { describe, expect, it } from 'vitest';
import { isParterreError } from '@parterre/protocol/errors';
import { scenario } from '../src/conformance/index.ts';
import { orderOf } from '../src/conformance/stage.ts';
import { createMemoryBackend, type MemoryBackend } from '../src/memory/index.ts';
import { FakeClock } from './fakes.ts';

/** A small generator (mulberry32) of numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const REFS = [
  'offr_live',
  'offr_both',
  'offr_free',
  'offr_last',
  'offr_single',
  'offr_pair',
  'offr_bundle',
  'offr_quota',
  'offr_wave',
  'offr_next',
  'offr_stream',
  'offr_hall',
  'offr_few',
  'vrnt_shirt',
  'vrnt_poster',
];

const CODES = ['', '', 'QUARTER-25', 'FIVE-OFF', 'ONCE-ONLY', 'MY-OWN', 'ALL-OF-IT'];

/** Units per pool that orders of these states account for. */
function accounted({ state }: MemoryBackend, states: readonly string[]): Map<string, number> {
  const units = new Map<string, number>();
  const draws = new Map([
    ...Object.values(state.shows).flatMap(({ offers }) => offers.map((offer) => [offer.id, offer.draws] as const)),
    ...state.products.flatMap(({ variants }) => variants.map((variant) => [variant.id, variant.draws] as const)),
  ]);
  for (const order of Object.values(state.orders).filter((each) => states.includes(each.state))) {
    for (const line of order.lines) {
      for (const { pool, units: each } of draws.get(line.ref) ?? [])
        units.set(pool, (units.get(pool) ?? 0) + each * line.quantity);
    }
  }
  return units;
}

function check(backend: MemoryBackend): void {
  const { pools, orders, tickets, mails } = backend.state;
  const held = accounted(backend, ['pending']);
  const sold = accounted(backend, ['paid']);
  for (const pool of Object.values(pools)) {
    expect([pool.id, pool.held, pool.sold]).toEqual([pool.id, held.get(pool.id) ?? 0, sold.get(pool.id) ?? 0]);
    if (pool.capacity !== null) expect(pool.held + pool.sold).toBeLessThanOrEqual(pool.capacity);
  }
  const paid = Object.values(orders).filter(({ state }) => state === 'paid');
  for (const order of Object.values(orders)) {
    const promised = order.lines.reduce(
      (count, line) => count + line.quantity * line.includes.filter(({ kind }) => kind !== 'merch').length,
      0,
    );
    const issued = Object.values(tickets).filter((ticket) => ticket.order === order.id).length;
    expect(issued).toBe(order.state === 'paid' ? promised : 0);
    if (order.state !== 'pending') expect(order.holdUntil).toBeNull();
    const off = order.lines.reduce((all, line) => all + line.discount.amountMinor, 0);
    expect(order.total.amountMinor).toBe(order.lines.reduce((all, line) => all + line.total.amountMinor, 0));
    expect(order.discounts.reduce((all, { amount }) => all + amount.amountMinor, 0)).toBe(off);
    expect(order.total.amountMinor).toBeGreaterThanOrEqual(0);
  }
  const living = Object.values(orders).filter(({ state }) => state === 'pending' || state === 'paid');
  for (const code of backend.state.codes) {
    const uses = living.filter((order) => order.codes.includes(code.id));
    expect(uses.length).toBeLessThanOrEqual(code.maxUses ?? Infinity);
    const most = Math.max(0, ...uses.map(({ email }) => uses.filter((order) => order.email === email).length));
    expect(most).toBeLessThanOrEqual(code.maxPerPerson ?? Infinity);
  }
  const few = new Map<string, number>();
  for (const { email, lines } of living) {
    for (const { ref, quantity } of lines) if (ref === 'offr_few') few.set(email, (few.get(email) ?? 0) + quantity);
  }
  expect(Math.max(0, ...few.values())).toBeLessThanOrEqual(2);
  expect(mails.filter(({ kind }) => kind === 'receipt')).toHaveLength(paid.length);
}

describe.each([1, 2, 3])('an evening of random buyers (%i)', (seed) => {
  it('keeps stock, orders, tickets and mails in step', async () => {
    const next = random(seed);
    const upTo = (limit: number): number => Math.floor(next() * limit);
    const clock = new FakeClock();
    const backend = createMemoryBackend({ seed: scenario(clock.now()), clock, name: `evening-${seed}` });
    const made: { order: string; session: string | undefined }[] = [];
    const refusals = new Map<string, number>();
    const acts: (() => Promise<unknown>)[] = [
      async () => {
        const request = orderOf(REFS[upTo(REFS.length)] ?? '', {
          email: `fan${upTo(12)}@example.org`,
          quantity: 1 + upTo(3),
        });
        const codes = [CODES[upTo(CODES.length)] ?? ''].filter((code) => code !== '');
        const { total } = await backend.act('quote', { lines: request.lines, currency: 'EUR', codes });
        const { order, session } = await backend.act('createOrder', { ...request, codes, expectedTotal: total });
        made.push({ order: order.id, session: session?.token });
      },
      async () => {
        const { order = '', session } = made[upTo(made.length)] ?? {};
        await backend.act('payTest', { order, outcome: next() < 0.8 ? 'approve' : 'decline' }, { session });
      },
      async () => {
        const { order = '', session } = made[upTo(made.length)] ?? {};
        await backend.act('cancelOrder', { order }, { session });
      },
      async () => {
        const { order = '', session } = made[upTo(made.length)] ?? {};
        if (backend.state.orders[order]) backend.state.testPayments[order] = 'approved';
        await backend.act('settleOrder', { order }, { session });
      },
      async () => {
        await clock.advance(upTo(8 * 60_000));
        // Holds that ran out are noticed by whoever comes next.
        await backend.read('getVenue', {});
      },
    ];
    for (let step = 0; step < 400; step++) {
      try {
        await acts[upTo(acts.length)]?.();
      } catch (error) {
        if (!isParterreError(error)) throw error;
        refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
      }
      check(backend);
    }
    // The evening was eventful enough to prove something.
    expect([...refusals.keys()]).toEqual(
      expect.arrayContaining(['sold_out', 'payment_declined', 'order_closed', 'promo_used_up', 'person_limit']),
    );
    expect(Object.values(backend.state.orders).filter(({ state }) => state === 'paid').length).toBeGreaterThan(20);
  });
});
