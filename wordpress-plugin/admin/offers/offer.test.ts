import { describe, expect, it } from 'vitest';
import type { Elsewhere, Offer, Pool, Show } from '../types';
import {
  isOwn,
  mayWaitFor,
  newOffer,
  newPart,
  partName,
  summaryOf,
  withoutOffer,
  withoutPool,
  withPoolsOf,
} from './offer';

const offer = (id: string, more: Partial<Offer> = {}): Offer => ({ ...newOffer(), id, name: id, ...more });
const pool = (id: string, show: string | null): Pool => ({ id, name: id, show, capacity: 10 });
const moment = (instant: string) => instant.slice(0, 10);
const elsewhere: Elsewhere = {
  shows: [{ id: 'show_b', title: 'Nuit', startsAt: '2027-01-01T20:00:00Z', pools: [pool('pool_b', 'show_b')] }],
  goods: [{ name: 'Vinyle', pool: 'pool_vinyl' }],
};

describe('offers in the show editor', () => {
  it('says in a few words what is behind “More options”, and nothing where nothing is set', () => {
    expect(summaryOf(offer('a'), [], moment)).toBe('');
    const early = offer('Early', { closesAt: '2027-01-01T20:00:00Z', maxPerPerson: 2 });
    expect(summaryOf(early, [early], moment)).toBe('until 2027-01-01 · 2 per person');
    const next = offer('Next', { opensAfter: 'Early', hidden: true, quotas: [{ pool: 'p', units: 1 }] });
    expect(summaryOf(next, [early, next], moment)).toBe('only with a code · opens after “Early” · shared quota');
  });

  it('offers to wait for those offers alone that do not wait for it themselves', () => {
    const offers = [offer('a'), offer('b', { opensAfter: 'a' }), offer('c', { opensAfter: 'b' }), offer('d')];
    expect(mayWaitFor(offers, 'a').map(({ id }) => id)).toEqual(['d']);
    expect(mayWaitFor(offers, 'c').map(({ id }) => id)).toEqual(['a', 'b', 'd']);
  });

  it('survives offers that were made to wait for each other elsewhere', () => {
    const ring = [offer('a', { opensAfter: 'b' }), offer('b', { opensAfter: 'a' }), offer('c')];
    expect(mayWaitFor(ring, 'c').map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('lets nobody wait for an offer that was removed', () => {
    const left = withoutOffer([offer('a'), offer('b', { opensAfter: 'a' })], 'a');
    expect(left.map(({ id, opensAfter }) => [id, opensAfter])).toEqual([['b', null]]);
  });

  it('takes a removed stock out of parts and quotas', () => {
    const drawn = offer('a', { parts: [newPart('live', { pool: 'p' })], quotas: [{ pool: 'p', units: 1 }] });
    expect(withoutPool(drawn, 'p')).toMatchObject({ parts: [{ pool: null }], quotas: [] });
  });

  it('brings along the stock of another show and of goods as soon as an offer draws on it, once', () => {
    const pass = offer('pass', {
      parts: [
        newPart('live', { show: 'show_b', pool: 'pool_b' }),
        newPart('merch', { title: 'Vinyle', pool: 'pool_vinyl' }),
      ],
    });
    const mine = [pool('mine', 'show_a')];
    const once = withPoolsOf(mine, pass, elsewhere);
    expect(once.map(({ id }) => id)).toEqual(['mine', 'pool_b', 'pool_vinyl']);
    expect(withPoolsOf(once, pass, elsewhere)).toEqual(once);
    const show = { id: 'show_a' } as Show;
    expect(once.map((one) => isOwn(one, show))).toEqual([true, false, false]);
  });

  it('names a part by its kind, and by the other show it is for', () => {
    expect(partName(newPart('live'), elsewhere)).toBe('Livestream');
    expect(partName(newPart('replay', { show: 'show_b' }), elsewhere)).toBe('Replay · Nuit');
    expect(partName(newPart('merch', { title: 'Vinyle' }), elsewhere)).toBe('Vinyle');
  });
});
