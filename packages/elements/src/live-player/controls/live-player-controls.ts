/**
 * What lies over the picture while it plays: made of native buttons and inputs, shown when somebody moves, and gone when
 * they watch. Loaded with the engine, not before.
 */
import type { CameraGrant } from '@parterre/protocol';
import type { Playback, PlaybackState } from '@parterre/playback';
import { formatClock } from '@parterre/rules/duration';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from '../../base/base.styles.ts';
import type { PictureStrings } from '../picture.en.ts';
import { controlsStyles } from './controls.styles.ts';
import { icons } from './icons.ts';
import { shortcutFor, type Shortcut } from './shortcuts.ts';

/** Nobody moves: the controls leave the picture alone. */
const AWAY_MS = 3000;
const SKIP_SECONDS = 10;
const VOLUME_STEP = 0.05;
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
/** Shorter live windows are not worth a bar. */
const SEEKABLE_SECONDS = 15;
/** Behind live by less than this is live: no viewer could tell. */
const LIVE_MS = 6000;

/** A video on iPhone has its own fullscreen, and is the only thing there that has one. */
type AppleVideo = HTMLVideoElement & { webkitEnterFullscreen?(): void };

/** Part of `<live-player>`; not for use on its own. */
export class LivePlayerControls extends LitElement {
  static override styles = [baseStyles, controlsStyles];

  static override properties = {
    playback: { attribute: false },
    strings: { attribute: false },
    tag: { attribute: false },
    cameras: { attribute: false },
    heading: { attribute: false },
    poster: { attribute: false },
    onCamera: { attribute: false },
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
  declare heading: string;
  /** Absolute address, or empty. */
  declare poster: string;
  declare onCamera: (camera: CameraGrant) => void;
  declare private away: boolean;
  declare private menu: 'captions' | 'settings' | null;
  /** Where the thumb is while it is being moved, in seconds. */
  declare private scrubbing: number | null;
  declare private fullscreen: boolean;

  /** The box of the picture, which the controls lie in. */
  #stage: HTMLElement | null = null;
  #watched: Playback | null = null;
  #unsubscribe: (() => void) | null = null;
  #awayTimer: ReturnType<typeof setTimeout> | undefined;
  #life: AbortController | null = null;

  constructor() {
    super();
    this.away = false;
    this.menu = null;
    this.scrubbing = null;
    this.fullscreen = false;
    this.cameras = [];
    this.heading = '';
    this.poster = '';
    this.tag = 'en';
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
    document.addEventListener('pointerdown', (event) => !event.composedPath().includes(this) && this.#close(false), {
      signal,
    });
    this.#stay();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#life?.abort();
    this.#stage?.classList.remove('barred');
    if ('mediaSession' in navigator) navigator.mediaSession.metadata = null;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#watched = null;
    clearTimeout(this.#awayTimer);
  }

  protected override willUpdate(_changed: PropertyValues): void {
    if (this.playback === this.#watched || !this.isConnected) return;
    this.#unsubscribe?.();
    this.#watched = this.playback;
    this.#tellSystem();
    this.#unsubscribe = this.playback.subscribe(() => this.requestUpdate());
  }

  protected override updated(): void {
    // Captions are the video's, and make room for the bar while it is there.
    this.#stage?.classList.toggle('barred', !this.away);
    const seek = this.renderRoot.querySelector<HTMLInputElement>('.seek');
    if (!seek) return;
    const { min, max, value } = seek;
    // Through the object model, which a strict policy for styles allows.
    seek.style.setProperty('--at', `${((Number(value) - Number(min)) / (Number(max) - Number(min))) * 100}%`);
  }

  /** The lock screen and the headphones' buttons should know what plays. */
  #tellSystem(): void {
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: this.heading,
      artwork: this.poster ? [{ src: this.poster }] : [],
    });
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
      this.renderRoot.querySelector(':focus-visible, .bar:hover') !== null
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
    if (this.menu !== null) return this.#close(false);
    // Older browsers do not say what was clicked with.
    const kind = event.pointerType ?? (matchMedia('(hover: hover)').matches ? 'mouse' : 'touch');
    if (kind === 'mouse') return this.#toggle();
    clearTimeout(this.#awayTimer);
    if (this.away) this.#stay();
    else if (this.playback.state.status === 'playing') this.away = true;
  }

