import { describe, expect, it } from 'vitest';
import { decimalText, fieldText, fromWall, monthBefore, newId, parseDecimal, parseDecimals, toWall } from './values';

describe('times in the show’s zone', () => {
  it('shows an instant as the clocks of the venue show it', () => {
    expect(toWall('2026-11-21T19:30:00Z', 'Europe/Paris')).toBe('2026-11-21T20:30');
    expect(toWall('2026-07-21T18:30:00Z', 'Europe/Paris')).toBe('2026-07-21T20:30');
    expect(toWall('2026-11-21T15:00:00Z', 'Asia/Kathmandu')).toBe('2026-11-21T20:45');
    expect(toWall(null, 'Europe/Paris')).toBe('');
  });

  it('comes back to the same instant all through the year, in every kind of zone', () => {
    for (const zone of ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']) {
      for (let hour = 0; hour < 366 * 24; hour += 7) {
        const instant = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
        const back = fromWall(toWall(instant, zone), zone);
        // Only the hour that comes twice in autumn cannot know which of the two was meant.
        expect([0, 30, 60]).toContain((Date.parse(instant) - Date.parse(back ?? '')) / 60_000);
        expect(toWall(back, zone)).toBe(toWall(instant, zone));
      }
    }
  });

  it('takes the first of the two hours when clocks go back', () => {
    expect(fromWall('2026-10-25T02:30', 'Europe/Paris')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('moves a time that is skipped in spring to one that exists', () => {
    const instant = fromWall('2026-03-29T02:30', 'Europe/Paris');
    expect(toWall(instant, 'Europe/Paris')).toBe('2026-03-29T03:30');
  });

  it('is nothing when nothing was typed', () => {
    expect(fromWall('', 'Europe/Paris')).toBeNull();
    expect(fromWall('yesterday', 'Europe/Paris')).toBeNull();
  });
});

describe('prices as people write them', () => {
  it('reads comma and point, and knows currencies without cents', () => {
    expect(parseDecimal('12,5', 'EUR')).toBe(1250);
    expect(parseDecimal(' 12.05 ', 'EUR')).toBe(1205);
    expect(parseDecimal('0', 'EUR')).toBe(0);
    expect(parseDecimal('12,', 'EUR')).toBe(1200);
    expect(parseDecimal('1200', 'JPY')).toBe(1200);
    expect(parseDecimal('1.234', 'KWD')).toBe(1234);
  });

  it('refuses what is no price rather than guessing', () => {
    for (const text of ['', 'free', '-5', '1.234', '1 000', '1e3', '999999999'])
      expect(parseDecimal(text, 'EUR')).toBeNull();
    expect(parseDecimal('12.5', 'JPY')).toBeNull();
  });

  it('writes what it reads', () => {
    for (const minor of [0, 5, 10, 99, 100, 1205, 99_999_999]) {
      for (const currency of ['EUR', 'JPY', 'KWD']) {
        expect(parseDecimal(decimalText(minor, currency), currency)).toBe(minor);
        for (const locale of ['en-GB', 'fr-FR', 'ar'])
          expect(parseDecimal(fieldText(minor, currency, locale), currency)).toBe(minor);
      }
    }
  });
});

it('makes identifiers the server accepts', () => {
  expect(newId('offr')).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
  expect(newId('offr')).not.toBe(newId('offr'));
});

describe('several prices in one field', () => {
  it('reads them with spaces or semicolons between, and none of nothing', () => {
    expect(parseDecimals('5  8,50; 12', 'EUR')).toEqual([500, 850, 1200]);
    expect(parseDecimals(' ', 'EUR')).toEqual([]);
  });

  it('takes none of them when one is no price', () => {
    expect(parseDecimals('5 eight', 'EUR')).toBeNull();
  });
});

describe('the month before', () => {
  it('has its own number of days, over the end of a year and in leap years too', () => {
    expect(monthBefore('2026-11-26')).toEqual(['2026-10-01', '2026-10-31']);
    expect(monthBefore('2026-01-15')).toEqual(['2025-12-01', '2025-12-31']);
    expect(monthBefore('2028-03-31')).toEqual(['2028-02-01', '2028-02-29']);
  });
});
