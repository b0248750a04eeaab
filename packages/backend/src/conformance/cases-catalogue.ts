/** What everybody may read, carts and merch. */
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { eur, orderOf } from './stage.ts';

export const catalogue: readonly Case[] = [
  [
    'the venue says what it offers and what time it is',
    async (stage) => {
      const venue = await stage.backend.read('getVenue', {});
      equal([venue.currency, venue.timeZone, venue.testMode], ['EUR', 'Europe/Paris', true], 'the venue');
      equal([...venue.features].sort(), ['campaigns', 'chat', 'merch', 'moderation', 'passes', 'tickets'], 'features');
      ok(Math.abs(Date.parse(venue.serverTime) - (await stage.now())) < 60_000, 'serverTime');
    },
  ],
  [
    'lists tell coming shows soonest first, and replays',
    async (stage) => {
      const list = async (which: 'coming' | 'replays' | 'all') =>
        (await stage.backend.read('listShows', { which })).shows;
      equal(
        (await list('coming')).map(({ id }) => id),
        ['show_live', 'show_open', 'show_doors', 'show_soon', 'show_offers'],
        'coming',
      );
      equal(
        (await list('replays')).map(({ id }) => id),
        ['show_replay'],
        'replays',
      );
      equal((await list('all')).length, 6, 'all');
    },
  ],
  [
    'a show is the same by id and by slug, and unknown ones are not there',
    async (stage) => {
      const byId = await stage.backend.read('getShow', { show: 'show_live' });
      const bySlug = await stage.backend.read('getShow', { show: 'a-show-called-live' });
      equal([bySlug.id, bySlug.revision, bySlug.phase], [byId.id, byId.revision, 'live'], 'the show');
      await refused(stage.backend.read('getShow', { show: 'show_of_dreams' }), 'not_found', 'an unknown show');
    },
  ],
  [
    'offers tell their sale state, and how many are left only when they are few',
    async (stage) => {
      const { offers, fromPrice, saleState } = await stage.backend.read('getShow', { show: 'show_live' });
      const told = Object.fromEntries(offers.map((offer) => [offer.id, [offer.saleState, offer.left]]));
      equal(told['offr_live'], ['open', null], 'a wide pool');
      equal(told['offr_last'], ['open', 1], 'the last seat');
      equal(told['offr_pair'], ['open', 1], 'pairs of three');
      equal(told['offr_early']?.[0], 'upcoming', 'before it opens');
      equal(told['offr_late']?.[0], 'closed', 'after it closed');
      equal([fromPrice, saleState], [eur(0), 'open'], 'the show');
    },
  ],
  [
    'the phase told is the phase at the server’s time',
    async (stage) => {
      const phase = async () => (await stage.backend.read('getShow', { show: 'show_soon' })).phase;
      equal(await phase(), 'announced', 'a day before');
      await stage.advance(86_400 - 20 * 60);
      equal(await phase(), 'doors', 'at the doors');
      await stage.send({ cmd: 'signals', show: 'show_soon', signals: { liveAt: await stage.instant() } });
      equal(await phase(), 'live', 'once it has begun');
      await stage.send({ cmd: 'signals', show: 'show_soon', signals: { forced: 'paused' } });
      equal(await phase(), 'paused', 'what the desk says');
      await stage.send({ cmd: 'signals', show: 'show_soon', signals: { forced: null } });
      await stage.advance(9 * 86_400);
      equal(await phase(), 'live', 'the clock ends no show');
    },
  ],
  [
    'what the desk says to everybody is told with the show, and moves nothing else',
    async (stage) => {
      const notice = 'We begin at 20:15.';
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { notice } });
      const told = await stage.backend.read('getShow', { show: 'show_live' });
      equal(told.signals.notice, notice, 'what is said');
      equal(told.phase, 'live', 'the phase');
      const { shows } = await stage.backend.read('listShows', { which: 'coming' });
      equal(shows.find(({ id }) => id === 'show_live')?.signals.notice, notice, 'in the list too');
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { notice: null } });
      equal((await stage.backend.read('getShow', { show: 'show_live' })).signals.notice, null, 'once it is taken back');
    },
  ],
  [
    'a changed show has another revision',
    async (stage) => {
      const before = (await stage.backend.read('getShow', { show: 'show_live' })).revision;
      await stage.send({ cmd: 'status', show: 'show_live', status: 'postponed' });
      const after = await stage.backend.read('getShow', { show: 'show_live' });
      ok(after.revision > before, `the revision went from ${before} to ${after.revision}`);
      equal(after.status, 'postponed', 'the status');
    },
  ],
  [
    'products tell their variants’ stock; a show adds its own',
    async (stage) => {
      const { products } = await stage.backend.read('listProducts', { show: 'show_live' });
      equal(products.map(({ id }) => id).sort(), ['prod_poster', 'prod_shirt'], 'products of the show');
      const other = (await stage.backend.read('listProducts', { show: 'show_soon' })).products;
      equal(
        other.map(({ id }) => id),
        ['prod_shirt'],
        'products of another show',
      );
      const shirt = present(
        products.find(({ id }) => id === 'prod_shirt'),
        'the shirt',
      );
      equal(
        shirt.variants.map(({ id, availability, left }) => [id, availability, left]),
        [
          ['vrnt_shirt', 'low', 2],
          ['vrnt_none', 'soldOut', 0],
        ],
        'variants',
      );
    },
  ],
  [
    'a cart is kept by the server, priced by it, and reserves nothing',
    async (stage) => {
      const lines = [
        { variant: 'vrnt_shirt', quantity: 1 },
        { variant: 'vrnt_poster', quantity: 2 },
        { variant: 'vrnt_shirt', quantity: 1 },
      ];
      const cart = await stage.backend.act('createCart', { currency: 'EUR', lines });
      equal(
        cart.lines.map(({ variant, quantity, total }) => [variant, quantity, total.amountMinor]),
        [
          ['vrnt_shirt', 2, 5000],
          ['vrnt_poster', 2, 3000],
        ],
        'lines',
      );
      equal(cart.total, eur(8000), 'the total');
      equal((await stage.backend.read('getCart', { cart: cart.id })).total, eur(8000), 'the total, read again');
      equal(await stage.pool('pool_shirts'), { held: 0, sold: 0 }, 'the stock');
      const set = await stage.backend.act('setCart', {
        cart: cart.id,
        currency: 'EUR',
        lines: [{ variant: 'vrnt_poster', quantity: 1 }],
      });
      equal([set.id, set.total], [cart.id, eur(1500)], 'the cart, set again');
      ok(cart.id.length >= 22, 'its id is unguessable');
    },
  ],
  [
    'a cart tells what can still be had',
    async (stage) => {
      const cart = await stage.backend.act('createCart', {
        currency: 'EUR',
        lines: [{ variant: 'vrnt_shirt', quantity: 2 }],
      });
      equal(present(cart.lines[0], 'a line').maxQuantity, 2, 'before');
      await stage.buy('vrnt_shirt');
      const after = present((await stage.backend.read('getCart', { cart: cart.id })).lines[0], 'a line');
      equal([after.quantity, after.maxQuantity, after.availability], [2, 1, 'low'], 'after somebody bought one');
    },
  ],
  [
    'buying a cart makes one delivery with a pick-up code, and empties the cart',
    async (stage) => {
      const lines = [
        { variant: 'vrnt_shirt', quantity: 1 },
        { variant: 'vrnt_poster', quantity: 2 },
      ];
      const cart = await stage.backend.act('createCart', { currency: 'EUR', lines });
      const request = {
        ...orderOf('vrnt_shirt'),
        lines: lines.map((line) => ({ type: 'variant' as const, ...line })),
        expectedTotal: cart.total,
        cart: cart.id,
      };
      const { order, session } = await stage.backend.act('createOrder', request);
      const token = present(session, 'a session').token;
      equal(order.deliveries, [], 'deliveries while pending');
      const paid = await stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      equal(paid.deliveries.length, 1, 'deliveries');
      const delivery = present(paid.deliveries[0], 'a delivery');
      ok(/^[0-9A-Z]{6}$/.test(delivery.code), `six characters, not ${delivery.code}`);
      equal(
        delivery.lines.map(({ quantity }) => quantity),
        [1, 2],
        'its lines',
      );
      equal([delivery.method, delivery.state, delivery.place], ['pickup', 'waiting', 'At the bar'], 'the delivery');
      equal(paid.tickets, [], 'tickets');
      equal((await stage.backend.read('getCart', { cart: cart.id })).lines, [], 'the cart');
      ok((await stage.mailTo('bea@example.org')).text.includes(delivery.code), 'the mail tells the code');
      equal(
        (await stage.peek('deliveries')).deliveries.map(({ order: of, code }) => [of, code]),
        [[order.id, delivery.code]],
        'deliveries stored',
      );
      equal(await stage.pool('pool_shirts'), { held: 0, sold: 1 }, 'the stock');
    },
  ],
  [
    'goods in a bundle are delivered, not entered',
    async (stage) => {
      const { order } = await stage.buy('offr_bundle');
      equal(
        order.tickets.map(({ kind }) => kind),
        ['live'],
        'tickets',
      );
      equal(
        order.deliveries.map(({ lines }) => lines.map(({ quantity }) => quantity)),
        [[1]],
        'deliveries',
      );
    },
  ],
];
