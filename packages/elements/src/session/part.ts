import { ParterreError } from '@parterre/protocol/errors';

/**
 * A part of the code that nobody needs before they act: fetched once, by the first who needs it. A page that has lost its
 * network finds that out here like everywhere else, by a ParterreError.
 */
export class Part<T> {
  readonly #load: () => Promise<T>;
  #fetching: Promise<T> | null = null;
  /** Null until it has arrived. */
  value: T | null = null;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Answers the part; asks again after a failure. Rejects with `offline` or `unavailable`. */
  fetch(): Promise<T> {
    return (this.#fetching ??= this.#load().then(
      (part) => (this.value = part),
      (cause: unknown) => {
        this.#fetching = null;
        throw new ParterreError(globalThis.navigator?.onLine === false ? 'offline' : 'unavailable', { cause });
      },
    ));
  }

  /** Fetches ahead because somebody seems about to act. Says nothing when it fails: whoever needs it will ask again. */
  readonly prepare = (): void => {
    this.fetch().catch(() => {});
  };
}
