// Our own Stripe, for tests: an HTTP server on this machine with Stripe's state machines, refusals and signatures, and a
// controller that plays the buyer, the bank, the dashboard and bad luck. How to use it: ../README.md
import { HOST } from '../../../tools/wordpress/ports.ts';
import type { Method } from './cards.ts';
import { isMethod, type Buyer, type Checkout } from './checkout.ts';
import { invalid } from './errors.ts';
import { Faults } from './faults.ts';
import { KNOWN, type Key } from './keys.ts';
import type { Money, Outcome } from './money.ts';
import * as make from './objects.ts';
import { Routes } from './routes.ts';
import { DoubleServer, type LoggedRequest } from './server.ts';
import { statementOf, type Statement } from './statement.ts';
import { API_VERSION, trainOf } from './version.ts';
import { Webhooks } from './webhooks.ts';
import { World, type Clock } from './world.ts';

export interface DoubleOptions {
  /** A free one when not given. */
  port?: number;
  /** Where events go from the beginning, in both modes; further addresses are registered by the API. */
  events?: string;
  /** The secret that signs for `events`. */
  secret?: string;
  /** The one version that is spoken; the pinned one when not given. */
  version?: string;
  /** Further keys. */
  keys?: readonly Key[];
  /** The venue's country and the currency it is paid out in. */
  country?: string;
  currency?: string;
}

/** Signs for the address given with `events`, when no other secret is. */
export const SECRET = 'whsec_parterreDouble';

export class StripeDouble {
  readonly world: World;
  readonly routes: Routes;
  readonly webhooks: Webhooks;
  readonly faults = new Faults();
  readonly version: string;
  readonly keys: readonly Key[];
  readonly #server: DoubleServer;
  #url = '';

  constructor(options: DoubleOptions = {}) {
    this.version = options.version ?? API_VERSION;
    trainOf(this.version);
    this.world = new World(options.country, options.currency);
    this.routes = new Routes(this.world);
    this.webhooks = new Webhooks(this.world, this.routes.secrets);
    this.keys = [...KNOWN, ...(options.keys ?? [])];
    this.#server = new DoubleServer(this);
    if (options.events) this.listenAt(options.events, options.secret ?? SECRET);
  }

  /** `http://127.0.0.1:PORT`, without a slash at the end: what stands for `https://api.stripe.com`. */
  get url(): string {
    return this.#url;
  }

  /** Stripe's clock; `advance` lets sessions expire. */
  get clock(): Clock {
    return this.world.clock;
  }

  get checkout(): Checkout {
    return this.routes.checkout;
  }

  get money(): Money {
    return this.routes.money;
  }

  /** Every request to the API, oldest first. */
  get log(): readonly LoggedRequest[] {
    return this.#server.log;
  }

  async start(port = 0): Promise<void> {
    const got = await this.#server.listen(port, HOST);
    this.#url = this.world.origin = `http://${HOST}:${got}`;
  }

  async stop(): Promise<void> {
    this.webhooks.close();
    await this.#server.close();
    await this.webhooks.settled();
  }

  /** Registers an address for all events, in both modes, as a venue does in its dashboard. */
  listenAt(url: string, secret: string): void {
    for (const livemode of [false, true]) {
      const endpoint = make.webhookEndpoint(this.world.of('we', livemode), url, ['*'], this.version);
      this.world.endpoints.add(endpoint);
      this.routes.secrets.set(endpoint.id, [secret]);
    }
  }

  // The buyer

  /** The session `id`, or the newest one. @throws StripeError when there is none */
  session(id?: string): make.Session {
    const found = id ? this.world.sessions.all.get(id) : this.world.sessions.values().at(-1);
    if (!found) throw invalid(`No such checkout.session: '${id ?? 'newest'}'`, 'session', 'resource_missing');
    return found;
  }

  /** Pays a session, or saves a card where it is one for that. */
  pay(session: string, buyer: Buyer = {}): Outcome {
    if (buyer.method !== undefined && !isMethod(buyer.method))
      throw invalid(`The double has no way to pay called ${String(buyer.method)}.`, 'method');
    return this.checkout.pay(this.session(session), buyer);
  }

