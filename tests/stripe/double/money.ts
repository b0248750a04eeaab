// What money does once somebody confirms: intents are charged, charges refunded, disputed, paid out. Every act leaves the
// same objects and events behind as at Stripe.
import { METHODS, type Behaviour, type Method } from './cards.ts';
import { checkExponent, written } from './currencies.ts';
import { invalid, StripeError } from './errors.ts';
import * as make from './objects.ts';
import { makeId, type World } from './world.ts';

/** Countries whose cards cost the domestic fee. */
const EEA = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);
const DISPUTE_FEE = 2000;

/** What Stripe keeps of a payment: 1.5 % + 25 for a card of the region, 3.25 % + 25 for others, 35 for a bank debit. */
export function feeOf(amount: number, type: string, country: string): number {
  if (type === 'sepa_debit') return 35;
  return Math.round((amount * (EEA.has(country) ? 150 : 325)) / 10_000) + 25;
}

export type Outcome =
  | { result: 'succeeded' | 'processing' }
  | { result: 'requires_action'; url: string }
  | { result: 'declined'; error: make.ApiError };

export class Money {
  readonly world: World;
  /** Card refunds are done at once, as mostly in life; `pending` leaves them to the controller. */
  refundsBecome: 'succeeded' | 'pending' = 'succeeded';

  constructor(world: World) {
    this.world = world;
  }

  /** A new means of payment, as a form collects it. */
  method(livemode: boolean, method: Method, country: string, email: string | null): make.PaymentMethod {
    const made = this.world.methods.add(
      make.paymentMethod(this.world.of('pm', livemode), METHODS[method], country, email),
    );
    this.world.cards.set(made.id, method);
    return made;
  }

  behaviour(method: string): Behaviour {
    return METHODS[this.world.cards.get(method) ?? 'card'];
  }

  /** Gives a means of payment to a customer. */
  attach(method: make.PaymentMethod, customer: string): void {
    if (method.customer === customer) return;
    method.customer = customer;
    this.world.emit('payment_method.attached', method);
  }

