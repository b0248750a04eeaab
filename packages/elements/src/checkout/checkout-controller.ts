/**
 * The checkout as a tag shows it: order, e-mail, consent, payment, and what went wrong. A selling tag makes one, tells it what
 * was chosen (`start`), puts `render()` where the form belongs, and shows its own thanks once `state.step` is `done`.
 */
import type { LineRequest, Order } from '@parterre/protocol';
import { formatMoney, formatTime, readerTimeZone } from '@parterre/rules/format';
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Announcer } from '../base/announcer.ts';
import { LocaleController } from '../base/locale-controller.ts';
import { fieldStyles } from '../base/field.styles.ts';
import { addStyles } from '../base/late-styles.ts';
import type { VenueSession } from '../session/venue-session.ts';
import { Checkout, isFree, type CheckoutNotice, type CheckoutState, type CheckoutStep } from './checkout.ts';
import { fitsHint, isEmail } from './email.ts';
import { checkoutStyles } from './checkout.styles.ts';
import type { Strings } from './en.ts';

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
  #checkout: Checkout | null = null;
  #unsubscribe = () => {};
  #seen: Pick<CheckoutState, 'step' | 'error' | 'notice' | 'suggestion' | 'emailInvalid'> | null = null;
  /** What to focus once it has been drawn. */
  #focus: string | null = null;

  constructor(host: LitElement, options: CheckoutControllerOptions) {
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<Strings>(host, catalogue);
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
    if (venue === (this.#checkout?.venue ?? null)) return this.#checkout?.resume();
    this.#drop();
    if (!venue) return;
    this.#checkout = new Checkout(venue, { locale: () => this.#locale.tag, accepts: this.#options.accepts });
    this.#unsubscribe = this.#checkout.subscribe(() => this.#moved());
    this.#seen = null;
    this.#moved();
  }

  /** Prices these lines and shows the form. `focus` moves there, when a click asked for it. */
  start(lines: readonly LineRequest[], { cart, focus = true }: { cart?: string; focus?: boolean } = {}): void {
    void this.#checkout?.choose(lines, cart);
    if (focus) this.#focusOn('#checkout-title');
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
      if (!this.#host.isConnected) this.#drop();
    }, 0);
  }

  #drop(): void {
    this.#unsubscribe();
    this.#checkout?.close();
    this.#checkout = null;
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
    const { step, error, notice, suggestion, emailInvalid } = state;
    this.#seen = { step, error, notice, suggestion, emailInvalid };
    if (before && step === 'done' && before.step !== 'done' && state.order) this.#options.onPaid?.(state.order);
    if (error && error !== before?.error) this.#options.announcer.announce(() => this.#locale.errorText(error));
    else if (notice && notice !== before?.notice) this.#options.announcer.announce(this.#noticeText(notice));
    // Where somebody was sent back to after a click; never on arrival, never away from where they type.
    if (before && suggestion && suggestion !== before.suggestion) this.#focusOn('#checkout-question');
    else if (before && emailInvalid && !before.emailInvalid) this.#focusOn('#checkout-email');
    else if (before && step !== before.step && FOCUSED.has(step) && notice !== 'resumed') {
      this.#focusOn('#checkout-title');
    }
    this.#host.requestUpdate();
  }

  #noticeText(notice: CheckoutNotice): string {
    const { strings } = this.#locale;
    if (!strings) return '';
    switch (notice) {
      case 'price_changed':
        return this.#locale.errorText('price_changed');
      case 'resumed':
        return strings.resumed;
      case 'hold_ending':
        return strings.holdEnding;
      case 'hold_over':
        return strings.holdOver;
      case 'cancelled':
        return strings.cancelled;
    }
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** The form or the payment; nothing while nothing is chosen and once it is paid. */
  render(): TemplateResult | typeof nothing {
    const { state } = this;
    const { strings } = this.#locale;
    if (!state || state.step === 'idle' || state.step === 'done') return nothing;
    if (!strings) return html`<span class="skeleton tall"></span>`;
    return state.step === 'payment' ? this.#payment(state, strings) : this.#details(state, strings);
  }

  #details(state: CheckoutState, strings: Strings): TemplateResult {
    const { busy, email, emailInvalid } = state;
    const known = this.#checkout?.venue.state.session?.emailHint;
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#checkout?.submit();
    };
    return html`<form class="stack" novalidate @submit=${submit} aria-labelledby="checkout-title" part="checkout">
      <h3 id="checkout-title" tabindex="-1">${strings.title}</h3>
      ${this.#lines(state, strings)}
      <div class="field">
        <label for="checkout-email">${strings.email}</label>
        <input
          id="checkout-email"
          name="email"
          type="email"
          inputmode="email"
          autocomplete="email"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          required
          aria-invalid=${emailInvalid ? 'true' : 'false'}
          placeholder=${known ?? nothing}
          aria-describedby="checkout-email-hint"
          .value=${live(email)}
          @input=${(event: Event) => this.#checkout?.setEmail((event.target as HTMLInputElement).value)}
        />
        <span class="hint" id="checkout-email-hint">${this.#emailHint(state, known ?? null, strings)}</span>
      </div>
      ${this.#question(state, strings)} ${this.#news(state, strings)} ${this.#trouble(state, strings)}
      <button class="button primary" type="submit" part="buy" aria-disabled=${busy ? 'true' : 'false'}>
        ${this.#submitLabel(state, strings)}
      </button>
      ${this.#consent(strings)}
    </form>`;
  }

  #emailHint({ email, emailInvalid }: CheckoutState, known: string | null, strings: Strings): string {
    if (emailInvalid) return strings.emailInvalid;
    return known && isEmail(email.trim()) && !fitsHint(email, known) ? strings.otherEmail(known) : strings.emailHint;
  }

  #submitLabel({ busy, quote, error }: CheckoutState, strings: Strings): string {
    if (busy === 'ordering') return strings.ordering;
    if (quote) return isFree(quote.total) ? strings.getFree : strings.pay(formatMoney(quote.total, this.#locale.tag));
    return error ? strings.retry : strings.payQuoting;
  }

  #lines({ quote, order, lines }: CheckoutState, strings: Strings): TemplateResult {
    const priced = order ?? quote;
    if (!priced) return html`${lines.map(() => html`<span class="skeleton"></span>`)}`;
    const money = (amount: typeof priced.total, sign = 1) =>
      formatMoney({ ...amount, amountMinor: amount.amountMinor * sign }, this.#locale.tag, { cents: true });
    return html`<ul class="lines" part="lines">
      ${priced.lines.map(
        (line) =>
          html`<li class="spread">
            <span>${line.quantity > 1 ? html`${line.quantity} × ` : nothing}<bdi>${line.name}</bdi></span>
            <span class="amount">${money(line.total)}</span>
          </li>`,
      )}
      ${priced.discounts.map(
        (discount) =>
          html`<li class="spread">
            <bdi>${discount.label}</bdi><span class="amount">${money(discount.amount, -1)}</span>
          </li>`,
      )}
      <li class="spread sum"><span>${strings.total}</span><span class="amount">${money(priced.total)}</span></li>
    </ul>`;
  }

  #question({ suggestion }: CheckoutState, strings: Strings): TemplateResult | typeof nothing {
    if (!suggestion) return nothing;
    const answer = (take: boolean) => () => void this.#checkout?.answerSuggestion(take);
    return html`<div
      class="note question"
      id="checkout-question"
      role="group"
      tabindex="-1"
      aria-labelledby="checkout-did"
    >
      <p id="checkout-did">${strings.didYouMean(suggestion)}</p>
      <div class="row">
        <button class="button" type="button" @click=${answer(true)}>${strings.takeSuggestion}</button>
        <button class="button" type="button" @click=${answer(false)}>${strings.keepEmail}</button>
      </div>
    </div>`;
  }

  #news({ news }: CheckoutState, strings: Strings): TemplateResult | typeof nothing {
    const seller = this.#checkout?.venue.state.venue?.name;
    if (!seller) return nothing;
    return html`<label class="check">
      <input
        type="checkbox"
        name="news"
        .checked=${live(news)}
        @change=${(event: Event) => this.#checkout?.setNews((event.target as HTMLInputElement).checked)}
      />
      <span>${strings.news(seller)}</span>
    </label>`;
  }

  #consent(strings: Strings): TemplateResult | typeof nothing {
    const venue = this.#checkout?.venue.state.venue;
    if (!venue) return nothing;
    const link = (url: string | null, text: string) =>
      url ? html` <a href=${url} target="_blank" rel="noopener">${text}</a>` : nothing;
    return html`<p class="fine centre">
      ${strings.soldBy(venue.seller || venue.name)} ${link(venue.termsUrl, strings.terms)}
      ${link(venue.privacyUrl, strings.privacy)}
    </p>`;
  }

  /** The one place where this form says what is wrong or what has changed. */
  #trouble({ error, notice, busy, step }: CheckoutState, strings: Strings): TemplateResult | typeof nothing {
    if (!error && !notice) return nothing;
    const again = step === 'payment' && error?.code === 'payment_pending';
    return html`<div class="note ${error ? 'error' : ''}" part="note">
      <p>${error ? this.#locale.errorText(error) : this.#noticeText(notice!)}</p>
      ${
        again && !busy
          ? html`<button class="link" type="button" @click=${() => void this.#checkout?.settle()}>
              ${strings.lookAgain}
            </button>`
          : nothing
      }
    </div>`;
  }

  // ── Payment ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #payment(state: CheckoutState, strings: Strings): TemplateResult {
    const { order, busy } = state;
    const { tag } = this.#locale;
    const until = order?.holdUntil;
    return html`<section class="stack" aria-labelledby="checkout-title" part="payment">
      <h3 id="checkout-title" tabindex="-1">
        ${order ? strings.payment(formatMoney(order.total, tag)) : strings.title}
      </h3>
      ${this.#lines(state, strings)}
      ${
        until && state.notice !== 'hold_over'
          ? html`<p class="fine">${strings.reservedUntil(formatTime(until, tag, readerTimeZone()))}</p>`
          : nothing
      }
      ${this.#trouble(state, strings)} ${this.#paymentStep(state, strings)}
      ${
        busy === 'paying' || busy === 'leaving'
          ? nothing
          : html`<div class="centre">
              <button class="link" type="button" @click=${() => void this.#checkout?.back()}>${strings.change}</button>
            </div>`
      }
    </section>`;
  }

  #paymentStep({ order, busy, error }: CheckoutState, strings: Strings): TemplateResult | typeof nothing {
    const waiting = html`<p class="centre">${strings.settling}</p>`;
    switch (order?.payment?.type) {
      case 'test':
        return this.#testGateway(busy, strings);
      case 'redirect':
        return html`${busy === 'settling' ? waiting : html`<p>${strings.redirectText}</p>`}
          <button class="button primary" type="button" part="buy" @click=${() => this.#checkout?.leave()}>
            ${busy === 'leaving' ? strings.redirectLeaving : strings.redirectGo}
          </button>`;
      case 'stripe': {
        const plain = this.#options.plainUrl?.();
        return plain ? html`<a class="button primary" href=${plain}>${strings.elsewhere}</a>` : nothing;
      }
      default:
        return error ? nothing : waiting;
    }
  }

  /** Looks like what it is: no money moves, and whoever plays the customer decides how the payment ends. */
  #testGateway(busy: CheckoutState['busy'], strings: Strings): TemplateResult {
    const pay = (outcome: 'approve' | 'decline') => () => void this.#checkout?.payTest(outcome);
    const label = busy === 'settling' ? strings.settling : busy ? strings.paying : strings.testApprove;
    return html`<div class="testing stack" part="test-gateway">
      <strong>${strings.testTitle}</strong>
      <p>${strings.testText}</p>
      <button
        class="button primary"
        type="button"
        part="buy"
        aria-disabled=${busy ? 'true' : 'false'}
        @click=${pay('approve')}
      >
        ${label}
      </button>
      <button class="button" type="button" aria-disabled=${busy ? 'true' : 'false'} @click=${pay('decline')}>
        ${strings.testDecline}
      </button>
    </div>`;
  }
}

/** Steps whose title is focused when a click led there. */
const FOCUSED: ReadonlySet<CheckoutStep> = new Set(['details', 'payment']);
