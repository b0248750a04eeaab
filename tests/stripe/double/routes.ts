// The requests the double answers: path, permission a restricted key needs, parameters, what happens.
import { Checkout, merged } from './checkout.ts';
import { checkCharge, checkCurrency } from './currencies.ts';
import { invalid, noSuch, unknownParameter } from './errors.ts';
import { answered, answeredList } from './expand.ts';
import type { RawParameters } from './forms.ts';
import { Money, paymentFailed } from './money.ts';
import * as make from './objects.ts';
import type { StripeObject } from './objects.ts';
import { readParameters, type Read, type Shape } from './parameters.ts';
import * as shapes from './requests.ts';
import { ACCOUNT_VERSION, trainOf } from './version.ts';
import { makeId, type World } from './world.ts';

export interface Call {
  livemode: boolean;
  version: string;
}

interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  path: RegExp;
  /** What Stripe calls the permission, after `rak_`. */
  permission: string;
  answer(call: Call, ids: string[], sent: RawParameters): unknown;
}

/** A page of a list: newest first, as Stripe tells. */
function page<T extends { id: string; created: number }>(
  all: T[],
  asked: {
    limit?: number;
    starting_after?: string;
    ending_before?: string;
    created?: Partial<Record<'gt' | 'gte' | 'lt' | 'lte', number>>;
  },
): { data: T[]; hasMore: boolean } {
  const limit = asked.limit ?? 10;
  if (limit > 100) throw invalid('This value must be less than or equal to 100.', 'limit', 'parameter_invalid_integer');
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = asked.created ?? {};
  let rest = all.toReversed().filter(({ created }) => created > gt && created >= gte && created < lt && created <= lte);
  const indexOf = (id: string, param: string): number => {
    const index = rest.findIndex((one) => one.id === id);
    if (index < 0) throw invalid(`No such object: '${id}'`, param, 'resource_missing');
    return index;
  };
  if (asked.starting_after) rest = rest.slice(indexOf(asked.starting_after, 'starting_after') + 1);
  if (asked.ending_before) rest = rest.slice(0, indexOf(asked.ending_before, 'ending_before'));
  return { data: rest.slice(0, limit), hasMore: rest.length > limit };
}

/** A domain wallets can be offered on. */
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

export class Routes {
  readonly world: World;
  readonly money: Money;
  readonly checkout: Checkout;
  /** Secrets of webhook endpoints, newest first: two while one is being exchanged. */
  readonly secrets = new Map<string, string[]>();
  readonly routes: Route[] = [];

  constructor(world: World) {
    this.world = world;
    this.money = new Money(world);
    this.checkout = new Checkout(world, this.money);
    this.#sessions();
    this.#intents();
    this.#setups();
    this.#customers();
    this.#charges();
    this.#settings();
  }

  find(method: string, path: string): { route: Route; ids: string[] } | undefined {
    for (const route of this.routes) {
      const match = route.method === method ? route.path.exec(path) : null;
      if (match) return { route, ids: match.slice(1).map(decodeURIComponent) };
    }
    return undefined;
  }

