import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { elementsDir, root } from './build/paths.ts';
import { createElement, namesFor, withLine } from './new-element.ts';

let folder = '';
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true });
  folder = '';
});

/** A copy of what a new element stands on, inside the repository so that packages resolve. */
function copyOfSources(): string {
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache', 'new-element-'));
  const source = join(folder, 'src');
  for (const part of ['base', 'session', 'locales'])
    cpSync(join(elementsDir, 'src', part), join(source, part), { recursive: true });
  return source;
}

/** What TypeScript has to say about these files, under the repository's own settings. */
function typeErrors(files: string[], about: string): string[] {
  const { compilerOptions } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config as {
    compilerOptions: object;
  };
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, root);
  const program = ts.createProgram(files, options);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file?.fileName.includes(about))
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

describe('a new element', () => {
  it('compiles, with its test, its languages and its entry', { timeout: 60_000 }, async () => {
    const source = copyOfSources();
    const files = await createElement('live-sound-check', source);
    expect(files).toHaveLength(8);
    expect(typeErrors(files, 'live-sound-check')).toEqual([]);
    expect(readFileSync(join(source, 'define/all.ts'), 'utf8')).toBe("import './live-sound-check.ts';\n");
    expect(readFileSync(join(source, 'index.ts'), 'utf8')).toContain('export { LiveSoundCheck }');
  });

  it('never overwrites one', async () => {
    const source = copyOfSources();
    await createElement('live-thing', source);
    await expect(createElement('live-thing', source)).rejects.toThrow('There is a <live-thing> already.');
  });

  it.each(['thing', 'live-', 'live-Thing', 'live--thing', 'live-1', '../live-thing'])('is not called %s', (tag) => {
    expect(() => namesFor(tag)).toThrow('will not do');
  });

  it('is listed once, after the others', () => {
    expect(withLine("import './live-a.ts';", "import './live-b.ts';")).toBe(
      "import './live-a.ts';\nimport './live-b.ts';\n",
    );
    expect(withLine("import './live-a.ts';\n", "import './live-a.ts';")).toBe("import './live-a.ts';\n");
  });
});
