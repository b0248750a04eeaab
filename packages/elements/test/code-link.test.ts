import { describe, expect, it } from 'vitest';
import { isSameCode, linkedCode } from '../src/checkout/code-link.ts';

describe('the code in the page’s address', () => {
  it('is found alone and beside other words of the fragment', () => {
    expect(linkedCode('#code=Q6UTX-AQKVM')).toBe('Q6UTX-AQKVM');
    expect(linkedCode('#parterre=abc&code=SALLE')).toBe('SALLE');
    expect(linkedCode('#code=%C3%89T%C3%89+2026')).toBe('ÉTÉ 2026');
  });

  it('is none where somebody cut the address, left it empty, or wrote a novel', () => {
    expect(linkedCode('')).toBe(null);
    expect(linkedCode('#code=')).toBe(null);
    expect(linkedCode('#code=%C3')).toBe(null);
    expect(linkedCode('#barcode=SALLE')).toBe(null);
    expect(linkedCode(`#code=${'A'.repeat(41)}`)).toBe(null);
  });

  it('is one code however it is written', () => {
    expect(isSameCode('salle half', 'SALLE-HALF')).toBe(true);
    expect(isSameCode('SALLE', 'SALLE-2')).toBe(false);
  });
});
