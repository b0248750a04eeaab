/** Operations: campaigns and pledges. */
import * as z from 'zod/mini';
import { campaign, pledge, pledgeChoice, pledgeRequest, testCard } from '../campaigns.ts';
import { paymentChoice } from '../orders.ts';
import { id } from '../primitives.ts';
import { sessionGrant } from '../sessions.ts';
import type { Operation } from './operation.ts';

export const campaignsOperations = {
  getCampaign: {
    method: 'GET',
    path: '/campaigns/{campaign}',
    auth: 'none',
    cacheSeconds: 2,
    feature: 'campaigns',
    /** An id or a slug. */
    input: z.object({ campaign: id }),
    output: campaign,
    errors: [],
  },
  listCampaigns: {
    method: 'GET',
    path: '/campaigns',
    auth: 'none',
    cacheSeconds: 2,
    feature: 'campaigns',
    /** Those of a show (its id or slug), or all: the ones that can be supported first, at most 20. */
    input: z.object({ show: z.optional(id) }),
    output: z.object({ campaigns: z.array(campaign) }),
    errors: [],
  },
  /** Pledges. Where pledges are paid at once, `pledge.order` is paid like any other order. */
  createPledge: {
    method: 'POST',
    path: '/pledges',
    auth: 'optional',
    cacheSeconds: 0,
    feature: 'campaigns',
    input: pledgeRequest,
    /** `session` is null when the caller's own session took the pledge. */
    output: z.object({ pledge, session: z.nullable(sessionGrant) }),
    errors: [
      'campaign_closed',
      'reward_not_found',
      'sold_out',
      'pledge_too_small',
      'quantity_limit',
      'wrong_currency',
      'price_changed',
      'mandate_required',
      'terms_required',
      'idempotency_conflict',
      'page_not_allowed',
      'name_refused',
    ],
  },
  /** The caller's own pledges, newest first: those of a session, or of the address that a fan session proved. */
  listPledges: {
    method: 'GET',
    path: '/pledges',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'campaigns',
    input: z.object({ campaign: z.optional(id) }),
    output: z.object({ pledges: z.array(pledge) }),
    errors: ['session_required', 'session_expired'],
  },
  /** Has the server look at the provider itself: whether the card is saved, whether the payment was confirmed. */
  settlePledge: {
    method: 'POST',
    path: '/pledges/{pledge}/settle',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'campaigns',
    input: z.object({ pledge: id }),
    output: pledge,
    errors: ['session_required', 'session_expired'],
  },
  /**
   * The form in which the card is saved: the one that is open, another where its time is over, or the other kind where `payment`
   * says so. Where there is no choice, it changes nothing. A card that is saved needs none: `step` is null then.
   */
  prepareCard: {
    method: 'POST',
    path: '/pledges/{pledge}/card',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'campaigns',
    input: z.object({ pledge: id, payment: z.optional(paymentChoice) }),
    output: pledge,
    errors: ['session_required', 'session_expired', 'campaign_closed', 'pledge_closed'],
  },
  /** Another reward, another amount, another name; while the campaign is open and the pledge is a promise. */
  changePledge: {
    method: 'POST',
    path: '/pledges/{pledge}/change',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'campaigns',
    input: z.object({ pledge: id, ...pledgeChoice }),
    output: pledge,
    errors: [
      'session_required',
      'session_expired',
      'campaign_closed',
      'pledge_closed',
      'reward_not_found',
      'sold_out',
      'pledge_too_small',
      'quantity_limit',
      'wrong_currency',
      'price_changed',
      'mandate_required',
      'name_refused',
    ],
  },
  /** Takes a promise back; twice is once. What was paid is refunded by the venue, not here. */
  withdrawPledge: {
    method: 'POST',
    path: '/pledges/{pledge}/withdraw',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'campaigns',
    input: z.object({ pledge: id }),
    output: pledge,
    errors: ['session_required', 'session_expired', 'campaign_closed', 'pledge_closed'],
  },
  /** Saves a card at the test gateway. It refuses to exist once live keys do. */
  saveTestCard: {
    method: 'POST',
    path: '/pledges/{pledge}/test-card',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'campaigns',
    input: z.object({ pledge: id, card: testCard }),
    output: pledge,
    errors: [
      'session_required',
      'session_expired',
      'campaign_closed',
      'pledge_closed',
      'hold_expired',
      'payment_declined',
      'forbidden',
    ],
  },
} as const satisfies Record<string, Operation>;
