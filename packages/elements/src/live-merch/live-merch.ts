import type { CartLine, CartLineRequest, Order, Product, Variant, VariantState } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { formatMoney } from '@parterre/rules/format';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { controlStyles } from '../base/controls.styles.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { Buying } from '../checkout/buying.ts';
import { LatePart } from '../base/late-part.ts';
import { Part } from '../session/part.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { MerchStrings } from './en.ts';
import { merchStyles } from './live-merch.styles.ts';
import { nameOf, productTemplate } from './product.ts';

/** What only those see who have put something into a cart. */
const cartPart = new Part(() => import('./cart.ts'));

/** Merch was bought here; `order` says what. Bubbles and leaves shadow roots. */
export class LiveMerchPurchaseEvent extends Event {
  static readonly type = 'live-merch-purchase';
  readonly order: Order;

  constructor(order: Order) {
    super(LiveMerchPurchaseEvent.type, { bubbles: true, composed: true });
    this.order = order;
  }
}

/**
 * The merch table: products with variants, a cart that the server keeps, and a checkout in place, so that the music plays on.
 *
 * @summary Sells merch beside the running picture.
 * @slot - Fallback for browsers without scripts.
 * @event {LiveMerchPurchaseEvent} live-merch-purchase - An order was paid.
 * @csspart product - One product.
 * @csspart add - The buttons that put something into the cart.
 * @csspart cart - The cart.
 * @csspart buy - The buttons that order or pay.
 */
export class LiveMerch extends ParterreElement<MerchStrings> {
  static override styles = [...ParterreElement.styles, controlStyles, merchStyles];

  static override properties = {
    ...ParterreElement.properties,
    products: { state: true },
    problem: { state: true },
    chosen: { state: true },
    saving: { state: true },
  };

  declare products: readonly Product[] | null;
  declare problem: ParterreError | null;
  /** Chosen variant by product id. */
  declare chosen: Readonly<Record<string, string>>;
  declare saving: boolean;

