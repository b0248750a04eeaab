/** A clock for memory servers that runs, and can be moved forward. */
import { systemClock, type Clock } from '@parterre/backend';

export class MovableClock implements Clock {
  #offset = 0;
  readonly set = systemClock.set;
  readonly clear = systemClock.clear;

  now(): number {
    return Date.now() + this.#offset;
  }

  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
