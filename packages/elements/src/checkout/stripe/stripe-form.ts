/**
 * Stripe's form in the page: wallets first, then everything else, then the button that pays. Fetched once an order waits for this
 * step. It moves no order and believes no answer of the browser: after a confirmation the server asks Stripe itself.
 */
import type { Order, PaymentStep } from '@parterre/protocol';
import { formatMoney } from '@parterre/rules/format';
import type {
  StripeCheckoutConfirmResult,
  StripeCheckoutElementsSdk,
  StripeCheckoutLoadActionsSuccess,
  StripeExpressCheckoutElementConfirmEvent,
} from '@stripe/stripe-js';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { LocaleController } from '../../base/locale-controller.ts';
import { addStyles } from '../../base/late-styles.ts';
import type { Checkout, Confirmation } from '../checkout.ts';
import type { Form } from '../parts/form.ts';
import { elsewhere } from '../parts/elsewhere.ts';
import { appearanceOf } from './appearance.ts';
import type { StripeStrings } from './en.ts';
import { LightBox } from './light-box.ts';
import { NoForm, openStripe } from './load.ts';
import { stripeStyles } from './stripe.styles.ts';

export type StripeStep = Extract<PaymentStep, { type: 'stripe' }>;

/** After this long the buyer is offered the provider's page; the form may still come. */
const PATIENCE_MS = 8000;

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

export class StripeForm {
  readonly step: StripeStep;
  readonly #host: LitElement;
  readonly #checkout: Checkout;
  readonly #order: Order;
  readonly #locale: LocaleController<StripeStrings>;
  readonly #wallets = new LightBox();
  readonly #card = new LightBox();
  #elements: { destroy(): void }[] = [];
  #actions: StripeCheckoutLoadActionsSuccess | null = null;
  /** `late` still may become `ready`; `none` stays so. */
  #form: 'opening' | 'late' | 'ready' | 'none' = 'opening';
  #hasWallets = false;
  /** The fields are filled in, as far as Stripe can tell before it asks the bank. */
  #complete = false;
  #closed = false;
  #timer: unknown;

