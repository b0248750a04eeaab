/** What every tag of the family has in common: backend and show attributes, language, session, and how it says what is wrong. */
import type { Backend } from '@parterre/backend';
import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import { LocaleController, type Catalogue } from './locale-controller.ts';
import { SessionController, type Scope } from './session-controller.ts';
import { baseStyles } from './base.styles.ts';

/** @attr backend, show, see the properties. */
export abstract class ParterreElement<Strings> extends LitElement {
  static override properties: PropertyDeclarations = {
    backend: { type: String },
    show: { type: String },
  };

  static override styles = [baseStyles];

  /** Base address of the backend, a name given to `defineBackend`, or a backend object. Found on the page when absent. */
  declare backend: string | Backend | null;
  /** Id or slug of the show. Found on the page when absent. */
  declare show: string | null;

  protected readonly session: SessionController;
  protected readonly locale: LocaleController<Strings>;

  constructor(catalogue: Catalogue<Strings>, scope: Scope, options: { attends?: boolean } = {}) {
    super();
    this.backend = null;
    this.show = null;
    this.locale = new LocaleController<Strings>(this, catalogue);
    this.session = new SessionController(this, scope, options);
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Also on the first update: properties set before the tag was defined arrive only then.
    if (changed.has('backend') || changed.has('show')) this.session.look();
  }
}
