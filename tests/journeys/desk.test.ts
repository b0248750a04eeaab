// The stage role at a phone beside the stage: sees that the picture arrives, speaks to everybody, pauses with a slate, is rung when the
// picture is lost, ends and takes it back. What a fan sees meanwhile is on a second screen. Afterwards the box office makes good for the
// picture that was lost.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn } from './admin.ts';
import { buy, eventually, watch } from './fan.ts';
import { openWorld, PAGES, type Person, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const words = dictionaries.en;

let world: World;
let fan: Person;
let crew: Person;
/** Every answer of the site to the desk, and those that it asks for every few seconds. */
const heard: string[] = [];
const states: string[] = [];

beforeAll(async () => {
  world = await openWorld({ language: 'en' });
  await world.venue.stack.wp(
    ...['user', 'create', 'stage', 'stage@venue.example', '--role=parterre_stage', '--user_pass=admin'],
  );
  await world.venue.stack.wp(
    ...['user', 'create', 'office', 'office@venue.example', '--role=parterre_box_office', '--user_pass=admin'],
  );
  fan = await world.person({ language: 'en' });
  await fan.page.goto(world.site + PAGES.en.live);
  await buy(fan.page, words, 'front.row@parterre.example');
  await watch(fan.page, words);
  crew = await world.person({ language: 'en', size: 'phone' });
  await logIn(crew.page, world.site, 'stage');
  crew.context.on('response', (response) => {
    if (response.url().includes('parterre-admin'))
      response.text().then(
        (text) => {
          heard.push(text);
          if (/\/desk\/\w+\?minute=/.test(decodeURIComponent(response.url()))) states.push(text);
        },
        () => {},
      );
  });
  await crew.page.goto(`${world.site}/wp-admin/admin.php?page=parterre`);
  // Where one lands is WordPress's own profile, whose script complains when it is left before it is ready.
  crew.complaints.length = 0;
});
afterAll(() => world?.close());

const desk = () => crew.page.locator('.parterre-desk');
const press = (name: string) => desk().getByRole('button', { name, exact: true }).click();
const said = () => fan.page.locator('live-player').locator('p.said[role=status]').textContent();

describe('the desk, on a phone', () => {
  it('opens on the show that is on, and says that its picture arrives', async () => {
    await desk().getByRole('heading', { name: 'Midnight Sun' }).waitFor();
    await desk().locator('.parterre-pictures .is-arriving').first().waitFor({ timeout: 60_000 });
    expect(await crew.page.locator('.parterre-tabs a').count()).toBe(1);
    const wide = await crew.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, 'nothing is wider than the phone').toBeLessThanOrEqual(0);
    for (const box of await desk()
      .locator('.parterre-acts button')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height)))
      expect(box).toBeGreaterThanOrEqual(44);
  });

  it('shows the picture to whoever runs the stage', async () => {
    await press('Look at the picture');
    const moves = () =>
      desk()
        .locator('video')
        .evaluate((video: HTMLVideoElement) => video.currentTime > 0 && !video.paused);
    await eventually('the picture moves at the desk', moves);
    await press('Close the picture');
  });

  it('says a sentence over the picture of everybody, and takes it back', async () => {
    await desk().getByLabel('Sentence', { exact: true }).fill('The encore begins at 22:40.');
    await press('Say it');
    await eventually('the fan reads it', async () => (await said()) === 'The encore begins at 22:40.');
    await press('Take it back');
    await eventually('it is gone', async () => (await said()) === '');
  });

  it('pauses with a slate and goes on', async () => {
    await press('Pause');
    await desk().getByLabel('On the slate (may stay empty)').fill('Back at 21:40.');
    await desk().locator('.parterre-ask').getByRole('button', { name: 'Pause' }).click();
    await fan.page.locator('live-player').getByText(words.player.pausedTitle).waitFor();
    await eventually('the slate has its sentence', async () => (await said()) === 'Back at 21:40.');
    await press('Go on');
    await eventually('the sentence goes with the pause', async () => (await said()) === '');
  });

  it('rings when the picture is lost, and stops by itself', async () => {
    await press('Ring here when the picture is lost');
    world.venue.stage.control({ action: 'freeze', stream: '*', seconds: 30 });
    await desk().locator('.parterre-alarm').waitFor({ timeout: 60_000 });
    await eventually('the tab says so', async () => (await crew.page.title()).includes('No picture!'));
    await desk().locator('.parterre-alarm').waitFor({ state: 'detached', timeout: 90_000 });
    expect(await crew.page.title()).not.toContain('No picture!');
  });

  it('comes back by itself after a network that was away', async () => {
    await crew.context.setOffline(true);
    await desk().getByText('what stands here is from before').waitFor({ timeout: 30_000 });
    await crew.context.setOffline(false);
    await desk().getByText('what stands here is from before').waitFor({ state: 'detached', timeout: 30_000 });
  });

  it('ends the show, and takes the end back', async () => {
    await press('End the show');
    await desk().locator('.parterre-ask').getByRole('button', { name: 'End the show' }).click();
    await desk().locator('.parterre-phase.is-ended').waitFor();
    await press('Take the end back');
    await desk().locator('.parterre-phase.is-live').waitFor();
    expect(await desk().locator('.parterre-history li').first().textContent()).toContain('stage');
  });

  it('has noted when the picture was lost, and lets the crew correct it', async () => {
    const periods = desk().locator('.parterre-failures li');
    await periods.filter({ hasText: 'noted by the site' }).waitFor({ timeout: 30_000 });
    await periods
      .first()
      .getByRole('button', { name: /^Correct / })
      .click();
    await press('Note it');
    await periods.filter({ hasText: 'said by the crew' }).waitFor();
    expect(await periods.count()).toBe(1);
    expect(await desk().getByRole('button', { name: 'Make good for it' }).count(), 'that is the box office’s').toBe(0);
    await press('End the show');
    await desk().locator('.parterre-ask').getByRole('button', { name: 'End the show' }).click();
    await desk().locator('.parterre-phase.is-ended').waitFor();
  });

  it('was told of nobody and nothing else', () => {
    const text = heard.join('\n');
    expect(heard.length).toBeGreaterThan(10);
    for (const secret of ['parterre.example', 'ordr_', 'tick_', 'amountMinor', 'priceMinor'])
      expect(text).not.toContain(secret);
    expect(crew.complaints).toEqual([]);
    expect(fan.complaints).toEqual([]);
  });

  it('costs little of a phone’s mobile data', () => {
    expect(states.length).toBeGreaterThan(10);
    // Uncompressed, every four seconds: at most three megabytes an hour.
    expect(Math.max(...states.map(({ length }) => length))).toBeLessThan(3500);
  });
});

