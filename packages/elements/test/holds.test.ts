/**
 * What happens to people between choosing and paying who do not sit still: a laptop that is closed, a second tab, the way back, a line
 * that breaks. The same for the steps of paying with Stripe is in `tests/stripe/paying.test.ts`.
 */
import { ParterreError } from '@parterre/protocol/errors';
import type { MemoryBackend } from '@parterre/backend/memory';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Checkout } from '../src/checkout/checkout.ts';
import { VenueSession } from '../src/session/venue-session.ts';
import { browser, server, settled, SharedStorage, Time, type Browser } from './world.ts';

const MINUTE = 60_000;
const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const lineOf = (offer: string) => [{ type: 'offer' as const, offer, quantity: 1 }];

let time: Time;
let backend: MemoryBackend;
let storage: SharedStorage;

beforeEach(() => {
  time = new Time();
  backend = server(time);
  storage = new SharedStorage();
});

interface Tab {
  readonly page: Browser;
  readonly venue: VenueSession;
  readonly checkout: Checkout;
}

/** A tab of the same browser, with the ticket box in it. */
function openTab(shared = storage): Tab {
  const page = browser(time, shared);
  const venue = new VenueSession(backend, page);
  const checkout = new Checkout(venue, {
    locale: () => 'fr',
    page: () => 'https://venue.example/concerts/velours/',
    accepts: () => true,
  });
  return { page, venue, checkout };
}

async function order({ checkout }: Tab, offer = 'offr_velours_prevente', email = 'bea@example.org'): Promise<void> {
  await checkout.choose(lineOf(offer));
  checkout.setEmail(email);
  await checkout.submit();
}

const heldOf = (pool: string): number => backend.state.pools[pool]!.held;

/** The answer of an act is lost once, after the server has heard it. */
function loseAnswerOf(name: string): void {
  const { act } = backend;
  let lost = false;
  vi.spyOn(backend, 'act').mockImplementation((async (each: never, input: never, options: never) => {
    const answer: unknown = await act(each, input, options);
    if (each !== name || lost) return answer;
    lost = true;
    throw new ParterreError('offline');
  }) as typeof act);
}

describe('a closed laptop', () => {
  it('that wakes after the reservation ended says so at once, and nothing of minutes that are left', async () => {
    const tab = openTab();
    await order(tab);
    const said: unknown[] = [];
    tab.checkout.subscribe(() => void said.push(tab.checkout.state.notice));
    // Asleep: the time passes, and no timer runs.
    time.now += 40 * MINUTE;
    tab.page.wake();
    expect(tab.checkout.state.notice).toBe('hold_over');
    await time.pass(MINUTE);
    expect(new Set(said)).toEqual(new Set(['hold_over']));
  });

  it('that wakes in the last minutes says how many, and the end in its time', async () => {
    const tab = openTab();
    await order(tab);
    time.now += 7 * MINUTE;
    tab.page.wake();
    expect(tab.checkout.state.notice).toBe('hold_ending');
    await time.pass(2.1 * MINUTE);
    expect(tab.checkout.state.notice).toBe('hold_last_minute');
    await time.pass(MINUTE);
    expect(tab.checkout.state.notice).toBe('hold_over');
  });

  it('that is opened for a moment in between says nothing twice', async () => {
    const tab = openTab();
    await order(tab);
    await time.pass(6 * MINUTE);
    tab.checkout.subscribe(() => expect.unreachable('there was nothing new to say'));
    tab.page.wake();
    tab.page.wake();
  });

  it('whose timer runs late after its sleep says what is true then', async () => {
    const tab = openTab();
    await order(tab);
    time.now += 9.5 * MINUTE;
    // No event of waking at all: only the timer of five minutes, four and a half too late.
    await time.pass(0);
    expect(tab.checkout.state.notice).toBe('hold_last_minute');
  });

  it('pays after its sleep while the places are still there, and is told when they are not', async () => {
    const tab = openTab();
    await order(tab);
    time.now += 40 * MINUTE;
    tab.page.wake();
    await tab.checkout.payTest('approve');
    expect(tab.checkout.state.step).toBe('done');

    const late = openTab(new SharedStorage());
    await order(late, 'offr_velours_prevente', 'ada@example.org');
    time.now += 40 * MINUTE;
    backend.desk.setCapacity('pool_velours_prevente', 1);
    await late.checkout.payTest('approve');
    expect(late.checkout.state).toMatchObject({ step: 'details', error: { code: 'hold_expired' } });
    expect(heldOf('pool_velours_prevente')).toBe(0);
  });
});

