/** Operations: the waiting list of a show. */
import * as z from 'zod/mini';
import { secret } from '../primitives.ts';
import { waitingEntry, waitingRequest } from '../waiting.ts';
import type { Operation } from './operation.ts';
import { nothing } from './shared.ts';

export const waitingOperations = {
  /** Always answers the same, whether the address waits already or not. One address has one entry per show. */
  joinWaitingList: {
    method: 'POST',
    path: '/waiting',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'tickets',
    input: waitingRequest,
    output: nothing,
    errors: ['page_not_allowed', 'show_cancelled', 'show_over', 'still_on_sale'],
  },
  /** What the link of a mail stands for. The secret is in the body: addresses are written into logs. */
  openWaiting: {
    method: 'POST',
    path: '/waiting/open',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ secret: secret }),
    output: waitingEntry,
    errors: ['link_invalid'],
  },
  /** Leaves the list, and gives back what was kept. Leaving twice is leaving. */
  leaveWaitingList: {
    method: 'POST',
    path: '/waiting/leave',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({ secret: secret }),
    output: nothing,
    errors: ['link_invalid'],
  },
} as const satisfies Record<string, Operation>;
