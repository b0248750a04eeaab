// Checkout Sessions: made by the plugin, paid by a buyer on a page or in a form, expired by the plugin or by time.
import { METHODS, type Method } from './cards.ts';
import { checkCharge, checkCurrency, checkExponent } from './currencies.ts';
import { invalid, StripeError } from './errors.ts';
import type { Money, Outcome } from './money.ts';
import * as make from './objects.ts';
import type { Read } from './parameters.ts';
import type { itemShape, sessionShape, sessionUpdateShape } from './requests.ts';
import { makeId, type World } from './world.ts';

const SHORTEST = 30 * 60;
const LONGEST = 24 * 3600;

export interface Buyer {
  method?: Method;
  /** The country of the card. */
  country?: string;
  email?: string;
  name?: string;
}

export class Checkout {
  readonly world: World;
  readonly money: Money;

  constructor(world: World, money: Money) {
    this.world = world;
    this.money = money;
  }

  /** @throws StripeError for everything the pinned version refuses */
  create(asked: Read<typeof sessionShape>, livemode: boolean): make.Session {
    const { world } = this;
    const mode = asked.mode ?? 'payment';
    const uiMode = asked.ui_mode ?? 'hosted_page';
    checkPlaces(asked, uiMode);
    const expiresAt = asked.expires_at ?? world.clock.now() + LONGEST;
    const ahead = expiresAt - world.clock.now();
    if (ahead < SHORTEST)
      throw invalid(
        'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
        'expires_at',
      );
    if (ahead > LONGEST)
      throw invalid(
        'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
        'expires_at',
      );
    if (asked.customer && asked.customer_email)
      throw invalid('You may only specify one of these parameters: customer, customer_email.', 'customer');
    if (asked.customer && asked.customer_creation)
      throw invalid('You may only specify one of these parameters: customer, customer_creation.', 'customer');
    const customer = asked.customer ? world.find(world.customers, 'customer', asked.customer, livemode) : undefined;
    const head = { id: makeId(livemode ? 'cs_live' : 'cs_test', 58), created: world.clock.now(), livemode };
    const session = make.session(head, mode, uiMode, expiresAt);
    if (mode === 'setup') this.#setUp(session, asked);
    else this.#price(session, asked);
    session.client_reference_id = asked.client_reference_id ?? null;
    session.customer = customer?.id ?? null;
    session.customer_email = asked.customer_email ?? null;
    session.customer_creation = customer
      ? null
      : (asked.customer_creation ?? (mode === 'payment' ? 'if_required' : null));
    session.locale = asked.locale ?? null;
    session.metadata = asked.metadata ?? {};
    session.submit_type = asked.submit_type ?? null;
    session.billing_address_collection = asked.billing_address_collection ?? null;
    session.consent_collection = asked.consent_collection
      ? { payment_method_reuse_agreement: null, promotions: null, terms_of_service: null, ...asked.consent_collection }
      : null;
    session.adaptive_pricing = asked.adaptive_pricing
      ? { enabled: asked.adaptive_pricing.enabled ?? false }
      : { enabled: false };
    for (const [place, text] of Object.entries(asked.custom_text ?? {}))
      session.custom_text[place] = text as { message: string };
    if (asked.payment_method_types) session.payment_method_types = asked.payment_method_types;
    if (asked.excluded_payment_method_types)
      session.payment_method_types = session.payment_method_types.filter(
        (type) => !asked.excluded_payment_method_types?.includes(type),
      );
    const email = asked.customer_email ?? customer?.email ?? null;
    if (email) session.customer_details = this.#details(email, null, null);
    if (uiMode === 'hosted_page') {
      session.success_url = asked.success_url ?? null;
      session.cancel_url = asked.cancel_url ?? null;
      session.url = `${world.origin}/pay/${session.id}`;
    } else {
      session.client_secret = `${session.id}_secret_${makeId('fid', 40).slice(4)}`;
      session.return_url = asked.return_url;
      session.redirect_on_completion =
        uiMode === 'embedded_page' ? (asked.redirect_on_completion ?? 'always') : undefined;
    }
    return world.sessions.add(session);
  }

