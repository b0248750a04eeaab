/** Entering a screen that has no keyboard to speak of: it shows six letters, a device with a ticket confirms them. */
import * as z from 'zod/mini';
import { id, instant, secret } from './primitives.ts';

/** Letters that nobody mixes up when they read them across a room: no I, L or O, and no digits. */
export const pairingCode = z.string().check(z.regex(/^[A-HJKMNP-Z]{6}$/));

/** A screen that waits. `secret` is the screen's own: only with it can the session be fetched. */
export const pairing = z.object({
  code: pairingCode,
  secret,
  expiresAt: instant,
  /** Seconds between two looks whether it was confirmed. */
  pollSeconds: z.int(),
});

/** What a person should know of a screen before they let it in on their ticket. */
export const waitingScreen = z.object({
  show: z.object({ id, title: z.string() }),
  /** `Chrome, Linux`: told by the screen's browser. */
  device: z.string(),
  /** Host of the page that shows the letters. */
  site: z.string(),
  /** Whether the screen asks from the same network as the person who is about to confirm. */
  sameNetwork: z.boolean(),
  startedAt: instant,
  expiresAt: instant,
});

export type Pairing = z.infer<typeof pairing>;
export type WaitingScreen = z.infer<typeof waitingScreen>;
