/**
 * When a camera is taken from its backup address, and when from its first one again: pure decisions. In doubt the other
 * address is opened unseen, which costs data and nothing else; it is shown only once the picture on screen is about to stand
 * still, so that an encoder that hiccups changes nothing that anybody could see.
 */

/** How one address delivers. */
export interface Health {
  /** Milliseconds since its last new piece of picture came. */
  readonly silentMs: number;
  /** Seconds that are there and have not been shown yet. */
  readonly aheadSeconds: number;
  /** Length of its segments. */
  readonly segmentSeconds: number;
  /** It has a frame to show. */
  readonly ready: boolean;
  /** It will not get any further by itself. */
  readonly failed: boolean;
}

/** `open`: load the other address, unseen. `take`: show it. `drop`: it is not needed any more. */
export type Move = 'stay' | 'open' | 'take' | 'drop';

/** So many segment lengths without anything new: in doubt. */
const DOUBT_SEGMENTS = 2;
/** With less than this to show, the picture is as good as standing. */
const STARVING_SECONDS = 0.6;
/** The first address is trusted again after it has delivered for so long. */
const RETURN_MS = 20_000;
/** A doubt that was none is forgotten after this long. */
const CALM_MS = 10_000;
/** An address that failed is tried again this often. */
const AGAIN_MS = 15_000;

export class Failover {
  #soundSince: number | null = null;
  #openedAt = -Infinity;

  /**
   * @param onBackup which of the two is on screen
   * @param current the one on screen
   * @param other the one behind it; null when it is not open
   * @param nowMs any clock that only goes forward
   */
  next(onBackup: boolean, current: Health, other: Health | null, nowMs: number): Move {
    const doubtful = isDoubtful(current);
    const starving = current.failed || current.aheadSeconds < STARVING_SECONDS;
    if (!other || other.failed) {
      if (!doubtful && !onBackup) return this.#stay();
      if (nowMs - this.#openedAt < AGAIN_MS) return 'stay';
      this.#openedAt = nowMs;
      this.#soundSince = null;
      return 'open';
    }
    if (doubtful && starving && other.ready && !isDoubtful(other)) return this.#take();
    const settled = onBackup ? other.ready && !isDoubtful(other) : !doubtful;
    if (!settled) return this.#stay();
    this.#soundSince ??= nowMs;
    if (nowMs - this.#soundSince < (onBackup ? RETURN_MS : CALM_MS)) return 'stay';
    return onBackup ? this.#take() : this.#drop();
  }

  #stay(): Move {
    this.#soundSince = null;
    return 'stay';
  }

  #take(): Move {
    this.#soundSince = null;
    return 'take';
  }

  #drop(): Move {
    this.#soundSince = null;
    this.#openedAt = -Infinity;
    return 'drop';
  }
}

/** Nothing new comes, and what is there runs out: a full buffer is silent too. */
function isDoubtful({ silentMs, aheadSeconds, segmentSeconds, failed }: Health): boolean {
  const seconds = DOUBT_SEGMENTS * Math.max(2, segmentSeconds);
  return failed || (silentMs > seconds * 1000 && aheadSeconds < seconds);
}
