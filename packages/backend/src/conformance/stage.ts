/** One case's hold on a server: the backend as fans use it, the control beside it, the oracle behind it. */
import type {
  Entry,
  Honours,
  Input,
  LaneMessage,
  LaneName,
  LaneState,
  Money,
  Order,
  OrderState,
  PartKind,
  Pledge,
  Signals,
  ShowStatus,
  TestCard,
  TicketSource,
  WaitingState,
} from '@parterre/protocol';
import type { ParterreError } from '@parterre/protocol/errors';
import type { Backend, LaneCursor } from '../backend.ts';
import type { Seed } from '../memory/seed.ts';
import { present } from './assert.ts';
import { CAMPAIGN_DAYS, PAGE, scenario } from './scenario.ts';

export type Command =
  | { readonly cmd: 'reset'; readonly seed: Seed }
  | { readonly cmd: 'now' }
  | { readonly cmd: 'advance'; readonly seconds: number }
  | { readonly cmd: 'signals'; readonly show: string; readonly signals: Partial<Signals> }
  | { readonly cmd: 'status'; readonly show: string; readonly status: ShowStatus }
  | { readonly cmd: 'voidTicket'; readonly ticket: string }
  | { readonly cmd: 'checkIn'; readonly ticket: string }
  | { readonly cmd: 'capacity'; readonly pool: string; readonly capacity: number | null }
  | { readonly cmd: 'soldElsewhere'; readonly pool: string; readonly full: boolean }
  | { readonly cmd: 'honour'; readonly show: string; readonly level: Honours | null }
  | { readonly cmd: 'raiseEpoch'; readonly show: string }
  | { readonly cmd: 'rotateRoom'; readonly show: string }
  | { readonly cmd: 'approvePayment'; readonly order: string }
  | { readonly cmd: 'provider'; readonly order: string; readonly says: ProviderSays; readonly webhook?: boolean }
  | { readonly cmd: 'work' }
  | { readonly cmd: 'liveKeys'; readonly present: boolean }
  | { readonly cmd: 'tick' }
  | { readonly cmd: 'peek'; readonly what: keyof Truth; readonly show?: string; readonly lane?: LaneName };

/** What the test provider says about a payment from now on. */
export type ProviderSays = 'approved' | 'processing' | 'failed' | 'refunded' | 'disputed' | 'lost';

/** What the oracle tells, by question. */
export interface Truth {
  readonly pools: { pools: { id: string; capacity: number | null; held: number; sold: number }[] };
  readonly orders: { orders: { id: string; email: string; state: OrderState; total: Money }[] };
  readonly tickets: {
    tickets: {
      id: string;
      order: string | null;
      show: string;
      kind: PartKind;
      source: TicketSource;
      state: 'valid' | 'void';
    }[];
  };
  readonly deliveries: {
    deliveries: { id: string; order: string; code: string; lines: { name: string; quantity: number }[] }[];
  };
  readonly leases: { leases: { id: string; ticket: string | null; show: string; live: boolean }[] };
  readonly sessions: { sessions: { kind: string; live: boolean }[] };
  readonly mails: {
    mails: {
      to: string;
      kind: 'receipt' | 'passLink' | 'waiting' | 'shared' | 'transfer' | 'pledge' | 'gift';
      secret: string;
      code: string | null;
      text: string;
    }[];
  };
  readonly waiting: { waiting: { email: string; show: string; quantity: number; state: WaitingState }[] };
  readonly messages: { messages: { id: string; show: string; text: string; removed: boolean }[] };
  readonly feed: { epoch: string; seq: number; text: string };
  readonly events: { events: { type: string }[] };
}

export interface Harness {
  readonly backend: Backend;
  /** Prepares the server or looks behind it: README.md lists the commands. Rejects when the server refuses one. */
  readonly send: (command: Command) => Promise<unknown>;
  /** Base address of the protocol over HTTP, to send what no adapter would. */
  readonly http?: string;
  readonly dispose: () => Promise<void> | void;
}

let counter = 0;
/** A key that no other request has used. */
export const newKey = (): string => `conformance-${Date.now()}-${++counter}`;

export interface BuyOptions {
  readonly email?: string;
  readonly quantity?: number;
  readonly session?: string | undefined;
  /** Anything else to ask for. */
  readonly more?: Partial<Input<'createOrder'>>;
}

export interface Bought {
  readonly order: Order;
  /** The session that may use it: the one given, or the new one. */
  readonly token: string;
  /** What the reply said about sessions. */
  readonly session: { token: string } | null;
}

