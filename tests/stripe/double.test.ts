// The double has to be right before it judges anybody: what it accepts, refuses and answers is held against the official
// stripe-mock and its description, what happens over time against what Stripe documents.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, HOSTED, PLEDGE, TICKETS } from './client.ts';
import { startStripeDouble, type StripeDouble } from './double/double.ts';
import { encodeForm } from './double/forms.ts';
import { KEYS } from './double/keys.ts';
import { API_VERSION, TRAIN } from './double/version.ts';
import type { LoggedRequest } from './double/server.ts';
import { misfits } from './mock/conforms.ts';
import { startStripeMock, type StripeMock } from './mock/mock.ts';

let mock: StripeMock;
let double: StripeDouble;
/** Every request any double here has accepted. */
const accepted: LoggedRequest[] = [];

beforeAll(async () => {
  mock = await startStripeMock();
});
afterAll(() => mock.stop());
beforeEach(async () => {
  double = await startStripeDouble();
});
afterEach(async () => {
  // Of other versions than the pinned one stripe-mock knows nothing.
  if (double.version === API_VERSION)
    accepted.push(...double.log.filter(({ status, replayed }) => status === 200 && !replayed));
  await double.stop();
});

const sell = async (parameters: object = TICKETS) =>
  (await ask(double, 'POST', '/v1/checkout/sessions', parameters)).body;
const sessionOf = async (id: string, ...expand: string[]) =>
  (await ask(double, 'GET', `/v1/checkout/sessions/${id}`, { expand })).body;

/** A customer with a saved card. */
async function supporter(method: 'card' | 'card-3ds' | 'card-3ds-always' | 'card-fails-later' | 'bank' = 'card') {
  const session = await sell(PLEDGE);
  const outcome = double.pay(session.id, { method });
  if (outcome.result === 'requires_action') double.authenticate(session.id);
  const { customer, setup_intent: setup } = await sessionOf(session.id, 'setup_intent');
  return { customer, method: setup.payment_method as string };
}

const charge = (saved: { customer: string; method: string }, more: object = {}, headers = {}) =>
  ask(
    double,
    'POST',
    '/v1/payment_intents',
    {
      ...{ amount: 5000, currency: 'eur', customer: saved.customer, payment_method: saved.method },
      ...{ off_session: true, confirm: true, metadata: { order: 'ordr_2' } },
      ...more,
    },
    headers,
  );

describe('the pinned version', () => {
  it('is the one the newest stripe-mock knows', () => {
    expect(mock.version).toBe(API_VERSION);
    expect(API_VERSION.endsWith(`.${TRAIN}`)).toBe(true);
  });
});

describe('a request of another version', () => {
  it.each([
    ['no version at all', undefined],
    ['an old version', '2020-08-27'],
    ['the train before', '2025-09-30.clover'],
    ['the train after', '2026-10-28.endive'],
  ])('is refused: %s', async (_, version) => {
    const { status, body } = await ask(double, 'GET', '/v1/account', {}, { 'stripe-version': version });
    expect(status).toBe(400);
    expect(body.error.message).toContain(double.version);
  });

  it('says payment_method_types only up to dahlia', async () => {
    const parameters = { ...TICKETS, payment_method_types: ['card'] };
    expect((await ask(double, 'POST', '/v1/checkout/sessions', parameters)).status).toBe(200);
    await double.stop();
    double = await startStripeDouble({ version: '2026-10-28.endive' });
    const { status, body } = await ask(double, 'POST', '/v1/checkout/sessions', parameters);
    expect([status, body.error.code, body.error.param]).toEqual([400, 'parameter_unknown', 'payment_method_types']);
  });
});