describe('the box office, on a phone', () => {
  it('sees whom the failure concerns and what it costs, and gives a part of the price back once', async () => {
    const open = new URL(crew.page.url()).searchParams.get('open')!;
    const office = await world.person({ language: 'en', size: 'phone' });
    const { page } = office;
    await logIn(page, world.site, 'office');
    await page.goto(`${world.site}/wp-admin/admin.php?page=parterre&tab=bulk&open=${open}`);
    office.complaints.length = 0;
    const form = page.locator('form.parterre-amends');
    await form.getByRole('radio', { name: /said by the crew$/ }).waitFor();
    await form.getByLabel('What you say to them').fill('A cable gave up.');
    await form.getByRole('button', { name: 'See what it would do' }).click();
    await form.getByText(/^Inside then: 1 ticket, held by 1 person\. .* goes back, to 1 order\.$/).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, 'nothing is wider than the phone').toBeLessThanOrEqual(0);
    await form.getByRole('button', { name: /^Give .* back$/ }).click();
    await page.getByRole('heading', { name: 'Picture failed: 25% of the price goes back' }).waitFor();
    await page.getByText('All done.').waitFor();
    await form.getByRole('button', { name: 'See what it would do' }).click();
    await form.getByText(/^This was done for a period that overlaps/).waitFor();
    const back = await world.venue.stack.sql(
      `SELECT o.email, r.origin, r.amount_minor * 4 = o.total_minor AS quarter FROM wp_parterre_refunds r JOIN wp_parterre_orders o ON o.id = r.order_id`,
    );
    expect(back).toEqual([{ email: 'front.row@parterre.example', origin: 'amends', quarter: expect.anything() }]);
    expect(String(back[0]!['quarter'])).toBe('1');
    expect(office.complaints).toEqual([]);
    await office.context.close();
  });
});
