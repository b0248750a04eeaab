// What the venue's visitors see beside the picture: pages, shop, tickets, mails.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMailbox } from '../../../demo/mailbox/server.ts';
import { buy, pause, payLabel, pictureMoves, say, watch } from '../fan.ts';
import { PAGES } from '../world.ts';
import { words as dictionaries } from '../words.ts';
import { show, type Scene } from './scene.ts';

const words = dictionaries.fr;
const pages = PAGES.fr;

export const pageScenes: Record<string, Scene> = {
  home: {
    async take(world, { page }) {
      await page.goto(`${world.site}/`);
      await page.locator('live-shows').getByRole('link').first().waitFor();
      await show(page, 'body', 0);
    },
  },
  tickets: {
    async take(world, { page }) {
      await page.goto(world.site + pages.live);
      const shop = page.locator('live-ticket');
      await shop.getByRole('button', { name: words.ticket.get }).click();
      await shop.getByLabel(words.checkout.email).fill('anouk@parterre.example');
      await shop.getByRole('button', { name: payLabel(words.checkout) }).waitFor();
      await show(page, 'live-ticket', 40);
    },
  },
  'on-sale': {
    async take(world, { page }) {
      await page.goto(world.site + pages.coming);
      await page.locator('live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
      await show(page, 'body', 0);
    },
  },
  'full-hall': {
    async take(world, { page }) {
      await page.goto(`${world.site}/velours/`);
      await page.locator('live-ticket').getByText(words.ticket.handover).waitFor();
      await show(page, 'live-ticket', 40);
    },
  },
  open: {
    async take(world, { page }) {
      await page.goto(world.site + pages.open);
      await page.getByRole('button', { name: words.player.watchReplay }).click();
      await pictureMoves(page);
      await show(page, 'body', 0);
    },
  },
  english: {
    async take(world, { page }, size) {
      const { en } = dictionaries;
      await page.goto(`${world.site}/english/`);
      await buy(page, en, `english-${size}@parterre.example`);
      await watch(page, en);
      await say(page, en, size === 'phone' ? 'Hello from Cork!' : 'Hello from Cork, volume all the way up.', 'Aoife');
      const scene = await show(page, '.parterre-stage', size === 'phone' ? 12 : 90);
      await page.locator('live-player').hover();
      return scene;
    },
  },
  merch: {
    async take(world, { page }, size) {
      await page.goto(world.site + pages.live);
      const stand = page.locator('live-merch');
      await stand.getByRole('radio', { name: 'M', exact: true }).check({ force: true });
      await stand.getByRole('button', { name: /T-shirt/ }).click();
      await stand.getByRole('button', { name: /« Halo »/ }).click();
      await stand.getByRole('button', { name: words.merch.order }).waitFor();
      await stand.getByRole('button', { name: words.merch.more('« Halo », vinyle numéroté') }).waitFor();
      // The table and the cart: what lies between them matters more than where either begins.
      await show(page, 'live-merch', size === 'phone' ? -1250 : -190);
    },
  },
  passes: {
    async take(world, { page }, size) {
      await page.goto(world.site + pages.live);
      await buy(page, words, `anouk-${size}@parterre.example`, 'Direct + coulisses');
      const stand = page.locator('live-merch');
      await stand.getByRole('button', { name: /« Halo »/ }).click();
      await stand.getByRole('button', { name: words.merch.order }).click();
      await stand.getByLabel(words.checkout.email).fill(`anouk-${size}@parterre.example`);
      await stand.getByRole('button', { name: payLabel(words.checkout) }).click();
      await stand.getByRole('button', { name: words.checkout.testApprove }).click();
      await stand.getByRole('heading', { name: words.merch.thanks }).waitFor();
      await page.goto(world.site + pages.passes);
      await page.locator('live-passes').getByText('Soleil de minuit').first().waitFor();
      await show(page, 'live-passes', 20);
    },
  },
  mailbox: {
    async take(world, { page }) {
      const box = await mkdtemp(join(tmpdir(), 'parterre-mailbox-'));
      const mailbox = await startMailbox({ port: 0, smtpPort: 0, folder: box });
      try {
        for (const mail of await world.venue.stack.mails()) await mailbox.store.add(await readFile(mail.file));
        await page.goto(`${mailbox.url}/`);
        await pause(500);
        // The picture is taken by the caller; what it shows stays when the server is gone.
      } finally {
        await mailbox.stop();
        await rm(box, { recursive: true, force: true });
      }
    },
  },
  embed: {
    async take(world, { page }) {
      await page.goto(`${world.venue.pages.url}/`);
      await page.locator('live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
      await show(page, 'body', 0);
    },
  },
};
