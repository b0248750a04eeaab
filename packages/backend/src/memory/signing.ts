/** Signed tickets. A server in memory needs no key: it remembers what it signed, and believes nothing else. */
import type { PartKind, SignedTicket } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import type { Access } from './access.ts';
import type { Catalogue } from './catalogue.ts';
import type { SessionRecord, ShowRecord } from './state.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;

export interface Claims {
  readonly show: string;
  readonly ticket: string;
  readonly kinds: readonly PartKind[];
  readonly epoch: number;
  readonly expiresAt: number;
}

export class Signing {
  readonly #world: World;
  readonly #catalogue: Catalogue;
  readonly #access: Access;

  constructor(world: World, catalogue: Catalogue, access: Access) {
    this.#world = world;
    this.#catalogue = catalogue;
    this.#access = access;
  }

  /** One for each show that this session may enter within a day. */
  tickets(session: SessionRecord): SignedTicket[] {
    return Object.values(this.#world.state.shows).flatMap((show) => {
      const phase = this.#catalogue.phase(show);
      const far = phase === 'announced' && Date.parse(show.doorsAt) - this.#world.now() > DAY;
      if (far || phase === 'archived' || show.status !== 'confirmed') return [];
      const valid = this.#access.watchingTickets(session, show).filter((ticket) => ticket.state === 'valid');
      const [ticket] = valid.toSorted((a, b) => Number(b.kind === 'live') - Number(a.kind === 'live'));
      if (!ticket) return [];
      const expiresAt = this.#world.now() + DAY;
      const kinds = [...new Set(valid.map(({ kind }) => kind))];
      const claims: Claims = { show: show.id, ticket: ticket.id, kinds, epoch: show.epoch ?? 1, expiresAt };
      return [
        {
          show: show.id,
          ticket: ticket.id,
          assertion: this.#sign(claims),
          expiresAt: this.#world.instant(expiresAt),
        },
      ];
    });
  }

  #sign(claims: Claims): string {
    const assertion = `${this.#world.secret()}.${this.#world.secret()}${this.#world.secret()}`;
    this.#world.state.signed[assertion] = claims;
    return assertion;
  }

  /** What was signed, if it counts at this show now. */
  check(assertion: string, show: ShowRecord): Claims {
    const claims = this.#world.state.signed[assertion];
    if (!claims || claims.show !== show.id) throw new ParterreError('assertion_invalid');
    if (this.isStale(claims, show)) throw new ParterreError('assertion_stale');
    if (this.isDenied(claims)) throw new ParterreError('ticket_void');
    return claims;
  }

  isStale(claims: Claims, show: ShowRecord): boolean {
    return claims.epoch !== (show.epoch ?? 1) || this.#world.now() >= claims.expiresAt;
  }

  isDenied(claims: Claims): boolean {
    return this.#world.state.tickets[claims.ticket]?.state !== 'valid';
  }
}
