/**
 * One purchase from choice to ticket, without DOM: lines → quote → e-mail → order → payment → settled. The server decides
 * every step; what was typed or agreed to survives its refusals, a lost answer, a reload and a trip to a payment page.
 */
import type {
  DeliveryRequest,
  GiftRequest,
  Input,
  LineRequest,
  Money,
  Offer,
  Order,
  OrderRequest,
  Quote,
  TestOutcome,
} from '@parterre/protocol';
import { isParterreError, ParterreError } from '@parterre/protocol/errors';
import { Store } from '../session/store.ts';
import { Attempt } from './attempt.ts';
import { sameMoney } from '../session/venue-acts.ts';
import type { VenueSession } from '../session/venue-session.ts';
import { isEmail, suggestEmail } from './email.ts';
import { HoldClock, type HoldNotice } from './hold-clock.ts';

/**
 * `idle`: nothing chosen. `details`: priced, waits for the e-mail. `payment`: ordered, waits for the payment. `done`: paid.
 */
export type CheckoutStep = 'idle' | 'details' | 'payment' | 'done';

/** Good or bad news that is not an error: each is said once, in words, and stays until the next step. */
export type CheckoutNotice = 'price_changed' | 'resumed' | 'cancelled' | 'refunded' | HoldNotice;

/**
 * What a form in the page says about a payment. `unknown`: no reason of a bank's, so it may have gone through. `sentence` is for
 * the buyer, in their language.
 */
export type Confirmation =
  { readonly type: 'confirmed' } | { readonly type: 'refused' | 'unknown'; readonly sentence: string };

/** All that a quote depends on besides the lines. */
export type PriceTerms = Omit<Input<'quote'>, 'lines' | 'currency' | 'delivery'> & { delivery?: DeliveryRequest };

export type Consents = NonNullable<OrderRequest['consents']>;

export interface CheckoutState {
  readonly step: CheckoutStep;
  readonly lines: readonly LineRequest[];
  /** What the buyer sees and agrees to; null while it is on its way. */
  readonly quote: Quote | null;
  readonly email: string;
  /** The e-mail was looked at and is not one. */
  readonly emailInvalid: boolean;
  /** "Did you mean …?": waits for `answerSuggestion` before anything is ordered. */
  readonly suggestion: string | null;
  /** Goods are to be posted, and their address has gaps. */
  readonly addressInvalid: boolean;
  /** What else the price depends on, such as a code: goes with every quote and with the order. */
  readonly terms: PriceTerms;
  /** The offer whose price the buyer chooses; null where prices are set. */
  readonly choosing: Offer | null;
  /** Why a code was not taken; what was priced before stands. */
  readonly promoError: ParterreError | null;
  /** For whom the tickets are; null for the buyer. */
  readonly gift: GiftRequest | null;
  /** A gift lacks a name or a good address. */
  readonly giftInvalid: boolean;
  /** What the buyer agreed to. Nothing is agreed to for them. */
  readonly consents: Consents;
  readonly order: Order | null;
  /** What is under way; buttons rest meanwhile. */
  readonly busy: 'quoting' | 'ordering' | 'paying' | 'settling' | 'leaving' | null;
  readonly error: ParterreError | null;
  /** Why the bank refused, in the buyer's language; null where nobody said. */
  readonly refusal: string | null;
  readonly notice: CheckoutNotice | null;
}

export interface CheckoutOptions {
  /** BCP 47 tag for mails. */
  readonly locale: () => string;
  /** Address of the page of purchase, without fragment: the pass link leads back to it. */
  readonly page?: () => string;
  /** Where the buyer probably lives; they see it where it matters, and can change it. */
  readonly country?: () => string | undefined;
  /** Whether an unpaid order found after a reload belongs here. */
  readonly accepts: (order: Order) => boolean;
  /** Leaves for a payment page. */
  readonly navigate?: (url: string) => void;
}

/** Pauses between two looks at the payment, in milliseconds; the last one repeats. Paid to inside in at most 10 s. */
const SETTLE_PAUSES = [600, 1000, 1500, 2000, 3000, 5000];
/** After this long the buyer is asked instead of kept waiting. */
const SETTLE_PATIENCE_MS = 120_000;
const IDLE: CheckoutState = {
  step: 'idle',
  lines: [],
  quote: null,
  email: '',
  emailInvalid: false,
  suggestion: null,
  addressInvalid: false,
  terms: {},
  choosing: null,
  promoError: null,
  gift: null,
  giftInvalid: false,
  consents: {},
  order: null,
  busy: null,
  error: null,
  refusal: null,
  notice: null,
};

