/**
 * Stripe's fields inside a tag: what the form that pays and the form that saves a card have in common. They may come, come late, or
 * not at all; none of that is an accident.
 */
import type {
  StripeCheckoutElementsSdk,
  StripeCheckoutLoadActionsSuccess,
  StripePaymentElement,
  StripePaymentElementOptions,
} from '@stripe/stripe-js';
import type { PaymentStep } from '@parterre/protocol';
import type { LitElement } from 'lit';
import { addStyles } from '../../base/late-styles.ts';
import type { Environment } from '../../session/environment.ts';
import { appearanceOf } from './appearance.ts';
import { LightBox } from './light-box.ts';
import { NoForm, openStripe } from './load.ts';
import { stripeStyles } from './stripe.styles.ts';

export type StripeStep = Extract<PaymentStep, { type: 'stripe' }>;

/** After this long the buyer is offered the provider's page; the form may still come. */
const PATIENCE_MS = 8000;

export interface FieldsOptions {
  readonly step: StripeStep;
  readonly environment: Environment;
  /** BCP 47 tag. */
  readonly language: string;
  readonly payment: StripePaymentElementOptions;
  /**
   * Whether there is something to fill in; false when what it is for has happened meanwhile.
   *
   * @throws NoForm when it must not be filled in
   */
  readonly wanted: (session: ReturnType<StripeCheckoutLoadActionsSuccess['getSession']>) => boolean;
  /** Further elements, before the payment element is mounted. */
  readonly also?: (sdk: StripeCheckoutElementsSdk) => readonly { destroy(): void }[];
  /** The browser's back button brought this very page back from a bank's: its answer went to no one. */
  readonly cameBack: () => void;
}

export class StripeFields {
  readonly card = new LightBox();
  readonly #host: LitElement;
  readonly #options: FieldsOptions;
  readonly #boxes: LightBox[];
  #elements: { destroy(): void }[] = [];
  /** `late` still may become `ready`; `none` stays so. */
  standing: 'opening' | 'late' | 'ready' | 'none' = 'opening';
  /** Null until there are fields. */
  actions: StripeCheckoutLoadActionsSuccess | null = null;
  /** The fields are filled in, as far as Stripe can tell before it asks the bank. */
  complete = false;
  #closed = false;
  #timer: unknown;

  /** `boxes` are those of the further elements. */
  constructor(host: LitElement, options: FieldsOptions, boxes: LightBox[] = []) {
    this.#host = host;
    this.#options = options;
    this.#boxes = [...boxes, this.card];
    addStyles(host, stripeStyles);
    addEventListener('pageshow', this.#shownAgain);
    void this.#open();
  }

  async #open(): Promise<void> {
    const { environment, step, language, wanted } = this.#options;
    this.#timer = environment.setTimeout(() => this.#become('late'), PATIENCE_MS);
    try {
      const stripe = await openStripe(step.publishableKey, step.train, language);
      if (this.#closed) return;
      const sdk = stripe.initCheckoutElementsSdk({
        clientSecret: step.clientSecret,
        // Every fan pays the price they were shown, in the venue's currency.
        adaptivePricing: { allowed: false },
        elementsOptions: { appearance: appearanceOf(this.#host, this.#host.renderRoot) },
      });
      const loaded = await sdk.loadActions();
      if (this.#closed) return;
      if (loaded.type === 'error') throw new NoForm(loaded.error.message);
      if (!wanted(loaded.actions.getSession())) return;
      this.actions = loaded.actions;
      this.#mount(sdk);
    } catch (error) {
      // Whatever it was: there is another page for it.
      if (!this.#closed) this.#give(error);
    }
  }

  #mount(sdk: StripeCheckoutElementsSdk): void {
    for (const box of this.#boxes) box.place(this.#host);
    const also = this.#options.also?.(sdk) ?? [];
    const card: StripePaymentElement = sdk.createPaymentElement(this.#options.payment);
    card.on('ready', () => void this.#isReady());
    card.on('loaderror', ({ error }) => this.#give(error));
    card.on('change', ({ complete }) => (this.complete = complete));
    this.#elements = [...also, card];
    card.mount(this.card.element);
    this.#host.requestUpdate();
  }

  async #isReady(): Promise<void> {
    await this.#host.updateComplete;
    if (this.#closed) return;
    if (!this.card.isKeptOut(this.#host.renderRoot)) this.#become('ready');
    else this.#give(new NoForm('the page hands out the slots of its components by itself'));
  }

  #become(standing: 'late' | 'ready' | 'none'): void {
    if (this.#closed || this.standing === 'none' || this.standing === 'ready') return;
    if (standing !== 'late') this.#options.environment.clearTimeout(this.#timer);
    this.standing = standing;
    this.#host.requestUpdate();
  }

  /** Gives up on the form. What stood in the way is for whoever keeps the page, not for the fan. */
  #give(reason: unknown): void {
    console.warn('Parterre: no payment form in this page, so the provider’s own page is offered.', reason);
    this.standing = 'opening';
    this.#become('none');
    this.#unmount();
  }

  #unmount(): void {
    for (const element of this.#elements.splice(0)) element.destroy();
    for (const box of this.#boxes) box.remove();
    this.actions = null;
  }

  close(): void {
    this.#closed = true;
    this.#options.environment.clearTimeout(this.#timer);
    removeEventListener('pageshow', this.#shownAgain);
    this.#unmount();
  }

  readonly #shownAgain = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.#options.cameBack();
  };
}
