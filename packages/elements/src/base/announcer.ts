/** Tells those who listen to the page what changed, sparingly: one polite live region per tag, always there, rarely filled. */
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';

export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #text = '';
  /** Alternates an invisible character, so that the same sentence twice in a row is heard twice. */
  #odd = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#text = '';
  }

  announce(text: string): void {
    this.#odd = !this.#odd;
    this.#text = this.#odd || !text ? text : `${text}\u200B`;
    this.#host.requestUpdate();
  }

  /** Belongs into every render of the host, in every state: a region that comes with its text is not heard. */
  render(): TemplateResult {
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.#text}</div>`;
  }
}
