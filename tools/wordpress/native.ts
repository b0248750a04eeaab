// The demo site on the PHP of this machine: PHP's built-in server with several workers, SQLite. Twenty times quicker
// than WebAssembly, but only where a suitable `php` is installed.
import { join } from 'node:path';
import { run } from './cache.ts';
import { configureDemo, parts, prepared, SETUP_STEPS, type DemoSite, type RunningSite } from './demo-site.ts';
import { HOST } from './ports.ts';
import { startService } from './services.ts';
import { mountPlugin } from './site.ts';

/** PHP's extensions WordPress with SQLite cannot do without. */
const EXTENSIONS = ['pdo_sqlite', 'mbstring', 'openssl', 'dom'];

/** Why the `php` of this machine cannot serve the demo, in a sentence for a person; null when it can. */
export async function whyNotNative(): Promise<string | null> {
  // Its built-in server has no workers there, and a site that calls itself would wait for itself.
  if (process.platform === 'win32') return 'PHP on Windows serves one request at a time';
  let facts: { version: string; missing: string[] };
  try {
    const names = EXTENSIONS.map((name) => `'${name}'`).join(',');
    const code = `echo json_encode(['version' => PHP_VERSION, 'missing' => array_values(array_filter([${names}], fn ($e) => !extension_loaded($e)))]);`;
    facts = JSON.parse(await run('php', ['-r', code])) as typeof facts;
  } catch {
    return 'there is no `php` on this machine';
  }
  const [major = 0, minor = 0] = facts.version.split('.').map(Number);
  if (major < 8 || (major === 8 && minor < 1)) return `PHP ${facts.version} is too old (8.1 or newer is needed)`;
  if (facts.missing.length > 0)
    return `PHP ${facts.version} lacks ${facts.missing.join(', ')} (on Debian: apt-get install php-sqlite3 php-mbstring php-xml)`;
  return null;
}

/** Serves the site folder on native PHP; resolves when the front page answers. */
export async function startNative(site: DemoSite): Promise<RunningSite> {
  const { www, logs, database } = parts(site.folder);
  const url = `http://${HOST}:${site.port}`;
  await mountPlugin(www, 'link');
  await configureDemo(site, url, { logs, database });
  for (const step of SETUP_STEPS) {
    site.progress(step === 'install' ? 'Installing WordPress' : 'Preparing the venue');
    await run(
      'php',
      ['-d', 'memory_limit=512M', '-d', 'display_errors=stderr', join(import.meta.dirname, 'setup.php')],
      {
        env: { ...process.env, PARTERRE_RIG_STEP: step, PARTERRE_RIG_SITE: www, PARTERRE_RIG_LOGS: logs },
      },
    );
  }
  site.progress('Starting PHP');
  const settings = [
    'opcache.enable=1',
    'opcache.enable_cli=1',
    // A developer's edit shows on the next request.
    'opcache.revalidate_freq=0',
    'memory_limit=256M',
    'upload_max_filesize=64M',
    'post_max_size=64M',
  ];
  const service = await startService('PHP', {
    command: 'php',
    args: [
      ...settings.flatMap((setting) => ['-d', setting]),
      ...['-S', `${HOST}:${site.port}`, '-t', www, join(import.meta.dirname, 'router.php')],
    ],
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '6' },
    log: join(logs, 'server.log'),
  });
  return prepared(site, url, service, 30);
}
