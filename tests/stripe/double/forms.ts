// Nested parameters as Stripe reads them from a form or a query: `a[b][0][c]=1`, `a[]=1`.
import { invalid } from './errors.ts';

/** A parameter as it was sent: everything is text. */
export type Raw = string | Raw[] | { [name: string]: Raw };
export interface RawParameters {
  [name: string]: Raw;
}

interface Branch {
  [name: string]: string | Branch;
}

/** @throws StripeError where a parameter is sent as text and as an object at once. */
export function decodeForm(text: string): RawParameters {
  const tree = branch();
  for (const [name, value] of new URLSearchParams(text)) place(tree, pathOf(name), value);
  const decoded: RawParameters = {};
  for (const [name, value] of Object.entries(tree)) decoded[name] = settle(value);
  return decoded;
}

/** Without a prototype: a parameter may be called `__proto__`. */
const branch = (): Branch => Object.create(null) as Branch;

function pathOf(name: string): string[] {
  const [head = '', ...rest] = name.split('[');
  return [head, ...rest.map((part) => part.replace(/\]$/, ''))];
}

function place(tree: Branch, path: string[], value: string): void {
  let at = tree;
  for (const [index, part] of path.entries()) {
    const last = index === path.length - 1;
    // `a[][b]=1&a[][c]=2` fills one element until a name comes twice, as Rack does it.
    const name = part === '' && index > 0 ? nextIndex(at, path.slice(index + 1)) : part;
    const known = at[name];
    if (last) {
      if (typeof known === 'object') throw mixed(path);
      at[name] = value;
      return;
    }
    if (typeof known === 'string') throw mixed(path);
    at = at[name] = known ?? branch();
  }
}

function nextIndex(list: Branch, [name]: string[]): string {
  const count = Object.keys(list).length;
  const newest = list[String(count - 1)];
  if (name !== undefined && typeof newest === 'object' && !(name in newest)) return String(count - 1);
  return String(count);
}

function settle(value: string | Branch): Raw {
  if (typeof value === 'string') return value;
  const names = Object.keys(value);
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) {
    return names.toSorted((one, other) => Number(one) - Number(other)).map((name) => settle(value[name]!));
  }
  return Object.fromEntries(names.map((name) => [name, settle(value[name]!)]));
}

function mixed(path: string[]): Error {
  return invalid(`Invalid parameters: \`${path[0]}\` was sent as text and as an object.`, path[0]);
}

/** The form `parameters` are sent as, for tests and for stripe-mock. */
export function encodeForm(parameters: object): string {
  const fields = new URLSearchParams();
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) add(`${name}[${key}]`, inner);
    } else fields.append(name, String(value));
  };
  for (const [name, value] of Object.entries(parameters)) add(name, value);
  return fields.toString();
}
