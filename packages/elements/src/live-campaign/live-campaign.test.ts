import type { MemoryBackend } from '@parterre/backend/memory';
import { demoSeed } from '@parterre/backend/memory';
import { MovableClock } from '../../test/clock.ts';
import { expect, html, oneEvent, waitUntil } from '@open-wc/testing';
import { announced, clearStage, control, memory, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import '../define/live-campaign.ts';
import type { LiveCampaign } from './live-campaign.ts';
import type { LiveCampaignPledgeEvent } from './pledge-event.ts';

const DAY = 86_400_000;

const campaign = (backend: MemoryBackend, lang = 'en') =>
  onPage<LiveCampaign>(html`<live-campaign .backend=${backend} campaign="phase-deux"></live-campaign>`, lang);

/** The demo's campaign, where money is kept. */
const keeping = () => {
  const seed = demoSeed({ site: location.origin });
  return memory({
    seed: { ...seed, campaigns: (seed.campaigns ?? []).map((one) => ({ ...one, mode: 'keep' as const })) },
  });
};

const tick = async (tag: LiveCampaign, selector: string): Promise<void> => {
  await waitUntil(() => tag.renderRoot.querySelector(selector), selector);
  tag.renderRoot.querySelector<HTMLInputElement>(selector)!.click();
  await tag.updateComplete;
};

async function fillIn(tag: LiveCampaign): Promise<void> {
  await press(tag, /^Choose this: Le direct et l’affiche signée/);
  await type(tag, '#pledge-email', 'bea@example.org');
  await tick(tag, '#pledge-mandate');
  await tick(tag, '#pledge-terms');
}

async function pledge(tag: LiveCampaign, card = 'A card that works'): Promise<void> {
  await fillIn(tag);
  await press(tag, 'Pledge €40.00');
  await press(tag, card);
  await shows(tag, 'You are in');
}

describe('<live-campaign>', () => {
  afterEach(clearStage);

  it('is accessible with its rewards, the form, the card and the pledge', async () => {
    const tag = await campaign(memory());
    await shows(tag, 'Une soirée à la régie');
    await expect(tag).to.be.accessible();
    await fillIn(tag);
    await expect(tag).to.be.accessible();
    await press(tag, 'Pledge €40.00');
    await shows(tag, 'Test card');
    await expect(tag).to.be.accessible();
    await press(tag, 'A card that works');
    await shows(tag, 'You are in');
    await expect(tag).to.be.accessible();
  });

  it('says how far it is, to those who see the bar and to those who hear it', async () => {
    const backend = memory();
    await pledge(await campaign(backend));
    const tag = await campaign(backend);
    await shows(tag, 'of €10,000');
    const bar = tag.renderRoot.querySelector('[role=progressbar]')!;
    expect(bar.getAttribute('aria-valuenow')).to.equal('0');
    expect(bar.getAttribute('aria-valuetext')).to.equal('0 %, €40 · 1 supporter');
  });

  it('moves its total with the feed of the show beside it', async () => {
    const backend = memory();
    const beside = await onPage<LiveCampaign>(
      html`<live-campaign .backend=${backend} show="les-balances"></live-campaign>`,
    );
    await shows(beside, '€0');
    await pledge(await campaign(backend));
    await shows(beside, '€40');
  });

  it('says what is left of a limited reward, and takes no more than there is', async () => {
    const backend = memory();
    const tag = await campaign(backend);
    await shows(tag, '40 of 40 left');
    backend.desk.setCapacity('pool_affiche', 0);
    await tag.load();
    await shows(tag, 'All taken');
    expect(tag.renderRoot.querySelector('[aria-label^="Choose this: Le direct et l’affiche"]')).to.equal(null);
  });

  it('asks for what is missing before anything is sent, and moves the focus there', async () => {
    const backend = memory();
    const tag = await campaign(backend);
    await press(tag, /^Give without a reward/);
    await type(tag, '#pledge-amount', '4.99');
    await press(tag, /^Pledge/);
    await shows(tag, 'it is at least €5.00');
    expect(tag.shadowRoot!.activeElement?.id).to.equal('pledge-amount');
    await type(tag, '#pledge-amount', '12,5');
    await press(tag, 'Pledge €12.50');
    expect(tag.shadowRoot!.activeElement?.id).to.equal('pledge-email');
    await type(tag, '#pledge-email', 'bea@gmial.com');
    await press(tag, 'Pledge €12.50');
    await shows(tag, 'without it your card cannot be charged');
    await tick(tag, '#pledge-mandate');
    await press(tag, 'Pledge €12.50');
    await shows(tag, 'Please accept the terms of sale.');
    expect(tag.shadowRoot!.activeElement?.id).to.equal('pledge-terms');
    await tick(tag, '#pledge-terms');
    await press(tag, 'Pledge €12.50');
    await shows(tag, 'Did you mean bea@gmail.com?');
    expect(Object.keys(backend.state.pledges)).to.deep.equal([]);
    await press(tag, 'Yes, use that');
    await shows(tag, 'Save a card for your pledge of €12.50');
    expect(Object.values(backend.state.pledges).map(({ email, totalMinor }) => [email, totalMinor])).to.deep.equal([
      ['bea@gmail.com', 1250],
    ]);
  });

  it('stores the sentence that was agreed to, word for word', async () => {
    const backend = memory();
    const tag = await campaign(backend);
    await fillIn(tag);
    const sentence = tag.renderRoot.querySelector('#pledge-mandate')!.closest('label')!.textContent!.trim();
    expect(sentence).to.match(/^I allow Parterre SAS.* to charge my card €40\.00 /);
    await press(tag, 'Pledge €40.00');
    await shows(tag, 'Test card');
    expect(Object.values(backend.state.pledges)[0]!.mandate?.text).to.equal(sentence);
  });

  it('names nobody who did not ask for it', async () => {
    const backend = memory();
    const tag = await campaign(backend);
    await pledge(tag);
    expect(textOf(tag)).not.to.include('Thanks to');
    const other = await campaign(memory());
    await fillIn(other);
    await tick(other, 'input[name=named]');
    await type(other, '#pledge-name', 'Béa');
    await press(other, 'Pledge €40.00');
    await press(other, 'A card that works');
    await shows(other, 'Thanks to');
    expect(other.renderRoot.querySelector('.names')!.textContent).to.include('Béa');
  });

  it('says that it counts, tells the page, and lets the supporter change or withdraw', async () => {
    const backend = memory();
    const tag = await campaign(backend);
    await fillIn(tag);
    await press(tag, 'Pledge €40.00');
    const told = oneEvent(tag, 'live-campaign-pledge') as Promise<LiveCampaignPledgeEvent>;
    await press(tag, 'A card that works');
    expect((await told).pledge.state).to.equal('promised');
    await waitUntil(() => announced(tag) === 'Thank you! Your pledge of €40.00 counts.');
    await press(tag, 'Change');
    await type(tag, '#pledge-amount', '5');
    await tick(tag, '#pledge-mandate');
    await press(tag, 'Change my pledge to €45.00');
    await shows(tag, '€45.00');
    await press(tag, 'Withdraw my pledge');
    await shows(tag, 'Withdraw your pledge?');
    await press(tag, 'Withdraw my pledge');
    await waitUntil(() => announced(tag) === 'Your pledge was withdrawn. Nothing will be charged.');
    expect(Object.values(backend.state.pledges)[0]!.state).to.equal('withdrawn');
  });

  it('keeps a card that is refused right away for another try', async () => {
    const tag = await campaign(memory());
    await fillIn(tag);
    await press(tag, 'Pledge €40.00');
    await press(tag, 'Refused right away');
    await shows(tag, 'The payment was declined.');
    await press(tag, 'A card that works');
    await shows(tag, 'You are in');
  });

  it('lets a supporter confirm a payment that their bank wants them for', async () => {
    const clock = new MovableClock();
    const seed = demoSeed({ site: location.origin });
    const small = (seed.campaigns ?? []).map((one) => ({ ...one, goal: { kind: 'supporters' as const, target: 1 } }));
    const backend = memory({ clock, seed: { ...seed, campaigns: small } });
    await pledge(await campaign(backend), 'A bank that wants me to confirm');
    clock.advance(28 * DAY);
    backend.desk.work();
    const tag = await campaign(backend);
    await press(tag, 'Confirm my payment');
    await press(tag, 'Approve the test payment');
    await shows(tag, 'Paid. Thank you!');
    await waitUntil(() => Object.values(backend.state.orders)[0]!.state === 'paid');
  });

  it('takes the money at once where it is kept, in the checkout that tickets have', async () => {
    const backend = keeping();
    const tag = await campaign(backend);
    await press(tag, /^Choose this: Le direct de la première/);
    await shows(tag, 'Give €15.00, with obligation to pay');
    expect(tag.renderRoot.querySelector('#pledge-mandate')).to.equal(null);
    await type(tag, '#pledge-email', 'bea@example.org');
    await tick(tag, '#pledge-terms');
    await press(tag, 'Give €15.00, with obligation to pay');
    await press(tag, 'Approve the test payment');
    await shows(tag, 'Paid. Thank you!');
    await shows(tag, '€15');
    expect(Object.values(backend.state.tickets).map(({ kind }) => kind)).to.deep.equal(['live']);
  });

  it('reads in French', async () => {
    const tag = await campaign(memory(), 'fr');
    await shows(tag, /sur 10\s000\s€/);
    await control(tag, /^Choisir : Le direct de la première/);
    await shows(tag, '40 sur 40 disponibles');
    await press(tag, /^Donner sans contrepartie/);
    await shows(tag, 'J’autorise Parterre SAS');
  });

  it('keeps its fallback where no venue is named, and says when there is no campaign', async () => {
    const lost = await onPage<LiveCampaign>(html`<live-campaign><a href="/soutenir">Support us</a></live-campaign>`);
    await waitUntil(() => lost.shadowRoot?.querySelector('slot')?.assignedElements().length === 1);
    const seed = demoSeed({ site: location.origin });
    const none = await onPage<LiveCampaign>(
      html`<live-campaign .backend=${memory({ seed: { ...seed, campaigns: [] } })}></live-campaign>`,
    );
    await shows(none, 'There is no campaign right now.');
  });

  it('opens the pledge on another device with the link of its mail', async () => {
    const backend = memory();
    await pledge(await campaign(backend));
    clearStage();
    history.replaceState(null, '', new URL(backend.state.mails.at(-1)!.link).hash);
    try {
      const tag = await campaign(backend);
      await shows(tag, 'Welcome back');
      await expect(tag).to.be.accessible();
      await press(tag, 'Open my ticket');
      await shows(tag, 'Your pledge counts.');
      expect(location.hash).to.equal('');
    } finally {
      history.replaceState(null, '', location.pathname + location.search);
    }
  });
});
