/**
 * What the controls have beyond their buttons: menus, the list of keys, the picture as large as the screen with the chat in it,
 * other screens, remotes. Fetched when somebody reaches for a button.
 */
import { formatDate } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { Mark } from '@parterre/playback';
import { LocaleController } from '../../base/locale-controller.ts';
import type { LivePlayerControls } from '../controls/live-player-controls.ts';
import { icons } from '../controls/icons.ts';
import type { PlaybackHost } from '../playback-controller.ts';
import type { Preferences } from '../preferences.ts';
import { Cast } from './cast.ts';
import type { ExtrasStrings } from './extras.en.ts';
import { Filled, findChat } from './filled.ts';
import { menuOf } from './menus.ts';
import { prefer } from './prefer.ts';
import { moveFocus } from './remote.ts';

export { extrasStyles } from './extras.styles.ts';

export type Menu = 'captions' | 'settings' | 'chapters' | 'keys';

/** Within its first seconds, "previous" means the chapter before. */
const JUST_BEGUN_SECONDS = 3;

const catalogue = { en: () => import('./extras.en.ts'), fr: () => import('./extras.fr.ts') };

/** Narrower than this, a menu is a sheet from the screen's lower edge: the picture is too low for it. */
const SHEET_PX = 520;

export class Extras {
  readonly #controls: LivePlayerControls;
  readonly #locale: LocaleController<ExtrasStrings>;
  readonly #filled: Filled;
  #cast: Cast | null = null;

