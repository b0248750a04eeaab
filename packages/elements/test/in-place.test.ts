import type { MemoryBackend } from '@parterre/backend/memory';
import type { Message } from '@parterre/protocol';
import { beforeEach, describe, expect, it, vi } from 'vitest';
// Fetched when they are first needed: here they are on the page already, so that time can stand still meanwhile.
import '../src/session/attendance.ts';
import { InPlace } from '../src/session/in-place.ts';
import type { Playhead, ShowSession } from '../src/session/show-session.ts';
import { VenueSession } from '../src/session/venue-session.ts';
import { browser, server, settled, START, Time } from './world.ts';

const SHOW = 'show_grande_maree';
/** When the show that is replayed began. */
const LIVE = START - 5 * 86_400_000;

let time: Time;
let backend: MemoryBackend;
let venue: VenueSession;
let show: ShowSession;
/** Milliseconds into the show that are on screen; null before the first frame. */
let position: number | null;
let asked: number;

const playhead: Playhead = {
  playing: true,
  camera: 'stage',
  get mediaAt() {
    return position === null ? null : new Date(LIVE + position).toISOString();
  },
  take: () => ({ watchedMs: 0, quality: null }),
};

/** A message as it was said during the show, seen so many milliseconds into it. */
function said(id: string, seenMs: number | null, writtenMs = seenMs ?? 0): void {
  const message: Message = {
    id,
    author: { id: 'athr_1', name: 'Bea', rank: null, role: 'fan' },
    text: id,
    at: new Date(LIVE + writtenMs).toISOString(),
    mediaAt: seenMs === null ? null : new Date(LIVE + seenMs).toISOString(),
  };
  backend.state.messages[id] = {
    ...{ message, show: SHOW, key: id, sentAt: LIVE + writtenMs, removed: false, reports: [] },
  };
}

const texts = () => show.state.placed?.map(({ text }) => text);

/** Moves picture and clock. */
async function goTo(milliseconds: number | null): Promise<void> {
  position = milliseconds;
  await time.pass(600);
}

async function watch(): Promise<void> {
  show.playhead = playhead;
  await time.pass(600);
}

beforeEach(async () => {
  time = new Time();
  backend = server(time);
  venue = new VenueSession(backend, browser(time));
  position = null;
  asked = 0;
  const read = backend.read.bind(backend);
  vi.spyOn(backend, 'read').mockImplementation((name, input, options) => {
    if (name === 'recallMessages') asked++;
    return read(name, input, options);
  });
  const lines = [{ type: 'offer' as const, offer: 'offr_maree_replay', quantity: 1 }];
  const { total } = await venue.quote({ lines, currency: 'EUR' });
  const order = await venue.order({
    ...{ lines, email: 'bea@example.org', locale: 'fr', currency: 'EUR', expectedTotal: total },
    page: 'https://venue.example/concerts/grande-maree/',
    consents: { terms: true, waiver: true },
    idempotencyKey: 'in-place-key-00000000001',
  });
  await venue.keep('payTest', { order: order.id, outcome: 'approve' });
  await settled();
  show = venue.acquireShow(SHOW).session;
  await settled();
  show.attend();
  await time.pass(10);
  expect(show.state.entry?.grant?.mode).toBe('replay');
  expect(show.state.placed, 'until a chat asks').toBe(null);
  (await show.inside()).followPicture(InPlace);
});

describe('the chat of a replay', () => {
  it('follows the picture, in the order of the picture', async () => {
    said('later', 20_000);
    said('without a picture', null, 12_000);
    said('looked back at', 5000, 90_000);
    await time.pass(600);
    expect(texts(), 'nobody has pressed play').toEqual([]);
    await watch();
    expect(texts(), 'before the first frame').toEqual([]);
    await goTo(1000);
    expect(texts()).toEqual([]);
    await goTo(5000);
    expect(texts()).toEqual(['looked back at']);
    await goTo(13_000);
    expect(texts()).toEqual(['looked back at', 'without a picture']);
    await goTo(60_000);
    expect(texts()).toEqual(['looked back at', 'without a picture', 'later']);
    await goTo(6000);
    expect(texts(), 'after going back').toEqual(['looked back at']);
    expect(asked, 'requests').toBe(1);
  });

  it('asks once for every hundred messages, and after a jump', async () => {
    for (let n = 0; n < 350; n++) said(`m${n}`, n * 1000);
    position = 0;
    await watch();
    expect(asked).toBe(1);
    expect(texts()).toEqual(['m0']);
    await goTo(100_000);
    expect([asked, texts()?.length]).toEqual([1, 101]);
    await goTo(100_500);
    expect(asked, 'at the end of what is known').toBe(2);
    await goTo(101_000);
    expect(texts()?.at(-1)).toBe('m101');
    await goTo(340_000);
    expect(asked, 'after a jump').toBe(3);
    expect(texts()?.at(-1)).toBe('m340');
    await goTo(349_000);
    expect([asked, texts()?.at(-1)]).toEqual([3, 'm349']);
    await goTo(30_000);
    expect([asked, texts()?.at(-1)], 'back to where nothing is known any more').toEqual([4, 'm30']);
  });

  it('takes in what is written now, and lets go of what is taken out', async () => {
    said('early', 5000);
    position = 10_000;
    await watch();
    await (await show.inside()).post('From my sofa');
    expect(texts()).toEqual(['early', 'From my sofa']);
    expect(show.state.placed?.[1]?.mediaAt).toBe(new Date(LIVE + 10_000).toISOString());
    await goTo(9000);
    expect(texts()).toEqual(['early']);
    const room = { session: show.venue.token ?? undefined };
    expect(room.session).toBeTruthy();
    const inside = await show.inside();
    inside.hear([{ seq: 99, at: new Date(time.now).toISOString(), type: 'message.removed', message: 'early' }]);
    expect(texts()).toEqual([]);
  });

  it('shows everything where the recording has no dates', async () => {
    said('early', 5000);
    await watch();
    await time.pass(4000);
    expect(show.state.placed).toBe(null);
    await goTo(6000);
    expect(texts(), 'once it has some').toEqual(['early']);
  });

  it('waits for the server', async () => {
    said('early', 5000);
    backend.faults.fail = (name) => (name === 'recallMessages' ? 'unavailable' : null);
    position = 6000;
    await watch();
    expect(texts()).toEqual([]);
    backend.faults.fail = () => null;
    await time.pass(6000);
    expect(texts()).toEqual(['early']);
  });

  it('is left alone where the server says no', async () => {
    said('early', 5000);
    backend.faults.fail = (name) => (name === 'recallMessages' ? 'forbidden' : null);
    position = 6000;
    await watch();
    expect(show.state.placed).toBe(null);
    await time.pass(30_000);
    expect(asked).toBe(1);
  });

  it('is the whole chat again once the show is no replay any more', async () => {
    position = 6000;
    await watch();
    expect(show.state.placed).toEqual([]);
    show.close();
    expect(show.state.placed).toBe(null);
    await time.pass(60_000);
    expect(time.waiting, 'timers').toBe(0);
  });
});
