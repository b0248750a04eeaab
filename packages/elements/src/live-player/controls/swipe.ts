/**
 * A finger that moves sideways over the picture goes to the next camera. Up and down stay the page's, two fingers the
 * browser's, and what has a use of its own for a finger (the position, the volume) is left alone. The buttons under the
 * picture do the same.
 */

/** Further than this sideways means it. */
const SWIPE_PX = 48;
/** A flick may be shorter: pixels, within so many milliseconds. */
const FLICK_PX = 24;
const FLICK_MS = 250;
/** Before it is clear which way a finger goes. */
const SLOP_PX = 10;
/** A move counts as sideways when it is so many times flatter than steep. */
const FLAT = 1.5;
/** Browsers differ in whether a finger that moved has also clicked: what they click so soon after is dropped. */
const CLICK_MS = 400;

/** `1`: to the next one; `-1`: to the one before. */
export type Direction = 1 | -1;

export interface Move {
  readonly x: number;
  readonly y: number;
  readonly milliseconds: number;
  readonly rightToLeft: boolean;
}

/** Where a finger is going, once it is clear; null while it is not, or goes up or down. */
export function directionOf({ x, y, rightToLeft }: Move): Direction | null {
  if (Math.abs(x) < SLOP_PX || Math.abs(x) < FLAT * Math.abs(y)) return null;
  return x < 0 === rightToLeft ? -1 : 1;
}

/** Whether a finger that was lifted has gone far or fast enough. */
export function isMeant({ x, y, milliseconds }: Move): boolean {
  if (Math.abs(x) < FLAT * Math.abs(y)) return false;
  return Math.abs(x) >= SWIPE_PX || (Math.abs(x) >= FLICK_PX && milliseconds <= FLICK_MS);
}

export interface SwipeTarget {
  /** The finger is going that way; null: nowhere any more. */
  aim(direction: Direction | null): void;
  go(direction: Direction): void;
}

const ownsFingers = (one: EventTarget): boolean => one instanceof Element && one.matches('input, button, a, label');

export class Swipes {
  readonly #stage: HTMLElement;
  readonly #target: SwipeTarget;
  #start: { readonly id: number; readonly x: number; readonly y: number; readonly at: number } | null = null;
  #aimed: Direction | null = null;
  #swipedAt = -Infinity;

  /** @param signal ends the listening */
  constructor(stage: HTMLElement, target: SwipeTarget, signal: AbortSignal) {
    this.#stage = stage;
    this.#target = target;
    stage.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    stage.addEventListener('pointermove', (event) => this.#move(event), { signal });
    stage.addEventListener('pointerup', (event) => this.#up(event), { signal });
    stage.addEventListener('pointercancel', () => this.#forget(), { signal });
    stage.addEventListener('click', (event) => this.#click(event), { signal, capture: true });
  }

  #down(event: PointerEvent): void {
    // A second finger is a pinch.
    if (!event.isPrimary) return this.#forget();
    if (event.pointerType !== 'touch' || event.composedPath().some(ownsFingers)) return;
    this.#start = { id: event.pointerId, x: event.clientX, y: event.clientY, at: event.timeStamp };
  }

  #move(event: PointerEvent): void {
    const move = this.#moveOf(event);
    if (move) this.#aim(directionOf(move));
  }

  #up(event: PointerEvent): void {
    const move = this.#moveOf(event);
    if (!move) return;
    const direction = directionOf(move);
    this.#forget();
    if (direction === null || !isMeant(move)) return;
    this.#swipedAt = event.timeStamp;
    this.#target.go(direction);
  }

  #click(event: Event): void {
    if (event.timeStamp - this.#swipedAt < CLICK_MS) event.stopPropagation();
  }

  #moveOf(event: PointerEvent): Move | null {
    if (this.#start?.id !== event.pointerId) return null;
    const { x, y, at } = this.#start;
    const rightToLeft = getComputedStyle(this.#stage).direction === 'rtl';
    return { x: event.clientX - x, y: event.clientY - y, milliseconds: event.timeStamp - at, rightToLeft };
  }

  #aim(direction: Direction | null): void {
    if (direction === this.#aimed) return;
    this.#aimed = direction;
    this.#target.aim(direction);
  }

  #forget(): void {
    this.#start = null;
    this.#aim(null);
  }
}