describe('a key', () => {
  it.each([
    ['none', undefined, 401],
    ['an unknown one', 'Bearer sk_test_somebodyElse', 401],
    ['the publishable one', `Bearer ${KEYS.publishable}`, 401],
    ['a restricted one without the permission', `Bearer ${KEYS.narrow}`, 403],
  ])('is refused: %s', async (_, authorization, status) => {
    const reply = await ask(double, 'POST', '/v1/checkout/sessions', TICKETS, { authorization });
    expect(reply.status).toBe(status);
    expect(reply.body.error.type).toBe('invalid_request_error');
    expect(double.world.sessions.values()).toEqual([]);
  });

  it('is taken when restricted to what the plugin does, and never shown whole', async () => {
    const authorization = `Bearer ${KEYS.restricted}`;
    expect((await ask(double, 'POST', '/v1/checkout/sessions', TICKETS, { authorization })).status).toBe(200);
    const { body } = await ask(
      double,
      'POST',
      '/v1/refunds',
      { charge: 'ch_1' },
      { authorization: `Bearer ${KEYS.narrow}` },
    );
    expect(body.error.message).toContain('rak_charge_write');
    expect(body.error.message).not.toContain(KEYS.narrow);
  });

  it('of one mode does not see what belongs to the other', async () => {
    const session = await sell();
    const { status, body } = await ask(
      double,
      'GET',
      `/v1/checkout/sessions/${session.id}`,
      {},
      { authorization: `Bearer ${KEYS.liveSecret}` },
    );
    expect([status, body.error.code]).toEqual([404, 'resource_missing']);
    expect(body.error.message).toContain('exists in test mode, but a live mode key was used');
  });
});

const item = TICKETS.line_items[0]!;
const priced = (change: object, quantity: unknown = 1) => [{ price_data: { ...item.price_data, ...change }, quantity }];
const soon = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** What the pinned version refuses. `knows`: stripe-mock can tell too, as it knows names and types but no meaning. */
const REFUSED: [
  name: string,
  parameters: object,
  code: string | undefined,
  param: string | undefined,
  knows: boolean,
][] = [
  ['a parameter it does not know', { ...TICKETS, surprise: 1 }, 'parameter_unknown', 'surprise', true],
  [
    'one inside another',
    { ...TICKETS, payment_intent_data: { colour: 'red' } },
    'parameter_unknown',
    'payment_intent_data[colour]',
    true,
  ],
  ['`custom`, the old name of elements', { ...TICKETS, ui_mode: 'custom' }, undefined, 'ui_mode', true],
  ['`hosted`, the old name of hosted_page', { ...HOSTED, ui_mode: 'hosted' }, undefined, 'ui_mode', true],
  ['`embedded`, the old name of embedded_page', { ...TICKETS, ui_mode: 'embedded' }, undefined, 'ui_mode', true],
  [
    'a line without a price',
    { ...TICKETS, line_items: [{ quantity: 1 }] },
    'parameter_missing',
    'line_items[0]',
    false,
  ],
  ['no lines', { ...TICKETS, line_items: undefined }, 'parameter_missing', 'line_items', false],
  [
    '19.99 as an amount',
    { ...TICKETS, line_items: priced({ unit_amount: '19.99' }) },
    'parameter_invalid_integer',
    'line_items[0][price_data][unit_amount]',
    true,
  ],
  [
    'a negative amount',
    { ...TICKETS, line_items: priced({ unit_amount: -5 }) },
    'parameter_invalid_integer',
    'line_items[0][price_data][unit_amount]',
    false,
  ],
  [
    'half a piece',
    { ...TICKETS, line_items: priced({}, '0.5') },
    'parameter_invalid_integer',
    'line_items[0][quantity]',
    true,
  ],
  ['49 cents', { ...TICKETS, line_items: priced({ unit_amount: 49 }) }, 'amount_too_small', 'line_items', false],
  [
    'nine digits',
    { ...TICKETS, line_items: priced({ unit_amount: 100_000_000 }) },
    'amount_too_large',
    'line_items[0][price_data][unit_amount]',
    false,
  ],
  [
    'a third decimal in dinars',
    { ...TICKETS, line_items: priced({ currency: 'kwd', unit_amount: 5125 }) },
    undefined,
    'line_items[0][price_data][unit_amount]',
    false,
  ],
  [
    'decimals in krónur',
    { ...TICKETS, line_items: priced({ currency: 'isk', unit_amount: 150_050 }) },
    undefined,
    'line_items[0][price_data][unit_amount]',
    false,
  ],
  [
    'money that does not exist',
    { ...TICKETS, line_items: priced({ currency: 'xxx' }) },
    undefined,
    'line_items[0][price_data][currency]',
    false,
  ],
  [
    'two currencies',
    { ...TICKETS, line_items: [item, ...priced({ currency: 'usd' })] },
    undefined,
    'line_items',
    false,
  ],
  ['an end in 29 minutes', { ...TICKETS, expires_at: soon(29 * 60) }, undefined, 'expires_at', false],
  ['an end in 25 hours', { ...TICKETS, expires_at: soon(25 * 3600) }, undefined, 'expires_at', false],
  ['an empty text', { ...TICKETS, client_reference_id: '' }, 'parameter_invalid_empty', 'client_reference_id', false],
  ['no address to come back to', { ...TICKETS, return_url: undefined }, 'parameter_missing', 'return_url', false],
  [
    'the address of the other kind of page',
    { ...TICKETS, success_url: 'https://venue.test/' },
    undefined,
    'success_url',
    false,
  ],
  [
    'no address after the hosted page',
    { ...HOSTED, success_url: undefined },
    'parameter_missing',
    'success_url',
    false,
  ],
  ['an address that is none', { ...TICKETS, return_url: 'venue.test' }, 'url_invalid', 'return_url', false],
  ['a mailbox that is none', { ...TICKETS, customer_email: 'bea' }, 'email_invalid', 'customer_email', false],
  ['a language it does not speak', { ...TICKETS, locale: 'tlh' }, undefined, 'locale', true],
  ['metadata that is too long', { ...TICKETS, metadata: { note: 'x'.repeat(501) } }, undefined, 'metadata', false],
  [
    'a customer who does not exist',
    { ...TICKETS, customer_email: undefined, customer: 'cus_nobody' },
    'resource_missing',
    'customer',
    false,
  ],
  ['saving a card in no currency', { ...PLEDGE, currency: undefined }, 'parameter_missing', 'currency', false],
  ['lines while saving a card', { ...PLEDGE, line_items: TICKETS.line_items }, undefined, 'line_items', false],
];

