// What a fan whom nobody knows really loads, in a browser, before they act: exactly the files that `npm run budget` counts.
// Code that a tag asks for by itself would otherwise weigh on every page and on no budget.
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tagFiles } from '../../tools/build/budget.ts';
import { readGraph } from '../../tools/build/graph.ts';
import { buildAll } from '../../tools/build/main.ts';
import { cdnDir } from '../../tools/build/paths.ts';
import { launch } from './world.ts';

const SITE = 'http://venue.test';
const TAGS = ['campaign', 'chat', 'countdown', 'merch', 'passes', 'player', 'show', 'shows', 'ticket'].map(
  (name) => `live-${name}`,
);
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html; charset=utf-8' };

/** A page in French with one tag, about a show that is live, and a venue of its own. */
const pageWith = (tag: string) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${tag}</title>
<${tag} backend="memory" show="show_lune_rousse"></${tag}>
<script type="module">
  import { createMemoryBackend, defineBackend, demoSeed } from '/cdn/memory/memory.js';
  defineBackend('memory', createMemoryBackend({ name: 'memory', seed: demoSeed({ site: location.origin }) }));
  await import('/cdn/${tag}.js');
</script></html>`;

let browser: Browser;

beforeAll(async () => {
  await buildAll({ only: 'cdn' });
  browser = await launch();
});
afterAll(() => browser?.close());

describe('before a fan acts', () => {
  it.each(TAGS)('<%s> loads what its budget counts, and nothing else', async (tag) => {
    const page = await browser.newPage({ locale: 'fr-FR' });
    const loaded = new Set<string>();
    await page.route(`${SITE}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return route.fulfill({ contentType: TYPES['.html'], body: pageWith(tag) });
      if (!pathname.startsWith('/cdn/')) return route.fulfill({ status: 404 });
      const file = pathname.slice('/cdn/'.length);
      if (!file.startsWith('memory/')) loaded.add(file);
      return route.fulfill({ contentType: TYPES[extname(file)], body: readFileSync(join(cdnDir, file)) });
    });
    await page.goto(`${SITE}/`);
    // Drawn, and silent for half a second.
    await page.waitForFunction((name) => document.querySelector(name)?.matches(':defined'), tag);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(500);
    await page.close();
    expect([...loaded].toSorted()).toEqual(tagFiles(readGraph(), tag).toSorted());
  });
});
