/** Operations: who a device is, and how it proves more. */
import * as z from 'zod/mini';
import { email, id, locale, secret, text, url } from '../primitives.ts';
import { passes, session, sessionGrant, ticketAddress } from '../sessions.ts';
import type { Operation } from './operation.ts';
import { deviceLabel, nothing } from './shared.ts';

export const sessionsOperations = {
  /** A nameless session for an open show: play yes, write no. */
  startSession: {
    method: 'POST',
    path: '/sessions',
    auth: 'none',
    cacheSeconds: 0,
    feature: null,
    input: z.object({ show: id, device: deviceLabel }),
    output: sessionGrant,
    errors: ['no_ticket'],
  },
  getSession: {
    method: 'GET',
    path: '/session',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: nothing,
    output: session,
    errors: ['session_required', 'session_expired', 'session_replaced'],
  },
  updateSession: {
    method: 'PUT',
    path: '/session',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: z.object({ displayName: text(40) }),
    output: session,
    errors: ['session_required', 'session_expired', 'forbidden', 'name_refused'],
  },
  endSession: {
    method: 'DELETE',
    path: '/session',
    auth: 'session',
    cacheSeconds: 0,
    feature: null,
    input: nothing,
    output: nothing,
    errors: ['session_required', 'session_expired'],
  },
  /** Always answers the same, whether the address is known or not. */
  requestPassLink: {
    method: 'POST',
    path: '/pass-links',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ email, page: url, locale }),
    output: nothing,
    errors: ['page_not_allowed'],
  },
  /** By the secret of a link, or by the address and the six digits of the same mail. */
  redeemPassLink: {
    method: 'POST',
    path: '/pass-links/redeem',
    auth: 'optional',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.discriminatedUnion('type', [
      z.object({ type: z.literal('link'), secret, device: deviceLabel }),
      z.object({ type: z.literal('code'), email, code: z.string().check(z.regex(/^\d{6}$/)), device: deviceLabel }),
    ]),
    output: sessionGrant,
    errors: ['link_invalid', 'link_expired', 'code_invalid'],
  },
  getPasses: {
    method: 'GET',
    path: '/passes',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: nothing,
    output: passes,
    errors: ['session_required', 'session_expired', 'session_replaced'],
  },
  /** Ends another device's session. Only a proved fan may. */
  revokeDevice: {
    method: 'DELETE',
    path: '/devices/{device}',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ device: id }),
    output: nothing,
    errors: ['session_required', 'session_expired', 'forbidden', 'device_not_found'],
  },
  /** Lets another address use a ticket, on its devices. Only its proved owner may; both get a mail. */
  addTicketAddress: {
    method: 'POST',
    path: '/tickets/{ticket}/addresses',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ ticket: id, email, page: url, locale }),
    output: z.object({ addresses: z.array(ticketAddress) }),
    errors: ['session_required', 'session_expired', 'forbidden', 'ticket_void', 'address_limit', 'page_not_allowed'],
  },
  removeTicketAddress: {
    method: 'DELETE',
    path: '/tickets/{ticket}/addresses/{address}',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'passes',
    input: z.object({ ticket: id, address: id }),
    output: z.object({ addresses: z.array(ticketAddress) }),
    errors: ['session_required', 'session_expired', 'forbidden', 'address_not_found'],
  },
} as const satisfies Record<string, Operation>;
