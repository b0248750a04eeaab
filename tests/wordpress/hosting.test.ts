// What the plugin promises on the hosting it is made for: a €5 host without cron and without loopback, and a network of sites.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHttpBackend } from '@parterre/backend';
import { afterEach, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';

let stack: Stack | undefined;
afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

const seed = `
use Parterre\\Plugin; use Parterre\\Settings; use Parterre\\Store\\Catalogue; use Parterre\\Store\\Shows;
$now = (int) (microtime(true) * 1000);
$plugin = Plugin::instance();
$plugin->get(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 'hosting']);
$shows = $plugin->get(Shows::class);
$show = $shows->create(['id' => 'show_tonight', 'slug' => 'tonight', 'title' => 'Tonight', 'doors_at' => $now - 3600000, 'starts_at' => $now - 1800000,
  'ends_at' => $now + 3600000, 'live_at' => $now - 1800000, 'time_zone' => 'Europe/Paris', 'published' => true]);
$shows->setCameras($show, [['id' => 'stage', 'label' => 'Stage', 'provider' => 'nginx', 'live_stream' => 'stage']]);
$catalogue = $plugin->get(Catalogue::class);
$pool = $catalogue->createPool($show, 'Seats', 10, 'pool_tonight');
$catalogue->saveOffer(['id' => 'offr_tonight', 'show_id' => $show, 'name' => 'Live', 'price_minor' => 1200, 'currency' => 'EUR'], [['kind' => 'live', 'pool_id' => $pool]]);
`;

describe('a host without cron and loopback', () => {
  it('lets a buyer from "paid" to a playing picture within ten seconds, and the mail leaves by itself', async () => {
    stack = await startStack({ profile: 'shared' });
    await stack.wp('eval', seed);
    const backend = createHttpBackend({ address: stack.url });
    const { order, session } = await backend.act('createOrder', {
      idempotencyKey: `hosting-${Date.now()}-key`,
      email: 'bea@example.org',
      locale: 'fr',
      lines: [{ type: 'offer', offer: 'offr_tonight', quantity: 1 }],
      currency: 'EUR',
      expectedTotal: { amountMinor: 1200, currency: 'EUR' },
      page: `${stack.url}/tonight/`,
    });
    const paying = Date.now();
    await backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: session?.token });
    const entry = await backend.act('enter', { show: 'tonight', device: 'phone' }, { session: session?.token });
    expect(entry.grant?.cameras[0]?.url).toMatch(/^https:\/\/stream\.example\/[\w-]{22}\/\d{10}\/stage\/master\.m3u8$/);
    expect(Date.now() - paying).toBeLessThan(10_000);

    await expect.poll(async () => (await stack?.mails())?.length, { timeout: 10_000 }).toBe(1);
    const [mail] = await stack.mails();
    expect(mail?.to).toEqual(['bea@example.org']);
    expect(mail?.subject).toBe('Vous y êtes : Tonight');
    expect(mail?.text).toMatch(/\/tonight\/#parterre=[\w-]{43}/);
    expect(mail?.html).toContain('#parterre=');
  });
});

describe('what is left out of answers to fans', () => {
  it('is there for everybody else, and a site can keep it', async () => {
    stack = await startStack();
    await stack.wp('eval', seed);
    const folder = join(stack.www, 'wp-content', 'mu-plugins');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'looks.php'),
      `<?php add_filter('rest_post_dispatch', function ($response, $server) {
        $response->header('X-Core-Routes', isset($server->get_routes()['/wp/v2/posts']) ? 'yes' : 'no');
        $response->header('X-Blocks', WP_Block_Type_Registry::get_instance()->is_registered('parterre/ticket') ? 'yes' : 'no');
        return $response;
      }, 10, 2);
      if (isset($_GET['whole'])) { add_filter('parterre_lean_requests', '__return_false'); }`,
    );
    const looks = async (path: string) => {
      const { status, headers } = await fetch(`${stack?.url}${path}`);
      return [status, headers.get('x-core-routes'), headers.get('x-blocks')];
    };
    expect(await looks('/wp-json/parterre/v1/shows/tonight')).toEqual([200, 'no', 'no']);
    expect(await looks('/?rest_route=/parterre/v1/shows/tonight')).toEqual([200, 'no', 'no']);
    expect(await looks('/wp-json/parterre/v1/shows/tonight?whole')).toEqual([200, 'yes', 'no']);
    expect(await looks('/wp-json/wp/v2/posts')).toEqual([200, 'yes', 'yes']);
  });
});

