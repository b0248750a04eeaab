import type { Show } from '@parterre/protocol';

/** A calendar file (RFC 5545) with one event: UTC times, escaped text, folded lines. */
export interface CalendarEvent {
  /** Unique for ever; the show's id at the venue's host. */
  readonly uid: string;
  readonly title: string;
  /** ISO 8601 UTC. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly url: string;
  readonly place: string | null;
  readonly description: string;
}

/** `20261121T200000Z` */
const utc = (instant: string | number): string => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');

/** RFC 5545 §3.3.11: backslash, semicolon, comma and line ends mean something and are escaped. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    // Other control characters are not allowed at all.
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

/** RFC 5545 §3.1: at most 75 octets a line, continued after a line end and a space; no character is cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = '';
  let room = 75;
  for (const character of line) {
    const octets = encoder.encode(character).length;
    if (octets > room) {
      out += '\r\n ';
      room = 74;
    }
    out += character;
    room -= octets;
  }
  return out;
}

/** The file's text; `nowMs` stamps it. */
export function calendarFile(event: CalendarEvent, nowMs: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Parterre//live-ticket//EN',
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `DTSTAMP:${utc(nowMs)}`,
    `DTSTART:${utc(event.startsAt)}`,
    `DTEND:${utc(event.endsAt)}`,
    `SUMMARY:${escaped(event.title)}`,
    ...(event.place ? [`LOCATION:${escaped(event.place)}`] : []),
    `DESCRIPTION:${escaped(event.description)}`,
    // Addresses are of type URI, which is not escaped.
    `URL:${event.url.replace(/[\r\n]/g, '')}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** Gives the show to the browser as a calendar file to keep; `description` is for people, `nowMs` stamps it. */
export function saveEvent(show: Show, description: string, nowMs: number): void {
  const { title, startsAt, endsAt, url, place } = show;
  const event = {
    uid: `${show.id}@${new URL(url).host}`,
    title,
    startsAt,
    endsAt,
    url,
    place: place && [place.name, place.address, place.city].filter(Boolean).join(', '),
    description,
  };
  saveAs(`${show.slug}.ics`, 'text/calendar;charset=utf-8', calendarFile(event, nowMs));
}

/** Hands a text to the browser as a file to keep. */
function saveAs(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // Some browsers read the blob only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
