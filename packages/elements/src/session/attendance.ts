/**
 * Being inside a show: the place on the server, the heartbeat that keeps it, and the room with what is said there. Fetched by
 * a `ShowSession` when this device may come in; what becomes of it is in the session's own state.
 */
import type {
  Entry,
  HeartbeatReply,
  LaneMessage,
  Message,
  ModerationAction,
  Report,
  ReportReason,
  Session,
  Show,
  SignedTicket,
} from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import type { InPlace } from './in-place.ts';
import { Part } from './part.ts';
import { MESSAGES_KEPT, type PendingMessage, type ShowSession, type ShowState } from './show-session.ts';

/** The other ways in; fetched ahead by whoever may come in. */
const away = new Part(() => import('./away.ts'));

/** Refusals after which trying to stay inside is pointless until something changes. */
const REFUSALS: ReadonlySet<string> = new Set([
  'lease_lost',
  'ticket_void',
  'session_required',
  'session_expired',
  'session_replaced',
  'no_ticket',
  'show_cancelled',
  'show_over',
  'forbidden',
]);

/** What a show session lets this part do with it. */
export interface Place {
  readonly session: ShowSession;
  /** Aborts when the session is closed. */
  readonly signal: AbortSignal;
  /** Whether somebody on the page still wants to be inside. */
  readonly wanted: () => boolean;
  readonly set: (part: Partial<ShowState>) => void;
  /** Ends the visit; calls `stop` on the way. */
  readonly outside: (error: ParterreError) => void;
  /** A timer, in milliseconds; its callback is not called after the session was closed. */
  readonly later: (callback: () => void, milliseconds: number) => unknown;
  readonly jitter: (milliseconds: number) => number;
  /** Watches the room's lane until the returned controller aborts. */
  readonly watch: (url: string | null, onGone: () => void) => AbortController;
}

export class Attendance {
  readonly #place: Place;
  readonly #session: ShowSession;
  #room: { url: string | null; abort: AbortController } | null = null;
  #heartbeatTimer: unknown;
  #inPlace: InPlace | null = null;
  #Follower: typeof InPlace | null = null;

  constructor(place: Place) {
    this.#place = place;
    this.#session = place.session;
    const { venue } = place.session;
    let kept: Session | null = null;
    const keep = () => {
      const { session } = venue.state;
      if (session === kept) return;
      // Whoever logs out leaves nothing behind; a session that ran out by itself leaves what was signed for its last day.
      if (session) venue.remember('signed', JSON.stringify(session.signed));
      else if (venue.state.sessionEnded !== 'session_expired') venue.remember('signed', null);
      kept = session;
    };
    keep();
    away.prepare();
    place.signal.addEventListener('abort', venue.subscribe(keep));
  }

  // ── The place ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Takes a place, or the own one again. Rejects with what the server says. */
  async enter(show: Show): Promise<void> {
    const { venue } = this.#session;
    venue.remember(`show:${this.#session.id}`, JSON.stringify(show));
    const input = { show: show.id, device: venue.device };
    const signed = this.#signed(show);
    try {
      const assertion = signed?.assertion;
      this.#inside(await venue.act('enter', assertion ? { ...input, assertion } : input, this.#place.signal));
    } catch (error) {
      if (!isParterreError(error)) throw error;
      if (error.code.startsWith('assertion_')) {
        // Called in, or of an old key: the session brings a new one, and is enough meanwhile.
        venue.remember('signed', null);
        void venue.refreshSession();
        return this.#inside(await venue.act('enter', input, this.#place.signal));
      }
      if (!signed) throw error;
      this.#inside(await (await away.fetch()).bySigned(this.#session, show, signed, error, this.#place.signal));
    }
  }

  /** While the venue honours everybody: in with nothing but an address, which is written down. */
  async honour(email: string, locale: string): Promise<void> {
    const { show } = this.#session.state;
    if (show) this.#inside(await (await away.fetch()).byAddress(this.#session, show, email, locale));
  }