describe('a checkout session', () => {
  it.each(REFUSED)('is refused for %s', async (_, parameters, code, param, knows) => {
    const { status, body } = await ask(double, 'POST', '/v1/checkout/sessions', parameters);
    expect([status, body.error?.code, body.error?.param]).toEqual([
      code === 'resource_missing' ? 404 : 400,
      code,
      param,
    ]);
    expect(body.error.type).toBe('invalid_request_error');
    expect(double.world.sessions.values()).toEqual([]);
    const verdict = await mock.validate({
      method: 'POST',
      path: '/v1/checkout/sessions',
      body: encodeForm(parameters),
    });
    expect(verdict.accepted, verdict.why).toBe(!knows);
  });

  it.each([
    ['elements', TICKETS],
    ['hosted_page', HOSTED],
    ['embedded_page', { ...TICKETS, ui_mode: 'embedded_page', redirect_on_completion: 'always' }],
  ])('is made for %s', async (uiMode, parameters) => {
    const session = await sell(parameters);
    expect(session).toMatchObject({
      ...{ object: 'checkout.session', status: 'open', payment_status: 'unpaid', ui_mode: uiMode, livemode: false },
      ...{ amount_total: 2400, currency: 'eur', payment_intent: null, client_reference_id: 'ordr_1' },
    });
    expect(session.expires_at - session.created).toBe(24 * 3600);
    expect(Boolean(session.url)).toBe(uiMode === 'hosted_page');
    expect(Boolean(session.client_secret)).toBe(uiMode !== 'hosted_page');
  });

  it('counts in the units of its currency', async () => {
    for (const [currency, amount] of [
      ['jpy', 500],
      ['kwd', 5120],
      ['isk', 150_000],
      ['eur', 50],
    ] as const) {
      expect((await sell({ ...TICKETS, line_items: priced({ currency, unit_amount: amount }) })).amount_total).toBe(
        amount,
      );
    }
  });

  it('changes its lines while it is open, and never after', async () => {
    const session = await sell();
    const { data } = (await ask(double, 'GET', `/v1/checkout/sessions/${session.id}/line_items`)).body;
    const update = (quantity: number) =>
      ask(double, 'POST', `/v1/checkout/sessions/${session.id}`, { line_items: [{ id: data[0].id, quantity }] });
    expect((await update(1)).body.amount_total).toBe(1200);
    double.pay(session.id);
    expect((await update(3)).status).toBe(400);
    expect(double.chargeOf(session.id).amount).toBe(1200);
  });

  it('is paid, and tells everything in one look', async () => {
    const session = await sell();
    expect(double.pay(session.id, { country: 'US' })).toEqual({ result: 'succeeded' });
    const seen = await sessionOf(session.id, 'payment_intent.latest_charge.balance_transaction', 'line_items');
    expect(seen).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      customer_details: { email: 'bea@example.org' },
    });
    expect(seen.payment_intent).toMatchObject({
      status: 'succeeded',
      amount_received: 2400,
      metadata: { order: 'ordr_1' },
    });
    expect(seen.payment_intent.latest_charge).toMatchObject({
      ...{ paid: true, amount_captured: 2400, payment_method_details: { card: { country: 'US' } } },
      // 3.25 % and 25 for a card from elsewhere.
      balance_transaction: { amount: 2400, fee: 103, net: 2297 },
    });
    expect(seen.line_items.data[0]).toMatchObject({ quantity: 2, amount_total: 2400 });
    expect((await ask(double, 'POST', `/v1/checkout/sessions/${session.id}/expire`)).body.error.message).toContain(
      'status of `complete`',
    );
    expect(() => double.pay(session.id)).toThrow('complete');
  });

  it('survives a card that is declined', async () => {
    const session = await sell();
    expect(double.pay(session.id, { method: 'card-insufficient' })).toMatchObject({
      result: 'declined',
      error: { code: 'card_declined', decline_code: 'insufficient_funds' },
    });
    expect(await sessionOf(session.id)).toMatchObject({ status: 'open', payment_status: 'unpaid' });
    expect(double.pay(session.id)).toEqual({ result: 'succeeded' });
    // The same intent, a second charge.
    expect(double.world.intents.values()).toHaveLength(1);
    expect(double.world.charges.values().map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  });

  it('waits for the bank’s question, and survives the wrong answer', async () => {
    const session = await sell();
    expect(double.pay(session.id, { method: 'card-3ds' }).result).toBe('requires_action');
    expect(await sessionOf(session.id)).toMatchObject({ status: 'open', payment_status: 'unpaid' });
    expect(double.authenticate(session.id, false).result).toBe('declined');
    expect(await sessionOf(session.id)).toMatchObject({ status: 'open' });
    double.pay(session.id, { method: 'card-3ds' });
    expect(double.authenticate(session.id).result).toBe('succeeded');
    expect(await sessionOf(session.id)).toMatchObject({ status: 'complete', payment_status: 'paid' });
  });

  it('is complete but unpaid while a bank debit is on its way', async () => {
    for (const well of [true, false]) {
      const session = await sell();
      expect(double.pay(session.id, { method: 'bank' })).toEqual({ result: 'processing' });
      const seen = await sessionOf(session.id, 'payment_intent');
      expect(seen).toMatchObject({
        status: 'complete',
        payment_status: 'unpaid',
        payment_intent: { status: 'processing', amount_received: 0 },
      });
      double.arrive(session.id, well);
      expect(await sessionOf(session.id, 'payment_intent')).toMatchObject({
        ...{ status: 'complete', payment_status: well ? 'paid' : 'unpaid' },
        payment_intent: { status: well ? 'succeeded' : 'requires_payment_method' },
      });
    }
  });

  it('expires by time, and when told to', async () => {
    const [late, told] = [await sell({ ...TICKETS, expires_at: soon(1801) }), await sell()];
    double.advance(1802);
    expect((await sessionOf(late.id)).status).toBe('expired');
    expect((await ask(double, 'POST', `/v1/checkout/sessions/${told.id}/expire`)).body.status).toBe('expired');
    expect(double.world.events.filter(({ type }) => type === 'checkout.session.expired')).toHaveLength(2);
    expect(() => double.pay(late.id)).toThrow('expired');
  });

  it('costs nothing when everything in it is free', async () => {
    const session = await sell({ ...TICKETS, line_items: priced({ unit_amount: 0 }) });
    expect(session.payment_status).toBe('no_payment_required');
    double.pay(session.id);
    expect(await sessionOf(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'no_payment_required',
      payment_intent: null,
    });
  });
});

