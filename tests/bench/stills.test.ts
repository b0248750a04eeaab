import { describe, expect, it } from 'vitest';
import { noSlower, outcomeOf } from './stills.ts';

describe('outcomeOf', () => {
  it('adds up what stood still since the fault began, and what of that came after it', () => {
    const watched = {
      stills: [
        [100, 900],
        [5000, 9000],
        [20_000, 21_000],
      ] as const,
      movedAt: 40_000,
      now: 40_050,
    };
    expect(outcomeOf(watched, 4000, 8000)).toEqual({ alive: true, stoodMs: 5000, backMs: 2000 });
  });

  it('counts a picture that still stands as standing, and as dead', () => {
    const watched = { stills: [], movedAt: 10_000, now: 30_000 };
    expect(outcomeOf(watched, 8000, 15_000)).toEqual({ alive: false, stoodMs: 20_000, backMs: 15_000 });
  });

  it('does not take the time since the last frame of a moving picture for a stop', () => {
    expect(outcomeOf({ stills: [], movedAt: 9900, now: 10_000 }, 0, 0)).toMatchObject({ alive: true, stoodMs: 0 });
  });
});

describe('noSlower', () => {
  it('allows a tenth, and the luck of when a playlist was asked for', () => {
    expect(noSlower(1000, 0)).toBe(true);
    expect(noSlower(12_000, 10_000)).toBe(true);
    expect(noSlower(12_100, 10_000)).toBe(false);
  });
});
