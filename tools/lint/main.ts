// `npm run lint`: every static check, and at the end `N passed, N failed`.
//
//   npm run lint                      all checks
//   npm run lint -- php typecheck     only these
//   npm run format                    (= lint --fix) formats everything and mends what can be mended
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { breakable, collectMessages, languagesDir, untranslated } from '../build/languages.ts';
import { packageModules, checkBoundaries } from './boundaries.ts';
import { pluginDir, root } from '../build/paths.ts';
import { tryRun } from '../build/process.ts';
import { lintPlugin, phpFiles, phpSyntax } from './php.ts';

export interface CheckResult {
  name: string;
  passed: boolean;
  /** One line: what was checked. */
  summary: string;
  /** What is wrong, as text for a person. */
  details: string;
}

interface Check {
  name: string;
  run(fix: boolean): Promise<Omit<CheckResult, 'name'>>;
}

const bin = (name: string) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);

/** A check that is another program: it passes when the program exits with 0. */
function program(name: string, command: string, args: string[], fixArgs?: string[]): Check {
  return {
    name,
    async run(fix) {
      const { status, output } = await tryRun(bin(command), fix && fixArgs ? fixArgs : args, { cwd: root });
      return { passed: status === 0, summary: command, details: status === 0 ? '' : output.trim() };
    },
  };
}

function list(lines: string[], checked: string): Omit<CheckResult, 'name'> {
  return { passed: lines.length === 0, summary: checked, details: lines.join('\n') };
}

const checks: Check[] = [
  program('format', 'prettier', ['--check', '--log-level=warn', '.'], ['--write', '--log-level=warn', '.']),
  program('oxlint', 'oxlint', ['--quiet', '--deny-warnings'], ['--quiet', '--fix']),
  {
    name: 'stylelint',
    async run(fix) {
      const patterns = ['{packages,demo,wordpress-plugin}/**/*.{css,scss}', 'packages/elements/src/**/*.styles.ts'];
      const ignore = ['**/node_modules/**', '**/dist/**', '**/build/**', '**/generated/**'];
      const files = globSync(patterns, { cwd: root, exclude: ignore }).filter((file) => !file.endsWith('.scss'));
      if (files.length === 0) return { passed: true, summary: 'no style sheets yet', details: '' };
      const { status, output } = await tryRun(bin('stylelint'), [...(fix ? ['--fix'] : []), ...files], { cwd: root });
      return { passed: status === 0, summary: `${files.length} style sheets`, details: output.trim() };
    },
  },
  program('typecheck', 'tsc', ['-p', 'tsconfig.json', '--pretty', 'false']),
  {
    name: 'plugin typecheck',
    async run() {
      if (!existsSync(join(pluginDir, 'tsconfig.json')))
        return { passed: true, summary: 'no screens yet', details: '' };
      const { installPluginTools } = await import('../build/plugin.ts');
      await installPluginTools({ types: true });
      const { status, output } = await tryRun(
        bin('tsc'),
        ['-p', 'wordpress-plugin/tsconfig.json', '--pretty', 'false'],
        {
          cwd: root,
        },
      );
      return { passed: status === 0, summary: 'blocks and admin screens', details: output.trim() };
    },
  },
  {
    name: 'generated files',
    async run() {
      const generator = join(root, 'packages', 'protocol', 'generate', 'main.ts');
      const { status, output } = await tryRun(process.execPath, ['--conditions=source', generator, '--check'], {
        cwd: root,
      });
      return { passed: status === 0, summary: 'in step with the schemas', details: output.trim() };
    },
  },
  {
    name: 'boundaries',
    async run() {
      const problems = checkBoundaries().map(({ path, line, message }) => `${path}:${line} ${message}`);
      return list(problems, `${packageModules().length} modules`);
    },
  },
  {
    name: 'php',
    async run() {
      const syntax = await phpSyntax();
      const problems = [...lintPlugin(), ...(syntax ?? [])].map(
        ({ path, line, rule, message }) => `wordpress-plugin/${path}:${line} ${message} [${rule}]`,
      );
      return list(problems, `${phpFiles().length} files${syntax === null ? ', without php -l (no php here)' : ''}`);
    },
  },
  {
    name: 'translations',
    async run() {
      const messages = collectMessages();
      const catalogues = globSync('*.po', { cwd: languagesDir });
      const missing = catalogues.flatMap((file) => untranslated(join(languagesDir, file), messages));
      missing.push(
        ...catalogues.filter((file) => /-fr/.test(file)).flatMap((file) => breakable(join(languagesDir, file))),
      );
      if (messages.length > 0 && !catalogues.includes('parterre-fr_FR.po'))
        missing.push('there is no parterre-fr_FR.po');
      return list(missing, `${messages.length} messages, ${catalogues.length} languages`);
    },
  },
  {
    name: 'budgets',
    async run() {
      const [{ formatMeasurements, measure, readBudgets }, { readGraph }, { buildAll }] = await Promise.all([
        import('../build/budget.ts'),
        import('../build/graph.ts'),
        import('../build/main.ts'),
      ]);
      await buildAll({ only: 'cdn' });
      const measurements = measure(readGraph(), readBudgets());
      const over = measurements.filter(({ passed }) => !passed);
      return {
        passed: over.length === 0,
        summary: `${measurements.length} weights`,
        details: formatMeasurements(over),
      };
    },
  },
  program('unused code', 'knip', ['--no-progress', '--no-config-hints', '--cache', '--cache-location', '.cache/knip']),
];

/** Runs the named checks (all when none is named) one after another: they are heavy and share the processor. */
export async function lintAll(options: { only?: string[]; fix?: boolean; log?: (line: string) => void } = {}) {
  const chosen = checks.filter(({ name }) => !options.only?.length || options.only.includes(name));
  const results: CheckResult[] = [];
  for (const check of chosen) {
    const startedAt = performance.now();
    const result: CheckResult = { name: check.name, ...(await check.run(options.fix ?? false)) };
    results.push(result);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    options.log?.(`  ${result.passed ? '✓' : '✗'} ${result.name} (${result.summary}, ${seconds} s)`);
    if (!result.passed) options.log?.(result.details.replaceAll(/^/gm, '      '));
  }
  return results;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({ options: { fix: { type: 'boolean' } }, allowPositionals: true });
  const unknown = positionals.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.error(`No such check: ${unknown.join(', ')}. Checks: ${checks.map(({ name }) => name).join(' · ')}`);
    process.exit(2);
  }
  const results = await lintAll({ only: positionals, fix: values.fix ?? false, log: console.log });
  const failed = results.filter(({ passed }) => !passed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}
