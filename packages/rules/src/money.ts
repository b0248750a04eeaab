/** Money is integers in minor units. Nothing here divides, except to write an amount down. */
import type { Money } from '@parterre/protocol';

/** Currencies whose minor unit is not a hundredth (ISO 4217, table A.1). */
const ZERO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ');
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');

/**
 * The smallest amount a card is charged, in minor units; 50 for what is not here (docs.stripe.com/currencies, "Minimum and maximum
 * charge amounts").
 */
const LEAST: Readonly<Record<string, number>> = {
  AED: 200,
  BGN: 100,
  CZK: 1500,
  DKK: 250,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  ISK: 50,
  JPY: 50,
  KRW: 100,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  PLN: 200,
  RON: 200,
  SEK: 300,
  THB: 1000,
  BHD: 500,
  JOD: 500,
  KWD: 500,
  OMR: 500,
  TND: 500,
};

/** Largest amount that the contract carries, in minor units. */
export const MAX_AMOUNT_MINOR = 99_999_999;

/** Decimal places of a currency: 2 for EUR, 0 for JPY, 3 for TND. */
export function minorDigits(currency: string): number {
  if (ZERO_DECIMALS.includes(currency)) return 0;
  return THREE_DECIMALS.includes(currency) ? 3 : 2;
}

/**
 * Minor units of an amount a person typed: `parseAmount('19,99', 'EUR')` is 1999. A comma or a point separates decimals; fewer
 * decimals than the currency has are filled up. Null for anything else: thousands separators, too many decimals, signs, too much.
 */
export function parseAmount(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const match = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match) return null;
  const decimals = match[2] ?? '';
  if (decimals.length > digits) return null;
  const minor = Number(`${match[1]}${decimals.padEnd(digits, '0')}`);
  return minor <= MAX_AMOUNT_MINOR ? minor : null;
}

/** The amount as plain decimal text, as forms and payment providers want it: `1999 EUR` is `19.99`. */
export function decimalText({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The smallest amount a card is charged, in minor units. */
export const leastCharge = (currency: string): number => LEAST[currency] ?? 50;

/** Whether an amount is something and yet less than a card is charged. */
export const isTooSmall = ({ amountMinor, currency }: Money): boolean =>
  amountMinor > 0 && amountMinor < leastCharge(currency);

/** Adds amounts of one currency. Throws a RangeError when they are not of `currency` or exceed what the contract carries. */
export function sum(amounts: readonly Money[], currency: string): Money {
  let total = 0;
  for (const amount of amounts) {
    if (amount.currency !== currency) {
      throw new RangeError(`An amount in ${amount.currency} cannot join a sum in ${currency}.`);
    }
    total += amount.amountMinor;
  }
  if (Math.abs(total) > MAX_AMOUNT_MINOR) throw new RangeError('The sum is larger than the contract carries.');
  return { amountMinor: total, currency };
}

/** `quantity` times a price. */
export const times = (price: Money, quantity: number): Money => ({
  amountMinor: price.amountMinor * quantity,
  currency: price.currency,
});

export const sameMoney = (a: Money, b: Money): boolean => a.currency === b.currency && a.amountMinor === b.amountMinor;
