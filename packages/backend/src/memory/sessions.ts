/** Who a device is: tokens, order sessions, pass links and the fan sessions they open. */
import type { Input, Output, Session, SessionGrant, Ticket } from '@parterre/protocol';
import { ParterreError, type OperationError } from '@parterre/protocol/errors';
import { cleanText, CONFIRM_MS, emailHint, looksLike, normalEmail } from '@parterre/rules';
import type { Access } from './access.ts';
import type { Catalogue } from './catalogue.ts';
import type { Mailer } from './mailer.ts';
import type { Signing } from './signing.ts';
import type {
  CampaignRecord,
  LinkRecord,
  OrderRecord,
  PledgeRecord,
  SessionRecord,
  ShowRecord,
  TicketRecord,
} from './state.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A session slides this far with every use. */
export const SESSION_MS = 30 * DAY;
/** A link asked for by hand. */
const LINK_MS = 15 * MINUTE;
/** A purchase link for a show that says nothing of a replay, or for merch alone. */
const PURCHASE_LINK_MS = 30 * DAY;
const CODE_TRIES = 5;
const DEVICES_PER_LINK = 2;

export class Sessions {
  readonly #world: World;
  readonly #catalogue: Catalogue;
  readonly #access: Access;
  readonly #mailer: Mailer;
  readonly #signing: Signing;

  constructor(world: World, catalogue: Catalogue, access: Access, mailer: Mailer, signing: Signing) {
    this.#world = world;
    this.#catalogue = catalogue;
    this.#access = access;
    this.#mailer = mailer;
    this.#signing = signing;
  }

  /** The live session behind a token, and its slide; null when there is none. */
  find(token: string | undefined): SessionRecord | null {
    const session = this.#byToken(token);
    if (!session || !this.#isLive(session)) return null;
    session.usedAt = this.#world.now();
    return session;
  }

  /** The session behind a token, or the refusal the operation declares for the lack of one. */
  require(token: string | undefined, declared: readonly OperationError[]): SessionRecord {
    if (token === undefined) throw new ParterreError('session_required');
    const session = this.find(token);
    if (session) return session;
    const replaced = this.#byToken(token)?.ended === 'replaced' && declared.includes('session_replaced');
    throw new ParterreError(replaced ? 'session_replaced' : 'session_expired');
  }

  #byToken(token: string | undefined): SessionRecord | undefined {
    if (token === undefined) return undefined;
    return Object.values(this.#world.state.sessions).find((session) => session.token === token);
  }

  #isLive(session: SessionRecord): boolean {
    return session.ended === null && this.#world.now() < session.usedAt + SESSION_MS;
  }

  #start(kind: SessionRecord['kind'], email: string | null, label: string, link: string | null): SessionRecord {
    const now = this.#world.now();
    const session: SessionRecord = {
      id: this.#world.id('sess'),
      token: this.#world.secret(),
      kind,
      email,
      label,
      link,
      createdAt: now,
      usedAt: now,
      displayName: kind === 'fan' && email !== null ? (this.#world.state.names[email] ?? null) : null,
      ended: null,
    };
    this.#world.state.sessions[session.id] = session;
    this.#world.record('session.started', { kind });
    return session;
  }

