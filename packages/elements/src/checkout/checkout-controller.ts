/**
 * The checkout as a tag shows it: what is said, where the focus goes, and the form, whose parts are in `parts/`. A selling tag
 * makes one, tells it what was chosen (`start`), puts `render()` where the form belongs, and shows its own thanks once
 * `state.step` is `done`.
 */
import type { LineRequest, Offer, Order } from '@parterre/protocol';
import { formatMoney, formatTime, readerTimeZone } from '@parterre/rules/format';
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { Announcer } from '../base/announcer.ts';
import { LocaleController } from '../base/locale-controller.ts';
import { fieldStyles } from '../base/field.styles.ts';
import { LatePart } from '../base/late-part.ts';
import { addStyles } from '../base/late-styles.ts';
import { Part } from '../session/part.ts';
import type { VenueSession } from '../session/venue-session.ts';
import { isSameCode, linkedCode } from './code-link.ts';
import { Checkout, type PriceTerms, type CheckoutNotice, type CheckoutState, type CheckoutStep } from './checkout.ts';
import { guessCountry } from './countries.ts';
import { checkoutStyles } from './checkout.styles.ts';
import type { Strings } from './en.ts';
import { firstAmount } from './parts/amount.ts';
import { details } from './parts/details.ts';
import type { Form } from './parts/form.ts';
import { elsewhere } from './parts/elsewhere.ts';
import { payment } from './parts/payment.ts';
import type { StripeForm, StripeStep } from './stripe/stripe-form.ts';

/** What only those need who pay in a form of Stripe's. */
const stripe = new Part(() => import('./stripe/stripe-form.ts'));

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

export interface CheckoutControllerOptions {
  readonly announcer: Announcer;
  /** Whether an unpaid order found after a reload belongs to this tag. */
  readonly accepts: (order: Order) => boolean;
  /** Called once when an order is paid, before the tag renders it. */
  readonly onPaid?: (order: Order) => void;
  /** A page of the venue that sells without this tag, for payments this version has no form for. */
  readonly plainUrl?: () => string | null;
}

