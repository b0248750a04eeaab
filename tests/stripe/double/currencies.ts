// Amounts: which are too small, too large, or written in the wrong exponent.
import { invalid } from './errors.ts';

/** Currencies without a smaller unit: 500 is ¥500. */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
/** Three decimals, of which card networks carry two: the last digit is 0. */
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));
/** Without a smaller unit in life, written with two decimals by Stripe: the last two digits are 00. */
const WRITTEN_WITH_TWO = new Set(['isk', 'ugx']);
const TWO_DECIMAL = new Set(
  'eur usd gbp chf cad aud nzd sek nok dkk pln czk huf ron bgn try brl mxn inr sgd hkd thb myr aed twd isk ugx zar ils'.split(
    ' ',
  ),
);

/** The smallest charge of a currency, in its minor units. For others Stripe converts; the double asks for 0.50. */
const MINIMUM: Record<string, number> = {
  ...{ eur: 50, usd: 50, chf: 50, gbp: 30, cad: 50, aud: 50, nzd: 50, sek: 300, nok: 300, dkk: 250, pln: 200 },
  ...{ czk: 1500, huf: 17500, ron: 200, bgn: 100, jpy: 50, krw: 100, brl: 50, mxn: 1000, inr: 50, sgd: 50, hkd: 400 },
};
const MAXIMUM = 99_999_999;

/** @throws StripeError for a code that is none, or is written in capitals (Stripe takes both; we send one). */
export function checkCurrency(currency: string, param = 'currency'): string {
  const code = currency.toLowerCase();
  if (!ZERO_DECIMAL.has(code) && !THREE_DECIMAL.has(code) && !TWO_DECIMAL.has(code))
    throw invalid(
      `Invalid currency: ${currency}. Stripe currently supports these currencies: ${[...TWO_DECIMAL].join(', ')}, …`,
      param,
    );
  return code;
}

/** Refuses an amount no card can be charged. @throws StripeError */
export function checkCharge(amount: number, currency: string, param: string): void {
  const least = MINIMUM[currency] ?? (THREE_DECIMAL.has(currency) ? 500 : 50);
  if (amount < least)
    throw invalid(`Amount must be at least ${written(least, currency)} ${currency}`, param, 'amount_too_small');
  checkExponent(amount, currency, param);
}

/** Refuses an amount that cannot exist in its currency. @throws StripeError */
export function checkExponent(amount: number, currency: string, param: string): void {
  if (amount > MAXIMUM)
    throw invalid(`Amount must be no more than ${written(MAXIMUM, currency)} ${currency}`, param, 'amount_too_large');
  if (THREE_DECIMAL.has(currency) && amount % 10 !== 0)
    throw invalid(`Invalid amount: ${amount} ${currency} has three decimals, of which the last has to be 0.`, param);
  if (WRITTEN_WITH_TWO.has(currency) && amount % 100 !== 0)
    throw invalid(`Invalid amount: ${currency} has no decimals, so ${amount} has to end in 00.`, param);
}

/** `12.50`, for sentences. */
export function written(amount: number, currency: string): string {
  const decimals = ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;
  return (amount / 10 ** decimals).toFixed(decimals);
}
