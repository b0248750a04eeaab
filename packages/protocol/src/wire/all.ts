/** Every route at once: for tests, servers and tools, which need not count bytes. */
import type { OperationName } from '../operations.ts';
import { campaignRoutes } from './campaigns.ts';
import { personalRoutes } from './personal.ts';
import { publicRoutes } from './public.ts';
import type { Route } from './routes.ts';

export const routes: Readonly<Record<OperationName, Route>> = { ...publicRoutes, ...campaignRoutes, ...personalRoutes };
