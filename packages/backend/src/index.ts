export type { Backend, CallOptions, Lane, LaneCursor, LaneSink, WatchOptions } from './backend.ts';
export { checked } from './checked.ts';
export { systemClock, type Clock } from './clock.ts';
export { createHttpBackend, type HttpOptions } from './http/index.ts';
export { defineBackend, isBackend, resolveBackend } from './registry.ts';