export class CheckoutController implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: CheckoutControllerOptions;
  readonly #locale: LocaleController<Strings>;
  readonly #late: LatePart<typeof import('./stripe/stripe-form.ts')>;
  #checkout: Checkout | null = null;
  #provider: StripeForm | null = null;
  #unsubscribe = () => {};
  #seen: CheckoutState | null = null;
  /** What to focus once it has been drawn. */
  #focus: string | null = null;
  /** The code of the page's address that was tried: a buyer who took it away does not get it again. */
  #tried: string | null = null;

  constructor(host: LitElement, options: CheckoutControllerOptions) {
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<Strings>(host, catalogue);
    this.#late = new LatePart(host, stripe, {
      announcer: options.announcer,
      errorText: (error) => this.#locale.errorText(error),
    });
    addStyles(host, fieldStyles, checkoutStyles);
    host.addController(this);
  }

  /** Null until `use` was given a venue. */
  get checkout(): Checkout | null {
    return this.#checkout;
  }

  /** Null until `use` was given a venue. */
  get state(): CheckoutState | null {
    return this.#checkout?.state ?? null;
  }

  /** Says which venue to buy from; call it in every `willUpdate`. Another venue starts over. */
  use(venue: VenueSession | null): void {
    if (venue === (this.#checkout?.venue ?? null)) {
      this.#keepProvider();
      return this.#checkout?.resume();
    }
    this.#drop();
    if (!venue) return;
    this.#checkout = new Checkout(venue, {
      locale: () => this.#locale.tag,
      country: () => guessCountry(readerTimeZone(), navigator.languages),
      accepts: this.#options.accepts,
    });
    this.#unsubscribe = this.#checkout.subscribe(() => this.#moved());
    this.#seen = null;
    this.#moved();
  }

  /** Prices these lines, on these terms, and shows the form. `focus` moves there, when a click asked for it. */
  start(
    lines: readonly LineRequest[],
    {
      cart,
      terms,
      focus = true,
      offer,
    }: { cart?: string; terms?: Partial<PriceTerms>; focus?: boolean; offer?: Offer } = {},
  ): void {
    const amount = offer && firstAmount(offer);
    const priced = lines.map((line) => (amount && line.type === 'offer' ? { ...line, amount } : line));
    void this.#checkout?.choose(priced, cart, terms, offer?.choice ? offer : null).then(() => this.#tryLinkedCode());
    if (focus) this.#focusOn('#checkout-title');
  }

  /** Types in the code that led here. It is for tickets: a cart of goods is not told that it does not fit. */
  #tryLinkedCode(): void {
    const code = linkedCode();
    const state = this.#checkout?.state;
    if (!code || code === this.#tried || state?.step !== 'details' || !state.quote) return;
    if (state.terms.codes?.some((one) => isSameCode(one, code)) || !state.lines.some((line) => line.type === 'offer'))
      return;
    this.#tried = code;
    void this.#checkout?.applyCode(code);
  }

  hostUpdated(): void {
    if (!this.#focus || !this.#locale.strings) return;
    const target = this.#host.renderRoot.querySelector<HTMLElement>(this.#focus);
    if (!target) return;
    this.#focus = null;
    target.focus();
  }

  hostDisconnected(): void {
    // Moving a tag in the page is leaving and coming back at once; what was typed moves along.
    setTimeout(() => {
      if (!this.#host.isConnected) return this.#drop();
      // Frames do not live through a move: the form of the provider starts anew.
      this.#closeProvider();
      this.#keepProvider();
    }, 0);
  }

  #drop(): void {
    this.#closeProvider();
    this.#unsubscribe();
    this.#checkout?.close();
    this.#checkout = null;
  }

  // ── The form of a payment provider ──────────────────────────────────────────────────────────────────────────────────

  /** Has the form that the order's payment step asks for, and no other one. */
  #keepProvider(): void {
    const secret = this.#wantedForm()?.payment.clientSecret;
    if (this.#provider && this.#provider.step.clientSecret !== secret) this.#closeProvider();
    if (!secret || !this.#mayOpen() || this.#late.opening || this.#late.error) return;
    void this.#late.open(({ StripeForm }) => {
      const wanted = this.#wantedForm();
      if (wanted && this.#mayOpen()) {
        this.#provider = new StripeForm(this.#host, this.#checkout!, wanted.order, wanted.payment);
      }
    });
  }

  /** The order that waits for a form of Stripe's, and its payment step. */
  #wantedForm(): { order: Order; payment: StripeStep } | null {
    const { order, step } = this.state ?? {};
    return step === 'payment' && order?.payment?.type === 'stripe' ? { order, payment: order.payment } : null;
  }

  /** Somebody who comes back may have paid already: the server is asked first. */
  #mayOpen(): boolean {
    return !this.#provider && this.state?.busy !== 'settling';
  }

  #closeProvider(): void {
    this.#provider?.close();
    this.#provider = null;
  }

  #renderProvider(form: Form): TemplateResult | null {
    if (this.#late.error) return elsewhere(form, form.strings.noForm);
    return this.#provider?.render(form) ?? null;
  }

  // ── What is said and where the focus goes ───────────────────────────────────────────────────────────────────────────

  #focusOn(selector: string): void {
    this.#focus = selector;
    this.#host.requestUpdate();
  }

  #moved(): void {
    const { state } = this;
    if (!state) return;
    const before = this.#seen;
    const { step, error, notice, suggestion, emailInvalid, addressInvalid } = state;
    this.#seen = state;
    this.#keepProvider();
    if (before && step === 'done' && before.step !== 'done' && state.order) this.#options.onPaid?.(state.order);
    if (error && error !== before?.error)
      this.#options.announcer.announce(() => state.refusal ?? this.#locale.errorText(error));
    else if (state.promoError && state.promoError !== before?.promoError) {
      this.#options.announcer.announce(() => (state.promoError ? this.#locale.errorText(state.promoError) : ''));
    } else if (notice && notice !== before?.notice) this.#options.announcer.announce(this.#noticeText(notice));
    this.#followHold(before?.order, state.order);
    // Where somebody was sent back to after a click; never on arrival, never away from where they type.
    if (before && suggestion && suggestion !== before.suggestion) this.#focusOn('#checkout-question');
    else if (before && emailInvalid && !before.emailInvalid) this.#focusOn('#checkout-email');
    else if (before && state.giftInvalid && !before.giftInvalid) this.#focusOn('#checkout-gift-name');
    else if (before && addressInvalid && !before.addressInvalid) this.#focusOn('fieldset [aria-invalid=true]');
    else if (before && whereIs(state) !== whereIs(before) && FOCUSED.has(step) && notice !== 'resumed') {
      this.#focusOn('#checkout-title');
    }
    this.#host.requestUpdate();
  }

  /** Says until when the buyer has more time, once they asked for it. */
  #followHold(before: Order | null | undefined, order: Order | null): void {
    const { strings, tag } = this.#locale;
    if (!strings || !order?.holdUntil || before?.id !== order.id || before.holdUntil === order.holdUntil) return;
    this.#options.announcer.announce(strings.reservedUntil(formatTime(order.holdUntil, tag, readerTimeZone())));
    // The button has done its work and goes; its focus stays in the form.
    if ((this.#host.renderRoot as ShadowRoot).activeElement?.id === 'checkout-prolong')
      this.#focusOn('#checkout-title');
  }

  #noticeText(notice: CheckoutNotice): string {
    const { strings } = this.#locale;
    if (!strings) return '';
    return notice === 'price_changed' ? this.#locale.errorText(notice) : strings.notices[notice];
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** The form or the payment; nothing while nothing is chosen and once it is paid. */
  render(): TemplateResult | typeof nothing {
    const { state } = this;
    const { strings, tag } = this.#locale;
    const checkout = this.#checkout;
    if (!checkout || !state || state.step === 'idle' || state.step === 'done') return nothing;
    if (!strings) return html`<span class="skeleton tall"></span>`;
    const form: Form = {
      state,
      checkout,
      strings,
      language: tag,
      errorText: (error) => state.refusal ?? this.#locale.errorText(error),
      noticeText: (notice) => this.#noticeText(notice),
      money: (amount) => formatMoney(amount, tag, { cents: true }),
      provider: () => this.#renderProvider(form),
      plainUrl: this.#options.plainUrl?.() ?? null,
    };
    return state.step === 'payment' ? payment(form) : details(form);
  }
}

/** What is drawn, as far as a reader would call it another place. */
const whereIs = ({ step, order }: CheckoutState): string =>
  step === 'payment' && order?.state === 'processing' ? 'processing' : step;

/** Steps whose title is focused when a click led there. */
const FOCUSED: ReadonlySet<CheckoutStep> = new Set(['details', 'payment']);
