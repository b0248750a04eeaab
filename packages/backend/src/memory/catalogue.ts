/** What everybody may read: the venue, its shows, its products, and the prices of a set of lines. */
import type {
  Honours,
  Input,
  Line,
  LineRequest,
  Money,
  Offer,
  Output,
  Product,
  SaleState,
  Show,
  ShowSummary,
  Variant,
} from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import {
  availabilityOf,
  fromPrice,
  phaseAt,
  piecesLeft,
  saleStateAt,
  showSaleState,
  sum,
  times,
  toldLeft,
  withdrawalRightOf,
  type Draw,
  type Pool,
} from '@parterre/rules';
import type { SeedOffer, SeedProduct, SeedVariant } from './seed.ts';
import type { ShowRecord } from './state.ts';
import type { Wanted } from './stock.ts';
import type { World } from './world.ts';

/** Most shows a list tells. */
const LIST_LENGTH = 50;

export interface Priced {
  readonly lines: Line[];
  readonly total: Money;
  readonly wanted: Wanted;
}

export class Catalogue {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  venue(): Output<'getVenue'> {
    const {
      origins: _origins,
      pickupPlace: _place,
      testClip: _clip,
      features,
      paymentSteps,
      ...venue
    } = this.#world.state.venue;
    return { ...venue, features: [...features], paymentSteps: [...paymentSteps], serverTime: this.#world.instant() };
  }

  /** Whom the venue honours at a show now; null for nobody but ticket holders. */
  honours(show: ShowRecord): Honours | null {
    const on = show.honour && this.#world.now() < show.honour.until;
    return on && ['doors', 'live', 'paused'].includes(this.phase(show)) ? (show.honour?.level ?? null) : null;
  }

  /** By id or slug; `not_found` otherwise. */
  showRecord(idOrSlug: string): ShowRecord {
    const { shows } = this.#world.state;
    const show = Object.hasOwn(shows, idOrSlug)
      ? shows[idOrSlug]
      : Object.values(shows).find(({ slug }) => slug === idOrSlug);
    if (!show) throw new ParterreError('not_found');
    return show;
  }

