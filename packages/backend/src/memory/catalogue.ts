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
  handoverOf,
  isTooSmall,
  leastCharge,
  mayChoose,
  phaseAt,
  piecesLeft,
  saleStateAt,
  showSaleState,
  sum,
  times,
  toldLeft,
  withdrawalRightOf,
  waveStates,
  type Draw,
  type Pool,
} from '@parterre/rules';
import type { CodeLine, Codes } from './codes.ts';
import type { SeedCode, SeedOffer, SeedProduct, SeedVariant } from './seed.ts';
import type { ShowRecord } from './state.ts';
import type { Wanted } from './stock.ts';
import type { World } from './world.ts';

/** Most shows a list tells. */
const LIST_LENGTH = 50;

export interface Priced {
  readonly lines: Line[];
  readonly discounts: { label: string; amount: Money }[];
  /** Ids of the codes that did something. */
  readonly codes: string[];
  readonly total: Money;
  readonly wanted: Wanted;
}

/** A line before codes, and what is asked about it. */
interface Sketch {
  readonly line: Omit<Line, 'quantity' | 'total' | 'discount' | 'withdrawal'>;
  readonly show: string | null;
  readonly draws: readonly Draw[];
  readonly maxPerOrder: number;
  /** The code without which nobody could have it. */
  readonly key: SeedCode | null;
}

/** An amount, or the least a card is charged. */
const chargeable = (price: Money): Money =>
  isTooSmall(price) ? { ...price, amountMinor: leastCharge(price.currency) } : price;

export class Catalogue {
  readonly #world: World;
  readonly #codes: Codes;

  constructor(world: World, codes: Codes) {
    this.#world = world;
    this.#codes = codes;
  }

