/** What an offer can be: quotas, waves, chosen amounts, hidden offers, codes, gifts, and holds that are prolonged. */
import type { Input, Offer } from '@parterre/protocol';
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { eur, orderOf, type Stage } from './stage.ts';

const MINUTE = 60;

const offersOf = async (stage: Stage): Promise<Offer[]> =>
  (await stage.backend.read('getShow', { show: 'show_offers' })).offers;

const offerOf = async (stage: Stage, id: string): Promise<Offer> =>
  present(
    (await offersOf(stage)).find((offer) => offer.id === id),
    `offer ${id}`,
  );

const line = (offer: string, quantity = 1, amount?: number): Input<'quote'>['lines'][number] => ({
  ...{ type: 'offer', offer, quantity },
  ...(amount === undefined ? {} : { amount: eur(amount) }),
});

const quote = (stage: Stage, lines: Input<'quote'>['lines'], ...codes: string[]) =>
  stage.backend.act('quote', { lines, currency: 'EUR', codes });

/** An order with codes, at the total they make. */
const coded = (total: number, ...codes: string[]) => ({ more: { codes, expectedTotal: eur(total) } });

const outcomes = async (tries: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(tries)).map((settled) =>
    settled.status === 'fulfilled' ? 'ok' : String((settled.reason as { code?: string }).code),
  );

