/** Crowdfunding: what a campaign shows to everybody, and a pledge as its supporter sees it. */
import * as z from 'zod/mini';
import { order, paymentStep } from './orders.ts';
import { email, id, idempotencyKey, image, instant, locale, money, text, url, zone } from './primitives.ts';
import { part } from './shows.ts';

/**
 * `keep`: a pledge is an ordinary order, paid at once, whatever becomes of the goal. `allOrNothing`: the card is saved, and charged
 * only if the goal is reached at the deadline.
 */
export const campaignMode = z.enum(['keep', 'allOrNothing']);

/**
 * `deciding`: the deadline has passed and the result is being counted, once. `collecting`: the goal was reached and cards are being charged,
 * until the last day to confirm has passed. `done`: `result` will not change any more.
 */
export const campaignState = z.enum(['upcoming', 'open', 'deciding', 'collecting', 'done']);

/** `returned`: the goal was reached, but too little could be charged, so everybody got their money back. */
export const campaignResult = z.enum(['reached', 'missed', 'returned']);

/** `target` is minor units of the campaign's currency, or people. */
export const campaignGoal = z.object({ kind: z.enum(['amount', 'supporters']), target: z.int() });

export const reward = z.object({
  id,
  name: z.string(),
  description: z.string(),
  /** The least that is pledged for it. */
  price: money,
  /** How many there are in all; null without a limit. */
  limit: z.nullable(z.int()),
  /** How many can still be had; null without a limit. */
  left: z.nullable(z.int()),
  includes: z.array(part),
});

export const campaign = z.object({
  id,
  slug: id,
  title: z.string(),
  summary: z.string(),
  description: z.string(),
  picture: z.nullable(image),
  /** The page about it. */
  url,
  /** The plain page, served without scripts; null where there is none. */
  plainUrl: z.nullable(url),
  /** The show it funds, or that is watched beside it. */
  show: z.nullable(id),
  mode: campaignMode,
  goal: campaignGoal,
  /** All or nothing: everybody is refunded if less than this share of the goal could be charged. */
  minimumCapturedPercent: z.nullable(z.int()),
  opensAt: instant,
  deadline: instant,
  timeZone: zone,
  state: campaignState,
  result: z.nullable(campaignResult),
  /** Promised or paid so far; frozen once the result is. */
  raised: money,
  supporters: z.int(),
  /** What could really be charged so far; null before that begins. */
  captured: z.nullable(money),
  /** The last moment to confirm a payment that needs it; null unless cards are being charged. */
  confirmUntil: z.nullable(instant),
  /** The least that can be pledged without a reward. */
  minimum: money,
  rewards: z.array(reward),
  stretchGoals: z.array(z.object({ target: z.int(), title: z.string(), reached: z.boolean() })),
  /** Supporters who agreed to be named, newest first, at most 60. No address, no amount. */
  named: z.array(z.object({ name: z.string() })),
  serverTime: instant,
});

/**
 * `pending`: the card (or, where pledges are paid at once, the payment) is missing yet; it counts for nothing. `promised`: counts, and can be
 * withdrawn. `needs-action`: the supporter has to confirm or to use another card, see `order`. `released`: the goal was missed,
 * nothing was charged. `refunded`: paid and given back.
 */
export const pledgeState = z.enum([
  'pending',
  'promised',
  'charging',
  'needs-action',
  'paid',
  'failed',
  'withdrawn',
  'released',
  'refunded',
]);

export const pledge = z.object({
  id,
  campaign: id,
  state: pledgeState,
  reward: z.nullable(z.object({ id, name: z.string(), price: money })),
  /** What is given on top of the reward. */
  extra: money,
  total: money,
  /** As it is shown among the supporters; null when they did not agree to be named. */
  name: z.nullable(z.string()),
  createdAt: instant,
  /** What has to be done for the promise to count; null once nothing is left to do. `none`: the form has to be asked for with `prepareCard`. */
  step: z.nullable(paymentStep),
  /** Until when a pledge that needs its supporter can be saved. */
  confirmUntil: z.nullable(instant),
  /** The order that it is paid with, once there is one. */
  order: z.nullable(order),
  emailHint: z.string(),
  test: z.boolean(),
});

/** A name to be shown in public. Its presence is the consent; leaving it out is none. */
const publicName = z.optional(text(40));

/** What is pledged: a reward, money on top of it or without one, never nothing. */
export const pledgeChoice = {
  reward: z.optional(id),
  /** On top of the reward's price, in minor units. */
  extraMinor: z.int().check(z.gte(0), z.lte(99_999_999)),
  /** The total the supporter saw and agreed to; another one is refused with `price_changed`. */
  expectedTotal: money,
  /**
   * All or nothing: the sentence by which the supporter lets their card be charged, as they read it. Kept with the time; it is
   * what a bank asks for.
   */
  mandate: z.optional(text(1000)),
  name: publicName,
};

export const pledgeRequest = z.object({
  campaign: id,
  idempotencyKey,
  email,
  locale,
  page: url,
  /** The venue's terms of sale, where it has some; see `Venue.termsUrl`. */
  terms: z.optional(z.boolean()),
  ...pledgeChoice,
});

/**
 * Cards of the test gateway, by what happens when they are charged. `insufficient` has no money at first, and has it when it is
 * tried again. `refused` cannot even be saved.
 */
export const testCard = z.enum(['good', 'refused', 'authenticate', 'declined', 'insufficient']);

export type CampaignMode = z.infer<typeof campaignMode>;
export type CampaignState = z.infer<typeof campaignState>;
export type CampaignResult = z.infer<typeof campaignResult>;
export type CampaignGoal = z.infer<typeof campaignGoal>;
export type Reward = z.infer<typeof reward>;
export type Campaign = z.infer<typeof campaign>;
export type PledgeState = z.infer<typeof pledgeState>;
export type Pledge = z.infer<typeof pledge>;
export type PledgeRequest = z.infer<typeof pledgeRequest>;
export type TestCard = z.infer<typeof testCard>;
