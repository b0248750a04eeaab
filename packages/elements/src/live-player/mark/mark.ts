/**
 * A code over the picture, so that a film of the screen leads back to a ticket: small, faint, in nobody's way, at another place every few
 * minutes. It jumps; nothing moves. Fetched when a grant carries one. What a page has drawn can be taken away by whoever knows how; it is
 * put back, and that is all.
 */

import type { ReactiveController } from 'lit';
import type { PlaybackHost } from '../playback-controller.ts';

/** How often it is looked after, and how long it stays in one place. */
const TIMES = { checkMs: 3000, leastMs: 120_000, mostMs: 240_000 };
/** Of the picture: its corners and what lies under the controls and captions stay free. */
const AREA = { left: 0.05, right: 0.95, top: 0.08, bottom: 0.72 };
/** Of the space there is: what is nearer than this is the same place to an eye, and to a patch over it. */
const FAR = 0.25;
/** Part of the picture's width, and never below what a phone's film of a phone still shows. */
const SIZE = { ofWidth: 0.014, leastPx: 12 };

/** Inline and important, so that no rule of a page or of somebody's own reaches it. */
const STYLE: Readonly<Record<string, string>> = {
  position: 'absolute',
  display: 'block',
  visibility: 'visible',
  opacity: '1',
  inset: 'auto',
  margin: '0',
  padding: '0',
  width: 'auto',
  height: 'auto',
  'max-width': 'none',
  'max-height': 'none',
  overflow: 'visible',
  transform: 'none',
  translate: 'none',
  scale: 'none',
  filter: 'none',
  'clip-path': 'none',
  'mask-image': 'none',
  animation: 'none',
  transition: 'none',
  color: 'rgb(255 255 255 / 42%)',
  'font-family': 'ui-monospace, Menlo, Consolas, monospace',
  'font-weight': '600',
  'font-style': 'normal',
  'line-height': '1',
  'letter-spacing': '0.06em',
  'text-indent': '0',
  'text-shadow': '0 0 1.5px rgb(0 0 0 / 70%)',
  'white-space': 'pre',
  // Numbers and letters of a language that is read from the right stay as they are.
  direction: 'ltr',
  'user-select': 'none',
  'pointer-events': 'none',
  'forced-color-adjust': 'none',
};

interface Picture {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where in its box a picture lies that is fitted into it. */
export function pictureIn(width: number, height: number, ratio: number): Picture {
  const fitted = Math.min(width, height * ratio);
  const size = { width: fitted, height: fitted / ratio };
  return { ...size, left: (width - size.width) / 2, top: (height - size.height) / 2 };
}

/** Has the code drawn that the grant carries, for as long as there is a picture. */
export class Mark implements ReactiveController {
  readonly #host: PlaybackHost;
  readonly #isShown: () => boolean;
  #drawn: PictureMark | null = null;

  constructor(host: PlaybackHost, isShown: () => boolean) {
    this.#host = host;
    this.#isShown = isShown;
    host.addController(this);
    host.requestUpdate();
  }

  hostUpdated(): void {
    const { pictures, watched } = this.#host;
    const code = (this.#isShown() && watched?.state.entry?.grant?.mark) || null;
    if (code === (this.#drawn?.code ?? null)) return;
    this.hostDisconnected();
    if (code !== null && pictures) this.#drawn = new PictureMark(pictures, code);
  }

  hostDisconnected(): void {
    this.#drawn?.stop();
    this.#drawn = null;
  }
}

export class PictureMark {
  readonly code: string;
  readonly #box: HTMLElement;
  readonly #text: string;
  readonly #times: typeof TIMES;
  readonly #resized: ResizeObserver;
  readonly #timer: ReturnType<typeof setInterval>;
  #node: HTMLElement | null = null;
  /** How it has to be styled, as the browser writes it. */
  #styled = '';
  /** Parts of the space there is. */
  #place = { x: Math.random(), y: Math.random() };
  #movesAt = 0;

  /** @param box holds the videos, and nothing that does not belong to the picture */
  constructor(box: HTMLElement, code: string, times = TIMES) {
    this.#box = box;
    this.#times = times;
    this.code = code;
    this.#text = `${code.slice(0, 4)} ${code.slice(4)}`;
    this.#draw();
    this.#stay();
    this.#resized = new ResizeObserver(() => this.#look());
    this.#resized.observe(box);
    this.#timer = setInterval(() => this.#look(), times.checkMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#resized.disconnect();
    this.#node?.remove();
  }

  #look(): void {
    if (!this.#isWhole) this.#draw();
    if (performance.now() >= this.#movesAt) this.#move();
    // A picture of another shape may have come.
    this.#put();
  }

  get #isWhole(): boolean {
    const node = this.#node;
    return node?.parentNode === this.#box && node.style.cssText === this.#styled && node.textContent === this.#text;
  }

  /** A new one, whatever was done to the last. */
  #draw(): void {
    this.#node?.remove();
    this.#node = document.createElement('span');
    this.#node.ariaHidden = 'true';
    this.#node.translate = false;
    this.#node.textContent = this.#text;
    for (const [name, value] of Object.entries(STYLE)) this.#node.style.setProperty(name, value, 'important');
    this.#box.append(this.#node);
    this.#put();
  }

  #stay(): void {
    const { leastMs, mostMs } = this.#times;
    this.#movesAt = performance.now() + leastMs + Math.random() * (mostMs - leastMs);
  }

  #move(): void {
    const { x, y } = this.#place;
    // Beyond an edge it comes in again at the other one.
    const step = (at: number) => (at + FAR + Math.random() * (1 - 2 * FAR)) % 1;
    this.#place = { x: step(x), y: step(y) };
    this.#stay();
  }

  /** Where the picture is now, in the size that suits it. */
  #put(): void {
    const node = this.#node;
    if (!node) return;
    const { clientWidth, clientHeight } = this.#box;
    const [video] = [...this.#box.querySelectorAll('video')].filter((one) => one.videoWidth > 0);
    const ratio = video ? video.videoWidth / video.videoHeight : 16 / 9;
    const picture = pictureIn(clientWidth, clientHeight, ratio);
    const set = (name: string, value: number) => node.style.setProperty(name, `${value}px`, 'important');
    set('font-size', Math.max(SIZE.leastPx, Math.round(picture.width * SIZE.ofWidth)));
    const left = picture.left + picture.width * AREA.left;
    const top = picture.top + picture.height * AREA.top;
    const room = {
      x: picture.width * (AREA.right - AREA.left) - node.offsetWidth,
      y: picture.height * (AREA.bottom - AREA.top) - node.offsetHeight,
    };
    set('left', Math.round(left + Math.max(0, room.x) * this.#place.x));
    set('top', Math.round(top + Math.max(0, room.y) * this.#place.y));
    this.#styled = node.style.cssText;
  }
}
