/** Buying: prices, holds, payment, what a paid order gives. */
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { eur, newKey, orderOf } from './stage.ts';

const outcome = (settled: PromiseSettledResult<unknown>): string =>
  settled.status === 'fulfilled' ? 'ok' : String((settled.reason as { code?: string }).code);

export const buying: readonly Case[] = [
  [
    'a quote prices lines and changes nothing',
    async (stage) => {
      const quote = await stage.backend.act('quote', {
        lines: [
          { type: 'offer', offer: 'offr_both', quantity: 2 },
          { type: 'variant', variant: 'vrnt_shirt', quantity: 1 },
        ],
        currency: 'EUR',
      });
      equal(quote.total, eur(5900), 'the total');
      equal(
        quote.lines.map(({ ref, total }) => [ref, total.amountMinor]),
        [
          ['offr_both', 3400],
          ['vrnt_shirt', 2500],
        ],
        'the lines',
      );
      equal(await stage.pool('pool_any'), { held: 0, sold: 0 }, 'the stock');
      equal((await stage.peek('orders')).orders, [], 'orders');
    },
  ],
  [
    'an order holds stock, a payment sells it, and tickets exist exactly then',
    async (stage) => {
      const { order, token } = await stage.order('offr_both', { quantity: 2 });
      equal([order.state, order.total, order.payment?.type], ['pending', eur(3400), 'test'], 'the order');
      equal(await stage.pool('pool_any'), { held: 2, sold: 0 }, 'stock while pending');
      equal((await stage.peek('tickets')).tickets, [], 'tickets while pending');
      const paid = await stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      equal([paid.state, paid.payment, paid.holdUntil], ['paid', null, null], 'the paid order');
      equal(await stage.pool('pool_any'), { held: 0, sold: 2 }, 'stock once paid');
      const { tickets } = await stage.peek('tickets');
      equal(
        tickets.map(({ kind }) => kind).sort(),
        ['live', 'live', 'replay', 'replay'],
        'one ticket per part and piece',
      );
      ok(
        tickets.every(({ source, state, order: of }) => source === 'paid' && state === 'valid' && of === order.id),
        'one source each',
      );
      equal(paid.tickets.map(({ id }) => id).sort(), tickets.map(({ id }) => id).sort(), 'the tickets told');
    },
  ],
  [
    'a hold lasts ten minutes and tells until when',
    async (stage) => {
      const before = await stage.now();
      const { order } = await stage.order('offr_live');
      const lasts = Date.parse(present(order.holdUntil, 'holdUntil')) - before;
      ok(lasts > 590_000 && lasts < 615_000, `a hold lasts ten minutes, not ${lasts} ms`);
    },
  ],
  [
    'a total of zero is paid in the reply',
    async (stage) => {
      const { order } = await stage.order('offr_free');
      equal([order.state, order.payment, order.total], ['paid', null, eur(0)], 'the order');
      equal(
        (await stage.peek('tickets')).tickets.map(({ source }) => source),
        ['free'],
        'the source',
      );
    },
  ],
  [
    'the same key with the same request is the same order, and a session that works',
    async (stage) => {
      const request = orderOf('offr_live');
      const first = await stage.backend.act('createOrder', request);
      const again = await stage.backend.act('createOrder', request);
      equal(again.order.id, first.order.id, 'the order');
      equal(await stage.pool('pool_any'), { held: 1, sold: 0 }, 'the stock');
      const session = present(again.session, 'a session').token;
      const paid = await stage.backend.act('payTest', { order: again.order.id, outcome: 'approve' }, { session });
      equal(paid.state, 'paid', 'the order');
      const later = await stage.backend.act('createOrder', request);
      equal([later.order.id, later.order.state], [first.order.id, 'paid'], 'the order, asked again');
      await stage.enter('show_live', present(later.session, 'a session').token);
    },
  ],
  [
    'a repeated request for what was paid over an hour ago brings the order and no session',
    async (stage) => {
      const request = orderOf('offr_live');
      const { order, session } = await stage.backend.act('createOrder', request);
      const token = present(session, 'a session').token;
      await stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      await stage.advance(61 * 60);
      const later = await stage.backend.act('createOrder', request);
      equal([later.order.id, later.session], [order.id, null], 'the reply');
      equal(await stage.pool('pool_any'), { held: 0, sold: 1 }, 'the stock');
    },
  ],
  [
    'the same key sent five times at once makes one order',
    async (stage) => {
      const request = orderOf('offr_live');
      const replies = await Promise.all(Array.from({ length: 5 }, () => stage.backend.act('createOrder', request)));
      equal(new Set(replies.map(({ order }) => order.id)).size, 1, 'different orders');
      equal((await stage.peek('orders')).orders.length, 1, 'orders');
      equal(await stage.pool('pool_any'), { held: 1, sold: 0 }, 'the stock');
    },
  ],
  [
    'settling again, or twice at the same time, changes nothing more',
    async (stage) => {
      const { order, token } = await stage.order('offr_live');
      const settle = () => stage.backend.act('settleOrder', { order: order.id }, { session: token });
      equal((await settle()).state, 'pending', 'settling what nobody paid');
      await stage.send({ cmd: 'approvePayment', order: order.id });
      const replies = await Promise.all([settle(), settle(), settle()]);
      equal(
        replies.map(({ state }) => state),
        ['paid', 'paid', 'paid'],
        'the replies',
      );
      await settle();
      equal((await stage.peek('tickets')).tickets.length, 1, 'tickets');
      equal(await stage.pool('pool_any'), { held: 0, sold: 1 }, 'the stock');
      const { events } = await stage.peek('events');
      equal(events.filter(({ type }) => type === 'order.paid').length, 1, 'order.paid events');
      equal((await stage.peek('mails')).mails.length, 1, 'mails');
    },
  ],
  [
    'a declined payment leaves the order pending and its hold intact',
    async (stage) => {
      const { order, token } = await stage.order('offr_last');
      await refused(
        stage.backend.act('payTest', { order: order.id, outcome: 'decline' }, { session: token }),
        'payment_declined',
        'declining',
      );
      equal(await stage.pool('pool_last'), { held: 1, sold: 0 }, 'the hold');
      const paid = await stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      equal(paid.state, 'paid', 'a second try');
    },
  ],
  [
    'an order that ran out is paid only while what it holds is on sale',
    async (stage) => {
      const closing = new Date(Date.now() + 5 * 60_000).toISOString();
      await stage.reset((seed) => ({
        ...seed,
        shows: seed.shows.map((show) => ({
          ...show,
          offers: show.offers.map((offer) => (offer.id === 'offr_live' ? { ...offer, closesAt: closing } : offer)),
        })),
      }));
      const early = await stage.order('offr_live');
      const late = await stage.order('offr_live', { email: 'late@example.org' });
      await stage.advance(6 * 60);
      const approve = ({ order, token }: typeof early) =>
        stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      equal((await approve(early)).state, 'paid', 'a hold that lasts beyond the sale');
      await stage.advance(6 * 60);
      await refused(approve(late), 'hold_expired', 'paying after hold and sale are over');
    },
  ],
  [
    'a cancelled show is not paid for, held or not',
    async (stage) => {
      const { order, token } = await stage.order('offr_live');
      await stage.send({ cmd: 'status', show: 'show_live', status: 'cancelled' });
      await refused(
        stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token }),
        'hold_expired',
        'paying for a cancelled show',
      );
      equal((await stage.peek('tickets')).tickets, [], 'tickets');
    },
  ],
  [
    'what lets into nothing any more is not sold',
    async (stage) => {
      await stage.send({
        cmd: 'signals',
        show: 'show_live',
        signals: { endedAt: new Date((await stage.now()) - 60_000).toISOString() },
      });
      const ended = await stage.backend.read('getShow', { show: 'show_live' });
      const live = ended.offers.find((offer) => offer.id === 'offr_live');
      equal([ended.phase, live?.saleState], ['ended', 'closed'], 'the stream of a show that has ended');
      await refused(stage.order('offr_live'), 'not_on_sale', 'buying the stream of a show that has ended');
      await stage.advance(400 * 86_400);
      const { phase, offers } = await stage.backend.read('getShow', { show: 'show_live' });
      const stateOf = (id: string) => offers.find((offer) => offer.id === id)?.saleState;
      equal([phase, stateOf('offr_live'), stateOf('offr_bundle')], ['archived', 'closed', 'open'], 'the offers');
      await refused(stage.order('offr_live'), 'not_on_sale', 'buying a ticket for what is over');
    },
  ],
  [
    'cancelling releases the hold, once',
    async (stage) => {
      const { order, token } = await stage.order('offr_last');
      const cancelled = await stage.backend.act('cancelOrder', { order: order.id }, { session: token });
      equal([cancelled.state, cancelled.holdUntil], ['cancelled', null], 'the order');
      equal(await stage.pool('pool_last'), { held: 0, sold: 0 }, 'the stock');
      await stage.order('offr_last', { email: 'next@example.org' });
    },
  ],
  [
    'cancelling a paid order is refused and takes nothing back',
    async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      await refused(
        stage.backend.act('cancelOrder', { order: order.id }, { session: token }),
        'order_closed',
        'cancelling',
      );
      equal(await stage.pool('pool_any'), { held: 0, sold: 1 }, 'the stock');
      equal(
        (await stage.peek('tickets')).tickets.map(({ state }) => state),
        ['valid'],
        'the ticket',
      );
    },
  ],
  [
    'an expired hold gives its stock back to the next buyer',
    async (stage) => {
      const { order, token } = await stage.order('offr_last');
      await refused(
        stage.backend.act('createOrder', orderOf('offr_last', { email: 'next@example.org' })),
        'sold_out',
        'while it is held',
      );
      await stage.advance(10 * 60 + 1);
      await stage.order('offr_last', { email: 'next@example.org' });
      equal(await stage.pool('pool_last'), { held: 1, sold: 0 }, 'the stock');
      const state = (await stage.backend.read('getOrder', { order: order.id }, { session: token })).state;
      equal(state, 'expired', 'the first order');
    },
  ],
  [
    'paying after the hold ran out holds again where there is stock',
    async (stage) => {
      const { order, token } = await stage.order('offr_last');
      await stage.advance(11 * 60);
      const paid = await stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      equal(paid.state, 'paid', 'the order');
      equal(await stage.pool('pool_last'), { held: 0, sold: 1 }, 'the stock');
    },
  ],
  [
    'two buyers at once get one last seat once',
    async (stage) => {
      const tries = await Promise.allSettled(
        ['a@example.org', 'b@example.org'].map((email) =>
          stage.backend.act('createOrder', orderOf('offr_last', { email })),
        ),
      );
      equal(tries.map(outcome).sort(), ['ok', 'sold_out'], 'the tries');
      equal(await stage.pool('pool_last'), { held: 1, sold: 0 }, 'the stock');
    },
  ],
  [
    'twelve buyers at once never oversell a pool of three',
    async (stage) => {
      const tries = await Promise.allSettled(
        Array.from({ length: 12 }, (_, index) =>
          stage.backend.act('createOrder', orderOf('offr_single', { email: `fan${index}@example.org` })),
        ),
      );
      equal(tries.map(outcome).filter((each) => each === 'ok').length, 3, 'orders');
      equal(tries.map(outcome).filter((each) => each === 'sold_out').length, 9, 'refusals');
      equal(await stage.pool('pool_shared'), { held: 3, sold: 0 }, 'the stock');
    },
  ],
  [
    'two offers share one pool',
    async (stage) => {
      await stage.buy('offr_pair');
      await refused(stage.backend.act('createOrder', orderOf('offr_pair')), 'sold_out', 'two more of one left');
      const { offers } = await stage.backend.read('getShow', { show: 'show_live' });
      const single = present(
        offers.find(({ id }) => id === 'offr_single'),
        'the offer',
      );
      equal([single.saleState, single.left], ['open', 1], 'the other offer');
      await stage.buy('offr_single');
      equal(await stage.pool('pool_shared'), { held: 0, sold: 3 }, 'the stock');
      await refused(stage.backend.act('createOrder', orderOf('offr_single')), 'sold_out', 'when it is empty');
    },
  ],
  [
    'a bundle whose second part is sold out holds nothing of its first',
    async (stage) => {
      await refused(
        stage.backend.act('createOrder', orderOf('offr_bundle', { quantity: 2 })),
        'sold_out',
        'two bundles of one',
      );
      equal(await stage.pool('pool_any'), { held: 0, sold: 0 }, 'the first part');
      equal(await stage.pool('pool_second'), { held: 0, sold: 0 }, 'the second part');
    },
  ],
  [
    'an order with one line that cannot be had holds nothing of the others',
    async (stage) => {
      const request = {
        ...orderOf('offr_live'),
        lines: [
          { type: 'offer' as const, offer: 'offr_live', quantity: 1 },
          { type: 'variant' as const, variant: 'vrnt_shirt', quantity: 3 },
        ],
        expectedTotal: eur(1200 + 7500),
      };
      await refused(stage.backend.act('createOrder', request), 'sold_out', 'three shirts of two');
      equal(await stage.pool('pool_any'), { held: 0, sold: 0 }, 'the ticket');
      equal(await stage.pool('pool_shirts'), { held: 0, sold: 0 }, 'the shirts');
    },
  ],
  [
    'a price that is not what the buyer saw is refused and holds nothing',
    async (stage) => {
      for (const amount of [0, 1, 1199, 1201]) {
        const request = { ...orderOf('offr_live'), expectedTotal: eur(amount) };
        await refused(stage.backend.act('createOrder', request), 'price_changed', `expecting ${amount}`);
      }
      equal(await stage.pool('pool_any'), { held: 0, sold: 0 }, 'the stock');
    },
  ],
  [
    'the same offer on two lines counts as one for its limit',
    async (stage) => {
      const line = { type: 'offer' as const, offer: 'offr_live', quantity: 4 };
      const request = { ...orderOf('offr_live'), lines: [line, line], expectedTotal: eur(9600) };
      await refused(stage.backend.act('createOrder', request), 'quantity_limit', 'four and four of six');
    },
  ],
  [
    'a refused order does not burn its key',
    async (stage) => {
      const request = { ...orderOf('offr_last'), idempotencyKey: newKey() };
      const { order, token } = await stage.order('offr_last', { email: 'first@example.org' });
      await refused(stage.backend.act('createOrder', request), 'sold_out', 'while it is held');
      await stage.backend.act('cancelOrder', { order: order.id }, { session: token });
      await stage.backend.act('createOrder', request);
    },
  ],
  [
    'a paid order sends one mail: receipt and pass link',
    async (stage) => {
      const { order } = await stage.buy('offr_live');
      const { mails } = await stage.peek('mails');
      equal(
        mails.map(({ to, kind }) => [to, kind]),
        [['bea@example.org', 'receipt']],
        'mails',
      );
      ok(present(mails[0], 'the mail').text.includes(order.reference), 'the mail names the order');
      await stage.redeem(present(mails[0], 'the mail').secret);
    },
  ],
  [
    'a reply never holds the whole address',
    async (stage) => {
      const { order } = await stage.buy('offr_live');
      equal(order.emailHint, 'b…@example.org', 'the hint');
      ok(!JSON.stringify(order).includes('bea@example.org'), 'the order tells the address');
    },
  ],
  [
    'tickets of the test gateway are void once live keys exist',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      equal((await stage.backend.read('getVenue', {})).testMode, true, 'test mode before');
      await stage.send({ cmd: 'liveKeys', present: true });
      equal((await stage.backend.read('getVenue', {})).testMode, false, 'test mode after');
      await refused(stage.enter('show_live', token), 'ticket_void', 'entering with a test ticket');
    },
  ],
  [
    'sale states follow stock at once',
    async (stage) => {
      const stateOf = async () => {
        const { offers } = await stage.backend.read('getShow', { show: 'show_live' });
        const offer = present(
          offers.find(({ id }) => id === 'offr_last'),
          'the offer',
        );
        return [offer.saleState, offer.left];
      };
      equal(await stateOf(), ['open', 1], 'before');
      await stage.send({ cmd: 'capacity', pool: 'pool_last', capacity: 0 });
      equal(await stateOf(), ['soldOut', 0], 'after');
    },
  ],
];
