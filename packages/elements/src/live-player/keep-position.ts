/** Keeps where somebody stops. Apart from `resume.ts`, which pages have before anybody wants to watch. */
import { positionKey } from './resume.ts';

/** Nearer to the end than this, a replay was seen: it begins again. */
const SEEN_SECONDS = 30;

/**
 * Keeps where somebody stopped in a replay.
 *
 * @param end seconds at which the replay ends
 * @param mediaAt the moment of the show, ISO 8601, where there is one
 */
export function storePosition(
  address: string,
  show: string,
  seconds: number,
  end: number,
  mediaAt: string | null = null,
): void {
  try {
    const moment = mediaAt === null ? '' : `@${Date.parse(mediaAt)}`;
    if (end - seconds < SEEN_SECONDS) localStorage.removeItem(positionKey(address, show));
    else localStorage.setItem(positionKey(address, show), `${Math.floor(seconds)}${moment}`);
  } catch {
    // Nothing is lost but the convenience.
  }
}