  /** `:` in a path stands for an id. */
  #route<S extends Shape>(
    method: Route['method'],
    path: string,
    permission: string,
    shape: S,
    answer: (asked: Read<S>, call: Call, id: string) => unknown,
  ): void {
    this.routes.push({
      ...{ method, permission },
      path: new RegExp(`^${path.replaceAll(':', '([^/]+)')}$`),
      answer: (call, [id = ''], sent) => answer(readParameters(shape, sent), call, id),
    });
  }

  #list<T extends StripeObject>(
    path: string,
    all: T[],
    call: Call,
    asked: Parameters<typeof page>[1] & { expand?: string[] },
  ): unknown {
    const { data, hasMore } = page(
      all.filter((object) => this.world.modeOf(object as { id: string }) === call.livemode),
      asked,
    );
    return answeredList(this.world, data, path, hasMore, asked.expand);
  }

  #sessions(): void {
    const { world, checkout } = this;
    const at = '/v1/checkout/sessions';
    const find = (id: string, call: Call): make.Session =>
      world.find(world.sessions, 'checkout.session', id, call.livemode);
    this.#route('POST', at, 'checkout_session_write', shapes.sessionShape, (asked, call) => {
      refuseTypes(asked.payment_method_types, call);
      return answered(world, checkout.create(asked, call.livemode), asked.expand);
    });
    this.#route('GET', at, 'checkout_session_read', shapes.sessionListShape, (asked, call) =>
      this.#list(
        at,
        world.sessions
          .values()
          .filter(
            (session) =>
              (!asked.payment_intent || session.payment_intent === asked.payment_intent) &&
              (!asked.customer || session.customer === asked.customer) &&
              (!asked.status || session.status === asked.status),
          ),
        call,
        asked,
      ),
    );
    this.#route('GET', `${at}/:`, 'checkout_session_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, find(id, call), expand),
    );
    this.#route('POST', `${at}/:`, 'checkout_session_write', shapes.sessionUpdateShape, (asked, call, id) => {
      const session = find(id, call);
      checkout.update(session, asked);
      return answered(world, session, asked.expand);
    });
    this.#route('POST', `${at}/:/expire`, 'checkout_session_write', shapes.readShape, ({ expand }, call, id) => {
      const session = find(id, call);
      checkout.expire(session);
      return answered(world, session, expand);
    });
    this.#route('GET', `${at}/:/line_items`, 'checkout_session_read', shapes.listShape, (asked, call, id) => {
      const items = world.items.get(find(id, call).id) ?? [];
      const limit = asked.limit ?? 10;
      const data = structuredClone(items.slice(0, limit));
      return { object: 'list', data, has_more: items.length > limit, url: `${at}/${id}/line_items` };
    });
  }

  #intents(): void {
    const { world, checkout } = this;
    const at = '/v1/payment_intents';
    const find = (id: string, call: Call): make.PaymentIntent =>
      world.find(world.intents, 'payment_intent', id, call.livemode);
    this.#route('POST', at, 'payment_intent_write', shapes.intentShape, (asked, call) => {
      refuseTypes(asked.payment_method_types, call);
      const currency = checkCurrency(asked.currency);
      checkCharge(asked.amount, currency, 'amount');
      if (asked.off_session && !asked.confirm)
        throw invalid('You can only set `off_session` when `confirm` is `true`.', 'off_session');
      if (asked.customer) world.find(world.customers, 'customer', asked.customer, call.livemode);
      const method = asked.payment_method
        ? world.find(world.methods, 'payment_method', asked.payment_method, call.livemode)
        : undefined;
      ownedBy(method, asked.customer);
      const intent = make.paymentIntent(world.of('pi', call.livemode), asked.amount, currency);
      intent.customer = asked.customer ?? null;
      intent.payment_method = method?.id ?? null;
      intent.description = asked.description ?? null;
      intent.metadata = asked.metadata ?? {};
      intent.receipt_email = asked.receipt_email ?? null;
      intent.setup_future_usage = asked.setup_future_usage ?? null;
      intent.statement_descriptor_suffix = asked.statement_descriptor_suffix ?? null;
      if (asked.payment_method_types) intent.payment_method_types = asked.payment_method_types;
      else
        intent.automatic_payment_methods = asked.automatic_payment_methods ?? {
          enabled: true,
          allow_redirects: 'always',
        };
      if (method) intent.status = 'requires_confirmation';
      if (asked.confirm && !method)
        throw invalid(
          'You cannot confirm this PaymentIntent because it’s missing a payment method. To confirm the PaymentIntent with a customer’s payment method, specify a payment method attached to this customer along with the customer’s ID.',
          undefined,
          'payment_intent_unexpected_state',
        );
      if (asked.confirm) mayRedirect(intent, asked);
      world.intents.add(intent);
      world.emit('payment_intent.created', intent);
      if (asked.confirm) this.#confirm(intent, asked);
      return answered(world, intent, asked.expand);
    });
    this.#route('GET', at, 'payment_intent_read', shapes.intentListShape, (asked, call) =>
      this.#list(
        at,
        world.intents.values().filter(({ customer }) => !asked.customer || customer === asked.customer),
        call,
        asked,
      ),
    );
    this.#route('GET', `${at}/:`, 'payment_intent_read', { ...shapes.readShape }, ({ expand }, call, id) =>
      answered(world, find(id, call), expand),
    );
    this.#route('POST', `${at}/:`, 'payment_intent_write', shapes.intentUpdateShape, (asked, call, id) => {
      const intent = find(id, call);
      if (asked.amount !== undefined) {
        mustBe(intent, ['requires_payment_method', 'requires_confirmation', 'requires_action'], 'updated');
        checkCharge(asked.amount, intent.currency, 'amount');
        intent.amount = asked.amount;
      }
      if (asked.payment_method) this.#give(intent, asked.payment_method);
      if (asked.metadata) intent.metadata = merged(intent.metadata, asked.metadata);
      intent.description = asked.description ?? intent.description;
      intent.receipt_email = asked.receipt_email ?? intent.receipt_email;
      return answered(world, intent, asked.expand);
    });
    this.#route('POST', `${at}/:/confirm`, 'payment_intent_write', shapes.intentConfirmShape, (asked, call, id) => {
      const intent = find(id, call);
      mustBe(intent, ['requires_payment_method', 'requires_confirmation', 'requires_action'], 'confirmed');
      if (asked.payment_method) this.#give(intent, asked.payment_method);
      mayRedirect(intent, asked);
      this.#confirm(intent, asked);
      return answered(world, intent, asked.expand);
    });
    this.#route('POST', `${at}/:/cancel`, 'payment_intent_write', shapes.intentCancelShape, (asked, call, id) => {
      const intent = find(id, call);
      mustBe(intent, ['requires_payment_method', 'requires_confirmation', 'requires_action'], 'canceled');
      const session = world.sessions.values().find((one) => one.payment_intent === id);
      if (session?.status === 'open')
        throw invalid(
          `You cannot cancel PaymentIntent ${id} because it belongs to an open Checkout Session; expire the session instead.`,
          'intent',
        );
      checkout.cancelIntent(intent, asked.cancellation_reason ?? null);
      return answered(world, intent, asked.expand);
    });
  }

  #give(intent: make.PaymentIntent, id: string): void {
    const method = this.world.find(this.world.methods, 'payment_method', id, intent.livemode);
    ownedBy(method, intent.customer ?? undefined);
    intent.payment_method = method.id;
    if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation';
  }

  #confirm(
    intent: make.PaymentIntent,
    asked: { off_session?: boolean; error_on_requires_action?: boolean; return_url?: string },
  ): void {
    const outcome = this.money.confirm(intent, !asked.off_session);
    if (outcome.result === 'declined') throw paymentFailed(intent, outcome.error);
    if (outcome.result !== 'requires_action') return;
    if (asked.error_on_requires_action) {
      this.money.authenticationFailed(intent);
      throw paymentFailed(intent, {
        ...{ type: 'card_error', code: 'authentication_required', decline_code: 'authentication_required' },
        message: 'Your card was declined. This transaction requires authentication.',
      });
    }
    if (intent.next_action) intent.next_action.redirect_to_url.return_url = asked.return_url ?? null;
  }

  #setups(): void {
    const { world } = this;
    const at = '/v1/setup_intents';
    const find = (id: string, call: Call): make.SetupIntent =>
      world.find(world.setups, 'setup_intent', id, call.livemode);
    this.#route('POST', at, 'setup_intent_write', shapes.setupShape, (asked, call) => {
      refuseTypes(asked.payment_method_types, call);
      if (asked.customer) world.find(world.customers, 'customer', asked.customer, call.livemode);
      const setup = world.setups.add(make.setupIntent(world.of('seti', call.livemode)));
      setup.customer = asked.customer ?? null;
      setup.description = asked.description ?? null;
      setup.metadata = asked.metadata ?? {};
      setup.usage = asked.usage ?? 'off_session';
      if (asked.payment_method_types) setup.payment_method_types = asked.payment_method_types;
      else
        setup.automatic_payment_methods = asked.automatic_payment_methods ?? {
          enabled: true,
          allow_redirects: 'always',
        };
      world.emit('setup_intent.created', setup);
      return answered(world, setup, asked.expand);
    });
    this.#route('GET', at, 'setup_intent_read', shapes.intentListShape, (asked, call) =>
      this.#list(
        at,
        world.setups.values().filter(({ customer }) => !asked.customer || customer === asked.customer),
        call,
        asked,
      ),
    );
    this.#route('GET', `${at}/:`, 'setup_intent_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, find(id, call), expand),
    );
    this.#route('POST', `${at}/:/cancel`, 'setup_intent_write', shapes.setupCancelShape, (asked, call, id) => {
      const setup = find(id, call);
      if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(setup.status))
        throw invalid(
          `You cannot cancel this SetupIntent because it has a status of ${setup.status}.`,
          undefined,
          'setup_intent_unexpected_state',
        );
      if (world.sessions.values().some((one) => one.setup_intent === id && one.status === 'open'))
        throw invalid('You cannot cancel a SetupIntent of an open Checkout Session.', 'intent');
      setup.status = 'canceled';
      setup.cancellation_reason = asked.cancellation_reason ?? null;
      world.emit('setup_intent.canceled', setup);
      return answered(world, setup, asked.expand);
    });
  }

  #customers(): void {
    const { world } = this;
    const at = '/v1/customers';
    const find = (id: string, call: Call): make.Customer => world.find(world.customers, 'customer', id, call.livemode);
    this.#route('POST', at, 'customer_write', shapes.customerShape, (asked, call) => {
      const customer = world.customers.add(
        make.customer(world.of('cus', call.livemode), asked.email ?? null, asked.name ?? null, asked.metadata ?? {}),
      );
      customer.description = asked.description ?? null;
      customer.preferred_locales = asked.preferred_locales ?? [];
      world.emit('customer.created', customer);
      return answered(world, customer, asked.expand);
    });
    this.#route('GET', `${at}/:`, 'customer_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, find(id, call), expand),
    );
    this.#route('DELETE', `${at}/:`, 'customer_write', {}, (_, call, id) => {
      const customer = find(id, call);
      world.customers.all.delete(id);
      for (const method of world.methods.values()) if (method.customer === id) method.customer = null;
      world.emit('customer.deleted', customer);
      return { id, object: 'customer', deleted: true };
    });
    this.#route('GET', '/v1/payment_methods/:', 'payment_method_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, world.find(world.methods, 'payment_method', id, call.livemode), expand),
    );
    this.#route(
      'POST',
      '/v1/payment_methods/:/detach',
      'payment_method_write',
      shapes.readShape,
      ({ expand }, call, id) => {
        const method = world.find(world.methods, 'payment_method', id, call.livemode);
        if (!method.customer)
          throw invalid('The payment method you provided is not attached to a customer so detachment is impossible.');
        method.customer = null;
        world.emit('payment_method.detached', method);
        return answered(world, method, expand);
      },
    );
  }

  #charges(): void {
    const { world, money } = this;
    const ofCharge =
      (asked: { charge?: string; payment_intent?: string }) =>
      (object: { charge: string; payment_intent: string | null }) =>
        (!asked.charge || object.charge === asked.charge) &&
        (!asked.payment_intent || object.payment_intent === asked.payment_intent);
    this.#route('GET', '/v1/charges', 'charge_read', shapes.chargeListShape, (asked, call) =>
      this.#list(
        '/v1/charges',
        world.charges
          .values()
          .filter(
            (charge) =>
              (!asked.payment_intent || charge.payment_intent === asked.payment_intent) &&
              (!asked.customer || charge.customer === asked.customer),
          ),
        call,
        asked,
      ),
    );
    this.#route('GET', '/v1/charges/:', 'charge_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, world.find(world.charges, 'charge', id, call.livemode), expand),
    );
    this.#route('POST', '/v1/refunds', 'charge_write', shapes.refundShape, (asked, call) => {
      if (!asked.charge && !asked.payment_intent)
        throw invalid('One of the following params should be provided for this request: payment_intent or charge.');
      if (asked.charge && asked.payment_intent)
        throw invalid('Only one of the following params can be provided for this request: payment_intent or charge.');
      const intent = asked.payment_intent
        ? world.find(world.intents, 'payment_intent', asked.payment_intent, call.livemode)
        : undefined;
      if (intent && !intent.latest_charge)
        throw invalid('This PaymentIntent does not have a successful charge to refund.', 'payment_intent');
      const charge = world.find(world.charges, 'charge', asked.charge ?? intent?.latest_charge ?? '', call.livemode);
      if (intent && charge.status !== 'succeeded')
        throw invalid('This PaymentIntent does not have a successful charge to refund.', 'payment_intent');
      const refund = money.refund(charge, asked.amount, asked.reason ?? null, asked.metadata ?? {});
      return answered(world, refund, asked.expand);
    });
    this.#route('GET', '/v1/refunds', 'charge_read', shapes.refundListShape, (asked, call) =>
      this.#list('/v1/refunds', world.refunds.values().filter(ofCharge(asked)), call, asked),
    );
    this.#route('GET', '/v1/refunds/:', 'charge_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, world.find(world.refunds, 'refund', id, call.livemode), expand),
    );
    this.#route('GET', '/v1/disputes', 'dispute_read', shapes.disputeListShape, (asked, call) =>
      this.#list('/v1/disputes', world.disputes.values().filter(ofCharge(asked)), call, asked),
    );
    this.#route('GET', '/v1/disputes/:', 'dispute_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, world.find(world.disputes, 'dispute', id, call.livemode), expand),
    );
    this.#route('GET', '/v1/payouts', 'payout_read', shapes.payoutListShape, (asked, call) =>
      this.#list(
        '/v1/payouts',
        world.payouts.values().filter(({ status }) => !asked.status || status === asked.status),
        call,
        asked,
      ),
    );
    this.#route('GET', '/v1/payouts/:', 'payout_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, world.find(world.payouts, 'payout', id, call.livemode), expand),
    );
    this.#route(
      'GET',
      '/v1/balance_transactions',
      'balance_transaction_read',
      shapes.transactionListShape,
      (asked, call) => {
        if (asked.payout) world.find(world.payouts, 'payout', asked.payout, call.livemode);
        return this.#list(
          '/v1/balance_transactions',
          world.transactions
            .values()
            .filter(
              (entry) =>
                (!asked.payout || world.paidOut.get(entry.id) === asked.payout) &&
                (!asked.source || entry.source === asked.source) &&
                (!asked.type || entry.type === asked.type) &&
                (!asked.currency || entry.currency === asked.currency),
            ),
          call,
          asked,
        );
      },
    );
    this.#route(
      'GET',
      '/v1/balance_transactions/:',
      'balance_transaction_read',
      shapes.readShape,
      ({ expand }, call, id) =>
        answered(world, world.find(world.transactions, 'balance_transaction', id, call.livemode), expand),
    );
  }

  #settings(): void {
    const { world } = this;
    this.#route('GET', '/v1/account', 'accounts_kyc_basic_read', shapes.readShape, () =>
      structuredClone(world.account),
    );
    // Told in the account's own version, whatever the request speaks: what an event looks like is settled when it happens.
    const told = (event: make.StripeEvent): make.StripeEvent => ({ ...event, api_version: ACCOUNT_VERSION });
    this.#route('GET', '/v1/events', 'event_read', shapes.eventListShape, (asked, call) => {
      if (asked.type && asked.types)
        throw invalid('You may only specify one of these parameters: type, types.', 'types');
      const wanted = asked.types ?? (asked.type ? [asked.type] : null);
      const { data, hasMore } = page(
        world.events.filter(({ type, livemode }) => livemode === call.livemode && (wanted?.includes(type) ?? true)),
        asked,
      );
      return { object: 'list', data: structuredClone(data.map(told)), has_more: hasMore, url: '/v1/events' };
    });
    this.#route('GET', '/v1/events/:', 'event_read', shapes.readShape, (_, call, id) => {
      const event = world.events.find((one) => one.id === id && one.livemode === call.livemode);
      if (!event) throw noSuch('event', id);
      return structuredClone(told(event));
    });
    const hooks = '/v1/webhook_endpoints';
    const hook = (id: string, call: Call): make.WebhookEndpoint =>
      world.find(world.endpoints, 'webhook_endpoint', id, call.livemode);
    this.#route('POST', hooks, 'webhook_write', shapes.endpointShape, (asked, call) => {
      checkHook(asked.url, call.livemode);
      checkEvents(asked.enabled_events);
      if (asked.api_version !== undefined) trainOf(asked.api_version);
      if (world.endpoints.values().filter(({ livemode }) => livemode === call.livemode).length >= 16)
        throw invalid('You have reached the maximum of 16 test webhook endpoints.');
      const endpoint = world.endpoints.add(
        make.webhookEndpoint(world.of('we', call.livemode), asked.url, asked.enabled_events, asked.api_version ?? null),
      );
      endpoint.description = asked.description ?? null;
      endpoint.metadata = asked.metadata ?? {};
      const secret = makeId('whsec', 32);
      this.secrets.set(endpoint.id, [secret]);
      return { ...answered(world, endpoint, asked.expand), secret };
    });
    this.#route('GET', hooks, 'webhook_read', shapes.listShape, (asked, call) =>
      this.#list(hooks, world.endpoints.values(), call, asked),
    );
    this.#route('GET', `${hooks}/:`, 'webhook_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, hook(id, call), expand),
    );
    this.#route('POST', `${hooks}/:`, 'webhook_write', shapes.endpointUpdateShape, (asked, call, id) => {
      const endpoint = hook(id, call);
      if (asked.url) checkHook(asked.url, call.livemode);
      if (asked.enabled_events) checkEvents(asked.enabled_events);
      endpoint.url = asked.url ?? endpoint.url;
      endpoint.enabled_events = asked.enabled_events ?? endpoint.enabled_events;
      endpoint.description = asked.description ?? endpoint.description;
      if (asked.disabled !== undefined) endpoint.status = asked.disabled ? 'disabled' : 'enabled';
      if (asked.metadata) endpoint.metadata = merged(endpoint.metadata, asked.metadata);
      return answered(world, endpoint, asked.expand);
    });
    this.#route('DELETE', `${hooks}/:`, 'webhook_write', {}, (_, call, id) => {
      hook(id, call);
      world.endpoints.all.delete(id);
      this.secrets.delete(id);
      return { id, object: 'webhook_endpoint', deleted: true };
    });
    const domains = '/v1/payment_method_domains';
    const domain = (id: string, call: Call): make.PaymentMethodDomain =>
      world.find(world.domains, 'payment_method_domain', id, call.livemode);
    this.#route('POST', domains, 'payment_method_domain_write', shapes.domainShape, (asked, call) => {
      if (!DOMAIN.test(asked.domain_name)) throw invalid(`Invalid domain name: ${asked.domain_name}`, 'domain_name');
      const known = world.domains
        .values()
        .find((one) => one.domain_name === asked.domain_name && one.livemode === call.livemode);
      if (known) return answered(world, known, asked.expand);
      const added = make.paymentMethodDomain(world.of('pmd', call.livemode), asked.domain_name, asked.enabled ?? true);
      return answered(world, world.domains.add(added), asked.expand);
    });
    this.#route('GET', domains, 'payment_method_domain_read', shapes.domainListShape, (asked, call) =>
      this.#list(
        domains,
        world.domains
          .values()
          .filter(
            (one) =>
              (!asked.domain_name || one.domain_name === asked.domain_name) &&
              (asked.enabled === undefined || one.enabled === asked.enabled),
          ),
        call,
        asked,
      ),
    );
    this.#route('GET', `${domains}/:`, 'payment_method_domain_read', shapes.readShape, ({ expand }, call, id) =>
      answered(world, domain(id, call), expand),
    );
    this.#route('POST', `${domains}/:`, 'payment_method_domain_write', shapes.domainUpdateShape, (asked, call, id) => {
      const one = domain(id, call);
      one.enabled = asked.enabled ?? one.enabled;
      return answered(world, one, asked.expand);
    });
    this.#route(
      'POST',
      `${domains}/:/validate`,
      'payment_method_domain_write',
      shapes.readShape,
      ({ expand }, call, id) => answered(world, domain(id, call), expand),
    );
  }
}

