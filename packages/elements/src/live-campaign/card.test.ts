import type { MemoryBackend } from '@parterre/backend/memory';
import { expect, html, waitUntil } from '@open-wc/testing';
import { FakeStripe } from '../../test/fake-stripe.ts';
import { announced, clearStage, control, memory, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import { takeStripe, type StripeVenue } from '../../test/stripe-venue.ts';
import '../define/live-campaign.ts';
import type { LiveCampaign } from './live-campaign.ts';

let backend: MemoryBackend;
let venue: StripeVenue;
let stripe: FakeStripe;

const campaign = (lang = 'en') =>
  onPage<LiveCampaign>(html`<live-campaign .backend=${backend} campaign="phase-deux"></live-campaign>`, lang);

const pledgeId = (): string => Object.keys(backend.state.pledges).at(-1)!;

const tick = async (tag: LiveCampaign, selector: string): Promise<void> => {
  await waitUntil(() => tag.renderRoot.querySelector(selector), selector);
  tag.renderRoot.querySelector<HTMLInputElement>(selector)!.click();
  await tag.updateComplete;
};

async function pledged(lang = 'en'): Promise<LiveCampaign> {
  const [choose, promise] =
    lang === 'en'
      ? [/^Choose this: Le direct et l’affiche signée/, /^Pledge /]
      : [/Le direct et l’affiche signée/, /^Promettre/];
  const tag = await campaign(lang);
  await press(tag, choose);
  await type(tag, '#pledge-email', 'bea@example.org');
  await tick(tag, '#pledge-mandate');
  await tick(tag, '#pledge-terms');
  await press(tag, promise);
  return tag;
}

const ready = async (tag: LiveCampaign): Promise<HTMLElement> => {
  const button = await control(tag, /^(Save this card|Enregistrer cette carte)$/);
  await waitUntil(() => button.getAttribute('aria-disabled') === 'false', 'the form should be ready');
  return button;
};

/** What hangs in the page's own DOM for this tag. */
const boxes = (host: Element): number => host.querySelectorAll(':scope > div[slot]').length;

describe('<live-campaign> with cards saved at Stripe', () => {
  beforeEach(() => {
    backend = memory();
    venue = takeStripe(backend);
    stripe = new FakeStripe().install();
  });
  afterEach(clearStage);

  it('is accessible, shows what was agreed to, and counts once the server has asked Stripe', async () => {
    const tag = await pledged();
    const button = await ready(tag);
    await expect(tag).to.be.accessible();
    expect(textOf(tag)).to.contain('Nothing is charged now.');
    expect(textOf(tag)).to.match(/You have agreed to this: “I allow .* to charge my card €40\.00 /);
    expect(stripe.seen).to.have.length(1);
    expect(stripe.seen[0]!.sdk).to.deep.include({ clientSecret: `cs_${pledgeId()}` });
    venue.saves(pledgeId());
    button.click();
    await shows(tag, 'You are in');
    await shows(tag, 'Your pledge counts.');
    expect(stripe.confirmed).to.deep.equal([{ redirect: 'if_required' }]);
    expect(boxes(tag), 'nothing is left in the page').to.equal(0);
  });

  it('speaks French, and so do its fields', async () => {
    const tag = await pledged('fr');
    await ready(tag);
    expect(stripe.seen[0]!.options.locale).to.equal('fr');
    expect(textOf(tag)).to.match(/«\sJ’autorise .* à débiter ma carte de 40,00/);
    await shows(tag, 'directement à Stripe');
  });

  it('asks Stripe for nothing before somebody pledges', async () => {
    const tag = await campaign();
    await press(tag, /^Choose this: Le direct et l’affiche signée/);
    await shows(tag, 'Your support');
    expect(stripe.seen).to.have.length(0);
  });

  it('says why a bank does not take a card, aloud too, and takes another', async () => {
    const tag = await pledged('fr');
    stripe.confirms = async () => ({
      type: 'error',
      error: { code: 'paymentFailed', message: 'No.', paymentFailed: { declineCode: 'expired_card' } },
    });
    (await ready(tag)).click();
    await shows(tag, 'Cette carte a expiré. Essayez-en une autre.');
    expect(announced(tag)).to.contain('Cette carte a expiré. Essayez-en une autre.');
    stripe.confirms = async () => ({ type: 'success', session: {} });
    venue.saves(pledgeId());
    (await ready(tag)).click();
    await shows(tag, 'Vous en êtes');
  });

  it('asks the server where the form does not know what became of the card', async () => {
    const tag = await pledged();
    stripe.confirms = async () => ({ type: 'error', error: { code: null, message: 'The line broke.' } });
    venue.saves(pledgeId());
    (await ready(tag)).click();
    await shows(tag, 'Your pledge counts.');
  });

  it('looks again where Stripe is slow to tell', async () => {
    const tag = await pledged();
    (await ready(tag)).click();
    await waitUntil(() => stripe.confirmed.length === 1);
    // The first look has found nothing.
    await shows(tag, 'Saving your card…');
    setTimeout(() => venue.saves(pledgeId()), 300);
    await shows(tag, 'Your pledge counts.');
  });

  it('offers the provider’s page where there is no form, and goes nowhere by itself', async () => {
    stripe.frames = false;
    venue.train = 'endive';
    venue.hostedUrl = null;
    const before = location.href;
    const tag = await pledged();
    await shows(tag, 'cannot be shown in this page');
    await expect(tag).to.be.accessible();
    expect(location.href).to.equal(before);
    // A venue that has no such page says so instead of leading nowhere.
    await press(tag, 'Enter my card on the secure page');
    await waitUntil(() => tag.renderRoot.querySelector('[part=note]') !== null);
    expect(location.href).to.equal(before);
  });

  it('lets whoever left before come back to it, and loads nothing for that unasked', async () => {
    const tag = await pledged();
    await ready(tag);
    const again = await campaign();
    await shows(again, 'Your card is missing');
    await expect(again).to.be.accessible();
    expect(stripe.seen, 'the second page').to.have.length(1);
    await press(again, 'Enter my card');
    venue.saves(pledgeId());
    (await ready(again)).click();
    await shows(again, 'Your pledge counts.');
  });

  it('has its form again after it was moved in the page', async () => {
    const tag = await pledged();
    await ready(tag);
    const place = document.createElement('section');
    tag.before(place);
    place.append(tag);
    await waitUntil(() => stripe.seen.length === 2, 'the form should be asked for again');
    venue.saves(pledgeId());
    (await ready(tag)).click();
    await shows(tag, 'You are in');
  });

  it('gives up a pledge whose card is not entered', async () => {
    const tag = await pledged();
    await ready(tag);
    await press(tag, 'Not now');
    await waitUntil(() => boxes(tag) === 0);
    expect(backend.state.pledges[pledgeId()]!.state).to.equal('withdrawn');
  });
});
