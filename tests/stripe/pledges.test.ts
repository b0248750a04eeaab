// Campaigns on a Stripe that loses, repeats and falls silent, and a charger that is killed: whoever pledged is charged once, or not at
// all. Setting up and looking through Stripe come last, so that stripe-mock has seen every request the plugin can send.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pledge } from '@parterre/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Method } from './double/cards.ts';
import { SECRET } from './double/double.ts';
import type { PaymentIntent, Session } from './double/objects.ts';
import { startStripeMock, type StripeMock } from './mock/mock.ts';
import { openStripeVenue, type StripeVenue } from './venue.ts';

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
});

const CAMPAIGN = `
$now = (int) (microtime(true) * 1000);
$campaigns = Parterre\\Plugin::instance()->get(Parterre\\Store\\Campaigns::class);
Parterre\\Plugin::instance()->get(Parterre\\Store\\Catalogue::class)->createPool(null, 'Reward', 50, 'pool_%ID%');
$campaigns->create(['id' => '%ID%', 'slug' => '%ID%', 'title' => 'Phase 2', 'mode' => '%MODE%', 'goal_kind' => 'supporters', 'goal_target' => %TARGET%,
  'currency' => 'EUR', 'minimum_percent' => %MINIMUM%, 'opens_at' => $now - 1000, 'deadline' => $now + 86400000, 'minimum_minor' => 500, 'published' => true]);
$campaigns->setRewards('%ID%', [['id' => 'rwrd_%ID%', 'name' => 'A seat', 'price_minor' => 1999, 'pool_id' => 'pool_%ID%', 'parts' => [['kind' => 'live',
  'show_id' => 'show_tonight', 'title' => 'Live', 'pool_id' => null, 'units' => 1, 'valid_from' => null, 'valid_until' => null, 'capabilities' => []]]]]);
`;
const WORK = `Parterre\\Plugin::instance()->get(Parterre\\Campaigns\\Work::class)->campaign('%ID%');`;
const SETTLE = `Parterre\\Plugin::instance()->get(Parterre\\Payments\\Settle::class)->settle('%ID%');`;

let count = 0;
interface CampaignWishes {
  supporters?: number;
  mode?: 'allOrNothing' | 'keep';
  minimum?: number | null;
}

async function campaign({ supporters = 1, mode = 'allOrNothing', minimum = null }: CampaignWishes = {}) {
  const id = `camp_stripe_${++count}`;
  const seed = CAMPAIGN.replaceAll('%ID%', id)
    .replace('%MODE%', mode)
    .replace('%TARGET%', String(supporters))
    .replace('%MINIMUM%', String(minimum));
  await venue.stack.wp('eval', seed);
  return id;
}

interface Promised {
  id: string;
  token: string;
  email: string;
}

async function pledge(of: string, payment?: 'hosted'): Promise<Promised> {
  const email = `pledger-${++count}@example.org`;
  const { pledge: made, session } = await venue.backend.act('createPledge', {
    campaign: of,
    idempotencyKey: `stripe-pledge-${Date.now()}-${count}`,
    email,
    locale: 'fr',
    page: `${venue.stack.url}/tonight/`,
    reward: `rwrd_${of}`,
    extraMinor: 0,
    expectedTotal: { amountMinor: 1999, currency: 'EUR' },
    mandate: 'Vous pouvez débiter ma carte de 19,99 €.',
  });
  const token = session?.token ?? '';
  if (payment) await venue.backend.act('prepareCard', { pledge: made.id, payment }, { session: token });
  return { id: made.id, token, email };
}

/** Stripe's newest session for a pledge. */
function formOf({ id }: Promised): Session {
  const session = venue.double.world.sessions.values().findLast((one) => one.client_reference_id === id);
  if (!session) throw new Error(`Stripe was asked for no form of ${id}.`);
  return session;
}

const settle = (made: Promised): Promise<Pledge> =>
  venue.backend.act('settlePledge', { pledge: made.id }, { session: made.token });

