import { describe, expect, it } from 'vitest';
import { collapsedTo } from '../src/collapse.ts';

const carried = (loaded: number, first: number, end: number) => ({ loaded, loading: { first, end } });

describe('a line that has become slow', () => {
  it('is told by a segment that takes longer to come than to play', () => {
    expect(collapsedTo(carried(190_000, 1000, 4200), 2)).toBe(475_000);
  });

  it('is none while segments come in time', () => {
    expect(collapsedTo(carried(190_000, 1000, 1200), 2)).toBeNull();
    // As where an origin sends a segment while it is being filmed.
    expect(collapsedTo(carried(190_000, 1000, 3100), 2)).toBeNull();
  });

  it('is not told by an origin that took long to answer', () => {
    expect(collapsedTo(carried(190_000, 9000, 9100), 2)).toBeNull();
  });

  it('is not told by what has no length', () => {
    expect(collapsedTo(carried(800, 0, 5000), 0)).toBeNull();
  });
});
