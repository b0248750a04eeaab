// What those see who run the venue: the desk through an evening, what comes after it, and how a show is set up.
import type { Page } from 'playwright-core';
import { logIn } from '../admin.ts';
import { eventually } from '../fan.ts';
import type { Size, World } from '../world.ts';
import { act, CREW, SHOW } from './evening.ts';
import { show, type Scene } from './scene.ts';

/** Opens a screen of the back office. */
async function open(world: World, page: Page, login: string, query: string): Promise<void> {
  await logIn(page, world.site, login);
  await page.goto(`${world.site}/wp-admin/admin.php?page=parterre&${query}`);
}

/** Opens the desk as whoever runs the stage, once it knows about the pictures. */
async function openDesk(world: World, page: Page): Promise<void> {
  await open(world, page, CREW, `tab=desk&open=${SHOW}`);
  await page.locator('.parterre-pictures :is(.is-arriving, .is-lost)').first().waitFor({ timeout: 60_000 });
}

/** On a phone the desk fills the screen; on a desktop one also sees where it stands. */
const toDesk = (page: Page, size: Size): Promise<unknown> =>
  size === 'phone' ? show(page, '.parterre-desk', 12) : show(page, 'body', 0);

/** Opens the picture at the desk. */
async function lookAt(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await plays(page, '.parterre-screen video');
}

const plays = (page: Page, selector: string): Promise<unknown> =>
  eventually('a picture', () =>
    page
      .locator(selector)
      .first()
      .evaluate((video: HTMLVideoElement) => video.videoWidth > 0 && video.currentTime > 1),
  );

export const officeScenes: Record<string, Scene> = {
  'desk-rehearsal': {
    evening: 'before',
    async take(world, { page }, size) {
      await openDesk(world, page);
      await lookAt(page, 'Voir la répétition');
      await toDesk(page, size);
    },
  },
  'desk-doors': {
    evening: 'doors',
    async take(world, { page }, size) {
      await openDesk(world, page);
      await page.locator('.parterre-by-itself').waitFor({ timeout: 30_000 });
      await toDesk(page, size);
    },
  },
  desk: {
    async take(world, { page }, size) {
      await openDesk(world, page);
      // It has come since the show began.
      await world.venue.stack.sql(
        `UPDATE wp_parterre_pictures JOIN wp_parterre_shows ON id = show_id SET since = live_at WHERE show_id = '${SHOW}'`,
      );
      if (size === 'desktop') await lookAt(page, 'Voir l’image');
      await page
        .locator('.parterre-pictures')
        .getByText(/[34]\d min/)
        .first()
        .waitFor();
      await toDesk(page, size);
    },
  },
  'desk-lost': {
    evening: 'lost',
    async take(world, { page }, size) {
      await openDesk(world, page);
      await page.locator('.parterre-alarm').waitFor({ timeout: 90_000 });
      await toDesk(page, size);
    },
  },
  'desk-pause': {
    async take(world, { page }, size) {
      await act(world, 'pause', 'On change une corde. Retour à 21 h 40.');
      await openDesk(world, page);
      await toDesk(page, size);
    },
  },
  'desk-ended': {
    async take(world, { page }, size) {
      await act(world, 'end');
      await openDesk(world, page);
      await toDesk(page, size);
    },
  },
  'cutting-room': {
    async take(world, { page }) {
      await open(world, page, CREW, 'tab=replay&open=show_demo_halo');
      await page.getByRole('button', { name: /^Regarder le film/ }).click();
      await eventually('the first frame', () =>
        page
          .locator('.parterre-preview video')
          .first()
          .evaluate((video: HTMLVideoElement) => video.videoWidth > 0),
      );
      await show(page, '.parterre-section:has(.parterre-preview)', 50);
    },
  },
  doctor: {
    // The list of what is good is long.
    windows: { desktop: { width: 1280, height: 1000 } },
    async take(world, { page }, size) {
      await open(world, page, 'admin', `open=${SHOW}`);
      const check = page.getByRole('button', { name: 'Vérifier le direct' }).first();
      await check.click();
      await page.locator('.parterre-report-head').first().waitFor({ timeout: 60_000 });
      await page.locator('.parterre-report summary').first().click();
      return show(page, '.parterre-report', size === 'phone' ? 180 : 110);
    },
  },
  provider: {
    async take(world, { page }) {
      await open(world, page, 'admin', 'tab=settings');
      await page.getByRole('combobox', { name: 'Prestataire', exact: true }).selectOption('mux');
      const section = page
        .locator('.parterre-section')
        .filter({ has: page.getByRole('heading', { name: 'Diffusion' }) });
      await section.evaluate((element) => element.setAttribute('data-photographed', ''));
      await show(page, '[data-photographed]', 110);
    },
  },
  admin: {
    async take(world, { page }) {
      await open(world, page, 'admin', '');
      await page.locator('#parterre-admin').getByText('Soleil de minuit').first().click();
      await page.locator('#parterre-admin input').first().waitFor();
    },
  },
  offers: {
    async take(world, { page }) {
      await open(world, page, 'admin', 'open=show_demo_current');
      const card = page.getByRole('group', { name: 'Direct, prévente', exact: true }).first();
      await card.locator('.parterre-more > summary').click();
      await card.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 150));
    },
  },
};