  readonly #announcer = new Announcer(this);
  readonly #checkout = new Buying(this, {
    announcer: this.#announcer,
    errorText: (error) => this.locale.errorText(error),
    accepts: (order) => order.lines.every((line) => line.type === 'variant'),
    onPaid: (order) => this.#paid(order),
    plainUrl: () => this.session.show?.state.show?.plainUrl ?? null,
  });
  readonly #lateCart = new LatePart(this, cartPart, {
    announcer: this.#announcer,
    errorText: (error) => this.locale.errorText(error),
  });
  #lastSave: Promise<unknown> = Promise.resolve();
  #loadedFrom: VenueSession | null = null;
  #loadedShow: string | null | undefined;

  constructor() {
    super({ en: () => import('./en.ts'), fr: () => import('./fr.ts') }, 'venue');
    this.products = null;
    this.problem = null;
    this.chosen = {};
    this.saving = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { venue, show } = this.session;
    this.#checkout.use(venue);
    const filled = Boolean(venue?.state.cart?.lines.length);
    if (filled && !cartPart.value && !this.#lateCart.error) void this.#lateCart.open();
    const id = show?.id ?? null;
    if (!venue || (venue === this.#loadedFrom && id === this.#loadedShow)) return;
    this.#loadedFrom = venue;
    this.#loadedShow = id;
    void this.#load();
    void venue.loadCart();
  }

  async #load(): Promise<void> {
    const { venue, show } = this.session;
    if (!venue) return;
    try {
      const { products } = await venue.backend.read('listProducts', show ? { show: show.id } : {});
      this.products = products;
      this.problem = null;
    } catch (error) {
      if (!isParterreError(error)) throw error;
      if (!this.products) this.problem = error;
    }
  }

  // ── What people do ──────────────────────────────────────────────────────────────────────────────────────────────────

  async #add(product: Product, variant: Variant): Promise<void> {
    const total = await this.#save(variant.id, (present) => present + 1, variant.price.currency);
    if (total) this.#announcer.announce(this.locale.strings?.added(nameOf(product, variant), total) ?? '');
  }

  /**
   * Changes how many of a variant are in the cart, after every change before it: quick fingers lose nothing. Gives the new
   * total in words, or null when it was refused.
   */
  #save(variant: string, change: (present: number) => number, currency: string): Promise<string | null> {
    const saved = this.#lastSave.then(() => this.#saveNow(variant, change, currency));
    this.#lastSave = saved.catch(() => null);
    return saved;
  }

  async #saveNow(variant: string, change: (present: number) => number, currency: string): Promise<string | null> {
    const { venue } = this.session;
    if (!venue) return null;
    const present = venue.state.cart?.lines ?? [];
    const quantity = change(present.find((line) => line.variant === variant)?.quantity ?? 0);
    const others = present.filter((line) => line.variant !== variant);
    const lines: CartLineRequest[] = others.map((line) => ({ variant: line.variant, quantity: line.quantity }));
    if (quantity > 0) lines.push({ variant, quantity });
    this.saving = true;
    cartPart.prepare();
    try {
      const cart = await venue.setCart(lines, currency);
      this.problem = null;
      return formatMoney(cart.total, this.locale.tag);
    } catch (error) {
      if (!isParterreError(error)) throw error;
      this.problem = error;
      this.#announcer.announce(() => this.locale.errorText(error));
      return null;
    } finally {
      this.saving = false;
    }
  }

  readonly #setQuantity = (line: CartLine, quantity: number): void => {
    const more = quantity - line.quantity;
    void this.#save(line.variant, (present) => present + more, line.unitPrice.currency);
  };

  readonly #order = (): void => {
    const cart = this.session.venue?.state.cart;
    if (!cart?.lines.length) return;
    this.#checkout.start(
      cart.lines.map((line) => ({ type: 'variant', variant: line.variant, quantity: line.quantity })),
      { cart: cart.id },
    );
  };

  #paid(order: Order): void {
    this.#announcer.announce(this.locale.strings?.thanks ?? '');
    void this.#focusThanks();
    void this.#load();
    this.dispatchEvent(new LiveMerchPurchaseEvent(order));
  }

  /** After a reload the payment may be over before there was a cart to draw. */
  async #focusThanks(): Promise<void> {
    if (!cartPart.value) await this.#lateCart.open();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#thanks')?.focus();
  }

  // ── Rendering ───────────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    return html`<div class="stack">${this.#content()}</div>
      ${this.#announcer.render()}`;
  }

  #content(): TemplateResult {
    const { strings } = this.locale;
    if (!strings) return html`<slot></slot>`;
    if (this.session.problem === 'no_backend')
      return html`<p>${strings.noBackend}</p>
        <slot></slot>`;
    const step = this.#checkout.state?.step;
    const testMode = this.session.venue?.state.venue?.testMode;
    return html`${testMode ? html`<div class="note banner"><p>${strings.testMode}</p></div>` : nothing}
    ${this.#table(strings)}
    ${
      this.problem && this.products
        ? html`<div class="note error"><p>${this.locale.errorText(this.problem)}</p></div>`
        : nothing
    }
    ${step === 'done' ? this.#thanks(strings) : step === 'idle' || !step ? this.#cart(strings) : nothing}
    ${this.#checkout.render()}`;
  }

  #table(strings: MerchStrings): TemplateResult {
    if (!this.products) {
      if (!this.problem) return skeletons;
      return html`<p>${this.locale.errorText(this.problem)}</p>
        <div><button class="button" type="button" @click=${() => this.#load()}>${strings.tryAgain}</button></div>
        <slot></slot>`;
    }
    if (!this.products.length) return html`<p>${strings.empty}</p>`;
    const stock = this.session.show?.state.variants;
    return html`<ul class="products">
      ${this.products.map((product) => this.#product(withStock(product, stock), strings))}
    </ul>`;
  }

  #product(product: Product, strings: MerchStrings): TemplateResult {
    const wanted = product.variants.find((one) => one.id === this.chosen[product.id]);
    const available = product.variants.filter((one) => one.availability !== 'soldOut');
    const chosen = wanted && wanted.availability !== 'soldOut' ? wanted : (available[0] ?? null);
    return productTemplate(product, {
      strings,
      language: this.locale.tag,
      busy: this.saving,
      chosen,
      choose: (variant) => (this.chosen = { ...this.chosen, [product.id]: variant.id }),
      add: (variant) => void this.#add(product, variant),
      prepare: () => this.session.venue?.prepare(),
    });
  }

  #cart(strings: MerchStrings): TemplateResult | typeof nothing {
    const cart = this.session.venue?.state.cart;
    if (!cart?.lines.length) return nothing;
    if (!cartPart.value) return this.#lateCart.render();
    return cartPart.value.cartTemplate(cart, {
      strings,
      language: this.locale.tag,
      busy: this.saving,
      setQuantity: this.#setQuantity,
      prepare: this.#checkout.prepare,
      order: this.#order,
    });
  }

  #thanks(strings: MerchStrings): TemplateResult | typeof nothing {
    const order = this.#checkout.state?.order;
    if (!cartPart.value || !order) return this.#lateCart.render();
    return cartPart.value.thanksTemplate(order, strings, () => this.#checkout.reset());
  }
}

/** The product with its stock as the feed last told it. */
function withStock(product: Product, stock: ReadonlyMap<string, VariantState> | undefined): Product {
  if (!stock?.size) return product;
  const variants = product.variants.map((variant) => ({ ...variant, ...stock.get(variant.id) }));
  return { ...product, variants };
}

const skeletons = html`<ul class="products" aria-hidden="true">
  ${Array.from({ length: 3 }, () => html`<li class="product"><span class="none"></span><span class="skeleton"></span></li>`)}
</ul>`;

declare global {
  interface HTMLElementTagNameMap {
    'live-merch': LiveMerch;
  }
  interface GlobalEventHandlersEventMap {
    'live-merch-purchase': LiveMerchPurchaseEvent;
  }
}
