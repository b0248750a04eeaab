/** Purchases: quote, hold, pay, settle, and the tickets that exist exactly when an order is paid. */
import type { Input, Line, Order, Output, TestOutcome, Withdrawal } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { emailHint, normalEmail, sameMoney, sum } from '@parterre/rules';
import type { Access } from './access.ts';
import type { Bill } from './bill.ts';
import type { Carts } from './carts.ts';
import type { Catalogue } from './catalogue.ts';
import type { Codes } from './codes.ts';
import type { Mailer } from './mailer.ts';
import type { Sessions } from './sessions.ts';
import type { GiftRecord, OrderRecord, SessionRecord, TicketRecord } from './state.ts';
import type { Stock, Wanted } from './stock.ts';
import type { World } from './world.ts';

const HOLD_MS = 10 * 60_000;
/** No prolonging beyond this, counted from the order's first second. */
const HOLD_CAP_MS = 30 * 60_000;
/** An unpaid order ends after this, whatever it holds. */
const PAY_MS = 24 * 60 * 60_000;
/** Unpaid orders with limited stock that one address may have. */
const HOLDS_PER_EMAIL = 5;
/** A gift arrives this long before the doors at the latest. */
const GIFT_AHEAD_MS = 24 * 60 * 60_000;
/** How long a repeated request still gets a working session for a paid order. */
const REPLAY_MS = 60 * 60_000;

/** The same text for the same request, whatever the order of its fields. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, child: unknown) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)))
      : child,
  );

/** States of an order whose pieces count towards what one person may have. */
const COUNTED: ReadonlySet<OrderRecord['state']> = new Set(['pending', 'processing', 'paid', 'disputed']);

export interface OrderParts {
  readonly catalogue: Catalogue;
  readonly codes: Codes;
  readonly stock: Stock;
  readonly access: Access;
  readonly sessions: Sessions;
  readonly carts: Carts;
  readonly mailer: Mailer;
  readonly bill: Bill;
}

export class Orders {
  readonly #world: World;
  readonly #parts: OrderParts;

  constructor(world: World, parts: OrderParts) {
    this.#world = world;
    this.#parts = parts;
  }

  quote({ lines: requests, currency, codes, ...asked }: Input<'quote'>): Output<'quote'> {
    const { catalogue, bill, stock } = this.#parts;
    const priced = catalogue.price(requests, currency, codes);
    if (!stock.has(priced.wanted)) throw new ParterreError('sold_out');
    const { lines, total } = bill.withPostage(priced.lines, asked, currency);
    return {
      ...{ lines, total },
      discounts: priced.discounts,
      taxes: bill.taxes(lines, asked),
      goesTo: bill.goesTo(lines, asked),
      deliveries: bill.deliveries(lines, asked, currency),
      terms: bill.terms(),
      serverTime: this.#world.instant(),
    };
  }

