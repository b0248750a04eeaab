/**
 * The picture as large as the screen gives it, with the page's chat of the same show beside, over or under it. Player and chat are
 * lifted into the browser's top layer where they stand in the page: neither is moved, so what plays plays on and what was typed
 * stays. Where there is no fullscreen (iPhone), that fills the page; where there is no top layer, the video's own has to do.
 */
import type { Preferences } from '../preferences.ts';

export interface FilledOptions {
  readonly stage: HTMLElement;
  readonly video: () => HTMLVideoElement | null;
  readonly place: () => Preferences['chat'];
  readonly onChange: () => void;
}

/** A video on an older iPhone has its own fullscreen, and is the only thing there that has one. */
type AppleVideo = HTMLVideoElement & { webkitEnterFullscreen?(): void };
/** What tags know of the show they are about. */
type Tag = HTMLElement & { readonly session?: { readonly show?: unknown } };

/** A theme's rules for these tags must not reach them up here. */
const BARE: Readonly<Record<string, string>> = {
  display: 'block',
  position: 'fixed',
  inset: 'auto',
  margin: '0',
  padding: '0',
  border: '0',
  'max-width': 'none',
  'max-height': 'none',
  'min-width': '0',
  'border-radius': '0',
  transform: 'none',
  overflow: 'hidden',
  color: '#fff',
  'background-color': '#0b0a0d',
  'color-scheme': 'dark',
};
const CHAT: Readonly<Record<string, string>> = {
  '--parterre-text': '#fff',
  '--parterre-muted': 'rgb(255 255 255 / 75%)',
  '--parterre-line': 'rgb(255 255 255 / 18%)',
  '--parterre-tint': 'rgb(255 255 255 / 6%)',
  '--parterre-surface': '#1d1a22',
  '--parterre-radius': '0px',
};
const CHAT_WIDTH = 'min(22rem, 45vw)';

/** The page's chat about the same show as this tag; null where there is none. */
export function findChat(host: HTMLElement): HTMLElement | null {
  const { show } = (host as Tag).session ?? {};
  const chats = [...document.querySelectorAll<Tag>('live-chat')];
  return chats.find((chat) => show && chat.session?.show === show) ?? null;
}

export class Filled {
  readonly host: HTMLElement;
  readonly #options: FilledOptions;
  readonly #upright = matchMedia('(orientation: portrait)');
  /** What the lifted tags said of their style before, and how to put it back. */
  readonly #restore = new Map<HTMLElement, () => void>();
  #life: AbortController | null = null;
  chat: HTMLElement | null = null;

  constructor(host: HTMLElement, options: FilledOptions) {
    this.host = host;
    this.#options = options;
  }

  get on(): boolean {
    return this.#life !== null;
  }

  toggle(): Promise<void> {
    return this.on || document.fullscreenElement ? this.leave() : this.#enter();
  }

  async #enter(): Promise<void> {
    if (!('popover' in HTMLElement.prototype)) return this.#enterAlone();
    const page = document.documentElement;
    try {
      await page.requestFullscreen?.({ navigationUI: 'hide' });
    } catch {
      // A frame may forbid it: the picture then fills the frame.
    }
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.chat = findChat(this.host);
    const isFull = document.fullscreenElement !== null;
    document.addEventListener('fullscreenchange', () => isFull && !document.fullscreenElement && void this.leave(), {
      signal,
    });
    document.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    document.addEventListener('focusin', (event) => this.#keepFocus(event), { signal });
    this.#upright.addEventListener('change', () => this.arrange(), { signal });
    this.#keep(page, () => page.style.removeProperty('overflow'));
    page.style.setProperty('overflow', 'hidden');
    this.arrange();
    this.#options.stage.focus({ preventScroll: true });
    this.#options.onChange();
  }

  /** Browsers without a top layer: the box of the picture, or an iPhone's own player. */
  async #enterAlone(): Promise<void> {
    const { stage } = this.#options;
    const video = this.#options.video() as AppleVideo | null;
    try {
      if ('requestFullscreen' in stage) await stage.requestFullscreen();
      else video?.webkitEnterFullscreen?.();
    } catch {
      // The picture simply stays where it is.
    }
  }

  async leave(): Promise<void> {
    this.#life?.abort();
    this.#life = null;
    for (const restore of [...this.#restore.values()].reverse()) restore();
    this.#restore.clear();
    this.chat = null;
    this.#options.onChange();
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    void this.leave();
  }

  /** What lies beneath cannot be seen, and must not be walked into. */
  #keepFocus(event: FocusEvent): void {
    const path = event.composedPath();
    if (path.includes(this.host) || (this.chat && path.includes(this.chat))) return;
    this.#options.stage.focus({ preventScroll: true });
  }

  #keep(element: HTMLElement, restore: () => void): void {
    if (!this.#restore.has(element)) this.#restore.set(element, restore);
  }

  /** Puts both where they belong for this screen and choice. */
  arrange(): void {
    if (!this.on) return;
    const place = this.chat ? this.#options.place() : 'none';
    const isBelow = place !== 'none' && this.#upright.matches;
    const isBeside = place === 'beside' && !isBelow;
    const height = isBelow ? '56.25vw' : '100dvh';
    this.#lift(this.host, {
      left: '0',
      top: '0',
      width: isBeside ? `calc(100vw - ${CHAT_WIDTH})` : '100vw',
      height,
    });
    if (!this.chat) return;
    if (place === 'none') return this.#drop(this.chat);
    // Over the picture it leaves the controls below it alone, and on a phone's side still has room for some lines.
    const over = 'max(62dvh, min(100dvh - 6.5rem, 20rem))';
    const chatHeight = isBelow ? 'calc(100dvh - 56.25vw)' : isBeside ? '100dvh' : over;
    this.#lift(this.chat, {
      ...CHAT,
      right: '0',
      top: isBelow ? '56.25vw' : '0',
      width: isBelow ? '100vw' : CHAT_WIDTH,
      height: chatHeight,
      '--parterre-chat-height': chatHeight,
      ...(isBelow || isBeside ? {} : { 'background-color': 'rgb(11 10 13 / 66%)', 'border-radius': '0 0 0 12px' }),
    });
  }

  #lift(element: HTMLElement, box: Readonly<Record<string, string>>): void {
    const before = element.getAttribute('style');
    this.#keep(element, () => {
      element.removeAttribute('popover');
      if (before === null) element.removeAttribute('style');
      else element.style.cssText = before;
    });
    for (const [name, value] of Object.entries({ ...BARE, ...box }))
      element.style.setProperty(name, value, 'important');
    if (element.matches(':popover-open')) return;
    element.popover = 'manual';
    element.showPopover();
  }

  #drop(element: HTMLElement): void {
    this.#restore.get(element)?.();
    this.#restore.delete(element);
  }
}
