// The player in each phase of an evening, and in what happens to a picture.
import type { Locator, Page } from 'playwright-core';
import { buy, eventually, pause, pictureMoves, say, watch } from '../fan.ts';
import { PAGES, type Person, type Size, type World } from '../world.ts';
import { words as dictionaries } from '../words.ts';
import { act } from './evening.ts';
import { show, type Scene } from './scene.ts';

const words = dictionaries.fr;
const pages = PAGES.fr;
const BOTH_CAMERAS = 'Direct + coulisses';

/** The picture with the room beside it, or as much of them as a phone shows. */
const stage = (page: Page, size: Size): Promise<Locator> => show(page, '.parterre-stage', size === 'phone' ? 12 : 90);

/** Comes in by a ticket and presses play. */
async function goIn(world: World, { page }: Person, email: string, offer?: string): Promise<void> {
  await page.goto(world.site + pages.live);
  await buy(page, words, email, offer);
  await watch(page, words);
}

const control = (page: Page, name: string): Locator =>
  page.locator('live-player').getByRole('button', { name, exact: true });

/** Moves the thumb of the position to so many seconds. */
async function seek(page: Page, secondsOf: (range: { min: number; max: number }) => number): Promise<void> {
  const bar = page.locator('live-player').getByRole('slider', { name: words.player.seek });
  const range = await bar.evaluate(({ min, max }: HTMLInputElement) => ({ min: Number(min), max: Number(max) }));
  await bar.evaluate(
    (input: HTMLInputElement, value) => {
      input.value = String(value);
      for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
    },
    Math.round(secondsOf(range)),
  );
  await pictureMoves(page);
}