describe('a saved card', () => {
  it('is charged without its owner', async () => {
    const { status, body } = await charge(await supporter());
    expect([status, body.status, body.amount_received]).toEqual([200, 'succeeded', 5000]);
  });

  it.each([
    ['card-3ds-always', 'authentication_required', 'authentication_required'],
    ['card-fails-later', 'card_declined', 'generic_decline'],
  ] as const)('of the kind %s is refused with %s', async (method, code, decline) => {
    const { status, body } = await charge(await supporter(method));
    expect(status).toBe(402);
    expect(body.error).toMatchObject({ type: 'card_error', code, decline_code: decline });
    expect(body.error.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      metadata: { order: 'ordr_2' },
    });
  });

  it('that was authenticated once is charged without being asked again', async () => {
    expect((await charge(await supporter('card-3ds'))).body.status).toBe('succeeded');
  });

  it('of a bank is only promised', async () => {
    expect((await charge(await supporter('bank'))).body.status).toBe('processing');
  });

  it('of somebody else is refused', async () => {
    const [one, other] = [await supporter(), await supporter()];
    expect((await charge({ customer: one.customer, method: other.method })).body.error.param).toBe('payment_method');
    expect((await charge(one, { customer: undefined })).body.error.param).toBe('payment_method');
  });

  it.each([
    ['too little', { amount: 49 }, 'amount_too_small'],
    ['19.99', { amount: '19.99' }, 'parameter_invalid_integer'],
    ['an unknown parameter', { colour: 'red' }, 'parameter_unknown'],
    ['off-session without confirming', { confirm: false }, undefined],
  ])('is not charged for %s', async (_, change, code) => {
    const { status, body } = await charge(await supporter(), change);
    expect([status, body.error?.code]).toEqual([400, code]);
    expect(double.world.charges.values()).toEqual([]);
  });

  it('that was refused is paid by its owner on the page, or given up', async () => {
    const saved = await supporter('card-3ds-always');
    const { id } = (await charge(saved)).body.error.payment_intent;
    const confirm = () =>
      ask(double, 'POST', `/v1/payment_intents/${id}/confirm`, {
        payment_method: saved.method,
        return_url: 'https://venue.test/',
      });
    expect((await confirm()).body).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'redirect_to_url' },
    });
    double.authenticate(id, false);
    await confirm();
    double.authenticate(id);
    expect((await ask(double, 'GET', `/v1/payment_intents/${id}`)).body.status).toBe('succeeded');
    const late = await ask(double, 'POST', `/v1/payment_intents/${id}/cancel`, { cancellation_reason: 'abandoned' });
    expect(late.body.error.code).toBe('payment_intent_unexpected_state');
  });
});

