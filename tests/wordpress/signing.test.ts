// What others make of our signatures: `jose` reads the JWTs that PHP made, with keys that are thrown away afterwards; Node's own
// crypto reads CloudFront's. Providers whose signatures have published examples are in tests/vectors/streaming.json.
import { execFile } from 'node:child_process';
import { createHash, createPublicKey, createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeProtectedHeader, errors, jwtVerify, type JWTVerifyOptions } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureNeeds } from '../../tools/test/needs.ts';

const NOW = Date.UTC(2026, 10, 26, 20, 0, 0);
const SECONDS = NOW / 1000;
const at = (seconds: number): JWTVerifyOptions => ({ currentDate: new Date(NOW + seconds * 1000) });

interface Pair {
  readonly pem: string;
  readonly key: KeyObject;
}

function pair(kind: 'rsa' | 'ec'): Pair {
  const { privateKey, publicKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  return {
    pem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    key: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
  };
}

/** The address that PHP makes. */
const sign = async (provider: string, stream: string, values: Record<string, string>, ttl = 600): Promise<string> =>
  php({ provider, stream, values, ttl, now: NOW });

async function php(asked: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('php', [join(import.meta.dirname, 'sign.php')], (error, out, said) =>
      error ? reject(new Error(`${said}${out}`, { cause: error })) : resolve(out),
    );
    child.stdin?.end(JSON.stringify(asked));
  });
}

/** The same token with one claim changed and the signature left as it is. */
function altered(token: string, change: Record<string, unknown>): string {
  const [head, claims, signature] = token.split('.') as [string, string, string];
  const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  return [head, Buffer.from(JSON.stringify({ ...read, ...change })).toString('base64url'), signature].join('.');
}

/** What has to hold for every token: others' keys, changed claims and the second after its end do not open it. */
async function holds(
  token: string,
  pairs: { own: Pair; other: Pair },
  algorithm: string,
  ttl: number,
): Promise<object> {
  const algorithms = [algorithm];
  const { payload } = await jwtVerify(token, pairs.own.key, { algorithms, ...at(ttl - 1) });
  await expect(jwtVerify(token, pairs.own.key, { algorithms, ...at(ttl + 1) })).rejects.toThrow(errors.JWTExpired);
  for (const [wrong, { key }] of [
    [token, pairs.other],
    [altered(token, { exp: SECONDS + 9999 }), pairs.own],
    [altered(token, { sub: 'another' }), pairs.own],
  ] as const)
    await expect(jwtVerify(wrong, key, { algorithms, ...at(0) })).rejects.toThrow(
      errors.JWSSignatureVerificationFailed,
    );
  return payload;
}

