/** Lengths of time in words and figures, apart from `format.ts` because few tags need them. */

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
