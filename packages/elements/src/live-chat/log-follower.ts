/** Keeps a scrolled list at its end while the reader is there, and counts what arrives while they are not. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How near the end still counts as there, in pixels: about one line. */
const NEAR = 48;

export class LogFollower implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #list: () => HTMLElement | null;
  #atEnd = true;
  #seen = 0;
  #lastTop = 0;
  /** A list that becomes lower or narrower, as in fullscreen, stays at its end. */
  readonly #size = new ResizeObserver(() => this.#atEnd && this.#scroll());
  #measured: HTMLElement | null = null;
  /** Messages that came while the reader was further up. */
  unseen = 0;

  constructor(host: ReactiveControllerHost, list: () => HTMLElement | null) {
    this.#host = host;
    this.#list = list;
    host.addController(this);
  }

  /** Told how many messages have come so far in all, not how many are kept. */
  count(total: number): void {
    const fresh = Math.max(0, total - this.#seen);
    this.#seen = total;
    if (this.#atEnd) this.unseen = 0;
    else this.unseen += fresh;
  }

  hostUpdated(): void {
    if (this.#atEnd) this.#scroll();
    this.#measure(this.#list());
  }

  hostDisconnected(): void {
    this.#measure(null);
  }

  #measure(list: HTMLElement | null): void {
    if (list === this.#measured) return;
    this.#size.disconnect();
    this.#measured = list;
    if (list) this.#size.observe(list);
  }

  readonly onScroll = (): void => {
    const list = this.#list();
    if (!list) return;
    // Only a reader who goes up leaves the end: the browser tells of our own scrolling late, when more has come already.
    const movedUp = list.scrollTop < this.#lastTop;
    this.#lastTop = list.scrollTop;
    const near = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
    if (near || movedUp) this.#atEnd = near;
    if (this.#atEnd && this.unseen) {
      this.unseen = 0;
      this.#host.requestUpdate();
    }
  };

  /** Goes to the newest message. */
  readonly follow = (): void => {
    this.#atEnd = true;
    this.unseen = 0;
    this.#scroll();
    this.#host.requestUpdate();
  };

  #scroll(): void {
    const list = this.#list();
    if (!list) return;
    list.scrollTop = list.scrollHeight;
    this.#lastTop = list.scrollTop;
  }
}
