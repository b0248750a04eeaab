/** In with an address, while the venue honours everybody. */
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { html, nothing, type TemplateResult } from 'lit';
import { isEmail } from '../../checkout/email.ts';
import type { WayOptions, WayPart } from './ways.ts';
import type { WaysStrings } from './ways.en.ts';

export class Guest implements WayPart {
  readonly #way: WayOptions;
  #email = '';
  #error: ParterreError | 'email' | null = null;
  #busy = false;

  constructor(way: WayOptions) {
    this.#way = way;
  }

  readonly title = (strings: WaysStrings): string => strings.guestTitle;

  async #comeIn(): Promise<void> {
    const { announcer, errorText, host, back, show } = this.#way;
    if (this.#busy) return;
    const email = this.#email.trim();
    this.#error = isEmail(email) ? null : 'email';
    this.#busy = this.#error === null;
    host.requestUpdate();
    if (this.#error) return host.renderRoot.querySelector<HTMLElement>('#guest-email')?.focus();
    try {
      await (await show.inside()).honour(email, document.documentElement.lang || 'en');
      back();
    } catch (error) {
      if (!isParterreError(error)) throw error;
      this.#error = error;
      announcer.announce(() => errorText(error));
    } finally {
      this.#busy = false;
      host.requestUpdate();
    }
  }

  stop(): void {}

  render(strings: WaysStrings): TemplateResult {
    const send = (event: Event) => {
      event.preventDefault();
      void this.#comeIn();
    };
    return html`<p>${strings.guestWhy}</p>
      <form class="stack" novalidate @submit=${send}>
        <div class="field">
          <label for="guest-email">${strings.email}</label>
          <input
            id="guest-email"
            name="email"
            type="email"
            inputmode="email"
            autocomplete="email"
            autocapitalize="none"
            spellcheck="false"
            maxlength="254"
            required
            aria-invalid=${this.#error === 'email' ? 'true' : 'false'}
            .value=${this.#email}
            @input=${(event: Event) => (this.#email = (event.target as HTMLInputElement).value)}
          />
        </div>
        ${
          this.#error && this.#error !== 'email'
            ? html`<div class="note error"><p>${this.#way.errorText(this.#error)}</p></div>`
            : nothing
        }
        <button class="button primary" type="submit" aria-disabled=${this.#busy ? 'true' : 'false'}>
          ${strings.comeIn}
        </button>
      </form>`;
  }
}