  #setUp(session: make.Session, asked: Read<typeof sessionShape>): void {
    if (asked.line_items) throw invalid('You can not pass `line_items` in `setup` mode.', 'line_items');
    if (asked.payment_intent_data)
      throw invalid('You can not pass `payment_intent_data` in `setup` mode.', 'payment_intent_data');
    if (!asked.currency && !asked.payment_method_types)
      throw invalid(
        'You must pass either `currency` or `payment_method_types` in `setup` mode.',
        'currency',
        'parameter_missing',
      );
    session.currency = asked.currency ? checkCurrency(asked.currency) : null;
    const setup = this.world.setups.add(make.setupIntent(this.world.of('seti', session.livemode)));
    Object.assign(setup, { metadata: {}, ...asked.setup_intent_data });
    setup.customer = asked.customer ?? null;
    session.setup_intent = setup.id;
  }

  #price(session: make.Session, asked: Read<typeof sessionShape>): void {
    if (!asked.line_items || asked.line_items.length === 0)
      throw invalid(
        'You must specify line items to create a Checkout Session in `payment` mode.',
        'line_items',
        'parameter_missing',
      );
    if (asked.setup_intent_data)
      throw invalid('You can only pass `setup_intent_data` in `setup` mode.', 'setup_intent_data');
    this.#total(
      session,
      asked.line_items.map((item, index) => this.#item(item, index, session)),
    );
    const { payment_intent_data: data } = asked;
    this.world.intentData.set(session.id, {
      metadata: data?.metadata ?? {},
      description: data?.description ?? null,
      receipt_email: data?.receipt_email ?? null,
      setup_future_usage: data?.setup_future_usage ?? null,
      statement_descriptor_suffix: data?.statement_descriptor_suffix ?? null,
    });
  }

  #item(item: Read<typeof itemShape>, index: number, session: make.Session): make.LineItem {
    const at = `line_items[${index}]`;
    if (item.price) throw invalid(`No such price: '${item.price}'`, `${at}[price]`, 'resource_missing');
    const { price_data: price } = item;
    if (!price) throw invalid(`You must specify either \`price\` or \`price_data\`.`, at, 'parameter_missing');
    const currency = checkCurrency(price.currency, `${at}[price_data][currency]`);
    checkExponent(price.unit_amount, currency, `${at}[price_data][unit_amount]`);
    const quantity = item.quantity ?? 1;
    if (quantity < 1) throw invalid('Invalid positive integer', `${at}[quantity]`, 'parameter_invalid_integer');
    const of = { created: session.created, livemode: session.livemode };
    return make.lineItem(makeId('li'), of, {
      ...{
        name: price.product_data.name,
        amount: price.unit_amount,
        currency,
        quantity,
        metadata: item.metadata ?? {},
      },
    });
  }

  #total(session: make.Session, items: make.LineItem[]): void {
    const currency = items[0]?.currency ?? '';
    if (items.some((item) => item.currency !== currency))
      throw invalid('All line items must have the same currency.', 'line_items');
    const total = items.reduce((sum, item) => sum + item.amount_total, 0);
    if (total > 0) checkCharge(total, currency, 'line_items');
    session.currency = currency;
    session.amount_subtotal = session.amount_total = total;
    session.total_details = { amount_discount: 0, amount_shipping: 0, amount_tax: 0 };
    session.payment_status = total === 0 ? 'no_payment_required' : 'unpaid';
    this.world.items.set(session.id, items);
  }

  /** A change while the buyer looks at the form (`runServerUpdate`). */
  update(session: make.Session, asked: Read<typeof sessionUpdateShape>): void {
    if (asked.metadata) session.metadata = merged(session.metadata, asked.metadata);
    if (!asked.line_items) return;
    this.#mustBeOpen(session, 'updated');
    if (session.ui_mode === 'hosted_page')
      throw invalid('`line_items` can only be updated when `ui_mode` is `elements` or `embedded_page`.', 'line_items');
    const known = this.world.items.get(session.id) ?? [];
    const items = asked.line_items.map((item, index) => {
      if (!item.id) return this.#item(item, index, session);
      const kept = known.find(({ id }) => id === item.id);
      if (!kept) throw invalid(`No such line item: '${item.id}'`, `line_items[${index}][id]`, 'resource_missing');
      const quantity = item.quantity ?? kept.quantity;
      const amount = kept.price.unit_amount * quantity;
      return { ...kept, quantity, amount_subtotal: amount, amount_total: amount };
    });
    this.#total(session, items);
  }

  /** @throws StripeError when it is not open any more: paid in the meantime, perhaps */
  expire(session: make.Session): void {
    this.#mustBeOpen(session, 'expired');
    const intent = this.world.intents.all.get(session.payment_intent ?? '');
    session.status = 'expired';
    session.url = null;
    if (intent && intent.status !== 'succeeded') this.cancelIntent(intent, 'automatic');
    this.world.emit('checkout.session.expired', session);
  }

  /** What time does to sessions nobody paid. */
  sweep(): void {
    for (const session of this.world.sessions.values()) {
      if (session.status === 'open' && session.expires_at <= this.world.clock.now()) this.expire(session);
    }
  }

  cancelIntent(intent: make.PaymentIntent, reason: string | null): void {
    intent.status = 'canceled';
    intent.canceled_at = this.world.clock.now();
    intent.cancellation_reason = reason;
    intent.next_action = null;
    this.world.emit('payment_intent.canceled', intent);
  }

  /**
   * A buyer pays, or saves a card: what the hosted page and the script's stub call.
   *
   * @throws StripeError when the session is over or lacks an address to write to
   */
  pay(session: make.Session, buyer: Buyer = {}): Outcome {
    const { world, money } = this;
    this.sweep();
    this.#mustBeOpen(session, 'confirmed');
    const { method = 'card', country = 'FR', name = null } = buyer;
    const known = world.customers.all.get(session.customer ?? '');
    const email = buyer.email ?? session.customer_email ?? known?.email ?? session.customer_details?.email ?? null;
    if (!email) throw invalid('An email address is required to confirm this Checkout Session.', 'email');
    session.customer_details = this.#details(email, name, country);
    if (session.mode === 'payment' && session.amount_total === 0) {
      this.#complete(session);
      return { result: 'succeeded' };
    }
    const means = money.method(session.livemode, method, country, email);
    if (session.mode === 'setup') return this.#save(session, means.id);
    const intent = this.#intent(session);
    intent.payment_method = means.id;
    return this.#after(session, money.confirm(intent, true));
  }

  /** The bank's page: the buyer proves that it is them, or does not. Also for intents without a session. */
  authenticate(id: string, well: boolean): Outcome {
    const { world, money } = this;
    const session = world.sessions.values().find((one) => one.payment_intent === id || one.setup_intent === id);
    const setup = world.setups.all.get(id);
    const intent = world.intents.all.get(id);
    const waiting = setup ?? intent;
    if (waiting?.status !== 'requires_action') throw invalid(`${id} does not wait for the buyer's bank.`, 'intent');
    if (setup) {
      if (well) return this.#saved(setup, session);
      setup.status = 'requires_payment_method';
      setup.next_action = null;
      setup.last_setup_error = {
        ...{ type: 'invalid_request_error', code: 'setup_intent_authentication_failure' },
        message:
          'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
      };
      world.emit('setup_intent.setup_failed', setup);
      return { result: 'declined', error: setup.last_setup_error };
    }
    if (!intent) throw invalid(`No such payment_intent: '${id}'`, 'intent', 'resource_missing');
    if (!well) {
      money.authenticationFailed(intent);
      return { result: 'declined', error: intent.last_payment_error as make.ApiError };
    }
    const outcome = money.confirm(intent, true, true);
    return session ? this.#after(session, outcome) : outcome;
  }

  /** A promised payment of a session arrives, or does not. */
  arrive(session: make.Session, well: boolean): void {
    const intent = this.world.intents.all.get(session.payment_intent ?? '');
    if (!intent) throw new Error(`${session.id} has no payment on its way.`);
    this.money.arrive(intent, well);
    if (well) session.payment_status = 'paid';
    this.world.emit(`checkout.session.async_payment_${well ? 'succeeded' : 'failed'}`, session);
  }

  #intent(session: make.Session): make.PaymentIntent {
    const { world } = this;
    const known = world.intents.all.get(session.payment_intent ?? '');
    if (known) {
      known.amount = session.amount_total ?? 0;
      return known;
    }
    const head = world.of('pi', session.livemode);
    const intent = make.paymentIntent(head, session.amount_total ?? 0, session.currency ?? '');
    Object.assign(intent, structuredClone(world.intentData.get(session.id)));
    intent.customer = session.customer;
    intent.payment_method_types = session.payment_method_types;
    session.payment_intent = intent.id;
    world.intents.add(intent);
    world.emit('payment_intent.created', intent);
    return intent;
  }

  #after(session: make.Session, outcome: Outcome): Outcome {
    if (outcome.result === 'requires_action' || outcome.result === 'declined') return outcome;
    const intent = this.world.intents.all.get(session.payment_intent ?? '');
    const method = this.world.methods.all.get(intent?.payment_method ?? '');
    if (!session.customer && (session.customer_creation === 'always' || intent?.setup_future_usage)) {
      session.customer = this.#newCustomer(session).id;
      if (intent) intent.customer = session.customer;
    }
    if (method && session.customer && intent?.setup_future_usage) this.money.attach(method, session.customer);
    this.#complete(session, outcome.result === 'succeeded');
    return outcome;
  }

  #save(session: make.Session, methodId: string): Outcome {
    const { world, money } = this;
    const setup = world.setups.all.get(session.setup_intent ?? '');
    if (!setup) throw new Error(`${session.id} has no setup intent.`);
    setup.payment_method = methodId;
    const behaviour = money.behaviour(methodId);
    if (behaviour.declines && !behaviour.saves) {
      setup.payment_method = null;
      setup.last_setup_error = { type: 'card_error', ...behaviour.declines };
      world.emit('setup_intent.setup_failed', setup);
      return { result: 'declined', error: setup.last_setup_error };
    }
    if (behaviour.asks !== 'never') {
      const url = `${world.origin}/3ds/${setup.id}`;
      setup.status = 'requires_action';
      setup.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: session.return_url ?? null, url } };
      world.emit('setup_intent.requires_action', setup);
      return { result: 'requires_action', url };
    }
    return this.#saved(setup, session);
  }

  #saved(setup: make.SetupIntent, session: make.Session | undefined): Outcome {
    const { world, money } = this;
    setup.status = 'succeeded';
    setup.next_action = null;
    setup.last_setup_error = null;
    if (session && !session.customer && session.customer_creation === 'always')
      session.customer = this.#newCustomer(session).id;
    setup.customer ??= session?.customer ?? null;
    const method = world.methods.all.get(setup.payment_method ?? '');
    if (method && setup.customer) money.attach(method, setup.customer);
    world.emit('setup_intent.succeeded', setup);
    if (session) this.#complete(session);
    return { result: 'succeeded' };
  }

  #newCustomer(session: make.Session): make.Customer {
    const { world } = this;
    const details = session.customer_details;
    const customer = world.customers.add(
      make.customer(world.of('cus', session.livemode), details?.email ?? null, details?.name ?? null, {}),
    );
    world.emit('customer.created', customer);
    return customer;
  }

  #complete(session: make.Session, paid = true): void {
    session.status = 'complete';
    session.url = null;
    session.client_secret = null;
    if (paid && session.payment_status === 'unpaid') session.payment_status = 'paid';
    this.world.emit('checkout.session.completed', session);
  }

  #details(email: string, name: string | null, country: string | null): make.Session['customer_details'] {
    return {
      address: country ? { city: null, country, line1: null, line2: null, postal_code: null, state: null } : null,
      ...{ business_name: null, email, individual_name: null, name, phone: null, tax_exempt: 'none', tax_ids: [] },
    };
  }

  #mustBeOpen(session: make.Session, verb: string): void {
    if (session.status !== 'open')
      throw new StripeError(
        400,
        'invalid_request_error',
        `Only Checkout Sessions with a status in ["open"] can be ${verb}. This Checkout Session has a status of \`${session.status}\`.`,
      );
  }
}

