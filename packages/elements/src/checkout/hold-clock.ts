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
  #until: string | null = null;
  #told: HoldNotice | null = null;

  constructor(venue: VenueSession, tell: (notice: HoldNotice) => void) {
    this.#venue = venue;
    this.#tell = tell;
  }

  /** Watches this end instead of any other; null watches none. What is past already is not said again. */
  watch(holdUntil: string | null): void {
    this.#until = holdUntil;
    this.#told = holdUntil ? this.#now(holdUntil) : null;
    this.#wait();
  }

  /** After a sleep, in which no timer ran: says what has become true meanwhile, and only that. */
  look(): void {
    if (!this.#until) return;
    const notice = this.#now(this.#until);
    if (notice && notice !== this.#told) {
      this.#told = notice;
      this.#tell(notice);
    }
    this.#wait();
  }

  #left = (end: string): number => Date.parse(end) - this.#venue.now();

  /** What is true now; null while there is more time than anybody needs to hear of. */
  #now(end: string): HoldNotice | null {
    return MOMENTS.findLast(([, beforeMs]) => this.#left(end) <= beforeMs)?.[0] ?? null;
  }

  #wait(): void {
    this.#venue.environment.clearTimeout(this.#timer);
    const end = this.#until;
    const left = end ? this.#left(end) : 0;
    const next = end && MOMENTS.find(([, beforeMs]) => left > beforeMs);
    if (next) this.#timer = this.#venue.environment.setTimeout(() => this.look(), left - next[1]);
  }
}
