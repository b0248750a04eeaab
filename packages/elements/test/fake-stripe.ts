/**
 * As much of Stripe.js (train dahlia) as the form in the page uses, under its real names, for component tests. It refuses what the
 * real one refuses: fields inside a shadow root, names of other trains. What the card "does" is set by the test.
 */
import type { Appearance } from '@stripe/stripe-js';

type Listener = (event: never) => void;

class FakeElement {
  readonly kind: string;
  readonly options: unknown;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #script: FakeStripe;
  place: HTMLElement | null = null;

  constructor(script: FakeStripe, kind: string, options: unknown) {
    this.#script = script;
    this.kind = kind;
    this.options = options;
  }

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  tell(event: string, detail: object = {}): void {
    for (const listener of this.#listeners.get(event) ?? []) listener({ elementType: this.kind, ...detail } as never);
  }

  mount(place: HTMLElement): void {
    if (place.getRootNode() !== document) throw new Error('Elements cannot be mounted in a ShadowRoot.');
    this.place = place;
    const field = document.createElement('button');
    field.type = 'button';
    field.textContent = this.kind === 'payment' ? 'Card number' : 'Pay with a wallet';
    place.append(field);
    queueMicrotask(() => {
      if (this.kind === 'expressCheckout') {
        const { wallets } = this.#script;
        this.tell('ready', { availablePaymentMethods: wallets ? { applePay: true } : undefined });
      } else if (this.#script.frames) {
        this.tell('ready');
        this.tell('change', { complete: this.#script.complete });
      }
    });
  }

  destroy(): void {
    this.place?.replaceChildren();
    this.place = null;
  }
}

export class FakeStripe {
  /** What `confirm` answers; a function is asked each time. */
  confirms: () => Promise<object> = async () => ({ type: 'success', session: {} });
  wallets = false;
  /** Whether its frames load: a policy may let the script through and not them. */
  frames = true;
  complete = true;
  session: { status?: object; lastPaymentError?: { message: string } | null; amount?: number; currency?: string } = {};
  readonly seen: { key: string; options: { locale?: string }; sdk: Record<string, unknown> }[] = [];
  readonly elements: FakeElement[] = [];
  readonly confirmed: object[] = [];
  amountMinor = 1200;

  private static current: FakeStripe;

  /** Puts it on the page as if its script had run. The page keeps the first script; each test brings a Stripe of its own. */
  install(): this {
    FakeStripe.current = this;
    const construct = (key: string, options: { locale?: string }) => ({
      _registerWrapper: () => {},
      initCheckoutElementsSdk: (sdk: Record<string, unknown>) => FakeStripe.current.#open({ key, options, sdk }),
    });
    Object.assign(globalThis, { Stripe: Object.assign(construct, { version: 'dahlia' }) });
    return this;
  }

  get appearance(): Appearance {
    return (this.seen.at(-1)!.sdk['elementsOptions'] as { appearance: Appearance }).appearance;
  }

  element(kind: 'payment' | 'expressCheckout'): FakeElement {
    return this.elements.findLast((one) => one.kind === kind)!;
  }

  #open(asked: (typeof this.seen)[number]): object {
    this.seen.push(asked);
    const make = (kind: string) => (options: unknown) => {
      const element = new FakeElement(this, kind, options);
      this.elements.push(element);
      return element;
    };
    return {
      createPaymentElement: make('payment'),
      createExpressCheckoutElement: make('expressCheckout'),
      loadActions: async () => ({
        type: 'success',
        actions: {
          getSession: () => ({
            status: this.session.status ?? { type: 'open' },
            currency: this.session.currency ?? 'eur',
            total: { total: { minorUnitsAmount: this.session.amount ?? this.amountMinor, amount: '' } },
            lastPaymentError: this.session.lastPaymentError ?? null,
          }),
          confirm: (with_: object) => {
            this.confirmed.push(with_);
            return this.confirms();
          },
        },
      }),
    };
  }
}