export class Checkout extends Store<CheckoutState> {
  readonly venue: VenueSession;
  readonly #options: CheckoutOptions;
  readonly #life = new AbortController();
  readonly #stop: (() => void)[];
  readonly #attempt: Attempt;
  readonly #hold: HoldClock;
  #cart: string | undefined;
  #quoting: AbortController | null = null;
  /** The address the buyer insisted on, so that it is asked about once. */
  #insisted: string | null = null;
  #timer: unknown;
  /** The confirmation that is awaited; another one, or none, makes its answer nobody's. */
  #confirming: object | null = null;

  constructor(venue: VenueSession, options: CheckoutOptions) {
    super(IDLE);
    this.venue = venue;
    this.#options = options;
    const country = options.country?.();
    if (country) this.set({ terms: { country } });
    this.#attempt = new Attempt(venue);
    this.#hold = new HoldClock(venue, (notice) => this.set({ notice }));
    this.#stop = [venue.subscribe(() => this.resume()), venue.environment.onWake(() => this.#cameBack())];
    this.resume();
  }

  // ── Choosing ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Takes these lines and asks their price. May be called again at any time before ordering: the newest call wins, the
   * e-mail stays. `cart` is the cart the lines came from, dropped once paid.
   */
  async choose(
    lines: readonly LineRequest[],
    cart?: string,
    terms: Partial<PriceTerms> = {},
    choosing: Offer | null = null,
  ): Promise<void> {
    await this.#cancel();
    this.#cart = cart;
    // How the goods go was said about these goods; others may not go by post at all.
    const { delivery, ...kept } = { ...this.state.terms, ...terms };
    const same = sameThings(lines, this.state.lines);
    this.set({ terms: same && delivery ? { ...kept, delivery } : kept, addressInvalid: false });
    this.set({ choosing, promoError: null });
    this.set({ step: 'details', lines, order: null, error: null, refusal: null, notice: null, suggestion: null });
    await this.requote();
  }

