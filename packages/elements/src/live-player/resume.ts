/** Where somebody stopped in a replay, kept on this device. */

/** Nearer to the end than this, a replay was seen: it begins again. */
const SEEN_SECONDS = 30;
/** Not worth a question. */
const BARELY_BEGUN_SECONDS = 15;

const key = (address: string, show: string): string => `parterre:${address}:resume:${show}`;

/** Seconds at which to go on, or null to begin at the beginning. */
export function storedPosition(address: string, show: string): number | null {
  try {
    const seconds = Number(localStorage.getItem(key(address, show)));
    return seconds > BARELY_BEGUN_SECONDS ? seconds : null;
  } catch {
    return null; // Private modes throw on any touch; the replay then begins at the beginning.
  }
}

export function storePosition(address: string, show: string, seconds: number, end: number): void {
  try {
    if (end - seconds < SEEN_SECONDS) localStorage.removeItem(key(address, show));
    else localStorage.setItem(key(address, show), String(Math.floor(seconds)));
  } catch {
    // Nothing is lost but the convenience.
  }
}
