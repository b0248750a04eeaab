import { describe, expect, it } from 'vitest';
import { liveWindow, mediaPlaylist, segmentAt, SEGMENT_SECONDS } from '../../demo/stage/timeline.ts';
import { changedFrom } from './line.ts';

const AT = Date.UTC(2026, 10, 26, 21);
/** The newest complete segment at that moment. */
const LAST = segmentAt(AT) - 1;
const playlist = mediaPlaylist(liveWindow(AT, 4), (index) => `360-${index}.m4s`, { map: '360-init.mp4', ended: false });
const names = (text: string) =>
  text.split('\n').filter((line) => line.endsWith('.m4s') || /MAP|DISCONTINUITY$/.test(line));

describe('changedFrom', () => {
  it('goes on with another rendition after a discontinuity', () => {
    expect(names(changedFrom(playlist, '360', '720', LAST - 1))).toEqual([
      '#EXT-X-MAP:URI="360-init.mp4"',
      `360-${LAST - 3}.m4s`,
      `360-${LAST - 2}.m4s`,
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-MAP:URI="720-init.mp4"',
      `720-${LAST - 1}.m4s`,
      `720-${LAST}.m4s`,
    ]);
  });

  it('counts the discontinuity once it has left the window', () => {
    const later = changedFrom(playlist, '360', '720', LAST - 10);
    expect(names(later)).toEqual([
      '#EXT-X-MAP:URI="720-init.mp4"',
      ...[3, 2, 1, 0].map((back) => `720-${LAST - back}.m4s`),
    ]);
    expect(later).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n');
    expect(later.match(new RegExp(`#EXTINF:${SEGMENT_SECONDS.toFixed(3)},`, 'g'))).toHaveLength(4);
  });

  it('leaves a playlist alone that ends before the change', () => {
    expect(names(changedFrom(playlist, '360', '720', LAST + 1))).toEqual(names(playlist));
  });
});
