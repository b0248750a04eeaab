// `npm run screenshots`: what the demo venue looks like, photographed on a desktop and on a phone while people use it.
// Writes docs/screenshots/NAME.{desktop,phone}.webp, each at most 40 kB, shown by docs/screenshots.md.
//
//   npm run screenshots -- live merch     only these
//   npm run screenshots -- desk           all whose name begins so, where there is none of that name
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../tools/wordpress/cache.ts';
import { openWorld, type Size } from '../world.ts';
import { fillRoom, gather, put } from './evening.ts';
import { officeScenes } from './office.ts';
import { pageScenes } from './pages.ts';
import { playerScenes } from './player.ts';
import { keep, photograph, type Scene } from './scene.ts';

const folder = join(root, 'docs', 'screenshots');
const sizes: Size[] = ['desktop', 'phone'];
const scenes: Record<string, Scene> = { ...playerScenes, ...pageScenes, ...officeScenes };

const names = process.argv.slice(2).flatMap((asked) => {
  const found = asked in scenes ? [asked] : Object.keys(scenes).filter((name) => name.startsWith(`${asked}-`));
  if (found.length === 0) throw new Error(`unknown: ${asked}; there are ${Object.keys(scenes).join(', ')}`);
  return found;
});

const told = await readFile(join(root, 'docs', 'screenshots.md'), 'utf8');
const untold = Object.keys(scenes).filter((name) => !told.includes(`screenshots/${name}.desktop.webp`));
if (untold.length > 0) throw new Error(`docs/screenshots.md does not show ${untold.join(', ')}.`);

await mkdir(folder, { recursive: true });
// The stage has played for three quarters of an hour, which can be looked back over.
const world = await openWorld({ stage: { playlistSeconds: 45 * 60 } });
try {
  await gather(world);
  await put(world, 'live');
  await fillRoom(world);
  for (const name of names.length > 0 ? names : Object.keys(scenes)) {
    const { evening = 'live', windows, take } = scenes[name] as Scene;
    for (const size of sizes) {
      await put(world, evening);
      const viewport = windows?.[size];
      const person = await world.person({ size, ...(viewport && { viewport }) });
      const seen = await take(world, person, size);
      // A phone's picture is what the phone shows.
      const png = await photograph(person.page, size === 'desktop' ? seen : undefined);
      const bytes = await keep(world.browser, png, join(folder, `${name}.${size}.webp`));
      console.log(`${name}.${size}.webp  ${Math.round(bytes / 1000)} kB`);
      await person.context.close();
    }
  }
} finally {
  await world.close();
}
