// The plugin against a Stripe that lies, stutters and falls silent, and against people who pretend to be Stripe. One test for each case of
// `docs/money.md`, and for each neighbour whose notifications were believed (CVE numbers in the names).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SECRET } from './double/double.ts';
import { KEYS } from './double/keys.ts';
import { signature } from './double/webhooks.ts';
import { startStripeMock, type StripeMock } from './mock/mock.ts';
import { openStripeVenue, type Purchase, type StripeVenue } from './venue.ts';

let venue: StripeVenue;
let mock: StripeMock;
beforeAll(async () => {
  [venue, mock] = await Promise.all([openStripeVenue(), startStripeMock()]);
});
afterAll(async () => {
  await venue?.close();
  await mock?.stop();
});
afterEach(() => {
  venue.double.faults.clear();
  venue.double.webhooks.behave({ drop: null, copies: 1, mode: 'prompt', delayMs: 0 });
  venue.double.world.endpoints.all.clear();
  venue.double.money.refundsBecome = 'succeeded';
});

const now = () => Math.floor(Date.now() / 1000);
const stateOf = async (order: string): Promise<string | null> =>
  (await venue.stack.sql(`SELECT state FROM wp_parterre_orders WHERE id = '${order}'`))[0]?.['state'] ?? null;
const ticketsOf = (order: string) =>
  venue.stack.sql(`SELECT state FROM wp_parterre_tickets WHERE order_id = '${order}'`);
const problemOf = async (order: string) =>
  (await venue.stack.sql(`SELECT problem FROM wp_parterre_payments WHERE order_id = '${order}'`))[0]?.['problem'];
/** An event as Stripe would send it. */
const completed = (purchase: Purchase, change: object = {}) =>
  JSON.stringify({
    ...{
      id: `evt_${purchase.order.replaceAll(/\W/g, '')}${now()}`,
      object: 'event',
      type: 'checkout.session.completed',
    },
    ...{ created: now(), livemode: false, api_version: venue.double.version },
    data: { object: { ...purchase.session, status: 'complete', payment_status: 'paid' } },
    ...change,
  });

describe('without one webhook', () => {
  it('is paid and inside after asking Stripe itself, to the cent', async () => {
    const bought = await venue.order('offr_live', 2);
    expect(bought.session.amount_total).toBe(3998);
    venue.double.pay(bought.session.id);
    const paying = Date.now();
    await venue.settled(bought, 'paid');
    const entry = await venue.backend.act('enter', { show: 'tonight', device: 'phone' }, { session: bought.token });
    expect(entry.grant?.cameras).toHaveLength(1);
    expect(Date.now() - paying).toBeLessThan(10_000);
    expect(venue.double.statement().orders[bought.order]).toMatchObject({ gross: 3998, refunded: 0 });
  });

  it('never makes 1998 of 19.99, and writes every kind of money as Stripe does', async () => {
    for (const [offer, amount] of [
      ['offr_live', 1999],
      ['offr_yen', 1500],
      ['offr_dinar', 5120],
    ] as const) {
      const bought = await venue.order(offer);
      expect([bought.session.amount_total, bought.session.currency]).toEqual([amount, bought.session.currency]);
      venue.double.pay(bought.session.id);
      await venue.settled(bought, 'paid');
    }
  });

  it('waits for a bank debit, and takes nothing for granted', async () => {
    for (const [well, end] of [
      [true, 'paid'],
      [false, 'failed'],
    ] as const) {
      const bought = await venue.order();
      venue.double.pay(bought.session.id, { method: 'bank' });
      await venue.settled(bought, 'processing');
      expect(await ticketsOf(bought.order)).toEqual([]);
      venue.double.arrive(bought.session.id, well);
      await venue.settled(bought, end);
      expect(await ticketsOf(bought.order)).toHaveLength(well ? 1 : 0);
    }
  });

  it('leaves an order open after a declined card, and after a bank that was told no', async () => {
    const bought = await venue.order();
    venue.double.pay(bought.session.id, { method: 'card-insufficient' });
    await venue.settled(bought, 'pending');
    venue.double.pay(bought.session.id, { method: 'card-3ds' });
    venue.double.authenticate(bought.session.id, false);
    await venue.settled(bought, 'pending');
    venue.double.pay(bought.session.id, { method: 'card-3ds' });
    venue.double.authenticate(bought.session.id);
    await venue.settled(bought, 'paid');
  });
});

