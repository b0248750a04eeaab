// Each layer must be able to fail: it has a mutant, which still fits the file it breaks (`npm run test:mutants -- layers`).
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../wordpress/cache.ts';
import { layers } from './layers.ts';

interface Mutant {
  file: string;
  find: string;
  replace: string;
  caughtBy: string;
}

const mutantsIn = (folder: string): [name: string, mutant: Mutant][] =>
  globSync('*.json', { cwd: join(root, folder) })
    .toSorted()
    .flatMap((file) =>
      [JSON.parse(readFileSync(join(root, folder, file), 'utf8')) as Mutant | Mutant[]]
        .flat()
        .map((mutant): [string, Mutant] => [basename(file, '.json'), mutant]),
    );

const times = (text: string, base: string, file: string): number =>
  readFileSync(join(root, base, file), 'utf8').split(text).length - 1;

const ofLayers = mutantsIn('tests/mutants/layers');

describe('layers', () => {
  it('have a mutant each', () => {
    expect([...new Set(ofLayers.map(([name]) => name))]).toEqual(layers.map(({ name }) => name).toSorted());
  });

  it.each(ofLayers)('the mutant of %s fits the project', (_, { file, find, replace, caughtBy }) => {
    expect(times(find, '.', file)).toBe(1);
    expect(replace).not.toBe(find);
    expect(caughtBy).not.toBe('');
  });

  it.each(mutantsIn('tests/mutants/wordpress'))('the plugin’s mutant %s fits it', (_, { file, find, replace }) => {
    expect(times(find, 'wordpress-plugin', file)).toBe(1);
    expect(replace).not.toBe(find);
  });
});
