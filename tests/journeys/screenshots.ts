// `npm run screenshots`: what the demo venue looks like, photographed on a desktop and on a phone while people use it.
// Writes docs/screenshots/NAME.{desktop,phone}.webp, each at most 200 kB, shown by docs/screenshots.md.
//
//   npm run screenshots -- live merch     only these
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startMailbox } from '../../demo/mailbox/server.ts';
import { root } from '../../tools/wordpress/cache.ts';
import { logIn } from './admin.ts';
import { buy, pause, payLabel, pictureMoves, say, watch } from './fan.ts';
import { openWorld, PAGES, type Person, type Size, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const MAX_BYTES = 200_000;
const words = dictionaries.fr;
const pages = PAGES.fr;
const folder = join(root, 'docs', 'screenshots');
const sizes: Size[] = ['desktop', 'phone'];

/** What the room says before the picture is taken. */
const TALK = [
  ['Mia', 'On est au complet, du balcon jusqu’à Montréal 🌙'],
  ['Théo & Jo', 'La basse !! Même sur mon téléphone.'],
  ['نور', 'تحية من تونس'],
  ['Béa', 'Premier rang, comme d’habitude. Sauf que j’ai mes chaussons.'],
  ['Sacha', 'Quelqu’un a le titre de celle-ci ?'],
] as const;

/** Takes the picture, and makes it smaller until it fits. Encoded by the browser: nothing else need be installed. */
async function shoot(browser: Browser, page: Page, name: string, size: Size): Promise<void> {
  // A field that keeps the focus after it was used would wear its ring in the picture.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await pause(700);
  const png = await page.screenshot({ type: 'png' });
  const encoder = await browser.newPage();
  try {
    for (const quality of [0.9, 0.8, 0.7, 0.6, 0.45, 0.3]) {
      const url = await encoder.evaluate(
        async ([data, wanted]) => {
          const image = new Image();
          image.src = `data:image/png;base64,${data}`;
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = image.naturalWidth;
          canvas.height = image.naturalHeight;
          canvas.getContext('2d')?.drawImage(image, 0, 0);
          return canvas.toDataURL('image/webp', wanted);
        },
        [png.toString('base64'), quality] as const,
      );
      const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
      if (bytes.length > MAX_BYTES) continue;
      await writeFile(join(folder, `${name}.${size}.webp`), bytes);
      console.log(`${name}.${size}.webp  ${Math.round(bytes.length / 1000)} kB`);
      return;
    }
    throw new Error(`${name}.${size} does not fit into ${MAX_BYTES} bytes.`);
  } finally {
    await encoder.close();
  }
}

/** Brings the element to the top of the window, and every picture on the way into it. */
async function show(page: Page, selector: string, above = 24): Promise<void> {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      scrollTo(0, y);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  });
  await page
    .locator(selector)
    .first()
    .evaluate((element, space) => scrollTo(0, element.getBoundingClientRect().top + scrollY - space), above);
}

type Scene = (world: World, person: Person, size: Size) => Promise<void>;

