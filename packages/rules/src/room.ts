/** How fast one may write: a burst, then a pace; or the room's slow mode. */

/** Messages that may be sent at once. */
export const BURST = 3;
/** After the burst, one message per this time. */
export const PACE_MS = 2000;
/** A text is a repetition when the same ticket sent the same one this recently. */
export const REPEAT_MS = 30_000;

/**
 * Milliseconds until another message may be sent; 0 when it may be now. `sentMs` are the times of this ticket's earlier
 * messages, oldest first. Without slow mode a bucket of `BURST` refills one place per `PACE_MS`.
 */
export function waitBeforeNext(sentMs: readonly number[], nowMs: number, slowSeconds: number): number {
  if (slowSeconds > 0) {
    const last = sentMs.at(-1);
    return last === undefined ? 0 : Math.max(0, last + slowSeconds * 1000 - nowMs);
  }
  // The bucket's debt: each message adds one pace, time pays it off.
  let paidOffAt = -Infinity;
  for (const at of sentMs) paidOffAt = Math.max(paidOffAt, at) + PACE_MS;
  return Math.max(0, paidOffAt - (BURST - 1) * PACE_MS - nowMs);
}
