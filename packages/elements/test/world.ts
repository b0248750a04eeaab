/** A browser without a browser, for tests of the sessions: time stands still until told, storage is a map, tabs can share it. */
import { createMemoryBackend, demoSeed, type MemoryBackend, type MemoryOptions } from '@parterre/backend/memory';
import type { Environment } from '../src/session/environment.ts';

export const START = Date.parse('2026-11-21T20:00:00Z');

export class Time {
  now = START;
  readonly #timers = new Map<number, { at: number; callback: () => void }>();
  #next = 1;

  set(callback: () => void, milliseconds: number): number {
    this.#timers.set(this.#next, { at: this.now + Math.max(0, milliseconds), callback });
    return this.#next++;
  }

  clear(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  /** Timers still waiting. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves on, calling what falls due in order, and lets promises settle between the calls. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds;
    await settled();
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].callback();
      await settled();
    }
    this.now = until;
    await settled();
  }
}

/** Lets everything that needs no timer run to its end. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
}

/** Storage that several tabs share; each tab hears of what the others wrote. */
export class SharedStorage {
  readonly values = new Map<string, string>();
  readonly #tabs = new Set<(key: string) => void>();

  tab(): { storage: NonNullable<Environment['storage']>; onStored: Environment['onStored'] } {
    let own: ((key: string) => void) | null = null;
    const tell = (key: string) => {
      for (const tab of this.#tabs) if (tab !== own) tab(key);
    };
    return {
      storage: {
        getItem: (key) => this.values.get(key) ?? null,
        setItem: (key, value) => {
          this.values.set(key, value);
          tell(key);
        },
        removeItem: (key) => {
          this.values.delete(key);
          tell(key);
        },
      },
      onStored: (callback) => {
        own = callback;
        this.#tabs.add(callback);
        return () => void this.#tabs.delete(callback);
      },
    };
  }
}

export interface Browser extends Environment {
  /** The page is seen again, or the network is back. */
  wake(): void;
  /** How far this device's clock is ahead of the server's, in milliseconds. */
  skewMs: number;
  readonly wakers: number;
}

let ids = 0;

/** One tab. `random` is always the same, a half, so that jitter changes nothing. */
export function browser(time: Time, shared = new SharedStorage()): Browser {
  const wakers = new Set<() => void>();
  return {
    ...shared.tab(),
    skewMs: 0,
    now() {
      return time.now + this.skewMs;
    },
    setTimeout: (callback, milliseconds) => time.set(callback, milliseconds),
    clearTimeout: (timer) => time.clear(timer),
    random: () => 0.5,
    randomId: () => `id-${String(++ids).padStart(20, '0')}`,
    onWake(callback) {
      wakers.add(callback);
      return () => void wakers.delete(callback);
    },
    wake: () => wakers.forEach((callback) => callback()),
    get wakers() {
      return wakers.size;
    },
  };
}

/** The demo venue, on this clock. */
export function server(time: Time, options: Partial<MemoryOptions> = {}): MemoryBackend {
  return createMemoryBackend({
    seed: demoSeed({ nowMs: START, site: 'https://venue.example' }),
    clock: {
      now: () => time.now,
      set: (callback, milliseconds) => time.set(callback, milliseconds),
      clear: (timer) => time.clear(timer),
    },
    name: 'unit',
    ...options,
  });
}
