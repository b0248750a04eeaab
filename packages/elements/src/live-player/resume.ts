/** Where somebody stopped in a replay, kept on this device (`keep-position.ts`). */

/** Not worth a question. */
const BARELY_BEGUN_SECONDS = 15;

/** Where it lies in the browser's storage. */
export const positionKey = (address: string, show: string): string => `parterre:${address}:resume:${show}`;

/** A place in a replay, and the moment of the show that is there: after a new cut the moment is elsewhere. */
export interface Stopped {
  readonly seconds: number;
  /** Milliseconds since 1970; null where the recording has no dates. */
  readonly dateMs: number | null;
}

/** Where to go on, or null to begin at the beginning. */
export function storedPosition(address: string, show: string): Stopped | null {
  try {
    const [seconds = 0, dateMs = 0] = (localStorage.getItem(positionKey(address, show)) ?? '').split('@').map(Number);
    return seconds > BARELY_BEGUN_SECONDS ? { seconds, dateMs: dateMs || null } : null;
  } catch {
    return null; // Private modes throw on any touch; the replay then begins at the beginning.
  }
}
