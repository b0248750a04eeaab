/** The hand-written vectors of tests/vectors: the plugin's PHP tests read the same files. */
import { describe, expect, it } from 'vitest';
import campaignVectors from '../../../tests/vectors/campaign.json' with { type: 'json' };
import castVectors from '../../../tests/vectors/cast.json' with { type: 'json' };
import feedHead from '../../../tests/vectors/feed-head.json' with { type: 'json' };
import moneyVectors from '../../../tests/vectors/money.json' with { type: 'json' };
import pace from '../../../tests/vectors/pace.json' with { type: 'json' };
import phaseVectors from '../../../tests/vectors/phase.json' with { type: 'json' };
import priceVectors from '../../../tests/vectors/prices.json' with { type: 'json' };
import saleVectors from '../../../tests/vectors/sale-state.json' with { type: 'json' };
import tax from '../../../tests/vectors/tax.json' with { type: 'json' };
import textVectors from '../../../tests/vectors/text.json' with { type: 'json' };
import withdrawal from '../../../tests/vectors/withdrawal.json' with { type: 'json' };
import waveVectors from '../../../tests/vectors/waves.json' with { type: 'json' };
import {
  campaignStateAt,
  castUntil,
  cleanText,
  decimalText,
  discountsOf,
  emailHint,
  goodsWithdrawalEnd,
  handoverOf,
  headText,
  isReached,
  isTooSmall,
  mayChoose,
  mayMoveDeadline,
  nextPhaseChange,
  normalCode,
  parseAmount,
  phaseAt,
  piecesLeft,
  progressPercent,
  rateOf,
  resultAfterCollecting,
  retryAfterMs,
  saleStateAt,
  shareOut,
  showSaleState,
  taxesByRate,
  taxInside,
  taxLine,
  toldLeft,
  waitBeforeNext,
  withdrawalEnd,
  withdrawalRightOf,
  type PhaseSource,
  type Pool,
  type TaxKind,
  type TaxRules,
  spread,
  waveStates,
  type Promo,
} from '../src/index.ts';
import type { CampaignGoal, FeedHead, Part, PartKind, SaleState } from '@parterre/protocol';

describe('phase', () => {
  it.each(phaseVectors.phaseAt)('$why: $phase', ({ show, now, phase }) => {
    expect(phaseAt(show as PhaseSource, Date.parse(now))).toBe(phase);
  });

  it.each(phaseVectors.nextPhaseChange)('next: $why', ({ show, now, next }) => {
    const change = nextPhaseChange(show as PhaseSource, Date.parse(now));
    expect(change && { at: new Date(change.atMs).toISOString(), phase: change.phase }).toEqual(next);
  });
});

describe('campaigns', () => {
  it.each(campaignVectors.state)('$why: $state', ({ state, now, why: _why, ...dates }) => {
    expect(campaignStateAt(dates, Date.parse(now))).toBe(state);
  });

  it.each(campaignVectors.goal)('$why', ({ kind, target, reached, percent, ...tally }) => {
    const goal = { kind, target } as CampaignGoal;
    expect(isReached(goal, tally)).toBe(reached);
    expect(progressPercent(goal, tally)).toBe(percent);
  });

  it.each(campaignVectors.enough)('$why: $result', ({ kind, target, minimum, result, ...captured }) => {
    expect(resultAfterCollecting({ kind, target } as CampaignGoal, captured, minimum)).toBe(result);
  });

  it.each(campaignVectors.retry)(
    'a card is tried again after attempt $attempt: $afterHours',
    ({ attempt, afterHours }) => {
      expect(retryAfterMs(attempt)).toBe(afterHours === null ? null : afterHours * 3_600_000);
    },
  );

  it.each(campaignVectors.deadline)('$why: $allowed', ({ first, present, next, allowed }) => {
    expect(mayMoveDeadline(Date.parse(first), Date.parse(present), Date.parse(next))).toBe(allowed);
  });
});

