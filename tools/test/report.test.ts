import { describe, expect, it } from 'vitest';
import { parseJunit, parseLines } from './report.ts';

describe('the report of a layer', () => {
  it('counts what passed, failed and was skipped', () => {
    const xml = `<?xml version="1.0"?><testsuites><testsuite name="a > b">
      <testcase classname="money" name="rounds a &gt; b" time="0.1"/>
      <testcase classname="money" name="adds > up" time="0.1"></testcase>
      <testcase classname="money" name="later"><skipped/></testcase>
      <testcase classname="stock" name="the last seat is sold once"><failure message="expected 1" type="x">AssertionError: expected 2 to be 1
 at stock.test.ts:4</failure></testcase>
      <testcase classname="stock" name="dies"><error type="Error">&lt;boom&gt; &#233;</error></testcase>
    </testsuite></testsuites>`;
    const report = parseJunit(xml);
    expect(report).toMatchObject({ passed: 2, failed: 2, skipped: 1 });
    expect(report.failures[0]).toContain('stock › the last seat is sold once\nAssertionError: expected 2 to be 1');
    expect(report.failures[1]).toContain('<boom> é');
  });

  it('finds nothing in an empty report', () => {
    expect(parseJunit('<testsuites></testsuites>')).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [] });
  });

  it('takes the last count of a program that prints one, and what it marked as wrong', () => {
    const report = parseLines(
      '1 passed, 0 failed\n  ✓ format\n  ✗ php (3 files)\n      a.php:3 no\n8 passed, 1 failed\n',
    );
    expect(report).toEqual({ passed: 8, failed: 1, skipped: 0, failures: ['✗ php (3 files)\n      a.php:3 no'] });
  });

  it('does not take silence for success', () => {
    expect(() => parseLines('Segmentation fault\n')).toThrow('never said');
  });
});