  startDevice({ show, device }: Input<'startSession'>): SessionGrant {
    if (this.#catalogue.showRecord(show).access !== 'open') throw new ParterreError('no_ticket');
    return this.grant(this.#start('device', null, device, null));
  }

  /** What a screen, or a guest who was honoured, gets: tickets and nothing else of anybody. */
  startScreen(email: string | null, label: string, tickets: readonly string[]): SessionRecord {
    const session = this.#start('device', email, label, null);
    this.#world.state.lent[session.id] = tickets;
    return session;
  }

  /** Who shows a signed ticket and has no session: it lives as long as the answer. */
  holder(tickets: readonly string[]): SessionRecord {
    const session = this.startScreen(null, '', tickets);
    delete this.#world.state.sessions[session.id];
    return session;
  }

  /** What a purchase gives a device that is nobody yet, or somebody else. */
  startOrder(email: string): SessionRecord {
    return this.#start('order', email, '', null);
  }

  grant(session: SessionRecord): SessionGrant {
    return { token: session.token, session: this.view(session) };
  }

  view(session: SessionRecord): Session {
    const shows = Object.values(this.#world.state.shows);
    return {
      kind: session.kind,
      expiresAt: this.#world.instant(session.usedAt + SESSION_MS),
      emailHint: session.email === null ? null : emailHint(session.email),
      displayName: session.displayName,
      rank: null,
      tickets: this.tickets(session),
      capabilities: shows
        .map((show) => ({ show: show.id, capabilities: this.#access.capabilities(session, show) }))
        .filter(({ capabilities }) => capabilities.length > 0),
      signed: this.#signing.tickets(session),
      serverTime: this.#world.instant(),
    };
  }

  tickets(session: SessionRecord): Ticket[] {
    return this.#access.tickets(session).map((ticket) => this.#access.ticketView(ticket));
  }

  rename(session: SessionRecord, { displayName }: Input<'updateSession'>): Session {
    if (session.kind === 'device') throw new ParterreError('forbidden');
    const name = cleanText(displayName);
    // A fan who calls themselves like the venue would speak with its voice.
    if (!name || looksLike(name, cleanText(this.#world.state.venue.name))) throw new ParterreError('name_refused');
    session.displayName = name;
    if (session.kind === 'fan' && session.email !== null) this.#world.state.names[session.email] = name;
    return this.view(session);
  }

  end(session: SessionRecord): void {
    session.ended = 'gone';
  }

  /** The link of a mail carries a secret: an address that programs read in different ways is none of the venue's. */
  requirePage(page: string): void {
    const { origin, username, password } = new URL(page);
    if (!this.#world.state.venue.origins.includes(origin) || username || password || /[\\\p{C}]/u.test(page))
      throw new ParterreError('page_not_allowed');
  }

  requestLink({ email: written, page, locale }: Input<'requestPassLink'>): void {
    this.requirePage(page);
    const email = normalEmail(written);
    // The reply is the same; only the mailbox knows.
    if (!this.#isKnown(email)) return;
    const link = this.#newLink(email, 'request', this.#world.now() + LINK_MS);
    this.#mailer.passLink(link, page, locale);
    this.#world.record('pass_link.sent', { purpose: 'request' });
  }

  #isKnown(email: string): boolean {
    const { addresses, orders, pledges, tickets, shows } = this.#world.state;
    return (
      Object.values(addresses).some((address) => address.email === email) ||
      Object.values(pledges).some((pledge) => pledge.email === email) ||
      Object.values(orders).some((order) => order.email === email) ||
      Object.values(tickets).some((ticket) => ticket.email === email) ||
      Object.values(shows).some((show) => show.crew.some((member) => normalEmail(member) === email))
    );
  }

  /** The link that a receipt carries: good until the last replay window of the order closes. */
  purchaseLink(order: OrderRecord, email = order.email): LinkRecord {
    const { tickets, shows } = this.#world.state;
    const ends = Object.values(tickets)
      .filter((ticket) => ticket.order === order.id)
      .map((ticket) => this.#lastUse(shows[ticket.show], ticket.until));
    this.#world.record('pass_link.sent', { purpose: 'purchase' });
    return this.#newLink(
      email,
      'purchase',
      Math.max(this.#world.now() + LINK_MS, ...(ends.length ? ends : [this.#world.now() + PURCHASE_LINK_MS])),
      order.id,
    );
  }

  /** The link in the mail to somebody a ticket is shared with. */
  sharedLink(ticket: TicketRecord, email: string): LinkRecord {
    this.#world.record('pass_link.sent', { purpose: 'shared' });
    const until = this.#lastUse(this.#world.state.shows[ticket.show], ticket.until);
    return this.#newLink(email, 'shared', Math.max(this.#world.now() + LINK_MS, until));
  }

  /** The link in the mail to whom something is handed on. */
  transferLink(email: string, expiresAt: number): LinkRecord {
    this.#world.record('pass_link.sent', { purpose: 'transfer' });
    return this.#newLink(email, 'transfer', expiresAt);
  }

  /** The link in a mail about a pledge: good until the last day to confirm it. */
  pledgeLink(pledge: PledgeRecord, campaign: CampaignRecord): LinkRecord {
    this.#world.record('pass_link.sent', { purpose: 'purchase' });
    return this.#newLink(
      pledge.email,
      'purchase',
      (campaign.decidedAt ?? Date.parse(campaign.deadline)) + CONFIRM_MS + DAY,
    );
  }

  #lastUse(show: ShowRecord | undefined, until: string | null): number {
    if (until !== null) return Date.parse(until);
    if (!show) return this.#world.now();
    return show.replayUntil === null ? Date.parse(show.endsAt) + PURCHASE_LINK_MS : Date.parse(show.replayUntil);
  }

  #newLink(email: string, purpose: LinkRecord['purpose'], expiresAt: number, order: string | null = null): LinkRecord {
    const link: LinkRecord = {
      id: this.#world.id('link'),
      secret: this.#world.secret(),
      code: this.#world.digits(6),
      email,
      purpose,
      order,
      expiresAt,
      tries: 0,
    };
    this.#world.state.links[link.id] = link;
    return link;
  }

  redeem(
    input: Input<'redeemPassLink'>,
    caller: SessionRecord | null,
    accept: (link: LinkRecord) => void,
  ): SessionGrant {
    const link =
      input.type === 'link' ? this.#linkBySecret(input.secret) : this.#linkByCode(normalEmail(input.email), input.code);
    if (this.#world.now() >= link.expiresAt) throw new ParterreError('link_expired');
    if (link.purpose === 'transfer') accept(link);
    // The same person on the same device, who has proved more now: that is not another device.
    if (caller && (caller.link === link.id || (caller.kind !== 'device' && caller.email === link.email)))
      caller.ended = 'gone';
    this.#makeRoom(link);
    const session = this.#start('fan', link.email, input.device, link.id);
    this.#world.record('pass_link.redeemed', { purpose: link.purpose });
    return this.grant(session);
  }

  #linkBySecret(secret: string): LinkRecord {
    const link = Object.values(this.#world.state.links).find((candidate) => candidate.secret === secret);
    if (!link) throw new ParterreError('link_invalid');
    return link;
  }

  /** The newest code of an address counts; every wrong guess spends one of its tries. */
  #linkByCode(email: string, code: string): LinkRecord {
    const link = Object.values(this.#world.state.links).findLast(
      (candidate) => candidate.email === email && candidate.purpose === 'request',
    );
    if (!link || link.tries >= CODE_TRIES) throw new ParterreError('code_invalid');
    if (link.code === code) return link;
    link.tries++;
    throw new ParterreError('code_invalid');
  }

  #makeRoom(link: LinkRecord): void {
    const devices = Object.values(this.#world.state.sessions).filter(
      (session) => session.link === link.id && this.#isLive(session),
    );
    for (const session of devices.slice(0, Math.max(0, devices.length - DEVICES_PER_LINK + 1)))
      session.ended = 'replaced';
  }

  devices(session: SessionRecord): Output<'getPasses'>['devices'] {
    if (session.kind !== 'fan') return [];
    return Object.values(this.#world.state.sessions)
      .filter((other) => other.email === session.email && this.#isLive(other))
      .map((other) => ({
        id: other.id,
        label: other.label,
        lastSeenAt: this.#world.instant(other.usedAt),
        current: other === session,
      }));
  }

  revoke(session: SessionRecord, { device }: Input<'revokeDevice'>): void {
    if (session.kind !== 'fan') throw new ParterreError('forbidden');
    const other = this.#world.state.sessions[device];
    if (!other || other.email !== session.email || !this.#isLive(other)) throw new ParterreError('device_not_found');
    other.ended = 'gone';
  }
}
