import { ParterreError } from '@parterre/protocol/errors';
import type { MemoryBackend } from '@parterre/backend/memory';
import type { Order } from '@parterre/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { Checkout } from '../src/checkout/checkout.ts';
import { VenueSession } from '../src/session/venue-session.ts';
import { takeStripe, type StripeVenue } from './stripe-venue.ts';
import { browser, server, settled, SharedStorage, Time } from './world.ts';

const OFFER = [{ type: 'offer' as const, offer: 'offr_nuit_direct', quantity: 1 }];

let time: Time;
let backend: MemoryBackend;
let stripe: StripeVenue;
let storage: SharedStorage;
let left: string[];

beforeEach(() => {
  time = new Time();
  backend = server(time);
  stripe = takeStripe(backend);
  storage = new SharedStorage();
  left = [];
});

const page = (): Checkout =>
  new Checkout(new VenueSession(backend, browser(time, storage)), {
    locale: () => 'fr',
    page: () => 'https://venue.example/concerts/nuit-blanche/',
    accepts: () => true,
    navigate: (url) => void left.push(url),
  });

async function ordered(): Promise<Checkout> {
  const one = page();
  await one.choose(OFFER);
  one.setEmail('bea@example.org');
  await one.submit();
  expect(one.state).toMatchObject({ step: 'payment', error: null, busy: null, order: { payment: { type: 'stripe' } } });
  return one;
}

const orders = (): Order[] => Object.values(backend.state.orders) as unknown as Order[];
const idOf = (one: Checkout): string => one.state.order!.id;

describe('paying in a form', () => {
  it('is over when the server has asked the provider, not when the browser says so', async () => {
    const one = await ordered();
    const paying = one.payBy(async () => ({ type: 'confirmed' }));
    await settled();
    expect(one.state).toMatchObject({ step: 'payment', busy: 'settling' });
    stripe.says(idOf(one), 'approved');
    await time.pass(1000);
    await paying;
    expect(one.state).toMatchObject({ step: 'done', busy: null, order: { state: 'paid' } });
  });

  it('tells why the bank refused, and keeps the places for another try', async () => {
    const one = await ordered();
    await one.payBy(async () => ({ type: 'refused', sentence: 'Carte expirée.' }));
    expect(one.state).toMatchObject({
      ...{ step: 'payment', busy: null, refusal: 'Carte expirée.' },
      ...{ error: { code: 'payment_declined' }, order: { state: 'pending' } },
    });
    stripe.says(idOf(one), 'approved');
    await one.payBy(async () => ({ type: 'confirmed' }));
    expect(one.state).toMatchObject({ step: 'done', error: null, refusal: null });
  });

  it('asks the server when nobody knows whether the money moved', async () => {
    const one = await ordered();
    stripe.says(idOf(one), 'approved');
    await one.payBy(async () => ({ type: 'unknown', sentence: 'Connexion perdue.' }));
    expect(one.state).toMatchObject({ step: 'done', error: null });
  });

  it('asks the server when the form itself broke', async () => {
    const one = await ordered();
    stripe.says(idOf(one), 'approved');
    await one.payBy(() => Promise.reject(new Error('a bug of theirs')));
    expect(one.state.step).toBe('done');
  });

  it('takes one confirmation at a time', async () => {
    const one = await ordered();
    let asked = 0;
    const confirm = async () => (asked++, { type: 'refused' as const, sentence: 'Non.' });
    await Promise.all([one.payBy(confirm), one.payBy(confirm)]);
    expect(asked).toBe(1);
  });

  it('waits on, without a word of failure, while the network is away', async () => {
    const one = await ordered();
    backend.faults.fail = (name) => (name === 'settleOrder' ? 'offline' : null);
    stripe.says(idOf(one), 'approved');
    const paying = one.payBy(async () => ({ type: 'confirmed' }));
    await time.pass(20_000);
    expect(one.state).toMatchObject({ step: 'payment', busy: 'settling', error: null });
    backend.faults.fail = () => null;
    await time.pass(6000);
    await paying;
    expect(one.state.step).toBe('done');
  });

  it('is found paid on return from the bank, on a new page', async () => {
    const one = await ordered();
    stripe.says(idOf(one), 'approved');
    one.close();
    const back = page();
    await settled();
    expect(back.state).toMatchObject({ step: 'done', order: { state: 'paid' } });
  });

  it('goes on where it was when somebody comes back from the bank without having paid', async () => {
    const one = await ordered();
    one.close();
    const back = page();
    await settled();
    expect(back.state).toMatchObject({ step: 'payment', busy: null, notice: 'resumed', order: { state: 'pending' } });
    expect(left, 'nobody is sent anywhere').toEqual([]);
    expect(orders()).toHaveLength(1);
  });

  it('is usable again when the back button brings this very page back from the bank', async () => {
    const one = await ordered();
    void one.payBy(() => new Promise(() => {}));
    await settled();
    expect(one.state.busy).toBe('paying');
    one.cameBack();
    await settled();
    expect(one.state).toMatchObject({ step: 'payment', busy: null });
    await one.payBy(async () => ({ type: 'refused', sentence: 'Non.' }));
    expect(one.state.refusal).toBe('Non.');
  });

  it('believes no late answer of a form after the order was given up', async () => {
    const one = await ordered();
    let answer: (value: { type: 'refused'; sentence: string }) => void = () => {};
    const paying = one.payBy(() => new Promise((resolve) => (answer = resolve)));
    await settled();
    await one.back();
    answer({ type: 'refused', sentence: 'Non.' });
    await paying;
    expect(one.state).toMatchObject({ step: 'details', error: null, refusal: null });
  });

  it('ends in the other tab too when one of them has paid', async () => {
    const one = await ordered();
    const other = page();
    await settled();
    expect(other.state.step).toBe('payment');
    stripe.says(idOf(one), 'approved');
    await one.payBy(async () => ({ type: 'confirmed' }));
    await settled();
    expect(other.state).toMatchObject({ step: 'done', order: { state: 'paid' } });
  });
});

describe('paying on the provider’s page instead', () => {
  it('leaves on a click, for the same order', async () => {
    const one = await ordered();
    expect(left).toEqual([]);
    await one.payElsewhere();
    expect(left).toEqual(['https://checkout.stripe.example/pay/1']);
    expect(one.state).toMatchObject({ busy: 'leaving', order: { payment: { type: 'redirect' } } });
    expect(orders()).toHaveLength(1);
  });

  it('says so where the venue has no such page', async () => {
    stripe.hostedUrl = null;
    const one = await ordered();
    await one.payElsewhere();
    expect(one.state).toMatchObject({ step: 'payment', busy: null, error: { code: 'not_supported' } });
    expect(left).toEqual([]);
  });

  it('stays, and can be tried again, when the server does not answer', async () => {
    const one = await ordered();
    backend.faults.fail = (name) => (name === 'choosePayment' ? 'offline' : null);
    await one.payElsewhere();
    expect(one.state).toMatchObject({ step: 'payment', busy: null, error: { code: 'offline' } });
    backend.faults.fail = () => null;
    await one.payElsewhere();
    expect(left).toHaveLength(1);
  });

  it('ends in tickets when the order was paid meanwhile', async () => {
    const one = await ordered();
    stripe.says(idOf(one), 'approved');
    backend.faults.fail = (name) => (name === 'choosePayment' ? 'order_closed' : null);
    await one.payElsewhere();
    expect(one.state).toMatchObject({ step: 'done', error: null });
    expect(new ParterreError('order_closed').retryable).toBe(false);
  });
});
