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

/** A route with what else is needed to understand its answers. */
export interface FoundRoute extends Route {
  /** Codes it may say no with, besides the common ones. */
  readonly refusals: readonly string[];
}

/**
 * The route of an operation. Public reads are there at once; the table of everything that somebody does or owns is fetched
 * when it is first asked for. Rejects when it does not arrive.
 */
export async function routeOf(name: OperationName): Promise<FoundRoute> {
  if (isPublic(name)) return { ...publicRoutes[name], refusals: [] };
  if (name === 'getCampaign' || name === 'listCampaigns') {
    const { campaignRoutes } = await import('./campaigns.ts');
    return { ...campaignRoutes[name], refusals: [] };
  }
  const { personalRoutes, refusals } = await import('./personal.ts');
  return { ...personalRoutes[name], refusals };
}
