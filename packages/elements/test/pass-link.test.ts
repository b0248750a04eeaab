import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimPassLink, passSecret, stripPassSecret } from '../src/pass-link/fragment.ts';

const SECRET = 'a'.repeat(42) + '_';

/** An address bar. */
function at(hash: string): { replaced: string[] } {
  const bar = { replaced: [] as string[] };
  vi.stubGlobal('location', { hash, pathname: '/concert/', search: '?lang=fr' });
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_state: unknown, _title: string, url: string) => bar.replaced.push(url),
  });
  return bar;
}

describe('the secret in the address', () => {
  it.each([
    [`#parterre=${SECRET}`, SECRET],
    [`#chapter=2&parterre=${SECRET}`, SECRET],
    [`#parterre=${SECRET}&t=10`, SECRET],
    ['#parterre=short', null],
    [`#parterre=${'a'.repeat(129)}`, null],
    [`#notparterre=${SECRET}`, null],
    ['#parterre=<script>alert(1)</script>aaaaaaaaaaaaaaaaaaaa', null],
    ['', null],
  ])('%s', (hash, secret) => {
    at(hash);
    expect(passSecret()).toBe(secret);
  });

  it.each([
    [`#parterre=${SECRET}`, '/concert/?lang=fr'],
    [`#chapter=2&parterre=${SECRET}`, '/concert/?lang=fr#chapter=2'],
    [`#parterre=${SECRET}&t=10`, '/concert/?lang=fr#t=10'],
  ])('is taken out of %s, and the rest stays', (hash, left) => {
    const bar = at(hash);
    stripPassSecret();
    expect(bar.replaced).toEqual([left]);
  });
});

describe('the claim to the button', () => {
  beforeEach(() => {
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('removeEventListener', () => {});
  });
  const releases: (() => void)[] = [];
  afterEach(() => releases.splice(0).forEach((release) => release()));

  const claim = (rank: number, changed = () => {}) => {
    const made = claimPassLink(rank, changed);
    releases.push(made.release);
    return made;
  };

  it('goes to the lowest rank, among equals to the first, and to the next when that one leaves', () => {
    const [ticket, second] = [claim(1), claim(1)];
    expect([ticket.mine(), second.mine()]).toEqual([true, false]);
    const passes = claim(0);
    expect([ticket.mine(), second.mine(), passes.mine()]).toEqual([false, false, true]);
    releases.splice(2, 1);
    passes.release();
    expect([ticket.mine(), second.mine()]).toEqual([true, false]);
  });

  it('tells the others when somebody comes or goes', () => {
    const changed = vi.fn();
    claim(1, changed);
    changed.mockClear();
    const other = claim(0);
    expect(changed).toHaveBeenCalledOnce();
    releases.pop();
    other.release();
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
