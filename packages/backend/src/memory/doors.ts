/** Getting in and staying in: tickets, leases, grants. */
import type { Entry, Grant, HeartbeatReply, Input, Lease, Me, Output, Phase } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { castUntil, normalEmail } from '@parterre/rules';
import type { Access } from './access.ts';
import type { Catalogue } from './catalogue.ts';
import type { Sessions } from './sessions.ts';
import type { Signing } from './signing.ts';
import type { LeaseRecord, SessionRecord, ShowRecord, TicketRecord } from './state.ts';
import type { World } from './world.ts';

const LEASE_MS = 150_000;
const HEARTBEAT_SECONDS = 60;
export const GRANT_MS = 15 * 60_000;
const LEASES_PER_TICKET = 2;
const MARK_LENGTH = 8;
/** Of letters that a blurred film makes alike one at most. */
const MARK_LETTERS = 'ACDEFHJKMNPRTVWXY3479';
/** How long a clip to try a ticket with may play. */
const TEST_MS = 2 * 60_000;

/** Makes an address of one camera's master playlist, good until `expiresAt` (milliseconds since 1970). */
export type SignPlayback = (
  stream: {
    readonly show: string;
    readonly camera: string;
    readonly mode: 'live' | 'replay' | 'test';
    /** The address to fall back on. */
    readonly backup?: boolean;
  },
  expiresAt: number,
) => string | Promise<string>;

/** The device of a place that another screen has. No device can call itself that. */
const CAST_DEVICE = 'cast:screen';

/** Whether an address was given for this lease that still plays, whatever becomes of the device. */
const isKept = (lease: LeaseRecord, now: number): boolean => lease.keptUntil !== null && lease.keptUntil > now;

const MODE: Partial<Record<Phase, 'live' | 'replay'>> = { live: 'live', replay: 'replay' };

export interface DoorsParts {
  readonly catalogue: Catalogue;
  readonly access: Access;
  readonly signing: Signing;
  readonly sessions: Sessions;
}

export class Doors {
  readonly #world: World;
  readonly #catalogue: Catalogue;
  readonly #access: Access;
  readonly #signing: Signing;
  readonly #sessions: Sessions;
  readonly #sign: SignPlayback;

  constructor(world: World, { catalogue, access, signing, sessions }: DoorsParts, sign: SignPlayback) {
    this.#world = world;
    this.#catalogue = catalogue;
    this.#access = access;
    this.#signing = signing;
    this.#sessions = sessions;
    this.#sign = sign;
  }

