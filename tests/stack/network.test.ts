// A network of sites: each has a venue of its own, also the ones that come later.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ multisite: true });
});
afterAll(async () => stack?.stop());

/** How many of the plugin's tables a site of the network has. */
async function tables(prefix: string): Promise<number> {
  const rows = await stack.sql(
    `SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_NAME LIKE '${prefix.replaceAll('_', '\\_')}parterre\\_%'`,
  );
  return rows.length;
}

describe('a network of sites', () => {
  it('gives a site that is added later its own tables, and takes them with the site', async () => {
    await stack.wp('plugin', 'activate', 'parterre', '--network').catch((error: unknown) => {
      if (!String(error).includes('already')) throw error;
    });
    const main = await tables('wp_');
    expect(main).toBeGreaterThan(25);
    const id = (await stack.wp('site', 'create', '--slug=third', '--porcelain')).trim();
    expect(await tables(`wp_${id}_`)).toBe(main);
    await stack.wp('site', 'delete', id, '--yes');
    expect(await tables(`wp_${id}_`)).toBe(0);
    expect(await tables('wp_')).toBe(main);
  });

  it('keeps the shows of two sites apart', async () => {
    const second = `${stack.url}/second`;
    await stack.wp(`--url=${second}`, 'parterre', 'demo', '--no-site');
    const shows = async (site: string) =>
      (
        (await (await fetch(`${site}/?rest_route=/parterre/v1/shows&which=all`)).json()) as {
          shows: { title: string }[];
        }
      ).shows.length;
    expect(await shows(second)).toBeGreaterThan(0);
    expect(await shows(stack.url)).toBe(0);
  });

  it('deletes the data of the sites that asked for it, and of no other', async () => {
    const second = `${stack.url}/second`;
    await stack.wp(
      `--url=${second}`,
      'option',
      'patch',
      'insert',
      'parterre_settings',
      'delete_on_uninstall',
      'true',
      '--format=json',
    );
    await stack.wp('plugin', 'deactivate', 'parterre', '--network');
    await stack.wp('plugin', 'uninstall', 'parterre', '--skip-delete');
    expect(await tables('wp_2_')).toBe(0);
    expect(await tables('wp_')).toBeGreaterThan(25);
  });
});
