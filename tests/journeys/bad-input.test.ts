// When something is wrong: the fan reads why and what to do, the developer gets a typed error, and nothing typed is lost.
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import errors from '../../packages/elements/src/locales/errors.fr.ts';
import { logIn } from './admin.ts';
import { buy, eventually, message, order, payLabel, say } from './fan.ts';
import { openWorld, PAGES, type Person, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const words = dictionaries.fr;
const sentence = (code: keyof typeof errors): string => String(errors[code]);
/** Every request to the plugin's REST routes. */
const BACKEND = /\/wp-json\/parterre\/v1\/|rest_route=(%2F|\/)parterre/;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

/** Opens a page of the foreign origin and puts this HTML in place of what it shows and says about itself. */
async function openMarkup({ page }: Person, body: string): Promise<void> {
  await page.goto(`${world.venue.pages.url}/`);
  await page.evaluate((html) => {
    document.querySelector('script[data-parterre]')?.remove();
    document.body.innerHTML = html;
  }, body);
}

const tagsOf = (page: Page) => ['live-player', 'live-ticket', 'live-merch'].map((tag) => page.locator(tag).first());

describe('a backend in trouble', () => {
  const troubles: [string, (route: Route) => Promise<void>, keyof typeof errors][] = [
    ['is down', (route) => route.abort(), 'unavailable'],
    [
      'answers HTML',
      (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Ce site est en maintenance</h1>' }),
      'blocked_by_site',
    ],
    [
      'answers JSON of another kind',
      (route) => route.fulfill({ contentType: 'application/json', body: '{"hello":"world"}' }),
      'bad_response',
    ],
  ];

  it.each(troubles)('that %s is told in words, and asked again on demand', async (_, trouble, code) => {
    const fan = await world.person({ size: 'phone' });
    const { page } = fan;
    await page.route(BACKEND, trouble);
    await page.goto(world.site + PAGES.fr.live);
    for (const tag of tagsOf(page)) {
      await tag.getByText(sentence(code)).first().waitFor();
      expect((await tag.boundingBox())?.height).toBeGreaterThan(20);
    }
    await page.unroute(BACKEND);
    await page.locator('live-ticket').getByRole('button', { name: words.ticket.tryAgain }).click();
    await page.locator('live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
    await fan.context.close();
  });

  it('that is slow shows what is coming, and then it', async () => {
    const fan = await world.person();
    const { page } = fan;
    await page.route(BACKEND, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await route.continue().catch(() => {});
    });
    await page.goto(world.site + PAGES.fr.live);
    await page.locator('live-ticket .skeleton').first().waitFor();
    for (const tag of tagsOf(page)) expect((await tag.boundingBox())?.height).toBeGreaterThan(20);
    await page.locator('live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
    await fan.context.close();
  });

  it('that vanishes while ordering loses nothing, and a second click makes no second order', async () => {
    const fan = await world.person({ size: 'phone' });
    const { page } = fan;
    const email = 'tunnel@parterre.example';
    await page.goto(world.site + PAGES.fr.live);
    const shop = page.locator('live-ticket');
    await shop.getByRole('button', { name: words.ticket.get }).click();
    await shop.getByLabel(words.checkout.email).fill(email);
    await shop.getByRole('button', { name: payLabel(words.checkout) }).waitFor();
    // The order arrives; its answer does not.
    await page.route(/\/orders(\?|$)/, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await shop.getByRole('button', { name: payLabel(words.checkout) }).click();
    await shop.getByText(sentence('unavailable')).first().waitFor();
    expect(await shop.getByLabel(words.checkout.email).inputValue()).toBe(email);
    await page.unroute(/\/orders(\?|$)/);
    await shop.getByRole('button', { name: payLabel(words.checkout) }).click();
    await shop.getByRole('button', { name: words.checkout.testApprove }).click();
    await shop.getByRole('heading', { name: words.ticket.youAreIn }).waitFor();
    const [row] = await world.venue.stack.sql(
      `SELECT COUNT(*) AS orders FROM wp_parterre_orders WHERE email = '${email}'`,
    );
    expect(row?.['orders']).toBe('1');
    await fan.context.close();
  });

  it('that vanishes while talking keeps the message for another try', async () => {
    const fan = await world.person();
    const { page } = fan;
    await page.goto(world.site + PAGES.fr.live);
    await buy(page, words, 'silence@parterre.example');
    await say(page, words, 'Un, deux…');
    await page.route(/\/messages(\?|$)/, (route) => route.abort());
    const room = page.locator('live-chat');
    await room.getByRole('textbox', { name: words.chat.field }).fill('Vous m’entendez ?');
    await room.getByRole('button', { name: words.chat.send, exact: true }).click();
    await room.getByRole('button', { name: words.chat.tryAgain }).waitFor();
    await page.unroute(/\/messages(\?|$)/);
    await room.getByRole('button', { name: words.chat.tryAgain }).click();
    await message(page, 'Vous m’entendez ?').waitFor();
    await fan.context.close();
  });
});

describe('what does not exist', () => {
  it('an unknown show is said on the page', async () => {
    const fan = await world.person();
    await openMarkup(
      fan,
      `<live-show backend="${world.site}/wp-json/parterre/v1" show="nulle-part"><live-player></live-player><live-ticket><a href="/ailleurs">Ailleurs</a></live-ticket></live-show>`,
    );
    for (const tag of ['live-player', 'live-ticket'])
      await fan.page.locator(tag).getByText(sentence('not_found')).first().waitFor();
    await fan.page.getByRole('link', { name: 'Ailleurs' }).waitFor();
    await fan.context.close();
  });

  it('a tag that knows no show or no backend says so on the page, and to the developer in the console', async () => {
    const fan = await world.person();
    const warnings: string[] = [];
    fan.page.on('console', (line) => line.type() === 'warning' && warnings.push(line.text()));
    await openMarkup(
      fan,
      `<live-ticket backend="${world.site}/wp-json/parterre/v1"></live-ticket><live-player></live-player>`,
    );
    await fan.page.getByText(words.ticket.noShow).waitFor();
    await fan.page.getByText(words.player.misplaced).waitFor();
    expect(warnings.some((text) => text.includes('<live-ticket> does not know its show'))).toBe(true);
    expect(warnings.some((text) => text.includes('<live-player> does not know its backend'))).toBe(true);
    await fan.context.close();
  });

  it('a pass link that opens nothing says so', async () => {
    const fan = await world.person({ size: 'phone' });
    await fan.page.goto(`${world.site}${PAGES.fr.live}#parterre=${'x'.repeat(43)}`);
    await fan.page.getByRole('button', { name: words.passLink.open }).click();
    await fan.page.getByText(sentence('link_invalid')).first().waitFor();
    await fan.context.close();
  });

  it('a forged session is told, and leaves the way to a ticket open', async () => {
    const fan = await world.person();
    const { page } = fan;
    await page.goto(world.site + PAGES.fr.live);
    await buy(page, words, 'faux@parterre.example');
    const changed = await page.evaluate(() => {
      let count = 0;
      for (const key of Object.keys(localStorage)) {
        const value = localStorage.getItem(key) ?? '';
        const forged = value.replace(/[A-Za-z0-9_-]{40,}/g, (token) => {
          count += 1;
          return 'A'.repeat(token.length);
        });
        if (forged !== value) localStorage.setItem(key, forged);
      }
      return count;
    });
    expect(changed).toBeGreaterThan(0);
    await page.reload();
    await page.locator('live-ticket').getByText(sentence('session_expired')).first().waitFor();
    await page.locator('live-ticket').getByRole('button', { name: words.ticket.get }).waitFor();
    await fan.context.close();
  });
});

describe('input no element would send', () => {
  const send = async (path: string, body: string): Promise<{ status: number; json: unknown }> => {
    const answer = await fetch(`${world.site}/wp-json/parterre/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return { status: answer.status, json: await answer.json() };
  };

  it('a body of five megabytes is refused by its name', async () => {
    const { status, json } = await send('/quotes', JSON.stringify({ currency: 'EUR', text: 'x'.repeat(5_000_000) }));
    expect(status).toBe(413);
    expect(json).toMatchObject({ error: { code: 'too_large', retryable: false } });
  });

  it.each([
    ['malformed JSON', '{"lines":'],
    [
      'a negative quantity',
      { lines: [{ type: 'offer', offer: 'offr_demo_ember_live', quantity: -1 }], currency: 'EUR' },
    ],
    ['a huge quantity', { lines: [{ type: 'offer', offer: 'offr_demo_ember_live', quantity: 1e12 }], currency: 'EUR' }],
    [
      'text for a number',
      { lines: [{ type: 'offer', offer: 'offr_demo_ember_live', quantity: '<b>2' }], currency: 'EUR' },
    ],
  ])('%s is a bad request', async (_, body) => {
    const { status, json } = await send('/quotes', typeof body === 'string' ? body : JSON.stringify(body));
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { code: 'bad_request' } });
  });

  it.each([
    [
      'an unknown offer',
      { lines: [{ type: 'offer', offer: 'offr_nowhere', quantity: 1 }], currency: 'EUR' },
      'offer_not_found',
    ],
    [
      'a wrong currency',
      { lines: [{ type: 'offer', offer: 'offr_demo_ember_live', quantity: 1 }], currency: 'USD' },
      'wrong_currency',
    ],
  ])('%s is refused by its name', async (_, body, code) => {
    expect((await send('/quotes', JSON.stringify(body))).json).toMatchObject({ error: { code } });
  });

  it('hostile text stays text, wherever it is shown', async () => {
    const fan = await world.person();
    const { page } = fan;
    const hostile = '<img src=x onerror="globalThis.pwned=1"> \u202Eطلب\u202C 🎷';
    await page.goto(world.site + PAGES.fr.live);
    await buy(page, words, 'texte@parterre.example');
    await say(page, words, hostile.replaceAll(/[\u202C\u202E]/g, ''), '<b>Zoé</b>');
    const said = page.locator('live-chat').getByRole('listitem').filter({ hasText: 'onerror' });
    await said.first().waitFor();
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
    expect(await said.locator('img, b').count()).toBe(0);
    await fan.context.close();
  });

  it('a likely typo in the address is asked about before anybody pays', async () => {
    const fan = await world.person({ size: 'phone' });
    const { page } = fan;
    await page.goto(world.site + PAGES.fr.live);
    await order(page, words, 'bea@gmial.com');
    await page.getByText(words.checkout.didYouMean('bea@gmail.com')).waitFor();
    expect(await page.getByRole('button', { name: words.checkout.testApprove }).count()).toBe(0);
    await page.getByRole('button', { name: words.checkout.takeSuggestion }).click();
    await page.getByRole('button', { name: words.checkout.testApprove }).waitFor();
    await fan.context.close();
  });
});

describe('a page whose author mistyped', () => {
  it('tells an editor what is wrong, and a visitor nothing', async () => {
    const id = await world.venue.stack.wp(
      'post',
      'create',
      '--post_type=page',
      '--post_status=publish',
      '--post_title=Essai',
      '--post_name=essai',
      '--post_content=[parterre_ticket show="nulle-part" colour="red"]',
      '--porcelain',
    );
    expect(Number(id)).toBeGreaterThan(0);
    const visitor = await world.person();
    await visitor.page.goto(`${world.site}/essai/`);
    expect(await visitor.page.getByRole('note').count()).toBe(0);
    await visitor.context.close();

    const editor = await world.person();
    await logIn(editor.page, world.site);
    await editor.page.goto(`${world.site}/essai/`);
    const note = editor.page.getByRole('note');
    await note.waitFor();
    const text = await note.innerText();
    expect(text).toContain('nulle-part');
    expect(text).toContain('colour');
    await eventually('the note to be drawn', async () => ((await note.boundingBox())?.height ?? 0) > 20);
    await editor.context.close();
  });
});
