// Who speaks, and what they may ask for.
import { StripeError } from './errors.ts';

export interface Key {
  key: string;
  livemode: boolean;
  /** Of a restricted key: permissions such as `checkout_session_write`; null is everything. */
  permissions: readonly string[] | null;
}

/** What the plugin's restricted key needs; said to the venue in the settings. */
export const PLUGIN_PERMISSIONS = [
  ...['checkout_session_write', 'payment_intent_write', 'setup_intent_write', 'customer_write', 'charge_write'],
  ...['payment_method_write', 'dispute_read', 'payout_read', 'balance_transaction_read', 'webhook_write', 'event_read'],
  ...['payment_method_domain_write', 'accounts_kyc_basic_read'],
] as const;

/** Keys every double knows. */
export const KEYS = {
  secret: 'sk_test_parterreDouble',
  publishable: 'pk_test_parterreDouble',
  restricted: 'rk_test_parterreDouble',
  /** May read sessions and nothing else. */
  narrow: 'rk_test_parterreNarrow',
  liveSecret: 'sk_live_parterreDouble',
  livePublishable: 'pk_live_parterreDouble',
  liveRestricted: 'rk_live_parterreDouble',
} as const;

export const KNOWN: readonly Key[] = [
  { key: KEYS.secret, livemode: false, permissions: null },
  { key: KEYS.restricted, livemode: false, permissions: PLUGIN_PERMISSIONS },
  { key: KEYS.narrow, livemode: false, permissions: ['checkout_session_read'] },
  { key: KEYS.liveSecret, livemode: true, permissions: null },
  { key: KEYS.liveRestricted, livemode: true, permissions: PLUGIN_PERMISSIONS },
];

const shown = (key: string): string => `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;

/** The key of an `Authorization` header, as bearer or as the name of Basic. @throws StripeError 401 */
export function keyOf(authorization: string | undefined, known: readonly Key[]): Key {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ');
  const key =
    scheme.toLowerCase() === 'basic'
      ? (Buffer.from(value, 'base64').toString().split(':')[0] ?? '')
      : scheme.toLowerCase() === 'bearer'
        ? value
        : '';
  if (!key)
    throw new StripeError(
      401,
      'invalid_request_error',
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  if (key.startsWith('pk_'))
    throw new StripeError(
      401,
      'invalid_request_error',
      'This API call cannot be made with a publishable API key. Please use a secret API key.',
      { code: 'secret_key_required' },
    );
  const found = known.find((one) => one.key === key);
  if (!found) throw new StripeError(401, 'invalid_request_error', `Invalid API Key provided: ${shown(key)}`);
  return found;
}

/** @throws StripeError 403 when a restricted key may not do this */
export function mayDo(key: Key, permission: string, account: string): void {
  const writes = permission.replace(/_read$/, '_write');
  if (key.permissions === null || key.permissions.includes(permission) || key.permissions.includes(writes)) return;
  throw new StripeError(
    403,
    'invalid_request_error',
    `The provided key '${shown(key.key)}' does not have the required permissions for this endpoint on account '${account}'. Having the 'rak_${permission}' permission would allow this request to continue.`,
  );
}
