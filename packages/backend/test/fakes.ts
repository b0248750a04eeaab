/** A clock that moves only when told to, and a network that answers from a table. */
import type { Clock } from '../src/index.ts';

export class FakeClock implements Clock {
  #now = Date.parse('2026-11-21T20:00:00Z');
  #timers = new Map<number, { at: number; callback: () => void }>();
  #next = 1;

  now(): number {
    return this.#now;
  }

  set(callback: () => void, milliseconds: number): number {
    const timer = this.#next++;
    this.#timers.set(timer, { at: this.#now + milliseconds, callback });
    return timer;
  }

  clear(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next timer; null when there is none. */
  get nextIn(): number | null {
    const times = [...this.#timers.values()].map(({ at }) => at - this.#now);
    return times.length ? Math.min(...times) : null;
  }

  /** Lets time pass; timers fire in order, and what they start gets to run in between. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].callback();
    }
    this.#now = end;
    await settled();
  }
}

/** Everything that waits for promises and for bodies of responses, but for no timer, has run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

export type Answer = (asked: Asked) => Response | Promise<Response>;

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });

export const html = (status = 200): Response =>
  new Response('<!doctype html><title>Just a moment…</title>', { status, headers: { 'content-type': 'text/html' } });

/** Never answers, unless it is given up. */
export const silence: Answer = ({ init }) =>
  new Promise((_, reject) => {
    init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

/** What a browser says of a host that is down, and of an origin that is not allowed. */
export const unreachable: Answer = () => {
  throw new TypeError('Failed to fetch');
};

/** A fetch that remembers what it was asked. */
export function fakeFetch(answer: Answer): { fetch: typeof fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  const fake = async (input: unknown, init: RequestInit = {}): Promise<Response> => {
    const request = { url: String(input), init };
    asked.push(request);
    if (init.signal?.aborted) throw new DOMException('aborted', 'AbortError');
    return answer(request);
  };
  return { fetch: fake as typeof fetch, asked };
}
