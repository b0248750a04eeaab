// docs/doctor.md lists every code of the stream doctor, and each has words. What only one of the three knows is found here.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const doctor = join('wordpress-plugin', 'src', 'Streaming', 'Doctor');
const words = read(doctor, 'Words.php');
const page = read('docs', 'doctor.md');

/** Codes as the sources write them, and those they put together: from what `Probe` and `Tokens` found. */
function codes(): string[] {
  const sources = globSync(join(root, doctor, '*.php')).map((file) => readFileSync(file, 'utf8'));
  const literal = sources.flatMap((source) =>
    [...source.matchAll(/Finding::(?:good|note|warning|bad)\(([^,)]*)/g)].flatMap((call) =>
      [...(call[1] ?? '').matchAll(/'([a-z_]+)'/g)].map((match) => match[1] ?? ''),
    ),
  );
  const constants = (file: string): string[] =>
    [...read('wordpress-plugin', 'src', 'Streaming', 'Hls', file).matchAll(/const [A-Z_]+ = '([a-z_]+)'/g)].map(
      (match) => match[1] ?? '',
    );
  return [
    ...literal.filter((code) => !code.endsWith('_')),
    ...constants('Fetched.php').map((reason) => `unreached_${reason}`),
    ...constants('NotAPlaylist.php').map((reason) => `not_hls_${reason}`),
    ...['missing', 'other', 'twice'].map((how) => `cors_${how}`),
    ...['none', 'altered', 'expired', 'other'].map((how) => `token_${how}`),
  ];
}

/** The page writes `not_hls_web_page`, `_json` for several of one kind. */
function listed(): Set<string> {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  return new Set(
    rows.flatMap((row) => {
      const names = [...(row.split(' | ')[0] ?? '').matchAll(/`([a-z_]+)`/g)].map((match) => match[1] ?? '');
      const kind = /^(unreached|not_hls)/.exec(names[0] ?? '')?.[1];
      return names.map((name) => (name.startsWith('_') ? `${kind}${name}` : name));
    }),
  );
}

describe('the stream doctor’s codes', () => {
  const all = [...new Set(codes())];

  it('are many', () => expect(all.length).toBeGreaterThan(90));

  it('have words', () => expect(all.filter((code) => !words.includes(`'${code}'`))).toEqual([]));

  it('are explained in docs/doctor.md', () => expect(all.filter((code) => !listed().has(code))).toEqual([]));

  it('are all that docs/doctor.md explains', () =>
    expect([...listed()].filter((code) => !all.includes(code))).toEqual([]));
});
