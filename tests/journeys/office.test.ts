// An employee of the box office, on a desktop and on a phone: sells, gives half an order back, moves a show, takes the books along, invites the
// press. Whatever the site answers meanwhile holds no key, and no address that this person has no right to.
import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn } from './admin.ts';
import { buy, eventually } from './fan.ts';
import { openWorld, PAGES, type Person, type Size, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const FAN = 'somebody.private@parterre.example';
/** What must be in no answer: what the site was told, and what it made for itself. */
const KEYS = {
  live: 'sk_live_journeyOfTheBoxOffice4711',
  webhook: 'whsec_journeyOfTheBoxOffice4711',
};

let world: World;
let secrets: string[];

beforeAll(async () => {
  world = await openWorld({ language: 'en' });
  const { stack } = world.venue;
  // A live key alone is no shop with real money, but it is a secret.
  await stack.wp(
    'eval',
    `Parterre\\Payments\\Stripe\\Keys::store('live', ['secret_key' => '${KEYS.live}', 'webhook_secret' => '${KEYS.webhook}']);`,
  );
  const made = await stack.wp('eval', `echo get_option('parterre_secret');`);
  secrets = [...Object.values(KEYS), made.trim(), 'the stage of the tests'];
  for (const [login, role] of [
    ['desk', 'parterre_box_office'],
    ['front', 'parterre_front_desk'],
    ['books', 'parterre_accountant'],
  ] as const)
    await stack.wp('user', 'create', login, `${login}@venue.example`, `--role=${role}`, '--user_pass=admin');
  const fan = await world.person({ language: 'en' });
  await fan.page.goto(world.site + PAGES.en.live);
  await buy(fan.page, dictionaries.en, FAN);
  await fan.context.close();
});
afterAll(() => world?.close());

interface Employee extends Person {
  /** Every answer of the site so far, with its address. */
  heard: { url: string; text: string }[];
}

/** Somebody of the venue, with all that the site tells them written down. */
async function employee(login: string, size: Size): Promise<Employee> {
  const person = await world.person({ size, language: 'en', acceptDownloads: true });
  const heard: Employee['heard'] = [];
  person.context.on('response', (response) => {
    const url = response.url();
    if (!url.startsWith(world.site) || /\.(js|css|woff2?|png|jpe?g|webp|svg|m4s|mp4)(\?|$)/.test(url)) return;
    response.text().then(
      (text) => heard.push({ url, text }),
      // A redirect, or a page that was left: there was nothing to read.
      () => {},
    );
  });
  await logIn(person.page, world.site, login);
  // Where one lands is WordPress's own profile, whose script complains when it is left before it is ready.
  await open(person.page, 'orders');
  person.complaints.length = 0;
  return { ...person, heard };
}

const open = async (page: Page, tab: string, what = ''): Promise<void> => {
  await page.goto(`${world.site}/wp-admin/admin.php?page=parterre&tab=${tab}${what && `&open=${what}`}`);
};

const fitsThePhone = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

const fileOf = async (download: Download): Promise<string> => readFile((await download.path())!, 'utf8');

/** Fails with the address of every answer that says one of these. */
function saidNothingOf(heard: Employee['heard'], words: readonly string[]): void {
  expect(heard.length).toBeGreaterThan(3);
  const leaks = heard.filter(({ text }) => words.some((word) => text.includes(word))).map(({ url }) => url);
  expect(leaks).toEqual([]);
}

/** Chooses the show with seats in the hall. */
async function chooseShow(page: Page): Promise<void> {
  const choice = page.getByLabel('Show', { exact: true });
  const value = await choice.locator('option', { hasText: 'Alternating current' }).first().getAttribute('value');
  await choice.selectOption(value!);
}

describe.each<Size>(['desktop', 'phone'])('the box office on a %s', (size) => {
  it('sells, gives half back, moves the show, takes the books along and invites the press, and hears no secret', async () => {
    const desk = await employee('desk', size);
    const { page } = desk;
    // It has no business in the settings.
    await open(page, 'settings');
    expect(await page.getByRole('link', { name: 'Settings', exact: true }).count()).toBe(0);

    // Two places in the hall, for cash.
    await open(page, 'counter');
    await chooseShow(page);
    const more = page.getByRole('button', { name: /^One more: Hall/ });
    await more.click();
    await more.click();
    await page.getByRole('button', { name: /taken: sell$/ }).waitFor();
    expect(await fitsThePhone(page)).toBe(true);
    // The stream's part of this offer opens by mail.
    await page.getByLabel('E-mail address').fill(`walk-in-${size}@parterre.example`);
    await page.getByRole('button', { name: /taken: sell$/ }).click();
    await page.getByText(/^Order .* is paid\./).waitFor();
    const [tickets] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Print the tickets (2)' }).click(),
    ]);
    await tickets.getByText('No. ').first().waitFor();
    expect(await tickets.locator('article').count()).toBe(2);
    await tickets.close();

    // One of the two comes back.
    await page.getByRole('button', { name: 'Open the order' }).click();
    await page.getByRole('button', { name: 'Refund…' }).click();
    await page.getByLabel(/^Hall/).fill('1');
    await page.getByRole('button', { name: /^Give .* back$/ }).click();
    await page
      .locator('.components-notice')
      .getByText(/^Hand .* back/)
      .waitFor();
    await page.getByText('Void', { exact: true }).first().waitFor();
    expect(await fitsThePhone(page)).toBe(true);

    // The press is invited; a line that is none is named.
    await open(page, 'guests');
    await chooseShow(page);
    await page.getByText('Paste a list').click();
    const list = page.locator('details.parterre-panel', { hasText: 'Paste a list' });
    await list
      .getByLabel('One guest a line')
      .fill(`Ana Moreau, ana-${size}@press.example, 1\nBo Lind, bo-${size}@press.example, 2\nNobody, not@address`);
    await list.getByRole('button', { name: 'Invite all' }).click();
    await list.getByText('2 invited.').waitFor();
    await list.getByText(/Line 3:/).waitFor();
    await page.getByText('Ana Moreau').first().waitFor();

    // The show moves by a week; whoever cannot come may have the money back.
    await open(page, 'bulk');
    await chooseShow(page);
    const form = page.locator('form', { hasText: 'Cancel or move this show' });
    const day = (days: number, time: string) =>
      `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
    const later = size === 'phone' ? 40 : 33;
    await form.getByLabel('Doors').fill(day(later, '19:30'));
    await form.getByLabel('Start').fill(day(later, '20:30'));
    await form.getByLabel('End', { exact: true }).fill(day(later, '23:00'));
    await form.getByLabel('They may choose until').fill(day(later - 7, '12:00'));
    await form.getByLabel('What you say to them').fill('The singer has lost her voice.');
    await form.getByText(/orders?; at most/).waitFor();
    await form.getByLabel(/^The dates are right/).check();
    expect(await fitsThePhone(page)).toBe(true);
    await form.getByRole('button', { name: 'Move the show for everybody' }).click();
    await page
      .getByText(/^Buyers may choose until/)
      .first()
      .waitFor();
    await page
      .getByRole('heading', { name: /^Moved from/ })
      .first()
      .waitFor();

    // The books.
    await open(page, 'exports');
    await page.getByRole('button', { name: 'This year' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download: Orders' }).click(),
    ]);
    const file = await fileOf(download);
    // Orders of a shop that tests are no sales: the file has its head, and nothing that is none.
    expect(file).toContain('"E-mail"');
    expect(file.split('\r\n').filter(Boolean)).toHaveLength(1);
    await open(page, 'statements');
    await chooseShow(page);
    await page.getByText('How this show is shared').waitFor();
    expect(await fitsThePhone(page)).toBe(true);

    // A fan's order: the address is masked until it is asked for, which is written down.
    await open(page, 'orders');
    await page.getByText('s…@parterre.example').first().waitFor();
    saidNothingOf(desk.heard, [...secrets, FAN]);
    const order = (await world.venue.stack.sql(`SELECT id FROM wp_parterre_orders WHERE email = '${FAN}'`))[0]!['id']!;
    await open(page, 'orders', order);
    await page.getByRole('button', { name: 'Show the address' }).click();
    await page.getByText(FAN).waitFor();
    await page.reload();
    await page.getByText('Address looked at').first().waitFor();

    // A film of the show has a code in it, which leads to that order.
    await world.venue.stack.sql(
      `INSERT IGNORE INTO wp_parterre_leases (id, show_id, ticket_id, session_id, device, state, mode, watched_ms, created_at, renewed_at, expires_at, mark)
       SELECT 'leas_filmed', show_id, id, '', 'phone', 'left', 'live', 1260000, created_at, created_at + 1800000, created_at, 'AC7K3WXP'
       FROM wp_parterre_tickets WHERE order_id = '${order}' LIMIT 1`,
    );
    await open(page, 'marks');
    await page.getByLabel('Code').fill('ac7k 3wx?');
    await page.getByRole('button', { name: 'Look it up' }).click();
    await page.getByText('s…@parterre.example').waitFor();
    expect(await page.locator('.parterre-main').innerText()).not.toContain(FAN);
    expect(await fitsThePhone(page)).toBe(true);
    await page.locator('.parterre-facts').getByRole('button').click();
    await page.getByText('Code in the picture looked up').first().waitFor();

    saidNothingOf(desk.heard, secrets);
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
  });
});

describe('people without the right to see addresses', () => {
  it('find everything else, and no address in any answer or file', async () => {
    // A real sale, so that the files have something in them: the shop is real for one order.
    const { stack } = world.venue;
    await stack.sql(`UPDATE wp_parterre_orders SET test = 0 WHERE email = '${FAN}'`);
    const front = await employee('front', 'phone');
    for (const tab of [
      'orders',
      'tickets',
      'guests',
      'waiting',
      'door',
      'deliveries',
      'codes',
      'counter',
      'refunds',
      'documents',
    ]) {
      await open(front.page, tab);
      await eventually(
        `${tab} to be drawn`,
        async () => (await front.page.locator('.parterre-main').innerText()) !== '',
      );
      await front.page.waitForLoadState('networkidle');
      expect([tab, await fitsThePhone(front.page)]).toEqual([tab, true]);
    }
    const order = (await stack.sql(`SELECT id FROM wp_parterre_orders WHERE email = '${FAN}'`))[0]!['id']!;
    await open(front.page, 'orders', order);
    await front.page.getByText('s…@parterre.example').waitFor();
    expect(await front.page.getByRole('button', { name: 'Show the address' }).count()).toBe(0);
    saidNothingOf(front.heard, [...secrets, FAN, '@press.example']);
    await front.context.close();

    const books = await employee('books', 'desktop');
    await open(books.page, 'exports');
    await books.page.getByRole('button', { name: 'This year' }).click();
    for (const name of ['Orders', 'Sales journal', 'Tickets', 'Ledger', 'Refunds', 'Payouts']) {
      const [download] = await Promise.all([
        books.page.waitForEvent('download'),
        books.page.getByRole('link', { name: `Download: ${name}` }).click(),
      ]);
      const file = await fileOf(download);
      expect([name, [...secrets, FAN].filter((word) => file.includes(word))]).toEqual([name, []]);
      if (name === 'Orders') expect(file).toContain('s…@parterre.example');
    }
    saidNothingOf(books.heard, [...secrets, FAN]);
    await books.context.close();
  });
});
