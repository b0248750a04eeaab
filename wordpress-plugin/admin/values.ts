/** Conversions between what people type and what is stored. No React, no WordPress. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** Parts of a moment as the clocks of a zone show it. */
function wallParts(ms: number, zone: string): Record<string, number> {
  // Making one costs more than using it a hundred times.
  let format = formats.get(zone);
  format ??= new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, format);
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
}

function wallMs(ms: number, zone: string): number {
  const part = wallParts(ms, zone);
  return Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute']);
}

/** `2026-11-21T20:30` as clocks in `zone` show a UTC instant; empty for none. */
export function toWall(instant: string | null, zone: string): string {
  return instant ? new Date(wallMs(Date.parse(instant), zone)).toISOString().slice(0, 16) : '';
}

/**
 * The instant at which clocks in `zone` show a wall time; null for none. A time that is skipped in spring becomes the
 * next one that exists; of one that comes twice in autumn, the first is meant.
 */
export function fromWall(wall: string, zone: string): string | null {
  // Date.parse alone would make a year of an empty field.
  const wanted = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(wall) ? Date.parse(`${wall.slice(0, 16)}:00Z`) : Number.NaN;
  if (Number.isNaN(wanted)) return null;
  // The offset before and after any change nearby: the right one maps back onto the wall time.
  const offsets = [wanted - 86_400_000, wanted + 86_400_000].map((ms) => wallMs(ms, zone) - ms);
  const candidates = offsets.map((offset) => wanted - offset).toSorted((a, b) => a - b);
  const exact = candidates.find((ms) => wallMs(ms, zone) === wanted);
  return new Date(exact ?? candidates.at(-1) ?? wanted).toISOString();
}

/** First and last day of the month before the one of a day, as `2026-10-01`. */
export function monthBefore(day: string): [string, string] {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return [dayOf(Date.UTC(year, month - 2, 1)), dayOf(Date.UTC(year, month - 1, 0))];
}

/** Digits after the comma: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** `1250` → `12.50`, for a file. */
export function decimalText(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
  return minor < 0 ? `-${whole}` : whole;
}

/** `1250` → `12,50` in French, for a field. */
export function fieldText(minor: number, currency: string, locale: string): string {
  const point = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value;
  return decimalText(minor, currency).replace('.', point === ',' ? ',' : '.');
}

/** What somebody typed as a price, with comma or point, in minor units; null when it is none. No floats are involved. */
export function parseDecimal(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const found = /^(\d{1,8})(?:[.,](\d*))?$/.exec(text.trim());
  if (!found || (found[2] ?? '').length > digits) return null;
  return Number(found[1]) * 10 ** digits + Number((found[2] ?? '').padEnd(digits, '0') || '0');
}

/** Several prices divided by spaces or semicolons, in minor units; null when one of them is none. */
export function parseDecimals(text: string, currency: string): number[] | null {
  const amounts = text
    .split(/[;\s]+/)
    .filter(Boolean)
    .map((one) => parseDecimal(one, currency));
  return amounts.includes(null) ? null : (amounts as number[]);
}

export function formatMoney(minor: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / 10 ** minorDigits(currency));
}

/** A new identifier of the protocol's form: a prefix and 128 random bits. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `${prefix}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
