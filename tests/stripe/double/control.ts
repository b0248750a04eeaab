// The controller over HTTP, for tests in another process and for hands: `POST /_double/pay {"session":"cs_test_…"}`.
import type { Method } from './cards.ts';
import type { Buyer } from './checkout.ts';
import type { StripeDouble } from './double.ts';
import { StripeError } from './errors.ts';
import type { Answer } from './server.ts';

type Order = Record<string, unknown>;
const text = (order: Order, name: string): string => {
  const value = order[name];
  if (typeof value !== 'string') throw new StripeError(400, 'invalid_request_error', `${name} has to be a text.`);
  return value;
};
const pattern = (value: unknown): RegExp | undefined => (typeof value === 'string' ? new RegExp(value) : undefined);

const ORDERS: Record<string, (double: StripeDouble, order: Order) => unknown> = {
  pay: (double, order) => double.pay(text(order, 'session'), order as Buyer),
  authenticate: (double, order) => double.authenticate(text(order, 'id'), order['well'] !== false),
  arrive: (double, order) => double.arrive(text(order, 'id'), order['well'] !== false),
  expire: (double, order) => double.expire(text(order, 'session')),
  refund: (double, order) => double.refund(text(order, 'id'), order['amount'] as number | undefined),
  'finish-refund': (double, order) => double.finishRefund(text(order, 'id'), order['well'] !== false),
  'refunds-become': (double, order) => {
    double.money.refundsBecome = order['status'] === 'pending' ? 'pending' : 'succeeded';
  },
  dispute: (double, order) => double.dispute(text(order, 'id')),
  'close-dispute': (double, order) => double.closeDispute(text(order, 'id'), order['won'] === true),
  warn: (double, order) => double.warn(text(order, 'id')),
  payout: (double, order) => double.payOut(order['currency'] as string | undefined, order['livemode'] === true),
  'turn-card': (double, order) => double.turnCard(text(order, 'id'), text(order, 'method') as Method),
  'forget-keys': (double) => double.forgetKeys(),
  advance: (double, order) => double.advance(Number(order['seconds'])),
  fault: (double, { match, ...order }) => double.faults.add({ ...(order as { with: number }), match: pattern(match) }),
  lie: (double, { match, ...order }) =>
    double.faults.lie({ ...(order as { fields: Record<string, unknown> }), match: pattern(match) }),
  'clear-faults': (double) => double.faults.clear(),
  'behave-events': (double, { drop, ...order }) =>
    double.webhooks.behave({ ...order, ...(drop === undefined ? {} : { drop: pattern(drop) ?? null }) }),
  'release-events': (double, { order }) => double.webhooks.release(order as 'as-is' | 'backwards' | number | undefined),
  'resend-events': (double) => double.webhooks.resend(),
  'listen-at': (double, order) => double.listenAt(text(order, 'url'), text(order, 'secret')),
};

const READS: Record<string, (double: StripeDouble) => unknown> = {
  log: ({ log }) => log,
  events: ({ world }) => world.events,
  deliveries: ({ webhooks }) => webhooks.deliveries,
  sessions: ({ world }) => world.sessions.values(),
  intents: ({ world }) => world.intents.values(),
  refunds: ({ world }) => world.refunds.values(),
  disputes: ({ world }) => world.disputes.values(),
  statement: (double) => double.statement(),
};

/** Answers what begins with `/_double/`; undefined is for others to answer. */
export async function control(
  double: StripeDouble,
  method: string,
  url: URL,
  body: string,
): Promise<Answer | undefined> {
  const [, name] = /^\/_double\/([\w-]+)$/.exec(url.pathname) ?? [];
  if (!name) return undefined;
  const read = method === 'GET' ? READS[name] : undefined;
  if (read) return { status: 200, body: JSON.stringify(read(double), null, 2) };
  const order = method === 'POST' ? ORDERS[name] : undefined;
  if (!order)
    return {
      status: 404,
      body: JSON.stringify({
        error: { message: `GET ${Object.keys(READS).join(' ')}; POST ${Object.keys(ORDERS).join(' ')}` },
      }),
    };
  try {
    const result = await order(double, JSON.parse(body || '{}') as Order);
    return { status: 200, body: JSON.stringify(result ?? {}) };
  } catch (error) {
    const refused = error instanceof StripeError ? error.body() : { error: { message: (error as Error).message } };
    return { status: 400, body: JSON.stringify(refused) };
  }
}
