// What fans do, by what they see: roles, names and sentences. Nothing here reaches into an element's inside.
import type { Locator, Page } from 'playwright-core';
import type { Mail } from '../../tools/wordpress/stack.ts';
import type { World } from './world.ts';
import type { Words } from './words.ts';

/** Where on the page a fan looks; all tags of a page with one show, or those inside a part of it. */
export type Place = Page | Locator;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks `look` until it answers something true. @throws Error with `what` when it never does. */
export async function eventually<T>(what: string, look: () => Promise<T>, seconds = 20): Promise<NonNullable<T>> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > until) throw new Error(`Not within ${seconds} s: ${what}`);
    await pause(100);
  }
}

/** Chooses the offer (the first one when not named) and types the address; stops before the payment step. */
export async function order(place: Place, { ticket, checkout }: Words, email: string, offer?: string): Promise<void> {
  const shop = place.locator('live-ticket');
  if (offer) await shop.getByRole('radio', { name: offer }).check();
  await shop.getByRole('button', { name: ticket.get }).click();
  await shop.getByLabel(checkout.email).fill(email);
  await shop.getByRole('button', { name: payLabel(checkout) }).click();
}

/** Matches the button that pays whatever the price is. */
export const payLabel = ({ pay }: Words['checkout']): RegExp => new RegExp(`^${pay('').trim()} `);

/** Buys a ticket with the test gateway; resolves once the ticket is there. */
export async function buy(place: Place, words: Words, email: string, offer?: string): Promise<void> {
  await order(place, words, email, offer);
  const shop = place.locator('live-ticket');
  await shop.getByRole('button', { name: words.checkout.testApprove }).click();
  await shop.getByRole('heading', { name: words.ticket.youAreIn }).waitFor();
}

/** Presses play; resolves once the picture moves. */
export async function watch(place: Place, { player }: Words): Promise<void> {
  await place.getByRole('button', { name: player.watchLive }).click();
  await pictureMoves(place);
}

/** Resolves once the first picture of `place` has played for half a second. @throws Error when it does not. */
export async function pictureMoves(place: Place, seconds = 20): Promise<void> {
  const video = place.locator('live-player video').first();
  await video.waitFor({ state: 'attached', timeout: seconds * 1000 });
  const position = (): Promise<number> =>
    video.evaluate((element: HTMLVideoElement) => (element.videoWidth > 0 ? element.currentTime : 0));
  const start = await eventually('a decoded picture', position, seconds);
  await eventually('a picture that moves', async () => (await position()) > start + 0.5, seconds);
}

/** Says something and waits until the server has confirmed it; gives a name where one is asked for. */
export async function say(place: Place, { chat }: Words, text: string, name = 'Béa'): Promise<void> {
  const room = place.locator('live-chat');
  const send = room.getByRole('button', { name: chat.send, exact: true });
  const said = message(place, text);
  const question = room.getByRole('textbox', { name: chat.nameTitle });
  await room.getByRole('textbox', { name: chat.field }).fill(text);
  await send.click();
  await said.or(question).first().waitFor();
  if (await question.isVisible()) {
    await question.fill(name);
    await send.click();
  }
  await said.waitFor();
}

/** A confirmed message of the room, by its text. */
export const message = (place: Place, text: string): Locator =>
  place.locator('live-chat').getByRole('listitem').filter({ hasText: text }).and(place.locator('[data-id]'));

/** The newest mail to an address. */
export const mailTo = (world: World, email: string, more: (mail: Mail) => boolean = () => true): Promise<Mail> =>
  eventually(`a mail to ${email}`, async () =>
    (await world.venue.stack.mails()).toReversed().find((mail) => mail.to.includes(email) && more(mail)),
  );

/** The pass link a mail carries. */
export function passLinkOf(mail: Mail): string {
  const link = /https?:\/\/\S+#parterre=[\w-]+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`There is no pass link in “${mail.subject}”.`);
  return link;
}

/** Presses Tab until a control has the focus, wherever it stands: in a frame, in a tag, in a page. */
export const tabTo = (page: Page, what: string, control: Locator): Promise<boolean> =>
  eventually(what, async () => {
    const isThere = await control.evaluate(
      (element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element,
    );
    return isThere || (await page.keyboard.press('Tab'), false);
  });