describe('a refund', () => {
  const refund = (parameters: object) => ask(double, 'POST', '/v1/refunds', parameters);
  const paid = async () => {
    const session = await sell();
    double.pay(session.id);
    return (await sessionOf(session.id)).payment_intent as string;
  };

  it('gives back in parts, never more than was taken', async () => {
    const intent = await paid();
    expect(
      (
        await refund({
          payment_intent: intent,
          amount: 1200,
          reason: 'requested_by_customer',
          metadata: { refund: 'rfnd_1' },
        })
      ).body,
    ).toMatchObject({
      ...{ object: 'refund', amount: 1200, status: 'succeeded', metadata: { refund: 'rfnd_1' } },
    });
    const more = await refund({ payment_intent: intent, amount: 1201 });
    expect([more.status, more.body.error.param]).toEqual([400, 'amount']);
    expect((await refund({ payment_intent: intent })).body.amount).toBe(1200);
    expect((await refund({ payment_intent: intent })).body.error.code).toBe('charge_already_refunded');
    expect((await ask(double, 'GET', '/v1/refunds', { payment_intent: intent, limit: 100 })).body.data).toHaveLength(2);
    const { refunded } = (
      await ask(double, 'GET', `/v1/charges/${double.chargeOf(intent).id}`, { expand: ['refunds'] })
    ).body;
    expect(refunded).toBe(true);
  });

  it('may wait, and fail in the end', async () => {
    double.money.refundsBecome = 'pending';
    const intent = await paid();
    const { body } = await refund({ payment_intent: intent, amount: 500 });
    expect(body).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    double.finishRefund(body.id, false);
    expect((await ask(double, 'GET', `/v1/refunds/${body.id}`)).body).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect(double.chargeOf(intent).amount_refunded).toBe(0);
    expect(double.statement().totals['eur']).toMatchObject({ gross: 2400, refunded: 0 });
  });

  it('is refused while the bank holds the money, for nothing, and for nobody', async () => {
    const intent = await paid();
    double.dispute(intent);
    expect((await refund({ payment_intent: intent })).body.error.code).toBe('charge_disputed');
    expect((await refund({})).status).toBe(400);
    expect((await refund({ payment_intent: 'pi_nothing' })).status).toBe(404);
  });
});