const PRICES: Record<string, number> = {
  ...{
    offr_live: 1200,
    offr_both: 1700,
    offr_free: 0,
    offr_last: 1000,
    offr_single: 900,
    offr_pair: 1600,
    offr_bundle: 4200,
  },
  ...{ offr_soon: 800, offr_hall: 2000, offr_doors: 800, offr_replay: 500, offr_early: 1200, offr_late: 1200 },
  ...{ offr_seat: 2000, offr_stream: 900, offr_quota: 1000, offr_wave: 800, offr_next: 1200, offr_hidden: 600 },
  ...{ offr_few: 1000, offr_pass: 1500, offr_cents: 20 },
  ...{ vrnt_shirt: 2500, vrnt_none: 2500, vrnt_poster: 1500 },
};

export const eur = (amountMinor: number): Money => ({ amountMinor, currency: 'EUR' });

/** A complete order of one thing, to change a field of. */
export function orderOf(
  ref: string,
  { email = 'bea@example.org', quantity = 1, more = {} }: BuyOptions = {},
): Input<'createOrder'> {
  const line = ref.startsWith('vrnt_')
    ? ({ type: 'variant', variant: ref, quantity } as const)
    : ({ type: 'offer', offer: ref, quantity } as const);
  return {
    idempotencyKey: newKey(),
    email,
    locale: 'en',
    lines: [line],
    currency: 'EUR',
    expectedTotal: eur((PRICES[ref] ?? 0) * quantity),
    page: PAGE,
    ...more,
  };
}

export interface PledgeOptions {
  readonly email?: string;
  readonly campaign?: string;
  readonly reward?: string | null;
  readonly extra?: number;
  readonly name?: string;
  readonly session?: string | undefined;
}

const REWARDS: Record<string, number> = { rwrd_seat: 2000, rwrd_rare: 3000, rwrd_keep: 1500 };

/** A complete pledge, to change a field of: a seat for camp_all unless told otherwise. */
export function pledgeOf({
  email = 'bea@example.org',
  campaign = 'camp_all',
  reward = 'rwrd_seat',
  extra = 0,
  name,
}: PledgeOptions = {}): Input<'createPledge'> {
  return {
    campaign,
    idempotencyKey: newKey(),
    email,
    locale: 'en',
    page: PAGE,
    ...(reward === null ? {} : { reward }),
    extraMinor: extra,
    expectedTotal: eur((reward === null ? 0 : (REWARDS[reward] ?? 0)) + extra),
    mandate: 'You may charge my card if the goal is reached.',
    ...(name === undefined ? {} : { name }),
  };
}

