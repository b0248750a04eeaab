/** Waiting for places: one entry an address, first come first served, nothing sold twice. */
import type { Input } from '@parterre/protocol';
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { PAGE } from './scenario.ts';
import { orderOf, type Bought, type Stage } from './stage.ts';

const HALL = 'offr_hall';

const wait = (stage: Stage, email: string, rest: Partial<Input<'joinWaitingList'>> = {}) =>
  stage.backend.act('joinWaitingList', {
    ...{ show: 'show_soon', email, quantity: 1, kind: 'hall', locale: 'en', page: PAGE },
    ...rest,
  });

/** Both places of the hall are somebody's, who has not paid yet. */
const fill = (stage: Stage): Promise<Bought> => stage.order(HALL, { quantity: 2, email: 'first@example.org' });

const giveBack = ({ order, token }: Bought, stage: Stage) =>
  stage.backend.act('cancelOrder', { order: order.id }, { session: token });

const states = async (stage: Stage): Promise<[email: string, state: string][]> =>
  (await stage.peek('waiting')).waiting.map(({ email, state }) => [email.split('@')[0]!, state]);

const linkOf = async (stage: Stage, email: string): Promise<string> => (await stage.mailTo(email)).secret;

export const waiting: readonly Case[] = [
  [
    'an address waits once, and joining again changes for how many without losing its place',
    async (stage) => {
      await fill(stage);
      equal(await wait(stage, 'ana@example.org'), {}, 'the answer to a stranger');
      await wait(stage, 'ben@example.org');
      equal(await wait(stage, 'Ana@Example.org', { quantity: 2 }), {}, 'the answer to somebody who waits');
      const { waiting: rows } = await stage.peek('waiting');
      equal(
        rows.map(({ email, quantity, state }) => [email.toLowerCase(), quantity, state]),
        [
          ['ana@example.org', 2, 'waiting'],
          ['ben@example.org', 1, 'waiting'],
        ],
        'the list',
      );
    },
  ],
  [
    'two who join at once with one address are one entry',
    async (stage) => {
      await fill(stage);
      await Promise.all([1, 2, 3].map((quantity) => wait(stage, 'ana@example.org', { quantity })));
      equal(await states(stage), [['ana', 'waiting']], 'the list');
    },
  ],
  [
    'what comes back is kept for whoever waited longest, and nobody else can buy it',
    async (stage) => {
      const first = await fill(stage);
      await wait(stage, 'ana@example.org');
      await stage.advance(1);
      await wait(stage, 'ben@example.org');
      await stage.advance(1);
      await wait(stage, 'cem@example.org');
      await giveBack(first, stage);
      equal(
        await states(stage),
        [
          ['ana', 'offered'],
          ['ben', 'offered'],
          ['cem', 'waiting'],
        ],
        'the list',
      );
      equal(await stage.pool('pool_hall'), { held: 2, sold: 0 }, 'the stock');
      await refused(stage.order(HALL, { email: 'quick@example.org' }), 'sold_out', 'somebody who did not wait');
    },
  ],
  [
    'too few places for one in line go to the next they are enough for',
    async (stage) => {
      await stage.buy(HALL, { email: 'first@example.org' });
      const second = await stage.order(HALL, { email: 'second@example.org' });
      await wait(stage, 'ana@example.org', { quantity: 2 });
      await stage.advance(1);
      await wait(stage, 'ben@example.org');
      await giveBack(second, stage);
      equal(
        await states(stage),
        [
          ['ana', 'waiting'],
          ['ben', 'offered'],
        ],
        'the list',
      );
    },
  ],
  [
    'the link of the mail buys what was kept, by quote and order, once',
    async (stage) => {
      const first = await fill(stage);
      await wait(stage, 'ana@example.org', { quantity: 2 });
      await giveBack(first, stage);
      equal(await states(stage), [['ana', 'offered']], 'the list');
      const secret = await linkOf(stage, 'ana@example.org');
      const entry = await stage.backend.act('openWaiting', { secret });
      equal([entry.show, entry.state, entry.quantity, entry.offer], ['show_soon', 'offered', 2, HALL], 'the entry');
      ok(Date.parse(present(entry.until, 'until')) > (await stage.now()), 'the time has not passed');
      const lines = [{ type: 'offer' as const, offer: HALL, quantity: 2 }];
      await refused(stage.backend.act('quote', { lines, currency: 'EUR' }), 'sold_out', 'a quote without the link');
      const quote = await stage.backend.act('quote', { lines, currency: 'EUR', waiting: secret });
      equal(quote.total.amountMinor, 4000, 'the quote');
      equal(await stage.pool('pool_hall'), { held: 2, sold: 0 }, 'the stock after a quote');
      const request = { ...orderOf(HALL, { email: 'ana@example.org', quantity: 2 }), waiting: secret };
      const { order, session } = await stage.backend.act('createOrder', request);
      equal(await stage.pool('pool_hall'), { held: 2, sold: 0 }, 'the stock while paying');
      await refused(
        stage.backend.act('createOrder', { ...orderOf(HALL, { email: 'ana@example.org' }), waiting: secret }),
        'sold_out',
        'the same link again',
      );
      const token = present(session, 'a session').token;
      await stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      equal(await stage.pool('pool_hall'), { held: 0, sold: 2 }, 'the stock once paid');
      equal(await states(stage), [['ana', 'bought']], 'the list once paid');
      equal((await stage.backend.act('openWaiting', { secret })).state, 'bought', 'the link once paid');
    },
  ],
  [
    'who lets an order lapse keeps their places for the rest of their time',
    async (stage) => {
      const first = await fill(stage);
      await wait(stage, 'ana@example.org', { quantity: 2 });
      await stage.advance(1);
      await wait(stage, 'ben@example.org');
      await giveBack(first, stage);
      await states(stage);
      const secret = await linkOf(stage, 'ana@example.org');
      const request = { ...orderOf(HALL, { email: 'ana@example.org', quantity: 2 }), waiting: secret };
      await stage.backend.act('createOrder', request);
      await stage.advance(11 * 60);
      await refused(stage.order(HALL, { email: 'quick@example.org' }), 'sold_out', 'somebody who did not wait');
      const again = { ...orderOf(HALL, { email: 'ana@example.org', quantity: 2 }), waiting: secret };
      equal((await stage.backend.act('createOrder', again)).order.state, 'pending', 'the second try');
    },
  ],
  [
    'when the time passes, the next in line is asked',
    async (stage) => {
      const first = await fill(stage);
      await wait(stage, 'ana@example.org', { quantity: 2 });
      await stage.advance(1);
      await wait(stage, 'ben@example.org', { quantity: 2 });
      await giveBack(first, stage);
      await states(stage);
      const secret = await linkOf(stage, 'ana@example.org');
      const entry = await stage.backend.act('openWaiting', { secret });
      await stage.advance((Date.parse(present(entry.until, 'until')) - (await stage.now())) / 1000 + 1);
      await refused(
        stage.backend.act('createOrder', { ...orderOf(HALL, { quantity: 2 }), waiting: secret }),
        'sold_out',
        'a link whose time has passed',
      );
      await refused(stage.order(HALL, { email: 'quick@example.org' }), 'sold_out', 'somebody who did not wait');
      equal((await stage.backend.act('openWaiting', { secret })).state, 'missed', 'the link');
      equal(await stage.pool('pool_hall'), { held: 2, sold: 0 }, 'the stock');
    },
  ],
  [
    'leaving gives back what was kept, and leaving again is leaving',
    async (stage) => {
      const first = await fill(stage);
      await wait(stage, 'ana@example.org', { quantity: 2 });
      await stage.advance(1);
      await wait(stage, 'ben@example.org', { quantity: 2 });
      await giveBack(first, stage);
      await states(stage);
      const secret = await linkOf(stage, 'ana@example.org');
      equal(await stage.backend.act('leaveWaitingList', { secret }), {}, 'leaving');
      equal(await stage.backend.act('leaveWaitingList', { secret }), {}, 'leaving again');
      equal(
        await states(stage),
        [
          ['ana', 'left'],
          ['ben', 'offered'],
        ],
        'the list',
      );
    },
  ],
  [
    'raising the capacity serves the line',
    async (stage) => {
      await stage.buy(HALL, { quantity: 2, email: 'first@example.org' });
      await wait(stage, 'ana@example.org', { quantity: 3 });
      await stage.send({ cmd: 'capacity', pool: 'pool_hall', capacity: 5 });
      equal(await states(stage), [['ana', 'offered']], 'the list');
      equal(await stage.pool('pool_hall'), { held: 3, sold: 2 }, 'the stock');
    },
  ],
  [
    'who waits for the hall hears once that there is a stream',
    async (stage) => {
      await fill(stage);
      await wait(stage, 'ana@example.org');
      await wait(stage, 'ana@example.org');
      await stage.send({ cmd: 'capacity', pool: 'pool_any', capacity: 101 });
      const { mails } = await stage.peek('mails');
      const told = mails.filter(({ to, text }) => to === 'ana@example.org' && text.includes('Offer offr_soon'));
      ok(told.length >= 1, 'the mail that confirms says so');
      ok(
        mails.every(({ to, text }) => to !== 'ana@example.org' || !text.includes('The hall is full')),
        'no second mail says it',
      );
    },
  ],
  [
    'a hall that is sold elsewhere is waited for, and served when it is not any more',
    async (stage) => {
      await stage.reset((seed) => ({
        ...seed,
        pools: seed.pools.map((pool) => (pool.id === 'pool_hall' ? { ...pool, full: true } : pool)),
      }));
      await wait(stage, 'ana@example.org', { quantity: 2 });
      equal(await states(stage), [['ana', 'waiting']], 'while it is full');
      equal(await stage.pool('pool_hall'), { held: 0, sold: 0 }, 'the stock');
      await stage.send({ cmd: 'soldElsewhere', pool: 'pool_hall', full: false });
      equal(await states(stage), [['ana', 'offered']], 'once it is not');
      equal(await stage.pool('pool_hall'), { held: 2, sold: 0 }, 'what is kept');
    },
  ],
  [
    'what was kept is bought by its link although the rest was sold elsewhere meanwhile, and nothing beyond it',
    async (stage) => {
      const first = await fill(stage);
      await wait(stage, 'ana@example.org', { quantity: 2 });
      await giveBack(first, stage);
      const secret = await linkOf(stage, 'ana@example.org');
      await stage.send({ cmd: 'soldElsewhere', pool: 'pool_hall', full: true });
      const lines = [{ type: 'offer' as const, offer: HALL, quantity: 2 }];
      const quote = await stage.backend.act('quote', { lines, currency: 'EUR', waiting: secret });
      equal(quote.total.amountMinor, 4000, 'the quote');
      await refused(stage.order(HALL, { email: 'quick@example.org' }), 'sold_out', 'somebody else');
      const request = { ...orderOf(HALL, { email: 'ana@example.org', quantity: 2 }), waiting: secret };
      const { order } = await stage.backend.act('createOrder', request);
      equal(order.state, 'pending', 'the order');
      equal(await stage.pool('pool_hall'), { held: 2, sold: 0 }, 'the stock');
    },
  ],
  [
    'a quota besides the stock of the parts is waited for like any other stock, and kept with it',
    async (stage) => {
      await stage.reset((seed) => ({
        ...seed,
        pools: seed.pools.map((pool) => (pool.id === 'pool_hall' ? { ...pool, capacity: 50 } : pool)),
        shows: seed.shows.map((show) => ({
          ...show,
          offers: show.offers.map((one) =>
            one.id === HALL ? { ...one, draws: [...one.draws, { pool: 'pool_quota', units: 1 }] } : one,
          ),
        })),
      }));
      const first = await fill(stage);
      await wait(stage, 'ana@example.org', { quantity: 2 });
      await giveBack(first, stage);
      equal(await states(stage), [['ana', 'offered']], 'the list');
      equal(await stage.pool('pool_quota'), { held: 2, sold: 0 }, 'the quota');
      equal(await stage.pool('pool_hall'), { held: 2, sold: 0 }, 'the hall');
      await refused(stage.order(HALL, { email: 'quick@example.org' }), 'sold_out', 'somebody who did not wait');
    },
  ],
  [
    'nobody waits for a hidden offer, and nobody in line is offered it',
    async (stage) => {
      await stage.reset((seed) => ({
        ...seed,
        shows: seed.shows.map((show) =>
          show.id === 'show_soon'
            ? {
                ...show,
                offers: [
                  ...show.offers,
                  {
                    ...show.offers.find(({ id }) => id === HALL)!,
                    id: 'offr_secret',
                    hidden: true,
                    draws: [{ pool: 'pool_seat', units: 1 }],
                  },
                ],
              }
            : show,
        ),
      }));
      await fill(stage);
      await wait(stage, 'ana@example.org');
      equal(await states(stage), [['ana', 'waiting']], 'the list');
      equal(await stage.pool('pool_seat'), { held: 0, sold: 0 }, 'the stock of the hidden offer');
    },
  ],
];
