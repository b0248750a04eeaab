import { describe, expect, it } from 'vitest';
import { clockOf, offsetOf, stepOf, together } from './offset';

const noon = Date.UTC(2026, 10, 21, 12);

describe('offsetOf', () => {
  it('is what to add to the other camera’s dates', () => {
    // The other encoder stamps the same clap 480 ms late: its dates have to come down.
    expect(offsetOf(noon, noon + 480)).toBe(-480);
    expect(offsetOf(noon + 120.4, noon)).toBe(120);
  });

  it('refuses two claps', () => {
    expect(offsetOf(noon, noon + 60_000)).toBe(-60_000);
    expect(offsetOf(noon, noon + 60_001)).toBeNull();
  });
});

describe('together', () => {
  it('takes the middle, and says how far the claps lie apart', () => {
    expect(together([-480, -440, -460])).toEqual({ offsetMs: -460, spreadMs: 40 });
    expect(together([-480, -440])).toEqual({ offsetMs: -460, spreadMs: 40 });
    expect(together([120])).toEqual({ offsetMs: 120, spreadMs: 0 });
  });

  it('is not pulled along by one that was misread', () => {
    expect(together([-480, 9000, -470])?.offsetMs).toBe(-470);
  });

  it('says nothing about nothing', () => {
    expect(together([])).toBeNull();
  });
});

describe('stepOf', () => {
  it('moves by a frame, or by a second', () => {
    expect(stepOf('ArrowLeft', false)).toBe(-0.04);
    expect(stepOf('ArrowRight', false)).toBe(0.04);
    expect(stepOf('ArrowRight', true)).toBe(1);
    expect(stepOf('Enter', false)).toBeNull();
  });
});

describe('clockOf', () => {
  it('names the hundredth', () => {
    const local = new Date(2026, 10, 21, 20, 31, 7, 487).getTime();
    expect(clockOf(local)).toBe('20:31:07.48');
  });
});
