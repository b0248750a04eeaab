import { describe, expect, it } from 'vitest';
import { ParterreError } from '@parterre/protocol/errors';
import { createMemoryBackend, demoSeed } from '../src/memory/index.ts';
import { createHttpBackend, type Backend, type HttpOptions } from '../src/index.ts';
import { serverAt } from '../src/http/address.ts';
import { FakeClock, fakeFetch, html, json, settled, silence, unreachable, type Answer, type Asked } from './fakes.ts';

const venue = await createMemoryBackend({ seed: demoSeed() }).read('getVenue', {});
const BASE = 'https://venue.example/wp-json/parterre/v1';

function backendOf(
  answer: Answer,
  options: Partial<HttpOptions> = {},
): { backend: Backend; asked: Asked[]; clock: FakeClock } {
  const { fetch, asked } = fakeFetch(answer);
  const clock = new FakeClock();
  return {
    backend: createHttpBackend({ address: 'https://venue.example', fetch, clock, random: () => 0.5, ...options }),
    asked,
    clock,
  };
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof ParterreError ? error.code : String(error)),
  );

const header = ({ init }: Asked, name: string): string | null => new Headers(init.headers).get(name);

describe('the address', () => {
  it.each([
    ['https://venue.example', BASE],
    ['https://venue.example/', BASE],
    ['https://venue.example/wp-json/', BASE],
    ['https://venue.example/wp-json/parterre/v1/', BASE],
    ['https://venue.example/?rest_route=/parterre/v1', BASE],
    ['https://venue.example/index.php?rest_route=/parterre/v1', BASE],
    ['https://venue.example/blog/', 'https://venue.example/blog/wp-json/parterre/v1'],
    ['https://api.example/concerts/v1', 'https://api.example/concerts/v1'],
  ])('%s is %s', (written, address) => {
    expect(serverAt(written).address).toBe(address);
  });

  it.each(['javascript:alert(1)', 'data:text/plain,x', 'ftp://venue.example', 'not an address'])(
    '%s is none',
    (written) => {
      expect(() => serverAt(written)).toThrow(TypeError);
    },
  );

  it('starts from the page when it is relative', () => {
    expect(serverAt('/wp-json/parterre/v1', 'https://venue.example/shows/x/').address).toBe(BASE);
  });

  it('asks the other form once where the site has no pretty links, and stays with it', async () => {
    const { backend, asked } = backendOf(({ url }) => (url.includes('rest_route') ? json(venue) : html(404)));
    await backend.read('getVenue', {});
    await backend.read('listShows', { which: 'all' }).catch(() => undefined);
    expect(asked.map(({ url }) => new URL(url).search)).toEqual([
      '',
      '?rest_route=%2Fparterre%2Fv1%2Fvenue',
      '?rest_route=%2Fparterre%2Fv1%2Fvenue',
      '?rest_route=%2Fparterre%2Fv1%2Fshows&which=all',
    ]);
  });

  it('asks no other form once the first has answered', async () => {
    let answered = false;
    const { backend, asked } = backendOf(() => {
      if (answered) return html(403);
      answered = true;
      return json(venue);
    });
    await backend.read('getVenue', {});
    expect(await codeOf(backend.read('getVenue', {}))).toBe('blocked_by_site');
    expect(asked).toHaveLength(2);
  });
});

