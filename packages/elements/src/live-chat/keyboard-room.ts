/**
 * Phones put their keyboard over the page without telling the layout. While a field of the host has the focus, this keeps the
 * host within what can be seen, so that the newest messages and the field stay between picture and keyboard.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class KeyboardRoom implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('focusin', this.#fit);
    this.#host.addEventListener('focusout', this.#release);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('focusin', this.#fit);
    this.#host.removeEventListener('focusout', this.#release);
    this.#release();
  }

  readonly #fit = (): void => {
    const view = globalThis.visualViewport;
    if (!view) return;
    view.addEventListener('resize', this.#fit);
    const covered = innerHeight - view.height;
    // Browser bars come and go too; a keyboard takes much more than they do.
    if (covered < 120) {
      this.#host.style.removeProperty('--_room');
      return;
    }
    const top = Math.max(0, this.#host.getBoundingClientRect().top - view.offsetTop);
    this.#host.style.setProperty('--_room', `${Math.round(view.height - Math.min(top, view.height / 2))}px`);
    this.#host.scrollIntoView({ block: 'nearest' });
  };

  readonly #release = (): void => {
    globalThis.visualViewport?.removeEventListener('resize', this.#fit);
    this.#host.style.removeProperty('--_room');
  };
}
