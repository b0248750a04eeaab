/** What `parterre-admin/v1` speaks. Times are UTC texts, money is integer minor units of the venue's currency. */
export type Phase = 'announced' | 'doors' | 'live' | 'paused' | 'ended' | 'replay' | 'archived';
export type PartKind = 'hall' | 'live' | 'replay' | 'merch';

export interface Image {
  url: string;
  alt: string;
  width: number | null;
  height: number | null;
  attachment?: number;
}

export interface Place {
  name: string;
  address: string;
  city: string;
  country: string;
}

export interface Part {
  kind: PartKind;
  /** Null is the show of the offer. */
  show: string | null;
  title: string;
  pool: string | null;
  units: number;
  from: string | null;
  until: string | null;
  capabilities: string[];
  /** Its weight in the price, for VAT and statements; null for all parts of an offer, or for none. */
  shareMinor: number | null;
}

export type Pricing = 'fixed' | 'free' | 'choose';

export interface Offer {
  id: string;
  name: string;
  description: string;
  pricing: Pricing;
  /** The price of one piece; the least where the buyer chooses. */
  priceMinor: number;
  maxMinor: number | null;
  suggestions: number[];
  opensAt: string | null;
  closesAt: string | null;
  /** The offer of this show that has to be gone first. */
  opensAfter: string | null;
  closed: boolean;
  /** There for those alone who have a code. */
  hidden: boolean;
  maxPerOrder: number;
  maxPerPerson: number | null;
  /** Stocks it draws on besides those of its parts. */
  quotas: { pool: string; units: number }[];
  parts: Part[];
}

export interface Pool {
  id: string;
  name: string;
  /** The show it belongs to; another one's is changed there, null is goods. Not there while it is new. */
  show?: string | null;
  /** Null has no end. */
  capacity: number | null;
  /** The rest is sold somewhere else, and gone there. */
  soldElsewhere?: boolean;
  held?: number;
  sold?: number;
}

/** What an offer can give besides its own show, as `GET /parts` says it. */
export interface Elsewhere {
  shows: { id: string; title: string; startsAt: string; pools: Pool[] }[];
  goods: { name: string; pool: string | null }[];
}

export interface Camera {
  id: string;
  label: string;
  capability: string | null;
  offsetMs: number;
  provider: string;
  liveStream: string;
  replayStream: string;
  /** Another address of the live picture; empty for none. */
  backupStream: string;
  /** Empty: the camera's. */
  backupProvider: string;
  captions: unknown[];
  features: string[];
}

/** A way to protect a stream, in the words of whoever offers it. */
export interface StreamProvider {
  name: string;
  label: string;
  strength: string;
  /** What “a stream” is there. */
  stream: { label: string; placeholder: string; help: string };
  /** Whether the settings hold everything it needs. */
  ready: boolean;
}

export interface CrewMember {
  email: string;
  role: 'moderator' | 'artist' | 'crew';
  capabilities: string[];
}

export interface ShowSummary {
  id: string;
  slug: string;
  title: string;
  artists: string[];
  startsAt: string;
  timeZone: string;
  status: 'confirmed' | 'postponed' | 'cancelled';
  published: boolean;
  phase: Phase;
  poster: Image | null;
  ticketsSold: number;
  url: string | null;
}

/** A show in the editor; texts are empty and lists too while it is new. */
export interface Show extends Omit<ShowSummary, 'startsAt' | 'ticketsSold'> {
  summary: string;
  description: string;
  place: Place | null;
  doorsAt: string | null;
  startsAt: string | null;
  endsAt: string | null;
  replayUntil: string | null;
  access: 'ticket' | 'registered' | 'open';
  chat: boolean;
  /** What is heard beside another camera's picture: the first one's sound, or its own. */
  sound: 'master' | 'own';
  /** Whether a code is drawn over the picture; empty: as the venue has it. */
  mark: '' | 'on' | 'off';
  signals: Record<'liveAt' | 'pausedAt' | 'endedAt' | 'replayAt', string | null>;
  cameras: Camera[];
  pools: Pool[];
  offers: Offer[];
  crew: CrewMember[];
  /** Stands for what an editor can change: the server compares it to notice that somebody else saved meanwhile. */
  fingerprint?: string;
  editPage: string | null;
  mayEdit: boolean;
}

export interface Variant {
  id: string;
  label: string;
  priceMinor: number;
  maxPerOrder: number;
  stock: number | null;
  sold: number;
}

export interface Product {
  id: string;
  show: string | null;
  name: string;
  description: string;
  images: Image[];
  published: boolean;
  variants: Variant[];
}

export interface Order {
  id: string;
  reference: string;
  state: string;
  test: boolean;
  email: string;
  totalMinor: number;
  refundedMinor: number;
  currency: string;
  createdAt: string;
  lines: { name: string; quantity: number }[];
}

export interface FeedTest {
  passed: boolean;
  at: number;
  detail: string;
}

/** Usual VAT rates by country and kind, in hundredths of a percent. */
export type UsualRates = Record<string, Record<string, number>>;

export interface SettingsAnswer {
  settings: Record<string, unknown>;
  usualRates: UsualRates;
  livePayments: boolean;
  feedTest: FeedTest | null;
  /** Whether a browser without cookies reached the API; null before the first test. */
  guests: { reached: boolean; at: number } | null;
  /** What a host's cache does wrong to answers of the API, in a sentence; null before the first test. */
  caching: { problem: string | null; at: number } | null;
  demo: boolean;
  siteName: string;
  privacyPage: string;
}

/** What is wrong with a form: sentences by dotted path. */
export type Problems = Record<string, string>;

interface AdminGlobal {
  tabs: string[];
  can: Record<string, boolean>;
  currency: string;
  timeZone: string;
  timeZones: string[];
  place: Place;
  locale: string;
  home: string;
  rest: string;
  /** Where the REST API is, with a slash or an open parameter at its end, and what lets a link in. */
  root: string;
  nonce: string;
}

declare global {
  interface Window {
    parterreAdmin: AdminGlobal;
  }
}
