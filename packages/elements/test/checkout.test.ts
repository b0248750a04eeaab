import type { Order } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import type { MemoryBackend } from '@parterre/backend/memory';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Checkout, isFree, type CheckoutOptions } from '../src/checkout/checkout.ts';
import { fitsHint, isEmail, suggestEmail } from '../src/checkout/email.ts';
import { VenueSession } from '../src/session/venue-session.ts';
import { browser, server, settled, SharedStorage, Time, type Browser } from './world.ts';

const MINUTE = 60_000;
const OFFER = [{ type: 'offer' as const, offer: 'offr_nuit_direct', quantity: 1 }];

let time: Time;
let backend: MemoryBackend;
let tab: Browser;
let storage: SharedStorage;
let venue: VenueSession;
let left: string[];

beforeEach(() => {
  time = new Time();
  backend = server(time);
  storage = new SharedStorage();
  tab = browser(time, storage);
  venue = new VenueSession(backend, tab);
  left = [];
});

const checkout = (session = venue, options: Partial<CheckoutOptions> = {}): Checkout =>
  new Checkout(session, {
    locale: () => 'fr',
    page: () => 'https://venue.example/concerts/nuit-blanche/',
    accepts: () => true,
    navigate: (url) => void left.push(url),
    ...options,
  });

/** Chosen, priced, address typed: one click before ordering. */
async function ready(one = checkout(), email = 'bea@example.org'): Promise<Checkout> {
  await one.choose(OFFER);
  one.setEmail(email);
  return one;
}

const orders = (): Order[] => Object.values(backend.state.orders) as unknown as Order[];

/** Answers of `createOrder`, `settleOrder` and `payTest` with another payment step, as a venue with a provider gives them. */
function payingBy(payment: Order['payment'], settled: () => Order['state']): void {
  const { act } = backend;
  const disguised = (order: Order): Order => {
    const state = settled();
    return { ...order, state, payment: state === 'pending' ? payment : null, holdUntil: null };
  };
  vi.spyOn(backend, 'act').mockImplementation((async (name: never, input: never, options: never) => {
    const answer: unknown = await act(name, input, options);
    if ((name as string) === 'createOrder') {
      const made = answer as { order: Order };
      return { ...made, order: disguised(made.order) };
    }
    return (name as string) === 'settleOrder' ? disguised(answer as Order) : answer;
  }) as typeof act);
}

