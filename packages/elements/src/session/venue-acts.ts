/**
 * What somebody does at a venue who buys or comes in: orders, payments, the cart, links from mails. Fetched by a
 * `VenueSession` when it is first needed; what becomes of it is in the session's own state.
 */
import type { ActName, Cart, CartLineRequest, Input, Money, Order, OrderRequest, Output } from '@parterre/protocol';
import { isParterreError } from '@parterre/protocol/errors';
import type { VenueSession, VenueState } from './venue-session.ts';

/** Acts that answer the order they were about. */
export type OrderAct = { [K in ActName]: Output<K> extends Order ? K : never }[ActName];

/** What a venue session lets this part do with it. */
export interface Doings {
  readonly venue: VenueSession;
  readonly set: (part: Partial<VenueState>) => void;
}

export class VenueActs {
  readonly #venue: VenueSession;
  readonly #set: Doings['set'];

  constructor({ venue, set }: Doings) {
    this.#venue = venue;
    this.#set = set;
  }

  async redeem(proof: { secret: string } | { email: string; code: string }): Promise<void> {
    const device = deviceLabel();
    const input: Input<'redeemPassLink'> =
      'secret' in proof ? { type: 'link', ...proof, device } : { type: 'code', ...proof, device };
    this.#venue.adopt(await this.#venue.act('redeemPassLink', input));
  }

  async joinOpenShow(show: string): Promise<void> {
    this.#venue.adopt(await this.#venue.act('startSession', { show, device: deviceLabel() }));
  }

  async order(request: OrderRequest): Promise<Order> {
    const { order, session } = await this.#venue.act('createOrder', request);
    if (session) this.#venue.adopt(session);
    return this.keepOrder(order);
  }

  /** Does something with an order, and keeps what became of it. */
  async keep<K extends OrderAct>(name: K, input: Input<K>): Promise<Order> {
    // Each of them answers the order; over the whole union TypeScript cannot see it.
    return this.keepOrder((await this.#venue.act(name, input)) as Order);
  }

  keepOrder(order: Order): Order {
    // A promised payment is waited for like any other: nobody should buy the same again meanwhile.
    const open = order.state === 'pending' || order.state === 'processing';
    const { openOrder } = this.#venue.state;
    // A decided order says nothing about another one that still waits.
    if (open || !openOrder || openOrder.id === order.id) {
      this.#venue.remember('order', open ? order.id : null);
      this.#set({ openOrder: open ? order : null });
    }
    if (order.state === 'paid') {
      void this.#venue.refreshSession();
      // Other tabs have the same session and learn in this way that it holds more now.
      this.#venue.remember('paid', order.id);
    }
    return order;
  }

  async setCart(lines: CartLineRequest[], currency: string): Promise<Cart> {
    const id = this.#venue.recall('cart');
    let cart: Cart | null = null;
    if (id) {
      try {
        cart = await this.#venue.act('setCart', { cart: id, lines, currency });
      } catch (error) {
        if (!isParterreError(error) || error.code !== 'cart_not_found') throw error;
      }
    }
    cart ??= await this.#venue.act('createCart', { lines, currency });
    this.#venue.remember('cart', cart.id);
    this.#set({ cart });
    return cart;
  }
}

/** A coarse name for this device, good enough to recognise it in a list of one's own: `Firefox, Android`. */
export function deviceLabel(userAgent = globalThis.navigator?.userAgent ?? ''): string {
  const browser = /Edg/.test(userAgent)
    ? 'Edge'
    : /Firefox|FxiOS/.test(userAgent)
      ? 'Firefox'
      : /Chrome|CriOS/.test(userAgent)
        ? 'Chrome'
        : /Safari/.test(userAgent)
          ? 'Safari'
          : 'Browser';
  // Narrow names first: Android calls itself Linux too, an iPhone like Mac.
  const system = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Linux'].find((name) => userAgent.includes(name));
  return system ? `${browser}, ${system}` : browser;
}

/** Whether two amounts are the same money. */
export const sameMoney = (a: Money, b: Money): boolean => a.amountMinor === b.amountMinor && a.currency === b.currency;
