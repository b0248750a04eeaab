/** Where an operation is and what it answers, found by its name. */
import type { OperationName } from '../operations.ts';
import type { Shape } from './check.ts';
import { publicRoutes } from './public.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1`. */
  readonly path: string;
  readonly output: Shape;
}

const isPublic = (name: string): name is keyof typeof publicRoutes => Object.hasOwn(publicRoutes, name);

/**
 * The route of an operation. Public reads are there at once; the table of everything that somebody does or owns is fetched
 * when it is first asked for. Rejects when it does not arrive.
 */
export async function routeOf(name: OperationName): Promise<Route> {
  if (isPublic(name)) return publicRoutes[name];
  const { personalRoutes } = await import('./personal.ts');
  return personalRoutes[name];
}
