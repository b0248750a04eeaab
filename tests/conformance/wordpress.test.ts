// The plugin on WordPress, over HTTP. `PARTERRE_BACKEND_URL` names a running site that has the control; without it one is
// started on the native stack and stopped again.
import { runConformance } from '@parterre/backend/conformance';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { startControlledStack, wordpressHarness } from './wordpress.ts';

describe('the WordPress plugin', () => {
  let url = process.env['PARTERRE_BACKEND_URL'] ?? '';
  let stack: Stack | undefined;

  beforeAll(async () => {
    if (url) return;
    stack = await startControlledStack();
    url = stack.url;
  });

  afterAll(() => stack?.stop());

  runConformance({ describe, it, http: true, create: async () => wordpressHarness(url) });
});
