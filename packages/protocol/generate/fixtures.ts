/**
 * Inputs, good and bad, with zod's verdict on each: the PHP side must come to the same ones. The good ones are written
 * by hand below; the bad ones are made by spoiling them one place at a time.
 */
import { operations, type Input, type Operation, type OperationName } from '../src/operations.ts';

const key = 'k'.repeat(22);
const page = 'https://venue.example/shows/nuit-blanche/';
const total = { amountMinor: 1200, currency: 'EUR' };
const offerLine = { type: 'offer', offer: 'offr_1', quantity: 1 } as const;
const variantLine = { type: 'variant', variant: 'vrnt_1', quantity: 2 } as const;

/** At least one good input for every operation. */
export const goodInputs: { [K in OperationName]: Input<K>[] } = {
  getVenue: [{}],
  listShows: [{ which: 'coming' }, { which: 'all' }],
  getShow: [{ show: 'nuit-blanche' }],
  listProducts: [{}, { show: 'show_1' }],
  quote: [
    { lines: [offerLine, variantLine], currency: 'EUR' },
    { lines: [{ ...offerLine, amount: total }], currency: 'EUR', codes: ['ÉTÉ 26', 'amis-de-la-salle'] },
  ],
  checkCode: [{ show: 'nuit-blanche', code: 'AMIS-2026' }],
  createOrder: [
    {
      idempotencyKey: key,
      email: 'béa@exämple.org',
      locale: 'fr',
      lines: [offerLine],
      currency: 'EUR',
      expectedTotal: total,
      page,
    },
    {
      idempotencyKey: key,
      email: 'bea@example.org',
      locale: 'en-GB',
      lines: [variantLine],
      currency: 'EUR',
      expectedTotal: total,
      page,
      cart: 'cart_1',
      payment: 'hosted',
      codes: ['AMIS-2026'],
      gift: { name: 'Ada', email: 'ada@example.org', message: 'Joyeux Noël !', sendOn: '2026-12-24T08:00:00Z' },
      consents: { news: true, analytics: false },
      attribution: { source: 'newsletter', campaign: 'été 🎸' },
    },
  ],
  getOrder: [{ order: 'ordr_1' }],
  settleOrder: [{ order: 'ordr_1' }],
  prolongHold: [{ order: 'ordr_1' }],
  cancelOrder: [{ order: 'ordr_1' }],
  withdrawOrder: [
    { order: 'ordr_1', confirm: false },
    { order: 'ordr_1', lines: [0, 2], confirm: true },
  ],
  choosePayment: [{ order: 'ordr_1', payment: 'hosted' }],
  payTest: [{ order: 'ordr_1', outcome: 'approve' }],
  getCampaign: [{ campaign: 'phase-1' }],
  listCampaigns: [{}, { show: 'show_1' }],
  createPledge: [
    {
      campaign: 'camp_1',
      idempotencyKey: key,
      email: 'béa@exämple.org',
      locale: 'fr',
      page,
      reward: 'rwrd_1',
      extraMinor: 300,
      expectedTotal: total,
      mandate: 'J’autorise la salle à débiter 12,00 € de ma carte si l’objectif est atteint.',
      name: 'Béa 🌟',
    },
    {
      campaign: 'camp_1',
      idempotencyKey: key,
      email: 'bea@example.org',
      locale: 'en-GB',
      page,
      extraMinor: 1200,
      expectedTotal: total,
    },
  ],
  listPledges: [{}, { campaign: 'camp_1' }],
  settlePledge: [{ pledge: 'pldg_1' }],
  prepareCard: [{ pledge: 'pldg_1', payment: 'hosted' }, { pledge: 'pldg_1' }],
  changePledge: [{ pledge: 'pldg_1', extraMinor: 1200, expectedTotal: total }],
  withdrawPledge: [{ pledge: 'pldg_1' }],
  saveTestCard: [{ pledge: 'pldg_1', card: 'insufficient' }],
  startSession: [{ show: 'show_1', device: 'Firefox, Android' }],
  getSession: [{}],
  updateSession: [{ displayName: 'Béa 🌟' }],
  endSession: [{}],
  requestPassLink: [{ email: 'bea@example.org', page, locale: 'fr' }],
  redeemPassLink: [
    { type: 'link', secret: 's'.repeat(43), device: 'Safari, iPhone' },
    { type: 'code', email: 'bea@example.org', code: '042137', device: 'Safari, iPhone' },
  ],
  joinWaitingList: [
    { show: 'show_1', email: 'bea@example.org', quantity: 2, kind: 'hall', locale: 'fr', page },
    { show: 'show_1', email: 'bea@example.org', quantity: 10, kind: 'any', locale: 'en', page },
  ],
  openWaiting: [{ secret: 's'.repeat(64) }],
  leaveWaitingList: [{ secret: 's'.repeat(64) }],
  getPasses: [{}],
  revokeDevice: [{ device: 'devc_1' }],
  addTicketAddress: [{ ticket: 'tick_1', email: 'kim@example.org', page, locale: 'fr' }],
  removeTicketAddress: [{ ticket: 'tick_1', address: 'addr_1' }],
  getHallTickets: [{ show: 'show_1' }],
  resendOrder: [{ order: 'ordr_1' }],
  changeOrderEmail: [{ order: 'ordr_1', email: 'kim@example.org', page, locale: 'fr' }],
  transferTicket: [{ ticket: 'tick_1', email: 'kim@example.org', page, locale: 'fr' }],
  cancelTransfer: [{ transfer: 'trsf_1' }],
  startPairing: [{ show: 'show_1', page, device: 'Chrome, Linux' }],
  claimPairing: [{ secret: 's'.repeat(43) }],
  findPairing: [{ code: 'ABCDEF' }],
  confirmPairing: [{ code: 'WXYZKM' }],
  enter: [
    { show: 'show_1', device: 'browser_1' },
    { show: 'show_1', device: 'browser_1', mode: 'test', assertion: `${'c'.repeat(200)}.${'s'.repeat(86)}` },
  ],
  honour: [
    {
      show: 'show_1',
      device: 'browser_1',
      proof: { type: 'signed', assertion: `${'c'.repeat(200)}.${'s'.repeat(86)}` },
    },
    { show: 'show_1', device: 'browser_1', proof: { type: 'address', email: 'bea@example.org', locale: 'fr' } },
  ],
  heartbeat: [
    {
      lease: 'leas_1',
      playing: true,
      camera: 'stage',
      mediaAt: '2026-11-21T20:00:00.500Z',
      watchedMs: 60_000,
      quality: null,
    },
    {
      lease: 'leas_1',
      playing: false,
      camera: null,
      mediaAt: null,
      watchedMs: 0,
      quality: {
        startupMs: 420,
        rebufferCount: 1,
        rebufferMs: 800,
        latencyMs: null,
        bitrate: 1_600_000,
        droppedFrames: 0,
        errors: ['fragLoadError'],
        backup: true,
      },
    },
  ],
  cast: [{ lease: 'leas_1', screen: 'other' }],
  leave: [{ lease: 'leas_1' }],
  postMessage: [{ show: 'show_1', text: '<b>Bravo</b> ‮abc 🎶', idempotencyKey: key, mediaAt: null }],
  recallMessages: [{ show: 'show_1', at: '2026-11-21T20:00:00.500Z' }],
  reportMessage: [{ message: 'mssg_1', show: 'show_1', reason: 'abuse' }],
  moderate: [
    { show: 'show_1', action: { type: 'remove', message: 'mssg_1' } },
    { show: 'show_1', action: { type: 'mute', author: 'athr_1', minutes: 10, purge: true } },
    { show: 'show_1', action: { type: 'slow', seconds: 30 } },
    { show: 'show_1', action: { type: 'close' } },
  ],
  listReports: [{ show: 'show_1' }],
  createCart: [
    { currency: 'EUR', lines: [{ variant: 'vrnt_1', quantity: 1 }] },
    { currency: 'EUR', lines: [] },
  ],
  getCart: [{ cart: 'cart_1' }],
  setCart: [{ cart: 'cart_1', currency: 'EUR', lines: [{ variant: 'vrnt_1', quantity: 50 }] }],
};

