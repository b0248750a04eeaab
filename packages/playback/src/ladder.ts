/**
 * What to do when the engine gives up: pure decisions, one rung at a time, each tried before the next. A network that does
 * not answer is never a reason to stop; only a picture that cannot be decoded, or a recording that is not there, is.
 */

/** What the engine said, reduced to what the decision needs. */
export interface Trouble {
  readonly kind: 'network' | 'media' | 'other';
  /** HTTP status where there was an answer. */
  readonly status: number | null;
  /** The first playlist could not be had at all. */
  readonly manifest: boolean;
  /** An answer came that is no playlist, or an empty one. */
  readonly useless?: boolean;
}

/** `load`: go on loading after `delayMs`, from the master playlist if `again`. `renew`: ask for a new grant first. */
export type Rung =
  | { readonly do: 'load'; readonly delayMs: number; readonly again: boolean; readonly renew: boolean }
  | { readonly do: 'recover' }
  | { readonly do: 'swapAudio' }
  | { readonly do: 'rebuild' }
  | { readonly do: 'fail' };

/** Answers that say the signature is not good (any more): 401, 403, and 410 for one that has expired. */
export const refusesGrant = (status: number | null): boolean => status === 401 || status === 403 || status === 410;

const BACKOFF_MS = [1000, 2000, 4000, 8000] as const;
/** A media error this long after the last one is a new one and starts from the lowest rung. */
const FORGET_MEDIA_MS = 60_000;
/** A recording that is missing this often is not there. A live stream may come at any time. */
const MISSING_RECORDING = 3;

export class Ladder {
  readonly #live: boolean;
  #network = 0;
  #media = 0;
  #lastMediaMs = -Infinity;

  constructor(live: boolean) {
    this.#live = live;
  }

  /** @param nowMs any clock that only goes forward */
  next(trouble: Trouble, nowMs: number): Rung {
    if (trouble.kind === 'network') return this.#nextNetwork(trouble);
    if (trouble.kind === 'other') return this.#media++ === 0 ? { do: 'rebuild' } : { do: 'fail' };
    if (nowMs - this.#lastMediaMs > FORGET_MEDIA_MS) this.#media = 0;
    this.#lastMediaMs = nowMs;
    const rungs = ['recover', 'swapAudio', 'rebuild', 'fail'] as const;
    return { do: rungs[Math.min(this.#media++, 3)] as (typeof rungs)[number] };
  }

  #nextNetwork({ status, manifest, useless = false }: Trouble): Rung {
    const tries = this.#network++;
    const nothing = useless || (manifest && status === 404);
    if (!this.#live && nothing && tries >= MISSING_RECORDING) return { do: 'fail' };
    const renew = refusesGrant(status);
    // The first refusal is most often a grant that ran out while the device slept: no reason to wait.
    const delayMs = renew && tries === 0 ? 0 : (BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)] as number);
    return { do: 'load', delayMs, again: manifest, renew };
  }

  /** Something arrived: the network is well again. */
  arrived(): void {
    this.#network = 0;
  }
}
