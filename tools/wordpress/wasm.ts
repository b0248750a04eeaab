// The demo site on PHP compiled to WebAssembly (WordPress Playground), for machines with nothing but Node and npm.
// Playground is half a gigabyte, so it is fetched into the cache the first time it is needed and is no dependency of
// this project. It needs no native PHP for anything: the same `setup.php` that native PHP runs is a step of its blueprint.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cached, run } from './cache.ts';
import { configureDemo, parts, prepared, SETUP_STEPS, type DemoSite, type RunningSite } from './demo-site.ts';
import { HOST } from './ports.ts';
import { startService } from './services.ts';
import { mountPlugin, php, plugin, PLUGIN_SLUG } from './site.ts';

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
    await run(
      'npm',
      ['install', `${PLAYGROUND}@${VERSION}`, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
      { cwd: making },
    );
  });
  return join(folder, 'node_modules', ...PLAYGROUND.split('/'), 'wp-playground.js');
}

/** Serves the site folder on WebAssembly PHP; resolves when the front page answers. */
export async function startWasm(site: DemoSite): Promise<RunningSite> {
  const program = await playground(() => site.progress('Fetching PHP for WebAssembly (once, about 60 MB)'));
  const { www, logs, database } = parts(site.folder);
  const url = `http://${HOST}:${site.port}`;
  // Playground sees what is mounted and follows no link, so the sources are mounted over an empty folder.
  await mountPlugin(www, 'place');
  await configureDemo(site, url, { logs: '/rig-logs', database: '/rig-database' });
  const blueprint = join(site.folder, 'blueprint.json');
  const steps = SETUP_STEPS.map((step) => {
    const told = { PARTERRE_RIG_STEP: step, PARTERRE_RIG_SITE: '/wordpress', PARTERRE_RIG_LOGS: '/rig-logs' };
    const lines = Object.entries(told).map(([name, value]) => `putenv(${php(`${name}=${value}`)});`);
    return { step: 'runPHP', code: `<?php ${lines.join(' ')} require '/rig/setup.php';` };
  });
  await writeFile(blueprint, JSON.stringify({ preferredVersions: { php: PHP, wp: 'latest' }, steps }, null, 2));
  site.progress('Starting PHP on WebAssembly and preparing the venue');
  const mounts = [
    [www, '/wordpress'],
    [plugin, `/wordpress/wp-content/plugins/${PLUGIN_SLUG}`],
    [database, '/rig-database'],
    [logs, '/rig-logs'],
    [import.meta.dirname, '/rig'],
  ];
  const service = await startService('Playground', {
    command: process.execPath,
    args: [
      ...[
        program,
        'server',
        '--port',
        String(site.port),
        '--site-url',
        url,
        '--php',
        PHP,
        '--workers',
        String(WORKERS),
      ],
      ...mounts.flatMap(([here = '', there = '']) => ['--mount-dir-before-install', here, there]),
      ...['--wordpress-install-mode', 'do-not-attempt-installing', '--skip-sqlite-setup', '--blueprint', blueprint],
    ],
    cwd: dirname(program),
    log: join(logs, 'server.log'),
  });
  return prepared(site, url, service, 240);
}
