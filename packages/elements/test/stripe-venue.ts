/** A demo venue whose payments are Stripe's: the memory backend, with Stripe's step where it would play a test payment. */
import type { MemoryBackend } from '@parterre/backend/memory';
import type { Order, PaymentStep, Pledge } from '@parterre/protocol';

const ORDERS: ReadonlySet<string> = new Set(['createOrder', 'getOrder', 'settleOrder', 'choosePayment', 'cancelOrder']);

interface Asked {
  order?: string;
  pledge?: string;
  payment?: string;
}

export interface StripeVenue {
  /** What a form would have told Stripe, which the server then asks. */
  says(order: string, what: 'approved' | 'processing' | 'failed'): void;
  /** A card was saved at Stripe for a pledge; the server finds it when it looks next. */
  saves(pledge: string): void;
  /** Where `hosted` leads; null where the venue has no such page. */
  hostedUrl: string | null;
  train: string;
}

export function takeStripe(backend: MemoryBackend): StripeVenue {
  const hosted = new Set<string>();
  const entered = new Set<string>();
  const venue: StripeVenue = {
    says: (order, what) => void (backend.state.testPayments[order] = what),
    saves: (pledge) => void entered.add(pledge),
    hostedUrl: 'https://checkout.stripe.example/pay/1',
    train: 'dahlia',
  };
  const step = ({ id }: { id: string }): PaymentStep =>
    hosted.has(id) && venue.hostedUrl
      ? { type: 'redirect', url: venue.hostedUrl }
      : { type: 'stripe', clientSecret: `cs_${id}`, publishableKey: 'pk_test_1', train: venue.train };
  const dressed = (order: Order): Order =>
    order.payment?.type === 'test' ? { ...order, payment: step(order) } : order;
  const dressedPledge = (pledge: Pledge): Pledge =>
    pledge.step?.type === 'test' ? { ...pledge, step: step(pledge) } : pledge;
  const { act, read } = backend;
  const wrap =
    (call: typeof act | typeof read) =>
    async (name: string, input: Asked, options?: object): Promise<unknown> => {
      if (input.payment === 'hosted') hosted.add(input.order ?? input.pledge ?? '');
      if (name === 'settlePledge' && entered.delete(input.pledge!))
        return act('saveTestCard', { pledge: input.pledge!, card: 'good' }, options);
      const answer: unknown = await (call as (...all: unknown[]) => Promise<unknown>)(name, input, options);
      if (name === 'createPledge') {
        const made = answer as { pledge: Pledge };
        return { ...made, pledge: dressedPledge(made.pledge) };
      }
      if (name === 'listPledges')
        return { pledges: (answer as { pledges: Pledge[] }).pledges.map((pledge) => dressedPledge(pledge)) };
      if (name === 'settlePledge' || name === 'prepareCard') return dressedPledge(answer as Pledge);
      if (!ORDERS.has(name)) return answer;
      if (name !== 'createOrder') return dressed(answer as Order);
      const made = answer as { order: Order };
      return { ...made, order: dressed(made.order) };
    };
  Object.assign(backend, { act: wrap(act), read: wrap(read) });
  return venue;
}