  constructor(host: LitElement, checkout: Checkout, order: Order, step: StripeStep) {
    this.step = step;
    this.#host = host;
    this.#checkout = checkout;
    this.#order = order;
    this.#locale = new LocaleController<StripeStrings>(host, catalogue);
    addStyles(host, stripeStyles);
    addEventListener('pageshow', this.#shownAgain);
    void this.#open();
  }

  // ── Coming and going ────────────────────────────────────────────────────────────────────────────────────────────────

  async #open(): Promise<void> {
    const { environment } = this.#checkout.venue;
    this.#timer = environment.setTimeout(() => this.#become('late'), PATIENCE_MS);
    try {
      const stripe = await openStripe(this.step.publishableKey, this.step.train, this.#locale.tag);
      if (this.#closed) return;
      const sdk = stripe.initCheckoutElementsSdk({
        clientSecret: this.step.clientSecret,
        // Every fan pays the price they were shown, in the venue's currency.
        adaptivePricing: { allowed: false },
        elementsOptions: { appearance: appearanceOf(this.#host, this.#host.renderRoot) },
      });
      const loaded = await sdk.loadActions();
      if (this.#closed) return;
      if (loaded.type === 'error') throw new NoForm(loaded.error.message);
      if (this.#isOver(loaded.actions)) return;
      this.#actions = loaded.actions;
      this.#mount(sdk);
    } catch (error) {
      // Whatever it was: the order can still be paid, on another page.
      if (!this.#closed) this.#give(error);
    }
  }

  /** Whether there is nothing to fill in here: it was paid meanwhile, or it is not what the buyer agreed to. */
  #isOver(actions: StripeCheckoutLoadActionsSuccess): boolean {
    const { status, currency, total, lastPaymentError } = actions.getSession();
    if (status.type === 'complete') {
      void this.#checkout.settle();
      return true;
    }
    const { amountMinor, currency: agreed } = this.#order.total;
    if (status.type === 'expired') throw new NoForm('the session has expired');
    if (total.total.minorUnitsAmount !== amountMinor || currency.toUpperCase() !== agreed) {
      throw new NoForm('Stripe would take another amount than the order says');
    }
    // Back from a bank that said no.
    if (lastPaymentError) this.#checkout.refuse(lastPaymentError.message);
    return false;
  }

  #mount(sdk: StripeCheckoutElementsSdk): void {
    for (const box of [this.#wallets, this.#card]) box.place(this.#host);
    const wallets = sdk.createExpressCheckoutElement({
      buttonHeight: 52,
      buttonTheme: undefined,
      // Each says that pressing it pays, as the button below does.
      buttonType: { applePay: 'buy', googlePay: 'pay', paypal: 'pay' },
      layout: undefined,
      paymentMethodOrder: undefined,
      paymentMethods: undefined,
    });
    const card = sdk.createPaymentElement({
      layout: { type: 'accordion', radios: 'if_multiple', spacedAccordionItems: false },
      wallets: { applePay: 'never', googlePay: 'never' },
    });
    this.#elements = [wallets, card];
    wallets.on('ready', ({ availablePaymentMethods }) => {
      this.#hasWallets = Object.values(availablePaymentMethods ?? {}).some(Boolean);
      this.#host.requestUpdate();
    });
    wallets.on('confirm', (event) => void this.#payByWallet(event));
    card.on('ready', () => void this.#isReady());
    card.on('loaderror', ({ error }) => this.#give(error));
    card.on('change', ({ complete }) => (this.#complete = complete));
    wallets.mount(this.#wallets.element);
    card.mount(this.#card.element);
    this.#host.requestUpdate();
  }

  async #isReady(): Promise<void> {
    await this.#host.updateComplete;
    if (this.#closed) return;
    if (!this.#card.isKeptOut(this.#host.renderRoot)) this.#become('ready');
    else this.#give(new NoForm('the page hands out the slots of its components by itself'));
  }

  #become(form: 'late' | 'ready' | 'none'): void {
    if (this.#closed || this.#form === 'none' || this.#form === 'ready') return;
    if (form !== 'late') this.#checkout.venue.environment.clearTimeout(this.#timer);
    this.#form = form;
    this.#host.requestUpdate();
  }

  /** Gives up on the form. What stood in the way is for whoever keeps the page, not for the fan. */
  #give(reason: unknown): void {
    console.warn('Parterre: no payment form in this page, so the provider’s own page is offered.', reason);
    this.#form = 'opening';
    this.#become('none');
    this.#unmount();
  }

  #unmount(): void {
    for (const element of this.#elements.splice(0)) element.destroy();
    this.#wallets.remove();
    this.#card.remove();
    this.#actions = null;
  }

  close(): void {
    this.#closed = true;
    this.#checkout.venue.environment.clearTimeout(this.#timer);
    removeEventListener('pageshow', this.#shownAgain);
    this.#unmount();
    this.#locale.hostDisconnected();
    this.#host.removeController(this.#locale);
  }

  /** The browser's back button may bring back this very page from a bank's: its answer went to no one. */
  readonly #shownAgain = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.#checkout.cameBack();
  };

  // ── Paying ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #pay = (): void => {
    const actions = this.#actions;
    if (this.#form !== 'ready' || !actions) return;
    void this.#checkout.payBy(async () => this.#read(await actions.confirm({ redirect: 'if_required' })));
  };

  async #payByWallet(event: StripeExpressCheckoutElementConfirmEvent): Promise<void> {
    const actions = this.#actions;
    if (!actions || this.#checkout.state.busy) return event.paymentFailed({ reason: 'fail' });
    await this.#checkout.payBy(async () => {
      const result = await actions.confirm({ redirect: 'if_required', expressCheckoutConfirmEvent: event });
      if (result.type === 'error') event.paymentFailed({ reason: 'fail' });
      this.#complete = true;
      return this.#read(result);
    });
  }

  /** What a confirmation means. A refusal without a reason of the bank's may hide a payment that went through. */
  #read(result: StripeCheckoutConfirmResult): Confirmation {
    if (result.type === 'success') return { type: 'confirmed' };
    const { error } = result;
    if (error.code !== 'paymentFailed') {
      return { type: this.#complete ? 'unknown' : 'refused', sentence: error.message };
    }
    const known = this.#locale.strings?.declines[error.paymentFailed.declineCode ?? ''];
    return { type: 'refused', sentence: known ?? error.message };
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  render(form: Form): TemplateResult {
    const { strings, state, language } = form;
    const words = this.#locale.strings;
    if (this.#form === 'none') return elsewhere(form, strings.noForm);
    const ready = this.#form === 'ready' && !state.busy;
    const waiting = state.busy === 'settling';
    const amount = formatMoney(this.#order.total, language, { cents: true });
    return html`<div class="stack stripe" part="stripe" aria-busy=${this.#form !== 'ready'}>
      ${waiting ? html`<p class="centre">${strings.settling}</p>` : nothing}
      <div class="stack" ?hidden=${waiting}>
        <div class=${this.#hasWallets ? '' : 'early'}><slot name=${this.#wallets.slot}></slot></div>
        ${this.#hasWallets && words ? html`<p class="or"><span>${words.or}</span></p>` : nothing}
        <slot name=${this.#card.slot}></slot>
        ${this.#form === 'ready' ? nothing : html`<span class="skeleton tall"></span>`}
        ${this.#form === 'late' ? elsewhere(form, strings.lateForm) : nothing}
        <button
          class="button primary"
          type="button"
          part="buy"
          aria-disabled=${ready ? 'false' : 'true'}
          ?hidden=${this.#form === 'late'}
          @click=${this.#pay}
        >
          ${state.busy === 'paying' ? strings.paying : strings.pay(amount)}
        </button>
        ${words ? html`<p class="fine centre">${words.handledBy}</p>` : nothing}
      </div>
    </div>`;
  }
}
