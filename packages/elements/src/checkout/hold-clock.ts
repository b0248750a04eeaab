/** Says in time that a reservation ends, and when it has: five minutes before, one minute before, and at its end. */
import type { VenueSession } from '../session/venue-session.ts';

export type HoldNotice = 'hold_ending' | 'hold_last_minute' | 'hold_over';

const MINUTE_MS = 60_000;

/** How long before the end each is said, in the order of time. */
const MOMENTS: readonly (readonly [notice: HoldNotice, beforeMs: number])[] = [
  ['hold_ending', 5 * MINUTE_MS],
  ['hold_last_minute', MINUTE_MS],
  ['hold_over', 0],
];

export class HoldClock {
  readonly #venue: VenueSession;
  readonly #tell: (notice: HoldNotice) => void;
  #timer: unknown;

  constructor(venue: VenueSession, tell: (notice: HoldNotice) => void) {
    this.#venue = venue;
    this.#tell = tell;
  }

  /** Watches this end instead of any other; null watches none. What is past already is not said again. */
  watch(holdUntil: string | null): void {
    this.#venue.environment.clearTimeout(this.#timer);
    if (!holdUntil) return;
    const end = Date.parse(holdUntil);
    const left = end - this.#venue.now();
    const next = MOMENTS.find(([, beforeMs]) => left > beforeMs) ?? MOMENTS.at(-1)!;
    const [notice, beforeMs] = next;
    this.#timer = this.#venue.environment.setTimeout(
      () => {
        this.#tell(notice);
        if (notice !== 'hold_over') this.watch(holdUntil);
      },
      Math.max(0, left - beforeMs),
    );
  }
}
