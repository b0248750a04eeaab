// The steps of paying, and what happens to people in the middle of them: the line breaks after the site has heard them, a second tab,
// the back button, a laptop that is closed. Whatever it was, there is one order, one payment of Stripe's that counts, money once, and
// tickets once, or a place that is free again.
import { request as send } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStripeVenue, OFFERS, type OfferName, type Purchase, type StripeVenue } from './venue.ts';

let venue: StripeVenue;
beforeAll(async () => {
  venue = await openStripeVenue();
});
afterAll(() => venue?.close());
afterEach(() => venue.double.faults.clear());

let count = 0;
const newKey = (): string => `paying-${Date.now()}-${++count}`;

const requestFor = (key: string, offer: OfferName = 'offr_live') => ({
  idempotencyKey: key,
  email: `buyer-${key}@example.org`,
  locale: 'fr',
  lines: [{ type: 'offer' as const, offer, quantity: 1 }],
  currency: OFFERS[offer].currency,
  expectedTotal: { amountMinor: OFFERS[offer].priceMinor, currency: OFFERS[offer].currency },
  page: `${venue.stack.url}/tonight/`,
});

const sql = async (statement: string): Promise<Record<string, string | null>[]> => venue.stack.sql(statement);
const ordersOf = (key: string) =>
  sql(`SELECT id, state FROM wp_parterre_orders WHERE email = 'buyer-${key}@example.org'`);

/** Stripe's sessions for an order, by state. */
const sessionsOf = (order: string) =>
  venue.double.world.sessions
    .values()
    .filter((session) => session.client_reference_id === order)
    .map(({ status }) => status);

/** What has to be true of a purchase that went well, however it went. */
async function expectPaidOnce({ order, key }: Pick<Purchase, 'order' | 'key'>): Promise<void> {
  expect(await ordersOf(key)).toEqual([{ id: order, state: 'paid' }]);
  expect(venue.double.statement().orders[order]).toMatchObject({ gross: 1999, refunded: 0 });
  expect(await sql(`SELECT state FROM wp_parterre_tickets WHERE order_id = '${order}'`)).toEqual([{ state: 'valid' }]);
  expect(await sql(`SELECT kind, amount_minor FROM wp_parterre_ledger WHERE order_id = '${order}'`)).toEqual([
    { kind: 'charge', amount_minor: '1999' },
  ]);
  expect(sessionsOf(order).filter((status) => status !== 'expired')).toEqual(['complete']);
}

/**
 * Sends a request and hangs up before its answer, once the site has heard it: `heard` tells that. PHP may be ended by this at any
 * moment from then on.
 */