describe('the account', () => {
  it('adds up to the cent, by order and in payouts', async () => {
    const ids = [];
    for (const order of ['ordr_a', 'ordr_b', 'ordr_c']) {
      const session = await sell({ ...TICKETS, client_reference_id: order });
      double.pay(session.id);
      ids.push(session.id);
    }
    double.refund(ids[1]!, 700);
    const lost = double.dispute(ids[2]!);
    double.closeDispute(lost.id, false);
    const won = double.dispute(ids[0]!);
    double.closeDispute(won.id, true);
    // 2400 × 1.5 % + 25 = 61; a dispute costs 2000, a won one nothing.
    expect(double.statement()).toEqual({
      orders: {
        ordr_a: { gross: 2400, refunded: 0, disputed: 0, fees: 61, net: 2339, currency: 'eur' },
        ordr_b: { gross: 2400, refunded: 700, disputed: 0, fees: 61, net: 1639, currency: 'eur' },
        ordr_c: { gross: 2400, refunded: 0, disputed: 2400, fees: 2061, net: -2061, currency: 'eur' },
      },
      totals: { eur: { gross: 7200, refunded: 700, disputed: 2400, fees: 2183, net: 1917, currency: 'eur' } },
    });
    const payout = double.payOut();
    expect(payout.amount).toBe(1917);
    const all = [];
    for (let after: string | undefined, more = true; more;) {
      const { body } = await ask(double, 'GET', '/v1/balance_transactions', {
        payout: payout.id,
        limit: 3,
        expand: ['data.source'],
        starting_after: after,
      });
      all.push(...body.data);
      [after, more] = [body.data.at(-1).id, body.has_more];
    }
    expect(all.reduce((sum, { net }) => sum + net, 0)).toBe(0);
    expect(all.map(({ source }) => source.object).toSorted()).toEqual([
      'charge',
      'charge',
      'charge',
      'dispute',
      'dispute',
      'dispute',
      'payout',
      'refund',
    ]);
    expect(() => double.payOut()).toThrow('no eur to pay out');
  });

  it('registers webhooks, and tells a secret once', async () => {
    const made = await ask(double, 'POST', '/v1/webhook_endpoints', {
      ...{ url: 'http://127.0.0.1:1/hook', enabled_events: ['checkout.session.completed'], api_version: API_VERSION },
    });
    expect(made.body.secret).toMatch(/^whsec_\w{32}$/);
    const at = `/v1/webhook_endpoints/${made.body.id}`;
    expect((await ask(double, 'GET', at)).body.secret).toBeUndefined();
    expect((await ask(double, 'GET', '/v1/webhook_endpoints', { limit: 100 })).body.data).toHaveLength(1);
    expect((await ask(double, 'POST', at, { enabled_events: ['charge.refunded'], disabled: true })).body.status).toBe(
      'disabled',
    );
    expect(
      (await ask(double, 'POST', '/v1/webhook_endpoints', { url: 'http://x.test/', enabled_events: ['show.sold_out'] }))
        .status,
    ).toBe(400);
    const live = { authorization: `Bearer ${KEYS.liveSecret}` };
    expect(
      (await ask(double, 'POST', '/v1/webhook_endpoints', { url: 'http://x.test/', enabled_events: ['*'] }, live)).body
        .error.code,
    ).toBe('url_invalid');
    expect((await ask(double, 'DELETE', at)).body).toEqual({
      id: made.body.id,
      object: 'webhook_endpoint',
      deleted: true,
    });
    expect((await ask(double, 'GET', at)).status).toBe(404);
  });

  it('registers the domains wallets are offered on', async () => {
    const { body } = await ask(double, 'POST', '/v1/payment_method_domains', { domain_name: 'venue.example' });
    expect(body).toMatchObject({ enabled: true, apple_pay: { status: 'active' } });
    expect((await ask(double, 'POST', `/v1/payment_method_domains/${body.id}/validate`)).body.id).toBe(body.id);
    expect(
      (await ask(double, 'GET', '/v1/payment_method_domains', { domain_name: 'venue.example' })).body.data,
    ).toHaveLength(1);
    expect(
      (await ask(double, 'POST', '/v1/payment_method_domains', { domain_name: 'https://venue.example/' })).status,
    ).toBe(400);
    expect((await ask(double, 'GET', '/v1/account')).body).toMatchObject({ charges_enabled: true, country: 'FR' });
  });
});

