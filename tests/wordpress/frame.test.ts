// What stands around every answer on the wire: who may read it, who may keep it, and how much is read of what is sent.
// Headers are only real over HTTP; what is decided behind them is tested in `wordpress-plugin/tests/integration`.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpBackend } from '@parterre/backend';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';

const seed = `
use Parterre\\Plugin; use Parterre\\Settings; use Parterre\\Store\\Catalogue; use Parterre\\Store\\Shows;
$now = (int) (microtime(true) * 1000);
$plugin = Plugin::instance();
$plugin->get(Settings::class)->set(['allowed_origins' => ['https://artist.example']]);
$shows = $plugin->get(Shows::class);
$show = $shows->create(['id' => 'show_tonight', 'slug' => 'tonight', 'title' => 'To"><script>night</script>', 'artists' => ['<b>Lou'],
  'summary' => '<svg onload=1>', 'description' => '<img src=x onerror=1>', 'doors_at' => $now - 3600000, 'starts_at' => $now - 1800000,
  'ends_at' => $now + 3600000, 'live_at' => $now - 1800000, 'time_zone' => 'Europe/Paris', 'published' => true]);
$catalogue = $plugin->get(Catalogue::class);
$catalogue->saveOffer(['id' => 'offr_tonight', 'show_id' => $show, 'name' => '<i>Live', 'description' => '"><script>1</script>', 'price_minor' => 0, 'currency' => 'EUR'],
  [['kind' => 'live', 'pool_id' => $catalogue->createPool($show, 'Seats', 10, 'pool_tonight')]]);
`;

let stack: Stack;
let token: string;
let order: string;

beforeAll(async () => {
  stack = await startStack();
  await stack.wp('eval', seed);
  const bought = await createHttpBackend({ address: stack.url }).act('createOrder', {
    idempotencyKey: `frame-${Date.now()}-key-of-an-order`,
    email: 'bea@example.org',
    locale: 'en',
    lines: [{ type: 'offer', offer: 'offr_tonight', quantity: 1 }],
    currency: 'EUR',
    expectedTotal: { amountMinor: 0, currency: 'EUR' },
    page: `${stack.url}/tonight/`,
  });
  token = bought.session?.token ?? '';
  order = bought.order.id;
});
afterAll(() => stack?.stop());

/** Every way to write the address of a route that WordPress understands. */
const spellings = (path: string) => [
  `${stack.url}/wp-json/parterre/v1${path}`,
  `${stack.url}/wp-json/Parterre/V1${path}`,
  `${stack.url}/wp-json/PARTERRE/v1${path}/`,
  `${stack.url}/index.php/wp-json/parterre/v1${path}`,
  `${stack.url}/?rest_route=/parterre/v1${path}`,
  `${stack.url}/?rest_route=/pArTeRrE/v1${path}`,
  `${stack.url}/?rest_route=//parterre/v1${path}`,
  `${stack.url}/index.php?rest_route=/parterre/v1${path}/`,
];

describe('origins', () => {
  it('lets no page read an answer that is not on the list, however the route is spelt', async () => {
    const own = stack.url.replace('http://', '');
    for (const origin of [
      'https://evil.example',
      'null',
      `https://${own}`,
      `http://${own}.evil.example`,
      `http://${own}@evil.example`,
      'https://artist.example.evil.example',
      'https://evilartist.example',
      'http://artist.example',
      'https://artist.example:444',
    ])
      // Every spelling for one stranger, and every stranger at one odd spelling.
      for (const address of origin === 'https://evil.example' ? spellings('/venue') : spellings('/venue').slice(0, 2))
        for (const method of ['GET', 'OPTIONS']) {
          const answer = await fetch(address, { method, headers: { origin } });
          const headers = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-allow'));
          expect(headers, `${method} ${address} for ${origin}`).toEqual([]);
        }
  });

  it('lets pages on the list read and write, and never with cookies', async () => {
    for (const origin of ['https://artist.example', stack.url])
      for (const address of spellings('/passes')) {
        const answer = await fetch(address, { headers: { origin } });
        if (answer.status === 404) continue;
        expect(answer.headers.get('access-control-allow-origin'), address).toBe(origin);
        expect(answer.headers.get('access-control-allow-credentials'), address).toBeNull();
        expect(answer.headers.get('vary'), address).toContain('Origin');
      }
  });
});

describe('caches and cookies', () => {
  it('keep nothing personal, not in an envelope either', async () => {
    for (const path of ['/session', '/passes', `/orders/${order}`, '/carts/cart_nobody'])
      for (const query of ['', '?_envelope=1', '?_fields=id', '?_method=GET']) {
        const answer = await fetch(`${stack.url}/wp-json/parterre/v1${path}${query}`, {
          headers: { 'x-parterre-session': token },
        });
        expect(answer.headers.get('cache-control'), path + query).toBe('no-store, private');
        expect(answer.headers.get('set-cookie'), path + query).toBeNull();
        expect(answer.headers.get('x-content-type-options'), path + query).toBe('nosniff');
      }
  });

  it('may keep what is public', async () => {
    for (const path of ['/venue', '/shows?which=all', '/shows/tonight', '/products']) {
      const answer = await fetch(`${stack.url}/wp-json/parterre/v1${path}`);
      expect(answer.headers.get('cache-control'), path).toMatch(/^public, max-age=\d+/);
      expect(answer.headers.get('set-cookie'), path).toBeNull();
    }
  });
});

