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
  const wallClock = (timeZone: string, zoneName: boolean) =>
    new Intl.DateTimeFormat(locale, {
      timeZone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: 'numeric',
      minute: '2-digit',
      ...(zoneName ? { timeZoneName: 'short' } : {}),
    }).format(moment(instant));
  const differs = wallClock(showZone, false) !== wallClock(fanZone, false);
  return { show: wallClock(showZone, differs), fan: differs ? wallClock(fanZone, true) : null };
}

/** Whole days, hours, minutes and seconds in a stretch of time, none of them negative; a countdown that is over is all zeros. */
export function countdownParts(milliseconds: number): {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
} {
  // Rounded up, so that a countdown reads zero when the moment has come and not a second early.
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}

type Unit = 'day' | 'hour' | 'minute' | 'second';

/** One number with its unit: `3 jours`, `1 hour`. */
export const formatUnit = (
  value: number,
  unit: Unit,
  locale: string,
  unitDisplay: 'long' | 'short' | 'narrow' = 'long',
): string => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(value);

/** A length of time in words, its two largest units only: `1 hour, 30 minutes`; under a minute, seconds. */
export function formatDuration(milliseconds: number, locale: string): string {
  const parts = countdownParts(milliseconds);
  const units: [number, Unit][] = [
    [parts.days, 'day'],
    [parts.hours, 'hour'],
    [parts.minutes, 'minute'],
    [parts.seconds, 'second'],
  ];
  const first = units.findIndex(([value]) => value > 0);
  if (first === -1) return formatUnit(0, 'second', locale);
  const told = units.slice(first, first + 2).filter(([value]) => value > 0);
  return new Intl.ListFormat(locale, { type: 'unit', style: 'long' }).format(
    told.map(([value, unit]) => formatUnit(value, unit, locale)),
  );
}

/** A position in a recording: `4:07`, `1:02:09`. The same in every language that a player's clock is read in. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
