import type { Phase, ShowSummary } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { formatDate, formatMoney, formatShowTime } from '@parterre/rules/format';
import { phaseAt } from '@parterre/rules/phase';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ParterreElement } from '../base/parterre-element.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { ShowsStrings } from './en.ts';
import { showsStyles } from './live-shows.styles.ts';

/** Milliseconds after which the list looks for shows that were added, moved or went live. */
const REFRESH_EVERY = 60_000;

/**
 * The venue's coming shows, or its replays, as cards that lead to their pages.
 *
 * @summary What is on, and what can be seen again.
 * @slot - Fallback for browsers without scripts.
 * @csspart card - One show.
 */
export class LiveShows extends ParterreElement<ShowsStrings> {
  static override styles = [...ParterreElement.styles, showsStyles];

  static override properties = {
    ...ParterreElement.properties,
    which: { type: String },
    limit: { type: Number },
    heading: { type: String },
    shows: { state: true },
    problem: { state: true },
  };

  /** `coming`: announced to live, soonest first. `replays`: newest first. */
  declare which: 'coming' | 'replays';
  /** At most this many cards; 0 shows all. */
  declare limit: number;
  /** Title above the cards; `none` leaves it out, absent uses the usual one. */
  declare heading: string | null;
  declare shows: readonly ShowSummary[] | null;
  declare problem: ParterreError | null;

  #loadedFrom: VenueSession | null = null;
  #loadedWhich: string | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor() {
    super({ en: () => import('./en.ts'), fr: () => import('./fr.ts') }, 'venue');
    this.which = 'coming';
    this.limit = 0;
    this.heading = null;
    this.shows = null;
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && void this.#load(), REFRESH_EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#timer) clearInterval(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { venue } = this.session;
    if (!venue || (venue === this.#loadedFrom && this.which === this.#loadedWhich)) return;
    this.#loadedFrom = venue;
    this.#loadedWhich = this.which;
    this.shows = null;
    void this.#load();
  }

  async #load(): Promise<void> {
    const { venue } = this.session;
    const which = this.which === 'replays' ? 'replays' : 'coming';
    if (!venue) return;
    try {
      const { shows, serverTime } = await venue.backend.read('listShows', { which });
      if (venue !== this.session.venue) return;
      venue.learnTime(serverTime);
      this.shows = shows;
      this.problem = null;
    } catch (error) {
      if (!isParterreError(error)) throw error;
      // A list that is already there stays: an old list is better than an error.
      if (!this.shows) this.problem = error;
    }
  }

  protected override render(): TemplateResult {
    const { strings } = this.locale;
    if (this.session.problem === 'no_backend')
      return html`<p>${strings?.noBackend}</p>
        <slot></slot>`;
    if (!strings) return skeletons;
    const usual = this.which === 'replays' ? strings.replays : strings.coming;
    const heading = this.heading === 'none' ? nothing : html`<h2>${this.heading ?? usual}</h2>`;
    return html`${heading}${this.#list(strings)}`;
  }

  #list(strings: ShowsStrings): TemplateResult {
    if (this.problem) {
      return html`<p>${this.locale.errorText(this.problem)}</p>
        <button class="button" @click=${() => this.#load()}>${strings.tryAgain}</button><slot></slot>`;
    }
    if (!this.shows) return skeletons;
    if (!this.shows.length) return html`<p>${this.which === 'replays' ? strings.noReplays : strings.noneComing}</p>`;
    const shown = this.limit > 0 ? this.shows.slice(0, this.limit) : this.shows;
    return html`<ul>
      ${shown.map((show) => this.#card(show, strings))}
    </ul>`;
  }

  #card(show: ShowSummary, strings: ShowsStrings): TemplateResult {
    const phase = phaseAt(show, this.session.venue?.now() ?? Date.now());
    const { tag } = this.locale;
    const when = formatShowTime(show.startsAt, tag, show.timeZone);
    return html`<li part="card" class=${show.status}>
      <div class="picture">
        ${show.poster ? html`<img src=${show.poster.url} alt=${show.poster.alt} loading="lazy" decoding="async" />` : nothing}
        ${flag(show, phase, strings)}
      </div>
      <h3><a href=${show.url}>${show.title}</a></h3>
      <p>
        <time datetime=${show.startsAt}>${when.show}</time>${when.fan ? html`<br />${when.fan}` : nothing}
        ${show.place ? html`<br />${show.place.name}${show.place.city ? `, ${show.place.city}` : ''}` : nothing}
      </p>
      <p class="foot">
        <span class="price">${price(show, phase, strings, tag)}</span>
        <span class="call" aria-hidden="true">${call(show, phase, strings)}</span>
      </p>
    </li>`;
  }
}

function flag(show: ShowSummary, phase: Phase, strings: ShowsStrings): TemplateResult | typeof nothing {
  if (show.status !== 'confirmed') return html`<span class="flag">${strings[show.status]}</span>`;
  if (phase === 'announced' || phase === 'archived') return nothing;
  return html`<span class="flag ${phase}">${strings[phase]}</span>`;
}

function price(show: ShowSummary, phase: Phase, strings: ShowsStrings, locale: string): string | typeof nothing {
  if (show.status === 'cancelled') return nothing;
  if (show.access === 'open') return strings.open;
  if (phase === 'replay' && show.replayUntil) {
    return strings.replayUntil(formatDate(show.replayUntil, locale, show.timeZone, 'short'));
  }
  if (show.saleState === 'soldOut') return strings.soldOut;
  if (show.saleState === 'upcoming') return strings.upcoming;
  if (!show.fromPrice) return nothing;
  if (show.fromPrice.amountMinor === 0) return strings.registered;
  return strings.from(formatMoney(show.fromPrice, locale));
}

function call(show: ShowSummary, phase: Phase, strings: ShowsStrings): string {
  if (show.status === 'cancelled') return strings.more;
  const playing = phase === 'live' || phase === 'replay' || phase === 'doors';
  if (playing && show.access === 'open') return strings.watch;
  return show.saleState === 'open' ? strings.tickets : strings.more;
}

const skeletons = html`<ul aria-hidden="true">
  ${Array.from({ length: 3 }, () => html`<li><span class="skeleton picture"></span><span class="skeleton"></span></li>`)}
</ul>`;

declare global {
  interface HTMLElementTagNameMap {
    'live-shows': LiveShows;
  }
}
