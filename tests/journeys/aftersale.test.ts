// What happens to a fan after the sale, on a phone: goods that are posted and given back, a ticket for somebody else, a television,
// a clip that proves the ticket.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import screenDoor from '../../packages/elements/src/pairing/screen-door.fr.ts';
import ways from '../../packages/elements/src/live-player/ways/ways.fr.ts';
import { buy, eventually, mailTo, passLinkOf, payLabel, pictureMoves } from './fan.ts';
import { openWorld, PAGES, type Person, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const words = dictionaries.fr;
const pages = PAGES.fr;
const BEA = 'bea-apres@parterre.example';
const KIM = 'kim-apres@parterre.example';

const POSTAGE = `Parterre\\Plugin::instance()->get(Parterre\\Settings::class)->set(['postage_zones' => [
  ['name' => 'Envoi en France', 'countries' => ['FR'], 'priceMinor' => 490, 'extraMinor' => 100],
  ['name' => 'Envoi en Europe', 'countries' => ['BE', 'DE'], 'priceMinor' => 990, 'extraMinor' => 200]]]);`;

let world: World;
let bea: Person;
const passes = (page: Page) => page.locator('live-passes');
const narrow = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** Opens the tickets and proves the mailbox with the six digits of a mail. */
async function prove(page: Page, email: string): Promise<void> {
  await page.goto(world.site + pages.passes);
  const tag = passes(page);
  await tag
    .getByRole('button', { name: words.passes.prove })
    .or(tag.getByRole('button', { name: words.passes.open }))
    .first()
    .click();
  await tag.getByLabel(words.passLink.email).fill(email);
  const before = (await world.venue.stack.mails()).length;
  await tag.getByRole('button', { name: words.passLink.send }).click();
  const mail = await eventually('the mail with the code', async () =>
    (await world.venue.stack.mails())
      .slice(before)
      .find(({ to, subject }) => to.includes(email) && /^\d{6} /.test(subject)),
  );
  await tag.getByLabel(words.passLink.code).fill(mail.subject.slice(0, 6));
  await tag.getByRole('heading', { name: words.passes.moving, exact: true }).waitFor();
}

describe('after the sale, on a phone', () => {
  beforeAll(async () => {
    world = await openWorld({ language: 'fr' });
    await world.venue.stack.wp('eval', POSTAGE);
    bea = await world.person({ size: 'phone' });
  });
  afterAll(() => world?.close());

  it('posts a T-shirt to Brussels, for a price that is said before paying', async () => {
    await bea.page.goto(world.site + pages.live);
    const stand = bea.page.locator('live-merch');
    const shirt = stand.getByRole('listitem').filter({ has: bea.page.getByRole('heading', { name: /T-shirt/ }) });
    await shirt.getByRole('radio', { name: 'M', exact: true }).check({ force: true });
    await shirt.getByRole('button').click();
    await stand.getByRole('button', { name: words.merch.order }).click();
    await stand.getByRole('radio', { name: new RegExp(`^${words.checkout.post}`) }).check();
    await stand.getByLabel(words.checkout.destination).selectOption('BE');
    await stand.getByRole('button', { name: /34,90/ }).waitFor();
    const address = words.checkout.address;
    await stand.getByLabel(address.name).fill('Béa Martin');
    await stand.getByLabel(address.line1).fill('12, rue Haute');
    await stand.getByLabel(address.postcode).fill('1000');
    await stand.getByLabel(address.city).fill('Bruxelles');
    await stand.getByLabel(words.checkout.email).fill(BEA);
    expect(await narrow(bea.page)).toBe(true);
    await stand.getByRole('button', { name: payLabel(words.checkout) }).click();
    await stand.getByRole('button', { name: words.checkout.testApprove }).click();
    await stand.getByText(words.merch.posted('Bruxelles')).waitFor();
    const posted = await world.venue.stack.sql('SELECT method, post_address FROM wp_parterre_deliveries');
    expect(posted).toHaveLength(1);
    expect(JSON.parse(posted[0]!['post_address']!)).toMatchObject({
      city: 'Bruxelles',
      country: 'BE',
      postcode: '1000',
    });
  });

  it('takes the contract back in two steps, and acknowledges it by mail', async () => {
    await bea.page.goto(world.site + pages.passes);
    const tag = passes(bea.page);
    await tag.getByText(words.passes.toBePosted('Bruxelles')).waitFor();
    await tag.locator('summary').filter({ hasText: '34,90' }).click();
    await tag.getByRole('button', { name: words.passes.withdraw }).click();
    await tag.getByText(/34,90\s€ vous seront remboursés/).waitFor();
    await tag.getByRole('button', { name: words.passes.withdrawConfirm }).click();
    await tag.getByText(/^Rétractation du /).waitFor();
    await mailTo(world, BEA, ({ subject }) => /étractation/.test(subject));
    const [delivery] = await world.venue.stack.sql('SELECT state FROM wp_parterre_deliveries');
    expect(delivery?.['state']).toBe('cancelled');
  });

  it('proves a ticket with a clip before doors', async () => {
    await bea.page.goto(world.site + pages.coming);
    await buy(bea.page, words, BEA);
    await bea.page.getByRole('button', { name: words.player.tryTicket }).click();
    await pictureMoves(bea.page);
    await bea.page.getByText(ways.works).first().waitFor({ timeout: 30_000 });
  });

  it('hands a ticket on: it stays until the other accepts, and then lets in the other alone', async () => {
    await prove(bea.page, BEA);
    const tag = passes(bea.page);
    await tag
      .locator('[part=transfer] summary')
      .filter({ hasText: /En direct/ })
      .first()
      .click();
    await tag.locator('[part=transfer] details[open]').getByLabel(words.passes.shareWith).fill(KIM);
    await tag.getByRole('button', { name: words.passes.handOn, exact: true }).click();
    await tag.getByText(/n’a pas encore accepté/).waitFor();
    expect(await narrow(bea.page)).toBe(true);
    const offered = await mailTo(world, KIM, ({ subject }) => subject.startsWith('À accepter'));
    expect(offered.text).not.toContain(BEA);

    const kim = await world.person({ size: 'phone' });
    await kim.page.goto(passLinkOf(offered));
    await kim.page.getByRole('button', { name: words.passLink.open }).first().click();
    await mailTo(world, KIM, ({ subject }) => subject.startsWith('C’est à vous'));
    await mailTo(world, BEA, ({ subject }) => subject.startsWith('Transmis'));
    await kim.page.goto(world.site + pages.passes);
    await passes(kim.page).getByText(words.passes.live).first().waitFor();
    await bea.page.reload();
    await passes(bea.page).getByText(words.passes.noTickets).waitFor();
    expect([...kim.complaints, ...bea.complaints]).toEqual([]);
    await kim.context.close();
  });

  it('lets a television in by six letters from the phone that has the ticket', async () => {
    const fan = await world.person({ size: 'phone' });
    await fan.page.goto(world.site + pages.live);
    await buy(fan.page, words, 'tele@parterre.example');
    const television = await world.person({ size: 'desktop' });
    await television.page.goto(world.site + pages.live);
    await television.page.getByRole('button', { name: words.player.otherWays }).click();
    const letters = (await television.page.locator('live-player strong.letters').textContent()) ?? '';
    expect(letters).toMatch(/^[A-HJKMNP-Z]{6}$/);
    await fan.page.goto(world.site + pages.passes);
    const door = passes(fan.page);
    await door.getByLabel(screenDoor.letters).fill(letters);
    await door.getByRole('button', { name: screenDoor.look }).click();
    await door.getByRole('button', { name: screenDoor.letIn }).click();
    await door.getByText(screenDoor.done).first().waitFor();
    await television.page.getByRole('button', { name: words.player.watchLive }).click();
    await pictureMoves(television.page);
    await fan.context.close();
    await television.context.close();
  });
});
