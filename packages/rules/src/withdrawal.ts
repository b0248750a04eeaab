/** The right to withdraw from a distance contract within 14 days (Directive 2011/83/EU; art. L221-18 and L221-28 Code de la consommation). */
import type { PartKind, WithdrawalRight } from '@parterre/protocol';

const DAY = 86_400_000;

/**
 * What right a line gives. A concert on a date gives none (L221-28 12°), nor does what cost nothing or was given. A replay's ends when
 * the buyer agrees to have it at once (13°). Goods can be sent back.
 */
export function withdrawalRightOf(type: string, totalMinor: number, kinds: readonly PartKind[]): WithdrawalRight {
  if (totalMinor <= 0 || kinds.length === 0 || type === 'donation' || type === 'postage') return 'none';
  if (kinds.includes('hall') || kinds.includes('live')) return 'none';
  return kinds.includes('replay') ? 'waivable' : 'right';
}

/**
 * The end of the fourteen days: the last day counts whole, and one that falls on a weekend is moved to the next Monday (art. L221-19;
 * Regulation 1182/71). Days are UTC's.
 */
export function withdrawalEnd(fromMs: number): number {
  let end = Math.floor(fromMs / DAY) * DAY + 15 * DAY;
  // `end` is the midnight after the last day.
  while ([0, 6].includes(new Date(end - 1).getUTCDay())) end += DAY;
  return end;
}

/** When the period of goods begins to run out: once they were handed over; a parcel is taken to arrive within two weeks. */
export function goodsWithdrawalEnd(handedOverMs: number | null, sentMs: number | null): number | null {
  if (handedOverMs !== null) return withdrawalEnd(handedOverMs);
  return sentMs === null ? null : withdrawalEnd(sentMs + 14 * DAY);
}