/** What a watcher was told, and a way to wait for more. */
export class Follower {
  readonly messages: LaneMessage[] = [];
  readonly states: LaneState[] = [];
  readonly resets: LaneCursor[] = [];
  readonly errors: ParterreError[] = [];
  /** In the order of arrival: a number, or `reset`. */
  readonly log: (number | 'reset')[] = [];
  cursor: LaneCursor | undefined;
  /** Calls that came after the signal had aborted. */
  late = 0;
  readonly #controller = new AbortController();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(): void {
    this.#controller.abort();
  }

  heard(act: () => void): void {
    if (this.signal.aborted) this.late++;
    act();
  }

  texts(): string[] {
    return this.messages.flatMap((message) => (message.type === 'message.posted' ? [message.message.text] : []));
  }

  /** Waits until it holds; fails after 20 s, which is several polls of a slow feed. */
  async until(condition: (follower: this) => boolean, what: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!condition(this)) {
      if (Date.now() > deadline) throw new Error(`${what}: not within 20 s. Got ${JSON.stringify(this.log)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

export class Stage {
  readonly harness: Harness;
  readonly #followers: Follower[] = [];

  constructor(harness: Harness) {
    this.harness = harness;
  }

  get backend(): Backend {
    return this.harness.backend;
  }

  async reset(change: (seed: Seed) => Seed = (seed) => seed): Promise<void> {
    await this.send({ cmd: 'reset', seed: change(scenario(Date.now())) });
  }

  async send<T>(command: Command): Promise<T> {
    return (await this.harness.send(command)) as T;
  }

  peek<K extends keyof Truth>(what: K, where: { show?: string; lane?: LaneName } = {}): Promise<Truth[K]> {
    return this.send<Truth[K]>({ cmd: 'peek', what, ...where });
  }

  async now(): Promise<number> {
    return (await this.send<{ now: number }>({ cmd: 'now' })).now;
  }

  async advance(seconds: number): Promise<void> {
    await this.send({ cmd: 'advance', seconds });
  }

  async instant(offsetSeconds = 0): Promise<string> {
    return new Date((await this.now()) + offsetSeconds * 1000).toISOString();
  }

  async pool(id: string): Promise<{ held: number; sold: number }> {
    const { pools } = await this.peek('pools');
    const { held, sold } = present(
      pools.find((pool) => pool.id === id),
      `pool ${id}`,
    );
    return { held, sold };
  }

  /** Creates an order; nothing is paid. */
  async order(ref: string, options: BuyOptions = {}): Promise<Bought> {
    const request = orderOf(ref, options);
    const { order, session } = await this.backend.act('createOrder', request, { session: options.session });
    return { order, session, token: present(session?.token ?? options.session, 'a session') };
  }

  /** Creates an order and pays it, unless it is free. */
  async buy(ref: string, options: BuyOptions = {}): Promise<Bought> {
    const bought = await this.order(ref, options);
    if (bought.order.state === 'paid') return bought;
    const order = await this.backend.act(
      'payTest',
      { order: bought.order.id, outcome: 'approve' },
      { session: bought.token },
    );
    return { ...bought, order };
  }

  /** Pledges and saves a card: a promise. */
  async pledge(options: PledgeOptions = {}, card: TestCard = 'good'): Promise<{ pledge: Pledge; token: string }> {
    const made = await this.backend.act('createPledge', pledgeOf(options), { session: options.session });
    const token = present(made.session?.token ?? options.session, 'a session');
    const pledge = await this.backend.act('saveTestCard', { pledge: made.pledge.id, card }, { session: token });
    return { pledge, token };
  }

  /** The caller's pledge as it is now. */
  async myPledge(id: string, token: string): Promise<Pledge> {
    const { pledges } = await this.backend.read('listPledges', {}, { session: token });
    return present(
      pledges.find((pledge) => pledge.id === id),
      `pledge ${id}`,
    );
  }

  /** Lets the deadline pass, and what follows from it. */
  async passDeadline(seconds = CAMPAIGN_DAYS * 86_400 + 1): Promise<void> {
    await this.advance(seconds);
    await this.send({ cmd: 'work' });
  }

  /** The newest mail to an address. */
  async mailTo(address: string): Promise<Truth['mails']['mails'][number]> {
    const { mails } = await this.peek('mails');
    return present(mails.filter(({ to }) => to === address).at(-1), `a mail to ${address}`);
  }

  async redeem(secret: string, device = 'Test browser', session?: string): Promise<string> {
    const grant = await this.backend.act('redeemPassLink', { type: 'link', secret, device }, { session });
    return grant.token;
  }

  async requestLink(email: string): Promise<Truth['mails']['mails'][number]> {
    await this.backend.act('requestPassLink', { email, page: PAGE, locale: 'en' });
    return this.mailTo(email);
  }

  /** A fan session of a known address. */
  async fan(email: string): Promise<string> {
    return this.redeem((await this.requestLink(email)).secret);
  }

  enter(show: string, token: string, device = 'device_1'): Promise<Entry> {
    return this.backend.act('enter', { show, device }, { session: token });
  }

  heartbeat(lease: string, token: string) {
    const report = { lease, playing: true, camera: 'stage', mediaAt: null, watchedMs: 60_000, quality: null };
    return this.backend.act('heartbeat', report, { session: token });
  }

  post(token: string, text: string, show = 'show_live', idempotencyKey = newKey()) {
    return this.backend.act('postMessage', { show, text, idempotencyKey, mediaAt: null }, { session: token });
  }

  moderate(token: string, action: Input<'moderate'>['action'], show = 'show_live') {
    return this.backend.act('moderate', { show, action }, { session: token });
  }

  /** A moderator's fan session. */
  moderator(): Promise<string> {
    return this.fan('crew@venue.example');
  }

  /** Watches the public lane, or the room as whoever is inside. Asks for the room's address again when it is gone. */
  async follow(
    lane: LaneName,
    options: { token?: string; device?: string; since?: LaneCursor | undefined; show?: string } = {},
  ): Promise<Follower> {
    const { token, device = 'device_1', show = 'show_live' } = options;
    const follower = new Follower();
    this.#followers.push(follower);
    follower.cursor = options.since;
    const address = async (): Promise<string | null> => {
      if (lane === 'public') return (await this.backend.read('getShow', { show })).feedUrl;
      return (await this.enter(show, present(token, 'a session'), device)).roomUrl;
    };
    const watch = async (): Promise<void> => {
      const url = await address();
      if (follower.signal.aborted) return;
      this.backend.watch(
        { show, lane, url, session: token },
        {
          since: follower.cursor,
          signal: follower.signal,
          onState: (state) => follower.heard(() => follower.states.push(state)),
          onMessages: (messages, cursor) =>
            follower.heard(() => {
              follower.messages.push(...messages);
              follower.log.push(...messages.map(({ seq }) => seq));
              follower.cursor = cursor;
            }),
          onReset: (cursor) =>
            follower.heard(() => {
              follower.resets.push(cursor);
              follower.messages.length = 0;
              follower.log.push('reset');
              follower.cursor = cursor;
            }),
          onError: (error) =>
            follower.heard(() => {
              follower.errors.push(error);
              if (error.code === 'not_found') void watch();
            }),
          onRecovered: () => follower.heard(() => undefined),
        },
      );
    };
    await watch();
    return follower;
  }

  async dispose(): Promise<void> {
    for (const follower of this.#followers) follower.stop();
    await this.harness.dispose();
  }
}
