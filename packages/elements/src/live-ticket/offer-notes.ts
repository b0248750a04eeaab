/**
 * What there is to say about offers that are not simply on sale: sold out, not yet open and what opens them, a full hall whose
 * stream takes over, a price one chooses, offers that only a code opens, and the waiting list. Fetched as soon as a show has one of
 * them, or a link of the waiting list is in the address.
 */
import type { LineRequest, Offer, Output, Show } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { formatDate, formatMoney } from '@parterre/rules/format';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { Announcer } from '../base/announcer.ts';
import { fieldStyles } from '../base/field.styles.ts';
import { addStyles } from '../base/late-styles.ts';
import { LocaleController } from '../base/locale-controller.ts';
import type { CheckoutStep } from '../checkout/checkout.ts';
import { linkedCode } from '../checkout/code-link.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { WaitingList } from '../waiting/waiting-list.ts';
import type { NoteStrings } from './offer-notes.en.ts';
import { noteStyles } from './offer-notes.styles.ts';
import { moment } from './moment.ts';

const catalogue = { en: () => import('./offer-notes.en.ts'), fr: () => import('./offer-notes.fr.ts') };

export interface OfferNotesOptions {
  readonly announcer: Announcer;
  readonly venue: () => VenueSession | null;
  /** Begins to buy what is kept for a link of the waiting list. */
  readonly buy: (lines: readonly LineRequest[], options: { terms: { waiting: string } }) => void;
  /** Chooses an offer in the list. */
  readonly choose: (offer: Offer) => void;
}

type Opened = Output<'checkCode'>;

export class OfferNotes {
  readonly #host: LitElement;
  readonly #options: OfferNotesOptions;
  readonly #locale: LocaleController<NoteStrings>;
  /** Once something is sold out, or a link of its mails is in the address. */
  #waiting: WaitingList | null = null;
  #fetching = false;
  /** What the code that was typed does at the show it was typed for. */
  #opened: Opened | null = null;
  /** The show, and its revision, that `#opened` is about. */
  #about = '';
  #busy = false;
  #error: ParterreError | null = null;
  /** The code of the page's address that was tried: once is enough. */
  #linked: string | null = null;

  constructor(host: LitElement, options: OfferNotesOptions) {
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<NoteStrings>(host, catalogue);
    addStyles(host, fieldStyles, noteStyles);
  }

  /** Places that the waiting list kept are being bought. */
  get taking(): boolean {
    return this.#waiting?.taking ?? false;
  }

  /** What the waiting list kept has been paid. */
  bought(): void {
    this.#waiting?.bought();
  }

  /** The offers to show: those of a code first, then those everybody sees. */
  offers(show: Show): readonly Offer[] {
    this.#keepUp(show);
    return [...this.#hidden(show), ...show.offers];
  }

  /** What goes with an order of this offer: the code that opened it, or that takes something off. */
  terms(offer: Offer): { codes: string[] } | undefined {
    const { code, type, offers } = this.#opened ?? {};
    const does = code && (type !== 'unlock' || offers?.some(({ id }) => id === offer.id));
    return does ? { codes: [code] } : undefined;
  }

  /** The least, said as such, where the buyer chooses. */
  from(offer: Offer): string {
    return this.#locale.strings?.from(formatMoney(offer.price, this.#locale.tag)) ?? '';
  }

  /** Why an offer cannot be had now, and when it can; empty while it can. */
  state(offer: Offer, show: Show): string {
    const { strings, tag } = this.#locale;
    const { saleState, opensAt, opensAfter } = offer;
    if (!strings || saleState === 'open') return '';
    if (saleState !== 'upcoming') return strings[saleState];
    const now = this.#options.venue()?.now() ?? Date.now();
    // Its own date comes first: before it nothing opens, whatever is gone by then.
    if (opensAt && Date.parse(opensAt) > now) return strings.opens(moment(opensAt, show, tag));
    const before = show.offers.find(({ id }) => id === opensAfter);
    if (!before) return strings.opensLater;
    if (before.includes.some(({ kind }) => kind === 'hall')) return strings.afterHall;
    if (before.left !== null) return strings.nextAfter(before.left);
    // The day is enough: the hour would fill a phone's whole line.
    const day = before.closesAt && formatDate(before.closesAt, tag, show.timeZone, 'short');
    return day ? strings.nextFrom(day) : strings.next;
  }

  /** What goes before the offers, and what comes after them. `step`: the checkout's. */
  render(show: Show, step: CheckoutStep | undefined): [top: unknown, end: unknown] {
    this.#keepUp(show);
    const [top, waiting] = this.#waiting?.render(show, step) ?? [];
    const { strings } = this.#locale;
    if (!strings) return [top, waiting];
    const handover = !this.taking && show.offers.some(({ handoverOf }) => handoverOf);
    return [
      html`${top} ${handover ? html`<p class="note handover" part="note">${strings.handover}</p>` : nothing}`,
      // A form with a field for codes stands there already.
      html`${waiting} ${show.byCode && step !== 'details' ? this.#code(show, strings) : nothing}`,
    ];
  }

  // ── Codes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  #hidden(show: Show): readonly Offer[] {
    return this.#about.startsWith(`${show.id} `) ? (this.#opened?.offers ?? []) : [];
  }

