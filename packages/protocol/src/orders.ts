/** Prices, purchases and what they give. Computed and decided by the server; personal, never cached. */
import * as z from 'zod/mini';
import {
  country,
  deliveryMethod,
  deliveryOption,
  deliveryRequest,
  includedTax,
  legalDocument,
  recipientShare,
  terms,
  withdrawable,
  withdrawalRight,
} from './law.ts';
import {
  currency,
  email,
  id,
  idempotencyKey,
  image,
  instant,
  locale,
  money,
  quantity,
  secret,
  text,
  url,
} from './primitives.ts';
import { part, partKind } from './shows.ts';

/** What a buyer asks for: an offer of a show, or a variant of a product. */
export const lineRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('offer'),
    offer: id,
    quantity,
    /** What one piece shall cost, where the buyer chooses; nowhere else. */
    amount: z.optional(money),
  }),
  z.object({ type: z.literal('variant'), variant: id, quantity }),
]);

/** At most 20 lines: a bigger basket is a mistake, and every line takes a lock. */
export const lineRequests = z.array(lineRequest).check(z.minLength(1), z.maxLength(20));

/** A code as somebody types it. Case, spaces, dashes and letters that look like digits do not matter. */
export const promoCode = text(40);

/** At most one of them may take something off; the others open hidden offers. */
export const promoCodes = z.array(promoCode).check(z.maxLength(5));

/** What a code does: takes a share or an amount off, sets the price of an offer, or opens hidden offers. */
export const promoType = z.enum(['percent', 'amount', 'price', 'unlock']);

/** Tickets for somebody else. They belong to that address: the buyer cannot come in with them. */
export const giftRequest = z.object({
  name: text(80),
  email,
  message: z.optional(text(500)),
  /** When the mail leaves; at once when it is missing, past, or too late for the show. */
  sendOn: z.optional(instant),
});

/** What a buyer sees of a gift. */
export const gift = z.object({
  name: z.string(),
  emailHint: z.string(),
  sendOn: z.nullable(instant),
  sentAt: z.nullable(instant),
});

export const line = z.object({
  type: z.enum(['offer', 'variant', 'reward', 'donation', 'postage']),
  /** The offer's, variant's or reward's id; a donation's campaign; the country for postage. */
  ref: id,
  name: z.string(),
  quantity: z.int(),
  unitPrice: money,
  /** What codes have taken off this line: positive, and already out of `total`. */
  discount: money,
  total: money,
  /** The amount the buyer chose for one piece; null where the venue set the price. */
  chosen: z.nullable(money),
  includes: z.array(part),
  withdrawal: withdrawalRight,
});

export const quote = z.object({
  lines: z.array(line),
  /** What was taken off, as positive amounts; empty when nothing was. */
  discounts: z.array(z.object({ label: z.string(), amount: money })),
  /** What the buyer pays, all included. */
  total: money,
  taxes: z.array(includedTax),
  /** Where the rest goes once VAT and postage are paid, as the venue has promised; empty where it has promised nothing. */
  goesTo: z.array(recipientShare),
  /** How the goods in it can be had; empty without goods. */
  deliveries: z.array(deliveryOption),
  /** What `consents.terms` agrees to; null where the venue has none. */
  terms: z.nullable(terms),
  serverTime: instant,
});

/** What has to happen next for an order to be paid. */
export const paymentStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('test') }),
  /** The provider's own page; it leads back to the page of purchase. */
  z.object({ type: z.literal('redirect'), url }),
  /** Stripe's form in the page: its script is `js.stripe.com/<train>/stripe.js`, the train the server's API version belongs to. */
  z.object({
    type: z.literal('stripe'),
    clientSecret: z.string(),
    publishableKey: z.string(),
    train: z.string(),
  }),
]);

/** How a buyer can pay: in a form inside the page, or on the provider's page. Where there is no choice, it changes nothing. */
export const paymentChoice = z.enum(['elements', 'hosted']);

/**
 * `processing`: a delayed method (a bank debit) has been promised, its stock stays. `disputed`: the bank took the money back for now, and
 * tickets do not let in until that is won. A partly refunded order is `paid`.
 */
export const orderState = z.enum([
  'pending',
  'processing',
  'paid',
  'disputed',
  'failed',
  'expired',
  'cancelled',
  'refunded',
]);
export const ticketSource = z.enum(['paid', 'free', 'grant', 'honour']);
export const ticketState = z.enum(['valid', 'void']);

/** What a ticket says about its show, enough to draw it without another request. */
export const ticketShow = z.object({
  id,
  slug: id,
  title: z.string(),
  url,
  startsAt: instant,
  timeZone: z.string(),
  poster: z.nullable(image),
});