  /** What the buyer's bank says after 3-D Secure. `id` is a session's, or an intent's. */
  authenticate(id: string, well = true): Outcome {
    const session = this.world.sessions.all.get(id);
    return this.checkout.authenticate(session?.payment_intent ?? session?.setup_intent ?? id, well);
  }

  /** A bank debit arrives or bounces, days later. `id` is a session's, or an intent's. */
  arrive(id: string, well = true): void {
    // However it is named: an intent that belongs to a session moves the session too.
    const session = this.world.sessions.values().find((one) => one.id === id || one.payment_intent === id);
    if (session) return this.checkout.arrive(session, well);
    const intent = this.world.intents.all.get(id);
    if (!intent) throw invalid(`No such payment_intent: '${id}'`, 'intent', 'resource_missing');
    this.money.arrive(intent, well);
  }

  expire(session: string): void {
    this.checkout.expire(this.session(session));
  }

  /** Lets time pass at Stripe: sessions that are over expire. */
  advance(seconds: number): void {
    this.clock.advance(seconds);
    this.checkout.sweep();
  }

  /** Forgets all idempotency keys, as Stripe may after a day. */
  forgetKeys(): void {
    this.#server.forgetKeys();
  }

  // The dashboard and the banks

  /** What a saved card does from now on: emptied, blocked, filled again. `id` is a payment method's. */
  turnCard(id: string, method: Method): void {
    if (!this.world.cards.has(id)) throw invalid(`No such PaymentMethod: '${id}'`, 'id', 'resource_missing');
    if (!isMethod(method)) throw invalid(`The double has no way to pay called ${String(method)}.`, 'method');
    this.world.cards.set(id, method);
  }

  /** The charge of a charge, an intent or a session. @throws StripeError when nothing has been charged */
  chargeOf(id: string): make.Charge {
    const intent = this.world.sessions.all.get(id)?.payment_intent ?? id;
    const charge = this.world.charges.all.get(this.world.intents.all.get(intent)?.latest_charge ?? id);
    if (!charge) throw invalid(`There is no charge of ${id}.`, 'charge', 'resource_missing');
    return charge;
  }

  /** A refund the venue makes in Stripe's dashboard, past the plugin. */
  refund(id: string, amount?: number): make.Refund {
    return this.money.refund(this.chargeOf(id), amount, 'requested_by_customer', {});
  }

  finishRefund(id: string, well = true): void {
    const refund = this.world.refunds.all.get(id);
    if (!refund) throw invalid(`No such refund: '${id}'`, 'refund', 'resource_missing');
    this.money.finishRefund(refund, well);
  }

  dispute(id: string, reason?: string): make.Dispute {
    return this.money.dispute(this.chargeOf(id), reason);
  }

  closeDispute(id: string, won: boolean): void {
    const dispute = this.world.disputes.all.get(id);
    if (!dispute) throw invalid(`No such dispute: '${id}'`, 'dispute', 'resource_missing');
    this.money.closeDispute(dispute, won);
  }

  /** A card network suspects fraud; nothing is taken back yet. */
  warn(id: string): make.EarlyFraudWarning {
    const charge = this.chargeOf(id);
    const warning = make.earlyFraudWarning(this.world.of('issfr', charge.livemode), charge);
    this.world.warnings.add(warning);
    this.world.emit('radar.early_fraud_warning.created', warning);
    return warning;
  }

  payOut(currency = this.world.account.default_currency, livemode = false): make.Payout {
    return this.money.payOut(livemode, currency);
  }

  /** All money that moved, by order, to the cent. */
  statement(): Statement {
    return statementOf(this.world);
  }
}

/** Starts a double. Stop it with `stop()`; it is a part of this process. */
export async function startStripeDouble(options: DoubleOptions = {}): Promise<StripeDouble> {
  const double = new StripeDouble(options);
  await double.start(options.port);
  return double;
}
