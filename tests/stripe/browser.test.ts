// The stand-in for Stripe.js on a bare page with the policy Stripe asks shops for: names of the pinned train, every way to pay, and
// what the real one refuses.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch } from '../journeys/world.ts';
import { standInForStripe, type StandInOptions } from './browser/intercept.ts';
import { ask, HOSTED, TICKETS } from './client.ts';
import { startStripeDouble, type StripeDouble } from './double/double.ts';
import { KEYS } from './double/keys.ts';

const SITE = 'https://venue.test';
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' https://js.stripe.com; style-src 'unsafe-inline'; frame-src https://js.stripe.com; connect-src https://api.stripe.com";

let browser: Browser;
let double: StripeDouble;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  double = await startStripeDouble();
});
afterEach(async () => {
  await context?.close();
  await double.stop();
});

/** A shop's page with the form of a new session. What its elements tell is kept in `window.seen`. */
async function open(options: StandInOptions = {}, tickets: object = TICKETS): Promise<string> {
  const { body } = await ask(double, 'POST', '/v1/checkout/sessions', tickets);
  context = await browser.newContext();
  context.setDefaultTimeout(8000);
  await standInForStripe(context, double, options);
  await context.route(`${SITE}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': POLICY },
      body: `<!doctype html><title>Shop</title><div id="wallets"></div><div id="card"></div><button id="pay">Pay</button><output></output>
<script src="https://js.stripe.com/dahlia/stripe.js"></script>
<script>
window.seen = [];
async function start() {
  const stripe = Stripe('${KEYS.publishable}', { locale: 'fr' });
  const sdk = stripe.initCheckoutElementsSdk({ clientSecret: '${body.client_secret}' });
  const loaded = await sdk.loadActions();
  if (loaded.type === 'error') return (document.querySelector('output').value = loaded.error.message);
  window.actions = loaded.actions;
  const card = sdk.createPaymentElement();
  const wallets = sdk.createExpressCheckoutElement({ buttonHeight: 48 });
  for (const [name, element] of [['card', card], ['wallets', wallets]]) {
    for (const type of ['ready', 'change', 'loaderror']) element.on(type, (detail) => seen.push([name, type, detail]));
    element.mount('#' + name);
  }
  const show = (result) => (document.querySelector('output').value = JSON.stringify(result.error ?? result.session.status));
  wallets.on('confirm', async (event) => show(await actions.confirm({ redirect: 'if_required', expressCheckoutConfirmEvent: event })));
  document.querySelector('#pay').onclick = async () => show(await actions.confirm({ redirect: 'if_required' }));
}
if (location.pathname === '/shop/') start();
</script>`,
    }),
  );
  page = await context.newPage();
  await page.goto(`${SITE}/shop/`);
  return body.id;
}

const fields = () => page.frameLocator('iframe[title="Secure payment input frame"]');
async function pay(number: string): Promise<void> {
  await fields().getByLabel('Card number').fill(number);
  await fields().getByLabel('Expiration date').fill('12 / 34');
  await fields().getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
}
const said = async (): Promise<unknown> => {
  const output = page.locator('output');
  await output.filter({ hasText: /./ }).waitFor();
  return JSON.parse((await output.textContent()) ?? '');
};
const PAID = { type: 'complete', paymentStatus: 'paid' };

describe('the form in the page', () => {
  it('takes a card, and says when it is ready and complete', async () => {
    const id = await open();
    await pay('4242 4242 4242 4242');
    expect(await said()).toEqual(PAID);
    expect(double.session(id).payment_status).toBe('paid');
    const seen = (await page.evaluate('seen')) as [string, string, { complete?: boolean }][];
    expect(seen.map(([name, type]) => `${name} ${type}`)).toEqual(
      expect.arrayContaining(['card ready', 'wallets ready', 'card change']),
    );
    expect(seen.findLast(([, type]) => type === 'change')?.[2].complete).toBe(true);
  });

  it('does not ask the bank while fields are missing', async () => {
    const id = await open();
    await fields().getByLabel('Card number').fill('4242');
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    expect(await said()).toEqual({ message: 'Your card number is incomplete.', code: null });
    expect(double.session(id).payment_intent).toBeNull();
  });

  it('passes on why a card is declined, and takes another', async () => {
    const id = await open();
    await pay('4000 0000 0000 9995');
    expect(await said()).toEqual({
      ...{ message: 'Your card has insufficient funds.', code: 'paymentFailed' },
      paymentFailed: { declineCode: 'insufficient_funds' },
    });
    expect(((await page.evaluate('actions.getSession().lastPaymentError')) as null) ?? null).toBeNull();
    await pay('4242424242424242');
    await expect.poll(() => double.session(id).payment_status).toBe('paid');
  });

  it('asks for the bank’s question in the page', async () => {
    for (const well of [true, false]) {
      const id = await open();
      await pay('4000 0025 0000 3155');
      await page
        .getByRole('dialog', { name: '3D Secure' })
        .getByRole('button', { name: well ? /^Complete/ : /^Fail/ })
        .click();
      expect(await said()).toMatchObject(well ? PAID : { code: null });
      expect(double.session(id).payment_status).toBe(well ? 'paid' : 'unpaid');
      await context.close();
    }
  });

  it('goes to the bank’s page and comes back', async () => {
    const id = await open({}, { ...TICKETS, return_url: `${SITE}/back/?order=ordr_1&session={CHECKOUT_SESSION_ID}` });
    await pay('4000 0027 6000 3184');
    await page.getByRole('button', { name: 'Yes, complete' }).click();
    await page.waitForURL(`${SITE}/back/?order=ordr_1&session=${id}`);
    expect(double.session(id).payment_status).toBe('paid');
  });

  it('takes a bank debit, which is only promised', async () => {
    const id = await open();
    await fields().getByLabel('SEPA Direct Debit').check();
    await fields().getByLabel('IBAN').fill('FR14 2004 1010 0505 0001 3M02 606');
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    expect(await said()).toEqual({ type: 'complete', paymentStatus: 'unpaid' });
    double.arrive(id);
    expect(double.session(id).payment_status).toBe('paid');
  });

  it('pays by wallet where the device has one', async () => {
    const id = await open({ wallets: ['apple_pay', 'google_pay'] });
    await page
      .frameLocator('iframe[title="Secure express checkout frame"]')
      .getByRole('button', { name: 'Buy with Google Pay' })
      .click();
    expect(await said()).toEqual(PAID);
    expect(double.chargeOf(id).payment_method_details).toMatchObject({ card: { wallet: { type: 'google_pay' } } });
  });

  it('is told a new total by a change on the server', async () => {
    const id = await open();
    await expect.poll(() => page.evaluate('typeof actions')).toBe('object');
    const items = double.world.items.get(id)!;
    await page.exposeFunction('change', () =>
      ask(double, 'POST', `/v1/checkout/sessions/${id}`, { line_items: [{ id: items[0]!.id, quantity: 1 }] }).then(
        () => {},
      ),
    );
    const total = await page.evaluate(
      'actions.runServerUpdate(() => change()).then(({ session }) => session.total.total.minorUnitsAmount)',
    );
    expect(total).toBe(1200);
    expect(await page.evaluate("actions.updateEmail('nobody').then(({ error }) => error.code)")).toBe('invalidEmail');
  });
});

/** Code with `s`, a Stripe, and what the real script says to it. */
const REFUSED = {
  'a mount in a shadow root': [
    "const host = document.createElement('div'); host.attachShadow({ mode: 'open' }).innerHTML = '<p></p>'; document.body.append(host); s.initCheckoutElementsSdk({ clientSecret: 'x' }).createPaymentElement().mount(host.shadowRoot.querySelector('p'))",
    'ShadowRoot',
  ],
  'initCheckout, of clover': ["s.initCheckout({ clientSecret: 'x' })", 'initCheckoutElementsSdk'],
  'initEmbeddedCheckout, of clover': ["s.initEmbeddedCheckout({ clientSecret: 'x' })", 'createEmbeddedCheckoutPage'],
  'a secret key': ["Stripe('sk_test_1')", 'secret key'],
  'two payment elements': [
    "const sdk = s.initCheckoutElementsSdk({ clientSecret: 'x' }); sdk.createPaymentElement(); sdk.createPaymentElement()",
    'created already',
  ],
} as const;

describe('the script', () => {
  it('refuses what the real one refuses', async () => {
    await open();
    for (const [what, [code, words]] of Object.entries(REFUSED)) {
      const thrown = await page.evaluate(
        `try { const s = Stripe('pk_test_1'); ${code}; '' } catch (error) { error.name + ': ' + error.message }`,
      );
      expect(thrown, what).toMatch(new RegExp(`^IntegrationError: .*${words}`));
    }
    const loaded = await page.evaluate(
      `Stripe('${KEYS.publishable}').initCheckoutElementsSdk({ clientSecret: 'cs_test_1_secret_2' }).loadActions().then(({ type }) => type)`,
    );
    expect(loaded).toBe('error');
  });
});

describe('a page that cannot have Stripe', () => {
  it('has no script', async () => {
    await open({ blocked: 'script' });
    expect(await page.evaluate('typeof Stripe')).toBe('undefined');
  });

  it('hears nothing of frames, and then of an error', async () => {
    await open({ blocked: 'frames' });
    await expect
      .poll(() => page.evaluate("seen.some(([name, type]) => name === 'card' && type === 'loaderror')"), {
        timeout: 10_000,
      })
      .toBe(true);
  });

  it('cannot reach the API', async () => {
    await open({ blocked: 'api' });
    await page
      .locator('output')
      .filter({ hasText: /issues connecting/ })
      .waitFor();
  });
});

describe('Stripe’s own page', () => {
  const openHosted = async (): Promise<string> => {
    const { body } = await ask(double, 'POST', '/v1/checkout/sessions', {
      ...{
        ...HOSTED,
        customer_email: undefined,
        success_url: `${SITE}/thanks/?s={CHECKOUT_SESSION_ID}`,
        cancel_url: `${SITE}/shop/`,
      },
    });
    // A browser without scripts can pay too.
    context = await browser.newContext({ javaScriptEnabled: false });
    await context.route(`${SITE}/**`, (route) => route.fulfill({ contentType: 'text/html', body: 'The shop' }));
    page = await context.newPage();
    await page.goto(body.url);
    await page.getByLabel('Email').fill('bea@example.org');
    return body.id;
  };

  it('sells, declines, asks the bank, and lets go back', async () => {
    const id = await openHosted();
    await page.getByLabel('Card number').fill('4000000000000002');
    await page.getByRole('button', { name: 'Pay' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('Your card was declined.');
    await page.getByLabel('Email').fill('bea@example.org');
    await page.getByLabel('Card number').fill('4000002500003155');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('button', { name: 'No, fail' }).click();
    await page.getByRole('button', { name: 'Back to the shop' }).click();
    await page.waitForURL(`${SITE}/shop/`);
    expect(double.session(id).status).toBe('open');
    await page.goto(double.session(id).url!);
    await page.getByLabel('Card number').fill('4242424242424242');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.waitForURL(`${SITE}/thanks/?s=${id}`);
    expect(double.session(id).payment_status).toBe('paid');
  });
});
