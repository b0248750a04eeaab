/** HTTP itself, past any adapter: statuses, bodies, headers. Only for backends that are reached over HTTP. */
import { ERROR_STATUS, type ErrorBody } from '@parterre/protocol/errors';
import { routes } from '@parterre/protocol/wire';
import { equal, ok, present } from './assert.ts';
import type { Case } from './index.ts';
import { orderOf, type Stage } from './stage.ts';

interface Raw {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

async function raw(stage: Stage, path: string, init: RequestInit = {}): Promise<Raw> {
  const response = await fetch(`${present(stage.harness.http, 'an HTTP address')}${path}`, init);
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${path} answered ${response.status} with something that is not JSON: ${text.slice(0, 200)}`);
  }
  return { status: response.status, headers: response.headers, json };
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

function equalError({ status, json: body }: Raw, code: keyof typeof ERROR_STATUS, what: string): void {
  equal([status, (body as ErrorBody).error?.code], [ERROR_STATUS[code], code], what);
}

export const transport: readonly Case[] = [
  [
    'malformed JSON is a bad request',
    async (stage) => {
      for (const body of ['{', '{"lines":', 'null', '[]', '"text"', '\u0000', '{"a":1}{"b":2}']) {
        equalError(await raw(stage, routes.createOrder.path, json(body)), 'bad_request', body);
      }
    },
  ],
  [
    'a body of five megabytes is too large, before anybody reads it',
    async (stage) => {
      equalError(
        await raw(stage, routes.createOrder.path, json(`{"email":"${'x'.repeat(5 * 1024 * 1024)}"}`)),
        'too_large',
        'five megabytes',
      );
      equalError(
        await raw(stage, routes.createOrder.path, json(`{"email":"${'x'.repeat(70 * 1024)}"}`)),
        'too_large',
        'seventy kilobytes',
      );
    },
  ],
  [
    'refusals have the status of their code and say where the input is wrong',
    async (stage) => {
      equalError(await raw(stage, '/shows/show_of_dreams'), 'not_found', 'an unknown show');
      equalError(await raw(stage, routes.getSession.path), 'session_required', 'no session');
      const bad = await raw(stage, routes.createOrder.path, json({ ...orderOf('offr_live'), email: 'nobody' }));
      equalError(bad, 'bad_request', 'a bad address');
      const { error } = bad.json as ErrorBody;
      equal([error.retryable, error.issues?.[0]?.path], [false, 'email'], 'the error');
    },
  ],
  [
    'a token is taken from either header',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const forms: Record<string, string>[] = [{ authorization: `Bearer ${token}` }, { 'x-parterre-session': token }];
      for (const headers of forms) {
        equal((await raw(stage, routes.getSession.path, { headers })).status, 200, Object.keys(headers).join());
      }
    },
  ],
  [
    'a PUT or DELETE that had to travel as POST is the same request',
    async (stage) => {
      const cart = await stage.backend.act('createCart', { currency: 'EUR', lines: [] });
      const lines = [{ variant: 'vrnt_poster', quantity: 2 }];
      equal(
        (await raw(stage, `/carts/${cart.id}?_method=PUT`, json({ currency: 'EUR', lines }))).status,
        200,
        'the PUT',
      );
      equal((await stage.backend.read('getCart', { cart: cart.id })).lines.length, 1, 'the cart');
      const { token } = await stage.buy('offr_live');
      const ended = await raw(stage, '/session?_method=DELETE', {
        method: 'POST',
        headers: { 'x-parterre-session': token },
      });
      equal(ended.status, 200, 'the DELETE');
      equalError(
        await raw(stage, '/session', { headers: { 'x-parterre-session': token } }),
        'session_expired',
        'the session',
      );
    },
  ],
  [
    'no cookie is ever set, and what is personal is never stored',
    async (stage) => {
      const { token, order } = await stage.buy('offr_live');
      const replies: [string, RequestInit?][] = [
        [routes.getVenue.path],
        ['/shows/show_live'],
        [`/orders/${order.id}`, { headers: { 'x-parterre-session': token } }],
        [routes.createOrder.path, json(orderOf('offr_live'))],
        [
          routes.requestPassLink.path,
          json({ email: 'bea@example.org', page: orderOf('offr_live').page, locale: 'en' }),
        ],
      ];
      for (const [path, init] of replies) {
        const { headers, status } = await raw(stage, path, init);
        equal([status, headers.get('set-cookie')], [200, null], path);
        const cache = headers.get('cache-control') ?? '';
        const isPublic = path === routes.getVenue.path || path === '/shows/show_live';
        if (isPublic) ok(/max-age=[1-9]/.test(cache), `${path} may be cached, not "${cache}"`);
        else ok(cache.includes('no-store'), `${path} is not stored, not "${cache}"`);
      }
    },
  ],
  [
    'only origins that the venue allows are answered across origins',
    async (stage) => {
      const asked = async (origin: string) =>
        (await raw(stage, routes.getVenue.path, { headers: { origin } })).headers.get('access-control-allow-origin');
      equal(await asked('https://venue.example'), 'https://venue.example', 'the venue’s own page');
      equal(await asked('https://elsewhere.example'), null, 'another page');
    },
  ],
];
