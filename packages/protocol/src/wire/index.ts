/**
 * What a fan's browser needs of the contract: routes, and the tables that replies are checked against. Pages use `routeOf`;
 * whoever names `routes` loads the tables of all operations.
 */
export { routes } from './all.ts';
export { firstMismatch, type Shape } from './check.ts';
export { feedShapes, laneMessageShape } from './public.ts';
export { routeOf, type FoundRoute, type Route } from './routes.ts';
