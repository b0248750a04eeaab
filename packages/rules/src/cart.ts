/** The cart: what it asks for, what can be had, what it costs. It reserves nothing. */
import type { Availability, CartLineRequest } from '@parterre/protocol';
import { FEW_LEFT } from './offers.ts';

/** How a variant stands, from the pieces left (infinite without a limit). */
export const availabilityOf = (left: number): Availability =>
  left < 1 ? 'soldOut' : left <= FEW_LEFT ? 'low' : 'available';

/** Most of a variant that can be had now. */
export const maxQuantity = (left: number, maxPerOrder: number): number => Math.max(0, Math.min(left, maxPerOrder));

/** Lines that name the same variant become one; the order of first mention stays. */
export function mergeLines(lines: readonly CartLineRequest[]): CartLineRequest[] {
  const quantities = new Map<string, number>();
  for (const { variant, quantity } of lines) quantities.set(variant, (quantities.get(variant) ?? 0) + quantity);
  return [...quantities].map(([variant, quantity]) => ({ variant, quantity }));
}
