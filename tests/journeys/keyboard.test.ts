// Buy, watch, chat and merch with a keyboard alone, in French, and what a screen reader is told on the way.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buy, eventually, message, payLabel, pictureMoves, say } from './fan.ts';
import { openWorld, PAGES, type Person, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const words = dictionaries.fr;

/** What has the focus, as assistive technology names it: looked for through all shadow roots. */
interface Focused {
  tag: string;
  role: string;
  name: string;
  /** Tag of the outermost custom element around it. */
  host: string;
}

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    let element: Element | null = document.activeElement;
    const host = element?.localName ?? '';
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element) return { tag: '', role: '', name: '', host };
    const field = element as HTMLInputElement;
    const label = field.labels?.[0]?.textContent ?? '';
    const labelled = element.getAttribute('aria-labelledby');
    const by = labelled && (element.getRootNode() as ShadowRoot).getElementById(labelled)?.textContent;
    const name = element.getAttribute('aria-label') ?? by ?? (label.trim() || element.textContent || '');
    return {
      tag: element.localName,
      role: element.getAttribute('role') ?? field.type ?? '',
      name: name.replace(/\s+/g, ' ').trim(),
      host,
    };
  });

/** Presses Tab until something fits. @throws Error naming what was met on the way when nothing does. */
async function tabTo(page: Page, what: string, fits: (element: Focused) => boolean, most = 60): Promise<Focused> {
  const met: string[] = [];
  for (let count = 0; count < most; count++) {
    const element = await focused(page);
    if (fits(element)) return element;
    met.push(`${element.host}: ${element.tag} “${element.name.slice(0, 80)}”`);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${what}. Met:\n${met.join('\n')}`);
}

/** French puts unbreakable spaces before its punctuation; what is compared here is words. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

const named =
  (host: string, name: string | RegExp) =>
  (element: Focused): boolean =>
    element.host === host && (typeof name === 'string' ? element.name === plain(name) : name.test(element.name));

/** Records every text that live regions of the page were given, shadow roots included. */
const listen = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
      const root = attach.call(this, options);
      new MutationObserver(() => {
        for (const region of root.querySelectorAll(
          '[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"]',
        )) {
          const text = region.textContent?.replace(/\s+/g, ' ').trim();
          if (text && heard.at(-1) !== text) heard.push(text);
        }
      }).observe(root, { childList: true, characterData: true, subtree: true });
      return root;
    };
  });

const hear = (page: Page, text: string | RegExp): Promise<unknown> =>
  eventually(`the announcement “${text}”`, async () => {
    const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    return heard.some((one) => (typeof text === 'string' ? one.includes(plain(text)) : text.test(one)));
  });

describe('with a keyboard alone', () => {
  let world: World;
  let fan: Person;
  const email = 'clavier@parterre.example';

  beforeAll(async () => {
    world = await openWorld();
    fan = await world.person();
    await listen(fan.page);
    await fan.page.goto(world.site + PAGES.fr.live);
    await fan.page.locator('live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
  });
  afterAll(() => world?.close());

  it('goes from the picture to the ticket, and pays', async () => {
    const { page } = fan;
    await tabTo(page, 'the player’s way to a ticket', named('live-player', /^Prendre un billet/));
    await page.keyboard.press('Enter');
    // The player has handed the focus over: the offers come next.
    await tabTo(page, 'the offers', ({ host, role }) => host === 'live-ticket' && role === 'radio', 3);
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'the button of the offer', named('live-ticket', words.ticket.get));
    await page.keyboard.press('Enter');
    await eventually('the title of the order to have the focus', async () =>
      named('live-ticket', words.checkout.title)(await focused(page)),
    );
    await tabTo(page, 'the e-mail', named('live-ticket', words.checkout.email));
    await page.keyboard.type(email);
    await page
      .locator('live-ticket')
      .getByRole('button', { name: payLabel(words.checkout) })
      .waitFor();
    await page.keyboard.press('Enter');
    await eventually('the payment to have the focus', async () =>
      payLabel(words.checkout).test((await focused(page)).name),
    );
    await tabTo(page, 'the payment', named('live-ticket', words.checkout.testApprove));
    await page.keyboard.press('Enter');
    await eventually('the ticket to have the focus', async () =>
      named('live-ticket', words.ticket.youAreIn)(await focused(page)),
    );
    await hear(page, words.ticket.youAreIn);
    // ArrowDown chose the second offer.
    await page
      .locator('live-ticket')
      .getByText(/Replay jusqu/)
      .first()
      .waitFor();
  });

  it('goes from the ticket to the picture, and steers it', async () => {
    const { page } = fan;
    await tabTo(page, 'the way to the picture', named('live-ticket', words.ticket.watchNow), 4);
    await page.keyboard.press('Enter');
    // The focus is in the player; its button comes with the answer of the door.
    await page.locator('live-player').getByRole('button', { name: words.player.watchLive }).waitFor();
    await tabTo(page, 'the play button', named('live-player', words.player.watchLive), 3);
    await page.keyboard.press('Space');
    await pictureMoves(page);
    const video = page.locator('live-player video').first();
    const paused = (): Promise<boolean> => video.evaluate((element: HTMLVideoElement) => element.paused);
    await page.keyboard.press('k');
    await eventually('the picture to stand', paused);
    await page.keyboard.press('k');
    await eventually('the picture to move', async () => !(await paused()));
    await tabTo(page, 'the mute button', named('live-player', words.player.mute), 12);
    await page.keyboard.press('Enter');
    await eventually('silence', () => video.evaluate((element: HTMLVideoElement) => element.muted));
    await tabTo(page, 'the second camera', named('live-player', 'Coulisses'), 20);
    await page.keyboard.press('Enter');
    await hear(page, words.player.saysCamera('Coulisses'));
    await pictureMoves(page);
  });

  it('talks, and reports a message', async () => {
    const { page } = fan;
    await tabTo(page, 'the message field', named('live-chat', words.chat.field), 20);
    await page.keyboard.type('Bonsoir du clavier');
    await page.keyboard.press('Enter');
    await eventually('the question for a name to have the focus', async () =>
      named('live-chat', words.chat.nameTitle)(await focused(page)),
    );
    await page.keyboard.type('Camille');
    await page.keyboard.press('Enter');
    await message(page, 'Bonsoir du clavier').waitFor();
    await hear(page, words.chat.sent);
    await eventually('the field to have the focus again', async () =>
      named('live-chat', words.chat.field)(await focused(page)),
    );

    const other = await world.person();
    await other.page.goto(world.site + PAGES.fr.live);
    await buy(other.page, words, 'autre@parterre.example');
    await say(other.page, words, 'Bonsoir Camille', 'Sacha');
    await hear(page, words.chat.announced('Sacha', 'Bonsoir Camille'));
    await other.context.close();

    await page.keyboard.press('Shift+Tab');
    await eventually('the newest message’s actions', async () =>
      named('live-chat', words.chat.actions('Sacha'))(await focused(page)),
    );
    await page.keyboard.press('Enter');
    await tabTo(page, 'report', named('live-chat', words.chat.report), 4);
    await page.keyboard.press('Enter');
    await tabTo(page, 'a reason', named('live-chat', words.chat.reasons.spam), 6);
    await page.keyboard.press('Enter');
    await hear(page, words.chat.reported);
  });

  it('buys a T-shirt', async () => {
    const { page } = fan;
    await tabTo(page, 'the sizes', ({ host, role }) => host === 'live-merch' && role === 'radio');
    await page.keyboard.press('ArrowRight');
    await tabTo(page, 'the T-shirt', named('live-merch', words.merch.addNamed('T-shirt « Soleil de minuit », M')), 4);
    await page.keyboard.press('Enter');
    await hear(page, 'T-shirt « Soleil de minuit », M est dans votre panier');
    await tabTo(page, 'the order', named('live-merch', words.merch.order), 12);
    await page.keyboard.press('Enter');
    await tabTo(page, 'the e-mail', named('live-merch', words.checkout.email), 6);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(email);
    await page
      .locator('live-merch')
      .getByRole('button', { name: payLabel(words.checkout) })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.locator('live-merch').getByRole('button', { name: words.checkout.testApprove }).waitFor();
    await tabTo(page, 'the payment', named('live-merch', words.checkout.testApprove), 12);
    await page.keyboard.press('Enter');
    await hear(page, words.merch.thanks);
    await eventually('the thanks to have the focus', async () =>
      named('live-merch', words.merch.thanks)(await focused(page)),
    );
    await pictureMoves(page);
  });

  it('leaves the console empty', () => {
    expect(fan.complaints).toEqual([]);
  });
});