describe('a checkout', () => {
  it('goes from choice to ticket', async () => {
    const one = await ready();
    expect(one.state).toMatchObject({ step: 'details', busy: null, quote: { total: { amountMinor: 1200 } } });
    await one.submit();
    expect(one.state).toMatchObject({ step: 'payment', order: { state: 'pending', payment: { type: 'test' } } });
    await one.payTest('approve');
    expect(one.state).toMatchObject({ step: 'done', busy: null, error: null, order: { state: 'paid' } });
    expect(one.state.order?.tickets).toHaveLength(1);
  });

  it('orders once, however often the button is pressed', async () => {
    const one = await ready();
    await Promise.all([one.submit(), one.submit(), one.submit()]);
    expect(orders()).toHaveLength(1);
  });

  it('orders once when the answer was lost on the way', async () => {
    const one = await ready();
    const { act } = backend;
    vi.spyOn(backend, 'act').mockImplementationOnce((async (...call: Parameters<typeof act>) => {
      await act(...call);
      throw new ParterreError('timeout');
    }) as typeof act);
    await one.submit();
    expect(one.state).toMatchObject({ step: 'details', email: 'bea@example.org', error: { code: 'timeout' } });
    await one.submit();
    expect(one.state.step).toBe('payment');
    expect(orders()).toHaveLength(1);
  });

  it('orders once when the answer was lost and the page was loaded again', async () => {
    const one = await ready();
    const { act } = backend;
    vi.spyOn(backend, 'act').mockImplementationOnce((async (...call: Parameters<typeof act>) => {
      await act(...call);
      throw new ParterreError('offline');
    }) as typeof act);
    await one.submit();
    one.close();
    const again = await ready(checkout(new VenueSession(backend, browser(time, storage))));
    await again.submit();
    expect(again.state.step).toBe('payment');
    expect(orders()).toHaveLength(1);
  });

  it('keeps no address in storage once the order was answered', async () => {
    const one = await ready();
    await one.submit();
    expect([...storage.values.values()].join()).not.toContain('bea@example.org');
  });

  it('makes a new order after a refusal, not a conflict', async () => {
    const one = await ready();
    backend.faults.fail = (name) => (name === 'createOrder' ? 'idempotency_conflict' : null);
    await one.submit();
    expect(one.state.error?.code).toBe('idempotency_conflict');
    backend.faults.fail = () => null;
    await one.submit();
    expect(one.state.step).toBe('payment');
  });

  it('shows a new price and asks again instead of charging it', async () => {
    const one = await ready();
    const offer = Object.values(backend.state.shows).find((show) => show.slug === 'nuit-blanche')!.offers[0] as {
      price: { amountMinor: number; currency: string };
    };
    offer.price = { amountMinor: 1500, currency: 'EUR' };
    await one.submit();
    expect(one.state).toMatchObject({
      ...{ step: 'details', busy: null, notice: 'price_changed', email: 'bea@example.org' },
      quote: { total: { amountMinor: 1500 } },
    });
    expect(orders()).toHaveLength(0);
    await one.submit();
    expect(one.state.order?.total.amountMinor).toBe(1500);
  });

  it('tells that it is sold out and keeps what was typed', async () => {
    const one = await ready();
    backend.desk.setCapacity('pool_nuit', 0);
    await one.submit();
    expect(one.state).toMatchObject({
      step: 'details',
      email: 'bea@example.org',
      busy: null,
      error: { code: 'sold_out' },
    });
  });

  it('asks about a likely typo once, and believes the buyer', async () => {
    const one = await ready(checkout(), 'bea@gmial.com');
    await one.submit();
    expect(one.state).toMatchObject({ suggestion: 'bea@gmail.com', step: 'details' });
    expect(orders()).toHaveLength(0);
    await one.answerSuggestion(false);
    expect(one.state.step).toBe('payment');
    await one.back();
    await one.submit();
    expect(one.state, 'not asked twice').toMatchObject({ step: 'payment', email: 'bea@gmial.com' });
  });

  it('takes the suggestion and goes on', async () => {
    const one = await ready(checkout(), 'bea@orange.f');
    await one.submit();
    await one.answerSuggestion(true);
    expect(one.state).toMatchObject({ step: 'payment', email: 'bea@orange.fr' });
  });

  it('does not order for an address that is none', async () => {
    const one = await ready(checkout(), 'bea');
    await one.submit();
    expect(one.state).toMatchObject({ emailInvalid: true, step: 'details', email: 'bea' });
    one.setEmail('bea@example.org');
    expect(one.state.emailInvalid).toBe(false);
  });

  it('shows only the price of what was chosen last', async () => {
    backend.faults.latencyMs = 100;
    const one = checkout();
    void one.choose([{ type: 'offer', offer: 'offr_nuit_collector', quantity: 1 }]);
    await time.pass(50);
    void one.choose(OFFER);
    await time.pass(1000);
    expect(one.state).toMatchObject({ busy: null, error: null, quote: { total: { amountMinor: 1200 } } });
  });

  it('says why there is no price, and asks again on request', async () => {
    backend.faults.fail = (name) => (name === 'quote' ? 'unavailable' : null);
    const one = await ready();
    expect(one.state).toMatchObject({ quote: null, busy: null, error: { code: 'unavailable' } });
    backend.faults.fail = () => null;
    await one.submit();
    expect(one.state).toMatchObject({ step: 'details', quote: { total: { amountMinor: 1200 } }, error: null });
  });

  it('keeps the places after a declined payment', async () => {
    const one = await ready();
    await one.submit();
    await one.payTest('decline');
    expect(one.state).toMatchObject({ step: 'payment', busy: null, error: { code: 'payment_declined' } });
    await one.payTest('approve');
    expect(one.state.step).toBe('done');
  });

  it('says five minutes and one minute before that the reservation ends, and that it has; paying then still works', async () => {
    const one = await ready();
    await one.submit();
    await time.pass(4.9 * MINUTE);
    expect(one.state.notice).toBeNull();
    await time.pass(0.2 * MINUTE);
    expect(one.state.notice).toBe('hold_ending');
    await time.pass(3.8 * MINUTE);
    expect(one.state.notice).toBe('hold_ending');
    await time.pass(0.2 * MINUTE);
    expect(one.state.notice).toBe('hold_last_minute');
    await time.pass(MINUTE);
    expect(one.state.notice).toBe('hold_over');
    await one.payTest('approve');
    expect(one.state.step).toBe('done');
  });

  it('goes back to the choice when the reservation ran out and the places are gone', async () => {
    const one = await ready();
    await one.submit();
    await time.pass(11 * MINUTE);
    backend.desk.setCapacity('pool_nuit', 0);
    await one.payTest('approve');
    expect(one.state).toMatchObject({ step: 'details', email: 'bea@example.org', error: { code: 'hold_expired' } });
  });

  it('gives the places back when the buyer changes their mind', async () => {
    const one = await ready();
    await one.submit();
    await one.back();
    expect(one.state).toMatchObject({ step: 'details', order: null, notice: 'cancelled', email: 'bea@example.org' });
    expect(orders().map((order) => order.state)).toEqual(['cancelled']);
    expect(venue.state.openOrder).toBeNull();
  });

  it('leaves for a payment page, and finds the paid order on return', async () => {
    let state: Order['state'] = 'pending';
    payingBy({ type: 'redirect', url: 'https://pay.example/checkout/1' }, () => state);
    const one = await ready();
    await one.submit();
    expect(left).toEqual(['https://pay.example/checkout/1']);
    expect(one.state.busy).toBe('leaving');
    one.close();

    // Back from the payment page: a new page, the same storage.
    const { read } = backend;
    vi.spyOn(backend, 'read').mockImplementation((async (name: never, input: never, options: never) => {
      const answer: unknown = await read(name, input, options);
      if ((name as string) !== 'getOrder') return answer;
      return { ...(answer as Order), payment: { type: 'redirect', url: 'https://pay.example/checkout/1' } };
    }) as typeof read);
    const back = checkout(new VenueSession(backend, browser(time, storage)));
    await settled();
    expect(back.state).toMatchObject({ step: 'payment', notice: 'resumed', busy: 'settling' });
    expect(left, 'nobody is sent away again unasked').toHaveLength(1);
    await time.pass(3000);
    expect(back.state.busy).toBe('settling');
    state = 'paid';
    await time.pass(5000);
    expect(back.state).toMatchObject({ step: 'done', busy: null });
  });

  it('is usable again when the browser comes back by its back button', async () => {
    payingBy({ type: 'redirect', url: 'https://pay.example/checkout/1' }, () => 'pending');
    const one = await ready();
    await one.submit();
    tab.wake();
    expect(one.state.busy).toBe('settling');
    one.leave();
    expect(left).toHaveLength(2);
  });

  it('asks for patience for two minutes, then asks the buyer; no answer is not a no', async () => {
    payingBy(null, () => 'pending');
    const one = await ready();
    await one.submit();
    backend.faults.fail = (name) => (name === 'settleOrder' ? 'offline' : null);
    await time.pass(MINUTE);
    expect(one.state).toMatchObject({ step: 'payment', busy: 'settling', error: null });
    await time.pass(1.2 * MINUTE);
    expect(one.state).toMatchObject({ step: 'payment', busy: null, error: { code: 'payment_pending' } });
  });

  it('says truly that the money goes back when it came after the places were gone', async () => {
    payingBy({ type: 'redirect', url: 'https://pay.example/checkout/1' }, () => 'refunded');
    const one = await ready();
    await one.submit();
    tab.wake();
    await settled();
    expect(one.state).toMatchObject({ step: 'details', notice: 'refunded', error: null });
  });

  it('waits for a payment that takes days, also after a reload, and sells nothing twice meanwhile', async () => {
    const one = await ready();
    await one.submit();
    const { id } = one.state.order!;
    backend.state.testPayments[id] = 'processing';
    await one.settle();
    expect(one.state).toMatchObject({ step: 'payment', busy: null, order: { state: 'processing', holdUntil: null } });
    one.close();

    const again = checkout(new VenueSession(backend, browser(time, storage)));
    await settled();
    expect(again.state).toMatchObject({ step: 'payment', order: { id, state: 'processing' } });
    backend.state.testPayments[id] = 'approved';
    again.close();
    const inside = checkout(new VenueSession(backend, browser(time, storage)));
    await settled();
    expect(inside.state).toMatchObject({ step: 'done', order: { id, state: 'paid' } });
  });

  it('lets a promised payment be while something else is ordered', async () => {
    const one = await ready();
    await one.submit();
    const { id } = one.state.order!;
    backend.state.testPayments[id] = 'processing';
    await one.settle();
    await one.reset();
    expect(one.state).toMatchObject({ step: 'idle', order: null, email: 'bea@example.org' });
    expect(orders().map((order) => order.state)).toEqual(['processing']);
  });

  it('takes only the orders that belong to it after a reload', async () => {
    const first = await ready();
    await first.submit();
    first.close();
    const reloaded = new VenueSession(backend, browser(time, storage));
    const theirs = checkout(reloaded, { accepts: (order) => order.lines.some((line) => line.type === 'variant') });
    const ours = checkout(reloaded, { accepts: (order) => order.lines.some((line) => line.type === 'offer') });
    await settled();
    expect(theirs.state.step).toBe('idle');
    expect(ours.state).toMatchObject({ step: 'payment', notice: 'resumed', lines: OFFER });
  });

  it('hears when another tag of the page has paid the same order', async () => {
    const [one, two] = [await ready(), checkout()];
    await one.submit();
    await settled();
    expect(two.state.step).toBe('payment');
    await one.payTest('approve');
    await settled();
    expect(two.state).toMatchObject({ step: 'done', order: { state: 'paid' } });
  });

  it('drops the cart it bought from, once it is paid', async () => {
    const cart = await venue.setCart([{ variant: 'vrnt_affiche', quantity: 1 }], 'EUR');
    const one = checkout();
    await one.choose([{ type: 'variant', variant: 'vrnt_affiche', quantity: 1 }], cart.id);
    one.setEmail('bea@example.org');
    await one.submit();
    expect(venue.state.cart).not.toBeNull();
    await one.payTest('approve');
    expect(venue.state.cart).toBeNull();
    expect(one.state.order?.deliveries).toHaveLength(1);
  });

  it('asks for news only when the buyer said so', async () => {
    const act = vi.spyOn(backend, 'act');
    const sent = () => act.mock.calls.filter(([name]) => name === 'createOrder').map(([, input]) => input);
    const one = await ready();
    await one.submit();
    expect(sent()[0]).toMatchObject({ consents: { terms: true } });
    expect(sent()[0]).not.toHaveProperty('consents.news');
    await one.back();
    one.consent({ news: true });
    await one.submit();
    expect(sent()[1]).toMatchObject({ consents: { news: true } });
  });

  it('leaves no timer and no listener when closed', async () => {
    payingBy(null, () => 'pending');
    const one = await ready();
    await one.submit();
    await settled();
    expect(time.waiting).toBeGreaterThan(0);
    one.close();
    await settled();
    expect(time.waiting).toBe(0);
    venue.close();
    expect(tab.wakers).toBe(0);
  });
});

