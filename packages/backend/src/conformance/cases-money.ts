/** What a provider says after an order was made: promised, failed, taken back, disputed. Access follows the money both ways. */
import { equal, refused } from './assert.ts';
import type { Case } from './index.ts';
import { eur, type ProviderSays, type Stage } from './stage.ts';

const settled = async (stage: Stage, order: string, token: string, says: ProviderSays) => {
  await stage.send({ cmd: 'provider', order, says });
  const settle = () => stage.backend.act('settleOrder', { order }, { session: token });
  // Of two at once the second may answer while the first one's refund is still on its way; afterwards nothing changes any more.
  await Promise.all([settle(), settle()]);
  const settledOnce = await settle();
  const again = await settle();
  equal([again.state, again.refunded], [settledOnce.state, settledOnce.refunded], 'settled again');
  return again;
};

/** A paid order has nothing to wait for: the provider tells, as by a webhook. Twice, because webhooks come twice. */
const settledAfterPaying = async (stage: Stage, order: string, token: string, says: ProviderSays) => {
  const tell = () => stage.send({ cmd: 'provider', order, says, webhook: true });
  await tell();
  const first = await stage.backend.read('getOrder', { order }, { session: token });
  if (says !== 'lost' && says !== 'refunded') await tell();
  const again = await stage.backend.read('getOrder', { order }, { session: token });
  equal([again.state, again.refunded], [first.state, first.refunded], 'told twice');
  return again;
};

const ticketStates = async (stage: Stage): Promise<string[]> =>
  (await stage.peek('tickets')).tickets.map(({ state }) => state);

export const money: readonly Case[] = [
  [
    'a promised payment keeps its stock past its hold, and tickets wait for the money',
    async (stage) => {
      const { order, token } = await stage.order('offr_last');
      const promised = await settled(stage, order.id, token, 'processing');
      equal([promised.state, promised.payment, promised.holdUntil], ['processing', null, null], 'the order');
      await stage.advance(60 * 60);
      await refused(stage.order('offr_last', { email: 'eve@example.org' }), 'sold_out', 'somebody else an hour later');
      equal(await stage.pool('pool_last'), { held: 1, sold: 0 }, 'the stock');
      equal(await ticketStates(stage), [], 'tickets');
      const paid = await settled(stage, order.id, token, 'approved');
      equal([paid.state, paid.refunded], ['paid', eur(0)], 'the order');
      equal(await stage.pool('pool_last'), { held: 0, sold: 1 }, 'the stock');
      equal(await ticketStates(stage), ['valid'], 'tickets');
    },
  ],
  [
    'a promise that is broken gives the stock back',
    async (stage) => {
      const { order, token } = await stage.order('offr_last');
      await settled(stage, order.id, token, 'processing');
      equal((await settled(stage, order.id, token, 'failed')).state, 'failed', 'the order');
      equal(await stage.pool('pool_last'), { held: 0, sold: 0 }, 'the stock');
    },
  ],
  [
    'a disputed order lets nobody in until the dispute is won',
    async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      equal((await settledAfterPaying(stage, order.id, token, 'disputed')).state, 'disputed', 'the order');
      equal(await ticketStates(stage), ['void'], 'tickets while disputed');
      equal(await stage.pool('pool_any'), { held: 0, sold: 1 }, 'the stock while disputed');
      equal((await settledAfterPaying(stage, order.id, token, 'approved')).state, 'paid', 'the order');
      equal(await ticketStates(stage), ['valid'], 'tickets once won');
    },
  ],
  [
    'a lost dispute takes tickets and seats back',
    async (stage) => {
      const { order, token } = await stage.buy('offr_last');
      await settledAfterPaying(stage, order.id, token, 'disputed');
      const lost = await settledAfterPaying(stage, order.id, token, 'lost');
      equal([lost.state, lost.refunded], ['refunded', eur(1000)], 'the order');
      equal(await ticketStates(stage), ['void'], 'tickets');
      equal(await stage.pool('pool_last'), { held: 0, sold: 0 }, 'the stock');
    },
  ],
  [
    'money that the provider gave back takes tickets and seats back',
    async (stage) => {
      const { order, token } = await stage.buy('offr_last');
      const back = await settledAfterPaying(stage, order.id, token, 'refunded');
      equal([back.state, back.refunded], ['refunded', eur(1000)], 'the order');
      equal(await ticketStates(stage), ['void'], 'tickets');
      equal(await stage.pool('pool_last'), { held: 0, sold: 0 }, 'the stock');
    },
  ],
  [
    'money for a show that was cancelled meanwhile goes back and buys nothing',
    async (stage) => {
      const { order, token } = await stage.order('offr_live');
      await stage.send({ cmd: 'status', show: 'show_live', status: 'cancelled' });
      const back = await settled(stage, order.id, token, 'approved');
      equal([back.state, back.refunded], ['refunded', eur(1200)], 'the order');
      equal(await ticketStates(stage), [], 'tickets');
      equal(await stage.pool('pool_any'), { held: 0, sold: 0 }, 'the stock');
    },
  ],
];
