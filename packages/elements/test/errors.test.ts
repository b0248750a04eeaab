import { readFileSync } from 'node:fs';
import { COMMON_ERRORS, ERROR_CODES, ParterreError, type ErrorCode } from '@parterre/protocol/errors';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorText, loadErrors } from '../src/locales/errors.ts';
import en from '../src/locales/errors.en.ts';
import fr from '../src/locales/errors.fr.ts';

const documentation = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
/** Rows of the tables of docs/errors.md: code → [what a fan reads, what to do]. */
const rows = new Map(
  [...documentation.matchAll(/^\| `([a-z_]+)` +\| (.+?) +\| (.+?) +\|$/gm)].map((row) => [row[1], [row[2], row[3]]]),
);

describe('error sentences', () => {
  beforeAll(async () => {
    await loadErrors('en');
    await loadErrors('fr');
  });

  it.each([
    ['English', en],
    ['French', fr],
  ])('exist for every code and no other in %s', (_language, sentences) => {
    expect(Object.keys(sentences).sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each(ERROR_CODES)('%s reads as a sentence in both languages, and they differ', (code) => {
    for (const language of ['en', 'fr'] as const) expect(errorText(code, language)).toMatch(/^\p{Lu}.*[.!]$/u);
    expect(errorText(code, 'en')).not.toBe(errorText(code, 'fr'));
  });

  it('use French spaces before high punctuation', () => {
    for (const code of ERROR_CODES) expect(errorText(code, 'fr')).not.toMatch(/ [:;!?»]|« |\w[:;!?](\s|$)/u);
  });

  it('tell how long to wait, rounded up, in the right number', () => {
    const slow = (retryAfterMs: number) => new ParterreError('slow_mode', { retryAfterMs });
    expect(errorText(slow(400), 'en')).toContain('in one second');
    expect(errorText(slow(2100), 'en')).toContain('in 3 seconds');
    expect(errorText(slow(2100), 'fr')).toContain('dans 3 secondes');
  });

  it('never leave a fan without words for a code from a newer server', () => {
    expect(errorText('from_the_future' as ErrorCode, 'fr')).toBe(fr.unavailable);
  });
});

describe('docs/errors.md', () => {
  it('has one row for every code, and no other', () => {
    expect([...rows.keys()].sort()).toEqual([...ERROR_CODES].sort());
    expect(documentation.match(/^\| `/gm)).toHaveLength(ERROR_CODES.length);
  });

  it.each(ERROR_CODES)('quotes what a fan really reads for %s, and says what to do', (code) => {
    const [reads, todo] = rows.get(code)!;
    expect(reads).toBe(errorText(code, 'en'));
    expect(todo!.length).toBeGreaterThan(10);
  });

  it('does not let a common error hide among the operations', () => {
    const [common] = documentation.split('## On the way');
    for (const code of COMMON_ERRORS) expect(common).toContain(`\`${code}\``);
  });
});
