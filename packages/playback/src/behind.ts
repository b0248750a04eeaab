/**
 * What is decided behind a picture that already plays: which cameras to keep ready, when to fall back on a second address.
 * Fetched once the picture moves, or does not come, and only where there is another camera or a second address.
 */
export { Failover } from './failover.ts';
export { Warmth } from './warm.ts';
