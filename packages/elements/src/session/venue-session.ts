/**
 * One person at one venue: who this device is, what is in the cart, what time it is there. All tags on a page that name the
 * same backend share one. It has no DOM and decides nothing: it asks the backend and keeps the answers.
 */
import type { Backend } from '@parterre/backend';
import type {
  ActName,
  Cart,
  CartLineRequest,
  Input,
  Order,
  OrderRequest,
  Output,
  Quote,
  ReadName,
  Session,
  SessionGrant,
  Venue,
} from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import type { Environment } from './environment.ts';
import { Part } from './part.ts';
import { ShowSession } from './show-session.ts';
import { Store } from './store.ts';
import type { OrderAct, VenueActs } from './venue-acts.ts';

export interface VenueState {
  /** Null until it has been asked for and has arrived. */
  readonly venue: Venue | null;
  readonly venueError: ParterreError | null;
  /** Null when nobody is known here. */
  readonly session: Session | null;
  /** True until it is known whether a stored session still holds. */
  readonly sessionPending: boolean;
  /** Why the last session ended by itself, for a sentence to the fan; null when it did not. */
  readonly sessionEnded: 'session_expired' | 'session_replaced' | null;
  readonly cart: Cart | null;
  /** An order of this device that waits for its payment, also after a reload. */
  readonly openOrder: Order | null;
}

const acts = new Part(() => import('./venue-acts.ts'));

const ENDED: ReadonlySet<string> = new Set(['session_expired', 'session_replaced']);

/** Slow networks and shared caches delay an answer by seconds, not by more than this. */
const LATE_AT_MOST_MS = 30_000;

/** Refusals that asking again does not change; everything else is passing trouble. */
const FINAL: ReadonlySet<string> = new Set([
  'bad_request',
  'not_found',
  'not_supported',
  'forbidden',
  'session_required',
  'session_expired',
  'session_replaced',
  'aborted',
]);

const isPassing = (error: unknown): boolean => isParterreError(error) && !FINAL.has(error.code);

/** After so many tries nobody is kept waiting any more; the asking goes on. */
const PATIENT_TRIES = 3;

/** Answers this session still needs. */
type Owed = 'venue' | 'session' | 'order';

export class VenueSession extends Store<VenueState> {
  readonly backend: Backend;
  readonly environment: Environment;
  #token: string | null = null;
  /** Server time minus device time, in milliseconds. */
  #offset: number | null = null;
  readonly #shows = new Map<string, { session: ShowSession; users: number }>();
  readonly #stop: (() => void)[] = [];
  readonly #owed = new Set<Owed>();
  #owedTries = 0;
  #owedTimer: unknown;
  #closed = false;
  #loadingVenue: Promise<void> | null = null;
  #loadingCart: Promise<void> | null = null;
  #acting: VenueActs | null = null;

