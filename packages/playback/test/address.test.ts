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
    expect(book.renew('https://h/other/n.m3u8?t=2')).toBe(false);
    expect(book.master).toBe('https://h/other/n.m3u8?t=2');
  });

  it('puts the query of the newest grant on every request to its origin, where the stream asks for that', () => {
    const signed = (n: number) => `https://cdn.example/live/stage/master.m3u8?Policy=p${n}~_&Signature=s${n}`;
    const book = new AddressBook(signed(1), [], true);
    expect(book.resolve('https://cdn.example/live/stage/720.m3u8')).toBe(
      'https://cdn.example/live/stage/720.m3u8?Policy=p1~_&Signature=s1',
    );
    expect(book.renew(signed(2))).toBe(true);
    expect(book.resolve('https://cdn.example/live/stage/720.m3u8?_HLS_msn=7&Policy=p1~_')).toBe(
      'https://cdn.example/live/stage/720.m3u8?_HLS_msn=7&Policy=p2~_&Signature=s2',
    );
    expect(book.resolve(signed(1))).toBe(signed(2));
    for (const stranger of ['https://other.example/live/a.ts', 'https://cdn.example.evil.example/a.ts']) {
      expect(book.resolve(stranger)).toBe(stranger);
    }
  });

  it('keeps a fresh query for the next opening, where the origin carries on by itself', () => {
    const book = new AddressBook('https://h/stage.m3u8?token=1');
    expect(book.opensSession).toBe(true);
    expect(book.renew('https://h/stage.m3u8?token=2')).toBe(true);
    expect(book.master).toBe('https://h/stage.m3u8?token=2');
    expect(book.resolve('https://h/720.m3u8?session=a')).toBe('https://h/720.m3u8?session=a');
    expect(book.renew('https://h/other.m3u8?token=3')).toBe(false);
    expect(new AddressBook(master('aaa', 1)).opensSession).toBe(false);
  });

  describe('of a film that lies in several places', () => {
    const film = (token: string, cut = 'c1') => `https://venue.example/film/${token}/${cut}/master.m3u8`;
    const told = (token: string, sign: string) => [
      `https://venue.example/film/${token}/`,
      `https://a.example/${sign}/run-1/`,
      `https://b.example/${sign}/run-2/`,
    ];

    it('sends each request to the newest prefix of its own place', () => {
      const book = new AddressBook(film('t1'), told('t1', 's1'));
      expect(book.resolve('https://b.example/s1/run-2/720-1.m4s')).toBe('https://b.example/s1/run-2/720-1.m4s');
      expect(book.renew(film('t2'), told('t2', 's2'))).toBe(true);
      expect(book.renew(film('t3'), told('t3', 's3'))).toBe(true);
      for (const old of [1, 2, 3]) {
        expect(book.resolve(`https://venue.example/film/t${old}/c1/v1.m3u8`)).toBe(
          'https://venue.example/film/t3/c1/v1.m3u8',
        );
        expect(book.resolve(`https://a.example/s${old}/run-1/720-1.m4s`)).toBe('https://a.example/s3/run-1/720-1.m4s');
        expect(book.resolve(`https://b.example/s${old}/run-2/720-1.m4s`)).toBe('https://b.example/s3/run-2/720-1.m4s');
      }
      expect(book.resolve('https://c.example/s1/run-2/720-1.m4s')).toBe('https://c.example/s1/run-2/720-1.m4s');
    });

    it('has to be loaded again when it is cut otherwise, or lies elsewhere', () => {
      const book = new AddressBook(film('t1'), told('t1', 's1'));
      expect(book.renew(film('t2', 'c2'), told('t2', 's2'))).toBe(false);
      expect(book.master).toBe(film('t2', 'c2'));
      expect(book.resolve('https://a.example/s2/run-1/720-1.m4s')).toBe('https://a.example/s2/run-1/720-1.m4s');
      expect(book.renew(film('t3', 'c2'), told('t3', 's3').slice(0, 2))).toBe(false);
      expect(book.renew('https://a.example/s4/run-1/master.m3u8')).toBe(false);
    });
  });
});
