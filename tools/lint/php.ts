// The PHP linter: our own rules over the syntax tree, and `php -l` where PHP is installed.
//
// One finding can be accepted on its line, or on the line above, with `// phpcs:ignore <Sniff> -- <reason>`, for the
// rules that have a WordPress sniff. Without a reason it does not count.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryRun } from '../build/process.ts';
import { pluginDir } from '../build/paths.ts';
import { parsePhp } from './php-ast.ts';
import { rules, type Finding, type PhpFile, type Rule } from './php-rules.ts';

export interface PhpProblem extends Finding {
  path: string;
  rule: string;
}

function accepted(file: PhpFile, rule: Rule, line: number): boolean {
  if (!rule.sniff) return false;
  const lines = file.code.split('\n');
  return [lines[line - 1], lines[line - 2]].some((text) => {
    const found = /phpcs:ignore\s+([\w.,\s]+?)\s+--\s+\S/.exec(text ?? '');
    return found?.[1]?.includes(rule.sniff ?? '') ?? false;
  });
}

/** Checks one file's text. `path` is relative to the plugin and decides which rules apply. */
export function lintPhp(path: string, code: string): PhpProblem[] {
  let file: PhpFile;
  try {
    file = { path, code, program: parsePhp(code, path) };
  } catch (error) {
    const { lineNumber = 1, message } = error as Error & { lineNumber?: number };
    return [{ path, rule: 'syntax', line: lineNumber, message }];
  }
  return rules
    .filter((rule) => rule.applies?.(path) ?? true)
    .flatMap((rule) =>
      rule
        .check(file)
        .filter(({ line }) => !accepted(file, rule, line))
        .map((finding) => ({ ...finding, path, rule: rule.name })),
    )
    .toSorted((a, b) => a.line - b.line);
}

/** PHP files written by hand, relative to the plugin. */
export function phpFiles(folder = pluginDir): string[] {
  return globSync('**/*.php', { cwd: folder, exclude: ['node_modules/**', 'build/**', 'languages/**', 'protocol/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
}

export function lintPlugin(folder = pluginDir): PhpProblem[] {
  return phpFiles(folder).flatMap((path) => lintPhp(path, readFileSync(join(folder, path), 'utf8')));
}

/** Asks PHP itself. Returns null when there is no `php` on this machine. */
export async function phpSyntax(folder = pluginDir): Promise<PhpProblem[] | null> {
  try {
    await tryRun('php', ['-v'], { cwd: folder });
  } catch {
    return null;
  }
  const problems: PhpProblem[] = [];
  const files = phpFiles(folder);
  const workers = Array.from({ length: 4 }, async () => {
    for (let path = files.pop(); path !== undefined; path = files.pop()) {
      const { status, output } = await tryRun('php', ['-n', '-l', path], { cwd: folder });
      if (status === 0) continue;
      const line = Number(/on line (\d+)/.exec(output)?.[1] ?? 1);
      problems.push({ path, rule: 'php -l', line, message: output.trim().split('\n')[0] ?? '' });
    }
  });
  await Promise.all(workers);
  return problems;
}
