// Stripe's objects, freshly made, with the fields of the pinned version: `tests/stripe/double.test.ts` holds every one the
// double answers against the official description. Fields that refer to other objects hold ids; `expand.ts` fills them in.
import type { Behaviour } from './cards.ts';

export type Metadata = Record<string, string>;
interface Of {
  id: string;
  created: number;
  livemode: boolean;
}

export interface Address {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
}
const address = (country: string): Address => ({
  ...{ city: null, country, line1: null, line2: null, postal_code: null, state: null },
});

export interface ApiError {
  type: 'card_error' | 'invalid_request_error' | 'api_error';
  code?: string;
  decline_code?: string;
  message?: string;
  payment_method?: unknown;
}

export const customer = (of: Of, email: string | null, name: string | null, metadata: Metadata) => ({
  object: 'customer' as const,
  ...of,
  address: null as Address | null,
  balance: 0,
  currency: null,
  default_source: null,
  delinquent: false,
  description: null as string | null,
  discount: null,
  email,
  invoice_prefix: of.id.slice(-8).toUpperCase(),
  invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
  metadata,
  name,
  next_invoice_sequence: 1,
  phone: null,
  preferred_locales: [] as string[],
  shipping: null,
  tax_exempt: 'none' as const,
  test_clock: null,
});
export type Customer = ReturnType<typeof customer>;

const cardOf = (behaviour: Behaviour, country: string) => ({
  brand: behaviour.brand,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
  country,
  exp_month: 12,
  exp_year: 2034,
  fingerprint: `fp${behaviour.number ?? behaviour.wallet ?? ''}`,
  funding: 'credit',
  last4: behaviour.number?.slice(-4) ?? '4242',
  wallet: behaviour.wallet
    ? { type: behaviour.wallet, dynamic_last4: null, [behaviour.wallet]: {} as Record<string, never> }
    : null,
});
const sepaOf = (country: string) => ({
  ...{ bank_code: '20041', branch_code: '01005', country, fingerprint: 'fpbank', last4: '2606' },
});

export const paymentMethod = (of: Of, behaviour: Behaviour, country: string, email: string | null) => ({
  object: 'payment_method' as const,
  ...of,
  allow_redisplay: 'unspecified' as const,
  billing_details: { address: address(country), email, name: null, phone: null, tax_id: null },
  customer: null as string | null,
  metadata: {} as Metadata,
  type: behaviour.type,
  ...(behaviour.type === 'card'
    ? {
        card: {
          ...cardOf(behaviour, country),
          display_brand: behaviour.brand,
          generated_from: null,
          networks: { available: [behaviour.brand], preferred: null },
          regulated_status: 'unregulated' as const,
          three_d_secure_usage: { supported: true },
        },
      }
    : behaviour.type === 'sepa_debit'
      ? { sepa_debit: { ...sepaOf(country), generated_from: { charge: null, setup_attempt: null } } }
      : { link: { email, persistent_token: undefined } }),
});
export type PaymentMethod = ReturnType<typeof paymentMethod>;

export const paymentIntent = (of: Of, amount: number, currency: string) => ({
  object: 'payment_intent' as const,
  ...of,
  amount,
  amount_capturable: 0,
  amount_details: { tip: {} },
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null as { enabled: boolean; allow_redirects?: 'always' | 'never' } | null,
  canceled_at: null as number | null,
  cancellation_reason: null as string | null,
  capture_method: 'automatic_async' as 'automatic' | 'automatic_async' | 'manual',
  client_secret: `${of.id}_secret_${of.id.slice(-8)}`,
  confirmation_method: 'automatic' as const,
  currency,
  customer: null as string | null,
  description: null as string | null,
  last_payment_error: null as ApiError | null,
  latest_charge: null as string | null,
  metadata: {} as Metadata,
  next_action: null as { type: 'redirect_to_url'; redirect_to_url: { return_url: string | null; url: string } } | null,
  on_behalf_of: null,
  payment_method: null as string | null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card', 'link', 'sepa_debit'] as string[],
  processing: null,
  receipt_email: null as string | null,
  review: null,
  setup_future_usage: null as 'off_session' | 'on_session' | null,
  shipping: null,
  statement_descriptor: null as string | null,
  statement_descriptor_suffix: null as string | null,
  status: 'requires_payment_method' as
    'canceled' | 'processing' | 'requires_action' | 'requires_confirmation' | 'requires_payment_method' | 'succeeded',
  transfer_data: null,
  transfer_group: null,
});
export type PaymentIntent = ReturnType<typeof paymentIntent>;

