import { describe, expect, it } from 'vitest';
import { clockText, moved, parseChapters, parseClock } from './replay.ts';

describe('times as people type them', () => {
  it('are hours, minutes and seconds', () => {
    expect(parseClock('90')).toBe(90_000);
    expect(parseClock('2:03')).toBe(123_000);
    expect(parseClock(' 1:02:03 ')).toBe(3_723_000);
    expect(parseClock('75:00')).toBe(4_500_000);
    expect(parseClock('0:01,5')).toBe(1500);
    for (const text of ['', 'soon', '1:2:3:4', '1:60', '1:75:00', '-1', '1:'])
      expect(parseClock(text), text).toBe(null);
  });

  it('are written as they are read', () => {
    for (const text of ['0:00', '0:01.5', '2:03', '59:59', '1:02:03', '12:00:00'])
      expect(clockText(parseClock(text) ?? -1)).toBe(text);
  });
});

describe('a pasted list of chapters', () => {
  it('is read line by line, in the order of the film', () => {
    const { chapters, wrong } = parseChapters(
      '12:30 First song\r\n\n1. [1:02:03] – Encore: the last one\n(0:00) Opening\nThank you all\n3) 14:00.5 - Second song',
    );
    expect(chapters).toEqual([
      { atMs: 0, title: 'Opening' },
      { atMs: 750_000, title: 'First song' },
      { atMs: 840_500, title: 'Second song' },
      { atMs: 3_723_000, title: 'Encore: the last one' },
    ]);
    expect(wrong).toEqual(['Thank you all']);
  });
});

describe('an order', () => {
  it('is changed by one place, and not beyond its ends', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });
});
