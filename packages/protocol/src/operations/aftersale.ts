/** Operations: what a buyer may still want after the sale. Moving a ticket or an order asks for a fresh proof of the mailbox. */
import * as z from 'zod/mini';
import { email, id, locale, url } from '../primitives.ts';
import { hallTicket, transfer } from '../sessions.ts';
import type { Operation } from './operation.ts';
import { nothing } from './shared.ts';

const transfers = z.object({ transfers: z.array(transfer) });

export const aftersaleOperations = {
  /** The session's seats at a show with their codes, to be held up at the door. */
  getHallTickets: {
    method: 'GET',
    path: '/shows/{show}/hall-tickets',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ show: id }),
    output: z.object({ tickets: z.array(hallTicket) }),
    errors: ['session_required', 'session_expired', 'session_replaced'],
  },
  /** Sends the confirmation with its pass link again, to the order's own address and to no other. */
  resendOrder: {
    method: 'POST',
    path: '/orders/{order}/mail',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ order: id }),
    output: nothing,
    errors: ['session_required', 'session_expired', 'order_unpaid'],
  },
  /** Moves an order with its tickets to another address, once that mailbox has opened the mail. Only a fresh proof of the old one may ask. */
  changeOrderEmail: {
    method: 'POST',
    path: '/orders/{order}/email',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ order: id, email, page: url, locale }),
    output: transfers,
    errors: ['session_required', 'session_expired', 'forbidden', 'proof_required', 'page_not_allowed', 'order_unpaid'],
  },
  /** Hands a ticket on, with those that go together with it, once the other mailbox has opened the mail. The old holder is out then. */
  transferTicket: {
    method: 'POST',
    path: '/tickets/{ticket}/transfer',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ ticket: id, email, page: url, locale }),
    output: transfers,
    errors: [
      'session_required',
      'session_expired',
      'forbidden',
      'proof_required',
      'page_not_allowed',
      'ticket_void',
      'ticket_used',
      'not_transferable',
    ],
  },
  /** Takes back what nobody has accepted yet. */
  cancelTransfer: {
    method: 'DELETE',
    path: '/transfers/{transfer}',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ transfer: id }),
    output: transfers,
    errors: ['session_required', 'session_expired', 'transfer_not_found'],
  },
} as const satisfies Record<string, Operation>;
