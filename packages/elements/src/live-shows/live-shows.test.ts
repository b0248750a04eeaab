import type { MemoryBackend } from '@parterre/backend/memory';
import { expect, html } from '@open-wc/testing';
import { clearStage, memory, onPage, press, shows, textOf } from '../../test/stage.ts';
import '../define/live-shows.ts';
import type { LiveShows } from './live-shows.ts';

const list = (backend: MemoryBackend, which = 'coming', lang = 'en') =>
  onPage<LiveShows>(
    html`<live-shows .backend=${backend} which=${which}><a href="/all">All shows</a></live-shows>`,
    lang,
  );

const cards = (tag: LiveShows): string[] =>
  [...tag.renderRoot.querySelectorAll('[part=card]')].map((one) => one.textContent!.replace(/\s+/g, ' ').trim());

describe('<live-shows>', () => {
  afterEach(clearStage);

  it('is accessible with shows, with replays and when the server is away', async () => {
    const coming = await list(memory());
    await shows(coming, 'Nuit blanche');
    await expect(coming).to.be.accessible();
    const replays = await list(memory(), 'replays');
    await shows(replays, 'Grande marée');
    await expect(replays).to.be.accessible();
    const away = await list(memory({ faults: { fail: () => 'unavailable' } }));
    await shows(away, 'Try again');
    await expect(away).to.be.accessible();
  });

  it('says what is live, open, cancelled and from which price', async () => {
    const tag = await list(memory());
    await shows(tag, 'Nuit blanche');
    const [live, open, cancelled, onSale] = ['Lune rousse', 'Les balances', 'Orage', 'Nuit blanche'].map((title) =>
      cards(tag).find((card) => card.includes(title))!,
    );
    expect(live).to.match(/^Live now.*from €9/);
    expect(open).to.match(/^Live now.*Free for everybody.*Watch/);
    expect(cancelled).to.match(/^Cancelled/);
    expect(cancelled).not.to.contain('€');
    expect(onSale).to.match(/from €12.*Tickets/);
  });

  it('links each card to the page of its show, named by the title alone', async () => {
    const tag = await list(memory(), 'replays');
    await shows(tag, 'Grande marée');
    const link = tag.renderRoot.querySelector<HTMLAnchorElement>('[part=card] a')!;
    expect(link.textContent).to.equal('Grande marée');
    expect(link.href).to.match(/\/concerts\/grande-maree\/$/);
  });

  it('keeps to its limit and to a heading of one’s own', async () => {
    const tag = await onPage<LiveShows>(
      html`<live-shows .backend=${memory()} which="coming" limit="2" heading="This month"></live-shows>`,
    );
    await shows(tag, 'This month');
    await shows(tag, /Lune rousse|Les balances/);
    expect(cards(tag)).to.have.length(2);
  });

  it('tries again when asked, and keeps the page’s own link meanwhile', async () => {
    const backend = memory({ faults: { fail: () => 'unavailable' } });
    const tag = await list(backend);
    await shows(tag, 'out of breath');
    expect(tag.renderRoot.querySelector('slot')).to.not.equal(null);
    backend.faults.fail = () => null;
    await press(tag, 'Try again');
    await shows(tag, 'Nuit blanche');
  });

  it('changes with its attribute and its language', async () => {
    const tag = await list(memory(), 'coming', 'fr');
    await shows(tag, 'Prochains concerts');
    tag.which = 'replays';
    await shows(tag, 'À revoir');
    await shows(tag, 'Grande marée');
    expect(textOf(tag)).not.to.contain('Nuit blanche');
    tag.parentElement!.lang = 'en';
    await shows(tag, 'Replays');
  });
});
