/** In with an address, while the venue honours everybody. */
import { html, nothing, type TemplateResult } from 'lit';
import { OneAtATime } from '../../base/one-at-a-time.ts';
import { isEmail } from '../../checkout/email.ts';
import type { WayOptions, WayPart } from './ways.ts';
import type { WaysStrings } from './ways.en.ts';

export class Guest implements WayPart {
  readonly #way: WayOptions;
  readonly #steps: OneAtATime;
  #email = '';
  #emailInvalid = false;

  constructor(way: WayOptions) {
    this.#way = way;
    this.#steps = new OneAtATime(way.host, way.announcer, way.errorText);
  }

  readonly title = (strings: WaysStrings): string => strings.guestTitle;

  async #comeIn(): Promise<void> {
    const { host, back, show } = this.#way;
    const email = this.#email.trim();
    this.#emailInvalid = !isEmail(email);
    if (this.#emailInvalid) {
      this.#steps.error = null;
      host.requestUpdate();
      return host.renderRoot.querySelector<HTMLElement>('#guest-email')?.focus();
    }
    const isIn = await this.#steps.run(async () =>
      (await show.inside()).honour(email, document.documentElement.lang || 'en'),
    );
    if (isIn) back();
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
            aria-invalid=${this.#emailInvalid ? 'true' : 'false'}
            .value=${this.#email}
            @input=${(event: Event) => (this.#email = (event.target as HTMLInputElement).value)}
          />
        </div>
        ${
          this.#steps.error
            ? html`<div class="note error"><p>${this.#way.errorText(this.#steps.error)}</p></div>`
            : nothing
        }
        <button class="button primary" type="submit" aria-disabled=${this.#steps.busy ? 'true' : 'false'}>
          ${strings.comeIn}
        </button>
      </form>`;
  }
}
