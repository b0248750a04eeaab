import { createMemoryBackend, demoSeed, type MemoryBackend } from '@parterre/backend/memory';
import { expect, html } from '@open-wc/testing';
import { announced, clearStage, control, field, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import '../define/live-ticket.ts';
import type { LiveTicket } from '../live-ticket/live-ticket.ts';

let count = 0;

/** A show whose hall has one place left, and whose stream is for sale or sold out too. */
function venue({ hall = 1, stream = null }: { hall?: number; stream?: number | null } = {}): MemoryBackend {
  const seed = demoSeed({ site: location.origin });
  return createMemoryBackend({
    name: `waiting-${++count}-${Math.random()}`,
    seed: {
      ...seed,
      pools: [...seed.pools, { id: 'pool_hall', capacity: hall }, { id: 'pool_stream', capacity: stream }],
      shows: seed.shows.map((show) => {
        const [first] = show.offers;
        if (show.slug !== 'nuit-blanche' || !first) return show;
        const part = { show: show.id, title: '', from: null, until: null };
        return {
          ...show,
          offers: [
            {
              ...first,
              id: 'offr_hall',
              name: 'Parquet',
              draws: [{ pool: 'pool_hall', units: 1 }],
              includes: [{ ...part, kind: 'hall' as const }],
            },
            {
              ...first,
              id: 'offr_stream',
              name: 'Le direct',
              draws: [{ pool: 'pool_stream', units: 1 }],
              includes: [{ ...part, kind: 'live' as const }],
            },
          ],
        };
      }),
    },
  });
}

const ticketBox = (backend: MemoryBackend, lang = 'en') =>
  onPage<LiveTicket>(html`<live-ticket .backend=${backend} show="nuit-blanche"></live-ticket>`, lang);

async function join(tag: LiveTicket, email = 'ana@example.org'): Promise<void> {
  await press(tag, 'Join the waiting list');
  await type(tag, '#waiting-email', email);
  await press(tag, 'Put me on the list');
}

const linkTo = (backend: MemoryBackend): string =>
  new URL(backend.mailbox.findLast((mail) => mail.kind === 'waiting')!.link).hash;

describe('the waiting list', () => {
  afterEach(clearStage);

  it('is accessible closed, open and joined', async () => {
    const tag = await ticketBox(venue({ hall: 0 }));
    await control(tag, 'Join the waiting list');
    await expect(tag).to.be.accessible();
    await press(tag, 'Join the waiting list');
    await field(tag, '#waiting-email');
    await expect(tag).to.be.accessible();
    await join2(tag);
    await shows(tag, 'We have sent a mail');
    await expect(tag).to.be.accessible();
  });

  async function join2(tag: LiveTicket): Promise<void> {
    await type(tag, '#waiting-email', 'ana@example.org');
    await press(tag, 'Put me on the list');
  }

  it('is offered where the hall is full, beside the stream that is not', async () => {
    const tag = await ticketBox(venue({ hall: 0 }));
    await shows(tag, 'The hall is full.');
    await control(tag, 'Get this ticket');
  });

  it('is not offered while there are places', async () => {
    const tag = await ticketBox(venue());
    await control(tag, 'Get this ticket');
    expect(textOf(tag)).not.to.contain('waiting list');
  });

  it('asks which places only where both could come back', async () => {
    const tag = await ticketBox(venue({ hall: 0, stream: 0 }));
    await shows(tag, 'There are no places left.');
    await press(tag, 'Join the waiting list');
    await shows(tag, 'In the hall or online, whichever comes first');
    clearStage();
    const other = await ticketBox(venue({ hall: 0 }));
    await press(other, 'Join the waiting list');
    expect(textOf(other)).not.to.contain('whichever comes first');
  });

  it('takes address and number, and says so to everybody alike', async () => {
    const backend = venue({ hall: 0 });
    const tag = await ticketBox(backend);
    await press(tag, 'Join the waiting list');
    const places = (await field(tag, 'select[name=places]')) as unknown as HTMLSelectElement;
    places.value = '3';
    places.dispatchEvent(new Event('change'));
    await press(tag, 'Put me on the list');
    await shows(tag, 'Please enter a complete e-mail address');
    await join2(tag);
    await shows(tag, 'We have sent a mail');
    expect(announced(tag)).to.contain('We have sent a mail');
    expect(
      Object.values(backend.state.waiting).map(({ email, quantity, kind }) => [email, quantity, kind]),
    ).to.deep.equal([['ana@example.org', 3, 'hall']]);
  });

  it('leaves the list by the link of the mail, with one click and none before', async () => {
    const backend = venue({ hall: 0 });
    await join(await ticketBox(backend));
    await shows(document.querySelector<LiveTicket>('live-ticket')!, 'We have sent a mail');
    clearStage();
    history.replaceState(null, '', linkTo(backend));
    const tag = await ticketBox(backend);
    await shows(tag, 'You are on the waiting list');
    expect(Object.values(backend.state.waiting)[0]!.state).to.equal('waiting');
    await press(tag, 'Leave the waiting list');
    await shows(tag, 'You are no longer on the waiting list');
    expect(Object.values(backend.state.waiting)[0]!.state).to.equal('left');
    expect(location.hash).to.equal('');
  });

  it('sells what was kept, to whoever has the link', async () => {
    const backend = venue({ hall: 0 });
    await join(await ticketBox(backend));
    await shows(document.querySelector<LiveTicket>('live-ticket')!, 'We have sent a mail');
    backend.desk.setCapacity('pool_hall', 1);
    clearStage();
    history.replaceState(null, '', linkTo(backend));
    const tag = await ticketBox(backend);
    await shows(tag, 'It is your turn');
    await expect(tag).to.be.accessible();
    await press(tag, 'Take my place');
    await type(tag, '#checkout-email', 'ana@example.org');
    await press(tag, /^Pay /);
    await press(tag, 'Approve the test payment');
    await shows(tag, 'You’re in!');
    expect(backend.state.pools['pool_hall']).to.deep.include({ held: 0, sold: 1 });
    expect(location.hash).to.equal('');
  });

  it('tells a link that nobody knows', async () => {
    history.replaceState(null, '', `#parterre=waiting.${'x'.repeat(43)}`);
    const tag = await ticketBox(venue());
    await shows(tag, 'This link does not open anything');
    await control(tag, 'Get this ticket');
  });

  it('speaks French', async () => {
    const tag = await ticketBox(venue({ hall: 0 }), 'fr');
    await shows(tag, 'La salle est complète.');
    await press(tag, 'Rejoindre la liste d’attente');
    await shows(tag, 'Premier arrivé, premier servi');
  });
});
