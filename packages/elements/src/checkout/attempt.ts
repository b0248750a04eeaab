/** An order that was sent and whose answer has not come: sent again, it must be the same one, also after a reload. */
import type { VenueSession } from '../session/venue-session.ts';

interface Sent {
  /** All that was asked for; another request is another attempt. */
  readonly fingerprint: string;
  readonly key: string;
}

export class Attempt {
  readonly #venue: VenueSession;
  #sent: Sent | null;

  constructor(venue: VenueSession) {
    this.#venue = venue;
    this.#sent = this.#stored();
  }

  /** The idempotency key for this request: the old one while it is the same request. */
  keyFor(request: object): string {
    const fingerprint = JSON.stringify(request);
    if (this.#sent?.fingerprint !== fingerprint) {
      this.#keep({ fingerprint, key: this.#venue.environment.randomId() });
    }
    return this.#sent!.key;
  }

  /** It was answered. */
  forget(): void {
    this.#keep(null);
  }

  #stored(): Sent | null {
    try {
      return JSON.parse(this.#venue.recall('attempt') ?? 'null') as Sent | null;
    } catch {
      return null;
    }
  }

  /** Kept over a reload while the answer is missing, and not a moment longer: it holds the address. */
  #keep(sent: Sent | null): void {
    this.#sent = sent;
    this.#venue.remember('attempt', sent && JSON.stringify(sent));
  }
}
