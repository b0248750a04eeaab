// The zip as a webmaster gets it: uploaded through wp-admin into a plain WordPress, then shortcodes in a classic theme and
// blocks in a block theme.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, run } from '../../tools/wordpress/cache.ts';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';
import { logIn } from './admin.ts';
import { launch, SIZES } from './world.ts';

const KINDS = ['player', 'chat', 'ticket', 'merch', 'countdown', 'shows', 'passes'];

let stack: Stack;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await run(process.execPath, ['--conditions=source', join(root, 'tools', 'build', 'main.ts'), 'zip'], { cwd: root });
  stack = await startStack({ plugin: 'none' });
  browser = await launch();
  page = await (await browser.newContext(SIZES.desktop)).newPage();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** A published page with this content; answers its id. */
const publish = async (name: string, content: string): Promise<number> =>
  Number(
    await stack.wp(
      'post',
      'create',
      '--post_type=page',
      '--post_status=publish',
      `--post_title=${name}`,
      `--post_name=${name}`,
      `--post_content=${content}`,
      '--porcelain',
    ),
  );

/** Every kind of tag stands in the page, is defined, and draws something. */
async function expectEveryTag(address: string, hidden: readonly string[] = []): Promise<void> {
  const errors: string[] = [];
  const note = (error: Error): unknown => errors.push(String(error));
  page.on('pageerror', note);
  await page.goto(address);
  for (const kind of KINDS) {
    const tag = page.locator(`live-${kind}`).first();
    await tag.waitFor({ state: 'attached' });
    await page.waitForFunction((name) => customElements.get(`live-${name}`), kind);
    if (!hidden.includes(kind)) {
      const box = await tag.boundingBox();
      expect(box?.width, kind).toBeGreaterThan(100);
      expect(box?.height, kind).toBeGreaterThan(20);
    }
  }
  await page.locator('live-ticket').getByRole('button', { name: 'Get this ticket' }).waitFor();
  page.off('pageerror', note);
  expect(errors).toEqual([]);
}

describe('the zip in a plain WordPress', () => {
  it('installs through an upload, and activates', async () => {
    await logIn(page, stack.url);
    await page.goto(`${stack.url}/wp-admin/plugin-install.php?tab=upload`);
    await page.locator('input[name=pluginzip]').setInputFiles(join(root, 'dist', 'parterre.zip'));
    await page.locator('#install-plugin-submit').click();
    await page.locator('a[href*="action=activate"]').first().click();
    await page.waitForURL(/plugins\.php/);
    expect(await stack.wp('plugin', 'list', '--name=parterre', '--field=status')).toContain('active');
    expect(await page.locator('#message.error, .notice-error').count()).toBe(0);
  });

  it('works by shortcodes in a classic theme', async () => {
    await stack.wp('parterre', 'demo', '--no-site');
    await stack.wp('theme', 'activate', 'parterre-classic');
    await publish('shortcodes', KINDS.map((kind) => `[parterre_${kind}]`).join('\n\n'));
    await expectEveryTag(`${stack.url}/shortcodes/`);
  });

  it('works by blocks in a classic theme and in a block theme', async () => {
    await publish('blocks', KINDS.map((kind) => `<!-- wp:parterre/${kind} /-->`).join('\n\n'));
    await expectEveryTag(`${stack.url}/blocks/`);
    await stack.wp('theme', 'activate', 'twentytwentyfive');
    await expectEveryTag(`${stack.url}/blocks/`);
    await expectEveryTag(`${stack.url}/shortcodes/`);
  });

  it('opens its blocks in the editor, each valid, and finds them in the inserter', async () => {
    const id = await publish('edit', KINDS.map((kind) => `<!-- wp:parterre/${kind} /-->`).join('\n\n'));
    await page.goto(`${stack.url}/wp-admin/post.php?post=${id}&action=edit`);
    interface Editor {
      select(store: string): {
        getBlocks(): { name: string; isValid: boolean }[];
        getBlockTypes(): { name: string }[];
      };
    }
    await page.waitForFunction(() => {
      const { data } = (globalThis as unknown as { wp: { data?: Editor } }).wp ?? {};
      return (data?.select('core/block-editor').getBlocks().length ?? 0) > 0;
    });
    const blocks = await page.evaluate(() => {
      const { data } = (globalThis as unknown as { wp: { data: Editor } }).wp;
      return {
        present: data
          .select('core/block-editor')
          .getBlocks()
          .map(({ name, isValid }) => [name, isValid]),
        known: data
          .select('core/blocks')
          .getBlockTypes()
          .map(({ name }) => name),
      };
    });
    expect(blocks.present).toEqual(KINDS.map((kind) => [`parterre/${kind}`, true]));
    expect(blocks.known).toEqual(expect.arrayContaining(KINDS.map((kind) => `parterre/${kind}`)));
  });
});
