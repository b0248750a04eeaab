import type { Offer, Order, Show, Ticket } from '@parterre/protocol';
import { formatMoney } from '@parterre/rules/format';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { controlStyles } from '../base/controls.styles.ts';
import { LatePart } from '../base/late-part.ts';
import { addStyles } from '../base/late-styles.ts';
import { LocaleController } from '../base/locale-controller.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { States } from '../base/states.ts';
import { Buying } from '../checkout/buying.ts';
import { PassLinkDoor } from '../pass-link/pass-link-door.ts';
import { Part } from '../session/part.ts';
import type { TicketStrings } from './en.ts';
import { ticketStyles } from './live-ticket.styles.ts';
import { partsTemplate } from './parts.ts';
import type { PassStrings } from './pass.en.ts';
import type { Told } from '../locales/errors.ts';
import type { OfferNotes } from './offer-notes.ts';

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

/** What only those see who have a ticket. */
const pass = new Part(() => import('./pass.ts'));

/** What only those see who find an offer that is not simply on sale, or who waited. */
const notes = new Part(() => import('./offer-notes.ts'));

/** A ticket was bought here; `order` says what. Bubbles and leaves shadow roots. */
export class LiveTicketPurchaseEvent extends Event {
  static readonly type = 'live-ticket-purchase';
  readonly order: Order;

  constructor(order: Order) {
    super(LiveTicketPurchaseEvent.type, { bubbles: true, composed: true });
    this.order = order;
  }
}

/**
 * The fan asked to watch. Cancel it to show the picture your own way; otherwise the page moves to its player, or to the
 * show's page where there is none.
 */
export class LiveTicketWatchEvent extends Event {
  static readonly type = 'live-ticket-watch';
  /** The show's id. */
  readonly show: string;

  constructor(show: string) {
    super(LiveTicketWatchEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.show = show;
  }
}

/**
 * @summary Sells tickets for one show, and lets those in who have one.
 * @slot - What the page shows before this tag works: a link to the venue's plain page.
 * @event {LiveTicketPurchaseEvent} live-ticket-purchase - An order was paid.
 * @event {LiveTicketWatchEvent} live-ticket-watch - The fan asked to watch; cancelable.
 * @csspart offer - One offer.
 * @csspart buy - The buttons that buy or pay.
 * @csspart checkout - The form with the order and the e-mail.
 * @csspart payment - The payment.
 * @csspart pass - What a fan with a ticket sees.
 * @csspart note - A sentence on what went wrong or has changed.
 * @cssstate selling - Offers are shown.
 * @cssstate paying - An order waits for its payment.
 * @cssstate owned - The fan has a ticket.
 */
export class LiveTicket extends ParterreElement<TicketStrings> {
  static override styles = [...ParterreElement.styles, controlStyles, ticketStyles];

  static override properties = {
    offer: { state: true },
    quantity: { state: true },
    more: { state: true },
  };

  /** The chosen offer's id; the first one on sale while nobody chose. */
  declare private offer: string | null;
  declare private quantity: number;
  /** Somebody with a ticket wants another one. */
  declare private more: boolean;

