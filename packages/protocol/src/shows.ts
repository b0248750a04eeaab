/** What everybody may read: the venue, its shows, what is for sale. No personal data, cacheable. */
import * as z from 'zod/mini';
import { currency, id, image, instant, locale, money, url, zone } from './primitives.ts';

/** What a backend offers. What it does not declare it must refuse with `not_supported`. */
export const feature = z.enum(['tickets', 'chat', 'moderation', 'merch', 'passes', 'campaigns']);

export const paymentStepType = z.enum(['none', 'test', 'redirect', 'stripe']);

export const venue = z.object({
  id,
  name: z.string(),
  url,
  locale,
  currency,
  timeZone: zone,
  features: z.array(feature),
  paymentSteps: z.array(paymentStepType),
  /** True while no money moves: elements show a banner to fans. */
  testMode: z.boolean(),
  seller: z.string(),
  termsUrl: z.nullable(url),
  privacyUrl: z.nullable(url),
  /** The page where a fan finds tickets, receipts and devices. */
  passesUrl: z.nullable(url),
  serverTime: instant,
});

export const phase = z.enum(['announced', 'doors', 'live', 'paused', 'ended', 'replay', 'archived']);
export const showStatus = z.enum(['confirmed', 'postponed', 'cancelled']);
export const access = z.enum(['open', 'registered', 'ticket']);

/**
 * What has happened to a show so far. The phase is computed from these, the dates and the clock, by the same rule
 * everywhere (`rules/phase`), so that a cached reply never shows yesterday's phase.
 */
export const signals = z.object({
  liveAt: z.nullable(instant),
  pausedAt: z.nullable(instant),
  endedAt: z.nullable(instant),
  replayAt: z.nullable(instant),
  /** The desk's word, which overrides everything while it is set. */
  forced: z.nullable(phase),
  /** What the venue says to everybody right now, over the picture; while the show is paused, in place of the usual words. */
  notice: z.nullable(z.string()),
});

export const partKind = z.enum(['hall', 'live', 'replay', 'merch']);

/** One thing a purchase gives: the right to one kind of one show, within a window. */
export const part = z.object({
  kind: partKind,
  show: z.nullable(id),
  title: z.string(),
  from: z.nullable(instant),
  until: z.nullable(instant),
});

export const saleState = z.enum(['upcoming', 'open', 'soldOut', 'closed']);

/** Where a price comes from: the venue set it, there is none, or the buyer chooses it. */
export const pricing = z.enum(['fixed', 'free', 'choose']);

/** What a buyer may choose, from the offer's price upwards. */
export const priceChoice = z.object({
  max: z.nullable(money),
  /** Amounts to propose, lowest first; may be none. */
  suggestions: z.array(money),
});

export const offer = z.object({
  id,
  name: z.string(),
  description: z.string(),
  pricing,
  /** What one piece costs; the least it costs where the buyer chooses. */
  price: money,
  /** Null unless `pricing` is `choose`. */
  choice: z.nullable(priceChoice),
  saleState,
  opensAt: z.nullable(instant),
  closesAt: z.nullable(instant),
  /** The offer that has to be gone before this one opens: the next wave, or the stream after the hall. */
  opensAfter: z.nullable(id),
  maxPerOrder: z.int(),
  /** Places left, told only when they are few; null otherwise. */
  left: z.nullable(z.int()),
  /** The hall offer whose place this one takes now that the hall is full: what to sell first. */
  handoverOf: z.nullable(id),
  includes: z.array(part),
});

export const camera = z.object({
  id,
  label: z.string(),
  /** The capability a viewer needs for it, such as `camera:backstage`; null when everybody inside may look. */
  capability: z.nullable(z.string()),
  /** Milliseconds to add to this camera's program-date-time to align it with the first camera. */
  offsetMs: z.int(),
});

const place = z.object({
  name: z.string(),
  address: z.string(),
  city: z.string(),
  country: z.string(),
});

/** A show as it stands in a list. */
export const showSummary = z.object({
  id,
  slug: id,
  title: z.string(),
  artists: z.array(z.string()),
  summary: z.string(),
  poster: z.nullable(image),
  /** The page about this show. */
  url,
  place: z.nullable(place),
  doorsAt: instant,
  startsAt: instant,
  endsAt: instant,
  timeZone: zone,
  status: showStatus,
  access,
  signals,
  replayUntil: z.nullable(instant),
  /** Lowest price of an open offer; null when nothing is on sale. */
  fromPrice: z.nullable(money),
  saleState: z.nullable(saleState),
  /** The phase at `serverTime`, for readers that do not compute it. */
  phase,
});

/** Whom the venue honours tonight: who holds a signed ticket, without counting devices; or everybody who leaves an address. */
export const honours = z.enum(['signed', 'everybody']);

export const show = z.extend(showSummary, {
  description: z.string(),
  cameras: z.array(camera),
  offers: z.array(offer),
  chat: z.boolean(),
  /** Directory of the public feed lane, with a final slash; null where the backend pushes by itself. */
  feedUrl: z.nullable(url),
  /** The plain page, served without scripts, that sells and plays. */
  plainUrl: z.nullable(url),
  /** Where signed tickets are checked when the venue's server is away; null where nothing does. */
  verifyUrl: z.nullable(url),
  /** Null unless the venue has switched it on for tonight. */
  honours: z.nullable(honours),
  /** Whether there is a clip to try a ticket with. */
  testClip: z.boolean(),
  /** Whether there are offers besides `offers` that only a code opens. */
  byCode: z.boolean(),
  /** Moves whenever anything above does. */
  revision: z.int(),
  serverTime: instant,
});

export type Feature = z.infer<typeof feature>;
export type Venue = z.infer<typeof venue>;
export type Honours = z.infer<typeof honours>;
export type Phase = z.infer<typeof phase>;
export type ShowStatus = z.infer<typeof showStatus>;
export type Access = z.infer<typeof access>;
export type Signals = z.infer<typeof signals>;
export type PartKind = z.infer<typeof partKind>;
export type Part = z.infer<typeof part>;
export type SaleState = z.infer<typeof saleState>;
export type OfferPricing = z.infer<typeof pricing>;
export type PriceChoice = z.infer<typeof priceChoice>;
export type Offer = z.infer<typeof offer>;
export type Camera = z.infer<typeof camera>;
export type ShowSummary = z.infer<typeof showSummary>;
export type Show = z.infer<typeof show>;
export type PaymentStepType = z.infer<typeof paymentStepType>;
