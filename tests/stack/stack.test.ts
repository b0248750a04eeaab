// The native stack as a rig: does it keep what its options promise? What the plugin does on it is tested elsewhere.
import { existsSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTo } from '../../tools/wordpress/ports.ts';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';

const open = (stack: Stack): Promise<boolean> =>
  connectTo(Number(new URL(stack.url).port)).then(
    () => true,
    () => false,
  );

const sendMail = (stack: Stack, subject: string): Promise<string> =>
  stack.wp('eval', `var_dump(wp_mail('lea@example.test', '${subject}', "Bonjour é\\nhttps://example.test/#code=1"));`);

describe('the standard profile', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ plugin: 'none', locale: 'fr_FR' });
  });
  afterAll(() => stack?.stop());

  it('serves WordPress in French, with pretty addresses and without redirecting in circles', async () => {
    const home = await fetch(`${stack.url}/`, { redirect: 'error' });
    expect(home.status).toBe(200);
    expect(await home.text()).toContain('<html lang="fr-FR"');
    const api = await fetch(`${stack.url}/wp-json/`, { redirect: 'error' });
    expect(((await api.json()) as { url: string }).url).toBe(stack.url);
    expect((await fetch(`${stack.url}/no-such-page/`)).status).toBe(404);
  });

  it('logs what PHP has to say', async () => {
    await stack.wp('eval', 'trigger_error("the log works", E_USER_WARNING);');
    expect(await readFile(`${stack.logs}/php.log`, 'utf8')).toContain('the log works');
  });

  it('serves no hidden file', async () => {
    expect((await fetch(`${stack.url}/.htaccess`)).status).toBe(403);
  });

  it('validates and revalidates static files', async () => {
    const script = `${stack.url}/wp-includes/js/jquery/jquery.min.js`;
    const first = await fetch(script);
    await first.arrayBuffer();
    const again = await fetch(script, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  it('files every mail where tests can read it', async () => {
    await sendMail(stack, 'Votre billet');
    const mails = await stack.mails();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: ['lea@example.test'], subject: 'Votre billet' });
    expect(mails[0]?.text).toContain('https://example.test/#code=1');
  });

  it('gives the truth of the database, with its newlines and nulls', async () => {
    expect(await stack.sql(`SELECT 'a\\nb\\tc\\\\d' AS text, NULL AS nothing, 3 AS number`)).toEqual([
      { text: 'a\nb\tc\\d', nothing: null, number: '3' },
    ]);
    expect(await stack.sql(`SELECT option_value FROM wp_options WHERE option_name = 'home' AND 1 = 0`)).toEqual([]);
  });

  it('reports what WP-CLI says when it fails', async () => {
    await expect(stack.wp('plugin', 'activate', 'no-such-plugin')).rejects.toThrow('no-such-plugin');
  });

  it('has a classic theme beside the block themes', async () => {
    expect((await stack.wp('theme', 'list', '--field=name')).split('\n')).toEqual(
      expect.arrayContaining(['parterre-classic', 'twentytwentyfive']),
    );
  });

  it('runs its servers as an unprivileged user', () => {
    if (process.getuid?.() !== 0) return expect(stack.user).toBeUndefined();
    expect(stack.user?.uid).toBeGreaterThan(0);
    expect(statSync(`/proc/${stack.services.php.pid}`).uid).toBe(stack.user?.uid);
    expect(statSync(`/proc/${stack.services.database.pid}`).uid).toBeGreaterThan(0);
  });

  it('lets PHP reach its own site', async () => {
    expect(await stack.wp('eval', 'echo wp_remote_retrieve_response_code(wp_remote_get(home_url("/")));')).toBe('200');
  });

  it('leaves nothing: no server, no folder', async () => {
    await stack.stop();
    expect(await open(stack)).toBe(false);
    expect(existsSync(stack.folder)).toBe(false);
  });
});

describe('the profile of a five-euro host, as a network of sites', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ plugin: 'none', profile: 'shared', multisite: true });
  });
  afterAll(() => stack?.stop());

  it('gives PHP 128 MB', async () => {
    await writeFile(
      `${stack.www}/limit.php`,
      `<?php echo ini_get('memory_limit'), ' ', (int) opcache_get_status(false)['opcache_enabled'];`,
    );
    expect(await (await fetch(`${stack.url}/limit.php`)).text()).toBe('128M 1');
  });

  it('answers four requests at once and lets the fifth wait', async () => {
    await writeFile(`${stack.www}/slow.php`, `<?php usleep(500000);`);
    const startedAt = Date.now();
    await Promise.all(Array.from({ length: 5 }, () => fetch(`${stack.url}/slow.php`)));
    const took = Date.now() - startedAt;
    expect(took).toBeGreaterThanOrEqual(1000);
    expect(took).toBeLessThan(2000);
  });

  it('refuses the sixteenth database connection', async () => {
    const { host, user, password } = { host: `127.0.0.1:${stack.database.port}`, ...stack.database };
    const code = `mysqli_report(MYSQLI_REPORT_OFF); $open = []; for ($i = 0; $i < 20; $i++) { [$h, $p] = explode(':', '${host}'); $c = @mysqli_connect($h, '${user}', '${password}', '', (int) $p); if (!$c) { break; } $open[] = $c; } echo count($open);`;
    expect(await stack.php(['-r', code])).toBe('15');
  });

  it('does not let PHP reach its own site', async () => {
    expect(await stack.wp('eval', 'echo is_wp_error(wp_remote_get(home_url("/"))) ? "cut off" : "reached";')).toBe(
      'cut off',
    );
  });

  it('sends no more than one mail a second', async () => {
    const startedAt = Date.now();
    await Promise.all(['a', 'b', 'c'].map((subject) => sendMail(stack, subject)));
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(3000);
    expect((await stack.mails()).map((mail) => mail.subject).sort()).toEqual(['a', 'b', 'c']);
  });

  it('serves the second site of the network', async () => {
    const api = (await (await fetch(`${stack.url}/second/wp-json/`)).json()) as { name: string };
    expect(api.name).toBe('The second stage');
    expect((await fetch(`${stack.url}/second/wp-login.php`)).status).toBe(200);
  });
});

describe('a stack whose database dies', () => {
  it('says which program ended', async () => {
    const stack = await startStack({ plugin: 'none' });
    process.kill(stack.services.database.pid, 'SIGKILL');
    expect(await stack.ended).toContain('MariaDB ended (SIGKILL)');
    await stack.stop();
    expect(await open(stack)).toBe(false);
  });
});
