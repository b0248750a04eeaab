/** What can be bought now: sale states from dates and stock, and the stock that an order has to hold. */
import type { Money, SaleState } from '@parterre/protocol';

/** A stock of something. Null capacity means there is no end to it. */
export interface Pool {
  readonly id: string;
  readonly capacity: number | null;
  readonly held: number;
  readonly sold: number;
  /** Sold out elsewhere, whatever the numbers say. */
  readonly full?: boolean;
}

/** How many units of a pool one piece of an offer or variant takes. */
export interface Draw {
  readonly pool: string;
  readonly units: number;
}

export interface SaleWindow {
  readonly opensAt: string | null;
  readonly closesAt: string | null;
}

/** Places are told only when there are this few of them, or none: a large number sells nothing and tells rivals a lot. */
export const FEW_LEFT = 10;

/** Free units of a pool; infinite without a capacity, none when it is full elsewhere. */
export const freeUnits = (pool: Pool): number =>
  pool.full ? 0 : pool.capacity === null ? Infinity : Math.max(0, pool.capacity - pool.held - pool.sold);

/** How many pieces can still be had when one piece takes all of `draws`. A pool that is missing gives none. */
export function piecesLeft(draws: readonly Draw[], pools: ReadonlyMap<string, Pool>): number {
  let left = Infinity;
  for (const [id, units] of unitsByPool(draws.map((draw) => ({ draw, quantity: 1 })))) {
    const pool = pools.get(id);
    left = Math.min(left, pool ? Math.floor(freeUnits(pool) / units) : 0);
  }
  return left;
}

/** Units per pool for an order, in the order in which pools must be locked: by id, so that two orders never wait for each other. */
export function unitsByPool(wanted: readonly { draw: Draw; quantity: number }[]): [pool: string, units: number][] {
  const units = new Map<string, number>();
  for (const { draw, quantity } of wanted) units.set(draw.pool, (units.get(draw.pool) ?? 0) + draw.units * quantity);
  return [...units].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** `left` is how many pieces there are (infinite without a limit). Dates come first: what is not on sale yet is not sold out. */
export function saleStateAt(window: SaleWindow, left: number, nowMs: number): SaleState {
  if (window.opensAt !== null && nowMs < Date.parse(window.opensAt)) return 'upcoming';
  if (window.closesAt !== null && nowMs >= Date.parse(window.closesAt)) return 'closed';
  return left >= 1 ? 'open' : 'soldOut';
}

/** The number to tell, or null when it is nobody's business. */
export const toldLeft = (left: number): number | null => (left <= FEW_LEFT ? left : null);

const BEST_FIRST: readonly SaleState[] = ['open', 'upcoming', 'soldOut', 'closed'];

/** One word for a show with several offers; null when it has none. */
export const showSaleState = (states: readonly SaleState[]): SaleState | null =>
  BEST_FIRST.find((state) => states.includes(state)) ?? null;

/** Lowest price among open offers; null when nothing is on sale. */
export function fromPrice(offers: readonly { price: Money; saleState: SaleState }[]): Money | null {
  const prices = offers.filter((offer) => offer.saleState === 'open').map((offer) => offer.price);
  return prices.reduce<Money | null>((low, price) => (low && low.amountMinor <= price.amountMinor ? low : price), null);
}
