// The five-euro host: four PHP workers, no cron, no loopback, one mail a second. From the click that pays to a picture
// that plays, at most ten seconds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, mailTo, order } from './fan.ts';
import { openWorld, PAGES, SIZES, type Size, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const words = dictionaries.fr;
const LIMIT_MS = 10_000;

let world: World;
beforeAll(async () => {
  world = await openWorld({ profile: 'shared' });
});
afterAll(() => world?.close());

describe('a small shared host', () => {
  it('has no cron and no way to reach itself', async () => {
    expect((await world.venue.stack.wp('config', 'get', 'DISABLE_WP_CRON')).trim()).toBe('1');
    const loopback = await world.venue.stack.wp(
      'eval',
      'echo is_wp_error(wp_remote_get(home_url("/"), ["timeout" => 3])) ? "blocked" : "open";',
    );
    expect(loopback.trim()).toBe('blocked');
  });

  it.each(Object.keys(SIZES) as Size[])('lets a fan see the picture in time after paying (%s)', async (size) => {
    const email = `${size}-fan@parterre.example`;
    const { page, context } = await world.person({ size });
    await page.goto(world.site + PAGES.fr.live);
    await order(page, words, email);
    const pay = page.locator('live-ticket').getByRole('button', { name: words.checkout.testApprove });
    await pay.waitFor();

    const paidAt = performance.now();
    await pay.click();
    await page.locator('live-ticket').getByRole('heading', { name: words.ticket.youAreIn }).waitFor();
    const insideMs = performance.now() - paidAt;
    await page.getByRole('button', { name: words.player.watchLive }).click();
    await eventually(
      'a picture that plays',
      () =>
        page
          .locator('live-player video')
          .first()
          .evaluate((video: HTMLVideoElement) => video.videoWidth > 0 && !video.paused && video.currentTime > 0),
      15,
    );
    const pictureMs = performance.now() - paidAt;
    console.log(`${size}: inside after ${Math.round(insideMs)} ms, picture after ${Math.round(pictureMs)} ms`);
    expect(pictureMs).toBeLessThan(LIMIT_MS);
    // Nobody runs cron here: the request that sold the ticket also sent its mail.
    await mailTo(world, email);
    await context.close();
  });
});
