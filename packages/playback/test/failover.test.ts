import { describe, expect, it } from 'vitest';
import { Failover, type Health } from '../src/failover.ts';

const well: Health = { silentMs: 500, aheadSeconds: 3, segmentSeconds: 2, ready: true, failed: false };
const silent = (seconds: number, more: Partial<Health> = {}): Health => ({
  ...well,
  silentMs: seconds * 1000,
  ...more,
});

describe('Failover', () => {
  it('leaves a picture alone that delivers', () => {
    const failover = new Failover();
    expect(failover.next(false, well, null, 0)).toBe('stay');
    expect(failover.next(false, silent(3.9), null, 4000)).toBe('stay');
  });

  it('opens the backup after two segments without anything new, and once', () => {
    const failover = new Failover();
    expect(failover.next(false, silent(4.1), null, 0)).toBe('open');
    expect(failover.next(false, silent(4.4), null, 250)).toBe('stay');
  });

  it('takes a full buffer for no doubt', () => {
    expect(new Failover().next(false, silent(25, { aheadSeconds: 28 }), null, 0)).toBe('stay');
  });

  it('waits longer where segments are longer', () => {
    const failover = new Failover();
    expect(failover.next(false, silent(11, { segmentSeconds: 6 }), null, 0)).toBe('stay');
    expect(failover.next(false, silent(12.1, { segmentSeconds: 6 }), null, 0)).toBe('open');
  });

  it('shows the backup only when there is nothing left to show', () => {
    const failover = new Failover();
    expect(failover.next(false, silent(5, { aheadSeconds: 2 }), well, 0)).toBe('stay');
    expect(failover.next(false, silent(7, { aheadSeconds: 0.3 }), { ...well, ready: false }, 2000)).toBe('stay');
    expect(failover.next(false, silent(7, { aheadSeconds: 0.3 }), silent(30), 2100)).toBe('stay');
    expect(failover.next(false, silent(7, { aheadSeconds: 0.3 }), well, 2200)).toBe('take');
  });

  it('shows it at once where the first address has failed for good', () => {
    const failover = new Failover();
    expect(failover.next(false, { ...well, failed: true }, null, 0)).toBe('open');
    expect(failover.next(false, { ...well, failed: true }, well, 250)).toBe('take');
  });

  it('lets a backup go that was not needed after all, ten calm seconds later', () => {
    const failover = new Failover();
    failover.next(false, silent(5), null, 0);
    expect(failover.next(false, well, well, 1000)).toBe('stay');
    expect(failover.next(false, silent(5), well, 6000)).toBe('stay');
    expect(failover.next(false, well, well, 7000)).toBe('stay');
    expect(failover.next(false, well, well, 16_900)).toBe('stay');
    expect(failover.next(false, well, well, 17_000)).toBe('drop');
  });

  it('goes back to the first address after twenty seconds in a row that it delivers', () => {
    const failover = new Failover();
    expect(failover.next(true, well, well, 0)).toBe('stay');
    expect(failover.next(true, well, silent(8), 15_000)).toBe('stay');
    expect(failover.next(true, well, well, 16_000)).toBe('stay');
    expect(failover.next(true, well, well, 35_900)).toBe('stay');
    expect(failover.next(true, well, well, 36_000)).toBe('take');
  });

  it('goes back at once when the backup is lost and the first one delivers', () => {
    const failover = new Failover();
    expect(failover.next(true, silent(8, { aheadSeconds: 0 }), well, 0)).toBe('take');
  });

  it('tries an address that failed again, every fifteen seconds', () => {
    const failover = new Failover();
    const failed = { ...well, failed: true };
    expect(failover.next(true, well, failed, 0)).toBe('open');
    expect(failover.next(true, well, failed, 14_000)).toBe('stay');
    expect(failover.next(true, well, failed, 15_000)).toBe('open');
  });
});
