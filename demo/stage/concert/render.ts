/** Joins the two halves of a picture: masks drawn on a 2D canvas, light drawn on a WebGL canvas. */
import { createRenderer } from './renderer.ts';
import type { Scene } from './scenes.ts';

let screen:
  | {
      width: number;
      height: number;
      canvas: HTMLCanvasElement;
      draw: ReturnType<typeof createRenderer>;
      masks: CanvasRenderingContext2D;
    }
  | undefined;

function screenOf(width: number, height: number): NonNullable<typeof screen> {
  if (screen?.width === width && screen.height === height) return screen;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const masks = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', {
    willReadFrequently: true,
  })!;
  screen = { width, height, canvas, draw: createRenderer(canvas), masks };
  return screen;
}

/** Draws one moment; the returned canvas holds it until the next call. */
export function render(scene: Scene, seconds: number, width: number, height: number): HTMLCanvasElement {
  const { canvas, draw, masks } = screenOf(width, height);
  const frame = scene(seconds, width / height);
  frame.draw(masks);
  draw(frame.picture, masks.canvas);
  return canvas;
}
