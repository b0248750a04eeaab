import { runConformance } from '@parterre/backend/conformance';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { startControlledStack, wordpressHarness } from './wordpress.ts';

let stack: Stack | undefined;
/** A site that already runs, to look into a failure by hand. */
const running = process.env['PARTERRE_SITE'];

describe('WordPress over HTTP', () => {
  beforeAll(async () => {
    if (!running) stack = await startControlledStack();
  }, 180_000);
  afterAll(() => stack?.stop());

  runConformance({
    describe,
    it,
    http: true,
    create: async () => wordpressHarness(running ?? stack?.url ?? ''),
  });
});
