// Runs the plugin's PHPUnit tests.
//
//   node tests/wordpress/phpunit.ts unit [PHPUNIT ARGUMENTS]          Domain/, without WordPress
//   node tests/wordpress/phpunit.ts integration [PHPUNIT ARGUMENTS]   on WordPress and MariaDB (the native stack)
//
// `--report FILE` also writes JUnit XML. Integration tests run as the site's own user, on a copy of the plugin: what
// they write, the site could have written.
import { spawn } from 'node:child_process';
import { copyFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startStage } from '../../demo/stage/server.ts';
import { root, run } from '../../tools/wordpress/cache.ts';
import { untilStopped } from '../../tools/wordpress/services.ts';
import { PLUGIN_SLUG } from '../../tools/wordpress/site.ts';
import { startStack } from '../../tools/wordpress/stack.ts';
import { startStripeDouble } from '../stripe/double/double.ts';
import { startCrookedOrigin } from './crooked-origin.ts';

const [suite, ...rest] = process.argv.slice(2);
const report = rest[0] === '--report' ? rest[1] : undefined;
const passedOn = report === undefined ? rest : rest.slice(2);
const strict = [
  '--do-not-cache-result',
  '--colors=never',
  '--fail-on-warning',
  '--fail-on-risky',
  '--disallow-test-output',
];

async function phpunit(
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('php', args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function phpunitProgram(): Promise<string> {
  try {
    return (await run('sh', ['-c', 'command -v phpunit'])).trim();
  } catch {
    throw new Error('There is no phpunit on this machine. On Debian, as root:\n  apt-get install phpunit');
  }
}

await untilStopped(async (onStop) => {
  const program = await phpunitProgram();
  const plugin = join(root, 'wordpress-plugin');
  if (suite === 'unit') {
    const log = report ? ['--log-junit', report] : [];
    const bootstrap = join(import.meta.dirname, 'unit-bootstrap.php');
    process.exit(
      await phpunit([program, ...strict, ...log, '--bootstrap', bootstrap, ...passedOn, 'tests/unit'], { cwd: plugin }),
    );
  }
  if (suite !== 'integration')
    throw new Error('usage: phpunit.ts unit|integration [--report FILE] [PHPUNIT ARGUMENTS]');
  // What the plugin answers is held to schemas that are too large to commit.
  await run(process.execPath, ['--conditions=source', join(root, 'packages/protocol/generate/main.ts'), '--derived']);
  const stack = await startStack({ progress: (step) => console.log(`${step}…`) });
  onStop(() => stack.stop());
  // The plugin's requests to Stripe go to our own.
  const stripe = await startStripeDouble();
  onStop(() => stripe.stop());
  // And streams are those of the demo's stage.
  const secret = 'integration';
  const stage = await startStage({ port: 0, secret, control: true });
  onStop(() => stage.stop());
  // Or the same with one thing wrong at a time.
  const crooked = await startCrookedOrigin(stage.url, secret);
  onStop(() => crooked.stop());
  // The site's user may not be allowed into this checkout, nor to write where the report is wanted.
  const harness = join(stack.folder, 'temp');
  await copyFile(join(import.meta.dirname, 'prepend.php'), join(harness, 'prepend.php'));
  await cp(join(root, 'tests', 'vectors'), join(harness, 'vectors'), { recursive: true });
  const junit = join(harness, 'junit.xml');
  const code = await phpunit(
    [
      '-d',
      'memory_limit=512M',
      '-d',
      `auto_prepend_file=${join(harness, 'prepend.php')}`,
      program,
      ...strict,
      '--log-junit',
      junit,
      ...passedOn,
      'tests/integration',
    ],
    {
      cwd: join(stack.www, 'wp-content', 'plugins', PLUGIN_SLUG),
      env: {
        ...process.env,
        HOME: harness,
        TMPDIR: harness,
        WP_ROOT: stack.www,
        WP_HOST: new URL(stack.url).host,
        PARTERRE_STRIPE_DOUBLE: stripe.url,
        PARTERRE_STAGE: stage.url,
        PARTERRE_CROOKED_ORIGIN: crooked.url,
        PARTERRE_STAGE_SECRET: secret,
        PARTERRE_VECTORS: join(harness, 'vectors'),
      },
      ...stack.user,
    },
  );
  // Without one, PHPUnit never came to run; whoever asked for the report sees that it is missing.
  if (report) await copyFile(junit, report).catch(() => {});
  await stack.stop();
  process.exit(code);
});
