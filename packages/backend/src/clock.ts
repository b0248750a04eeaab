/** Time, injected wherever something waits, so that tests need not. */

/** A clock and its timers; `set` answers what `clear` takes. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  set(callback: () => void, milliseconds: number): unknown;
  clear(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  set: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** Resolves after a while, or at once when the signal aborts. Never rejects; leaves neither timer nor listener. */
export function pause(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clock.clear(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.set(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