  phase(show: ShowRecord): ShowSummary['phase'] {
    return phaseAt(show, this.#world.now());
  }

  list({ which }: Input<'listShows'>): Output<'listShows'> {
    const shows = Object.values(this.#world.state.shows).map((show) => this.summary(show));
    const coming = shows
      .filter(({ phase }) => phase === 'announced' || phase === 'doors' || phase === 'live' || phase === 'paused')
      .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
    const replays = shows
      .filter(({ phase }) => phase === 'replay')
      .sort((a, b) => b.startsAt.localeCompare(a.startsAt));
    const lists = { coming, replays, all: [...coming, ...replays] };
    return { shows: lists[which].slice(0, LIST_LENGTH), serverTime: this.#world.instant() };
  }

  summary(show: ShowRecord): ShowSummary {
    const offers = show.offers.map((offer) => this.offer(show, offer));
    const {
      id,
      slug,
      title,
      summary,
      poster,
      url,
      place,
      doorsAt,
      startsAt,
      endsAt,
      timeZone,
      status,
      access,
      replayUntil,
    } = show;
    return {
      ...{
        id,
        slug,
        title,
        summary,
        poster,
        url,
        place,
        doorsAt,
        startsAt,
        endsAt,
        timeZone,
        status,
        access,
        replayUntil,
      },
      artists: [...show.artists],
      signals: { ...show.signals },
      fromPrice: fromPrice(offers),
      saleState: showSaleState(offers.map((offer) => offer.saleState)),
      phase: this.phase(show),
    };
  }

  show(idOrSlug: string): Show {
    const show = this.showRecord(idOrSlug);
    return {
      ...this.summary(show),
      description: show.description,
      cameras: show.cameras.map((camera) => ({ ...camera })),
      offers: show.offers.map((offer) => this.offer(show, offer)),
      chat: show.chat,
      feedUrl: null,
      plainUrl: show.plainUrl,
      verifyUrl: null,
      honours: this.honours(show),
      testClip: this.#world.state.venue.testClip ?? false,
      revision: show.revision,
      serverTime: this.#world.instant(),
    };
  }

  products({ show }: Input<'listProducts'>): Product[] {
    const wanted = show === undefined ? null : this.showRecord(show).id;
    return this.#world.state.products
      .filter((product) => wanted === null || product.show === null || product.show === wanted)
      .map((product) => ({
        ...product,
        images: [...product.images],
        variants: product.variants.map((variant) => this.variant(variant)),
      }));
  }

  variant(variant: SeedVariant): Variant {
    const { id, label, price, maxPerOrder } = variant;
    const left = this.#left(variant.draws);
    return { id, label, price, maxPerOrder, availability: availabilityOf(left), left: toldLeft(left) };
  }

  offer(show: ShowRecord, { draws, ...offer }: SeedOffer): Offer {
    const left = this.#left(draws);
    return {
      ...offer,
      saleState: this.#saleState(show, offer, left),
      left: toldLeft(left),
      includes: [...offer.includes],
    };
  }

  #saleState(show: ShowRecord, offer: Pick<SeedOffer, 'opensAt' | 'closesAt' | 'includes'>, left: number): SaleState {
    // What is over lets nobody in any more: the hall and the stream once the show has ended, the replay once it is archived.
    const phase = this.phase(show);
    const ended = phase === 'ended' || phase === 'replay';
    const past =
      (ended || phase === 'archived') &&
      offer.includes.every(
        (part) => part.kind !== 'merch' && part.show === show.id && (phase === 'archived' || part.kind !== 'replay'),
      );
    return show.status === 'cancelled' || past ? 'closed' : saleStateAt(offer, left, this.#world.now());
  }

  #left(draws: readonly Draw[]): number {
    return piecesLeft(draws, new Map<string, Pool>(Object.entries(this.#world.state.pools)));
  }

  findVariant(id: string): { product: SeedProduct; variant: SeedVariant; left: number } | null {
    for (const product of this.#world.state.products) {
      const variant = product.variants.find((candidate) => candidate.id === id);
      if (variant) return { product, variant, left: this.#left(variant.draws) };
    }
    return null;
  }

  #findOffer(id: string): { show: ShowRecord; offer: SeedOffer } | null {
    for (const show of Object.values(this.#world.state.shows)) {
      const offer = show.offers.find((candidate) => candidate.id === id);
      if (offer) return { show, offer };
    }
    return null;
  }

  /** Pieces of an offer that somebody can have now, at most as many as one order may hold; 0 where it is not on sale. */
  piecesOpen(id: string): number {
    const found = this.#findOffer(id);
    if (!found) return 0;
    const left = this.#left(found.offer.draws);
    const open = this.#saleState(found.show, found.offer, left) === 'open';
    return open ? Math.min(left, found.offer.maxPerOrder) : 0;
  }

  requireCurrency(currency: string): void {
    if (currency !== this.#world.state.venue.currency) throw new ParterreError('wrong_currency');
  }

  /** Prices lines as they stand now. Looks at sale windows and limits; stock is the caller's question, asked by holding. */
  price(requests: readonly LineRequest[], currency: string): Priced {
    this.requireCurrency(currency);
    const asked = new Map<string, number>();
    const wanted: { draw: Draw; quantity: number }[] = [];
    const lines = requests.map((request): Line => {
      const { quantity } = request;
      const { line, draws, maxPerOrder } =
        request.type === 'offer' ? this.#offerLine(request.offer) : this.#variantLine(request.variant);
      const together = (asked.get(line.ref) ?? 0) + quantity;
      if (together > maxPerOrder) throw new ParterreError('quantity_limit');
      asked.set(line.ref, together);
      for (const draw of draws) wanted.push({ draw, quantity });
      const total = times(line.unitPrice, quantity);
      const kinds = line.includes.map(({ kind }) => kind);
      return { ...line, quantity, total, withdrawal: withdrawalRightOf(line.type, total.amountMinor, kinds) };
    });
    return {
      lines,
      total: sum(
        lines.map((line) => line.total),
        currency,
      ),
      wanted,
    };
  }

  #offerLine(id: string): {
    line: Omit<Line, 'quantity' | 'total' | 'withdrawal'>;
    draws: readonly Draw[];
    maxPerOrder: number;
  } {
    const found = this.#findOffer(id);
    if (!found) throw new ParterreError('offer_not_found');
    const { show, offer } = found;
    const saleState = this.#saleState(show, offer, this.#left(offer.draws));
    if (saleState === 'soldOut') throw new ParterreError('sold_out');
    if (saleState !== 'open') throw new ParterreError('not_on_sale');
    const line = {
      type: 'offer' as const,
      ref: id,
      name: offer.name,
      unitPrice: offer.price,
      includes: [...offer.includes],
    };
    return { line, draws: offer.draws, maxPerOrder: offer.maxPerOrder };
  }

  #variantLine(id: string): {
    line: Omit<Line, 'quantity' | 'total' | 'withdrawal'>;
    draws: readonly Draw[];
    maxPerOrder: number;
  } {
    const found = this.findVariant(id);
    if (!found) throw new ParterreError('variant_not_found');
    const { product, variant } = found;
    const name = variant.label ? `${product.name} – ${variant.label}` : product.name;
    const part = { kind: 'merch' as const, show: product.show, title: name, from: null, until: null };
    const line = { type: 'variant' as const, ref: id, name, unitPrice: variant.price, includes: [part] };
    return { line, draws: variant.draws, maxPerOrder: variant.maxPerOrder };
  }
}
