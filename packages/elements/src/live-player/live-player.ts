import { ENGINE_CODE, loadPlayback } from '@parterre/playback';
import type { Phase, Show } from '@parterre/protocol';
import { isParterreError } from '@parterre/protocol/errors';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { States } from '../base/states.ts';
import { Part } from '../session/part.ts';
import type { ShowSession } from '../session/show-session.ts';
import type { PlayerStrings } from './en.ts';
import { playerStyles } from './live-player.styles.ts';
import type { Picture } from './picture.ts';
import { isSaving } from './kept.ts';
import { storedPosition } from './resume.ts';
import { panelFor, type Panel } from './scenes.ts';
import { makeVideo } from './video.ts';
import type { Way, Ways } from './ways/ways.ts';

/** The fan wants a ticket, or has one and wants to open it. Prevent it to show your own way to it. */
export class LivePlayerTicketEvent extends Event {
  static readonly type = 'live-player-ticket';
  readonly wanted: 'buy' | 'have';

  constructor(wanted: 'buy' | 'have') {
    super(LivePlayerTicketEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.wanted = wanted;
  }
}

/** Something is in the way of the picture, or has ended it; the codes are explained in docs/errors-playback.md. */
export class LivePlayerErrorEvent extends Event {
  static readonly type = 'live-player-error';
  /** `PA41`. */
  readonly code: string;
  /** It does not come back by itself. */
  readonly isFinal: boolean;

  constructor(code: string, isFinal: boolean) {
    super(LivePlayerErrorEvent.type, { bubbles: true, composed: true });
    this.code = code;
    this.isFinal = isFinal;
  }
}

/** What lies beside the door: trying a ticket, letting a screen in, coming as a guest. */
const ways = new Part(() => import('./ways/ways.ts'));

/** What only those need who watch. */
const part = new Part(() => import('./picture.ts'));

/**
 * Fetches what plays. The engine comes side by side with what uses it, which asks for it again and tells what went wrong;
 * which engine it is only a grant says.
 */
const prepare = ({ state }: ShowSession): void => {
  part.prepare();
  const grant = state.entry?.grant;
  if (grant) loadPlayback(grant.features).catch(() => {});
};

/**
 * The picture of a show, whatever its phase: poster and countdown, the live stream with its cameras, the break, the replay.
 *
 * @summary Shows the show.
 * @slot - Fallback for browsers without scripts: a link to the show's own page.
 * @slot error - Your own words where the picture cannot be shown; `error-PA20` (or another code) for one reason alone.
 * @event {LivePlayerErrorEvent} live-player-error - Something is in the way of the picture, with its code.
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

  readonly #states = new States(this);
  readonly #announcer = new Announcer(this);
  /** Not here before somebody wants to watch. */
  #picture: Picture | null = null;
  /** The show whose picture was asked for, while its code is on its way. */
  #asked: ShowSession | null = null;
  /** The show for whose picture the code did not come. */
  #failed: ShowSession | null = null;
  #ways: Ways | null = null;
  #phase: Phase | null = null;
  /** The show has begun before the eyes of somebody who waited for it inside. */
  #due = false;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super({ en: () => import('./en.ts'), fr: () => import('./fr.ts') }, 'show', { attends: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  // ── What the picture needs ──────────────────────────────────────────────────────────────────────────────────────────

  get pictures(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.pictures') ?? null;
  }

  get watched(): ShowSession | null {
    return this.session.show;
  }

  // ── Public ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Starts the picture as soon as it may be seen. Browsers allow sound only from within a click or a key. */
  play(): void {
    this.#play(false);
  }

  pause(): void {
    this.#picture?.pause();
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
    this.#states.set(phase, this.#picture?.seen.status === 'playing' && 'playing');
    this.#tellPhase(phase);
    this.#beginByItself();
    this.#runClock(phase === 'announced' || phase === 'doors');
  }

