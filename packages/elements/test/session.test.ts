import type { Order, OrderRequest } from '@parterre/protocol';
import type { ParterreError } from '@parterre/protocol/errors';
import { demoSeed, type MemoryBackend } from '@parterre/backend/memory';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// Fetched when they are first needed: here they are on the page already, so that time can stand still meanwhile.
import '../src/session/attendance.ts';
import { acquireVenue, resetSessions } from '../src/session/registry.ts';
import { MESSAGES_KEPT, type ShowSession } from '../src/session/show-session.ts';
import { deviceLabel } from '../src/session/venue-acts.ts';
import { VenueSession } from '../src/session/venue-session.ts';
import { browser, server, settled, SharedStorage, START, Time, type Browser } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PAGE = 'https://venue.example/concerts/lune-rousse/';

let time: Time;
let backend: MemoryBackend;
let tab: Browser;
let venue: VenueSession;

beforeEach(() => {
  time = new Time();
  backend = server(time);
  tab = browser(time);
  venue = new VenueSession(backend, tab);
});

/** Another device, or this one after a reload when it shares storage. */
function another(storage?: SharedStorage): { venue: VenueSession; tab: Browser } {
  const otherTab = browser(time, storage);
  return { tab: otherTab, venue: new VenueSession(backend, otherTab) };
}

async function request(session: VenueSession, offer: string, rest: Partial<OrderRequest> = {}): Promise<OrderRequest> {
  const lines = [{ type: 'offer' as const, offer, quantity: 1 }];
  const { total } = await session.quote({ lines, currency: 'EUR' });
  return {
    ...{ lines, email: 'bea@example.org', locale: 'fr', currency: 'EUR', expectedTotal: total, page: PAGE },
    consents: { terms: true },
    idempotencyKey: session.environment.randomId(),
    ...rest,
  };
}

/** Buys the livestream of the show that is on. */
async function buy(session = venue, offer = 'offr_lune_direct', email?: string): Promise<Order> {
  const order = await session.order(await request(session, offer, email ? { email } : {}));
  const paid = await session.keep('payTest', { order: order.id, outcome: 'approve' });
  await settled();
  return paid;
}

async function open(session: VenueSession, id: string): Promise<{ show: ShowSession; release: () => void }> {
  const { session: show, release } = session.acquireShow(id);
  await settled();
  return { show, release };
}

/** Inside the show that is on, with one to attend. */
async function inside(session = venue): Promise<{ show: ShowSession; leave: () => void; release: () => void }> {
  await buy(session);
  const { show, release } = await open(session, 'lune-rousse');
  const leave = show.attend();
  await settled();
  expect(show.state.entry).not.toBeNull();
  return { show, leave, release };
}

/** Makes one operation fail until told otherwise. */
function failing(operation: string, code: ParterreError['code'] | null): void {
  backend.faults.fail = (name) => (name === operation ? code : null);
}

describe('the registry', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('removeEventListener', () => {});
    vi.stubGlobal('document', { addEventListener: () => {}, removeEventListener: () => {} });
  });
  afterEach(() => {
    resetSessions();
    vi.useRealTimers();
  });

  it('gives the same session to all that name the same backend', () => {
    const [one, two] = [acquireVenue(backend), acquireVenue(backend)];
    expect(one.session).toBe(two.session);
    expect(acquireVenue(server(time, { name: 'other' })).session).not.toBe(one.session);
  });

  it('keeps a session while a tag is moved, and lets it go once the last one is gone', () => {
    const first = acquireVenue(backend);
    first.release();
    const moved = acquireVenue(backend);
    vi.runAllTimers();
    expect(acquireVenue(backend).session).toBe(first.session);
    moved.release();
    moved.release();
    vi.runAllTimers();
    expect(acquireVenue(backend).session, 'one is still held').toBe(first.session);
  });

  it('closes a session that nobody holds', () => {
    const held = acquireVenue(backend);
    const close = vi.spyOn(held.session, 'close');
    held.release();
    expect(close).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(close).toHaveBeenCalledOnce();
    expect(acquireVenue(backend).session).not.toBe(held.session);
  });

  it('is one session for a name, whether it was defined before the tags or after them', async () => {
    const { defineBackend } = await import('@parterre/backend');
    const before = acquireVenue('later');
    defineBackend('later', backend);
    expect(acquireVenue('later').session).toBe(before.session);
    expect((await before.session.backend.read('getVenue', {})).name).toBe('Parterre');
  });
});

