/**
 * Buying, shared by the tags that sell. `Checkout` is the purchase itself (no DOM); `CheckoutController` draws it:
 *
 *     #announcer = new Announcer(this);
 *     #checkout = new CheckoutController(this, { announcer: this.#announcer, accepts: (order) => …, onPaid: (order) => … });
 *     willUpdate()  → this.#checkout.use(this.session.venue)
 *     a click       → this.#checkout.start([{ type: 'variant', variant, quantity }], { cart: cart.id })
 *     render()      → ${this.#checkout.render()}  … and your own thanks when this.#checkout.state?.step === 'done'
 *     styles        → [baseStyles, controlStyles, checkoutStyles, yours]
 */
export { checkoutStyles } from './checkout.styles.ts';
export { CheckoutController, type CheckoutControllerOptions } from './checkout-controller.ts';
export {
  Checkout,
  type CheckoutNotice,
  type CheckoutOptions,
  type CheckoutState,
  type CheckoutStep,
} from './checkout.ts';
export { isEmail, suggestEmail } from './email.ts';
