/** What the law asks of a sale: one price for every fan, the VAT in it, postage, terms, the right to withdraw. */
import { equal, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { eur, orderOf } from './stage.ts';

const ADDRESS = { name: 'Bea Fan', line1: '1, rue du Marché', postcode: '75011', city: 'Berlin' };

const live = { lines: [{ type: 'offer' as const, offer: 'offr_live', quantity: 1 }], currency: 'EUR' };
const posters = { lines: [{ type: 'variant' as const, variant: 'vrnt_poster', quantity: 2 }], currency: 'EUR' };

export const law: readonly Case[] = [
  [
    'every fan pays the same; where they live decides whose VAT is in it',
    async (stage) => {
      const told = async (country?: string) => {
        const { total, taxes } = await stage.backend.act('quote', { ...live, ...(country ? { country } : {}) });
        return [total, taxes];
      };
      equal(await told(), [eur(1200), [{ rate: 2000, amount: eur(200) }]], 'a fan who says nothing');
      equal(await told('FR'), [eur(1200), [{ rate: 2000, amount: eur(200) }]], 'a fan in France');
      equal(await told('DE'), [eur(1200), [{ rate: 1900, amount: eur(192) }]], 'a fan in Germany');
      equal(await told('CH'), [eur(1200), []], 'a fan in Switzerland');
    },
  ],
  [
    'goods picked up are taxed at the venue, whoever buys them',
    async (stage) => {
      const { taxes } = await stage.backend.act('quote', { ...posters, country: 'DE' });
      equal(taxes, [{ rate: 2000, amount: eur(500) }], 'the taxes');
    },
  ],
  [
    'a quote says where the money goes once VAT and postage are paid, to the cent',
    async (stage) => {
      const told = async (request: Parameters<typeof stage.backend.act<'quote'>>[1]) => {
        const { goesTo } = await stage.backend.act('quote', request);
        return goesTo.map(({ to, amount }) => [to, amount]);
      };
      const shares = (artists: number, crew: number, venue: number) => [
        ['artists', eur(artists)],
        ['crew', eur(crew)],
        ['venue', eur(venue)],
      ];
      equal(await told({ ...live, country: 'FR' }), shares(600, 250, 150), 'of 10.00 after VAT');
      equal(await told({ ...live, country: 'DE' }), shares(605, 252, 151), 'of 10.08 after VAT');
      equal(await told({ ...live, country: 'CH' }), shares(720, 300, 180), 'of 12.00 without VAT');
      const posted = { ...posters, delivery: { method: 'post' as const, country: 'FR' } };
      equal(await told(posted), await told(posters), 'postage is nobody’s share');
      await stage.reset((seed) => ({ ...seed, venue: { ...seed.venue, split: [] } }));
      equal(await told(live), [], 'a venue that has promised nothing');
    },
  ],
  [
    'an order keeps the VAT of its quote',
    async (stage) => {
      const request = { ...orderOf('offr_live'), country: 'DE' };
      const { order } = await stage.backend.act('createOrder', request);
      equal([order.total, order.taxes], [eur(1200), [{ rate: 1900, amount: eur(192) }]], 'the order');
    },
  ],
  [
    'a quote tells how goods can be had, and for how much',
    async (stage) => {
      equal((await stage.backend.act('quote', live)).deliveries, [], 'without goods');
      const { deliveries, total } = await stage.backend.act('quote', { ...posters, country: 'DE' });
      equal(
        deliveries,
        [
          { method: 'pickup', price: eur(0), countries: [] },
          { method: 'post', price: eur(1500), countries: ['FR', 'MC', 'DE'] },
        ],
        'two posters',
      );
      equal(total, eur(3000), 'the total before a choice');
    },
  ],
  [
    'posted goods carry their postage, the VAT of where they arrive, and the address',
    async (stage) => {
      const delivery = { method: 'post' as const, country: 'DE', address: ADDRESS };
      const quote = await stage.backend.act('quote', { ...posters, delivery: { method: 'post', country: 'DE' } });
      equal(
        [quote.total, quote.lines.map(({ type, total }) => [type, total.amountMinor])],
        [
          eur(4500),
          [
            ['variant', 3000],
            ['postage', 1500],
          ],
        ],
        'the quote',
      );
      equal(quote.taxes, [{ rate: 1900, amount: eur(718) }], 'the taxes');
      const made = await stage.backend.act('createOrder', {
        ...orderOf('vrnt_poster', { quantity: 2 }),
        expectedTotal: quote.total,
        delivery,
      });
      const session = present(made.session, 'a session').token;
      const paid = await stage.backend.act('payTest', { order: made.order.id, outcome: 'approve' }, { session });
      equal(
        paid.deliveries.map(({ method, state, place, tracking }) => [method, state, place, tracking]),
        [['post', 'waiting', 'Berlin', null]],
        'the delivery',
      );
    },
  ],
  [
    'posted goods that ran out of time are paid for at their price and postage',
    async (stage) => {
      const made = await stage.backend.act('createOrder', {
        ...orderOf('vrnt_poster', { quantity: 2 }),
        expectedTotal: eur(4500),
        delivery: { method: 'post', country: 'DE', address: ADDRESS },
      });
      await stage.advance(3 * 3600);
      const session = present(made.session, 'a session').token;
      const paid = await stage.backend.act('payTest', { order: made.order.id, outcome: 'approve' }, { session });
      equal([paid.state, paid.total], ['paid', eur(4500)], 'the order');
    },
  ],
  [
    'terms of sale are named in the quote, and an order that accepts them is made and keeps them',
    async (stage) => {
      equal((await stage.backend.act('quote', live)).terms, null, 'a venue without terms');
      const url = 'https://elsewhere.example/terms';
      await stage.reset((seed) => ({ ...seed, venue: { ...seed.venue, termsUrl: url } }));
      equal(present((await stage.backend.act('quote', live)).terms, 'terms').url, url, 'a venue with terms');
      const request = { ...orderOf('offr_live'), consents: { terms: true } };
      const { order } = await stage.backend.act('createOrder', request);
      equal([order.state, order.terms?.url], ['pending', url], 'the order, and what it was agreed to');
    },
  ],
  [
    'what can be withdrawn from is said before and after buying',
    async (stage) => {
      const rightOf = async (line: (typeof live.lines)[number] | (typeof posters.lines)[number]) =>
        (await stage.backend.act('quote', { lines: [line], currency: 'EUR' })).lines[0]?.withdrawal;
      equal(
        [
          await rightOf(live.lines[0]!),
          await rightOf({ ...live.lines[0]!, offer: 'offr_replay' }),
          await rightOf(posters.lines[0]!),
        ],
        ['none', 'waivable', 'right'],
        'the rights',
      );
      equal((await stage.buy('offr_live')).order.withdrawable, [], 'a concert on a date');
      const goods = (await stage.buy('vrnt_poster')).order.withdrawable;
      equal(goods, [{ line: 0, amount: eur(1500), until: null }], 'goods that have not arrived');
      const replay = (await stage.buy('offr_replay')).order.withdrawable;
      equal(
        replay.map(({ line, amount }) => [line, amount]),
        [[0, eur(500)]],
        'a replay',
      );
    },
  ],
  [
    'withdrawing says first what goes back, then gives it back once',
    async (stage) => {
      const made = await stage.backend.act('createOrder', {
        ...orderOf('vrnt_shirt'),
        lines: [
          { type: 'variant', variant: 'vrnt_shirt', quantity: 2 },
          { type: 'offer', offer: 'offr_live', quantity: 1 },
        ],
        expectedTotal: eur(5000 + 1200 + 750),
        delivery: { method: 'post', country: 'FR', address: ADDRESS },
      });
      const session = present(made.session, 'a session').token;
      const { id } = await stage.backend.act('payTest', { order: made.order.id, outcome: 'approve' }, { session });
      const withdraw = (confirm: boolean) => stage.backend.act('withdrawOrder', { order: id, confirm }, { session });
      const asked = await withdraw(false);
      equal(
        [asked.withdrawal.lines, asked.withdrawal.amount, asked.withdrawal.declaredAt, asked.order.refunded],
        [[0, 2], eur(5750), null, eur(0)],
        'what would go back: the shirts with their postage, not the concert',
      );
      equal(await stage.pool('pool_shirts'), { held: 0, sold: 2 }, 'the shirts meanwhile');
      const { order, withdrawal } = await withdraw(true);
      equal(
        [withdrawal.amount, order.state, order.refunded, order.withdrawable],
        [eur(5750), 'paid', eur(5750), []],
        'what went back',
      );
      present(withdrawal.declaredAt, 'the moment of the withdrawal');
      equal(await stage.pool('pool_shirts'), { held: 0, sold: 0 }, 'the shirts');
      equal(
        order.tickets.map(({ kind, state }) => [kind, state]),
        [['live', 'valid']],
        'the ticket',
      );
      await refused(withdraw(true), 'not_withdrawable', 'withdrawing again');
    },
  ],
  [
    'withdrawing from one line leaves the others, and nobody withdraws from what is not theirs to withdraw',
    async (stage) => {
      const made = await stage.backend.act('createOrder', {
        ...orderOf('vrnt_poster'),
        lines: [
          { type: 'variant', variant: 'vrnt_poster', quantity: 1 },
          { type: 'offer', offer: 'offr_replay', quantity: 1 },
          { type: 'offer', offer: 'offr_live', quantity: 1 },
        ],
        expectedTotal: eur(1500 + 500 + 1200),
      });
      const session = present(made.session, 'a session').token;
      const { id } = await stage.backend.act('payTest', { order: made.order.id, outcome: 'approve' }, { session });
      const withdraw = (lines: number[]) =>
        stage.backend.act('withdrawOrder', { order: id, lines, confirm: true }, { session });
      await refused(withdraw([0, 2]), 'not_withdrawable', 'a concert on a date');
      await refused(withdraw([7]), 'not_withdrawable', 'a line that is not there');
      const { order } = await withdraw([1]);
      equal(
        [order.refunded, order.withdrawable.map(({ line }) => line)],
        [eur(500), [0]],
        'the order after the replay was withdrawn from',
      );
      equal(
        order.tickets.map(({ kind, state }) => [kind, state]).sort(),
        [
          ['live', 'valid'],
          ['replay', 'void'],
        ],
        'the tickets',
      );
      equal(order.deliveries[0]?.state, 'waiting', 'the poster');
    },
  ],
  [
    'the right to withdraw from a replay ends with the waiver, or with the fourteenth day',
    async (stage) => {
      const request = { ...orderOf('offr_replay'), consents: { waiver: true } };
      const made = await stage.backend.act('createOrder', request);
      const session = present(made.session, 'a session').token;
      const paid = await stage.backend.act('payTest', { order: made.order.id, outcome: 'approve' }, { session });
      equal(paid.withdrawable, [], 'with the waiver');
      const { order, token } = await stage.buy('offr_replay');
      const look = async () =>
        (await stage.backend.read('getOrder', { order: order.id }, { session: token })).withdrawable.length;
      await stage.advance(13 * 86_400);
      equal(await look(), 1, 'after thirteen days');
      // Two more for a last day that falls on a weekend, one for the day itself.
      await stage.advance(4 * 86_400);
      equal(await look(), 0, 'after seventeen days');
    },
  ],
];
