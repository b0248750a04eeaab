/**
 * One show as this person sees it: what it is, which phase it is in, what the room says, and whether they are inside. Fed by
 * the public lane from the start and by the room's lane once inside. It has no DOM.
 */
import type { LaneSink } from '@parterre/backend';
import type {
  OfferState,
  ChatState,
  Entry,
  LaneMessage,
  LaneName,
  LaneState,
  Message,
  Phase,
  Quality,
  Show,
  VariantState,
} from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { nextPhaseChange, phaseAt } from '@parterre/rules/phase';
import type { Attendance } from './attendance.ts';
import { Part } from './part.ts';
import { Store } from './store.ts';
import type { VenueSession } from './venue-session.ts';

/** A message on its way: shown as such until the server has it. What was typed is never lost. */
export interface PendingMessage {
  readonly key: string;
  readonly text: string;
  /** Null while it is being sent. */
  readonly error: ParterreError | null;
}

export interface ShowState {
  readonly show: Show | null;
  /** Why the show could not be loaded; trying again happens by itself for passing trouble. */
  readonly showError: ParterreError | null;
  readonly phase: Phase | null;
  /** Stock of products as the public lane last told it, by variant id. */
  readonly variants: ReadonlyMap<string, VariantState>;
  /** How a campaign of this show stands, as the lane last told it. */
  readonly campaign: Extract<LaneMessage, { type: 'campaign.changed' }> | null;
  readonly chat: ChatState | null;
  readonly pin: Message | null;
  /** Oldest first; at most MESSAGES_KEPT. */
  readonly messages: readonly Message[];
  /** Whether older messages were let go to keep the list short. */
  readonly messagesTrimmed: boolean;
  /**
   * In a replay, what was said up to the moment on screen, in the order of the picture; at most MESSAGES_KEPT. Null where the chat is not
   * bound to a picture: while a show is live, and beside a recording that has no dates.
   */
  readonly placed: readonly Message[] | null;
  readonly pending: readonly PendingMessage[];
  readonly viewers: number | null;
  /** Null while outside. */
  readonly entry: Entry | null;
  readonly entering: boolean;
  /** Why this person is not inside; null while inside or not yet asked. */
  readonly entryError: ParterreError | null;
  /** Trouble on the feed; it goes on trying. */
  readonly feedError: ParterreError | null;
}

/** Longer lists make every new message expensive in the browser (livechat jammed at 450 viewers for that reason). */
export const MESSAGES_KEPT = 200;

/** Over how many milliseconds the fans of a show spread when it changes for all of them at once. */
const RUSH_MS = 3000;

const attendance = new Part(() => import('./attendance.ts'));

/** What the player knows and the heartbeat tells. */
export interface Playhead {
  readonly playing: boolean;
  readonly camera: string | null;
  /** Program-date-time of the frame on screen, ISO 8601 UTC; null where the stream has none. */
  readonly mediaAt: string | null;
  /** Milliseconds watched and quality since the last call of this function. */
  take(): { watchedMs: number; quality: Quality | null };
}

export class ShowSession extends Store<ShowState> {
  readonly venue: VenueSession;
  readonly id: string;
  /** Set by the player while it is on the page. */
  playhead: Playhead | null = null;

  readonly #life = new AbortController();
  #attendants = 0;
  #entering: Promise<void> | null = null;
  #attendance: Attendance | null = null;
  #publicWatch: { url: string | null; abort: AbortController } | null = null;
  #phaseTimer: unknown;
  #loadTimer: unknown;
  #enterTimer: unknown;
  #salesTimer: unknown;
  /** Under which circumstances entering was refused: trying by itself again is pointless while they last. */
  #refusedAs: string | null = null;
  #loading: Promise<void> | null = null;
  #loadFailures = 0;

  constructor(venue: VenueSession, id: string) {
    super({
      show: null,
      showError: null,
      phase: null,
      variants: new Map(),
      campaign: null,
      chat: null,
      pin: null,
      messages: [],
      messagesTrimmed: false,
      placed: null,
      pending: [],
      viewers: null,
      entry: null,
      entering: false,
      entryError: null,
      feedError: null,
    });
    this.venue = venue;
    this.id = id;
    const stopWaking = venue.environment.onWake(() => this.#wake());
    this.#life.signal.addEventListener('abort', stopWaking);
    void this.load();
  }

  // ── The show itself ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** Loads the show, or loads it again. Passing trouble is tried again by itself; `showError` says what is wrong meanwhile. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load().finally(() => (this.#loading = null)));
  }

