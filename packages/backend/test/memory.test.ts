/** What the memory server does beyond the protocol, which the conformance suite proves. */
import { describe, expect, it } from 'vitest';
import { checked } from '../src/index.ts';
import { createMemoryBackend, demoSeed, type MemoryOptions } from '../src/memory/index.ts';
import { FakeClock, settled } from './fakes.ts';

const PAGE = 'https://parterre.example/concerts/lune-rousse/';

const memory = (options: Partial<MemoryOptions> = {}) => createMemoryBackend({ seed: demoSeed(), ...options });

async function buy(backend: ReturnType<typeof memory>): Promise<string> {
  const { order, session } = await backend.act('createOrder', {
    idempotencyKey: 'k'.repeat(22),
    email: 'bea@example.org',
    locale: 'fr',
    lines: [{ type: 'offer', offer: 'offr_lune_direct', quantity: 1 }],
    currency: 'EUR',
    expectedTotal: { amountMinor: 900, currency: 'EUR' },
    page: PAGE,
    consents: { terms: true },
  });
  await backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: session?.token });
  return session?.token ?? '';
}

describe('the demo venue', () => {
  it('has a show of every kind, whole by the contract', async () => {
    const backend = checked(
      memory({ seed: demoSeed({ picture: (name) => `https://parterre.example/images/${name}.jpg` }) }),
    );
    const { shows } = await backend.read('listShows', { which: 'all' });
    expect(shows.map(({ slug, phase, access, status }) => [slug, phase, access, status])).toEqual([
      ['lune-rousse', 'live', 'ticket', 'confirmed'],
      ['les-balances', 'live', 'open', 'confirmed'],
      ['orage', 'announced', 'ticket', 'cancelled'],
      ['nuit-blanche', 'announced', 'ticket', 'confirmed'],
      ['velours', 'announced', 'ticket', 'confirmed'],
      ['grande-maree', 'replay', 'ticket', 'confirmed'],
    ]);
    for (const { id } of shows) await backend.read('getShow', { show: id });
    const { products } = await backend.read('listProducts', {});
    const stock = products.flatMap(({ variants }) => variants.map(({ availability }) => availability));
    expect(new Set(stock)).toEqual(new Set(['available', 'low', 'soldOut']));
  });
});

describe('a memory server', () => {
  it('writes its mails in the reader’s language', async () => {
    const backend = memory();
    await buy(backend);
    expect(backend.mailbox.map(({ to, subject, link }) => [to, subject, link.split('#')[0]])).toEqual([
      ['bea@example.org', 'Vos billets – Parterre', PAGE],
    ]);
    await backend.act('requestPassLink', { email: 'bea@example.org', page: PAGE, locale: 'en' });
    expect(backend.mailbox.at(-1)).toMatchObject({ kind: 'passLink', subject: 'Your way into Parterre' });
  });

  it('keeps its state between page loads', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    };
    const token = await buy(memory({ storage }));
    const again = memory({ storage });
    expect((await again.read('getPasses', {}, { session: token })).orders).toHaveLength(1);
    kept.set('parterre-memory:demo', '{"version":99}');
    await expect(memory({ storage }).read('getPasses', {}, { session: token })).rejects.toMatchObject({
      code: 'session_expired',
    });
  });

  it('signs the addresses of pictures as it is told, with the end of the grant', async () => {
    const clock = new FakeClock();
    const seed = demoSeed({ nowMs: clock.now() });
    const backend = memory({
      seed,
      clock,
      signPlayback: async ({ camera, mode }, expiresAt) => `https://stage.example/${mode}/${camera}?until=${expiresAt}`,
    });
    const token = await buy(backend);
    const entry = await backend.act('enter', { show: 'lune-rousse', device: 'device_1' }, { session: token });
    expect(entry.grant?.cameras.map(({ url }) => url)).toEqual([
      `https://stage.example/live/scene?until=${clock.now() + 900_000}`,
      `https://stage.example/live/salle?until=${clock.now() + 900_000}`,
    ]);
  });

  it('is as slow and as faulty as it is asked to be', async () => {
    const clock = new FakeClock();
    const backend = memory({ clock, faults: { latencyMs: 300 } });
    let answered = false;
    const venue = backend.read('getVenue', {}).then(() => (answered = true));
    await clock.advance(299);
    expect(answered).toBe(false);
    await clock.advance(1);
    await venue;
    backend.faults.latencyMs = 0;
    backend.faults.fail = (name) => (name === 'getVenue' ? 'unavailable' : null);
    await expect(backend.read('getVenue', {})).rejects.toMatchObject({ code: 'unavailable' });
    await backend.read('listShows', { which: 'all' });
  });

  it('leaves no timer when a slow call is given up', async () => {
    const clock = new FakeClock();
    const backend = memory({ clock, faults: { latencyMs: 300 } });
    const controller = new AbortController();
    const call = backend.read('getVenue', {}, { signal: controller.signal });
    await settled();
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(clock.pending).toBe(0);
  });

  it('hands out copies: nobody changes its state from outside', async () => {
    const backend = memory();
    const show = await backend.read('getShow', { show: 'nuit-blanche' });
    show.offers[0]!.price.amountMinor = 1;
    expect((await backend.read('getShow', { show: 'nuit-blanche' })).offers[0]?.price.amountMinor).toBe(1200);
  });
});