/** Enters a card, and answers the bank where it asks. */
function enter(made: Promised, method: Method): void {
  const { result } = venue.double.pay(formOf(made).id, { method });
  if (result === 'requires_action') venue.double.authenticate(formOf(made).id);
}

async function promised(of: string, method: Method = 'card', payment?: 'hosted'): Promise<Promised> {
  const made = await pledge(of, payment);
  enter(made, method);
  expect((await settle(made)).state).toBe('promised');
  return made;
}

const row = async ({ id }: Promised): Promise<Record<string, unknown>> =>
  (await venue.stack.sql(`SELECT * FROM wp_parterre_pledges WHERE id = '${id}'`))[0] ?? {};
const campaignRow = async (id: string): Promise<Record<string, unknown>> =>
  (await venue.stack.sql(`SELECT * FROM wp_parterre_campaigns WHERE id = '${id}'`))[0] ?? {};
const work = (id: string): Promise<string> => venue.stack.wp('eval', WORK.replace('%ID%', id));

/** The deadline passes, and nobody has looked yet. */
const over = (id: string) =>
  venue.stack.sql(
    `UPDATE wp_parterre_pledges SET created_at = created_at - 60000 WHERE campaign_id = '${id}'; UPDATE wp_parterre_campaigns SET deadline = UNIX_TIMESTAMP() * 1000 - 1000 WHERE id = '${id}'`,
  );
/** Seven days pass after the decision. */
const weekLater = (id: string) =>
  venue.stack.sql(`UPDATE wp_parterre_campaigns SET decided_at = decided_at - 8 * 86400000 WHERE id = '${id}'`);
/** What stands between a worker that died and the next one. */
const leaseIsOver = ({ id }: Promised) =>
  venue.stack.sql(`UPDATE wp_parterre_pledges SET lease_until = NULL, next_attempt_at = 1 WHERE id = '${id}'`);

const intentsOf = ({ id }: Promised): PaymentIntent[] =>
  venue.double.world.intents.values().filter(({ metadata }) => metadata['pledge'] === id);
/** All that Stripe took for a pledge and did not give back, in whatever way. */
async function taken(made: Promised): Promise<number> {
  const { order_id: order } = await row(made);
  const { gross = 0, refunded = 0 } = venue.double.statement().orders[String(order)] ?? {};
  return gross - refunded;
}
const ledger = async (made: Promised): Promise<number> => {
  const { order_id: order } = await row(made);
  const rows = await venue.stack.sql(
    `SELECT COALESCE(SUM(amount_minor), 0) AS total FROM wp_parterre_ledger WHERE order_id = '${String(order)}'`,
  );
  return Number(rows[0]?.['total']);
};

