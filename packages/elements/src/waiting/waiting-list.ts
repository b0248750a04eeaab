/**
 * The waiting list as a ticket box shows it: the way onto it where something is sold out, and what the link of its mails
 * stands for. Fetched only then. `render()` belongs into the host's render; while `taking`, the checkout stands beside it.
 */
import type { LineRequest, Show, WaitingEntry, WaitingKind } from '@parterre/protocol';
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Announcer } from '../base/announcer.ts';
import { fieldStyles } from '../base/field.styles.ts';
import { addStyles } from '../base/late-styles.ts';
import { LocaleController } from '../base/locale-controller.ts';
import { OneAtATime } from '../base/one-at-a-time.ts';
import type { CheckoutStep } from '../checkout/checkout.ts';
import { isEmail } from '../checkout/email.ts';
import { moment } from '../live-ticket/moment.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { WaitingStrings } from './en.ts';
import { waitingStyles } from './waiting.styles.ts';

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

const LINK = /(?:^#|&)parterre=waiting\.([A-Za-z0-9_-]{22,128})(?=&|$)/;
/** Larger groups write to the venue. */
const MOST = 10;

export interface WaitingListOptions {
  readonly announcer: Announcer;
  readonly venue: () => VenueSession | null;
  /** Begins to buy what is kept for the link. */
  readonly buy: (lines: readonly LineRequest[], options: { terms: { waiting: string } }) => void;
}

export class WaitingList implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: WaitingListOptions;
  readonly #locale: LocaleController<WaitingStrings>;
  /** The link in the address, and what it stands for; null until the server has said so. */
  #secret: string | null = null;
  #entry: WaitingEntry | null = null;
  #step: 'closed' | 'form' | 'joined' = 'closed';
  #email = '';
  #emailInvalid = false;
  #quantity = 1;
  #kind: WaitingKind = 'hall';
  readonly #steps: OneAtATime;
  #focus: string | null = null;
  /** Places that were kept are being bought. */
  taking = false;

  constructor(host: LitElement, options: WaitingListOptions) {
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<WaitingStrings>(host, catalogue);
    this.#steps = new OneAtATime(host, options.announcer, (error) => this.#locale.errorText(error));
    addStyles(host, fieldStyles, waitingStyles);
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#look);
    this.#look();
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#look);
  }

  hostUpdated(): void {
    const target = this.#focus && this.#host.renderRoot.querySelector<HTMLElement>(this.#focus);
    if (!target) return;
    this.#focus = null;
    target.focus();
  }

  /** What was kept has been paid. */
  bought(): void {
    if (!this.taking || !this.#entry) return;
    this.taking = false;
    this.#entry = null;
    this.#strip();
  }

  // ── What happens ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Opening a link only reads: what follows links of mails does no harm. */
  readonly #look = (): void => {
    const secret = LINK.exec(location.hash)?.[1] ?? null;
    if (!secret || secret === this.#secret) return;
    this.#secret = secret;
    void this.#run(async (venue) => {
      this.#entry = await venue.act('openWaiting', { secret });
    });
  };

  /** True when it worked. */
  async #run(step: (venue: VenueSession) => Promise<void>): Promise<boolean> {
    const venue = this.#options.venue();
    return venue !== null && this.#steps.run(() => step(venue));
  }

  #to(step: 'closed' | 'form' | 'joined', focus: string | null): void {
    this.#step = step;
    this.#steps.error = null;
    this.#focus = focus;
    this.#host.requestUpdate();
  }

  async #join(show: Show): Promise<void> {
    const email = this.#email.trim();
    this.#emailInvalid = !isEmail(email);
    if (this.#emailInvalid) return this.#to('form', '#waiting-email');
    const joined = await this.#run(async (venue) => {
      await venue.act('joinWaitingList', {
        ...{ show: show.id, email, quantity: this.#quantity, kind: kindFor(show, this.#kind) },
        locale: this.#locale.tag,
        page: location.href.split('#')[0]!,
      });
    });
    if (!joined) return;
    this.#to('joined', '#waiting-title');
    this.#options.announcer.announce(this.#locale.strings?.joined(email) ?? '');
  }

  async #leave(): Promise<void> {
    const secret = this.#secret!;
    const left = await this.#run(async (venue) => {
      await venue.act('leaveWaitingList', { secret });
    });
    if (!left) return;
    this.taking = false;
    this.#entry = { ...this.#entry!, state: 'left', offer: null, until: null };
    this.#strip();
    this.#focus = '#waiting-title';
    this.#options.announcer.announce(this.#locale.strings?.left ?? '');
  }

  #take(entry: WaitingEntry): void {
    this.taking = true;
    this.#options.buy([{ type: 'offer', offer: entry.offer!, quantity: entry.quantity }], {
      terms: { waiting: this.#secret! },
    });
    this.#host.requestUpdate();
  }

  /** Takes the secret out of the address bar once it has done what it was for. */
  #strip(): void {
    const rest = location.hash.replace(LINK, '').replace(/^#?&/, '#');
    history.replaceState(history.state, '', location.pathname + location.search + (rest === '#' ? '' : rest));
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** What goes before everything else (the link of a mail), and what comes after the offers. `step`: the checkout's. */
  render(show: Show, step: CheckoutStep | undefined): (TemplateResult | typeof nothing)[] {
    const shown = this.#content(show, step === 'details');
    const linked = this.#entry !== null || (this.#secret !== null && this.#steps.error !== null);
    return linked ? [shown] : [nothing, shown];
  }

  #content(show: Show, buying: boolean): TemplateResult | typeof nothing {
    const { strings } = this.#locale;
    if (!strings) return nothing;
    const entry = this.#entry?.show === show.id ? this.#entry : null;
    const open = entry && entry.state !== 'missed' && entry.state !== 'left';
    if (entry && open) return this.#place(entry, show, buying, strings);
    const told = entry ? this.#note(html`<p>${strings[entry.state as 'missed' | 'left']}</p>`) : nothing;
    // A link nobody knows is told as such even where nothing is sold out.
    const lost = this.#secret && !this.#entry && this.#steps.error ? this.#trouble() : nothing;
    if (!isSoldOut(show)) return html`${told}${lost}`;
    if (this.#step === 'form') return this.#form(show, strings);
    if (this.#step === 'joined') {
      return html`<section class="note good stack waiting" part="waiting" aria-labelledby="waiting-title">
        <h3 id="waiting-title" tabindex="-1">${strings.title}</h3>
        <p class="breakable">${strings.joined(this.#email.trim())}</p>
      </section>`;
    }
    return html`${told}${lost}
      <div class="note stack waiting" part="waiting">
        <p>${onlyHall(show) ? strings.hallFull : strings.allFull}</p>
        <div>
          <button class="button" type="button" @click=${() => this.#to('form', '#waiting-title')}>
            ${strings.join}
          </button>
        </div>
      </div>`;
  }

  #note(content: TemplateResult): TemplateResult {
    return html`<div class="note" part="waiting" id="waiting-title" tabindex="-1">${content}</div>`;
  }

  /** What the link stands for, while there is something to do about it. */
  #place(entry: WaitingEntry, show: Show, buying: boolean, strings: WaitingStrings): TemplateResult {
    if (entry.state === 'bought') return this.#note(html`<p>${strings.bought}</p>`);
    const offered = entry.state === 'offered' && entry.until !== null;
    return html`<section
      class="note stack waiting ${offered ? 'good' : ''}"
      part="waiting"
      aria-labelledby="waiting-title"
    >
      <h3 id="waiting-title" tabindex="-1">${offered ? strings.offeredTitle : strings.waitingTitle}</h3>
      <p>
        ${
          offered
            ? strings.offered(entry.quantity, moment(entry.until!, show, this.#locale.tag))
            : strings.waiting(entry.quantity)
        }
      </p>
      ${this.#trouble()}
      ${
        offered && !buying
          ? html`<button class="button primary" type="button" @click=${() => this.#take(entry)}>
              ${strings.take(entry.quantity)}
            </button>`
          : nothing
      }
      <div>
        <button
          class="link"
          type="button"
          aria-disabled=${this.#steps.busy ? 'true' : 'false'}
          @click=${() => void this.#leave()}
        >
          ${this.#steps.busy ? strings.leaving : strings.leave}
        </button>
      </div>
    </section>`;
  }

  #form(show: Show, strings: WaitingStrings): TemplateResult {
    const counts = Array.from({ length: MOST }, (_, index) => index + 1);
    const submit = (event: Event): void => {
      event.preventDefault();
      void this.#join(show);
    };
    return html`<form class="stack waiting" novalidate part="waiting" aria-labelledby="waiting-title" @submit=${submit}>
      <h3 id="waiting-title" tabindex="-1">${strings.title}</h3>
      <p>${strings.text}</p>
      <label class="quantity">
        <span>${strings.howMany}</span>
        <select
          name="places"
          @change=${(event: Event) => (this.#quantity = Number((event.target as HTMLSelectElement).value))}
        >
          ${counts.map((count) => html`<option value=${count} ?selected=${count === this.#quantity}>${count}</option>`)}
        </select>
      </label>
      ${hasChoice(show) ? this.#kinds(strings) : nothing}
      <div class="field">
        <label for="waiting-email">${strings.email}</label>
        <input
          id="waiting-email"
          name="email"
          type="email"
          inputmode="email"
          autocomplete="email"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          required
          aria-invalid=${this.#emailInvalid ? 'true' : 'false'}
          aria-describedby="waiting-email-hint"
          .value=${live(this.#email)}
          @input=${(event: Event) => (this.#email = (event.target as HTMLInputElement).value)}
        />
        <span class="hint" id="waiting-email-hint">${this.#emailInvalid ? strings.emailInvalid : nothing}</span>
      </div>
      ${this.#trouble()}
      <div class="row">
        <button class="button strong" type="submit" aria-disabled=${this.#steps.busy ? 'true' : 'false'}>
          ${this.#steps.busy ? strings.sending : strings.send}
        </button>
        <button class="link" type="button" @click=${() => this.#to('closed', null)}>${strings.cancel}</button>
      </div>
    </form>`;
  }

  #kinds(strings: WaitingStrings): TemplateResult {
    return html`<fieldset>
      <legend>${strings.kind}</legend>
      ${(['hall', 'any'] as const).map(
        (kind) =>
          html`<label class="check">
            <input
              type="radio"
              name="waiting-kind"
              value=${kind}
              .checked=${kind === this.#kind}
              @change=${() => (this.#kind = kind)}
            />
            <span>${strings[kind]}</span>
          </label>`,
      )}
    </fieldset>`;
  }

  #trouble(): TemplateResult | typeof nothing {
    if (!this.#steps.error) return nothing;
    return html`<div class="note error" part="note"><p>${this.#locale.errorText(this.#steps.error)}</p></div>`;
  }
}

/** Whether nothing of a kind is left, of which there was some. */
function soldOut(show: Show, kind: 'hall' | 'live'): boolean {
  const offers = show.offers.filter((offer) => offer.includes.some((part) => part.kind === kind));
  const some = (state: Show['saleState']) => offers.some((offer) => offer.saleState === state);
  return some('soldOut') && !some('open');
}

/** One waits for places at the show, not for a replay or goods; and not for a show that will not be, or was. */
const isSoldOut = (show: Show): boolean =>
  show.status !== 'cancelled' && (soldOut(show, 'hall') || soldOut(show, 'live'));

/** The hall is full, and the stream is not. */
const onlyHall = (show: Show): boolean =>
  soldOut(show, 'hall') &&
  show.offers.some(
    (offer) =>
      offer.saleState === 'open' && offer.includes.every((part) => part.kind !== 'hall' && part.kind !== 'merch'),
  );

/** Whether both could come back; else one waits for what there is. */
const hasChoice = (show: Show): boolean => soldOut(show, 'hall') && soldOut(show, 'live');

const kindFor = (show: Show, chosen: WaitingKind): WaitingKind =>
  hasChoice(show) ? chosen : soldOut(show, 'hall') ? 'hall' : 'any';
