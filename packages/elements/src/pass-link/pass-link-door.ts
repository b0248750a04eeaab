/**
 * The part of coming back in that a tag carries: the line "I already have a ticket". The rest
 * (`pass-link-controller.ts`) is fetched when somebody takes it, or has come with a link from a mail.
 */
import { html, type LitElement, type ReactiveController, type TemplateResult, type nothing } from 'lit';
import { LatePart, type LatePartOptions } from '../base/late-part.ts';
import { Part } from '../session/part.ts';
import type { PassLinkController, PassLinkOptions } from './pass-link-controller.ts';

const part = new Part(() => import('./pass-link-controller.ts'));

export class PassLinkDoor implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: PassLinkOptions & LatePartOptions;
  readonly #late: LatePart<typeof import('./pass-link-controller.ts')>;
  #controller: PassLinkController | null = null;

  constructor(host: LitElement, options: PassLinkOptions & LatePartOptions) {
    this.#host = host;
    this.#options = options;
    this.#late = new LatePart(host, part, options);
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#look);
    this.#look();
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#look);
  }

  /** Whether there may be a link in the address; `fragment.ts` looks closely. */
  readonly #look = (): void => {
    if (/[#&]parterre=/.test(location.hash)) this.#withRest(() => {});
  };

  #withRest(use: (controller: PassLinkController) => void): void {
    if (this.#controller) return use(this.#controller);
    void this.#late.open(({ PassLinkController }) =>
      use((this.#controller = new PassLinkController(this.#host, this.#options))),
    );
  }

  /** The button for a link in the address, once it can be shown; nothing where there is none or another tag shows it. */
  openLink(): TemplateResult | typeof nothing {
    return this.#controller ? this.#controller.openLink() : this.#late.render();
  }

  /** The line, in the tag's words, and in its place the form that it opens. `look`: the class of the line's button. */
  form(line: string, look = 'link'): TemplateResult | typeof nothing {
    if (this.#controller?.isOpen) return this.#controller.form();
    return html`<div class=${look === 'link' ? 'centre' : 'row'}>
      <button
        class=${look}
        type="button"
        @pointerenter=${part.prepare}
        @focus=${part.prepare}
        @click=${() => this.#withRest((controller) => controller.open())}
      >
        ${line}
      </button>
    </div>`;
  }
}
