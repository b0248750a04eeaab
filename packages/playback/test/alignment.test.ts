import { describe, expect, it } from 'vitest';
import { alignmentStep, misalignment } from '../src/alignment.ts';

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

describe('alignmentStep', () => {
  it('seeks when far, adjusts the speed when near, shows when there', () => {
    expect(alignmentStep(1.2)).toEqual({ do: 'seek', by: 1.2 });
    expect(alignmentStep(0.2)).toEqual({ do: 'rate', rate: 1.25 });
    expect(alignmentStep(-0.2)).toEqual({ do: 'rate', rate: 0.75 });
    expect(alignmentStep(0.02)).toEqual({ do: 'show' });
  });
});
