/** Where somebody stopped in a replay, kept on this device. */

/** Nearer to the end than this, a replay was seen: it begins again. */
const SEEN_SECONDS = 30;
/** Not worth a question. */
const BARELY_BEGUN_SECONDS = 15;

const key = (address: string, show: string): string => `parterre:${address}:resume:${show}`;

/** A place in a replay, and the moment of the show that is there: after a new cut the moment is elsewhere. */
export interface Stopped {
  readonly seconds: number;
  /** Milliseconds since 1970; null where the recording has no dates. */
  readonly dateMs: number | null;
}

/** Where to go on, or null to begin at the beginning. */
export function storedPosition(address: string, show: string): Stopped | null {
  try {
    const [seconds = 0, dateMs = 0] = (localStorage.getItem(key(address, show)) ?? '').split('@').map(Number);
    return seconds > BARELY_BEGUN_SECONDS ? { seconds, dateMs: dateMs || null } : null;
  } catch {
    return null; // Private modes throw on any touch; the replay then begins at the beginning.
  }
}

/** @param end seconds at which the replay ends @param mediaAt the moment of the show, ISO 8601, where there is one */
export function storePosition(
  address: string,
  show: string,
  seconds: number,
  end: number,
  mediaAt: string | null = null,
): void {
  try {
    const moment = mediaAt === null ? '' : `@${Date.parse(mediaAt)}`;
    if (end - seconds < SEEN_SECONDS) localStorage.removeItem(key(address, show));
    else localStorage.setItem(key(address, show), `${Math.floor(seconds)}${moment}`);
  } catch {
    // Nothing is lost but the convenience.
  }
}
