// Parameters as Stripe reads them.
import { describe, expect, it } from 'vitest';
import { decodeForm, encodeForm } from './double/forms.ts';

describe('a form', () => {
  it.each([
    ['a=1&b=', { a: '1', b: '' }],
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['a[0][b]=1&a[1][b]=2', { a: [{ b: '1' }, { b: '2' }] }],
    ['a[1]=second&a[0]=first', { a: ['first', 'second'] }],
    ['expand[]=x&expand[]=y', { expand: ['x', 'y'] }],
    ['a[][b]=1&a[][c]=2&a[][b]=3', { a: [{ b: '1', c: '2' }, { b: '3' }] }],
    ['name=Caf%C3%A9+%26+th%C3%A9', { name: 'Café & thé' }],
    ['a[__proto__][b]=1', { a: { ['__proto__']: { b: '1' } } }],
  ])('%s is read', (form, parameters) => {
    expect(JSON.stringify(decodeForm(form))).toBe(JSON.stringify(parameters));
  });

  it('that says text and object at once is refused', () => {
    expect(() => decodeForm('a=1&a[b]=2')).toThrow('as text and as an object');
    expect(() => decodeForm('a[b]=2&a=1')).toThrow('as text and as an object');
  });

  it('is written so that it reads the same', () => {
    const parameters = {
      mode: 'payment',
      lines: [{ price: { name: 'é & ü' }, quantity: '2' }],
      metadata: { order: 'o' },
    };
    expect(decodeForm(encodeForm(parameters))).toEqual(parameters);
  });
});
