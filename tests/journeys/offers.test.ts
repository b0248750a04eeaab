// What a venue sets up in the show editor, and what a fan sees of it a moment later.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn } from './admin.ts';
import { openWorld, PAGES, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const words = dictionaries.en;
let world: World;

beforeAll(async () => {
  world = await openWorld({ language: 'en' });
});
afterAll(() => world?.close());

async function edit(page: Page, show: string): Promise<void> {
  await page.goto(`${world.site}/wp-admin/admin.php?page=parterre&open=${show}`);
  await page.locator('.parterre-editor').getByRole('button', { name: 'Save', exact: true }).waitFor();
}

const card = (page: Page, offer: string): Locator => page.getByRole('group', { name: offer, exact: true }).first();

async function save(page: Page): Promise<void> {
  await page.locator('.parterre-editor').getByRole('button', { name: 'Save', exact: true }).click();
}

describe('a venue that sets up its offers', () => {
  it('lets buyers choose the price, on a phone, and fans see it', async () => {
    const desk = await world.person({ size: 'phone', language: 'en' });
    await logIn(desk.page, world.site);
    await edit(desk.page, 'show_demo_halo');
    const replay = card(desk.page, 'Replay');
    await replay.getByLabel('What it costs').selectOption('choose');
    await replay.getByLabel(/^At least/).fill('0.20');
    await replay.getByLabel(/^Amounts to suggest/).fill('5 8 12');
    await save(desk.page);
    await replay.getByRole('alert').getByText('Cards cannot be charged less than 0.50 EUR').waitFor();
    await replay.getByLabel(/^At least/).fill('4');
    await save(desk.page);
    await desk.page.getByText('Saved. Fans see it now.').first().waitFor();
    expect(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(desk.complaints).toEqual([]);
    await desk.context.close();

    const fan = await world.person({ size: 'phone', language: 'en' });
    await fan.page.goto(`${world.site}/halo/`);
    const shop = fan.page.locator('live-ticket');
    await shop.getByText(words.ticket.from('€4')).waitFor();
    await shop.getByRole('button', { name: words.ticket.get }).click();
    await shop.getByText('€8', { exact: true }).click();
    await shop.getByRole('button', { name: words.checkout.pay('€8') }).waitFor();
    await fan.context.close();
  });

  it('opens the rest of an offer by keyboard, and says in a line what is set there', async () => {
    const { page, context } = await world.person({ language: 'en' });
    await logIn(page, world.site);
    await edit(page, 'show_demo_current');
    const live = card(page, 'Live + replay');
    const more = live.locator('.parterre-more > summary');
    await more.focus();
    await page.keyboard.press('Enter');
    const most = live.getByLabel('At most per person');
    await most.waitFor();
    await most.focus();
    await page.keyboard.type('3');
    await more.getByText('3 per person').waitFor();
    await more.focus();
    await page.keyboard.press('Enter');
    await most.waitFor({ state: 'hidden' });
    await save(page);
    await page.getByText('Saved. Fans see it now.').first().waitFor();
    await edit(page, 'show_demo_current');
    await card(page, 'Live + replay').getByText('3 per person').waitFor();
    await context.close();
  });

  it('says that the hall is full, and the stream takes over on the page that is open', async () => {
    const fan = await world.person({ language: 'en' });
    await fan.page.goto(world.site + PAGES.en.coming);
    const shop = fan.page.locator('live-ticket');
    await shop.getByRole('button', { name: words.ticket.get }).waitFor();
    const { page, context } = await world.person({ language: 'en' });
    await logIn(page, world.site);
    await edit(page, 'show_demo_current');
    await card(page, 'Places in the hall').getByLabel('Full: the rest is sold elsewhere').check();
    await save(page);
    await page.getByText('Saved. Fans see it now.').first().waitFor();
    await shop.getByText(words.ticket.handover).waitFor();
    await fan.context.close();
    await context.close();
  });
});