  /** Where not even the show could be asked for: with the show as it was last seen, and what was signed. */
  async away(error: ParterreError | undefined): Promise<void> {
    // Nobody wants to be inside yet: the next failure asks again.
    if (!error || !this.#place.wanted()) return;
    const kept = JSON.parse(this.#session.venue.recall(`show:${this.#session.id}`) ?? 'null') as Show | null;
    const signed = kept && this.#signed(kept);
    if (!kept || !signed || this.#session.state.entry) return;
    try {
      const entry = await (await away.fetch()).bySigned(this.#session, kept, signed, error, this.#place.signal);
      this.#place.set({ show: kept, showError: null });
      this.#inside(entry);
    } catch (refusal) {
      // It says no, or nothing: the show is asked for again in a moment, and says why.
      if (!isParterreError(refusal)) throw refusal;
    }
  }

  #signed(show: Show): SignedTicket | undefined {
    const all = JSON.parse(this.#session.venue.recall('signed') ?? '[]') as SignedTicket[];
    return all.find((one) => one.show === show.id && Date.parse(one.expiresAt) > this.#session.venue.now());
  }

  #inside(entry: Entry): void {
    this.#session.venue.learnTime(entry.serverTime);
    // Everybody has left the page's player meanwhile: the place must not stay taken.
    if (!this.#place.wanted()) return void this.release(entry);
    this.#place.set({ entry, entryError: null });
    const mode = entry.grant?.mode;
    // Nobody can say that a show has begun while the server is away: then the verifier's word counts.
    if (entry.keep === 'enter' && mode && mode !== 'test') this.#place.set({ phase: mode });
    this.#watchRoom(entry.roomUrl);
    this.#bindChat();
    this.#scheduleHeartbeat(entry.lease.heartbeatSeconds);
  }

  /**
   * In a replay the chat follows the picture from now on, for as long as this person is inside one. A chat asks for it, and brings the
   * code: a page without one has no use for either.
   */
  followPicture(Follower: typeof InPlace): void {
    this.#Follower = Follower;
    this.#bindChat();
  }

  #bindChat(): void {
    const { entry, show } = this.#session.state;
    const bound = entry?.grant?.mode === 'replay' && show?.chat === true;
    if (!bound) this.#inPlace?.stop();
    this.#inPlace = bound && this.#Follower ? (this.#inPlace ?? new this.#Follower(this.#place)) : null;
  }

  #scheduleHeartbeat(seconds: number): void {
    this.#session.venue.environment.clearTimeout(this.#heartbeatTimer);
    this.#heartbeatTimer = this.#place.later(() => void this.heartbeat(), this.#place.jitter(seconds * 1000));
  }

  /** Whether trying to stay inside is pointless until something changes. */
  refuses({ code }: ParterreError): boolean {
    return REFUSALS.has(code);
  }

  /** Renews lease and grant and tells what was watched. No answer is not a no: only an explicit refusal ends the visit. */
  async heartbeat(): Promise<void> {
    const { playhead, venue } = this.#session;
    const { entry, show } = this.#session.state;
    if (!entry) return;
    // Nothing holds this place: it is taken again, by the server as soon as that is back.
    if (entry.keep === 'enter' && show) return this.#again(show, entry);
    const { watchedMs, quality } = playhead?.take() ?? { watchedMs: 0, quality: null };
    try {
      const reply = await venue.act(
        'heartbeat',
        {
          lease: entry.lease.id,
          playing: playhead?.playing ?? false,
          camera: playhead?.camera ?? null,
          mediaAt: playhead?.mediaAt ?? null,
          watchedMs: Math.min(600_000, Math.max(0, Math.round(watchedMs))),
          quality,
        },
        this.#place.signal,
      );
      this.#renewed(reply);
    } catch (error) {
      if (this.#place.signal.aborted || !isParterreError(error)) return;
      if (this.refuses(error)) return this.#place.outside(error);
      // The place belongs to the session that was here before: somebody has proved their mailbox while they watch.
      if (error.code === 'not_found' && show) return this.#again(show, entry);
      this.#scheduleHeartbeat(Math.min(entry.lease.heartbeatSeconds, 20));
    }
  }

  async #again(show: Show, entry: Entry): Promise<void> {
    try {
      await this.enter(show);
    } catch (error) {
      if (this.#place.signal.aborted || !isParterreError(error)) return;
      if (this.refuses(error)) return this.#place.outside(error);
      this.#scheduleHeartbeat(Math.min(entry.lease.heartbeatSeconds, 20));
    }
  }

  #renewed(reply: HeartbeatReply): void {
    const { entry } = this.#session.state;
    if (!entry) return;
    this.#session.venue.learnTime(reply.serverTime);
    const { lease, me, roomUrl } = reply;
    const grant = reply.grant ?? entry.grant;
    this.#place.set({ entry: { ...entry, lease, me, roomUrl, grant } });
    this.#watchRoom(roomUrl);
    this.#bindChat();
    this.#scheduleHeartbeat(lease.heartbeatSeconds);
  }

  /** Tells the server that the place is free; waits for nothing. */
  async release({ keep, lease }: Entry): Promise<void> {
    if (keep === 'heartbeat') await this.#session.venue.act('leave', { lease: lease.id }).catch(() => {});
  }

  /** Ends heartbeat and room. */
  stop(): void {
    this.#session.venue.environment.clearTimeout(this.#heartbeatTimer);
    this.#room?.abort.abort();
    this.#room = null;
    this.#inPlace?.stop();
    this.#inPlace = null;
  }

  // ── The room ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #watchRoom(url: string | null): void {
    if (this.#room && this.#room.url === url) return;
    this.#room?.abort.abort();
    this.#place.set({ messages: [], messagesTrimmed: false });
    this.#room = { url, abort: this.#place.watch(url, () => void this.heartbeat()) };
  }

  /** Takes what a lane says about the room. */
  hear(messages: readonly LaneMessage[]): void {
    const { state } = this.#session;
    let list: Message[] | null = null;
    for (const one of messages) {
      this.#inPlace?.hear(one);
      switch (one.type) {
        case 'message.posted':
          list = withMessage(list ?? [...state.messages], one.message);
          break;
        case 'message.removed':
          list = (list ?? [...state.messages]).filter((message) => message.id !== one.message);
          if (this.#session.state.pin?.id === one.message) this.#place.set({ pin: null });
          break;
        case 'chat.changed':
          this.#place.set({ chat: one.chat });
          break;
        case 'pin.changed':
          this.#place.set({ pin: one.pin });
          break;
      }
    }
    if (list) this.#setMessages(list);
  }

  #setMessages(list: Message[]): void {
    const excess = list.length - MESSAGES_KEPT;
    this.#place.set({
      messages: excess > 0 ? list.slice(excess) : list,
      messagesTrimmed: this.#session.state.messagesTrimmed || excess > 0,
    });
  }

  // ── Saying something ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sends a message. It is shown as pending until the server has it; on refusal it stays, with the reason. */
  async post(text: string): Promise<void> {
    await this.#send({ key: this.#session.venue.environment.randomId(), text, error: null });
  }

  /** Sends a refused message again, under the same key, so that it can never appear twice. */
  async retry(key: string): Promise<void> {
    const pending = this.#session.state.pending.find((one) => one.key === key);
    if (pending) await this.#send({ ...pending, error: null });
  }

  /** Gives a refused message up and returns its text, so that it can go back into the field. */
  discard(key: string): string | null {
    const { pending } = this.#session.state;
    this.#place.set({ pending: pending.filter((one) => one.key !== key) });
    return pending.find((one) => one.key === key)?.text ?? null;
  }

  async #send(pending: PendingMessage): Promise<void> {
    const session = this.#session;
    const { show } = session.state;
    if (!show) return;
    const others = session.state.pending.filter((one) => one.key !== pending.key);
    this.#place.set({ pending: [...others, pending] });
    try {
      const { message } = await session.venue.act('postMessage', {
        show: show.id,
        text: pending.text,
        idempotencyKey: pending.key,
        mediaAt: session.playhead?.mediaAt ?? null,
      });
      this.#place.set({ pending: session.state.pending.filter((one) => one.key !== pending.key) });
      this.#setMessages(withMessage([...session.state.messages], message));
      this.#inPlace?.take(message);
    } catch (error) {
      if (!isParterreError(error)) throw error;
      const told = session.state.pending.map((one) => (one.key === pending.key ? { ...one, error } : one));
      this.#place.set({ pending: told });
    }
  }

  async report(message: string, reason: ReportReason): Promise<void> {
    await this.#session.venue.act('reportMessage', { message, show: this.#show, reason });
  }

  async moderate(action: ModerationAction): Promise<void> {
    await this.#session.venue.act('moderate', { show: this.#show, action });
  }

  async reports(): Promise<Report[]> {
    return (await this.#session.venue.read('listReports', { show: this.#show })).reports;
  }

  /** The show's id, also where the tag names it by its slug. */
  get #show(): string {
    return this.#session.state.show?.id ?? this.#session.id;
  }
}

/** The list with one more message, once: own messages arrive both as the reply and on the feed. */
function withMessage(list: Message[], message: Message): Message[] {
  if (!list.some((one) => one.id === message.id)) list.push(message);
  return list;
}
