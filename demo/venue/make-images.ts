/**
 * Makes the demo venue's pictures, `images/*.webp`: artwork for six concerts and three product pictures.
 *
 *   node demo/venue/make-images.ts [NAME…]
 *
 * Needs Node 24 and Chromium (`CHROME_PATH` if it is not in a usual place). Everything is drawn by `artwork/`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStudio } from '../stage/concert/studio.ts';

const MAX_BYTES = 120_000;
const images = fileURLToPath(new URL('images/', import.meta.url));
mkdirSync(images, { recursive: true });

const studio = await openStudio('venue/artwork/page.ts');
try {
  const all = await studio.page.evaluate(() => window.artwork.names);
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; there are ${all.join(', ')}`);
  for (const name of asked.length > 0 ? asked : all) {
    const url = await studio.page.evaluate(([wanted, most]) => window.artwork.image(wanted, most), [
      name,
      MAX_BYTES,
    ] as const);
    const data = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    writeFileSync(join(images, `${name}.webp`), data);
    console.log(`${name}.webp  ${(data.length / 1000).toFixed(0)} kB`);
  }
} finally {
  await studio.close();
}
