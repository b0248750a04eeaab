/** The waiting list of a show: who waits, for how many places, and what was kept for them. */
import * as z from 'zod/mini';
import { email, id, instant, locale, url } from './primitives.ts';

/** `hall`: a place in the hall and nothing else. `any`: the hall or the stream, whichever comes first. */
export const waitingKind = z.enum(['hall', 'any']);

/** More than ten places for one address is a group, which writes to the venue. */
export const waitingQuantity = z.int().check(z.gte(1), z.lte(10));

/**
 * `waiting`: in line. `offered`: places are kept until `until`. `bought`: they were taken. `missed`: the time passed. `left`: by the
 * link of a mail.
 */
export const waitingState = z.enum(['waiting', 'offered', 'bought', 'missed', 'left']);

export const waitingRequest = z.object({
  show: id,
  email,
  quantity: waitingQuantity,
  kind: waitingKind,
  locale,
  /** The page the mails lead back to, whose origin the venue allows. */
  page: url,
});

/** One entry, as its own link shows it. */
export const waitingEntry = z.object({
  show: id,
  state: waitingState,
  quantity: z.int(),
  kind: waitingKind,
  /** The offer whose places are kept, and until when; null while none are. */
  offer: z.nullable(id),
  until: z.nullable(instant),
});

export type WaitingKind = z.infer<typeof waitingKind>;
export type WaitingState = z.infer<typeof waitingState>;
export type WaitingRequest = z.infer<typeof waitingRequest>;
export type WaitingEntry = z.infer<typeof waitingEntry>;
