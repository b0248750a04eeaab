// A client of the API as small as the plugin's, for tests of the double itself.
import type { StripeDouble } from './double/double.ts';
import { encodeForm } from './double/forms.ts';
import { KEYS } from './double/keys.ts';

export interface Reply {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer of the API, of which each test reads what it is about
  body: any;
  headers: Headers;
}

/** Asks the double. A header of `undefined` is left out. */
export async function ask(
  double: StripeDouble,
  method: string,
  path: string,
  parameters: object | string = {},
  headers: Record<string, string | undefined> = {},
): Promise<Reply> {
  const form = typeof parameters === 'string' ? parameters : encodeForm(parameters);
  const sent: Record<string, string | undefined> = {
    authorization: `Bearer ${KEYS.secret}`,
    'stripe-version': double.version,
    ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    ...headers,
  };
  const response = await fetch(`${double.url}${path}${method !== 'POST' && form ? `?${form}` : ''}`, {
    method,
    headers: Object.fromEntries(
      Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    ...(method === 'POST' ? { body: form } : {}),
    redirect: 'manual',
    signal: AbortSignal.timeout(5000),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
}

/** What a session of two live tickets is asked for with. */
export const TICKETS = {
  mode: 'payment',
  ui_mode: 'elements',
  return_url: 'https://venue.test/nuit/?order=ordr_1',
  client_reference_id: 'ordr_1',
  customer_email: 'bea@example.org',
  locale: 'fr',
  metadata: { order: 'ordr_1' },
  payment_intent_data: { metadata: { order: 'ordr_1' }, description: 'Nuit blanche' },
  line_items: [
    {
      price_data: { currency: 'eur', unit_amount: 1200, product_data: { name: 'Nuit blanche, en direct' } },
      quantity: 2,
    },
  ],
};

/** Saving a card for a pledge. */
export const PLEDGE = {
  mode: 'setup',
  ui_mode: 'elements',
  currency: 'eur',
  return_url: 'https://venue.test/campaign/',
  customer_creation: 'always',
  customer_email: 'leo@example.org',
  setup_intent_data: { metadata: { pledge: 'pldg_1' } },
};

/** A page of Stripe's own. */
export const HOSTED = {
  ...TICKETS,
  ui_mode: 'hosted_page',
  return_url: undefined,
  success_url: 'https://venue.test/nuit/?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://venue.test/nuit/',
};
