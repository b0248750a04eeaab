/**
 * Every way an operation can say no. A code is for programs; the sentence a fan reads comes from the locales of the
 * elements (`elements/src/locales`), the page an owner reads from `docs/errors.md`. A test keeps the three in step.
 */

/** Codes any operation may answer with, whatever it declares: transport, shape and common refusals. */
export const COMMON_ERRORS = [
  /** The input does not have the declared shape; `issues` says where. */
  'bad_request',
  'not_found',
  /** Too many requests; `retryAfterMs` says when to come back. */
  'rate_limited',
  /** The server is there but cannot do it now. */
  'unavailable',
  /** This backend does not offer the feature. */
  'not_supported',
  /** The request body is larger than 64 kB. */
  'too_large',
] as const;

/** Codes only the client side makes: what happened on the way. */
export const TRANSPORT_ERRORS = [
  'offline',
  'timeout',
  /** Something that is not Parterre answered: a firewall page, a login form, a cache. */
  'blocked_by_site',
  /** The answer does not have the promised shape. */
  'bad_response',
  /** The caller gave up. Never shown. */
  'aborted',
] as const;

/** Codes that operations declare one by one. */
export const OPERATION_ERRORS = [
  /** No session was sent, or it is not known (any more). */
  'session_required',
  'session_expired',
  /** This device was replaced by a newer one on the same pass link. */
  'session_replaced',
  /** The session may not do this. */
  'forbidden',
  'offer_not_found',
  'variant_not_found',
  'not_on_sale',
  'sold_out',
  'quantity_limit',
  'wrong_currency',
  /** The total is no longer what the buyer saw. */
  'price_changed',
  /** The same key came with another request. */
  'idempotency_conflict',
  'page_not_allowed',
  'order_closed',
  'hold_expired',
  /** The hold has been prolonged as far as the venue allows. */
  'hold_capped',
  /** The chosen amount is missing, too little, too much, or not asked for. */
  'amount_refused',
  'amount_too_small',
  /** No such code, or none for this show and what was chosen. */
  'promo_invalid',
  /** The code is not good yet, or no longer. */
  'promo_expired',
  /** The code was used as often as it may be: by everybody, or by this address. */
  'promo_used_up',
  /** Two codes that take something off, in one order. */
  'promo_stacked',
  /** This address has as many of the offer as one person may have. */
  'person_limit',
  /** Too many unpaid orders hold stock for this address, or for this network. */
  'too_many_holds',
  'payment_declined',
  'payment_pending',
  'link_invalid',
  'link_expired',
  'code_invalid',
  'no_ticket',
  'not_open_yet',
  'show_cancelled',
  'show_over',
  /** A newer device took this ticket's place. */
  'lease_lost',
  /** The ticket was taken back: refunded, void, banned. */
  'ticket_void',
  'chat_closed',
  'muted',
  'slow_mode',
  /** The text is empty once cleaned, or repeats the last one. */
  'text_refused',
  'message_not_found',
  'name_refused',
  'cart_not_found',
  'device_not_found',
  /** Goods are not posted there, or there is nothing to post. */
  'delivery_unavailable',
  /** The venue has terms of sale, and they were not accepted. */
  'terms_required',
  /** What somebody wants to wait for can be had now. */
  'still_on_sale',
  /** The law gives no right to withdraw from this, or it is over. */
  'not_withdrawable',
  /** The signed proof of a ticket was not made by this venue, or was changed. */
  'assertion_invalid',
  /** The signed proof is too old, or the venue called all of them in: ask for the session again, which brings a new one. */
  'assertion_stale',
  /** The venue does not honour everybody now. */
  'not_honoured',
  /** The venue has set no test clip. */
  'no_test_clip',
  /** The venue gives no addresses that last the show. */
  'cast_not_allowed',
  /** No screen waits with these letters (any more). */
  'pairing_not_found',
  /** The letters on this screen are used up or too old; show new ones. */
  'pairing_expired',
  /** A ticket can be shared with so many addresses and no more. */
  'address_limit',
  'address_not_found',
  /** Nothing to send or to move before an order is paid. */
  'order_unpaid',
  /** The mailbox has to be proved anew: by a link or a code that was asked for, half an hour ago at most. */
  'proof_required',
  /** Somebody came in with this ticket already. */
  'ticket_used',
  /** The venue does not let this ticket be handed on, or it was as often as it may be. */
  'not_transferable',
  /** Accepted, taken back or lapsed already. */
  'transfer_not_found',
  /** The campaign takes no pledges: not yet, or not any more. */
  'campaign_closed',
  'reward_not_found',
  /** Less than the campaign takes without a reward. */
  'pledge_too_small',
  /** All or nothing: the supporter has not let their card be charged. */
  'mandate_required',
  /** The pledge is no promise any more: charged, withdrawn, released. */
  'pledge_closed',
] as const;

