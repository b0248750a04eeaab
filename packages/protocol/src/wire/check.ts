/**
 * Checks a reply against a compact table. zod is the truth, but 8 kB of it would reach every fan; the tables in
 * `public.ts` and `personal.ts` are generated from the zod schemas, and a test holds the two to the same verdicts.
 *
 * A shape is one of:
 *
 *     's'                    any string             'i' integer   'n' number   'b' boolean   '*' anything
 *     { p: 'regex', m?: n }  a string that matches, at most m characters
 *     { e: [...] }           one of these values
 *     { a: shape }           an array
 *     { o: { key: shape } }  an object; a key that ends in `?` may be missing; unknown keys pass
 *     { z: shape }           the shape or null
 *     { u: key, t: {…} }     objects told apart by the value of `key`
 */
export type Shape =
  | 's'
  | 'i'
  | 'n'
  | 'b'
  | '*'
  | { readonly p: string; readonly m?: number }
  | { readonly e: readonly unknown[] }
  | { readonly a: Shape }
  | { readonly o: { readonly [key: string]: Shape } }
  | { readonly z: Shape }
  | { readonly u: string; readonly t: { readonly [value: string]: Shape } };

const patterns = new Map<string, RegExp>();

const matches = (pattern: string, value: string): boolean => {
  let regex = patterns.get(pattern);
  if (!regex) patterns.set(pattern, (regex = new RegExp(pattern)));
  return regex.test(value);
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Where `value` first departs from `shape`: a dotted path (`offers.0.price`), or null when it does not.
 * An empty path means the value itself is wrong and is told as `$`.
 */
export function firstMismatch(shape: Shape, value: unknown, path = ''): string | null {
  const wrong = path || '$';
  const below = (key: string | number) => (path ? `${path}.${key}` : String(key));
  if (shape === '*') return null;
  if (shape === 's') return typeof value === 'string' ? null : wrong;
  if (shape === 'i') return Number.isSafeInteger(value) ? null : wrong;
  if (shape === 'n') return typeof value === 'number' && Number.isFinite(value) ? null : wrong;
  if (shape === 'b') return typeof value === 'boolean' ? null : wrong;
  if ('z' in shape) return value === null ? null : firstMismatch(shape.z, value, path);
  if ('e' in shape) return shape.e.includes(value) ? null : wrong;
  if ('p' in shape) {
    const fits = typeof value === 'string' && value.length <= (shape.m ?? Infinity) && matches(shape.p, value);
    return fits ? null : wrong;
  }
  if ('a' in shape) {
    if (!Array.isArray(value)) return wrong;
    for (let index = 0; index < value.length; index++) {
      const mismatch = firstMismatch(shape.a, value[index], below(index));
      if (mismatch) return mismatch;
    }
    return null;
  }
  if (!isObject(value)) return wrong;
  if ('u' in shape) {
    const variant = String(value[shape.u]);
    const chosen = Object.hasOwn(shape.t, variant) ? shape.t[variant] : undefined;
    return chosen ? firstMismatch(chosen, value, path) : below(shape.u);
  }
  for (const [name, expected] of Object.entries(shape.o)) {
    const optional = name.endsWith('?');
    const key = optional ? name.slice(0, -1) : name;
    if (value[key] === undefined && optional) continue;
    const mismatch = firstMismatch(expected, value[key], below(key));
    if (mismatch) return mismatch;
  }
  return null;
}
