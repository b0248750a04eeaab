import { createMemoryBackend, demoSeed, type MemoryBackend, type Seed } from '@parterre/backend/memory';
import { expect, html, oneEvent, waitUntil } from '@open-wc/testing';
import { announced, clearStage, control, field, memory, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import '../define/live-ticket.ts';
import type { LiveTicket, LiveTicketPurchaseEvent } from './live-ticket.ts';

const ticketBox = (backend: MemoryBackend, show = 'nuit-blanche', lang = 'en') =>
  onPage<LiveTicket>(
    html`<live-ticket .backend=${backend} show=${show}><a href="/plain">Plain page</a></live-ticket>`,
    lang,
  );

/** The demo venue with one show's offers changed. */
function offering(
  change: (offers: Seed['shows'][number]['offers']) => Seed['shows'][number]['offers'],
  rest: object = {},
): Seed {
  const seed = demoSeed({ site: location.origin });
  return {
    ...seed,
    shows: seed.shows.map((show) =>
      show.slug === 'nuit-blanche' ? { ...show, ...rest, offers: change(show.offers) } : show,
    ),
  };
}

async function order(tag: LiveTicket, email = 'bea@example.org'): Promise<void> {
  await press(tag, 'Get this ticket');
  await type(tag, '#checkout-email', email);
  await press(tag, /^Pay /);
}

/** From the offers to a paid order. */
async function buy(tag: LiveTicket, email?: string): Promise<void> {
  await order(tag, email);
  await press(tag, 'Approve the test payment');
  await shows(tag, 'You’re in!');
}

describe('<live-ticket>', () => {
  afterEach(clearStage);

  it('is accessible while choosing, ordering, paying and once inside', async () => {
    const tag = await ticketBox(memory());
    await shows(tag, 'Choose your ticket');
    await expect(tag).to.be.accessible();
    await press(tag, 'Get this ticket');
    await type(tag, '#checkout-email', 'bea@gmial.com');
    await press(tag, /^Pay /);
    await shows(tag, 'Did you mean');
    await expect(tag).to.be.accessible();
    await press(tag, 'Yes, use that');
    await shows(tag, 'Test payment');
    await expect(tag).to.be.accessible();
    await press(tag, 'Approve the test payment');
    await shows(tag, 'You’re in!');
    await expect(tag).to.be.accessible();
  });

  it('shows each offer with the price one pays and what it includes', async () => {
    const tag = await ticketBox(memory(), 'nuit-blanche', 'fr');
    await shows(tag, 'Collector');
    const offers = [...tag.renderRoot.querySelectorAll('[part=offer]')].map((one) =>
      one.textContent!.replace(/\s+/g, ' '),
    );
    expect(offers).to.have.length(3);
    expect(offers[0]).to.match(/Le direct.*12 €.*En direct/);
    expect(offers[1]).to.match(/17 €.*En direct.*Replay jusqu’au/);
    expect(offers[2]).to.match(/42 €.*Plus que 8.*Vinyle numéroté/);
    const names = [...tag.renderRoot.querySelectorAll<HTMLInputElement>('input[type=radio]')].map((one) => one.checked);
    expect(names).to.deep.equal([true, false, false]);
  });

  it('sells one ticket: choose, e-mail, pay in place, inside', async () => {
    const backend = memory();
    const tag = await ticketBox(backend);
    const bought = oneEvent(tag, 'live-ticket-purchase') as Promise<LiveTicketPurchaseEvent>;
    await buy(tag);
    const { order: paid } = await bought;
    expect(paid.state).to.equal('paid');
    expect(paid.tickets.map((ticket) => ticket.kind)).to.deep.equal(['live']);
    expect(textOf(tag)).to.contain('on its way to b…@example.org');
    expect(announced(tag)).to.equal('You’re in!');
    expect(tag.shadowRoot!.activeElement?.id).to.equal('pass-heading');
    expect(backend.state.orders.size ?? Object.keys(backend.state.orders).length).to.equal(1);
  });

  it('speaks French throughout', async () => {
    const tag = await ticketBox(memory(), 'nuit-blanche', 'fr');
    await press(tag, 'Prendre ce billet');
    await type(tag, '#checkout-email', 'bea@example.org');
    await press(tag, /^Payer/);
    await press(tag, 'Accepter le paiement d’essai');
    await shows(tag, 'Vous y êtes');
    expect(announced(tag)).to.match(/^Vous y êtes\s!$/);
  });

  it('asks about a likely typo before it orders, and believes a "no"', async () => {
    const backend = memory();
    const tag = await ticketBox(backend);
    await order(tag, 'bea@hotnail.com');
    await shows(tag, 'Did you mean bea@hotmail.com?');
    expect(tag.shadowRoot!.activeElement?.id).to.equal('checkout-question');
    expect(textOf(tag)).not.to.contain('Test payment');
    await press(tag, 'No, mine is right');
    await shows(tag, 'Test payment');
    expect(JSON.stringify(backend.state.orders)).to.contain('bea@hotnail.com');
  });

  it('points at an address that is not one, and keeps it', async () => {
    const tag = await ticketBox(memory());
    await order(tag, 'bea');
    const input = await field(tag, '#checkout-email');
    await waitUntil(() => input.getAttribute('aria-invalid') === 'true');
    expect(tag.shadowRoot!.activeElement).to.equal(input);
    expect(input.value).to.equal('bea');
    expect(textOf(tag)).to.contain('complete e-mail address');
  });

  it('keeps what was typed when the network is away, and orders once when it is back', async () => {
    const backend = memory();
    const tag = await ticketBox(backend);
    await press(tag, 'Get this ticket');
    await type(tag, '#checkout-email', 'bea@example.org');
    await control(tag, /^Pay /);
    backend.faults.fail = (name) => (name === 'createOrder' ? 'offline' : null);
    await press(tag, /^Pay /);
    await shows(tag, 'You seem to be offline');
    expect(announced(tag)).to.contain('You seem to be offline');
    expect((await field(tag, '#checkout-email')).value).to.equal('bea@example.org');
    backend.faults.fail = () => null;
    await press(tag, /^Pay /);
    await shows(tag, 'Test payment');
  });

  it('says that a test payment was declined and keeps the places', async () => {
    const tag = await ticketBox(memory());
    await order(tag);
    await press(tag, 'Decline it');
    await shows(tag, 'The payment was declined');
    await press(tag, 'Approve the test payment');
    await shows(tag, 'You’re in!');
  });

  it('finds an unpaid order again after a reload', async () => {
    const backend = memory();
    const first = await ticketBox(backend);
    await order(first);
    await shows(first, 'Test payment');
    first.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await ticketBox(backend);
    await shows(second, 'Your order is still here');
    expect(second.shadowRoot!.activeElement, 'arriving moves no focus').to.equal(null);
    await press(second, 'Approve the test payment');
    await shows(second, 'You’re in!');
  });

  it('gives more time to whoever asks, says until when, and keeps the focus in the form', async () => {
    const backend = memory();
    const first = await ticketBox(backend);
    await order(first);
    await shows(first, 'Test payment');
    first.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const kept = Object.values(backend.state.orders)[0]!;
    const end = Date.now() + 5 * 60_000 + 1000;
    kept.holdUntil = end;
    const tag = await ticketBox(backend);
    const more = await control(tag, 'I need more time');
    more.focus();
    more.click();
    await waitUntil(() => /^Reserved for you until .+\.$/.test(announced(tag)), 'the new end should be said');
    expect(kept.holdUntil).to.be.greaterThan(end);
    await waitUntil(() => tag.shadowRoot!.activeElement?.id === 'checkout-title', 'the focus should stay in the form');
    await shows(tag, 'Test payment');
    expect(textOf(tag)).not.to.contain('I need more time');
  });

  it('lets go of the reservation when the buyer changes their mind', async () => {
    const backend = memory();
    const tag = await ticketBox(backend);
    await order(tag);
    await press(tag, 'Change my order');
    await shows(tag, 'Your reservation was released');
    expect((await field(tag, '#checkout-email')).value).to.equal('bea@example.org');
    expect(JSON.stringify(backend.state.orders)).to.contain('cancelled');
  });

  it('sells the last one once: the second buyer is told, with nothing lost', async () => {
    const backend = memory({ seed: { ...demoSeed({ site: location.origin }) } });
    backend.desk.setCapacity('pool_nuit', 1);
    const tag = await ticketBox(backend);
    await press(tag, 'Get this ticket');
    await type(tag, '#checkout-email', 'bea@example.org');
    await control(tag, /^Pay /);
    backend.desk.setCapacity('pool_nuit', 0);
    await press(tag, /^Pay /);
    await shows(tag, /Sold out/);
    expect(textOf(tag)).not.to.contain('Test payment');
  });

  it('shows sold out, upcoming and closed offers, and does not let them be chosen', async () => {
    const seed = offering(([a, b, c]) => [
      { ...a!, opensAt: '2099-01-05T09:00:00Z' },
      { ...b!, closesAt: '2020-01-05T09:00:00Z' },
      c!,
    ]);
    const backend = createMemoryBackend({ seed, name: 'states' });
    backend.desk.setCapacity('pool_vinyle', 0);
    const tag = await ticketBox(backend);
    await shows(tag, /On sale from .*January/);
    expect(textOf(tag)).to.contain('Sales closed').and.to.contain('Sold out');
    for (const radio of tag.renderRoot.querySelectorAll<HTMLInputElement>('input[type=radio]')) {
      expect(radio.disabled).to.equal(true);
    }
    expect(tag.renderRoot.querySelector('[part=buy]')).to.equal(null);
  });

  it('registers for nothing where the price is nothing', async () => {
    const seed = offering(([a]) => [{ ...a!, price: { amountMinor: 0, currency: 'EUR' }, maxPerOrder: 1 }]);
    const tag = await ticketBox(createMemoryBackend({ seed, name: 'free' }));
    await shows(tag, 'Free');
    await press(tag, 'Get this ticket');
    await type(tag, '#checkout-email', 'bea@example.org');
    await press(tag, 'Register for free');
    await shows(tag, 'You’re in!');
  });

  it('lets a fan take several, and says the price of all', async () => {
    const tag = await ticketBox(memory());
    const select = (await field(tag, 'select')) as unknown as HTMLSelectElement;
    select.value = '3';
    select.dispatchEvent(new Event('change'));
    await press(tag, 'Get 3 tickets');
    await control(tag, /^Pay €36$/);
  });

  it('says before it switches the device to another address', async () => {
    const tag = await ticketBox(memory());
    await buy(tag);
    await press(tag, 'Buy another ticket');
    await press(tag, 'Get this ticket');
    await type(tag, '#checkout-email', 'ben@example.org');
    await shows(tag, 'Your receipt and your link in go here.');
    await type(tag, '#checkout-email', 'friend@example.net');
    await shows(tag, 'This device is logged in as b…@example.org.');
  });

  it('shows the ticket instead of selling to a fan who has one, also after moving in the page', async () => {
    const backend = memory();
    const first = await ticketBox(backend);
    await buy(first);
    const again = await ticketBox(backend);
    await shows(again, 'Your ticket');
    expect(textOf(again)).not.to.contain('Choose your ticket');
    const elsewhere = document.createElement('div');
    document.body.append(elsewhere);
    elsewhere.append(again);
    await shows(again, 'Your ticket');
    elsewhere.remove();
  });

  it('keeps what is being typed when it is moved in the page', async () => {
    const tag = await ticketBox(memory());
    await press(tag, 'Get this ticket');
    await type(tag, '#checkout-email', 'bea@example.org');
    const elsewhere = document.body.appendChild(document.createElement('div'));
    elsewhere.append(tag);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await field(tag, '#checkout-email')).value).to.equal('bea@example.org');
    elsewhere.remove();
  });

  it('makes a calendar file for a show to come', async () => {
    const tag = await ticketBox(memory());
    await buy(tag);
    const made: Blob[] = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      made.push(blob as Blob);
      return createObjectURL.call(URL, blob);
    };
    try {
      await press(tag, 'Add to calendar');
    } finally {
      URL.createObjectURL = createObjectURL;
    }
    expect(await made[0]!.text()).to.contain('SUMMARY:Nuit blanche');
  });

  it('mails a link and takes its six digits, the same for known and unknown addresses', async () => {
    const backend = memory();
    await buy(await ticketBox(backend), 'bea@example.org');
    clearStage();
    const tag = await ticketBox(backend);
    await press(tag, 'I already have a ticket');
    await type(tag, '#pass-email', 'nobody@example.org');
    await press(tag, 'Send me the mail');
    await shows(tag, 'If there is a ticket for nobody@example.org, a mail is on its way');
    await press(tag, 'Use another address');
    await type(tag, '#pass-email', 'bea@example.org');
    await press(tag, 'Send me the mail');
    await shows(tag, 'If there is a ticket for bea@example.org, a mail is on its way');
    await type(tag, '#pass-code', '000000');
    await shows(tag, 'This code does not fit');
    const { code } = backend.mailbox.findLast((mail) => mail.kind === 'passLink')!;
    await type(tag, '#pass-code', `${code!.slice(0, 3)} ${code!.slice(3)}`);
    await shows(tag, 'Your ticket');
  });

  it('opens a pass link only on a click, and takes it out of the address', async () => {
    const backend = memory();
    const before = await ticketBox(backend);
    await buy(before);
    before.remove();
    const { link } = backend.mailbox.find((mail) => mail.kind === 'receipt')!;
    clearStage();
    history.replaceState(null, '', new URL(link!).hash);
    const tag = await ticketBox(backend);
    const button = await control(tag, 'Open my ticket');
    expect(localStorage.getItem(`parterre:${backend.address}:session`), 'arriving redeems nothing').to.equal(null);
    button.click();
    await shows(tag, 'Your ticket');
    expect(location.hash).to.equal('');
  });

  it('shows the button for a pass link on one tag only', async () => {
    history.replaceState(null, '', '#parterre=0123456789012345678901234567890123456789');
    const backend = memory();
    const first = await ticketBox(backend);
    const second = await ticketBox(backend);
    await control(first, 'Open my ticket');
    await shows(second, 'Choose your ticket');
    expect(second.renderRoot.querySelector('[part=pass-link]')).to.equal(null);
    first.remove();
    await control(second, 'Open my ticket');
    second.renderRoot.querySelector<HTMLElement>('[part=pass-link] button')!.click();
    await shows(second, 'This link does not open anything');
  });

  it('tells a fan why their session ended, with a way back in', async () => {
    const backend = memory();
    const tag = await ticketBox(backend);
    await buy(tag);
    localStorage.setItem(`parterre:${backend.address}:session`, 'x'.repeat(43));
    tag.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const again = await ticketBox(backend);
    await shows(again, 'You have been away for a while');
    await control(again, 'I already have a ticket');
  });

  it('says that a show is cancelled and sells nothing', async () => {
    const tag = await ticketBox(memory(), 'orage');
    await shows(tag, 'This show is cancelled');
    expect(tag.renderRoot.querySelector('[part=offer]')).to.equal(null);
  });

  it('says that an open show needs no ticket', async () => {
    await shows(await ticketBox(memory(), 'les-balances'), 'This show needs no ticket');
  });

  it('says on the page what an editor forgot', async () => {
    const nowhere = await onPage<LiveTicket>(html`<live-ticket></live-ticket>`);
    await shows(nowhere, 'does not know its venue');
    const nothing = await onPage<LiveTicket>(html`<live-ticket .backend=${memory()}></live-ticket>`);
    await shows(nothing, 'does not know its show');
  });

  it('tells whoever has a seat in the hall to show their code at its doors, and offers them no picture', async () => {
    const seed = offering((offers) =>
      offers.slice(0, 1).map((one) => ({
        ...one,
        includes: one.includes.map((part) => ({ ...part, kind: 'hall' as const })),
      })),
    );
    const backend = createMemoryBackend({ seed, name: 'seat' });
    const tag = await ticketBox(backend);
    await buy(tag);
    await shows(tag, /Doors open .+\. Show your code there: it is in the mail, and among your tickets\./);
    expect(tag.renderRoot.querySelector('[part=watch]') === null, 'no way to the picture').to.equal(true);
    await expect(tag).to.be.accessible();
  });

  it('keeps the way to the plain page when the show cannot be found', async () => {
    const tag = await ticketBox(memory(), 'unknown-show');
    await shows(tag, 'We can’t find this any more');
    const slot = tag.renderRoot.querySelector('slot')!;
    expect((slot.assignedElements()[0] as HTMLAnchorElement).textContent).to.equal('Plain page');
  });

  it('shows a hostile title as text', async () => {
    const seed = offering((offers) =>
      offers.map((one) => ({ ...one, name: '<img src=x onerror=alert(1)>\u202Eevil' })),
    );
    const tag = await ticketBox(createMemoryBackend({ seed, name: 'hostile' }));
    await shows(tag, '<img src=x onerror=alert(1)>');
    expect(tag.renderRoot.querySelector('img')).to.equal(null);
  });

  it('takes properties that were set before the tag was defined', async () => {
    class LateTicket extends (customElements.get('live-ticket') as typeof LiveTicket) {}
    const tag = document.createElement('live-ticket-late') as LiveTicket;
    Object.assign(tag, { backend: memory(), show: 'nuit-blanche' });
    document.body.append(tag);
    customElements.define('live-ticket-late', LateTicket);
    await shows(tag, /Choose your ticket|Choisissez votre billet/);
    tag.remove();
  });
});