/** Since the train after dahlia, which ways to pay there are is settled in the dashboard alone. */
function refuseTypes(types: string[] | undefined, { version }: Call): void {
  if (types && !trainOf(version).takesPaymentMethodTypes) throw unknownParameter('payment_method_types');
}

function ownedBy(method: make.PaymentMethod | undefined, customer: string | undefined): void {
  if (!method || method.customer === (customer ?? null)) return;
  throw invalid(
    customer
      ? `The provided PaymentMethod ${method.id} does not belong to the Customer ${customer}.`
      : `The PaymentMethod ${method.id} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter.`,
    'payment_method',
  );
}

/** With redirecting ways to pay switched on, an intent that is confirmed with the buyer there has to know the way back. */
function mayRedirect(intent: make.PaymentIntent, asked: { off_session?: boolean; return_url?: string }): void {
  const { automatic_payment_methods: automatic } = intent;
  if (asked.off_session || asked.return_url || !automatic?.enabled || automatic.allow_redirects === 'never') return;
  throw invalid(
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`.',
    'return_url',
  );
}

function mustBe(intent: make.PaymentIntent, states: string[], verb: string): void {
  if (!states.includes(intent.status))
    throw invalid(
      `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}.`,
      undefined,
      'payment_intent_unexpected_state',
    );
}

function checkHook(url: string, livemode: boolean): void {
  if (livemode && !url.startsWith('https://'))
    throw invalid('Invalid URL: URLs must be HTTPS in live mode.', 'url', 'url_invalid');
}

function checkEvents(events: string[]): void {
  for (const [index, event] of events.entries()) {
    if (event !== '*' && !EVENTS.has(event))
      throw invalid(
        `Invalid enabled_events[${index}]: must be one of the known event types, not ${event}`,
        `enabled_events[${index}]`,
      );
  }
}

/** Events the double sends. */
const EVENTS = new Set([
  ...['completed', 'expired', 'async_payment_succeeded', 'async_payment_failed'].map(
    (what) => `checkout.session.${what}`,
  ),
  ...['created', 'requires_action', 'processing', 'succeeded', 'payment_failed', 'canceled'].map(
    (what) => `payment_intent.${what}`,
  ),
  ...['created', 'requires_action', 'succeeded', 'setup_failed', 'canceled'].map((what) => `setup_intent.${what}`),
  ...['pending', 'succeeded', 'failed', 'refunded', 'refund.updated'].map((what) => `charge.${what}`),
  ...['created', 'updated', 'closed', 'funds_withdrawn', 'funds_reinstated'].map((what) => `charge.dispute.${what}`),
  ...['created', 'updated', 'failed'].map((what) => `refund.${what}`),
  ...['created', 'deleted', 'updated'].map((what) => `customer.${what}`),
  ...['attached', 'detached'].map((what) => `payment_method.${what}`),
  ...['created', 'paid', 'failed', 'updated', 'reconciliation_completed'].map((what) => `payout.${what}`),
  ...['radar.early_fraud_warning.created', 'account.updated'],
]);