describe('a request', () => {
  it('carries nothing without a session, so that no browser asks for permission first', async () => {
    const { backend, asked } = backendOf(() => json(venue));
    await backend.read('getVenue', {});
    expect(asked[0]?.init.headers).toEqual({});
    expect(asked[0]?.init.credentials).toBe('omit');
  });

  it('carries the session in both headers', async () => {
    const { backend, asked } = backendOf(() => json({}));
    await backend.act('endSession', {}, { session: 'token' });
    expect(header(asked[0]!, 'authorization')).toBe('Bearer token');
    expect(header(asked[0]!, 'x-parterre-session')).toBe('token');
    expect(asked[0]?.init.body).toBeUndefined();
  });

  it('puts parameters into the path, escaped, and the rest into the body', async () => {
    const { backend, asked } = backendOf(() => json({}));
    await backend
      .act('reportMessage', { message: 'mssg/1', show: 'show_1', reason: 'spam' }, { session: 'token' })
      .catch(() => undefined);
    expect(asked[0]?.url).toBe(`${BASE}/messages/mssg%2F1/report`);
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({ show: 'show_1', reason: 'spam' });
  });

  it('leaves out of a query what is not there', async () => {
    const { backend, asked } = backendOf(() => json({ products: [] }));
    await backend.read('listProducts', {});
    await backend.read('listProducts', { show: 'a b&c' });
    expect(asked.map(({ url }) => url)).toEqual([`${BASE}/products`, `${BASE}/products?show=a+b%26c`]);
  });
});

describe('a host that lets only GET and POST through', () => {
  const strict =
    (refusal: () => Response): Answer =>
    ({ init }) =>
      init.method === 'GET' || init.method === 'POST' ? json({}) : refusal();

  it.each<[string, () => Response]>([
    ['405', () => html(405)],
    ['403', () => html(403)],
    ['501', () => html(501)],
  ])('with a %s is asked by POST, and from then on at once', async (_, refusal) => {
    const { backend, asked } = backendOf(strict(refusal), { address: 'https://api.example/v1' });
    await backend.act('endSession', {}, { session: 't' });
    await backend.act('revokeDevice', { device: 'devc_1' }, { session: 't' });
    expect(asked.map(({ url, init }) => `${init.method} ${url}`)).toEqual([
      'DELETE https://api.example/v1/session',
      'POST https://api.example/v1/session?_method=DELETE',
      'POST https://api.example/v1/devices/devc_1?_method=DELETE',
    ]);
  });

  it('is not suspected where the server itself refuses', async () => {
    const { backend, asked } = backendOf(() => json({ error: { code: 'forbidden', retryable: false } }, 403));
    expect(await codeOf(backend.act('endSession', {}, { session: 't' }))).toBe('forbidden');
    expect(asked).toHaveLength(1);
  });
});

describe('an answer', () => {
  it.each<[string, () => Response, string]>([
    ['an error of the protocol', () => json({ error: { code: 'not_found', retryable: false } }, 404), 'not_found'],
    [
      'a refusal that no public read declares',
      () => json({ error: { code: 'sold_out', retryable: false } }, 409),
      'bad_response',
    ],
    [
      'an error of a newer protocol',
      () => json({ error: { code: 'moon_phase', retryable: false } }, 409),
      'bad_response',
    ],
    ['an error of WordPress itself', () => json({ code: 'rest_forbidden', message: 'No.' }, 401), 'blocked_by_site'],
    ['a login page', () => html(200), 'blocked_by_site'],
    ['a firewall page', () => html(403), 'blocked_by_site'],
    ['a maintenance page', () => html(503), 'unavailable'],
    ['a proxy’s page', () => html(502), 'unavailable'],
    ['a limiter’s page', () => html(429), 'rate_limited'],
    [
      'half an answer',
      () => new Response('{"id":', { headers: { 'content-type': 'application/json' } }),
      'bad_response',
    ],
    ['nothing', () => new Response('', { headers: { 'content-type': 'application/json' } }), 'bad_response'],
    ['the wrong shape', () => json({ ...venue, currency: 'euro' }), 'bad_response'],
    ['a list', () => json([venue]), 'bad_response'],
  ])('that is %s is told as such', async (_, answer, code) => {
    // A site's own address has no second form to look for.
    const { backend, clock } = backendOf(() => answer(), { address: 'https://api.example/v1' });
    const promise = codeOf(backend.read('getVenue', {}));
    await clock.advance(60_000);
    expect(await promise).toBe(code);
  });

  it('keeps what the server says about when to come back, and where the input is wrong', async () => {
    const body = {
      error: {
        code: 'bad_request',
        retryable: false,
        retryAfterMs: 1234,
        issues: [{ path: 'email', problem: 'format' }],
      },
    };
    const { backend } = backendOf(() => json(body, 400));
    const error: ParterreError = await backend.act('endSession', {}, { session: 't' }).then(
      () => expect.fail('allowed'),
      (thrown: ParterreError) => thrown,
    );
    expect([error.retryAfterMs, error.issues]).toEqual([1234, [{ path: 'email', problem: 'format' }]]);
  });

  it('may hold fields of a newer protocol', async () => {
    const { backend } = backendOf(() => json({ ...venue, weather: 'rain' }));
    expect(await backend.read('getVenue', {})).toMatchObject({ id: venue.id, weather: 'rain' });
  });
});