  /**
   * Charges an intent that has its means of payment.
   *
   * @param present whether the buyer is there, `authenticated` whether their bank has just seen them
   */
  confirm(intent: make.PaymentIntent, present: boolean, authenticated = false): Outcome {
    const { world } = this;
    const method = world.methods.all.get(intent.payment_method ?? '');
    if (!method)
      throw invalid('You cannot confirm this PaymentIntent because it’s missing a payment method.', 'payment_method');
    const behaviour = this.behaviour(method.id);
    intent.next_action = null;
    const asks = behaviour.asks === 'always' || (behaviour.asks === 'on-page' && present);
    if (asks && !authenticated) {
      if (!present)
        return this.#decline(intent, method, behaviour, {
          ...{ type: 'card_error', code: 'authentication_required', decline_code: 'authentication_required' },
          message: 'Your card was declined. This transaction requires authentication.',
        });
      const url = `${world.origin}/3ds/${intent.id}`;
      intent.status = 'requires_action';
      intent.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: null, url } };
      world.emit('payment_intent.requires_action', intent);
      return { result: 'requires_action', url };
    }
    if (behaviour.declines)
      return this.#decline(intent, method, behaviour, { type: 'card_error', ...behaviour.declines });
    const charge = this.#charge(intent, method, behaviour);
    intent.last_payment_error = null;
    if (behaviour.delayed) {
      intent.status = 'processing';
      world.emit('charge.pending', charge);
      world.emit('payment_intent.processing', intent);
      return { result: 'processing' };
    }
    this.#collect(intent, charge);
    if (behaviour.disputed) this.dispute(charge, 'fraudulent');
    return { result: 'succeeded' };
  }

  /** The buyer’s bank said no, or they did. */
  authenticationFailed(intent: make.PaymentIntent): void {
    intent.status = 'requires_payment_method';
    intent.next_action = null;
    intent.last_payment_error = {
      ...{ type: 'invalid_request_error', code: 'payment_intent_authentication_failure' },
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    };
    intent.payment_method = null;
    this.world.emit('payment_intent.payment_failed', intent);
  }

  /** A promised payment arrives, or does not. @throws Error when it is not on its way. */
  arrive(intent: make.PaymentIntent, well: boolean): void {
    const charge = this.world.charges.all.get(intent.latest_charge ?? '');
    if (intent.status !== 'processing' || !charge) throw new Error(`${intent.id} is ${intent.status}, not on its way.`);
    if (well) return this.#collect(intent, charge);
    charge.status = 'failed';
    charge.failure_code = 'insufficient_funds';
    charge.failure_message = 'The customer’s account has insufficient funds to cover this payment.';
    intent.status = 'requires_payment_method';
    intent.last_payment_error = {
      ...{ type: 'invalid_request_error', code: 'payment_intent_payment_attempt_failed' },
      message: 'The payment failed.',
    };
    intent.payment_method = null;
    this.world.emit('charge.failed', charge);
    this.world.emit('payment_intent.payment_failed', intent);
  }

  #charge(intent: make.PaymentIntent, method: make.PaymentMethod, behaviour: Behaviour): make.Charge {
    const head = this.world.of(behaviour.type === 'card' ? 'ch' : 'py', intent.livemode);
    const charge = this.world.charges.add(make.charge(head, structuredClone(intent), method, behaviour));
    intent.latest_charge = charge.id;
    return charge;
  }

  #collect(intent: make.PaymentIntent, charge: make.Charge): void {
    const { world } = this;
    charge.status = 'succeeded';
    charge.paid = charge.captured = true;
    charge.amount_captured = charge.amount;
    charge.outcome = {
      ...{ network_status: 'approved_by_network', reason: null, risk_level: 'normal' },
      ...{ seller_message: 'Payment complete.', type: 'authorized' },
    };
    const { type } = charge.payment_method_details;
    const fee = feeOf(charge.amount, type, charge.billing_details.address.country ?? '');
    charge.balance_transaction = this.#book(type === 'card' ? 'charge' : 'payment', 'charge', charge.id, {
      ...{ amount: charge.amount, fee, currency: charge.currency },
    }).id;
    intent.status = 'succeeded';
    intent.amount_received = intent.amount;
    intent.last_payment_error = null;
    world.emit('charge.succeeded', charge);
    world.emit('payment_intent.succeeded', intent);
  }

  #decline(
    intent: make.PaymentIntent,
    method: make.PaymentMethod,
    behaviour: Behaviour,
    error: make.ApiError,
  ): Outcome {
    const charge = this.#charge(intent, method, behaviour);
    charge.status = 'failed';
    charge.failure_code = error.code ?? null;
    charge.failure_message = error.message ?? null;
    charge.outcome = {
      ...{ network_status: 'declined_by_network', reason: error.decline_code ?? null, risk_level: 'normal' },
      ...{ seller_message: 'The bank did not return any further details with this decline.', type: 'issuer_declined' },
    };
    intent.status = 'requires_payment_method';
    intent.payment_method = null;
    intent.last_payment_error = { ...error, payment_method: structuredClone(method) };
    this.world.emit('charge.failed', charge);
    this.world.emit('payment_intent.payment_failed', intent);
    return { result: 'declined', error };
  }

  /**
   * Gives money back.
   *
   * @throws StripeError when nothing or less than `amount` is left to give back, or the bank holds it already
   */
  refund(charge: make.Charge, amount: number | undefined, reason: string | null, metadata: make.Metadata): make.Refund {
    const { world } = this;
    if (!charge.paid && charge.status !== 'pending')
      throw invalid(`This charge has not been paid: ${charge.id} is ${charge.status}.`, 'charge');
    if (charge.refunded)
      throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
    if (charge.disputed)
      throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, undefined, 'charge_disputed');
    const left = charge.amount_captured - charge.amount_refunded;
    const asked = amount ?? left;
    if (asked > left)
      throw invalid(
        `Refund amount (${written(asked, charge.currency)} ${charge.currency}) is greater than unrefunded amount on charge (${written(left, charge.currency)} ${charge.currency})`,
        'amount',
      );
    checkExponent(asked, charge.currency, 'amount');
    if (asked < 1) throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
    const refund = world.refunds.add(make.refund(world.of('re', charge.livemode), charge, asked, reason, metadata));
    const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
    charge.amount_refunded += asked;
    charge.refunded = charge.amount_refunded === charge.amount_captured;
    refund.balance_transaction = this.#book(
      charge.id.startsWith('py') ? 'payment_refund' : 'refund',
      'refund',
      refund.id,
      {
        ...{ amount: -asked, fee: 0, currency: charge.currency },
      },
    ).id;
    if (this.refundsBecome === 'succeeded') this.#refunded(refund);
    else refund.pending_reason = 'processing';
    world.emit('refund.created', refund);
    world.emit('charge.refunded', charge, before);
    return refund;
  }

  /** A pending refund ends. A failed one puts the money back on the account. @throws Error when it has ended already. */
  finishRefund(refund: make.Refund, well: boolean): void {
    const { world } = this;
    const charge = world.charges.all.get(refund.charge);
    if (!charge || (refund.status !== 'pending' && (well || refund.status !== 'succeeded')))
      throw new Error(`${refund.id} is ${refund.status} already.`);
    const before = { status: refund.status };
    if (well) this.#refunded(refund);
    else {
      refund.status = 'failed';
      refund.pending_reason = undefined;
      refund.failure_reason = 'expired_or_canceled_card';
      refund.failure_balance_transaction = this.#book('refund_failure', 'refund_failure', refund.id, {
        ...{ amount: refund.amount, fee: 0, currency: refund.currency },
      }).id;
      charge.amount_refunded -= refund.amount;
      charge.refunded = false;
    }
    world.emit('refund.updated', refund, before);
    world.emit('charge.refund.updated', refund, before);
    if (!well) world.emit('refund.failed', refund);
  }

  #refunded(refund: make.Refund): void {
    refund.status = 'succeeded';
    refund.pending_reason = undefined;
    refund.destination_details = { type: 'card', card: { type: 'refund' } };
  }

  /** The cardholder contests a charge: the bank takes amount and fee. */
  dispute(charge: make.Charge, reason = 'fraudulent', amount = charge.amount - charge.amount_refunded): make.Dispute {
    const { world } = this;
    if (charge.disputed) throw new Error(`${charge.id} is disputed already.`);
    const dispute = world.disputes.add(make.dispute(world.of('du', charge.livemode), charge, amount, reason));
    charge.disputed = true;
    world.emit('charge.dispute.created', dispute);
    dispute.balance_transactions.push(
      this.#book('adjustment', 'dispute', dispute.id, { amount: -amount, fee: DISPUTE_FEE, currency: charge.currency }),
    );
    world.emit('charge.dispute.funds_withdrawn', dispute);
    return dispute;
  }

  /** The bank decides. Won: amount and fee come back. @throws Error when it has decided already. */
  closeDispute(dispute: make.Dispute, won: boolean): void {
    const { world } = this;
    if (dispute.status === 'won' || dispute.status === 'lost') throw new Error(`${dispute.id} is ${dispute.status}.`);
    dispute.status = won ? 'won' : 'lost';
    if (won) {
      const charge = world.charges.all.get(dispute.charge);
      if (charge) charge.disputed = false;
      dispute.balance_transactions.push(
        this.#book('adjustment', 'dispute_reversal', dispute.id, {
          ...{ amount: dispute.amount, fee: -DISPUTE_FEE, currency: dispute.currency },
        }),
      );
    }
    world.emit('charge.dispute.closed', dispute);
    if (won) world.emit('charge.dispute.funds_reinstated', dispute);
  }

  /** Sends the whole balance of a currency to the venue's bank. @throws Error when there is nothing to send. */
  payOut(livemode: boolean, currency: string): make.Payout {
    const { world } = this;
    const waiting = world.transactions
      .values()
      .filter(
        (entry) => entry.currency === currency && !world.paidOut.has(entry.id) && world.modeOf(entry) === livemode,
      );
    const amount = waiting.reduce((sum, entry) => sum + entry.net, 0);
    if (waiting.length === 0) throw new Error(`There is no ${currency} to pay out.`);
    const payout = world.payouts.add(
      make.payout(world.of('po', livemode), amount, currency, world.clock.now() + 2 * 86_400),
    );
    const entry = this.#book('payout', 'payout', payout.id, { amount: -amount, fee: 0, currency });
    payout.balance_transaction = entry.id;
    for (const { id } of [...waiting, entry]) world.paidOut.set(id, payout.id);
    world.emit('payout.created', { ...payout, status: 'in_transit' } as make.Payout);
    world.emit('payout.paid', payout);
    world.emit('payout.reconciliation_completed', payout);
    return payout;
  }

  #book(
    type: Parameters<typeof make.balanceTransaction>[1],
    category: string,
    source: string,
    money: { amount: number; fee: number; currency: string },
  ): make.BalanceTransaction {
    const { world } = this;
    const head = { id: makeId('txn'), created: world.clock.now(), livemode: false };
    return world.transactions.add(make.balanceTransaction(head, type, category, source, money));
  }
}

/** 402, as a request is answered whose payment was refused. */
export function paymentFailed(intent: make.PaymentIntent | make.SetupIntent, error: make.ApiError): StripeError {
  const { code, decline_code, message = '' } = error;
  return new StripeError(402, 'card_error', message, {
    ...{ code, decline_code },
    more: {
      ...(intent.object === 'payment_intent' && intent.latest_charge ? { charge: intent.latest_charge } : {}),
      [intent.object]: structuredClone(intent),
    },
  });
}
