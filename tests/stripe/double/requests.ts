// What each request may carry in the pinned version, as far as the double plays it. Names and limits are Stripe's; whether
// they are right is asked of stripe-mock by the tests.
import {
  email,
  expand,
  flag,
  integer,
  listOf,
  metadata,
  object,
  oneOf,
  paging,
  required,
  text,
  url,
} from './parameters.ts';

const LOCALES = [
  ...[
    'auto',
    'bg',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'en-GB',
    'es',
    'es-419',
    'et',
    'fi',
    'fil',
    'fr',
    'fr-CA',
    'hr',
    'hu',
  ],
  ...[
    'id',
    'it',
    'ja',
    'ko',
    'lt',
    'lv',
    'ms',
    'mt',
    'nb',
    'nl',
    'pl',
    'pt',
    'pt-BR',
    'ro',
    'ru',
    'sk',
    'sl',
    'sv',
    'th',
  ],
  ...['tr', 'vi', 'zh', 'zh-HK', 'zh-TW'],
];
const usage = oneOf('off_session', 'on_session');
const types = listOf(text(), 50);
const suffix = text(22);
const address = object({
  ...{ city: text(), country: text(2), line1: text(), line2: text(), postal_code: text(), state: text() },
});

const priceData = object({
  currency: required(text(3)),
  product_data: required(
    object({
      name: required(text(250)),
      description: text(),
      images: listOf(url, 8),
      metadata,
      tax_code: text(),
      unit_label: text(12),
    }),
  ),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
  unit_amount: required(integer()),
});

export const itemShape = { price: text(), price_data: priceData, quantity: integer(), metadata };

export const sessionShape = {
  adaptive_pricing: object({ enabled: flag }),
  billing_address_collection: oneOf('auto', 'required'),
  cancel_url: url,
  client_reference_id: text(200),
  consent_collection: object({
    payment_method_reuse_agreement: object({ position: required(oneOf('auto', 'hidden')) }),
    promotions: oneOf('auto', 'none'),
    terms_of_service: oneOf('none', 'required'),
  }),
  currency: text(3),
  custom_text: object({
    after_submit: object({ message: required(text(1200)) }),
    shipping_address: object({ message: required(text(1200)) }),
    submit: object({ message: required(text(1200)) }),
    terms_of_service_acceptance: object({ message: required(text(1200)) }),
  }),
  customer: text(),
  customer_creation: oneOf('always', 'if_required'),
  customer_email: email,
  excluded_payment_method_types: types,
  expand,
  expires_at: integer(),
  line_items: listOf(object(itemShape)),
  locale: oneOf(...LOCALES),
  metadata,
  mode: oneOf('payment', 'setup'),
  payment_intent_data: object({
    capture_method: oneOf('automatic', 'automatic_async'),
    description: text(1000),
    metadata,
    receipt_email: email,
    setup_future_usage: usage,
    statement_descriptor_suffix: suffix,
  }),
  payment_method_options: object({
    card: object({ request_three_d_secure: oneOf('any', 'automatic', 'challenge'), setup_future_usage: usage }),
  }),
  payment_method_types: types,
  redirect_on_completion: oneOf('always', 'if_required', 'never'),
  return_url: url,
  saved_payment_method_options: object({
    payment_method_remove: oneOf('disabled', 'enabled'),
    payment_method_save: oneOf('disabled', 'enabled'),
  }),
  setup_intent_data: object({ description: text(1000), metadata }),
  submit_type: oneOf('auto', 'book', 'donate', 'pay'),
  success_url: url,
  ui_mode: oneOf('elements', 'embedded_page', 'hosted_page'),
  wallet_options: object({ link: object({ display: oneOf('auto', 'never') }) }),
};

export const sessionUpdateShape = {
  expand,
  line_items: listOf(object({ ...itemShape, id: text() })),
  metadata,
};

export const sessionListShape = {
  ...paging,
  customer: text(),
  payment_intent: text(),
  status: oneOf('complete', 'expired', 'open'),
};

const automatic = object({ enabled: required(flag), allow_redirects: oneOf('always', 'never') });
const mandateData = object({
  customer_acceptance: required(
    object({
      accepted_at: integer(),
      offline: object({}),
      online: object({ ip_address: required(text()), user_agent: required(text()) }),
      type: required(oneOf('offline', 'online')),
    }),
  ),
});

export const intentShape = {
  amount: required(integer()),
  currency: required(text(3)),
  automatic_payment_methods: automatic,
  capture_method: oneOf('automatic', 'automatic_async'),
  confirm: flag,
  customer: text(),
  description: text(1000),
  error_on_requires_action: flag,
  expand,
  mandate_data: mandateData,
  metadata,
  off_session: flag,
  payment_method: text(),
  payment_method_types: types,
  receipt_email: email,
  return_url: url,
  setup_future_usage: usage,
  statement_descriptor_suffix: suffix,
};

export const intentUpdateShape = {
  amount: integer(),
  description: text(1000),
  expand,
  metadata,
  payment_method: text(),
  receipt_email: email,
};

export const intentConfirmShape = {
  error_on_requires_action: flag,
  expand,
  mandate_data: mandateData,
  off_session: flag,
  payment_method: text(),
  return_url: url,
};

export const intentCancelShape = {
  cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
  expand,
};

export const intentListShape = { ...paging, customer: text() };

export const setupShape = {
  automatic_payment_methods: automatic,
  confirm: flag,
  customer: text(),
  description: text(1000),
  expand,
  metadata,
  payment_method: text(),
  payment_method_types: types,
  return_url: url,
  usage,
};

export const setupCancelShape = {
  cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer'),
  expand,
};

export const customerShape = {
  address,
  description: text(),
  email,
  expand,
  metadata,
  name: text(256),
  phone: text(20),
  preferred_locales: listOf(text(), 20),
};

export const refundShape = {
  amount: integer(),
  charge: text(),
  expand,
  metadata,
  payment_intent: text(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
};

export const refundListShape = { ...paging, charge: text(), payment_intent: text() };
export const chargeListShape = { ...paging, customer: text(), payment_intent: text() };
export const disputeListShape = { ...paging, charge: text(), payment_intent: text() };
export const eventListShape = { ...paging, type: text(), types: listOf(text(), 20) };
export const payoutListShape = { ...paging, status: text() };
export const transactionListShape = { ...paging, currency: text(3), payout: text(), source: text(), type: text() };
export const domainListShape = { ...paging, domain_name: text(), enabled: flag };
export const listShape = paging;
export const readShape = { expand };

const events = listOf(text(), 300);
export const endpointShape = {
  api_version: text(),
  connect: flag,
  description: text(),
  enabled_events: required(events),
  expand,
  metadata,
  url: required(url),
};
export const endpointUpdateShape = {
  description: text(),
  disabled: flag,
  enabled_events: events,
  expand,
  metadata,
  url,
};

export const domainShape = { domain_name: required(text()), enabled: flag, expand };
export const domainUpdateShape = { enabled: flag, expand };