describe('suggestEmail', () => {
  it.each([
    ['bea@gmial.com', 'bea@gmail.com'],
    ['bea@gmai.com', 'bea@gmail.com'],
    ['bea@gamil.com', 'bea@gmail.com'],
    ['bea@gmail.con', 'bea@gmail.com'],
    ['bea@gmail', 'bea@gmail.com'],
    ['bea@gmail.', 'bea@gmail.com'],
    ['bea@gmail,com', 'bea@gmail.com'],
    ['bea@gmail..com', 'bea@gmail.com'],
    ['bea@hotnail.com', 'bea@hotmail.com'],
    ['bea@hotmial.fr', 'bea@hotmail.fr'],
    ['bea@orange.f', 'bea@orange.fr'],
    ['bea@ornage.fr', 'bea@orange.fr'],
    ['bea@wanado.fr', 'bea@wanadoo.fr'],
    ['bea@laposte.ner', 'bea@laposte.net'],
    ['bea@outlok.com', 'bea@outlook.com'],
    ['bea@yaho.fr', 'bea@yahoo.fr'],
    ['Bea.Martin+live@GMIAL.com ', 'Bea.Martin+live@gmail.com'],
    ['bea@popup-club.con', 'bea@popup-club.com'],
    ['bea@my.venue.cmo', 'bea@my.venue.com'],
  ])('%s → %s', (typed, meant) => {
    expect(suggestEmail(typed)).toBe(meant);
  });

  it.each([
    ...[
      'bea@gmail.com',
      'bea@mail.com',
      'bea@email.com',
      'bea@ymail.com',
      'bea@hotmail.co.uk',
      'bea@sfr.fr',
      'bea@gmx.fr',
    ],
    ...['bea@popup.paris', 'bea@example.org', 'bea@ville-paris.fr', 'bea@uni-koeln.de', 'bea@me.com', 'bea@aol.com'],
    ...['bea', '@gmail.com', '', 'bea@', 'bea@x', 'bea@live.com', 'bea@free.fr', 'bea@freebox.example', 'bea@mel.org'],
    'béa@exemple.fr',
  ])('asks nothing about %s', (typed) => {
    expect(suggestEmail(typed)).toBeNull();
  });

  it('never suggests something that is no address', () => {
    expect(suggestEmail('bea martin@gmial.com')).toBeNull();
  });
});

