// `npm run verify`: what must hold before a change is handed in, without a browser or a WordPress. Formatting, linters,
// types, unit tests, the build, its budgets, and whether every tag is documented. `npm test` does the rest.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { buildAll } from './build/main.ts';
import { manifestFile, undocumented, type Manifest } from './build/manifest.ts';
import { entriesOf } from './build/packages.ts';
import { packageNames, packagesDir, root } from './build/paths.ts';
import { tryRun } from './build/process.ts';
import { lintAll } from './lint/main.ts';

let passed = 0;
let failed = 0;

function report(name: string, problems: string[], summary = ''): void {
  if (problems.length === 0) passed += 1;
  else failed += 1;
  console.log(`  ${problems.length === 0 ? '✓' : '✗'} ${name}${summary ? ` (${summary})` : ''}`);
  for (const problem of problems) console.log(problem.replaceAll(/^/gm, '      '));
}

async function unitTests(): Promise<void> {
  const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '..', 'vitest.mjs');
  const { status, output } = await tryRun(process.execPath, [vitest, 'run', '--reporter=dot'], { cwd: root });
  const counts = /Tests\s+(.*)$/m.exec(stripVTControlCharacters(output))?.[1];
  report('unit tests', status === 0 ? [] : [output.trim()], counts);
}

async function buildEverything(): Promise<boolean> {
  try {
    await buildAll();
    report('build', []);
    return true;
  } catch (error) {
    report('build', [error instanceof Error ? error.message : String(error)]);
    return false;
  }
}

function documentation(): void {
  if (!existsSync(manifestFile)) return report('manifest', ['there is no custom-elements manifest']);
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  report('manifest', undocumented(manifest));
}

/** Whether what we would publish can be imported: every export exists and says its format and types rightly. */
async function publishedPackages(): Promise<void> {
  for (const name of packageNames) {
    if (entriesOf(name).length === 0) continue;
    const pkgDir = join(packagesDir, name);
    const { messages, pkg } = await publint({ pkgDir, level: 'warning' });
    const problems = messages
      // The condition `source` is for this repository; the published folder holds only `dist`.
      .filter(({ path }) => !path.includes('source'))
      .map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
    report(`package ${name}`, problems);
  }
}

for (const result of await lintAll()) report(result.name, result.passed ? [] : [result.details], result.summary);
await unitTests();
if (await buildEverything()) {
  documentation();
  await publishedPackages();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
