/**
 * Writes everything that is made from the schemas: `npm run generate`. With `--check` it writes nothing and fails when a
 * file is out of step, which is how `npm run lint` notices drift; with `--derived` it writes only what is never committed,
 * which is what tests ask for.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApi } from './openapi.ts';
import { errorsPhp, eventsPhp, operationsPhp, outputsJson } from './php.ts';
import { wireTables } from './wire.ts';
import { goodInputs } from './fixtures.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const plugin = join(root, 'wordpress-plugin', 'protocol');

const { publicTable, campaignsTable, personalTable } = wireTables();

const files: readonly [path: string, text: string][] = [
  [join(root, 'packages/protocol/src/wire/public.ts'), publicTable],
  [join(root, 'packages/protocol/src/wire/campaigns.ts'), campaignsTable],
  [join(root, 'packages/protocol/src/wire/personal.ts'), personalTable],
  [join(plugin, 'operations.php'), operationsPhp()],
  [join(plugin, 'errors.php'), errorsPhp()],
  [join(plugin, 'events.php'), eventsPhp()],
  [join(plugin, 'inputs.json'), `${JSON.stringify(goodInputs, null, 1)}\n`],
];

/** Large, and only needed by tests and the build: written, never committed. */
const derived: readonly [path: string, text: string][] = [
  [join(plugin, 'outputs.json'), outputsJson()],
  [join(plugin, 'openapi.json'), `${JSON.stringify(openApi(), null, 1)}\n`],
];

const stale = files.filter(([path, text]) => {
  try {
    return readFileSync(path, 'utf8') !== text;
  } catch {
    return true;
  }
});

function write(wanted: typeof files): void {
  for (const [path, text] of wanted) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

if (process.argv.includes('--check')) {
  const names = stale.map(([path]) => relative(root, path));
  if (names.length > 0)
    console.error(`Out of step with the schemas: ${names.join(', ')}.\nRun \`npm run generate\` and commit.`);
  else console.log(`${files.length} generated files are in step.`);
  process.exitCode = names.length > 0 ? 1 : 0;
} else if (process.argv.includes('--derived')) {
  write(derived);
} else {
  write([...stale, ...derived]);
  for (const [path] of stale) console.log(`wrote ${relative(root, path)}`);
}
