import { describe, expect, it } from 'vitest';
import { luminance, over, parseColour } from '../src/checkout/stripe/appearance.ts';

describe('parseColour', () => {
  it.each([
    ['rgb(194, 24, 91)', [194, 24, 91, 1]],
    ['rgba(194, 24, 91, 0.5)', [194, 24, 91, 0.5]],
    ['rgba(0, 0, 0, 0)', [0, 0, 0, 0]],
    ['color(srgb 0.76 0.0941 0.357)', [194, 24, 91, 1]],
    ['color(srgb 1 1 1 / 0.18)', [255, 255, 255, 0.18]],
    ['color(srgb 1.02 -0.01 1e-7)', [255, 0, 0, 1]],
  ])('reads %s', (text, colour) => expect(parseColour(text)).toEqual(colour));

  it.each(['oklch(0.7 0.15 150)', 'color(display-p3 1 0 0)', 'transparent', ''])(
    'knows that it cannot read %s',
    (text) => expect(parseColour(text)).toBeNull(),
  );
});

describe('over', () => {
  it('is what is seen of a veil', () => {
    expect(over([255, 255, 255, 0.5], [0, 0, 0, 1])).toEqual([128, 128, 128, 1]);
    expect(over([10, 20, 30, 1], [0, 0, 0, 1])).toEqual([10, 20, 30, 1]);
  });
});

describe('luminance', () => {
  it('tells dark pages from light ones', () => {
    expect(luminance([255, 255, 255, 1])).toBeCloseTo(1);
    expect(luminance([0, 0, 0, 1])).toBe(0);
    expect(luminance([16, 16, 24, 1])).toBeLessThan(0.18);
    expect(luminance([240, 235, 225, 1])).toBeGreaterThan(0.18);
  });
});
