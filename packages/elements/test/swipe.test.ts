import { describe, expect, it } from 'vitest';
import { directionOf, isMeant, type Move } from '../src/live-player/controls/swipe.ts';

const move = (x: number, y: number, milliseconds = 400, rightToLeft = false): Move => ({
  ...{ x, y, milliseconds, rightToLeft },
});

describe('a finger over the picture', () => {
  it('goes to the next camera leftwards, to the one before rightwards', () => {
    expect(directionOf(move(-60, 4))).toBe(1);
    expect(directionOf(move(60, -4))).toBe(-1);
  });

  it('goes the other way where one reads the other way', () => {
    expect(directionOf(move(-60, 4, 400, true))).toBe(-1);
    expect(directionOf(move(60, 4, 400, true))).toBe(1);
  });

  it('scrolls the page when it goes up or down, or anything like it', () => {
    expect(directionOf(move(-40, 120))).toBeNull();
    expect(directionOf(move(-40, 30))).toBeNull();
    expect(isMeant(move(-60, 50))).toBe(false);
  });

  it('means nothing while it only trembles', () => {
    expect(directionOf(move(-9, 0))).toBeNull();
    expect(isMeant(move(-30, 0, 600))).toBe(false);
  });

  it('may be short when it is quick', () => {
    expect(isMeant(move(-30, 2, 150))).toBe(true);
    expect(isMeant(move(-50, 2, 900))).toBe(true);
  });
});