export const ticket = z.object({
  id,
  show: ticketShow,
  kind: partKind,
  from: z.nullable(instant),
  until: z.nullable(instant),
  source: ticketSource,
  state: ticketState,
  order: z.nullable(id),
  /** Bought for somebody else, who alone may come in with it. */
  gift: z.boolean(),
  /** Bought while no money moved; void once live keys exist. */
  test: z.boolean(),
});

/** Goods to hand over: picked up at the venue against a code, or posted. */
export const delivery = z.object({
  id,
  method: deliveryMethod,
  state: z.enum(['waiting', 'prepared', 'sent', 'done', 'cancelled']),
  /** Six characters the fan shows at the counter. */
  code: z.string(),
  /** Where it is picked up, or the town it is posted to. */
  place: z.string(),
  /** The carrier's number of what was posted; null before, or where there is none. */
  tracking: z.nullable(z.string()),
  lines: z.array(z.object({ name: z.string(), quantity: z.int() })),
});

export const order = z.object({
  id,
  /** Short reference a person can read out. */
  reference: z.string(),
  state: orderState,
  lines: z.array(line),
  discounts: z.array(z.object({ label: z.string(), amount: money })),
  total: money,
  /** What has gone back so far. */
  refunded: money,
  taxes: z.array(includedTax),
  createdAt: instant,
  paidAt: z.nullable(instant),
  /** Until when stock is held for it; null when nothing is held, or nothing it holds is limited. */
  holdUntil: z.nullable(instant),
  /** The latest end that `prolongHold` can give, one hold at a time; null when it cannot move it (any more). */
  prolongUntil: z.nullable(instant),
  /** When it ends unpaid, held or not; null once it is paid or closed. */
  payUntil: z.nullable(instant),
  /** The codes it was priced with, as the venue writes them. */
  codes: z.array(z.string()),
  /** For whom it is; null for the buyer. */
  gift: z.nullable(gift),
  /** What to do to pay; null once nothing is left to do. */
  payment: z.nullable(paymentStep),
  tickets: z.array(ticket),
  deliveries: z.array(delivery),
  documents: z.array(legalDocument),
  /** The terms of sale it was agreed to; null where there were none. */
  terms: z.nullable(terms),
  /** What can be withdrawn from now; empty where the right does not exist, is over, or was used. */
  withdrawable: z.array(withdrawable),
  /** `b…@example.org`: enough to notice a typo, too little to learn an address. */
  emailHint: z.string(),
  test: z.boolean(),
});

/** Where a buyer came from. Kept only when `analytics` was consented to. */
export const attribution = z.object({
  source: z.optional(text(120)),
  medium: z.optional(text(120)),
  campaign: z.optional(text(120)),
  referrer: z.optional(text(300)),
});

export const orderRequest = z.object({
  idempotencyKey,
  email,
  locale,
  lines: lineRequests,
  currency,
  /** The total the buyer saw and agreed to; another total is refused with `price_changed`. */
  expectedTotal: money,
  /** The page of purchase, whose origin the venue allows: the pass link leads back to it. */
  page: url,
  cart: z.optional(id),
  /** In the page unless said otherwise; `choosePayment` changes it. */
  payment: z.optional(paymentChoice),
  codes: z.optional(promoCodes),
  gift: z.optional(giftRequest),
  consents: z.optional(
    z.object({
      news: z.optional(z.boolean()),
      analytics: z.optional(z.boolean()),
      /** The venue's terms of sale; needed wherever it has any. */
      terms: z.optional(z.boolean()),
      /** A replay may start at once, and the right to withdraw from it ends with that. */
      waiver: z.optional(z.boolean()),
    }),
  ),
  /** Where the fan lives: it decides whose VAT is in the price, never the price. The venue's country when not said. */
  country: z.optional(country),
  delivery: z.optional(deliveryRequest),
  /** The link of a waiting list's mail: the places kept for it are this order's. */
  waiting: z.optional(secret),
  attribution: z.optional(attribution),
});

/** How the test gateway should answer; no money moves in any of them. */
export const testOutcome = z.enum(['approve', 'decline']);

export type LineRequest = z.infer<typeof lineRequest>;
export type Line = z.infer<typeof line>;
export type PromoType = z.infer<typeof promoType>;
export type GiftRequest = z.infer<typeof giftRequest>;
export type Gift = z.infer<typeof gift>;
export type Quote = z.infer<typeof quote>;
export type PaymentStep = z.infer<typeof paymentStep>;
export type PaymentChoice = z.infer<typeof paymentChoice>;
export type OrderState = z.infer<typeof orderState>;
export type Ticket = z.infer<typeof ticket>;
export type TicketShow = z.infer<typeof ticketShow>;
export type TicketSource = z.infer<typeof ticketSource>;
export type Delivery = z.infer<typeof delivery>;
export type Order = z.infer<typeof order>;
export type OrderRequest = z.infer<typeof orderRequest>;
export type TestOutcome = z.infer<typeof testOutcome>;
