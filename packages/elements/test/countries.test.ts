import { describe, expect, it } from 'vitest';
import { countriesIn, guessCountry } from '../src/checkout/countries.ts';

describe('guessCountry', () => {
  it('believes the clock before the language: many Europeans read English', () => {
    expect(guessCountry('Europe/Paris', ['en-US', 'en'])).toBe('FR');
    expect(guessCountry('Europe/Brussels', ['fr-FR'])).toBe('BE');
  });
  it('falls back to the first language that names a region', () => {
    expect(guessCountry('Etc/UTC', ['fr', 'zh-Hant-TW', 'de-CH'])).toBe('TW');
    expect(guessCountry('Asia/Thimphu', ['de-CH'])).toBe('CH');
  });
  it('guesses nothing from nothing', () => {
    expect(guessCountry('UTC', ['fr', 'en-001'])).toBeUndefined();
    expect(guessCountry('UTC', [])).toBeUndefined();
  });
});

describe('countriesIn', () => {
  it('names them all in the reader’s language and alphabet', () => {
    const french = countriesIn('fr').map(({ name }) => name);
    expect(french.slice(0, 3)).toEqual(['Afghanistan', 'Afrique du Sud', 'Albanie']);
    expect(french.indexOf('Égypte')).toBeLessThan(french.indexOf('Espagne'));
    expect(new Set(countriesIn('en').map(({ code }) => code)).size).toBe(french.length);
    expect(french.every((name) => name.length > 2)).toBe(true);
  });
});