describe('somebody who is not Stripe', () => {
  it.each([
    ['CVE-2026-0656 and CVE-2025-13317, unsigned', () => null],
    ['an empty signature', () => ''],
    ['signed with another secret', (body: string) => signature(body, ['whsec_somebodyElses'], now())],
    ['signed with an empty secret', (body: string) => signature(body, [''], now())],
    ['stale: 301 seconds old', (body: string) => signature(body, [SECRET], now() - 301)],
    ['from the future: 301 seconds', (body: string) => signature(body, [SECRET], now() + 302)],
    ['with v0 alone', (body: string) => signature(body, [SECRET], now()).replace('v1=', 'v0=')],
    [
      'of a body that was written again',
      (body: string) => signature(JSON.stringify(JSON.parse(body), null, 1), [SECRET], now()),
    ],
    ['with two times', (body: string) => `t=${now() - 4000},${signature(body, [SECRET], now())}`],
  ])('is not believed and learns nothing: %s', async (_, sign) => {
    const bought = await venue.order();
    const asked = venue.double.log.length;
    const body = completed(bought);
    const answer = await venue.tell(body, sign(body));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain(bought.order);
    expect(venue.double.log.length).toBe(asked);
    expect(await stateOf(bought.order)).toBe('pending');
  });

  it('is not believed even when well signed: what is true is asked of Stripe', async () => {
    const bought = await venue.order();
    const body = completed(bought);
    expect((await venue.tell(body, signature(body, [SECRET], now()))).status).toBe(200);
    await venue.tick();
    expect(await stateOf(bought.order)).toBe('pending');
  });

  it.each([
    ['livemode changed', { livemode: true }],
    ['of another account', { account: 'acct_somebodyElse' }],
    ['without an id', { id: undefined }],
    ['with an id that is none', { id: "evt_1' OR '1'='1" }],
    ['without an object', { data: undefined }],
  ])('is refused when well signed but %s', async (_, change) => {
    const bought = await venue.order();
    const body = completed(bought, change);
    const { status } = await venue.tell(body, signature(body, [SECRET], now()));
    expect(status).toBe(400);
  });

  it('may tell of an unknown order, which is nobody’s', async () => {
    const bought = await venue.order();
    const strange = {
      ...bought,
      session: { ...bought.session, id: 'cs_test_strange', client_reference_id: 'ordr_strange', metadata: {} },
    };
    const body = completed(strange as Purchase);
    expect((await venue.tell(body, signature(body, [SECRET], now()))).status).toBe(200);
    await venue.tick();
    expect(await stateOf(bought.order)).toBe('pending');
  });
});