describe('a campaign that takes all or nothing', () => {
  it('charges every card once when its goal is reached, and what was counted stays', async () => {
    const id = await campaign({ supporters: 3 });
    const all = [await promised(id), await promised(id, 'card-3ds'), await promised(id, 'card', 'hosted')];
    await over(id);
    await Promise.all([work(id), work(id), work(id)]);
    await work(id);
    for (const made of all) {
      expect(await row(made)).toMatchObject({ state: 'paid', attempt: '1' });
      expect(intentsOf(made)).toHaveLength(1);
      expect([await taken(made), await ledger(made)]).toEqual([1999, 1999]);
    }
    expect(await campaignRow(id)).toMatchObject({ result: 'reached', decided_supporters: '3' });
    // Whatever happens to single pledges later.
    venue.double.refund(intentsOf(all[0]!)[0]!.id);
    await venue.stack.wp('eval', SETTLE.replace('%ID%', String((await row(all[0]!))['order_id'])));
    expect(await campaignRow(id)).toMatchObject({ result: 'reached', decided_supporters: '3', decided_minor: '5997' });
  });

  it('charges nobody when its goal is missed, and leaves no card behind', async () => {
    const id = await campaign({ supporters: 2 });
    const made = await promised(id);
    const { customer_ref: customer } = await row(made);
    await over(id);
    await work(id);
    await venue.tick();
    expect(await row(made)).toMatchObject({ state: 'released', customer_ref: '', method_ref: '' });
    expect(intentsOf(made)).toEqual([]);
    expect(venue.double.world.customers.all.has(String(customer))).toBe(false);
  });

  it('waits a week for those whose bank wants them, and takes their money once', async () => {
    const id = await campaign({ supporters: 2 });
    const made = await promised(id, 'card-3ds-always');
    const other = await promised(id);
    await over(id);
    await work(id);
    expect(await row(made)).toMatchObject({ state: 'needs-action', outcome: 'authenticate' });
    const { order_id: order } = await row(made);
    const asked = await venue.backend.act('settleOrder', { order: String(order) }, { session: made.token });
    expect([asked.state, asked.payment?.type]).toEqual(['pending', 'stripe']);
    const session = venue.double.world.sessions.values().findLast((one) => one.client_reference_id === order);
    venue.double.pay(session!.id, { method: 'card-3ds' });
    venue.double.authenticate(session!.id);
    await work(id);
    await venue.settled({ order: String(order), token: made.token }, 'paid');
    await work(id);
    expect([await taken(made), await taken(other)]).toEqual([1999, 1999]);
    expect(await row(made)).toMatchObject({ state: 'paid' });
    expect(await campaignRow(id)).toMatchObject({ result: 'reached' });
  });

  it('gives everybody their money back where too little could be charged, once', async () => {
    const id = await campaign({ supporters: 3, minimum: 80 });
    const paid = [await promised(id), await promised(id)];
    const declined = await promised(id, 'card-fails-later');
    await over(id);
    await work(id);
    expect(await Promise.all(paid.map(taken))).toEqual([1999, 1999]);
    await weekLater(id);
    // The first answer is lost: nobody knows whether money went back.
    venue.double.faults.add({ match: /^POST \/v1\/refunds$/, with: 'cut', when: 'after', times: 3 });
    await work(id).catch(() => undefined);
    venue.double.faults.clear();
    for (let time = 0; time < 3; time++) await work(id).catch(() => undefined);
    await venue.tick();
    expect(await campaignRow(id)).toMatchObject({ result: 'returned' });
    for (const made of paid) {
      expect([await taken(made), await ledger(made)]).toEqual([0, 0]);
      expect(await row(made)).toMatchObject({ state: 'refunded' });
    }
    expect(await row(declined)).toMatchObject({ state: 'failed' });
  });

  it('goes ahead where enough could be charged', async () => {
    const id = await campaign({ supporters: 2, minimum: 50 });
    const paid = await promised(id);
    await promised(id, 'card-fails-later');
    await over(id);
    await work(id);
    await weekLater(id);
    await work(id);
    expect(await campaignRow(id)).toMatchObject({ result: 'reached' });
    expect(await taken(paid)).toBe(1999);
  });
});

describe('a charger that is killed', () => {
  it.each([
    ['before Stripe heard of it', 'before', false],
    ['after the money moved', 'after', false],
    ['after the money moved, once Stripe has forgotten the key', 'after', true],
  ] as const)('never charges twice: %s', async (_, when, forgets) => {
    const id = await campaign();
    const made = await promised(id);
    await over(id);
    venue.double.faults.add({ match: /^POST \/v1\/payment_intents$/, with: 'timeout', when });
    const file = join(venue.stack.folder, 'temp', `charger-${id}`);
    const heard = venue.double.log.length;
    const charging = venue.stack
      .wp('eval', `file_put_contents('${file}', (string) getmypid()); ${WORK.replace('%ID%', id)}`)
      .then(
        () => 'ended',
        () => 'killed',
      );
    await expect
      .poll(
        () => venue.double.log.slice(heard).some(({ method, path }) => method === 'POST' && path.endsWith('intents')),
        {
          timeout: 60_000,
        },
      )
      .toBe(true);
    process.kill(Number(await readFile(file, 'utf8')), 'SIGKILL');
    await rm(file);
    expect(await charging).toBe('killed');
    expect(await row(made)).toMatchObject({ state: 'charging', outcome: '', attempt: '1' });
    await work(id);
    expect(await row(made), 'while its lease stands nobody else charges').toMatchObject({ state: 'charging' });
    venue.double.faults.clear();
    if (forgets) venue.double.forgetKeys();
    await leaseIsOver(made);
    await work(id);
    expect(await row(made)).toMatchObject({ state: 'paid', attempt: '1' });
    expect(intentsOf(made)).toHaveLength(1);
    expect([await taken(made), await ledger(made)]).toEqual([1999, 1999]);
  });
});