  constructor(controls: LivePlayerControls) {
    this.#controls = controls;
    this.#locale = new LocaleController<ExtrasStrings>(controls, catalogue);
    const { host } = controls.getRootNode() as ShadowRoot;
    this.#filled = new Filled(host as HTMLElement, {
      stage: controls.parentElement as HTMLElement,
      video: () => controls.playback.video,
      place: () => controls.chosen.chat,
      onChange: () => (controls.fullscreen = this.#filled.on),
    });
  }

  get strings(): ExtrasStrings | null {
    return this.#locale.strings;
  }

  // ── The whole screen ────────────────────────────────────────────────────────────────────────────────────────────────

  get filled(): boolean {
    return this.#filled.on;
  }

  fill(): void {
    void this.#filled.toggle();
  }

  leave(): void {
    void this.#filled.leave();
  }

  /** Shows and hides the chat beside a picture that fills the screen. */
  chatButton(): TemplateResult | typeof nothing {
    const { strings } = this;
    if (!this.filled || !strings || !this.#filled.chat) return nothing;
    const shown = this.#controls.chosen.chat !== 'none';
    const label = shown ? strings.hideChat : strings.showChat;
    return html`<button
      type="button"
      class=${shown ? 'on' : ''}
      aria-label=${label}
      title=${label}
      @click=${() => this.choose({ chat: shown ? 'none' : 'beside' })}
    >
      ${icons.chat}
    </button>`;
  }

  // ── Choices ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Keeps a choice and does what it asks for. */
  readonly choose = (part: Partial<Preferences>): void => {
    const controls = this.#controls;
    controls.chosen = prefer(part);
    controls.playback.setSaving(controls.chosen.saving);
    this.#filled.arrange();
    controls.requestUpdate();
  };

  /** The show as radio, told to those who do not see that the picture is gone. */
  readonly listen = (audioOnly: boolean): void => {
    const { strings } = this;
    this.#controls.playback.setAudioOnly(audioOnly);
    if (strings) this.#controls.acts.say(audioOnly ? strings.saysAudioOnly : strings.saysPicture);
  };

  /** Over the picture while only its sound is wanted. */
  cover(): TemplateResult | typeof nothing {
    const { show, playback } = this.#controls;
    const { strings } = this;
    if (!strings || (!playback.state.audioOnly && !this.#cast?.away)) return nothing;
    return html`<div class="cover">
      <b><bdi>${show.title}</bdi></b>
      <span>${playback.state.audioOnly ? strings.audioOnly : strings.elsewhere}</span>
    </div>`;
  }

  menu(menu: Menu): TemplateResult | typeof nothing {
    const controls = this.#controls;
    const { strings } = this;
    if (!strings) return nothing;
    return menuOf(menu, {
      strings,
      playback: controls.playback,
      tag: controls.tag,
      chosen: controls.chosen,
      until: controls.until && formatDate(controls.until, controls.tag, controls.show.timeZone, 'short'),
      mark: (this.#filled.host as PlaybackHost).watched?.state.entry?.grant?.mark ?? null,
      cameras: controls.fullscreen ? controls.cameras.filter((one) => one.url) : [],
      hasChat: findChat(this.#filled.host) !== null,
      isSheet: controls.clientWidth <= SHEET_PX && 'popover' in HTMLElement.prototype,
      onCamera: controls.onCamera,
      choose: this.choose,
      listen: this.listen,
      open: (other) => controls.open(other),
      close: () => controls.close(true),
    });
  }

  // ── Chapters ────────────────────────────────────────────────────────────────────────────────────────────────────────

  get #chapter(): Mark | undefined {
    const { chapters, currentTime } = this.#controls.playback.state;
    return chapters.findLast(({ seconds }) => seconds <= currentTime + 0.1);
  }

  /** Where chapters begin, on the bar. */
  marks(): TemplateResult | typeof nothing {
    const { chapters } = this.#controls.playback.state;
    if (chapters.length === 0) return nothing;
    return html`<div class="marks" aria-hidden="true">${chapters.map(() => html`<i></i>`)}</div>`;
  }

  /** Through the object model, which a strict policy for styles allows. */
  placeMarks(): void {
    const { chapters, start, end } = this.#controls.playback.state;
    const marks = this.#controls.renderRoot.querySelectorAll<HTMLElement>('.marks i');
    for (const [index, mark] of marks.entries()) {
      const at = ((chapters[index]?.seconds ?? 0) - start) / Math.max(1, end - start);
      mark.style.setProperty('--at', `${at * 100}%`);
      mark.hidden = at <= 0 || at >= 1;
    }
  }

  /** The chapter on screen, and the way to the others. */
  chapterButton(): TemplateResult | typeof nothing {
    const controls = this.#controls;
    const { strings } = this;
    if (!strings || controls.playback.state.chapters.length === 0) return nothing;
    const title = this.#chapter?.title ?? strings.chapters;
    return html`<button
      type="button"
      class="chapter"
      data-menu="chapters"
      aria-label=${strings.chapter(title)}
      aria-expanded=${String(controls.menu === 'chapters')}
      aria-controls="menu"
      @click=${() => controls.open('chapters')}
    >
      <span><bdi>${title}</bdi></span>
    </button>`;
  }

  toChapter(which: 'previous' | 'next'): void {
    const { playback, acts } = this.#controls;
    const { chapters, currentTime } = playback.state;
    const next = chapters.find(({ seconds }) => seconds > currentTime + 0.1);
    const before = chapters.findLast(({ seconds }) => seconds < currentTime - JUST_BEGUN_SECONDS);
    const chapter = which === 'next' ? next : (before ?? chapters[0]);
    if (!chapter) return;
    playback.seek(chapter.seconds);
    acts.say(this.strings?.chapter(chapter.title) ?? chapter.title);
  }

  // ── Other screens, remotes ──────────────────────────────────────────────────────────────────────────────────────────

  /** From within a press: opens the browser's list of screens, on a picture that may be sent there. */
  cast(): void {
    const { playback, acts } = this.#controls;
    this.#cast ??= new Cast(playback, {
      ask: () => acts.cast(),
      onChange: () => this.#controls.requestUpdate(),
    });
    this.#cast.open().catch((error: unknown) => acts.refused(error));
  }

  /** Whether a remote's key was used up. */
  remote(event: KeyboardEvent): boolean {
    return moveFocus(this.#controls, event);
  }

  stop(): void {
    // A break is shown as large as the picture was; without a browser's way out of fullscreen nobody must be caught in it.
    if (!document.fullscreenElement) void this.#filled.leave();
    this.#cast?.stop();
  }
}
