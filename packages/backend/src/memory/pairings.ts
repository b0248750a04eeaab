/** Screens that show six letters, and whoever lets them in. */
import type { Input, Output, Pairing, WaitingScreen } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import type { Access } from './access.ts';
import type { Catalogue } from './catalogue.ts';
import type { Sessions } from './sessions.ts';
import type { PairingRecord, SessionRecord, TicketRecord } from './state.ts';
import type { World } from './world.ts';

const LIFE_MS = 5 * 60_000;
const POLL_SECONDS = 3;
/** Without I, L and O. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';

export class Pairings {
  readonly #world: World;
  readonly #catalogue: Catalogue;
  readonly #access: Access;
  readonly #sessions: Sessions;

  constructor(world: World, catalogue: Catalogue, access: Access, sessions: Sessions) {
    this.#world = world;
    this.#catalogue = catalogue;
    this.#access = access;
    this.#sessions = sessions;
  }

  start({ show: idOrSlug, page, device }: Input<'startPairing'>): Pairing {
    const show = this.#catalogue.showRecord(idOrSlug);
    this.#sessions.requirePage(page);
    const now = this.#world.now();
    const record: PairingRecord = {
      id: this.#world.id('pair'),
      code: this.#world.letters(6, LETTERS),
      secret: this.#world.secret(),
      show: show.id,
      device,
      site: new URL(page).hostname,
      createdAt: now,
      expiresAt: now + LIFE_MS,
      state: 'waiting',
      by: null,
    };
    this.#world.state.pairings[record.id] = record;
    const { code, secret } = record;
    return { code, secret, expiresAt: this.#world.instant(record.expiresAt), pollSeconds: POLL_SECONDS };
  }

  claim({ secret }: Input<'claimPairing'>): Output<'claimPairing'> {
    const pairing = Object.values(this.#world.state.pairings).find((one) => one.secret === secret);
    if (!pairing || !this.#lives(pairing) || pairing.state === 'claimed') throw new ParterreError('pairing_expired');
    if (pairing.state === 'waiting') return { session: null };
    const giver = pairing.by === null ? undefined : this.#world.state.sessions[pairing.by];
    if (!giver || giver.ended !== null) throw new ParterreError('pairing_expired');
    pairing.state = 'claimed';
    const tickets = this.#opening(giver, pairing.show).map(({ id }) => id);
    this.#world.record('pairing.confirmed', { show: pairing.show });
    return { session: this.#sessions.grant(this.#sessions.startScreen(giver.email, pairing.device, tickets)) };
  }

  find({ code }: Input<'findPairing'>): WaitingScreen {
    const { show: id, device, site, createdAt, expiresAt } = this.require(code);
    const { title } = this.#catalogue.showRecord(id);
    return {
      show: { id, title },
      device,
      site,
      sameNetwork: true,
      startedAt: this.#world.instant(createdAt),
      expiresAt: this.#world.instant(expiresAt),
    };
  }

  confirm(session: SessionRecord, { code }: Input<'confirmPairing'>): void {
    const pairing = this.require(code);
    if (!this.#opening(session, pairing.show).length) throw new ParterreError('no_ticket');
    pairing.state = 'confirmed';
    pairing.by = session.id;
  }

  /** The screen that shows these letters and still waits. */
  require(code: string): PairingRecord {
    const pairing = Object.values(this.#world.state.pairings).findLast((one) => one.code === code);
    if (!pairing || !this.#lives(pairing) || pairing.state !== 'waiting') throw new ParterreError('pairing_not_found');
    return pairing;
  }

  #lives(pairing: PairingRecord): boolean {
    return this.#world.now() < pairing.expiresAt;
  }

  #opening(session: SessionRecord, show: string): TicketRecord[] {
    return this.#access
      .watchingTickets(session, this.#catalogue.showRecord(show))
      .filter((ticket) => ticket.state === 'valid');
  }
}
