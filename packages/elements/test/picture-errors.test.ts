import { readFileSync } from 'node:fs';
import { ENGINE_CODE, PICTURE_CODES, type PictureError } from '@parterre/playback';
import { describe, expect, it } from 'vitest';
import shell from '../src/live-player/en.ts';
import en from '../src/live-player/picture.en.ts';
import fr from '../src/live-player/picture.fr.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const errors = Object.keys(PICTURE_CODES) as PictureError[];
const documentation = read('../../../docs/errors-playback.md');
const rows = new Map(
  [...documentation.matchAll(/^\| `(PA\d\d)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, code, kind, reads, advice]) => [code!, { kind: kind!, reads: reads!, advice: advice! }] as const,
  ),
);
const tests = read('../../playback/src/errors.browser.test.ts') + read('../src/live-player/watching.test.ts');

describe('what can go wrong with a picture', () => {
  it('has a code of its own each', () => {
    expect(new Set(Object.values(PICTURE_CODES)).size).toBe(errors.length);
  });

  it.each(errors)('%s has a sentence of its own in both languages', (error) => {
    for (const { errors: sentences } of [en, fr]) {
      expect(sentences[error].length).toBeGreaterThan(8);
      expect(Object.values(sentences).filter((one) => one === sentences[error])).toHaveLength(1);
    }
    expect(fr.errors[error]).not.toBe(en.errors[error]);
  });

  it.each(errors)('%s is explained to the owner, in the words a viewer reads', (error) => {
    const row = rows.get(PICTURE_CODES[error]);
    expect(row?.reads).toBe(en.errors[error]);
    expect(row?.kind).toMatch(/^(ended|goes on|ended, live goes on)$/);
    expect(row?.advice.length).toBeGreaterThan(40);
  });

  it('explains no code that there is not', () => {
    expect([...rows.keys()].sort()).toEqual(Object.values(PICTURE_CODES).sort());
  });

  it.each(errors)('%s is provoked by a test', (error) => {
    expect(tests).toMatch(new RegExp(`^ +it\\('${PICTURE_CODES[error]}: `, 'm'));
  });

  it('has its first code and sentence before any of it is fetched', () => {
    expect(ENGINE_CODE).toBe(PICTURE_CODES.engine);
    expect(read('../../playback/src/early.ts')).not.toContain('import');
    expect(read('../src/live-player/live-player.ts')).toContain('picture?.code ?? ENGINE_CODE');
    expect(shell.engineFailed).toBe(en.errors.engine);
  });
});
