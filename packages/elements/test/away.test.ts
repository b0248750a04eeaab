/** Coming in where the server is silent, or knows nobody while the venue honours everybody. */
import { askVerifier } from '@parterre/backend/verifier';
import type { MemoryBackend } from '@parterre/backend/memory';
import type { Entry } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '../src/session/attendance.ts';
import '../src/session/away.ts';
import { VenueSession } from '../src/session/venue-session.ts';
import { browser, server, settled, SharedStorage, Time } from './world.ts';

vi.mock('@parterre/backend/verifier', () => ({ askVerifier: vi.fn<() => Promise<Entry>>() }));
const verifier = vi.mocked(askVerifier);

const SHOW = 'show_lune_rousse';
const PAGE = 'https://venue.example/concerts/lune-rousse/';
const VERIFY = 'https://venue.example/verify.php';

let time: Time;
let backend: MemoryBackend;
let storage: SharedStorage;
let venue: VenueSession;

/** The demo's server, which tells where its verifier is. */
function telling(inner: MemoryBackend): MemoryBackend {
  const read: MemoryBackend['read'] = async (name, input, call) => {
    const answer = await inner.read(name, input, call);
    return name === 'getShow' ? { ...answer, verifyUrl: VERIFY } : answer;
  };
  return Object.assign(Object.create(inner) as MemoryBackend, { read });
}

const away = (code: 'unavailable' | 'timeout' | 'ticket_void') =>
  (backend.faults.fail = (name) => (name === 'enter' ? code : null));

const entryOf = (assertion: string): Entry => ({
  show: SHOW,
  ticket: 'tick_1',
  keep: 'enter',
  lease: { id: 'signed_1', expiresAt: new Date(time.now + 900_000).toISOString(), heartbeatSeconds: 60 },
  grant: {
    mode: 'live',
    cameras: [
      {
        camera: 'stage',
        label: '',
        offsetMs: 0,
        url: 'https://stream.example/a/1/stage/master.m3u8',
        backupUrl: null,
        missing: null,
        captions: [],
        prefixes: [],
      },
    ],
    sound: 'master',
    renew: 'path',
    issuedAt: new Date(time.now).toISOString(),
    expiresAt: new Date(time.now + 900_000).toISOString(),
    chapters: [],
    until: null,
    features: [],
    mark: null,
  },
  roomUrl: null,
  me: { author: `athr_${assertion.length}`, capabilities: [], mutedUntil: null },
  serverTime: new Date(time.now).toISOString(),
});

beforeEach(async () => {
  time = new Time();
  backend = telling(server(time));
  storage = new SharedStorage();
  venue = new VenueSession(backend, browser(time, storage));
  verifier.mockReset();
  verifier.mockImplementation(async (_, knock) => entryOf('assertion' in knock ? knock.assertion : ''));
  const lines = [{ type: 'offer' as const, offer: 'offr_lune_direct', quantity: 1 }];
  const { total } = await venue.quote({ lines, currency: 'EUR' });
  const order = await venue.order({
    ...{ lines, email: 'bea@example.org', locale: 'fr', currency: 'EUR', expectedTotal: total, page: PAGE },
    idempotencyKey: 'away-test-key-0000000001',
    consents: { terms: true },
  });
  await venue.keep('payTest', { order: order.id, outcome: 'approve' });
  await settled();
});

afterEach(() => venue.close());

async function open(session = venue) {
  const { session: show } = session.acquireShow(SHOW);
  await settled();
  show.attend();
  await time.pass(50);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await settled();
  return show;
}

describe('where the server is away', () => {
  it('a signed ticket lets in by the verifier, and the server takes over once it is back', async () => {
    away('unavailable');
    const show = await open();
    expect(verifier).toHaveBeenCalled();
    expect(verifier.mock.calls[0]?.[0]).toBe(VERIFY);
    expect(show.state.entry?.keep).toBe('enter');
    backend.faults.fail = () => null;
    await time.pass(90_000);
    await settled();
    expect(show.state.entry?.keep).toBe('heartbeat');
  });

  it('a refusal is believed: nobody asks elsewhere', async () => {
    away('ticket_void');
    const show = await open();
    expect(verifier).not.toHaveBeenCalled();
    expect(show.state.entryError?.code).toBe('ticket_void');
  });

  it('the verifier’s refusal is believed too', async () => {
    away('timeout');
    verifier.mockRejectedValue(new ParterreError('ticket_void'));
    const show = await open();
    expect(show.state.entry).toBeNull();
    expect(show.state.entryError?.code).toBe('ticket_void');
  });

  it('a page that is opened anew comes in with what it kept', async () => {
    const show = await open();
    expect(show.state.entry?.keep).toBe('heartbeat');
    backend.faults.fail = () => 'unavailable';
    const later = new VenueSession(backend, browser(time, storage));
    const again = await open(later);
    // The show is asked for again in a moment; by then somebody on the page wants to be inside.
    await time.pass(5000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await settled();
    expect(again.state.show?.id).toBe(SHOW);
    expect(again.state.entry?.keep).toBe('enter');
    later.close();
  });

  it('whoever logs out leaves nothing signed behind', async () => {
    await open();
    expect(venue.recall('signed')).toMatch(/assertion/);
    await venue.logOut();
    expect(venue.recall('signed')).toBeNull();
  });
});
