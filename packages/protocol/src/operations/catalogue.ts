/** Operations: what everybody may read. */
import * as z from 'zod/mini';
import { product } from '../merch.ts';
import { id } from '../primitives.ts';
import { show, showSummary, venue } from '../shows.ts';
import type { Operation } from './operation.ts';
import { nothing } from './shared.ts';

export const catalogueOperations = {
  getVenue: {
    method: 'GET',
    path: '/venue',
    auth: 'none',
    cacheSeconds: 2,
    feature: null,
    input: nothing,
    output: venue,
    errors: [],
  },
  listShows: {
    method: 'GET',
    path: '/shows',
    auth: 'none',
    cacheSeconds: 2,
    feature: null,
    /** `coming`: announced to live, soonest first. `replays`: newest first. `all`: both. At most 50. */
    input: z.object({ which: z.enum(['coming', 'replays', 'all']) }),
    output: z.object({ shows: z.array(showSummary), serverTime: z.string() }),
    errors: [],
  },
  getShow: {
    method: 'GET',
    path: '/shows/{show}',
    auth: 'none',
    cacheSeconds: 2,
    feature: null,
    /** An id or a slug. */
    input: z.object({ show: id }),
    output: show,
    errors: [],
  },
  listProducts: {
    method: 'GET',
    path: '/products',
    auth: 'none',
    cacheSeconds: 2,
    feature: 'merch',
    /** With a show: what belongs to it and what is always for sale. */
    input: z.object({ show: z.optional(id) }),
    output: z.object({ products: z.array(product) }),
    errors: [],
  },
} as const satisfies Record<string, Operation>;