  async #load(): Promise<void> {
    this.venue.environment.clearTimeout(this.#loadTimer);
    try {
      const show = await this.venue.backend.read('getShow', { show: this.id }, { signal: this.#life.signal });
      this.#loadFailures = 0;
      this.venue.learnTime(show.serverTime);
      this.set({ show, showError: null });
      this.#recomputePhase();
      this.#watchSales(show);
      this.#watchPublic(show);
      this.#maybeEnter();
    } catch (error) {
      if (this.#life.signal.aborted || !isParterreError(error)) return;
      this.set({ showError: error });
      if (!this.state.show) this.#prepare(error);
      if (error.code === 'not_found' || error.code === 'bad_request') return;
      const pause = error.retryAfterMs ?? Math.min(30_000, 1000 * 2 ** this.#loadFailures++);
      this.#loadTimer = this.#later(() => void this.load(), this.#jitter(pause));
    }
  }

  /** Sales open and close by the clock, and no message has to say so: the show is asked for again then. */
  #watchSales({ offers }: Show): void {
    const now = this.venue.now();
    this.venue.environment.clearTimeout(this.#salesTimer);
    const moments = offers
      .flatMap(({ opensAt, closesAt }) => [opensAt, closesAt])
      .map((instant) => (instant ? Date.parse(instant) : 0))
      .filter((moment) => moment > now);
    if (moments.length === 0) return;
    const wait = Math.min(...moments) - now;
    // Everybody who waits for a sale asks in the same moment: spread them a little. And see `#recomputePhase` on a day.
    const spread = this.venue.environment.random() * RUSH_MS;
    this.#salesTimer = this.#later(() => void this.load(), Math.min(wait + 50 + spread, 86_400_000));
  }

  #recomputePhase(): void {
    const { show } = this.state;
    this.venue.environment.clearTimeout(this.#phaseTimer);
    if (!show || this.#life.signal.aborted) return;
    const now = this.venue.now();
    const phase = phaseAt(show, now);
    const before = this.state.phase;
    this.set({ phase });
    const next = nextPhaseChange(show, now);
    // Timers beyond 24.8 days fire at once; a day is often enough to look again.
    if (next) this.#phaseTimer = this.#later(() => this.#recomputePhase(), Math.min(next.atMs - now + 50, 86_400_000));
    if (phase !== before) this.#phaseMoved(before === null ? 0 : this.venue.environment.random() * RUSH_MS);
  }

  /**
   * A new phase may open the doors, start the picture or end it: whoever is inside asks for what is due now. Everybody on
   * every page sees it in the same second, so each waits a moment of its own.
   */
  #phaseMoved(waitMs: number): void {
    const { entry, phase } = this.state;
    const wantsPicture = phase === 'live' || phase === 'replay';
    if (entry && wantsPicture !== (entry.grant !== null)) return this.#enterAfter(waitMs);
    if (entry) return;
    if (waitMs === 0) return this.#maybeEnter();
    this.venue.environment.clearTimeout(this.#enterTimer);
    this.#enterTimer = this.#later(() => this.#maybeEnter(), waitMs);
  }

  #enterAfter(milliseconds: number): void {
    this.venue.environment.clearTimeout(this.#enterTimer);
    this.#enterTimer = this.#later(() => this.#attendants > 0 && void this.#enter(), milliseconds);
  }

  // ── Being inside ────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Says that somebody on the page wants to be inside whenever that is possible: the session enters by itself once there is a
   * ticket and the doors are open, and stays until the last one has left. Returns how to leave.
   */
  attend(): () => void {
    this.#attendants++;
    this.#maybeEnter();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#attendants--;
      this.venue.environment.setTimeout(() => {
        if (this.#attendants === 0) this.#leave();
      }, 0);
    };
  }

  /** Enters because the fan asked to: takes a nameless session first where the show is open to everybody. */
  async join(): Promise<void> {
    const { show } = this.state;
    try {
      if (show?.access === 'open') await this.venue.joinOpenShow(show.id);
    } catch (error) {
      if (isParterreError(error)) this.set({ entryError: error });
      return;
    }
    await this.#enter();
  }

  /** Called by the venue's session when this device became somebody else. */
  identityChanged(): void {
    if (!this.venue.token) this.#outside(null);
    else if (!this.state.entry || this.state.entryError) this.#maybeEnter();
  }

  /** Whether this session holds something that opens this show. The server decides; this only saves a hopeless request. */
  get mayEnter(): boolean {
    const { show } = this.state;
    const { session } = this.venue.state;
    if (!show || !session) return false;
    const ticket = session.tickets.some(
      // Neither goods nor a seat in the hall let anybody in online.
      (one) => one.show.id === show.id && one.state === 'valid' && one.kind !== 'merch' && one.kind !== 'hall',
    );
    return ticket || show.access === 'open' || this.#isCrew;
  }

  /** Crew may be inside at any time, also before doors. */
  get #isCrew(): boolean {
    const { show } = this.state;
    const { session } = this.venue.state;
    const own = session?.capabilities.find((one) => one.show === show?.id);
    return own?.capabilities.includes('chat.moderate') ?? false;
  }

  #maybeEnter(): void {
    const { phase, entry } = this.state;
    if (this.#attendants === 0 || entry || !this.mayEnter || this.#refusedAs === this.#circumstances()) return;
    // What was signed is kept from here on: it opens the doors should nobody answer then.
    if ((phase === null || phase === 'announced' || phase === 'archived') && !this.#isCrew) return this.#prepare();
    void this.#enter();
  }

  /**
   * What an automatic attempt depends on: who this is, with which tickets, in which phase. A place taken by a newer device
   * is not taken back because the phase moved; only the fan may do that, or the two would push each other out for ever.
   */
  #circumstances(error: ParterreError | null = this.state.entryError): string {
    const { session } = this.venue.state;
    const tickets = session?.tickets.filter((one) => one.show.id === this.state.show?.id && one.state === 'valid');
    const phase = error?.code === 'lease_lost' ? '' : this.state.phase;
    return [this.venue.token, phase, ...(tickets ?? []).map((one) => one.id)].join(' ');
  }

  #enter(): Promise<void> {
    return (this.#entering ??= this.#doEnter().finally(() => {
      this.#entering = null;
      this.set({ entering: false });
    }));
  }

  async #doEnter(): Promise<void> {
    const { show } = this.state;
    if (!show || !this.venue.token) return;
    const askedAs = this.#circumstances(null);
    this.set({ entering: true });
    try {
      await (await this.inside()).enter(show);
      this.#refusedAs = null;
    } catch (error) {
      if (this.#life.signal.aborted || !isParterreError(error)) return;
      // Without that code nobody was asked yet, so nobody has refused.
      if (this.#attendance?.refuses(error)) {
        this.#outside(error);
        // The no was for who this was when asked: a ticket that came meanwhile is worth another knock.
        if (error.code !== 'lease_lost' && askedAs !== this.#circumstances(null)) this.#enterAfter(0);
        return;
      }
      // Passing trouble, or a clock a little ahead of the doors: whoever is inside stays, and it is tried again.
      this.set({ entryError: this.state.entry ? null : error });
      this.#enterAfter(this.#jitter(error.retryAfterMs ?? 3000));
    }
  }

  /**
   * Asks for a fresh grant because the origin of the stream refuses the one in hand: entering again keeps the place, and
   * unlike a heartbeat always brings a new grant. Resolves when it was asked for, whatever the answer.
   */
  async renewGrant(): Promise<void> {
    if (this.state.entry) await this.#enter();
  }

  /** What happens inside, and what is said there, is code of its own, fetched by the first who may come in or has something to say. */
  async inside(): Promise<Attendance> {
    const { Attendance } = await attendance.fetch();
    return (this.#attendance ??= new Attendance({
      session: this,
      signal: this.#life.signal,
      wanted: () => this.#attendants > 0,
      set: (part) => this.set(part),
      outside: (error) => this.#outside(error),
      later: (callback, milliseconds) => this.#later(callback, milliseconds),
      jitter: (milliseconds) => this.#jitter(milliseconds),
      watch: (url, onGone) => this.#watch('room', url, onGone),
    }));
  }

