/**
 * Who a device is. `device`: nobody in particular, may watch open shows. `order`: has paid or registered here, uses that
 * order's tickets and sees nothing else of its address. `fan`: has proved the mailbox, sees everything that is theirs.
 */
import * as z from 'zod/mini';
import { order, ticket } from './orders.ts';
import { id, instant, secret, url } from './primitives.ts';

export const sessionKind = z.enum(['device', 'order', 'fan']);
export const rank = z.enum(['gold', 'platinum', 'diamond']);

/** What this session may do at one show: `chat.write`, `chat.moderate`, `camera:backstage`… */
export const showCapabilities = z.object({ show: id, capabilities: z.array(z.string()) });

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

export const passes = z.object({
  tickets: z.array(ticket),
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
export type Device = z.infer<typeof device>;
export type Passes = z.infer<typeof passes>;
