import type { CameraGrant, Phase, Show } from '@parterre/protocol';
import { adoptStyles, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { define } from '../base/define.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { States } from '../base/states.ts';
import type { ShowSession } from '../session/show-session.ts';
import type * as Layer from './controls/layer.ts';
import type { LayerState } from './controls/layer.ts';
import type { PlayerStrings } from './en.ts';
import { playerStyles } from './live-player.styles.ts';
import { PlaybackController } from './playback-controller.ts';
import { panelFor, type Panel } from './scenes.ts';

/** The fan wants a ticket, or has one and wants to open it. Prevent it to show your own way to it. */
export class LivePlayerTicketEvent extends Event {
  static readonly type = 'live-player-ticket';
  readonly wanted: 'buy' | 'have';

  constructor(wanted: 'buy' | 'have') {
    super(LivePlayerTicketEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.wanted = wanted;
  }
}

/** How long a connection may be gone before it is worth a word. */
const RECONNECTING_MS = 2000;

/**
 * The picture of a show, whatever its phase: poster and countdown, the live stream with its cameras, the break, the replay.
 *
 * @summary Shows the show.
 * @slot - Fallback for browsers without scripts: a link to the show's own page.
 * @event {LivePlayerTicketEvent} live-player-ticket - The fan asked for a ticket; cancelable.
 * @csspart stage - The box of the picture.
 * @csspart video - The picture itself.
 * @csspart play - The big button.
 * @csspart cameras - The strip of cameras.
 * @cssstate live - The show is live.
 * @cssstate replay - The show can be seen again.
 * @cssstate playing - A picture is moving.
 */
export class LivePlayer extends ParterreElement<PlayerStrings> {
  static override styles = [...ParterreElement.styles, playerStyles];

  static override properties = {
    ...ParterreElement.properties,
    invited: { state: true },
    slow: { state: true },
  };

  /** Label of a locked camera somebody asked for. */
  declare private invited: string | null;
  /** The connection has been gone for a while. */
  declare private slow: boolean;

  readonly #states = new States(this);
  readonly #announcer = new Announcer(this);
  readonly #playback = new PlaybackController(this);
  /** What is drawn over and under a running picture; not on the page before there is one. */
  #layer: typeof Layer | null = null;
  #phase: Phase | null = null;
  #clock: ReturnType<typeof setInterval> | undefined;
  #slowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super({ en: () => import('./en.ts'), fr: () => import('./fr.ts') }, 'show', { attends: true });
    this.invited = null;
    this.slow = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    this.#clock = undefined;
    clearTimeout(this.#slowTimer);
  }

  // ── What the playback controller needs ──────────────────────────────────────────────────────────────────────────────

  get pictures(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.pictures') ?? null;
  }

  get watched(): ShowSession | null {
    return this.session.show;
  }

  async loadControls(): Promise<void> {
    const layer = await import('./controls/layer.ts');
    define('live-player-controls', layer.LivePlayerControls);
    if (!this.#layer) adoptStyles(this.renderRoot as ShadowRoot, [...LivePlayer.elementStyles, layer.layerStyles]);
    this.#layer = layer;
    this.requestUpdate();
  }

  cameraSettled(camera: string, shown: boolean): void {
    const { strings } = this.locale;
    const label = this.#cameras.find((one) => one.camera === camera)?.label ?? camera;
    if (strings) this.#announcer.announce(shown ? strings.saysCamera(label) : strings.saysCameraFailed(label));
  }

  // ── Public ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Starts the picture as soon as it may be seen. Browsers allow sound only from within a click or a key. */
  play(): void {
    this.#play(false);
  }

  pause(): void {
    this.#playback.playback?.pause();
  }

  /** Brings the focus to what is pressed next: the play button, or the controls. */
  override focus(options?: FocusOptions): void {
    const find = (selector: string) => this.renderRoot?.querySelector<HTMLElement>(selector);
    const next = find('.play') ?? find('.button.primary') ?? find('.stage');
    if (next) next.focus(options);
    else super.focus(options);
  }

  // ── Following the show ──────────────────────────────────────────────────────────────────────────────────────────────

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const phase = this.session.show?.state.phase ?? null;
    const { status } = this.#playback.seen;
    this.#states.set(phase, status === 'playing' && 'playing');
    this.#tellPhase(phase);
    this.#runClock(phase === 'announced' || phase === 'doors');
    this.#watchConnection();
  }

  /** Only what changes under the eyes of somebody who is here: not the phase the page was opened in. */
  #tellPhase(phase: Phase | null): void {
    const before = this.#phase;
    if (phase === before) return;
    this.#phase = phase;
    const { strings } = this.locale;
    if (!strings || before === null || phase === null) return;
    const words: Partial<Record<Phase, string>> = {
      live: strings.saysLive,
      paused: strings.saysPaused,
      ended: strings.saysEnded,
    };
    const said = words[phase];
    if (said) this.#announcer.announce(said);
  }

  #runClock(wanted: boolean): void {
    if (wanted === (this.#clock !== undefined) || !this.isConnected) return;
    clearInterval(this.#clock);
    this.#clock = wanted
      ? setInterval(() => document.visibilityState === 'visible' && this.requestUpdate(), 1000)
      : undefined;
  }

  #watchConnection(): void {
    const { reconnecting, status } = this.#playback.seen;
    const gone = reconnecting && status !== 'playing' && status !== 'idle' && status !== 'paused';
    if (gone && !this.slow) this.#slowTimer ??= setTimeout(() => this.#connection(true), RECONNECTING_MS);
    if (gone) return;
    clearTimeout(this.#slowTimer);
    this.#slowTimer = undefined;
    if (this.slow && status === 'playing') this.#connection(false);
  }

  #connection(slow: boolean): void {
    this.#slowTimer = undefined;
    this.slow = slow;
    const { strings } = this.locale;
    if (strings) this.#announcer.announce(slow ? strings.saysReconnecting : strings.saysBack);
  }

  // ── What the fan does ───────────────────────────────────────────────────────────────────────────────────────────────

  #play(fromBeginning: boolean): void {
    this.#playback.start({ fromBeginning });
    const show = this.session.show;
    if (show && !show.state.entry) void show.join();
    // The button that was pressed goes away; what it was about stays under the fingers.
    const { activeElement } = this.renderRoot as ShadowRoot;
    if (activeElement)
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.stage')?.focus());
  }

  #toTicket(event: Event, wanted: 'buy' | 'have'): void {
    if (!this.dispatchEvent(new LivePlayerTicketEvent(wanted))) return event.preventDefault();
    const show = this.session.show?.state.show;
    const names = [null, '', show?.id, show?.slug];
    const ticket = [...document.querySelectorAll<HTMLElement>('live-ticket')].find((one) =>
      names.includes(one.getAttribute('show')),
    );
    if (!ticket) {
      // A link leads on by itself; a button does not.
      if (event.currentTarget instanceof HTMLButtonElement && show) location.assign(show.plainUrl ?? show.url);
      return;
    }
    event.preventDefault();
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    ticket.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
    ticket.focus({ preventScroll: true });
  }

  #chooseCamera(camera: CameraGrant): void {
    this.invited = camera.url ? null : camera.label;
    if (camera.url) void this.#playback.selectCamera(camera.camera);
  }

  get #cameras(): readonly CameraGrant[] {
    return this.session.show?.state.entry?.grant?.cameras ?? [];
  }

  // ── Drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    const { strings } = this.locale;
    const show = this.session.show?.state.show ?? null;
    const panel = this.#panel();
    const label = strings && show ? strings.player(show.title) : '';
    const layer = this.#layer;
    const state = strings && show && layer ? this.#layerState(strings, show) : null;
    return html`<div class="player ${panel && !panel.over ? 'telling' : ''}">
        <div
          class="stage"
          part="stage"
          role="group"
          tabindex="-1"
          aria-label=${label || nothing}
          @keydown=${this.#onKey}
        >
          ${
            show?.poster && !this.#showsPicture
              ? html`<img class="poster" src=${show.poster.url} alt=${show.poster.alt} decoding="async" />`
              : nothing
          }
          <div class="pictures"></div>
          ${layer && state && this.#showsPicture ? layer.overlay(state) : nothing}
          ${this.#isStarting && !panel ? html`<div class="wait" aria-hidden="true"></div>` : nothing}
        </div>
        ${panel ? html`<div class="panel ${panel.over ? 'over' : ''}">${panel.content}</div>` : nothing}
      </div>
      ${layer && state ? layer.cameraStrip(state) : nothing} ${this.#announcer.render()}`;
  }

  get #showsPicture(): boolean {
    const { playback } = this.#playback;
    return playback?.video != null && playback.state.status !== 'failed';
  }

  /** Pressed, and neither the picture nor the controls are here yet. */
  get #isStarting(): boolean {
    const { wanted, seen } = this.#playback;
    return wanted && (seen.status === 'idle' || seen.status === 'loading') && !this.#layer;
  }

  #panel(): Panel | null {
    const { strings } = this.locale;
    if (this.session.problem) return { content: this.#misplaced(strings) };
    const session = this.session.show;
    if (!strings || !session) return { content: skeleton(strings), over: true };
    const { show, showError, phase, entry, entering, entryError } = session.state;
    if (!show || !phase) {
      if (!showError) return { content: skeleton(strings), over: true };
      return {
        content: html`<p>${this.locale.errorText(showError)}</p>
          <button class="button" type="button" @click=${() => session.load()}>${strings.tryAgain}</button
          ><slot></slot>`,
      };
    }
    if (this.#playback.failed || this.#playback.seen.error) return { content: this.#broken(strings, show) };
    if (this.#showsPicture || (this.#playback.wanted && entry?.grant)) return null;
    const venue = this.session.venue;
    return panelFor({
      strings,
      tag: this.locale.tag,
      show,
      phase,
      now: venue?.now() ?? Date.now(),
      entry,
      grant: entry?.grant ?? null,
      entering: entering || (venue?.state.sessionPending ?? false) || (this.#playback.wanted && !entryError),
      error: entryError,
      mayEnter: session.mayEnter,
      resumeSeconds: this.#playback.resumeSeconds,
      errorText: (error) => this.locale.errorText(error),
      onPlay: (fromBeginning) => this.#play(fromBeginning),
      onJoin: () => void session.join(),
      onTicket: (event, wanted) => this.#toTicket(event, wanted),
    });
  }

  #misplaced(strings: PlayerStrings | null): TemplateResult {
    return html`<p>${this.session.problem === 'no_backend' ? strings?.noBackend : strings?.noShow}</p>
      <slot></slot>`;
  }

  /** It will not play here: why, and what else there is. */
  #broken(strings: PlayerStrings, show: Show): TemplateResult {
    const { error } = this.#playback.seen;
    const { playback } = this.#playback;
    const again = () => (playback ? playback.retry() : this.#play(false));
    return html`<p role="alert">${error ? strings[error] : strings.engineFailed}</p>
      <div class="ways">
        ${error === 'unsupported' ? nothing : html`<button class="button primary" type="button" @click=${again}>${strings.tryAgain}</button>`}
        ${show.plainUrl ? html`<a class="button" href=${show.plainUrl}>${strings.plainPage}</a>` : nothing}
      </div>`;
  }

  /** What belongs to a running picture, for the templates that come with it. */
  #layerState(strings: PlayerStrings, show: Show): LayerState | null {
    const { playback, seen } = this.#playback;
    if (!playback) return null;
    return {
      strings,
      playback,
      seen,
      show,
      tag: this.locale.tag,
      cameras: this.#cameras,
      slow: this.slow,
      invited: this.invited,
      onCamera: (camera) => this.#chooseCamera(camera),
      onTickets: (event) => this.#toTicket(event, 'buy'),
    };
  }

  #onKey(event: KeyboardEvent): void {
    const controls = this.renderRoot.querySelector('live-player-controls');
    // Until their code is here they are only a name.
    if (controls && 'onKey' in controls) controls.onKey(event);
  }
}

const skeleton = (strings: PlayerStrings | null): TemplateResult =>
  html`<span class="skeleton"></span><span class="visually-hidden">${strings?.loading ?? ''}</span>`;

declare global {
  interface HTMLElementTagNameMap {
    'live-player': LivePlayer;
  }
  interface GlobalEventHandlersEventMap {
    'live-player-ticket': LivePlayerTicketEvent;
  }
}
