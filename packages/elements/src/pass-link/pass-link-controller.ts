/**
 * Coming back in, as a tag shows it: the button for a pass link in the page's address, and e-mail → mail → six digits. The
 * answer is the same whether an address is known or not. `openLink()` and `form()` belong into the host's render.
 */
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Announcer } from '../base/announcer.ts';
import { LocaleController } from '../base/locale-controller.ts';
import { fieldStyles } from '../base/field.styles.ts';
import { addStyles } from '../base/late-styles.ts';
import { OneAtATime } from '../base/one-at-a-time.ts';
import { isEmail, suggestEmail } from '../checkout/email.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { PassLinkStrings } from './en.ts';
import { claimPassLink, passSecret, stripPassSecret } from './fragment.ts';
import { passLinkStyles } from './pass-link.styles.ts';

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

export interface PassLinkOptions {
  readonly announcer: Announcer;
  readonly venue: () => VenueSession | null;
  /** Who shows the button for a link in the address: 0 before 1. */
  readonly rank: number;
}

export class PassLinkController implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: PassLinkOptions;
  readonly #locale: LocaleController<PassLinkStrings>;
  #claim: ReturnType<typeof claimPassLink> | null = null;
  #step: 'closed' | 'email' | 'code' = 'closed';
  #email = '';
  #code = '';
  #emailInvalid = false;
  readonly #steps: OneAtATime;
  /** Which part the error belongs to. */
  #erring: 'link' | 'form' = 'form';
  #focus: string | null = null;

  constructor(host: LitElement, options: PassLinkOptions) {
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<PassLinkStrings>(host, catalogue);
    this.#steps = new OneAtATime(host, options.announcer, (error) => this.#locale.errorText(error));
    addStyles(host, fieldStyles, passLinkStyles);
    options.venue()?.prepare();
    host.addController(this);
  }

  hostConnected(): void {
    this.#claim = claimPassLink(this.#options.rank, () => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#claim?.release();
    this.#claim = null;
  }

  hostUpdated(): void {
    const target = this.#focus && this.#host.renderRoot.querySelector<HTMLElement>(this.#focus);
    if (!target) return;
    this.#focus = null;
    target.focus();
  }

  /** Whether this tag is the one to show the button for the link in the address. */
  get hasLink(): boolean {
    return passSecret() !== null && this.#claim?.mine() === true;
  }

  /** Whether the form is there to be filled in. */
  get isOpen(): boolean {
    return this.#step !== 'closed';
  }

  /** Opens the form, for example from "You have been logged out". */
  open(): void {
    this.#to('email', '#pass-email');
  }

  // ── What happens ────────────────────────────────────────────────────────────────────────────────────────────────────

  #to(step: 'closed' | 'email' | 'code', focus: string | null): void {
    this.#step = step;
    this.#steps.error = null;
    this.#focus = focus;
    this.#host.requestUpdate();
  }

  /** Runs one step for the part that shows what became of it. True when it worked. */
  async #run(part: 'link' | 'form', step: (venue: VenueSession) => Promise<unknown>): Promise<boolean> {
    const venue = this.#options.venue();
    if (!venue || this.#steps.busy) return false;
    this.#erring = part;
    return this.#steps.run(() => step(venue));
  }

  #welcome(): void {
    this.#code = '';
    this.#to('closed', null);
    this.#options.announcer.announce(this.#locale.strings?.welcome ?? '');
  }

  async #redeemLink(): Promise<void> {
    const secret = passSecret();
    if (!secret) return;
    if (!(await this.#run('link', (venue) => venue.redeem({ secret })))) return;
    stripPassSecret();
    this.#welcome();
  }

  async #request(): Promise<void> {
    const email = this.#email.trim();
    this.#emailInvalid = !isEmail(email);
    if (this.#emailInvalid) return this.#to('email', '#pass-email');
    const page = location.href.split('#')[0]!;
    if (!(await this.#run('form', (venue) => venue.act('requestPassLink', { email, page, locale: this.#locale.tag }))))
      return;
    this.#to('code', '#pass-code');
    this.#options.announcer.announce(this.#locale.strings?.sent(email) ?? '');
  }

  async #redeemCode(): Promise<void> {
    if (!/^\d{6}$/.test(this.#code)) return this.#to('code', '#pass-code');
    const proof = { email: this.#email.trim(), code: this.#code };
    if (await this.#run('form', (venue) => venue.redeem(proof))) return this.#welcome();
    this.#focus = '#pass-code';
  }

  #typedCode(event: Event): void {
    const field = event.target as HTMLInputElement;
    // Pasted from a mail with spaces in it.
    this.#code = field.value.replace(/\D/g, '').slice(0, 6);
    if (field.value !== this.#code) field.value = this.#code;
    if (this.#code.length === 6) void this.#redeemCode();
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** The button for a link in the address; nothing where there is none or another tag shows it. */
  openLink(): TemplateResult | typeof nothing {
    const { strings } = this.#locale;
    if (!strings || !this.hasLink) return nothing;
    return html`<section class="note good stack" part="pass-link" aria-labelledby="pass-open">
      <h3 id="pass-open">${strings.openTitle}</h3>
      <p>${strings.openText}</p>
      ${this.#trouble('link')}
      <button
        class="button primary"
        type="button"
        aria-disabled=${this.#steps.busy ? 'true' : 'false'}
        @click=${() => void this.#redeemLink()}
      >
        ${this.#steps.busy ? strings.opening : strings.open}
      </button>
    </section>`;
  }

  /** The form, step by step; nothing while it is closed. */
  form(): TemplateResult | typeof nothing {
    const { strings } = this.#locale;
    if (!strings || !this.isOpen) return nothing;
    return this.#step === 'code' ? this.#codeForm(strings) : this.#emailForm(strings);
  }

  #emailForm(strings: PassLinkStrings): TemplateResult {
    return html`<form
      class="stack"
      novalidate
      part="pass-form"
      aria-labelledby="pass-title"
      @submit=${this.#submit(() => this.#request())}
    >
      <h3 id="pass-title">${strings.title}</h3>
      <p>${strings.text}</p>
      <div class="field">
        <label for="pass-email">${strings.email}</label>
        <input
          id="pass-email"
          name="email"
          type="email"
          inputmode="email"
          autocomplete="email"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          required
          aria-invalid=${this.#emailInvalid ? 'true' : 'false'}
          aria-describedby="pass-email-hint"
          .value=${live(this.#email)}
          @input=${(event: Event) => (this.#email = (event.target as HTMLInputElement).value)}
        />
        <span class="hint" id="pass-email-hint">${this.#emailInvalid ? strings.emailInvalid : nothing}</span>
      </div>
      ${this.#trouble('form')}
      <div class="row">
        <button class="button strong" type="submit" aria-disabled=${this.#steps.busy ? 'true' : 'false'}>
          ${this.#steps.busy ? strings.sending : strings.send}
        </button>
        <button class="link" type="button" @click=${() => this.#to('closed', null)}>${strings.cancel}</button>
      </div>
    </form>`;
  }

  #codeForm(strings: PassLinkStrings): TemplateResult {
    const email = this.#email.trim();
    const suggestion = suggestEmail(email);
    const useSuggestion = () => {
      this.#email = suggestion!;
      void this.#request();
    };
    return html`<form
      class="stack"
      novalidate
      part="pass-form"
      aria-labelledby="pass-title"
      @submit=${this.#submit(() => this.#redeemCode())}
    >
      <h3 id="pass-title">${strings.title}</h3>
      <p class="breakable">${strings.sent(email)}</p>
      ${
        suggestion
          ? html`<div class="note">
              <p class="breakable">${strings.didYouMean(suggestion)}</p>
              <button class="link" type="button" @click=${useSuggestion}>${strings.useIt}</button>
            </div>`
          : nothing
      }
      <div class="field">
        <label for="pass-code">${strings.code}</label>
        <input
          id="pass-code"
          class="code"
          name="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9]*"
          required
          aria-invalid=${this.#steps.error?.code === 'code_invalid' ? 'true' : 'false'}
          .value=${live(this.#code)}
          @input=${(event: Event) => this.#typedCode(event)}
        />
      </div>
      ${this.#trouble('form')}
      <div class="row">
        <button class="button strong" type="submit" aria-disabled=${this.#steps.busy ? 'true' : 'false'}>
          ${this.#steps.busy ? strings.opening : strings.enter}
        </button>
        <button class="link" type="button" @click=${() => this.#to('email', '#pass-email')}>${strings.again}</button>
      </div>
    </form>`;
  }

  #trouble(part: 'link' | 'form'): TemplateResult | typeof nothing {
    if (!this.#steps.error || this.#erring !== part) return nothing;
    return html`<div class="note error"><p>${this.#locale.errorText(this.#steps.error)}</p></div>`;
  }

  #submit(action: () => Promise<void>): (event: Event) => void {
    return (event) => {
      event.preventDefault();
      void action();
    };
  }
}
