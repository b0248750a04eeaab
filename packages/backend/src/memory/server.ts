/** The whole server: parts put together, and the table that answers each operation. */
import {
  operations,
  type Honours,
  type Input,
  type Operation,
  type OperationName,
  type Output,
  type ShowStatus,
  type Signals,
} from '@parterre/protocol';
import { ParterreError, type Issue } from '@parterre/protocol/errors';
import type { CallOptions, Lane, WatchOptions } from '../backend.ts';
import { Access } from './access.ts';
import { Bill } from './bill.ts';
import { Campaigns } from './campaigns.ts';
import { Carts } from './carts.ts';
import { Catalogue } from './catalogue.ts';
import { Codes } from './codes.ts';
import { Doors, type SignPlayback } from './doors.ts';
import { Lanes } from './lanes.ts';
import { Mailer } from './mailer.ts';
import { Orders } from './orders.ts';
import { Room } from './room.ts';
import { Pairings } from './pairings.ts';
import { Sessions } from './sessions.ts';
import { Sharing } from './sharing.ts';
import { Signing } from './signing.ts';
import { Showroom } from './showroom.ts';
import type { SessionRecord, TestPayment } from './state.ts';
import { Stock } from './stock.ts';
import { Transfers } from './transfers.ts';
import { Waiting } from './waiting.ts';
import type { World } from './world.ts';

/** Largest request body, as on a real server. */
const BODY_BYTES = 64 * 1024;

/** Who asks: the session behind the token where the operation looks for one. */
interface Caller {
  /** For operations that use a session if there is one. */
  readonly maybe: SessionRecord | null;
  /** For operations that need one; refuses where there is none. */
  readonly session: () => SessionRecord;
}

type Handlers = { [K in OperationName]: (input: Input<K>, caller: Caller) => Output<K> | Promise<Output<K>> };

export class MemoryServer {
  readonly world: World;
  readonly catalogue: Catalogue;
  readonly stock: Stock;
  readonly access: Access;
  readonly mailer: Mailer;
  readonly signing: Signing;
  readonly sessions: Sessions;
  readonly sharing: Sharing;
  readonly transfers: Transfers;
  readonly pairings: Pairings;
  readonly carts: Carts;
  readonly orders: Orders;
  readonly waiting: Waiting;
  readonly lanes: Lanes;
  readonly doors: Doors;
  readonly room: Room;
  readonly showroom: Showroom;
  readonly campaigns: Campaigns;
  readonly #handlers: Handlers;

  constructor(world: World, sign: SignPlayback) {
    this.world = world;
    const codes = new Codes(world);
    this.catalogue = new Catalogue(world, codes);
    this.stock = new Stock(world);
    this.access = new Access(world);
    this.mailer = new Mailer(world);
    this.signing = new Signing(world, this.catalogue, this.access);
    this.sessions = new Sessions(world, this.catalogue, this.access, this.mailer, this.signing);
    this.sharing = new Sharing(world, this.sessions, this.mailer);
    this.transfers = new Transfers(world, this);
    this.pairings = new Pairings(world, this.catalogue, this.access, this.sessions);
    this.carts = new Carts(world, this.catalogue);
    const { catalogue, stock, access, sessions, carts, mailer } = this;
    const bill = new Bill(world);
    this.orders = new Orders(world, { catalogue, codes, stock, access, sessions, carts, mailer, bill });
    this.waiting = new Waiting(world, { catalogue, stock, sessions, mailer });
    this.lanes = new Lanes(world);
    this.doors = new Doors(world, { catalogue, access, sessions, signing: this.signing }, sign);
    this.room = new Room(world, catalogue, access, this.lanes);
    this.showroom = new Showroom(world, catalogue, this.lanes);
    this.campaigns = new Campaigns(world, { bill, orders: this.orders, stock, sessions, lanes: this.lanes, mailer });
    for (const show of Object.values(world.state.shows)) this.room.publishState(show, 0);
    this.#handlers = this.#table();
  }

