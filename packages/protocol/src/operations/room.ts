/** Operations: the live room. */
import * as z from 'zod/mini';
import { id, instant } from '../primitives.ts';
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
  /**
   * What was said around a moment of the show, for a replay that shows the chat in its place: `before`, the last hundred up to and with
   * `at`; `after`, the next hundred. Each is in the order of the picture: by `mediaAt`, or by `at` where a message has none. `until` is
   * the place of the last of them while there may be more; null when there are none. For those who are inside.
   */
  recallMessages: {
    method: 'GET',
    path: '/shows/{show}/messages',
    auth: 'session',
    cacheSeconds: 0,
    feature: 'chat',
    input: z.object({ show: id, at: instant }),
    output: z.object({ before: z.array(message), after: z.array(message), until: z.nullable(instant) }),
    errors: ['session_required', 'session_expired', 'forbidden'],
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