  venue(): Output<'getVenue'> {
    const {
      origins: _origins,
      pickupPlace: _place,
      testClip: _clip,
      casting: _casting,
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
    const offers = this.offers(show);
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
      cameras: show.cameras.map(({ id, label, capability, offsetMs }) => ({ id, label, capability, offsetMs })),
      offers: this.offers(show),
      chat: show.chat,
      feedUrl: null,
      plainUrl: show.plainUrl,
      verifyUrl: null,
      honours: this.honours(show),
      testClip: this.#world.state.venue.testClip ?? false,
      byCode: this.#views(show).some(({ id, saleState }) => saleState !== 'closed' && this.#isHidden(show, id)),
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

  /** What everybody sees of a show's offers; where the hall is full, the stream comes first. */
  offers(show: ShowRecord): Offer[] {
    const seen = this.#views(show).filter(({ id }) => !this.#isHidden(show, id));
    const handover = handoverOf(show.id, seen);
    if (!handover) return seen;
    const marked = seen.map((offer) =>
      offer.id === handover.stream ? { ...offer, handoverOf: handover.hall } : offer,
    );
    return marked.toSorted((a, b) => Number(b.handoverOf !== null) - Number(a.handoverOf !== null));
  }

  #isHidden(show: ShowRecord, id: string): boolean {
    return show.offers.find((offer) => offer.id === id)?.hidden ?? false;
  }

  /** What a code does, and the hidden offers of a show that it opens. */
  checkCode({ show: idOrSlug, code: text }: Input<'checkCode'>): Output<'checkCode'> {
    const show = this.showRecord(idOrSlug);
    const [code] = this.#codes.find([text]);
    if (!code) throw new ParterreError('promo_invalid');
    const about = [
      ...show.offers.map(({ id }) => ({ ref: id, show: show.id })),
      ...this.products({ show: show.id }).flatMap((product) =>
        product.variants.map(({ id }) => ({ ref: id, show: product.show })),
      ),
    ];
    if (!about.some((one) => this.#codes.appliesTo(code, one))) throw new ParterreError('promo_invalid');
    const opened = show.offers.filter(({ id, hidden }) => hidden && this.#codes.unlocks(code, id, show.id));
    return {
      code: code.code,
      type: code.type,
      offers: this.#views(show).filter(({ id }) => opened.some((offer) => offer.id === id)),
    };
  }

  /** All offers of a show, hidden ones too, in their order. */
  #views(show: ShowRecord): Offer[] {
    const states = this.#saleStates(show);
    return show.offers.map(({ draws, hidden: _hidden, maxPerPerson: _most, ...offer }) => {
      const left = this.#left(draws);
      const { pricing = 'fixed', choice, opensAfter = null } = offer;
      return {
        ...offer,
        pricing,
        // What no card can be charged is not offered.
        price: pricing === 'choose' ? chargeable(offer.price) : offer.price,
        choice:
          pricing === 'choose'
            ? {
                max: choice?.max ?? null,
                suggestions: (choice?.suggestions ?? []).filter((amount) => !isTooSmall(amount)),
              }
            : null,
        saleState: states.get(offer.id)!,
        opensAfter,
        left: toldLeft(left),
        handoverOf: null,
        includes: [...offer.includes],
      };
    });
  }

  /** `ordered`: the offer whose own stock is not asked. */
  #saleStates(show: ShowRecord, ordered?: SeedOffer): Map<string, SaleState> {
    return waveStates(
      show.offers.map((offer) => ({
        id: offer.id,
        own: this.#saleState(show, offer, offer === ordered ? Infinity : this.#left(offer.draws)),
        opensAfter: offer.opensAfter ?? null,
        opened: this.#world.state.opened[offer.id] ?? false,
      })),
    );
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
    const open = this.#saleStates(found.show).get(id) === 'open';
    return open ? Math.min(left, found.offer.maxPerOrder) : 0;
  }

  requireCurrency(currency: string): void {
    if (currency !== this.#world.state.venue.currency) throw new ParterreError('wrong_currency');
  }

  /** Prices lines as they stand now. Looks at sale windows and limits; stock is the caller's question, asked by holding. */
  price(requests: readonly LineRequest[], currency: string, texts: readonly string[] = []): Priced {
    this.requireCurrency(currency);
    const codes = this.#codes.find(texts);
    const sketches = requests.map((request) =>
      request.type === 'offer' ? this.#offerLine(request, codes) : this.#variantLine(request.variant),
    );
    this.#requireQuantities(requests, sketches);
    const asked = requests.map(({ quantity }, index): CodeLine => {
      const { line, show } = sketches[index]!;
      return {
        ...{ quantity, show },
        ref: line.ref,
        unitMinor: line.unitPrice.amountMinor,
        chosen: line.chosen !== null,
      };
    });
    const { code, amounts } = this.#codes.discounts(codes, asked);
    const money = (amountMinor: number): Money => ({ amountMinor, currency });
    const lines = sketches.map(({ line }, index): Line => {
      const { quantity } = requests[index]!;
      const discount = money(amounts[index]!);
      const full = times(line.unitPrice, quantity);
      const total = money(full.amountMinor - discount.amountMinor);
      const kinds = line.includes.map(({ kind }) => kind);
      const withdrawal = withdrawalRightOf(line.type, total.amountMinor, kinds);
      return { ...line, ...{ quantity, discount, total, withdrawal } };
    });
    const off = amounts.reduce((all, amount) => all + amount, 0);
    const keys = sketches.flatMap(({ key }) => (key ? [key.id] : []));
    return {
      lines,
      discounts: code && off > 0 ? [{ label: code.code, amount: money(off) }] : [],
      codes: [...new Set([...(code ? [code.id] : []), ...keys])],
      total: sum(
        lines.map((line) => line.total),
        currency,
      ),
      wanted: sketches.flatMap(({ draws }, index) =>
        draws.map((draw) => ({ draw, quantity: requests[index]!.quantity })),
      ),
    };
  }

  /** The limit is per order: two lines of one offer do not double it; a code for one piece opens one. */
  #requireQuantities(requests: readonly LineRequest[], sketches: readonly Sketch[]): void {
    const asked = new Map<string, number>();
    const count = (key: string, quantity: number, most: number) => {
      const together = (asked.get(key) ?? 0) + quantity;
      if (together > most) throw new ParterreError('quantity_limit');
      asked.set(key, together);
    };
    for (const [index, { line, maxPerOrder, key }] of sketches.entries()) {
      const { quantity } = requests[index]!;
      count(line.ref, quantity, maxPerOrder);
      if (key) count(key.id, quantity, key.pieces ?? Infinity);
    }
  }

  #offerLine(request: Extract<LineRequest, { type: 'offer' }>, codes: readonly SeedCode[]): Sketch {
    const found = this.#findOffer(request.offer);
    if (!found) throw new ParterreError('offer_not_found');
    const { show, offer } = found;
    const key = offer.hidden ? (codes.find((code) => this.#codes.unlocks(code, offer.id, show.id)) ?? null) : null;
    // A hidden offer is not there for those who have no code.
    if (offer.hidden && !key) throw new ParterreError('offer_not_found');
    // Its own stock is asked by holding: what is kept for somebody is theirs.
    if (this.#saleStates(show, offer).get(offer.id) !== 'open') throw new ParterreError('not_on_sale');
    const chosen = this.#chosen(offer, request.amount);
    const line = {
      type: 'offer' as const,
      ref: offer.id,
      name: offer.name,
      unitPrice: chosen ?? offer.price,
      chosen,
      includes: [...offer.includes],
    };
    return { line, show: show.id, draws: offer.draws, maxPerOrder: offer.maxPerOrder, key };
  }

  /** What the buyer chose to pay for one piece; null where there is nothing to choose. */
  #chosen({ pricing, price, choice }: SeedOffer, amount: Money | undefined): Money | null {
    if (pricing !== 'choose') {
      if (amount) throw new ParterreError('amount_refused');
      return null;
    }
    if (!amount) throw new ParterreError('amount_refused');
    this.requireCurrency(amount.currency);
    const limits = { minMinor: price.amountMinor, maxMinor: choice?.max?.amountMinor ?? null };
    if (!mayChoose(limits, amount.amountMinor)) throw new ParterreError('amount_refused');
    return amount;
  }

  #variantLine(id: string): Sketch {
    const found = this.findVariant(id);
    if (!found) throw new ParterreError('variant_not_found');
    const { product, variant } = found;
    const name = variant.label ? `${product.name} – ${variant.label}` : product.name;
    const part = { kind: 'merch' as const, show: product.show, title: name, from: null, until: null };
    const line = { type: 'variant' as const, ref: id, name, unitPrice: variant.price, chosen: null, includes: [part] };
    return { line, show: product.show, draws: variant.draws, maxPerOrder: variant.maxPerOrder, key: null };
  }

  /** Most pieces of an offer that one person may have; null without a limit. */
  maxPerPerson(offer: string): number | null {
    return this.#findOffer(offer)?.offer.maxPerPerson ?? null;
  }
}
