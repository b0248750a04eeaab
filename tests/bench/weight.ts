// How much a fan loads: our tags against the players one would otherwise embed, bundled with the same settings, served
// compressed, and counted by a real Chromium.
//
// The others are installed on demand into .cache/bench/; they are no dependency of this project. Every player is given an
// HLS address, because some fetch their engine only then. Scripts and style sheets count; streams and API calls do not.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { playFiles, readBudgets, tagFiles } from '../../tools/build/budget.ts';
import { readGraph, staticClosure } from '../../tools/build/graph.ts';
import { buildAll } from '../../tools/build/main.ts';
import { cdnDir } from '../../tools/build/paths.ts';
import type { Bench } from './bench.ts';
import { buildRivals, rivals, stream } from './rivals.ts';
import { serveStatic, type StaticServer } from './static-server.ts';

interface Traffic {
  bytes: number;
  requests: number;
  /** Requests of any kind to another host. */
  foreign: number;
}

/** Opens a page and adds up the code it loads, until nothing is on its way and nothing more was asked for in a second. */
async function watchPage(browser: Browser, origin: string, path: string): Promise<Traffic> {
  const page = await browser.newPage({ locale: 'fr-FR' });
  const traffic: Traffic = { bytes: 0, requests: 0, foreign: 0 };
  const sizes: Promise<void>[] = [];
  // The first who asks for a large file waits longer than a second until it is compressed.
  const seen = { underWay: 0, lastAt: performance.now() };
  page.on('request', (request) => {
    seen.underWay += 1;
    const { protocol, origin: from } = new URL(request.url());
    if (protocol.startsWith('http') && from !== origin) traffic.foreign += 1;
  });
  page.on('requestfailed', () => void (seen.underWay -= 1));
  page.on('requestfinished', (request) => {
    seen.underWay -= 1;
    if (!/\.(js|css)$/.test(new URL(request.url()).pathname)) return;
    seen.lastAt = performance.now();
    traffic.requests += 1;
    sizes.push(request.sizes().then(({ responseBodySize }) => void (traffic.bytes += responseBodySize)));
  });
  // Nothing may leave this machine, whatever a player would like to tell its makers; the attempt is counted above.
  await page.route(
    (url) => url.origin !== origin,
    (route) => route.abort(),
  );
  await page.goto(origin + path, { waitUntil: 'load' });
  seen.lastAt = performance.now();
  while (seen.underWay > 0 || performance.now() - seen.lastAt < 1000) await page.waitForTimeout(100);
  await Promise.all(sizes);
  await page.close();
  return traffic;
}

/** A page in French, so that the longer of our languages counts. */
const html = (
  body: string,
  script: string,
) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>weight</title>
<link rel="icon" href="data:,"><body>${body}<script type="module">${script}</script></body></html>`;

function addPages(server: StaticServer, bundles: string): void {
  const graph = readGraph();
  const tag = (name: string, more: string[]) =>
    html(
      `<${name}></${name}>`,
      [`import '/cdn/${name}.js';`, ...more.map((file) => `import('/cdn/${file}');`)].join('\n'),
    );
  server.page('/ticket', tag('live-ticket', []));
  server.page('/player', tag('live-player', []));
  for (const engine of ['light', 'full'] as const) {
    const atOnce = new Set(['live-player.js', ...staticClosure(graph, 'live-player.js')]);
    // What the player itself would fetch after the click, from the build's own graph.
    server.page(
      `/play-${engine}`,
      tag(
        'live-player',
        playFiles(graph, engine).filter((file) => !atOnce.has(file)),
      ),
    );
  }
  for (const [key, { markup }] of Object.entries(rivals)) {
    const styles = existsSync(join(bundles, key, 'styles.css'))
      ? `<link rel="stylesheet" href="/rivals/${key}/styles.css">`
      : '';
    server.page(`/rival-${key}`, html(styles + markup, `import '/rivals/${key}/${key}.js';`));
  }
  server.page(stream, '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nmissing.ts\n#EXT-X-ENDLIST\n');
}

export const bench: Bench = async () => {
  await buildAll({ only: 'cdn' });
  for (const tag of ['live-ticket', 'live-player']) {
    if (!existsSync(cdnDir) || tagFiles(readGraph(), tag).length === 0)
      throw new Error(`There is no <${tag}> to weigh yet.`);
  }
  const bundles = await buildRivals();
  const server = await serveStatic({ cdn: cdnDir, rivals: bundles });
  addPages(server, bundles);
  const browser = await chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  try {
    const visit = (path: string) => watchPage(browser, server.origin, path);
    const ours = {
      ticket: await visit('/ticket'),
      player: await visit('/player'),
      playLight: await visit('/play-light'),
      playFull: await visit('/play-full'),
    };
    const others: Record<string, Traffic> = {};
    for (const key of Object.keys(rivals)) others[key] = await visit(`/rival-${key}`);

    const budgets = readBudgets();
    const ticketBudget = budgets.tags?.['live-ticket'] ?? budgets.tag;
    const foreign = Object.values(ours).reduce((sum, traffic) => sum + traffic.foreign, 0);
    const figures: Record<string, number> = { foreignRequests: foreign };
    for (const [key, { bytes, requests }] of Object.entries({ ...ours, ...others })) {
      figures[`${key}Bytes`] = bytes;
      figures[`${key}Requests`] = requests;
    }
    const lightest = Math.min(...Object.values(others).map(({ bytes }) => bytes));
    const limits = {
      ticketBytes: ticketBudget.limit,
      playerBytes: budgets.player.limit,
      playLightBytes: Math.min(budgets.playLight.limit, lightest),
      playFullBytes: budgets.playFull.limit,
      foreignRequests: budgets.foreignRequests.limit,
    };
    const row = (name: string, { bytes, requests, foreign: elsewhere }: Traffic, limit: number | '') => [
      name,
      bytes,
      requests,
      elsewhere,
      limit,
    ];
    return {
      table: [
        ['page', 'bytes (br)', 'requests', 'other hosts', 'budget'],
        row('<live-ticket>', ours.ticket, ticketBudget.limit),
        row('<live-player>, before play', ours.player, budgets.player.limit),
        row('<live-player>, playing, light engine', ours.playLight, budgets.playLight.limit),
        row('<live-player>, playing, full engine', ours.playFull, budgets.playFull.limit),
        ...Object.entries(rivals).flatMap(([key, { name }]) => (others[key] ? [row(name, others[key], '')] : [])),
      ],
      figures,
      limits,
      pass: Object.entries(limits).every(([name, limit]) => (figures[name] ?? Infinity) <= limit),
    };
  } finally {
    await browser.close();
    await server.close();
  }
};
