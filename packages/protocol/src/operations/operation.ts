/** What every operation says about itself. */
import type * as z from 'zod/mini';
import type { OperationError } from '../errors.ts';
import type { feature } from '../shows.ts';

/** Who may call: anybody; anybody, with the session used if there is one; only with a session. */
export type OperationAuth = 'none' | 'optional' | 'session';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1`. */
  readonly path: string;
  readonly auth: OperationAuth;
  /** Seconds a shared cache may keep the answer; 0 means `no-store`. */
  readonly cacheSeconds: number;
  /** The feature a backend must declare for this operation to exist; null for the core. */
  readonly feature: z.infer<typeof feature> | null;
  readonly input: z.ZodMiniType;
  readonly output: z.ZodMiniType;
  readonly errors: readonly OperationError[];
}
