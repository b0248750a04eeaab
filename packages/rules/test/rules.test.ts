/** What must hold for any input: random cases from a fixed seed, so that a failure can be repeated. */
import { describe, expect, it } from 'vitest';
import {
  availabilityOf,
  countdownParts,
  decimalText,
  formatClock,
  formatDuration,
  formatMoney,
  formatShowTime,
  fromPrice,
  maxQuantity,
  mergeLines,
  minorDigits,
  nextPhaseChange,
  parseAmount,
  phaseAt,
  piecesLeft,
  sum,
  times,
  unitsByPool,
  waitBeforeNext,
  type PhaseSource,
} from '../src/index.ts';

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

const next = random(20261121);
const upTo = (limit: number): number => Math.floor(next() * limit);
const EPOCH = Date.parse('2026-11-21T00:00:00Z');
const HOUR = 3_600_000;
const instant = (hours: number): string => new Date(EPOCH + hours * HOUR).toISOString();
const maybe = (hours: number): string | null => (next() < 0.5 ? instant(hours) : null);

const anyShow = (): PhaseSource => ({
  doorsAt: instant(upTo(48)),
  startsAt: instant(48),
  endsAt: instant(52),
  status: next() < 0.8 ? 'confirmed' : 'postponed',
  replayUntil: maybe(upTo(100)),
  signals: {
    liveAt: maybe(upTo(50)),
    pausedAt: maybe(upTo(60)),
    endedAt: maybe(upTo(60)),
    replayAt: maybe(upTo(80)),
    forced: null,
    notice: null,
  },
});

describe('phase', () => {
  it('changes by the clock exactly when nextPhaseChange says so', () => {
    for (let round = 0; round < 2000; round++) {
      const show = anyShow();
      const now = EPOCH + upTo(110 * HOUR);
      const change = nextPhaseChange(show, now);
      const present = phaseAt(show, now);
      const horizon = change?.atMs ?? now + 200 * HOUR;
      for (let probe = 0; probe < 5; probe++) {
        expect(phaseAt(show, now + Math.floor(next() * (horizon - now)))).toBe(present);
      }
      expect(phaseAt(show, horizon)).toBe(change?.phase ?? present);
    }
  });

  it('is whatever the desk forces, at any time', () => {
    for (let round = 0; round < 200; round++) {
      const show = anyShow();
      expect(phaseAt({ ...show, signals: { ...show.signals, forced: 'paused' } }, EPOCH + upTo(110 * HOUR))).toBe(
        'paused',
      );
    }
  });
});

describe('money', () => {
  it('reads what it writes, in every currency', () => {
    for (const currency of ['EUR', 'JPY', 'TND', 'USD', 'KWD', 'XPF']) {
      for (let round = 0; round < 300; round++) {
        const amountMinor = upTo(100_000_000);
        expect(parseAmount(decimalText({ amountMinor, currency }), currency)).toBe(amountMinor);
      }
    }
  });

  it('knows as many decimals as the platform does', () => {
    for (const currency of ['EUR', 'JPY', 'TND', 'USD', 'KWD', 'XPF', 'GBP', 'CHF']) {
      const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
      expect(minorDigits(currency)).toBe(maximumFractionDigits);
    }
  });

  it('adds without a cent lost, and never across currencies', () => {
    const price = { amountMinor: 1999, currency: 'EUR' };
    expect(
      sum(
        Array.from({ length: 1000 }, () => price),
        'EUR',
      ),
    ).toEqual(times(price, 1000));
    expect(() => sum([price, { amountMinor: 1, currency: 'USD' }], 'EUR')).toThrow(RangeError);
    expect(() => sum([times(price, 50), { amountMinor: 99_999_999, currency: 'EUR' }], 'EUR')).toThrow(RangeError);
  });
});

