/**
 * The contract between a page and any backend. Schemas are for servers, tests and generators; what runs in a fan's
 * browser imports only types from here, `./wire` for checking replies, and `./errors`.
 */
export * from './campaigns.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './feed.ts';
export * from './law.ts';
export * from './merch.ts';
export * from './operations.ts';
export * from './orders.ts';
export * from './pairing.ts';
export * from './playback.ts';
export * from './primitives.ts';
export * from './room.ts';
export * from './sessions.ts';
export * from './shows.ts';
export * from './waiting.ts';
