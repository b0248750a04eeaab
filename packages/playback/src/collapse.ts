/**
 * A line that has become slow. The engine weighs what it measures against what it measured before, and takes three or four
 * segments that are too large for the line until it believes it: the picture stops meanwhile.
 */

/** A segment that is longer on its way than this many times what it plays came over a line that cannot carry its level. */
const TOO_LONG = 1.25;

/** What the engine knows of a segment: bytes, and when the first and the last of them came, in milliseconds. */
export interface Carried {
  readonly loaded: number;
  readonly loading: { readonly first: number; readonly end: number };
}

/**
 * What the line carries now, in bits per second, when that is too little for such a segment; else null. How long the origin took
 * to answer does not count.
 *
 * @param seconds how long the segment plays
 */
export function collapsedTo({ loaded, loading }: Carried, seconds: number): number | null {
  const took = (loading.end - loading.first) / 1000;
  return seconds > 0 && took > TOO_LONG * seconds ? Math.round((loaded * 8) / took) : null;
}
