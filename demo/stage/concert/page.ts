/** The browser's side of the picture maker: draws a frame of a scene, or a still, when the Node side asks for it. */
import { render } from './render.ts';
import { backstage, stage, type Scene } from './scenes.ts';

const scenes: Record<string, Scene> = { stage, backstage };

const two = (value: number): string => String(value).padStart(2, '0');

/** The clock of the loop, `mm:ss.ff` with ff = hundredths, bottom right: small, quiet, and legible at 360 lines. */
function paintClock(ctx: CanvasRenderingContext2D, seconds: number, label: string): void {
  const { width, height } = ctx.canvas;
  const hundredths = Math.round(seconds * 100);
  const text = `${two(Math.floor(hundredths / 6000))}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
  const unit = height / 720;
  // Figures of one width and a zero without a dot: a dotted zero turns into an eight at 360 lines.
  ctx.font = `600 ${22 * unit}px "DejaVu Sans", "Helvetica Neue", Arial, sans-serif`;
  ctx.textBaseline = 'middle';
  const wide = ctx.measureText('00:00.00').width;
  const x = width - 32 * unit - wide;
  const y = height - 38 * unit;
  ctx.fillStyle = 'rgb(0 0 0 / 0.46)';
  ctx.beginPath();
  ctx.roundRect(x - 34 * unit, y - 20 * unit, wide + 48 * unit, 40 * unit, 8 * unit);
  ctx.fill();
  ctx.fillStyle = label === 'stage' ? '#ff5a6e' : '#ffb14a';
  ctx.beginPath();
  ctx.arc(x - 17 * unit, y, 5 * unit, 0, 2 * Math.PI);
  ctx.fill();
  ctx.fillStyle = 'rgb(255 255 255 / 0.9)';
  ctx.fillText(text, x, y + 1 * unit);
}

/**
 * Films a scene: sends raw RGBA pictures to `address`, one request each, in order.
 * @param from first picture, `to` one past the last, at `rate` pictures a second
 */
async function film(
  name: string,
  address: string,
  from: number,
  to: number,
  rate: number,
  width: number,
  height: number,
): Promise<void> {
  const sheet = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', {
    willReadFrequently: true,
  })!;
  for (let index = from; index < to; index++) {
    sheet.drawImage(render(scenes[name]!, index / rate, width, height), 0, 0);
    paintClock(sheet, index / rate, name);
    const pixels = sheet.getImageData(0, 0, width, height).data;
    const answer = await fetch(address, { method: 'POST', body: pixels });
    if (!answer.ok) throw new Error(`picture ${index} was not taken: ${answer.status}`);
  }
}

/** One picture without a clock, as a PNG data URL. */
const still = (name: string, seconds: number, width: number, height: number): string =>
  render(scenes[name]!, seconds, width, height).toDataURL('image/png');

declare global {
  interface Window {
    concert: { film: typeof film; still: typeof still };
  }
}
window.concert = { film, still };
