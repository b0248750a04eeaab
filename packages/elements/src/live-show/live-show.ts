import { isBackend, type Backend } from '@parterre/backend';
import { pageChanged } from '../base/page.ts';

/**
 * @summary Says once, for all tags inside it, which venue and show they are about. On a page with only one `<live-show>` it
 *   may stand anywhere. It draws nothing of its own.
 * @slot - The page's content.
 * @attr {string} backend - Base address of the backend, or a name given to `defineBackend`.
 * @attr {string} show - Id or slug of the show.
 */
export class LiveShow extends HTMLElement {
  static readonly observedAttributes = ['backend', 'show'];
  static #sheet: CSSStyleSheet | null = null;

  #backend: Backend | null = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.append(document.createElement('slot'));
    if (!LiveShow.#sheet) {
      LiveShow.#sheet = new CSSStyleSheet();
      LiveShow.#sheet.replaceSync(':host { display: contents } :host([hidden]) { display: none }');
    }
    root.adoptedStyleSheets = [LiveShow.#sheet];
  }

  /** A backend object, or what the attribute says. Setting text sets the attribute. */
  get backend(): Backend | string | null {
    return this.#backend ?? this.getAttribute('backend');
  }

  set backend(backend: Backend | string | null) {
    this.#backend = isBackend(backend) ? backend : null;
    if (typeof backend === 'string') this.setAttribute('backend', backend);
    else if (backend === null) this.removeAttribute('backend');
    if (this.isConnected) pageChanged();
  }

  /** Id or slug of the show: the attribute. */
  get show(): string | null {
    return this.getAttribute('show');
  }

  set show(show: string | null) {
    if (show === null) this.removeAttribute('show');
    else this.setAttribute('show', show);
  }

  connectedCallback(): void {
    for (const name of ['backend', 'show'] as const) this.#takeEarlier(name);
    pageChanged();
  }

  disconnectedCallback(): void {
    pageChanged();
  }

  attributeChangedCallback(): void {
    // The observer of the page does not see into shadow roots; this tag may stand in one.
    if (this.isConnected) pageChanged();
  }

  /** A property set before this tag was defined hides the accessor: hand it over. */
  #takeEarlier(name: 'backend' | 'show'): void {
    const own = Object.getOwnPropertyDescriptor(this, name);
    if (!own) return;
    delete (this as Partial<Pick<LiveShow, 'backend' | 'show'>>)[name];
    this[name] = own.value;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'live-show': LiveShow;
  }
}