export const setupIntent = (of: Of) => ({
  object: 'setup_intent' as const,
  ...of,
  application: null,
  automatic_payment_methods: null as { enabled: boolean; allow_redirects?: 'always' | 'never' } | null,
  cancellation_reason: null as string | null,
  client_secret: `${of.id}_secret_${of.id.slice(-8)}`,
  customer: null as string | null,
  description: null as string | null,
  flow_directions: null,
  last_setup_error: null as ApiError | null,
  latest_attempt: null,
  mandate: null,
  metadata: {} as Metadata,
  next_action: null as { type: 'redirect_to_url'; redirect_to_url: { return_url: string | null; url: string } } | null,
  on_behalf_of: null,
  payment_method: null as string | null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card', 'link', 'sepa_debit'] as string[],
  single_use_mandate: null,
  status: 'requires_payment_method' as
    'canceled' | 'processing' | 'requires_action' | 'requires_confirmation' | 'requires_payment_method' | 'succeeded',
  usage: 'off_session' as string,
});
export type SetupIntent = ReturnType<typeof setupIntent>;

export const charge = (of: Of, intent: PaymentIntent, method: PaymentMethod, behaviour: Behaviour) => {
  const country = method.billing_details.address.country ?? '';
  return {
    object: 'charge' as const,
    ...of,
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null as string | null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'LE PARTERRE',
    captured: false,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null as string | null,
    failure_code: null as string | null,
    failure_message: null as string | null,
    fraud_details: {},
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null as {
      network_status: string;
      reason: string | null;
      risk_level: string;
      seller_message: string;
      type: string;
    } | null,
    paid: false,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details:
      behaviour.type === 'card'
        ? {
            type: 'card',
            card: {
              ...cardOf(behaviour, country),
              amount_authorized: intent.amount,
              authorization_code: '123456',
              installments: null,
              mandate: null,
              network: behaviour.brand,
              network_token: { used: false },
              network_transaction_id: null,
              regulated_status: 'unregulated' as const,
              three_d_secure: null,
            },
          }
        : behaviour.type === 'sepa_debit'
          ? { type: 'sepa_debit', sepa_debit: { ...sepaOf(country), mandate: null } }
          : { type: 'link', link: { country } },
    radar_options: {},
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: 'pending' as 'failed' | 'pending' | 'succeeded',
    transfer_data: null,
    transfer_group: null,
  };
};
export type Charge = ReturnType<typeof charge>;

export const refund = (of: Of, paid: Charge, amount: number, reason: string | null, metadata: Metadata) => ({
  object: 'refund' as const,
  id: of.id,
  amount,
  balance_transaction: null as string | null,
  charge: paid.id,
  created: of.created,
  currency: paid.currency,
  destination_details: undefined as { type: 'card'; card: { type: 'refund' | 'reversal' } } | undefined,
  failure_balance_transaction: undefined as string | undefined,
  failure_reason: undefined as string | undefined,
  metadata,
  payment_intent: paid.payment_intent as string | null,
  pending_reason: undefined as 'processing' | 'charge_pending' | 'insufficient_funds' | undefined,
  reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status: 'pending' as 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled',
  transfer_reversal: null,
});
export type Refund = ReturnType<typeof refund>;

const NO_EVIDENCE = [
  ...['access_activity_log', 'billing_address', 'cancellation_policy', 'cancellation_policy_disclosure'],
  ...['cancellation_rebuttal', 'customer_communication', 'customer_email_address', 'customer_name'],
  ...['customer_purchase_ip', 'customer_signature', 'duplicate_charge_documentation', 'duplicate_charge_explanation'],
  ...['duplicate_charge_id', 'product_description', 'receipt', 'refund_policy', 'refund_policy_disclosure'],
  ...['refund_refusal_explanation', 'service_date', 'service_documentation', 'shipping_address', 'shipping_carrier'],
  ...[
    'shipping_date',
    'shipping_documentation',
    'shipping_tracking_number',
    'uncategorized_file',
    'uncategorized_text',
  ],
];

export const dispute = (of: Of, paid: Charge, amount: number, reason: string) => ({
  object: 'dispute' as const,
  ...of,
  amount,
  balance_transactions: [] as BalanceTransaction[],
  charge: paid.id,
  currency: paid.currency,
  enhanced_eligibility_types: [] as string[],
  evidence: { ...Object.fromEntries(NO_EVIDENCE.map((name) => [name, null])), enhanced_evidence: {} },
  evidence_details: {
    due_by: of.created + 7 * 86_400,
    enhanced_eligibility: {},
    has_evidence: false,
    past_due: false,
    submission_count: 0,
  },
  is_charge_refundable: false,
  metadata: {} as Metadata,
  payment_intent: paid.payment_intent as string | null,
  payment_method_details: {
    type: 'card',
    card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '10.4' },
  },
  reason,
  status: 'needs_response' as 'needs_response' | 'under_review' | 'won' | 'lost',
});
export type Dispute = ReturnType<typeof dispute>;

