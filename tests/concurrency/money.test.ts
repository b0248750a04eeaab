// Ten thousand steps of random buyers, webhooks, expiries, refunds, disputes and crashes, and the invariants of docs/money.md
// after each. Twenty evenings of five hundred: a shop and a Stripe of their own each, so that the last step is as quick as the first.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';
import { evening, type EveningResult } from './money.ts';

const EVENINGS = 20;
const STEPS = 500;

let stack: Stack;
const results: EveningResult[] = [];

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

describe('money', () => {
  it.each(Array.from({ length: EVENINGS }, (_, index) => index + 1))(
    'is right whatever happens and wherever it stops, evening %i',
    async (seed) => {
      const result = await evening(stack, { steps: STEPS, seed });
      results.push(result);
      expect(result.problem).toBeNull();
      expect(result.steps).toBe(STEPS);
    },
  );

  it('was really tried: processes and connections died, and orders ended in every way', () => {
    const total = (of: (result: EveningResult) => number) => results.reduce((sum, result) => sum + of(result), 0);
    expect(total(({ steps }) => steps)).toBeGreaterThanOrEqual(EVENINGS * STEPS);
    expect(total(({ crashes }) => crashes)).toBeGreaterThan(100);
    expect(total(({ acts }) => acts['cut'] ?? 0)).toBeGreaterThan(100);
    const ends = new Set(results.flatMap(({ orders }) => Object.keys(orders)));
    expect([...ends].sort()).toEqual(expect.arrayContaining(['cancelled', 'expired', 'paid', 'refunded']));
  });
});
