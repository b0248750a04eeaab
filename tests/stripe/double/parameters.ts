// What a request may carry. A shape reads parameters as they were sent, coerces them, and refuses everything it does not
// name: real Stripe refuses unknown parameters, and so finds out who speaks to the wrong version.
import { invalid, missingParameter, unknownParameter } from './errors.ts';
import type { Raw, RawParameters } from './forms.ts';

/** Reads one value. `at` is its name as Stripe writes it: `line_items[0][quantity]`. */
export interface Field<T> {
  read(raw: Raw, at: string): T;
  required?: boolean;
}
export type Shape = Record<string, Field<unknown>>;
/** What a shape gives: only `required` fields are surely there. */
export type Read<S extends Shape> = {
  [Name in keyof S as S[Name] extends { required: true } ? Name : never]: S[Name] extends Field<infer T> ? T : never;
} & {
  [Name in keyof S as S[Name] extends { required: true } ? never : Name]?: S[Name] extends Field<infer T> ? T : never;
};

const asText = (raw: Raw, at: string): string => {
  if (typeof raw !== 'string') throw invalid(`Invalid string: ${JSON.stringify(raw)}`, at);
  return raw;
};

export const text = (longest = 5000): Field<string> => ({
  read(raw, at) {
    const value = asText(raw, at);
    if (value === '')
      throw invalid(
        `You passed an empty string for '${at}'. We assume empty values are an attempt to unset a parameter; however '${at}' cannot be unset. You should remove '${at}' from your request or supply a non-empty value.`,
        at,
        'parameter_invalid_empty',
      );
    if ([...value].length > longest)
      throw invalid(`Invalid string: ${value.slice(0, 20)}…; must be at most ${longest} characters`, at);
    return value;
  },
});

/** A whole number; `19.99` is none, and neither is `1e3`. */
export const integer = (least = 0): Field<number> => ({
  read(raw, at) {
    const value = asText(raw, at);
    if (!/^-?\d{1,15}$/.test(value)) throw invalid(`Invalid integer: ${value}`, at, 'parameter_invalid_integer');
    if (Number(value) < least)
      throw invalid(
        least === 0 ? 'Invalid non-negative integer' : `This value must be greater than or equal to ${least}.`,
        at,
        'parameter_invalid_integer',
      );
    return Number(value);
  },
});

export const flag: Field<boolean> = {
  read(raw, at) {
    if (raw !== 'true' && raw !== 'false') throw invalid(`Invalid boolean: ${JSON.stringify(raw)}`, at);
    return raw === 'true';
  },
};

export const oneOf = <const T extends string>(...words: T[]): Field<T> => ({
  read(raw, at) {
    const word = words.find((one) => one === raw);
    if (word === undefined) throw invalid(`Invalid ${at}: must be one of ${words.join(', ')}`, at);
    return word;
  },
});

export const url: Field<string> = {
  read(raw, at) {
    const value = asText(raw, at);
    if (!/^https?:\/\/[^\s/]+/.test(value) || value.length > 5000) throw invalid('Not a valid URL', at, 'url_invalid');
    return value;
  },
};

export const email: Field<string> = {
  read(raw, at) {
    const value = asText(raw, at);
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) || value.length > 800)
      throw invalid(`Invalid email address: ${value}`, at, 'email_invalid');
    return value;
  },
};

/** Up to 50 texts; an empty one takes the key away. */
export const metadata: Field<Record<string, string>> = {
  read(raw, at) {
    if (raw === '') return {};
    if (typeof raw === 'string' || Array.isArray(raw)) throw invalid('Invalid object', at);
    const entries = Object.entries(raw);
    if (entries.length > 50) throw invalid(`You can only set up to 50 metadata keys.`, at);
    for (const [key, value] of entries) {
      if (key.length > 40) throw invalid(`Metadata keys can be at most 40 characters, but you passed ${key}`, at);
      if (typeof value !== 'string' || [...value].length > 500)
        throw invalid(`Metadata values can have up to 500 characters, but you passed in a value that is longer.`, at);
    }
    return raw as Record<string, string>;
  },
};

export const listOf = <T>(item: Field<T>, most = 100): Field<T[]> => ({
  read(raw, at) {
    if (!Array.isArray(raw)) throw invalid('Invalid array', at);
    if (raw.length > most) throw invalid(`Array ${at} exceeded maximum ${most} allowed elements.`, at);
    return raw.map((value, index) => item.read(value, `${at}[${index}]`));
  },
});

export const object = <S extends Shape>(shape: S): Field<Read<S>> => ({
  read(raw, at) {
    if (typeof raw === 'string' || Array.isArray(raw)) throw invalid('Invalid object', at);
    return readShape(shape, raw, (name) => (at ? `${at}[${name}]` : name));
  },
});

export const required = <T>(field: Field<T>): Field<T> & { required: true } => ({ ...field, required: true });

/** Reads a whole request. @throws StripeError about the first thing wrong: unknown, then missing, then ill-formed. */
export function readParameters<S extends Shape>(shape: S, sent: RawParameters): Read<S> {
  return readShape(shape, sent, (name) => name);
}

function readShape<S extends Shape>(shape: S, sent: RawParameters, nameOf: (name: string) => string): Read<S> {
  for (const name of Object.keys(sent)) if (!Object.hasOwn(shape, name)) throw unknownParameter(nameOf(name));
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) {
    const raw = sent[name];
    if (raw === undefined) {
      if (field.required) throw missingParameter(nameOf(name));
    } else read[name] = field.read(raw, nameOf(name));
  }
  return read as Read<S>;
}

/** `[created][gte]` and its like. */
const range = {
  read: (raw: Raw, at: string) =>
    typeof raw === 'string'
      ? { gte: integer().read(raw, at), lte: Number(raw) }
      : object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() }).read(raw, at),
};
export const expand = listOf(text(), 20);
/** What every list takes. */
export const paging = { limit: integer(1), starting_after: text(), ending_before: text(), created: range, expand };
