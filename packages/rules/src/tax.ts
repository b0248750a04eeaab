/**
 * VAT out of prices that contain it. Rates are hundredths of a percent (550 is 5.5 %), amounts are minor units. Where each kind is
 * taxed: a seat in the hall, a donation and goods picked up in the venue's country; posted goods where they arrive; the stream and
 * the replay where the fan lives (Directive (EU) 2022/542; art. 259 A and 259 B CGI).
 */

export type TaxKind = 'hall' | 'live' | 'replay' | 'merch' | 'donation';

export interface TaxRules {
  readonly venueCountry: string;
  /** The seller is below its country's limit and charges no VAT at all (France: art. 293 B CGI). */
  readonly franchise: boolean;
  /**
   * The seller stays under 10 000 € a year of distance sales in the EU and has not chosen otherwise: posted goods and replays are
   * taxed at home. It does not reach the livestream (Directive 2006/112/EC, art. 59c).
   */
  readonly belowThreshold: boolean;
  /** What the venue has written over the usual rates, by country. */
  readonly rates: Readonly<Record<string, Partial<Readonly<Record<TaxKind, number>>>>>;
}

export interface TaxPart {
  readonly kind: TaxKind;
  /** Its weight in the price, as an amount; null where the venue has not said. */
  readonly share: number | null;
}

/** Part of a line taxed alike: gross contains tax. */
export interface LineTax {
  readonly kind: TaxKind;
  readonly country: string;
  readonly rate: number;
  readonly gross: number;
  readonly tax: number;
}

/** Standard rates of the EU's countries, end of 2026. */
const STANDARD: Readonly<Record<string, number>> = {
  ...{ AT: 2000, BE: 2100, BG: 2000, CY: 1900, CZ: 2100, DE: 1900, DK: 2500, EE: 2400, ES: 2100 },
  ...{ FI: 2550, FR: 2000, GR: 2400, HR: 2500, HU: 2700, IE: 2300, IT: 2200, LT: 2100, LU: 1700 },
  ...{ LV: 2100, MT: 1800, NL: 2100, PL: 2300, PT: 2300, RO: 2100, SE: 2500, SI: 2200, SK: 2300 },
};

/** France taxes a concert seat at 5.5 % (art. 278-0 bis CGI); a stream is a digital service at the standard rate. */
const FRENCH_HALL = 550;

/** Monaco belongs to France's VAT (convention of 1963). */
const taxCountry = (country: string): string => (country === 'MC' ? 'FR' : country);

export const isTaxedInUnion = (country: string): boolean => taxCountry(country) in STANDARD;

/** The rate of a kind in a country, before anybody changes it. Outside the Union nothing is due here. */
export function usualRate(country: string, kind: TaxKind): number {
  const place = taxCountry(country);
  if (kind === 'donation') return 0;
  if (kind === 'hall' && place === 'FR') return FRENCH_HALL;
  return STANDARD[place] ?? 0;
}

/**
 * Where a kind is taxed, and how much.
 *
 * @param destination country that goods are posted to; null when they are picked up
 */
export function rateOf(
  kind: TaxKind,
  rules: TaxRules,
  fanCountry: string,
  destination: string | null,
): { country: string; rate: number } {
  const home = taxCountry(rules.venueCountry);
  if (rules.franchise) return { country: home, rate: 0 };
  let place = home;
  if (kind === 'live' || kind === 'replay') place = taxCountry(fanCountry);
  if (kind === 'merch' && destination !== null) place = taxCountry(destination);
  if (rules.belowThreshold && kind !== 'live' && isTaxedInUnion(place)) place = home;
  return { country: place, rate: rules.rates[place]?.[kind] ?? usualRate(place, kind) };
}

/** The tax inside a gross amount, rounded half up. */
export const taxInside = (gross: number, rate: number): number =>
  Math.floor((2 * gross * rate + 10_000 + rate) / (2 * (10_000 + rate)));

/** Shares an amount out by weights, to the last unit: the largest remainders get what rounding down left over, earlier ones first. */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((whole, weight) => whole + weight, 0);
  if (sum <= 0) return weights.map((_, index) => (index === 0 ? total : 0));
  // Amount times weight passes what a number holds exactly.
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const shares = exact.map((product) => Number(product / BigInt(sum)));
  const left = total - shares.reduce((whole, share) => whole + share, 0);
  const byRemainder = exact
    .map((product, index) => ({ index, remainder: product % BigInt(sum) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) shares[index]! += 1;
  return shares;
}

/**
 * The VAT in a line, by kind, country and rate; the gross amounts add up to the line's total. A line of several parts is split by
 * their shares; where the venue has named none, the parts with the highest rate carry all of it, so that never too little is paid
 * (art. 257 ter CGI).
 */
export function taxLine(
  total: number,
  parts: readonly TaxPart[],
  rules: TaxRules,
  fanCountry: string,
  destination: string | null,
): LineTax[] {
  if (total <= 0 || parts.length === 0) return [];
  const placed = parts.map(({ kind }) => ({ kind, ...rateOf(kind, rules, fanCountry, destination) }));
  const named = parts.map(({ share }) => share ?? 0);
  const highest = Math.max(...placed.map(({ rate }) => rate));
  const weights = named.some((share) => share > 0) ? named : placed.map(({ rate }) => (rate === highest ? 1 : 0));
  const joined = new Map<string, { kind: TaxKind; country: string; rate: number; gross: number }>();
  for (const [index, gross] of shareOut(total, weights).entries()) {
    const part = placed[index]!;
    const key = `${part.kind} ${part.country} ${part.rate}`;
    const known = joined.get(key);
    if (known) known.gross += gross;
    else if (gross > 0) joined.set(key, { ...part, gross });
  }
  return [...joined.values()].map((each) => ({ ...each, tax: taxInside(each.gross, each.rate) }));
}

/** Tax by rate, lowest rate first; what is taxed at nothing is left out. */
export function taxesByRate(taxes: readonly LineTax[]): { rate: number; tax: number }[] {
  const sums = new Map<number, number>();
  for (const { rate, tax } of taxes) if (rate > 0) sums.set(rate, (sums.get(rate) ?? 0) + tax);
  return [...sums].sort(([a], [b]) => a - b).map(([rate, tax]) => ({ rate, tax }));
}
