// Paying with Stripe, as a fan does it: the venue takes its money at our own Stripe, whose script and frames browsers get from the
// addresses of the real ones. No webhook ever arrives.
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { standInForStripe, type StandInOptions } from '../stripe/browser/intercept.ts';
import { startStripeDouble, type StripeDouble } from '../stripe/double/double.ts';
import { KEYS } from '../stripe/double/keys.ts';
import { order } from './fan.ts';
import { openWorld, PAGES, type Language, type Person, type Size, type World } from './world.ts';
import { words as dictionaries, type Words } from './words.ts';

export interface Shop {
  world: World;
  stripe: StripeDouble;
  words: Words;
  /** A fan on the page of tonight's show, with a Stripe.js that can be had or not. */
  fan(options?: StandInOptions & { size?: Size }): Promise<Person>;
  close(): Promise<void>;
}

/** The demo venue with the keys of our Stripe in its `wp-config.php`. */
export async function openShop(language: Language): Promise<Shop> {
  const stripe = await startStripeDouble();
  let world: World;
  try {
    world = await openWorld({
      language,
      constants: {
        PARTERRE_STRIPE_API_BASE: stripe.url,
        PARTERRE_STRIPE_TEST_SECRET_KEY: KEYS.restricted,
        PARTERRE_STRIPE_TEST_PUBLISHABLE_KEY: KEYS.publishable,
      },
    });
  } catch (error) {
    await stripe.stop();
    throw error;
  }
  return {
    world,
    stripe,
    words: dictionaries[language],
    async fan({ size = 'desktop', ...options } = {}) {
      const person = await world.person({ size });
      await standInForStripe(person.context, stripe, options);
      await person.page.goto(world.site + PAGES[language].live);
      return person;
    },
    async close() {
      await world.close();
      await stripe.stop();
    },
  };
}

export const box = (page: Page): Locator => page.locator('live-ticket');

/** The last button: it says that pressing it pays, and how much. */
export const payButton = (page: Page, { checkout }: Words): Locator =>
  box(page).getByRole('button', { name: new RegExp(`^${checkout.pay('').trim()} .*[.,]\\d\\d`) });

/** Stripe's frames hang below the tag, in the page's own DOM. */
export const fields = (page: Page) => box(page).frameLocator('iframe[title="Secure payment input frame"]');
export const wallets = (page: Page) => box(page).frameLocator('iframe[title="Secure express checkout frame"]');

/** Orders the first offer; resolves when the form can be filled in. */
export async function toTheForm(page: Page, words: Words, email: string): Promise<void> {
  await order(page, words, email);
  await fields(page).getByLabel('Card number').waitFor();
}

/** Fills in Stripe's fields, wherever its frame stands. */
export async function fillCard(frame: FrameLocator, number: string): Promise<void> {
  await frame.getByLabel('Card number').fill(number);
  await frame.getByLabel('Expiration date').fill('12 / 34');
  await frame.getByLabel('Security code').fill('123');
}

/**
 * Clicks a button beneath a frame of another origin. Scrolling it into sight and clicking at once would hit the frame: for some
 * frames of the screen, Chromium goes on sending pointers where that was before.
 */
export async function clickBeneath(button: Locator): Promise<void> {
  await button.scrollIntoViewIfNeeded();
  await button.page().waitForTimeout(100);
  await button.click();
}

export async function payByCard(page: Page, words: Words, number: string): Promise<void> {
  await fillCard(fields(page), number);
  await clickBeneath(payButton(page, words));
}

/** Resolves once the fan has the ticket. */
export const inside = (page: Page, { ticket }: Words, timeout?: number): Promise<void> =>
  box(page).getByRole('heading', { name: ticket.youAreIn }).waitFor({ timeout });
