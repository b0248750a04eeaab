// The plugin on WordPress, over HTTP. `PARTERRE_BACKEND_URL` names a running site that has the control; without it one is
// started on the native stack and stopped again.
import { chapters, runCase, runConformance } from '@parterre/backend/conformance';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { startControlledStack, wordpressHarness } from './wordpress.ts';

const casesOf = (wanted: string) => chapters(false).find(([chapter]) => chapter === wanted)?.[1] ?? [];

const notFoundPage = (): Response =>
  new Response('<!doctype html><title>Page not found</title>', {
    status: 404,
    headers: { 'content-type': 'text/html' },
  });

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

  describe('with its feed read through its own route, as from a foreign origin', () => {
    // What a browser says of files without permission for this origin.
    const foreign: typeof fetch = (input, init) =>
      String(input).includes('/uploads/') ? Promise.reject(new TypeError('Failed to fetch')) : fetch(input, init);
    for (const each of casesOf('the feed')) {
      it(each[0], () => runCase(async () => wordpressHarness(url, { fetch: foreign }), each), 60_000);
    }
  });

  describe('asked by `?rest_route=`, as where there are no pretty links', () => {
    const hidden: typeof fetch = (input, init) =>
      String(input).includes('/wp-json/') ? Promise.resolve(notFoundPage()) : fetch(input, init);
    for (const each of [...casesOf('catalogue and merch'), ...casesOf('the feed')]) {
      it(each[0], () => runCase(async () => wordpressHarness(url, { fetch: hidden }), each), 60_000);
    }
  });
});
