/**
 * What lies beside the player's door: trying a ticket with a clip, letting this screen in by a phone, letting a screen in from here,
 * coming in as a guest while the venue honours everybody. One at a time, in place of the panel, and each fetched by the press that
 * asks for it.
 */
import type { loadPlayback } from '@parterre/playback';
import type { LitElement, ReactiveController, TemplateResult } from 'lit';
import { html } from 'lit';
import type { Announcer } from '../../base/announcer.ts';
import { controlStyles } from '../../base/controls.styles.ts';
import { fieldStyles } from '../../base/field.styles.ts';
import { addStyles } from '../../base/late-styles.ts';
import { LocaleController } from '../../base/locale-controller.ts';
import type { Told } from '../../locales/errors.ts';
import { ScreenDoor } from '../../pairing/screen-door.ts';
import type { ShowSession } from '../../session/show-session.ts';
import type { makeVideo } from '../video.ts';
import { Guest } from './guest.ts';
import { Screen } from './screen.ts';
import { Trial } from './trial.ts';
import type { WaysStrings } from './ways.en.ts';
import { waysStyles } from './ways.styles.ts';

const catalogue = { en: () => import('./ways.en.ts'), fr: () => import('./ways.fr.ts') };

/**
 * `try`: the test clip. `in`: without a ticket on this device, as a guest where the venue honours everybody, else by a phone.
 * `asked`: what the address of the page asks for, from a mail or from the code on a television.
 */
export type Way = 'try' | 'in' | 'asked';

export interface WaysOptions {
  readonly announcer: Announcer;
  /** What the player has already, so that a page does not load it apart. */
  readonly loadPlayback: typeof loadPlayback;
  readonly makeVideo: typeof makeVideo;
}

/** What each of the ways is given. */
export interface WayOptions extends WaysOptions {
  readonly host: LitElement;
  /** Back to the panel. */
  readonly back: () => void;
  readonly show: ShowSession;
  readonly errorText: (error: Told) => string;
  readonly strings: () => WaysStrings | null;
}

/** One way: begins when it is made, draws itself, and leaves nothing running when it is stopped. */
export interface WayPart {
  readonly title: (strings: WaysStrings) => string;
  render(strings: WaysStrings): TemplateResult;
  stop(): void;
}

export class Ways implements ReactiveController {
  readonly #host: LitElement;
  readonly #locale: LocaleController<WaysStrings>;
  readonly #part: WayPart;
  /** Whether it takes the panel's place. */
  open = true;
  /** Whether the focus has been led to it. */
  #entered = false;

  constructor(host: LitElement, way: Way, show: ShowSession, options: WaysOptions) {
    this.#host = host;
    addStyles(host, controlStyles, fieldStyles, waysStyles);
    this.#locale = new LocaleController<WaysStrings>(host, catalogue);
    const given: WayOptions = {
      ...{ ...options, host, show },
      back: () => this.stop(),
      errorText: (error) => this.#locale.errorText(error),
      strings: () => this.#locale.strings,
    };
    this.#part = partFor(way, given);
    host.addController(this);
  }

  hostDisconnected(): void {
    setTimeout(() => {
      if (!this.#host.isConnected) this.stop();
    }, 0);
  }

  /** Ends it without going back. */
  stop(): void {
    if (!this.open) return;
    this.open = false;
    this.#part.stop();
    this.#host.removeController(this);
    this.#host.requestUpdate();
  }

  /** The button that was pressed is gone: whoever works by keyboard goes on at the title, once its words are here. */
  hostUpdated(): void {
    const title = this.#entered ? null : this.#host.renderRoot.querySelector<HTMLElement>('#way-title');
    if (!title) return;
    this.#entered = true;
    title.focus();
  }

  render(): TemplateResult {
    const { strings } = this.#locale;
    if (!strings) return html`<span class="skeleton tall"></span>`;
    return html`<section class="way" part="way" aria-labelledby="way-title">
      <h2 id="way-title" tabindex="-1">${this.#part.title(strings)}</h2>
      ${this.#part.render(strings)}
      <button class="button" type="button" @click=${() => this.stop()}>${strings.back}</button>
    </section>`;
  }
}

function partFor(way: Way, given: WayOptions): WayPart {
  if (way === 'asked') return scanned() ? phone(given) : new Trial(given);
  if (way === 'try') return new Trial(given);
  return given.show.state.show?.honours === 'everybody' ? new Guest(given) : new Screen(given);
}

/** Letters that came in the address, as a phone has scanned them from a screen. */
const scanned = (): string => /parterre-tv=([A-Z]{6})/.exec(location.hash)?.[1] ?? '';

function phone({ host, show, announcer, errorText }: WayOptions): WayPart {
  const { venue } = show;
  const door = new ScreenDoor(host, { venue: () => venue, announcer, errorText });
  let taken = false;
  return {
    title: (strings) => strings.phoneTitle,
    render(strings) {
      if (!venue.state.session) return html`<p>${strings.phoneTicket}</p>`;
      if (!taken) {
        taken = true;
        void door.take(scanned());
        // The letters are good once: they need not stay in the address.
        history.replaceState(history.state, '', location.pathname + location.search);
      }
      return html`${door.render()}`;
    },
    stop() {},
  };
}
