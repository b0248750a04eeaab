/**
 * Stripe's form in the page: wallets first, then everything else, then the button that pays. Fetched once an order waits for this
 * step. It moves no order and believes no answer of the browser: after a confirmation the server asks Stripe itself.
 */
import type { Order } from '@parterre/protocol';
import { formatMoney } from '@parterre/rules/format';
import type {
  StripeCheckoutElementsSdk,
  StripeCheckoutLoadActionsSuccess,
  StripeExpressCheckoutElementConfirmEvent,
} from '@stripe/stripe-js';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { LocaleController } from '../../base/locale-controller.ts';
import type { Checkout } from '../checkout.ts';
import type { Form } from '../parts/form.ts';
import { elsewhere } from '../parts/elsewhere.ts';
import { confirmationOf } from './answer.ts';
import type { StripeStrings } from './en.ts';
import { StripeFields, type StripeStep } from './fields.ts';
import { LightBox } from './light-box.ts';
import { NoForm } from './load.ts';

export type { StripeStep } from './fields.ts';

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

export class StripeForm {
  readonly step: StripeStep;
  readonly #host: LitElement;
  readonly #checkout: Checkout;
  readonly #order: Order;
  readonly #locale: LocaleController<StripeStrings>;
  readonly #wallets = new LightBox();
  readonly #fields: StripeFields;
  #hasWallets = false;

  constructor(host: LitElement, checkout: Checkout, order: Order, step: StripeStep) {
    this.step = step;
    this.#host = host;
    this.#checkout = checkout;
    this.#order = order;
    this.#locale = new LocaleController<StripeStrings>(host, catalogue);
    this.#fields = new StripeFields(
      host,
      {
        step,
        environment: checkout.venue.environment,
        language: this.#locale.tag,
        payment: {
          layout: { type: 'accordion', radios: 'if_multiple', spacedAccordionItems: false },
          wallets: { applePay: 'never', googlePay: 'never' },
        },
        wanted: (session) => this.#isOpen(session),
        also: (sdk) => [this.#mountWallets(sdk)],
        cameBack: () => checkout.cameBack(),
      },
      [this.#wallets],
    );
  }

  /** Whether there is something to fill in: it was not paid meanwhile, and it is what the buyer agreed to. */
  #isOpen({
    status,
    currency,
    total,
    lastPaymentError,
  }: ReturnType<StripeCheckoutLoadActionsSuccess['getSession']>): boolean {
    if (status.type === 'complete') {
      void this.#checkout.settle();
      return false;
    }
    const { amountMinor, currency: agreed } = this.#order.total;
    if (status.type === 'expired') throw new NoForm('the session has expired');
    if (total.total.minorUnitsAmount !== amountMinor || currency.toUpperCase() !== agreed) {
      throw new NoForm('Stripe would take another amount than the order says');
    }
    // Back from a bank that said no.
    if (lastPaymentError) this.#checkout.refuse(lastPaymentError.message);
    return true;
  }

  #mountWallets(sdk: StripeCheckoutElementsSdk): { destroy(): void } {
    const wallets = sdk.createExpressCheckoutElement({
      buttonHeight: 52,
      buttonTheme: undefined,
      // Each says that pressing it pays, as the button below does.
      buttonType: { applePay: 'buy', googlePay: 'pay', paypal: 'pay' },
      layout: undefined,
      paymentMethodOrder: undefined,
      paymentMethods: undefined,
    });
    wallets.on('ready', ({ availablePaymentMethods }) => {
      this.#hasWallets = Object.values(availablePaymentMethods ?? {}).some(Boolean);
      this.#host.requestUpdate();
    });
    wallets.on('confirm', (event) => void this.#payByWallet(event));
    wallets.mount(this.#wallets.element);
    return wallets;
  }

  close(): void {
    this.#fields.close();
    this.#locale.hostDisconnected();
    this.#host.removeController(this.#locale);
  }

  // ── Paying ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #pay = (): void => {
    const { actions, standing } = this.#fields;
    if (standing !== 'ready' || !actions) return;
    void this.#checkout.payBy(async () =>
      confirmationOf(await actions.confirm({ redirect: 'if_required' }), this.#fields.complete, this.#locale.strings),
    );
  };

  async #payByWallet(event: StripeExpressCheckoutElementConfirmEvent): Promise<void> {
    const { actions } = this.#fields;
    if (!actions || this.#checkout.state.busy) return event.paymentFailed({ reason: 'fail' });
    await this.#checkout.payBy(async () => {
      const result = await actions.confirm({ redirect: 'if_required', expressCheckoutConfirmEvent: event });
      if (result.type === 'error') event.paymentFailed({ reason: 'fail' });
      return confirmationOf(result, true, this.#locale.strings);
    });
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  render(form: Form): TemplateResult {
    const { strings, state, language } = form;
    const words = this.#locale.strings;
    const { standing, card } = this.#fields;
    if (standing === 'none') return elsewhere(form, strings.noForm);
    const ready = standing === 'ready' && !state.busy;
    const waiting = state.busy === 'settling';
    const amount = formatMoney(this.#order.total, language, { cents: true });
    return html`<div class="stack stripe" part="stripe" aria-busy=${standing !== 'ready'}>
      ${waiting ? html`<p class="centre">${strings.settling}</p>` : nothing}
      <div class="stack" ?hidden=${waiting}>
        <div class=${this.#hasWallets ? '' : 'early'}><slot name=${this.#wallets.slot}></slot></div>
        ${this.#hasWallets && words ? html`<p class="or"><span>${words.or}</span></p>` : nothing}
        <slot name=${card.slot}></slot>
        ${standing === 'ready' ? nothing : html`<span class="skeleton tall"></span>`}
        ${standing === 'late' ? elsewhere(form, strings.lateForm) : nothing}
        <button
          class="button primary"
          type="button"
          part="buy"
          aria-disabled=${ready ? 'false' : 'true'}
          ?hidden=${standing === 'late'}
          @click=${this.#pay}
        >
          ${state.busy === 'paying' ? strings.paying : strings.pay(amount)}
        </button>
        ${words ? html`<p class="fine centre">${words.handledBy}</p>` : nothing}
      </div>
    </div>`;
  }
}