describe('addresses that last the show', () => {
  it.each(castVectors.until)('$why: until $until', ({ mode, endsAt, windows, now, until }) => {
    const ends = windows.map((instant) => Date.parse(instant));
    expect(castUntil(mode as 'live' | 'replay', Date.parse(endsAt), ends, Date.parse(now))).toBe(Date.parse(until));
  });
});

describe('money', () => {
  it.each(moneyVectors.parse)('"$text" in $currency is $minor', ({ text, currency, minor }) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it.each(moneyVectors.decimal)('$amountMinor $currency is written $text', ({ text, ...amount }) => {
    expect(decimalText(amount)).toBe(text);
  });

  it.each(moneyVectors.tooSmall)(
    '$minor $currency is too small for a card: $tooSmall',
    ({ minor, currency, tooSmall }) => {
      expect(isTooSmall({ amountMinor: minor, currency })).toBe(tooSmall);
    },
  );
});

describe('feed head', () => {
  it.each(feedHead.heads)('message $head.seq makes $bytes bytes', ({ head, bytes }) => {
    const text = headText(head as FeedHead);
    expect(new TextEncoder().encode(text)).toHaveLength(bytes);
    expect(JSON.parse(text)).toEqual(head);
  });
});

describe('sale state', () => {
  it.each(saleVectors.saleState)('$why: $state', ({ left, now, state, ...window }) => {
    expect(saleStateAt(window, left ?? Infinity, Date.parse(now))).toBe(state);
  });

  it.each(saleVectors.piecesLeft)('$why: $left left', ({ pools, draws, left, told }) => {
    const table = new Map<string, Pool>();
    for (const [id, capacity, held, sold] of pools as [string, number | null, number, number][]) {
      table.set(id, { id, capacity, held, sold });
    }
    const pieces = piecesLeft(
      (draws as [string, number][]).map(([pool, units]) => ({ pool, units })),
      table,
    );
    expect(pieces).toBe(left ?? Infinity);
    expect(toldLeft(pieces)).toBe(told);
  });

  it.each(saleVectors.showSaleState)('$states makes $state', ({ states, state }) => {
    expect(showSaleState(states as SaleState[])).toBe(state);
  });
});

describe('text', () => {
  it.each(textVectors.clean)('$why', ({ text, clean }) => {
    expect(cleanText(text)).toBe(clean);
    expect(cleanText(clean)).toBe(clean);
  });

  it.each(textVectors.emailHint)('$email is told as $hint', ({ email, hint }) => {
    expect(emailHint(email)).toBe(hint);
  });
});

describe('pace', () => {
  it.each(pace.wait)('$why', ({ sentMs, nowMs, slowSeconds, waitMs }) => {
    expect(waitBeforeNext(sentMs, nowMs, slowSeconds)).toBe(waitMs);
  });
});

describe('tax', () => {
  const rules = (changes: Partial<TaxRules> = {}): TaxRules => ({
    ...{ venueCountry: 'FR', franchise: false, belowThreshold: false, rates: {} },
    ...changes,
  });

  it.each(tax.inside)('$gross at $rate contains $tax', ({ gross, rate, tax: inside }) => {
    expect(taxInside(gross, rate)).toBe(inside);
  });

  it.each(tax.shareOut)('$total by $weights is $shares', ({ total, weights, shares }) => {
    expect(shareOut(total, weights)).toEqual(shares);
  });

  it.each(tax.rateOf)('$why', ({ kind, venue, fan, destination, below, franchise, rates, country, rate }) => {
    const changes = { venueCountry: venue, belowThreshold: below ?? false, franchise: franchise ?? false };
    expect(rateOf(kind as TaxKind, rules({ ...changes, rates: rates ?? {} }), fan, destination)).toEqual({
      country,
      rate,
    });
  });

  it.each(tax.line)('$why', ({ total, parts, fan, taxes }) => {
    const named = (parts as [TaxKind, number | null][]).map(([kind, share]) => ({ kind, share }));
    expect(taxLine(total, named, rules(), fan, null)).toEqual(taxes);
  });

  it.each(tax.byRate)('sums by rate', ({ taxes, sums }) => {
    const whole = taxes.map((each) => ({ ...each, kind: 'live' as const, country: 'FR', gross: 0 }));
    expect(taxesByRate(whole)).toEqual(sums);
  });
});

describe('withdrawal', () => {
  const ms = (text: string | null): number | null => (text === null ? null : Date.parse(text));

  it.each(withdrawal.right)('$why: $right', ({ type, total, kinds, right }) => {
    expect(withdrawalRightOf(type, total, kinds as PartKind[])).toBe(right);
  });

  it.each(withdrawal.end)('$why', ({ from, end }) => {
    expect(new Date(withdrawalEnd(Date.parse(from))).toISOString()).toBe(end);
  });

  it.each(withdrawal.goods)('goods: $why', ({ handedOver, sent, end }) => {
    expect(goodsWithdrawalEnd(ms(handedOver), ms(sent))).toBe(ms(end));
  });
});

describe('prices', () => {
  it.each(priceVectors.normal)('reads a code: $why', ({ text, normal }) => {
    expect(normalCode(text)).toBe(normal);
  });

  it.each(priceVectors.spread)('spreads an amount: $why', ({ total, weights, parts }) => {
    expect(spread(total, weights)).toEqual(parts);
  });

  it.each(priceVectors.discounts)('takes off: $why', ({ promo, lines, discounts }) => {
    expect(discountsOf(lines, promo as Promo)).toEqual(discounts);
  });

  it.each(priceVectors.choose)('chosen: $why', ({ min, max, amount, may }) => {
    expect(mayChoose({ minMinor: min, maxMinor: max }, amount)).toBe(may);
  });

  it('takes off the same as the other side, and never more than a line costs', () => {
    const { seed, cases, sum } = priceVectors.random;
    let state = seed;
    const draw = (below: number) => (state = (state * 16807) % 2147483647) % below;
    let folded = 0;
    for (let index = 0; index < cases; index++) {
      const lines = Array.from({ length: 1 + draw(6) }, () => ({
        unitMinor: draw(3) === 0 ? draw(333_333) : draw(5000),
        quantity: 1 + draw(50),
        applies: draw(4) > 0,
      }));
      const type = (['percent', 'amount', 'price', 'unlock'] as const)[draw(4)]!;
      const value = type === 'percent' ? draw(10_001) : draw(9_999_999);
      const pieces = draw(2) === 0 ? null : 1 + draw(20);
      const discounts = discountsOf(lines, { type, value, pieces });
      for (const [at, { unitMinor, quantity, applies }] of lines.entries()) {
        expect(discounts[at]).toBeGreaterThanOrEqual(0);
        expect(discounts[at]).toBeLessThanOrEqual(applies ? unitMinor * quantity : 0);
        folded = (folded * 31 + (discounts[at]! % 1_000_003)) % 1_000_003;
      }
    }
    expect(folded).toBe(sum);
  });
});

describe('waves', () => {
  it.each(waveVectors.states)('$why', ({ waves, states }) => {
    const given = (waves as [string, SaleState, string | null, boolean][]).map(([id, own, opensAfter, opened]) => ({
      ...{ id, own, opensAfter, opened },
    }));
    expect(Object.fromEntries(waveStates(given))).toEqual(states);
  });

  it.each(waveVectors.handover)('handover: $why', ({ offers, handover }) => {
    const given = (offers as [string, SaleState, string[]][]).map(([id, saleState, kinds]) => ({
      ...{ id, saleState },
      includes: kinds.map((kind) => ({
        kind: kind.replace('!', '') as Part['kind'],
        show: kind.startsWith('!') ? 'another' : 'this',
      })),
    }));
    const found = handoverOf('this', given);
    expect(found && [found.stream, found.hall]).toEqual(handover);
  });
});
