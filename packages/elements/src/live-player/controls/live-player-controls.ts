/**
 * What lies over the picture while it plays: made of native buttons and inputs, shown when somebody moves, and gone when
 * they watch. Loaded with the engine, not before.
 */
import type { CameraGrant, Grant, Show } from '@parterre/protocol';
import type { Playback, PlaybackState } from '@parterre/playback';
import { formatClock } from '@parterre/rules/duration';
import { adoptStyles, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from '../../base/base.styles.ts';
import { Part } from '../../session/part.ts';
import type { Extras, Menu } from '../extras/extras.ts';
import type { PictureStrings } from '../picture.en.ts';
import { preferences, type Preferences } from '../preferences.ts';
import { controlsStyles } from './controls.styles.ts';
import { icons } from './icons.ts';
import { shortcutFor, type Shortcut } from './shortcuts.ts';
import { System } from './system.ts';

/** Nobody moves: the controls leave the picture alone. */
const AWAY_MS = 3000;
export const SKIP_SECONDS = 10;
const VOLUME_STEP = 0.05;
/** Shorter live windows are not worth a bar. */
const SEEKABLE_SECONDS = 15;
/** Behind live by less than this is live: no viewer could tell. */
const LIVE_MS = 6000;
/** Televisions, by the names their makers gave them, and by the button that only remotes have. */
const TELEVISION = /Tizen|Web0S|SMART-?TV|GoogleTV|AFT[A-Z]|BRAVIA|HbbTV/i;
const BACK_KEYS = ['GoBack', 'BrowserBack', 'XF86Back'];
/** What is only needed once somebody opens a menu, fills the screen or sends the picture elsewhere. */
const part = new Part(() => import('../extras/extras.ts'));

/** What the controls ask of those around them. */
export interface ControlActs {
  /** Something worth hearing for who cannot see it. */
  say(sentence: string): void;
  /** An address that lasts the show, for another screen. */
  cast(): Promise<Grant | null>;
  /** Shows why something that was pressed cannot be. Throws what is no refusal. */
  refused(error: unknown): void;
}

/** Part of `<live-player>`; not for use on its own. */
export class LivePlayerControls extends LitElement {
  static override styles = [baseStyles, controlsStyles];

  static override properties = {
    playback: { attribute: false },
    strings: { attribute: false },
    tag: { attribute: false },
    cameras: { attribute: false },
    show: { attribute: false },
    onCamera: { attribute: false },
    acts: { attribute: false },
    until: { attribute: false },
    away: { state: true },
    menu: { state: true },
    scrubbing: { state: true },
    fullscreen: { state: true },
  };

  declare playback: Playback;
  declare strings: PictureStrings;
  /** BCP 47, for names of languages. */
  declare tag: string;
  declare cameras: readonly CameraGrant[];
  declare show: Show;
  declare onCamera: (camera: CameraGrant) => void;
  declare acts: ControlActs;
  /** When this person's replay ends, ISO 8601; null where it does not. */
  declare until: string | null;
  declare away: boolean;
  declare menu: Menu | null;
  /** Where the thumb is while it is being moved, in seconds. */
  declare private scrubbing: number | null;
  /** The picture fills the screen, or as much of it as the browser gives. */
  declare fullscreen: boolean;
  /** What was chosen on this device. */
  chosen: Preferences = preferences();

  /** The box of the picture, which the controls lie in. */
  #stage: HTMLElement | null = null;
  #watched: Playback | null = null;
  #system: System | null = null;
  #extras: Extras | null = null;
  /** A menu was opened, and takes the focus once it is drawn. */
  #entering = false;
  #remote = TELEVISION.test(navigator.userAgent);
  #unsubscribe: (() => void) | null = null;
  #awayTimer: ReturnType<typeof setTimeout> | undefined;
  #life: AbortController | null = null;

  constructor() {
    super();
    this.away = false;
    this.menu = null;
    this.scrubbing = null;
    this.fullscreen = false;
  }

  // ── Life ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  override connectedCallback(): void {
    super.connectedCallback();
    this.#life = new AbortController();
    const { signal } = this.#life;
    const stage = this.parentElement;
    this.#stage = stage;
    for (const type of ['pointermove', 'pointerdown', 'focusin', 'keydown']) {
      stage?.addEventListener(type, () => this.#stay(), { signal });
    }
    stage?.addEventListener('pointerleave', () => this.#leaveSoon(600), { signal });
    document.addEventListener('fullscreenchange', () => this.#onFullscreen(), { signal });
    // Fetched ahead: browsers allow fullscreen and other screens only for a moment after a press.
    for (const type of ['pointerover', 'focusin'])
      this.addEventListener(type, (event) => onButton(event) && part.prepare(), { signal });
    document.addEventListener('pointerdown', (event) => !event.composedPath().includes(this) && this.close(false), {
      signal,
    });
    this.#stay();
    this.#onFullscreen();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#life?.abort();
    this.#stage?.classList.remove('barred');
    this.#extras?.stop();
    this.#extras = null;
    this.#system?.stop();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#watched = null;
    clearTimeout(this.#awayTimer);
  }

  protected override willUpdate(_changed: PropertyValues): void {
    if (this.playback === this.#watched || !this.isConnected) return;
    this.#unsubscribe?.();
    this.#system?.stop();
    this.#watched = this.playback;
    this.#system = new System(this.playback, this.show, SKIP_SECONDS);
    this.#unsubscribe = this.playback.subscribe(() => this.#moved());
    this.playback.setSaving(this.chosen.saving);
  }

  #moved(): void {
    this.#system?.update();
    // Chapters are drawn on the bar: they do not wait for a press.
    if (this.playback.state.chapters.length > 0 && !this.#extras) void this.#withExtras(() => {});
    this.requestUpdate();
  }

  protected override updated(): void {
    const stage = this.#stage;
    // Captions are the video's, and make room for the bar while it is there.
    stage?.classList.toggle('barred', !this.away);
    stage?.setAttribute('data-captions', `${this.chosen.size} ${this.chosen.ground}`);
    const sheet = this.renderRoot.querySelector<HTMLElement>('.menu[popover]:not(:popover-open)');
    sheet?.showPopover();
    this.#enterMenu();
    const seek = this.renderRoot.querySelector<HTMLInputElement>('.seek');
    this.#extras?.placeMarks();
    if (!seek) return;
    const { min, max, value } = seek;
    // Through the object model, which a strict policy for styles allows.
    seek.style.setProperty('--at', `${((Number(value) - Number(min)) / (Number(max) - Number(min))) * 100}%`);
  }

  // ── What comes when it is asked for ─────────────────────────────────────────────────────────────────────────────────

  async #withExtras(use: (extras: Extras) => unknown): Promise<void> {
    try {
      const { Extras, extrasStyles } = await part.fetch();
      if (!this.isConnected) return;
      if (!this.#extras) {
        this.#extras = new Extras(this);
        adoptStyles(this.renderRoot as ShadowRoot, [baseStyles, controlsStyles, extrasStyles]);
      }
      use(this.#extras);
      this.requestUpdate();
    } catch (error) {
      this.acts.refused(error);
    }
  }

  // ── Coming and going ────────────────────────────────────────────────────────────────────────────────────────────────

  #stay(): void {
    this.away = false;
    this.#leaveSoon(AWAY_MS);
  }

  #leaveSoon(milliseconds: number): void {
    clearTimeout(this.#awayTimer);
    this.#awayTimer = setTimeout(() => {
      if (this.#needed) this.#leaveSoon(AWAY_MS);
      else this.away = true;
    }, milliseconds);
  }

  /** Whoever steers by keyboard, reads a menu or points at a control keeps them. */
  get #needed(): boolean {
    const { status } = this.playback.state;
    return (
      status !== 'playing' ||
      this.menu !== null ||
      this.scrubbing !== null ||
      this.playback.state.audioOnly ||
      this.renderRoot.querySelector(this.#remote ? '.bar:hover' : ':focus-visible, .bar:hover') !== null
    );
  }

  // ── What the fan does ───────────────────────────────────────────────────────────────────────────────────────────────

  #toggle(): void {
    const { status } = this.playback.state;
    if (status === 'paused' || status === 'idle' || status === 'ended') this.playback.play();
    else this.playback.pause();
  }

  /** A finger looks for the controls first; a mouse that clicks the picture means the picture. */
  #onPicture(event: PointerEvent): void {
    if (this.menu !== null) return this.close(false);
    // Older browsers do not say what was clicked with.
    const kind = event.pointerType ?? (matchMedia('(hover: hover)').matches ? 'mouse' : 'touch');
    if (kind === 'mouse') return this.#toggle();
    clearTimeout(this.#awayTimer);
    if (this.away) this.#stay();
    else if (this.playback.state.status === 'playing') this.away = true;
  }

  /** Keys pressed anywhere inside the player. */
  onKey(event: KeyboardEvent): void {
    const isBack = BACK_KEYS.includes(event.key);
    if (isBack) this.#remote = true;
    const leaves = (event.key === 'Escape' || isBack) && (this.menu !== null || (this.#extras?.filled ?? false));
    if (leaves) {
      event.preventDefault();
      event.stopPropagation();
      if (this.menu !== null) return this.close(true);
      return this.#extras?.leave();
    }
    if (this.#remote && this.#onRemote(event)) return event.preventDefault();
    const shortcut = this.chosen.shortcuts ? shortcutFor(event) : null;
    if (!shortcut) return;
    event.preventDefault();
    this.#stay();
    this.#run(shortcut);
  }

  /** A remote's arrows go from control to control; over a bare picture they step, and bring the controls. */
  #onRemote(event: KeyboardEvent): boolean {
    const isArrow = event.key.startsWith('Arrow');
    if ((!isArrow && event.key !== 'Enter') || event.defaultPrevented) return false;
    const bare = this.away && this.menu === null;
    if (bare && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return false;
    this.#stay();
    if (bare) {
      this.renderRoot.querySelector<HTMLElement>('.toggle')?.focus();
      return true;
    }
    if (!this.#extras) void this.#withExtras((extras) => extras.remote(event));
    return this.#extras ? this.#extras.remote(event) : isArrow;
  }

  #run(shortcut: Shortcut): void {
    const { playback } = this;
    const { muted, volume, start, end } = playback.state;
    switch (shortcut) {
      case 'toggle':
        return this.#toggle();
      case 'mute':
        return playback.setMuted(!muted);
      case 'fullscreen':
        return this.#toggleFullscreen();
      case 'captions':
        return this.#toggleCaptions();
      case 'inset':
        return void this.#toggleInset();
      case 'help':
        return this.open('keys');
      case 'begin':
        return playback.seek(start);
      case 'end':
        return this.#toEnd();
      case 'back':
        return this.#skip(-SKIP_SECONDS);
      case 'forward':
        return this.#skip(SKIP_SECONDS);
      case 'louder':
        return playback.setVolume(Math.min(1, (muted ? 0 : volume) + VOLUME_STEP));
      case 'quieter':
        return playback.setVolume(Math.max(0, (muted ? 0 : volume) - VOLUME_STEP));
      case 'previous':
      case 'next':
        return this.#extras?.toChapter(shortcut);
      default:
        return playback.seek(start + ((end - start) * Number(shortcut)) / 10);
    }
  }

  /** Live is where a live picture ends. */
  #toEnd(): void {
    if (this.playback.state.mode === 'live') this.playback.goLive();
    else this.playback.seek(this.playback.state.end - 1);
  }

  #skip(seconds: number): void {
    this.playback.seek(this.playback.state.currentTime + seconds);
  }

  #toggleCaptions(): void {
    const { caption, captions } = this.playback.state;
    const own = captions.find(({ language }) => this.tag.startsWith(language)) ?? captions[0];
    if (own) this.playback.setCaption(caption === null ? own.id : null);
  }

  #toggleFullscreen(): void {
    void this.#withExtras((extras) => extras.fill());
  }

  #onFullscreen(): void {
    const root = this.getRootNode();
    if (!(root instanceof ShadowRoot)) return;
    this.fullscreen = root.fullscreenElement === this.parentElement || root.host.hasAttribute('popover');
  }

  async #toggleInset(): Promise<void> {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await this.playback.video?.requestPictureInPicture();
    } catch {
      // Refused by the page's policy, or before the first frame.
    }
  }

  open(menu: Menu): void {
    this.menu = this.menu === menu ? null : menu;
    if (this.menu === null) return;
    this.#entering = true;
    void this.#withExtras(() => {});
  }

  /** Its sentences may come later than it was asked for. */
  #enterMenu(): void {
    const menu = this.#entering ? this.renderRoot.querySelector('.menu') : null;
    if (!menu) return;
    this.#entering = false;
    const first = menu.querySelector<HTMLElement>('input:checked') ?? menu.querySelector<HTMLElement>('input, button');
    first?.focus();
  }

  close(focus: boolean): void {
    const { menu } = this;
    this.menu = null;
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    if (focus && menu) (find(`[data-menu=${menu}]`) ?? find('[data-menu=settings]'))?.focus();
  }

  // ── Drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult | typeof nothing {
    if (!this.playback || !this.strings) return nothing;
    const { strings } = this;
    const { state } = this.playback;
    const busy = state.status === 'loading' || state.status === 'buffering';
    return html`<div class="picture" @click=${this.#onPicture} @dblclick=${() => this.#toggleFullscreen()}></div>
      ${this.#extras?.cover() ?? nothing}
      ${busy ? html`<div class="busy" role="img" aria-label=${strings.loadingPicture}></div>` : nothing}
      <div class="bar ${this.away ? 'away' : ''}" role="group" aria-label=${strings.controls}>
        ${this.#position(state)} ${this.#extras?.marks() ?? nothing}
        <div class="row">
          ${this.#playButton(state)} ${this.#sound(state)}
          <span class="where">${this.#liveOrTime(state)} ${this.#extras?.chapterButton() ?? nothing}</span>
          <span class="space"></span>
          ${state.captions.length ? this.#menuButton('captions', strings.captions, icons.captions, state.caption !== null) : nothing}
          ${this.#menuButton('settings', strings.settings, icons.settings, false)}
          ${this.#menuButton('keys', strings.shortcuts, icons.help, false)}
          ${
            'WebKitPlaybackTargetAvailabilityEvent' in window && !state.audioOnly
              ? button(
                  strings.airplay,
                  icons.airplay,
                  () => void this.#withExtras((extras) => extras.cast()),
                  `cast ${state.native ? 'on' : ''}`,
                )
              : nothing
          }
          ${this.#extras?.chatButton() ?? nothing}
          ${document.pictureInPictureEnabled ? button(strings.pictureInPicture, icons.inset, () => void this.#toggleInset(), 'inset') : nothing}
          ${button(
            this.fullscreen ? strings.exitFullscreen : strings.fullscreen,
            this.fullscreen ? icons.narrow : icons.widen,
            () => this.#toggleFullscreen(),
            'fill',
          )}
        </div>
      </div>
      ${(this.menu && this.#extras?.menu(this.menu)) ?? nothing}`;
  }

  #playButton({ status }: PlaybackState): TemplateResult {
    const still = status === 'paused' || status === 'idle' || status === 'ended';
    return button(
      still ? this.strings.play : this.strings.pause,
      still ? icons.play : icons.pause,
      () => this.#toggle(),
      'toggle',
    );
  }

  #sound({ muted, volume }: PlaybackState): TemplateResult {
    const { strings, playback } = this;
    const level = muted ? 0 : volume;
    return html`${button(muted ? strings.unmute : strings.mute, muted ? icons.silence : icons.sound, () => playback.setMuted(!muted), 'mute')}
      <input
        class="volume"
        type="range"
        min="0"
        max="1"
        step=${VOLUME_STEP}
        .value=${String(level)}
        aria-label=${strings.volume}
        aria-valuetext="${Math.round(level * 100)} %"
        @input=${(event: Event) => playback.setVolume(Number((event.target as HTMLInputElement).value))}
      />`;
  }

  #liveOrTime({ mode, behindMs, currentTime, end }: PlaybackState): TemplateResult {
    const { strings } = this;
    if (mode === 'replay')
      return html`<span class="time">${formatClock(this.scrubbing ?? currentTime)} / ${formatClock(end)}</span>`;
    const behind = behindMs !== null && behindMs >= LIVE_MS;
    if (!behind) return html`<span class="live at">${strings.atLive}</span>`;
    return html`<button class="live" type="button" title=${strings.goLive} @click=${() => this.playback.goLive()}>
      <span aria-hidden="true">−${formatClock(behindMs / 1000)}</span> ${strings.goLive}
    </button>`;
  }

  #position(state: PlaybackState): TemplateResult | typeof nothing {
    const { start, end, mode, behindMs } = state;
    if (end - start < SEEKABLE_SECONDS) return nothing;
    const { strings } = this;
    const at = this.scrubbing ?? state.currentTime;
    const back = end - at;
    const chapter = state.chapters.findLast(({ seconds }) => seconds <= at);
    const spoken =
      mode === 'replay'
        ? strings.position(formatClock(at), formatClock(end))
        : this.scrubbing === null && (behindMs ?? 0) < LIVE_MS
          ? strings.atLive
          : strings.behindLive(formatClock(back));
    return html`<input
      class="seek"
      type="range"
      min=${Math.ceil(start)}
      max=${Math.floor(end)}
      step="1"
      .value=${String(Math.round(at))}
      aria-label=${strings.seek}
      aria-valuetext=${chapter ? `${spoken}, ${chapter.title}` : spoken}
      @input=${(event: Event) => (this.scrubbing = Number((event.target as HTMLInputElement).value))}
      @change=${() => this.#scrubbed()}
    />`;
  }

  #scrubbed(): void {
    if (this.scrubbing !== null) this.playback.seek(this.scrubbing);
    this.scrubbing = null;
  }

  #menuButton(menu: Menu, label: string, icon: TemplateResult, on: boolean): TemplateResult {
    return html`<button
      type="button"
      class="${menu} ${on ? 'on' : ''}"
      data-menu=${menu}
      aria-label=${label}
      title=${label}
      aria-expanded=${String(this.menu === menu)}
      aria-controls="menu"
      @click=${() => this.open(menu)}
    >
      ${icon}
    </button>`;
  }
}

function button(label: string, icon: TemplateResult, onClick: () => void, name = ''): TemplateResult {
  return html`<button type="button" class=${name} aria-label=${label} title=${label} @click=${onClick}>
    ${icon}
  </button>`;
}

const onButton = (event: Event): boolean =>
  event.composedPath()[0] instanceof Element && (event.composedPath()[0] as Element).closest('button') !== null;

declare global {
  interface HTMLElementTagNameMap {
    'live-player-controls': LivePlayerControls;
  }
}
