/** Sessions for programs that want the state without the tags. */
export { browserEnvironment, type Environment } from './environment.ts';
export { acquireVenue, resetSessions } from './registry.ts';
export { MESSAGES_KEPT, ShowSession, type PendingMessage, type Playhead, type ShowState } from './show-session.ts';
export { VenueSession, type VenueState } from './venue-session.ts';
export { deviceLabel } from './venue-acts.ts';