export const balanceTransaction = (
  of: Of,
  type: 'charge' | 'payment' | 'refund' | 'payment_refund' | 'adjustment' | 'payout' | 'refund_failure',
  category: string,
  source: string,
  money: { amount: number; fee: number; currency: string },
) => ({
  object: 'balance_transaction' as const,
  id: of.id,
  amount: money.amount,
  available_on: of.created,
  balance_type: 'payments' as const,
  created: of.created,
  currency: money.currency,
  description: null,
  exchange_rate: null,
  fee: money.fee,
  fee_details:
    money.fee === 0
      ? []
      : [
          {
            amount: money.fee,
            application: null,
            currency: money.currency,
            description: category === 'dispute' ? 'Dispute fee' : 'Stripe processing fees',
            type: 'stripe_fee',
          },
        ],
  net: money.amount - money.fee,
  reporting_category: category,
  source,
  status: 'available',
  type,
});
export type BalanceTransaction = ReturnType<typeof balanceTransaction>;

export const payout = (of: Of, amount: number, currency: string, arrives: number) => ({
  object: 'payout' as const,
  ...of,
  amount,
  application_fee: null,
  application_fee_amount: null,
  arrival_date: arrives,
  automatic: true,
  balance_transaction: null as string | null,
  currency,
  description: 'STRIPE PAYOUT',
  destination: null,
  failure_balance_transaction: null,
  failure_code: null as string | null,
  failure_message: null as string | null,
  metadata: {} as Metadata,
  method: 'standard',
  original_payout: null,
  payout_method: null,
  reconciliation_status: 'completed' as const,
  reversed_by: null,
  source_type: 'card',
  statement_descriptor: null,
  status: 'paid' as 'paid' | 'pending' | 'in_transit' | 'failed',
  trace_id: null,
  type: 'bank_account' as const,
});
export type Payout = ReturnType<typeof payout>;

export const webhookEndpoint = (of: Of, url: string, events: string[], version: string | null) => ({
  object: 'webhook_endpoint' as const,
  ...of,
  api_version: version,
  application: null,
  description: null as string | null,
  enabled_events: events,
  metadata: {} as Metadata,
  status: 'enabled' as 'enabled' | 'disabled',
  url,
});
export type WebhookEndpoint = ReturnType<typeof webhookEndpoint>;

type DomainStatus = { status: 'active' | 'inactive'; status_details?: { error_message: string } };
export const paymentMethodDomain = (of: Of, name: string, enabled: boolean) => ({
  object: 'payment_method_domain' as const,
  ...of,
  amazon_pay: { status: 'active' } as DomainStatus,
  apple_pay: { status: 'active' } as DomainStatus,
  domain_name: name,
  enabled,
  google_pay: { status: 'active' } as DomainStatus,
  klarna: { status: 'active' } as DomainStatus,
  link: { status: 'active' } as DomainStatus,
  paypal: { status: 'active' } as DomainStatus,
});
export type PaymentMethodDomain = ReturnType<typeof paymentMethodDomain>;

export const earlyFraudWarning = (of: Of, paid: Charge) => ({
  object: 'radar.early_fraud_warning' as const,
  ...of,
  actionable: true,
  charge: paid.id,
  fraud_type: 'unauthorized_use_of_card',
  payment_intent: paid.payment_intent,
});
export type EarlyFraudWarning = ReturnType<typeof earlyFraudWarning>;

export const account = (id: string, country: string, currency: string, created: number) => ({
  object: 'account' as const,
  id,
  business_profile: {
    ...{
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: null,
      name: 'Le Parterre',
      product_description: null,
    },
    ...{ support_address: null, support_email: null, support_phone: null, support_url: null, url: null },
  },
  business_type: null,
  capabilities: { card_payments: 'active' as const, transfers: 'active' as const },
  charges_enabled: true,
  controller: { type: 'account' as const },
  country,
  created,
  default_currency: currency,
  details_submitted: true,
  email: 'venue@parterre.test',
  metadata: {} as Metadata,
  payouts_enabled: true,
  settings: {
    bacs_debit_payments: { display_name: null, service_user_number: null },
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    card_issuing: { tos_acceptance: { date: null, ip: null } },
    card_payments: {
      decline_on: { avs_failure: false, cvc_failure: false },
      ...{ statement_descriptor_prefix: null, statement_descriptor_prefix_kana: null },
      statement_descriptor_prefix_kanji: null,
    },
    dashboard: { display_name: 'Le Parterre', timezone: 'Europe/Paris' },
    payments: {
      ...{ statement_descriptor: 'LE PARTERRE', statement_descriptor_kana: null, statement_descriptor_kanji: null },
    },
    sepa_debit_payments: {},
  },
  type: 'standard' as const,
});
export type Account = ReturnType<typeof account>;

