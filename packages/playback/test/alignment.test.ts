import { describe, expect, it } from 'vitest';
import { misalignment, steer } from '../src/alignment.ts';

describe('misalignment', () => {
  it('is how far the follower has to move to show the same moment', () => {
    expect(misalignment({ dateMs: 10_000, offsetMs: 0 }, { dateMs: 9_400, offsetMs: 0 })).toBeCloseTo(0.6);
    expect(misalignment({ dateMs: 10_000, offsetMs: 0 }, { dateMs: 11_000, offsetMs: 0 })).toBeCloseTo(-1);
  });

  it('adds what each camera is off by its clock', () => {
    // The second camera's encoder stamps its frames 400 ms early, so 400 ms are added to its dates.
    expect(misalignment({ dateMs: 10_000, offsetMs: 0 }, { dateMs: 9_600, offsetMs: 400 })).toBeCloseTo(0);
  });

  it('is unknown where a stream has no dates', () => {
    expect(misalignment({ dateMs: null, offsetMs: 0 }, { dateMs: 1, offsetMs: 0 })).toBeNull();
  });
});

describe('steer', () => {
  it('seeks when far and hurries when near, for somebody who waits', () => {
    expect(steer(1.2, true)).toEqual({ do: 'seek', by: 1.2 });
    expect(steer(0.2, true)).toEqual({ do: 'rate', rate: 1.25 });
    expect(steer(-0.2, true)).toEqual({ do: 'rate', rate: 0.75 });
  });

  it('hurries so little that nobody sees it, where nobody waits', () => {
    expect(steer(0.2, false)).toEqual({ do: 'rate', rate: 1.08 });
    expect(steer(-0.04, false)).toEqual({ do: 'rate', rate: 0.96 });
  });

  it('goes at its own pace once it is there', () => {
    for (const quick of [true, false]) expect(steer(0.01, quick)).toEqual({ do: 'rate', rate: 1 });
  });
});
