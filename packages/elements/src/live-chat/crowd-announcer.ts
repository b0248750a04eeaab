/**
 * What a screen reader is told of a lively room. A live region on the log would read every line over the music; this says one
 * message in full, or how many came, and not more often than every few seconds.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Announcer } from '../base/announcer.ts';

/** Milliseconds between two announcements of what others wrote. */
export const ANNOUNCE_EVERY = 8000;

export class CrowdAnnouncer implements ReactiveController {
  readonly #announcer: Announcer;
  #waiting: string[] = [];
  #summary: (count: number) => string = String;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #quietUntil = 0;

  constructor(host: ReactiveControllerHost, announcer: Announcer) {
    this.#announcer = announcer;
    host.addController(this);
  }

  hostDisconnected(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  /** Says `text` when it is its turn; several become one sentence. */
  queue(text: string, summary: (count: number) => string): void {
    this.#waiting.push(text);
    this.#summary = summary;
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(0, this.#quietUntil - Date.now()));
  }

  #flush(): void {
    this.#timer = null;
    const said = this.#waiting.length === 1 ? this.#waiting[0] : this.#summary(this.#waiting.length);
    this.#waiting = [];
    this.#quietUntil = Date.now() + ANNOUNCE_EVERY;
    if (said) this.#announcer.announce(said);
  }
}
