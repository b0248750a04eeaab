// What a fan whom nobody knows really loads, in a browser, before they act: exactly the files that `npm run budget` counts.
// Code that a tag asks for by itself would otherwise weigh on every page and on no budget. And what the player loads once pressed.
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playFiles, tagFiles } from '../../tools/build/budget.ts';
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
const pageWith = (
  tag: string,
  show = 'show_lune_rousse',
) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${tag}</title>
<${tag} backend="memory" show="${show}"></${tag}>
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

/** A page that gets its files from the build, and the list of those of the tags that it has asked for. */
async function open(tag: string, show?: string): Promise<{ page: Page; loaded: Set<string> }> {
  const page = await browser.newPage({ locale: 'fr-FR' });
  const loaded = new Set<string>();
  await page.route(`${SITE}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: TYPES['.html'], body: pageWith(tag, show) });
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
  return { page, loaded };
}

describe('before a fan acts', () => {
  it.each(TAGS)('<%s> loads what its budget counts, and nothing else', async (tag) => {
    const { page, loaded } = await open(tag);
    await page.close();
    expect([...loaded].toSorted()).toEqual(tagFiles(readGraph(), tag).toSorted());
  });
});

describe('once a fan has pressed play', () => {
  it('the player loads nothing that its budget does not count', async () => {
    const { page, loaded } = await open('live-player', 'show_balances');
    // The stream is asked for and never comes: nothing fails, and whatever plays is here by then.
    const asked = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith('.m3u8'));
    await page.route(/\.m3u8/, () => {});
    await page.locator('live-player .play').click();
    await asked;
    await page.waitForTimeout(1000);
    await page.close();
    const counted = new Set(playFiles(readGraph(), 'light'));
    expect([...loaded].filter((file) => !counted.has(file))).toEqual([]);
    // Entering and the engine were part of it, or this would prove little.
    expect([...loaded].some((file) => file.includes('hls.light'))).toBe(true);
    expect([...loaded].some((file) => file.includes('away-'))).toBe(true);
  });
});
