/** Operations: rights that remain after a purchase. */
import * as z from 'zod/mini';
import { withdrawal } from '../law.ts';
import { order } from '../orders.ts';
import { id } from '../primitives.ts';
import type { Operation } from './operation.ts';

export const lawOperations = {
  /**
   * Withdraws from the contract, in two steps: without `confirm` it says what would go back and changes nothing; with it the money
   * goes back, and a mail acknowledges it with date and time.
   */
  withdrawOrder: {
    method: 'POST',
    path: '/orders/{order}/withdrawal',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'tickets',
    input: z.object({
      order: id,
      /** Places in `order.lines`; everything that can be withdrawn from when not said. */
      lines: z.optional(z.array(z.int().check(z.gte(0), z.lte(40))).check(z.minLength(1), z.maxLength(20))),
      confirm: z.boolean(),
    }),
    output: z.object({ order, withdrawal }),
    errors: ['session_required', 'session_expired', 'not_withdrawable'],
  },
} as const satisfies Record<string, Operation>;