describe('two tabs', () => {
  it('of one buyer hold the places of one order, and show the same one', async () => {
    const first = openTab();
    await order(first);
    const second = openTab();
    await settled();
    await time.pass(100);
    expect(second.checkout.state).toMatchObject({ step: 'payment', order: { id: first.checkout.state.order!.id } });
    expect(heldOf('pool_velours_prevente')).toBe(1);
  });

  it('share the time that one of them asked for', async () => {
    const first = openTab();
    await order(first);
    const second = openTab();
    await time.pass(8 * MINUTE);
    await first.checkout.prolong();
    await time.pass(5 * MINUTE);
    expect(heldOf('pool_velours_prevente')).toBe(1);
    await second.checkout.payTest('approve');
    expect(second.checkout.state.step).toBe('done');
  });

  it('that let go of the order in one cannot pay for it in the other', async () => {
    const first = openTab();
    await order(first);
    const second = openTab();
    await time.pass(100);
    await first.checkout.back();
    await second.checkout.payTest('approve');
    expect(second.checkout.state).toMatchObject({ step: 'details', error: { code: 'order_closed' } });
    expect(heldOf('pool_velours_prevente')).toBe(0);
  });

  it('with one code for each person use it once, and the other keeps what was typed', async () => {
    const first = openTab();
    await first.checkout.choose(lineOf('offr_velours_prevente'), undefined, { codes: ['VOISINS'] });
    const second = openTab(new SharedStorage());
    await second.checkout.choose(lineOf('offr_velours_prevente'), undefined, { codes: ['VOISINS'] });
    for (const { checkout } of [first, second]) {
      checkout.setEmail('bea@example.org');
      await checkout.submit();
    }
    expect(first.checkout.state.step).toBe('payment');
    expect(second.checkout.state).toMatchObject({
      ...{ step: 'details', email: 'bea@example.org', error: { code: 'promo_used_up' } },
    });
    expect(heldOf('pool_velours_prevente')).toBe(1);
  });

  it('of one person stay within what one person may have', async () => {
    const most = openTab();
    await most.checkout.choose([{ type: 'offer', offer: 'offr_velours_prevente', quantity: 2 }]);
    most.checkout.setEmail('bea@example.org');
    await most.checkout.submit();
    const other = openTab(new SharedStorage());
    await order(other);
    expect(other.checkout.state.error?.code).toBe('person_limit');
    expect(heldOf('pool_velours_prevente')).toBe(2);
  });
});

describe('the way back', () => {
  it('from the payment keeps the amount and the code that were chosen', async () => {
    const { checkout, venue } = openTab();
    const { offers } = await venue.backend.read('getShow', { show: 'velours' });
    const choosing = offers.find(({ id }) => id === 'offr_velours_libre')!;
    await checkout.choose([{ ...lineOf('offr_velours_libre')[0]!, amount: EUR(500) }], undefined, {}, choosing);
    await checkout.chooseAmount(EUR(800));
    checkout.setEmail('bea@example.org');
    await checkout.submit();
    expect(checkout.state.order?.total).toEqual(EUR(800));
    await checkout.back();
    expect(checkout.state).toMatchObject({
      ...{ step: 'details', lines: [{ amount: EUR(800) }], choosing: { id: 'offr_velours_libre' } },
      quote: { total: EUR(800) },
    });
    expect(heldOf('pool_velours')).toBe(0);
  });

  it('gives the use of a code back with the places, so that it can be ordered anew', async () => {
    const tab = openTab();
    await tab.checkout.choose(lineOf('offr_velours_prevente'), undefined, { codes: ['VOISINS'] });
    tab.checkout.setEmail('bea@example.org');
    await tab.checkout.submit();
    await tab.checkout.back();
    expect(tab.checkout.state).toMatchObject({ terms: { codes: ['VOISINS'] }, quote: { total: EUR(720) } });
    await tab.checkout.submit();
    expect(tab.checkout.state.order?.total).toEqual(EUR(720));
    expect(heldOf('pool_velours_prevente')).toBe(1);
  });
});

describe('a lost connection', () => {
  it('while asking for more time keeps the payment open, and a second try gives no more than one', async () => {
    const tab = openTab();
    await order(tab);
    loseAnswerOf('prolongHold');
    await time.pass(5 * MINUTE);
    await tab.checkout.prolong();
    expect(tab.checkout.state).toMatchObject({ step: 'payment', error: { code: 'offline' } });
    await tab.checkout.prolong();
    expect(tab.checkout.state.error).toBeNull();
    expect(Date.parse(tab.checkout.state.order!.holdUntil!) - time.now).toBe(10 * MINUTE);
    expect(heldOf('pool_velours_prevente')).toBe(1);
  });

  it('while going back lets the places go all the same, and orders anew', async () => {
    const tab = openTab();
    await order(tab);
    loseAnswerOf('cancelOrder');
    await tab.checkout.back();
    expect(tab.checkout.state.step).toBe('details');
    expect(heldOf('pool_velours_prevente')).toBe(0);
    await tab.checkout.submit();
    expect(heldOf('pool_velours_prevente')).toBe(1);
  });

  it('while a code is looked at keeps the price that was there, and takes the code when it is back', async () => {
    const tab = openTab();
    await tab.checkout.choose(lineOf('offr_velours_prevente'));
    backend.faults.fail = (name) => (name === 'quote' ? 'offline' : null);
    await tab.checkout.applyCode('VOISINS');
    expect(tab.checkout.state.error?.code).toBe('offline');
    backend.faults.fail = () => null;
    await tab.checkout.requote();
    expect(tab.checkout.state.quote?.total).toEqual(EUR(720));
  });
});
