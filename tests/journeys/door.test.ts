// The door of the hall, on a phone whose network comes and goes.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn } from './admin.ts';
import { openWorld, type World } from './world.ts';

let world: World;

const open = async (page: Page, tab: string): Promise<void> => {
  await page.goto(`${world.site}/wp-admin/admin.php?page=parterre&tab=${tab}`);
};

/** Opens the list of the one show that has tickets for the hall. */
async function atTheDoor(page: Page): Promise<void> {
  await open(page, 'door');
  await page.locator('.parterre-door-shows button').first().click();
  await page.getByText('of 2 in').first().waitFor();
}

async function letIn(page: Page, text: string): Promise<void> {
  await page.getByLabel('Code, number, order or name').fill(text);
  await page.locator('.parterre-door-form').getByRole('button', { name: 'Let in' }).click();
}

describe('the door of the hall', () => {
  beforeAll(async () => {
    world = await openWorld({ language: 'en' });
  });
  afterAll(() => world?.close());

  it('lets an invited guest in without a network, and tells the other door once it is back', async () => {
    const north = await world.person({ size: 'phone', language: 'en' });
    await logIn(north.page, world.site);
    await open(north.page, 'guests');
    const form = north.page.locator('form.parterre-panel');
    await form.getByLabel('Name').fill('Ana Moreau');
    await form.getByLabel('Places').fill('2');
    await form.getByRole('button', { name: 'Invite' }).click();
    await north.page.getByText('Ana Moreau').first().waitFor();
    expect(await north.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    const south = await world.person({ size: 'phone', language: 'en' });
    await logIn(south.page, world.site);
    await atTheDoor(north.page);
    await atTheDoor(south.page);

    await north.context.setOffline(true);
    await north.page.getByText('No network.').waitFor();
    await letIn(north.page, '1');
    await north.page.getByRole('alert').getByText('Welcome!').waitFor();
    await north.page.getByText('1 mark waits on this device').waitFor();
    // The same ticket a second time, on the device that knows.
    await letIn(north.page, '1');
    await north.page.getByRole('alert').getByText('Already in at').waitFor();

    await north.context.setOffline(false);
    await north.page.getByText('Connected').waitFor();
    await south.page.reload();
    await south.page.getByText('1 of 2 in').first().waitFor();
    await letIn(south.page, '1');
    await south.page
      .getByRole('alert')
      .getByText(/Already in at .* by door A/)
      .waitFor();
    await south.page.getByRole('alert').getByRole('button', { name: 'Take back' }).click();
    await south.page.getByText('0 of 2 in').first().waitFor();
    await letIn(south.page, '99');
    await south.page.getByRole('alert').getByText('This is no ticket for this show.').waitFor();
    expect([...north.complaints, ...south.complaints].filter((text) => !text.includes('ERR_INTERNET'))).toEqual([]);
  });
});
