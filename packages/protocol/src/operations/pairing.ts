/** Operations: letting a screen in with six letters. */
import * as z from 'zod/mini';
import { pairing, pairingCode, waitingScreen } from '../pairing.ts';
import { id, secret, url } from '../primitives.ts';
import { sessionGrant } from '../sessions.ts';
import type { Operation } from './operation.ts';
import { deviceLabel, nothing } from './shared.ts';

export const pairingOperations = {
  /** The screen's side: letters to show for five minutes. */
  startPairing: {
    method: 'POST',
    path: '/pairings',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ show: id, page: url, device: deviceLabel }),
    output: pairing,
    errors: ['page_not_allowed'],
  },
  /** The screen looks whether somebody has confirmed; then, once, it is given its session. */
  claimPairing: {
    method: 'POST',
    path: '/pairings/claim',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ secret }),
    output: z.object({ session: z.nullable(sessionGrant) }),
    errors: ['pairing_expired'],
  },
  /** The person's side: which screen is this? */
  findPairing: {
    method: 'POST',
    path: '/pairings/find',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ code: pairingCode }),
    output: waitingScreen,
    errors: ['session_required', 'session_expired', 'pairing_not_found'],
  },
  /** Lets that screen in, on the devices of the caller's own tickets for its show. A code works once. */
  confirmPairing: {
    method: 'POST',
    path: '/pairings/confirm',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ code: pairingCode }),
    output: nothing,
    errors: ['session_required', 'session_expired', 'pairing_not_found', 'no_ticket'],
  },
} as const satisfies Record<string, Operation>;
