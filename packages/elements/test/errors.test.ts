import { readFileSync } from 'node:fs';
import { COMMON_ERRORS, ERROR_CODES, ParterreError, type ErrorCode } from '@parterre/protocol/errors';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { errorText, loadErrors } from '../src/locales/errors.ts';
import en from '../src/locales/errors.en.ts';
import fr from '../src/locales/errors.fr.ts';
import { passing } from '../src/locales/passing.ts';

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

describe('before the sentences have been fetched', () => {
  /** The module as a page has it that has never told an error. */
  const fresh = async () => {
    vi.resetModules();
    return import('../src/locales/errors.ts');
  };

  it('a lost network and a silent site are told at once', async () => {
    const errors = await fresh();
    expect(errors.errorText('offline', 'fr')).toBe(fr.offline);
    for (const code of ['unavailable', 'timeout', 'blocked_by_site', 'bad_response'] as const)
      expect(errors.errorText(code, 'fr')).toBe(fr.unavailable);
  });

  it('a refusal waits for its own sentence', async () => {
    const errors = await fresh();
    expect(errors.errorText('sold_out', 'en')).toBe('');
    await errors.loadErrors('en');
    expect(errors.errorText('sold_out', 'en')).toBe(en.sold_out);
    expect(errors.errorText('timeout', 'en')).toBe(en.timeout);
  });

  it('sentences that cannot be fetched are replaced, and asked for again after a while', async () => {
    vi.useFakeTimers();
    vi.doMock('../src/locales/errors.en.ts', () => {
      throw new Error('the network is gone');
    });
    const errors = await fresh();
    await errors.loadErrors('en');
    expect(errors.errorText('sold_out', 'en')).toBe(passing.en.unavailable);
    vi.doUnmock('../src/locales/errors.en.ts');
    vi.advanceTimersByTime(10_000);
    await errors.loadErrors('en');
    expect(errors.errorText('sold_out', 'en')).toBe(en.sold_out);
    vi.useRealTimers();
  });
});

describe('docs/errors.md', () => {
  it('has one row for every code, and no other', () => {
    expect([...rows.keys()].sort()).toEqual([...ERROR_CODES].sort());
    expect(documentation.match(/^\| `/gm)).toHaveLength(ERROR_CODES.length);
  });

  it.each(ERROR_CODES)('quotes what a fan really reads for %s, and says what to do', (code) => {
    const [reads, advice] = rows.get(code)!;
    expect(reads).toBe(errorText(code, 'en'));
    expect(advice!.length).toBeGreaterThan(10);
  });

  it('does not let a common error hide among the operations', () => {
    const [common] = documentation.split('## On the way');
    for (const code of COMMON_ERRORS) expect(common).toContain(`\`${code}\``);
  });
});
