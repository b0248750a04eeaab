import type { MemoryBackend } from '@parterre/backend/memory';
import { expect, html, waitUntil } from '@open-wc/testing';
import { render } from 'lit';
import { announced, clearStage, control, field, memory, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import { acquireVenue } from '../session/registry.ts';
import '../define/live-passes.ts';
import words from './known-fan.en.ts';
import type { LivePasses } from './live-passes.ts';
import { documents } from './withdrawal.ts';

const passes = (backend: MemoryBackend, lang = 'en') =>
  onPage<LivePasses>(html`<live-passes .backend=${backend}></live-passes>`, lang);

/** Buys one offer, or goods by their variant, and leaves this device with the order's session. */
async function bought(
  backend: MemoryBackend,
  offer: string,
  email = 'bea@example.org',
  says?: MemoryBackend['state']['testPayments'][string],
): Promise<void> {
  const { session: venue, release } = acquireVenue(backend);
  const lines = offer.startsWith('vrnt_')
    ? [{ type: 'variant' as const, variant: offer, quantity: 1 }]
    : [{ type: 'offer' as const, offer, quantity: 1 }];
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

  it('sets every button upright, and stays within a phone’s width', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_collector');
    const tag = await passes(backend);
    tag.style.cssText = 'display: block; inline-size: 340px';
    await control(tag, 'Log out');
    const turned = [...tag.renderRoot.querySelectorAll('button, a, summary')].filter(
      (one) => getComputedStyle(one).transform !== 'none',
    );
    expect(turned.map((one) => one.textContent.trim())).to.deep.equal([]);
    expect(tag.scrollWidth).to.be.at.most(340);
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

  it('lets a fan withdraw from goods in two steps, and says from what', async () => {
    const backend = memory();
    await bought(backend, 'vrnt_affiche');
    const [order] = Object.values(backend.state.orders);
    const tag = await passes(backend);
    (await control(tag, /€15\.00/)).click();
    await press(tag, 'Withdraw from the contract');
    await shows(tag, /You are about to withdraw from: .*Affiche.*\. €15\.00 will go back the way you paid/);
    await waitUntil(() => tag.renderRoot.querySelector('[id^=withdraw-question]:focus'), 'the question has the focus');
    await expect(tag).to.be.accessible();
    expect(order!.state).to.equal('paid');
    await press(tag, 'Keep everything');
    await waitUntil(() => tag.renderRoot.querySelector('[part=withdraw]:focus'), 'the button has the focus again');
    await press(tag, 'Withdraw from the contract');
    await press(tag, 'Confirm the withdrawal');
    await waitUntil(() => announced(tag) === 'You have withdrawn.', 'the withdrawal should be announced');
    await shows(tag, /Withdrawn on .+ A mail acknowledges it/);
    await expect(tag).to.be.accessible();
    expect(order!.state).to.equal('refunded');
    expect(textOf(tag)).not.to.contain('Withdraw from the contract');
  });

  it('says why a withdrawal is no longer possible, and keeps the order as it was', async () => {
    const backend = memory();
    await bought(backend, 'vrnt_affiche');
    const tag = await passes(backend);
    backend.faults.fail = (name) => (name === 'withdrawOrder' ? 'not_withdrawable' : null);
    await press(tag, 'Withdraw from the contract');
    await shows(tag, 'the law gives no such right here');
    await control(tag, 'Withdraw from the contract');
  });

  it('offers no withdrawal from a concert on a date', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    const tag = await passes(backend);
    await shows(tag, 'Receipts');
    expect(textOf(tag)).not.to.contain('Withdraw');
  });

  it('links to the terms an order was agreed to, and to its documents', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    const tag = await passes(backend);
    expect((await control(tag, 'Terms of sale')).getAttribute('href')).to.contain('/conditions/');
    const [order] = (await backend.read('getPasses', {}, { session: acquireVenue(backend).session.token! })).orders;
    const paper = { id: 'docm_1', issuedAt: order!.createdAt, total: order!.total, url: 'https://venue.example/paper' };
    const box = document.createElement('div');
    render(
      documents(
        {
          ...order!,
          documents: [
            { ...paper, kind: 'invoice', number: 'F-12' },
            { ...paper, kind: 'creditNote', number: 'A-3' },
          ],
        },
        words,
      ),
      box,
    );
    expect([...box.querySelectorAll('a')].map((link) => [link.textContent, link.target, link.rel])).to.deep.equal([
      ['Invoice F-12', '_blank', 'noopener'],
      ['Credit note A-3', '_blank', 'noopener'],
      ['Terms of sale', '_blank', 'noopener'],
    ]);
  });

  it('hands a ticket on once the address is proved again, and takes it back', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct');
    clearStage();
    const tag = await passes(backend);
    await prove(tag, backend);
    await shows(tag, 'Hand on');
    (await control(tag, /Nuit blanche Livestream$/)).click();
    const [id] = Object.keys(backend.state.tickets);
    await type(tag, `#move-${id}`, 'kim@example.org');
    await press(tag, 'Hand on');
    await waitUntil(() => announced(tag).startsWith('kim@example.org gets a mail'), 'it should be announced');
    await shows(tag, 'k…@example.org has not accepted yet');
    await expect(tag).to.be.accessible();
    expect(backend.state.tickets[id!]!.email).to.equal('bea@example.org');
    await press(tag, 'Take back from k…@example.org');
    await waitUntil(() => announced(tag) === 'Nothing goes to k…@example.org any more.', 'the end should be announced');
    expect(textOf(tag)).not.to.contain('has not accepted yet');
  });

  it('asks for a fresh proof before anything is handed on: the link of a receipt is none', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct');
    clearStage();
    const receipt = backend.mailbox.findLast((mail) => mail.kind === 'receipt')!;
    history.replaceState(null, '', `#${receipt.link.split('#')[1]}`);
    const tag = await passes(backend);
    await press(tag, 'Open my ticket');
    await shows(tag, 'Please prove your address again');
    expect(tag.renderRoot.querySelector('[id^=move-]')).to.equal(null);
    await prove(tag, backend);
    await control(tag, /^Order \S+ Change the e-mail$/);
    expect(textOf(tag)).not.to.contain('Please prove your address again');
  });

  it('moves an order to another address, by the mail that goes there', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct');
    clearStage();
    const tag = await passes(backend);
    await prove(tag, backend);
    (await control(tag, /^Order \S+ Change the e-mail$/)).click();
    const [id] = Object.keys(backend.state.orders);
    await type(tag, `#move-${id}`, 'new@example.org');
    await press(tag, 'Change');
    await waitUntil(() => announced(tag).startsWith('new@example.org gets a mail'), 'it should be announced');
    expect(backend.mailbox.filter(({ to }) => to === 'new@example.org').length).to.equal(1);
  });

  it('sends a confirmation again, and says where to', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct');
    const tag = await passes(backend, 'fr');
    (await control(tag, /12,00/)).click();
    await press(tag, 'Renvoyer la confirmation');
    await waitUntil(() => announced(tag) === 'La confirmation est en route vers b…@example.org.', 'it is announced');
    expect(backend.mailbox.filter(({ kind }) => kind === 'receipt').length).to.equal(2);
  });

  it('says that a confirmation was asked for too often', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct');
    const tag = await passes(backend);
    backend.faults.fail = (name) => (name === 'resendOrder' ? 'rate_limited' : null);
    await press(tag, 'Send the confirmation again');
    await waitUntil(() => tag.renderRoot.querySelector('.note.error'), 'a sentence should say so');
  });

  it('shows the codes for the door when they are opened, and asks for nothing before', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    for (const ticket of Object.values(backend.state.tickets)) Object.assign(ticket, { kind: 'hall' });
    const asked: string[] = [];
    backend.faults.fail = (name) => {
      asked.push(name);
      return null;
    };
    const tag = await passes(backend);
    const summary = await control(tag, /^Show the codes for the door: Lune rousse/);
    expect(asked).not.to.contain('getHallTickets');
    summary.click();
    await waitUntil(() => tag.renderRoot.querySelector('.seats .qr'), 'the code should be drawn');
    expect(tag.renderRoot.querySelector('.seats .qr')!.getAttribute('aria-label')).to.match(
      /^QR code for the door: \w/,
    );
    await shows(tag, /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/);
    await expect(tag).to.be.accessible();
  });

  it('keeps the codes that were shown when the network goes away at the door', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    for (const ticket of Object.values(backend.state.tickets)) Object.assign(ticket, { kind: 'hall' });
    const tag = await passes(backend);
    const summary = await control(tag, /^Show the codes for the door/);
    backend.faults.fail = (name) => (name === 'getHallTickets' ? 'unavailable' : null);
    summary.click();
    await waitUntil(() => tag.renderRoot.querySelector('details .note.error'), 'it says why there are none');
    summary.click();
    backend.faults.fail = () => null;
    summary.click();
    await waitUntil(() => tag.renderRoot.querySelector('.seats .qr'), 'the code should be drawn');
    summary.click();
    backend.faults.fail = (name) => (name === 'getHallTickets' ? 'unavailable' : null);
    summary.click();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    expect(tag.renderRoot.querySelector('.seats .qr') !== null).to.equal(true);
  });

  it('shares a ticket with a second address, says with whom, and takes it back', async () => {
    const backend = memory();
    await bought(backend, 'offr_nuit_direct');
    clearStage();
    const tag = await passes(backend);
    await prove(tag, backend);
    (await control(tag, /^Nuit blanche only you$/)).click();
    await type(tag, '#share-0', 'kim@example.org');
    await press(tag, 'Share');
    await waitUntil(() => announced(tag) === 'The ticket is shared with kim@example.org.', 'it should be announced');
    await shows(tag, 'shared with one person');
    await expect(tag).to.be.accessible();
    expect(backend.mailbox.filter(({ kind, to }) => kind === 'shared' && to === 'kim@example.org').length).to.equal(1);
    await press(tag, 'Take back from k…@example.org');
    await shows(tag, 'only you');
    expect(Object.keys(backend.state.addresses).length).to.equal(0);
  });

  it('lets a television in by six letters, after saying which device asks', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    const show = Object.values(backend.state.shows).find(({ slug }) => slug === 'lune-rousse')!.id;
    const page = location.href.split('#')[0]!;
    const { code, secret } = await backend.act('startPairing', { show, page, device: 'Chrome, a television' });
    const tag = await passes(backend);
    await type(tag, '#screen-letters', code.toLowerCase());
    expect((await field(tag, '#screen-letters')).value, 'typed small, read big').to.equal(code);
    await press(tag, 'Continue');
    await shows(tag, 'Let “Chrome, a television” in on your ticket?');
    await expect(tag).to.be.accessible();
    expect((await backend.act('claimPairing', { secret })).session, 'nothing is let in without a press').to.equal(null);
    await press(tag, 'Let it in');
    await waitUntil(() => announced(tag).startsWith('The screen is in.'), 'it should be announced');
    expect((await backend.act('claimPairing', { secret })).session?.session.tickets.length).to.equal(1);
  });

  it('says that no screen shows these letters', async () => {
    const backend = memory();
    await bought(backend, 'offr_lune_direct');
    const tag = await passes(backend);
    await type(tag, '#screen-letters', 'ABCDEF');
    await press(tag, 'Continue');
    await shows(tag, 'No screen shows these letters.');
    expect((await field(tag, '#screen-letters')).getAttribute('aria-invalid')).to.equal('true');
    await expect(tag).to.be.accessible();
  });
});
