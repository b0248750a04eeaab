/** A demo venue whose payments are Stripe's: the memory backend, with Stripe's step where it would play a test payment. */
import type { MemoryBackend } from '@parterre/backend/memory';
import type { Order, PaymentStep } from '@parterre/protocol';

const ORDERS: ReadonlySet<string> = new Set(['createOrder', 'getOrder', 'settleOrder', 'choosePayment', 'cancelOrder']);

export interface StripeVenue {
  /** What a form would have told Stripe, which the server then asks. */
  says(order: string, what: 'approved' | 'processing' | 'failed'): void;
  /** Where `hosted` leads; null where the venue has no such page. */
  hostedUrl: string | null;
  train: string;
}

export function takeStripe(backend: MemoryBackend): StripeVenue {
  const hosted = new Set<string>();
  const venue: StripeVenue = {
    says: (order, what) => void (backend.state.testPayments[order] = what),
    hostedUrl: 'https://checkout.stripe.example/pay/1',
    train: 'dahlia',
  };
  const step = (order: Order): PaymentStep =>
    hosted.has(order.id) && venue.hostedUrl
      ? { type: 'redirect', url: venue.hostedUrl }
      : { type: 'stripe', clientSecret: `cs_${order.id}`, publishableKey: 'pk_test_1', train: venue.train };
  const dressed = (order: Order): Order =>
    order.payment?.type === 'test' ? { ...order, payment: step(order) } : order;
  const { act, read } = backend;
  const wrap =
    (call: typeof act | typeof read) =>
    async (name: string, input: { order?: string; payment?: string }, options?: object): Promise<unknown> => {
      if (name === 'choosePayment' && input.payment === 'hosted') hosted.add(input.order!);
      const answer: unknown = await (call as (...all: unknown[]) => Promise<unknown>)(name, input, options);
      if (!ORDERS.has(name)) return answer;
      if (name !== 'createOrder') return dressed(answer as Order);
      const made = answer as { order: Order };
      return { ...made, order: dressed(made.order) };
    };
  Object.assign(backend, { act: wrap(act), read: wrap(read) });
  return venue;
}
