/** Several addresses for one ticket: its owner adds and removes, both are told. */
import type { Input, TicketAddress } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { emailHint, normalEmail } from '@parterre/rules';
import type { Mailer } from './mailer.ts';
import type { Sessions } from './sessions.ts';
import type { SessionRecord, TicketRecord } from './state.ts';
import type { World } from './world.ts';

/** Besides the owner's. */
const MOST = 3;

export class Sharing {
  readonly #world: World;
  readonly #sessions: Sessions;
  readonly #mailer: Mailer;

  constructor(world: World, sessions: Sessions, mailer: Mailer) {
    this.#world = world;
    this.#sessions = sessions;
    this.#mailer = mailer;
  }

  /** Those on tickets that this fan owns. */
  addresses(session: SessionRecord): TicketAddress[] {
    const { addresses, tickets } = this.#world.state;
    if (session.kind !== 'fan') return [];
    return Object.values(addresses)
      .filter(({ ticket }) => tickets[ticket]?.email === session.email)
      .map(({ id, ticket, email, addedAt }) => ({
        id,
        ticket,
        emailHint: emailHint(email),
        addedAt: this.#world.instant(addedAt),
      }));
  }

  add(session: SessionRecord, { ticket: id, email: written, page, locale }: Input<'addTicketAddress'>): void {
    const ticket = this.#own(session, id);
    this.#sessions.requirePage(page);
    if (ticket.state !== 'valid') throw new ParterreError('ticket_void');
    const email = normalEmail(written);
    const there = this.#of(ticket);
    if (email === ticket.email || there.some((one) => one.email === email)) return;
    if (there.length >= MOST) throw new ParterreError('address_limit');
    const address = { id: this.#world.id('addr'), ticket: id, email, addedAt: this.#world.now() };
    this.#world.state.addresses[address.id] = address;
    this.#world.record('ticket.shared', { ticket: id, show: ticket.show, act: 'added' });
    this.#mailer.shared(this.#sessions.sharedLink(ticket, email), ticket, page, locale);
  }

  remove(session: SessionRecord, { ticket: id, address }: Input<'removeTicketAddress'>): void {
    const ticket = this.#own(session, id);
    if (!this.#of(ticket).some((one) => one.id === address)) throw new ParterreError('address_not_found');
    delete this.#world.state.addresses[address];
    this.#world.record('ticket.shared', { ticket: id, show: ticket.show, act: 'removed' });
  }

  #of(ticket: TicketRecord) {
    return Object.values(this.#world.state.addresses).filter((one) => one.ticket === ticket.id);
  }

  #own(session: SessionRecord, id: string): TicketRecord {
    if (session.kind !== 'fan') throw new ParterreError('forbidden');
    const ticket = this.#world.state.tickets[id];
    // One that was shared with them looks like anybody else's.
    if (!ticket || ticket.email !== session.email) throw new ParterreError('not_found');
    return ticket;
  }
}