describe('stock', () => {
  it('locks pools in one order, whoever asks, and asks for every unit', () => {
    for (let round = 0; round < 500; round++) {
      const wanted = Array.from({ length: 1 + upTo(6) }, () => ({
        draw: { pool: `pool_${upTo(4)}`, units: 1 + upTo(3) },
        quantity: 1 + upTo(5),
      }));
      const locked = unitsByPool(wanted);
      expect(locked.map(([pool]) => pool)).toEqual([...new Set(wanted.map(({ draw }) => draw.pool))].sort());
      expect(unitsByPool([...wanted].reverse())).toEqual(locked);
      const total = wanted.reduce((units, { draw, quantity }) => units + draw.units * quantity, 0);
      expect(locked.reduce((units, [, each]) => units + each, 0)).toBe(total);
    }
  });

  it('never promises a piece that its pools cannot give', () => {
    for (let round = 0; round < 500; round++) {
      const pools = new Map(
        ['a', 'b'].map((id) => [id, { id, capacity: upTo(30), held: upTo(10), sold: upTo(10) }] as const),
      );
      const draws = ['a', 'b', 'a'].slice(0, 1 + upTo(3)).map((pool) => ({ pool, units: 1 + upTo(3) }));
      const left = piecesLeft(draws, pools);
      for (const [pool, units] of unitsByPool(draws.map((draw) => ({ draw, quantity: left })))) {
        const { capacity, held, sold } = pools.get(pool)!;
        expect(units).toBeLessThanOrEqual(Math.max(0, capacity - held - sold));
      }
    }
  });

  it('tells how a variant stands', () => {
    expect([0, 1, 10, 11, Infinity].map(availabilityOf)).toEqual(['soldOut', 'low', 'low', 'available', 'available']);
    expect([maxQuantity(3, 10), maxQuantity(Infinity, 10), maxQuantity(-2, 10)]).toEqual([3, 10, 0]);
  });

  it('merges lines of one variant and keeps their order', () => {
    const lines = [
      { variant: 'b', quantity: 1 },
      { variant: 'a', quantity: 2 },
      { variant: 'b', quantity: 3 },
    ];
    expect(mergeLines(lines)).toEqual([
      { variant: 'b', quantity: 4 },
      { variant: 'a', quantity: 2 },
    ]);
  });

  it('shows the lowest price that can be paid now', () => {
    const price = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
    expect(
      fromPrice([
        { price: price(500), saleState: 'soldOut' },
        { price: price(1200), saleState: 'open' },
        { price: price(900), saleState: 'open' },
      ]),
    ).toEqual(price(900));
    expect(fromPrice([{ price: price(500), saleState: 'closed' }])).toBeNull();
  });
});

describe('pace', () => {
  it('lets at most a burst and one message per pace through, whoever hurries', () => {
    for (let round = 0; round < 100; round++) {
      const sent: number[] = [];
      for (let now = 0; now < 60_000; now += upTo(1500)) if (waitBeforeNext(sent, now, 0) === 0) sent.push(now);
      for (const [index, at] of sent.entries()) {
        const within = sent.slice(index).filter((other) => other < at + 10_000).length;
        expect(within).toBeLessThanOrEqual(3 + 5);
      }
    }
  });
});

describe('writing for a reader', () => {
  const plain = (text: string) => text.replace(/[\u00A0\u202F]/g, ' ');

  it('writes money as the reader expects', () => {
    expect(plain(formatMoney({ amountMinor: 1250, currency: 'EUR' }, 'fr'))).toBe('12,50 €');
    expect(plain(formatMoney({ amountMinor: 1200, currency: 'EUR' }, 'fr'))).toBe('12 €');
    expect(plain(formatMoney({ amountMinor: 1200, currency: 'EUR' }, 'en', { cents: true }))).toBe('€12.00');
    expect(plain(formatMoney({ amountMinor: 1500, currency: 'JPY' }, 'en'))).toBe('¥1,500');
  });

  it('adds the reader’s own time only where their clock reads something else', () => {
    const at = '2026-11-21T19:30:00Z';
    expect(formatShowTime(at, 'fr', 'Europe/Paris', 'Europe/Berlin').fan).toBeNull();
    const far = formatShowTime(at, 'fr', 'Europe/Paris', 'America/Montreal');
    expect(far.show).toMatch(/20:30 \(Paris\)$/);
    expect(far.fan).toMatch(/14:30 \(Montreal\)$/);
  });

  it('counts down to zero and no further', () => {
    expect(countdownParts(90_061_000)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 });
    expect(countdownParts(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 });
    expect(countdownParts(-5000)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  });

  it('writes lengths of time', () => {
    expect(plain(formatDuration(5_400_000, 'en'))).toBe('1 hour, 30 minutes');
    expect(plain(formatDuration(5_400_000, 'fr'))).toBe('1 heure et 30 minutes');
    expect(plain(formatDuration(0, 'en'))).toBe('0 seconds');
    expect([formatClock(247), formatClock(3729), formatClock(-3)]).toEqual(['4:07', '1:02:09', '0:00']);
  });
});
