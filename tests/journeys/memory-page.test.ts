// The page without a server: the memory backend in the page, the picture from the stage, the desk at the top.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signStagePath, startStage, type Stage } from '../../demo/stage/server.ts';
import { startPages, type Pages } from '../../tools/start/pages.ts';
import { ensureBuilt } from '../../tools/wordpress/plugin.ts';
import { buy, pictureMoves, say, watch } from './fan.ts';
import { launch, SIZES } from './world.ts';
import { words as dictionaries } from './words.ts';

const words = dictionaries.fr;
const SECRET = 'only for this page';

let stage: Stage;
let pages: Pages;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  await ensureBuilt(() => {});
  stage = await startStage({ port: 0, secret: SECRET });
  pages = await startPages(
    0,
    { stage: stage.url },
    { signStage: (stream, until) => signStagePath(stream, until, SECRET) },
  );
  browser = await launch();
  page = await (await browser.newContext({ ...SIZES.phone, locale: 'fr-FR', reducedMotion: 'reduce' })).newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${pages.url}/memory.html`);
});
afterAll(async () => {
  await browser?.close();
  await pages?.stop();
  await stage?.stop();
});

const desk = (name: string): Promise<void> => page.locator('#desk').getByRole('button', { name, exact: true }).click();

describe('the page without a server', () => {
  it('sells, plays and talks', async () => {
    await buy(page.locator('.halves'), words, 'bea@parterre.example', 'Direct et replay');
    await watch(page, words);
    await say(page, words, 'Personne d’autre ici ?');
  });

  it('sells the stream of a full hall, and what only a code opens', async () => {
    const shop = page.locator('.sales live-ticket');
    await shop.getByText(words.ticket.handover).waitFor();
    await shop.getByText(words.ticket.nextAfter(10)).waitFor();
    await shop.getByText(words.ticket.haveCode).click();
    await shop.getByLabel(words.ticket.code).fill('complices');
    await shop.getByRole('button', { name: words.ticket.useCode }).click();
    await buy(page.locator('.sales'), words, 'bea@parterre.example', 'tarif complice');
  });

  it('follows the desk through the evening without a reload', async () => {
    const player = page.locator('live-player');
    await desk('Pause');
    await player.getByText(words.player.pausedTitle).waitFor();
    await desk('Direct');
    await pictureMoves(page);
    // Whoever is watching sees to its end what is on the way to them; a picture that stands gives way at once.
    await player.getByRole('group', { name: words.player.controls }).hover();
    await player.getByRole('button', { name: words.player.pause }).click();
    await desk('Fin');
    await player.getByText(words.player.endedTitle).waitFor();
    await desk('Replay');
    await player.getByRole('button', { name: words.player.watchReplay }).click();
    await pictureMoves(page);
  });

  it('moves nothing but the picture for somebody who has asked for less motion', async () => {
    const player = page.locator('live-player');
    await player.getByRole('group', { name: words.player.controls }).hover();
    const moving = await player.evaluate((host) => {
      const seconds = (list: string) => Math.max(...list.split(',').map(Number.parseFloat));
      const within = (root: ShadowRoot | null): Element[] =>
        [...(root?.querySelectorAll('*') ?? [])].flatMap((one) => [one, ...within(one.shadowRoot)]);
      return within(host.shadowRoot)
        .filter((one) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(one);
          return (
            seconds(transitionDuration) > 0.001 || (animationName !== 'none' && seconds(animationDuration) > 0.001)
          );
        })
        .map(({ localName, className }) => `${localName}.${className}`);
    });
    expect(moving).toEqual([]);
  });

  it('changes its language and its colours on the spot', async () => {
    await desk('English');
    await page.locator('live-passes').getByText(dictionaries.en.passes.title).first().waitFor();
    await desk('Sombre');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  });

  it('keeps orders over a reload, and forgets them when told', async () => {
    await page.reload();
    await page.locator('.halves live-ticket').getByRole('heading', { name: words.ticket.yourTicket }).waitFor();
    await desk('Tout oublier');
    await page.locator('.halves live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
    expect(complaints).toEqual([]);
  });
});
