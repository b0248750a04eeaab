/**
 * The step of a pledge in which its card is saved: in a form of the provider's inside the page, on the provider's own page, or with the
 * buttons of the test gateway. What became of it the server finds out.
 */
import type { Pledge, TestCard } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { html, type LitElement, type ReactiveController, type TemplateResult, type nothing } from 'lit';
import { LatePart, type LatePartOptions } from '../base/late-part.ts';
import type { Confirmation } from '../checkout/checkout.ts';
import type { CardForm } from '../checkout/stripe/card-form.ts';
import { Part } from '../session/part.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { PledgeStrings } from './pledge.en.ts';

/** What only those need who enter a card in a form of Stripe's. */
const stripe = new Part(() => import('../checkout/stripe/card-form.ts'));

/** Pauses between two looks at a card that was entered, in milliseconds. */
const LOOK_PAUSES = [600, 1000, 2000, 3000];

export interface SavingCardOptions extends LatePartOptions {
  readonly venue: () => VenueSession | null;
  /** Runs one act while buttons rest, and says what went wrong; does nothing while another is under way. */
  readonly doing: (act: () => Promise<void>) => Promise<void>;
  /** The server has looked: the pledge as it stands now. */
  readonly looked: (pledge: Pledge) => Promise<void>;
  readonly focus: (selector: string) => void;
}

/** What is drawn around the form. */
export interface CardStep {
  readonly total: string;
  /** The sentence by which the card may be charged. */
  readonly mandate: string;
  readonly busy: boolean;
  readonly trouble: TemplateResult | typeof nothing;
  readonly giveUp: () => void;
}

