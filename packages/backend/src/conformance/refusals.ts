/** Every operation meets every refusal that it declares. The types make the table complete: a new error without a case does not compile. */
import type { ErrorsOf, Input, OperationName, ReadName } from '@parterre/protocol';
import { eur, newKey, orderOf, pledgeOf, type PledgeOptions, type Stage } from './stage.ts';
import { present } from './assert.ts';
import { CAMPAIGN_DAYS, PAGE } from './scenario.ts';

/** Brings a refusal about; the promise has to reject with the code it stands under. */
type Provoke = (stage: Stage) => Promise<unknown>;

type Refusals = { readonly [K in OperationName]: { readonly [E in ErrorsOf<K>]: Provoke } };

/** A token that nobody ever had. */
const FORGED = 'forged-token-forged-token-forged-token-forge';

const READS: readonly string[] = [
  'getVenue',
  'listShows',
  'getShow',
  'listProducts',
  'getOrder',
  'getSession',
  'getPasses',
  'getHallTickets',
  'listReports',
  'getCart',
  'getCampaign',
  'listCampaigns',
  'listPledges',
] satisfies ReadName[];

/** Calls an operation by its name. */
export function call<K extends OperationName>(
  stage: Stage,
  name: K,
  input: Input<K>,
  session?: string,
): Promise<unknown> {
  const run = (READS.includes(name) ? stage.backend.read : stage.backend.act) as (
    name: OperationName,
    input: unknown,
    options: { session?: string | undefined },
  ) => Promise<unknown>;
  return run(name, input, { session });
}

/** The two refusals of every operation that needs a session. */
const sessionOf = <K extends OperationName>(name: K, input: Input<K>) => ({
  session_required: ((stage) => call(stage, name, input)) satisfies Provoke,
  session_expired: ((stage) => call(stage, name, input, FORGED)) satisfies Provoke,
});

/** A session whose pass link was opened on two newer devices. */
async function replaced(stage: Stage): Promise<string> {
  await stage.buy('offr_live');
  const { secret } = await stage.mailTo('bea@example.org');
  const first = await stage.redeem(secret, 'First');
  await stage.redeem(secret, 'Second');
  await stage.redeem(secret, 'Third');
  return first;
}

const inside = async (stage: Stage): Promise<{ token: string; lease: string }> => {
  const { token } = await stage.buy('offr_live');
  return { token, lease: (await stage.enter('show_live', token)).lease.id };
};

const heartbeatOf = (lease: string): Input<'heartbeat'> => ({
  lease,
  playing: false,
  camera: null,
  mediaAt: null,
  watchedMs: 0,
  quality: null,
});

const castOf = (lease: string): Input<'cast'> => ({ lease, screen: 'other' });

const messageOf = (text: string, show = 'show_live'): Input<'postMessage'> => ({
  show,
  text,
  idempotencyKey: newKey(),
  mediaAt: null,
});

const ADDRESS = { name: 'Bea Fan', line1: '1, rue du Marché', postcode: '75011', city: 'Paris' };
/** What was signed for the tickets of a session. */
const signedFor = async (stage: Stage, token: string): Promise<string> =>
  present((await stage.backend.read('getSession', {}, { session: token })).signed[0], 'a signed ticket').assertion;

/** A ticket for the show that is live, and what was signed for it. */
async function signed(stage: Stage) {
  const { order, token } = await stage.buy('offr_live');
  return { token, ticket: present(order.tickets[0], 'a ticket').id, assertion: await signedFor(stage, token) };
}

const honourAll = (stage: Stage, show: string, level: 'signed' | 'everybody' = 'everybody') =>
  stage.send({ cmd: 'honour', show, level });

const honourOf = (proof: Input<'honour'>['proof'], show = 'show_live'): Input<'honour'> => ({
  show,
  device: 'device_1',
  proof,
});
const typed = { type: 'address', email: 'guest@example.org', locale: 'en' } as const;
/** Well-formed, and signed by nobody. */
const FORGED_ASSERTION = `${'a'.repeat(40)}.${'b'.repeat(86)}`;

/** A fan with a ticket. */
async function owner(stage: Stage) {
  const { order } = await stage.buy('offr_live');
  return {
    token: await stage.fan('bea@example.org'),
    order: order.id,
    ticket: present(order.tickets[0], 'a ticket').id,
  };
}

const shareWith = (ticket: string, email: string, page = PAGE): Input<'addTicketAddress'> => ({
  ...{ ticket, email, page },
  locale: 'en',
});

const handOn = (ticket: string, email = 'kim@example.org', page = PAGE): Input<'transferTicket'> => ({
  ...{ ticket, email, page },
  locale: 'en',
});
const readdress = (order: string, email = 'new@example.org', page = PAGE): Input<'changeOrderEmail'> => ({
  ...{ order, email, page },
  locale: 'en',
});
/** A fan whose proof is an hour old. */
async function staleOwner(stage: Stage) {
  const mine = await owner(stage);
  await stage.advance(3600);
  return mine;
}

const pairingOf = (show = 'show_live', page = PAGE): Input<'startPairing'> => ({ show, page, device: 'A television' });

const device = 'A browser';
const enterLive = { show: 'show_live', device: 'device_1' };
const nothing = {};
/** Something with an id's shape that is nothing's. */
const UNKNOWN = 'nothing_of_that_name';

const cartOf = (variant: string, quantity = 1): Input<'createCart'> => ({
  currency: 'EUR',
  lines: [{ variant, quantity }],
});

