// What a picture of the docs is made of, and how it is taken.
import { writeFile } from 'node:fs/promises';
import type { Browser, Locator, Page, ViewportSize } from 'playwright-core';
import { pause } from '../fan.ts';
import type { Person, Size, World } from '../world.ts';
import type { Standing } from './evening.ts';

/** One screen, prepared for one size. */
export interface Scene {
  /** How the evening of the live show stands when it begins; live when not given. */
  readonly evening?: Standing;
  /** Another window than the size's own. */
  readonly windows?: Partial<Record<Size, ViewportSize>>;
  /** Goes there and does what has to be seen. Answers what a desktop's picture is cut to; nothing takes the whole window. */
  take(world: World, person: Person, size: Size): Promise<Locator | void>;
}

/** Bytes that a picture may have: they stay in the repository's history for ever. */
const MAX_BYTES = 40_000;
/** Around what a picture is cut to. */
const MARGIN = 24;

/** A field that keeps the focus after it was used would wear its ring in the picture, whatever root it stands in. */
const dropFocus = (page: Page): Promise<void> =>
  page.evaluate(() => {
    let focused = document.activeElement as HTMLElement | null;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement as HTMLElement;
    focused?.blur();
  });

/** Takes the picture: of the window, or of what is told. */
export async function photograph(page: Page, of: Locator | void): Promise<Buffer> {
  await dropFocus(page);
  await pause(700);
  const box = of && (await of.boundingBox());
  const viewport = page.viewportSize();
  if (!box || !viewport) return page.screenshot();
  const x = Math.max(0, box.x - MARGIN);
  const y = Math.max(0, box.y - MARGIN);
  const width = Math.min(viewport.width - x, box.width + 2 * MARGIN);
  const height = Math.min(viewport.height - y, box.height + 2 * MARGIN);
  return page.screenshot({ clip: { x, y, width, height } });
}

/**
 * Writes a picture as WebP, first coarser and then smaller until it fits. Encoded by the browser: nothing else need be installed.
 * @throws Error when it fits at no size that could still be read.
 */
export async function keep(browser: Browser, png: Buffer, file: string): Promise<number> {
  const encoder = await browser.newPage();
  try {
    for (const scale of [1, 0.75, 0.6]) {
      for (const quality of [0.85, 0.7, 0.55]) {
        const url = await encoder.evaluate(
          async ([data, scale, quality]) => {
            const image = new Image();
            image.src = `data:image/png;base64,${data}`;
            await image.decode();
            const canvas = document.createElement('canvas');
            canvas.width = Math.round(image.naturalWidth * scale);
            canvas.height = Math.round(image.naturalHeight * scale);
            const context = canvas.getContext('2d');
            if (context) context.imageSmoothingQuality = 'high';
            context?.drawImage(image, 0, 0, canvas.width, canvas.height);
            return canvas.toDataURL('image/webp', quality);
          },
          [png.toString('base64'), scale, quality] as const,
        );
        const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
        if (bytes.length > MAX_BYTES) continue;
        await writeFile(file, bytes);
        return bytes.length;
      }
    }
    throw new Error(`${file} does not fit into ${MAX_BYTES} bytes.`);
  } finally {
    await encoder.close();
  }
}

/** Brings the element to the top of the window, and every picture on the way into it. */
export async function show(page: Page, selector: string, above = 24): Promise<Locator> {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      scrollTo(0, y);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  });
  const element = page.locator(selector).first();
  await element.evaluate((one, space) => scrollTo(0, one.getBoundingClientRect().top + scrollY - space), above);
  return element;
}
