/**
 * What is on air when: pure arithmetic on the wall clock. Segment `n` covers the two seconds that begin `2n` seconds
 * after the epoch, whatever process serves it, so a restarted stage goes on where the old one would be.
 */
export const SEGMENT_SECONDS = 2;
export const LOOP_SEGMENTS = 12;
export const LOOP_SECONDS = SEGMENT_SECONDS * LOOP_SEGMENTS;

/** Start of segment 0 and of media time, in ms since 1970. */
export const EPOCH = Date.UTC(2020, 0, 1);

/** Segments that were never published because the publisher was away: `from` is the first of them, `to` the first after. */
export type Gap = { from: number; to: number };

export type ListedSegment = {
  index: number;
  /** ms since 1970 */ startsAt: number;
  /** The publisher came back here. */ discontinuity: boolean;
};

export type Window = { sequence: number; discontinuitySequence: number; segments: ListedSegment[] };

/** The number of the segment that is being filmed at `at` (ms since 1970). */
export const segmentAt = (at: number): number => Math.floor((at - EPOCH) / (SEGMENT_SECONDS * 1000));

const startOf = (index: number): number => EPOCH + index * SEGMENT_SECONDS * 1000;

/**
 * The sliding window at `at`: the newest `size` complete segments.
 * @param gaps in order and without overlap; numbers stay consecutive across a gap, as RFC 8216 §6.2.2 demands
 */
export function liveWindow(at: number, size: number, gaps: Gap[] = []): Window {
  const segments: ListedSegment[] = [];
  let index = segmentAt(at) - 1;
  while (segments.length < size) {
    const gap = gaps.find(({ from, to }) => index >= from && index < to);
    if (gap) index = gap.from - 1;
    segments.unshift({ index, startsAt: startOf(index), discontinuity: gaps.some(({ to }) => to === index) });
    index -= 1;
  }
  const first = segments[0]!.index;
  const before = gaps.filter(({ to }) => to <= first);
  return {
    sequence: first - before.reduce((sum, { from, to }) => sum + to - from, 0),
    // A discontinuity at the first listed segment is still announced by its own tag, so it is not counted yet.
    discontinuitySequence: before.filter(({ to }) => to < first).length,
    segments,
  };
}

/** A recording of `count` segments from the beginning of the loop, dated from `startedAt` (ms since 1970). */
export function recording(count: number, startedAt: number): Window {
  return {
    sequence: 0,
    discontinuitySequence: 0,
    segments: Array.from({ length: count }, (_, index) => ({
      index,
      startsAt: startedAt + index * SEGMENT_SECONDS * 1000,
      discontinuity: false,
    })),
  };
}

/** What a recorder that ran from `startedAt` (ms since 1970) kept of the live stream: `count` of its segments. */
export function recorded(count: number, startedAt: number): Window {
  const first = Math.max(0, segmentAt(startedAt));
  return {
    sequence: 0,
    discontinuitySequence: 0,
    segments: Array.from({ length: count }, (_, place) => ({
      index: first + place,
      startsAt: startOf(first + place),
      discontinuity: false,
    })),
  };
}

/**
 * Writes a media playlist (RFC 8216).
 * @param map file name of the initialisation segment, for MP4
 */
export function mediaPlaylist(
  window: Window,
  nameOf: (index: number) => string,
  options: { map?: string; ended: boolean },
): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${SEGMENT_SECONDS}`,
    `#EXT-X-MEDIA-SEQUENCE:${window.sequence}`,
  ];
  if (options.ended) lines.push('#EXT-X-PLAYLIST-TYPE:VOD');
  else lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${window.discontinuitySequence}`);
  lines.push('#EXT-X-INDEPENDENT-SEGMENTS');
  if (options.map !== undefined) lines.push(`#EXT-X-MAP:URI="${options.map}"`);
  for (const segment of window.segments) {
    if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(
      `#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startsAt).toISOString()}`,
      `#EXTINF:${SEGMENT_SECONDS.toFixed(3)},`,
      nameOf(segment.index),
    );
  }
  if (options.ended) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

export type Cue = { from: number; to: number; text: string };

/** Reads the cues of a plain WebVTT file; times in seconds. */
export function parseCues(vtt: string): Cue[] {
  const seconds = (clock: string): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return vtt.split(/\n\n+/).flatMap((block) => {
    const match = /^(?:[^\n]*\n)?([\d:.]+) --> ([\d:.]+)[^\n]*\n([^]+)$/.exec(block.trim());
    return match ? [{ from: seconds(match[1]!), to: seconds(match[2]!), text: match[3]! }] : [];
  });
}

/**
 * A caption segment. Cues keep their time within the loop; the map says where that loop begins on the stream's clock,
 * which runs at 90 kHz with 33 bits (RFC 8216 §3.5). A cue longer than a segment is repeated in each one it touches.
 */
export function captionSegment(index: number, cues: Cue[]): string {
  const within = index % LOOP_SEGMENTS;
  const loopStart = BigInt(index - within) * BigInt(SEGMENT_SECONDS) * 90_000n;
  const [from, to] = [within * SEGMENT_SECONDS, (within + 1) * SEGMENT_SECONDS];
  const clock = (seconds: number): string => `00:00:${seconds.toFixed(3).padStart(6, '0')}`;
  const blocks = cues
    .filter((cue) => cue.from < to && cue.to > from)
    .map((cue) => `${clock(cue.from)} --> ${clock(cue.to)}\n${cue.text}\n`);
  return [`WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:${loopStart % 2n ** 33n},LOCAL:00:00:00.000\n`, ...blocks].join('\n');
}
