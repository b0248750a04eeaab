/**
 * Pure rules, for servers written in TypeScript, tests and tools. Pages take only `./phase`, `./format` and `./duration`: prices, stock
 * and access are the server's to decide, and a page that could compute them would one day show its own opinion.
 */
export * from './campaign.ts';
export * from './cart.ts';
export * from './cast.ts';
export * from './duration.ts';
export * from './feed.ts';
export * from './format.ts';
export * from './money.ts';
export * from './offers.ts';
export * from './phase.ts';
export * from './prices.ts';
export * from './room.ts';
export * from './tax.ts';
export * from './text.ts';
export * from './withdrawal.ts';
export * from './waves.ts';
