/**
 * The small shapes every resource is made of. Money is an integer in the currency's minor unit, time is UTC text,
 * an id is random text that never tells how many there are.
 */
import * as z from 'zod/mini';

/** A public identifier: random, never a row number. Also accepts slugs, which are identifiers people can read. */
export const id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/));

/** An instant in UTC, ISO 8601 with a final `Z`, seconds or milliseconds: `2026-11-21T20:00:00Z`. */
export const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/));

/** An IANA time zone name, such as `Europe/Paris`. */
export const zone = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/));

/** ISO 4217 code, upper case. */
export const currency = z.string().check(z.regex(/^[A-Z]{3}$/));

/** BCP 47 language tag of the reader: `fr`, `en-GB`. */
export const locale = z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));

/** An absolute http(s) address. Other schemes never pass: addresses end up in links, images and media. */
export const url = z.string().check(z.regex(/^https?:\/\/[^\s<>"]+$/), z.maxLength(2048));

/** An amount of money: integer minor units (cents for EUR) and the currency that says what a minor unit is. */
export const money = z.object({
  amountMinor: z.int().check(z.gte(-99_999_999), z.lte(99_999_999)),
  currency,
});

/** A picture with the text that stands for it. */
export const image = z.object({
  url,
  alt: z.string(),
  width: z.nullable(z.int()),
  height: z.nullable(z.int()),
});

/** Plain text a person typed. It is always shown as text, never as markup. */
export const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

/** An e-mail address. Deliberately lenient: the proof of an address is a mail that arrives. */
export const email = z.string().check(
  // Control characters are named besides white space: no mail server takes them, and every retry would fail again.
  z.regex(
    // oxlint-disable-next-line no-control-regex
    /^[^\s\x00-\x1f\x7f@<>"(),:;[\]\\]{1,64}@[^\s\x00-\x1f\x7f@<>"(),:;[\]\\]+\.[^\s\x00-\x1f\x7f@<>"(),:;[\]\\]{2,63}$/,
  ),
  z.maxLength(254),
);

/** How many of one thing; more than 50 of anything in one order is a mistake or an attack. */
export const quantity = z.int().check(z.gte(1), z.lte(50));

/** A client-made key that makes a repeated request the same request: 16 to 64 URL-safe characters. */
export const idempotencyKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/));

/** A secret that is sent, never shown: URL-safe, 256 bits make 43 characters. */
export const secret = z.string().check(z.regex(/^[A-Za-z0-9_-]{22,128}$/));

/**
 * Proof of a ticket that can be checked without a database: claims as JSON and their Ed25519 signature, both in base64url
 * with a dot between. Only the backend reads it.
 */
export const assertion = z.string().check(z.regex(/^[A-Za-z0-9_-]{20,1500}\.[A-Za-z0-9_-]{86}$/));

export type Money = z.infer<typeof money>;
export type Image = z.infer<typeof image>;