export const offers: readonly Case[] = [
  // ── Quotas and waves ──────────────────────────────────────────────────────────────────────────────────────────────
  [
    'an offer draws on its quota besides the pool of its part, and never beyond either',
    async (stage) => {
      await stage.buy('offr_quota', { quantity: 2 });
      equal(await stage.pool('pool_quota'), { held: 0, sold: 2 }, 'the quota');
      equal(await stage.pool('pool_any'), { held: 0, sold: 2 }, 'the pool it shares');
      equal((await offerOf(stage, 'offr_quota')).saleState, 'soldOut', 'the offer');
      await refused(stage.order('offr_quota'), 'sold_out', 'one more');
      equal(await stage.pool('pool_any'), { held: 0, sold: 2 }, 'the pool after the refusal');
      await stage.order('offr_pass');
    },
  ],
  [
    'eight buyers at once never oversell a quota',
    async (stage) => {
      const tries = Array.from({ length: 8 }, (_, index) =>
        stage.order('offr_quota', { email: `fan${index}@example.org` }),
      );
      const all = await outcomes(tries);
      equal(all.filter((each) => each === 'ok').length, 2, 'orders');
      equal(await stage.pool('pool_quota'), { held: 2, sold: 0 }, 'the quota');
      equal(await stage.pool('pool_any'), { held: 2, sold: 0 }, 'the pool it shares');
    },
  ],
  [
    'the next wave opens when the first is gone, and stays open when a place comes back',
    async (stage) => {
      const before = await offerOf(stage, 'offr_next');
      equal([before.saleState, before.opensAfter], ['upcoming', 'offr_wave'], 'the second wave');
      await refused(stage.order('offr_next'), 'not_on_sale', 'the second wave before its time');
      const { order, token } = await stage.order('offr_wave');
      equal((await offerOf(stage, 'offr_wave')).saleState, 'soldOut', 'the first wave');
      equal((await offerOf(stage, 'offr_next')).saleState, 'open', 'the second wave, then');
      await stage.backend.act('cancelOrder', { order: order.id }, { session: token });
      equal((await offerOf(stage, 'offr_wave')).saleState, 'open', 'the first wave with a place back');
      equal((await offerOf(stage, 'offr_next')).saleState, 'open', 'the second wave still');
      await stage.buy('offr_next');
    },
  ],
  [
    'one ticket for two shows lets into both',
    async (stage) => {
      const { order } = await stage.buy('offr_pass');
      equal(order.tickets.map(({ show }) => show.id).sort(), ['show_offers', 'show_soon'], 'the tickets');
      equal(await stage.pool('pool_any'), { held: 0, sold: 1 }, 'the pool, drawn on once');
    },
  ],

  // ── The hall is full ──────────────────────────────────────────────────────────────────────────────────────────────
  [
    'when the hall is full the stream takes its place, first in the list',
    async (stage) => {
      equal(
        (await offersOf(stage)).map(({ handoverOf }) => handoverOf).filter((one) => one !== null),
        [],
        'handovers while there is a seat',
      );
      await stage.buy('offr_seat');
      const after = await offersOf(stage);
      equal(
        [after[0]?.id, after[0]?.handoverOf, after[0]?.saleState],
        ['offr_stream', 'offr_seat', 'open'],
        'the first',
      );
      equal(after.filter(({ handoverOf }) => handoverOf !== null).length, 1, 'handovers');
    },
  ],
  [
    'a pool that is sold out elsewhere has nothing left, whatever its numbers say',
    async (stage) => {
      await stage.reset((seed) => ({
        ...seed,
        pools: seed.pools.map((pool) => (pool.id === 'pool_seat' ? { ...pool, full: true } : pool)),
      }));
      const hall = await offerOf(stage, 'offr_seat');
      equal([hall.saleState, hall.left], ['soldOut', 0], 'the hall');
      equal((await offersOf(stage))[0]?.handoverOf, 'offr_seat', 'the stream');
      await refused(stage.order('offr_seat'), 'sold_out', 'a seat');
      equal(await stage.pool('pool_seat'), { held: 0, sold: 0 }, 'the stock');
    },
  ],

  // ── The buyer's own price ─────────────────────────────────────────────────────────────────────────────────────────
  [
    'a buyer may choose what to pay, within what is asked for',
    async (stage) => {
      const { pricing, price, choice } = await offerOf(stage, 'offr_choice');
      equal([pricing, price], ['choose', eur(500)], 'the offer');
      equal(choice, { max: eur(5000), suggestions: [eur(800), eur(1500)] }, 'the choice');
      const { lines, total } = await quote(stage, [line('offr_choice', 2, 1234)]);
      equal([lines[0]?.unitPrice, lines[0]?.chosen, total], [eur(1234), eur(1234), eur(2468)], 'the quote');
      const lots = { lines: [line('offr_choice', 1, 5000)], expectedTotal: eur(5000) };
      const { order } = await stage.buy('offr_choice', { more: lots });
      equal([order.state, order.total], ['paid', eur(5000)], 'the order');
    },
  ],
  [
    'an amount below the least, above the most, missing, or for a price that is set is refused',
    async (stage) => {
      for (const amount of [499, 0, -500, 5001]) {
        await refused(quote(stage, [line('offr_choice', 1, amount)]), 'amount_refused', `an amount of ${amount}`);
        const request = { more: { lines: [line('offr_choice', 1, amount)], expectedTotal: eur(amount) } };
        await refused(stage.order('offr_choice', request), 'amount_refused', `ordering for ${amount}`);
      }
      await refused(quote(stage, [line('offr_choice')]), 'amount_refused', 'no amount');
      await refused(quote(stage, [line('offr_live', 1, 1)]), 'amount_refused', 'an amount for a price that is set');
      const dollars = { ...line('offr_choice'), amount: { amountMinor: 800, currency: 'USD' } };
      await refused(quote(stage, [dollars]), 'wrong_currency', 'dollars');
      equal((await stage.peek('orders')).orders, [], 'orders');
    },
  ],
  [
    'an order below the least that a card is charged is refused before it is made, whatever made it so small',
    async (stage) => {
      await refused(quote(stage, [line('offr_cents', 2)]), 'amount_too_small', 'two of 20 cents');
      await refused(stage.order('offr_cents'), 'amount_too_small', 'ordering one');
      equal((await quote(stage, [line('offr_cents', 3)])).total, eur(60), 'three of them');
      await stage.reset((seed) => ({
        ...seed,
        codes: seed.codes?.map((one) => (one.id === 'code_quarter' ? { ...one, value: 9_900 } : one)) ?? [],
      }));
      await refused(quote(stage, [line('offr_live')], 'QUARTER-25'), 'amount_too_small', 'what a code leaves');
      equal((await quote(stage, [line('offr_live')], 'ALL-OF-IT')).total, eur(0), 'nothing at all');
      equal((await stage.peek('orders')).orders, [], 'orders');
      equal(await stage.pool('pool_any'), { held: 0, sold: 0 }, 'the stock');
    },
  ],
  [
    'an amount that no card is charged is not offered to choose',
    async (stage) => {
      await stage.reset((seed) => ({
        ...seed,
        shows: seed.shows.map((show) => ({
          ...show,
          offers: show.offers.map((one) =>
            one.id === 'offr_choice'
              ? { ...one, price: eur(10), choice: { max: null, suggestions: [eur(20), eur(50), eur(800)] } }
              : one,
          ),
        })),
      }));
      const { price, choice } = await offerOf(stage, 'offr_choice');
      equal([price, choice], [eur(50), { max: null, suggestions: [eur(50), eur(800)] }], 'what is offered');
      await refused(quote(stage, [line('offr_choice', 1, 20)]), 'amount_too_small', 'what was typed all the same');
    },
  ],
  [
    'what a buyer chose to pay no code lowers',
    async (stage) => {
      await refused(quote(stage, [line('offr_choice', 1, 800)], 'QUARTER-25'), 'promo_invalid', 'a code for it alone');
      const { lines, total } = await quote(stage, [line('offr_choice', 1, 800), line('offr_live')], 'QUARTER-25');
      equal(
        lines.map(({ discount }) => discount.amountMinor),
        [0, 300],
        'discounts',
      );
      equal(total, eur(1700), 'the total');
    },
  ],

  // ── Per person ────────────────────────────────────────────────────────────────────────────────────────────────────
  [
    'what one person may have counts over all orders of an address, and orders that ended do not count',
    async (stage) => {
      const first = await stage.order('offr_few');
      await stage.buy('offr_few');
      await refused(stage.order('offr_few'), 'person_limit', 'a third');
      await stage.buy('offr_few', { email: 'ada@example.org' });
      await stage.backend.act('cancelOrder', { order: first.order.id }, { session: first.token });
      await stage.buy('offr_few');
      await refused(stage.order('offr_few'), 'person_limit', 'a third, paid');
    },
  ],
  [
    'six orders of one address at once stay within what one person may have',
    async (stage) => {
      const tries = Array.from({ length: 6 }, () => stage.backend.act('createOrder', orderOf('offr_few')));
      const all = await outcomes(tries);
      equal(all.filter((each) => each === 'ok').length, 2, `orders of ${all.join(', ')}`);
    },
  ],

  // ── Codes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  [
    'a code takes its share off the lines it is for, to the cent',
    async (stage) => {
      const { lines, discounts, total } = await quote(
        stage,
        [line('offr_both'), { type: 'variant', variant: 'vrnt_poster', quantity: 1 }],
        ' quarter 25 ',
      );
      equal(
        lines.map((one) => [one.discount.amountMinor, one.total.amountMinor]),
        [
          [425, 1275],
          [375, 1125],
        ],
        'the lines',
      );
      equal(discounts, [{ label: 'Quarter-25', amount: eur(800) }], 'what was taken off');
      equal(total, eur(2400), 'the total');
      const five = await quote(stage, [line('offr_both'), line('offr_live')], 'FIVE-OFF');
      equal(
        five.lines.map(({ discount }) => discount.amountMinor),
        [293, 207],
        'an amount, spread over the lines',
      );
      const limited = await quote(stage, [line('offr_live'), line('offr_stream')], 'LIVE-ONLY');
      equal(limited.total, eur(1500), 'a code for one show of two');
      await refused(quote(stage, [line('offr_stream')], 'LIVE-ONLY'), 'promo_invalid', 'a code for another show');
      await stage.reset((seed) => ({
        ...seed,
        codes: seed.codes?.map((one) => (one.id === 'code_quarter' ? { ...one, value: 2_505 } : one)) ?? [],
      }));
      equal((await quote(stage, [line('offr_few')], 'QUARTER-25')).total, eur(749), 'half a cent goes to the buyer');
    },
  ],
  [
    'a code is read whatever its case, spaces, dashes and look-alikes',
    async (stage) => {
      for (const typed of ['once-only', 'ONCE ONLY', '0nce-0n1y', 'OnCe—OnIy'])
        equal((await quote(stage, [line('offr_live')], typed)).total, eur(600), typed);
      for (const typed of ['---', 'ONCE', 'ONCE-ONLY-2'])
        await refused(quote(stage, [line('offr_live')], typed), 'promo_invalid', typed);
    },
  ],
  [
    'an order with a code keeps what was taken off, and what it costs must be what the buyer saw',
    async (stage) => {
      await refused(
        stage.order('offr_live', { more: { codes: ['QUARTER-25'] } }),
        'price_changed',
        'expecting the full price',
      );
      const { order } = await stage.buy('offr_live', { quantity: 3, ...coded(2700, 'QUARTER-25') });
      equal([order.total, order.lines[0]?.discount, order.codes], [eur(2700), eur(900), ['Quarter-25']], 'the order');
      equal(order.discounts, [{ label: 'Quarter-25', amount: eur(900) }], 'what was taken off');
    },
  ],
  [
    'a code that takes everything off needs no payment, and more than everything is everything',
    async (stage) => {
      const { order } = await stage.order('offr_live', coded(0, 'ALL-OF-IT'));
      equal([order.state, order.payment, order.total], ['paid', null, eur(0)], 'the order');
      equal(
        (await stage.peek('tickets')).tickets.map(({ source }) => source),
        ['free'],
        'the source of its ticket',
      );
      const { total } = await quote(stage, [{ type: 'offer', offer: 'offr_hidden', quantity: 1 }], 'WAS-THERE');
      equal(total, eur(100), 'a price of the venue’s own');
      await stage.reset((seed) => ({
        ...seed,
        codes: seed.codes!.map((code) => (code.id === 'code_five' ? { ...code, value: 99_999 } : code)),
      }));
      equal((await quote(stage, [line('offr_live')], 'FIVE-OFF')).total, eur(0), 'the total');
    },
  ],
  [
    'a code for one use is used once, also by ten at once, and comes back when its order ends',
    async (stage) => {
      const tries = Array.from({ length: 10 }, (_, index) =>
        stage.order('offr_live', { email: `fan${index}@example.org`, ...coded(600, 'ONCE-ONLY') }),
      );
      const all = await outcomes(tries);
      equal(all.filter((each) => each === 'ok').length, 1, `orders of ${all.join(', ')}`);
      equal(all.filter((each) => each === 'promo_used_up').length, 9, 'refusals');
      equal(await stage.pool('pool_any'), { held: 1, sold: 0 }, 'the stock');
      await stage.advance(11 * MINUTE);
      const next = await stage.order('offr_live', { email: 'next@example.org', ...coded(600, 'ONCE-ONLY') });
      await refused(stage.order('offr_live', coded(600, 'ONCE-ONLY')), 'promo_used_up', 'while the next one has it');
      await stage.backend.act('cancelOrder', { order: next.order.id }, { session: next.token });
      await stage.buy('offr_live', coded(600, 'ONCE-ONLY'));
      await refused(quote(stage, [line('offr_live')], 'ONCE-ONLY'), 'promo_used_up', 'once it is paid with');
    },
  ],
  [
    'an order whose code went to somebody else meanwhile cannot be paid any more',
    async (stage) => {
      const late = await stage.order('offr_live', coded(600, 'ONCE-ONLY'));
      await stage.advance(11 * MINUTE);
      await stage.buy('offr_live', { email: 'quicker@example.org', ...coded(600, 'ONCE-ONLY') });
      await refused(
        stage.backend.act('payTest', { order: late.order.id, outcome: 'approve' }, { session: late.token }),
        'hold_expired',
        'paying',
      );
    },
  ],
  [
    'money that comes for an order whose code is gone goes back, and nothing is given',
    async (stage) => {
      const late = await stage.order('offr_stream', coded(450, 'ONCE-ONLY'));
      await stage.advance(25 * 60 * MINUTE);
      await stage.buy('offr_stream', { email: 'quicker@example.org', ...coded(450, 'ONCE-ONLY') });
      await stage.send({ cmd: 'approvePayment', order: late.order.id });
      const { state } = await stage.backend.act('settleOrder', { order: late.order.id }, { session: late.token });
      equal(state, 'refunded', 'the order');
      equal((await stage.peek('tickets')).tickets.length, 1, 'tickets');
    },
  ],
  [
    'a code per person counts the address, not the device',
    async (stage) => {
      await stage.buy('offr_live', coded(600, 'MY-OWN'));
      await refused(stage.order('offr_live', coded(600, 'MY-OWN')), 'promo_used_up', 'a second time');
      await stage.buy('offr_live', { email: 'ada@example.org', ...coded(600, 'MY-OWN') });
    },
  ],
  [
    'a hidden offer is there for those who have its code, and for nobody else',
    async (stage) => {
      ok(!(await offersOf(stage)).some(({ id }) => id === 'offr_hidden'), 'the list tells a hidden offer');
      const byCode = async (show: string) => (await stage.backend.read('getShow', { show })).byCode;
      equal([await byCode('show_offers'), await byCode('show_live')], [true, false], 'whether a code opens something');
      await refused(stage.order('offr_hidden'), 'offer_not_found', 'without a code');
      await refused(stage.order('offr_hidden', coded(450, 'QUARTER-25')), 'offer_not_found', 'with another code');
      const opened = await stage.backend.act('checkCode', { show: 'show_offers', code: 'open up' });
      equal([opened.code, opened.type], ['OPEN-UP', 'unlock'], 'the code');
      equal(
        opened.offers.map(({ id, saleState }) => [id, saleState]),
        [['offr_hidden', 'open']],
        'what it opens',
      );
      const { order } = await stage.buy('offr_hidden', coded(600, 'OPEN-UP'));
      equal(order.codes, ['OPEN-UP'], 'the order');
      // Keys go together with one code that takes something off.
      equal((await quote(stage, [line('offr_hidden')], 'OPEN-UP', 'QUARTER-25')).total, eur(450), 'both');
    },
  ],
  [
    'a code for one piece opens one piece',
    async (stage) => {
      const opened = await stage.backend.act('checkCode', { show: 'show_offers', code: 'WAS-THERE' });
      equal([opened.type, opened.offers.map(({ id }) => id)], ['price', ['offr_hidden']], 'the code');
      await refused(quote(stage, [line('offr_hidden', 2)], 'WAS-THERE'), 'quantity_limit', 'two');
      await stage.buy('offr_hidden', coded(100, 'WAS-THERE'));
      await refused(
        stage.order('offr_hidden', { email: 'ada@example.org', ...coded(100, 'WAS-THERE') }),
        'promo_used_up',
        'a second time',
      );
    },
  ],
  [
    'a code that is for nothing of a show is not known there',
    async (stage) => {
      await refused(
        stage.backend.act('checkCode', { show: 'show_offers', code: 'LIVE-ONLY' }),
        'promo_invalid',
        'a code of another show',
      );
      const here = await stage.backend.act('checkCode', { show: 'show_live', code: 'LIVE-ONLY' });
      equal([here.type, here.offers], ['percent', []], 'the code at its own show');
    },
  ],

  // ── Holds ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  [
    'nothing is held where nothing is limited, and an unpaid order ends all the same',
    async (stage) => {
      const before = await stage.now();
      const { order, token } = await stage.order('offr_stream');
      equal([order.holdUntil, order.prolongUntil], [null, null], 'the hold');
      ok(Date.parse(present(order.payUntil, 'payUntil')) >= before + 30 * 60_000, 'there is half an hour to pay');
      const prolonged = await stage.backend.act('prolongHold', { order: order.id }, { session: token });
      equal(prolonged.holdUntil, null, 'prolonging what has no end');
      await stage.advance(60 * MINUTE);
      const later = await stage.backend.read('getOrder', { order: order.id }, { session: token });
      equal(later.state, 'pending', 'after an hour');
      await stage.advance((Date.parse(order.payUntil!) - (await stage.now())) / 1000 + 1);
      const over = await stage.backend.read('getOrder', { order: order.id }, { session: token });
      equal([over.state, over.payUntil], ['expired', null], 'once its time is up');
      equal(await stage.pool('pool_open'), { held: 0, sold: 0 }, 'the stock');
    },
  ],
  [
    'a hold is prolonged on request, and never beyond half an hour from its first second',
    async (stage) => {
      const started = await stage.now();
      const { order, token } = await stage.order('offr_last');
      const prolong = () => stage.backend.act('prolongHold', { order: order.id }, { session: token });
      const end = async () => {
        const { holdUntil } = await stage.backend.read('getOrder', { order: order.id }, { session: token });
        return Math.round((Date.parse(present(holdUntil, 'holdUntil')) - started) / 60_000);
      };
      equal(await end(), 10, 'the end in minutes');
      await stage.advance(8 * MINUTE);
      const { prolongUntil } = await stage.backend.read('getOrder', { order: order.id }, { session: token });
      equal(
        Math.round((Date.parse(present(prolongUntil, 'prolongUntil')) - started) / 60_000),
        30,
        'the latest end it can be given',
      );
      await prolong();
      equal(await end(), 18, 'the end, prolonged');
      await stage.advance(9 * MINUTE);
      await prolong();
      await stage.advance(9 * MINUTE);
      await prolong();
      equal(await end(), 30, 'the end, prolonged as far as it goes');
      const capped = await stage.backend.read('getOrder', { order: order.id }, { session: token });
      equal(capped.prolongUntil, null, 'no more to promise');
      await refused(prolong(), 'hold_capped', 'once more');
      equal(await stage.pool('pool_last'), { held: 1, sold: 0 }, 'the stock');
      await stage.advance(5 * MINUTE);
      await stage.order('offr_last', { email: 'next@example.org' });
    },
  ],
  [
    'a prolonged hold is nobody else’s, and can be paid',
    async (stage) => {
      const { order, token } = await stage.order('offr_last');
      await stage.advance(9 * MINUTE);
      await stage.backend.act('prolongHold', { order: order.id }, { session: token });
      await stage.advance(5 * MINUTE);
      await refused(stage.order('offr_last', { email: 'next@example.org' }), 'sold_out', 'somebody else');
      const paid = await stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      equal(paid.state, 'paid', 'the order');
      equal(await stage.pool('pool_last'), { held: 0, sold: 1 }, 'the stock');
    },
  ],
  [
    'an address that pays or lets go may hold again',
    async (stage) => {
      const orders = [];
      for (let count = 0; count < 5; count++) orders.push(await stage.order('offr_live'));
      await refused(stage.order('offr_both'), 'too_many_holds', 'a sixth');
      await stage.order('offr_stream');
      await stage.order('offr_live', { email: 'ada@example.org' });
      const { order, token } = orders[0]!;
      await stage.backend.act('cancelOrder', { order: order.id }, { session: token });
      await stage.order('offr_both');
    },
  ],

  // ── Gifts ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  [
    'a gift lets in whom it is for, and not whom it is from',
    async (stage) => {
      const gift = { name: 'Ada', email: 'ada@example.org', message: 'For your birthday' };
      const { order, token } = await stage.buy('offr_live', { more: { gift } });
      equal([order.gift?.name, order.gift?.emailHint], ['Ada', 'a…@example.org'], 'what the buyer sees');
      ok(order.tickets.length === 1 && order.tickets.every((ticket) => ticket.gift), 'the ticket is told as a gift');
      equal(
        (await stage.backend.read('getSession', {}, { session: token })).tickets,
        [],
        'tickets in the buyer’s hand',
      );
      await refused(stage.enter('show_live', token), 'no_ticket', 'the buyer, entering');
      const buyer = await stage.fan('bea@example.org');
      await refused(stage.enter('show_live', buyer), 'no_ticket', 'the buyer with a proved mailbox, entering');
      const receiver = await stage.redeem((await stage.mailTo('ada@example.org')).secret);
      await stage.enter('show_live', receiver);
      const passes = await stage.backend.read('getPasses', {}, { session: receiver });
      equal([passes.tickets.length, passes.orders], [1, []], 'what the receiver sees');
    },
  ],
  [
    'a gift’s mail goes to whom it is for, the receipt to whom it is from, and neither tells the other’s',
    async (stage) => {
      const gift = { name: 'Ada', email: 'ada@example.org', message: 'For your birthday' };
      const { order } = await stage.buy('offr_live', { more: { gift } });
      const receipt = await stage.mailTo('bea@example.org');
      const present_ = await stage.mailTo('ada@example.org');
      equal([receipt.kind, present_.kind], ['receipt', 'gift'], 'the mails');
      ok(present_.text.includes('For your birthday'), 'the message is in the mail');
      ok(
        !present_.text.includes('bea@example.org') && !present_.text.includes(order.reference),
        'the gift tells the order',
      );
      ok(!receipt.text.includes('ada@example.org'), 'the receipt tells the receiver’s address');
    },
  ],
  [
    'a gift waits for its day, and never so long that it comes too late',
    async (stage) => {
      const sendOn = await stage.instant(86_400 / 2);
      const gift = { name: 'Ada', email: 'ada@example.org', sendOn };
      await stage.buy('offr_stream', { more: { gift } });
      const to = async (email: string) => (await stage.peek('mails')).mails.filter((mail) => mail.to === email).length;
      equal(await to('ada@example.org'), 0, 'mails before the day');
      await stage.advance(86_400 / 2 + 60);
      await stage.send({ cmd: 'tick' });
      equal(await to('ada@example.org'), 1, 'mails on the day');
      await stage.send({ cmd: 'tick' });
      equal(await to('ada@example.org'), 1, 'mails a moment later');
      const late = { name: 'Eve', email: 'eve@example.org', sendOn: await stage.instant(30 * 86_400) };
      const { order } = await stage.buy('offr_stream', { email: 'cid@example.org', more: { gift: late } });
      const { doorsAt } = await stage.backend.read('getShow', { show: 'show_offers' });
      ok(Date.parse(present(order.gift?.sendOn, 'sendOn')) < Date.parse(doorsAt), 'it comes before the doors open');
    },
  ],
  [
    'a gift to oneself is one’s own ticket',
    async (stage) => {
      const gift = { name: 'Me', email: 'BEA@example.org' };
      const { order, token } = await stage.buy('offr_live', { more: { gift } });
      equal(order.gift, null, 'the gift');
      await stage.enter('show_live', token);
    },
  ],
];
