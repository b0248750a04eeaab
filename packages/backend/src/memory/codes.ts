/** Promo codes: what they are for, how often they may be used, and what they take off. */
import { ParterreError } from '@parterre/protocol/errors';
import { discountsOf, normalCode, type PromoLine } from '@parterre/rules';
import type { SeedCode } from './seed.ts';
import type { OrderRecord } from './state.ts';
import type { World } from './world.ts';

/** What is asked of a code about one line. */
export interface CodeLine {
  readonly unitMinor: number;
  readonly quantity: number;
  readonly ref: string;
  readonly show: string | null;
  /** The buyer chose the amount: no code takes anything off it. */
  readonly chosen: boolean;
}

/** States of an order whose codes count as used. */
const USED: ReadonlySet<OrderRecord['state']> = new Set(['pending', 'processing', 'paid', 'disputed']);

export class Codes {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The codes somebody typed, each once. Refuses what is unknown, out of its dates or used up, and two that take something off. */
  find(texts: readonly string[]): SeedCode[] {
    const found = new Map<string, SeedCode>();
    for (const text of texts) {
      const code = this.#valid(text);
      found.set(code.id, code);
    }
    if ([...found.values()].filter(({ type }) => type !== 'unlock').length > 1)
      throw new ParterreError('promo_stacked');
    return [...found.values()];
  }

  #valid(text: string): SeedCode {
    const wanted = normalCode(text);
    const code = wanted === '' ? undefined : this.#world.state.codes.find((one) => normalCode(one.code) === wanted);
    if (!code) throw new ParterreError('promo_invalid');
    const now = this.#world.now();
    if ((code.opensAt && now < Date.parse(code.opensAt)) || (code.closesAt && now >= Date.parse(code.closesAt)))
      throw new ParterreError('promo_expired');
    if (this.#uses(code) >= (code.maxUses ?? Infinity)) throw new ParterreError('promo_used_up');
    return code;
  }

  /** Whether a code opens a hidden offer: one that names it, or its show. */
  unlocks(code: SeedCode, offer: string, show: string): boolean {
    if (code.offers.length) return code.offers.includes(offer);
    return code.type === 'unlock' && (code.shows.length === 0 || code.shows.includes(show));
  }

  appliesTo({ offers, shows }: SeedCode, { ref, show }: Pick<CodeLine, 'ref' | 'show'>): boolean {
    return (
      (offers.length === 0 || offers.includes(ref)) && (shows.length === 0 || (show !== null && shows.includes(show)))
    );
  }

  /** What the code that takes something off takes off each line; nothing without one. Refuses a code that is for none of them. */
  discounts(codes: readonly SeedCode[], lines: readonly CodeLine[]): { code: SeedCode | null; amounts: number[] } {
    const code = codes.find(({ type }) => type !== 'unlock');
    if (!code) return { code: null, amounts: lines.map(() => 0) };
    const seen = lines.map((line): PromoLine => ({ ...line, applies: !line.chosen && this.appliesTo(code, line) }));
    if (!seen.some(({ applies }) => applies)) throw new ParterreError('promo_invalid');
    return { code, amounts: discountsOf(seen, code) };
  }

  /** Whether an order can (still or again) use its codes; itself is not counted. */
  mayUse(order: Pick<OrderRecord, 'id' | 'email' | 'codes'>): boolean {
    return order.codes.every((id) => {
      const code = this.#world.state.codes.find((one) => one.id === id);
      if (!code) return false;
      return (
        this.#uses(code, (other) => other.id !== order.id) < (code.maxUses ?? Infinity) &&
        this.#uses(code, (other) => other.id !== order.id && other.email === order.email) <
          (code.maxPerPerson ?? Infinity)
      );
    });
  }

  #uses(code: SeedCode, counts: (order: OrderRecord) => boolean = () => true): number {
    return Object.values(this.#world.state.orders).filter(
      (order) => USED.has(order.state) && order.codes.includes(code.id) && counts(order),
    ).length;
  }

  /** How the venue writes them. */
  texts(ids: readonly string[]): string[] {
    return ids.map((id) => this.#world.state.codes.find((one) => one.id === id)?.code ?? id);
  }
}