  /** Keys pressed anywhere inside the player. */
  onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.menu !== null) {
      event.preventDefault();
      event.stopPropagation();
      return this.#close(true);
    }
    const shortcut = shortcutFor(event);
    if (!shortcut) return;
    event.preventDefault();
    this.#stay();
    this.#run(shortcut);
  }

  #run(shortcut: Shortcut): void {
    const { playback } = this;
    const { muted, volume, mode } = playback.state;
    switch (shortcut) {
      case 'toggle':
        return this.#toggle();
      case 'mute':
        return playback.setMuted(!muted);
      case 'fullscreen':
        return void this.#toggleFullscreen();
      case 'captions':
        return this.#toggleCaptions();
      case 'live':
        return mode === 'live' ? playback.goLive() : undefined;
      case 'back':
        return this.#skip(-SKIP_SECONDS);
      case 'forward':
        return this.#skip(SKIP_SECONDS);
      case 'louder':
        return playback.setVolume(Math.min(1, (muted ? 0 : volume) + VOLUME_STEP));
      case 'quieter':
        return playback.setVolume(Math.max(0, (muted ? 0 : volume) - VOLUME_STEP));
    }
  }

  #skip(seconds: number): void {
    this.playback.seek(this.playback.state.currentTime + seconds);
  }

  #toggleCaptions(): void {
    const { caption, captions } = this.playback.state;
    const own = captions.find(({ language }) => this.tag.startsWith(language)) ?? captions[0];
    if (own) this.playback.setCaption(caption === null ? own.id : null);
  }

  async #toggleFullscreen(): Promise<void> {
    const stage = this.parentElement;
    const video = this.playback.video as AppleVideo | null;
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else if (stage?.requestFullscreen) await stage.requestFullscreen();
      else video?.webkitEnterFullscreen?.();
    } catch {
      // An iframe may forbid it; the picture simply stays where it is.
    }
  }

  #onFullscreen(): void {
    const root = this.getRootNode();
    this.fullscreen = root instanceof ShadowRoot && root.fullscreenElement === this.parentElement;
  }

  async #toggleInset(): Promise<void> {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await this.playback.video?.requestPictureInPicture();
    } catch {
      // Refused by the page's policy, or before the first frame.
    }
  }

  #open(menu: 'captions' | 'settings'): void {
    this.menu = this.menu === menu ? null : menu;
    if (this.menu === null) return;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.menu :checked, .menu input')?.focus(),
    );
  }

  #close(focus: boolean): void {
    const { menu } = this;
    this.menu = null;
    if (focus && menu) this.renderRoot.querySelector<HTMLElement>(`[data-menu=${menu}]`)?.focus();
  }

  // ── Drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult | typeof nothing {
    if (!this.playback || !this.strings) return nothing;
    const { strings } = this;
    const { state } = this.playback;
    const busy = state.status === 'loading' || state.status === 'buffering';
    return html`<div class="picture" @click=${this.#onPicture} @dblclick=${() => void this.#toggleFullscreen()}></div>
      ${busy ? html`<div class="busy" role="img" aria-label=${strings.loadingPicture}></div>` : nothing}
      <div class="bar ${this.away ? 'away' : ''}" role="group" aria-label=${strings.controls}>
        ${this.#position(state)}
        <div class="row">
          ${this.#playButton(state)} ${this.#sound(state)} ${this.#liveOrTime(state)}
          <span class="space"></span>
          ${state.captions.length ? this.#menuButton('captions', strings.captions, icons.captions, state.caption !== null) : nothing}
          ${this.#menuButton('settings', strings.settings, icons.settings, false)}
          ${document.pictureInPictureEnabled ? button(strings.pictureInPicture, icons.inset, () => void this.#toggleInset(), 'inset') : nothing}
          ${button(
            this.fullscreen ? strings.exitFullscreen : strings.fullscreen,
            this.fullscreen ? icons.narrow : icons.widen,
            () => void this.#toggleFullscreen(),
          )}
        </div>
      </div>
      ${this.menu === 'captions' ? this.#captionsMenu(state) : this.menu === 'settings' ? this.#settingsMenu(state) : nothing}`;
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
      aria-valuetext=${spoken}
      @input=${(event: Event) => (this.scrubbing = Number((event.target as HTMLInputElement).value))}
      @change=${() => this.#scrubbed()}
    />`;
  }

  #scrubbed(): void {
    if (this.scrubbing !== null) this.playback.seek(this.scrubbing);
    this.scrubbing = null;
  }

  #menuButton(menu: 'captions' | 'settings', label: string, icon: TemplateResult, on: boolean): TemplateResult {
    return html`<button
      type="button"
      class=${on ? 'on' : ''}
      data-menu=${menu}
      aria-label=${label}
      title=${label}
      aria-expanded=${String(this.menu === menu)}
      aria-controls="menu"
      @click=${() => this.#open(menu)}
    >
      ${icon}
    </button>`;
  }

  #captionsMenu({ captions, caption }: PlaybackState): TemplateResult {
    const { strings, playback } = this;
    const choices = [
      { label: strings.captionsOff, checked: caption === null, choose: () => playback.setCaption(null) },
      ...captions.map(({ id, label, language }) => ({
        label,
        lang: language,
        checked: caption === id,
        choose: () => playback.setCaption(id),
      })),
    ];
    return html`<div class="menu" id="menu">${group(strings.captions, 'captions', choices)}</div>`;
  }

  #settingsMenu({ levels, level, height, mode, rate, camera }: PlaybackState): TemplateResult {
    const { strings, playback } = this;
    const lines = (value: number | null, bitrate: number) =>
      value ? `${value}p` : `${Math.round(bitrate / 1000)} kbit/s`;
    const quality = [
      {
        label: strings.qualityAuto(level === null && height ? `${height}p` : null),
        checked: level === null,
        choose: () => playback.setLevel(null),
      },
      ...levels.map((one) => ({
        label: lines(one.height, one.bitrate),
        checked: one.id === level,
        choose: () => playback.setLevel(one.id),
      })),
    ];
    const speed = SPEEDS.map((value) => ({
      label: `${new Intl.NumberFormat(this.tag).format(value)}×`,
      checked: value === rate,
      choose: () => playback.setRate(value),
    }));
    // Under the picture there is a strip for them, which fullscreen does not show.
    const cameras = this.cameras.filter((one) => one.url);
    const angles = cameras.map((one) => ({
      label: one.label,
      checked: one.camera === camera,
      choose: () => this.onCamera(one),
    }));
    return html`<div class="menu" id="menu">
      ${this.fullscreen && angles.length > 1 ? group(strings.cameras, 'camera', angles) : nothing}
      ${levels.length > 1 ? group(strings.quality, 'quality', quality) : nothing}
      ${mode === 'replay' ? group(strings.speed, 'speed', speed) : nothing}
      ${levels.length > 1 || mode === 'replay' ? nothing : html`<p>${strings.qualityAuto(height ? `${height}p` : null)}</p>`}
    </div>`;
  }
}

function button(label: string, icon: TemplateResult, onClick: () => void, name = ''): TemplateResult {
  return html`<button type="button" class=${name} aria-label=${label} title=${label} @click=${onClick}>
    ${icon}
  </button>`;
}

interface Choice {
  readonly label: string;
  readonly lang?: string;
  readonly checked: boolean;
  choose(): void;
}

/** One question with its answers; native radio buttons bring the arrow keys. */
function group(label: string, name: string, choices: readonly Choice[]): TemplateResult {
  return html`<fieldset>
    <legend>${label}</legend>
    ${choices.map(
      (choice) =>
        html`<label lang=${choice.lang || nothing}>
          <input type="radio" name=${name} .checked=${choice.checked} @change=${() => choice.choose()} />${choice.label}
        </label>`,
    )}
  </fieldset>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'live-player-controls': LivePlayerControls;
  }
}
