/** What the law adds to a price: VAT that is in it, postage, the terms, the right to withdraw. */
import type {
  DeliveryChoice,
  DeliveryOption,
  DeliveryRequest,
  IncludedTax,
  Line,
  Money,
  Quote,
  RecipientShare,
  Withdrawable,
} from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import {
  goodsWithdrawalEnd,
  isTooSmall,
  shareOut,
  sum,
  taxesByRate,
  taxLine,
  times,
  withdrawalEnd,
  type TaxPart,
  type TaxRules,
} from '@parterre/rules';
import type { SeedPostage } from './seed.ts';
import type { OrderRecord } from './state.ts';
import type { World } from './world.ts';

export interface Asked {
  readonly country?: string | undefined;
  readonly delivery?: DeliveryChoice | DeliveryRequest | undefined;
}

const destinationOf = (delivery: Asked['delivery']): string | null =>
  delivery?.method === 'post' ? delivery.country : null;

/** Pieces of goods in some lines. */
const piecesIn = (lines: readonly Line[]): number =>
  lines.reduce(
    (count, line) => count + line.quantity * line.includes.filter((part) => part.kind === 'merch').length,
    0,
  );

export class Bill {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get #home(): string {
    return this.#world.state.venue.country ?? 'FR';
  }

  /** The lines with their postage, if goods among them are to be posted. */
  withPostage(lines: readonly Line[], { delivery }: Asked, currency: string): { lines: Line[]; total: Money } {
    const whole = [...lines];
    const destination = destinationOf(delivery);
    if (destination !== null) {
      const pieces = piecesIn(lines);
      const zone = this.#zones().find(({ countries }) => countries.includes(destination));
      if (!zone || pieces === 0) throw new ParterreError('delivery_unavailable');
      const price = this.#postage(zone, pieces);
      whole.push({
        ...{ type: 'postage', ref: destination, name: zone.name, quantity: 1, includes: [], withdrawal: 'none' },
        unitPrice: price,
        discount: { ...price, amountMinor: 0 },
        total: price,
        chosen: null,
      });
    }
    const total = sum(
      whole.map((line) => line.total),
      currency,
    );
    if (isTooSmall(total)) throw new ParterreError('amount_too_small');
    return { lines: whole, total };
  }

  taxes(lines: readonly Line[], { country, delivery }: Asked): IncludedTax[] {
    const { currency } = this.#world.state.venue;
    const rules: TaxRules = { venueCountry: this.#home, franchise: false, belowThreshold: false, rates: {} };
    const taxes = lines.flatMap((line) => {
      const kinds = line.type === 'postage' ? (['merch'] as const) : line.includes.map(({ kind }) => kind);
      const parts = kinds.map((kind): TaxPart => ({ kind, share: null }));
      return taxLine(line.total.amountMinor, parts, rules, country ?? this.#home, destinationOf(delivery));
    });
    return taxesByRate(taxes).map(({ rate, tax }) => ({ rate, amount: { amountMinor: tax, currency } }));
  }

  /** Where the money goes after VAT and postage. */
  goesTo(lines: readonly Line[], asked: Asked): RecipientShare[] {
    const { split = [], currency } = this.#world.state.venue;
    const goods = lines.filter(({ type }) => type !== 'postage');
    const gross = sum(
      goods.map(({ total }) => total),
      currency,
    ).amountMinor;
    const tax = this.taxes(goods, asked).reduce((whole, { amount }) => whole + amount.amountMinor, 0);
    if (split.length === 0 || gross <= tax) return [];
    const amounts = shareOut(
      gross - tax,
      split.map(({ share }) => share),
    );
    return split.map(({ to }, index) => ({ to, amount: { amountMinor: amounts[index]!, currency } }));
  }

  /** How goods among these lines can be had. */
  deliveries(lines: readonly Line[], { country = this.#home }: Asked, currency: string): DeliveryOption[] {
    const pieces = piecesIn(lines);
    if (pieces === 0) return [];
    const zones = this.#zones();
    const zone = zones.find(({ countries }) => countries.includes(country)) ?? zones[0];
    return [
      { method: 'pickup', price: { amountMinor: 0, currency }, countries: [] },
      ...(zone
        ? [
            {
              method: 'post' as const,
              price: this.#postage(zone, pieces),
              countries: zones.flatMap(({ countries }) => countries),
            },
          ]
        : []),
    ];
  }

  terms(): Quote['terms'] {
    const { termsUrl } = this.#world.state.venue;
    return termsUrl === null ? null : { url: termsUrl, version: '1' };
  }

  requireTerms(accepted: boolean | undefined): void {
    if (this.terms() !== null && accepted !== true) throw new ParterreError('terms_required');
  }

  /** What can be withdrawn from now. */
  withdrawable(order: OrderRecord): Withdrawable[] {
    if (order.state !== 'paid') return [];
    return order.lines.flatMap((line, index) => {
      if (order.withdrawn.includes(index)) return [];
      const until = this.#withdrawalEnd(order, line);
      if (until !== null && this.#world.now() >= until) return [];
      return [{ line: index, amount: line.total, until: until === null ? null : this.#world.instant(until) }];
    });
  }

  /**
   * The lines somebody withdraws from, and the postage once no goods are left: sending them was part of the same contract
   * (Directive 2011/83/EU, art. 13).
   */
  withPostageOf(order: OrderRecord, lines: readonly number[], open: readonly Withdrawable[]): number[] {
    const wanted = [...new Set(lines)].sort((a, b) => a - b);
    if (wanted.length === 0 || !wanted.every((line) => open.some((one) => one.line === line)))
      throw new ParterreError('not_withdrawable');
    const gone = [...order.withdrawn, ...wanted];
    const left = order.lines.filter((_, line) => !gone.includes(line));
    const postage = order.lines.findIndex(({ type }) => type === 'postage');
    return postage >= 0 && !gone.includes(postage) && piecesIn(left) === 0 ? [...wanted, postage] : wanted;
  }

  /** The end of the right; null while it has not begun to run out, 0 where there is none. */
  #withdrawalEnd(order: OrderRecord, line: Line): number | null {
    if (line.withdrawal === 'none') return 0;
    if (line.withdrawal === 'right') return goodsWithdrawalEnd(null, null);
    return order.waiver || order.paidAt === null ? 0 : withdrawalEnd(order.paidAt);
  }

  #zones(): readonly SeedPostage[] {
    return this.#world.state.venue.postage ?? [];
  }

  #postage({ price, extraPiece }: SeedPostage, pieces: number): Money {
    return sum([price, times(extraPiece, pieces - 1)], price.currency);
  }
}