  /** Checks the input as a server does, then answers. */
  async answer<K extends OperationName>(name: K, input: unknown, { session: token }: CallOptions): Promise<Output<K>> {
    const operation: Operation = operations[name];
    this.#requireFeature(operation);
    const parsed = this.#parsed(operation, input) as Input<K>;
    this.orders.expireHolds();
    this.orders.sendGifts();
    this.waiting.serve();
    this.campaigns.run();
    const caller: Caller = {
      maybe: operation.auth === 'none' ? null : this.sessions.find(token),
      session: () => this.sessions.require(token, operation.errors),
    };
    try {
      return await (this.#handlers[name](parsed, caller) as Output<K> | Promise<Output<K>>);
    } finally {
      this.waiting.serve();
      this.showroom.refresh();
    }
  }

  /** What was said is for those who are inside, as the room's lane is. */
  #recall(session: SessionRecord, input: Input<'recallMessages'>): Output<'recallMessages'> {
    const show = this.catalogue.showRecord(input.show);
    if (!this.doors.isInside(session, show)) throw new ParterreError('forbidden');
    return this.room.recall(show, Date.parse(input.at));
  }

  #requireFeature({ feature }: Operation): void {
    if (feature !== null && !this.world.state.venue.features.includes(feature))
      throw new ParterreError('not_supported');
  }

  #parsed(operation: Operation, input: unknown): unknown {
    if (new TextEncoder().encode(JSON.stringify(input)).length > BODY_BYTES) throw new ParterreError('too_large');
    const parsed = operation.input.safeParse(input);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map(({ path, code }): Issue => ({ path: path.join('.'), problem: code }));
    throw new ParterreError('bad_request', { issues });
  }

  #table(): Handlers {
    const { campaigns, catalogue, carts, doors, orders, pairings, room, sessions, sharing, transfers, waiting } = this;
    return {
      getVenue: () => catalogue.venue(),
      listShows: (input) => catalogue.list(input),
      getShow: ({ show }) => catalogue.show(show),
      listProducts: (input) => ({ products: catalogue.products(input) }),

      quote: (input) =>
        waiting.lend(
          input.waiting,
          () => orders.quote(input),
          () => null,
        ),
      checkCode: (input) => catalogue.checkCode(input),
      createOrder: (input, { maybe }) =>
        waiting.lend(
          input.waiting,
          () => orders.create(input, maybe),
          ({ order }) => order.id,
        ),
      getOrder: ({ order }, { session }) => orders.view(orders.require(order, session())),
      settleOrder: ({ order: id }, { session }) => {
        const order = orders.require(id, session());
        orders.settle(order);
        return orders.view(order);
      },
      prolongHold: ({ order: id }, { session }) => {
        const order = orders.require(id, session());
        orders.prolong(order);
        return orders.view(order);
      },
      cancelOrder: ({ order: id }, { session }) => {
        const order = orders.require(id, session());
        orders.cancel(order);
        return orders.view(order);
      },
      choosePayment: ({ order: id }, { session }) => {
        const order = orders.require(id, session());
        orders.choosePayment(order);
        return orders.view(order);
      },
      withdrawOrder: ({ order: id, ...wish }, { session }) => {
        const order = orders.require(id, session());
        const withdrawal = orders.withdraw(order, wish);
        return { order: orders.view(order), withdrawal };
      },
      payTest: ({ order: id, outcome }, { session }) => {
        const order = orders.require(id, session());
        orders.payTest(order, outcome);
        return orders.view(order);
      },

      startSession: (input) => sessions.startDevice(input),
      getSession: (_, { session }) => sessions.view(session()),
      updateSession: (input, { session }) => sessions.rename(session(), input),
      endSession: (_, { session }) => {
        sessions.end(session());
        return {};
      },
      requestPassLink: (input) => {
        sessions.requestLink(input);
        return {};
      },
      redeemPassLink: (input, { maybe }) => sessions.redeem(input, maybe, (link) => transfers.accept(link)),
      getPasses: (_, { session }) => {
        const mine = session();
        const proved = transfers.provedUntil(mine);
        const own = this.access.orders(mine).map((order) => orders.view(order));
        return {
          tickets: sessions.tickets(mine),
          addresses: sharing.addresses(mine),
          transfers: transfers.of(mine),
          transferable: transfers.transferable(mine),
          provedUntil: proved === null ? null : this.world.instant(proved),
          orders: own,
          devices: sessions.devices(mine),
          hallTicketsUrl: null,
          serverTime: this.world.instant(),
        };
      },
      revokeDevice: (input, { session }) => {
        sessions.revoke(session(), input);
        return {};
      },

      addTicketAddress: (input, { session }) => {
        sharing.add(session(), input);
        return { addresses: sharing.addresses(session()) };
      },
      removeTicketAddress: (input, { session }) => {
        sharing.remove(session(), input);
        return { addresses: sharing.addresses(session()) };
      },

      getHallTickets: ({ show }, { session }) => ({ tickets: this.access.hallTickets(session(), show) }),
      resendOrder: ({ order }, { session }) => {
        orders.resend(orders.require(order, session()));
        return {};
      },
      changeOrderEmail: (input, { session }) => {
        const mine = session();
        return transfers.readdress(mine, orders.require(input.order, mine), input);
      },
      transferTicket: (input, { session }) => transfers.handOn(session(), input),
      cancelTransfer: (input, { session }) => transfers.cancel(session(), input),

      startPairing: (input) => pairings.start(input),
      claimPairing: (input) => pairings.claim(input),
      findPairing: (input, { session }) => {
        session();
        return pairings.find(input);
      },
      confirmPairing: (input, { session }) => {
        pairings.confirm(session(), input);
        return {};
      },

      honour: (input) => doors.honour(input),
      enter: (input, { session }) => this.#counted(input.show, doors.enter(session(), input)),
      heartbeat: (input, { session }) => doors.heartbeat(session(), input),
      cast: (input, { session }) => doors.cast(session(), input),
      leave: (input, { session }) => {
        doors.leave(session(), input);
        return {};
      },

      postMessage: (input, { session }) => ({ message: room.post(session(), input) }),
      recallMessages: (input, { session }) => this.#recall(session(), input),
      reportMessage: (input, { session }) => {
        room.report(session(), input);
        return {};
      },
      moderate: (input, { session }) => {
        room.moderate(session(), input);
        return {};
      },
      listReports: (input, { session }) => ({ reports: room.reports(session(), input) }),

      joinWaitingList: (input) => {
        waiting.join(input);
        return {};
      },
      openWaiting: (input) => waiting.open(input),
      leaveWaitingList: (input) => {
        waiting.leave(input);
        return {};
      },

      createCart: (input) => carts.create(input),
      getCart: ({ cart }) => carts.view(carts.require(cart)),
      setCart: (input) => carts.set(input),

      getCampaign: ({ campaign }) => campaigns.view(campaigns.record(campaign)),
      listCampaigns: (input) => campaigns.list(input),
      createPledge: (input, { maybe }) => campaigns.create(input, maybe),
      listPledges: (input, { session }) => campaigns.mine(session(), input),
      settlePledge: ({ pledge }, { session }) => campaigns.settle(campaigns.requirePledge(pledge, session())),
      prepareCard: ({ pledge: id }, { session }) => {
        const pledge = campaigns.requirePledge(id, session());
        campaigns.prepareCard(pledge);
        return campaigns.pledgeView(pledge);
      },
      changePledge: ({ pledge: id, ...choice }, { session }) => {
        const pledge = campaigns.requirePledge(id, session());
        campaigns.change(pledge, choice);
        return campaigns.pledgeView(pledge);
      },
      withdrawPledge: ({ pledge: id }, { session }) => {
        const pledge = campaigns.requirePledge(id, session());
        campaigns.withdraw(pledge);
        return campaigns.pledgeView(pledge);
      },
      saveTestCard: ({ pledge: id, card }, { session }) => {
        const pledge = campaigns.requirePledge(id, session());
        campaigns.saveTestCard(pledge, card);
        return campaigns.pledgeView(pledge);
      },
    };
  }

  async #counted<T>(idOrSlug: string, entering: Promise<T>): Promise<T> {
    const entry = await entering;
    const show = this.catalogue.showRecord(idOrSlug);
    this.room.publishState(show, this.doors.viewers(show));
    return entry;
  }

  /** The room opens to whoever entered; the public lane to everybody. */
  watch({ show: idOrSlug, lane, session: token }: Lane, options: WatchOptions): void {
    try {
      const show = this.catalogue.showRecord(idOrSlug);
      if (lane === 'room') {
        const session = this.sessions.find(token);
        if (!session || !this.doors.isInside(session, show)) throw new ParterreError('not_found');
      }
      this.lanes.watch(show.id, lane, options);
    } catch (error) {
      if (error instanceof ParterreError) options.onError(error);
      else throw error;
    }
  }

  // What the desk, the stream's provider and the box office do; no fan's operation reaches these.

  /** What a server does when nobody asks. */
  tick(): void {
    this.orders.expireHolds();
    this.orders.sendGifts();
    this.showroom.refresh();
  }

  setSignals(show: string, signals: Partial<Signals>): void {
    const record = this.catalogue.showRecord(show);
    record.signals = { ...record.signals, ...signals };
    this.showroom.changed(record, 'desk');
  }

  setStatus(show: string, status: ShowStatus): void {
    const record = this.catalogue.showRecord(show);
    record.status = status;
    this.showroom.changed(record, 'desk');
    this.showroom.refresh();
  }

  providerSays(id: string, says: TestPayment): void {
    this.world.state.testPayments[id] = says;
    const order = this.world.state.orders[id];
    if (order) this.orders.settle(order);
    this.showroom.refresh();
  }

  voidTicket(id: string, reason = 'desk'): void {
    const ticket = this.world.state.tickets[id];
    if (!ticket) throw new ParterreError('not_found');
    ticket.state = 'void';
    this.world.record('ticket.voided', { ticket: id, reason });
  }

  /** Somebody comes in with it at the door of the hall. */
  checkIn(id: string): void {
    const ticket = this.world.state.tickets[id];
    if (!ticket) throw new ParterreError('not_found');
    ticket.usedAt = this.world.now();
  }

  setCapacity(pool: string, capacity: number | null): void {
    const record = this.world.state.pools[pool];
    if (!record) throw new ParterreError('not_found');
    this.world.state.pools[pool] = { ...record, capacity };
    this.waiting.serve();
    this.showroom.refresh();
  }

  setSoldElsewhere(pool: string, full: boolean): void {
    const record = this.world.state.pools[pool];
    if (!record) throw new ParterreError('not_found');
    this.world.state.pools[pool] = { ...record, full };
    this.waiting.serve();
    this.showroom.refresh();
  }

  /** With the keys of a real provider the test gateway is gone, and so is what it sold. */
  setLiveKeys(present: boolean): void {
    const { state } = this.world;
    state.venue = { ...state.venue, testMode: !present };
    if (!present) return;
    for (const ticket of Object.values(state.tickets)) {
      if (ticket.test && ticket.state === 'valid') this.voidTicket(ticket.id, 'test');
    }
  }

  /** Turns *honour everybody* on or off. It ends two hours after the show should. */
  setHonour(show: string, level: Honours | null): void {
    const record = this.catalogue.showRecord(show);
    const until = Math.max(Date.parse(record.endsAt), this.world.now()) + 2 * 3_600_000;
    record.honour = level && { level, until };
    record.revision++;
  }

  /** Ends everything that was signed for a show. */
  raiseEpoch(show: string): void {
    const record = this.catalogue.showRecord(show);
    record.epoch = (record.epoch ?? 1) + 1;
  }

  rotateRoom(show: string): void {
    this.lanes.rotate(this.catalogue.showRecord(show).id, 'room');
  }
}
