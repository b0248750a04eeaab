// How the double's events travel: signed as Stripe signs them, and with the bad manners tests ask for.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, TICKETS } from './client.ts';
import { SECRET, startStripeDouble, type StripeDouble } from './double/double.ts';
import { API_VERSION } from './double/version.ts';
import { signature } from './double/webhooks.ts';

let server: Server;
let double: StripeDouble;
let status = 200;
let arrived: { body: string; signature: string }[] = [];
const typesOf = () => arrived.map(({ body }) => (JSON.parse(body) as { type: string }).type);

beforeEach(async () => {
  [status, arrived] = [200, []];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      arrived.push({ body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  double = await startStripeDouble({ events: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});
afterEach(async () => {
  await double.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function sold(): Promise<string> {
  const { body } = await ask(double, 'POST', '/v1/checkout/sessions', TICKETS);
  double.pay(body.id);
  return body.id;
}
const PAID = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed'];

describe('a signature', () => {
  // Worked out by hand in the research on Stripe, and checked there against Stripe's own library.
  it('is HMAC-SHA256 over time and raw body', () => {
    const body = '{"id":"evt_1","type":"checkout.session.completed"}';
    expect(signature(body, ['whsec_test_5f3c'], 1_790_000_000, true)).toBe(
      't=1790000000,v1=894707749bd9d7f4e151b5e41e42ba93311c1329145a89837e77642f40734714',
    );
  });

  it('comes with one that proves nothing in test mode, and only then', () => {
    expect(signature('{}', ['a'], 1)).toMatch(/^t=1,v1=[0-9a-f]{64},v0=[0-9a-f]{64}$/);
    expect(signature('{}', ['a'], 1, true)).toMatch(/^t=1,v1=[0-9a-f]{64}$/);
  });

  it('is made with both secrets while one is exchanged', async () => {
    const [endpoint] = double.world.endpoints.values();
    double.webhooks.roll(endpoint!.id, 'whsec_new');
    await sold();
    await double.webhooks.settled();
    const { body, signature: header } = arrived[0]!;
    const at = Number(/t=(\d+)/.exec(header)?.[1]);
    expect(header).toBe(signature(body, ['whsec_new', SECRET], at));
    expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(10);
    double.webhooks.dropOldSecret(endpoint!.id);
    arrived = [];
    await sold();
    await double.webhooks.settled();
    expect(arrived[0]!.signature.match(/v1=/g)).toHaveLength(1);
  });
});

describe('an event', () => {
  it('tells what happened, in the version its address was registered with, and by which request', async () => {
    await sold();
    await double.webhooks.settled();
    expect(typesOf()).toEqual(PAID);
    expect(JSON.parse(arrived.at(-1)!.body)).toMatchObject({
      ...{ object: 'event', api_version: API_VERSION, livemode: false },
      data: { object: { object: 'checkout.session', payment_status: 'paid', client_reference_id: 'ordr_1' } },
    });
    const url = double.world.endpoints.values()[0]!.url;
    await ask(double, 'POST', '/v1/webhook_endpoints', { url, enabled_events: ['refund.created'] });
    arrived = [];
    await ask(
      double,
      'POST',
      '/v1/refunds',
      { charge: double.chargeOf(double.session().id).id },
      { 'idempotency-key': 'rfnd_9' },
    );
    await double.webhooks.settled();
    const refunds = arrived.map(({ body }) => JSON.parse(body)).filter(({ type }) => type === 'refund.created');
    // An address registered without a version speaks the account's, which is years old.
    expect(refunds.map(({ api_version }) => api_version)).toEqual([API_VERSION, '2020-08-27']);
    expect(refunds[0].request.idempotency_key).toBe('rfnd_9');
  });

  it('goes only where it was asked for', async () => {
    for (const endpoint of double.world.endpoints.values()) endpoint.enabled_events = ['checkout.session.completed'];
    await sold();
    await double.webhooks.settled();
    expect(typesOf()).toEqual(['checkout.session.completed']);
  });

  it('is lost, and sent again later', async () => {
    double.webhooks.behave({ drop: /^checkout/ });
    await sold();
    await double.webhooks.settled();
    expect(typesOf()).toEqual(PAID.slice(0, -1));
    await double.webhooks.resend();
    expect(typesOf()).toEqual(PAID);
  });

  it('comes three times', async () => {
    double.webhooks.behave({ copies: 3 });
    await sold();
    await double.webhooks.settled();
    expect(typesOf()).toEqual(PAID.flatMap((type) => [type, type, type]));
  });

  it('waits, and comes out of order: backwards, or shuffled the same way each time', async () => {
    double.webhooks.behave({ mode: 'held' });
    await sold();
    expect([double.webhooks.held, arrived.length]).toEqual([PAID.length, 0]);
    await double.webhooks.release('backwards');
    expect(typesOf()).toEqual(PAID.toReversed());
    const orders = [];
    for (const _ of [1, 2]) {
      arrived = [];
      await sold();
      await double.webhooks.release(7);
      orders.push(typesOf());
    }
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).not.toEqual(PAID);
    expect(orders[0]!.toSorted()).toEqual(PAID.toSorted());
  });

  it('that was refused is tried again', async () => {
    status = 500;
    await sold();
    await double.webhooks.settled();
    expect(double.webhooks.deliveries.map((delivery) => delivery.status)).toEqual([500, 500, 500, 500]);
    status = 200;
    await double.webhooks.resend();
    expect(double.webhooks.deliveries.filter((delivery) => delivery.status === 200)).toHaveLength(4);
  });

  it('can be asked for by who may have missed it, in the account’s version', async () => {
    double.webhooks.behave({ drop: /./ });
    await sold();
    const list = async (asked: object) =>
      (await ask(double, 'GET', '/v1/events', asked)).body.data as { id: string; type: string }[];
    expect((await list({ limit: 100 })).map(({ type }) => type)).toEqual(PAID.toReversed());
    const [event] = await list({ types: ['checkout.session.completed'], created: { gte: double.clock.now() - 60 } });
    const one = (await ask(double, 'GET', `/v1/events/${event!.id}`)).body;
    expect(one).toMatchObject({ type: 'checkout.session.completed', api_version: '2020-08-27' });
    expect(await list({ created: { gt: double.clock.now() + 60 } })).toEqual([]);
    expect((await ask(double, 'GET', '/v1/events/evt_nothing')).status).toBe(404);
  });

  it('follows a dispute to its end', async () => {
    const id = await sold();
    await double.webhooks.settled();
    arrived = [];
    double.warn(id);
    double.closeDispute(double.dispute(id).id, true);
    await double.webhooks.settled();
    expect(typesOf()).toEqual([
      'radar.early_fraud_warning.created',
      ...['created', 'funds_withdrawn', 'closed', 'funds_reinstated'].map((what) => `charge.dispute.${what}`),
    ]);
  });
});

describe('the controller over HTTP', () => {
  const order = async (name: string, body: object) => {
    const response = await fetch(`${double.url}/_double/${name}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('plays the buyer, the bank and bad luck, and shows the log', async () => {
    const { body } = await ask(double, 'POST', '/v1/checkout/sessions', TICKETS);
    expect((await order('pay', { session: body.id, method: 'bank' })).body['result']).toBe('processing');
    expect((await order('arrive', { id: body.id })).status).toBe(200);
    expect((await order('pay', { session: body.id })).status).toBe(400);
    expect((await order('pay', { session: 'cs_nothing' })).body['error']).toMatchObject({ code: 'resource_missing' });
    await order('fault', { match: 'account', with: 503, times: 1 });
    expect((await ask(double, 'GET', '/v1/account')).status).toBe(503);
    await order('behave-events', { drop: '^refund', copies: 2 });
    expect((await order('refund', { id: body.id, amount: 100 })).body['amount']).toBe(100);
    await double.webhooks.settled();
    expect(typesOf()).not.toContain('refund.created');
    const log = (await (await fetch(`${double.url}/_double/log`)).json()) as { path: string; status: number }[];
    expect(log.map(({ path, status: answered }) => [path, answered])).toEqual([
      ['/v1/checkout/sessions', 200],
      ['/v1/account', 503],
    ]);
    expect((await order('nonsense', {})).status).toBe(404);
  });
});
