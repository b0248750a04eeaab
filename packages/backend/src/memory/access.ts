/** What a session may use: its orders, its tickets, its capabilities at a show. */
import type { HallTicket, Ticket } from '@parterre/protocol';
import { normalEmail } from '@parterre/rules';
import type { OrderRecord, SessionRecord, ShowRecord, TicketRecord } from './state.ts';
import type { World } from './world.ts';

export class Access {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** A fan session sees every order of its address; any other only those made in it. */
  mayUse(session: SessionRecord, order: OrderRecord): boolean {
    if (order.sessions.includes(session.id)) return true;
    return session.kind === 'fan' && session.email === order.email;
  }

  orders(session: SessionRecord): OrderRecord[] {
    return Object.values(this.#world.state.orders)
      .filter((order) => this.mayUse(session, order))
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  tickets(session: SessionRecord): TicketRecord[] {
    return Object.values(this.#world.state.tickets).filter((ticket) => this.#holds(session, ticket));
  }

  #holds(session: SessionRecord, ticket: TicketRecord): boolean {
    const { addresses, lent } = this.#world.state;
    if (lent[session.id]?.includes(ticket.id)) return true;
    const shared = (email: string) =>
      Object.values(addresses).some((one) => one.ticket === ticket.id && one.email === email);
    if (session.kind === 'fan' && session.email !== null && shared(session.email)) return true;
    const order = ticket.order === null ? undefined : this.#world.state.orders[ticket.order];
    // A gift is its receiver's, what was handed on its new holder's: whoever paid for it cannot come in with it.
    return order && ticket.email === order.email
      ? this.mayUse(session, order)
      : session.kind === 'fan' && session.email === ticket.email;
  }

  #isGift({ order, email }: TicketRecord): boolean {
    const gift = order === null ? null : this.#world.state.orders[order]?.gift;
    return gift?.email === email;
  }

  /** Tickets of one show that let somebody watch: for the live, for the replay. */
  watchingTickets(session: SessionRecord, show: ShowRecord): TicketRecord[] {
    return this.tickets(session).filter(
      (ticket) => ticket.show === show.id && (ticket.kind === 'live' || ticket.kind === 'replay'),
    );
  }

  /** Seats of a session at a show, with what the door reads. */
  hallTickets(session: SessionRecord, show: string): HallTicket[] {
    const inHall = ({ show: id, kind }: TicketRecord) => id === show && kind === 'hall';
    const all = Object.values(this.#world.state.tickets).filter(inHall);
    return this.tickets(session)
      .filter((ticket) => inHall(ticket) && ticket.state === 'valid')
      .map((ticket) => ({
        ticket: ticket.id,
        number: all.indexOf(ticket) + 1,
        category: ticket.order === null ? '' : (this.#world.state.orders[ticket.order]?.lines[ticket.line]?.name ?? ''),
        code: (ticket.code ??= [4, 4, 4].map((length) => this.#world.readable(length)).join('-')),
      }));
  }

  /** The ticket that a session writes with. */
  writingTicket(session: SessionRecord, show: ShowRecord): TicketRecord | undefined {
    const valid = this.watchingTickets(session, show).filter((ticket) => ticket.state === 'valid');
    return valid.find((ticket) => ticket.kind === 'live') ?? valid[0];
  }

  moderates(session: SessionRecord, show: ShowRecord): boolean {
    // Only a proved mailbox counts: anybody can type an address into an order.
    return session.kind === 'fan' && show.crew.some((member) => normalEmail(member) === session.email);
  }

  capabilities(session: SessionRecord, show: ShowRecord): string[] {
    const moderates = this.moderates(session, show);
    const writes = show.chat && (moderates || this.writingTicket(session, show) !== undefined);
    const cameras = moderates
      ? show.cameras.map((camera) => camera.capability).filter((capability) => capability !== null)
      : [];
    return [
      ...(writes ? ['chat.write'] : []),
      ...(show.chat && moderates ? ['chat.moderate'] : []),
      ...new Set(cameras),
    ];
  }

  /** The name tag of a session in a show: one per ticket, so that muting one fan mutes all of their devices. */
  tag(session: SessionRecord, show: ShowRecord): string {
    const holder = this.writingTicket(session, show)?.id ?? session.id;
    return (this.#world.state.tags[`${show.id}/${holder}`] ??= this.#world.id('athr'));
  }

  ticketView(ticket: TicketRecord): Ticket {
    const show = this.#world.state.shows[ticket.show];
    if (!show) throw new RangeError(`Ticket ${ticket.id} is for a show that is not there.`);
    const { id, slug, title, url, startsAt, timeZone, poster } = show;
    const { id: ticketId, kind, from, until, source, state, order, test } = ticket;
    return {
      id: ticketId,
      show: { id, slug, title, url, startsAt, timeZone, poster },
      kind,
      from,
      until,
      source,
      state,
      order,
      gift: this.#isGift(ticket),
      test,
    };
  }
}
