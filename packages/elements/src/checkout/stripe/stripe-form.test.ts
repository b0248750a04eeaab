import type { MemoryBackend } from '@parterre/backend/memory';
import { expect, html, waitUntil } from '@open-wc/testing';
import { FakeStripe } from '../../../test/fake-stripe.ts';
import { takeStripe, type StripeVenue } from '../../../test/stripe-venue.ts';
import {
  announced,
  clearStage,
  control,
  memory,
  onPage,
  press,
  shows,
  textOf,
  type as typeInto,
} from '../../../test/stage.ts';
import '../../define/live-ticket.ts';
import type { LiveTicket } from '../../live-ticket/live-ticket.ts';

let backend: MemoryBackend;
let venue: StripeVenue;
let stripe: FakeStripe;

const orderId = (): string => Object.keys(backend.state.orders).at(-1)!;

const ticketBox = (lang = 'en') =>
  onPage<LiveTicket>(html`<live-ticket .backend=${backend} show="nuit-blanche"></live-ticket>`, lang);

async function ordered(tag: LiveTicket, words = { get: 'Get this ticket', pay: /^Pay / }): Promise<LiveTicket> {
  await press(tag, words.get);
  await typeInto(tag, '#checkout-email', 'bea@example.org');
  await press(tag, words.pay);
  return tag;
}

const ready = async (tag: LiveTicket): Promise<HTMLElement> => {
  const button = await control(tag, /^(Pay|Payer) /);
  await waitUntil(() => button.getAttribute('aria-disabled') === 'false', 'the form should be ready');
  return button;
};

/** What hangs in the page's own DOM for this tag. */
const boxes = (host: Element): HTMLElement[] => [...host.querySelectorAll<HTMLElement>(':scope > div[slot]')];

