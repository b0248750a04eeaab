/**
 * How amounts, moments and lengths of time are written for a reader. Everything takes the reader's locale (BCP 47) and keeps
 * nothing: one page may speak two languages.
 */
import type { Money } from '@parterre/protocol';
import { minorDigits } from './money.ts';

/** `12,50 €` in French. Whole amounts lose their zeros (`12 €`) unless `cents` is true, as in a column of figures. */
export function formatMoney({ amountMinor, currency }: Money, locale: string, { cents = false } = {}): string {
  const digits = minorDigits(currency);
  const whole = amountMinor % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: whole && !cents ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(amountMinor / 10 ** digits);
}

const moment = (instant: string | number): Date => new Date(instant);

/** `samedi 21 novembre 2026`; `short` is `sam. 21 nov.` */
export function formatDate(
  instant: string | number,
  locale: string,
  timeZone: string,
  style: 'long' | 'short' = 'long',
): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: style,
    day: 'numeric',
    month: style,
    ...(style === 'long' ? { year: 'numeric' } : {}),
  }).format(moment(instant));
}

/** `20:30`, or `8:30 PM` where readers expect that; with `zoneName`, followed by the zone: `20:30 UTC+1`. */
export function formatTime(
  instant: string | number,
  locale: string,
  timeZone: string,
  { zoneName = false } = {},
): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    ...(zoneName ? { timeZoneName: 'short' } : {}),
  }).format(moment(instant));
}

/** The zone of the reader's device. */
export const readerTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * Date and time of a show in its own zone, and for a reader whose clock reads something else at that moment, in theirs.
 * Two zones with the same time of day then (Paris, Berlin) are one to a reader: `fan` is null.
 */
export function formatShowTime(
  instant: string | number,
  locale: string,
  showZone: string,
  fanZone: string = readerTimeZone(),
): { show: string; fan: string | null } {
  const wallClock = (timeZone: string) =>
    new Intl.DateTimeFormat(locale, {
      timeZone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: 'numeric',
      minute: '2-digit',
    }).format(moment(instant));
  // People know what time it is in Paris; few know what UTC+1 is.
  const inCity = (timeZone: string) => `${wallClock(timeZone)} (${timeZone.split('/').at(-1)!.replaceAll('_', ' ')})`;
  if (wallClock(showZone) === wallClock(fanZone)) return { show: wallClock(showZone), fan: null };
  return { show: inCity(showZone), fan: inCity(fanZone) };
}
