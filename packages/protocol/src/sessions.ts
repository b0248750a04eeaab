/**
 * Who a device is. `device`: nobody in particular, may watch open shows. `order`: has paid or registered here, uses that
 * order's tickets and sees nothing else of its address. `fan`: has proved the mailbox, sees everything that is theirs.
 */
import * as z from 'zod/mini';
import { order, ticket } from './orders.ts';
import { assertion, id, instant, secret, url } from './primitives.ts';

export const sessionKind = z.enum(['device', 'order', 'fan']);
export const rank = z.enum(['gold', 'platinum', 'diamond']);

/** What this session may do at one show: `chat.write`, `chat.moderate`, `camera:backstage`… */
export const showCapabilities = z.object({ show: id, capabilities: z.array(z.string()) });

/** What opens one show where the venue's database is away: kept by the device, at most a day old, sent with `enter`. */
export const signedTicket = z.object({ show: id, ticket: id, assertion, expiresAt: instant });

export const session = z.object({
  kind: sessionKind,
  expiresAt: instant,
  emailHint: z.nullable(z.string()),
  /** The name others see in the room; null until one is chosen. */
  displayName: z.nullable(z.string()),
  rank: z.nullable(rank),
  tickets: z.array(ticket),
  /** Only for shows where there is anything beyond watching. */
  capabilities: z.array(showCapabilities),
  /** One for each show that is entered within a day. */
  signed: z.array(signedTicket),
  serverTime: instant,
});

/** A session and the bearer token that opens it. The token is told once. */
export const sessionGrant = z.object({ token: secret, session });

export const device = z.object({
  id,
  /** `Chrome, Android`: told by the browser, kept coarse. */
  label: z.string(),
  lastSeenAt: instant,
  current: z.boolean(),
});

/** Somebody else who may use a ticket, on its devices. Only its owner sees them. */
export const ticketAddress = z.object({ id, ticket: id, emailHint: z.string(), addedAt: instant });

/** A seat in the hall as the door reads it. */
export const hallTicket = z.object({
  ticket: id,
  /** Without gaps per show; null where the venue gives none. */
  number: z.nullable(z.int()),
  category: z.string(),
  /** `7K3M-9QXW-2RTD`: what its QR code says, and a person can read out. Another one once the ticket has another holder. */
  code: z.string(),
});

/** What waits for another mailbox to accept it: a ticket, or an order that gets another address. Only who asked sees it. */
export const transfer = z.object({
  id,
  /** The ticket that is handed on; null for an order. */
  ticket: z.nullable(id),
  /** The order whose address changes; null for a ticket. */
  order: z.nullable(id),
  emailHint: z.string(),
  /** When it lapses, and everything stays as it is. */
  expiresAt: instant,
});

export const passes = z.object({
  tickets: z.array(ticket),
  addresses: z.array(ticketAddress),
  transfers: z.array(transfer),
  /** Tickets this fan may hand on now; those that go together are in one list. */
  transferable: z.array(z.array(id)),
  /** Until when this session may move tickets and orders without another proof of the mailbox; null where it has to prove it first. */
  provedUntil: z.nullable(instant),
  orders: z.array(order),
  devices: z.array(device),
  /** Prints tickets for the hall, for a form that posts `token`, `show` and `lang`; null where nothing does. */
  hallTicketsUrl: z.nullable(url),
  serverTime: instant,
});

export type SessionKind = z.infer<typeof sessionKind>;
export type Rank = z.infer<typeof rank>;
export type Session = z.infer<typeof session>;
export type SessionGrant = z.infer<typeof sessionGrant>;
export type SignedTicket = z.infer<typeof signedTicket>;
export type TicketAddress = z.infer<typeof ticketAddress>;
export type HallTicket = z.infer<typeof hallTicket>;
export type Transfer = z.infer<typeof transfer>;
export type Device = z.infer<typeof device>;
export type Passes = z.infer<typeof passes>;
