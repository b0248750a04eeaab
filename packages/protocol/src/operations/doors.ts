/** Operations: getting in and staying in. */
import * as z from 'zod/mini';
import { entry, heartbeatReply, heartbeatRequest } from '../playback.ts';
import { id } from '../primitives.ts';
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
    /** `device` names this browser profile: entering again from it renews its lease instead of taking another place. */
    input: z.object({ show: id, device: id }),
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
