/** Assertions that need no test runner: each throws an Error that says what was and what should have been. */
import { isParterreError, type ErrorCode, type ParterreError } from '@parterre/protocol/errors';

const told = (value: unknown): string => JSON.stringify(value) ?? String(value);

export function ok(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** Both sides are the same as JSON, keys in any order. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  if (canonical(actual) !== canonical(expected))
    throw new Error(`${what}: got ${told(actual)}, expected ${told(expected)}`);
}

const canonical = (value: unknown): string => told(sorted(value));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}

/** A value that must be there. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`${what} is missing`);
  return value;
}

/** The promise rejects with one of these codes; answers the error. */
export async function refused(
  promise: Promise<unknown>,
  codes: ErrorCode | readonly ErrorCode[],
  what: string,
): Promise<ParterreError> {
  const expected = typeof codes === 'string' ? [codes] : codes;
  let answer: unknown;
  try {
    answer = await promise;
  } catch (error) {
    if (isParterreError(error) && expected.includes(error.code)) return error;
    const got = isParterreError(error) ? error.message : String(error);
    throw new Error(`${what}: refused with ${got}, expected ${expected.join(' or ')}`, { cause: error });
  }
  throw new Error(`${what}: allowed (${told(answer).slice(0, 200)}), expected ${expected.join(' or ')}`);
}