const waitFor = (show: string, rest: Partial<Input<'joinWaitingList'>> = {}): Input<'joinWaitingList'> => ({
  ...{ show, email: 'bea@example.org', quantity: 1, kind: 'hall', locale: 'en', page: PAGE },
  ...rest,
});
const AFTER_DEADLINE = CAMPAIGN_DAYS * 86_400 + 1;

/** A pledge whose card is missing yet. */
const pending = async (stage: Stage, options: PledgeOptions = {}): Promise<{ pledge: string; token: string }> => {
  const { pledge, session } = await stage.backend.act('createPledge', pledgeOf(options));
  return { pledge: pledge.id, token: present(session, 'a session').token };
};

/** Five euros on top, unless told otherwise. */
const changeOf = (pledge: string, options: PledgeOptions = {}): Input<'changePledge'> => {
  const {
    campaign: _campaign,
    idempotencyKey: _key,
    email: _email,
    locale: _locale,
    page: _page,
    ...choice
  } = pledgeOf({
    extra: 500,
    ...options,
  });
  return { pledge, ...choice };
};

const emptyCart = async (stage: Stage): Promise<string> =>
  (await stage.backend.act('createCart', { currency: 'EUR', lines: [] })).id;

const quoteOf = (line: Input<'quote'>['lines'][number], currency = 'EUR') => ({ lines: [line], currency });
const offer = (id: string, quantity = 1) => ({ type: 'offer' as const, offer: id, quantity });
const variant = (id: string, quantity = 1) => ({ type: 'variant' as const, variant: id, quantity });

