/** What the show editor does to offers, without React and without WordPress's screens. */
import { __, sprintf } from '@wordpress/i18n';
import type { Elsewhere, Offer, Part, PartKind, Pool, Show } from '../types';
import { newId } from '../values';

export const kindLabels = (): Record<PartKind, string> => ({
  live: __('Livestream', 'parterre'),
  replay: __('Replay', 'parterre'),
  hall: __('Place in the hall', 'parterre'),
  merch: __('Merch', 'parterre'),
});

export function newPart(kind: PartKind, more: Partial<Part> = {}): Part {
  return {
    kind,
    show: null,
    title: '',
    pool: null,
    units: 1,
    from: null,
    until: null,
    capabilities: [],
    shareMinor: null,
    ...more,
  };
}

export function newOffer(): Offer {
  return {
    id: newId('offr'),
    name: '',
    description: '',
    pricing: 'fixed',
    priceMinor: 1000,
    maxMinor: null,
    suggestions: [],
    opensAt: null,
    closesAt: null,
    opensAfter: null,
    closed: false,
    hidden: false,
    maxPerOrder: 10,
    maxPerPerson: null,
    quotas: [],
    parts: [newPart('live')],
  };
}

/** An offer with nothing of a stock in it any more. */
export function withoutPool(offer: Offer, pool: string): Offer {
  return {
    ...offer,
    parts: offer.parts.map((part) => (part.pool === pool ? { ...part, pool: null } : part)),
    quotas: offer.quotas.filter((quota) => quota.pool !== pool),
  };
}

/** The offers without one of them; what waited for it waits no more. */
export function withoutOffer(offers: readonly Offer[], id: string): Offer[] {
  return offers
    .filter((offer) => offer.id !== id)
    .map((offer) => (offer.opensAfter === id ? { ...offer, opensAfter: null } : offer));
}

/** The offers that one can wait for: all others, but for those that wait for it themselves, directly or through others. */
export function mayWaitFor(offers: readonly Offer[], id: string): Offer[] {
  const waits = (offer: Offer, seen: string[] = []): boolean => {
    const next = offers.find((one) => one.id === offer.opensAfter);
    if (!next || seen.includes(next.id)) return false;
    return next.id === id || waits(next, [...seen, next.id]);
  };
  return offers.filter((offer) => offer.id !== id && !waits(offer));
}

/** The stocks of a show, and those of other shows and of goods that an offer draws on now. */
export function withPoolsOf(pools: readonly Pool[], offer: Offer, elsewhere: Elsewhere): Pool[] {
  const known = new Set(pools.map((pool) => pool.id));
  const drawn = new Set([...offer.parts.map((part) => part.pool), ...offer.quotas.map((quota) => quota.pool)]);
  const foreign: Pool[] = [
    ...elsewhere.shows.flatMap((show) => show.pools),
    ...elsewhere.goods.flatMap(({ name, pool }) => (pool ? [{ id: pool, name, show: null, capacity: null }] : [])),
  ];
  return [...pools, ...foreign.filter((pool) => drawn.has(pool.id) && !known.has(pool.id))];
}

/** Whether a stock is this show's own, so that its size is changed here. */
export const isOwn = (pool: Pool, show: Show): boolean => pool.show === undefined || pool.show === show.id;

/** What a part is, in words: its kind, and the show or the goods it is about when that is not this show. */
export function partName(part: Part, elsewhere: Elsewhere): string {
  if (part.kind === 'merch') return part.title || kindLabels().merch;
  const kind = kindLabels()[part.kind];
  if (!part.show) return kind;
  const title = elsewhere.shows.find((show) => show.id === part.show)?.title ?? part.title;
  return title && title !== kind ? `${kind} · ${title}` : kind;
}

/** What is set behind “More options”, in a few words, so that nobody has to open it to know; empty when nothing is. */
export function summaryOf(offer: Offer, offers: readonly Offer[], moment: (instant: string) => string): string {
  const before = offers.find((one) => one.id === offer.opensAfter);
  return [
    offer.closed && __('closed by hand', 'parterre'),
    offer.hidden && __('only with a code', 'parterre'),
    /* translators: %s: name of another offer */
    before && sprintf(__('opens after “%s”', 'parterre'), before.name || __('Unnamed offer', 'parterre')),
    /* translators: %s: date and time */
    offer.opensAt && sprintf(__('from %s', 'parterre'), moment(offer.opensAt)),
    /* translators: %s: date and time */
    offer.closesAt && sprintf(__('until %s', 'parterre'), moment(offer.closesAt)),
    /* translators: %d: number of tickets */
    offer.maxPerPerson !== null && sprintf(__('%d per person', 'parterre'), offer.maxPerPerson),
    offer.quotas.length > 0 && __('shared quota', 'parterre'),
    offer.parts.some((part) => part.shareMinor !== null) && __('shares of the price', 'parterre'),
  ]
    .filter(Boolean)
    .join(' · ');
}
