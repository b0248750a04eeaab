// Everything the double knows: its objects, its clock, what happened. One per double; nothing is shared or kept.
import { randomBytes } from 'node:crypto';
import type { Method } from './cards.ts';
import { noSuch } from './errors.ts';
import * as make from './objects.ts';
import type { StripeObject } from './objects.ts';
import { API_VERSION } from './version.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `cs_test_a1…`: as long and as mixed as Stripe's. */
export function makeId(prefix: string, length = 24): string {
  return `${prefix}_${[...randomBytes(length)].map((byte) => LETTERS[byte % 62]).join('')}`;
}

/** Seconds since 1970, as Stripe tells time. Tests move it. */
export class Clock {
  #ahead = 0;

  now(): number {
    return Math.floor(Date.now() / 1000) + this.#ahead;
  }

  advance(seconds: number): void {
    this.#ahead += seconds;
  }
}

/** Objects of one kind, both modes. */
class Shelf<T extends { id: string }> {
  readonly all = new Map<string, T>();

  add(object: T): T {
    this.all.set(object.id, object);
    return object;
  }

  values(): T[] {
    return [...this.all.values()];
  }
}

/** What made an event happen; null for what happens by itself or in the dashboard. */
export type Cause = { id: string; key: string | null } | null;

export class World {
  readonly clock = new Clock();
  readonly account: make.Account;
  readonly sessions = new Shelf<make.Session>();
  readonly intents = new Shelf<make.PaymentIntent>();
  readonly setups = new Shelf<make.SetupIntent>();
  readonly customers = new Shelf<make.Customer>();
  readonly methods = new Shelf<make.PaymentMethod>();
  readonly charges = new Shelf<make.Charge>();
  readonly refunds = new Shelf<make.Refund>();
  readonly disputes = new Shelf<make.Dispute>();
  readonly transactions = new Shelf<make.BalanceTransaction>();
  readonly payouts = new Shelf<make.Payout>();
  readonly endpoints = new Shelf<make.WebhookEndpoint>();
  readonly domains = new Shelf<make.PaymentMethodDomain>();
  readonly warnings = new Shelf<make.EarlyFraudWarning>();
  readonly events: make.StripeEvent[] = [];
  /** Line items by session. */
  readonly items = new Map<string, make.LineItem[]>();
  /** Which test card a payment method stands for. */
  readonly cards = new Map<string, Method>();
  /** What a session asked to be handed on to its intent. */
  readonly intentData = new Map<string, Partial<make.PaymentIntent>>();
  /** Balance transactions a payout has already carried, by transaction. */
  readonly paidOut = new Map<string, string>();
  /** Where the double answers; set when it listens. */
  origin = '';
  /** Told of every new event. */
  onEvent: (event: make.StripeEvent) => void = () => {};
  /** The request that is being answered. */
  cause: Cause = null;

  constructor(country = 'FR', currency = 'eur') {
    this.account = make.account('acct_1ParterreDouble00', country, currency, this.clock.now());
  }

  /** The head every object begins with. */
  of(prefix: string, livemode: boolean): { id: string; created: number; livemode: boolean } {
    return { id: makeId(prefix), created: this.clock.now(), livemode };
  }

  /** @throws StripeError 404, with a hint where the object lives in the other mode. */
  find<T extends { id: string }>(shelf: Shelf<T>, what: string, id: string, livemode: boolean): T {
    const found = shelf.all.get(id);
    if (!found) throw noSuch(what, id);
    if (this.modeOf(found) !== livemode) {
      const [there, here] = livemode ? ['test', 'live'] : ['live', 'test'];
      throw noSuch(
        what,
        id,
        `; a similar object exists in ${there} mode, but a ${here} mode key was used to make this request.`,
      );
    }
    return found;
  }

  /** Refunds and balance transactions do not say it themselves. */
  modeOf(object: { id: string; livemode?: boolean; charge?: string | null; source?: string }): boolean {
    if (typeof object.livemode === 'boolean') return object.livemode;
    const charge = object.charge ? this.charges.all.get(object.charge) : undefined;
    if (charge) return charge.livemode;
    const source = object.source ? this.anything(object.source) : undefined;
    return source ? this.modeOf(source as { id: string }) : false;
  }

  /** The object `id` names, of whatever kind. */
  anything(id: string): StripeObject | undefined {
    for (const shelf of this.#shelves()) {
      const found = shelf.all.get(id);
      if (found) return found;
    }
    return undefined;
  }

  #shelves(): Shelf<StripeObject>[] {
    return [
      ...[this.sessions, this.intents, this.setups, this.customers, this.methods, this.charges, this.refunds],
      ...[this.disputes, this.transactions, this.payouts, this.endpoints, this.domains, this.warnings],
    ] as Shelf<StripeObject>[];
  }

  /** Something happened to `object`: an event with the object as it is now. */
  emit(type: string, object: { id: string; livemode?: boolean }, previous?: object): void {
    const event: make.StripeEvent = {
      object: 'event',
      id: makeId('evt', 24),
      api_version: API_VERSION,
      created: this.clock.now(),
      data: {
        object: structuredClone(object),
        ...(previous ? { previous_attributes: structuredClone(previous) } : {}),
      },
      livemode: this.modeOf(object),
      pending_webhooks: this.endpoints.values().length,
      request: { id: this.cause?.id ?? null, idempotency_key: this.cause?.key ?? null },
      type,
    };
    this.events.push(event);
    this.onEvent(event);
  }
}
