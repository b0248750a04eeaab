import type { MemoryBackend } from '@parterre/backend/memory';
import { expect, html, waitUntil } from '@open-wc/testing';
import { announced, clearStage, control, field, memory, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import { acquireVenue } from '../session/registry.ts';
import '../define/live-passes.ts';
import type { LivePasses } from './live-passes.ts';

const passes = (backend: MemoryBackend, lang = 'en') =>
  onPage<LivePasses>(html`<live-passes .backend=${backend}></live-passes>`, lang);

/** Buys one offer and leaves this device with the order's session. */
async function bought(
  backend: MemoryBackend,
  offer: string,
  email = 'bea@example.org',
  says?: MemoryBackend['state']['testPayments'][string],
): Promise<void> {
  const { session: venue, release } = acquireVenue(backend);
  const lines = [{ type: 'offer' as const, offer, quantity: 1 }];
  const { total } = await venue.quote({ lines, currency: 'EUR' });
  const order = await venue.order({
    ...{
      lines,
      email,
      currency: 'EUR',
      expectedTotal: total,
      locale: 'en',
      consents: { terms: true },
      page: location.href.split('#')[0]!,
    },
    idempotencyKey: venue.environment.randomId(),
  });
  if (says !== 'processing') await venue.keep('payTest', { order: order.id, outcome: 'approve' });
  if (says) {
    backend.state.testPayments[order.id] = says;
    await venue.keep('settleOrder', { order: order.id });
  }
  release();
}

/** Comes in through the mail: e-mail → six digits. */
async function prove(tag: LivePasses, backend: MemoryBackend, email = 'bea@example.org'): Promise<void> {
  await press(tag, /^(Open my tickets by e-mail|Prove my address)$/);
  await type(tag, '#pass-email', email);
  await press(tag, 'Send me the mail');
  await field(tag, '#pass-code');
  await type(tag, '#pass-code', backend.mailbox.findLast((mail) => mail.kind === 'passLink')!.code!);
}

describe('<live-passes>', () => {
  afterEach(clearStage);

  it('is accessible for a stranger and for a fan', async () => {
    const backend = memory();
    const tag = await passes(backend);
    const open = await control(tag, 'Open my tickets by e-mail');
    await expect(tag).to.be.accessible();
    open.click();
    await shows(tag, 'Open your ticket');
    await waitUntil(() => tag.renderRoot.querySelector('#pass-email:focus'), 'the form should have the focus');
    await expect(tag).to.be.accessible();
    await bought(backend, 'offr_nuit_collector');
    await shows(tag, 'Coming up');
    await expect(tag).to.be.accessible();
  });

  it('shows tickets with date and windows, a big pick-up code, and the receipt', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_collector');
    const tag = await passes(backend);
    await shows(tag, 'Nuit blanche');
    const ticket = tag.renderRoot.querySelector('[part=ticket]')!;
    expect(ticket.textContent).to.contain('Livestream · Replay until').and.to.contain('Test');
    expect(ticket.querySelector('a')!.href).to.contain('/concerts/nuit-blanche/');
    expect(tag.renderRoot.querySelector('.code')!.textContent).to.match(/^[2-9A-Z]{6}$/);
    expect(textOf(tag))
      .to.match(/1 × Collector €42\.00/)
      .and.to.contain('paid · Test');
  });

  it('says that a payment is under way, and what it waits for', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct', undefined, 'processing');
    const tag = await passes(backend);
    await shows(tag, 'payment under way');
    await shows(tag, 'The bank takes a few days to send the money.');
    expect(tag.renderRoot.querySelector('details')!.open).to.equal(true);
    await expect(tag).to.be.accessible();
  });

  it('says why a ticket does not let in while its payment is disputed, and that it does again', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct', undefined, 'disputed');
    const tag = await passes(backend);
    await shows(tag, 'disputed with the bank');
    await shows(tag, 'The bank has taken this payment back for now');
    await shows(tag, 'No longer valid');
    await expect(tag).to.be.accessible();
  });

  it('says what went back', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct', undefined, 'refunded');
    const tag = await passes(backend, 'fr');
    await shows(tag, 'remboursée');
    await shows(tag, /12,00\s€ vous ont été remboursés/);
    expect(textOf(tag)).to.match(/-12,00\s€/);
  });

  it('puts a replay under what was earlier, with a way to watch it', async () => {
    const backend = memory();
    await bought(backend, 'offr_maree_replay');
    const tag = await passes(backend);
    await shows(tag, 'Earlier');
    await control(tag, 'Watch the replay');
  });

  it('shows an order session only its order, and everything once the address is proved', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    clearStage();
    await bought(backend, 'offr_nuit_direct');
    const tag = await passes(backend);
    await shows(tag, 'Nuit blanche');
    await shows(tag, 'Prove your address');
    expect(textOf(tag)).not.to.contain('Lune rousse');
    expect(textOf(tag)).not.to.contain('Devices');
    await prove(tag, backend);
    await shows(tag, 'Lune rousse');
    expect(textOf(tag)).to.contain('Nuit blanche').and.to.contain('Devices').and.not.to.contain('Prove your address');
  });

  it('logs another device out', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    clearStage();
    const elsewhere = await passes(backend);
    await prove(elsewhere, backend);
    await shows(elsewhere, 'Devices');
    elsewhere.remove();
    clearStage();
    const tag = await passes(backend);
    await prove(tag, backend);
    await shows(tag, 'Devices');
    const before = tag.renderRoot.querySelectorAll('.device').length;
    await press(tag, /^Log out (Chrome,|Another device)/);
    await shows(tag, 'is logged out.');
    expect(announced(tag)).to.match(/is logged out\.$/);
    expect(tag.renderRoot.querySelectorAll('.device').length).to.equal(before - 1);
  });

  it('saves a name for the chat, and says so', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    const tag = await passes(backend);
    await type(tag, '#display-name', 'Béa 🎷');
    await press(tag, 'Save');
    await shows(tag, 'Your name is saved.');
    expect((await field(tag, '#display-name')).value).to.equal('Béa 🎷');
  });

  it('keeps the name that was typed when it cannot be saved', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    const tag = await passes(backend);
    await type(tag, '#display-name', 'Béa');
    backend.faults.fail = (name) => (name === 'updateSession' ? 'name_refused' : null);
    await press(tag, 'Save');
    await shows(tag, 'Please choose another name.');
    expect((await field(tag, '#display-name')).value).to.equal('Béa');
  });

  it('logs out and asks for the e-mail again', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    const tag = await passes(backend);
    await press(tag, 'Log out');
    await control(tag, 'Open my tickets by e-mail');
    expect(announced(tag)).to.equal('You are logged out on this device.');
    expect(textOf(tag)).not.to.contain('Lune rousse');
  });

  it('says what went wrong and tries again when asked', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    backend.faults.fail = (name) => (name === 'getPasses' ? 'unavailable' : null);
    const tag = await passes(backend);
    await shows(tag, 'out of breath');
    backend.faults.fail = () => null;
    await press(tag, 'Try again');
    await shows(tag, 'Lune rousse');
  });

  it('speaks French', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    const tag = await passes(backend, 'fr');
    await shows(tag, 'Vos billets');
    await shows(tag, 'Votre nom dans le chat');
    await shows(tag, /9,00\s€/);
  });

  it('has the first right to the link in the address', async () => {
    await import('../define/live-ticket.ts');
    history.replaceState(null, '', '#parterre=0123456789012345678901234567890123456789');
    const backend = memory();
    const box = await onPage<LivePasses>(html`<live-ticket .backend=${backend} show="lune-rousse"></live-ticket>`);
    await control(box, 'Open my ticket');
    const tag = await passes(backend);
    await shows(tag, 'Welcome back');
    await box.updateComplete;
    expect(box.renderRoot.querySelector('[part=pass-link]')).to.equal(null);
  });

  it('says on the page what an editor forgot', async () => {
    await shows(await onPage<LivePasses>(html`<live-passes></live-passes>`), 'do not know their venue');
  });
});