describe('the payment form of Stripe', () => {
  beforeEach(() => {
    backend = memory();
    venue = takeStripe(backend);
    stripe = new FakeStripe().install();
  });
  afterEach(clearStage);

  it('is accessible, shows what is paid, and lets in once the server has asked Stripe', async () => {
    const tag = await ordered(await ticketBox());
    const button = await ready(tag);
    await expect(tag).to.be.accessible();
    expect(button.textContent!.trim()).to.equal('Pay €12.00');
    expect(stripe.seen[0]).to.deep.include({ key: 'pk_test_1' });
    expect(stripe.seen[0]!.sdk).to.deep.include({
      clientSecret: `cs_${orderId()}`,
      adaptivePricing: { allowed: false },
    });
    venue.says(orderId(), 'approved');
    button.click();
    await shows(tag, 'You’re in!');
    expect(stripe.confirmed).to.deep.equal([{ redirect: 'if_required' }]);
    expect(boxes(tag), 'nothing is left in the page').to.have.length(0);
  });

  it('speaks French, and so do its fields', async () => {
    const tag = await ordered(await ticketBox('fr'), { get: 'Prendre ce billet', pay: /^Payer/ });
    const button = await ready(tag);
    expect(button.textContent!.replaceAll(/\s/g, ' ').trim()).to.equal('Payer 12,00 €');
    expect(stripe.seen[0]!.options.locale).to.equal('fr');
    await shows(tag, 'directement à Stripe');
  });

  it('says in the buyer’s language why the bank refused, aloud too, and takes another try', async () => {
    const tag = await ordered(await ticketBox('fr'), { get: 'Prendre ce billet', pay: /^Payer/ });
    const button = await ready(tag);
    stripe.confirms = async () => ({
      type: 'error',
      error: { code: 'paymentFailed', message: 'Declined.', paymentFailed: { declineCode: 'insufficient_funds' } },
    });
    button.click();
    await shows(tag, 'la provision de cette carte est insuffisante');
    expect(announced(tag)).to.contain('la provision de cette carte est insuffisante');
    await expect(tag).to.be.accessible();
    stripe.confirms = async () => ({ type: 'success', session: {} });
    venue.says(orderId(), 'approved');
    (await ready(tag)).click();
    await shows(tag, 'Vous y êtes');
  });

  it('tells a refusal it does not know in Stripe’s own words', async () => {
    const tag = await ordered(await ticketBox());
    stripe.confirms = async () => ({
      type: 'error',
      error: { code: 'paymentFailed', message: 'Your pony refused.', paymentFailed: { declineCode: 'pony' } },
    });
    (await ready(tag)).click();
    await shows(tag, 'Your pony refused.');
  });

  it('does not trouble the server for fields that are not filled in', async () => {
    stripe.complete = false;
    const asked: string[] = [];
    backend.faults.fail = (name) => (asked.push(name), null);
    const tag = await ordered(await ticketBox());
    stripe.confirms = async () => ({ type: 'error', error: { code: null, message: 'The card number is incomplete.' } });
    (await ready(tag)).click();
    await shows(tag, 'The card number is incomplete.');
    expect(asked).not.to.include('settleOrder');
  });

  it('shows wallets only where there are any, and takes what they confirm', async () => {
    stripe.wallets = true;
    const tag = await ordered(await ticketBox());
    await ready(tag);
    await shows(tag, ' or ');
    venue.says(orderId(), 'approved');
    let failed = false;
    const event = { expressPaymentType: 'apple_pay', paymentFailed: () => (failed = true) };
    stripe.element('expressCheckout').tell('confirm', event);
    await shows(tag, 'You’re in!');
    expect(failed).to.equal(false);
    expect(stripe.confirmed[0]).to.have.property('expressCheckoutConfirmEvent');
  });

  it('tells a wallet that its payment failed', async () => {
    stripe.wallets = true;
    stripe.confirms = async () => ({
      type: 'error',
      error: { code: 'paymentFailed', message: 'No.', paymentFailed: { declineCode: 'expired_card' } },
    });
    const tag = await ordered(await ticketBox());
    await ready(tag);
    let failed = 0;
    stripe.element('expressCheckout').tell('confirm', { paymentFailed: () => failed++ });
    await shows(tag, 'This card has expired.');
    expect(failed).to.equal(1);
  });

  it('takes on the colours, the font and the corners of the page', async () => {
    const tag = await ticketBox();
    tag.parentElement!.style.cssText =
      'background: #101018; color: rgb(250, 250, 240); font-family: Georgia, serif; --parterre-accent: oklch(70% 0.15 150); --parterre-radius: 3px';
    await ordered(tag);
    await ready(tag);
    const { theme, variables } = stripe.appearance;
    expect(theme).to.equal('night');
    expect(variables).to.include({
      colorBackground: 'rgb(16, 16, 24)',
      colorText: 'rgb(250, 250, 240)',
      fontFamily: 'Georgia, serif',
      borderRadius: '3px',
    });
    expect(variables!.colorPrimary).to.match(/^rgb\(\d+, \d+, \d+\)$/);
  });

  it('works inside other people’s components, and two of them do not mix', async () => {
    const outer = document.createElement('section');
    const inner = document.createElement('article');
    document.body.append(outer);
    outer.attachShadow({ mode: 'closed' }).append(inner);
    const root = inner.attachShadow({ mode: 'open' });
    const [one, two] = ['nuit-blanche', 'nuit-blanche'].map((show) => {
      const tag = document.createElement('live-ticket');
      Object.assign(tag, { show, backend, lang: 'en' });
      root.append(tag);
      return tag;
    });
    await ordered(one!);
    await ready(one!);
    // The second tag found the same open order and shows its form too.
    await ready(two!);
    const hung = boxes(outer);
    expect(hung).to.have.length(4);
    expect(new Set(hung.map((box) => box.slot)).size).to.equal(4);
    for (const box of hung.filter((each) => each.textContent === 'Card number')) {
      expect(box.getClientRects().length, 'it is seen').to.be.greaterThan(0);
    }
    const seenIn = (tag: LiveTicket) =>
      [...tag.renderRoot.querySelectorAll('slot')].flatMap((slot) => slot.assignedElements({ flatten: true }));
    expect(seenIn(one!)).to.have.length(2);
    expect(seenIn(one!).some((box) => seenIn(two!).includes(box))).to.equal(false);
    one!.remove();
    two!.remove();
    await waitUntil(() => boxes(outer).length === 0, 'nothing should be left in the page');
    outer.remove();
  });

  it('starts anew when its tag is moved in the page', async () => {
    const tag = await ordered(await ticketBox());
    await ready(tag);
    const before = stripe.elements.length;
    const elsewhere = document.createElement('main');
    elsewhere.lang = 'en';
    document.body.append(elsewhere);
    elsewhere.append(tag);
    await waitUntil(() => stripe.elements.length > before, 'a new form should be made');
    await ready(tag);
    expect(boxes(tag)).to.have.length(2);
    elsewhere.remove();
  });

  it('settles instead of asking again for what was paid meanwhile', async () => {
    stripe.session.status = { type: 'complete', paymentStatus: 'paid' };
    const tag = await ticketBox();
    await press(tag, 'Get this ticket');
    await typeInto(tag, '#checkout-email', 'bea@example.org');
    await press(tag, /^Pay /);
    await waitUntil(() => Object.keys(backend.state.orders).length === 1);
    venue.says(orderId(), 'approved');
    await shows(tag, 'You’re in!');
    expect(stripe.elements).to.have.length(0);
  });

  it('says on return what the bank said', async () => {
    stripe.session.lastPaymentError = { message: 'Your bank could not confirm it.' };
    const tag = await ordered(await ticketBox());
    await ready(tag);
    await shows(tag, 'Your bank could not confirm it.');
  });

  it('says that a payment is on its way, keeps the order in view, and lets go of it on request', async () => {
    const tag = await ordered(await ticketBox());
    await ready(tag);
    venue.says(orderId(), 'processing');
    (await ready(tag)).click();
    await shows(tag, 'Your payment is on its way');
    expect(textOf(tag)).to.contain('b…@example.org');
    expect(tag.shadowRoot!.activeElement?.id).to.equal('checkout-title');
    await expect(tag).to.be.accessible();
    await press(tag, 'Order something else');
    await shows(tag, 'Choose your ticket');
    expect(Object.values(backend.state.orders).map((order) => order.state)).to.deep.equal(['processing']);
  });

  // ── Where there can be no form ────────────────────────────────────────────────────────────────────────────────────

  const offersThePage = async (tag: LiveTicket) => {
    await shows(tag, 'The payment form cannot be shown in this page.');
    const button = await control(tag, 'Pay €12.00 on the secure page');
    expect(button.getAttribute('aria-disabled')).to.equal('false');
    expect(boxes(tag)).to.have.length(0);
    await expect(tag).to.be.accessible();
  };

  it('offers the provider’s page where the server is of another train', async () => {
    venue.train = 'endive';
    await offersThePage(await ordered(await ticketBox()));
  });

  it('offers the provider’s page where Stripe would take another amount', async () => {
    stripe.session.amount = 1100;
    await offersThePage(await ordered(await ticketBox()));
  });

  it('offers the provider’s page where the fields cannot be loaded', async () => {
    stripe.frames = false;
    const tag = await ordered(await ticketBox());
    await waitUntil(() => stripe.elements.length === 2);
    stripe.element('payment').tell('loaderror', { error: { message: 'frame refused' } });
    await offersThePage(tag);
  });

  it('offers the provider’s page inside a component that hands out its slots by itself', async () => {
    const outer = document.createElement('section');
    document.body.append(outer);
    const tag = document.createElement('live-ticket');
    Object.assign(tag, { show: 'nuit-blanche', backend, lang: 'en' });
    outer.attachShadow({ mode: 'open', slotAssignment: 'manual' }).append(tag);
    await offersThePage(await ordered(tag));
    outer.remove();
  });

  it('offers the provider’s page beside a form that takes long, and takes the offer back when it comes', async () => {
    stripe.frames = false;
    const tag = await ticketBox();
    const { setTimeout: later } = globalThis;
    // The patience of eight seconds, at once.
    globalThis.setTimeout = ((callback: () => void, ms?: number) => later(callback, ms === 8000 ? 30 : ms)) as never;
    try {
      await ordered(tag);
      await shows(tag, 'The payment form is taking long.');
      await control(tag, 'Pay €12.00 on the secure page');
      stripe.element('payment').tell('ready');
      await ready(tag);
      expect(textOf(tag)).not.to.contain('taking long');
    } finally {
      globalThis.setTimeout = later;
    }
  });
});
