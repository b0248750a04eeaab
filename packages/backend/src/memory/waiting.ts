/** The waiting list of each show: who is in line, what came back for them, and how long it is kept. */
import type { Input, Output, WaitingKind, WaitingState } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { normalEmail } from '@parterre/rules';
import type { Catalogue } from './catalogue.ts';
import type { Mailer } from './mailer.ts';
import type { SeedOffer } from './seed.ts';
import type { Sessions } from './sessions.ts';
import type { ShowRecord } from './state.ts';
import type { Stock, Wanted } from './stock.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;
/** What is kept is kept a day; nearer to the show a quarter of the time left, and never less than half an hour. */
const LONGEST_MS = 24 * HOUR;
const SHORTEST_MS = HOUR / 2;

export interface WaitingRecord {
  readonly id: string;
  readonly show: string;
  readonly email: string;
  readonly secret: string;
  locale: string;
  page: string;
  quantity: number;
  kind: WaitingKind;
  state: WaitingState;
  joinedAt: number;
  offer: string | null;
  until: number | null;
  /** Whether stock is held for the entry itself; not while an order of theirs has it. */
  kept: boolean;
  order: string | null;
  toldOfStream: boolean;
}

export interface WaitingParts {
  readonly catalogue: Catalogue;
  readonly stock: Stock;
  readonly sessions: Sessions;
  readonly mailer: Mailer;
}

const gives = (offer: SeedOffer, kind: 'hall' | 'live'): boolean => offer.includes.some((part) => part.kind === kind);

export class Waiting {
  readonly #world: World;
  readonly #parts: WaitingParts;

  constructor(world: World, parts: WaitingParts) {
    this.#world = world;
    this.#parts = parts;
  }