export class SavingCard implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: SavingCardOptions;
  readonly #late: LatePart<typeof import('../checkout/stripe/card-form.ts')>;
  /** Why a bank did not take a card, in the supporter's language. */
  refusal: string | null = null;
  #pledge: Pledge | null = null;
  #form: CardForm | null = null;

  constructor(host: LitElement, options: SavingCardOptions) {
    this.#host = host;
    this.#options = options;
    this.#late = new LatePart(host, stripe, options);
    host.addController(this);
  }

  /** The pledge whose card is being entered. */
  get pledge(): Pledge | null {
    return this.#pledge;
  }

  /** Shows the form of a pledge; null puts it away. */
  show(pledge: Pledge | null): void {
    this.#pledge = pledge;
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    this.#keepForm();
  }

  hostDisconnected(): void {
    // Moving a tag in the page is leaving and coming back at once; frames do not live through it, and start anew.
    setTimeout(() => {
      this.#closeForm();
      if (this.#host.isConnected) this.#host.requestUpdate();
    }, 0);
  }

  // ── What people do ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Back from the provider's page: the server looks at the provider itself. */
  async settle(pledge: Pledge): Promise<void> {
    await this.#doing(async (venue) => this.#options.looked(await venue.act('settlePledge', { pledge: pledge.id })));
  }

  /** The form in the page, or the provider's page where it cannot be had; the one that is open, or a new one. */
  async enter(pledge: Pledge, payment: 'elements' | 'hosted'): Promise<void> {
    await this.#doing(async (venue) => {
      const asked = await venue.act('prepareCard', { pledge: pledge.id, payment });
      if (!asked.step) return this.#options.looked(asked);
      // A card was saved in it meanwhile.
      if (asked.step.type === 'none')
        return this.#options.looked(await venue.act('settlePledge', { pledge: pledge.id }));
      this.show(asked);
      if (payment === 'elements') return this.#options.focus('#pledge-title');
      if (asked.step.type !== 'redirect') throw new ParterreError('not_supported');
      location.assign(asked.step.url);
    });
  }

  async #saveTest(card: TestCard): Promise<void> {
    const { pledge } = this;
    if (!pledge) return;
    await this.#doing(async (venue) =>
      this.#options.looked(await venue.act('saveTestCard', { pledge: pledge.id, card })),
    );
  }

  /** Somebody entered a card in the form: the server asks the provider, a few times where it lags behind. */
  async #entered(pledge: Pledge, confirmation: Confirmation): Promise<void> {
    await this.#doing(async (venue) => {
      let now = pledge;
      if (confirmation.type !== 'refused') {
        const pauses = confirmation.type === 'confirmed' ? LOOK_PAUSES : [];
        for (const pause of [...pauses, null]) {
          now = await venue.act('settlePledge', { pledge: pledge.id });
          if (now.state !== 'pending' || pause === null) break;
          await new Promise<void>((resolve) => void venue.environment.setTimeout(resolve, pause));
        }
      }
      if (now.state !== 'pending') return this.#options.looked(now);
      // Stripe is slow to tell: whoever waits is told so, and may look again.
      if (confirmation.type === 'confirmed') return this.show({ ...now, step: { type: 'none' } });
      this.refusal = confirmation.sentence;
      throw new ParterreError('payment_declined');
    });
  }

  async #doing(act: (venue: VenueSession) => Promise<void>): Promise<void> {
    const venue = this.#options.venue();
    if (venue) await this.#options.doing(() => act(venue));
  }

  // ── The form of a payment provider ──────────────────────────────────────────────────────────────────────────────────

  /** Has the form that the pledge's step asks for, and no other one. */
  #keepForm(): void {
    const [pledge, venue] = [this.#pledge, this.#options.venue()];
    const step = pledge?.step?.type === 'stripe' ? pledge.step : null;
    if (this.#form && this.#form.step.clientSecret !== step?.clientSecret) this.#closeForm();
    if (!pledge || !step || !venue || this.#form || this.#late.opening || this.#late.error) return;
    void this.#late.open(({ CardForm }) => {
      if (this.#pledge !== pledge || !this.#host.isConnected) return;
      this.#form = new CardForm(this.#host, step, {
        environment: venue.environment,
        done: (confirmation) => void this.#entered(pledge, confirmation),
      });
    });
  }

  #closeForm(): void {
    this.#form?.close();
    this.#form = null;
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  render(strings: PledgeStrings, step: CardStep): TemplateResult {
    return html`<section class="stack pledge" aria-labelledby="pledge-title" part="pledge">
      <h3 id="pledge-title" tabindex="-1">${strings.cardTitle(step.total)}</h3>
      <p class="fine">${strings.nothingNow}</p>
      ${step.trouble} ${this.#way(strings, step)}
      <div class="centre">
        <button class="link" type="button" @click=${step.giveUp}>${strings.giveUp}</button>
      </div>
    </section>`;
  }

  /** One way for each payment step of the protocol. */
  #way(strings: PledgeStrings, step: CardStep): TemplateResult {
    const pledge = this.#pledge!;
    switch (pledge.step?.type) {
      case 'test':
        return this.#testCards(strings, step);
      case 'redirect':
        return html`<p>${strings.redirectText}</p>
          <a class="button primary" href=${pledge.step.url} part="support">${strings.redirectGo}</a>`;
      case 'stripe':
        return html`<p class="fine">${strings.agreed(step.mandate)}</p>
          ${this.#provider(pledge, strings, step)}`;
      default:
        return html`<p class="centre">${strings.waiting}</p>
          <button class="button" type="button" @click=${() => void this.settle(pledge)}>${strings.lookAgain}</button>`;
    }
  }

  #provider(pledge: Pledge, strings: PledgeStrings, { busy }: CardStep): TemplateResult {
    const elsewhere = (late: boolean) =>
      html`<div class="stack">
        <p>${late ? strings.lateForm : strings.noForm}</p>
        <button
          class="button primary"
          type="button"
          part="support"
          aria-disabled=${busy ? 'true' : 'false'}
          @click=${() => void this.enter(pledge, 'hosted')}
        >
          ${busy ? strings.cardLeaving : strings.cardElsewhere}
        </button>
      </div>`;
    if (this.#late.error) return elsewhere(false);
    const words = { save: strings.saveCard, saving: strings.savingCard, elsewhere };
    return this.#form?.render(words, busy) ?? html`<span class="skeleton tall"></span>`;
  }

  #testCards(strings: PledgeStrings, { busy }: CardStep): TemplateResult {
    const card = (which: TestCard, label: string, kind = '') =>
      html`<button
        class="button ${kind}"
        type="button"
        aria-disabled=${busy ? 'true' : 'false'}
        @click=${() => void this.#saveTest(which)}
      >
        ${label}
      </button>`;
    return html`<div class="testing stack" part="test-gateway">
      <strong>${strings.testTitle}</strong>
      <p>${strings.testText}</p>
      ${card('good', strings.testGood, 'primary')} ${card('authenticate', strings.testAuthenticate)}
      ${card('insufficient', strings.testInsufficient)} ${card('declined', strings.testDeclined)}
      ${card('refused', strings.testRefused)}
    </div>`;
  }
}