describe('Stripe’s events', () => {
  const outcome = async (order: string) => ({
    order: await venue.stack.sql(
      `SELECT state, total_minor, refunded_minor FROM wp_parterre_orders WHERE id = '${order}'`,
    ),
    tickets: await ticketsOf(order),
    ledger: await venue.stack.sql(
      `SELECT kind, amount_minor, currency FROM wp_parterre_ledger WHERE order_id = '${order}' ORDER BY kind, amount_minor`,
    ),
    mails: (await venue.stack.mails()).filter(({ to }) => to.some((one) => one.includes(order))).length,
  });
  /** Paid by card, half of it refunded in the dashboard, disputed and won. */
  const live = async (order: Purchase) => {
    venue.double.pay(order.session.id);
    venue.double.refund(order.session.id, 1999);
    venue.double.closeDispute(venue.double.dispute(order.session.id).id, true);
  };

  it('settle an order by themselves', async () => {
    venue.double.listenAt(venue.hook, SECRET);
    const bought = await venue.order();
    venue.double.pay(bought.session.id);
    await venue.double.webhooks.settled();
    expect(venue.double.webhooks.deliveries.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await venue.tick();
    expect(await stateOf(bought.order)).toBe('paid');
  });

  it('leave the same state three times each in random order as once in order', async () => {
    venue.double.listenAt(venue.hook, SECRET);
    const [once, thrice] = [await venue.order('offr_live', 2), await venue.order('offr_live', 2)];
    await live(once);
    await venue.double.webhooks.settled();
    await venue.tick();
    venue.double.webhooks.behave({ copies: 3, mode: 'held' });
    await live(thrice);
    await venue.double.webhooks.release(20_261_126);
    await venue.tick();
    expect(await outcome(thrice.order)).toEqual(await outcome(once.order));
    expect((await outcome(once.order)).order[0]).toMatchObject({ state: 'paid', refunded_minor: '1999' });
  });

  it('are taken with both secrets while one is exchanged', async () => {
    venue.double.listenAt(venue.hook, 'whsec_theNewOne');
    for (const endpoint of venue.double.world.endpoints.values())
      venue.double.webhooks.secrets.get(endpoint.id)?.push(SECRET);
    const bought = await venue.order();
    venue.double.pay(bought.session.id);
    await venue.double.webhooks.settled();
    expect(venue.double.webhooks.deliveries.at(-1)?.status).toBe(200);
    await venue.tick();
    expect(await stateOf(bought.order)).toBe('paid');
  });
});

describe('a Stripe that tells something else than the order says', () => {
  it.each([
    ['CVE-2026-9189, another amount', { amount_total: 1 }, 'amount'],
    ['another amount of the payment', { 'payment_intent.amount_received': 1 }, 'amount'],
    ['another currency', { currency: 'usd' }, 'currency'],
    ['another currency of the payment', { 'payment_intent.currency': 'usd' }, 'currency'],
    ['the other mode', { livemode: true }, 'mode'],
    ['another order', { client_reference_id: 'ordr_another' }, 'order'],
  ])('is not believed: %s', async (_, fields, problem) => {
    const bought = await venue.order();
    venue.double.pay(bought.session.id);
    venue.double.faults.lie({ match: /^GET \/v1\/checkout\/sessions/, fields, times: 1000 });
    await venue.backend.act('settleOrder', { order: bought.order }, { session: bought.token });
    expect(await stateOf(bought.order)).toBe('pending');
    expect(await problemOf(bought.order)).toBe(problem);
    expect(await ticketsOf(bought.order)).toEqual([]);
    venue.double.faults.clear();
    await venue.settled(bought, 'paid');
  });
});

describe('a line to Stripe that breaks', () => {
  it.each([
    ['429, with a pause to keep', { with: 429, retryAfter: 1 }],
    ['409', { with: 409 }],
    ['500 before anything happened', { with: 500 }],
    ['cut before anything happened', { with: 'cut' }],
    ['cut after the session was made', { with: 'cut', when: 'after' }],
  ] as const)('makes one session all the same: %s', async (_, fault) => {
    const before = venue.double.world.sessions.values().length;
    venue.double.faults.add({ match: /^POST \/v1\/checkout\/sessions$/, ...fault });
    const bought = await venue.order();
    expect(venue.double.world.sessions.values().length).toBe(before + 1);
    venue.double.pay(bought.session.id);
    await venue.settled(bought, 'paid');
  });

  it('is no reason to lose an order that Stripe answers 500 for ever under its key', async () => {
    venue.double.faults.add({ match: /^POST \/v1\/checkout\/sessions$/, with: 500, when: 'after' });
    const key = `stripe-stubborn-${Date.now()}`;
    await venue.order('offr_live', 1, key).catch(() => undefined);
    const bought = await venue.order('offr_live', 1, key);
    const order = await venue.backend.act('settleOrder', { order: bought.order }, { session: bought.token });
    expect(order.payment?.type).toBe('stripe');
  });

  it('gives money back once, whatever happens to the answer', async () => {
    const bought = await venue.order();
    venue.double.pay(bought.session.id);
    await venue.settled(bought, 'paid');
    venue.double.faults.add({ match: /^POST \/v1\/refunds$/, with: 'cut', when: 'after', times: 5 });
    await venue.stack.wp(
      'eval',
      `$r = Parterre\\Plugin::instance()->get(Parterre\\Payments\\Refunds::class); $row = $r->request('${bought.order}', null, null, 'test', 'admin', null, 'stripe-once'); try { $r->send($row['id']); } catch (Throwable) {}`,
    );
    venue.double.faults.clear();
    await venue.stack.wp('parterre', 'settle', bought.order);
    await venue.tick();
    expect(await stateOf(bought.order)).toBe('refunded');
    expect(venue.double.statement().orders[bought.order]).toMatchObject({ gross: 1999, refunded: 1999 });
    expect((await ticketsOf(bought.order)).map(({ state }) => state)).toEqual(['void']);
  });
});

describe('two ways at once', () => {
  it('gives two tabs one session, and a page without scripts the other kind after closing the first', async () => {
    const key = `stripe-two-tabs-${Date.now()}`;
    const [one, two] = [await venue.order('offr_live', 1, key), await venue.order('offr_live', 1, key)];
    expect(two.session.id).toBe(one.session.id);
    const other = await venue.backend.act(
      'choosePayment',
      { order: one.order, payment: 'hosted' },
      { session: one.token },
    );
    expect(other.payment?.type).toBe('redirect');
    const sessions = venue.double.world.sessions
      .values()
      .filter((session) => session.client_reference_id === one.order);
    expect(sessions.map(({ status, ui_mode: mode }) => [mode, status])).toEqual([
      ['elements', 'expired'],
      ['hosted_page', 'open'],
    ]);
  });

  it('gives back a payment that came after its hold was over and its seat was sold', async () => {
    const late = await venue.order('offr_last');
    await venue.stack.sql(
      `UPDATE wp_parterre_orders SET hold_until = 1, pay_until = 1 WHERE id = '${late.order}'; UPDATE wp_parterre_holds SET expires_at = 1 WHERE order_id = '${late.order}'`,
    );
    venue.double.faults.add({ match: /expire$/, with: 500, times: 50 });
    await venue.tick();
    expect(await stateOf(late.order)).toBe('expired');
    const quick = await venue.order('offr_last');
    venue.double.pay(quick.session.id);
    await venue.settled(quick, 'paid');
    venue.double.pay(late.session.id);
    venue.double.faults.clear();
    await venue.stack.wp('parterre', 'settle', late.order);
    await venue.tick();
    expect(venue.double.statement().orders[late.order]).toMatchObject({ gross: 1200, refunded: 1200 });
    expect((await ticketsOf(late.order)).filter(({ state }) => state === 'valid')).toEqual([]);
    expect(await ticketsOf(quick.order)).toHaveLength(1);
  });
});

describe('CVE-2026-1461 and CVE-2026-12093, a site without a webhook secret', () => {
  it('believes no event at all, and is right without them', async () => {
    await venue.useSecret('');
    try {
      const bought = await venue.order();
      const body = completed(bought);
      for (const secret of ['', SECRET, 'null', 'false']) {
        expect((await venue.tell(body, signature(body, [secret], now()))).status).toBe(400);
      }
      expect((await venue.tell(body)).status).toBe(400);
      venue.double.pay(bought.session.id);
      await venue.settled(bought, 'paid');
    } finally {
      await venue.useSecret(SECRET);
    }
  });
});

describe('everything that was asked of Stripe', () => {
  it('is understood by stripe-mock, carries version and key, and asks for nothing the next train refuses', async () => {
    const log = venue.double.log.filter(({ replayed }) => !replayed);
    expect(log.length).toBeGreaterThan(50);
    const refused = new Set<string>();
    for (const request of log) {
      const { accepted, why } = await mock.validate(request);
      if (!accepted) refused.add(`${request.method} ${request.path} ${request.body || request.query}: ${why}`);
    }
    expect([...refused]).toEqual([]);
    expect(log.filter(({ status }) => status === 401 || status === 403)).toEqual([]);
    for (const { method, headers, body } of log) {
      expect(headers['stripe-version']).toBe(mock.version);
      if (method === 'POST') expect(headers['idempotency-key']).toMatch(/\S{8,}/);
      expect(body).not.toContain('payment_method_types');
    }
  });

  it('left no key in any log', async () => {
    for (const name of ['php.log', 'access.log', 'nginx.log', 'fpm.log']) {
      const text = await readFile(join(venue.stack.logs, name), 'utf8').catch(() => '');
      for (const secret of [KEYS.restricted, SECRET]) expect(text, name).not.toContain(secret);
    }
  });
});
