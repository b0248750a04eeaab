/** Operations: quotes, orders and how they are paid. */
import * as z from 'zod/mini';
import { country, deliveryChoice } from '../law.ts';
import {
  lineRequests,
  order,
  orderRequest,
  paymentChoice,
  promoCode,
  promoCodes,
  promoType,
  quote,
  testOutcome,
} from '../orders.ts';
import { currency, id, secret } from '../primitives.ts';
import { sessionGrant } from '../sessions.ts';
import { offer } from '../shows.ts';
import type { Operation } from './operation.ts';

export const ordersOperations = {
  quote: {
    method: 'POST',
    path: '/quotes',
    auth: 'optional',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({
      lines: lineRequests,
      currency,
      country: z.optional(country),
      delivery: z.optional(deliveryChoice),
      /** The link of a waiting list's mail, whose places count as free. */
      waiting: z.optional(secret),
      codes: z.optional(promoCodes),
    }),
    output: quote,
    errors: [
      'offer_not_found',
      'variant_not_found',
      'not_on_sale',
      'sold_out',
      'quantity_limit',
      'wrong_currency',
      'delivery_unavailable',
      'amount_refused',
      'amount_too_small',
      'promo_invalid',
      'promo_expired',
      'promo_used_up',
      'promo_stacked',
    ],
  },
  /** Looks at a code before anything is chosen: what it does, and the hidden offers it opens. */
  checkCode: {
    method: 'POST',
    path: '/shows/{show}/codes',
    auth: 'optional',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ show: id, code: promoCode }),
    /** `code` as the venue writes it. */
    output: z.object({ code: z.string(), type: promoType, offers: z.array(offer) }),
    errors: ['promo_invalid', 'promo_expired', 'promo_used_up'],
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
      'delivery_unavailable',
      'terms_required',
      'amount_refused',
      'amount_too_small',
      'promo_invalid',
      'promo_expired',
      'promo_used_up',
      'promo_stacked',
      'person_limit',
      'too_many_holds',
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
  /** Asks for more time before paying, up to a cap that counts from the order's first second. */
  prolongHold: {
    method: 'POST',
    path: '/orders/{order}/prolong',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ order: id }),
    output: order,
    errors: ['session_required', 'session_expired', 'order_closed', 'hold_expired', 'hold_capped'],
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
  /** Pays the other way: a page that may not load the provider's form goes on with the provider's page. */
  choosePayment: {
    method: 'POST',
    path: '/orders/{order}/payment',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ order: id, payment: paymentChoice }),
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
} as const satisfies Record<string, Operation>;
