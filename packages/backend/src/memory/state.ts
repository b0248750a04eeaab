/** Everything a memory server knows, as plain JSON: it can be stored and read back, or looked at by a test. */
import type {
  CampaignResult,
  Delivery,
  Honours,
  LineRequest,
  Line,
  Message,
  Money,
  OrderRequest,
  OrderState,
  PartKind,
  PledgeState,
  ReportReason,
  SessionKind,
  ShowStatus,
  Signals,
  Terms,
  TestCard,
  TicketSource,
} from '@parterre/protocol';
import type { Lane, Pool, Tally } from '@parterre/rules';
import type { WaitingRecord } from './waiting.ts';
import type { Claims } from './signing.ts';
import type { Wanted } from './stock.ts';
import type { Seed, SeedCampaign, SeedCode, SeedProduct, SeedShow, SeedVenue } from './seed.ts';

export interface ShowRecord extends Omit<SeedShow, 'status' | 'signals'> {
  status: ShowStatus;
  signals: Signals;
  revision: number;
  /** Raised to end everything that was signed; 1 where it is not set. */
  epoch?: number;
  /** Whom the venue honours, until when. */
  honour?: { readonly level: Honours; readonly until: number } | null;
}

export interface GiftRecord {
  readonly name: string;
  readonly email: string;
  readonly message: string;
  readonly sendOn: number;
  sentAt: number | null;
}

export interface OrderRecord {
  readonly id: string;
  readonly reference: string;
  email: string;
  readonly locale: string;
  readonly page: string;
  readonly requests: readonly LineRequest[];
  readonly lines: readonly Line[];
  /** Ids of the codes it uses. */
  readonly codes: readonly string[];
  readonly discounts: readonly { label: string; amount: Money }[];
  readonly total: Money;
  readonly createdAt: number;
  /** When it ends unpaid, whatever it holds. */
  readonly payUntil: number;
  readonly gift: GiftRecord | null;
  readonly cart: string | null;
  readonly attribution: OrderRequest['attribution'] | null;
  readonly test: boolean;
  state: OrderState;
  paidAt: number | null;
  /** Minor units that went back. */
  refundedMinor: number;
  /** Until when stock is held; null when none is, or none of it is limited. */
  holdUntil: number | null;
  /** Sessions that may see it, besides fan sessions of its address. */
  sessions: string[];
  delivery: Delivery | null;
  /** Where the fan lives and how goods are to come, as far as the buyer said. */
  readonly asked: Pick<OrderRequest, 'country' | 'delivery'>;
  /** As they were agreed to. */
  readonly terms: Terms | null;
  /** Agreed that a replay starts at once. */
  readonly waiver: boolean;
  /** Places of lines that were withdrawn from. */
  withdrawn: number[];
  /** The pledge that it pays. */
  readonly pledge?: string;
  /** What a pledge takes from which pool, where the lines do not say. */
  readonly wanted?: Wanted;
}

export interface CampaignRecord extends Omit<SeedCampaign, 'deadline'> {
  deadline: string;
  readonly firstDeadline: string;
  /** What was counted at the deadline; null before. */
  decided: Tally | null;
  decidedAt: number | null;
  concludedAt: number | null;
  result: CampaignResult | null;
}

export interface PledgeRecord {
  readonly id: string;
  readonly campaign: string;
  readonly email: string;
  readonly locale: string;
  readonly page: string;
  readonly createdAt: number;
  readonly test: boolean;
  reward: string | null;
  extraMinor: number;
  totalMinor: number;
  /** As it may be shown; null without consent. */
  name: string | null;
  mandate: { text: string; at: number } | null;
  state: PledgeState;
  card: TestCard | null;
  /** Until when its reward is held while the card is missing; null when nothing is held, or for good. */
  holdUntil: number | null;
  attempt: number;
  nextAttemptAt: number | null;
  order: string | null;
  /** Sessions that may see it, besides fan sessions of its address. */
  sessions: string[];
}

