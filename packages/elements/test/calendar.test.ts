import { describe, expect, it } from 'vitest';
import { calendarFile, type CalendarEvent } from '../src/live-ticket/calendar.ts';

const EVENT: CalendarEvent = {
  uid: 'show_1@venue.example',
  title: 'Nuit blanche',
  startsAt: '2026-11-27T20:00:00Z',
  endsAt: '2026-11-27T22:00:00.000Z',
  url: 'https://venue.example/concerts/nuit-blanche/?a=1;b=2',
  place: 'Parterre, Paris',
  description: 'Here',
};
const NOW = Date.parse('2026-11-21T20:00:00Z');

describe('calendarFile', () => {
  it('is a calendar with one event in UTC, with CRLF line ends', () => {
    const file = calendarFile(EVENT, NOW);
    expect(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(file).toContain('DTSTAMP:20261121T200000Z\r\nDTSTART:20261127T200000Z\r\nDTEND:20261127T220000Z\r\n');
    expect(file).toContain('URL:https://venue.example/concerts/nuit-blanche/?a=1;b=2\r\n');
  });

  it('escapes what means something, and lets nobody add lines', () => {
    const file = calendarFile({ ...EVENT, title: 'A; B, C \\ D\r\nATTENDEE:x\u0000', place: null }, NOW);
    expect(file).toContain('SUMMARY:A\\; B\\, C \\\\ D\\nATTENDEE:x\r\n');
    expect(file).not.toMatch(/^ATTENDEE/m);
    expect(file).not.toContain('LOCATION');
    expect(calendarFile({ ...EVENT, url: 'https://x.example/\r\nATTENDEE:y' }, NOW)).not.toMatch(/^ATTENDEE/m);
  });

  it('folds lines at 75 octets without cutting a character, and unfolds to the same text', () => {
    const title = '🎷 Élégie pour saxophone ténor et huit voix égarées — 夜の音楽会 '.repeat(4).trim();
    const file = calendarFile({ ...EVENT, title }, NOW);
    for (const line of file.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(file.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}\r\n`);
  });
});