describe('a venue session', () => {
  it('holds a show while somebody does, and closes it a moment after the last', async () => {
    const first = await open(venue, 'lune-rousse');
    const second = await open(venue, 'lune-rousse');
    expect(second.show).toBe(first.show);
    first.release();
    first.release();
    second.release();
    const third = await open(venue, 'lune-rousse');
    await time.pass(0);
    expect(third.show, 'taken again in time').toBe(first.show);
    third.release();
    await time.pass(0);
    expect((await open(venue, 'lune-rousse')).show).not.toBe(first.show);
  });

  it('tells the time of the server, whatever this device believes', async () => {
    tab.skewMs = 3 * HOUR;
    await venue.loadVenue();
    expect(venue.now()).toBe(START);
    await time.pass(5000);
    expect(venue.now()).toBe(START + 5000);
  });

  it('does not let a late answer turn the clock back, but follows a device whose clock was set', () => {
    venue.learnTime(new Date(START).toISOString());
    venue.learnTime(new Date(START - 2500).toISOString());
    expect(venue.now(), 'an answer from a cache').toBe(START);
    venue.learnTime(new Date(START + 700).toISOString());
    expect(venue.now(), 'a quicker answer').toBe(START + 700);
    tab.skewMs = HOUR;
    venue.learnTime(new Date(START).toISOString());
    expect(venue.now(), 'the device’s clock was set an hour ahead').toBe(START);
    venue.learnTime('not a time');
    expect(venue.now()).toBe(START);
  });

  it('keeps who this is over a reload, and the name of the device', async () => {
    const storage = new SharedStorage();
    const first = another(storage);
    await buy(first.venue);
    const { device } = first.venue;
    const reloaded = another(storage);
    expect(reloaded.venue.state.sessionPending).toBe(true);
    await settled();
    expect(reloaded.venue.state.session?.tickets).toHaveLength(1);
    expect(reloaded.venue.state.sessionPending).toBe(false);
    expect(reloaded.venue.device).toBe(device);
  });

  it('forgets a session that is over and says why, and keeps it through mere trouble', async () => {
    await buy();
    failing('getSession', 'unavailable');
    await venue.refreshSession();
    expect(venue.state.session).not.toBeNull();
    failing('getSession', 'session_replaced');
    await venue.refreshSession();
    expect(venue.state).toMatchObject({ session: null, sessionEnded: 'session_replaced' });
    expect(venue.token).toBeNull();
  });

  it('asks again until it knows who this is: a returning fan is not a stranger because of a busy server', async () => {
    const storage = new SharedStorage();
    await buy(another(storage).venue);
    failing('getSession', 'unavailable');
    const reloaded = another(storage);
    await time.pass(2000);
    expect(reloaded.venue.state, 'not yet known, so not yet a stranger').toMatchObject({
      session: null,
      sessionPending: true,
    });
    await time.pass(10_000);
    expect(reloaded.venue.state.sessionPending, 'nobody waits for ever').toBe(false);
    backend.faults.fail = () => null;
    await time.pass(31_000);
    expect(reloaded.venue.state.session?.tickets).toHaveLength(1);
    const waiting = time.waiting;
    await time.pass(MINUTE);
    expect(time.waiting, 'and stops asking').toBe(waiting);
  });

  it('lets a paying fan in although the server stumbled right after the payment', async () => {
    const { show } = await open(venue, 'lune-rousse');
    show.attend();
    const order = await venue.order(await request(venue, 'offr_lune_direct'));
    failing('getSession', 'timeout');
    await venue.keep('payTest', { order: order.id, outcome: 'approve' });
    await time.pass(2500);
    expect(show.state.entry).toBeNull();
    backend.faults.fail = () => null;
    await time.pass(5000);
    expect(show.state.entry, 'inside within ten seconds').not.toBeNull();
  });

  it('asks at once when the network is back', async () => {
    failing('getVenue', 'offline');
    await venue.loadVenue();
    expect(venue.state.venueError?.code).toBe('offline');
    backend.faults.fail = () => null;
    tab.wake();
    await settled();
    expect(venue.state).toMatchObject({ venueError: null, venue: { name: 'Parterre' } });
  });

  it('does not take an answer about who it was for who it is', async () => {
    const storage = new SharedStorage();
    await buy(another(storage).venue);
    backend.faults.latencyMs = 500;
    const reloaded = another(storage);
    const { venue: stranger } = another();
    backend.faults.latencyMs = 0;
    await buy(stranger, 'offr_nuit_direct', 'ben@example.org');
    const grant = { token: stranger.token!, session: stranger.state.session! };
    reloaded.venue.adopt(grant);
    await time.pass(1000);
    expect(reloaded.venue.state.session?.emailHint).toBe('b…@example.org');
    expect(reloaded.venue.state.session?.tickets.map((ticket) => ticket.show.slug)).toEqual(['nuit-blanche']);
  });

  it.each(['unavailable', 'blocked_by_site', 'bad_response', 'offline'] as const)(
    'does not forget an order that may be paid because of %s',
    async (code) => {
      const storage = new SharedStorage();
      const first = another(storage);
      const order = await first.venue.order(await request(first.venue, 'offr_lune_direct'));
      failing('getOrder', code);
      const reloaded = another(storage);
      await settled();
      expect(reloaded.venue.state.openOrder).toBeNull();
      backend.faults.fail = () => null;
      await time.pass(3000);
      expect(reloaded.venue.state.openOrder?.id).toBe(order.id);
    },
  );

  it('ends the oldest of three devices on one pass link', async () => {
    await buy();
    const secret = /#parterre=(.+)$/.exec(backend.mailbox.find((mail) => mail.kind === 'receipt')!.link!)![1]!;
    const devices = [another(), another(), another()];
    for (const device of devices) {
      await time.pass(1000);
      await device.venue.redeem({ secret });
    }
    await devices[0]!.venue.refreshSession();
    expect(devices[0]!.venue.state.sessionEnded).toBe('session_replaced');
    await devices[2]!.venue.refreshSession();
    expect(devices[2]!.venue.state.session?.kind).toBe('fan');
  });

  it('logs in and out across tabs', async () => {
    const storage = new SharedStorage();
    const [here, there] = [another(storage), another(storage)];
    await buy(here.venue);
    await settled();
    expect(there.venue.state.session?.tickets).toHaveLength(1);
    await there.venue.logOut();
    await settled();
    expect(here.venue.state.session).toBeNull();
    expect(storage.values.get(`parterre:${backend.address}:session`)).toBeUndefined();
  });

  it('finds an unpaid order again after a reload, and lets it go once it is paid', async () => {
    const storage = new SharedStorage();
    const first = another(storage);
    const order = await first.venue.order(await request(first.venue, 'offr_lune_direct'));
    const reloaded = another(storage);
    await settled();
    expect(reloaded.venue.state.openOrder?.id).toBe(order.id);
    await reloaded.venue.keep('payTest', { order: order.id, outcome: 'approve' });
    expect(reloaded.venue.state.openOrder).toBeNull();
    const again = another(storage);
    await settled();
    expect(again.venue.state.openOrder).toBeNull();
  });

  it('does not forget an order that waits because another one was decided', async () => {
    const waiting = await venue.order(await request(venue, 'offr_lune_direct'));
    const other = await venue.order(await request(venue, 'offr_nuit_direct'));
    await venue.keep('cancelOrder', { order: waiting.id });
    expect(venue.state.openOrder?.id).toBe(other.id);
  });

  it('makes a new cart when the server has lost the old one', async () => {
    const lines = [{ variant: 'vrnt_tee_s', quantity: 1 }];
    const first = await venue.setCart(lines, 'EUR');
    for (const id of Object.keys(backend.state.carts)) delete backend.state.carts[id];
    const second = await venue.setCart(lines, 'EUR');
    expect(second.id).not.toBe(first.id);
    expect(venue.state.cart?.lines).toHaveLength(1);
  });

  it('works where the browser refuses to keep anything', async () => {
    const bare = new VenueSession(backend, { ...browser(time), storage: null });
    await buy(bare);
    expect(bare.state.session?.tickets).toHaveLength(1);
  });

  it('leaves no timer and no listener once closed', async () => {
    await inside();
    expect(time.waiting).toBeGreaterThan(0);
    venue.close();
    await settled();
    expect(time.waiting).toBe(0);
    expect(tab.wakers).toBe(0);
    expect(backend.watcherCount()).toBe(0);
  });
});

