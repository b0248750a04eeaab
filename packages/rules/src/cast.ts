/** How long an address has to play that cannot be exchanged on the run. */

/** A show runs late, and an encore is not announced. */
export const LATE_MS = 2 * 3_600_000;
/** The longest anybody sits through a replay with its breaks. */
export const SITTING_MS = 6 * 3_600_000;

/** All times in milliseconds since 1970; `windowsMs` are the ends of the replay: the show's, and that of the tickets. */
export function castUntil(
  mode: 'live' | 'replay',
  endsAtMs: number,
  windowsMs: readonly number[],
  nowMs: number,
): number {
  if (mode === 'live') return Math.max(endsAtMs, nowMs) + LATE_MS;
  return Math.min(nowMs + SITTING_MS, ...windowsMs);
}
