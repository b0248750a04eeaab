/**
 * Every operation of the protocol, version 1. The table is the contract: adapters, the server's routes, the OpenAPI
 * document and the conformance suite are all made from it.
 *
 * `path` parameters are taken out of the input by name; what is left goes to the query (GET) or the JSON body.
 * Every operation may also answer with the common errors of `errors.ts`.
 */
import * as z from 'zod/mini';
import type { OperationError } from './errors.ts';
import { cart, cartRequest, product } from './merch.ts';
import { lineRequests, order, orderRequest, quote, testOutcome } from './orders.ts';
import { entry, heartbeatReply, heartbeatRequest } from './playback.ts';
import { currency, email, id, locale, secret, text, url } from './primitives.ts';
import { message, messageRequest, moderationAction, report, reportReason } from './room.ts';
import { passes, session, sessionGrant } from './sessions.ts';
import { type feature, show, showSummary, venue } from './shows.ts';

/** Who may call: anybody; anybody, with the session used if there is one; only with a session. */
export type OperationAuth = 'none' | 'optional' | 'session';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1`. */
  readonly path: string;
  readonly auth: OperationAuth;
  /** Seconds a shared cache may keep the answer; 0 means `no-store`. */
  readonly cacheSeconds: number;
  /** The feature a backend must declare for this operation to exist; null for the core. */
  readonly feature: z.infer<typeof feature> | null;
  readonly input: z.ZodMiniType;
  readonly output: z.ZodMiniType;
  readonly errors: readonly OperationError[];
}

const nothing = z.object({});
const deviceLabel = text(80);

export const operations = {
  getVenue: {
    method: 'GET',
    path: '/venue',
    auth: 'none',
    cacheSeconds: 2,
    feature: null,
    input: nothing,
    output: venue,
    errors: [],
  },
  listShows: {
    method: 'GET',
    path: '/shows',
    auth: 'none',
    cacheSeconds: 2,
    feature: null,
    /** `coming`: announced to live, soonest first. `replays`: newest first. `all`: both. At most 50. */
    input: z.object({ which: z.enum(['coming', 'replays', 'all']) }),
    output: z.object({ shows: z.array(showSummary), serverTime: z.string() }),
    errors: [],
  },
  getShow: {
    method: 'GET',
    path: '/shows/{show}',
    auth: 'none',
    cacheSeconds: 2,
    feature: null,
    /** An id or a slug. */
    input: z.object({ show: id }),
    output: show,
    errors: [],
  },
  listProducts: {
    method: 'GET',
    path: '/products',
    auth: 'none',
    cacheSeconds: 2,
    feature: 'merch',
    /** With a show: what belongs to it and what is always for sale. */
    input: z.object({ show: z.optional(id) }),
    output: z.object({ products: z.array(product) }),
    errors: [],
  },

  quote: {
    method: 'POST',
    path: '/quotes',
    auth: 'optional',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ lines: lineRequests, currency }),
    output: quote,
    errors: ['offer_not_found', 'variant_not_found', 'not_on_sale', 'sold_out', 'quantity_limit', 'wrong_currency'],
  },
  createOrder: {
    method: 'POST',
    path: '/orders',
    auth: 'optional',
    cacheSeconds: 0,
    feature: 'tickets',
    input: orderRequest,
    /** `session` is null when the caller's own session took the order. */
    output: z.object({ order, session: z.nullable(sessionGrant) }),
    errors: [
      'offer_not_found',
      'variant_not_found',
      'not_on_sale',
      'sold_out',
      'quantity_limit',
      'wrong_currency',
      'price_changed',
      'idempotency_conflict',
      'page_not_allowed',
      'cart_not_found',
    ],
  },
  getOrder: {
    method: 'GET',
    path: '/orders/{order}',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ order: id }),
    output: order,
    errors: ['session_required', 'session_expired'],
  },
  /** The waiting page asks the server to look at the payment itself: no webhook is needed to get in. */
  settleOrder: {
    method: 'POST',
    path: '/orders/{order}/settle',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ order: id }),
    output: order,
    errors: ['session_required', 'session_expired'],
  },
  cancelOrder: {
    method: 'POST',
    path: '/orders/{order}/cancel',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ order: id }),
    output: order,
    errors: ['session_required', 'session_expired', 'order_closed'],
  },
  /** The fan's side of the test gateway. It refuses to exist once live keys do. */
  payTest: {
    method: 'POST',
    path: '/orders/{order}/test-payment',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ order: id, outcome: testOutcome }),
    output: order,
    errors: ['session_required', 'session_expired', 'order_closed', 'hold_expired', 'payment_declined', 'forbidden'],
  },

  /** A nameless session for an open show: play yes, write no. */
  startSession: {
    method: 'POST',
    path: '/sessions',
    auth: 'none',
    cacheSeconds: 0,
    feature: null,
    input: z.object({ show: id, device: deviceLabel }),
    output: sessionGrant,
    errors: ['no_ticket'],
  },
  getSession: {
    method: 'GET',
    path: '/session',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: nothing,
    output: session,
    errors: ['session_required', 'session_expired', 'session_replaced'],
  },
  updateSession: {
    method: 'PUT',
    path: '/session',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: z.object({ displayName: text(40) }),
    output: session,
    errors: ['session_required', 'session_expired', 'forbidden', 'name_refused'],
  },
  endSession: {
    method: 'DELETE',
    path: '/session',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: nothing,
    output: nothing,
    errors: ['session_required', 'session_expired'],
  },
  /** Always answers the same, whether the address is known or not. */
  requestPassLink: {
    method: 'POST',
    path: '/pass-links',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ email, page: url, locale }),
    output: nothing,
    errors: ['page_not_allowed'],
  },
  /** By the secret of a link, or by the address and the six digits of the same mail. */
  redeemPassLink: {
    method: 'POST',
    path: '/pass-links/redeem',
    auth: 'optional',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.discriminatedUnion('type', [
      z.object({ type: z.literal('link'), secret, device: deviceLabel }),
      z.object({ type: z.literal('code'), email, code: z.string().check(z.regex(/^\d{6}$/)), device: deviceLabel }),
    ]),
    output: sessionGrant,
    errors: ['link_invalid', 'link_expired', 'code_invalid'],
  },
  getPasses: {
    method: 'GET',
    path: '/passes',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: nothing,
    output: passes,
    errors: ['session_required', 'session_expired', 'session_replaced'],
  },
  /** Ends another device's session. Only a proved fan may. */
  revokeDevice: {
    method: 'DELETE',
    path: '/devices/{device}',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ device: id }),
    output: nothing,
    errors: ['session_required', 'session_expired', 'forbidden', 'device_not_found'],
  },

  /** Session, lease, grant and feed address in one request. The newest device wins. */
  enter: {
    method: 'POST',
    path: '/enter',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    /** `device` names this browser profile: entering again from it renews its lease instead of taking another place. */
    input: z.object({ show: id, device: id }),
    output: entry,
    errors: [
      'session_required',
      'session_expired',
      'session_replaced',
      'no_ticket',
      'ticket_void',
      'not_open_yet',
      'show_cancelled',
      'show_over',
    ],
  },
  heartbeat: {
    method: 'POST',
    path: '/heartbeat',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: heartbeatRequest,
    output: heartbeatReply,
    errors: [
      'session_required',
      'session_expired',
      'session_replaced',
      'lease_lost',
      'ticket_void',
      'show_cancelled',
      'show_over',
    ],
  },
  leave: {
    method: 'POST',
    path: '/leave',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: z.object({ lease: id }),
    output: nothing,
    errors: ['session_required', 'session_expired'],
  },

  postMessage: {
    method: 'POST',
    path: '/messages',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'chat',
    input: messageRequest,
    output: z.object({ message }),
    errors: ['session_required', 'session_expired', 'forbidden', 'chat_closed', 'muted', 'slow_mode', 'text_refused'],
  },
  reportMessage: {
    method: 'POST',
    path: '/messages/{message}/report',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'chat',
    input: z.object({ message: id, show: id, reason: reportReason }),
    output: nothing,
    errors: ['session_required', 'session_expired', 'message_not_found'],
  },
  moderate: {
    method: 'POST',
    path: '/moderation',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'moderation',
    input: z.object({ show: id, action: moderationAction }),
    output: nothing,
    errors: ['session_required', 'session_expired', 'forbidden', 'message_not_found'],
  },
  listReports: {
    method: 'GET',
    path: '/reports',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'moderation',
    input: z.object({ show: id }),
    output: z.object({ reports: z.array(report) }),
    errors: ['session_required', 'session_expired', 'forbidden'],
  },

  createCart: {
    method: 'POST',
    path: '/carts',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'merch',
    input: cartRequest,
    output: cart,
    errors: ['variant_not_found', 'wrong_currency', 'quantity_limit'],
  },
  getCart: {
    method: 'GET',
    path: '/carts/{cart}',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'merch',
    input: z.object({ cart: id }),
    output: cart,
    errors: ['cart_not_found'],
  },
  /** Replaces all lines. */
  setCart: {
    method: 'PUT',
    path: '/carts/{cart}',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'merch',
    input: z.extend(cartRequest, { cart: id }),
    output: cart,
    errors: ['cart_not_found', 'variant_not_found', 'wrong_currency', 'quantity_limit'],
  },
} as const satisfies Record<string, Operation>;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type Input<K extends OperationName> = z.infer<Operations[K]['input']>;
export type Output<K extends OperationName> = z.infer<Operations[K]['output']>;
export type ErrorsOf<K extends OperationName> = Operations[K]['errors'][number];
/** Operations that only read. */
export type ReadName = { [K in OperationName]: Operations[K]['method'] extends 'GET' ? K : never }[OperationName];
/** Operations that change something. */
export type ActName = Exclude<OperationName, ReadName>;