  create(request: Input<'createOrder'>, caller: SessionRecord | null): Output<'createOrder'> {
    const { orderKeys, orders } = this.#world.state;
    const asked = canonical(request);
    const earlier = orderKeys[request.idempotencyKey];
    if (earlier) {
      if (earlier.request !== asked) throw new ParterreError('idempotency_conflict');
      const order = orders[earlier.order];
      if (order) return this.#repeat(order, caller);
    }
    this.#parts.sessions.requirePage(request.page);
    if (request.cart !== undefined) this.#parts.carts.require(request.cart);
    const order = this.#place(request);
    orderKeys[request.idempotencyKey] = { order: order.id, request: asked };
    const session = this.#join(order, caller);
    this.#world.record('order.created', { order: order.id, total: order.total });
    if (order.total.amountMinor === 0) this.#pay(order, 'free');
    return { order: this.view(order), session: session && this.#parts.sessions.grant(session) };
  }

  /** Prices again, compares with what the buyer agreed to, and holds everything or nothing. */
  #place(request: Input<'createOrder'>): OrderRecord {
    const { bill, catalogue } = this.#parts;
    bill.requireTerms(request.consents?.terms);
    const priced = catalogue.price(request.lines, request.currency, request.codes);
    const { wanted, codes, discounts } = priced;
    const { lines, total } = bill.withPostage(priced.lines, request, request.currency);
    catalogue.requireCurrency(request.expectedTotal.currency);
    if (!sameMoney(total, request.expectedTotal)) throw new ParterreError('price_changed');
    const now = this.#world.now();
    const email = normalEmail(request.email);
    const mine = { id: '', email, codes, requests: request.lines };
    if (!this.#withinPersonLimits(mine)) throw new ParterreError('person_limit');
    if (!this.#parts.codes.mayUse(mine)) throw new ParterreError('promo_used_up');
    const limited = this.#isLimited(wanted);
    if (limited && total.amountMinor > 0 && this.#openHolds(email) >= HOLDS_PER_EMAIL)
      throw new ParterreError('too_many_holds');
    if (!this.#parts.stock.hold(wanted)) throw new ParterreError('sold_out');
    const order: OrderRecord = {
      id: this.#world.id('ordr'),
      reference: this.#world.readable(8),
      email,
      locale: request.locale,
      page: request.page,
      requests: request.lines,
      lines,
      codes,
      discounts,
      total,
      createdAt: now,
      payUntil: now + PAY_MS,
      gift: this.#giftOf(request, lines),
      cart: request.cart ?? null,
      attribution: request.consents?.analytics ? (request.attribution ?? null) : null,
      test: this.#world.state.venue.testMode,
      state: 'pending',
      paidAt: null,
      refundedMinor: 0,
      holdUntil: limited ? now + HOLD_MS : null,
      sessions: [],
      delivery: null,
      asked: { country: request.country, delivery: request.delivery },
      terms: bill.terms(),
      waiver: request.consents?.waiver ?? false,
      withdrawn: [],
    };
    this.#world.state.orders[order.id] = order;
    return order;
  }

  /** An order for what was pledged. Its stock is held already, with the pledge or just before. */
  placePledge(
    pledged: Pick<OrderRecord, 'email' | 'locale' | 'page' | 'lines' | 'total' | 'holdUntil'> & {
      readonly pledge: string;
      readonly wanted: Wanted;
    },
  ): OrderRecord {
    const order: OrderRecord = {
      ...pledged,
      id: this.#world.id('ordr'),
      reference: this.#world.readable(8),
      requests: [],
      codes: [],
      discounts: [],
      gift: null,
      createdAt: this.#world.now(),
      // The pledge has its own clock; this one only has to be later.
      payUntil: this.#world.now() + 365 * PAY_MS,
      cart: null,
      attribution: null,
      test: this.#world.state.venue.testMode,
      state: 'pending',
      paidAt: null,
      refundedMinor: 0,
      sessions: [],
      delivery: null,
      asked: { country: undefined, delivery: undefined },
      terms: this.#parts.bill.terms(),
      waiver: false,
      withdrawn: [],
    };
    this.#world.state.orders[order.id] = order;
    this.#world.record('order.created', { order: order.id, total: order.total });
    return order;
  }

  /** Gives back a paid order whole: money, seats, tickets. */
  refundWhole(order: OrderRecord): void {
    this.#world.state.testPayments[order.id] = 'refunded';
    this.settle(order);
  }

  /** Ends an order that nobody can pay any more. */
  giveUp(order: OrderRecord): void {
    if (order.state !== 'pending') return;
    this.#parts.stock.release(this.#wanted(order));
    order.state = 'expired';
    order.holdUntil = null;
    this.#world.record('order.expired', { order: order.id });
  }

  #isLimited(wanted: Wanted): boolean {
    const { pools } = this.#world.state;
    return wanted.some(({ draw }) => pools[draw.pool]?.capacity !== null);
  }

  #openHolds(email: string): number {
    return Object.values(this.#world.state.orders).filter(
      (order) => order.email === email && order.state === 'pending' && order.holdUntil !== null,
    ).length;
  }

  /** Whether an address stays within what one person may have of each offer; the order itself is counted once. */
  #withinPersonLimits({ id, email, requests }: Pick<OrderRecord, 'id' | 'email' | 'requests'>): boolean {
    const counted = Object.values(this.#world.state.orders).filter(
      (order) => order.id !== id && order.email === email && COUNTED.has(order.state),
    );
    const pieces = (of: string) =>
      [...counted, { requests }]
        .flatMap((order) => order.requests)
        .reduce((all, one) => all + (one.type === 'offer' && one.offer === of ? one.quantity : 0), 0);
    return requests.every((one) => {
      const most = one.type === 'offer' ? this.#parts.catalogue.maxPerPerson(one.offer) : null;
      return one.type !== 'offer' || most === null || pieces(one.offer) <= most;
    });
  }

  /** Whose the tickets will be; null when they are the buyer's own. */
  #giftOf({ gift, email }: Input<'createOrder'>, lines: readonly Line[]): GiftRecord | null {
    if (!gift || normalEmail(gift.email) === normalEmail(email)) return null;
    const { shows } = this.#world.state;
    const doors = lines
      .flatMap((line) => line.includes)
      .flatMap(({ show }) => (show !== null && shows[show] ? [Date.parse(shows[show].doorsAt)] : []));
    const latest = Math.min(...doors) - GIFT_AHEAD_MS;
    const wanted = gift.sendOn === undefined ? 0 : Date.parse(gift.sendOn);
    return {
      name: gift.name.trim(),
      email: normalEmail(gift.email),
      message: gift.message?.trim() ?? '',
      sendOn: Math.max(this.#world.now(), Math.min(wanted, latest)),
      sentAt: null,
    };
  }

  /** Tells those who were given tickets, once their day has come. */
  sendGifts(): void {
    for (const order of Object.values(this.#world.state.orders)) {
      const { gift } = order;
      if (!gift || gift.sentAt !== null || order.state !== 'paid' || this.#world.now() < gift.sendOn) continue;
      gift.sentAt = this.#world.now();
      this.#parts.mailer.gift(order, this.#parts.sessions.purchaseLink(order, gift.email));
    }
  }

  /** The latest end that a hold can be given; null when it has it, or has no end. */
  #prolongable(order: OrderRecord): number | null {
    if (order.state !== 'pending' || order.holdUntil === null) return null;
    const cap = order.createdAt + HOLD_CAP_MS;
    return cap > order.holdUntil ? cap : null;
  }

  prolong(order: OrderRecord): void {
    if (order.state === 'expired') throw new ParterreError('hold_expired');
    if (order.state !== 'pending') throw new ParterreError('order_closed');
    if (order.holdUntil === null) return;
    const cap = this.#prolongable(order);
    if (cap === null) throw new ParterreError('hold_capped');
    order.holdUntil = Math.max(order.holdUntil, Math.min(this.#world.now() + HOLD_MS, cap));
  }

  /** Everything an order needs again after it gave it back: stock, its codes' uses, its place within a person's limit. */
  #holdAgain(order: OrderRecord): boolean {
    return (
      this.#withinPersonLimits(order) && this.#parts.codes.mayUse(order) && this.#parts.stock.hold(this.#wanted(order))
    );
  }

  /** Lets the caller's own session take the order, or answers a new one that may use it and nothing else. */
  #join(order: OrderRecord, caller: SessionRecord | null): SessionRecord | null {
    if (caller && caller.kind !== 'device' && caller.email === order.email) {
      order.sessions.push(caller.id);
      return null;
    }
    const session = this.#parts.sessions.startOrder(order.email);
    order.sessions.push(session.id);
    return session;
  }

  #repeat(order: OrderRecord, caller: SessionRecord | null): Output<'createOrder'> {
    const mine = caller !== null && this.#parts.access.mayUse(caller, order);
    const fresh = order.state === 'pending' || this.#world.now() < order.createdAt + REPLAY_MS;
    const session = !mine && fresh ? this.#join(order, null) : null;
    return { order: this.view(order), session: session && this.#parts.sessions.grant(session) };
  }

  /** The order, if the session may see it; an order of somebody else does not exist. */
  require(id: string, session: SessionRecord): OrderRecord {
    const order = this.#world.state.orders[id];
    if (!order || !this.#parts.access.mayUse(session, order)) throw new ParterreError('not_found');
    return order;
  }

  /** Asks the payment provider and applies what it says; any number of times. */
  settle(order: OrderRecord): void {
    const says = this.#world.state.testPayments[order.id];
    switch (order.state) {
      case 'pending':
      case 'processing':
      case 'expired':
      case 'failed':
        if (says === 'approved') this.#arrive(order);
        else if (says === 'processing' && order.state !== 'processing') this.#promise(order);
        else if (says === 'failed') this.#fail(order);
        return;
      case 'cancelled':
        if (says === 'approved') this.#giveBack(order);
        return;
      case 'paid':
        if (says === 'disputed') this.#dispute(order);
        else if (says === 'refunded' || says === 'lost') this.#takeBack(order, says === 'lost' ? 'dispute' : 'refund');
        return;
      case 'disputed':
        if (says === 'approved') this.#won(order);
        else if (says === 'lost' || says === 'refunded') this.#takeBack(order, 'dispute');
        return;
      case 'refunded':
    }
  }

  /** The same order, paid the other way. The test gateway knows only one. */
  choosePayment(order: OrderRecord): void {
    if (order.state !== 'pending') throw new ParterreError('order_closed');
  }

  /** Money for an order: what it holds is sold. After the hold ran out the stock may be gone, and then the money has to go back. */
  #arrive(order: OrderRecord): void {
    if (this.#isForCancelledShow(order)) {
      if (this.#hasHold(order)) this.#parts.stock.release(this.#wanted(order));
      return this.#giveBack(order);
    }
    if (this.#hasHold(order) || this.#holdAgain(order)) this.#pay(order, 'paid');
    else this.#giveBack(order);
  }

  #hasHold({ state }: OrderRecord): boolean {
    return state === 'pending' || state === 'processing';
  }

  /** A delayed method: the money is under way, and what is held for it no clock takes. */
  #promise(order: OrderRecord): void {
    if (!this.#hasHold(order) && !this.#holdAgain(order)) return;
    order.state = 'processing';
    order.holdUntil = null;
    this.#world.record('order.processing', { order: order.id });
  }

  #fail(order: OrderRecord): void {
    if (!this.#hasHold(order)) return;
    this.#parts.stock.release(this.#wanted(order));
    order.state = 'failed';
    order.holdUntil = null;
    this.#world.record('order.failed', { order: order.id, reason: 'declined' });
  }

  #giveBack(order: OrderRecord): void {
    order.state = 'refunded';
    order.refundedMinor = order.total.amountMinor;
    this.#world.record('order.refunded', { order: order.id, amount: order.total, full: true });
  }

  #dispute(order: OrderRecord): void {
    order.state = 'disputed';
    for (const ticket of this.#ticketsOf(order)) {
      if (ticket.state === 'void') continue;
      ticket.state = 'void';
      ticket.disputed = true;
      this.#world.record('ticket.voided', { ticket: ticket.id, reason: 'dispute' });
    }
    this.#world.record('order.disputed', { order: order.id, state: 'open' });
  }

  #won(order: OrderRecord): void {
    order.state = 'paid';
    for (const ticket of this.#ticketsOf(order)) {
      if (!ticket.disputed) continue;
      ticket.state = 'valid';
      ticket.disputed = false;
      this.#world.record('ticket.restored', { ticket: ticket.id, reason: 'dispute' });
    }
    this.#world.record('order.disputed', { order: order.id, state: 'won' });
  }