describe('trouble on the way', () => {
  it('is tried again for reads, twice, with growing pauses', async () => {
    const { backend, asked, clock } = backendOf(unreachable);
    const code = codeOf(backend.read('getVenue', {}));
    await settled();
    expect(clock.nextIn).toBe(400);
    await clock.advance(400);
    expect(clock.nextIn).toBe(800);
    await clock.advance(800);
    expect(await code).toBe('unavailable');
    expect(asked).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  it('is never tried again for acts', async () => {
    const { backend, asked } = backendOf(unreachable);
    expect(await codeOf(backend.act('endSession', {}, { session: 't' }))).toBe('unavailable');
    expect(asked).toHaveLength(1);
  });

  it('is over when the second try succeeds', async () => {
    let tries = 0;
    const { backend, clock } = backendOf(() => (++tries === 1 ? html(503) : json(venue)));
    const reply = backend.read('getVenue', {});
    await clock.advance(400);
    expect(await reply).toMatchObject({ id: venue.id });
  });

  it('waits as long as the server asks, and not for a server that asks for too long', async () => {
    const limited = (seconds: number) => () =>
      json({ error: { code: 'rate_limited', retryable: true } }, 429, { 'retry-after': String(seconds) });
    const patient = backendOf(limited(3));
    const first = codeOf(patient.backend.read('getVenue', {}));
    await settled();
    expect(patient.clock.nextIn).toBe(3000);
    await patient.clock.advance(10_000);
    expect(await first).toBe('rate_limited');
    const busy = backendOf(limited(3600));
    expect(await codeOf(busy.backend.read('getVenue', {}))).toBe('rate_limited');
    expect(busy.asked).toHaveLength(1);
  });

  it('is a timeout after fifteen seconds', async () => {
    const { backend, clock, asked } = backendOf(silence);
    const code = codeOf(backend.act('endSession', {}, { session: 't' }));
    await clock.advance(14_999);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(await code).toBe('timeout');
    expect(clock.pending).toBe(0);
  });

  it('is known before anything is sent when the device is offline', async () => {
    const { backend, asked } = backendOf(() => json(venue), { online: () => false });
    expect(await codeOf(backend.read('getVenue', {}))).toBe('offline');
    expect(asked).toHaveLength(0);
  });
});

describe('giving up', () => {
  it('ends a request and leaves no timer', async () => {
    const { backend, clock } = backendOf(silence);
    const controller = new AbortController();
    const code = codeOf(backend.read('getVenue', {}, { signal: controller.signal }));
    await settled();
    controller.abort();
    expect(await code).toBe('aborted');
    expect(clock.pending).toBe(0);
  });

  it('ends the pause between two tries', async () => {
    const { backend, clock, asked } = backendOf(unreachable);
    const controller = new AbortController();
    const code = codeOf(backend.read('getVenue', {}, { signal: controller.signal }));
    await settled();
    controller.abort();
    expect(await code).toBe('aborted');
    expect(clock.pending).toBe(0);
    expect(asked).toHaveLength(1);
  });
});
