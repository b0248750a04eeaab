/** Pools: what is held, what is sold. All of an order or nothing of it. */
import { freeUnits, piecesLeft, unitsByPool, type Draw } from '@parterre/rules';
import type { World } from './world.ts';

export type Wanted = readonly { draw: Draw; quantity: number }[];

export class Stock {
  readonly #world: World;
  /** Places somebody else keeps for whoever acts just now: theirs, even where the rest is sold elsewhere. */
  #lent: Wanted = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether everything could be held. */
  has(wanted: Wanted): boolean {
    const lent = new Map(unitsByPool(this.#lent));
    return unitsByPool(wanted).every(
      ([pool, count]) => this.#has(pool, count) || (pool in this.#world.state.pools && (lent.get(pool) ?? 0) >= count),
    );
  }

  /** Runs `use` with places that are free only for it; what it did not take is held again after it. */
  lend<T>(wanted: Wanted, use: () => T, isTaken: (result: T) => boolean): T {
    this.release(wanted);
    this.#lent = wanted;
    let taken = false;
    try {
      const result = use();
      taken = isTaken(result);
      return result;
    } finally {
      if (!taken) this.hold(wanted);
      this.#lent = [];
    }
  }

  /** Holds again what was somebody's a moment ago. */
  holdAgain(wanted: Wanted): boolean {
    this.#lent = wanted;
    const held = this.hold(wanted);
    this.#lent = [];
    return held;
  }

  /** Holds everything or nothing; false when some pool has too little. */
  hold(wanted: Wanted): boolean {
    if (!this.has(wanted)) return false;
    for (const [pool, count] of unitsByPool(wanted)) this.#change(pool, count, 0);
    this.#openFollowers();
    return true;
  }

  /** Opens what waited for an offer that has just gone; it stays open when a hold ends and a place comes back. */
  #openFollowers(): void {
    const { shows, pools, opened } = this.#world.state;
    const table = new Map(Object.entries(pools));
    for (const { offers } of Object.values(shows)) {
      for (const { id, opensAfter } of offers) {
        const before = opensAfter && offers.find((offer) => offer.id === opensAfter);
        if (before && piecesLeft(before.draws, table) < 1) opened[id] = true;
      }
    }
  }

  release(wanted: Wanted): void {
    for (const [pool, count] of unitsByPool(wanted)) this.#change(pool, -count, 0);
  }

  sell(wanted: Wanted): void {
    for (const [pool, count] of unitsByPool(wanted)) this.#change(pool, -count, count);
  }

  /** Gives back what was sold. */
  unsell(wanted: Wanted): void {
    for (const [pool, count] of unitsByPool(wanted)) this.#change(pool, 0, -count);
  }

  #has(id: string, count: number): boolean {
    const pool = this.#world.state.pools[id];
    return pool !== undefined && freeUnits(pool) >= count;
  }

  #change(id: string, held: number, sold: number): void {
    const { pools } = this.#world.state;
    const pool = pools[id];
    if (pool) pools[id] = { ...pool, held: pool.held + held, sold: pool.sold + sold };
  }
}