describe('isEmail', () => {
  it.each(['a@b.co', 'bea+live@sub.example.org', 'béa@exemple.fr'])('takes %s', (text) =>
    expect(isEmail(text)).toBe(true),
  );
  it.each(['bea', 'bea@', '@b.co', 'a@b', 'a b@c.fr', 'a@b.c', `${'x'.repeat(65)}@b.co`, 'a,b@c.fr'])(
    'refuses %s',
    (text) => expect(isEmail(text)).toBe(false),
  );
});

describe('fitsHint', () => {
  it('knows an address by what a hint tells, and no more', () => {
    expect(fitsHint(' Bea@Example.org', 'b…@example.org')).toBe(true);
    expect(fitsHint('ben@example.org', 'b…@example.org')).toBe(true);
    expect(fitsHint('bea@example.com', 'b…@example.org')).toBe(false);
    expect(fitsHint('lea@example.org', 'b…@example.org')).toBe(false);
  });
});

describe('isFree', () => {
  it('knows nothing from not yet', () => {
    expect(isFree({ amountMinor: 0, currency: 'EUR' })).toBe(true);
    expect(isFree({ amountMinor: 1, currency: 'EUR' })).toBe(false);
    expect(isFree(undefined)).toBe(false);
  });
});

describe('codes, gifts and time', () => {
  const withCode = () => {
    backend.state.codes.length = 0;
    backend.state.codes.push({
      ...{ id: 'code_half', code: 'MOITIE', type: 'percent', value: 5000, offers: [], shows: [], opensAt: null },
      ...{ closesAt: null, maxUses: null, maxPerPerson: null, pieces: null },
    });
  };

  it('keeps the price and says why when a code is wrong, and takes a right one into quote and order', async () => {
    withCode();
    const one = await ready();
    expect(await one.applyCode('NOT-A-CODE')).toBe(false);
    expect(one.state).toMatchObject({ promoError: { code: 'promo_invalid' }, error: null, terms: { codes: [] } });
    expect(one.state.quote?.total.amountMinor).toBe(1200);
    expect(await one.applyCode('moitié')).toBe(true);
    expect(one.state.quote?.total.amountMinor).toBe(600);
    await one.submit();
    expect(orders()[0]).toMatchObject({ total: { amountMinor: 600 }, codes: ['code_half'] });
  });

  it('asks for the name and address of whom a gift is for before it orders', async () => {
    const one = await ready();
    one.setGift({ name: 'Ada', email: 'ada' });
    await one.submit();
    expect([one.state.giftInvalid, orders()]).toEqual([true, []]);
    one.setGift({ name: ' Ada ', email: 'ada@example.org', message: '  ' });
    expect(one.state.giftInvalid).toBe(false);
    await one.submit();
    expect(orders()[0]).toMatchObject({ gift: { name: 'Ada', email: 'ada@example.org', message: '' } });
  });

  it('gives more time when asked for, and only then', async () => {
    const one = await ready();
    await one.submit();
    const first = one.state.order!.holdUntil!;
    await time.pass(6 * MINUTE);
    expect(one.state.notice).toBe('hold_ending');
    await one.prolong();
    expect(one.state.notice).toBeNull();
    expect(Date.parse(one.state.order!.holdUntil!) - Date.parse(first)).toBe(6 * MINUTE);
  });
});