const scenes: Record<string, Scene> = {
  async home(world, { page }) {
    await page.goto(`${world.site}/`);
    await page.locator('live-shows').getByRole('link').first().waitFor();
    await show(page, 'body', 0);
  },
  async live(world, { page }, size) {
    await page.goto(world.site + pages.live);
    await buy(page, words, `photo-${size}@parterre.example`, 'Direct + coulisses');
    await watch(page, words);
    await say(
      page,
      words,
      size === 'phone' ? 'Bonsoir de Brest !' : 'Bonsoir de Brest ! Le son est magnifique.',
      'Anouk',
    );
    await show(page, 'live-player', size === 'phone' ? 0 : 90);
    await page.mouse.move(5, 5);
    await pause(4000);
  },
  async 'player-settings'(world, { page }, size) {
    await page.goto(world.site + pages.live);
    await buy(page, words, `settings-${size}@parterre.example`);
    await watch(page, words);
    await show(page, 'live-player', size === 'phone' ? 0 : 60);
    await page.locator('live-player').hover();
    await page.getByRole('button', { name: words.player.settings, exact: true }).click();
    await page.getByRole('switch', { name: /Son seul/ }).waitFor();
  },
  async 'player-full'(world, { page }, size) {
    await page.goto(world.site + pages.live);
    await buy(page, words, `full-${size}@parterre.example`);
    await watch(page, words);
    await say(page, words, 'Plein écran, et vous êtes toujours là ✨', 'Anouk');
    await page.locator('live-player').hover();
    await page.getByRole('button', { name: words.player.fullscreen, exact: true }).click();
    await page.getByRole('button', { name: words.player.exitFullscreen, exact: true }).waitFor();
  },
  async 'player-trouble'(world, { page }, size) {
    await page.goto(world.site + pages.live);
    await buy(page, words, `trouble-${size}@parterre.example`);
    await watch(page, words);
    await show(page, 'live-player', size === 'phone' ? 0 : 60);
    world.venue.stage.control({ action: 'cut', stream: '*', seconds: 90 });
    await page.locator('live-player').getByText('PA23').waitFor({ timeout: 40_000 });
    world.venue.stage.control({ action: 'reset' });
  },
  async tickets(world, { page }) {
    await page.goto(world.site + pages.live);
    const shop = page.locator('live-ticket');
    await shop.getByRole('button', { name: words.ticket.get }).click();
    await shop.getByLabel(words.checkout.email).fill('anouk@parterre.example');
    await shop.getByRole('button', { name: payLabel(words.checkout) }).waitFor();
    await show(page, 'live-ticket', 40);
  },
  async 'on-sale'(world, { page }) {
    await page.goto(world.site + pages.coming);
    await page.locator('live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
    await show(page, 'body', 0);
  },
  async 'full-hall'(world, { page }) {
    await page.goto(`${world.site}/velours/`);
    await page.locator('live-ticket').getByText(words.ticket.handover).waitFor();
    await show(page, 'live-ticket', 40);
  },
  async replay(world, { page }, size) {
    await page.goto(`${world.site}/halo/`);
    await buy(page, words, `photo-${size}@parterre.example`);
    await page.getByRole('button', { name: words.player.watchReplay }).click();
    await pictureMoves(page);
    await show(page, 'live-player', size === 'phone' ? 0 : 90);
    await page.locator('live-player').hover();
  },
  async open(world, { page }) {
    await page.goto(world.site + pages.open);
    await page.getByRole('button', { name: words.player.watchReplay }).click();
    await pictureMoves(page);
    await show(page, 'body', 0);
  },
  async merch(world, { page }, size) {
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
  async passes(world, { page }, size) {
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
  async mailbox(world, { page }) {
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
  async admin(world, { page }) {
    // Portraits come from another host.
    await world.venue.stack.wp('option', 'update', 'show_avatars', '0');
    await logIn(page, world.site);
    await page.goto(`${world.site}/wp-admin/admin.php?page=parterre`);
    await page.locator('#parterre-admin').getByText('Soleil de minuit').first().click();
    await page.locator('#parterre-admin input').first().waitFor();
  },
  async desk(world, { page }) {
    await world.venue.stack.wp('option', 'update', 'show_avatars', '0');
    await logIn(page, world.site);
    await page.goto(`${world.site}/wp-admin/admin.php?page=parterre&tab=desk`);
    const desk = page.locator('.parterre-desk');
    await desk.locator('.parterre-pictures .is-arriving').first().waitFor({ timeout: 60_000 });
    await show(page, '.parterre-desk', 60);
  },
  async offers(world, { page }) {
    await logIn(page, world.site);
    await page.goto(`${world.site}/wp-admin/admin.php?page=parterre&open=show_demo_current`);
    const card = page.getByRole('group', { name: 'Direct, prévente', exact: true }).first();
    await card.locator('.parterre-more > summary').click();
    await card.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 150));
  },
  async embed(world, { page }) {
    await page.goto(`${world.venue.pages.url}/`);
    await page.locator('live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
    await show(page, 'body', 0);
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in scenes));
if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(scenes).join(', ')}`);

await mkdir(folder, { recursive: true });
const world = await openWorld();
try {
  if (asked.length === 0 || asked.includes('live') || asked.includes('player-full')) {
    for (const [index, [name, text]] of TALK.entries()) {
      const guest = await world.person();
      await guest.page.goto(world.site + pages.live);
      await buy(guest.page, words, `guest-${index}@parterre.example`);
      await say(guest.page, words, text, name);
      await guest.context.close();
    }
  }
  for (const [name, scene] of Object.entries(scenes)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    for (const size of sizes) {
      const person = await world.person({ size });
      await scene(world, person, size);
      await shoot(world.browser, person.page, name, size);
      await person.context.close();
    }
  }
} finally {
  await world.close();
}