const SPOILERS: readonly unknown[] = [
  null,
  '',
  -1,
  1.5,
  99_999_999_999,
  'x'.repeat(5000),
  [],
  {},
  true,
  '<script>',
  'a b',
];

/** Every input made from `value` by replacing or removing one place. */
function* spoiled(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    yield [...value, ...Array.from({ length: 60 }, () => value[0])];
    for (const [index, child] of value.entries()) for (const bad of spoiled(child)) yield value.with(index, bad);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, child] of Object.entries(value)) {
      const { [name]: _, ...without } = value as Record<string, unknown>;
      yield without;
      for (const bad of spoiled(child)) yield { ...value, [name]: bad };
    }
    return;
  }
  yield* SPOILERS;
}

export interface Fixture {
  readonly operation: string;
  readonly input: unknown;
  readonly valid: boolean;
}

/** Good inputs first, then the spoiled ones, each with zod's verdict. */
export function* fixtures(): Generator<Fixture> {
  for (const [name, operation] of Object.entries(operations as Record<string, Operation>)) {
    for (const input of goodInputs[name as OperationName]) {
      yield { operation: name, input, valid: operation.input.safeParse(input).success };
      for (const bad of spoiled(input))
        yield { operation: name, input: bad, valid: operation.input.safeParse(bad).success };
    }
  }
}