export const refusals: Refusals = {
  getVenue: {},
  listShows: {},
  getShow: {},
  listProducts: {},
  quote: {
    offer_not_found: (stage) => call(stage, 'quote', quoteOf(offer(UNKNOWN))),
    variant_not_found: (stage) => call(stage, 'quote', quoteOf(variant(UNKNOWN))),
    not_on_sale: (stage) => call(stage, 'quote', quoteOf(offer('offr_early'))),
    sold_out: (stage) => call(stage, 'quote', quoteOf(variant('vrnt_shirt', 3))),
    quantity_limit: (stage) => call(stage, 'quote', quoteOf(offer('offr_live', 7))),
    wrong_currency: (stage) => call(stage, 'quote', quoteOf(offer('offr_live'), 'USD')),
    delivery_unavailable: (stage) =>
      call(stage, 'quote', { ...quoteOf(variant('vrnt_poster')), delivery: { method: 'post', country: 'US' } }),
    amount_too_small: (stage) => call(stage, 'quote', quoteOf(offer('offr_cents'))),
    amount_refused: (stage) => call(stage, 'quote', quoteOf({ ...offer('offr_choice'), amount: eur(499) })),
    promo_invalid: (stage) => call(stage, 'quote', { ...quoteOf(offer('offr_live')), codes: ['NO-SUCH-CODE'] }),
    promo_expired: (stage) => call(stage, 'quote', { ...quoteOf(offer('offr_live')), codes: ['OLD-ONE'] }),
    promo_used_up: async (stage) => {
      await stage.order('offr_live', { more: { codes: ['ONCE-ONLY'], expectedTotal: eur(600) } });
      return call(stage, 'quote', { ...quoteOf(offer('offr_live')), codes: ['once only'] });
    },
    promo_stacked: (stage) =>
      call(stage, 'quote', { ...quoteOf(offer('offr_live')), codes: ['QUARTER-25', 'FIVE-OFF'] }),
  },
  checkCode: {
    promo_invalid: (stage) => call(stage, 'checkCode', { show: 'show_offers', code: 'LIVE-ONLY-NOT' }),
    promo_expired: (stage) => call(stage, 'checkCode', { show: 'show_offers', code: 'TOO-EARLY' }),
    promo_used_up: async (stage) => {
      await stage.order('offr_live', { more: { codes: ['ONCE-ONLY'], expectedTotal: eur(600) } });
      return call(stage, 'checkCode', { show: 'show_offers', code: 'ONCE-ONLY' });
    },
  },
  createOrder: {
    offer_not_found: (stage) => call(stage, 'createOrder', { ...orderOf('offr_live'), lines: [offer(UNKNOWN)] }),
    variant_not_found: (stage) => call(stage, 'createOrder', { ...orderOf('vrnt_shirt'), lines: [variant(UNKNOWN)] }),
    not_on_sale: (stage) => call(stage, 'createOrder', orderOf('offr_late')),
    sold_out: async (stage) => {
      await stage.order('offr_last');
      return call(stage, 'createOrder', orderOf('offr_last', { email: 'other@example.org' }));
    },
    quantity_limit: (stage) => call(stage, 'createOrder', orderOf('offr_live', { quantity: 7 })),
    wrong_currency: (stage) =>
      call(stage, 'createOrder', {
        ...orderOf('offr_live'),
        currency: 'USD',
        expectedTotal: { amountMinor: 1200, currency: 'USD' },
      }),
    price_changed: (stage) => call(stage, 'createOrder', { ...orderOf('offr_live'), expectedTotal: eur(1199) }),
    idempotency_conflict: async (stage) => {
      const first = orderOf('offr_live');
      await call(stage, 'createOrder', first);
      return call(stage, 'createOrder', { ...orderOf('offr_both'), idempotencyKey: first.idempotencyKey });
    },
    page_not_allowed: (stage) =>
      call(stage, 'createOrder', { ...orderOf('offr_live'), page: 'https://elsewhere.example/' }),
    cart_not_found: (stage) => call(stage, 'createOrder', { ...orderOf('vrnt_poster'), cart: UNKNOWN }),
    delivery_unavailable: (stage) =>
      call(stage, 'createOrder', {
        ...orderOf('offr_live'),
        delivery: { method: 'post', country: 'FR', address: ADDRESS },
      }),
    terms_required: async (stage) => {
      await stage.reset((seed) => ({ ...seed, venue: { ...seed.venue, termsUrl: `${PAGE}terms/` } }));
      return call(stage, 'createOrder', { ...orderOf('offr_live'), consents: { terms: false } });
    },
    amount_too_small: (stage) => call(stage, 'createOrder', orderOf('offr_cents')),
    amount_refused: (stage) => call(stage, 'createOrder', orderOf('offr_choice')),
    promo_invalid: (stage) => call(stage, 'createOrder', orderOf('offr_live', { more: { codes: ['NO-SUCH-CODE'] } })),
    promo_expired: (stage) => call(stage, 'createOrder', orderOf('offr_live', { more: { codes: ['OLD-ONE'] } })),
    promo_used_up: async (stage) => {
      const half = { more: { codes: ['MY-OWN'], expectedTotal: eur(600) } };
      await stage.buy('offr_live', half);
      return call(stage, 'createOrder', orderOf('offr_live', half));
    },
    promo_stacked: (stage) =>
      call(stage, 'createOrder', orderOf('offr_live', { more: { codes: ['QUARTER-25', 'FIVE-OFF'] } })),
    person_limit: async (stage) => {
      await stage.buy('offr_few', { quantity: 2 });
      return call(stage, 'createOrder', orderOf('offr_few', { email: ' Bea@Example.org '.trim() }));
    },
    too_many_holds: async (stage) => {
      for (let count = 0; count < 5; count++) await stage.order('offr_live');
      return call(stage, 'createOrder', orderOf('offr_live'));
    },
  },
  getOrder: sessionOf('getOrder', { order: UNKNOWN }),
  settleOrder: sessionOf('settleOrder', { order: UNKNOWN }),
  prolongHold: {
    ...sessionOf('prolongHold', { order: UNKNOWN }),
    order_closed: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      return call(stage, 'prolongHold', { order: order.id }, token);
    },
    hold_expired: async (stage) => {
      const { order, token } = await stage.order('offr_live');
      await stage.advance(11 * 60);
      return call(stage, 'prolongHold', { order: order.id }, token);
    },
    hold_capped: async (stage) => {
      const { order, token } = await stage.order('offr_live');
      for (const seconds of [9 * 60, 9 * 60, 9 * 60]) {
        await stage.advance(seconds);
        await call(stage, 'prolongHold', { order: order.id }, token);
      }
      return call(stage, 'prolongHold', { order: order.id }, token);
    },
  },
  cancelOrder: {
    ...sessionOf('cancelOrder', { order: UNKNOWN }),
    order_closed: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      return call(stage, 'cancelOrder', { order: order.id }, token);
    },
  },
  choosePayment: {
    ...sessionOf('choosePayment', { order: UNKNOWN, payment: 'hosted' }),
    order_closed: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      return call(stage, 'choosePayment', { order: order.id, payment: 'hosted' }, token);
    },
  },
  withdrawOrder: {
    ...sessionOf('withdrawOrder', { order: UNKNOWN, confirm: false }),
    not_withdrawable: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      return call(stage, 'withdrawOrder', { order: order.id, confirm: true }, token);
    },
  },
  payTest: {
    ...sessionOf('payTest', { order: UNKNOWN, outcome: 'approve' }),
    order_closed: async (stage) => {
      const { order, token } = await stage.order('offr_live');
      await stage.backend.act('cancelOrder', { order: order.id }, { session: token });
      return call(stage, 'payTest', { order: order.id, outcome: 'approve' }, token);
    },
    hold_expired: async (stage) => {
      const { order, token } = await stage.order('offr_last');
      await stage.advance(11 * 60);
      await stage.order('offr_last', { email: 'quicker@example.org' });
      return call(stage, 'payTest', { order: order.id, outcome: 'approve' }, token);
    },
    payment_declined: async (stage) => {
      const { order, token } = await stage.order('offr_live');
      return call(stage, 'payTest', { order: order.id, outcome: 'decline' }, token);
    },
    forbidden: async (stage) => {
      const { order, token } = await stage.order('offr_live');
      await stage.send({ cmd: 'liveKeys', present: true });
      return call(stage, 'payTest', { order: order.id, outcome: 'approve' }, token);
    },
  },
  startSession: { no_ticket: (stage) => call(stage, 'startSession', { show: 'show_live', device }) },
  getSession: {
    ...sessionOf('getSession', nothing),
    session_replaced: async (stage) => call(stage, 'getSession', nothing, await replaced(stage)),
  },
  updateSession: {
    ...sessionOf('updateSession', { displayName: 'Béa' }),
    forbidden: async (stage) => {
      const { token } = await stage.backend.act('startSession', { show: 'show_open', device });
      return call(stage, 'updateSession', { displayName: 'Nobody' }, token);
    },
    name_refused: async (stage) => {
      const { token } = await stage.buy('offr_live');
      return call(stage, 'updateSession', { displayName: '\u202E\u200B ' }, token);
    },
  },
  endSession: sessionOf('endSession', nothing),
  requestPassLink: {
    page_not_allowed: (stage) =>
      call(stage, 'requestPassLink', { email: 'bea@example.org', page: 'https://elsewhere.example/', locale: 'en' }),
  },
  joinWaitingList: {
    page_not_allowed: (stage) =>
      call(stage, 'joinWaitingList', waitFor('show_soon', { page: 'https://elsewhere.example/' })),
    show_cancelled: async (stage) => {
      await stage.send({ cmd: 'status', show: 'show_soon', status: 'cancelled' });
      return call(stage, 'joinWaitingList', waitFor('show_soon'));
    },
    show_over: (stage) => call(stage, 'joinWaitingList', waitFor('show_replay')),
    still_on_sale: (stage) => call(stage, 'joinWaitingList', waitFor('show_soon')),
  },
  openWaiting: { link_invalid: (stage) => call(stage, 'openWaiting', { secret: 'x'.repeat(43) }) },
  leaveWaitingList: { link_invalid: (stage) => call(stage, 'leaveWaitingList', { secret: 'x'.repeat(43) }) },
  redeemPassLink: {
    link_invalid: (stage) => call(stage, 'redeemPassLink', { type: 'link', secret: 'x'.repeat(43), device }),
    link_expired: async (stage) => {
      await stage.buy('offr_live');
      const { secret } = await stage.requestLink('bea@example.org');
      await stage.advance(16 * 60);
      return call(stage, 'redeemPassLink', { type: 'link', secret, device });
    },
    code_invalid: async (stage) => {
      await stage.buy('offr_live');
      const code = present((await stage.requestLink('bea@example.org')).code, 'a code');
      const wrong = code === '000000' ? '000001' : '000000';
      return call(stage, 'redeemPassLink', { type: 'code', email: 'bea@example.org', code: wrong, device });
    },
  },
  getPasses: {
    ...sessionOf('getPasses', nothing),
    session_replaced: async (stage) => call(stage, 'getPasses', nothing, await replaced(stage)),
  },
  revokeDevice: {
    ...sessionOf('revokeDevice', { device: UNKNOWN }),
    forbidden: async (stage) => {
      const { token } = await stage.buy('offr_live');
      return call(stage, 'revokeDevice', { device: UNKNOWN }, token);
    },
    device_not_found: async (stage) => {
      await stage.buy('offr_live');
      return call(stage, 'revokeDevice', { device: UNKNOWN }, await stage.fan('bea@example.org'));
    },
  },
  addTicketAddress: {
    ...sessionOf('addTicketAddress', shareWith(UNKNOWN, 'kim@example.org')),
    forbidden: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      const { id } = present(order.tickets[0], 'a ticket');
      return call(stage, 'addTicketAddress', shareWith(id, 'kim@example.org'), token);
    },
    ticket_void: async (stage) => {
      const { token, ticket } = await owner(stage);
      await stage.send({ cmd: 'voidTicket', ticket });
      return call(stage, 'addTicketAddress', shareWith(ticket, 'kim@example.org'), token);
    },
    address_limit: async (stage) => {
      const { token, ticket } = await owner(stage);
      for (const name of ['one', 'two', 'three'])
        await call(stage, 'addTicketAddress', shareWith(ticket, `${name}@example.org`), token);
      return call(stage, 'addTicketAddress', shareWith(ticket, 'four@example.org'), token);
    },
    page_not_allowed: async (stage) => {
      const { token, ticket } = await owner(stage);
      const elsewhere = shareWith(ticket, 'kim@example.org', 'https://elsewhere.example/');
      return call(stage, 'addTicketAddress', elsewhere, token);
    },
  },
  getHallTickets: {
    ...sessionOf('getHallTickets', { show: 'show_soon' }),
    session_replaced: async (stage) => call(stage, 'getHallTickets', { show: 'show_soon' }, await replaced(stage)),
  },
  resendOrder: {
    ...sessionOf('resendOrder', { order: UNKNOWN }),
    order_unpaid: async (stage) => {
      const { order, token } = await stage.order('offr_live');
      return call(stage, 'resendOrder', { order: order.id }, token);
    },
  },
  changeOrderEmail: {
    ...sessionOf('changeOrderEmail', readdress(UNKNOWN)),
    forbidden: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      return call(stage, 'changeOrderEmail', readdress(order.id), token);
    },
    proof_required: async (stage) => {
      const { order, token } = await staleOwner(stage);
      return call(stage, 'changeOrderEmail', readdress(order), token);
    },
    page_not_allowed: async (stage) => {
      const { order, token } = await owner(stage);
      const elsewhere = readdress(order, 'new@example.org', 'https://elsewhere.example/');
      return call(stage, 'changeOrderEmail', elsewhere, token);
    },
    order_unpaid: async (stage) => {
      const { order } = await stage.order('offr_live');
      return call(stage, 'changeOrderEmail', readdress(order.id), await stage.fan('bea@example.org'));
    },
  },
  transferTicket: {
    ...sessionOf('transferTicket', handOn(UNKNOWN)),
    forbidden: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      return call(stage, 'transferTicket', handOn(present(order.tickets[0], 'a ticket').id), token);
    },
    proof_required: async (stage) => {
      const { ticket, token } = await staleOwner(stage);
      return call(stage, 'transferTicket', handOn(ticket), token);
    },
    page_not_allowed: async (stage) => {
      const { ticket, token } = await owner(stage);
      return call(stage, 'transferTicket', handOn(ticket, 'kim@example.org', 'https://elsewhere.example/'), token);
    },
    ticket_void: async (stage) => {
      const { ticket, token } = await owner(stage);
      await stage.send({ cmd: 'voidTicket', ticket });
      return call(stage, 'transferTicket', handOn(ticket), token);
    },
    ticket_used: async (stage) => {
      const { order } = await stage.buy('offr_hall');
      const ticket = present(order.tickets[0], 'a ticket').id;
      await stage.send({ cmd: 'checkIn', ticket });
      return call(stage, 'transferTicket', handOn(ticket), await stage.fan('bea@example.org'));
    },
    not_transferable: async (stage) => {
      await stage.reset((seed) => ({ ...seed, venue: { ...seed.venue, transfers: false } }));
      const { ticket, token } = await owner(stage);
      return call(stage, 'transferTicket', handOn(ticket), token);
    },
  },
  cancelTransfer: {
    ...sessionOf('cancelTransfer', { transfer: UNKNOWN }),
    transfer_not_found: async (stage) => {
      const { token } = await owner(stage);
      return call(stage, 'cancelTransfer', { transfer: UNKNOWN }, token);
    },
  },
  removeTicketAddress: {
    ...sessionOf('removeTicketAddress', { ticket: UNKNOWN, address: UNKNOWN }),
    forbidden: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      const { id } = present(order.tickets[0], 'a ticket');
      return call(stage, 'removeTicketAddress', { ticket: id, address: UNKNOWN }, token);
    },
    address_not_found: async (stage) => {
      const { token, ticket } = await owner(stage);
      return call(stage, 'removeTicketAddress', { ticket, address: UNKNOWN }, token);
    },
  },
  startPairing: {
    page_not_allowed: (stage) => call(stage, 'startPairing', pairingOf('show_live', 'https://elsewhere.example/')),
  },
  claimPairing: {
    pairing_expired: async (stage) => {
      const { secret } = await stage.backend.act('startPairing', pairingOf());
      await stage.advance(6 * 60);
      return call(stage, 'claimPairing', { secret });
    },
  },
  findPairing: {
    ...sessionOf('findPairing', { code: 'ABCDEF' }),
    pairing_not_found: async (stage) => {
      const { token } = await stage.buy('offr_live');
      return call(stage, 'findPairing', { code: 'ABCDEF' }, token);
    },
  },
  confirmPairing: {
    ...sessionOf('confirmPairing', { code: 'ABCDEF' }),
    pairing_not_found: async (stage) => {
      const { token } = await stage.buy('offr_live');
      return call(stage, 'confirmPairing', { code: 'ABCDEF' }, token);
    },
    no_ticket: async (stage) => {
      const { code } = await stage.backend.act('startPairing', pairingOf());
      const { token } = await stage.buy('offr_soon');
      return call(stage, 'confirmPairing', { code }, token);
    },
  },
  enter: {
    ...sessionOf('enter', enterLive),
    session_replaced: async (stage) => call(stage, 'enter', enterLive, await replaced(stage)),
    no_ticket: async (stage) => {
      const { token } = await stage.buy('offr_soon');
      return call(stage, 'enter', enterLive, token);
    },
    ticket_void: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      await stage.send({ cmd: 'voidTicket', ticket: present(order.tickets[0], 'a ticket').id });
      return call(stage, 'enter', enterLive, token);
    },
    not_open_yet: async (stage) => {
      const { token } = await stage.buy('offr_soon');
      return call(stage, 'enter', { show: 'show_soon', device: 'device_1' }, token);
    },
    show_cancelled: async (stage) => {
      const { token } = await stage.buy('offr_live');
      await stage.send({ cmd: 'status', show: 'show_live', status: 'cancelled' });
      return call(stage, 'enter', enterLive, token);
    },
    show_over: async (stage) => {
      const { token } = await stage.buy('offr_live');
      const now = await stage.instant();
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: now, replayAt: now } });
      return call(stage, 'enter', enterLive, token);
    },
    assertion_invalid: async (stage) => {
      const { token } = await signed(stage);
      return call(stage, 'enter', { ...enterLive, assertion: FORGED_ASSERTION }, token);
    },
    assertion_stale: async (stage) => {
      const { token, assertion } = await signed(stage);
      await stage.send({ cmd: 'raiseEpoch', show: 'show_live' });
      return call(stage, 'enter', { ...enterLive, assertion }, token);
    },
    no_test_clip: async (stage) => {
      await stage.reset((seed) => ({ ...seed, venue: { ...seed.venue, testClip: false } }));
      const { token } = await stage.buy('offr_soon');
      return call(stage, 'enter', { show: 'show_soon', device: 'device_1', mode: 'test' }, token);
    },
  },
  honour: {
    not_honoured: async (stage) => {
      const { assertion } = await signed(stage);
      return call(stage, 'honour', honourOf({ type: 'signed', assertion }));
    },
    assertion_invalid: async (stage) => {
      await honourAll(stage, 'show_live');
      return call(stage, 'honour', honourOf({ type: 'signed', assertion: FORGED_ASSERTION }));
    },
    assertion_stale: async (stage) => {
      const { assertion } = await signed(stage);
      await honourAll(stage, 'show_live');
      await stage.send({ cmd: 'raiseEpoch', show: 'show_live' });
      return call(stage, 'honour', honourOf({ type: 'signed', assertion }));
    },
    ticket_void: async (stage) => {
      const { ticket, assertion } = await signed(stage);
      await honourAll(stage, 'show_live');
      await stage.send({ cmd: 'voidTicket', ticket });
      return call(stage, 'honour', honourOf({ type: 'signed', assertion }));
    },
    not_open_yet: async (stage) => {
      await honourAll(stage, 'show_soon');
      return call(stage, 'honour', honourOf(typed, 'show_soon'));
    },
    show_cancelled: async (stage) => {
      await honourAll(stage, 'show_live');
      await stage.send({ cmd: 'status', show: 'show_live', status: 'cancelled' });
      return call(stage, 'honour', honourOf(typed));
    },
    show_over: async (stage) => {
      await honourAll(stage, 'show_live');
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: await stage.instant() } });
      return call(stage, 'honour', honourOf(typed));
    },
  },
  heartbeat: {
    ...sessionOf('heartbeat', heartbeatOf(UNKNOWN)),
    session_replaced: async (stage) => call(stage, 'heartbeat', heartbeatOf(UNKNOWN), await replaced(stage)),
    lease_lost: async (stage) => {
      const { token, lease } = await inside(stage);
      await stage.enter('show_live', token, 'device_2');
      await stage.enter('show_live', token, 'device_3');
      return call(stage, 'heartbeat', heartbeatOf(lease), token);
    },
    ticket_void: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      const { lease } = await stage.enter('show_live', token);
      await stage.send({ cmd: 'voidTicket', ticket: present(order.tickets[0], 'a ticket').id });
      return call(stage, 'heartbeat', heartbeatOf(lease.id), token);
    },
    show_cancelled: async (stage) => {
      const { token, lease } = await inside(stage);
      await stage.send({ cmd: 'status', show: 'show_live', status: 'cancelled' });
      return call(stage, 'heartbeat', heartbeatOf(lease), token);
    },
    show_over: async (stage) => {
      const { token, lease } = await inside(stage);
      const now = await stage.instant();
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: now, replayAt: now } });
      return call(stage, 'heartbeat', heartbeatOf(lease), token);
    },
  },
  cast: {
    ...sessionOf('cast', castOf(UNKNOWN)),
    session_replaced: async (stage) => call(stage, 'cast', castOf(UNKNOWN), await replaced(stage)),
    lease_lost: async (stage) => {
      const { token, lease } = await inside(stage);
      await stage.enter('show_live', token, 'device_2');
      await stage.enter('show_live', token, 'device_3');
      return call(stage, 'cast', castOf(lease), token);
    },
    ticket_void: async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      const { lease } = await stage.enter('show_live', token);
      await stage.send({ cmd: 'voidTicket', ticket: present(order.tickets[0], 'a ticket').id });
      return call(stage, 'cast', castOf(lease.id), token);
    },
    show_cancelled: async (stage) => {
      const { token, lease } = await inside(stage);
      await stage.send({ cmd: 'status', show: 'show_live', status: 'cancelled' });
      return call(stage, 'cast', castOf(lease), token);
    },
    show_over: async (stage) => {
      const { token, lease } = await inside(stage);
      const now = await stage.instant();
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: now, replayAt: now } });
      return call(stage, 'cast', castOf(lease), token);
    },
    cast_not_allowed: async (stage) => {
      await stage.reset((seed) => ({ ...seed, venue: { ...seed.venue, casting: false } }));
      const { token, lease } = await inside(stage);
      return call(stage, 'cast', castOf(lease), token);
    },
  },
  leave: sessionOf('leave', { lease: UNKNOWN }),
  postMessage: {
    ...sessionOf('postMessage', messageOf('Bravo')),
    forbidden: async (stage) => {
      const { token } = await stage.backend.act('startSession', { show: 'show_open', device });
      return call(stage, 'postMessage', messageOf('Bravo', 'show_open'), token);
    },
    chat_closed: async (stage) => {
      const { token } = await inside(stage);
      await stage.moderate(await stage.moderator(), { type: 'close' });
      return call(stage, 'postMessage', messageOf('Bravo'), token);
    },
    muted: async (stage) => {
      const { token } = await inside(stage);
      const { message } = await stage.post(token, 'Bravo');
      await stage.moderate(await stage.moderator(), {
        type: 'mute',
        author: message.author.id,
        minutes: 10,
        purge: false,
      });
      return call(stage, 'postMessage', messageOf('Encore'), token);
    },
    slow_mode: async (stage) => {
      const { token } = await inside(stage);
      for (const text of ['one', 'two', 'three']) await stage.post(token, text);
      return call(stage, 'postMessage', messageOf('four'), token);
    },
    text_refused: async (stage) => {
      const { token } = await inside(stage);
      return call(stage, 'postMessage', messageOf('\u200B\u202E \u0000'), token);
    },
  },
  recallMessages: {
    ...sessionOf('recallMessages', { show: 'show_live', at: '2026-11-21T20:00:00Z' }),
    forbidden: async (stage) => {
      // A ticket is not enough: somebody has to be inside.
      const { token } = await stage.buy('offr_live');
      return call(stage, 'recallMessages', { show: 'show_live', at: await stage.instant() }, token);
    },
  },
  reportMessage: {
    ...sessionOf('reportMessage', { message: UNKNOWN, show: 'show_live', reason: 'spam' }),
    message_not_found: async (stage) => {
      const { token } = await inside(stage);
      return call(stage, 'reportMessage', { message: UNKNOWN, show: 'show_live', reason: 'spam' }, token);
    },
  },
  moderate: {
    ...sessionOf('moderate', { show: 'show_live', action: { type: 'close' } }),
    forbidden: async (stage) => {
      const { token } = await inside(stage);
      return call(stage, 'moderate', { show: 'show_live', action: { type: 'close' } }, token);
    },
    message_not_found: async (stage) =>
      call(
        stage,
        'moderate',
        { show: 'show_live', action: { type: 'remove', message: UNKNOWN } },
        await stage.moderator(),
      ),
  },
  listReports: {
    ...sessionOf('listReports', { show: 'show_live' }),
    forbidden: async (stage) => {
      const { token } = await inside(stage);
      return call(stage, 'listReports', { show: 'show_live' }, token);
    },
  },
  createCart: {
    variant_not_found: (stage) => call(stage, 'createCart', cartOf(UNKNOWN)),
    wrong_currency: (stage) => call(stage, 'createCart', { ...cartOf('vrnt_shirt'), currency: 'USD' }),
    quantity_limit: (stage) => call(stage, 'createCart', cartOf('vrnt_poster', 4)),
  },
  getCart: { cart_not_found: (stage) => call(stage, 'getCart', { cart: UNKNOWN }) },
  setCart: {
    cart_not_found: (stage) => call(stage, 'setCart', { cart: UNKNOWN, ...cartOf('vrnt_shirt') }),
    variant_not_found: async (stage) => call(stage, 'setCart', { cart: await emptyCart(stage), ...cartOf(UNKNOWN) }),
    wrong_currency: async (stage) =>
      call(stage, 'setCart', { cart: await emptyCart(stage), ...cartOf('vrnt_shirt'), currency: 'USD' }),
    quantity_limit: async (stage) =>
      call(stage, 'setCart', { cart: await emptyCart(stage), ...cartOf('vrnt_poster', 4) }),
  },
  getCampaign: {},
  listCampaigns: {},
  createPledge: {
    campaign_closed: (stage) =>
      call(stage, 'createPledge', pledgeOf({ campaign: 'camp_soon', reward: null, extra: 900 })),
    reward_not_found: (stage) => call(stage, 'createPledge', pledgeOf({ reward: 'rwrd_keep', extra: 900 })),
    sold_out: async (stage) => {
      await stage.pledge({ reward: 'rwrd_rare' });
      return call(stage, 'createPledge', pledgeOf({ reward: 'rwrd_rare', email: 'ali@example.org' }));
    },
    pledge_too_small: (stage) => call(stage, 'createPledge', pledgeOf({ reward: null, extra: 499 })),
    quantity_limit: (stage) =>
      call(stage, 'createPledge', {
        ...pledgeOf({ extra: 99_999_999 }),
        expectedTotal: eur(99_999_999),
      }),
    wrong_currency: (stage) =>
      call(stage, 'createPledge', { ...pledgeOf(), expectedTotal: { amountMinor: 2000, currency: 'USD' } }),
    price_changed: (stage) => call(stage, 'createPledge', { ...pledgeOf(), expectedTotal: eur(1999) }),
    mandate_required: (stage) => {
      const { mandate: _mandate, ...request } = pledgeOf();
      return call(stage, 'createPledge', request);
    },
    idempotency_conflict: async (stage) => {
      const request = pledgeOf();
      await stage.backend.act('createPledge', request);
      return call(stage, 'createPledge', { ...request, email: 'ali@example.org' });
    },
    page_not_allowed: (stage) => call(stage, 'createPledge', { ...pledgeOf(), page: 'https://evil.example/' }),
    name_refused: (stage) => call(stage, 'createPledge', pledgeOf({ name: 'the  VENUE' })),
    terms_required: async (stage) => {
      await stage.reset((seed) => ({ ...seed, venue: { ...seed.venue, termsUrl: `${PAGE}terms/` } }));
      return call(stage, 'createPledge', { ...pledgeOf(), terms: false });
    },
  },
  listPledges: sessionOf('listPledges', {}),
  settlePledge: sessionOf('settlePledge', { pledge: UNKNOWN }),
  changePledge: {
    ...sessionOf('changePledge', changeOf(UNKNOWN)),
    campaign_closed: async (stage) => {
      const { pledge, token } = await stage.pledge();
      await stage.advance(AFTER_DEADLINE);
      return call(stage, 'changePledge', changeOf(pledge.id), token);
    },
    pledge_closed: async (stage) => {
      const { pledge, token } = await stage.pledge();
      await stage.backend.act('withdrawPledge', { pledge: pledge.id }, { session: token });
      return call(stage, 'changePledge', changeOf(pledge.id), token);
    },
    reward_not_found: async (stage) => {
      const { pledge, token } = await stage.pledge();
      return call(stage, 'changePledge', changeOf(pledge.id, { reward: 'rwrd_keep' }), token);
    },
    sold_out: async (stage) => {
      await stage.pledge({ reward: 'rwrd_rare', email: 'ali@example.org' });
      const { pledge, token } = await stage.pledge();
      return call(stage, 'changePledge', changeOf(pledge.id, { reward: 'rwrd_rare' }), token);
    },
    pledge_too_small: async (stage) => {
      const { pledge, token } = await stage.pledge();
      return call(stage, 'changePledge', changeOf(pledge.id, { reward: null, extra: 499 }), token);
    },
    quantity_limit: async (stage) => {
      const { pledge, token } = await stage.pledge();
      const change = { ...changeOf(pledge.id, { extra: 99_999_999 }), expectedTotal: eur(99_999_999) };
      return call(stage, 'changePledge', change, token);
    },
    wrong_currency: async (stage) => {
      const { pledge, token } = await stage.pledge();
      const change = { ...changeOf(pledge.id), expectedTotal: { amountMinor: 2500, currency: 'USD' } };
      return call(stage, 'changePledge', change, token);
    },
    price_changed: async (stage) => {
      const { pledge, token } = await stage.pledge();
      return call(stage, 'changePledge', { ...changeOf(pledge.id), expectedTotal: eur(1) }, token);
    },
    mandate_required: async (stage) => {
      const { pledge, token } = await stage.pledge();
      const { mandate: _mandate, ...change } = changeOf(pledge.id);
      return call(stage, 'changePledge', change, token);
    },
    name_refused: async (stage) => {
      const { pledge, token } = await stage.pledge();
      return call(stage, 'changePledge', changeOf(pledge.id, { name: '\u200B' }), token);
    },
  },
  prepareCard: {
    ...sessionOf('prepareCard', { pledge: UNKNOWN }),
    campaign_closed: async (stage) => {
      const { pledge, token } = await pending(stage);
      await stage.advance(AFTER_DEADLINE);
      return call(stage, 'prepareCard', { pledge }, token);
    },
    pledge_closed: async (stage) => {
      const { pledge, token } = await stage.pledge();
      await stage.backend.act('withdrawPledge', { pledge: pledge.id }, { session: token });
      return call(stage, 'prepareCard', { pledge: pledge.id }, token);
    },
  },
  withdrawPledge: {
    ...sessionOf('withdrawPledge', { pledge: UNKNOWN }),
    campaign_closed: async (stage) => {
      const { pledge, token } = await stage.pledge();
      await stage.advance(AFTER_DEADLINE);
      return call(stage, 'withdrawPledge', { pledge: pledge.id }, token);
    },
    pledge_closed: async (stage) => {
      const { pledge, session } = await stage.backend.act(
        'createPledge',
        pledgeOf({ campaign: 'camp_keep', reward: 'rwrd_keep' }),
      );
      return call(stage, 'withdrawPledge', { pledge: pledge.id }, present(session, 'a session').token);
    },
  },
  saveTestCard: {
    ...sessionOf('saveTestCard', { pledge: UNKNOWN, card: 'good' }),
    campaign_closed: async (stage) => {
      const { pledge, token } = await pending(stage);
      await stage.advance(AFTER_DEADLINE);
      return call(stage, 'saveTestCard', { pledge, card: 'good' }, token);
    },
    pledge_closed: async (stage) => {
      const { pledge, token } = await stage.pledge();
      await stage.backend.act('withdrawPledge', { pledge: pledge.id }, { session: token });
      return call(stage, 'saveTestCard', { pledge: pledge.id, card: 'good' }, token);
    },
    hold_expired: async (stage) => {
      const { pledge, token } = await pending(stage, { reward: 'rwrd_rare' });
      await stage.advance(16 * 60);
      await stage.pledge({ reward: 'rwrd_rare', email: 'ali@example.org' });
      return call(stage, 'saveTestCard', { pledge, card: 'good' }, token);
    },
    payment_declined: async (stage) => {
      const { pledge, token } = await pending(stage);
      return call(stage, 'saveTestCard', { pledge, card: 'refused' }, token);
    },
    forbidden: async (stage) => {
      const { pledge, token } = await pending(stage);
      await stage.send({ cmd: 'liveKeys', present: true });
      return call(stage, 'saveTestCard', { pledge, card: 'good' }, token);
    },
  },
};

