// Paying with Stripe, to the ticket: by card, with the bank's question, by wallet; refused, abandoned,
// and where the page can have no form. No webhook ever arrives: the waiting page's own request is enough.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, mailTo, order, tabTo } from './fan.ts';
import {
  box,
  clickBeneath,
  fields,
  inside,
  openShop,
  payByCard,
  payButton,
  toTheForm,
  wallets,
  type Shop,
} from './pay.ts';
import type { Language, Size } from './world.ts';

const CARD = '4242 4242 4242 4242';
const ASKS_IN_PAGE = '4000 0025 0000 3155';
const ASKS_ELSEWHERE = '4000 0027 6000 3184';
const NO_MONEY = '4000 0000 0000 9995';
const IBAN = 'FR14 2004 1010 0505 0001 3M02 606';

let people = 0;
const somebody = (): string => `pays-${++people}-${process.pid}@parterre.example`;

describe.each<Language>(['fr', 'en'])('paying with Stripe in %s', (language) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(language);
  });
  afterAll(() => shop?.close());

  describe.each<Size>(['phone', 'desktop'])('on a %s', (size) => {
    it('takes a card, and lets in within ten seconds', async () => {
      const { words, stripe, world } = shop;
      const email = somebody();
      const { page, context, complaints } = await shop.fan({ size });
      const asked: string[] = [];
      page.on('request', (request) => request.url().includes('stripe.com') && asked.push(request.url()));
      await box(page).getByRole('button', { name: words.ticket.get }).waitFor();
      expect(asked, 'nothing of Stripe before somebody pays').toEqual([]);
      await toTheForm(page, words, email);
      await payByCard(page, words, CARD);
      const clicked = Date.now();
      await inside(page, words);
      expect(Date.now() - clicked).toBeLessThan(10_000);
      expect(stripe.session().payment_status).toBe('paid');
      await mailTo(world, email);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('pays on Stripe’s own page where the script is blocked, on a click', async () => {
      const { words, stripe } = shop;
      const { page, context } = await shop.fan({ size, blocked: 'script' });
      const here = page.url();
      await order(page, words, somebody());
      await box(page).getByText(words.checkout.noForm).waitFor();
      expect(page.url()).toBe(here);
      await box(page)
        .getByRole('button', { name: new RegExp(words.checkout.payElsewhere('.*')) })
        .click();
      await page.waitForURL(`${stripe.url}/**`);
      await page.getByLabel('Card number').fill(CARD);
      await page.getByRole('button', { name: 'Pay' }).click();
      await inside(page, words);
      await context.close();
    });

    it('says why a card is refused, in the fan’s language, and takes another', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan({ size });
      await toTheForm(page, words, somebody());
      await payByCard(page, words, NO_MONEY);
      const why = words.stripe.declines['insufficient_funds']!;
      await box(page).locator('[part=note]').filter({ hasText: why }).waitFor();
      expect(await box(page).getByRole('status').textContent()).toContain(why);
      await payByCard(page, words, CARD);
      await inside(page, words);
      await context.close();
    });

    it('answers the bank’s question in the page: no, then yes', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan({ size });
      await toTheForm(page, words, somebody());
      await payByCard(page, words, ASKS_IN_PAGE);
      const bank = page.getByRole('dialog', { name: '3D Secure' });
      await bank.getByRole('button', { name: /^Fail/ }).click();
      await box(page).locator('[part=note]').waitFor();
      await clickBeneath(payButton(page, words));
      await bank.getByRole('button', { name: /^Complete/ }).click();
      await inside(page, words);
      await context.close();
    });

    it('goes to the bank’s page and comes back with a ticket', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan({ size });
      await toTheForm(page, words, somebody());
      await payByCard(page, words, ASKS_ELSEWHERE);
      await page.getByRole('button', { name: 'Yes, complete' }).click();
      await inside(page, words);
      await context.close();
    });

    it('can pay still after saying no at the bank, and after turning back from there', async () => {
      const { words, stripe } = shop;
      const { page, context } = await shop.fan({ size });
      await toTheForm(page, words, somebody());
      const session = stripe.session().id;
      await payByCard(page, words, ASKS_ELSEWHERE);
      await page.getByRole('button', { name: 'No, fail' }).click();
      await fields(page).getByLabel('Card number').waitFor();
      await payByCard(page, words, ASKS_ELSEWHERE);
      await page.getByRole('button', { name: 'Yes, complete' }).waitFor();
      await page.goBack();
      await fields(page).getByLabel('Card number').waitFor();
      await payByCard(page, words, CARD);
      await inside(page, words);
      expect(stripe.session().id, 'it stayed one payment').toBe(session);
      await context.close();
    });

    it('keeps the place while a bank takes days, says so after coming back, and lets in once the money is there', async () => {
      const { words, stripe, world } = shop;
      const email = somebody();
      const { page, context } = await shop.fan({ size });
      await toTheForm(page, words, email);
      const session = stripe.session().id;
      await fields(page).getByLabel('SEPA Direct Debit').check();
      await fields(page).getByLabel('IBAN').fill(IBAN);
      await clickBeneath(payButton(page, words));
      const waiting = box(page).getByRole('heading', { name: words.checkout.processingTitle });
      await waiting.waitFor();
      await page.reload();
      await waiting.waitFor();
      expect(stripe.session(session).payment_status).toBe('unpaid');
      stripe.arrive(session);
      // Fans come back after days; here they look again and again, as the server asks Stripe every second and a half at most.
      const comesBack = async (): Promise<boolean> => {
        await page.reload();
        return inside(page, words, 4000).then(
          () => true,
          () => false,
        );
      };
      await eventually('the ticket', comesBack, 60);
      await mailTo(world, email);
      await context.close();
    });

    it('can buy again after a bank debit came back', async () => {
      const { words, stripe } = shop;
      const { page, context } = await shop.fan({ size });
      await toTheForm(page, words, somebody());
      const session = stripe.session().id;
      await fields(page).getByLabel('SEPA Direct Debit').check();
      await fields(page).getByLabel('IBAN').fill(IBAN);
      await clickBeneath(payButton(page, words));
      await box(page).getByRole('heading', { name: words.checkout.processingTitle }).waitFor();
      stripe.arrive(session, false);
      const comesBack = async (): Promise<boolean> => {
        await page.reload();
        return box(page)
          .getByRole('button', { name: words.ticket.get })
          .or(box(page).getByLabel(words.checkout.email))
          .first()
          .waitFor({ timeout: 4000 })
          .then(
            () => true,
            () => false,
          );
      };
      await eventually('the shop to be open again', comesBack, 60);
      await context.close();
    });

    it('pays by wallet where the device has one', async () => {
      const { words, stripe } = shop;
      const { page, context } = await shop.fan({ size, wallets: ['apple_pay'] });
      await toTheForm(page, words, somebody());
      await wallets(page)
        .getByRole('button', { name: /Apple Pay/ })
        .click();
      await inside(page, words);
      expect(stripe.chargeOf(stripe.session().id).payment_method_details).toMatchObject({
        card: { wallet: { type: 'apple_pay' } },
      });
      await context.close();
    });

    it('offers Stripe’s page where its frames are kept out', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan({ size, blocked: 'frames' });
      await order(page, words, somebody());
      await box(page).getByText(words.checkout.noForm).waitFor();
      await context.close();
    });

    it('finds an abandoned order again, and gives its places back on request', async () => {
      const { words, stripe } = shop;
      const { page, context } = await shop.fan({ size });
      await toTheForm(page, words, somebody());
      const session = stripe.session().id;
      await page.close();
      const later = await context.newPage();
      await later.goto(page.url());
      await box(later).locator('[part=note]').filter({ hasText: words.checkout.notices.resumed }).waitFor();
      await fields(later).getByLabel('Card number').waitFor();
      await box(later).getByRole('button', { name: words.checkout.change }).click();
      await box(later).locator('[part=note]').filter({ hasText: words.checkout.notices.cancelled }).waitFor();
      await eventually('the session to be closed', async () => stripe.session(session).status === 'expired');
      await context.close();
    });
  });

  it('lets the other tab in too', async () => {
    const { words } = shop;
    const { page, context } = await shop.fan();
    await toTheForm(page, words, somebody());
    const other = await context.newPage();
    await other.goto(page.url());
    await fields(other).getByLabel('Card number').waitFor();
    await payByCard(page, words, CARD);
    await inside(page, words);
    await inside(other, words);
    await context.close();
  });

  describe('by keyboard alone', () => {
    const typeCard = async (page: Page, card: string): Promise<void> => {
      await tabTo(page, 'the card number', fields(page).getByLabel('Card number'));
      await page.keyboard.press('Control+a');
      for (const text of [card, '12 / 34', '123']) {
        await page.keyboard.type(text);
        await page.keyboard.press('Tab');
      }
    };
    const pressPay = async (page: Page): Promise<void> => {
      await tabTo(page, 'the button that pays', payButton(page, shop.words));
      await page.keyboard.press('Enter');
    };

    it('a card is refused, another is asked about by its bank, and pays', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan();
      await toTheForm(page, words, somebody());
      await typeCard(page, NO_MONEY);
      await pressPay(page);
      await box(page)
        .locator('[part=note]')
        .filter({ hasText: words.stripe.declines['insufficient_funds']! })
        .waitFor();
      await typeCard(page, ASKS_IN_PAGE);
      await pressPay(page);
      const yes = page.getByRole('dialog', { name: '3D Secure' }).getByRole('button', { name: /^Complete/ });
      await yes.waitFor();
      await tabTo(page, 'the bank’s yes', yes);
      await page.keyboard.press('Enter');
      await inside(page, words);
      // What was bought has the focus, so that a screen reader goes on from there.
      expect(await box(page).evaluate((tag) => tag.shadowRoot?.activeElement?.id)).toBe('pass-heading');
      await context.close();
    });

    it('the bank’s own page says no, then yes', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan();
      await toTheForm(page, words, somebody());
      for (const answer of ['No, fail', 'Yes, complete']) {
        await typeCard(page, ASKS_ELSEWHERE);
        await pressPay(page);
        const button = page.getByRole('button', { name: answer });
        await button.waitFor();
        await tabTo(page, `the bank’s “${answer}”`, button);
        await page.keyboard.press('Enter');
        if (answer.startsWith('No')) await fields(page).getByLabel('Card number').waitFor();
      }
      await inside(page, words);
      await context.close();
    });

    it('an abandoned order is found again and given back', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan();
      await toTheForm(page, words, somebody());
      await page.close();
      const later = await context.newPage();
      await later.goto(page.url());
      await box(later).locator('[part=note]').filter({ hasText: words.checkout.notices.resumed }).waitFor();
      const change = box(later).getByRole('button', { name: words.checkout.change });
      await tabTo(later, 'the way back', change);
      await later.keyboard.press('Enter');
      await box(later).locator('[part=note]').filter({ hasText: words.checkout.notices.cancelled }).waitFor();
      await context.close();
    });

    it('a bank debit is promised', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan();
      await toTheForm(page, words, somebody());
      await tabTo(page, 'the ways to pay', fields(page).getByLabel('Card', { exact: true }));
      await page.keyboard.press('ArrowDown');
      await tabTo(page, 'the IBAN', fields(page).getByLabel('IBAN'));
      await page.keyboard.type(IBAN);
      await pressPay(page);
      await box(page).getByRole('heading', { name: words.checkout.processingTitle }).waitFor();
      await context.close();
    });

    it('a wallet pays', async () => {
      const { words } = shop;
      const { page, context } = await shop.fan({ wallets: ['apple_pay'] });
      await toTheForm(page, words, somebody());
      const wallet = wallets(page).getByRole('button', { name: /Apple Pay/ });
      await wallet.waitFor();
      // It stands before the card's fields.
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await tabTo(page, 'the wallet', wallet);
      await page.keyboard.press('Enter');
      await inside(page, words);
      await context.close();
    });

    it('Stripe’s own page is reached, and pays', async () => {
      const { words, stripe } = shop;
      const { page, context } = await shop.fan({ blocked: 'script' });
      await order(page, words, somebody());
      const leave = box(page).getByRole('button', { name: new RegExp(words.checkout.payElsewhere('.*')) });
      await leave.waitFor();
      await tabTo(page, 'the way there', leave);
      await page.keyboard.press('Enter');
      await page.waitForURL(`${stripe.url}/**`);
      await tabTo(page, 'the card number', page.getByLabel('Card number'));
      await page.keyboard.type(CARD);
      await page.keyboard.press('Enter');
      await inside(page, words);
      await context.close();
    });
  });
});
