// The venue's books against its account: what a show's statement says, and what was paid out, to the cent.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStripeMock, type StripeMock } from './mock/mock.ts';
import { openStripeVenue, type Purchase, type StripeVenue } from './venue.ts';

let venue: StripeVenue;
let mock: StripeMock;
beforeAll(async () => {
  [venue, mock] = await Promise.all([openStripeVenue({ live: true }), startStripeMock()]);
});
afterAll(async () => {
  await venue?.close();
  await mock?.stop();
});

interface Statement {
  orders: number;
  gross: number;
  refunded: number;
  disputed: number;
  net: number;
  vatTotal: number;
  fees: number;
  rest: number;
  split: Record<string, number>;
}

/** Runs PHP in the site and reads the JSON it prints. */
async function php<T>(code: string): Promise<T> {
  const said = await venue.stack.wp('eval', `use Parterre\\Plugin; echo "<<<", json_encode(${code}), ">>>";`);
  return JSON.parse(/<<<(.*)>>>/s.exec(said)![1]!) as T;
}

const service = (name: string): string => `Plugin::instance()->get(Parterre\\${name}::class)`;
const statement = (): Promise<Record<string, Statement>> => php(`${service('Law\\Statement')}->of('show_tonight')`);
const settle = (bought: Purchase): Promise<unknown> =>
  php(`${service('Payments\\Settle')}->settle('${bought.order}')['state']`);
const sweep = (): Promise<unknown> => php(`${service('Payments\\Stripe\\Sweep')}->look('live')`);
const readPayouts = (): Promise<number> => php(`${service('Payments\\Stripe\\PayoutReader')}->read('live')`);

async function buy(
  quantity: number,
  how: object = {},
  offer: 'offr_live' | 'offr_yen' = 'offr_live',
): Promise<Purchase> {
  const bought = await venue.order(offer, quantity);
  venue.double.pay(bought.session.id, how);
  await venue.settled(bought, 'paid');
  return bought;
}

/** What the venue gives back itself. */
const giveBack = (bought: Purchase, amountMinor: number): Promise<unknown> =>
  php(
    `(function () { $refunds = ${service('Payments\\Refunds')}; $row = $refunds->request('${bought.order}', null, ${amountMinor}, '', 'admin', 1, 'test-${amountMinor}'); return $refunds->send($row['id'])['state']; })()`,
  );

describe('the books of a show', () => {
  it('say to the cent what Stripe says: payments, refunds of both sides, disputes that are open, won and lost, and every fee', async () => {
    const bought = [
      await buy(1),
      await buy(3, { method: 'card', country: 'US' }),
      await buy(2, { method: 'link' }),
      await buy(1),
      await buy(1),
      await buy(2),
      await buy(4, {}, 'offr_yen'),
    ];
    await giveBack(bought[1]!, 1999);
    await giveBack(bought[1]!, 1000);
    // Past the plugin, in the dashboard.
    venue.double.refund(bought[2]!.session.id, 777);
    venue.double.dispute(bought[3]!.session.id);
    const won = venue.double.dispute(bought[4]!.session.id);
    const lost = venue.double.dispute(bought[5]!.session.id);
    await sweep();
    venue.double.closeDispute(won.id, true);
    venue.double.closeDispute(lost.id, false);
    await sweep();
    for (const one of bought) await settle(one);

    const theirs = venue.double.statement().totals;
    const ours = await statement();
    expect(Object.keys(ours).toSorted()).toEqual(['EUR', 'JPY']);
    for (const [currency, sums] of Object.entries(theirs)) {
      const sum = ours[currency.toUpperCase()]!;
      // What a bank took for good stands with us among what went back, with Stripe among what it disputed.
      expect([currency, sum.gross, sum.refunded + sum.disputed, sum.fees]).toEqual([
        currency,
        sums.gross,
        sums.refunded + sums.disputed,
        sums.fees,
      ]);
      expect(sum.net - sum.fees).toBe(sums.net);
      expect(sum.rest).toBe(sum.net - sum.vatTotal - sum.fees);
      expect(Object.values(sum.split).reduce((all, share) => all + share, 0)).toBe(Math.max(0, sum.rest));
    }
    const ledger = await venue.stack.sql(
      "SELECT currency, SUM(amount_minor) AS n FROM wp_parterre_ledger WHERE chain = 'live' GROUP BY currency",
    );
    for (const { currency, n } of ledger) expect(Number(n)).toBe(ours[String(currency)]!.net);
  });

  it('match every movement of a payout to its order and fee, and name what is not ours', async () => {
    const somebodyElses = venue.double.world.transactions.values().length;
    expect(somebodyElses).toBeGreaterThan(0);
    const payout = venue.double.money.payOut(true, 'eur');
    expect(await readPayouts()).toBe(1);
    const rows = await venue.stack.sql(
      `SELECT kind, problem, SUM(amount_minor) AS amount, SUM(fee_minor) AS fee, COUNT(*) AS n, COUNT(order_id) AS orders FROM wp_parterre_payout_items WHERE payout_id = '${payout.id}' GROUP BY kind, problem`,
    );
    expect(rows.filter(({ problem }) => problem !== '')).toEqual([]);
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(['charge', 'dispute', 'dispute_reversed', 'refund']);
    expect(rows.every(({ n, orders }) => n === orders)).toBe(true);
    const net = rows.reduce((sum, row) => sum + Number(row['amount']) - Number(row['fee']), 0);
    expect(net).toBe(payout.amount);
    expect(net).toBe(venue.double.statement().totals['eur']!.net);
    // Read again, nothing is read or counted twice.
    expect(await readPayouts()).toBe(0);
    expect(await venue.stack.sql(`SELECT COUNT(*) AS n FROM wp_parterre_payout_items`)).toEqual([
      { n: String(rows.reduce((sum, row) => sum + Number(row['n']), 0)) },
    ]);
  });

  it('say which movement is missing in them, and take that back once they know it', async () => {
    const bought = await buy(1);
    const [charge] = await venue.stack.sql(
      `SELECT number, provider_id, amount_minor FROM wp_parterre_ledger WHERE order_id = '${bought.order}'`,
    );
    await venue.stack.sql(`UPDATE wp_parterre_ledger SET amount_minor = 1 WHERE order_id = '${bought.order}'`);
    const payout = venue.double.money.payOut(true, 'eur');
    await readPayouts();
    const problems = () =>
      venue.stack.sql(`SELECT problem, order_id FROM wp_parterre_payout_items WHERE payout_id = '${payout.id}'`);
    expect(await problems()).toEqual([{ problem: 'amount', order_id: bought.order }]);
    await venue.stack.sql(
      `UPDATE wp_parterre_ledger SET amount_minor = ${charge!['amount_minor']} WHERE order_id = '${bought.order}'`,
    );
    await readPayouts();
    expect(await problems()).toEqual([{ problem: '', order_id: bought.order }]);
  });

  it('asked for all of it in words that Stripe understands', async () => {
    const asked = venue.double.log.filter(({ path }) => /payouts|balance_transactions/.test(path));
    expect(asked.length).toBeGreaterThan(2);
    for (const request of asked) {
      const { accepted, why } = await mock.validate(request);
      expect([request.path, accepted, why]).toEqual([request.path, true, why]);
      expect(request.headers['stripe-version']).toBe(mock.version);
      expect(request.status).toBe(200);
    }
  });
});