describe('an idempotency key', () => {
  const keyed = (key: string, parameters: object = TICKETS, path = '/v1/checkout/sessions') =>
    ask(double, 'POST', path, parameters, { 'idempotency-key': key });

  it('gives the same answer for the same request, whatever happened since', async () => {
    const first = await keyed('order-1');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    double.pay(first.body.id);
    const again = await keyed('order-1', Object.fromEntries(Object.entries(TICKETS).toReversed()));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(double.world.sessions.values()).toHaveLength(1);
    double.advance(24 * 3600 + 1);
    expect((await keyed('order-1')).body.id).not.toBe(first.body.id);
  });

  it('refuses another request', async () => {
    await keyed('order-2');
    for (const reply of [
      await keyed('order-2', { ...TICKETS, locale: 'en' }),
      await keyed('order-2', { amount: 50, currency: 'eur' }, '/v1/payment_intents'),
    ]) {
      expect([reply.status, reply.body.error.type]).toEqual([400, 'idempotency_error']);
    }
  });

  it('is free again after a request that was wrong, and keeps a refused payment', async () => {
    expect((await keyed('order-3', { ...TICKETS, surprise: 1 })).status).toBe(400);
    expect((await keyed('order-3')).status).toBe(200);
    const saved = await supporter('card-fails-later');
    const first = await charge(saved, {}, { 'idempotency-key': 'pledge-1' });
    const again = await charge(saved, {}, { 'idempotency-key': 'pledge-1' });
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([402, 402, 'true']);
    expect(double.world.charges.values()).toHaveLength(1);
  });
});