  constructor(backend: Backend, environment: Environment) {
    super({
      venue: null,
      venueError: null,
      session: null,
      sessionPending: false,
      sessionEnded: null,
      cart: null,
      openOrder: null,
    });
    this.backend = backend;
    this.environment = environment;
    this.#token = this.#stored('session');
    this.#stop.push(
      environment.onStored((key) => this.#onStored(key)),
      environment.onWake(() => this.#catchUp()),
    );
    if (this.#token) void this.refreshSession();
    if (this.#stored('order')) void this.#restoreOrder();
  }

  /** Milliseconds since 1970 at the server, as well as it is known. */
  now(): number {
    return this.environment.now() + (this.#offset ?? 0);
  }

  /**
   * Corrects the clock by a server time that has just arrived. An answer can only be late (the way here, a cache), never
   * early, so the latest clock told is the best one, and a countdown does not jump back and forth. A large step backwards
   * means that this device's own clock was set.
   */
  learnTime(serverTime: string): void {
    const told = Date.parse(serverTime);
    if (Number.isNaN(told)) return;
    const offset = told - this.environment.now();
    if (this.#offset === null || offset > this.#offset || this.#offset - offset > LATE_AT_MOST_MS)
      this.#offset = offset;
  }

  /** Names this browser profile, so that a reload takes its own place again and not a second one. */
  get device(): string {
    const known = this.#stored('device');
    if (known) return known;
    const fresh = this.environment.randomId();
    this.#store('device', fresh);
    return fresh;
  }

  get token(): string | null {
    return this.#token;
  }

  // ── Talking to the backend ──────────────────────────────────────────────────────────────────────────────────────────

  /** Reads with the session there is. A session that turns out to be over is forgotten, and the error still thrown. */
  async read<K extends ReadName>(name: K, input: Input<K>, signal?: AbortSignal): Promise<Output<K>> {
    return this.#watchingSession((session) => this.backend.read(name, input, { session, signal }));
  }

  /** Acts with the session there is. */
  async act<K extends ActName>(name: K, input: Input<K>, signal?: AbortSignal): Promise<Output<K>> {
    return this.#watchingSession((session) => this.backend.act(name, input, { session, signal }));
  }

  async #watchingSession<T>(call: (session: string | undefined) => Promise<T>): Promise<T> {
    const token = this.#token;
    try {
      return await call(token ?? undefined);
    } catch (error) {
      const over = isParterreError(error) && ENDED.has(error.code);
      if (over && token && token === this.#token) this.#forget(error.code as VenueState['sessionEnded']);
      throw error;
    }
  }

  // ── The venue and its shows ─────────────────────────────────────────────────────────────────────────────────────────

  /** Loads the venue once; calling again after an error tries again. */
  loadVenue(): Promise<void> {
    if (this.state.venue) return Promise.resolve();
    return (this.#loadingVenue ??= this.backend
      .read('getVenue', {})
      .then((venue) => {
        this.#settled('venue');
        this.learnTime(venue.serverTime);
        this.set({ venue, venueError: null });
      })
      .catch((error: ParterreError) => {
        if (isPassing(error)) this.#owe('venue');
        this.set({ venueError: error });
      })
      .finally(() => (this.#loadingVenue = null)));
  }

  /**
   * The session of one show, shared by all who ask for the same id. Each user calls the returned `release` once; the show is
   * closed a moment after the last one left, because moving an element in the page is leaving and coming back.
   */
  acquireShow(id: string): { session: ShowSession; release: () => void } {
    let held = this.#shows.get(id);
    if (!held) this.#shows.set(id, (held = { session: new ShowSession(this, id), users: 0 }));
    const { session } = held;
    held.users++;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      held.users--;
      this.environment.setTimeout(() => {
        if (held.users > 0 || this.#shows.get(id) !== held) return;
        this.#shows.delete(id);
        session.close();
      }, 0);
    };
    return { session, release };
  }

  // ── Who this is ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Takes a session that an order or a pass link has just given. */
  adopt(grant: SessionGrant): void {
    this.learnTime(grant.session.serverTime);
    this.#token = grant.token;
    this.#settled('session');
    this.#store('session', grant.token);
    this.set({ session: grant.session, sessionPending: false, sessionEnded: null });
    this.#identityChanged();
  }

  /**
   * Asks again what this session may do, for example after a purchase. No answer is not a no: passing trouble changes nothing
   * and is tried again by itself, because a ticket that was paid for must not wait for a reload.
   */
  async refreshSession(): Promise<void> {
    const token = this.#token;
    if (!token) return;
    if (!this.state.session && this.#owedTries < PATIENT_TRIES) this.set({ sessionPending: true });
    try {
      const session = await this.read('getSession', {});
      // Somebody logged in or bought meanwhile: this answer is about who it was before.
      if (token !== this.#token) return;
      this.#settled('session');
      this.learnTime(session.serverTime);
      this.set({ session, sessionPending: false, sessionEnded: null });
      this.#identityChanged();
    } catch (error) {
      if (token !== this.#token) return;
      if (isPassing(error)) this.#owe('session');
      if (!isPassing(error) || this.#owedTries >= PATIENT_TRIES) this.set({ sessionPending: false });
    }
  }

  // ── After passing trouble ───────────────────────────────────────────────────────────────────────────────────────────

  /** Notes what is still needed and asks again a little later each time. */
  #owe(what: Owed): void {
    if (this.#closed) return;
    this.#owed.add(what);
    const { environment } = this;
    environment.clearTimeout(this.#owedTimer);
    const wait = Math.min(30_000, 1000 * 2 ** this.#owedTries++) * (0.75 + environment.random() / 2);
    this.#owedTimer = environment.setTimeout(() => this.#catchUp(), wait);
  }

  #settled(what: Owed): void {
    this.#owed.delete(what);
    if (this.#owed.size > 0) return;
    this.#owedTries = 0;
    this.environment.clearTimeout(this.#owedTimer);
  }

  /** Also when the phone wakes up or the network is back. */
  #catchUp(): void {
    if (this.#closed) return;
    for (const what of [...this.#owed]) {
      if (what === 'venue') void this.loadVenue();
      else if (what === 'session') void this.refreshSession();
      else void this.#restoreOrder();
    }
  }

  /** Opens a fan session with what the mail carried. */
  async redeem(proof: { secret: string } | { email: string; code: string }): Promise<void> {
    await (await this.#acts()).redeem(proof);
  }

  /** A nameless session for an open show; does nothing when there is a session already. */
  async joinOpenShow(show: string): Promise<void> {
    if (!this.#token) await (await this.#acts()).joinOpenShow(show);
  }

  async setDisplayName(displayName: string): Promise<void> {
    this.set({ session: await this.act('updateSession', { displayName }) });
  }

  /** Ends the session here and at the server, in all tabs. */
  async logOut(): Promise<void> {
    const token = this.#token;
    this.#forget(null);
    if (token) await this.backend.act('endSession', {}, { session: token }).catch(() => {});
  }

  // ── Buying ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  quote(input: Input<'quote'>, signal?: AbortSignal): Promise<Quote> {
    return this.act('quote', input, signal);
  }

  /** Fetches ahead what the acts below need. */
  readonly prepare = acts.prepare;

  /** What somebody does who buys or comes in is code of its own, fetched by the first who does. */
  async #acts(): Promise<VenueActs> {
    const { VenueActs } = await acts.fetch();
    return (this.#acting ??= new VenueActs({ venue: this, set: (part) => this.set(part) }));
  }

  /** Places an order. It stays the open order, also over a reload, until it is paid or given up. */
  async order(request: OrderRequest): Promise<Order> {
    return (await this.#acts()).order(request);
  }

  /** Does something with an order, and keeps what became of it. */
  async keep<K extends OrderAct>(name: K, input: Input<K>): Promise<Order> {
    return (await this.#acts()).keep(name, input);
  }

  /** Lets go of an unpaid order without asking the server, whose hold ends by itself. */
  forgetOrder(order: string): void {
    if (this.state.openOrder?.id !== order) return;
    this.#store('order', null);
    this.set({ openOrder: null });
  }

  async #restoreOrder(): Promise<void> {
    const order = this.#stored('order');
    if (!order) return this.#settled('order');
    try {
      (await this.#acts()).keepOrder(await this.read('getOrder', { order }));
      this.#settled('order');
    } catch (error) {
      // Money may have moved: only a server that does not know the order makes this device forget it.
      if (isPassing(error)) return this.#owe('order');
      this.#store('order', null);
      this.#settled('order');
    }
  }

  // ── The cart ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Loads the cart this browser filled earlier, if any. */
  loadCart(): Promise<void> {
    const cart = this.#stored('cart');
    if (!cart || this.state.cart) return Promise.resolve();
    return (this.#loadingCart ??= this.read('getCart', { cart })
      .then((found) => this.set({ cart: found }))
      .catch((error: ParterreError) => {
        if (error.code === 'cart_not_found') this.#store('cart', null);
      })
      .finally(() => (this.#loadingCart = null)));
  }

  /** Puts exactly these lines into the cart; makes one when there is none, or when the server has lost it. */
  async setCart(lines: CartLineRequest[], currency: string): Promise<Cart> {
    return (await this.#acts()).setCart(lines, currency);
  }

  /** Forgets the cart once it was bought. */
  dropCart(): void {
    this.#store('cart', null);
    this.set({ cart: null });
  }

  // ── What survives a reload ──────────────────────────────────────────────────────────────────────────────────────────

  /** Something a part of the page keeps over a reload, by its name; null where nothing was kept or storage is refused. */
  recall(name: string): string | null {
    return this.#stored(name);
  }

  /** Keeps it, or forgets it when null. */
  remember(name: string, value: string | null): void {
    this.#store(name, value);
  }

  #key(name: string): string {
    return `parterre:${this.backend.address}:${name}`;
  }

  #stored(name: string): string | null {
    return this.environment.storage?.getItem(this.#key(name)) ?? null;
  }

  #store(name: string, value: string | null): void {
    const { storage } = this.environment;
    try {
      if (value === null) storage?.removeItem(this.#key(name));
      else storage?.setItem(this.#key(name), value);
    } catch {
      // A full or refused storage costs the next reload its memory, nothing else.
    }
  }

  /** Another tab logged in, logged out or bought. */
  #onStored(key: string): void {
    if (key === this.#key('session')) {
      const token = this.#stored('session');
      if (token === this.#token) return;
      this.#token = token;
      if (token) void this.refreshSession();
      else this.#forget(null);
    }
    if (key === this.#key('paid')) {
      void this.refreshSession();
      const { openOrder } = this.state;
      if (openOrder && openOrder.id === this.#stored('paid')) this.set({ openOrder: null });
    }
    if (key === this.#key('cart')) {
      this.set({ cart: null });
      void this.loadCart();
    }
  }

  #forget(reason: VenueState['sessionEnded']): void {
    this.#token = null;
    this.#settled('session');
    this.#store('session', null);
    this.set({ session: null, sessionPending: false, sessionEnded: reason });
    this.#identityChanged();
  }

  #identityChanged(): void {
    for (const { session } of this.#shows.values()) session.identityChanged();
  }

  /** Lets go of everything; called when the last tag that names this backend is gone. */
  close(): void {
    this.#closed = true;
    this.environment.clearTimeout(this.#owedTimer);
    for (const stop of this.#stop.splice(0)) stop();
    for (const { session } of this.#shows.values()) session.close();
    this.#shows.clear();
  }
}
