import { describe, expect, it } from 'vitest';
import { Ladder, type Trouble } from '../src/ladder.ts';

const network = (status: number | null = null, manifest = false): Trouble => ({ kind: 'network', status, manifest });
const media: Trouble = { kind: 'media', status: null, manifest: false };

describe('Ladder', () => {
  it('waits 1, 2, 4, 8 seconds for a network and never longer, and never gives a live stream up', () => {
    const ladder = new Ladder(true);
    const delays = Array.from({ length: 40 }, () => {
      const rung = ladder.next(network(), 0);
      return rung.do === 'load' ? rung.delayMs : rung.do;
    });
    expect(delays.slice(0, 5)).toEqual([1000, 2000, 4000, 8000, 8000]);
    expect(delays.at(-1)).toBe(8000);
  });

  it('starts over after something arrived', () => {
    const ladder = new Ladder(true);
    ladder.next(network(), 0);
    ladder.next(network(), 0);
    ladder.arrived();
    expect(ladder.next(network(), 0)).toMatchObject({ do: 'load', delayMs: 1000 });
  });

  it.each([401, 403, 410])('asks for a new grant at once when the origin answers %i', (status) => {
    const ladder = new Ladder(true);
    expect(ladder.next(network(status), 0)).toEqual({ do: 'load', delayMs: 0, again: false, renew: true });
    expect(ladder.next(network(status), 0)).toMatchObject({ renew: true, delayMs: 2000 });
  });

  it('does not ask for a grant when the origin is merely broken', () => {
    expect(new Ladder(true).next(network(503), 0)).toMatchObject({ renew: false });
  });

  it('waits for a live stream that is not there yet, and gives up on a recording that is not', () => {
    const live = new Ladder(true);
    const recording = new Ladder(false);
    for (let index = 0; index < 3; index++) {
      expect(live.next(network(404, true), 0)).toMatchObject({ do: 'load', again: true });
      expect(recording.next(network(404, true), 0)).toMatchObject({ do: 'load', again: true });
    }
    expect(live.next(network(404, true), 0).do).toBe('load');
    expect(recording.next(network(404, true), 0).do).toBe('fail');
  });

  it('climbs from recovering to rebuilding before a picture that cannot be decoded fails', () => {
    const ladder = new Ladder(true);
    const rungs = [0, 100, 200, 300].map((at) => ladder.next(media, at).do);
    expect(rungs).toEqual(['recover', 'swapAudio', 'rebuild', 'fail']);
  });

  it('takes a media error a minute later for a new one', () => {
    const ladder = new Ladder(true);
    ladder.next(media, 0);
    expect(ladder.next(media, 61_000).do).toBe('recover');
  });
});
