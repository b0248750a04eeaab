/** One step of a form at a time: while it runs, buttons rest; what refused it is kept for the form, and said aloud. */
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import type { LitElement } from 'lit';
import type { Announcer } from './announcer.ts';

export class OneAtATime {
  readonly #host: LitElement;
  readonly #announcer: Announcer;
  readonly #text: (error: ParterreError) => string;
  busy = false;
  /** Why the last step was refused; null while it runs, and when it worked. */
  error: ParterreError | null = null;

  /** @param text what a fan is told about a refusal */
  constructor(host: LitElement, announcer: Announcer, text: (error: ParterreError) => string) {
    this.#host = host;
    this.#announcer = announcer;
    this.#text = text;
  }

  /** False when something runs already, or when this was refused. What is no refusal is thrown on. */
  async run(step: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    this.#host.requestUpdate();
    try {
      await step();
      return true;
    } catch (error) {
      if (!isParterreError(error)) throw error;
      this.error = error;
      this.#announcer.announce(() => this.#text(error));
      return false;
    } finally {
      this.busy = false;
      this.#host.requestUpdate();
    }
  }
}
