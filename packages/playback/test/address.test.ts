import { describe, expect, it } from 'vitest';
import { AddressBook, prefixes } from '../src/address.ts';

const master = (signature: string, expiry: number, stream = 'stage') =>
  `https://stage.example/${signature}/${expiry}/${stream}/master.m3u8`;

describe('prefixes', () => {
  it('is everything before what two addresses end with in common', () => {
    expect(prefixes(master('aaa', 1), master('bbb', 2))).toEqual({
      from: 'https://stage.example/aaa/1/',
      to: 'https://stage.example/bbb/2/',
    });
  });

  it('never eats into a signature that ends like the other one', () => {
    expect(prefixes('https://h/xyz1/stage/m.m3u8', 'https://h/abc1/stage/m.m3u8')).toEqual({
      from: 'https://h/xyz1/',
      to: 'https://h/abc1/',
    });
  });

  it('takes another host for another prefix', () => {
    expect(prefixes('https://a/s/1/stage/m.m3u8', 'https://b/s/1/stage/m.m3u8')).toEqual({
      from: 'https://a/',
      to: 'https://b/',
    });
  });

  it('refuses addresses that carry their token in a query', () => {
    expect(prefixes('https://h/stage/m.m3u8?t=1', 'https://h/stage/m.m3u8?t=2')).toBeNull();
  });

  it('refuses addresses of different files', () => {
    expect(prefixes('https://h/a/one.m3u8', 'https://h/b/two.m3u8')).toBeNull();
  });
});

describe('AddressBook', () => {
  it('sends playlists and segments of every earlier grant to the newest prefix', () => {
    const book = new AddressBook(master('aaa', 1));
    expect(book.resolve('https://stage.example/aaa/1/stage/720.m3u8')).toBe(
      'https://stage.example/aaa/1/stage/720.m3u8',
    );
    expect(book.renew(master('bbb', 2))).toBe(true);
    expect(book.renew(master('ccc', 3))).toBe(true);
    for (const old of ['aaa/1', 'bbb/2', 'ccc/3']) {
      expect(book.resolve(`https://stage.example/${old}/stage/720-17.m4s`)).toBe(
        'https://stage.example/ccc/3/stage/720-17.m4s',
      );
    }
    expect(book.master).toBe(master('ccc', 3));
  });

  it('follows a prefix that comes back', () => {
    const book = new AddressBook(master('aaa', 1));
    book.renew(master('bbb', 2));
    book.renew(master('aaa', 1));
    expect(book.resolve('https://stage.example/bbb/2/stage/720.m3u8')).toBe(
      'https://stage.example/aaa/1/stage/720.m3u8',
    );
    expect(book.resolve('https://stage.example/aaa/1/stage/720.m3u8')).toBe(
      'https://stage.example/aaa/1/stage/720.m3u8',
    );
  });

  it('leaves addresses of others alone', () => {
    const book = new AddressBook(master('aaa', 1));
    book.renew(master('bbb', 2));
    expect(book.resolve('https://other.example/aaa/1/stage/720.m3u8')).toBe(
      'https://other.example/aaa/1/stage/720.m3u8',
    );
  });

  it('says when a new address needs a new start, and keeps it', () => {
    const book = new AddressBook('https://h/stage/m.m3u8?t=1');
    expect(book.renew('https://h/stage/m.m3u8?t=2')).toBe(false);
    expect(book.master).toBe('https://h/stage/m.m3u8?t=2');
  });
});
