// The pages Stripe itself shows: the hosted checkout, and the bank's question (3-D Secure). Plain HTML, as a browser without
// scripts needs it.
import { methodOf } from './browser-api.ts';
import type { StripeDouble } from './double.ts';
import { StripeError } from './errors.ts';
import { written } from './currencies.ts';
import type { Session } from './objects.ts';
import type { Outcome } from './money.ts';
import type { Answer } from './server.ts';

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const page = (title: string, main: string): Answer => ({
  status: 200,
  type: 'text/html; charset=utf-8',
  body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>
body { font: 1rem/1.5 sans-serif; max-width: 26rem; margin: 2rem auto; padding: 0 1rem }
label, button { display: block; margin-block: 0.75rem } input { font: inherit; width: 100%; padding: 0.5rem; box-sizing: border-box }
button { font: inherit; min-height: 44px; padding: 0.5rem 1rem }
</style>
<main>
<h1>${escape(title)}</h1>
${main}
</main>
</html>
`,
});

const to = (place: string): Answer => ({ status: 303, body: '', headers: { location: place } });

/** Answers the pages; undefined is for others to answer. */
export function pageAnswer(double: StripeDouble, method: string, url: URL, body: string): Answer | undefined {
  const [, kind, id = ''] = /^\/(pay|3ds)\/(\w+)$/.exec(url.pathname) ?? [];
  if (!kind || (method !== 'GET' && method !== 'POST')) return undefined;
  const form = new URLSearchParams(body);
  return kind === 'pay' ? payPage(double, id, method, form) : bankPage(double, id, method, form);
}

function payPage(double: StripeDouble, id: string, method: string, form: URLSearchParams): Answer {
  const session = double.world.sessions.all.get(id);
  if (!session || session.ui_mode !== 'hosted_page') return { status: 404, body: 'There is no such page.' };
  if (session.status === 'expired') return page('This page has expired', '<p>Go back to the shop and try again.</p>');
  if (session.status === 'complete') return page('You’re all done here', '<p>This payment is complete.</p>');
  let refusal = '';
  if (method === 'POST') {
    if (form.get('act') === 'cancel') return session.cancel_url ? to(session.cancel_url) : payForm(double, session, '');
    try {
      const place = afterwards(
        session,
        double.checkout.pay(session, {
          method: methodOf(form.get('means') ?? ''),
          email: form.get('email') || undefined,
          country: form.get('country') || undefined,
        }),
      );
      if (place) return to(place);
      refusal = 'Your card was declined.';
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      refusal = error.message;
    }
  }
  return payForm(double, session, refusal);
}

function payForm(double: StripeDouble, session: Session, refusal: string): Answer {
  const items = double.world.items.get(session.id) ?? [];
  const currency = session.currency ?? '';
  const email = session.customer_email ?? session.customer_details?.email ?? '';
  return page(
    'Pay Le Parterre',
    `<ul>${items.map((item) => `<li>${escape(item.description)} × ${item.quantity}: ${written(item.amount_total, currency)}`).join('')}</ul>
<p>Total <strong>${written(session.amount_total ?? 0, currency)} ${currency.toUpperCase()}</strong></p>
${refusal ? `<p role="alert">${escape(refusal)}</p>` : ''}
<form method="post">
<label>Email <input name="email" type="email" value="${escape(email)}" ${session.customer_email ? 'readonly' : ''}></label>
<label>Card number <input name="means" inputmode="numeric" value="4242 4242 4242 4242"></label>
<label>Country of the card <input name="country" value="FR" maxlength="2"></label>
<button name="act" value="pay">${session.mode === 'setup' ? 'Save card' : 'Pay'}</button>
<button name="act" value="cancel" formnovalidate>Back to the shop</button>
</form>`,
  );
}

/** Where a buyer goes on; undefined is: stay and try again. */
function afterwards(session: Session, outcome: Outcome): string | undefined {
  if (outcome.result === 'requires_action') return outcome.url;
  if (outcome.result === 'declined') return undefined;
  return landing(session.success_url ?? session.return_url ?? '', session);
}

function landing(place: string, session: Session): string {
  return place.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

/** `id` is a payment or setup intent that waits for the bank. */
function bankPage(double: StripeDouble, id: string, method: string, form: URLSearchParams): Answer {
  const intent = double.world.intents.all.get(id) ?? double.world.setups.all.get(id);
  if (!intent) return { status: 404, body: 'There is no such page.' };
  const session = double.world.sessions.values().find((one) => one.payment_intent === id || one.setup_intent === id);
  const inPage = form.get('in-page') !== null;
  if (intent.status !== 'requires_action') return page('This question has been answered', '<p>Close this page.</p>');
  if (method === 'POST') {
    const returnUrl = intent.next_action?.redirect_to_url.return_url;
    const well = form.get('act') === 'complete';
    const outcome = double.checkout.authenticate(id, well);
    if (inPage) return { status: 200, body: JSON.stringify(outcome), headers: { 'access-control-allow-origin': '*' } };
    if (session) {
      if (session.ui_mode === 'hosted_page')
        return to(well ? landing(session.success_url ?? '', session) : `${double.url}/pay/${session.id}`);
      return to(landing(session.return_url ?? '', session));
    }
    const place = new URL(returnUrl ?? double.url);
    const name = intent.object;
    place.searchParams.set(name, id);
    place.searchParams.set(`${name}_client_secret`, intent.client_secret);
    place.searchParams.set('redirect_status', well && outcome.result !== 'declined' ? 'succeeded' : 'failed');
    return to(place.href);
  }
  return page(
    'Your bank',
    `<p>Is it you who is paying?</p>
<form method="post">
<button name="act" value="complete">Yes, complete</button>
<button name="act" value="fail">No, fail</button>
</form>`,
  );
}
