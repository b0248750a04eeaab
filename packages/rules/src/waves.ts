/** Offers that wait for others: waves by quantity, and the stream that takes over from a full hall. */
import type { Part, SaleState } from '@parterre/protocol';

export interface Wave {
  readonly id: string;
  /** The sale state by its own dates and stock. */
  readonly own: SaleState;
  /** The offer that has to be gone first. */
  readonly opensAfter: string | null;
  /** It has been opened once: a hold that ends does not shut it again. */
  readonly opened: boolean;
}

/**
 * The sale state of each offer of a show. One that waits for another is `upcoming` until that one is sold out or closed; an
 * offer that is not there (any more) is waited for by nobody, and offers that wait for each other in a ring wait for ever.
 */
export function waveStates(waves: readonly Wave[]): Map<string, SaleState> {
  const byId = new Map(waves.map((wave) => [wave.id, wave]));
  const stateOf = ({ id, own, opensAfter, opened }: Wave, seen: readonly string[]): SaleState => {
    const before = opensAfter === null ? undefined : byId.get(opensAfter);
    if (own === 'closed' || own === 'upcoming' || opened || !before) return own;
    if (seen.includes(before.id)) return 'upcoming';
    const state = stateOf(before, [...seen, id]);
    return state === 'soldOut' || state === 'closed' ? own : 'upcoming';
  };
  return new Map(waves.map((wave) => [wave.id, stateOf(wave, [])]));
}

export interface HallOrStream {
  readonly id: string;
  readonly saleState: SaleState;
  readonly includes: readonly Pick<Part, 'kind' | 'show'>[];
}

/**
 * The offer that sells the stream of a show whose hall is full, and the hall offer whose place it takes; null while a hall offer
 * can be had or will be, and where there is no hall or no stream on sale. Both kinds look at parts of this show alone.
 */
export function handoverOf(show: string, offers: readonly HallOrStream[]): { stream: string; hall: string } | null {
  const has = (offer: HallOrStream, kind: Part['kind']): boolean =>
    offer.includes.some((part) => part.kind === kind && part.show === show);
  const halls = offers.filter((offer) => has(offer, 'hall'));
  const full = halls.find(({ saleState }) => saleState === 'soldOut');
  const comes = halls.some(({ saleState }) => saleState === 'open' || saleState === 'upcoming');
  const stream = offers.find((offer) => offer.saleState === 'open' && has(offer, 'live') && !has(offer, 'hall'));
  return full && !comes && stream ? { stream: stream.id, hall: full.id } : null;
}
