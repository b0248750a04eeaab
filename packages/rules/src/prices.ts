/** What codes take off, how it is spread over lines, what a buyer may choose, and how a code is read. Whole minor units only. */

export type PromoType = 'percent' | 'amount' | 'price' | 'unlock';

/** What a code does to the lines it applies to. */
export interface Promo {
  readonly type: PromoType;
  /** Basis points for `percent`, minor units for `amount` (off all lines together) and `price` (of one piece). */
  readonly value: number;
  /** Most pieces of one order that it applies to; null for all of them. */
  readonly pieces: number | null;
}

/** A line as a code sees it. */
export interface PromoLine {
  readonly unitMinor: number;
  readonly quantity: number;
  /** Whether the code is for what is on this line. */
  readonly applies: boolean;
}

/** Between what and what a buyer may choose; null `max` has no end but the contract's. */
export interface Choice {
  readonly minMinor: number;
  readonly maxMinor: number | null;
}

/** Code letters that people take for others, and what they are read as. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/**
 * A code as it is compared: capital letters and digits without accents, look-alikes made one. Empty when nothing is left, which
 * is no code.
 */
export const normalCode = (text: string): string =>
  text
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/[OIL]/g, (letter) => LOOK_ALIKES[letter]!);

/**
 * Divides `total` among `weights` by largest remainder; of equal remainders the first counts. With a total of at most the sum of the
 * weights no part exceeds its weight. Exact for everything the contract carries.
 */
export function spread(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return weights.map(() => 0);
  const exact = weights.map((weight, index) => {
    const product = BigInt(total) * BigInt(weight);
    return { index, part: Number(product / BigInt(sum)), rest: product % BigInt(sum) };
  });
  let left = total - exact.reduce((all, { part }) => all + part, 0);
  const parts = exact.map(({ part }) => part);
  const largestFirst = exact.toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  for (const { index } of largestFirst) {
    if (left-- <= 0) break;
    parts[index]!++;
  }
  return parts;
}

/** What a code takes off each line: never more than the line costs, never less than nothing. */
export function discountsOf(lines: readonly PromoLine[], { type, value, pieces }: Promo): number[] {
  let remaining = pieces ?? Infinity;
  const covered = lines.map(({ quantity, applies }) => {
    const count = applies ? Math.min(quantity, remaining) : 0;
    remaining -= count;
    return count;
  });
  const weights = lines.map(({ unitMinor }, index) => unitMinor * covered[index]!);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  switch (type) {
    case 'percent':
      // Half a minor unit goes to the buyer.
      return spread(Math.min(sum, Math.floor((sum * value + 5_000) / 10_000)), weights);
    case 'amount':
      return spread(Math.min(sum, value), weights);
    case 'price':
      return lines.map(({ unitMinor }, index) => Math.max(0, unitMinor - value) * covered[index]!);
    case 'unlock':
      return lines.map(() => 0);
  }
}

/** Whether a buyer may choose this amount for one piece. */
export const mayChoose = ({ minMinor, maxMinor }: Choice, amountMinor: number): boolean =>
  amountMinor >= minMinor && (maxMinor === null || amountMinor <= maxMinor);
