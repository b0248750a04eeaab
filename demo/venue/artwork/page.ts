/** The browser's side of `make-images.ts`: paints a picture by name and packs it as WebP. */
import { render } from '../../stage/concert/render.ts';
import { stage } from '../../stage/concert/scenes.ts';
import { posters } from './posters.ts';
import { printedPoster, shirt, vinyl } from './products.ts';

/** Paints a square-cut piece of a scene into a rectangle of a product picture. */
const printOf =
  (name: string) =>
  (ctx: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void => {
    const scene = posters[name] ?? stage;
    ctx.drawImage(render(scene, 18.5, Math.round(width * 1.5), Math.round(height * 1.5)), x, y, width, height);
  };

function paint(name: string): HTMLCanvasElement {
  if (name === 'shirt') return shirt();
  if (name === 'vinyl') return vinyl(printOf('halo'));
  if (name === 'poster') return printedPoster(printOf('ember'));
  return render(posters[name]!, 0, 1280, 1280);
}

/** @returns a WebP data URL of at most `maxBytes` bytes of picture; the quality falls until it fits */
function image(name: string, maxBytes: number): string {
  const canvas = paint(name);
  for (let quality = 0.9; quality > 0.4; quality -= 0.06) {
    const url = canvas.toDataURL('image/webp', quality);
    if ((url.length - url.indexOf(',')) * 0.75 <= maxBytes) return url;
  }
  throw new Error(`${name} does not fit into ${maxBytes} bytes`);
}

declare global {
  interface Window {
    artwork: { image: typeof image; names: string[] };
  }
}
window.artwork = { image, names: [...Object.keys(posters), 'shirt', 'vinyl', 'poster'] };