  /** Asks the price again, for example after an error. */
  async requote(): Promise<void> {
    const { lines } = this.state;
    if (lines.length === 0) return;
    this.#quoting?.abort();
    const asked = (this.#quoting = new AbortController());
    this.set({ busy: 'quoting', error: null });
    try {
      const quote = await this.venue.quote(
        { ...this.state.terms, lines: [...lines], currency: await this.#currency() },
        asked.signal,
      );
      if (asked === this.#quoting) this.set({ quote, busy: null });
    } catch (error) {
      if (asked !== this.#quoting || this.#life.signal.aborted) return;
      this.set({ quote: null, busy: null, error: asError(error) });
    }
  }

  /** Changes what else the price depends on, and asks it again. A term that is undefined is taken back. */
  async setTerms(terms: Partial<PriceTerms>): Promise<void> {
    this.set({ terms: { ...this.state.terms, ...terms } });
    await this.requote();
  }

  /** Adds a code. Tells whether it was taken; if not, everything stays as it was, and `promoError` says why. */
  async applyCode(text: string): Promise<boolean> {
    const { codes = [] } = this.state.terms;
    this.set({ promoError: null });
    await this.setTerms({ codes: [...codes, text] });
    const { error } = this.state;
    if (!error?.code.startsWith('promo_') && error?.code !== 'rate_limited') return true;
    await this.setTerms({ codes });
    this.set({ promoError: error });
    return false;
  }

  async dropCode(text: string): Promise<void> {
    this.set({ promoError: null });
    await this.setTerms({ codes: (this.state.terms.codes ?? []).filter((code) => code !== text) });
  }

  /** What the buyer chooses to pay for one piece. */
  async chooseAmount(amount: Money): Promise<void> {
    const { lines, choosing } = this.state;
    this.set({
      lines: lines.map((line) => (line.type === 'offer' && line.offer === choosing?.id ? { ...line, amount } : line)),
    });
    await this.requote();
  }

  /** For whom the tickets are; null for the buyer. */
  setGift(gift: GiftRequest | null): void {
    this.set({ gift, giftInvalid: this.state.giftInvalid && !isGift(gift) });
  }

  /** How goods go. The price is asked again when it may have changed: not with every letter of an address. */
  deliver(delivery: DeliveryRequest): void {
    const before = this.state.terms.delivery;
    const same = before?.method === delivery.method && destinationOf(before) === destinationOf(delivery);
    const addressInvalid = this.state.addressInvalid && hasGaps(delivery);
    this.set({ terms: { ...this.state.terms, delivery }, addressInvalid });
    if (!same) void this.requote();
  }

  /** Gives up and forgets everything but who this is. An order that waits is cancelled, so that others can have the places. */
  async reset(): Promise<void> {
    await this.#cancel();
    this.#quoting?.abort();
    const { email, consents, terms } = this.state;
    this.set({ ...IDLE, email, consents, terms });
  }

  // ── The e-mail ──────────────────────────────────────────────────────────────────────────────────────────────────────

  setEmail(email: string): void {
    this.set({ email, suggestion: null, emailInvalid: this.state.emailInvalid && !isEmail(email.trim()) });
  }

  consent(consents: Consents): void {
    this.set({ consents: { ...this.state.consents, ...consents } });
  }

  /** Answers "Did you mean …?" and goes on: with the suggested address, or with the one that was typed. */
  async answerSuggestion(take: boolean): Promise<void> {
    const { suggestion, email } = this.state;
    if (!suggestion) return;
    if (!take) this.#insisted = email.trim();
    this.set({ email: take ? suggestion : email, suggestion: null });
    await this.submit();
  }

  // ── Ordering ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Orders what was quoted. Does nothing while something is under way; asks about a likely typo first; a request whose
   * answer was lost is sent again under the same key, so that it can never become two orders.
   */
  async submit(): Promise<void> {
    const { quote, busy, step } = this.state;
    if (busy || step !== 'details') return;
    if (!quote) return this.requote();
    const email = this.state.email.trim();
    const suggestion = email === this.#insisted ? null : suggestEmail(email);
    if (suggestion) return this.set({ suggestion, emailInvalid: false, error: null });
    if (!isEmail(email)) return this.set({ emailInvalid: true, error: null });
    if (!isGift(this.state.gift)) return this.set({ giftInvalid: true, error: null });
    if (hasGaps(this.state.terms.delivery)) return this.set({ addressInvalid: true, error: null });
    const request = this.#request(email, quote);
    this.set({ busy: 'ordering', error: null, emailInvalid: false });
    try {
      const order = await this.venue.order(request);
      this.#attempt.forget();
      if (this.#life.signal.aborted) return;
      this.set({ busy: null });
      this.#apply(order);
    } catch (error) {
      if (!this.#life.signal.aborted) await this.#orderRefused(asError(error));
    }
  }

  #request(email: string, quote: Quote): OrderRequest {
    const { locale, page = () => location.href.split('#')[0]! } = this.#options;
    const { lines, terms } = this.state;
    // The button orders under the terms that are linked beneath it.
    const consents = { ...this.state.consents, ...(quote.terms ? { terms: true } : {}) };
    const agreed = Object.values(consents).some(Boolean);
    const { delivery, ...rest } = terms;
    const body = {
      ...rest,
      ...(delivery ? { delivery: withoutGaps(delivery) } : {}),
      email,
      locale: locale(),
      lines: [...lines],
      currency: quote.total.currency,
      expectedTotal: quote.total,
      page: page(),
      ...(this.#cart ? { cart: this.#cart } : {}),
      ...(agreed ? { consents } : {}),
      ...(this.state.gift ? { gift: withoutBlanks(this.state.gift) } : {}),
    };
    return { ...body, idempotencyKey: this.#attempt.keyFor(body) };
  }

  async #orderRefused(error: ParterreError): Promise<void> {
    // Only without an answer may the order exist already; every refusal means that it does not.
    if (!MAYBE_ORDERED.has(error.code)) this.#attempt.forget();
    if (error.code !== 'price_changed') return this.set({ busy: null, error });
    const seen = this.state.quote?.total;
    await this.requote();
    const now = this.state.quote?.total;
    if (now && !(seen && sameMoney(seen, now))) this.set({ notice: 'price_changed' });
    else if (!this.state.error) this.set({ error });
  }

  // ── Paying ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** How the test gateway should answer. No money moves. */
  async payTest(outcome: TestOutcome): Promise<void> {
    const { order, busy } = this.state;
    if (!order || busy) return;
    this.set({ busy: 'paying', error: null, refusal: null, notice: null });
    try {
      const answer = await this.venue.keep('payTest', { order: order.id, outcome });
      this.set({ busy: null });
      this.#apply(answer);
      if (answer.state === 'pending') await this.settle();
    } catch (error) {
      await this.#paymentRefused(asError(error));
    }
  }

  /** Lets a form in the page take the payment, and has the server ask the provider what became of it. */
  async payBy(confirm: () => Promise<Confirmation>): Promise<void> {
    const { order, busy } = this.state;
    if (!order || busy) return;
    const mine = (this.#confirming = {});
    this.set({ busy: 'paying', error: null, refusal: null, notice: null });
    let answer: Confirmation;
    try {
      answer = await confirm();
    } catch (error) {
      console.error('Parterre: the payment form broke.', error);
      answer = { type: 'confirmed' }; // Nobody knows; the server can ask.
    }
    if (mine !== this.#confirming || this.#life.signal.aborted) return;
    this.set({ busy: null });
    if (answer.type === 'confirmed') return this.settle();
    if (answer.type === 'unknown') await this.#look();
    if (this.state.order?.state === 'pending') this.refuse(answer.sentence);
  }

  /** Says that the payment was refused, in the buyer's language. */
  refuse(sentence: string): void {
    this.set({ error: new ParterreError('payment_declined'), refusal: sentence });
  }

  /** Pays on the provider's page instead of in a form. Only for a click: it leaves this page. */
  async payElsewhere(): Promise<void> {
    const { order, busy } = this.state;
    if (!order || busy) return;
    if (order.payment?.type === 'redirect') return this.leave();
    this.set({ busy: 'leaving', error: null, refusal: null, notice: null });
    try {
      const answer = await this.venue.keep('choosePayment', { order: order.id, payment: 'hosted' });
      this.set({ busy: null });
      if (answer.payment?.type === order.payment?.type) throw new ParterreError('not_supported');
      this.#apply(answer);
    } catch (error) {
      await this.#paymentRefused(asError(error));
    }
  }

  /** Goes to the payment page of a `redirect` step; the order is found again on return. */
  leave(): void {
    const payment = this.state.order?.payment;
    if (payment?.type !== 'redirect') return;
    this.set({ busy: 'leaving', error: null });
    (this.#options.navigate ?? ((url) => location.assign(url)))(payment.url);
  }

  /** Has the server look at the payment until it is decided, or for two minutes. */
  async settle(): Promise<void> {
    const { order, busy } = this.state;
    if (!order || busy) return;
    this.set({ busy: 'settling', error: null, refusal: null });
    const since = this.venue.environment.now();
    for (let look = 0; this.state.order?.id === order.id; look++) {
      try {
        const answer = await this.venue.keep('settleOrder', { order: order.id });
        if (this.#life.signal.aborted || this.state.order?.id !== order.id) return;
        if (answer.state !== 'pending') {
          this.set({ busy: null });
          return this.#apply(answer);
        }
      } catch (error) {
        if (this.#life.signal.aborted) return;
        const problem = asError(error);
        // No answer is not a no: the money may well have moved.
        if (!problem.retryable) return this.#paymentRefused(problem);
      }
      if (this.venue.environment.now() - since > SETTLE_PATIENCE_MS) {
        return this.set({ busy: null, error: new ParterreError('payment_pending') });
      }
      await this.#pause(SETTLE_PAUSES[Math.min(look, SETTLE_PAUSES.length - 1)]!);
      if (this.#life.signal.aborted) return;
    }
  }

  /** Asks the server once. No answer changes nothing. */
  async #look(): Promise<void> {
    const { order, busy } = this.state;
    if (!order || busy) return;
    this.set({ busy: 'settling' });
    const answer = await this.venue.keep('settleOrder', { order: order.id }).catch(() => null);
    if (this.#life.signal.aborted || this.state.order?.id !== order.id) return;
    this.set({ busy: null });
    if (answer && answer.state !== order.state) this.#apply(answer);
  }

  async #paymentRefused(error: ParterreError): Promise<void> {
    if (this.#life.signal.aborted) return;
    this.set({ busy: null, error });
    if (error.code !== 'hold_expired' && error.code !== 'order_closed') return;
    // The places are gone, or the order was decided elsewhere: the server knows which.
    const { order } = this.state;
    if (!order) return;
    try {
      this.#apply(await this.venue.keep('settleOrder', { order: order.id }));
    } catch {
      this.#apply({ ...order, state: 'expired' });
    }
    if (this.state.step !== 'done') this.set({ error });
  }

  /** Asks for more time: the reservation lasts one hold from now, up to the venue's cap. */
  async prolong(): Promise<void> {
    const { order, busy } = this.state;
    if (!order || busy) return;
    try {
      const answer = await this.venue.act('prolongHold', { order: order.id });
      if (this.#life.signal.aborted || this.state.order?.id !== order.id) return;
      // The way to pay stays as it is: nobody who asks for time is sent to a payment page.
      this.set({ notice: null, error: null, order: { ...answer, payment: answer.payment ?? order.payment } });
      this.#hold.watch(answer.holdUntil);
    } catch (error) {
      if (!this.#life.signal.aborted) this.set({ error: asError(error) });
    }
  }

  /** Back to the details, to change something: the waiting order is cancelled, what was typed stays. */
  async back(): Promise<void> {
    const { lines } = this.state;
    await this.#cancel();
    this.set({
      step: lines.length ? 'details' : 'idle',
      order: null,
      busy: null,
      error: null,
      refusal: null,
      notice: 'cancelled',
    });
    if (lines.length) await this.requote();
  }

  async #cancel(): Promise<void> {
    const { order, step } = this.state;
    this.#hold.watch(null);
    if (!order || step !== 'payment') return;
    this.set({ order: null });
    this.#confirming = null;
    // What a bank has promised is not taken back by buying something else.
    if (order.state !== 'pending') return this.venue.forgetOrder(order.id);
    // If it cannot be cancelled now, its hold ends by itself.
    await this.venue.keep('cancelOrder', { order: order.id }).catch(() => this.venue.forgetOrder(order.id));
  }

  // ── What an order means ─────────────────────────────────────────────────────────────────────────────────────────────

  #apply(order: Order): void {
    this.#hold.watch(null);
    switch (order.state) {
      case 'pending':
        this.set({ step: 'payment', order });
        this.#hold.watch(order.holdUntil);
        if (!order.payment || order.payment.type === 'none') void this.settle();
        // Arriving is not agreeing: the page changes only on a click when somebody comes back to an old order.
        if (order.payment?.type === 'redirect' && this.state.notice !== 'resumed') this.leave();
        return;
      case 'processing':
        // The bank takes days: the waiting page says so for as long as it is looked at.
        return this.set({ step: 'payment', order, error: null, refusal: null, notice: null, busy: null });
      case 'paid':
      case 'disputed':
        if (this.#cart) this.venue.dropCart();
        this.#cart = undefined;
        return this.set({ step: 'done', order, error: null, refusal: null, notice: null, busy: null });
      case 'failed':
        this.set({ step: 'details', order: null, error: new ParterreError('payment_declined') });
        break;
      case 'expired':
        this.set({ step: 'details', order: null, error: new ParterreError('hold_expired') });
        break;
      case 'cancelled':
      case 'refunded':
        this.set({ step: 'details', order: null, notice: order.state });
        break;
    }
    if (this.state.lines.length === 0) this.set({ step: 'idle' });
  }

  // ── After a reload ──────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Picks up an unpaid order this device made before a reload or a trip to a payment page. Happens by itself when the venue
   * session finds one; call it when `accepts` would now answer differently.
   */
  resume(): void {
    const { openOrder } = this.venue.state;
    const { step, busy, order } = this.state;
    if (busy || this.#life.signal.aborted) return;
    // Another tag of this page, or another tab, has finished or given up the same order.
    if (step === 'payment' && !openOrder && order) return void this.#lookAgain(order.id);
    if (!openOrder || step === 'payment' || step === 'done' || !this.#options.accepts(openOrder)) return;
    // Postage is worked out anew from the goods; what was pledged cannot be ordered again from here.
    const lines = openOrder.lines.flatMap(({ type, ref, quantity, chosen }): LineRequest[] => {
      if (type === 'offer') return [{ type, offer: ref, quantity, ...(chosen ? { amount: chosen } : {}) }];
      return type === 'variant' ? [{ type, variant: ref, quantity }] : [];
    });
    const { codes } = openOrder;
    this.set({ terms: { ...this.state.terms, ...(codes.length ? { codes: [...codes] } : {}) } });
    this.set({ lines, notice: 'resumed', error: null });
    this.#apply(openOrder);
    if (openOrder.payment?.type === 'redirect') void this.settle();
    // Back from a bank, or from days in which one thought about it.
    else if (openOrder.payment?.type === 'stripe' || openOrder.state === 'processing') void this.#look();
  }

  async #lookAgain(id: string): Promise<void> {
    try {
      const order = await this.venue.read('getOrder', { order: id }, this.#life.signal);
      if (this.state.order?.id === id && order.state !== 'pending') this.#apply(order);
    } catch {
      // It is looked at again when the buyer does something.
    }
  }

  /** The browser's back button, or a payment page that was closed: the page lives on as it was left. */
  #cameBack(): void {
    this.#hold.look();
    if (this.state.busy !== 'leaving') return;
    this.set({ busy: null });
    void this.settle();
  }

  /** The page was brought back from where a form had sent it: whatever was awaited in it will not be answered. */
  cameBack(): void {
    if (this.state.busy !== 'paying') return;
    this.#confirming = null;
    this.set({ busy: null });
    void this.#look();
  }

  // ── Small things ────────────────────────────────────────────────────────────────────────────────────────────────────

  async #currency(): Promise<string> {
    await this.venue.loadVenue();
    const { venue, venueError } = this.venue.state;
    if (!venue) throw venueError ?? new ParterreError('unavailable');
    return venue.currency;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timer = this.venue.environment.setTimeout(resolve, milliseconds);
      this.#life.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Lets go of timers and subscriptions. An unpaid order stays open and is found again. */
  close(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.#life.abort();
    this.#quoting?.abort();
    this.#hold.watch(null);
    this.venue.environment.clearTimeout(this.#timer);
  }
}

/** Trouble in which a request may have been carried out although its answer never came. */
const MAYBE_ORDERED: ReadonlySet<string> = new Set([
  'offline',
  'timeout',
  'unavailable',
  'blocked_by_site',
  'bad_response',
  'aborted',
]);

/** Whatever was thrown as something that can be told; a mistake in the code must not leave a button at rest for ever. */
const asError = (error: unknown): ParterreError =>
  isParterreError(error) ? error : new ParterreError('bad_response', { cause: error });

const destinationOf = (delivery: DeliveryRequest | undefined): string | null =>
  delivery?.method === 'post' ? delivery.country : null;

/** The same offers and goods, in whatever number. */
const sameThings = (a: readonly LineRequest[], b: readonly LineRequest[]): boolean => {
  const refs = (lines: readonly LineRequest[]) =>
    lines.map((line) => (line.type === 'offer' ? line.offer : line.variant)).toSorted();
  return refs(a).join() === refs(b).join();
};

/** The address without a line that was left empty, or emptied again. */
function withoutGaps(delivery: DeliveryRequest): DeliveryRequest {
  if (delivery.method !== 'post') return delivery;
  const { line2, ...address } = delivery.address;
  return { ...delivery, address: line2?.trim() ? { ...address, line2 } : address };
}

/** Whether a parcel could not be addressed yet. */
function hasGaps(delivery: DeliveryRequest | undefined): boolean {
  if (delivery?.method !== 'post') return false;
  const { name, line1, postcode, city } = delivery.address;
  return [name, line1, postcode, city].some((line) => !line.trim());
}

/** Whether there is nothing to pay; false as long as the total is not known. */
export const isFree = (total: Money | undefined): boolean => total?.amountMinor === 0;

/** Whether a gift says for whom it is; none is well too. */
const isGift = (gift: GiftRequest | null): boolean =>
  gift === null || (gift.name.trim() !== '' && isEmail(gift.email.trim()));

const withoutBlanks = ({ message, ...gift }: GiftRequest): GiftRequest => ({
  ...gift,
  name: gift.name.trim(),
  email: gift.email.trim(),
  ...(message?.trim() ? { message: message.trim() } : {}),
});
