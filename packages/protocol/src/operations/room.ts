/** Operations: the live room. */
import * as z from 'zod/mini';
import { id } from '../primitives.ts';
import { message, messageRequest, moderationAction, report, reportReason } from '../room.ts';
import type { Operation } from './operation.ts';
import { nothing } from './shared.ts';

export const roomOperations = {
  postMessage: {
    method: 'POST',
    path: '/messages',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'chat',
    input: messageRequest,
    output: z.object({ message }),
    errors: ['session_required', 'session_expired', 'forbidden', 'chat_closed', 'muted', 'slow_mode', 'text_refused'],
  },
  reportMessage: {
    method: 'POST',
    path: '/messages/{message}/report',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'chat',
    input: z.object({ message: id, show: id, reason: reportReason }),
    output: nothing,
    errors: ['session_required', 'session_expired', 'message_not_found'],
  },
  moderate: {
    method: 'POST',
    path: '/moderation',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'moderation',
    input: z.object({ show: id, action: moderationAction }),
    output: nothing,
    errors: ['session_required', 'session_expired', 'forbidden', 'message_not_found'],
  },
  listReports: {
    method: 'GET',
    path: '/reports',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'moderation',
    input: z.object({ show: id }),
    output: z.object({ reports: z.array(report) }),
    errors: ['session_required', 'session_expired', 'forbidden'],
  },
} as const satisfies Record<string, Operation>;
