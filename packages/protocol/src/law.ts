/** What the law asks of a sale: VAT, where goods go, the right to withdraw, invoices. Computed and decided by the server. */
import * as z from 'zod/mini';
import { id, instant, money, text, url } from './primitives.ts';

/** ISO 3166-1 alpha-2, upper case: where a fan says they live, or where goods are posted to. */
export const country = z.string().check(z.regex(/^[A-Z]{2}$/));

/** VAT that a total contains, by rate. It never changes the total: every fan pays the same. */
export const includedTax = z.object({
  /** Hundredths of a percent: 550 is 5.5 %. */
  rate: z.int(),
  amount: money,
});

/**
 * Whether a line can be withdrawn from within 14 days. `none`: a concert on a date, a gift, or free of charge. `right`: goods.
 * `waivable`: a replay that starts at once, unless the buyer agrees to that and to losing the right (`consents.waiver`).
 */
export const withdrawalRight = z.enum(['none', 'right', 'waivable']);

export const postalAddress = z.object({
  name: text(120),
  line1: text(160),
  line2: z.optional(text(160)),
  postcode: text(20),
  city: text(120),
});

/** How goods reach the buyer. Without a word about it they are picked up. */
export const deliveryRequest = z.discriminatedUnion('method', [
  z.object({ method: z.literal('pickup') }),
  z.object({ method: z.literal('post'), country, address: postalAddress }),
]);

/** The same while nobody has typed an address yet. */
export const deliveryChoice = z.discriminatedUnion('method', [
  z.object({ method: z.literal('pickup') }),
  z.object({ method: z.literal('post'), country }),
]);

export const deliveryMethod = z.enum(['pickup', 'post']);

/** A way these goods can go, and what it adds to the total. */
export const deliveryOption = z.object({
  method: deliveryMethod,
  /** For posting: to the country asked about, else to the first one listed. */
  price: money,
  /** Where goods are posted to; empty for pick-up. */
  countries: z.array(country),
});

/** The venue's terms of sale as they are now. */
export const terms = z.object({
  url,
  /** Changes whenever the text does; kept with every order. */
  version: z.string(),
});

/** Whom a venue may name when it says where the money goes. */
export const recipient = z.enum(['artists', 'crew', 'venue', 'rights', 'cause']);

/** What one of them gets of a price. */
export const recipientShare = z.object({ to: recipient, amount: money });

/** An invoice or a credit note. It never changes, and its page prints. */
export const legalDocument = z.object({
  id,
  kind: z.enum(['invoice', 'creditNote']),
  number: z.string(),
  issuedAt: instant,
  total: money,
  url,
});

/** What of an order can be withdrawn from now. */
export const withdrawable = z.object({
  /** Place in `order.lines`, from 0. */
  line: z.int(),
  amount: money,
  /** The last moment; null for goods that have not arrived yet. */
  until: z.nullable(instant),
});

/** The answer to a withdrawal, or to asking what it would be. */
export const withdrawal = z.object({
  lines: z.array(z.int()),
  amount: money,
  /** When it was declared; null while it was only asked about. */
  declaredAt: z.nullable(instant),
  /** Goods that are with the fan have to come back first; else the money leaves at once. */
  returnFirst: z.boolean(),
});

export type IncludedTax = z.infer<typeof includedTax>;
export type WithdrawalRight = z.infer<typeof withdrawalRight>;
export type PostalAddress = z.infer<typeof postalAddress>;
export type DeliveryRequest = z.infer<typeof deliveryRequest>;
export type DeliveryChoice = z.infer<typeof deliveryChoice>;
export type DeliveryOption = z.infer<typeof deliveryOption>;
export type Recipient = z.infer<typeof recipient>;
export type RecipientShare = z.infer<typeof recipientShare>;
export type Terms = z.infer<typeof terms>;
export type LegalDocument = z.infer<typeof legalDocument>;
export type Withdrawable = z.infer<typeof withdrawable>;
export type Withdrawal = z.infer<typeof withdrawal>;
