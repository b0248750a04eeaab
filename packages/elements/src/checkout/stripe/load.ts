/**
 * Stripe's own script: it may come from `js.stripe.com` only, never out of a bundle, and only once somebody has ordered and is
 * about to pay. Many pages cannot have it (a policy, a blocker, no network): that is an answer, not an accident.
 */
import type { Stripe, StripeConstructorOptions } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';

/** The train of Stripe.js the loader's major version belongs to, and this form is written for. */
const TRAIN = 'dahlia';

type Locale = NonNullable<StripeConstructorOptions['locale']>;

/** Why there is no form in the page. */
export class NoForm extends Error {}

/**
 * Stripe's instance for this key. Waits as long as the browser does.
 *
 * @throws NoForm where the script is refused, or another plugin of the page has loaded one that has no such form
 */
export async function openStripe(key: string, train: string, language: string): Promise<Stripe> {
  if (train !== TRAIN) throw new NoForm(`the server speaks ${train}, this form ${TRAIN}`);
  let stripe: Stripe | null;
  try {
    stripe = await loadStripe(key, { locale: language as Locale });
  } catch (cause) {
    throw new NoForm('js.stripe.com cannot be loaded', { cause });
  }
  if (typeof stripe?.initCheckoutElementsSdk !== 'function') throw new NoForm('the page has another Stripe.js');
  return stripe;
}
