/** What one clap, seen in two pictures, says about their clocks. */

/** Further apart than this it was not the same clap; the server keeps no larger offset either. */
const MOST_MS = 60_000;

/**
 * @param reference date of the clap in the first camera's picture, milliseconds since 1970
 * @param camera the same in the other one's
 * @returns what to add to the other camera's dates, in whole milliseconds; null when it cannot be the same clap
 */
export function offsetOf(reference: number, camera: number): number | null {
  const offset = Math.round(reference - camera);
  return Math.abs(offset) <= MOST_MS ? offset : null;
}

export interface Measured {
  /** The middle of what was measured. */
  offsetMs: number;
  /** How far the measurements lie apart; 0 for a single one. */
  spreadMs: number;
}

/** What several claps say together: one that was misread does not pull the others along. */
export function together(offsets: readonly number[]): Measured | null {
  const sorted = offsets.toSorted((a, b) => a - b);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.floor(sorted.length / 2)];
  if (lower === undefined || upper === undefined) return null;
  return { offsetMs: Math.round((lower + upper) / 2), spreadMs: (sorted.at(-1) ?? 0) - (sorted[0] ?? 0) };
}

/** Seconds that a key moves a picture that stands still; null for other keys. */
export function stepOf(key: string, large: boolean): number | null {
  const direction = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  return direction === 0 ? null : direction * (large ? 1 : FRAME_SECONDS);
}

/** One frame at 25 frames a second, the rate of European cameras; at 50 it is two. */
export const FRAME_SECONDS = 0.04;

/** A time of day to the hundredth, in the browser's zone: `20:31:07.48`. */
export function clockOf(dateMs: number): string {
  const date = new Date(dateMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const hundredths = two(Math.floor(date.getMilliseconds() / 10));
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${hundredths}`;
}
