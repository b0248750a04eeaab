/**
 * Showing the same moment from two cameras: by program-date-time plus each camera's `offsetMs`, never by media sequence,
 * which two encoders count each for themselves.
 */

/** Where one camera stands. */
export interface Position {
  /** Program-date-time of the frame on screen, milliseconds since 1970; null where the stream has none. */
  readonly dateMs: number | null;
  /** What to add to this camera's dates to align it with the first camera (`CameraGrant.offsetMs`). */
  readonly offsetMs: number;
}

/** Seconds the follower has to move forward (negative: back) to show what the leader shows; null where dates are missing. */
export function misalignment(leader: Position, follower: Position): number | null {
  if (leader.dateMs === null || follower.dateMs === null) return null;
  return (leader.dateMs + leader.offsetMs - (follower.dateMs + follower.offsetMs)) / 1000;
}

/** Beyond this, seeking is quicker than catching up. */
const SEEK_ABOVE_SECONDS = 0.25;
/** Within half a frame: neither the eye nor an ear in the music notices. */
const ALIGNED_SECONDS = 0.015;
/** Near enough to be shown to somebody who waits. */
export const SHOWN_SECONDS = 0.03;
/** Heard by nobody on a muted picture, and it closes a quarter of a second within one. */
const QUICK_STEP = 0.25;
/** Nobody waits: the picture may even be the one on screen, beside another one's sound. */
const GENTLE_STEP = 0.08;

export type Step = { readonly do: 'seek'; readonly by: number } | { readonly do: 'rate'; readonly rate: number };

/**
 * What a follower does next to close a gap in seconds. The nearer it is the less it hurries, so that it does not swing.
 * @param quick somebody waits for it, and nobody sees it
 */
export function steer(seconds: number, quick: boolean): Step {
  if (Math.abs(seconds) > SEEK_ABOVE_SECONDS) return { do: 'seek', by: seconds };
  if (Math.abs(seconds) <= ALIGNED_SECONDS) return { do: 'rate', rate: 1 };
  const most = quick ? QUICK_STEP : GENTLE_STEP;
  const pace = quick ? seconds * 8 : seconds;
  return { do: 'rate', rate: 1 + Math.max(-most, Math.min(most, pace)) };
}