  async enter(session: SessionRecord, input: Input<'enter'>): Promise<Entry> {
    const show = this.#catalogue.showRecord(input.show);
    const test = input.mode === 'test';
    // What is shown is checked, whatever the session says.
    if (input.assertion !== undefined) this.#signing.check(input.assertion, show);
    const ticket = this.#admit(session, show, test);
    if (test && !this.#world.state.venue.testClip) throw new ParterreError('no_test_clip');
    const lease = this.#takeLease(session, show, ticket, input.device);
    const grant = test ? await this.#testGrant(show, lease) : await this.#grant(session, show, lease, true);
    this.#world.record('entry.granted', { show: show.id, mode: grant?.mode ?? 'room' });
    return {
      show: show.id,
      ticket: ticket?.id ?? null,
      keep: 'heartbeat',
      lease: this.#leaseView(lease),
      grant,
      roomUrl: null,
      me: this.me(session, show),
      serverTime: this.#world.instant(),
    };
  }

  /** Lets in by a signed ticket alone, or by an address that is written down. */
  async honour({ show: idOrSlug, device, proof }: Input<'honour'>): Promise<Output<'honour'>> {
    const show = this.#catalogue.showRecord(idOrSlug);
    const claims = proof.type === 'signed' ? this.#signing.check(proof.assertion, show) : null;
    if (show.status === 'cancelled') throw new ParterreError('show_cancelled');
    this.#requireHonour(show, proof.type);
    if (!claims) {
      const email = proof.type === 'address' ? normalEmail(proof.email) : '';
      const session = this.#sessions.startScreen(null, '', [this.#honouredTicket(show, email)]);
      return { entry: await this.enter(session, { show: show.id, device }), session: this.#sessions.grant(session) };
    }
    if (!claims.kinds.includes('live')) throw new ParterreError('show_over');
    this.#noteHonoured(show, 'signed', claims.ticket);
    const expiresAt = this.#world.now() + GRANT_MS;
    const holder = this.#sessions.holder([claims.ticket]);
    const mode = MODE[this.#catalogue.phase(show)];
    return {
      entry: {
        show: show.id,
        ticket: claims.ticket,
        keep: 'enter',
        lease: {
          id: `signed_${claims.ticket}`,
          expiresAt: this.#world.instant(expiresAt),
          heartbeatSeconds: HEARTBEAT_SECONDS,
        },
        grant: mode ? await this.#newGrant(holder, show, mode, expiresAt) : null,
        roomUrl: null,
        me: this.me(holder, show),
        serverTime: this.#world.instant(),
      },
      session: null,
    };
  }

  #requireHonour(show: ShowRecord, type: 'signed' | 'address'): void {
    const level = this.#catalogue.honours(show);
    if (level === 'everybody' || level === (type === 'signed' ? 'signed' : 'everybody')) return;
    const phase = this.#catalogue.phase(show);
    if (type === 'address' && (phase === 'ended' || phase === 'replay' || phase === 'archived'))
      throw new ParterreError('show_over');
    if (type === 'address' && phase === 'announced' && show.honour?.level === 'everybody')
      throw new ParterreError('not_open_yet');
    throw new ParterreError('not_honoured');
  }

  #noteHonoured(show: ShowRecord, proof: 'signed' | 'address', what: string) {
    const row = (this.#world.state.honoured[`${show.id}/${proof}/${what}`] ??= { ticket: null, entries: 0 });
    row.entries++;
    this.#world.record('entry.honoured', { show: show.id, proof });
    return row;
  }

  /** One ticket for each address and show, however often they come. */
  #honouredTicket(show: ShowRecord, email: string): string {
    const row = this.#noteHonoured(show, 'address', email);
    if (row.ticket !== null) return row.ticket;
    const id = this.#world.id('tckt');
    this.#world.state.tickets[id] = {
      id,
      show: show.id,
      kind: 'live',
      from: null,
      until: null,
      source: 'honour',
      order: null,
      line: 0,
      unit: 0,
      // Only typed: it is nobody's until it is proved.
      email: '',
      test: false,
      state: 'valid',
    };
    this.#world.record('ticket.issued', { ticket: id, show: show.id, kind: 'live', source: 'honour' });
    return (row.ticket = id);
  }

  /** The ticket that lets this session in now; null where none is needed. `early`: it is asked before doors, to try it. */
  #admit(session: SessionRecord, show: ShowRecord, early = false): TicketRecord | null {
    if (show.status === 'cancelled') throw new ParterreError('show_cancelled');
    const phase = this.#catalogue.phase(show);
    if (phase === 'archived') throw new ParterreError('show_over');
    const moderates = this.#access.moderates(session, show);
    const tickets = this.#access.watchingTickets(session, show);
    const valid = tickets.filter((ticket) => ticket.state === 'valid');
    const usable = valid.filter((ticket) => this.#isUsable(ticket, phase));
    if (!usable.length && !moderates && show.access !== 'open') this.#refuse(tickets, valid, phase);
    if (phase === 'announced' && !moderates && !early) throw new ParterreError('not_open_yet');
    return this.#leastUsed(usable);
  }