describe('a show session', () => {
  it('opens the doors at the minute, not a second early', async () => {
    const { show } = await open(venue, 'nuit-blanche');
    expect(show.state.phase).toBe('announced');
    await time.pass(6 * DAY - 30 * MINUTE - 1000);
    expect(show.state.phase).toBe('announced');
    await time.pass(1100);
    expect(show.state.phase).toBe('doors');
  });

  it('opens and closes sales by the clock', async () => {
    const opensAt = new Date(START + 2 * HOUR).toISOString();
    const closesAt = new Date(START + 30 * HOUR).toISOString();
    const seed = demoSeed({ nowMs: START, site: 'https://venue.example' });
    const shows = seed.shows.map((show) => ({
      ...show,
      offers: show.offers.map((offer) => ({ ...offer, opensAt, closesAt })),
    }));
    const dated = new VenueSession(server(time, { seed: { ...seed, shows } }), browser(time));
    const { show } = await open(dated, 'nuit-blanche');
    const states = () => show.state.show!.offers.map((offer) => offer.saleState);
    expect(states()).toEqual(['upcoming', 'upcoming', 'upcoming']);
    await time.pass(2 * HOUR + 3000);
    expect(states()).toEqual(['open', 'open', 'open']);
    await time.pass(28 * HOUR + 3000);
    expect(states()).toEqual(['closed', 'closed', 'closed']);
  });

  it('follows the desk without a reload', async () => {
    const { show } = await open(venue, 'nuit-blanche');
    backend.desk.setSignals('show_nuit_blanche', { liveAt: new Date(START).toISOString() });
    await settled();
    expect(show.state.phase).toBe('live');
    backend.desk.setStatus('show_nuit_blanche', 'cancelled');
    await settled();
    expect(show.state.show?.status).toBe('cancelled');
  });

  it('asks for what the feed told of once caches on the way have let go of the show as it was', async () => {
    const { show } = await open(venue, 'nuit-blanche');
    const { read } = backend;
    const before = await read('getShow', { show: 'nuit-blanche' });
    const changedAt = time.now;
    vi.spyOn(backend, 'read').mockImplementation((async (name: never, input: never, options: never) =>
      name === 'getShow' && time.now <= changedAt + 2000 ? before : read(name, input, options)) as typeof read);
    backend.desk.setStatus('show_nuit_blanche', 'postponed');
    await settled();
    await time.pass(5100);
    expect(show.state.show?.revision).toBeGreaterThan(before.revision);
    expect(show.state.show?.status).toBe('postponed');
  });

  it('keeps trying to load through passing trouble, slower and slower, and gives up on what does not exist', async () => {
    let asked = 0;
    backend.faults.fail = (name) => (name === 'getShow' && ++asked ? 'unavailable' : null);
    const { show } = await open(venue, 'lune-rousse');
    await time.pass(30_000);
    expect(show.state.showError?.code).toBe('unavailable');
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThan(8);
    backend.faults.fail = () => null;
    await time.pass(31_000);
    expect(show.state).toMatchObject({ showError: null, phase: 'live' });

    const missing = await open(venue, 'nothing-like-it');
    const waiting = time.waiting;
    await time.pass(MINUTE);
    expect(missing.show.state.showError?.code).toBe('not_found');
    expect(time.waiting).toBe(waiting);
  });

  it('is inside the moment the payment is confirmed', async () => {
    const { show } = await open(venue, 'lune-rousse');
    show.attend();
    await settled();
    expect(show.state.entry).toBeNull();
    const order = await venue.order(await request(venue, 'offr_lune_direct'));
    await settled();
    expect(show.state.entry, 'ordered is not paid').toBeNull();
    await venue.keep('payTest', { order: order.id, outcome: 'approve' });
    await settled();
    expect(show.state.entry?.grant?.mode).toBe('live');
  });

  it('knocks again when the ticket came while the server was still saying no', async () => {
    const { show } = await open(venue, 'lune-rousse');
    show.attend();
    const order = await venue.order(await request(venue, 'offr_lune_direct'));
    // The question was asked before the payment; its answer is on the way while the payment is confirmed.
    const real = backend.act.bind(backend);
    let answer = () => {};
    const asked = new Promise<void>((resolve) => (answer = resolve));
    vi.spyOn(backend, 'act').mockImplementationOnce(async (name, input, options) => {
      const refusal = real(name, input, options).catch((error: unknown) => error);
      await asked;
      throw await refusal;
    });
    const joining = show.join();
    await settled();
    await venue.keep('payTest', { order: order.id, outcome: 'approve' });
    await settled();
    answer();
    await joining;
    await time.pass(100);
    expect(show.state.entry?.grant?.mode).toBe('live');
    expect(show.state.entryError).toBeNull();
  });

  it('enters an open show only when asked to', async () => {
    const { show } = await open(venue, 'les-balances');
    show.attend();
    await settled();
    expect(show.state.entry).toBeNull();
    await show.join();
    expect(show.state.entry?.grant).not.toBeNull();
  });

  it('takes the picture when the show goes live, spread over a moment', async () => {
    const { show } = await open(venue, 'nuit-blanche');
    show.attend();
    await buy(venue, 'offr_nuit_direct');
    await time.pass(6 * DAY - 30 * MINUTE + 100);
    expect(show.state.entry, 'not all at once').toBeNull();
    await time.pass(3000);
    expect(show.state.entry?.grant).toBeNull();
    backend.desk.setSignals('show_nuit_blanche', { liveAt: new Date(time.now).toISOString() });
    await settled();
    expect(show.state.phase).toBe('live');
    await time.pass(3000);
    expect(show.state.entry?.grant?.mode).toBe('live');
  });

  it('renews its lease every minute and tells what was watched', async () => {
    const { show } = await inside();
    const reply = vi.spyOn(backend, 'act');
    show.playhead = {
      ...{ playing: true, camera: 'scene', mediaAt: new Date(time.now).toISOString() },
      take: () => ({ watchedMs: 60_000, quality: null }),
    };
    const before = show.state.entry!.lease.expiresAt;
    await time.pass(MINUTE + 1000);
    const beats = reply.mock.calls.filter(([name]) => name === 'heartbeat');
    expect(beats).toHaveLength(1);
    expect(beats[0]![1]).toMatchObject({ playing: true, camera: 'scene', watchedMs: 60_000 });
    expect(show.state.entry!.lease.expiresAt > before).toBe(true);
  });

  it('gets a fresh grant before the old one ends', async () => {
    const { show } = await inside();
    const first = show.state.entry!.grant!.expiresAt;
    await time.pass(9 * MINUTE);
    expect(show.state.entry!.grant!.expiresAt > first).toBe(true);
  });

  it.each(['offline', 'timeout', 'unavailable', 'blocked_by_site', 'bad_response', 'rate_limited'] as const)(
    'stays inside when a heartbeat meets %s: no answer is not a no',
    async (code) => {
      const { show } = await inside();
      failing('heartbeat', code);
      await time.pass(5 * MINUTE);
      expect(show.state).toMatchObject({ entryError: null });
      expect(show.state.entry).not.toBeNull();
    },
  );

  it.each(['lease_lost', 'ticket_void', 'session_replaced', 'show_cancelled'] as const)(
    'leaves when a heartbeat is refused with %s, and says why',
    async (code) => {
      const { show } = await inside();
      failing('heartbeat', code);
      await (await show.inside()).heartbeat();
      await settled();
      expect(show.state.entry).toBeNull();
      expect(show.state.entryError?.code).toBe(code);
    },
  );

  it('does not take its place back by itself from a newer device, and does when the fan asks', async () => {
    const { show } = await inside();
    failing('heartbeat', 'lease_lost');
    await (await show.inside()).heartbeat();
    backend.faults.fail = () => null;
    tab.wake();
    await venue.refreshSession();
    backend.desk.setSignals('show_lune_rousse', { pausedAt: new Date(time.now).toISOString() });
    await time.pass(5000);
    expect(show.state.entry).toBeNull();
    expect(show.state.entryError?.code).toBe('lease_lost');
    await show.join();
    expect(show.state.entry).not.toBeNull();
  });

  it('takes its place again when the fan has proved the mailbox while watching', async () => {
    const { show } = await inside();
    const before = show.state.entry!;
    const [order] = Object.values(backend.state.orders);
    await venue.act('requestPassLink', { email: order!.email, page: PAGE, locale: 'en' });
    const { code } = backend.mailbox.findLast(({ kind }) => kind === 'passLink')!;
    await venue.redeem({ email: order!.email, code: code! });
    await (await show.inside()).heartbeat();
    await settled();
    expect(show.state.entryError).toBeNull();
    expect(show.state.entry?.ticket).toBe(before.ticket);
    const lease = backend.state.leases[show.state.entry!.lease.id]!;
    expect(backend.state.sessions[lease.session]).toMatchObject({ kind: 'fan', ended: null });
    await (await show.inside()).heartbeat();
    expect(show.state.entryError).toBeNull();
  });

  it('ends the visit of a ticket that was taken back', async () => {
    const { show } = await inside();
    backend.desk.voidTicket(show.state.entry!.ticket!);
    await (await show.inside()).heartbeat();
    expect(show.state).toMatchObject({ entry: null });
    expect(show.state.entryError?.code).toBe('ticket_void');
  });

  it('gives its place back when the last attendant leaves, and not before', async () => {
    const { show, leave } = await inside();
    const second = show.attend();
    leave();
    leave();
    await time.pass(0);
    expect(show.state.entry).not.toBeNull();
    second();
    await time.pass(0);
    expect(show.state.entry).toBeNull();
    expect(time.waiting, 'no heartbeat goes on').toBe(0);
  });

  it('frees a place that was granted after everybody had left', async () => {
    await buy();
    const { show } = await open(venue, 'lune-rousse');
    const act = vi.spyOn(backend, 'act');
    backend.faults.latencyMs = 500;
    const leave = show.attend();
    leave();
    await time.pass(2000);
    expect(show.state.entry).toBeNull();
    expect(act.mock.calls.map(([name]) => name)).toEqual(['enter', 'leave']);
  });

  it('knocks again when the doors turn out not to be open yet', async () => {
    await buy();
    const { show } = await open(venue, 'lune-rousse');
    failing('enter', 'not_open_yet');
    show.attend();
    await settled();
    expect(show.state.entryError?.code).toBe('not_open_yet');
    backend.faults.fail = () => null;
    await time.pass(5000);
    expect(show.state.entry).not.toBeNull();
  });

  it('shows an own message as pending, then once, though it comes twice', async () => {
    const { show } = await inside();
    backend.faults.latencyMs = 300;
    const posted = (await show.inside()).post('Bonsoir !');
    expect(show.state.pending).toMatchObject([{ text: 'Bonsoir !', error: null }]);
    await time.pass(400);
    await posted;
    expect(show.state.pending).toEqual([]);
    expect(show.state.messages.filter((message) => message.text === 'Bonsoir !')).toHaveLength(1);
  });

  it('keeps a refused message with the reason, sends it again under the same key, or gives its text back', async () => {
    const { show } = await inside();
    failing('postMessage', 'offline');
    await (await show.inside()).post('Encore !');
    const [refused] = show.state.pending;
    expect(refused).toMatchObject({ text: 'Encore !', error: { code: 'offline' } });
    backend.faults.fail = () => null;
    const act = vi.spyOn(backend, 'act');
    await (await show.inside()).retry(refused!.key);
    expect(act.mock.calls[0]![1]).toMatchObject({ idempotencyKey: refused!.key });
    expect(show.state.pending).toEqual([]);
    failing('postMessage', 'slow_mode');
    await (await show.inside()).post('Trop vite');
    expect((await show.inside()).discard(show.state.pending[0]!.key)).toBe('Trop vite');
    expect(show.state.pending).toEqual([]);
  });

  it(`keeps the latest ${MESSAGES_KEPT} messages and says that there were more`, async () => {
    const { show } = await inside();
    const crowd = another();
    await crowd.venue.act('requestPassLink', { email: 'regie@parterre.example', page: PAGE, locale: 'fr' });
    const { code } = backend.mailbox.at(-1)!;
    await crowd.venue.redeem({ email: 'regie@parterre.example', code: code! });
    const theirs = await open(crowd.venue, 'lune-rousse');
    theirs.show.attend();
    await settled();
    for (let index = 0; index < MESSAGES_KEPT + 5; index++) await (await theirs.show.inside()).post(`Message ${index}`);
    await settled();
    expect(show.state.messages).toHaveLength(MESSAGES_KEPT);
    expect(show.state.messages.at(-1)?.text).toBe(`Message ${MESSAGES_KEPT + 4}`);
    expect(show.state.messages[0]?.text).toBe('Message 5');
    expect(show.state.messagesTrimmed).toBe(true);
  });

  it('takes a removed message away everywhere', async () => {
    const { show } = await inside();
    await (await show.inside()).post('À retirer');
    const [message] = show.state.messages;
    const desk = another();
    await desk.venue.act('requestPassLink', { email: 'regie@parterre.example', page: PAGE, locale: 'fr' });
    await desk.venue.redeem({ email: 'regie@parterre.example', code: backend.mailbox.at(-1)!.code! });
    const theirs = await open(desk.venue, 'lune-rousse');
    await (await theirs.show.inside()).moderate({ type: 'remove', message: message!.id });
    await settled();
    expect(show.state.messages).toEqual([]);
  });

  it('goes on in a room that was rotated', async () => {
    const { show } = await inside();
    await (await show.inside()).post('Avant');
    backend.desk.rotateRoom('show_lune_rousse');
    await settled();
    await time.pass(MINUTE + 1000);
    await (await show.inside()).post('Après');
    expect(show.state.messages.map((message) => message.text)).toContain('Après');
    expect(new Set(show.state.messages.map((message) => message.id)).size).toBe(show.state.messages.length);
  });

  it('looks afresh when the phone wakes up', async () => {
    const { show } = await inside();
    const act = vi.spyOn(backend, 'act');
    tab.wake();
    await settled();
    expect(act.mock.calls.map(([name]) => name)).toContain('heartbeat');
    expect(show.state.entry).not.toBeNull();
  });
});

describe('deviceLabel', () => {
  it.each([
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome, Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge, Windows',
    ],
    ['', 'Browser'],
  ])('reads %s as %s', (userAgent, label) => {
    expect(deviceLabel(userAgent)).toBe(label);
  });
});
