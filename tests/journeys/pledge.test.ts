// Pledging with a card that is saved at Stripe, to the ticket: charged by itself once the goal is reached, or confirmed with the
// link of a mail where a bank wants its customer. No webhook ever arrives.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { eventually, mailTo, passLinkOf, tabTo } from './fan.ts';
import { clickBeneath, fillCard, openShop, type Shop } from './pay.ts';
import { PAGES, type Language, type Size } from './world.ts';
import type { Words } from './words.ts';

const CARD = '4242 4242 4242 4242';
/** Asks on a page of its bank's, and will not be charged without its owner. */
const ALWAYS_ASKS = '4000 0027 6000 3184';
const ASKS_IN_PAGE = '4000 0025 0000 3155';
const EXPIRED = '4000 0000 0000 0069';

let count = 0;
const somebody = (): string => `pledges-${++count}-${process.pid}@parterre.example`;

/** A campaign that one supporter saves, with a page of its own. */
const CAMPAIGN = `
use Parterre\\Plugin; use Parterre\\Demo\\Seeder; use Parterre\\Campaigns\\CampaignPages; use Parterre\\Store\\Campaigns;
$now = (int) (microtime(true) * 1000);
$campaigns = Plugin::instance()->get(Campaigns::class);
$id = $campaigns->create(['slug' => '%SLUG%', 'title' => 'Phase 2', 'mode' => 'allOrNothing', 'goal_kind' => 'supporters', 'goal_target' => 1,
  'currency' => 'EUR', 'minimum_percent' => 80, 'opens_at' => $now - 1000, 'deadline' => $now + 86400000, 'minimum_minor' => 500, 'published' => true]);
$campaigns->setRewards($id, [['id' => 'rwrd_%SLUG%', 'name' => 'Premiere', 'price_minor' => 2500, 'pool_id' => null, 'parts' => [['kind' => 'live',
  'show_id' => Seeder::SHOWS['current'], 'title' => 'Live', 'pool_id' => null, 'units' => 1, 'valid_from' => null, 'valid_until' => null, 'capabilities' => []]]]]);
echo get_permalink(Plugin::instance()->get(CampaignPages::class)->ensure($id));
`;

