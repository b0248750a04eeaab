import { describe, expect, it } from 'vitest';
import {
  captionSegment,
  EPOCH,
  liveWindow,
  LOOP_SEGMENTS,
  mediaPlaylist,
  parseCues,
  recording,
  segmentAt,
} from '../timeline.ts';

const evening = Date.UTC(2026, 10, 21, 20, 0, 0);

const read = (
  playlist: string,
): { sequence: number; discontinuitySequence: number; dates: number[]; names: string[]; discontinuities: number } => ({
  sequence: Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(playlist)![1]),
  discontinuitySequence: Number(/#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)/.exec(playlist)?.[1] ?? 0),
  dates: [...playlist.matchAll(/#EXT-X-PROGRAM-DATE-TIME:(.+)/g)].map((match) => Date.parse(match[1]!)),
  names: playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
  discontinuities: playlist.match(/^#EXT-X-DISCONTINUITY$/gm)?.length ?? 0,
});
const at = (time: number, gaps: { from: number; to: number }[] = []): ReturnType<typeof read> =>
  read(mediaPlaylist(liveWindow(time, 15, gaps), (index) => `720-${index}.m4s`, { map: '720-init.mp4', ended: false }));

describe('the sliding window', () => {
  it('lists only segments whose last picture has been taken, newest at most one segment old', () => {
    for (const offset of [0, 1, 999, 1999]) {
      const newest = at(evening + offset).dates.at(-1)!;
      expect(newest + 2000).toBeLessThanOrEqual(evening + offset);
      expect(newest + 4000).toBeGreaterThan(evening + offset);
    }
  });

  it('slides by one number every two seconds and keeps the name and date of every segment', () => {
    let before = at(evening);
    for (let step = 1; step <= 3 * LOOP_SEGMENTS; step++) {
      const next = at(evening + step * 2000);
      expect(next.sequence).toBe(before.sequence + 1);
      expect(next.names.slice(0, -1)).toEqual(before.names.slice(1));
      expect(next.dates.slice(0, -1)).toEqual(before.dates.slice(1));
      before = next;
    }
  });

  it('dates follow each other without a hole or a discontinuity where the loop joins itself', () => {
    const { dates, discontinuities, discontinuitySequence } = at(evening);
    expect(dates).toHaveLength(15);
    expect(dates.slice(1).map((date, i) => date - dates[i]!)).toEqual(Array(14).fill(2000));
    expect(discontinuities).toBe(0);
    expect(discontinuitySequence).toBe(0);
  });

  it('depends on nothing but the clock, so a restarted stage continues', () => {
    expect(at(evening + 12_345)).toEqual(at(evening + 12_345));
    expect(segmentAt(EPOCH)).toBe(0);
    expect(at(evening).sequence).toBe((evening - EPOCH) / 2000 - 15);
  });
});

describe('a publisher that went away', () => {
  const gone = segmentAt(evening);
  const gap = { from: gone, to: gone + 10 };

  it('leaves the playlist standing while it is away', () => {
    const standing = at(evening, [{ from: gone, to: gone + 10 }]);
    expect(at(evening + 10_000, [gap])).toEqual(standing);
    expect(at(evening + 21_999, [gap])).toEqual(standing);
  });

  it('returns with the next number, a discontinuity and the right date', () => {
    const back = at(evening + 22_000, [gap]);
    const before = at(evening, [gap]);
    expect(back.sequence).toBe(before.sequence + 1);
    expect(back.names.at(-1)).toBe(`720-${gap.to}.m4s`);
    expect(back.discontinuities).toBe(1);
    expect(back.dates.at(-1)! - back.dates.at(-2)!).toBe(22_000);
  });

  it('counts the discontinuity once the segment behind it has left the window', () => {
    const edge = evening + 22_000 + 14 * 2000;
    expect(at(edge, [gap])).toMatchObject({ discontinuities: 1, discontinuitySequence: 0 });
    expect(at(edge + 2000, [gap])).toMatchObject({ discontinuities: 0, discontinuitySequence: 1 });
    expect(at(edge + 2000, [gap]).sequence).toBe(at(edge, [gap]).sequence + 1);
  });
});

describe('a recording', () => {
  it('starts at zero, ends, and is dated from its first picture', () => {
    const playlist = mediaPlaylist(recording(36, evening), (index) => `720-${index}.m4s`, {
      map: '720-init.mp4',
      ended: true,
    });
    expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:VOD');
    expect(playlist.endsWith('#EXT-X-ENDLIST\n')).toBe(true);
    expect(read(playlist)).toMatchObject({ sequence: 0 });
    expect(read(playlist).dates.at(-1)).toBe(evening + 70_000);
  });
});

describe('captions', () => {
  const cues = parseCues(
    'WEBVTT\n\n00:00:03.000 --> 00:00:05.500\nfirst\nsecond line\n\n00:00:22.000 --> 00:00:24.000\nlast\n',
  );

  it('are read from a file', () => {
    expect(cues).toEqual([
      { from: 3, to: 5.5, text: 'first\nsecond line' },
      { from: 22, to: 24, text: 'last' },
    ]);
  });

  it('appear in every segment they touch and in no other', () => {
    const holds = (index: number): boolean => captionSegment(index, cues).includes('first');
    expect([0, 1, 2, 3].map(holds)).toEqual([false, true, true, false]);
    expect(holds(LOOP_SEGMENTS + 1)).toBe(true);
  });

  it('are tied to the 33-bit clock of the loop they belong to', () => {
    const index = segmentAt(evening);
    const loopStart = index - (index % LOOP_SEGMENTS);
    const map = BigInt(/MPEGTS:(\d+),LOCAL:00:00:00\.000/.exec(captionSegment(index, cues))![1]!);
    expect(map).toBe((BigInt(loopStart) * 180_000n) % 2n ** 33n);
    expect(captionSegment(loopStart + LOOP_SEGMENTS - 1, cues)).toContain('00:00:22.000 --> 00:00:24.000\nlast');
  });
});