export const playerScenes: Record<string, Scene> = {
  'player-announced': {
    async take(world, { page }, size) {
      await page.goto(world.site + pages.coming);
      await page.locator('live-player').getByText(words.player.needTicket).waitFor();
      return stage(page, size);
    },
  },
  'player-doors': {
    evening: 'doors',
    async take(world, { page }, size) {
      await page.goto(world.site + pages.live);
      await buy(page, words, `doors-${size}@parterre.example`);
      await page.locator('live-player').getByText(words.player.inside).waitFor();
      await page.mouse.move(5, 5);
      return stage(page, size);
    },
  },
  live: {
    async take(world, person, size) {
      const { page } = person;
      await goIn(world, person, `photo-${size}@parterre.example`, BOTH_CAMERAS);
      await say(
        page,
        words,
        size === 'phone' ? 'Bonsoir de Brest !' : 'Bonsoir de Rennes ! Le son est magnifique.',
        'Anouk',
      );
      const scene = await stage(page, size);
      await page.mouse.move(5, 5);
      await pause(4000);
      return scene;
    },
  },
  'player-dvr': {
    async take(world, person, size) {
      const { page } = person;
      await goIn(world, person, `dvr-${size}@parterre.example`);
      const scene = await stage(page, size);
      await page.locator('live-player').hover();
      await seek(page, ({ max }) => max - 754);
      await control(page, words.player.goLive)
        .or(page.getByRole('button', { name: words.player.goLive }))
        .first()
        .waitFor();
      await page.locator('live-player').hover();
      return scene;
    },
  },
  'player-cameras': {
    async take(world, person, size) {
      const { page } = person;
      if (size === 'desktop') {
        await goIn(world, person, `cameras-${size}@parterre.example`);
        await page.getByRole('button', { name: words.player.lockedCamera('Coulisses') }).click();
        await page.getByText(words.player.cameraInvitation('Coulisses')).waitFor();
        return stage(page, size);
      }
      await goIn(world, person, `cameras-${size}@parterre.example`, BOTH_CAMERAS);
      const scene = await stage(page, size);
      const box = await page.locator('live-player').boundingBox();
      if (!box) throw new Error('There is no player.');
      // A finger that is on its way to the other camera, and has not been lifted.
      const touch = await person.context.newCDPSession(page);
      const y = box.y + 90;
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: 280, y }] });
      for (const x of [265, 240, 210, 170])
        await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y }] });
      return scene;
    },
  },
  'player-settings': {
    async take(world, person, size) {
      const { page } = person;
      await goIn(world, person, `settings-${size}@parterre.example`);
      const scene = await stage(page, size);
      await page.locator('live-player').hover();
      await control(page, words.player.settings).click();
      await page.getByRole('switch', { name: /Son seul/ }).waitFor();
      return scene;
    },
  },
  'player-full': {
    async take(world, person, size) {
      const { page } = person;
      await goIn(world, person, `full-${size}@parterre.example`);
      await say(
        page,
        words,
        size === 'phone'
          ? 'En entier sur mon téléphone, et vous êtes toujours là'
          : 'Plein écran, et vous êtes toujours là ✨',
        'Anouk',
      );
      await page.locator('live-player').hover();
      await control(page, words.player.fullscreen).click();
      await control(page, words.player.exitFullscreen).waitFor();
    },
  },
  'player-over': {
    windows: { phone: { width: 844, height: 390 } },
    async take(world, person, size) {
      const { page } = person;
      await goIn(world, person, `over-${size}@parterre.example`);
      await page.locator('live-player').hover();
      await control(page, words.player.fullscreen).click();
      await control(page, words.player.exitFullscreen).waitFor();
      await page.locator('live-player').hover();
      await control(page, words.player.settings).click();
      await page.getByRole('radio', { name: 'Sur l’image' }).check({ force: true });
      await page.keyboard.press('Escape');
      await page.locator('live-player').hover({ position: { x: 200, y: 200 } });
    },
  },
  'player-trouble': {
    async take(world, person, size) {
      const { page } = person;
      await goIn(world, person, `trouble-${size}@parterre.example`);
      const scene = await stage(page, size);
      world.venue.stage.control({ action: 'cut', stream: '*', seconds: 90 });
      await page.locator('live-player').getByText('PA23').waitFor({ timeout: 40_000 });
      return scene;
    },
  },
  'player-pause': {
    async take(world, person, size) {
      const { page } = person;
      await goIn(world, person, `pause-${size}@parterre.example`);
      const scene = await stage(page, size);
      await act(world, 'pause', 'On change une corde. Retour à 21 h 40.');
      await page.locator('live-player').getByText(words.player.pausedTitle).waitFor({ timeout: 40_000 });
      return scene;
    },
  },
  'player-ended': {
    async take(world, person, size) {
      const { page } = person;
      await goIn(world, person, `ended-${size}@parterre.example`);
      const scene = await stage(page, size);
      await act(world, 'end');
      await page.locator('live-player').getByText(words.player.endedTitle).waitFor({ timeout: 40_000 });
      return scene;
    },
  },
  replay: {
    async take(world, { page }, size) {
      await page.goto(`${world.site}/halo/`);
      await buy(page, words, `replay-${size}@parterre.example`);
      await page.getByRole('button', { name: words.player.watchReplay }).click();
      await pictureMoves(page);
      const scene = await stage(page, size);
      await page.locator('live-player').hover();
      await seek(page, () => 113);
      await page.locator('live-chat').getByText('Qui est à la salle ce soir').waitFor();
      await page.locator('live-player').hover();
      const chapters = page.locator('live-player').getByRole('button', { name: /^Chapitre/ });
      if (size === 'desktop') await chapters.click();
      else await chapters.waitFor();
      return scene;
    },
  },
  'player-error': {
    async take(world, { page }, size) {
      await page.goto(world.site + pages.open);
      world.venue.stage.control({ action: 'fail', stream: 'replay', seconds: 120, status: 404 });
      await page.getByRole('button', { name: words.player.watchReplay }).click();
      await eventually('the code', () => page.locator('live-player').getByText('PA20').isVisible(), 40);
      return stage(page, size);
    },
  },
};