  /** Only what changes under the eyes of somebody who is here: not the phase the page was opened in. */
  #tellPhase(phase: Phase | null): void {
    const before = this.#phase;
    if (phase === before) return;
    this.#phase = phase;
    const { strings } = this.locale;
    if (before === null && location.hash.includes('parterre-t')) this.#toWay('asked');
    this.#due = phase === 'live' && before !== null && this.session.show!.mayEnter;
    if (!strings || before === null || phase === null) return;
    const words: Partial<Record<Phase, string>> = {
      live: strings.saysLive,
      paused: strings.saysPaused,
      ended: strings.saysEnded,
    };
    const said = words[phase];
    if (said) this.#announcer.announce(said);
  }

  /** Whoever waits sees the show begin without a press; where the browser wants one for sound, it begins without. */
  #beginByItself(): void {
    const { show } = this.session;
    if (!this.#due || !show?.state.entry?.grant) return;
    this.#due = false;
    if (!this.#picture) void this.#begin(show, false);
  }

  #runClock(wanted: boolean): void {
    if (wanted === (this.#clock !== undefined) || !this.isConnected) return;
    clearInterval(this.#clock);
    this.#clock = wanted
      ? setInterval(() => document.visibilityState === 'visible' && this.requestUpdate(), 1000)
      : undefined;
  }

  // ── What the fan does ───────────────────────────────────────────────────────────────────────────────────────────────

  #play(fromBeginning: boolean): void {
    const { show } = this.session;
    if (this.#picture) this.#picture.start({ fromBeginning });
    else if (show) void this.#begin(show, fromBeginning);
    if (show && !show.state.entry) void show.join();
    // The button that was pressed goes away; what it was about stays under the fingers.
    const { activeElement } = this.renderRoot as ShadowRoot;
    if (activeElement)
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.stage')?.focus());
  }

  /** The first time: what the gesture allows is done within it, the rest once its code is here. */
  async #begin(show: ShowSession, fromBeginning: boolean): Promise<void> {
    if (this.#asked) return;
    this.#asked = show;
    this.#failed = null;
    this.requestUpdate();
    const video = makeVideo(this.pictures);
    video?.play().catch(() => {});
    prepare(show);
    try {
      const { Picture } = await part.fetch();
      // Meanwhile the tag may have gone, or be about another show.
      if (this.watched !== show) return video?.remove();
      this.#picture = new Picture(this, {
        announcer: this.#announcer,
        onTickets: (event) => this.#toTicket(event, 'buy'),
        saving: () => isSaving(),
        onError: (code, isFinal) => this.dispatchEvent(new LivePlayerErrorEvent(code, isFinal)),
      });
      this.#picture.start({ fromBeginning, video });
    } catch (error) {
      video?.remove();
      if (!isParterreError(error)) throw error;
      this.#failed = show;
      this.dispatchEvent(new LivePlayerErrorEvent(ENGINE_CODE, true));
    } finally {
      this.#asked = null;
      this.requestUpdate();
    }
  }

  /** Opens what lies beside the door, in place of the panel. */
  #toWay(way: Way): void {
    const { show } = this.session;
    ways
      .fetch()
      .then(
        ({ Ways }) =>
          (this.#ways = new Ways(this, way, show!, { announcer: this.#announcer, loadPlayback, makeVideo })),
        () => (this.#failed = show),
      )
      .finally(() => this.requestUpdate());
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
    // A tag takes no focus itself: its first control does.
    ticket.shadowRoot?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true });
  }

  // ── Drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    const { strings } = this.locale;
    const show = this.session.show?.state.show ?? null;
    const panel = this.#panel();
    const picture = this.#picture;
    return html`<div class="player">
        <div
          class="stage"
          part="stage"
          role="group"
          tabindex="-1"
          aria-label=${strings && show ? strings.player(show.title) : nothing}
          @keydown=${(event: KeyboardEvent) => picture?.onKey(event)}
        >
          ${
            show?.poster && !picture?.shown
              ? html`<img class="poster" src=${show.poster.url} alt=${show.poster.alt} decoding="async" />`
              : nothing
          }
          <div class="pictures"></div>
          <p class="said" role="status">${show?.signals.notice}</p>
          ${(show && picture?.overlay(show)) ?? nothing}
          ${(this.#asked || picture?.starting) && !panel ? html`<div class="wait" aria-hidden="true"></div>` : nothing}
        </div>
        ${panel ? html`<div class="panel ${panel.over ? 'over' : ''}">${panel.content}</div>` : nothing}
      </div>
      ${(show && picture?.under(show)) ?? nothing} ${this.#announcer.render()}`;
  }

  #panel(): Panel | null {
    const { strings } = this.locale;
    if (this.session.problem)
      return {
        content: html`<p>${strings?.misplaced}</p>
          <slot></slot>`,
      };
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
    if (this.#ways?.open) return { content: this.#ways.render() };
    const picture = this.#picture;
    if (this.#failed === session || picture?.broken) return { content: this.#broken(strings, show) };
    const wanted = this.#asked !== null || picture?.wanted === true;
    if (picture?.shown || (wanted && entry?.grant)) return null;
    const venue = this.session.venue;
    return panelFor({
      strings,
      tag: this.locale.tag,
      show,
      phase,
      now: venue?.now() ?? Date.now(),
      entry,
      grant: entry?.grant ?? null,
      entering: entering || (venue?.state.sessionPending ?? false) || (wanted && !entryError),
      error: entryError,
      mayEnter: session.mayEnter,
      resumeSeconds: storedPosition(session.venue.backend.address, session.id)?.seconds ?? null,
      errorText: (error) => this.locale.errorText(error),
      prepare: () => {
        // A pointer may only pass by: who saves data pays for the press alone.
        if (!isSaving()) prepare(session);
        // An open show is entered with a session that has yet to be asked for.
        session.venue.prepare();
      },
      onPlay: (fromBeginning) => this.#play(fromBeginning),
      onJoin: () => void session.join(),
      onTicket: (event, wanted) => this.#toTicket(event, wanted),
      onWay: (way) => this.#toWay(way),
    });
  }

  /** It will not play here: why, and what else there is. */
  #broken(strings: PlayerStrings, show: Show): TemplateResult {
    const picture = this.#picture;
    const again = () => (picture ? picture.retry() : this.#play(false));
    const code = picture?.code ?? ENGINE_CODE;
    return html`<slot name="error-${code}"
        ><slot name="error"><p role="alert">${picture?.reason ?? strings.engineFailed}</p></slot></slot
      >
      <small>${code}</small>
      <div class="ways">
        ${picture?.isHopeless ? nothing : html`<button class="button primary" type="button" @click=${again}>${strings.tryAgain}</button>`}
        ${show.plainUrl ? html`<a class="button" href=${show.plainUrl}>${strings.plainPage}</a>` : nothing}
      </div>`;
  }
}

const skeleton = (strings: PlayerStrings | null): TemplateResult =>
  html`<span class="skeleton"></span><span class="visually-hidden">${strings?.loading ?? ''}</span>`;

declare global {
  interface HTMLElementTagNameMap {
    'live-player': LivePlayer;
  }
  interface GlobalEventHandlersEventMap {
    'live-player-error': LivePlayerErrorEvent;
    'live-player-ticket': LivePlayerTicketEvent;
  }
}
