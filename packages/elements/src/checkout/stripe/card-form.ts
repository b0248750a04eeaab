/**
 * Stripe's form in which a supporter saves a card for a pledge. Fetched once a pledge waits for it. Nothing is charged, and no answer
 * of the browser is believed: once the card is entered, the server asks Stripe itself.
 */
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { LocaleController } from '../../base/locale-controller.ts';
import type { Environment } from '../../session/environment.ts';
import type { Confirmation } from '../checkout.ts';
import { confirmationOf } from './answer.ts';
import type { StripeStrings } from './en.ts';
import { StripeFields, type StripeStep } from './fields.ts';
import { NoForm } from './load.ts';

export type { StripeStep } from './fields.ts';

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

export interface CardFormOptions {
  readonly environment: Environment;
  /** Somebody has entered a card, or is back from their bank: what became of it. */
  readonly done: (confirmation: Confirmation) => void;
}

/** What the form says, in the tag's language. */
export interface CardWords {
  readonly save: string;
  readonly saving: string;
  /** The way to the provider's own page, where the form cannot be had or is late. */
  readonly elsewhere: (late: boolean) => TemplateResult;
}

export class CardForm {
  readonly step: StripeStep;
  readonly #host: LitElement;
  readonly #options: CardFormOptions;
  readonly #locale: LocaleController<StripeStrings>;
  readonly #fields: StripeFields;
  /** A bank is being asked. Another confirmation, or a page that came back, makes its answer nobody's. */
  #confirming: object | null = null;

  constructor(host: LitElement, step: StripeStep, options: CardFormOptions) {
    this.step = step;
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<StripeStrings>(host, catalogue);
    this.#fields = new StripeFields(host, {
      step,
      environment: options.environment,
      language: this.#locale.tag,
      payment: { layout: { type: 'accordion', radios: 'if_multiple', spacedAccordionItems: false } },
      wanted: ({ status, lastPaymentError }) => {
        if (status.type === 'expired') throw new NoForm('the session has expired');
        if (status.type === 'complete') options.done({ type: 'confirmed' });
        // Back from a bank that said no.
        else if (lastPaymentError) options.done({ type: 'refused', sentence: lastPaymentError.message });
        return status.type !== 'complete';
      },
      cameBack: () => {
        if (!this.#confirming) return;
        this.#confirming = null;
        options.done({ type: 'confirmed' });
      },
    });
  }

  close(): void {
    this.#confirming = null;
    this.#fields.close();
    this.#locale.hostDisconnected();
    this.#host.removeController(this.#locale);
  }

  readonly #save = async (): Promise<void> => {
    const { actions, standing } = this.#fields;
    if (standing !== 'ready' || !actions || this.#confirming) return;
    const mine = (this.#confirming = {});
    this.#host.requestUpdate();
    let answer: Confirmation;
    try {
      const result = await actions.confirm({ redirect: 'if_required' });
      answer = confirmationOf(result, this.#fields.complete, this.#locale.strings);
    } catch (error) {
      console.error('Parterre: the form for the card broke.', error);
      answer = { type: 'confirmed' }; // Nobody knows; the server can ask.
    }
    if (mine !== this.#confirming) return;
    this.#confirming = null;
    this.#host.requestUpdate();
    this.#options.done(answer);
  };

  /** `resting`: the server is being asked. */
  render(words: CardWords, resting: boolean): TemplateResult {
    const own = this.#locale.strings;
    const { standing, card } = this.#fields;
    if (standing === 'none') return words.elsewhere(false);
    const ready = standing === 'ready' && !resting && !this.#confirming;
    return html`<div class="stack stripe" part="stripe" aria-busy=${standing !== 'ready'}>
      <slot name=${card.slot}></slot>
      ${standing === 'ready' ? nothing : html`<span class="skeleton tall"></span>`}
      ${standing === 'late' ? words.elsewhere(true) : nothing}
      <button
        class="button primary"
        type="button"
        part="support"
        aria-disabled=${ready ? 'false' : 'true'}
        ?hidden=${standing === 'late'}
        @click=${this.#save}
      >
        ${this.#confirming || resting ? words.saving : words.save}
      </button>
      ${own ? html`<p class="fine centre">${own.handledBy}</p>` : nothing}
    </div>`;
  }
}
