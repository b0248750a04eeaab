// What the stub of Stripe.js asks, in the buyer's browser. Real Stripe.js has its own private API; this is ours.
import type { Method } from './cards.ts';
import { methodOfNumber } from './cards.ts';
import { isMethod } from './checkout.ts';
import type { StripeDouble } from './double.ts';
import { invalid, StripeError } from './errors.ts';
import { shownToBuyer } from './expand.ts';
import type { Session } from './objects.ts';
import type { Answer } from './server.ts';

interface Asked {
  /** A publishable key. */
  key?: string;
  clientSecret?: string;
  email?: string;
  name?: string;
  country?: string;
  /** A card's number, an IBAN, or the name of a wallet. */
  means?: string;
  /** Where to go on after the bank's page; the session's own when not given. */
  returnUrl?: string;
}

/** The page is on another origin. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'POST',
};

/** Answers what begins with `/_browser/`; undefined is for others to answer. */
export function browserAnswer(double: StripeDouble, method: string, url: URL, body: string): Answer | undefined {
  const [, act] = /^\/_browser\/(\w+)$/.exec(url.pathname) ?? [];
  if (!act) return undefined;
  if (method === 'OPTIONS') return { status: 204, body: '', headers: CORS };
  try {
    const result = answerTo(double, act, JSON.parse(body || '{}') as Asked);
    return { status: 200, body: JSON.stringify(result), headers: CORS };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    return { status: error.status, body: JSON.stringify(error.body()), headers: CORS };
  }
}

function answerTo(double: StripeDouble, act: string, asked: Asked): unknown {
  if (!/^pk_(test|live)_\w+$/.test(asked.key ?? ''))
    throw new StripeError(401, 'invalid_request_error', `Invalid API Key provided: ${asked.key ?? ''}`);
  if (act === 'confirmIntent') return confirmIntent(double, asked);
  const session = sessionOf(double, asked);
  if (act === 'session') return shownToBuyer(double.world, session);
  if (act === 'email') {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(asked.email ?? ''))
      throw invalid('Your email address is invalid.', 'email', 'email_invalid');
    if (session.customer_email || session.customer)
      throw invalid('The email of this Checkout Session cannot be changed.', 'email');
    session.customer_details = {
      ...{
        address: null,
        business_name: null,
        individual_name: null,
        name: null,
        phone: null,
        tax_exempt: 'none',
        tax_ids: [],
      },
      email: asked.email ?? null,
    };
    return shownToBuyer(double.world, session);
  }
  if (act === 'confirm') {
    const { country, email, name } = asked;
    const outcome = double.checkout.pay(session, { method: methodOf(asked.means), country, email, name });
    if (asked.returnUrl) session.return_url = asked.returnUrl;
    return { ...outcome, session: shownToBuyer(double.world, session) };
  }
  throw new StripeError(404, 'invalid_request_error', `There is no ${act}.`);
}

/** The secret stays valid for looking after the session is over; confirming is refused then. */
function sessionOf(double: StripeDouble, { key = '', clientSecret = '' }: Asked): Session {
  const session = double.world.sessions.all.get(clientSecret.split('_secret_')[0] ?? '');
  const secret = session?.client_secret;
  if (!session || (secret !== null && secret !== clientSecret))
    throw invalid(`No such checkout.session: '${clientSecret.split('_secret_')[0]}'`, 'session', 'resource_missing');
  if (session.livemode !== key.startsWith('pk_live_'))
    throw invalid('The key and the session belong to different modes.', 'session', 'resource_missing');
  return session;
}

/** A payment or setup intent the plugin made itself: the way out for a pledge whose bank wants to see the buyer. */
function confirmIntent(double: StripeDouble, asked: Asked): unknown {
  const { world, money } = double;
  const id = (asked.clientSecret ?? '').split('_secret_')[0] ?? '';
  const intent = world.intents.all.get(id);
  if (!intent || intent.client_secret !== asked.clientSecret)
    throw invalid(`No such payment_intent: '${id}'`, 'intent', 'resource_missing');
  if (intent.status === 'succeeded' || intent.status === 'processing' || intent.status === 'canceled')
    throw invalid(
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}.`,
      undefined,
      'payment_intent_unexpected_state',
    );
  // Either a new means of payment, or the one the intent already has.
  if (asked.means) {
    const means = money.method(intent.livemode, methodOf(asked.means), asked.country ?? 'FR', asked.email ?? null);
    intent.payment_method = means.id;
  }
  if (intent.status === 'requires_action' && intent.next_action) {
    if (asked.returnUrl) intent.next_action.redirect_to_url.return_url = asked.returnUrl;
    return { result: 'requires_action', url: intent.next_action.redirect_to_url.url, status: intent.status };
  }
  const outcome = money.confirm(intent, true);
  if (intent.next_action) intent.next_action.redirect_to_url.return_url = asked.returnUrl ?? null;
  return { ...outcome, status: intent.status };
}

/** @throws StripeError for a number that is no test card */
export function methodOf(means = ''): Method {
  if (isMethod(means)) return means;
  if (/^[A-Z]{2}\d{2}/i.test(means)) return 'bank';
  const method = methodOfNumber(means);
  if (!method)
    throw new StripeError(402, 'card_error', 'Your card number is invalid.', {
      code: 'incorrect_number',
      param: 'number',
    });
  return method;
}