export interface TicketRecord {
  readonly id: string;
  readonly show: string;
  readonly kind: PartKind;
  readonly from: string | null;
  readonly until: string | null;
  readonly source: TicketSource;
  readonly order: string | null;
  /** Place of its line in the order, and which piece of the line. */
  readonly line: number;
  readonly unit: number;
  email: string;
  /** How often it was handed on. */
  transfers?: number;
  /** For the door; another one once it has another holder. */
  code?: string;
  /** When somebody came in with it at the door of the hall. */
  usedAt?: number;
  readonly test: boolean;
  state: 'valid' | 'void';
  /** Void for as long as the bank has the money: a dispute that is won makes it valid again. */
  disputed?: boolean;
}

export interface SessionRecord {
  readonly id: string;
  readonly token: string;
  readonly kind: SessionKind;
  /** The address it bought with or proved; null for a device session. */
  readonly email: string | null;
  readonly label: string;
  readonly createdAt: number;
  /** The pass link that opened it. */
  readonly link: string | null;
  usedAt: number;
  displayName: string | null;
  ended: 'replaced' | 'gone' | null;
}

export interface LinkRecord {
  readonly id: string;
  readonly secret: string;
  readonly code: string;
  readonly email: string;
  readonly purpose: 'purchase' | 'request' | 'shared' | 'transfer';
  /** The order whose receipt it is in. */
  readonly order: string | null;
  readonly expiresAt: number;
  tries: number;
}

export interface LeaseRecord {
  readonly id: string;
  readonly show: string;
  readonly ticket: string | null;
  readonly device: string;
  readonly takenAt: number;
  session: string;
  expiresAt: number;
  lost: boolean;
  /** Until when an address plays that was given for the whole show: nobody takes this place before; null for none. */
  keptUntil: number | null;
  /** The code over this device's picture; null until there is one. */
  mark: string | null;
  /** The grant in this device's hands. */
  grant: { mode: 'live' | 'replay' | 'test'; expiresAt: number } | null;
}

/** A screen that waits to be let in. */
export interface PairingRecord {
  readonly id: string;
  readonly code: string;
  readonly secret: string;
  readonly show: string;
  readonly device: string;
  readonly site: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  state: 'waiting' | 'confirmed' | 'claimed';
  /** The session that let it in. */
  by: string | null;
}

/** Somebody else who may use a ticket. */
export interface AddressRecord {
  readonly id: string;
  readonly ticket: string;
  readonly email: string;
  readonly addedAt: number;
}

/** A ticket, or an order where there is none, on its way to another mailbox. */
export interface TransferRecord {
  readonly id: string;
  readonly ticket: string | null;
  readonly order: string | null;
  readonly from: string;
  readonly email: string;
  readonly locale: string;
  readonly page: string;
  readonly link: string;
  readonly expiresAt: number;
  state: 'waiting' | 'done' | 'withdrawn';
}

export interface MessageRecord {
  readonly message: Message;
  readonly show: string;
  readonly key: string;
  /** Milliseconds; `message.at` as a number. */
  readonly sentAt: number;
  removed: boolean;
  reports: { session: string; reason: ReportReason; at: number }[];
}

export interface RoomRecord {
  open: boolean;
  slowSeconds: number;
  pin: string | null;
  /** Name tag to the end of its silence. */
  muted: Record<string, number>;
}

export interface CartRecord {
  readonly id: string;
  lines: { variant: string; quantity: number }[];
  updatedAt: number;
}

export interface LaneRecord {
  lane: Lane;
  files: Record<string, string>;
}

export interface MailRecord {
  readonly id: string;
  readonly to: string;
  readonly kind: 'receipt' | 'passLink' | 'waiting' | 'shared' | 'transfer' | 'pledge' | 'gift';
  readonly at: string;
  readonly subject: string;
  readonly text: string;
  /** The pass link in it; empty where there is nothing to open. */
  readonly link: string;
  /** The six digits in it; null in a receipt. */
  readonly code: string | null;
}

