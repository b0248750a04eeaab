import { describe, expect, it } from 'vitest';
import { latencyOf, zeroOf } from './latency.ts';
import { slope } from './memory.ts';

const ZERO = Date.UTC(2026, 10, 26, 21);

describe('latencyOf', () => {
  it('is the time from when a frame was taken to when it is shown', () => {
    expect(latencyOf({ shownAt: ZERO + 8000, counter: 30 }, ZERO)).toBe(6000);
  });

  it('knows a frame after the counter has begun again', () => {
    const round = (4096 / 15) * 1000;
    expect(latencyOf({ shownAt: ZERO + 2 * round + 7000, counter: 15 }, ZERO)).toBeCloseTo(6000, 3);
    expect(latencyOf({ shownAt: ZERO + round + 1000, counter: 4081 }, ZERO)).toBeCloseTo(2000, 3);
  });
});

describe('zeroOf', () => {
  it('dates frame 0 by the others, whatever a single one says', () => {
    const glances = [15, 30, 45].map((counter) => ({ shownAt: 0, counter, date: ZERO + (counter / 15) * 1000 }));
    expect(zeroOf([...glances, { shownAt: 0, counter: 60, date: null }])).toBe(ZERO);
    expect(
      zeroOf([...glances, { shownAt: 0, counter: 60, date: ZERO }, { shownAt: 0, counter: 75, date: ZERO + 5000 }]),
    ).toBe(ZERO);
  });
});

describe('slope', () => {
  it('is what is gained for each step', () => {
    expect(
      slope([
        [0, 5],
        [1, 7],
        [2, 9],
      ]),
    ).toBe(2);
    expect(
      slope([
        [1, 4],
        [2, 3],
        [3, 5],
        [4, 4],
      ]),
    ).toBeCloseTo(0.2, 9);
  });
});
