/** The live room: messages, and the brake. */
import type { Author, Input, Message, Output, Report } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { cleanText, REPEAT_MS, waitBeforeNext } from '@parterre/rules';
import type { Access } from './access.ts';
import type { Catalogue } from './catalogue.ts';
import type { Lanes } from './lanes.ts';
import type { MessageRecord, RoomRecord, SessionRecord, ShowRecord } from './state.ts';
import type { World } from './world.ts';

/** How many messages before a moment are recalled at once, and how many after it. */
const RECALLED = 100;

/** Where a message belongs in the picture, milliseconds since 1970. */
const placeOf = ({ mediaAt, at }: Message): number => Date.parse(mediaAt ?? at);

export class Room {
  readonly #world: World;
  readonly #catalogue: Catalogue;
  readonly #access: Access;
  readonly #lanes: Lanes;

  constructor(world: World, catalogue: Catalogue, access: Access, lanes: Lanes) {
    this.#world = world;
    this.#catalogue = catalogue;
    this.#access = access;
    this.#lanes = lanes;
  }

  #room(show: ShowRecord): RoomRecord {
    const room = this.#world.state.rooms[show.id];
    if (!room) throw new ParterreError('not_found');
    return room;
  }

  #messages(show: ShowRecord): MessageRecord[] {
    return Object.values(this.#world.state.messages).filter((record) => record.show === show.id);
  }

  #message(show: ShowRecord, id: string): MessageRecord {
    const record = this.#world.state.messages[id];
    if (!record || record.show !== show.id || record.removed) throw new ParterreError('message_not_found');
    return record;
  }

  post(session: SessionRecord, input: Input<'postMessage'>): Message {
    const show = this.#catalogue.showRecord(input.show);
    const room = this.#room(show);
    const moderates = this.#access.moderates(session, show);
    if (!this.#access.capabilities(session, show).includes('chat.write')) throw new ParterreError('forbidden');
    const author = this.#access.tag(session, show);
    const mine = this.#messages(show).filter((record) => record.message.author.id === author);
    const earlier = mine.find((record) => record.key === input.idempotencyKey);
    if (earlier) return earlier.message;
    const now = this.#world.now();
    if ((room.muted[author] ?? 0) > now)
      throw new ParterreError('muted', { retryAfterMs: (room.muted[author] ?? 0) - now });
    if (!room.open && !moderates) throw new ParterreError('chat_closed');
    const text = cleanText(input.text);
    if (!text) throw new ParterreError('text_refused');
    if (!moderates) this.#brake(mine, text, room);
    return this.#publish(session, show, input, text, author, moderates);
  }

  #brake(mine: readonly MessageRecord[], text: string, room: RoomRecord): void {
    const now = this.#world.now();
    const last = mine.at(-1);
    if (last && last.message.text === text && now < last.sentAt + REPEAT_MS) throw new ParterreError('text_refused');
    const retryAfterMs = waitBeforeNext(
      mine.map(({ sentAt }) => sentAt),
      now,
      room.slowSeconds,
    );
    if (retryAfterMs > 0) throw new ParterreError('slow_mode', { retryAfterMs });
  }

  #publish(
    session: SessionRecord,
    show: ShowRecord,
    input: Input<'postMessage'>,
    text: string,
    tag: string,
    moderates: boolean,
  ): Message {
    const now = this.#world.now();
    // A name given once is kept, so that a nameless fan is the same Fan all evening.
    session.displayName ??= `Fan ${this.#world.digits(4)}`;
    const author: Author = { id: tag, name: session.displayName, rank: null, role: moderates ? 'moderator' : 'fan' };
    const message: Message = {
      id: this.#world.id('mssg'),
      author,
      text,
      at: this.#world.instant(now),
      mediaAt: this.#clamped(show, input.mediaAt),
    };
    this.#world.state.messages[message.id] = {
      message,
      show: show.id,
      key: input.idempotencyKey,
      sentAt: now,
      removed: false,
      reports: [],
    };
    this.#lanes.publish(show.id, 'room', [{ type: 'message.posted', message }]);
    this.#world.record('message.posted', { show: show.id, message: message.id });
    return message;
  }

  /** A screen cannot show what has not happened yet, nor what was before the start. */
  #clamped(show: ShowRecord, mediaAt: string | null): string | null {
    if (mediaAt === null) return null;
    const earliest = show.signals.liveAt === null ? -Infinity : Date.parse(show.signals.liveAt);
    return this.#world.instant(Math.min(this.#world.now(), Math.max(earliest, Date.parse(mediaAt))));
  }

  /** What was said around a moment of the show, in the order of the picture. */
  recall(show: ShowRecord, atMs: number): Output<'recallMessages'> {
    const all = this.#messages(show)
      .filter(({ removed }) => !removed)
      .map(({ message }) => message)
      .sort((a, b) => placeOf(a) - placeOf(b) || Date.parse(a.at) - Date.parse(b.at));
    const before = all.filter((message) => placeOf(message) <= atMs).slice(-RECALLED);
    const later = all.filter((message) => placeOf(message) > atMs);
    const after = later.slice(0, RECALLED);
    const last = after.at(-1);
    return { before, after, until: last && later.length > RECALLED ? this.#world.instant(placeOf(last)) : null };
  }

  report(session: SessionRecord, input: Input<'reportMessage'>): void {
    const show = this.#catalogue.showRecord(input.show);
    const record = this.#message(show, input.message);
    if (record.reports.some((report) => report.session === session.id)) return;
    record.reports.push({ session: session.id, reason: input.reason, at: this.#world.now() });
    this.#world.record('message.reported', { show: show.id, message: input.message, reason: input.reason });
  }

  reports(session: SessionRecord, { show: id }: Input<'listReports'>): Report[] {
    const show = this.#catalogue.showRecord(id);
    this.#requireModerator(session, show);
    return this.#messages(show)
      .filter((record) => !record.removed && record.reports.length > 0)
      .map(({ message, reports }) => ({
        message,
        reasons: [...new Set(reports.map(({ reason }) => reason))],
        count: reports.length,
        lastAt: this.#world.instant(Math.max(...reports.map(({ at }) => at))),
      }));
  }

  #requireModerator(session: SessionRecord, show: ShowRecord): void {
    if (!this.#access.capabilities(session, show).includes('chat.moderate')) throw new ParterreError('forbidden');
  }

  moderate(session: SessionRecord, { show: id, action }: Input<'moderate'>): void {
    const show = this.#catalogue.showRecord(id);
    this.#requireModerator(session, show);
    this.#act(show, action);
    this.#world.record('moderation.acted', { show: show.id, action: action.type });
  }

  #act(show: ShowRecord, action: Input<'moderate'>['action']): void {
    const room = this.#room(show);
    switch (action.type) {
      case 'remove':
        return this.#remove(show, [this.#message(show, action.message)]);
      case 'mute':
        return this.#mute(show, action.author, action.minutes, action.purge);
      case 'unmute':
        delete room.muted[action.author];
        return undefined;
      case 'slow':
        room.slowSeconds = action.seconds;
        return this.#tellRules(show);
      case 'close':
      case 'open':
        room.open = action.type === 'open';
        return this.#tellRules(show);
      case 'pin':
        return this.#pin(show, this.#message(show, action.message).message);
      case 'unpin':
        return this.#pin(show, null);
      case 'dismiss':
        this.#message(show, action.message).reports = [];
        return undefined;
    }
  }

  #remove(show: ShowRecord, records: readonly MessageRecord[]): void {
    if (!records.length) return;
    const ids = new Set(records.map(({ message }) => message.id));
    for (const record of records) record.removed = true;
    const pin = this.#room(show).pin;
    if (pin !== null && ids.has(pin)) this.#pin(show, null);
    this.#lanes.remove(show.id, ids);
    this.#lanes.publish(
      show.id,
      'room',
      [...ids].map((message) => ({ type: 'message.removed' as const, message })),
    );
    for (const message of ids) this.#world.record('message.removed', { show: show.id, message });
  }

  #mute(show: ShowRecord, author: string, minutes: number, purge: boolean): void {
    const isHere = Object.entries(this.#world.state.tags).some(
      ([key, tag]) => tag === author && key.startsWith(`${show.id}/`),
    );
    if (!isHere) throw new ParterreError('not_found');
    this.#room(show).muted[author] = this.#world.now() + minutes * 60_000;
    if (!purge) return;
    this.#remove(
      show,
      this.#messages(show).filter((record) => record.message.author.id === author && !record.removed),
    );
  }

  #tellRules(show: ShowRecord): void {
    const { open, slowSeconds } = this.#room(show);
    this.#lanes.publish(show.id, 'room', [{ type: 'chat.changed', chat: { open, slowSeconds } }]);
    this.publishState(show, null);
  }

  #pin(show: ShowRecord, pin: Message | null): void {
    this.#room(show).pin = pin?.id ?? null;
    this.#lanes.publish(show.id, 'room', [{ type: 'pin.changed', pin }]);
    this.publishState(show, null);
  }

  /** Brings the lane's state up to date; `viewers` null leaves the count alone. */
  publishState(show: ShowRecord, viewers: number | null): void {
    const { open, slowSeconds, pin } = this.#room(show);
    this.#lanes.setState(show.id, 'room', {
      phase: null,
      status: null,
      signals: null,
      offers: null,
      chat: { open, slowSeconds },
      pin: pin === null ? null : (this.#world.state.messages[pin]?.message ?? null),
      viewers: viewers ?? this.#lanes.viewers(show.id),
    });
  }
}
