/**
 * The phase of a show: a pure function of its dates, what has happened to it and the clock, the same on every side.
 * The clock opens doors and ends a replay. It never starts or ends a show: only the stream or the desk can.
 */
import type { Phase, ShowSummary } from '@parterre/protocol';

/** What the phase depends on; a `Show` or `ShowSummary` fits as it is. */
export type PhaseSource = Pick<ShowSummary, 'doorsAt' | 'startsAt' | 'endsAt' | 'status' | 'signals' | 'replayUntil'>;

const milliseconds = (instant: string): number => Date.parse(instant);

/** The phase at `nowMs` (milliseconds since 1970, corrected for the server's clock). */
export function phaseAt(show: PhaseSource, nowMs: number): Phase {
  const { liveAt, pausedAt, endedAt, replayAt, forced } = show.signals;
  if (forced) return forced;
  const expired = show.replayUntil !== null && nowMs >= milliseconds(show.replayUntil);
  if (replayAt && nowMs >= milliseconds(replayAt)) return expired ? 'archived' : 'replay';
  if (endedAt) return expired ? 'archived' : 'ended';
  if (liveAt) {
    // A resumed show has a newer `liveAt`, or no `pausedAt` any more.
    return pausedAt && milliseconds(pausedAt) >= milliseconds(liveAt) ? 'paused' : 'live';
  }
  // It never went live and even its replay window is over: nobody is coming.
  if (expired) return 'archived';
  // Nobody should stand before the doors of a cancelled or postponed show because a clock opened them.
  if (show.status === 'confirmed' && nowMs >= milliseconds(show.doorsAt)) return 'doors';
  return 'announced';
}

/** The next moment after `nowMs` at which the clock alone changes the phase; null when only an event can. */
export function nextPhaseChange(show: PhaseSource, nowMs: number): { atMs: number; phase: Phase } | null {
  const present = phaseAt(show, nowMs);
  const moments = [show.doorsAt, show.signals.replayAt, show.replayUntil]
    .filter((instant) => instant !== null)
    .map(milliseconds)
    .filter((moment) => moment > nowMs)
    .sort((a, b) => a - b);
  for (const atMs of moments) {
    const phase = phaseAt(show, atMs);
    if (phase !== present) return { atMs, phase };
  }
  return null;
}
