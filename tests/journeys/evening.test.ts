// The whole evening: buy, inside, watch, chat, merch, and the pass link in a second browser.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buy, eventually, mailTo, message, passLinkOf, pictureMoves, say, watch } from './fan.ts';
import { MODERATOR, openWorld, PAGES, type Language, type Person, type Size, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

describe.each<Language>(['fr', 'en'])('an evening in %s', (language) => {
  const words = dictionaries[language];
  const page = PAGES[language];
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ language });
  });
  afterAll(() => world?.close());

  describe.each<Size>(['phone', 'desktop'])('on a %s', (size) => {
    const email = `fan-${size}@parterre.example`;
    let fan: Person;
    let mailLink: string;
    let pickUpCode: string;

    beforeAll(async () => {
      fan = await world.person({ size });
      await fan.page.goto(world.site + page.live);
    });
    afterAll(() => fan?.context.close());

    it('sells a ticket and lets the fan in at once', async () => {
      await buy(fan.page, words, email);
      await fan.page.getByRole('button', { name: words.player.watchLive }).waitFor();
      expect(fan.complaints).toEqual([]);
    });

    it('plays the concert', async () => {
      await watch(fan.page, words);
    });

    it('lets fans talk, and a moderator take a message away everywhere', async () => {
      const hello = `Bonsoir ! ${language} ${size} <b>¿مرحبا?</b> 🎶`;
      await say(fan.page, words, hello);

      const friend = await world.person({ size });
      await friend.page.goto(world.site + page.live);
      await buy(friend.page, words, `friend-${size}@parterre.example`);
      await message(friend.page, hello).waitFor();

      const moderator = await world.person({ size });
      await moderator.page.goto(world.site + page.live);
      await buy(moderator.page, words, MODERATOR);
      // Buying with that address proves nothing: only the mailbox does.
      await message(moderator.page, hello).waitFor();
      expect(await moderator.page.getByRole('button', { name: words.chat.moderation }).count()).toBe(0);
      const mail = await mailTo(world, MODERATOR);
      const proved = await world.person({ size });
      await proved.page.goto(passLinkOf(mail));
      await proved.page.getByRole('button', { name: words.passLink.open }).click();
      await proved.page.getByRole('button', { name: words.chat.moderation }).waitFor();

      const seen = message(proved.page, hello);
      await seen.getByRole('button').click();
      await seen.getByRole('button', { name: words.chat.remove }).click();
      for (const { page: reader } of [proved, friend, moderator, fan]) {
        await message(reader, hello).waitFor({ state: 'detached' });
      }
      // Whoever comes later does not find it either, nor in the files of the feed.
      await friend.page.reload();
      await friend.page.locator('live-chat').getByRole('textbox', { name: words.chat.field }).waitFor();
      expect(await message(friend.page, hello).count()).toBe(0);
      for (const one of [friend, moderator, proved]) await one.context.close();
    });

    it('sells a T-shirt while the concert plays', async () => {
      const stand = fan.page.locator('live-merch');
      const shirt = stand.getByRole('listitem').filter({ has: fan.page.getByRole('heading', { name: /T-shirt/ }) });
      await shirt.getByRole('radio', { name: 'M', exact: true }).check({ force: true });
      await shirt.getByRole('button').click();
      await stand.getByRole('button', { name: words.merch.order }).click();
      await stand.getByLabel(words.checkout.email).fill(email);
      await stand.getByRole('button', { name: new RegExp(`^${words.checkout.pay('').trim()} `) }).click();
      await stand.getByRole('button', { name: words.checkout.testApprove }).click();
      await stand.getByRole('heading', { name: words.merch.thanks }).waitFor();
      const text = await stand.getByRole('region', { name: words.merch.thanks }).innerText();
      pickUpCode = /\b[A-Z0-9]{6}\b/.exec(text)?.[0] ?? '';
      expect(pickUpCode).toMatch(/^[A-Z0-9]{6}$/);
      await pictureMoves(fan.page);
    });

    it('mails the receipt with a pass link and the pick-up code', async () => {
      const mail = await mailTo(world, email, ({ text }) => text.includes(pickUpCode));
      expect(mail.text).toContain(pickUpCode);
      mailLink = passLinkOf(mail);
    });

    it('opens the ticket in a second browser with the link and a click', async () => {
      const second = await world.person({ size });
      const redeemed: string[] = [];
      second.page.on('request', (request) => {
        // The code stands behind the #, so no server ever saw it before the click.
        expect(request.url()).not.toContain('parterre=');
        if (request.method() === 'POST') redeemed.push(request.url());
      });
      await second.page.goto(mailLink);
      const open = second.page.getByRole('button', { name: words.passLink.open });
      await open.waitFor();
      expect(redeemed.filter((url) => /pass/i.test(url))).toEqual([]);
      await open.click();
      await eventually('the code to be gone from the address', async () => !second.page.url().includes('parterre='));
      await second.page.getByRole('button', { name: words.player.watchLive }).waitFor();

      await second.page.goto(world.site + page.passes);
      const passes = second.page.locator('live-passes');
      await passes.getByText(pickUpCode).first().waitFor();
      await passes
        .getByText(language === 'fr' ? 'Soleil de minuit' : 'Midnight Sun')
        .first()
        .waitFor();
      await passes
        .getByText(/T-shirt/)
        .first()
        .waitFor();
      expect(second.complaints).toEqual([]);
      await second.context.close();
    });
  });
});