describe('events about cards and their charges', () => {
  it.each([
    ['each once, in order', { copies: 1 }, 'as-is'],
    ['three times each, in random order', { copies: 3 }, 20_261_126],
    ['backwards', { copies: 2 }, 'backwards'],
  ] as const)('lead to the same: %s', async (_, how, order) => {
    venue.double.listenAt(venue.hook, SECRET);
    venue.double.webhooks.behave({ ...how, mode: 'held' });
    const id = await campaign();
    const made = await pledge(id);
    enter(made, 'card-3ds');
    await venue.double.webhooks.release(order);
    await venue.tick();
    expect(await row(made)).toMatchObject({ state: 'promised' });
    await over(id);
    await work(id);
    await venue.double.webhooks.release(order);
    await venue.tick();
    expect(await row(made)).toMatchObject({ state: 'paid', attempt: '1' });
    expect(await ledger(made)).toBe(1999);
    expect(venue.double.webhooks.deliveries.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('are not needed: a card that was saved before the page was closed counts', async () => {
    const id = await campaign();
    const made = await pledge(id);
    enter(made, 'card');
    await venue.stack.sql(
      `UPDATE wp_parterre_card_forms SET made_at = made_at - 130000 WHERE pledge_id = '${made.id}'`,
    );
    await venue.tick();
    expect(await row(made)).toMatchObject({ state: 'promised' });
  });

  it('find money that came while nobody heard of it', async () => {
    const id = await campaign();
    const made = await promised(id);
    await over(id);
    venue.double.faults.add({ match: /^POST \/v1\/payment_intents$/, with: 'cut', when: 'after', times: 3 });
    await work(id).catch(() => undefined);
    venue.double.faults.clear();
    expect(await row(made)).toMatchObject({ state: 'charging', outcome: '' });
    venue.double.listenAt(venue.hook, SECRET);
    venue.double.world.emit('payment_intent.succeeded', intentsOf(made)[0]!);
    await venue.double.webhooks.settled();
    await venue.tick();
    expect([await taken(made), await ledger(made)]).toEqual([1999, 1999]);
  });
});

describe('a campaign that keeps what it raises', () => {
  it('is paid like any order, to the cent, and counts once it is paid', async () => {
    const id = await campaign({ mode: 'keep', supporters: 5 });
    const { pledge: made, session } = await venue.backend.act('createPledge', {
      campaign: id,
      idempotencyKey: `stripe-keep-${Date.now()}`,
      email: `keeper-${++count}@example.org`,
      locale: 'fr',
      page: `${venue.stack.url}/tonight/`,
      reward: `rwrd_${id}`,
      extraMinor: 501,
      expectedTotal: { amountMinor: 2500, currency: 'EUR' },
    });
    const order = made.order?.id ?? '';
    const token = session?.token ?? '';
    expect((await venue.backend.read('getCampaign', { campaign: id })).raised.amountMinor).toBe(0);
    await venue.backend.act('settleOrder', { order }, { session: token });
    const paying = venue.double.world.sessions.values().findLast((one) => one.client_reference_id === order);
    expect(paying).toMatchObject({ mode: 'payment', amount_total: 2500 });
    venue.double.pay(paying!.id);
    await venue.settled({ order, token }, 'paid');
    expect((await venue.backend.read('getCampaign', { campaign: id })).raised.amountMinor).toBe(2500);
    expect(venue.double.statement().orders[order]).toMatchObject({ gross: 2500, refunded: 0 });
    await over(id);
    await work(id);
    expect(await campaignRow(id)).toMatchObject({ result: 'missed', decided_minor: '2500' });
    expect(venue.double.statement().orders[order]).toMatchObject({ gross: 2500, refunded: 0 });
  });
});

describe('everything that was asked of Stripe for campaigns, setting up and looking through', () => {
  it('is understood by stripe-mock, carries version and key, and asks for nothing the next train refuses', async () => {
    // Stripe takes no domain without a name.
    const domain = `add_filter('home_url', static fn(): string => 'https://parterre.example'); $setup->registerDomain('test');`;
    const setUp = (what: string) =>
      venue.stack.wp(
        'eval',
        `$setup = Parterre\\Plugin::instance()->get(Parterre\\Payments\\Stripe\\Setup::class); ${what}`,
      );
    await setUp(`$setup->checkAccount('test'); $setup->registerWebhook('test'); $setup->checkWebhook('test');`);
    // Somebody was at the dashboard: events left out, an endpoint by hand, the domain switched off.
    const { endpoints, domains } = venue.double.world;
    for (const endpoint of endpoints.values()) endpoint.enabled_events = ['charge.refunded'];
    await setUp(`$setup->registerWebhook('test'); ${domain}`);
    for (const one of domains.values()) one.enabled = false;
    venue.double.listenAt(venue.hook, SECRET);
    await setUp(`Parterre\\Payments\\Stripe\\Keys::store('test', ['webhook_secret' => '']);
      $setup->registerWebhook('test'); ${domain}`);
    // A refund and a dispute past the plugin, of which every event is lost.
    venue.double.webhooks.behave({ drop: /./ });
    const [first, second] = venue.double.world.charges.values().filter(({ paid, refunded }) => paid && !refunded);
    venue.double.refund(first!.id, 100);
    venue.double.dispute(second!.id);
    const found = await venue.stack.wp(
      'eval',
      `echo Parterre\\Plugin::instance()->get(Parterre\\Payments\\Stripe\\Sweep::class)->look('test');`,
    );
    expect(Number(found.trim())).toBe(2);
    const log = venue.double.log.filter(({ replayed }) => !replayed);
    const kinds = new Set(
      log.map(({ method, path }) => `${method} ${path.replaceAll(/\b(?:cs|pi|pm|cus|we|pmd|seti|ch)_\w+/g, ':')}`),
    );
    for (const kind of [
      'POST /v1/checkout/sessions',
      'POST /v1/checkout/sessions/:/expire',
      'POST /v1/payment_intents',
      'GET /v1/payment_intents',
      'POST /v1/payment_methods/:/detach',
      'DELETE /v1/customers/:',
      'POST /v1/webhook_endpoints',
      'POST /v1/webhook_endpoints/:',
      'DELETE /v1/webhook_endpoints/:',
      'GET /v1/webhook_endpoints/:',
      'POST /v1/payment_method_domains',
      'POST /v1/payment_method_domains/:',
      'POST /v1/payment_method_domains/:/validate',
      'GET /v1/refunds',
      'GET /v1/disputes',
      'GET /v1/account',
    ])
      expect([...kinds]).toContain(kind);
    const refused = new Set<string>();
    for (const request of log) {
      const { accepted, why } = await mock.validate(request);
      if (!accepted) refused.add(`${request.method} ${request.path} ${request.body || request.query}: ${why}`);
    }
    expect([...refused]).toEqual([]);
    expect(log.filter(({ status }) => status === 401 || status === 403)).toEqual([]);
    for (const { method, headers, body } of log) {
      expect(headers['stripe-version']).toBe(mock.version);
      if (method !== 'GET') expect(headers['idempotency-key']).toMatch(/\S{8,}/);
      expect(body).not.toMatch(/(^|&)payment_method_types/);
    }
  });
});
