/** A part of a tag that is fetched when somebody acts, as the tag shows it: a skeleton until it is here, a sentence if not. */
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Told } from '../locales/errors.ts';
import type { Part } from '../session/part.ts';
import type { Announcer } from './announcer.ts';

export interface LatePartOptions {
  readonly announcer: Announcer;
  /** The sentence for an error, in the tag's language. */
  readonly errorText: (error: Told) => string;
}

export class LatePart<T> {
  readonly #host: ReactiveControllerHost;
  readonly #part: Part<T>;
  readonly #options: LatePartOptions;
  /** It is on its way. */
  opening = false;
  /** Why it did not come; null once it is asked for again. */
  error: ParterreError | null = null;

  constructor(host: ReactiveControllerHost, part: Part<T>, options: LatePartOptions) {
    this.#host = host;
    this.#part = part;
    this.#options = options;
  }

  /** Fetches the part, hands it to `use`, and has the host render; does nothing while it is under way. */
  async open(use: (part: T) => void = () => {}): Promise<void> {
    if (this.opening) return;
    this.opening = true;
    this.error = null;
    this.#host.requestUpdate();
    try {
      use(await this.#part.fetch());
    } catch (error) {
      if (!isParterreError(error)) throw error;
      this.error = error;
      this.#options.announcer.announce(() => this.#options.errorText(error));
      // The network being back is the moment to try again, for tags that open a part by themselves.
      addEventListener('online', () => this.#forget(), { once: true });
    } finally {
      this.opening = false;
      this.#host.requestUpdate();
    }
  }

  #forget(): void {
    this.error = null;
    this.#host.requestUpdate();
  }

  render(): TemplateResult | typeof nothing {
    if (this.error) {
      return html`<div class="note error" part="note"><p>${this.#options.errorText(this.error)}</p></div>`;
    }
    return this.opening ? html`<span class="skeleton tall"></span>` : nothing;
  }
}
