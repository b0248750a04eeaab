/** One product on the table: picture, price, what is left, and the way into the cart. */
import type { Product, Variant } from '@parterre/protocol';
import { formatMoney } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { MerchStrings } from './en.ts';

export interface ProductContext {
  readonly strings: MerchStrings;
  /** Full BCP 47 tag for amounts. */
  readonly language: string;
  readonly busy: boolean;
  /** The variant that is chosen; null when it cannot be had in any. */
  readonly chosen: Variant | null;
  readonly choose: (variant: Variant) => void;
  readonly add: (variant: Variant) => void;
  /** Fetches what adding needs ahead of the press. */
  readonly prepare: () => void;
}

export function productTemplate(product: Product, context: ProductContext): TemplateResult {
  const { strings, language, chosen } = context;
  const picture = product.images[0];
  const several = product.variants.length > 1;
  const priced = chosen ?? product.variants[0];
  return html`<li class="product" part="product">
    ${
      picture
        ? html`<img src=${picture.url} alt=${picture.alt} loading="lazy" decoding="async" />`
        : html`<span class="none"></span>`
    }
    <div class="spread">
      <h3><bdi>${product.name}</bdi></h3>
      ${priced ? html`<span class="price">${formatMoney(priced.price, language)}</span>` : nothing}
    </div>
    ${product.description ? html`<p class="about" dir="auto">${product.description}</p>` : nothing}
    ${several ? variantsTemplate(product, context) : nothing}
    ${chosen?.left ? html`<p class="few">${strings.left(chosen.left)}</p>` : nothing}
    <button
      class="button"
      part="add"
      type="button"
      aria-label=${chosen ? strings.addNamed(nameOf(product, chosen)) : `${strings.soldOut}: ${product.name}`}
      ?disabled=${!chosen}
      @pointerenter=${context.prepare}
      @focus=${context.prepare}
      @click=${() => chosen && context.add(chosen)}
    >
      ${chosen ? strings.add : strings.soldOut}
    </button>
  </li>`;
}

function variantsTemplate(product: Product, { strings, chosen, choose }: ProductContext): TemplateResult {
  return html`<fieldset>
    <legend class="visually-hidden">${strings.choose}: ${product.name}</legend>
    ${product.variants.map(
      (variant) =>
        html`<label class="variant">
          <input
            type="radio"
            name=${product.id}
            .checked=${variant === chosen}
            ?disabled=${variant.availability === 'soldOut'}
            @change=${() => choose(variant)}
          />
          <span>${variant.label}</span>
          ${variant.availability === 'soldOut' ? html`<span class="visually-hidden">${strings.soldOut}</span>` : nothing}
        </label>`,
    )}
  </fieldset>`;
}

/** `T-shirt, M`: how a variant is spoken of. */
export const nameOf = (product: Product, variant: Variant): string =>
  variant.label ? `${product.name}, ${variant.label}` : product.name;
