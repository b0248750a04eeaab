import { createMemoryBackend, demoSeed, type MemoryBackend, type Seed } from '@parterre/backend/memory';
import { expect, html, waitUntil } from '@open-wc/testing';
import { clearStage, control, field, memory, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import '../define/live-merch.ts';
import '../define/live-ticket.ts';
import type { LiveMerch } from '../live-merch/live-merch.ts';
import type { LiveTicket } from '../live-ticket/live-ticket.ts';

let count = 0;

/** A demo venue that posts to France and Belgium. */
const posting = (): MemoryBackend => {
  const seed = demoSeed({ site: location.origin });
  const money = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
  return createMemoryBackend({
    seed: {
      ...seed,
      venue: {
        ...seed.venue,
        postage: [
          { name: 'France', countries: ['FR'], price: money(490), extraPiece: money(100) },
          { name: 'Europe', countries: ['BE', 'DE'], price: money(990), extraPiece: money(200) },
        ],
      },
    },
    name: `details-${Math.random()}-${++count}`,
  });
};

/** The demo venue, whose first offer is a replay that can be watched at once. */
function replays(): Seed {
  const seed = demoSeed({ site: location.origin });
  return {
    ...seed,
    shows: seed.shows.map((show) =>
      show.slug === 'nuit-blanche'
        ? {
            ...show,
            offers: show.offers.slice(0, 1).map((offer) => ({
              ...offer,
              includes: [{ ...offer.includes[0]!, kind: 'replay' as const, title: 'Replay' }],
            })),
          }
        : show,
    ),
  };
}

async function ticketForm(backend: MemoryBackend, lang = 'en'): Promise<LiveTicket> {
  const tag = await onPage<LiveTicket>(html`<live-ticket .backend=${backend} show="nuit-blanche"></live-ticket>`, lang);
  await press(tag, lang === 'fr' ? 'Prendre ce billet' : 'Get this ticket');
  await control(tag, /^(Pay|Payer) /);
  return tag;
}

/** The machine that runs the tests may stand anywhere; the fan does not. */
async function liveIn(tag: LiveTicket, country: string): Promise<void> {
  const select = (await field(tag, '#checkout-country')) as unknown as HTMLSelectElement;
  select.value = country;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

async function merchForm(backend: MemoryBackend): Promise<LiveMerch> {
  const tag = await onPage<LiveMerch>(html`<live-merch .backend=${backend}></live-merch>`);
  await press(tag, /^Add .*$/);
  await press(tag, 'Order');
  await control(tag, /^Pay /);
  return tag;
}

const sentOrders = (backend: MemoryBackend): Record<string, unknown>[] => {
  const sent: Record<string, unknown>[] = [];
  const { act } = backend;
  Object.assign(backend, {
    act: (name: string, input: Record<string, unknown>, options: object) => {
      if (name === 'createOrder') sent.push(input);
      return (act as (...all: unknown[]) => Promise<unknown>)(name, input, options);
    },
  });
  return sent;
};

describe('what a buyer is told and asked before paying', () => {
  afterEach(clearStage);

  it('says how much VAT is in the price, that a concert on a date cannot be withdrawn from, and under which terms it is sold', async () => {
    const tag = await ticketForm(memory());
    await liveIn(tag, 'FR');
    await shows(tag, /VAT 20% included\s*€2\.00/);
    await expect(tag).to.be.accessible();
    expect(textOf(tag)).to.contain(
      'Where your money goes, after VAT: €6.00 to the artists, €2.50 to the crew, and €1.50 to the venue.',
    );
    expect(textOf(tag)).to.contain('no right to withdraw');
    expect(textOf(tag)).to.contain('By ordering you accept the terms of sale.');
    const terms = [...tag.renderRoot.querySelectorAll('a')].find((link) => link.textContent === 'terms of sale');
    expect(terms?.href).to.match(/\/conditions\/$/);
  });

  it('says it in French', async () => {
    const tag = await ticketForm(memory(), 'fr');
    await liveIn(tag, 'FR');
    await shows(tag, /Dont TVA 20\s%\s*2,00\s€/);
    expect(textOf(tag)).to.match(
      /hors TVA : 6,00\s€ aux artistes, 2,50\s€ à l’équipe technique et 1,50\s€ à la salle\./,
    );
    expect(textOf(tag)).to.contain('pas de droit de rétractation');
    expect(textOf(tag)).to.contain('En commandant, vous acceptez les conditions de vente.');
    expect((await field(tag, '#checkout-country')).textContent).to.contain('Allemagne');
  });

  it('asks where somebody lives who buys a stream: the VAT moves, the price does not', async () => {
    const backend = memory();
    const sent = sentOrders(backend);
    const tag = await ticketForm(backend);
    await liveIn(tag, 'FR');
    await shows(tag, 'VAT 20% included');
    await liveIn(tag, 'DE');
    await shows(tag, 'VAT 19% included');
    expect(textOf(tag)).to.match(/Total\s*€12\.00/);
    await type(tag, '#checkout-email', 'bea@example.org');
    await press(tag, /^Pay /);
    await shows(tag, 'Test payment');
    expect(sent[0]).to.deep.include({ country: 'DE', consents: { terms: true } });
    expect(textOf(tag), 'the order says it too').to.contain('VAT 19% included');
  });

  it('asks nobody where they live for goods that are picked up', async () => {
    const tag = await merchForm(memory());
    expect(tag.renderRoot.querySelector('#checkout-country')).to.equal(null);
    expect(textOf(tag)).to.contain('14 days');
    expect(tag.renderRoot.querySelector('[name=delivery]'), 'there is one way only').to.equal(null);
  });

  it('asks for the waiver only where a replay can start at once, and never ticks it', async () => {
    const backend = memory({ seed: replays() });
    const sent = sentOrders(backend);
    const tag = await ticketForm(backend);
    await expect(tag).to.be.accessible();
    const box = await field(tag, '[name=waiver]');
    expect(box.checked).to.equal(false);
    expect(textOf(tag)).not.to.contain('no right to withdraw');
    box.click();
    await type(tag, '#checkout-email', 'bea@example.org');
    await press(tag, /^Pay /);
    await shows(tag, 'Test payment');
    expect(sent[0]).to.deep.include({ consents: { waiver: true, terms: true } });
  });

  it('posts goods to an address that is complete, at the price of the country', async () => {
    const backend = posting();
    const sent = sentOrders(backend);
    const tag = await merchForm(backend);
    const total = () => /Total\s*€([\d.]+)/.exec(textOf(tag))?.[1];
    const before = Number(total());
    (await field(tag, '[name=delivery][value=post]')).click();
    await waitUntil(() => Number(total()) === before + 4.9 || Number(total()) === before + 9.9, 'postage is added');
    await expect(tag).to.be.accessible();
    const select = (await field(tag, '#checkout-destination')) as unknown as HTMLSelectElement;
    select.value = 'BE';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await waitUntil(() => Number(total()) === before + 9.9, 'the price of Belgium');

    await type(tag, '#checkout-email', 'bea@example.org');
    await press(tag, /^Pay /);
    await waitUntil(() => (tag.shadowRoot!.activeElement as HTMLInputElement | null)?.name === 'name');
    expect(sent).to.have.length(0);
    await expect(tag).to.be.accessible();
    for (const [line, text] of [
      ['name', 'Béa Martin'],
      ['line1', '12, rue Haute'],
      ['line2', ''],
      ['postcode', '1000'],
      ['city', 'Bruxelles'],
    ]) {
      await type(tag, `#checkout-${line!}`, text!);
    }
    await press(tag, /^Pay /);
    await shows(tag, 'Test payment');
    expect(sent[0]!['delivery']).to.deep.equal({
      method: 'post',
      country: 'BE',
      address: { name: 'Béa Martin', line1: '12, rue Haute', postcode: '1000', city: 'Bruxelles' },
    });
    await press(tag, 'Approve the test payment');
    await shows(tag, 'It will be posted to Bruxelles.');
    expect(textOf(tag), 'nobody shows a code at a counter in Brussels').not.to.contain('pick-up code');
  });

  it('types in the code that the address brings, once: who takes it away does not get it again', async () => {
    const seed = demoSeed({ site: location.origin });
    const half = { id: 'code_half', code: 'SALLE-HALF', type: 'percent' as const, value: 5000, offers: [], shows: [] };
    const open = { opensAt: null, closesAt: null, maxUses: null, maxPerPerson: null, pieces: null };
    const backend = createMemoryBackend({
      seed: { ...seed, codes: [{ ...half, ...open }] },
      name: `details-${Math.random()}-${++count}`,
    });
    history.replaceState(null, '', '#code=salle-half');
    try {
      const tag = await ticketForm(backend);
      await shows(tag, 'salle-half');
      await control(tag, /^Pay €6$/);
      await expect(tag).to.be.accessible();
      await press(tag, 'Remove salle-half');
      await control(tag, /^Pay €12$/);
      const select = (await field(tag, 'select[name="quantity"]')) as unknown as HTMLSelectElement;
      select.value = '2';
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await control(tag, /^Pay €24$/);
      expect(textOf(tag)).not.to.include('salle-half');
    } finally {
      history.replaceState(null, '', location.pathname + location.search);
    }
  });

  it('says that a code of the address is not valid, and sells at the full price', async () => {
    history.replaceState(null, '', '#code=NOBODYS');
    try {
      const tag = await ticketForm(memory());
      await shows(tag, /code/i);
      await waitUntil(() => tag.shadowRoot!.querySelector('#checkout-promo')?.getAttribute('aria-invalid') === 'true');
      await control(tag, /^Pay €12$/);
    } finally {
      history.replaceState(null, '', location.pathname + location.search);
    }
  });

  it('shows and chooses the hidden offer that the code of the address opens, at once', async () => {
    const seed = demoSeed({ site: location.origin });
    const shows = seed.shows.map((show) =>
      show.slug === 'nuit-blanche'
        ? { ...show, offers: show.offers.map((offer, index) => (index === 1 ? { ...offer, hidden: true } : offer)) }
        : show,
    );
    const hidden = shows.find(({ slug }) => slug === 'nuit-blanche')!.offers[1]!;
    const code = {
      id: 'code_hall',
      code: 'HALL-9',
      type: 'price' as const,
      value: 500,
      offers: [hidden.id],
      shows: [],
    };
    const open = { opensAt: null, closesAt: null, maxUses: 1, maxPerPerson: null, pieces: 1 };
    const backend = createMemoryBackend({
      seed: { ...seed, shows, codes: [{ ...code, ...open }] },
      name: `details-${Math.random()}-${++count}`,
    });
    history.replaceState(null, '', '#code=hall9');
    try {
      const tag = await onPage<LiveTicket>(
        html`<live-ticket .backend=${backend} show="nuit-blanche"></live-ticket>`,
        'en',
      );
      await waitUntil(
        () => tag.shadowRoot!.querySelector<HTMLInputElement>(`input[value="${hidden.id}"]`)?.checked === true,
        'the offer of the code is chosen',
      );
      await expect(tag).to.be.accessible();
      await press(tag, 'Get this ticket');
      await control(tag, /^Pay €5$/);
      expect(textOf(tag).match(/Remove hall/gi)).to.have.length(1);
    } finally {
      history.replaceState(null, '', location.pathname + location.search);
    }
  });
});
