import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { systemClock } from '@parterre/backend';
import { createMemoryBackend, demoSeed, type MemoryBackend } from '@parterre/backend/memory';
import '../../define/live-player.ts';
import { resetSessions } from '../../session/registry.ts';
import { TestStage } from '../../../../../tests/component/stage.ts';
import type { LivePlayer } from '../live-player.ts';

const LIVE = 'lune-rousse';
const COMING = 'nuit-blanche';

let stage: TestStage;
let backend: MemoryBackend;
let count = 0;

const until = (what: () => unknown, message: string, timeout = 12_000) =>
  waitUntil(what, message, { timeout, interval: 20 });
const text = (tag: LivePlayer): string => tag.renderRoot.textContent?.replace(/\s+/g, ' ') ?? '';
const said = (tag: LivePlayer): string => tag.renderRoot.querySelector('[aria-live=polite]')?.textContent?.trim() ?? '';
const $ = <E extends HTMLElement>(tag: LivePlayer, selector: string): E | null =>
  tag.renderRoot.querySelector(selector);

async function player(show: string, lang = 'en'): Promise<LivePlayer> {
  const around = await fixture<HTMLElement>(
    html`<div lang=${lang}><live-player .backend=${backend} show=${show}></live-player></div>`,
  );
  const tag = around.querySelector('live-player') as LivePlayer;
  await until(() => tag.renderRoot.querySelector('h2, .play'), 'it should draw the show');
  return tag;
}

async function press(tag: LivePlayer, name: string): Promise<void> {
  const find = () =>
    [...tag.renderRoot.querySelectorAll('button')].find((one) => one.textContent?.replace(/\s+/g, ' ').trim() === name);
  await until(find, `there should be a button “${name}”; the tag shows ${text(tag)}`);
  find()!.click();
  await tag.updateComplete;
}

/** A ticket of somebody who is not on this device. */
async function ticketElsewhere(show: string): Promise<string> {
  const { offers } = await backend.read('getShow', { show });
  const offer = offers.find(
    ({ saleState, includes }) => saleState === 'open' && includes.some(({ kind }) => kind === 'live'),
  )!;
  const lines = [{ type: 'offer' as const, offer: offer.id, quantity: 1 }];
  const { total } = await backend.act('quote', { lines, currency: 'EUR' });
  const { order, session } = await backend.act('createOrder', {
    ...{ lines, email: 'lise@example.org', currency: 'EUR', expectedTotal: total, locale: 'en' },
    idempotencyKey: crypto.randomUUID(),
    page: `${location.origin}/`,
    consents: { terms: true },
  });
  await backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: session!.token });
  return session!.token;
}

/** The same on this device, as `<live-ticket>` leaves it behind. */
async function ticketHere(tag: LivePlayer): Promise<void> {
  const session = tag.watched!;
  const { offers } = session.state.show!;
  const offer = offers.find(
    ({ saleState, includes }) => saleState === 'open' && includes.some(({ kind }) => kind === 'live'),
  )!;
  const lines = [{ type: 'offer' as const, offer: offer.id, quantity: 1 }];
  const { venue } = session;
  const { total } = await venue.quote({ lines, currency: 'EUR' });
  const order = await venue.order({
    ...{ lines, email: 'lise@example.org', currency: 'EUR', expectedTotal: total, locale: 'en' },
    idempotencyKey: venue.environment.randomId(),
    page: `${location.origin}/`,
    consents: { terms: true },
  });
  await venue.keep('payTest', { order: order.id, outcome: 'approve' });
}