  join(request: Input<'joinWaitingList'>): void {
    const { catalogue, sessions, mailer } = this.#parts;
    const show = catalogue.showRecord(request.show);
    sessions.requirePage(request.page);
    if (show.status === 'cancelled') throw new ParterreError('show_cancelled');
    if (this.#isOver(show)) throw new ParterreError('show_over');
    if (this.#candidates(show, request.kind).some((offer) => this.#left(offer) >= request.quantity))
      throw new ParterreError('still_on_sale');
    const { quantity, kind, locale, page } = request;
    const entry = this.#entryOf(show, normalEmail(request.email));
    const inLine = entry.state === 'waiting' || entry.state === 'offered';
    // What is kept for somebody stays as it was offered; who waits keeps their place in line.
    if (entry.state !== 'offered') Object.assign(entry, { quantity, kind, locale, page });
    if (!inLine) {
      Object.assign(entry, { state: 'waiting', joinedAt: this.#world.now(), offer: null, until: null, order: null });
      this.#world.record('waiting.joined', { show: show.id, quantity });
    }
    const stream = this.#streamOffer(show);
    entry.toldOfStream ||= stream !== undefined;
    mailer.waiting('joined', entry, show, stream?.name ?? null);
  }

  #entryOf(show: ShowRecord, email: string): WaitingRecord {
    const { waiting } = this.#world.state;
    const known = Object.values(waiting).find((entry) => entry.show === show.id && entry.email === email);
    if (known) return known;
    const entry: WaitingRecord = {
      ...{ id: this.#world.id('wait'), show: show.id, email, secret: this.#world.secret() },
      ...{ locale: 'en', page: show.url, quantity: 1, kind: 'any', state: 'left', joinedAt: 0 },
      ...{ offer: null, until: null, kept: false, order: null, toldOfStream: false },
    };
    return (waiting[entry.id] = entry);
  }

  open({ secret }: Input<'openWaiting'>): Output<'openWaiting'> {
    const { show, state, quantity, kind, offer, until } = this.#bySecret(secret);
    const kept = state === 'offered';
    return {
      ...{ show, state, quantity, kind },
      offer: kept ? offer : null,
      until: kept && until !== null ? this.#world.instant(until) : null,
    };
  }

  leave({ secret }: Input<'leaveWaitingList'>): void {
    const entry = this.#bySecret(secret);
    if (entry.state === 'waiting' || entry.state === 'offered') this.#end(entry, 'left');
  }

  #bySecret(secret: string): WaitingRecord {
    const entry = Object.values(this.#world.state.waiting).find((one) => one.secret === secret);
    if (!entry) throw new ParterreError('link_invalid');
    return entry;
  }

  #end(entry: WaitingRecord, state: 'bought' | 'missed' | 'left'): void {
    if (entry.kept) this.#parts.stock.release(this.#wanted(entry));
    Object.assign(entry, { state, kept: false });
    this.#world.record('waiting.ended', { show: entry.show, state });
  }

  /** Runs `use` with the places of a link as free as any; where it fails, or keeps none, they are held for the entry again. */
  lend<T>(secret: string | undefined, use: () => T, takenBy: (result: T) => string | null): T {
    const entry = Object.values(this.#world.state.waiting).find((one) => one.secret === secret && one.kept);
    if (!entry) return use();
    return this.#parts.stock.lend(this.#wanted(entry), use, (result) => {
      const order = takenBy(result);
      if (order !== null) Object.assign(entry, { kept: false, order });
      return order !== null;
    });
  }

  /** Gives what came back to those who wait, oldest first, to whomever it is enough for. Runs around every operation. */
  serve(): void {
    const entries = Object.values(this.#world.state.waiting).sort((a, b) => a.joinedAt - b.joinedAt);
    for (const entry of entries) if (entry.state === 'offered') this.#look(entry);
    for (const entry of entries) {
      const show = this.#world.state.shows[entry.show];
      if (entry.state !== 'waiting' || !show || show.status === 'cancelled' || this.#isOver(show)) continue;
      const offer = this.#candidates(show, entry.kind).find((one) => this.#left(one) >= entry.quantity);
      if (offer) this.#offer(entry, offer, show);
      else this.#tellOfStream(entry, show);
    }
  }

  /** What has become of places that were kept. */
  #look(entry: WaitingRecord): void {
    const order = entry.order === null ? null : this.#world.state.orders[entry.order];
    if (order?.state === 'paid') return this.#end(entry, 'bought');
    if (order?.state === 'pending') return;
    if (entry.until !== null && this.#world.now() >= entry.until) return this.#end(entry, 'missed');
    // The order they began has ended unpaid: what is left of their time is theirs.
    if (!entry.kept) entry.kept = this.#parts.stock.holdAgain(this.#wanted(entry));
  }

  #offer(entry: WaitingRecord, offer: SeedOffer, show: ShowRecord): void {
    const now = this.#world.now();
    const quarter = (Date.parse(show.startsAt) - now) / 4;
    const until = now + Math.max(SHORTEST_MS, Math.min(LONGEST_MS, quarter));
    Object.assign(entry, { state: 'offered', offer: offer.id, until, order: null });
    entry.kept = this.#parts.stock.hold(this.#wanted(entry));
    this.#world.record('waiting.offered', { show: show.id, quantity: entry.quantity });
    this.#parts.mailer.waiting('offered', entry, show, offer.name);
  }

  /** Once, when the hall is full and the stream is for sale: it is an addition, so they keep waiting. */
  #tellOfStream(entry: WaitingRecord, show: ShowRecord): void {
    const stream = entry.toldOfStream ? undefined : this.#streamOffer(show);
    if (!stream) return;
    entry.toldOfStream = true;
    this.#parts.mailer.waiting('stream', entry, show, stream.name);
  }

  #streamOffer(show: ShowRecord): SeedOffer | undefined {
    const offers = this.#seen(show);
    const full = offers.filter((offer) => gives(offer, 'hall')).every((offer) => this.#left(offer) < 1);
    return full
      ? offers.find((offer) => gives(offer, 'live') && !gives(offer, 'hall') && this.#left(offer) >= 1)
      : undefined;
  }

  /** Offers that everybody sees. */
  #seen(show: ShowRecord): SeedOffer[] {
    return show.offers.filter((offer) => !offer.hidden);
  }

  /** Offers one can wait for: those that draw on a stock, the hall before the stream. */
  #candidates(show: ShowRecord, kind: WaitingKind): SeedOffer[] {
    const limited = this.#seen(show).filter((offer) => offer.draws.length > 0);
    const hall = limited.filter((offer) => gives(offer, 'hall'));
    return kind === 'hall' ? hall : [...hall, ...limited.filter((one) => gives(one, 'live') && !hall.includes(one))];
  }

  /** Pieces of an offer that can be had now. */
  #left(offer: SeedOffer): number {
    return this.#parts.catalogue.piecesOpen(offer.id);
  }

  #wanted(entry: WaitingRecord): Wanted {
    const offer = this.#world.state.shows[entry.show]?.offers.find((one) => one.id === entry.offer);
    return (offer?.draws ?? []).map((draw) => ({ draw, quantity: entry.quantity }));
  }

  #isOver(show: ShowRecord): boolean {
    return ['ended', 'replay', 'archived'].includes(this.#parts.catalogue.phase(show));
  }
}