describe('bodies', () => {
  const post = (address: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(address, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  it('are refused above 64 kB, however the route is spelt', async () => {
    for (const address of spellings('/quotes')) {
      const answer = await post(address, `{"a":"${'x'.repeat(address.includes('rest_route') ? 70_000 : 5_000_000)}"}`);
      expect(answer.status, address).toBe(413);
    }
  });

  it('are not unpacked: a small one could be a large one', async () => {
    const bomb = gzipSync(`{"currency":"EUR","lines":[],"pad":"${'x'.repeat(1_000_000)}"}`);
    const answer = await post(`${stack.url}/wp-json/parterre/v1/quotes`, new Uint8Array(bomb), {
      'content-encoding': 'gzip',
    });
    expect(await answer.json()).toMatchObject({ error: { code: 'bad_request' } });
  });
});

describe('the plain page', () => {
  const page = (query: string, form?: Record<string, string>) =>
    fetch(`${stack.url}/?${query}`, form ? { method: 'POST', body: new URLSearchParams(form) } : {});

  it('writes nothing of what it is given as markup, allows no script and is kept by nobody', async () => {
    const hostile = '"><script>alert(1)</script>';
    for (const [query, form] of [
      ['parterre-plain=tonight', undefined],
      [`parterre-plain=${encodeURIComponent(hostile)}`, undefined],
      [`parterre-plain=tonight&lang=${encodeURIComponent(hostile)}`, undefined],
      ['parterre-plain=tonight&lang[]=fr', undefined],
      ['parterre-plain=tonight', { do: 'enter', token: hostile, device: hostile }],
      ['parterre-plain=tonight', { do: 'pay', token: hostile, order: `../venue?${hostile}`, outcome: hostile }],
      ['parterre-plain=tonight', { do: 'order', 'offer[]': 'x', seen: 'x', 'currency[]': 'EUR', email: hostile }],
      ['parterre-plain=tickets', { do: 'code', email: hostile, code: hostile }],
    ] as const) {
      const answer = await page(query, form);
      const html = await answer.text();
      expect(html, query).toContain('<!doctype html>');
      expect(html.replaceAll(/<script type="application\/ld\+json">[^<]*<\/script>/g, ''), query).not.toMatch(
        /<script|<svg|<img|<b>Lou|<i>Live/,
      );
      expect(answer.headers.get('content-security-policy'), query).toContain("default-src 'none'");
      expect(answer.headers.get('cache-control'), query).toBe('no-store, private');
      expect(answer.headers.get('referrer-policy'), query).toBe('no-referrer');
      expect(answer.headers.get('set-cookie'), query).toBeNull();
    }
    // A list where a word belongs is no question of ours.
    await page('parterre-plain[]=tonight&lang[]=fr');
    expect(await stack.php(['-r', `echo @file_get_contents('${stack.logs}/php.log');`])).not.toContain('PlainPage');
  });

  it('never puts the token into an address', async () => {
    const html = await (await page('parterre-plain=tonight', { do: 'enter', token })).text();
    expect(html).toContain(`value="${token}"`);
    for (const [, address] of html.matchAll(/(?:href|src|action)="([^"]*)"/g)) expect(address).not.toContain(token);
  });
});

describe('files', () => {
  it('of the plugin and of the feed tell a stranger nothing', async () => {
    await fetch(`${stack.url}/wp-json/parterre/v1/shows/tonight`);
    for (const path of ['uploads/parterre/', 'uploads/parterre/feed/', 'plugins/parterre/src/'])
      expect((await (await fetch(`${stack.url}/wp-content/${path}`)).text()).toLowerCase(), path).not.toContain(
        'index of',
      );
    for (const path of ['src/Settings.php', 'src/Plugin.php', 'uninstall.php', 'protocol/operations.php'])
      expect(await (await fetch(`${stack.url}/wp-content/plugins/parterre/${path}`)).text(), path).toBe('');
  });

  it('of logs hold no secret and no address of a fan', async () => {
    for (const cron of ['x', '']) {
      const answer = await fetch(`${stack.url}/?parterre-cron=${cron}`);
      expect(await answer.text()).not.toBe('ok');
    }
    const logs = await stack.php(['-r', `foreach (glob('${stack.logs}/*.log') as $f) echo @file_get_contents($f);`]);
    expect(logs).toContain('/wp-json/parterre/v1/passes');
    expect(logs).not.toContain(token);
    expect(logs).not.toContain('bea@example.org');
  });
});