/** Which page a buyer is sent to afterwards may be said in one way only for each kind of page. */
function checkPlaces(asked: Read<typeof sessionShape>, uiMode: make.Session['ui_mode']): void {
  const refuse = (
    name: 'success_url' | 'cancel_url' | 'return_url' | 'redirect_on_completion',
    modes: string,
  ): void => {
    if (asked[name] !== undefined)
      throw invalid(`\`${name}\` can only be used when \`ui_mode\` is ${modes}; it is \`${uiMode}\`.`, name);
  };
  if (uiMode === 'hosted_page') {
    refuse('return_url', '`elements` or `embedded_page`');
    refuse('redirect_on_completion', '`embedded_page`');
    if (!asked.success_url) throw invalid('Missing required param: success_url.', 'success_url', 'parameter_missing');
    return;
  }
  refuse('success_url', '`hosted_page`');
  refuse('cancel_url', '`hosted_page`');
  if (uiMode === 'elements') refuse('redirect_on_completion', '`embedded_page`');
  if (!asked.return_url && asked.redirect_on_completion !== 'never')
    throw invalid('Missing required param: return_url.', 'return_url', 'parameter_missing');
}

/** New metadata over old; an empty value takes a key away. */
export function merged(old: make.Metadata, changes: Record<string, string>): make.Metadata {
  return Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value !== ''));
}

/** Whether a word names a way to pay. */
export function isMethod(word: string): word is Method {
  return Object.hasOwn(METHODS, word);
}