  /** Offers of a code have states and stock like any other: they are asked for again whenever the show has changed. */
  #keepUp(show: Show): void {
    const soldOut = show.offers.some((offer) => offer.saleState === 'soldOut');
    if (soldOut || /=waiting\./.test(location.hash)) this.#fetchWaiting();
    this.#useLinked(show);
    if (!this.#opened || this.#hidden(show).length === 0 || this.#about === aboutOf(show)) return;
    this.#about = aboutOf(show);
    void this.#ask(show, this.#opened.code).catch(() => {});
  }

  /** Types in the code that led here: what it opens is chosen. The focus stays where the reader is. */
  #useLinked(show: Show): void {
    const code = show.byCode ? linkedCode() : null;
    if (!code || code === this.#linked) return;
    this.#linked = code;
    this.#ask(show, code).then(
      (opened) => {
        const [first] = opened?.offers ?? [];
        if (first) this.#options.choose(first);
      },
      (error: unknown) => {
        if (!isParterreError(error)) throw error;
        this.#error = error;
        this.#host.requestUpdate();
      },
    );
  }

  async #ask(show: Show, code: string): Promise<Opened | null> {
    const venue = this.#options.venue();
    if (!venue) return null;
    this.#opened = await venue.act('checkCode', { show: show.id, code });
    this.#about = aboutOf(show);
    this.#host.requestUpdate();
    return this.#opened;
  }

  async #try(show: Show, field: HTMLInputElement): Promise<void> {
    const text = field.value.trim();
    if (!text || this.#busy) return field.focus();
    const { announcer, choose } = this.#options;
    this.#busy = true;
    this.#error = null;
    this.#host.requestUpdate();
    try {
      const opened = await this.#ask(show, text);
      const { strings } = this.#locale;
      field.value = '';
      const [first] = opened?.offers ?? [];
      announcer.announce(first ? (strings?.opened(first.name) ?? '') : (strings?.taken(opened?.code ?? text) ?? ''));
      if (!first) return;
      choose(first);
      await this.#host.updateComplete;
      // Where there is no choice to make, the button that buys is what comes next.
      const radio = `input[name=offer][value="${CSS.escape(first.id)}"]`;
      this.#host.renderRoot.querySelector<HTMLElement>(`${radio}, [part=buy]`)?.focus();
    } catch (error) {
      if (!isParterreError(error)) throw error;
      this.#error = error;
      announcer.announce(() => this.#locale.errorText(error));
      field.focus();
    } finally {
      this.#busy = false;
      this.#host.requestUpdate();
    }
  }

  #code(show: Show, strings: NoteStrings): TemplateResult {
    const submit = (event: Event): void => {
      event.preventDefault();
      void this.#try(show, (event.target as HTMLFormElement).elements[0] as HTMLInputElement);
    };
    // Where nothing else is for sale, the code is the way in: nobody has to look for it.
    const only = this.offers(show).length === 0;
    return html`<details class="code" part="code" ?open=${only || this.#error !== null}>
      <summary class="link">${strings.haveCode}</summary>
      ${only ? html`<p>${strings.onlyCode}</p>` : nothing}
      <form class="field" novalidate @submit=${submit}>
        <label for="offer-code">${strings.code}</label>
        <div class="row">
          <input
            id="offer-code"
            type="text"
            maxlength="40"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            aria-invalid=${this.#error ? 'true' : 'false'}
            aria-describedby="offer-code-hint"
          />
          <button class="button" type="submit" aria-disabled=${this.#busy ? 'true' : 'false'}>
            ${strings.useCode}
          </button>
        </div>
        <span class="hint" id="offer-code-hint"
          >${this.#error ? this.#locale.errorText(this.#error) : this.#told(strings)}</span
        >
      </form>
    </details>`;
  }

  /** What the last code did. */
  #told(strings: NoteStrings): string {
    const { code, offers } = this.#opened ?? {};
    if (!code) return '';
    return offers?.[0] ? strings.opened(offers[0].name) : strings.taken(code);
  }

  // ── The waiting list ────────────────────────────────────────────────────────────────────────────────────────────────

  /** One that could not be fetched is asked for again when something moves; all else works without it. */
  #fetchWaiting(): void {
    if (this.#waiting || this.#fetching) return;
    this.#fetching = true;
    import('../waiting/waiting-list.ts')
      .then(
        (part) => {
          this.#waiting = new part.WaitingList(this.#host, this.#options);
          this.#host.requestUpdate();
        },
        () => {},
      )
      .finally(() => (this.#fetching = false));
  }
}

const aboutOf = ({ id, revision }: Show): string => `${id} ${revision}`;
