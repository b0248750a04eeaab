/**
 * Tickets and orders that move to another mailbox: asked for with a fresh proof of the old one, done once the new one has opened its
 * mail. Until then nothing changes; afterwards whoever had it has nothing left of it.
 */
import type { Input, Output, Transfer } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { emailHint, normalEmail } from '@parterre/rules';
import type { Access } from './access.ts';
import type { Catalogue } from './catalogue.ts';
import type { Mailer } from './mailer.ts';
import type { Sessions } from './sessions.ts';
import type { LinkRecord, OrderRecord, SessionRecord, TicketRecord, TransferRecord } from './state.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;
/** How long the other mailbox has. */
const LIFE_MS = 7 * DAY;
/** A proof is fresh for as long. */
const PROOF_MS = 30 * 60_000;
/** How often fans may hand one ticket on: a replay that went from hand to hand would be one ticket for a village. */
const MOST = 3;

type Answer = Output<'transferTicket'>;

export class Transfers {
  readonly #world: World;
  readonly #parts: { catalogue: Catalogue; access: Access; sessions: Sessions; mailer: Mailer };

  constructor(world: World, parts: { catalogue: Catalogue; access: Access; sessions: Sessions; mailer: Mailer }) {
    this.#world = world;
    this.#parts = parts;
  }

  /** What this fan has asked for and nobody has accepted yet. */
  of(session: SessionRecord): Transfer[] {
    return this.#waiting()
      .filter(({ from }) => session.kind === 'fan' && from === session.email)
      .map(({ id, ticket, order, email, expiresAt }) => ({
        ...{ id, ticket, order: ticket === null ? order : null },
        emailHint: emailHint(email),
        expiresAt: this.#world.instant(expiresAt),
      }));
  }

  /** Tickets this fan may hand on, those that go together in one list. */
  transferable(session: SessionRecord): string[][] {
    if (session.kind !== 'fan') return [];
    const pieces = new Map<string, string[]>();
    for (const ticket of this.#parts.access.tickets(session)) {
      if (ticket.email !== session.email || this.#refusal(this.#piece(ticket)) !== null) continue;
      const ids = this.#piece(ticket).map(({ id }) => id);
      pieces.set(ids[0]!, ids);
    }
    return [...pieces.values()];
  }

  /** Until when a session may move something without another proof. */
  provedUntil(session: SessionRecord): number | null {
    const link = session.link === null ? undefined : this.#world.state.links[session.link];
    const until = session.createdAt + PROOF_MS;
    return session.kind === 'fan' && link?.purpose === 'request' && this.#world.now() < until ? until : null;
  }

  handOn(session: SessionRecord, { ticket: id, email: written, page, locale }: Input<'transferTicket'>): Answer {
    this.#requireFan(session);
    const ticket = this.#world.state.tickets[id];
    // One that was shared with them looks like anybody else's: it is not theirs to give.
    if (!ticket || ticket.email !== session.email) throw new ParterreError('not_found');
    this.#requireProof(session);
    this.#parts.sessions.requirePage(page);
    const piece = this.#piece(ticket);
    const refusal = this.#refusal(piece);
    if (refusal) throw new ParterreError(refusal);
    const email = normalEmail(written);
    if (email !== ticket.email) {
      const first = piece[0]!;
      this.#replace((other) => other.ticket === first.id);
      this.#ask({ ticket: first.id, order: first.order, from: ticket.email, email, locale, page });
    }
    return { transfers: this.of(session) };
  }

  readdress(
    session: SessionRecord,
    order: OrderRecord,
    { email: written, page, locale }: Input<'changeOrderEmail'>,
  ): Answer {
    this.#requireFan(session);
    this.#requireProof(session);
    this.#parts.sessions.requirePage(page);
    if (order.state !== 'paid') throw new ParterreError('order_unpaid');
    const email = normalEmail(written);
    if (email !== order.email) {
      this.#replace((other) => other.ticket === null && other.order === order.id);
      this.#ask({ ticket: null, order: order.id, from: order.email, email, locale, page });
    }
    return { transfers: this.of(session) };
  }

  cancel(session: SessionRecord, { transfer: id }: Input<'cancelTransfer'>): Answer {
    const transfer = this.#waiting().find((one) => one.id === id && one.from === session.email);
    if (!transfer || session.kind !== 'fan') throw new ParterreError('transfer_not_found');
    transfer.state = 'withdrawn';
    return { transfers: this.of(session) };
  }

  /** The new mailbox opened its mail. Opening it again, on a second device, moves nothing more. */
  accept(link: LinkRecord): void {
    const transfer = Object.values(this.#world.state.transfers).find((one) => one.link === link.id);
    if (!transfer || transfer.state === 'done') return;
    if (transfer.state !== 'waiting') throw new ParterreError('link_expired');
    const ticket = transfer.ticket === null ? undefined : this.#world.state.tickets[transfer.ticket];
    if (ticket) {
      const piece = this.#piece(ticket);
      if (ticket.email !== transfer.from || this.#refusal(piece)) throw new ParterreError('link_expired');
      this.#move(piece, transfer.email);
    } else this.#moveOrder(transfer);
    transfer.state = 'done';
    this.#parts.mailer.transferred(transfer);
  }

  #moveOrder({ order: id, from, email }: TransferRecord): void {
    const order = id === null ? undefined : this.#world.state.orders[id];
    if (!order || order.email !== from || order.state !== 'paid') throw new ParterreError('link_expired');
    this.#move(
      Object.values(this.#world.state.tickets).filter((ticket) => ticket.order === order.id && ticket.email === from),
      email,
    );
    const { links } = this.#world.state;
    for (const link of Object.values(links))
      if (link.order === order.id && link.email === from) links[link.id] = { ...link, expiresAt: 0 };
    order.email = email;
    order.sessions = [];
    this.#world.record('order.readdressed', { order: order.id, by: 'fan' });
  }

  /** Gives tickets to somebody else, and ends whatever opened them so far. */
  #move(tickets: readonly TicketRecord[], email: string): void {
    const { addresses, leases, lent, signed } = this.#world.state;
    for (const ticket of tickets) {
      for (const [assertion, claims] of Object.entries(signed))
        if (claims.show === ticket.show && this.#world.state.tickets[claims.ticket]?.email === ticket.email)
          signed[assertion] = { ...claims, expiresAt: 0 };
      ticket.email = email;
      delete ticket.code;
      ticket.transfers = (ticket.transfers ?? 0) + 1;
      for (const one of Object.values(addresses)) if (one.ticket === ticket.id) delete addresses[one.id];
      for (const [session, held] of Object.entries(lent)) lent[session] = held.filter((id) => id !== ticket.id);
      for (const lease of Object.values(leases)) if (lease.ticket === ticket.id) lease.lost = true;
      this.#world.record('ticket.transferred', { ticket: ticket.id, show: ticket.show, by: 'fan' });
    }
  }

  #ask(wanted: Omit<TransferRecord, 'id' | 'link' | 'expiresAt' | 'state'>): void {
    const expiresAt = this.#world.now() + LIFE_MS;
    const link = this.#parts.sessions.transferLink(wanted.email, expiresAt);
    const transfer: TransferRecord = {
      ...wanted,
      id: this.#world.id('trsf'),
      link: link.id,
      expiresAt,
      state: 'waiting',
    };
    this.#world.state.transfers[transfer.id] = transfer;
    this.#parts.mailer.transferAsked(transfer, link);
  }

  /** Another wish for the same thing takes the place of the one before. */
  #replace(same: (transfer: TransferRecord) => boolean): void {
    for (const transfer of this.#waiting()) if (same(transfer)) transfer.state = 'withdrawn';
  }

  #waiting(): TransferRecord[] {
    return Object.values(this.#world.state.transfers).filter(
      ({ state, expiresAt }) => state === 'waiting' && this.#world.now() < expiresAt,
    );
  }

