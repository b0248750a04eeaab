/**
 * Being inside a show: the place on the server, the heartbeat that keeps it, and the room with what is said there. Fetched by
 * a `ShowSession` when this device may come in; what becomes of it is in the session's own state.
 */
import type {
  HeartbeatReply,
  LaneMessage,
  Message,
  ModerationAction,
  Report,
  ReportReason,
  Show,
} from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { isRefusal, MESSAGES_KEPT, type PendingMessage, type ShowSession, type ShowState } from './show-session.ts';

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

  constructor(place: Place) {
    this.#place = place;
    this.#session = place.session;
  }

  // ── The place ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Takes a place, or the own one again. Rejects with what the server says. */
  async enter(show: Show): Promise<void> {
    const { venue } = this.#session;
    const entry = await venue.act('enter', { show: show.id, device: venue.device }, this.#place.signal);
    venue.learnTime(entry.serverTime);
    // Everybody has left the page's player meanwhile: the place must not stay taken.
    if (!this.#place.wanted()) return void this.release(entry.lease.id);
    this.#place.set({ entry, entryError: null });
    this.#watchRoom(entry.roomUrl);
    this.#scheduleHeartbeat(entry.lease.heartbeatSeconds);
  }

  #scheduleHeartbeat(seconds: number): void {
    this.#session.venue.environment.clearTimeout(this.#heartbeatTimer);
    this.#heartbeatTimer = this.#place.later(() => void this.heartbeat(), this.#place.jitter(seconds * 1000));
  }

  async heartbeat(): Promise<void> {
    const { playhead, venue } = this.#session;
    const { entry } = this.#session.state;
    if (!entry) return;
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
      if (isRefusal(error)) return this.#place.outside(error);
      this.#scheduleHeartbeat(Math.min(entry.lease.heartbeatSeconds, 20));
    }
  }

  #renewed(reply: HeartbeatReply): void {
    const { entry } = this.#session.state;
    if (!entry) return;
    this.#session.venue.learnTime(reply.serverTime);
    const { lease, me, roomUrl } = reply;
    this.#place.set({ entry: { ...entry, lease, me, roomUrl, grant: reply.grant ?? entry.grant } });
    this.#watchRoom(roomUrl);
    this.#scheduleHeartbeat(lease.heartbeatSeconds);
  }

  /** Tells the server that the place is free; waits for nothing. */
  async release(lease: string): Promise<void> {
    await this.#session.venue.act('leave', { lease }).catch(() => {});
  }

  /** Ends heartbeat and room. */
  stop(): void {
    this.#session.venue.environment.clearTimeout(this.#heartbeatTimer);
    this.#room?.abort.abort();
    this.#room = null;
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

  async post(text: string): Promise<void> {
    await this.#send({ key: this.#session.venue.environment.randomId(), text, error: null });
  }

  async retry(key: string): Promise<void> {
    const pending = this.#session.state.pending.find((one) => one.key === key);
    if (pending) await this.#send({ ...pending, error: null });
  }

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
