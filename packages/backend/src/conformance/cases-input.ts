/** Bad input: whatever is wrong with a request, it meets a typed refusal and changes nothing. */
import type { OperationName } from '@parterre/protocol';
import type { ErrorCode } from '@parterre/protocol/errors';
import { equal, ok, refused } from './assert.ts';
import type { Case } from './index.ts';
import { call } from './refusals.ts';
import { orderOf, type Stage } from './stage.ts';

const send = (stage: Stage, name: OperationName, input: unknown, session?: string): Promise<unknown> =>
  // The whole point is an input that the types forbid.
  call(stage, name as 'getVenue', input as Record<string, never>, session);

const line = (quantity: unknown) => [{ type: 'offer', offer: 'offr_live', quantity }];

/** What is wrong, and the order it is wrong in. */
const badOrders: readonly [what: string, change: Record<string, unknown>][] = [
  ['a negative quantity', { lines: line(-1) }],
  ['a quantity of zero', { lines: line(0) }],
  ['a quantity of a billion', { lines: line(1_000_000_000) }],
  ['half a ticket', { lines: line(1.5) }],
  ['a quantity in words', { lines: line('two') }],
  ['no lines', { lines: [] }],
  ['twenty-one lines', { lines: Array.from({ length: 21 }, () => line(1)[0]) }],
  ['a line of an unknown type', { lines: [{ type: 'gift', offer: 'offr_live', quantity: 1 }] }],
  ['an address without an at', { email: 'bea.example.org' }],
  ['an address that would add a header', { email: 'bea@example.org\r\nBcc: all@example.org' }],
  ['a page that is a script', { page: 'javascript:alert(1)' }],
  ['a currency in lower case', { currency: 'eur' }],
  ['a total that is text', { expectedTotal: { amountMinor: '1200', currency: 'EUR' } }],
  ['a short key', { idempotencyKey: 'short' }],
  ['a language that is a path', { locale: '../../etc/passwd' }],
  ['no key', { idempotencyKey: undefined }],
];

export const input: readonly Case[] = [
  ...badOrders.map(([what, change]): Case => [
    `an order with ${what} is a bad request`,
    async (stage) => {
      const error = await refused(
        send(stage, 'createOrder', { ...orderOf('offr_live'), ...change }),
        'bad_request',
        what,
      );
      ok(error.issues.length > 0, 'issues say where');
      equal((await stage.peek('orders')).orders, [], 'orders');
      equal(await stage.pool('pool_any'), { held: 0, sold: 0 }, 'the stock');
    },
  ]),
  [
    'unknown fields are ignored',
    async (stage) => {
      const { order } = (await send(stage, 'createOrder', { ...orderOf('offr_live'), admin: true, price: 0 })) as {
        order: { total: unknown };
      };
      equal(order.total, { amountMinor: 1200, currency: 'EUR' }, 'the total');
    },
  ],
  [
    'five megabytes are too large',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const text = 'x'.repeat(5 * 1024 * 1024);
      await refused(
        send(stage, 'updateSession', { displayName: text }, token),
        'too_large',
        'a name of five megabytes',
      );
      await refused(
        send(stage, 'createOrder', { ...orderOf('offr_live'), email: text }),
        'too_large',
        'an order of five megabytes',
      );
      equal((await stage.peek('orders')).orders.length, 1, 'orders');
    },
  ],
  [
    'ids with strange characters find nothing',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const ids = ["x' OR '1'='1", '../venue', '%00', 'a'.repeat(5000), '<script>', '🎸', 'a b'];
      const expected: ErrorCode[] = ['bad_request', 'not_found', 'cart_not_found', 'too_large'];
      for (const id of ids) {
        await refused(send(stage, 'getShow', { show: id }), expected, `the show ${id.slice(0, 20)}`);
        await refused(send(stage, 'getOrder', { order: id }, token), expected, `the order ${id.slice(0, 20)}`);
        await refused(send(stage, 'getCart', { cart: id }), expected, `the cart ${id.slice(0, 20)}`);
        await refused(
          send(stage, 'enter', { show: id, device: 'device_1' }, token),
          expected,
          `entering ${id.slice(0, 20)}`,
        );
      }
    },
  ],
  [
    'forged and mangled tokens are no session',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const forged = [
        `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
        token.toUpperCase() === token ? token.toLowerCase() : token.toUpperCase(),
        'null',
        'undefined',
        `${token}.`,
      ];
      for (const each of forged) {
        await refused(
          stage.backend.read('getSession', {}, { session: each }),
          ['session_expired', 'session_required'],
          each,
        );
        await refused(stage.enter('show_live', each), ['session_expired', 'session_required'], each);
      }
    },
  ],
  [
    'a call that is given up rejects with aborted',
    async (stage) => {
      const controller = new AbortController();
      controller.abort();
      await refused(stage.backend.read('getVenue', {}, { signal: controller.signal }), 'aborted', 'reading');
      await refused(
        stage.backend.act('createOrder', orderOf('offr_live'), { signal: controller.signal }),
        'aborted',
        'acting',
      );
      equal((await stage.peek('orders')).orders, [], 'orders');
    },
  ],
];