  /** Money, seats and tickets back. */
  #takeBack(order: OrderRecord, reason: 'refund' | 'dispute'): void {
    for (const ticket of this.#ticketsOf(order)) {
      if (ticket.state === 'valid') this.#world.record('ticket.voided', { ticket: ticket.id, reason });
      ticket.state = 'void';
      ticket.disputed = false;
    }
    if (order.delivery) order.delivery = { ...order.delivery, state: 'cancelled' };
    const left = order.requests.filter((_, line) => !order.withdrawn.includes(line));
    this.#parts.stock.unsell(this.#wanted({ ...order, requests: left }));
    if (reason === 'dispute') this.#world.record('order.disputed', { order: order.id, state: 'lost' });
    this.#giveBack(order);
  }

  /** Withdraws from lines of a contract; without `confirm` it only says what would go back. */
  withdraw(order: OrderRecord, { lines, confirm }: Omit<Input<'withdrawOrder'>, 'order'>): Withdrawal {
    const open = this.#parts.bill.withdrawable(order);
    const wanted = this.#parts.bill.withPostageOf(order, lines ?? open.map(({ line }) => line), open);
    const { currency } = order.total;
    const amount = sum(
      wanted.map((line) => order.lines[line]!.total),
      currency,
    );
    const said = { lines: wanted, amount, returnFirst: false };
    if (!confirm) return { ...said, declaredAt: null };
    order.withdrawn.push(...wanted);
    order.refundedMinor += amount.amountMinor;
    for (const ticket of this.#ticketsOf(order)) {
      if (!order.withdrawn.includes(ticket.line)) continue;
      ticket.state = 'void';
      this.#world.record('ticket.voided', { ticket: ticket.id, reason: 'refund' });
    }
    const isGoods = (line: Line) => line.includes.some(({ kind }) => kind === 'merch');
    if (order.delivery && !order.lines.some((line, place) => isGoods(line) && !order.withdrawn.includes(place)))
      order.delivery = { ...order.delivery, state: 'cancelled' };
    this.#parts.stock.unsell(
      this.#wanted({ ...order, requests: order.requests.filter((_, line) => wanted.includes(line)) }),
    );
    if (order.refundedMinor >= order.total.amountMinor) order.state = 'refunded';
    this.#world.record('withdrawal.declared', { order: order.id, amount });
    return { ...said, declaredAt: this.#world.instant() };
  }

  /** The receipt once more, to the order's own address. */
  resend(order: OrderRecord): void {
    if (order.state !== 'paid') throw new ParterreError('order_unpaid');
    this.#parts.mailer.receipt(order, this.#parts.sessions.purchaseLink(order));
  }

  #ticketsOf(order: OrderRecord): TicketRecord[] {
    return Object.values(this.#world.state.tickets).filter((ticket) => ticket.order === order.id);
  }

  payTest(order: OrderRecord, outcome: TestOutcome): void {
    if (!order.test || !this.#world.state.venue.testMode) throw new ParterreError('forbidden');
    if (order.state === 'paid') return;
    if (order.state !== 'pending' && order.state !== 'expired') throw new ParterreError('order_closed');
    if (outcome === 'decline') {
      this.#world.record('order.failed', { order: order.id, reason: 'declined' });
      throw new ParterreError('payment_declined');
    }
    if (this.#isForCancelledShow(order)) throw new ParterreError('hold_expired');
    if (order.state === 'expired') {
      if (!this.#stillCosts(order) || !this.#holdAgain(order)) throw new ParterreError('hold_expired');
      order.state = 'pending';
      order.holdUntil = this.#isLimited(this.#wanted(order)) ? this.#world.now() + HOLD_MS : null;
    }
    this.#world.state.testPayments[order.id] = 'approved';
    this.settle(order);
  }

  #isForCancelledShow(order: OrderRecord): boolean {
    return order.lines
      .flatMap((line) => line.includes)
      .some(
        ({ kind, show }) => kind !== 'merch' && show !== null && this.#world.state.shows[show]?.status === 'cancelled',
      );
  }

  /** A hold keeps its price; once it is over, what was ordered has to be on sale at that price still. */
  #stillCosts(order: OrderRecord): boolean {
    try {
      const { currency } = order.total;
      const { catalogue, codes, bill } = this.#parts;
      const priced = catalogue.price(order.requests, currency, codes.texts(order.codes));
      return sameMoney(bill.withPostage(priced.lines, order.asked, currency).total, order.total);
    } catch (error) {
      if (error instanceof ParterreError) return false;
      throw error;
    }
  }

  cancel(order: OrderRecord): void {
    if (order.state === 'cancelled') return;
    // What a campaign is charging is not the buyer's to cancel: the pledge is.
    const charging = order.pledge !== undefined && order.holdUntil === null;
    if (order.state !== 'pending' || charging) throw new ParterreError('order_closed');
    this.#parts.stock.release(this.#wanted(order));
    order.state = 'cancelled';
    order.holdUntil = null;
    this.#world.record('order.cancelled', { order: order.id });
  }

  /** Gives back the stock of holds that ran out. Runs before every operation: nobody waits for a job. */
  expireHolds(): void {
    const now = this.#world.now();
    for (const order of Object.values(this.#world.state.orders)) {
      if (order.state !== 'pending' || now < Math.min(order.holdUntil ?? Infinity, order.payUntil)) continue;
      this.#parts.stock.release(this.#wanted(order));
      order.state = 'expired';
      order.holdUntil = null;
      this.#world.record('order.expired', { order: order.id });
    }
  }

  #wanted(order: OrderRecord): Wanted {
    if (order.wanted) return order.wanted;
    const { shows, products } = this.#world.state;
    const offers = Object.values(shows).flatMap((show) => show.offers);
    const variants = products.flatMap((product) => product.variants);
    return order.requests.flatMap((request) => {
      const source =
        request.type === 'offer'
          ? offers.find((offer) => offer.id === request.offer)
          : variants.find((variant) => variant.id === request.variant);
      return (source?.draws ?? []).map((draw) => ({ draw, quantity: request.quantity }));
    });
  }

  #pay(order: OrderRecord, source: 'paid' | 'free'): void {
    this.#parts.stock.sell(this.#wanted(order));
    order.state = 'paid';
    order.paidAt = this.#world.now();
    order.holdUntil = null;
    this.#world.record('order.paid', {
      order: order.id,
      total: order.total,
      gateway: source === 'free' ? 'none' : 'test',
    });
    this.#issueTickets(order);
    this.#prepareDelivery(order);
    if (order.cart !== null) this.#parts.carts.empty(order.cart);
    this.#parts.mailer.receipt(order, this.#parts.sessions.purchaseLink(order));
    this.sendGifts();
  }

  #issueTickets(order: OrderRecord): void {
    for (const [place, line] of order.lines.entries()) {
      for (const part of line.includes) {
        // Goods are handed over, not entered: they are in the delivery.
        if (part.kind === 'merch' || part.show === null) continue;
        for (let piece = 0; piece < line.quantity; piece++) {
          const id = this.#world.id('tckt');
          const source = line.total.amountMinor > 0 ? 'paid' : 'free';
          const { kind, show, from, until } = part;
          this.#world.state.tickets[id] = {
            id,
            show,
            kind,
            from,
            until,
            source,
            order: order.id,
            line: place,
            unit: piece,
            email: order.gift?.email ?? order.email,
            test: order.test,
            state: 'valid',
          };
          this.#world.record('ticket.issued', { ticket: id, show, kind, source });
        }
      }
    }
  }

  #prepareDelivery(order: OrderRecord): void {
    const goods = order.lines.flatMap((line) =>
      line.includes
        .filter((part) => part.kind === 'merch')
        .map((part) => ({ name: part.title, quantity: line.quantity })),
    );
    if (!goods.length) return;
    order.delivery = {
      id: this.#world.id('dlvr'),
      method: order.asked.delivery?.method ?? 'pickup',
      state: 'waiting',
      code: this.#world.readable(6),
      place:
        order.asked.delivery?.method === 'post'
          ? order.asked.delivery.address.city
          : this.#world.state.venue.pickupPlace,
      tracking: null,
      lines: goods,
    };
    this.#world.record('delivery.created', { delivery: order.delivery.id, order: order.id });
  }

  view(order: OrderRecord): Order {
    const tickets = this.#ticketsOf(order);
    const prolongable = this.#prolongable(order);
    return {
      id: order.id,
      reference: order.reference,
      state: order.state,
      lines: [...order.lines],
      discounts: [...order.discounts],
      total: order.total,
      refunded: { ...order.total, amountMinor: order.refundedMinor },
      taxes: this.#parts.bill.taxes(order.lines, order.asked),
      createdAt: this.#world.instant(order.createdAt),
      paidAt: order.paidAt === null ? null : this.#world.instant(order.paidAt),
      holdUntil: order.holdUntil === null ? null : this.#world.instant(order.holdUntil),
      prolongUntil: prolongable === null ? null : this.#world.instant(prolongable),
      payUntil: order.state === 'pending' ? this.#world.instant(order.payUntil) : null,
      codes: this.#parts.codes.texts(order.codes),
      gift: order.gift && {
        name: order.gift.name,
        emailHint: emailHint(order.gift.email),
        sendOn: this.#world.instant(order.gift.sendOn),
        sentAt: order.gift.sentAt === null ? null : this.#world.instant(order.gift.sentAt),
      },
      payment: order.state === 'pending' ? { type: 'test' } : null,
      tickets: tickets.map((ticket) => this.#parts.access.ticketView(ticket)),
      deliveries: order.delivery ? [order.delivery] : [],
      // Every order here is a test, and tests touch no series.
      documents: [],
      terms: order.terms,
      withdrawable: this.#parts.bill.withdrawable(order),
      emailHint: emailHint(order.email),
      test: order.test,
    };
  }
}