  /** Fetches what happens inside; with an error, tries the other ways in. */
  #prepare(error?: ParterreError): void {
    void this.inside().then(
      (inside) => inside.away(error),
      () => {},
    );
  }

  #leave(): void {
    const { entry } = this.state;
    this.venue.environment.clearTimeout(this.#enterTimer);
    if (!entry) return;
    this.#outside(null);
    void this.#attendance?.release(entry);
  }

  #outside(error: ParterreError | null): void {
    this.#attendance?.stop();
    this.venue.environment.clearTimeout(this.#enterTimer);
    this.#refusedAs = error && this.#circumstances(error);
    this.set({ entry: null, entryError: error });
  }

  // ── The feed ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #watchPublic(show: Show): void {
    if (this.#publicWatch && this.#publicWatch.url === show.feedUrl) return;
    this.#publicWatch?.abort.abort();
    this.#publicWatch = { url: show.feedUrl, abort: this.#watch('public', show.feedUrl, () => void this.load()) };
  }

  /** Watches a lane until the returned controller aborts. `onGone`: its address is no longer good. */
  #watch(lane: LaneName, url: string | null, onGone: () => void): AbortController {
    const abort = new AbortController();
    const session = lane === 'room' ? (this.venue.token ?? undefined) : undefined;
    this.venue.backend.watch(
      { show: this.state.show?.id ?? this.id, lane, url, session },
      { ...this.#sink(lane, onGone), signal: abort.signal },
    );
    return abort;
  }

  #sink(lane: LaneName, onGone: () => void): LaneSink {
    return {
      onState: (state) => this.#applyState(state),
      onMessages: (messages) => this.#applyMessages(messages),
      // What was collected are the messages of the room; the show's own changes are in its state.
      onReset: () => lane === 'room' && this.set({ messages: [], messagesTrimmed: false }),
      onError: (error) => {
        if (error.code === 'not_found') onGone();
        else this.set({ feedError: error });
      },
      onRecovered: () => this.set({ feedError: null }),
    };
  }

  #applyState(state: LaneState): void {
    const { show } = this.state;
    if (state.chat) this.set({ chat: state.chat, pin: state.pin });
    if (state.viewers !== null) this.set({ viewers: state.viewers });
    if (show) {
      const offers = state.offers ? mergeOffers(show, state.offers) : show.offers;
      this.set({
        show: { ...show, offers, status: state.status ?? show.status, signals: state.signals ?? show.signals },
      });
      this.#recomputePhase();
    }
  }

  #applyMessages(messages: readonly LaneMessage[]): void {
    for (const one of messages) {
      switch (one.type) {
        case 'variants.changed': {
          const variants = new Map(this.state.variants);
          for (const variant of one.variants) variants.set(variant.id, variant);
          this.set({ variants });
          break;
        }
        case 'campaign.changed':
          this.set({ campaign: one });
          break;
        case 'offers.changed':
        case 'phase.changed':
          this.#applyShowChange(one);
          break;
        case 'show.changed':
          // The lane begins with its past: only a newer revision is news. Caches on the way keep the old one for two seconds.
          if (one.revision > (this.state.show?.revision ?? 0))
            this.#loadTimer = this.#later(() => void this.load(), this.#jitter(4000));
          break;
      }
    }
    this.#attendance?.hear(messages);
  }

  #applyShowChange(change: Extract<LaneMessage, { type: 'offers.changed' | 'phase.changed' }>): void {
    const { show } = this.state;
    if (!show) return;
    if (change.type === 'offers.changed') this.set({ show: { ...show, offers: mergeOffers(show, change.offers) } });
    else {
      this.set({ show: { ...show, signals: change.signals, status: change.status } });
      this.#recomputePhase();
    }
  }

  // ── Life ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The phone woke up, the tab is seen again, the network is back. */
  #wake(): void {
    this.#recomputePhase();
    if (this.state.entry) void this.#attendance?.heartbeat();
    else this.#maybeEnter();
    if (this.state.showError) void this.load();
  }

  #later(callback: () => void, milliseconds: number): unknown {
    return this.venue.environment.setTimeout(() => {
      if (!this.#life.signal.aborted) callback();
    }, milliseconds);
  }

  /** A quarter either way, so that a thousand fans do not knock in the same second. */
  #jitter(milliseconds: number): number {
    return milliseconds * (0.75 + this.venue.environment.random() / 2);
  }

  close(): void {
    this.#leave();
    this.#publicWatch?.abort.abort();
    this.#life.abort();
    const { environment } = this.venue;
    for (const timer of [this.#phaseTimer, this.#loadTimer, this.#enterTimer, this.#salesTimer])
      environment.clearTimeout(timer);
  }
}

function mergeOffers(show: Show, changes: readonly OfferState[]): Show['offers'] {
  return show.offers.map((offer) => ({ ...offer, ...changes.find(({ id }) => id === offer.id) }));
}