async function hangUp(path: string, body: object, token: string | null, heard: () => Promise<boolean>): Promise<void> {
  const text = JSON.stringify(body);
  const outgoing = send(`${venue.stack.url}/wp-json/parterre/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
  });
  outgoing.on('error', () => undefined);
  const answered = new Promise<void>((resolve) =>
    outgoing.on('response', (incoming) => resolve(void incoming.destroy())),
  );
  outgoing.end(text);
  await expect.poll(heard, { timeout: 20_000, interval: 5 }).toBe(true);
  outgoing.destroy();
  await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 50))]);
}

describe('a lost connection', () => {
  it('while the order is made: the same request finds the same order and the same payment', async () => {
    const key = newKey();
    await hangUp('/orders', requestFor(key), null, async () => (await ordersOf(key)).length === 1);
    const bought = await venue.order('offr_live', 1, key);
    venue.double.pay(bought.session.id);
    await venue.settled(bought, 'paid');
    await expectPaidOnce(bought);
  });

  it('while another way to pay is asked for: asking again gives one way that is open', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    const asked = venue.double.log.length;
    await hangUp(
      `/orders/${bought.order}/payment`,
      { payment: 'hosted' },
      bought.token,
      async () => venue.double.log.length > asked,
    );
    const chosen = await venue.backend.act(
      'choosePayment',
      { order: bought.order, payment: 'hosted' },
      { session: bought.token },
    );
    expect(chosen.payment?.type).toBe('redirect');
    const open = venue.double.world.sessions
      .values()
      .filter((session) => session.client_reference_id === bought.order && session.status === 'open');
    expect(open.map(({ ui_mode: mode }) => mode)).toEqual(['hosted_page']);
    venue.double.pay(open[0]?.id ?? '');
    await venue.settled(bought, 'paid');
    await expectPaidOnce(bought);
  });

  it('after the card was charged: the page asks again and hears that it is paid', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    venue.double.pay(bought.session.id);
    const asked = venue.double.log.length;
    await hangUp(`/orders/${bought.order}/settle`, {}, bought.token, async () => venue.double.log.length > asked);
    await venue.settled(bought, 'paid');
    await expectPaidOnce(bought);
  });

  it('between the site and Stripe, while it asks whether it was paid: nothing is taken for granted, and the next look sees it', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    venue.double.pay(bought.session.id);
    venue.double.faults.add({ match: /^GET \/v1\/checkout\/sessions/, with: 'cut', times: 50 });
    const asking = venue.backend.act('settleOrder', { order: bought.order }, { session: bought.token });
    await expect(asking).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    expect(await ordersOf(bought.key)).toEqual([{ id: bought.order, state: 'pending' }]);
    venue.double.faults.clear();
    await venue.settled(bought, 'paid');
    await expectPaidOnce(bought);
  });
});

describe('two tabs', () => {
  it('ordering at the same moment make one order', async () => {
    const key = newKey();
    const made = await Promise.all([1, 2, 3].map(() => venue.order('offr_live', 1, key)));
    expect(new Set(made.map(({ order }) => order)).size).toBe(1);
    expect(new Set(made.map(({ session }) => session.id)).size).toBe(1);
    const [bought] = made as [Purchase];
    venue.double.pay(bought.session.id);
    await venue.settled(bought, 'paid');
    await expectPaidOnce(bought);
  });

  it('paying the same order: the second card is not charged', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    venue.double.pay(bought.session.id);
    expect(() => venue.double.pay(bought.session.id)).toThrow();
    await Promise.all([venue.settled(bought, 'paid'), venue.settled(bought, 'paid')]);
    await expectPaidOnce(bought);
  });

  it('of which one has cancelled: the other cannot pay any more', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    await venue.backend.act('cancelOrder', { order: bought.order }, { session: bought.token });
    await venue.tick();
    expect(sessionsOf(bought.order)).toEqual(['expired']);
    expect(() => venue.double.pay(bought.session.id)).toThrow();
    expect(await ordersOf(bought.key)).toEqual([{ id: bought.order, state: 'cancelled' }]);
  });
});

describe('the back button', () => {
  it('from Stripe’s page to the form, and back again: one way is open at a time, and one is paid', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    for (const payment of ['hosted', 'elements', 'hosted'] as const)
      await venue.backend.act('choosePayment', { order: bought.order, payment }, { session: bought.token });
    expect(sessionsOf(bought.order).filter((status) => status === 'open')).toHaveLength(1);
    // The form of the first view still stands in the browser's memory.
    expect(() => venue.double.pay(bought.session.id)).toThrow();
    const open = venue.double.world.sessions
      .values()
      .findLast((session) => session.client_reference_id === bought.order && session.status === 'open');
    venue.double.pay(open?.id ?? '');
    await venue.settled(bought, 'paid');
    await expectPaidOnce(bought);
  });

  it('after paying, to the page with the button: pressing it again orders and pays nothing', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    venue.double.pay(bought.session.id);
    await venue.settled(bought, 'paid');
    const { order } = await venue.backend.act('createOrder', requestFor(bought.key), { session: bought.token });
    expect([order.id, order.state, order.payment]).toEqual([bought.order, 'paid', null]);
    await expectPaidOnce(bought);
  });

  it('to a page that says another price for the same press: it is another order, and refused as such', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    const other = { ...requestFor(bought.key), lines: [{ type: 'offer' as const, offer: 'offr_live', quantity: 2 }] };
    await expect(venue.backend.act('createOrder', other)).rejects.toMatchObject({ code: 'idempotency_conflict' });
  });
});

describe('a closed laptop', () => {
  /** Some minutes later, a visitor's request or the host's cron has the site do what is due. */
  const laterTick = async (order: string) => {
    await sql(`UPDATE wp_parterre_orders SET created_at = created_at - 600000 WHERE id = '${order}'`);
    await venue.stack.wp('eval', 'do_action(Parterre\\Jobs\\Runner::TICK);');
    await venue.tick();
  };
  /** What the clock would do, for one order. */
  const holdEnds = (order: string) =>
    sql(
      `UPDATE wp_parterre_orders SET hold_until = 1, pay_until = 1 WHERE id = '${order}'; UPDATE wp_parterre_holds SET expires_at = 1 WHERE order_id = '${order}'`,
    );

  it('before paying: the place is free again and nobody can pay for it', async () => {
    const bought = await venue.order('offr_last', 1, newKey());
    await holdEnds(bought.order);
    await venue.tick();
    expect(await ordersOf(bought.key)).toEqual([{ id: bought.order, state: 'expired' }]);
    expect(sessionsOf(bought.order)).toEqual(['expired']);
    expect(await sql("SELECT held, sold FROM wp_parterre_pools WHERE id = 'pool_last'")).toEqual([
      { held: '0', sold: '0' },
    ]);
  });

  it('at the bank’s question: the answer comes from another device, and the site finds it by itself', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    venue.double.pay(bought.session.id, { method: 'card-3ds' });
    venue.double.authenticate(bought.session.id);
    await laterTick(bought.order);
    await expectPaidOnce(bought);
  });

  it('after paying, and never opened again: the ticket leaves by mail', async () => {
    const bought = await venue.order('offr_live', 1, newKey());
    venue.double.pay(bought.session.id);
    await laterTick(bought.order);
    await expectPaidOnce(bought);
    await expect
      .poll(
        async () =>
          (await venue.stack.mails()).filter(({ to }) => to.includes(`buyer-${bought.key}@example.org`)).length,
        {
          timeout: 20_000,
        },
      )
      .toBe(1);
  });
});
