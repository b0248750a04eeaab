/**
 * The chat of a replay in its place: what was said up to the moment of the show that is on screen, in the order of the picture. Two
 * encoders, cuts and a fan who was late do not matter: a message stands where its author's screen stood. Fetched by a chat beside a replay.
 *
 * The server is asked for the hundred messages on either side of a moment, when that moment is outside of what is known: once at the
 * start, once after a long jump, and once for every hundred messages. The room's own lane cannot tell: it is in the order of writing,
 * and what is said during the replay is at its end.
 */
import type { LaneMessage, Message } from '@parterre/protocol';
import { isParterreError } from '@parterre/protocol/errors';
import type { Place } from './attendance.ts';
import { MESSAGES_KEPT } from './show-session.ts';

/** How often the picture is looked at. */
const TICK_MS = 500;
const RETRY_MS = 5000;
/** A picture that has played this long without a date has none. */
const DATELESS_TICKS = 6;

/** Where a message belongs, milliseconds since 1970. */
export const placeOf = ({ mediaAt, at }: Message): number => Date.parse(mediaAt ?? at);

export class InPlace {
  readonly #place: Place;
  #stopped = false;
  #known: Message[] = [];
  /** What is known is complete from here… */
  #from = Infinity;
  /** …to here. */
  #until = -Infinity;
  #loading = false;
  #retryAt = 0;
  #dateless = 0;

  constructor(place: Place) {
    this.#place = place;
    this.#place.set({ placed: [] });
    this.#tick();
  }

  /** The chat is no longer bound to the picture. */
  stop(): void {
    this.#stopped = true;
    this.#place.set({ placed: null });
  }

  #tick(): void {
    if (this.#stopped) return;
    this.#look();
    this.#place.later(() => this.#tick(), TICK_MS);
  }

  #look(): void {
    const { playhead } = this.#place.session;
    // Nobody has pressed play yet: nothing has been said.
    if (!playhead) return this.#show(-Infinity);
    const at = playhead.mediaAt;
    // A picture without dates: the chat has no place in it. Before the first frame it has none either.
    if (at === null) {
      if (playhead.playing && ++this.#dateless > DATELESS_TICKS) this.#place.set({ placed: null });
      return;
    }
    this.#dateless = 0;
    const moment = Date.parse(at);
    if (moment >= this.#from && moment <= this.#until) return this.#show(moment);
    if (!this.#loading && this.#place.session.venue.now() >= this.#retryAt) void this.#load(at);
  }

  async #load(at: string): Promise<void> {
    const { session, signal } = this.#place;
    this.#loading = true;
    try {
      const input = { show: session.state.show?.id ?? session.id, at };
      const { before, after, until } = await session.venue.read('recallMessages', input, signal);
      if (!this.#stopped) this.#learn(before, after, until);
    } catch (error) {
      if (signal.aborted || !isParterreError(error)) return;
      // What cannot be had is left; the room's lane still has what it has.
      if (!error.retryable) return this.stop();
      this.#retryAt = session.venue.now() + (error.retryAfterMs ?? RETRY_MS);
    } finally {
      this.#loading = false;
    }
    this.#look();
  }

  #learn(before: readonly Message[], after: readonly Message[], until: string | null): void {
    const first = before[0];
    // As many as are told at once: there may be more before them.
    const from = first && before.length >= 100 ? placeOf(first) : -Infinity;
    const to = until === null ? Infinity : Date.parse(until);
    const meets = from <= this.#until && to >= this.#from;
    if (!meets) this.#known = [];
    this.#from = meets ? Math.min(this.#from, from) : from;
    this.#until = meets ? Math.max(this.#until, to) : to;
    for (const message of [...before, ...after]) this.#add(message);
    this.#known.sort((a, b) => placeOf(a) - placeOf(b) || Date.parse(a.at) - Date.parse(b.at));
  }

  #add(message: Message): void {
    if (!this.#known.some(({ id }) => id === message.id)) this.#known.push(message);
  }

  /** What the room's lane says meanwhile: somebody writes, a moderator takes something out. */
  hear(one: LaneMessage): void {
    if (one.type === 'message.removed') this.#known = this.#known.filter(({ id }) => id !== one.message);
    else if (one.type === 'message.posted') this.take(one.message);
    else return;
    this.#look();
  }

  /** A message that was just written, here or elsewhere. */
  take(message: Message): void {
    const place = placeOf(message);
    if (place < this.#from || place > this.#until) return;
    this.#add(message);
    this.#known.sort((a, b) => placeOf(a) - placeOf(b) || Date.parse(a.at) - Date.parse(b.at));
    this.#look();
  }

  #show(moment: number): void {
    const placed = this.#known.filter((message) => placeOf(message) <= moment).slice(-MESSAGES_KEPT);
    const { placed: shown } = this.#place.session.state;
    const same = shown?.length === placed.length && placed.every(({ id }, index) => id === shown[index]?.id);
    if (!same) this.#place.set({ placed });
  }
}
