/** Carts: what somebody would like to have. They reserve nothing. */
import type { Cart, Input } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { availabilityOf, maxQuantity, mergeLines, sum, times } from '@parterre/rules';
import type { Catalogue } from './catalogue.ts';
import type { CartRecord } from './state.ts';
import type { World } from './world.ts';

export class Carts {
  readonly #world: World;
  readonly #catalogue: Catalogue;

  constructor(world: World, catalogue: Catalogue) {
    this.#world = world;
    this.#catalogue = catalogue;
  }

  require(id: string): CartRecord {
    const cart = this.#world.state.carts[id];
    if (!cart) throw new ParterreError('cart_not_found');
    return cart;
  }

  create(input: Input<'createCart'>): Cart {
    const lines = this.#accepted(input);
    const cart: CartRecord = { id: `cart_${this.#world.secret()}`, lines, updatedAt: this.#world.now() };
    this.#world.state.carts[cart.id] = cart;
    return this.#changed(cart);
  }

  set({ cart: id, ...input }: Input<'setCart'>): Cart {
    const cart = this.require(id);
    cart.lines = this.#accepted(input);
    cart.updatedAt = this.#world.now();
    return this.#changed(cart);
  }

  empty(id: string): void {
    const cart = this.#world.state.carts[id];
    if (!cart) return;
    cart.lines = [];
    cart.updatedAt = this.#world.now();
  }

  #accepted({ currency, lines }: Input<'createCart'>): CartRecord['lines'] {
    this.#catalogue.requireCurrency(currency);
    const merged = mergeLines(lines);
    for (const { variant: id, quantity } of merged) {
      const found = this.#catalogue.findVariant(id);
      if (!found) throw new ParterreError('variant_not_found');
      if (quantity > found.variant.maxPerOrder) throw new ParterreError('quantity_limit');
    }
    return merged;
  }

  #changed(cart: CartRecord): Cart {
    const view = this.view(cart);
    this.#world.record('cart.changed', { lines: view.lines.length, total: view.total });
    return view;
  }

  view(cart: CartRecord): Cart {
    const lines = cart.lines.flatMap(({ variant: id, quantity }) => {
      const found = this.#catalogue.findVariant(id);
      if (!found) return [];
      const { product, variant, left } = found;
      return {
        variant: id,
        product: product.id,
        name: product.name,
        label: variant.label,
        image: product.images[0] ?? null,
        quantity,
        unitPrice: variant.price,
        total: times(variant.price, quantity),
        availability: availabilityOf(left),
        maxQuantity: maxQuantity(left, variant.maxPerOrder),
      };
    });
    const total = sum(
      lines.map((line) => line.total),
      this.#world.state.venue.currency,
    );
    return { id: cart.id, lines, total, updatedAt: this.#world.instant(cart.updatedAt) };
  }
}
