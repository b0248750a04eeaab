/** What a fan's browser needs of the contract: routes, and the tables that replies are checked against. */
export { firstMismatch, type Shape } from './check.ts';
export { feedShapes, laneMessageShape, routes, type Route } from './tables.ts';