describe('the ways beside the player’s door', function () {
  this.timeout(60_000);

  before(async () => {
    stage = await TestStage.start();
  });

  beforeEach(() => {
    localStorage.clear();
    const seed = demoSeed({ site: location.origin });
    backend = createMemoryBackend({
      name: `ways-${++count}`,
      seed: { ...seed, venue: { ...seed.venue, testClip: true } },
      signPlayback: () => stage.sign('stage', 900),
    });
  });

  afterEach(async () => {
    for (const tag of document.querySelectorAll('live-player')) tag.remove();
    resetSessions();
    await stage.control({ action: 'reset' });
  });

  it('shows six letters and their code on a television, and is let in by the phone that has the ticket', async () => {
    const tag = await player(LIVE);
    await press(tag, 'Another way in');
    await until(() => $(tag, '.letters'), 'the letters should come');
    await expect(tag).to.be.accessible();
    const code = $(tag, '.letters')!.textContent!.trim();
    expect(code).to.match(/^[A-HJKMNP-Z]{6}$/);
    expect($(tag, '.letters')!.getAttribute('aria-label')).to.equal([...code].join(' '));
    expect($(tag, 'svg.qr')!.getAttribute('aria-label')).to.contain('scan');
    expect(
      tag.renderRoot.querySelector('#way-title') === tag.shadowRoot!.activeElement,
      'the title has the focus',
    ).to.equal(true);
    const session = await ticketElsewhere(LIVE);
    await backend.act('confirmPairing', { code }, { session });
    await until(() => $(tag, '.play'), 'the picture should be offered');
    await expect(tag).to.be.accessible();
  });

  it('shows new letters when nobody has confirmed in five minutes, and says them', async () => {
    let now = Date.now();
    const seed = demoSeed({ site: location.origin });
    backend = createMemoryBackend({ name: `ways-${++count}`, seed, clock: { ...systemClock, now: () => now } });
    const tag = await player(LIVE);
    await press(tag, 'Another way in');
    await until(() => $(tag, '.letters'), 'the letters should come');
    const first = $(tag, '.letters')!.textContent;
    now += 6 * 60_000;
    await until(() => $(tag, '.letters') && $(tag, '.letters')!.textContent !== first, 'there should be new letters');
    expect(said(tag)).to.match(/^New letters: ([A-Z] ){5}[A-Z]$/);
  });

  it('proves a ticket with a clip before doors', async () => {
    const tag = await player(COMING);
    await ticketHere(tag);
    await press(tag, 'Try my ticket');
    await until(() => $(tag, '.clip video'), 'the clip should be there');
    await until(() => text(tag).includes('Your ticket works on this device.'), 'it should say that it works', 25_000);
    expect(said(tag)).to.contain('Your ticket works on this device.');
    expect($<HTMLVideoElement>(tag, '.clip video')!.muted, 'nobody asked for noise').to.equal(true);
    await expect(tag).to.be.accessible();
    await press(tag, 'Back');
    await until(() => $(tag, '.clip') === null, 'the clip should be gone');
  });

  it('says why a ticket that was taken back plays no clip', async () => {
    const tag = await player(COMING);
    await ticketHere(tag);
    await until(() => text(tag).includes('Try my ticket'), 'the way should be offered');
    backend.desk.voidTicket(Object.keys(backend.state.tickets)[0]!);
    await press(tag, 'Try my ticket');
    await until(() => text(tag).includes('This did not work'), 'it should say so');
    await expect(tag).to.be.accessible();
  });

  it('lets a guest in by an address while everybody is honoured, and asks for a whole one', async () => {
    backend.desk.setHonour(Object.values(backend.state.shows).find(({ slug }) => slug === LIVE)!.id, 'everybody');
    const tag = await player(LIVE);
    await press(tag, 'Another way in');
    await until(() => $(tag, '#guest-email'), 'the form should come');
    await expect(tag).to.be.accessible();
    const field = $<HTMLInputElement>(tag, '#guest-email')!;
    const type = (value: string) => {
      field.value = value;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    type('guest@');
    await press(tag, 'Come in');
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect(tag.shadowRoot!.activeElement === field, 'the field has the focus').to.equal(true);
    type('guest@example.org');
    await press(tag, 'Come in');
    await until(() => $(tag, '.play') ?? $(tag, 'video'), 'the guest should be in');
    expect(Object.values(backend.state.tickets).map(({ source }) => source)).to.deep.equal(['honour']);
  });
});
