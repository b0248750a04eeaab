import { createMemoryBackend, demoSeed, type MemoryBackend, type Seed } from '@parterre/backend/memory';
import { expect, html, waitUntil } from '@open-wc/testing';
import { announced, clearStage, control, field, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import '../define/live-ticket.ts';
import type { LiveTicket } from './live-ticket.ts';

type SeedOffer = Seed['shows'][number]['offers'][number];

let count = 0;
const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const part = (kind: 'hall' | 'live') => ({ kind, show: 'show_nuit_blanche', title: '', from: null, until: null });

const offer = (id: string, more: Partial<SeedOffer> = {}): SeedOffer => ({
  ...{ id: `offr_${id}`, name: id, description: '', price: EUR(1000), opensAt: null, closesAt: null, maxPerOrder: 4 },
  ...{ draws: [{ pool: `pool_${id}`, units: 1 }], includes: [part('live')] },
  ...more,
});

/** A venue that sells just these offers, each on a stock of its own. */
function selling(offers: readonly SeedOffer[], stock: Record<string, number | null> = {}): MemoryBackend {
  const seed = demoSeed({ site: location.origin });
  const code = { value: 0, shows: [], opensAt: null, closesAt: null, maxUses: null, maxPerPerson: null, pieces: null };
  return createMemoryBackend({
    name: `notes-${++count}-${Math.random()}`,
    seed: {
      ...seed,
      pools: [...seed.pools, ...offers.map(({ name }) => ({ id: `pool_${name}`, capacity: stock[name] ?? null }))],
      shows: seed.shows.map((show) => (show.slug === 'nuit-blanche' ? { ...show, offers } : show)),
      codes: [
        { ...code, id: 'code_key', code: 'COMPLICES', type: 'unlock', offers: ['offr_friends'] },
        { ...code, id: 'code_off', code: 'VOISINS', type: 'percent', value: 2000, offers: [] },
      ],
    },
  });
}

const ticketBox = (backend: MemoryBackend, lang = 'en') =>
  onPage<LiveTicket>(html`<live-ticket .backend=${backend} show="nuit-blanche"></live-ticket>`, lang);

const cards = (tag: LiveTicket): string[] =>
  [...tag.renderRoot.querySelectorAll('[part=offer]')].map((one) => one.textContent!.replace(/\s+/g, ' ').trim());

async function useCode(tag: LiveTicket, code: string): Promise<void> {
  await type(tag, '#offer-code', code);
  await press(tag, 'Use it');
}

describe('what is said about offers', () => {
  afterEach(clearStage);

  it('hands over from a full hall: the stream comes first, chosen, under a sentence that says why', async () => {
    const hall = offer('hall', { includes: [part('hall')] });
    const tag = await ticketBox(selling([hall, offer('live')], { hall: 0 }));
    await shows(tag, 'The hall is full — watch it live.');
    expect(cards(tag)[0]).to.contain('live');
    expect(tag.renderRoot.querySelector<HTMLInputElement>('input[type=radio]')!.checked).to.equal(true);
    expect(cards(tag)[1]).to.contain('Sold out');
    await shows(tag, 'Join the waiting list');
    await expect(tag).to.be.accessible();
  });

  it('says it in French', async () => {
    const hall = offer('hall', { includes: [part('hall')] });
    const tag = await ticketBox(selling([hall, offer('live')], { hall: 0 }), 'fr');
    await shows(tag, 'La salle est complète — regardez en direct.');
  });

  it('says nothing of a hall where there are places', async () => {
    const hall = offer('hall', { includes: [part('hall')] });
    const waves = [offer('early'), offer('next', { opensAfter: 'offr_early' })];
    const tag = await ticketBox(selling([hall, ...waves], { hall: 3, early: 3 }));
    await shows(tag, 'Next price');
    expect(textOf(tag)).not.to.contain('hall is full');
  });

  it('says after how many tickets the next price comes, and sells it then', async () => {
    const backend = selling([offer('early'), offer('next', { opensAfter: 'offr_early' })], { early: 3 });
    const tag = await ticketBox(backend);
    await shows(tag, 'Next price, once 3 more are sold');
    backend.desk.setCapacity('pool_early', 1);
    const again = await ticketBox(backend);
    await shows(again, 'Next price, once the last ticket before it is sold');
    backend.desk.setCapacity('pool_early', 0);
    const gone = await ticketBox(backend);
    await waitUntil(() => cards(gone)[0]?.includes('Sold out'));
    expect(cards(gone)[1]).not.to.contain('Next price');
  });

  it('says until which day the early price is there, in the time of the venue', async () => {
    const early = offer('early', { closesAt: '2099-01-05T23:30:00Z' });
    const tag = await ticketBox(selling([early, offer('next', { opensAfter: 'offr_early' })]), 'fr');
    await shows(tag, /Tarif suivant, au plus tard le mar\. 6 janv\./);
  });

  it('says that the stream opens when the hall is full', async () => {
    const hall = offer('hall', { includes: [part('hall')] });
    const tag = await ticketBox(selling([hall, offer('live', { opensAfter: 'offr_hall' })], { hall: 50 }));
    await shows(tag, 'Opens when the hall is full');
  });

  it('says from what amount on one chooses', async () => {
    const choose = offer('choose', { pricing: 'choose', price: EUR(300), choice: { max: null, suggestions: [] } });
    const tag = await ticketBox(selling([choose, offer('live')]));
    await shows(tag, 'from €3');
  });

  it('shows the field for a code where nothing else is for sale, and sells what the code opens', async () => {
    const backend = selling([offer('friends', { hidden: true })]);
    const tag = await ticketBox(backend);
    await shows(tag, 'Tickets for this show are sold with a code.');
    expect(textOf(tag)).not.to.contain('not on sale yet');
    expect(tag.renderRoot.querySelector<HTMLDetailsElement>('[part=code]')!.open).to.equal(true);
    await expect(tag).to.be.accessible();
    await useCode(tag, 'complices');
    await waitUntil(() => cards(tag).length === 1, 'the offer should be there');
    expect(announced(tag)).to.equal('The code opens “friends”.');
    await press(tag, 'Get this ticket');
    await type(tag, '#checkout-email', 'bea@example.org');
    await press(tag, /^Pay €10/);
    await press(tag, 'Approve the test payment');
    await shows(tag, 'You’re in!');
    expect(JSON.stringify(Object.values(backend.state.orders).map((order) => order.codes))).to.contain('code_key');
  });

  it('adds what a code opens to the other offers, chosen and in focus', async () => {
    const tag = await ticketBox(selling([offer('live'), offer('friends', { hidden: true, price: EUR(500) })]));
    await shows(tag, 'live');
    const summary = await control(tag, 'I have a code');
    summary.click();
    await useCode(tag, 'COMPLICES');
    await waitUntil(() => cards(tag).length === 2, 'both offers');
    await waitUntil(
      () => (tag.shadowRoot!.activeElement as HTMLInputElement | null)?.value === 'offr_friends',
      'the focus',
    );
    expect((await field(tag, 'input[value=offr_friends]')).checked).to.equal(true);
  });

  it('says what is wrong with a code where it was typed, and keeps it', async () => {
    const tag = await ticketBox(selling([offer('friends', { hidden: true })]));
    await useCode(tag, 'NOBODYS');
    await shows(tag, 'We don’t know this code');
    const input = await field(tag, '#offer-code');
    expect(input.getAttribute('aria-invalid')).to.equal('true');
    expect(input.value).to.equal('NOBODYS');
    expect(tag.shadowRoot!.activeElement?.id).to.equal('offer-code');
  });

  it('takes a code along that takes something off', async () => {
    const tag = await ticketBox(selling([offer('live'), offer('friends', { hidden: true })]));
    await shows(tag, 'live');
    (await control(tag, 'I have a code')).click();
    await useCode(tag, 'voisins');
    await shows(tag, 'The code VOISINS is taken');
    await press(tag, 'Get this ticket');
    await control(tag, /^Pay €8/);
  });

  it('shows no field for codes where no code opens anything', async () => {
    const tag = await ticketBox(selling([offer('early'), offer('next', { opensAfter: 'offr_early' })], { early: 2 }));
    await shows(tag, 'Next price');
    expect(textOf(tag)).not.to.contain('I have a code');
  });

  it('says before paying that a card cannot be charged so little', async () => {
    const tag = await ticketBox(selling([offer('cents', { price: EUR(20) })]));
    await press(tag, 'Get this ticket');
    await shows(tag, 'A card cannot be charged this little');
  });
});
