// How a buyer may pay. The names stand for the test cards Stripe publishes; the pages and the script's stub take their
// numbers too.

export type Method =
  | 'card'
  | 'card-3ds'
  | 'card-3ds-always'
  | 'card-declined'
  | 'card-insufficient'
  | 'card-expired'
  | 'card-wrong-cvc'
  | 'card-fails-later'
  | 'card-disputed'
  | 'bank'
  | 'apple_pay'
  | 'google_pay'
  | 'link';

export interface Behaviour {
  number?: string;
  type: 'card' | 'sepa_debit' | 'link';
  brand: string;
  wallet?: 'apple_pay' | 'google_pay';
  /** When the bank wants to see the buyer: paying or saving on a page; also when charged without them. */
  asks: 'never' | 'on-page' | 'always';
  /** The refusal when it is charged. */
  declines?: { code: string; decline_code: string; message: string };
  /** Whether it can be saved although it will be refused. */
  saves?: boolean;
  /** The money is only promised for days. */
  delayed?: boolean;
  /** The owner contests the payment at once, as with Stripe's own card for it. */
  disputed?: boolean;
}

const declined = (decline_code: string, message: string, code = 'card_declined') => ({ code, decline_code, message });

export const METHODS: Record<Method, Behaviour> = {
  card: { number: '4242424242424242', type: 'card', brand: 'visa', asks: 'never' },
  'card-3ds': { number: '4000002500003155', type: 'card', brand: 'visa', asks: 'on-page' },
  'card-3ds-always': { number: '4000002760003184', type: 'card', brand: 'visa', asks: 'always' },
  'card-declined': {
    ...{ number: '4000000000000002', type: 'card', brand: 'visa', asks: 'never' },
    declines: declined('generic_decline', 'Your card was declined.'),
  },
  'card-insufficient': {
    ...{ number: '4000000000009995', type: 'card', brand: 'visa', asks: 'never' },
    declines: declined('insufficient_funds', 'Your card has insufficient funds.'),
  },
  'card-expired': {
    ...{ number: '4000000000000069', type: 'card', brand: 'visa', asks: 'never' },
    declines: declined('expired_card', 'Your card has expired.', 'expired_card'),
  },
  'card-wrong-cvc': {
    ...{ number: '4000000000000127', type: 'card', brand: 'visa', asks: 'never' },
    declines: declined('incorrect_cvc', 'Your card’s security code is incorrect.', 'incorrect_cvc'),
  },
  'card-fails-later': {
    ...{ number: '4000000000000341', type: 'card', brand: 'visa', asks: 'never', saves: true },
    declines: declined('generic_decline', 'Your card was declined.'),
  },
  'card-disputed': { number: '4000000000000259', type: 'card', brand: 'visa', asks: 'never', disputed: true },
  bank: { type: 'sepa_debit', brand: '', asks: 'never', delayed: true },
  apple_pay: { type: 'card', brand: 'visa', wallet: 'apple_pay', asks: 'never' },
  google_pay: { type: 'card', brand: 'mastercard', wallet: 'google_pay', asks: 'never' },
  link: { type: 'link', brand: '', asks: 'never' },
};

/** Which card a typed number is. */
export function methodOfNumber(number: string): Method | undefined {
  const digits = number.replaceAll(/\D/g, '');
  return (Object.keys(METHODS) as Method[]).find((name) => METHODS[name].number === digits);
}
