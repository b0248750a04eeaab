import { describe, expect, it } from 'vitest';
import { Warmth, type Situation } from '../src/warm.ts';

const calm: Situation = {
  cameras: ['stage', 'side', 'bar', 'backstage'],
  screen: 'stage',
  eager: true,
  playing: true,
  starving: false,
  hidden: false,
  bandwidth: 8_000_000,
  bitrate: 2_000_000,
};

/** A picture that has been playing for a while. */
function settled(situation: Situation = calm): Warmth {
  const warmth = new Warmth();
  warmth.wanted(situation, 0);
  return warmth;
}

describe('Warmth', () => {
  it('keeps the two next cameras ready, once the picture has settled', () => {
    const warmth = settled();
    expect(warmth.wanted(calm, 3900)).toEqual([]);
    expect(warmth.wanted(calm, 4000)).toEqual(['side', 'bar']);
    expect(warmth.wanted({ ...calm, screen: 'bar' }, 5000)).toEqual(['backstage', 'stage']);
  });

  it('loads nothing unasked on a phone or where data is saved', () => {
    const frugal = { ...calm, eager: false };
    const warmth = settled(frugal);
    expect(warmth.wanted(frugal, 60_000)).toEqual([]);
    warmth.intend('bar', 60_000);
    expect(warmth.wanted(frugal, 60_100)).toEqual(['bar']);
    expect(warmth.wanted(frugal, 68_000)).toEqual([]);
  });

  it('puts the camera somebody points at first', () => {
    const warmth = settled();
    warmth.intend('backstage', 5000);
    expect(warmth.wanted(calm, 5000)).toEqual(['backstage', 'side']);
  });

  it('leaves a narrow connection to the picture on screen', () => {
    const narrow = { ...calm, bandwidth: 3_900_000 };
    expect(settled(narrow).wanted(narrow, 10_000)).toEqual([]);
    const unknown = { ...calm, bandwidth: null };
    expect(settled(unknown).wanted(unknown, 10_000)).toEqual([]);
  });

  it('lets everything go when the picture starves, and waits half a minute', () => {
    const warmth = settled();
    warmth.wanted(calm, 10_000);
    expect(warmth.wanted({ ...calm, playing: false, starving: true }, 11_000)).toEqual([]);
    warmth.wanted(calm, 36_000);
    expect(warmth.wanted(calm, 40_999)).toEqual([]);
    expect(warmth.wanted(calm, 41_000)).toEqual(['side', 'bar']);
  });

  it('stays ready through a short pause, not through a long one', () => {
    const warmth = settled();
    warmth.wanted(calm, 5000);
    const paused = { ...calm, playing: false };
    expect(warmth.wanted(paused, 6000)).toEqual(['side', 'bar']);
    expect(warmth.wanted(paused, 36_000)).toEqual([]);
  });

  it('keeps nothing ready for a page nobody sees', () => {
    expect(settled().wanted({ ...calm, hidden: true }, 10_000)).toEqual([]);
  });
});