describe('signatures of streaming providers', () => {
  const rsa = { own: pair('rsa'), other: pair('rsa') };
  const ec = { own: pair('ec'), other: pair('ec') };

  beforeAll(() => ensureNeeds(['php'], console.log));

  it('of Mux name the playback ID, the kind, the key and the restriction in the claims', async () => {
    const stream = 'qxb01i6T202018GFS02vp9RIe01icTcDCjVzQpmaB00CUisJ4';
    const values = { key_id: 'KEY', private_key: Buffer.from(rsa.own.pem).toString('base64'), restriction: 'RESTRICT' };
    const address = new URL(await sign('mux', stream, values));
    expect(address.origin + address.pathname).toBe(`https://stream.mux.com/${stream}.m3u8`);
    const token = address.searchParams.get('token') ?? '';
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(await holds(token, rsa, 'RS256', 600)).toEqual({
      ...{ sub: stream, aud: 'v', exp: SECONDS + 600, kid: 'KEY' },
      playback_restriction_id: 'RESTRICT',
    });
  });

  it('of Cloudflare stand in the place of the video, with key, time and countries', async () => {
    const stream = '6b9e68b07dfee8cc2d116e4c51d6a957';
    const base = 'https://customer-abc.cloudflarestream.com';
    const values = { base, key_id: 'KEY', private_key: rsa.own.pem, countries: 'FR,BE' };
    const address = await sign('cloudflare', stream, values);
    const [, token = ''] =
      /^https:\/\/customer-abc\.cloudflarestream\.com\/([^/]+)\/manifest\/video\.m3u8$/.exec(address) ?? [];
    expect(decodeProtectedHeader(token)).toEqual({ kid: 'KEY', alg: 'RS256', typ: 'JWT' });
    expect(await holds(token, rsa, 'RS256', 600)).toEqual({
      ...{ sub: stream, kid: 'KEY', exp: SECONDS + 600, nbf: SECONDS - 60 },
      accessRules: [
        { type: 'ip.geoip.country', action: 'allow', country: ['FR', 'BE'] },
        { type: 'any', action: 'block' },
      ],
    });
  });

  it('of IVS are bare numbers on P-384, for one channel and ten minutes at most', async () => {
    const stream =
      'https://abc.eu-west-1.playback.live-video.net/api/video/v1/eu-west-1.123456789012.channel.AbCdEf.m3u8';
    const address = new URL(
      await sign('ivs', stream, { private_key: ec.own.pem, domain_lock: '1', single_use: '1' }, 3600),
    );
    const token = address.searchParams.get('token') ?? '';
    expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toHaveLength(96);
    expect(await holds(token, ec, 'ES384', 600)).toEqual({
      'aws:channel-arn': 'arn:aws:ivs:eu-west-1:123456789012:channel/AbCdEf',
      'aws:viewer-id': createHash('sha256').update('lease_of_nobody').digest('hex').slice(0, 40),
      'aws:viewer-session-version': SECONDS,
      'aws:access-control-allow-origin': 'https://venue.example',
      'aws:strict-origin-enforcement': true,
      'aws:single-use-uuid': '2f1d0c3e-7a4b-4c55-9d10-0123456789ab',
      exp: SECONDS + 600,
    });
  });

  it('of CloudFront cover the folder of the stream until the end of the grant', async () => {
    const values = {
      base: 'https://d111111abcdef8.cloudfront.net',
      key_id: 'K2JCJMDEHXQW5F',
      private_key: rsa.own.pem,
    };
    const address = new URL(await sign('cloudfront', 'live/stage/master.m3u8', values));
    const bytes = (name: string) => {
      const safe = address.searchParams.get(name) ?? '';
      expect(safe).toMatch(/^[A-Za-z0-9_~-]+$/);
      return Buffer.from(safe.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'), 'base64');
    };
    expect(address.searchParams.get('Key-Pair-Id')).toBe('K2JCJMDEHXQW5F');
    expect(address.searchParams.get('Hash-Algorithm')).toBe('SHA256');
    const policy = bytes('Policy').toString();
    expect(policy).toBe(
      `{"Statement":[{"Resource":"https://d111111abcdef8.cloudfront.net/live/stage/*","Condition":{"DateLessThan":{"AWS:EpochTime":${SECONDS + 600}}}}]}`,
    );
    const signed = (text: string, { key }: Pair) =>
      createVerify('RSA-SHA256').update(text).verify(key, bytes('Signature'));
    expect(signed(policy, rsa.own)).toBe(true);
    expect(signed(policy, rsa.other)).toBe(false);
    expect(signed(policy.replace('/stage/', '/bar/'), rsa.own)).toBe(false);
  });

  it('promise what the table in the documentation says', async () => {
    const text = await readFile(join(import.meta.dirname, '../../docs/streaming.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \| (\w+) \| (\w+) \| ([\w-]+) \| ([\d ]+ s|for ever) \|/gm)];
    const declared = JSON.parse(await php({ grantSeconds: 900 })) as [string, string, string, string, number | null][];
    expect(rows.map(([, ...cells]) => cells)).toEqual(
      declared.map(([name, renew, revoke, proven, life]) => [
        ...[name, renew, revoke, proven],
        life === null ? 'for ever' : `${life.toLocaleString('en').replaceAll(',', ' ')} s`,
      ]),
    );
  });

  it('are not made with a key that is none', async () => {
    await expect(sign('mux', 'qxb01i6T202018GFS02', { key_id: 'KEY', private_key: 'nonsense' })).rejects.toThrow(
      'The private key does not sign.',
    );
  });
});