describe('a network of sites', () => {
  it('gives every site its own tables: at activation, at the first request, when it is added; and takes them with it', async () => {
    stack = await startStack({ multisite: true });
    const { sql, wp, url } = stack;
    const sites = async () =>
      (
        await sql(
          "SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE '%parterre_shows' ORDER BY 1",
        )
      ).map(({ name }) => name);
    expect(await sites()).toContain('wp_parterre_shows');
    // Activation does not loop over a network that may have thousands of sites: each heals itself.
    const venue = await createHttpBackend({ address: `${url}/second` }).read('getVenue', {});
    expect(venue.name).toBe('The second stage');
    expect(await sites()).toEqual(['wp_2_parterre_shows', 'wp_parterre_shows']);
    await wp('site', 'create', '--slug=third');
    expect(await sites()).toEqual(['wp_2_parterre_shows', 'wp_3_parterre_shows', 'wp_parterre_shows']);
    await wp('site', 'delete', '--slug=third', '--yes');
    expect(await sites()).toEqual(['wp_2_parterre_shows', 'wp_parterre_shows']);
  });

  it('lets what one site gave out open nothing at its neighbour', async () => {
    stack = await startStack({ multisite: true });
    await stack.wp('eval', seed);
    await stack.wp('eval', seed, `--url=${stack.url}/second`);
    const here = createHttpBackend({ address: stack.url });
    const there = createHttpBackend({ address: `${stack.url}/second` });
    const { order, session } = await here.act('createOrder', {
      idempotencyKey: `network-${Date.now()}-key`,
      email: 'bea@example.org',
      locale: 'en',
      lines: [{ type: 'offer', offer: 'offr_tonight', quantity: 1 }],
      currency: 'EUR',
      expectedTotal: { amountMinor: 1200, currency: 'EUR' },
      page: `${stack.url}/tonight/`,
    });
    await here.act('payTest', { order: order.id, outcome: 'approve' }, { session: session?.token });
    const entry = await here.act('enter', { show: 'tonight', device: 'phone' }, { session: session?.token });
    await expect.poll(async () => (await stack?.mails())?.length, { timeout: 10_000 }).toBe(1);
    const secret = /#parterre=([\w-]{43})/.exec((await stack.mails())[0]?.text ?? '')?.[1] ?? '';
    const refused = async (attempt: Promise<unknown>, code: string) =>
      expect(await attempt.catch((error: unknown) => error)).toMatchObject({ code });
    const token = { session: session?.token };
    await refused(there.read('getPasses', {}, token), 'session_expired');
    await refused(there.read('getOrder', { order: order.id }, token), 'session_expired');
    await refused(there.act('enter', { show: 'tonight', device: 'phone' }, token), 'session_expired');
    await refused(there.act('redeemPassLink', { type: 'link', secret, device: 'phone' }), 'link_invalid');
    const dir = /[0-9a-f]{32}/.exec(entry.roomUrl ?? '')?.[0] ?? '';
    expect((await fetch(`${stack.url}/wp-json/parterre/v1/feed/${dir}/head.json`)).status).toBe(200);
    expect((await fetch(`${stack.url}/second/wp-json/parterre/v1/feed/${dir}/head.json`)).status).toBe(404);
    // The link itself is good, at home.
    expect((await here.act('redeemPassLink', { type: 'link', secret, device: 'phone' })).session.kind).toBe('fan');
  });
});