export type CommonError = (typeof COMMON_ERRORS)[number];
export type TransportError = (typeof TRANSPORT_ERRORS)[number];
export type OperationError = (typeof OPERATION_ERRORS)[number];
export type ErrorCode = CommonError | TransportError | OperationError;

/** Every code there is, for completeness checks. */
export const ERROR_CODES: readonly ErrorCode[] = [...COMMON_ERRORS, ...TRANSPORT_ERRORS, ...OPERATION_ERRORS];

/** Where the input was wrong: a dotted path and a word for how. */
export interface Issue {
  readonly path: string;
  readonly problem: string;
}

/** What a server sends with an HTTP status of 4xx or 5xx. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    readonly retryable: boolean;
    readonly retryAfterMs?: number;
    readonly issues?: readonly Issue[];
    /** English, for the developer's console. Never shown to a fan. */
    readonly detail?: string;
  };
}

/** HTTP status of each code a server can send. */
export const ERROR_STATUS: Readonly<Record<CommonError | OperationError, number>> = {
  bad_request: 400,
  not_found: 404,
  rate_limited: 429,
  unavailable: 503,
  not_supported: 501,
  too_large: 413,
  session_required: 401,
  session_expired: 401,
  session_replaced: 401,
  forbidden: 403,
  offer_not_found: 404,
  variant_not_found: 404,
  not_on_sale: 409,
  sold_out: 409,
  quantity_limit: 409,
  wrong_currency: 409,
  price_changed: 409,
  idempotency_conflict: 409,
  page_not_allowed: 403,
  order_closed: 409,
  hold_expired: 409,
  hold_capped: 409,
  amount_refused: 422,
  amount_too_small: 422,
  promo_invalid: 404,
  promo_expired: 410,
  promo_used_up: 409,
  promo_stacked: 409,
  person_limit: 409,
  too_many_holds: 409,
  payment_declined: 402,
  payment_pending: 409,
  link_invalid: 404,
  link_expired: 410,
  code_invalid: 404,
  no_ticket: 403,
  not_open_yet: 403,
  show_cancelled: 410,
  show_over: 410,
  lease_lost: 409,
  ticket_void: 403,
  chat_closed: 409,
  muted: 403,
  slow_mode: 429,
  text_refused: 422,
  message_not_found: 404,
  name_refused: 422,
  cart_not_found: 404,
  device_not_found: 404,
  delivery_unavailable: 409,
  terms_required: 409,
  still_on_sale: 409,
  not_withdrawable: 409,
  assertion_invalid: 403,
  assertion_stale: 409,
  not_honoured: 403,
  no_test_clip: 404,
  cast_not_allowed: 403,
  pairing_not_found: 404,
  pairing_expired: 410,
  address_limit: 409,
  address_not_found: 404,
  order_unpaid: 409,
  proof_required: 403,
  ticket_used: 409,
  not_transferable: 409,
  transfer_not_found: 404,
  campaign_closed: 409,
  reward_not_found: 404,
  pledge_too_small: 422,
  mandate_required: 422,
  pledge_closed: 409,
};

const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate_limited',
  'unavailable',
  'offline',
  'timeout',
  'slow_mode',
  'payment_pending',
]);

/** Whether the same request may succeed later without anybody changing anything. */
export const isRetryable = (code: ErrorCode): boolean => RETRYABLE.has(code);

/** The one error type that operations throw. */
export class ParterreError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Milliseconds after which a retry makes sense; undefined when the server did not say. */
  readonly retryAfterMs: number | undefined;
  readonly issues: readonly Issue[];

  constructor(
    code: ErrorCode,
    options: {
      retryAfterMs?: number | undefined;
      issues?: readonly Issue[] | undefined;
      detail?: string | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(options.detail ? `${code}: ${options.detail}` : code, { cause: options.cause });
    this.name = 'ParterreError';
    this.code = code;
    this.retryable = isRetryable(code);
    this.retryAfterMs = options.retryAfterMs;
    this.issues = options.issues ?? [];
  }
}

/** The body a server sends for an error. */
export const bodyOf = ({ code, retryable, retryAfterMs, issues }: ParterreError): ErrorBody => ({
  error: {
    code,
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(issues.length ? { issues } : {}),
  },
});

/** Whether a thrown value is a ParterreError, from this copy of the module or another. */
export const isParterreError = (value: unknown): value is ParterreError =>
  value instanceof ParterreError || (value instanceof Error && value.name === 'ParterreError' && 'code' in value);
