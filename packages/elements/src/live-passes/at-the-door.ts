/** What opens when a fan with seats stands at the door: their codes, asked for once and kept while the page lives. */
import type { HallTicket, Ticket } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { html, type LitElement, type nothing, type TemplateResult } from 'lit';
import type { Announcer } from '../base/announcer.ts';
import { addStyles } from '../base/late-styles.ts';
import type { Told } from '../locales/errors.ts';
import { Part } from '../session/part.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { KnownFanStrings } from './known-fan.en.ts';

const part = new Part(() => import('./hall-codes.ts'));

export interface DoorOptions {
  readonly venue: () => VenueSession;
  readonly announcer: Announcer;
  readonly errorText: (error: Told) => string;
}

export class AtTheDoor {
  readonly #host: LitElement;
  readonly #options: DoorOptions;
  readonly #seats = new Map<string, readonly HallTicket[]>();
  #drawn: typeof import('./hall-codes.ts') | null = null;
  #error: ParterreError | null = null;

  constructor(host: LitElement, options: DoorOptions) {
    this.#host = host;
    this.#options = options;
  }

  async #open(show: string): Promise<void> {
    this.#error = null;
    this.#host.requestUpdate();
    try {
      const [drawn, { tickets }] = await Promise.all([
        part.fetch(),
        this.#options.venue().read('getHallTickets', { show }),
      ]);
      if (!this.#drawn) addStyles(this.#host, drawn.hallCodeStyles);
      this.#drawn = drawn;
      this.#seats.set(show, tickets);
    } catch (error) {
      if (!isParterreError(error)) throw error;
      // What was read before goes on standing there: the network at doors is what it is.
      this.#error = error;
      if (!this.#seats.has(show)) this.#options.announcer.announce(() => this.#options.errorText(error));
    }
    this.#host.requestUpdate();
  }

  render({ id, title }: Ticket['show'], strings: KnownFanStrings): TemplateResult {
    const toggled = (event: Event) => {
      if ((event.target as HTMLDetailsElement).open) void this.#open(id);
    };
    return html`<details part="hall-codes" @toggle=${toggled} @pointerenter=${part.prepare}>
      <summary aria-label=${`${strings.showHallCodes}: ${title}`}>${strings.showHallCodes}</summary>
      ${this.#content(id, strings)}
    </details>`;
  }

  #content(show: string, strings: KnownFanStrings): TemplateResult | typeof nothing {
    const seats = this.#seats.get(show);
    if (seats && this.#drawn) return this.#drawn.hallCodes(seats, strings);
    return this.#error
      ? html`<div class="note error" part="note"><p>${this.#options.errorText(this.#error)}</p></div>`
      : html`<span class="skeleton tall"></span>`;
  }
}