/** One well-formed input of every operation, to be called where the feature is missing. */
export const wellFormed: { readonly [K in OperationName]: Input<K> } = {
  getVenue: nothing,
  listShows: { which: 'all' },
  getShow: { show: 'show_live' },
  listProducts: {},
  quote: quoteOf(offer('offr_live')),
  checkCode: { show: 'show_offers', code: 'OPEN-UP' },
  createOrder: orderOf('offr_live'),
  getOrder: { order: UNKNOWN },
  settleOrder: { order: UNKNOWN },
  prolongHold: { order: UNKNOWN },
  cancelOrder: { order: UNKNOWN },
  withdrawOrder: { order: UNKNOWN, confirm: false },
  choosePayment: { order: UNKNOWN, payment: 'hosted' },
  payTest: { order: UNKNOWN, outcome: 'approve' },
  getCampaign: { campaign: 'camp_all' },
  listCampaigns: nothing,
  createPledge: pledgeOf(),
  listPledges: nothing,
  settlePledge: { pledge: UNKNOWN },
  prepareCard: { pledge: UNKNOWN },
  changePledge: changeOf(UNKNOWN),
  withdrawPledge: { pledge: UNKNOWN },
  saveTestCard: { pledge: UNKNOWN, card: 'good' },
  startSession: { show: 'show_open', device },
  getSession: nothing,
  updateSession: { displayName: 'Béa' },
  endSession: nothing,
  requestPassLink: { email: 'bea@example.org', page: PAGE, locale: 'en' },
  redeemPassLink: { type: 'link', secret: 'x'.repeat(43), device },
  joinWaitingList: waitFor('show_soon'),
  openWaiting: { secret: 'x'.repeat(43) },
  leaveWaitingList: { secret: 'x'.repeat(43) },
  getPasses: nothing,
  revokeDevice: { device: UNKNOWN },
  addTicketAddress: shareWith(UNKNOWN, 'kim@example.org'),
  removeTicketAddress: { ticket: UNKNOWN, address: UNKNOWN },
  getHallTickets: { show: 'show_soon' },
  resendOrder: { order: UNKNOWN },
  changeOrderEmail: readdress(UNKNOWN),
  transferTicket: handOn(UNKNOWN),
  cancelTransfer: { transfer: UNKNOWN },
  startPairing: pairingOf(),
  claimPairing: { secret: 'x'.repeat(43) },
  findPairing: { code: 'ABCDEF' },
  confirmPairing: { code: 'ABCDEF' },
  honour: honourOf(typed),
  enter: enterLive,
  heartbeat: heartbeatOf(UNKNOWN),
  cast: castOf(UNKNOWN),
  leave: { lease: UNKNOWN },
  postMessage: messageOf('Bravo'),
  recallMessages: { show: 'show_live', at: '2026-11-21T20:00:00Z' },
  reportMessage: { message: UNKNOWN, show: 'show_live', reason: 'spam' },
  moderate: { show: 'show_live', action: { type: 'close' } },
  listReports: { show: 'show_live' },
  createCart: cartOf('vrnt_shirt'),
  getCart: { cart: UNKNOWN },
  setCart: { cart: UNKNOWN, ...cartOf('vrnt_shirt') },
};
