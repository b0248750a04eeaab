/** Tells the public lane of each show what moved: phases, sale states, stock of variants. */
import type { OfferState, VariantState } from '@parterre/protocol';
import type { Catalogue } from './catalogue.ts';
import type { Draft, Lanes } from './lanes.ts';
import type { ShowRecord } from './state.ts';
import type { World } from './world.ts';

interface Told {
  readonly offers: OfferState[];
  readonly variants: VariantState[];
}

/** Rows of `after` that are new or differ from those of `before`. */
const moved = <T extends { id: string }>(before: readonly T[], after: readonly T[]): T[] =>
  after.filter((row) => JSON.stringify(row) !== JSON.stringify(before.find(({ id }) => id === row.id)));

export class Showroom {
  readonly #world: World;
  readonly #catalogue: Catalogue;
  readonly #lanes: Lanes;
  readonly #told = new Map<string, Told>();

  constructor(world: World, catalogue: Catalogue, lanes: Lanes) {
    this.#world = world;
    this.#catalogue = catalogue;
    this.#lanes = lanes;
    for (const show of Object.values(world.state.shows)) this.#remember(show);
  }

  #remember(show: ShowRecord): Told {
    const told = this.#standing(show);
    this.#told.set(show.id, told);
    this.#lanes.setState(show.id, 'public', {
      phase: this.#catalogue.phase(show),
      status: show.status,
      signals: { ...show.signals },
      offers: told.offers,
      chat: null,
      pin: null,
      viewers: null,
    });
    return told;
  }

  #standing(show: ShowRecord): Told {
    const offers = this.#catalogue
      .offers(show)
      .map(({ id, saleState, left, handoverOf }) => ({ ...{ id, saleState }, left, handoverOf }));
    const variants = this.#catalogue
      .products({ show: show.id })
      .flatMap((product) => product.variants.map(({ id, availability, left }) => ({ id, availability, left })));
    return { offers, variants };
  }

  /** Publishes what stock and clock have moved since the last time. */
  refresh(): void {
    for (const show of Object.values(this.#world.state.shows)) {
      const before = this.#told.get(show.id) ?? { offers: [], variants: [] };
      const after = this.#remember(show);
      const offers = moved(before.offers, after.offers);
      const variants = moved(before.variants, after.variants);
      const drafts: Draft[] = [];
      if (offers.length) drafts.push({ type: 'offers.changed', offers });
      if (variants.length) drafts.push({ type: 'variants.changed', variants });
      this.#lanes.publish(show.id, 'public', drafts);
    }
  }

  /** A show's own dates, status or signals changed. */
  changed(show: ShowRecord, by: 'provider' | 'desk'): void {
    show.revision++;
    const phase = this.#catalogue.phase(show);
    this.#remember(show);
    this.#lanes.publish(show.id, 'public', [
      { type: 'phase.changed', phase, status: show.status, signals: { ...show.signals } },
      { type: 'show.changed', revision: show.revision },
    ]);
    this.#world.record('show.phase_changed', { show: show.id, phase, by });
  }
}
