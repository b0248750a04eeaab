/** What the tables of the contract promise each other. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  bodyOf,
  COMMON_ERRORS,
  domainEvents,
  ERROR_CODES,
  ERROR_STATUS,
  isParterreError,
  isRetryable,
  LANE_MESSAGE_TYPES,
  laneMessage,
  OPERATION_ERRORS,
  operations,
  ParterreError,
  TRANSPORT_ERRORS,
  type Operation,
} from '../src/index.ts';

const table = Object.entries(operations as Record<string, Operation>);

describe('errors', () => {
  it('have a code of their own and, where a server sends them, a status that is a refusal', () => {
    expect(new Set(ERROR_CODES).size).toBe(COMMON_ERRORS.length + TRANSPORT_ERRORS.length + OPERATION_ERRORS.length);
    expect(Object.keys(ERROR_STATUS).sort()).toEqual([...COMMON_ERRORS, ...OPERATION_ERRORS].sort());
    for (const status of Object.values(ERROR_STATUS))
      expect(status).toSatisfy((each: number) => each >= 400 && each < 600);
  });

  it('are each declared by some operation', () => {
    const declared = new Set(table.flatMap(([, { errors }]) => errors));
    // A payment that is still on its way is what the payment providers to come will answer with.
    expect(OPERATION_ERRORS.filter((code) => !declared.has(code))).toEqual(['payment_pending']);
  });

  it('of a busy server can be retried, those of a decision cannot', () => {
    for (const code of ERROR_CODES) {
      if (code in ERROR_STATUS) {
        const status = ERROR_STATUS[code as keyof typeof ERROR_STATUS];
        if (status === 429 || status === 503) expect(isRetryable(code), code).toBe(true);
        if (status < 409) expect(isRetryable(code), code).toBe(false);
      }
    }
  });

  it('travel as a body and are known from another copy of the module', () => {
    const error = new ParterreError('slow_mode', {
      retryAfterMs: 1500,
      issues: [{ path: 'text', problem: 'soon' }],
      detail: 'for developers',
    });
    expect(bodyOf(error)).toEqual({
      error: { code: 'slow_mode', retryable: true, retryAfterMs: 1500, issues: [{ path: 'text', problem: 'soon' }] },
    });
    const foreign = Object.assign(new Error('sold_out'), { name: 'ParterreError', code: 'sold_out' });
    expect([error, foreign, new Error('sold_out'), 'sold_out', null].map(isParterreError)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('operations', () => {
  it('have a route each', () => {
    const routes = table.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('find every parameter of their path in their input', () => {
    for (const [name, { path, input }] of table) {
      const schema = z.toJSONSchema(input, { io: 'input' }) as { properties?: object; oneOf?: unknown };
      for (const [, parameter] of path.matchAll(/\{(\w+)\}/g))
        expect(Object.keys(schema.properties ?? {}), name).toContain(parameter);
    }
  });

  it('that need a session say what happens without one, and nobody caches them', () => {
    for (const [name, { auth, errors, cacheSeconds, method }] of table) {
      const answers = errors.includes('session_required') && errors.includes('session_expired');
      expect(answers, name).toBe(auth === 'session');
      if (auth !== 'none' || method !== 'GET') expect(cacheSeconds, name).toBe(0);
    }
  });

  it('that only read have no body to lose', () => {
    for (const [name, { method, input }] of table.filter(([, operation]) => operation.method === 'GET')) {
      const { properties = {} } = z.toJSONSchema(input, { io: 'input' }) as {
        properties?: Record<string, { type?: string }>;
      };
      // A query is text: nothing but text survives it.
      expect(
        Object.values(properties).every(({ type }) => type === 'string'),
        `${method} ${name}`,
      ).toBe(true);
    }
  });
});

describe('the feed', () => {
  it('lists every type of message that it has', () => {
    const variants = (z.toJSONSchema(laneMessage) as { oneOf?: unknown[]; anyOf?: unknown[] }) ?? {};
    expect((variants.oneOf ?? variants.anyOf ?? []).length).toBe(LANE_MESSAGE_TYPES.length);
  });
});

describe('the tracking plan', () => {
  it('asks a question with every event, and keeps nothing longer than ten years', () => {
    for (const [name, { question, retentionDays }] of Object.entries(domainEvents)) {
      expect(question, name).toMatch(/\?$/);
      expect(retentionDays, name).toBeLessThanOrEqual(3650);
    }
  });
});