  readonly #states = new States(this);
  readonly #announcer = new Announcer(this);
  /** What every part that comes later needs of the tag. */
  readonly #late = {
    announcer: this.#announcer,
    errorText: (error: Told) => this.locale.errorText(error),
    venue: () => this.session.venue,
  };
  readonly #checkout = new Buying(this, {
    ...this.#late,
    accepts: (order) => this.#isMine(order),
    onPaid: (order) => this.#paid(order),
    plainUrl: () => this.session.show?.state.show?.plainUrl ?? null,
  });
  readonly #latePass = new LatePart(this, pass, this.#late);
  readonly #passLink = new PassLinkDoor(this, {
    ...this.#late,
    rank: 1,
  });

  /** Once an offer is not simply on sale, or a link of the waiting list is in the address. */
  #notes: OfferNotes | null = null;
  /** The sentences for those who have a ticket. */
  #words: LocaleController<PassStrings> | null = null;
  /** A ticket has just been bought: the focus goes to it as soon as it is drawn. */
  #toPass = false;

  constructor() {
    super(catalogue, 'show');
    this.offer = null;
    this.quantity = 1;
    this.more = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Not before the show is known: only then can an order found after a reload be recognised as one for it.
    this.#checkout.use(this.session.show?.state.show ? this.session.venue : null);
    const step = this.#checkout.state?.step;
    const owned = this.#tickets().length > 0;
    if ((owned || step === 'done') && !this.#words && !this.#latePass.error) void this.#openPass();
    if (step === 'payment') pass.prepare();
    const show = this.session.show?.state.show;
    const special = show?.byCode || show?.offers.some((offer) => offer.choice || offer.saleState !== 'open');
    // Notes that could not be fetched are asked for again when something moves; all else works without them.
    if (!this.#notes && (special || /=waiting\./.test(location.hash))) {
      const { start } = this.#checkout;
      const options = { ...this.#late, buy: start.bind(this.#checkout), choose: this.#choose.bind(this) };
      notes.fetch().then(
        (part) => {
          this.#notes ??= new part.OfferNotes(this, options);
          this.requestUpdate();
        },
        () => {},
      );
    }
    this.#states.set(
      owned && !this.more && 'owned',
      step === 'payment' && 'paying',
      !owned && step !== 'payment' && show && 'selling',
    );
  }

  // ── What this fan has ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Valid tickets of this person for this show. */
  #tickets(): Ticket[] {
    const show = this.session.show?.state.show;
    const tickets = this.session.venue?.state.session?.tickets ?? [];
    return tickets.filter((one) => one.show.id === show?.id && one.state === 'valid' && one.kind !== 'merch');
  }

  #isMine(order: Order): boolean {
    const show = this.session.show?.state.show;
    return order.lines.some(
      (line) =>
        line.type === 'offer' &&
        (show?.offers.some((offer) => offer.id === line.ref) || line.includes.some((part) => part.show === show?.id)),
    );
  }

  #paid(order: Order): void {
    this.more = false;
    this.#notes?.bought();
    this.#announcer.announce(() => this.#words?.strings?.youAreIn ?? '');
    this.#toPass = true;
    this.dispatchEvent(new LiveTicketPurchaseEvent(order));
  }

  #openPass(): Promise<void> {
    return this.#latePass.open(({ catalogue, passStyles }) => {
      addStyles(this, passStyles);
      this.#words = new LocaleController<PassStrings>(this, catalogue);
    });
  }

  protected override updated(): void {
    const heading = this.#toPass && this.renderRoot.querySelector<HTMLElement>('#pass-heading');
    if (!heading) return;
    this.#toPass = false;
    heading.focus();
  }

  // ── What the fan does ───────────────────────────────────────────────────────────────────────────────────────────────

  #choose(offer: Offer): void {
    this.offer = offer.id;
    this.quantity = 1;
    if (this.#checkout.state?.step === 'details') this.#start(offer, false);
  }

  #start(offer: Offer, focus = true): void {
    const terms = this.#notes?.terms(offer);
    this.#checkout.start([{ type: 'offer', offer: offer.id, quantity: this.quantity }], {
      ...{ focus, offer },
      ...(terms && { terms }),
    });
  }

  #count(event: Event, offer: Offer): void {
    this.quantity = Number((event.target as HTMLSelectElement).value);
    if (this.#checkout.state?.step === 'details') this.#start(offer, false);
  }

  #watch(event: Event, show: Show): void {
    if (!this.dispatchEvent(new LiveTicketWatchEvent(show.id))) event.preventDefault();
  }

  #another(): void {
    this.more = true;
    this.#checkout.reset();
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    return html`<div class="stack">${this.#content()}</div>
      ${this.#announcer.render()}`;
  }

  #content(): TemplateResult {
    const { strings } = this.locale;
    const { problem } = this.session;
    if (!strings) return html`<slot></slot>`;
    if (problem) {
      return html`<div class="note error"><p>${problem === 'no_show' ? strings.noShow : strings.noBackend}</p></div>
        <slot></slot>`;
    }
    const { show, showError } = this.session.show?.state ?? {};
    if (!show) {
      if (!showError) return html`<span class="skeleton"></span><span class="skeleton tall"></span>`;
      return html`<div class="note error" part="note"><p>${this.locale.errorText(showError)}</p></div>
        <slot></slot>
        <div>
          <button class="button" type="button" @click=${() => this.session.show?.load()}>${strings.tryAgain}</button>
        </div>`;
    }
    return html`${this.#banners(show, strings)} ${this.#passLink.openLink()} ${this.#main(show, strings)}`;
  }

  #banners(show: Show, strings: TicketStrings): TemplateResult {
    const venue = this.session.venue?.state;
    const ended = venue?.sessionEnded;
    return html`${venue?.venue?.testMode ? html`<div class="note banner"><p>${strings.testMode}</p></div>` : nothing}
    ${show.status === 'postponed' ? html`<div class="note"><p>${strings.postponed}</p></div>` : nothing}
    ${show.status === 'cancelled' ? html`<div class="note error"><p>${strings.cancelled}</p></div>` : nothing}
    ${ended ? html`<div class="note"><p>${this.locale.errorText(ended)}</p></div>` : nothing}`;
  }

  #main(show: Show, strings: TicketStrings): TemplateResult | typeof nothing {
    const { step } = this.#checkout.state ?? {};
    if (step === 'payment') return html`${this.#checkout.render()}`;
    const tickets = this.#tickets();
    const order = step === 'done' ? (this.#checkout.state?.order ?? null) : null;
    const [top, end] = this.#notes?.render(show, step) ?? [];
    if (this.#notes?.taking) return html`${top} ${this.#checkout.render()}`;
    if ((tickets.length > 0 || order) && !this.more) return html`${top} ${this.#pass(show, tickets, order, strings)}`;
    if (this.session.venue?.state.sessionPending) return html`<span class="skeleton tall"></span>`;
    const offers = this.#notes?.offers(show) ?? show.offers;
    const selling = show.status !== 'cancelled' && offers.length > 0;
    return html`${top} ${selling ? this.#shop(show, offers, strings) : this.#nothingToSell(show, strings)} ${end}
    ${this.#passLink.form(strings.have)}`;
  }

  #nothingToSell(show: Show, strings: TicketStrings): TemplateResult {
    const { phase } = this.session.show!.state;
    if (show.status === 'cancelled') return html``;
    if (show.access === 'open') {
      return html`<h2>${strings.titleOpen}</h2>
        <p>${strings.openText}</p>`;
    }
    const over = phase === 'ended' || phase === 'archived';
    return html`<h2>${strings.title}</h2>
      ${show.byCode && !over ? nothing : html`<p>${over ? strings.over : strings.noOffers}</p>`}`;
  }

  // ── Offers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #shop(show: Show, offers: readonly Offer[], strings: TicketStrings): TemplateResult {
    const open = offers.filter((offer) => offer.saleState === 'open');
    const chosen = open.find((offer) => offer.id === this.offer) ?? open[0] ?? null;
    const only = offers.length === 1;
    return html`<fieldset class="offers">
        <legend><h2>${only ? strings.title : strings.choose}</h2></legend>
        ${offers.map((offer) => this.#offer(offer, show, { chosen: offer === chosen, only }, strings))}
      </fieldset>
      ${chosen ? this.#order(chosen, strings) : nothing}`;
  }

  #offer(
    offer: Offer,
    show: Show,
    { chosen, only }: { chosen: boolean; only: boolean },
    strings: TicketStrings,
  ): TemplateResult {
    const resting = offer.saleState !== 'open';
    const classes = `offer${resting ? ' resting' : ''}${only ? ' only' : ''}`;
    const fixed = offer.price.amountMinor === 0 ? strings.free : formatMoney(offer.price, this.locale.tag);
    const price = offer.choice ? this.#notes?.from(offer) : fixed;
    const content = html`<span class="name"><bdi>${offer.name}</bdi></span>
      <span class="price">${price}</span>
      <span class="more">
        ${this.#saleState(offer, show, strings)} ${offer.description ? html`<p>${offer.description}</p>` : nothing}
        ${partsTemplate(offer.includes, show, this.locale.tag, strings)}
      </span>`;
    if (only) return html`<div class=${classes} part="offer">${content}</div>`;
    return html`<label class=${classes} part="offer">
      <input
        type="radio"
        name="offer"
        value=${offer.id}
        .checked=${chosen}
        ?disabled=${resting}
        @change=${() => this.#choose(offer)}
      />
      ${content}
    </label>`;
  }

  #saleState(offer: Offer, show: Show, strings: TicketStrings): TemplateResult | typeof nothing {
    const open = offer.saleState === 'open';
    const text = !open ? this.#notes?.state(offer, show) : offer.left !== null && strings.left(offer.left);
    if (!text) return nothing;
    return html`<span class="badge ${open ? 'low' : ''}">${text}</span>`;
  }

  #order(offer: Offer, strings: TicketStrings): TemplateResult {
    const ordering = this.#checkout.state?.step === 'details' || this.#checkout.opening;
    const most = Math.min(offer.maxPerOrder, offer.left ?? offer.maxPerOrder);
    const counts = Array.from({ length: most }, (_, index) => index + 1);
    const quantity = Math.min(this.quantity, most);
    return html`${
      most > 1
        ? html`<label class="quantity">
            <span>${strings.quantity}</span>
            <select name="quantity" @change=${(event: Event) => this.#count(event, offer)}>
              ${counts.map((count) => html`<option value=${count} ?selected=${count === quantity}>${count}</option>`)}
            </select>
          </label>`
        : nothing
    }
    ${this.#checkout.render()}
    ${
      ordering
        ? nothing
        : html`<button
            class="button primary"
            type="button"
            part="buy"
            @pointerenter=${this.#checkout.prepare}
            @focus=${this.#checkout.prepare}
            @click=${() => this.#start(offer)}
          >
            ${quantity > 1 ? strings.getMany(quantity) : strings.get}
          </button>`
    }`;
  }

  // ── The ticket ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #pass(
    show: Show,
    tickets: readonly Ticket[],
    order: Order | null,
    strings: TicketStrings,
  ): TemplateResult | typeof nothing {
    const words = this.#words?.strings;
    if (this.#latePass.error) return this.#latePass.render();
    if (!pass.value || !words) return html`<span class="skeleton tall"></span>`;
    return pass.value.passTemplate({
      show,
      phase: this.session.show!.state.phase,
      tickets,
      order,
      strings: words,
      parts: (parts) => partsTemplate(parts, show, this.locale.tag, strings),
      language: this.locale.tag,
      nowMs: this.session.venue!.now(),
      watch: (event) => this.#watch(event, show),
      another: () => this.#another(),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'live-ticket': LiveTicket;
  }
  interface GlobalEventHandlersEventMap {
    'live-ticket-purchase': LiveTicketPurchaseEvent;
    'live-ticket-watch': LiveTicketWatchEvent;
  }
}
