/** Crowdfunding: whether a goal is reached, what state a campaign is in, when a card is tried again. The same as the plugin's `Domain/Goal`. */
import type { CampaignGoal, CampaignResult, CampaignState } from '@parterre/protocol';

const HOUR = 3_600_000;

/** How long supporters can confirm a payment, and cards are tried, counted from the decision. */
export const CONFIRM_MS = 7 * 24 * HOUR;

/** When a card that had no money is tried again, in hours after the attempt before. Four days are then left to use another card. */
const RETRY_AFTER_HOURS = [24, 48];

export interface CampaignDates {
  readonly opensAt: string;
  readonly deadline: string;
  /** When the result was counted; null before. */
  readonly decidedAt: string | null;
  /** When nothing could change any more; null before. */
  readonly concludedAt: string | null;
}

/** What counts towards a goal. */
export interface Tally {
  readonly amountMinor: number;
  readonly supporters: number;
}

const amountOf = (goal: CampaignGoal, tally: Tally): number =>
  goal.kind === 'amount' ? tally.amountMinor : tally.supporters;

export function campaignStateAt(dates: CampaignDates, nowMs: number): CampaignState {
  if (dates.concludedAt !== null) return 'done';
  if (dates.decidedAt !== null) return 'collecting';
  if (nowMs < Date.parse(dates.opensAt)) return 'upcoming';
  return nowMs < Date.parse(dates.deadline) ? 'open' : 'deciding';
}

export const isReached = (goal: CampaignGoal, tally: Tally): boolean => amountOf(goal, tally) >= goal.target;

/** Whole percent, rounded down: nobody reads 100 before the goal is reached. */
export const progressPercent = (goal: CampaignGoal, tally: Tally): number =>
  Math.floor((amountOf(goal, tally) * 100) / goal.target);

/** Whether enough could be charged to go ahead: a share of the goal, not of what was promised. Without a share anything is enough. */
export const isEnough = (goal: CampaignGoal, captured: Tally, minimumPercent: number | null): boolean =>
  minimumPercent === null || amountOf(goal, captured) * 100 >= goal.target * minimumPercent;

/** The last word, once every card was tried. */
export function resultAfterCollecting(goal: CampaignGoal, captured: Tally, minimum: number | null): CampaignResult {
  return isEnough(goal, captured, minimum) ? 'reached' : 'returned';
}

/** When to try again after attempt number `attempt` (from 1), in milliseconds from then; null when that was the last. */
export function retryAfterMs(attempt: number): number | null {
  const hours = RETRY_AFTER_HOURS[attempt - 1];
  return hours === undefined ? null : hours * HOUR;
}

/** A deadline may be put off once anything was promised, never brought forward, and by 30 days in all. */
export const MOST_LATER_MS = 30 * 24 * HOUR;

export const mayMoveDeadline = (firstMs: number, presentMs: number, nextMs: number): boolean =>
  nextMs >= presentMs && nextMs - firstMs <= MOST_LATER_MS;
