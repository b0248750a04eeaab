/** Operations: getting in and staying in. */
import * as z from 'zod/mini';
import { castScreen, entry, grant, heartbeatReply, heartbeatRequest } from '../playback.ts';
import { assertion, email, id, locale } from '../primitives.ts';
import { sessionGrant } from '../sessions.ts';
import type { Operation } from './operation.ts';
import { nothing } from './shared.ts';

export const doorsOperations = {
  /** Session, lease, grant and feed address in one request. The newest device wins. */
  enter: {
    method: 'POST',
    path: '/enter',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    /**
     * `device` names this browser profile: entering again from it renews its lease instead of taking another place. `mode`
     * `test` asks for the test clip, before doors too. An `assertion` that is sent is checked, whatever the session says.
     */
    input: z.object({
      show: id,
      device: id,
      mode: z.optional(z.enum(['show', 'test'])),
      assertion: z.optional(assertion),
    }),
    output: entry,
    errors: [
      'session_required',
      'session_expired',
      'session_replaced',
      'no_ticket',
      'ticket_void',
      'not_open_yet',
      'show_cancelled',
      'show_over',
      'assertion_invalid',
      'assertion_stale',
      'no_test_clip',
    ],
  },
  /**
   * Getting in while the venue honours everybody: with a signed ticket and no session at all, or with nothing but an address,
   * which is written down and settled afterwards. `session` is null for a signed ticket.
   */
  honour: {
    method: 'POST',
    path: '/honour',
    auth: 'none',
    cacheSeconds: 0,
    feature: null,
    input: z.object({
      show: id,
      device: id,
      proof: z.discriminatedUnion('type', [
        z.object({ type: z.literal('signed'), assertion }),
        z.object({ type: z.literal('address'), email, locale }),
      ]),
    }),
    output: z.object({ entry, session: z.nullable(sessionGrant) }),
    errors: [
      'not_honoured',
      'assertion_invalid',
      'assertion_stale',
      'ticket_void',
      'not_open_yet',
      'show_cancelled',
      'show_over',
    ],
  },
  heartbeat: {
    method: 'POST',
    path: '/heartbeat',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: heartbeatRequest,
    output: heartbeatReply,
    errors: [
      'session_required',
      'session_expired',
      'session_replaced',
      'lease_lost',
      'ticket_void',
      'show_cancelled',
      'show_over',
    ],
  },
  /**
   * A grant that lasts the show (`renew: none`), for what cannot take another one on the run. A ticket has one, which takes a
   * place of its own until it ends: whichever of its devices asks again gets the same. Null while there is nothing to play.
   */
  cast: {
    method: 'POST',
    path: '/cast',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: z.object({ lease: id, screen: castScreen }),
    output: z.object({ grant: z.nullable(grant) }),
    errors: [
      'session_required',
      'session_expired',
      'session_replaced',
      'lease_lost',
      'ticket_void',
      'show_cancelled',
      'show_over',
      'cast_not_allowed',
    ],
  },
  leave: {
    method: 'POST',
    path: '/leave',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: z.object({ lease: id }),
    output: nothing,
    errors: ['session_required', 'session_expired'],
  },
} as const satisfies Record<string, Operation>;