/** Matches what begins like a sentence of the dictionaries, up to its first figure. Browsers make one of all kinds of space. */
const begins = (sentence: string): RegExp => {
  const literal = sentence
    .split('@')[0]!
    .trimEnd()
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll(/\s/g, '\\s')}`);
};

const box = (page: Page): Locator => page.locator('live-campaign');
const fields = (page: Page) => box(page).frameLocator('iframe[title="Secure payment input frame"]');
const mine = (page: Page, state: string): Locator => box(page).locator('[part=mine]').filter({ hasText: state });

async function saveCard(page: Page, { pledge }: Words, number: string): Promise<void> {
  await fillCard(fields(page), number);
  await clickBeneath(box(page).getByRole('button', { name: pledge.saveCard }));
}

describe.each<Language>(['fr', 'en'])('pledging with Stripe in %s', (language) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(language);
  });
  afterAll(() => shop?.close());

  /** A campaign, and how its deadline passes. */
  async function campaign(): Promise<{ url: string; passDeadline(): Promise<void> }> {
    const slug = `phase-2-${++count}`;
    const { stack } = shop.world.venue;
    const url = (await stack.wp('eval', CAMPAIGN.replaceAll('%SLUG%', slug))).trim();
    return {
      url,
      async passDeadline() {
        await stack.sql(
          `UPDATE wp_parterre_campaigns SET deadline = UNIX_TIMESTAMP(NOW(3)) * 1000 - 1 WHERE slug = '${slug}'; UPDATE wp_parterre_pledges SET created_at = created_at - 60000`,
        );
        await stack.wp('parterre', 'jobs', 'run');
      },
    };
  }

  /** Promises the first reward; the card comes next. */
  async function promise(page: Page, email: string): Promise<void> {
    const { pledge, campaign: said } = shop.words;
    await box(page)
      .getByRole('button', { name: begins(said.chooseNamed('Premiere', '@')) })
      .click();
    await box(page).getByLabel(pledge.email).fill(email);
    await box(page)
      .getByRole('checkbox', { name: begins(pledge.mandate('@', '@', '@')) })
      .check();
    const terms = box(page).getByRole('checkbox', { name: new RegExp(pledge.terms) });
    if (await terms.isVisible()) await terms.check();
    await box(page)
      .getByRole('button', { name: begins(pledge.promise('@')) })
      .click();
  }

  /** What Stripe took from whoever has this address. */
  const taken = (email: string): number =>
    shop.stripe.world.intents
      .values()
      .filter(({ metadata }) => orders.get(email)?.includes(metadata['order'] ?? ''))
      .reduce((sum, intent) => sum + intent.amount_received, 0);
  const orders = new Map<string, string[]>();
  const remember = async (email: string): Promise<void> => {
    const rows = await shop.world.venue.stack.sql(`SELECT id FROM wp_parterre_orders WHERE email = '${email}'`);
    orders.set(
      email,
      rows.map(({ id }) => String(id)),
    );
  };

  describe.each<Size>(['phone', 'desktop'])('on a %s', (size) => {
    it('saves a card, charges it once the goal is reached, and sends the ticket', async () => {
      const { words, world, stripe } = shop;
      const email = somebody();
      const { url, passDeadline } = await campaign();
      const { page, context, complaints } = await shop.fan({ size });
      const asked: string[] = [];
      page.on('request', (request) => request.url().includes('stripe.com') && asked.push(request.url()));
      await page.goto(url);
      await box(page).getByText(words.campaign.allRule).waitFor();
      expect(asked, 'nothing of Stripe before somebody pledges').toEqual([]);
      await promise(page, email);
      await box(page).getByText(words.pledge.nothingNow).first().waitFor();
      await saveCard(page, words, CARD);
      await mine(page, words.pledge.states.promised).waitFor();
      expect(stripe.session().mode).toBe('setup');
      // What was agreed to is in the supporter's hands, word for word.
      const start = words.pledge.mandate('@', '@', '@').split('@')[0]!.trim();
      expect((await mailTo(world, email)).text).toContain(start);
      await passDeadline();
      await page.reload();
      await mine(page, words.pledge.states.paid).waitFor();
      await remember(email);
      expect(taken(email)).toBe(2500);
      const receipt = await mailTo(world, email, ({ text }) => /#parterre=/.test(text) && !text.includes(start));
      await page.goto(passLinkOf(receipt));
      await page.getByRole('button', { name: words.passLink.open }).click();
      await mine(page, words.pledge.states.paid).waitFor();
      const slug = PAGES[language].coming.replaceAll('/', '');
      const [show] = await world.venue.stack.sql(`SELECT title FROM wp_parterre_shows WHERE slug = '${slug}'`);
      await page.goto(world.site + PAGES[language].passes);
      await page.locator('live-passes').getByText(String(show?.['title'])).first().waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('asks whose bank wants them with the link of a mail, also on another device, and charges once', async () => {
      const { words, world } = shop;
      const email = somebody();
      const { url, passDeadline } = await campaign();
      const first = await shop.fan({ size });
      await first.page.goto(url);
      await promise(first.page, email);
      await saveCard(first.page, words, ALWAYS_ASKS);
      await first.page.getByRole('button', { name: 'Yes, complete' }).click();
      await mine(first.page, words.pledge.states.promised).waitFor();
      await first.context.close();
      const before = (await mailTo(world, email)).subject;
      await passDeadline();
      const mail = await mailTo(world, email, ({ subject }) => subject !== before);
      const { page, context } = await shop.fan({ size: size === 'phone' ? 'desktop' : 'phone' });
      await page.goto(passLinkOf(mail));
      await box(page).getByRole('button', { name: words.passLink.open }).click();
      await box(page).getByRole('button', { name: words.pledge.confirm }).click();
      await fillCard(fields(page), ASKS_IN_PAGE);
      await box(page)
        .getByRole('button', { name: begins(words.checkout.pay('@')) })
        .click();
      await page
        .getByRole('dialog', { name: '3D Secure' })
        .getByRole('button', { name: /^Complete/ })
        .click();
      await mine(page, words.pledge.states.paid).waitFor();
      await remember(email);
      expect(taken(email)).toBe(2500);
      expect(orders.get(email)).toHaveLength(1);
      await context.close();
    });
  });

  const size: Size = language === 'fr' ? 'phone' : 'desktop';

  it('saves a card on Stripe’s own page where the script is blocked, on a click', async () => {
    const { words, stripe } = shop;
    const { url } = await campaign();
    const { page, context } = await shop.fan({ size, blocked: 'script' });
    await page.goto(url);
    await promise(page, somebody());
    await box(page).getByText(words.pledge.noForm).waitFor();
    expect(page.url()).toBe(url);
    await box(page).getByRole('button', { name: words.pledge.cardElsewhere }).click();
    await page.waitForURL(`${stripe.url}/**`);
    await page.getByLabel('Card number').fill(CARD);
    await page.getByRole('button', { name: 'Save card' }).click();
    await mine(page, words.pledge.states.promised).waitFor();
    await context.close();
  });

  it('says why a bank does not take a card, and takes another, also after leaving', async () => {
    const { words } = shop;
    const { url } = await campaign();
    const { page, context } = await shop.fan({ size });
    await page.goto(url);
    await promise(page, somebody());
    await saveCard(page, words, EXPIRED);
    const why = words.stripe.declines['expired_card']!;
    await box(page).locator('[part=note]').filter({ hasText: why }).waitFor();
    expect(await box(page).getByRole('status').textContent()).toContain(why);
    await page.reload();
    await mine(page, words.pledge.states.pending).waitFor();
    await box(page).getByRole('button', { name: words.pledge.enterCard }).click();
    await saveCard(page, words, CARD);
    await mine(page, words.pledge.states.promised).waitFor();
    await context.close();
  });

  const typeCard = async (page: Page, card: string): Promise<void> => {
    await tabTo(page, 'the card number', fields(page).getByLabel('Card number'));
    for (const text of [card, '12 / 34', '123']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
  };

  it('is confirmed by keyboard alone where the bank wants it', async () => {
    const { words, world } = shop;
    const email = somebody();
    const { url, passDeadline } = await campaign();
    const { page, context } = await shop.fan({ size });
    await page.goto(url);
    await promise(page, email);
    await saveCard(page, words, ALWAYS_ASKS);
    await page.getByRole('button', { name: 'Yes, complete' }).click();
    await mine(page, words.pledge.states.promised).waitFor();
    const before = (await mailTo(world, email)).subject;
    await passDeadline();
    const mail = await mailTo(world, email, ({ subject }) => subject !== before);
    const press = async (what: string, button: Locator): Promise<void> => {
      await button.waitFor();
      await tabTo(page, what, button);
      await page.keyboard.press('Enter');
    };
    await page.goto(passLinkOf(mail));
    const open = box(page).getByRole('button', { name: words.passLink.open });
    const confirm = box(page).getByRole('button', { name: words.pledge.confirm });
    await open.or(confirm).first().waitFor();
    if (await open.isVisible()) await press('the way in', open);
    await press('the confirmation', confirm);
    await fields(page).getByLabel('Card number').waitFor();
    await typeCard(page, ASKS_IN_PAGE);
    await press('the button that pays', box(page).getByRole('button', { name: begins(words.checkout.pay('@')) }));
    const bank = page.getByRole('dialog', { name: '3D Secure' });
    await press('the bank’s yes', bank.getByRole('button', { name: /^Complete/ }));
    await mine(page, words.pledge.states.paid).waitFor();
    await remember(email);
    expect(taken(email)).toBe(2500);
    await context.close();
  });

  it('is pledged by keyboard alone', async () => {
    const { words } = shop;
    const { url } = await campaign();
    const { page, context } = await shop.fan({ size: 'desktop' });
    await page.goto(url);
    const { pledge, campaign: said } = words;
    await tabTo(page, 'the reward', box(page).getByRole('button', { name: begins(said.chooseNamed('Premiere', '@')) }));
    await page.keyboard.press('Enter');
    const email = box(page).getByLabel(pledge.email);
    await email.waitFor();
    await tabTo(page, 'the address', email);
    await page.keyboard.type(somebody());
    await tabTo(page, 'the mandate', box(page).getByRole('checkbox', { name: begins(pledge.mandate('@', '@', '@')) }));
    await page.keyboard.press('Space');
    const terms = box(page).getByRole('checkbox', { name: new RegExp(pledge.terms) });
    if (await terms.isVisible()) {
      await tabTo(page, 'the terms', terms);
      await page.keyboard.press('Space');
    }
    await tabTo(page, 'the promise', box(page).getByRole('button', { name: begins(pledge.promise('@')) }));
    await page.keyboard.press('Enter');
    const number = fields(page).getByLabel('Card number');
    await number.waitFor();
    await typeCard(page, CARD);
    const save = box(page).getByRole('button', { name: pledge.saveCard });
    await tabTo(page, 'the button that saves', save);
    await page.keyboard.press('Enter');
    await mine(page, pledge.states.promised).waitFor();
    // What was pledged has the focus, so that a screen reader goes on from there.
    await eventually('the focus to be on what was pledged', () =>
      box(page).evaluate((tag) => tag.shadowRoot?.activeElement?.id === 'pledge-mine'),
    );
    await context.close();
  });
});
