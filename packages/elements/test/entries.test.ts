import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));
const read = (file: string) => readFileSync(`${src}${file}`, 'utf8');
/** Every folder of a tag: `live-xyz/live-xyz.ts`. */
const tags = globSync('live-*/live-*.ts', { cwd: src })
  .filter((file) => basename(file, '.ts') === dirname(file))
  .map((file) => dirname(file))
  .toSorted();

/** What a file imports or exports from, of those addresses that match. */
const addresses = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found[1]).toSorted();

describe('the ways in', () => {
  it('are for the tags there are', () => {
    expect(tags.length).toBeGreaterThan(6);
  });

  it.each(tags)('%s is defined by an entry of its own', (tag) => {
    expect(existsSync(`${src}define/${tag}.ts`)).toBe(true);
    expect(read(`define/${tag}.ts`)).toContain(`define('${tag}', `);
  });

  it('define every tag at once', () => {
    expect(addresses(read('define/all.ts'), /^import '\.\/(live-[a-z]+)\.ts';$/gm)).toEqual(tags);
  });

  it('export every class without defining anything', () => {
    const index = read('index.ts');
    expect(addresses(index, /^export \* from '\.\/(live-[a-z]+)\/live-[a-z]+\.ts';$/gm)).toEqual(tags);
    expect(index).not.toContain('define/');
  });
});
