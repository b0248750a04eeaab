export type { Backend, CallOptions, Lane, LaneCursor, LaneSink, WatchOptions } from './backend.ts';
export { defineBackend, isBackend, resolveBackend } from './registry.ts';