  #refuse(tickets: readonly TicketRecord[], valid: readonly TicketRecord[], phase: Phase): never {
    if (!tickets.length) throw new ParterreError('no_ticket');
    if (!valid.length) throw new ParterreError('ticket_void');
    // Was inside once; the show is over for whoever has no replay.
    throw new ParterreError(phase === 'replay' ? 'show_over' : 'no_ticket');
  }

  #isUsable(ticket: TicketRecord, phase: Phase): boolean {
    if (phase === 'ended') return true;
    if (ticket.kind !== (phase === 'replay' ? 'replay' : 'live')) return false;
    const now = this.#world.now();
    const begun = phase !== 'replay' || ticket.from === null || now >= Date.parse(ticket.from);
    return begun && (ticket.until === null || now < Date.parse(ticket.until));
  }

  #live(ticket: TicketRecord | null): LeaseRecord[] {
    if (!ticket) return [];
    const now = this.#world.now();
    return Object.values(this.#world.state.leases).filter(
      (lease) => lease.ticket === ticket.id && ((!lease.lost && lease.expiresAt > now) || isKept(lease, now)),
    );
  }

  #leastUsed(tickets: readonly TicketRecord[]): TicketRecord | null {
    return tickets.reduce<TicketRecord | null>(
      (best, ticket) => (best && this.#live(best).length <= this.#live(ticket).length ? best : ticket),
      null,
    );
  }

  #takeLease(session: SessionRecord, show: ShowRecord, ticket: TicketRecord | null, device: string): LeaseRecord {
    const mine = Object.values(this.#world.state.leases).find(
      (lease) =>
        !lease.lost &&
        lease.show === show.id &&
        lease.device === device &&
        (lease.session === session.id || lease.ticket === ticket?.id),
    );
    if (mine && (mine.ticket !== null || ticket === null)) return this.#renew(mine, session);
    this.#makeRoom(ticket, show);
    return this.#newLease(session, show, ticket?.id ?? null, device);
  }

  #newLease(session: SessionRecord, show: ShowRecord, ticket: string | null, device: string): LeaseRecord {
    const lease: LeaseRecord = {
      id: this.#world.id('leas'),
      show: show.id,
      ticket,
      device,
      takenAt: this.#world.now(),
      session: session.id,
      expiresAt: this.#world.now() + LEASE_MS,
      lost: false,
      keptUntil: null,
      mark: null,
      grant: null,
    };
    this.#world.state.leases[lease.id] = lease;
    return lease;
  }

  #renew(lease: LeaseRecord, session: SessionRecord): LeaseRecord {
    lease.session = session.id;
    lease.expiresAt = this.#world.now() + LEASE_MS;
    return lease;
  }

  /**
   * The newest device wins: the oldest leases of the ticket are lost until there is a place. Not `own`, who asks, nor one whose
   * address plays on whatever is said here.
   */
  #makeRoom(ticket: TicketRecord | null, show: ShowRecord, own?: LeaseRecord): void {
    const now = this.#world.now();
    const live = this.#live(ticket).sort((a, b) => a.takenAt - b.takenAt);
    const others = live.filter((lease) => lease !== own && !isKept(lease, now));
    for (const lease of others.slice(0, Math.max(0, live.length - LEASES_PER_TICKET + 1))) {
      lease.lost = true;
      this.#world.record('lease.lost', { show: show.id });
    }
  }

  async heartbeat(session: SessionRecord, input: Input<'heartbeat'>): Promise<HeartbeatReply> {
    const { lease, show, ticket, phase } = this.#held(session, input.lease);
    // It slept too long. The place is still its own unless two others have come.
    if (
      lease.expiresAt <= this.#world.now() &&
      !isKept(lease, this.#world.now()) &&
      this.#live(ticket).length >= LEASES_PER_TICKET
    ) {
      lease.lost = true;
      throw new ParterreError('lease_lost');
    }
    this.#renew(lease, session);
    const mode = MODE[phase];
    if (mode && input.watchedMs > 0)
      this.#world.record('watch.counted', { show: show.id, mode, watchedMs: input.watchedMs });
    return {
      lease: this.#leaseView(lease),
      grant: await this.#grant(session, show, lease, false),
      roomUrl: null,
      me: this.me(session, show),
      serverTime: this.#world.instant(),
    };
  }

  /** The lease of somebody who may still be inside, and what it belongs to. */
  #held(session: SessionRecord, id: string) {
    const lease = this.#world.state.leases[id];
    if (!lease || lease.session !== session.id) throw new ParterreError('not_found');
    const show = this.#catalogue.showRecord(lease.show);
    const ticket = lease.ticket === null ? null : (this.#world.state.tickets[lease.ticket] ?? null);
    if (ticket && (ticket.state === 'void' || !this.#access.tickets(session).includes(ticket)))
      throw new ParterreError('ticket_void');
    if (lease.lost) throw new ParterreError('lease_lost');
    if (show.status === 'cancelled') throw new ParterreError('show_cancelled');
    const phase = this.#catalogue.phase(show);
    if (phase === 'archived' || !this.#mayStay(session, show, phase)) throw new ParterreError('show_over');
    return { lease, show, ticket, phase };
  }

  /** An address that lasts the show, in a place that is kept as long: one for a ticket, whoever of its devices asks. */
  async cast(session: SessionRecord, input: Input<'cast'>): Promise<Output<'cast'>> {
    const { lease, show, ticket, phase } = this.#held(session, input.lease);
    if (this.#world.state.venue.casting === false) throw new ParterreError('cast_not_allowed');
    const mode = MODE[phase];
    if (!mode) return { grant: null };
    const place = this.#keptPlace(lease, ticket) ?? this.#keep(session, show, { lease, ticket, mode }, input.screen);
    return { grant: { ...(await this.#newGrant(session, show, mode, place.keptUntil ?? 0)), renew: 'none' } };
  }

  #keptPlace(lease: LeaseRecord, ticket: TicketRecord | null): LeaseRecord | undefined {
    const now = this.#world.now();
    const places = Object.values(this.#world.state.leases).filter((one) =>
      ticket ? one.ticket === ticket.id : one.show === lease.show && one.session === lease.session,
    );
    return places.find((one) => isKept(one, now));
  }

  #keep(
    session: SessionRecord,
    show: ShowRecord,
    { lease, ticket, mode }: { lease: LeaseRecord; ticket: TicketRecord | null; mode: 'live' | 'replay' },
    screen: Input<'cast'>['screen'],
  ): LeaseRecord {
    if (screen === 'other') this.#makeRoom(ticket, show, lease);
    const place = screen === 'own' ? lease : this.#newLease(session, show, ticket?.id ?? null, CAST_DEVICE);
    const window = this.#replayEnds(session, show);
    const windows = window === null ? [] : [Date.parse(window)];
    place.keptUntil = castUntil(mode, Date.parse(show.endsAt), windows, this.#world.now());
    if (screen === 'other') place.expiresAt = place.keptUntil;
    return place;
  }

  /** Whoever came for the live and has the replay as well goes on watching. */
  #mayStay(session: SessionRecord, show: ShowRecord, phase: Phase): boolean {
    if (show.access === 'open' || this.#access.moderates(session, show)) return true;
    return this.#access
      .watchingTickets(session, show)
      .some((ticket) => ticket.state === 'valid' && this.#isUsable(ticket, phase));
  }

  leave(session: SessionRecord, { lease: id }: Input<'leave'>): void {
    const lease = this.#world.state.leases[id];
    if (!lease || lease.session !== session.id) throw new ParterreError('not_found');
    // Its address plays on: so does its place.
    if (!isKept(lease, this.#world.now())) delete this.#world.state.leases[id];
  }

  /** Whether a session has been let into a show's room and not pushed out since. */
  isInside(session: SessionRecord, show: ShowRecord): boolean {
    return Object.values(this.#world.state.leases).some(
      (lease) => lease.show === show.id && lease.session === session.id && !lease.lost,
    );
  }

  viewers(show: ShowRecord): number {
    const now = this.#world.now();
    return Object.values(this.#world.state.leases).filter(
      (lease) =>
        lease.show === show.id &&
        !lease.lost &&
        lease.expiresAt > now &&
        lease.grant?.mode !== 'test' &&
        lease.device !== CAST_DEVICE,
    ).length;
  }

  /** A grant when there is a picture and, unless `fresh`, the one in the device's hands is half used up. */
  async #grant(session: SessionRecord, show: ShowRecord, lease: LeaseRecord, fresh: boolean): Promise<Grant | null> {
    const mode = MODE[this.#catalogue.phase(show)];
    if (!mode) {
      lease.grant = null;
      return null;
    }
    const now = this.#world.now();
    const held = lease.grant;
    if (!fresh && held?.mode === mode && held.expiresAt - now >= GRANT_MS / 2) return null;
    const expiresAt = now + GRANT_MS;
    lease.grant = { mode, expiresAt };
    return { ...(await this.#newGrant(session, show, mode, expiresAt)), mark: this.mark(show, lease) };
  }

  /** The code over a device's picture: the same for as long as it has its place. */
  mark(show: ShowRecord, lease: LeaseRecord): string | null {
    if (!show.marked || lease.ticket === null) return null;
    return (lease.mark ??= this.#world.letters(MARK_LENGTH, MARK_LETTERS));
  }

  /** The clip that proves that a ticket works on a device. */
  async #testGrant(show: ShowRecord, lease: LeaseRecord): Promise<Grant> {
    const expiresAt = this.#world.now() + TEST_MS;
    lease.grant = { mode: 'test', expiresAt };
    const url = await this.#sign({ show: show.id, camera: 'test', mode: 'test' }, expiresAt);
    return {
      mode: 'test',
      cameras: [
        { camera: 'test', label: '', offsetMs: 0, url, backupUrl: null, missing: null, captions: [], prefixes: [] },
      ],
      sound: 'own',
      renew: 'none',
      issuedAt: this.#world.instant(),
      expiresAt: this.#world.instant(expiresAt),
      chapters: [],
      until: null,
      features: [],
      mark: null,
    };
  }

  async #newGrant(
    session: SessionRecord,
    show: ShowRecord,
    mode: 'live' | 'replay',
    expiresAt: number,
  ): Promise<Grant> {
    const capabilities = this.#access.capabilities(session, show);
    const cameras = await Promise.all(
      show.cameras.map(async ({ id, label, offsetMs, capability, backup = false }) => {
        const missing = capability === null || capabilities.includes(capability) ? null : capability;
        const stream = { show: show.id, camera: id, mode };
        const url = missing ? null : await this.#sign(stream, expiresAt);
        const second = !missing && backup && mode === 'live';
        const backupUrl = second ? await this.#sign({ ...stream, backup }, expiresAt) : null;
        return { camera: id, label, offsetMs, url, backupUrl, missing, captions: [], prefixes: [] };
      }),
    );
    return {
      mode,
      cameras,
      sound: show.sound ?? 'master',
      renew: 'path',
      issuedAt: this.#world.instant(),
      expiresAt: this.#world.instant(expiresAt),
      chapters: mode === 'replay' ? [...(show.chapters ?? [])] : [],
      until: mode === 'replay' ? this.#replayEnds(session, show) : null,
      features: [],
      mark: null,
    };
  }

  /** With the last of this person's tickets, and never later than the show's own window. */
  #replayEnds(session: SessionRecord, show: ShowRecord): string | null {
    const tickets = this.#access
      .watchingTickets(session, show)
      .filter((ticket) => ticket.state === 'valid' && this.#isUsable(ticket, 'replay'));
    const ends = tickets.map(({ until }) => (until === null ? Infinity : Date.parse(until)));
    const last = Math.min(
      ends.length ? Math.max(...ends) : Infinity,
      show.replayUntil === null ? Infinity : Date.parse(show.replayUntil),
    );
    return last === Infinity ? null : this.#world.instant(last);
  }

  #leaseView(lease: LeaseRecord): Lease {
    return { id: lease.id, expiresAt: this.#world.instant(lease.expiresAt), heartbeatSeconds: HEARTBEAT_SECONDS };
  }

  me(session: SessionRecord, show: ShowRecord): Me {
    const author = this.#access.tag(session, show);
    const until = this.#world.state.rooms[show.id]?.muted[author];
    const muted = until !== undefined && until > this.#world.now();
    return {
      author,
      capabilities: this.#access.capabilities(session, show),
      mutedUntil: muted ? this.#world.instant(until) : null,
    };
  }
}
