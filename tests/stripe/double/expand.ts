// Answers as they leave: ids replaced by objects where asked for, and what is only told when asked.
import { invalid } from './errors.ts';
import type { Session, StripeObject } from './objects.ts';
import type { World } from './world.ts';

/** Which fields hold an id that can become the object, by kind of object. */
const EXPANDABLE: Record<string, readonly string[]> = {
  'checkout.session': ['payment_intent', 'setup_intent', 'customer', 'line_items'],
  payment_intent: ['latest_charge', 'payment_method', 'customer'],
  setup_intent: ['payment_method', 'customer'],
  payment_method: ['customer'],
  charge: ['balance_transaction', 'payment_intent', 'customer', 'refunds'],
  refund: ['balance_transaction', 'charge', 'payment_intent', 'failure_balance_transaction'],
  dispute: ['charge', 'payment_intent'],
  balance_transaction: ['source'],
  payout: ['balance_transaction'],
  'radar.early_fraud_warning': ['charge', 'payment_intent'],
};
const DEEPEST = 4;

type Answer = Record<string, unknown> & { object: string; id: string };

/** A copy of `object` for an answer. @throws StripeError for a path that cannot be expanded. */
export function answered(world: World, object: StripeObject, paths: readonly string[] = []): Record<string, unknown> {
  const answer = structuredClone(object) as unknown as Answer;
  for (const path of paths) {
    const names = path.split('.');
    if (names.length > DEEPEST)
      throw invalid(`You cannot expand more than ${DEEPEST} levels of a property. Property: ${path}`, 'expand');
    expandPath(world, answer, names, path);
  }
  return answer;
}

/** A page of a list. Paths begin with `data.`. */
export function answeredList(
  world: World,
  objects: readonly StripeObject[],
  url: string,
  hasMore: boolean,
  paths: readonly string[] = [],
): Record<string, unknown> {
  const inner = paths.map((path) => {
    if (!path.startsWith('data.')) throw cannot(path, 'list');
    return path.slice('data.'.length);
  });
  return { object: 'list', data: objects.map((object) => answered(world, object, inner)), has_more: hasMore, url };
}

function expandPath(world: World, answer: Answer, names: readonly string[], path: string): void {
  const [name = '', ...rest] = names;
  if (!EXPANDABLE[answer.object]?.includes(name)) throw cannot(path, answer.object);
  if (name === 'line_items') {
    const data = structuredClone(world.items.get(answer.id) ?? []);
    answer[name] = { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${answer.id}/line_items` };
    return;
  }
  if (name === 'refunds') {
    const data = world.refunds.values().filter(({ charge }) => charge === answer.id);
    answer[name] = answeredList(
      world,
      data.toReversed(),
      `/v1/charges/${answer.id}/refunds`,
      false,
      rest.length > 0 ? [rest.join('.')] : [],
    );
    return;
  }
  const held = answer[name];
  if (typeof held === 'string') answer[name] = structuredClone(world.anything(held) ?? held);
  const inner = answer[name];
  if (rest.length > 0 && typeof inner === 'object' && inner !== null) expandPath(world, inner as Answer, rest, path);
}

function cannot(path: string, kind: string): Error {
  return invalid(
    `This property cannot be expanded (${path}) on ${kind}. You may want to try expanding another one.`,
    'expand',
  );
}

/** What a fan's browser may see of a session: the secret is in their hands, the rest is not theirs. */
export function shownToBuyer(world: World, session: Session): Record<string, unknown> {
  return {
    id: session.id,
    status: session.status,
    payment_status: session.payment_status,
    currency: session.currency,
    amount_total: session.amount_total,
    email: session.customer_details?.email ?? null,
    email_fixed: session.customer_email !== null || session.customer !== null,
    livemode: session.livemode,
    mode: session.mode,
    ui_mode: session.ui_mode,
    payment_method_types: session.payment_method_types,
    return_url: session.return_url ?? null,
    last_payment_error:
      world.intents.all.get(session.payment_intent ?? '')?.last_payment_error?.message ??
      world.setups.all.get(session.setup_intent ?? '')?.last_setup_error?.message ??
      null,
    items: (world.items.get(session.id) ?? []).map((item) => ({
      ...{ id: item.id, name: item.description, quantity: item.quantity, amount: item.amount_total },
    })),
  };
}