export interface EventRecord {
  readonly type: string;
  readonly at: string;
  readonly payload: unknown;
}

/** What the test provider says about an order when it is asked. */
export type TestPayment = 'approved' | 'processing' | 'failed' | 'refunded' | 'disputed' | 'lost';

export interface State {
  readonly version: 1;
  venue: SeedVenue;
  readonly shows: Record<string, ShowRecord>;
  readonly products: readonly SeedProduct[];
  readonly pools: Record<string, Pool>;
  readonly campaigns: Record<string, CampaignRecord>;
  readonly pledges: Record<string, PledgeRecord>;
  readonly pledgeKeys: Record<string, { pledge: string; request: string }>;
  readonly codes: SeedCode[];
  /** Offers that waited for another one and were opened when it was gone. */
  readonly opened: Record<string, true>;
  readonly orders: Record<string, OrderRecord>;
  /** Idempotency key to the order it made and what was asked. */
  readonly orderKeys: Record<string, { order: string; request: string }>;
  /** What the test provider has been told. */
  readonly testPayments: Record<string, TestPayment>;
  readonly tickets: Record<string, TicketRecord>;
  readonly sessions: Record<string, SessionRecord>;
  readonly links: Record<string, LinkRecord>;
  readonly leases: Record<string, LeaseRecord>;
  /** Every signed ticket, with what it says. */
  readonly signed: Record<string, Claims>;
  /** Tickets that a session holds by itself: a paired screen's, an honoured guest's. */
  readonly lent: Record<string, readonly string[]>;
  readonly addresses: Record<string, AddressRecord>;
  readonly transfers: Record<string, TransferRecord>;
  readonly pairings: Record<string, PairingRecord>;
  /** Honoured entries, `show/proof/what`, with the ticket that was made for a typed address. */
  readonly honoured: Record<string, { ticket: string | null; entries: number }>;
  /** Name tags: `show/holder` to the tag. */
  readonly tags: Record<string, string>;
  /** Names that fans chose, by address. */
  readonly names: Record<string, string>;
  readonly rooms: Record<string, RoomRecord>;
  readonly messages: Record<string, MessageRecord>;
  readonly carts: Record<string, CartRecord>;
  /** `show/lane`. */
  readonly lanes: Record<string, LaneRecord>;
  readonly waiting: Record<string, WaitingRecord>;
  readonly mails: MailRecord[];
  readonly events: EventRecord[];
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): Record<string, T> =>
  Object.fromEntries(rows.map((row) => [row.id, row]));

export const newState = (seed: Seed): State => ({
  version: 1,
  venue: seed.venue,
  shows: byId(seed.shows.map((show) => ({ ...show, revision: 1 }))),
  products: seed.products,
  pools: byId(seed.pools.map((pool) => ({ ...pool, held: 0, sold: 0 }))),
  campaigns: byId(
    (seed.campaigns ?? []).map((campaign) => ({
      ...campaign,
      firstDeadline: campaign.deadline,
      decided: null,
      decidedAt: null,
      concludedAt: null,
      result: null,
    })),
  ),
  pledges: {},
  pledgeKeys: {},
  codes: [...(seed.codes ?? [])],
  opened: {},
  orders: {},
  orderKeys: {},
  testPayments: {},
  tickets: {},
  sessions: {},
  links: {},
  leases: {},
  signed: {},
  lent: {},
  addresses: {},
  transfers: {},
  pairings: {},
  honoured: {},
  tags: {},
  names: {},
  rooms: Object.fromEntries(seed.shows.map(({ id }) => [id, { open: true, slowSeconds: 0, pin: null, muted: {} }])),
  messages: {},
  carts: {},
  lanes: {},
  waiting: {},
  mails: [],
  events: [],
});
