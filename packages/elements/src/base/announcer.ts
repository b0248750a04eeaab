/** Tells those who listen to the page what changed, sparingly: one polite live region per tag, always there, rarely filled. */
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';

export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #text: string | (() => string) = '';
  /** Alternates an invisible character, so that the same sentence twice in a row is heard twice. */
  #odd = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#text = '';
  }

  /** Says it with the next rendering. A function is asked in every rendering, for a sentence that is still on its way. */
  announce(text: string | (() => string)): void {
    this.#odd = !this.#odd;
    this.#text = text;
    this.#host.requestUpdate();
  }

  /** Belongs into every render of the host, in every state: a region that comes with its text is not heard. */
  render(): TemplateResult {
    const text = typeof this.#text === 'string' ? this.#text : this.#text();
    const said = this.#odd || !text ? text : `${text}\u200B`;
    return html`<div class="visually-hidden" role="status" aria-live="polite">${said}</div>`;
  }
}
