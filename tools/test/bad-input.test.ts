// docs/bad-input.md names a test for each case. A name that stands in no test any more is found here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Rows of the index: the case, and per file the names it must hold. */
function rows(): [what: string, file: string, names: string[]][] {
  const lines = readFileSync(join(root, 'docs', 'bad-input.md'), 'utf8').split('\n');
  return lines
    .filter((line) => /^\| (?!case|CVE)[^-]/.test(line) || /^\| \d{4}-/.test(line))
    .flatMap((line) => {
      const [what = '', tests = ''] = line.split(' | ');
      return tests
        .replace(/ \|$/, '')
        .split(' · ')
        .map((part): [string, string, string[]] => {
          const names = [...part.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
          return [
            what.slice(2),
            part
              .replaceAll(/`[^`]+`/g, '')
              .replaceAll(/,| and /g, '')
              .trim(),
            names,
          ];
        });
    });
}

describe('the index of bad input', () => {
  it('has rows', () => expect(rows().length).toBeGreaterThan(50));

  it.each(rows())('%s: %s', (_what, file, names) => {
    expect(names).not.toEqual([]);
    expect(existsSync(join(root, file)), file).toBe(true);
    const source = readFileSync(join(root, file), 'utf8');
    expect(names.filter((name) => !source.includes(name))).toEqual([]);
  });
});