  /** One piece of a line for one show: livestream and replay were bought together and stay together. */
  #piece(ticket: TicketRecord): TicketRecord[] {
    if (ticket.order === null) return [ticket];
    return Object.values(this.#world.state.tickets).filter(
      (other) =>
        other.order === ticket.order &&
        other.line === ticket.line &&
        other.unit === ticket.unit &&
        other.show === ticket.show &&
        other.email === ticket.email,
    );
  }

  #refusal(piece: readonly TicketRecord[]): 'ticket_void' | 'ticket_used' | 'not_transferable' | null {
    if (piece.some(({ state }) => state !== 'valid')) return 'ticket_void';
    if (piece.some(({ usedAt }) => usedAt !== undefined)) return 'ticket_used';
    const { venue, orders } = this.#world.state;
    const allowed =
      (venue.transfers ?? true) &&
      piece.every(({ source, transfers, order }) => {
        const gift = order === null ? null : orders[order]?.gift;
        return (source === 'paid' || source === 'free') && (transfers ?? 0) < MOST && (!gift || gift.sentAt !== null);
      });
    return allowed && piece.some((ticket) => !this.#isOver(ticket)) ? null : 'not_transferable';
  }

  #isOver({ show, kind, until }: TicketRecord): boolean {
    const phase = this.#parts.catalogue.phase(this.#parts.catalogue.showRecord(show));
    const ended = kind !== 'replay' && ['ended', 'replay'].includes(phase);
    return phase === 'archived' || ended || (until !== null && this.#world.now() >= Date.parse(until));
  }

  #requireFan(session: SessionRecord): void {
    if (session.kind !== 'fan') throw new ParterreError('forbidden');
  }

  #requireProof(session: SessionRecord): void {
    if (this.provedUntil(session) === null) throw new ParterreError('proof_required');
  }
}
