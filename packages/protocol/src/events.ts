/**
 * The tracking plan: every domain event a backend appends, in the transaction that makes it true. Each says which
 * question it answers and on which legal basis it is kept (GDPR art. 6). Mail, points and insights read these and nothing else.
 */
import * as z from 'zod/mini';
import { id, money } from './primitives.ts';
import { phase } from './shows.ts';

export type LegalBasis = 'contract' | 'legal_obligation' | 'legitimate_interest' | 'consent';

export interface DomainEventType {
  /** The question somebody really asks that this event answers. */
  readonly question: string;
  readonly basis: LegalBasis;
  /** Days kept with the person attached; after that only counts remain. */
  readonly retentionDays: number;
  readonly payload: z.ZodMiniType;
}

const TEN_YEARS = 3650;
const THREE_YEARS = 1095;

export const domainEvents = {
  'show.published': {
    question: 'When did the show become public?',
    basis: 'legitimate_interest',
    retentionDays: THREE_YEARS,
    payload: z.object({ show: id }),
  },
  'show.phase_changed': {
    question: 'When did doors open, the show start, pause and end, and who said so?',
    basis: 'legitimate_interest',
    retentionDays: THREE_YEARS,
    payload: z.object({ show: id, phase, by: z.enum(['clock', 'provider', 'desk']) }),
  },
  'order.created': {
    question: 'How many who start buying finish?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ order: id, total: money }),
  },
  'order.paid': {
    question: 'What was sold, when, for how much?',
    basis: 'legal_obligation',
    retentionDays: TEN_YEARS,
    payload: z.object({ order: id, total: money, gateway: z.string() }),
  },
  'order.processing': {
    question: 'How many pay by a method that takes days, and how long does it hold stock?',
    basis: 'contract',
    retentionDays: THREE_YEARS,
    payload: z.object({ order: id }),
  },
  'order.refunded': {
    question: 'What went back, in part or in full?',
    basis: 'legal_obligation',
    retentionDays: TEN_YEARS,
    payload: z.object({ order: id, amount: money, full: z.boolean() }),
  },
  'order.disputed': {
    question: 'Which payments did a bank take back, and how did it end?',
    basis: 'legal_obligation',
    retentionDays: TEN_YEARS,
    payload: z.object({ order: id, state: z.enum(['open', 'won', 'lost']) }),
  },
  'order.failed': {
    question: 'Where do payments break?',
    basis: 'contract',
    retentionDays: THREE_YEARS,
    payload: z.object({ order: id, reason: z.string() }),
  },
  'order.expired': {
    question: 'How much stock do abandoned orders hold, and for how long?',
    basis: 'contract',
    retentionDays: THREE_YEARS,
    payload: z.object({ order: id }),
  },
  'order.cancelled': {
    question: 'Who changed their mind before paying?',
    basis: 'contract',
    retentionDays: THREE_YEARS,
    payload: z.object({ order: id }),
  },
  'ticket.issued': {
    question: 'Who may come in, and why?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ ticket: id, show: id, kind: z.string(), source: z.string() }),
  },
  'ticket.voided': {
    question: 'Whose access was taken back, and why?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ ticket: id, reason: z.string() }),
  },
  'ticket.restored': {
    question: 'Whose access came back after a dispute was won?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ ticket: id, reason: z.string() }),
  },
  'pass_link.sent': {
    question: 'Did the mail that lets somebody in leave?',
    basis: 'contract',
    retentionDays: 90,
    payload: z.object({ purpose: z.enum(['purchase', 'request', 'doors', 'shared', 'transfer']) }),
  },
  'pass_link.redeemed': {
    question: 'Do fans get in with their link at the first try?',
    basis: 'contract',
    retentionDays: 90,
    payload: z.object({ purpose: z.string() }),
  },
  'session.started': {
    question: 'On how many devices do people watch?',
    basis: 'contract',
    retentionDays: 90,
    payload: z.object({ kind: z.string() }),
  },
  'entry.granted': {
    question: 'Who was inside which show?',
    basis: 'contract',
    retentionDays: THREE_YEARS,
    payload: z.object({ show: id, mode: z.enum(['room', 'live', 'replay', 'test']) }),
  },
  'entry.honoured': {
    question: 'Who came in without the doors being sure, and has to be set right afterwards?',
    basis: 'contract',
    retentionDays: THREE_YEARS,
    payload: z.object({ show: id, proof: z.enum(['signed', 'address']) }),
  },
  'ticket.shared': {
    question: 'How often do people share a ticket with their household, instead of a password?',
    basis: 'contract',
    retentionDays: THREE_YEARS,
    payload: z.object({ ticket: id, show: id, act: z.enum(['added', 'removed']) }),
  },
  'ticket.transferred': {
    question: 'How often do people hand a ticket on instead of leaving a place empty?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ ticket: id, show: id, by: z.enum(['fan', 'office']) }),
  },
  'order.readdressed': {
    question: 'How often is an order moved to another address?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ order: id, by: z.enum(['fan', 'office']) }),
  },
  'pairing.confirmed': {
    question: 'How many watch on a television?',
    basis: 'contract',
    retentionDays: 90,
    payload: z.object({ show: id }),
  },
  'lease.lost': {
    question: 'How often do devices push each other out?',
    basis: 'legitimate_interest',
    retentionDays: 90,
    payload: z.object({ show: id }),
  },
  'watch.counted': {
    question: 'Who has really watched (30 seconds or more), and for how long?',
    basis: 'legitimate_interest',
    retentionDays: THREE_YEARS,
    payload: z.object({ show: id, mode: z.enum(['live', 'replay']), watchedMs: z.int() }),
  },
  'message.posted': {
    question: 'How lively is the room, and who takes part?',
    basis: 'contract',
    retentionDays: THREE_YEARS,
    payload: z.object({ show: id, message: id }),
  },
  'message.removed': {
    question: 'How much has to be taken down, and by whom?',
    basis: 'legitimate_interest',
    retentionDays: 365,
    payload: z.object({ show: id, message: id }),
  },
  'message.reported': {
    question: 'What do fans find unbearable?',
    basis: 'legitimate_interest',
    retentionDays: 365,
    payload: z.object({ show: id, message: id, reason: z.string() }),
  },
  'moderation.acted': {
    question: 'Who used the brake, how, when?',
    basis: 'legitimate_interest',
    retentionDays: 365,
    payload: z.object({ show: id, action: z.string() }),
  },
  'cart.changed': {
    question: 'What do fans put in the basket and leave there?',
    basis: 'legitimate_interest',
    retentionDays: 30,
    payload: z.object({ lines: z.int(), total: money }),
  },
  'waiting.joined': {
    question: 'How many would have come, had there been places?',
    basis: 'contract',
    retentionDays: 365,
    payload: z.object({ show: id, quantity: z.int() }),
  },
  'waiting.offered': {
    question: 'How many places that came back found somebody who waited?',
    basis: 'contract',
    retentionDays: 365,
    payload: z.object({ show: id, quantity: z.int() }),
  },
  'waiting.ended': {
    question: 'Did those who waited buy, leave, or let it pass?',
    basis: 'contract',
    retentionDays: 365,
    payload: z.object({ show: id, state: z.enum(['bought', 'missed', 'left']) }),
  },
  'withdrawal.declared': {
    question: 'Who withdrew from a contract, from what, and when?',
    basis: 'legal_obligation',
    retentionDays: TEN_YEARS,
    payload: z.object({ order: id, amount: money }),
  },
  'pledge.promised': {
    question: 'How many who watch support, and with how much?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ pledge: id, campaign: id, total: money }),
  },
  'pledge.changed': {
    question: 'Do supporters raise or lower their pledge, and when?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ pledge: id, campaign: id, total: money }),
  },
  'pledge.ended': {
    question: 'What becomes of promises: paid, failed, withdrawn, released?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ pledge: id, campaign: id, state: z.string() }),
  },
  'pledge.attempted': {
    question: 'How often does charging a saved card fail, and why?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ pledge: id, campaign: id, attempt: z.int(), outcome: z.string() }),
  },
  'campaign.decided': {
    question: 'Was the goal reached at the deadline, and with what?',
    basis: 'legal_obligation',
    retentionDays: TEN_YEARS,
    payload: z.object({ campaign: id, result: z.string(), raised: money, supporters: z.int() }),
  },
  'campaign.concluded': {
    question: 'How much of what was promised could be charged, and did the project go ahead?',
    basis: 'legal_obligation',
    retentionDays: TEN_YEARS,
    payload: z.object({ campaign: id, result: z.string(), captured: money }),
  },
  'delivery.created': {
    question: 'What must be at the counter tonight?',
    basis: 'contract',
    retentionDays: TEN_YEARS,
    payload: z.object({ delivery: id, order: id }),
  },
} as const satisfies Record<string, DomainEventType>;

export type DomainEventName = keyof typeof domainEvents;
