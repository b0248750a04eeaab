/** The cart as the shop shows it: what is in it, how many, what it costs, the way to order, and the thanks afterwards. */
import type { Cart, CartLine, Order } from '@parterre/protocol';
import { formatMoney } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { MerchStrings } from './en.ts';

export interface CartContext {
  readonly strings: MerchStrings;
  /** Full BCP 47 tag for amounts. */
  readonly language: string;
  /** Changes are on their way to the server. */
  readonly busy: boolean;
  readonly setQuantity: (line: CartLine, quantity: number) => void;
  /** Fetches ahead what ordering needs. */
  readonly prepare: () => void;
  readonly order: () => void;
}

export function cartTemplate(cart: Cart, context: CartContext): TemplateResult {
  const { strings, language } = context;
  const short = cart.lines.some((line) => line.maxQuantity < line.quantity);
  return html`<section class="cart" part="cart" aria-labelledby="cart-title" aria-busy=${context.busy}>
    <h3 id="cart-title" tabindex="-1">${strings.cart}</h3>
    <ul>
      ${cart.lines.map((line) => lineTemplate(line, context))}
    </ul>
    <div class="spread sum">
      <span>${strings.total}</span><span>${formatMoney(cart.total, language, { cents: true })}</span>
    </div>
    <p class="fine">${strings.pickUp}</p>
    <button
      class="button primary"
      part="buy"
      type="button"
      ?disabled=${short}
      @pointerenter=${context.prepare}
      @focus=${context.prepare}
      @click=${context.order}
    >
      ${strings.order}
    </button>
  </section>`;
}

function lineTemplate(line: CartLine, { strings, language, setQuantity }: CartContext): TemplateResult {
  const name = line.label ? `${line.name}, ${line.label}` : line.name;
  const short = line.maxQuantity < line.quantity;
  return html`<li>
    ${line.image ? html`<img src=${line.image.url} alt="" loading="lazy" />` : html`<span class="none"></span>`}
    <span><bdi>${name}</bdi></span>
    <span class="price">${formatMoney(line.total, language, { cents: true })}</span>
    <div class="stepper">
      <button
        type="button"
        aria-label=${line.quantity > 1 ? strings.less(name) : strings.remove(name)}
        @click=${() => setQuantity(line, line.quantity - 1)}
      >
        −
      </button>
      <output>${line.quantity}</output>
      <button
        type="button"
        aria-label=${strings.more(name)}
        ?disabled=${line.quantity >= line.maxQuantity}
        @click=${() => setQuantity(line, line.quantity + 1)}
      >
        +
      </button>
    </div>
    ${
      short
        ? html`<div class="warning">
            ${strings.only(line.maxQuantity)}
            <button class="link" type="button" @click=${() => setQuantity(line, line.maxQuantity)}>
              ${strings.adjust}
            </button>
          </div>`
        : nothing
    }
  </li>`;
}

/** What has been bought and how to fetch it. The heading's id is `thanks`; it can take the focus. */
export function thanksTemplate(order: Order, strings: MerchStrings, again: () => void): TemplateResult {
  return html`<section class="cart" part="thanks" aria-labelledby="thanks">
    <h3 id="thanks" tabindex="-1">${strings.thanks}</h3>
    ${order.deliveries.map((delivery) =>
      delivery.method === 'post'
        ? html`<p>${strings.posted(delivery.place)}</p>`
        : html`<div>
            <p class="fine">${strings.code}</p>
            <div class="code">${delivery.code}</div>
            <p class="fine">${strings.codeHint(delivery.place)}</p>
          </div>`,
    )}
    <p class="fine">${strings.reference(order.reference)}</p>
    <div><button class="button" type="button" @click=${again}>${strings.again}</button></div>
  </section>`;
}
