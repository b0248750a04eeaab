// The demo site on PHP compiled to WebAssembly (WordPress Playground), for machines with nothing but Node and npm.
// Playground is half a gigabyte, so it is fetched into the cache the first time it is needed and is no dependency of
// this project. It needs no native PHP for anything: the same `setup.php` that native PHP runs is a step of its blueprint.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cached, run } from './cache.ts';
import { SETUP_STEPS, type DemoSite, type RunningSite } from './demo-site.ts';
import { answers, HOST, until } from './ports.ts';
import { readyOrEnded, startService } from './services.ts';
import { mountPlugin, php, plugin, PLUGIN_SLUG, writeConfig } from './site.ts';

const PLAYGROUND = '@wp-playground/cli';
const VERSION = '3.1.56';
/** Named in the blueprint: without it the site would run on another PHP than the one announced. */
const PHP = '8.3';
/** With one worker a site that calls itself waits for itself. */
const WORKERS = 3;

/** Playground's program, fetched when it is not in the cache yet. @throws Error when npm cannot fetch it. */
export async function playground(onFetch: () => void = () => {}): Promise<string> {
  const folder = await cached(`playground-${VERSION}`, async (making) => {
    onFetch();
    await writeFile(join(making, 'package.json'), JSON.stringify({ private: true }));
    await run('npm', ['install', `${PLAYGROUND}@${VERSION}`, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd: making });
  });
  return join(folder, 'node_modules', ...PLAYGROUND.split('/'), 'wp-playground.js');
}

/** Serves the site folder on WebAssembly PHP; resolves when the front page answers. */
export async function startWasm(site: DemoSite): Promise<RunningSite> {
  const program = await playground(() => site.progress('Fetching PHP for WebAssembly (once, about 60 MB)'));
  const www = join(site.folder, 'www');
  const logs = join(site.folder, 'logs');
  const url = `http://${HOST}:${site.port}`;
  // Playground sees mounted folders only, so the link to the sources would lead it nowhere.
  await mountPlugin(www, 'copy');
  await writeConfig(www, { engine: 'sqlite' }, { ...site.constants, WP_HOME: url, WP_SITEURL: url, WP_DEBUG: true, WP_DEBUG_DISPLAY: false, WP_DEBUG_LOG: '/rig-logs/php.log' });
  const blueprint = join(site.folder, 'blueprint.json');
  const steps = SETUP_STEPS.map((step) => ({
    step: 'runPHP',
    code: `<?php putenv('PARTERRE_RIG_STEP=${step}'); putenv('PARTERRE_RIG_SITE=/wordpress'); require ${php('/rig/setup.php')};`,
  }));
  await writeFile(blueprint, JSON.stringify({ preferredVersions: { php: PHP, wp: 'latest' }, steps }, null, 2));
  site.progress('Starting PHP on WebAssembly and preparing the venue');
  const log = join(logs, 'server.log');
  const mounts = [`${www}:/wordpress`, `${import.meta.dirname}:/rig`, `${logs}:/rig-logs`, `${plugin}:/wordpress/wp-content/plugins/${PLUGIN_SLUG}`];
  const service = await startService('Playground', {
    command: process.execPath,
    args: [
      ...[program, 'server', '--port', String(site.port), '--site-url', url, '--php', PHP, '--workers', String(WORKERS)],
      ...mounts.flatMap((mount) => ['--mount-before-install', mount]),
      ...['--wordpress-install-mode', 'do-not-attempt-installing', '--skip-sqlite-setup', '--blueprint', blueprint],
    ],
    // Node's own flags for our TypeScript are no business of Playground's.
    env: { ...process.env, NODE_OPTIONS: '' },
    cwd: dirname(program),
    log,
  });
  try {
    await readyOrEnded(service, log, (signal) => until('WordPress does not answer', 180, () => answers(`${url}/`), signal));
  } catch (error) {
    await service.stop();
    throw error;
  }
  return { url, service };
}
