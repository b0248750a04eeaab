/**
 * The only glue between an element and the sessions: finds which venue and show the tag means, keeps hold of their sessions
 * while the tag is on the page, and asks the element to render when they move.
 */
import { isBackend, type Backend } from '@parterre/backend';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { acquireVenue } from '../session/registry.ts';
import type { ShowSession } from '../session/show-session.ts';
import type { VenueSession } from '../session/venue-session.ts';
import { findBackendObject, findSetting, onPageChanged } from './page.ts';

/** What a tag that talks to a venue looks like to the controller. */
export type SessionHost = ReactiveControllerHost &
  HTMLElement & { readonly backend: string | Backend | null; readonly show: string | null };

/** `show`: the tag is about one show. `venue`: it is about the venue, and a show is welcome but not needed. */
export type Scope = 'show' | 'venue';

export class SessionController implements ReactiveController {
  readonly #host: SessionHost;
  readonly #scope: Scope;
  readonly #attends: boolean;
  #stopWatching: (() => void) | null = null;
  #letGo: (() => void)[] = [];
  #letGoShow: (() => void)[] = [];
  #found: { backend: string | Backend | null; show: string | null } = { backend: null, show: null };

  venue: VenueSession | null = null;
  show: ShowSession | null = null;
  /** What is missing on the page, for a sentence to whoever edits it. */
  problem: 'no_backend' | 'no_show' | null = null;

  /** `attends`: the tag is a reason to be inside the show (player, chat). */
  constructor(host: SessionHost, scope: Scope, options: { attends?: boolean } = {}) {
    this.#host = host;
    this.#scope = scope;
    this.#attends = options.attends ?? false;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stopWatching = onPageChanged(() => this.look());
    this.look();
  }

  hostDisconnected(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#release();
  }

  /** Looks around again: called by itself when the page changes, and by the element when a property did. */
  look(): void {
    if (!this.#host.isConnected) return;
    const backend = this.#findBackend();
    const before = { problem: this.problem, venue: this.venue, show: this.show };
    const show = this.#host.show || findSetting(this.#host, 'show');
    if (backend !== this.#found.backend || !this.venue) this.#takeVenue(backend);
    if (show !== this.#found.show || (show && !this.show)) this.#takeShow(show);
    this.#found = { backend, show };
    const problem = !backend ? 'no_backend' : this.#scope === 'show' && !show ? 'no_show' : null;
    if (problem && problem !== this.problem) this.#tellDeveloper(problem);
    this.problem = problem;
    if (before.problem !== problem || before.venue !== this.venue || before.show !== this.show)
      this.#host.requestUpdate();
  }

  #findBackend(): string | Backend | null {
    const own = this.#host.backend;
    if (own) return own;
    const around = findBackendObject(this.#host);
    return isBackend(around) ? around : findSetting(this.#host, 'backend');
  }

  #takeVenue(backend: string | Backend | null): void {
    this.#release();
    if (!backend) return;
    const { session, release } = acquireVenue(backend);
    this.venue = session;
    this.#letGo = [release, session.subscribe(() => this.#host.requestUpdate())];
    void session.loadVenue();
    // The show belongs to the venue, so it has to be taken anew.
    this.#found = { ...this.#found, show: null };
  }

  #takeShow(id: string | null): void {
    for (const step of this.#letGoShow.splice(0).reverse()) step();
    this.show = null;
    if (!id || !this.venue) return;
    const { session, release } = this.venue.acquireShow(id);
    this.show = session;
    this.#letGoShow = [release, session.subscribe(() => this.#host.requestUpdate())];
    if (this.#attends) this.#letGoShow.push(session.attend());
  }

  #release(): void {
    for (const step of this.#letGoShow.splice(0).reverse()) step();
    for (const step of this.#letGo.splice(0).reverse()) step();
    this.venue = null;
    this.show = null;
    this.#found = { backend: null, show: null };
  }

  #tellDeveloper(problem: 'no_backend' | 'no_show'): void {
    const what = problem === 'no_backend' ? 'backend' : 'show';
    console.warn(
      `<${this.#host.localName}> does not know its ${what}. Give it, or a <live-show> around it, a ${what} attribute.`,
      this.#host,
    );
  }
}
