// What the venue's account says, for comparison with what the plugin's books say.
import type { World } from './world.ts';

export interface Sums {
  /** Minor units. Charged, given back, held by banks, kept by Stripe, left over. */
  gross: number;
  refunded: number;
  disputed: number;
  fees: number;
  net: number;
  currency: string;
}

export interface Statement {
  /** By order: the session's `client_reference_id`, else `order` in the intent's metadata, else the intent. */
  orders: Record<string, Sums>;
  /** By currency. */
  totals: Record<string, Sums>;
}

const empty = (currency: string): Sums => ({ gross: 0, refunded: 0, disputed: 0, fees: 0, net: 0, currency });

export function statementOf(world: World): Statement {
  const statement: Statement = { orders: {}, totals: {} };
  for (const entry of world.transactions.values()) {
    const source = world.anything(entry.source);
    if (!source || source.object === 'payout') continue;
    const charge =
      source.object === 'charge' ? source : world.charges.all.get('charge' in source ? String(source.charge) : '');
    const intent = world.intents.all.get(charge?.payment_intent ?? '');
    const session = world.sessions.values().find((one) => one.payment_intent === intent?.id);
    const order =
      session?.client_reference_id ?? session?.metadata['order'] ?? intent?.metadata['order'] ?? intent?.id ?? '';
    for (const sums of [
      (statement.orders[order] ??= empty(entry.currency)),
      (statement.totals[entry.currency] ??= empty(entry.currency)),
    ]) {
      if (entry.reporting_category === 'charge') sums.gross += entry.amount;
      else if (entry.reporting_category.startsWith('refund')) sums.refunded -= entry.amount;
      else if (entry.reporting_category.startsWith('dispute')) sums.disputed -= entry.amount;
      sums.fees += entry.fee;
      sums.net += entry.net;
    }
  }
  return statement;
}
