/**
 * The part of the checkout that every selling tag carries. It fetches the rest (`checkout-controller.ts`) when somebody buys
 * or comes back to an order that waits for its payment, and is used like the controller it stands for.
 *
 *     #checkout = new Buying(this, { announcer, errorText, accepts: (order) => …, onPaid: (order) => … });
 *     willUpdate()  → this.#checkout.use(this.session.venue)
 *     a click       → this.#checkout.start([{ type: 'variant', variant, quantity }], { cart: cart.id })
 *     render()      → ${this.#checkout.render()}, and the tag's own thanks when `this.#checkout.state?.step` is `done`
 *     styles        → [...ParterreElement.styles, controlStyles, checkoutStyles, its own]
 */
import type { LineRequest } from '@parterre/protocol';
import type { LitElement, TemplateResult, nothing } from 'lit';
import { LatePart, type LatePartOptions } from '../base/late-part.ts';
import { Part } from '../session/part.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { CheckoutController, CheckoutControllerOptions } from './checkout-controller.ts';
import type { CheckoutState } from './checkout.ts';

export type BuyingOptions = CheckoutControllerOptions & LatePartOptions;

type Choice = Parameters<CheckoutController['start']>;

const part = new Part(() => import('./checkout-controller.ts'));

export class Buying {
  readonly #host: LitElement;
  readonly #options: BuyingOptions;
  readonly #late: LatePart<typeof import('./checkout-controller.ts')>;
  #controller: CheckoutController | null = null;
  #venue: VenueSession | null = null;
  /** What was chosen while the code is on its way: the newest choice wins. */
  #choice: Choice | null = null;

  /** Fetches the code ahead: for a pointer or the focus that reaches a button which sells. */
  readonly prepare = part.prepare;

  constructor(host: LitElement, options: BuyingOptions) {
    this.#host = host;
    this.#options = options;
    this.#late = new LatePart(host, part, options);
  }

  /** Null until somebody buys. */
  get state(): CheckoutState | null {
    return this.#controller?.state ?? null;
  }

  /** The form was asked for and is on its way. */
  get opening(): boolean {
    return this.#late.opening;
  }

  /** Says which venue to buy from; call it in every `willUpdate`. Another venue starts over. */
  use(venue: VenueSession | null): void {
    this.#venue = venue;
    if (this.#controller) return void this.#controller.use(venue);
    const waiting = venue?.state.openOrder;
    if (waiting && !this.#late.error && this.#options.accepts(waiting)) this.#open();
  }

  /** Prices these lines and shows the form. `focus` moves there, when a click asked for it. */
  start(...choice: [lines: readonly LineRequest[], options?: Choice[1]]): void {
    if (this.#controller) return this.#controller.start(...choice);
    this.#choice = choice;
    this.#open();
  }

  /** Gives up and forgets what was chosen. */
  reset(): void {
    void this.#controller?.checkout?.reset();
  }

  #open(): void {
    void this.#late.open(({ CheckoutController }) => {
      this.#controller = new CheckoutController(this.#host, this.#options);
      this.#controller.use(this.#venue);
      if (this.#choice) this.#controller.start(...this.#choice);
    });
  }

  /** The form or the payment, or why it cannot be had; nothing while nothing is chosen and once it is paid. */
  render(): TemplateResult | typeof nothing {
    return this.#controller ? this.#controller.render() : this.#late.render();
  }
}