export const lineItem = (
  id: string,
  of: { created: number; livemode: boolean },
  item: { name: string; description?: string; amount: number; currency: string; quantity: number; metadata: Metadata },
) => ({
  object: 'item' as const,
  id,
  adjustable_quantity: null,
  amount_discount: 0,
  amount_subtotal: item.amount * item.quantity,
  amount_tax: 0,
  amount_total: item.amount * item.quantity,
  currency: item.currency,
  description: item.name,
  metadata: item.metadata,
  price: {
    object: 'price' as const,
    id: id.replace(/^li_/, 'price_'),
    active: false,
    billing_scheme: 'per_unit' as const,
    created: of.created,
    currency: item.currency,
    custom_unit_amount: null,
    livemode: of.livemode,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: id.replace(/^li_/, 'prod_'),
    recurring: null,
    tax_behavior: 'unspecified' as const,
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time' as const,
    unit_amount: item.amount,
    unit_amount_decimal: String(item.amount),
  },
  quantity: item.quantity,
});
export type LineItem = ReturnType<typeof lineItem>;

export const session = (
  of: Of,
  mode: 'payment' | 'setup',
  uiMode: 'elements' | 'embedded_page' | 'hosted_page',
  expiresAt: number,
) => ({
  object: 'checkout.session' as const,
  ...of,
  adaptive_pricing: null as { enabled: boolean } | null,
  after_expiration: null,
  allow_promotion_codes: null,
  amount_subtotal: null as number | null,
  amount_total: null as number | null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null as 'auto' | 'required' | null,
  branding_settings: {
    ...{ background_color: '#ffffff', border_style: 'rounded' as const, button_color: '#0074d4' },
    ...{ display_name: 'Le Parterre', font_family: 'default', icon: null, logo: null },
  },
  cancel_url: null as string | null,
  client_reference_id: null as string | null,
  client_secret: null as string | null,
  collected_information: null as { business_name: null; individual_name: null; shipping_details: null } | null,
  consent: null as { promotions: null; terms_of_service: 'accepted' | null } | null,
  consent_collection: null as object | null,
  currency: null as string | null,
  currency_conversion: null,
  custom_fields: [] as never[],
  custom_text: {
    ...{ after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  } as Record<string, { message: string } | null>,
  customer: null as string | null,
  customer_account: null,
  customer_creation: null as 'always' | 'if_required' | null,
  customer_details: null as {
    address: Address | null;
    business_name: null;
    email: string | null;
    individual_name: null;
    name: string | null;
    phone: null;
    tax_exempt: 'none';
    tax_ids: never[] | null;
  } | null,
  customer_email: null as string | null,
  discounts: null,
  expires_at: expiresAt,
  invoice: null,
  invoice_creation: null as object | null,
  locale: null as string | null,
  metadata: {} as Metadata,
  mode,
  origin_context: null,
  payment_intent: null as string | null,
  payment_link: null,
  payment_method_collection: (mode === 'payment' ? 'if_required' : 'always') as 'always' | 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: {} as object,
  payment_method_types: ['card', 'link', 'sepa_debit'] as string[],
  payment_status: (mode === 'setup' ? 'no_payment_required' : 'unpaid') as 'no_payment_required' | 'paid' | 'unpaid',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  redirect_on_completion: undefined as 'always' | 'if_required' | 'never' | undefined,
  return_url: undefined as string | undefined,
  saved_payment_method_options: null as object | null,
  setup_intent: null as string | null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [] as never[],
  status: 'open' as 'complete' | 'expired' | 'open',
  submit_type: null as 'auto' | 'book' | 'donate' | 'pay' | null,
  subscription: null,
  success_url: null as string | null,
  total_details: null as { amount_discount: number; amount_shipping: number; amount_tax: number } | null,
  ui_mode: uiMode,
  url: null as string | null,
  wallet_options: null,
});
export type Session = ReturnType<typeof session>;

export interface StripeEvent {
  object: 'event';
  id: string;
  api_version: string | null;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: boolean;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null } | null;
  type: string;
}

export type StripeObject =
  | BalanceTransaction
  | Charge
  | Customer
  | Dispute
  | EarlyFraudWarning
  | PaymentIntent
  | PaymentMethod
  | PaymentMethodDomain
  | Payout
  | Refund
  | Session
  | SetupIntent
  | WebhookEndpoint;
