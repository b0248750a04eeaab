/**
 * The version of Stripe's API the plugin speaks, and the train of Stripe.js that belongs to it. Why this one: docs/money.md,
 * "Stripe's version".
 */
export const API_VERSION = '2026-08-26.dahlia';
export const TRAIN = 'dahlia';

/** What the venue's account speaks where nobody says otherwise: years old, as at most venues. */
export const ACCOUNT_VERSION = '2020-08-27';

/** A train, as far as it refuses what another one takes. */
interface Train {
  /** `payment_method_types` on creating sessions and intents. */
  takesPaymentMethodTypes: boolean;
}

/** By train: what the double has to refuse. The next one is kept beside the pinned one, so that we are ready for it. */
const TRAINS: Record<string, Train> = {
  dahlia: { takesPaymentMethodTypes: true },
  endive: { takesPaymentMethodTypes: false },
};

/** The rules of the train `version` belongs to. @throws Error for a train the double does not play. */
export function trainOf(version: string): Train {
  const train = TRAINS[version.split('.')[1] ?? ''];
  if (!train) throw new Error(`The double does not play ${version}. Trains: ${Object.keys(TRAINS).join(', ')}`);
  return train;
}