describe('a fault', () => {
  const refundOf = (key: string) =>
    ask(
      double,
      'POST',
      '/v1/refunds',
      { payment_intent: double.world.intents.values()[0]!.id, amount: 100 },
      { 'idempotency-key': key },
    );
  beforeEach(async () => {
    double.pay((await sell()).id);
  });

  it.each([
    [429, 'rate_limit'],
    [409, 'lock_timeout'],
    [500, undefined],
  ])('answers %i as often as asked, and nothing has happened', async (status, code) => {
    double.faults.add({ match: /^POST \/v1\/refunds$/, times: 2, with: status, retryAfter: 3 });
    for (const _ of [1, 2]) {
      const reply = await refundOf('rfnd-1');
      expect([reply.status, reply.body.error.code, reply.headers.get('retry-after')]).toEqual([status, code, '3']);
    }
    expect(double.world.refunds.values()).toEqual([]);
    expect((await refundOf('rfnd-1')).status).toBe(200);
  });

  it('cuts the line after the money moved; the same key tells what happened', async () => {
    double.faults.add({ match: /refunds/, with: 'cut', when: 'after' });
    await expect(refundOf('rfnd-2')).rejects.toThrow();
    expect(double.world.refunds.values()).toHaveLength(1);
    expect((await refundOf('rfnd-2')).body.id).toBe(double.world.refunds.values()[0]!.id);
    expect(double.world.refunds.values()).toHaveLength(1);
  });

  it('keeps an error of its own for the key it happened under, as Stripe does', async () => {
    double.faults.add({ match: /refunds/, with: 500, when: 'after' });
    expect((await refundOf('rfnd-3')).status).toBe(500);
    const again = await refundOf('rfnd-3');
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([500, 'true']);
    expect(double.world.refunds.values()).toHaveLength(1);
  });

  it('never answers, and lets go when the double stops', async () => {
    double.faults.add({ match: /account/, with: 'timeout' });
    const never = fetch(`${double.url}/v1/account`, { signal: AbortSignal.timeout(300) });
    await expect(never).rejects.toThrow('timeout');
  });

  it('tells lies about amount, currency and mode, once each', async () => {
    const { id } = double.session();
    double.faults.lie({ fields: { amount_total: 1, 'payment_intent.currency': 'usd', livemode: true } });
    const bent = await sessionOf(id, 'payment_intent');
    expect([bent.amount_total, bent.payment_intent.currency, bent.livemode]).toEqual([1, 'usd', true]);
    expect((await sessionOf(id)).amount_total).toBe(2400);
  });
});

describe('stripe-mock', () => {
  it('understands every request the double has accepted', async () => {
    expect(accepted.length).toBeGreaterThan(60);
    const refused: string[] = [];
    for (const request of accepted) {
      const { accepted: well, why } = await mock.validate(request);
      if (!well) refused.push(`${request.method} ${request.path} ${request.body || request.query}: ${why}`);
    }
    expect(refused).toEqual([]);
  });

  it('would not understand everything', async () => {
    const verdict = await mock.validate({ method: 'POST', path: '/v1/refunds', body: 'colour=red' });
    expect(verdict).toEqual({ accepted: false, why: expect.stringContaining('additional properties are not allowed') });
    expect((await mock.validate({ method: 'POST', path: '/v1/seats' })).accepted).toBe(false);
  });

  it('describes everything the double answers', async () => {
    const session = await sell();
    double.pay(session.id, { method: 'apple_pay' });
    for (const method of ['bank', 'link'] as const) double.pay((await sell()).id, { method });
    double.pay((await sell()).id, { method: 'card-declined' });
    double.pay((await sell()).id, { method: 'card-3ds' });
    await sell(HOSTED);
    const saved = await supporter();
    await charge(saved);
    double.refund(session.id, 100);
    double.money.refundsBecome = 'pending';
    const pending = double.refund(session.id, 100);
    double.finishRefund(pending.id, false);
    double.warn(session.id);
    double.closeDispute(double.dispute(session.id).id, true);
    double.payOut();
    await ask(double, 'POST', '/v1/webhook_endpoints', { url: 'http://127.0.0.1:1/', enabled_events: ['*'] });
    await ask(double, 'POST', '/v1/payment_method_domains', { domain_name: 'venue.example' });
    const wrong: string[] = [];
    const check = (name: string, object: object): void => {
      wrong.push(...misfits(mock.description, name, JSON.parse(JSON.stringify(object))).map((misfit) => `${misfit}`));
    };
    const { world } = double;
    for (const shelf of [
      ...[world.sessions, world.intents, world.setups, world.customers, world.methods, world.charges, world.refunds],
      ...[world.disputes, world.transactions, world.payouts, world.endpoints, world.domains, world.warnings],
    ]) {
      expect(shelf.values()).not.toEqual([]);
      for (const object of shelf.values()) check(object.object, object);
    }
    for (const items of world.items.values()) for (const line of items) check('item', line);
    for (const event of world.events) check('event', event);
    check('account', world.account);
    expect([...new Set(wrong)]).toEqual([]);
  });
});
