/** The live room: what fans say, and the brake. */
import * as z from 'zod/mini';
import { id, idempotencyKey, instant, text } from './primitives.ts';
import { rank } from './sessions.ts';

export const authorRole = z.enum(['fan', 'artist', 'crew', 'moderator']);

export const author = z.object({
  /** A name tag that holds for one show; it says nothing about who it is elsewhere. */
  id,
  name: z.string(),
  rank: z.nullable(rank),
  role: authorRole,
});

export const message = z.object({
  id,
  author,
  text: z.string(),
  at: instant,
  /** Media time on the sender's screen, clamped by the server; null where the stream has none. */
  mediaAt: z.nullable(instant),
});

/** 300 characters fit a phone's line of thought; longer texts are refused, not cut. */
export const MESSAGE_MAX_CHARACTERS = 300;

export const messageRequest = z.object({
  show: id,
  text: text(MESSAGE_MAX_CHARACTERS),
  /** The same key posts the same message once, however often it is sent. */
  idempotencyKey,
  mediaAt: z.nullable(instant),
});

export const reportReason = z.enum(['abuse', 'spam', 'spoiler', 'other']);

/** What a moderator can do. All of it is also a row in the audit. */
export const moderationAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('remove'), message: id }),
  /** Mutes the ticket behind the name tag and removes what it said when `purge` is set. */
  z.object({ type: z.literal('mute'), author: id, minutes: z.int().check(z.gte(1), z.lte(1440)), purge: z.boolean() }),
  z.object({ type: z.literal('unmute'), author: id }),
  /** Seconds between two messages of one ticket; 0 lifts the slow mode. */
  z.object({ type: z.literal('slow'), seconds: z.int().check(z.gte(0), z.lte(300)) }),
  z.object({ type: z.literal('close') }),
  z.object({ type: z.literal('open') }),
  z.object({ type: z.literal('pin'), message: id }),
  z.object({ type: z.literal('unpin') }),
  /** The report was looked at and nothing was wrong. */
  z.object({ type: z.literal('dismiss'), message: id }),
]);

export const report = z.object({
  message,
  reasons: z.array(reportReason),
  count: z.int(),
  lastAt: instant,
});

export type Author = z.infer<typeof author>;
export type AuthorRole = z.infer<typeof authorRole>;
export type Message = z.infer<typeof message>;
export type MessageRequest = z.infer<typeof messageRequest>;
export type ReportReason = z.infer<typeof reportReason>;
export type ModerationAction = z.infer<typeof moderationAction>;
export type Report = z.infer<typeof report>;
