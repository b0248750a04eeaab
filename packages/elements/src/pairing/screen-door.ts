/**
 * The phone's side of letting a screen in: six letters, what is known of the screen that shows them, and a yes. Letters that came
 * with the address of the page are looked up, and nothing is let in without a press.
 */
import type { WaitingScreen } from '@parterre/protocol';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { Announcer } from '../base/announcer.ts';
import { LocaleController } from '../base/locale-controller.ts';
import { OneAtATime } from '../base/one-at-a-time.ts';
import type { Told } from '../locales/errors.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { ScreenDoorStrings } from './screen-door.en.ts';

const catalogue = { en: () => import('./screen-door.en.ts'), fr: () => import('./screen-door.fr.ts') };

export interface ScreenOptions {
  readonly venue: () => VenueSession | null;
  readonly announcer: Announcer;
  readonly errorText: (error: Told) => string;
}

export class ScreenDoor {
  readonly #host: LitElement;
  readonly #options: ScreenOptions;
  readonly #locale: LocaleController<ScreenDoorStrings>;
  #letters = '';
  #screen: WaitingScreen | null = null;
  readonly #steps: OneAtATime;
  #done = false;

  constructor(host: LitElement, options: ScreenOptions) {
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<ScreenDoorStrings>(host, catalogue);
    this.#steps = new OneAtATime(host, options.announcer, options.errorText);
  }

  /** Takes letters that came some other way, such as by the code a phone has scanned. */
  async take(letters: string): Promise<void> {
    this.#letters = lettersIn(letters);
    this.#done = false;
    this.#screen = null;
    this.#steps.error = null;
    if (this.#letters.length === 6) await this.#look();
  }

  async #run(act: (venue: VenueSession) => Promise<void>): Promise<void> {
    const venue = this.#options.venue();
    if (!venue || this.#steps.busy) return;
    if (!(await this.#steps.run(() => act(venue)))) {
      this.#screen = null;
      this.#host.requestUpdate();
    }
  }

  #look(): Promise<void> {
    return this.#run(async (venue) => {
      this.#screen = await venue.act('findPairing', { code: this.#letters });
      this.#options.announcer.announce(this.#locale.strings?.question(this.#screen.device) ?? '');
      await this.#host.updateComplete;
      this.#host.renderRoot.querySelector<HTMLElement>('#screen-question')?.focus();
    });
  }

  #letIn(): Promise<void> {
    return this.#run(async (venue) => {
      await venue.act('confirmPairing', { code: this.#letters });
      this.#screen = null;
      this.#letters = '';
      this.#done = true;
      this.#options.announcer.announce(this.#locale.strings?.done ?? '');
    });
  }

  render(): TemplateResult | typeof nothing {
    const { strings } = this.#locale;
    if (!strings) return html`<span class="skeleton tall"></span>`;
    return this.#screen ? this.#question(this.#screen, strings) : this.#form(strings);
  }

  #form(strings: ScreenDoorStrings): TemplateResult {
    const typed = (event: Event) => {
      const field = event.target as HTMLInputElement;
      const letters = lettersIn(field.value);
      if (field.value !== letters) field.value = letters;
      this.#letters = letters;
      this.#done = false;
    };
    const send = (event: Event) => {
      event.preventDefault();
      if (this.#letters.length === 6) void this.#look();
      else this.#host.renderRoot.querySelector<HTMLElement>('#screen-letters')?.focus();
    };
    return html`<form class="stack" novalidate part="screen" @submit=${send}>
      ${this.#done ? html`<p class="note good">${strings.done}</p>` : html`<p>${strings.how}</p>`}
      <div class="field">
        <label for="screen-letters">${strings.letters}</label>
        <input
          id="screen-letters"
          class="code"
          name="letters"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          required
          aria-invalid=${this.#steps.error?.code === 'pairing_not_found' ? 'true' : 'false'}
          .value=${this.#letters}
          @input=${typed}
        />
      </div>
      ${this.#trouble()}
      <div class="row">
        <button class="button strong" type="submit" aria-disabled=${this.#steps.busy ? 'true' : 'false'}>
          ${strings.look}
        </button>
      </div>
    </form>`;
  }

  #question({ device, show, site, sameNetwork }: WaitingScreen, strings: ScreenDoorStrings): TemplateResult {
    return html`<section class="note stack" part="screen" aria-labelledby="screen-question">
      <h4 id="screen-question" tabindex="-1">${strings.question(device)}</h4>
      <p><strong class="code" aria-label=${[...this.#letters].join(' ')}>${this.#letters}</strong></p>
      <p>${strings.asks(show.title, site)} ${sameNetwork ? strings.near : nothing}</p>
      ${sameNetwork ? nothing : html`<p><strong>${strings.far}</strong></p>`}
      <p class="fine">${strings.devices}</p>
      ${this.#trouble()}
      <div class="row">
        <button
          class="button strong"
          type="button"
          aria-disabled=${this.#steps.busy ? 'true' : 'false'}
          @click=${() => void this.#letIn()}
        >
          ${strings.letIn}
        </button>
        <button class="button" type="button" @click=${() => void this.take('')}>${strings.no}</button>
      </div>
    </section>`;
  }

  #trouble(): TemplateResult | typeof nothing {
    return this.#steps.error
      ? html`<div class="note error"><p>${this.#options.errorText(this.#steps.error)}</p></div>`
      : nothing;
  }
}

/** What of a text can be letters of a screen, as they are shown. */
const lettersIn = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-HJKMNP-Z]/g, '')
    .slice(0, 6);
