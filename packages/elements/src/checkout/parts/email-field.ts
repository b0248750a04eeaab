/** Where the ticket goes, and the question about a likely typo. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fitsHint, isEmail } from '../email.ts';
import type { Form } from './form.ts';

export function emailField(form: Form): TemplateResult {
  const { checkout, state, strings } = form;
  const known = knownHint(form);
  return html`<div class="field">
      <label for="checkout-email">${strings.email}</label>
      <input
        id="checkout-email"
        name="email"
        type="email"
        inputmode="email"
        autocomplete="email"
        autocapitalize="none"
        spellcheck="false"
        maxlength="254"
        required
        aria-invalid=${state.emailInvalid ? 'true' : 'false'}
        placeholder=${known ?? nothing}
        aria-describedby="checkout-email-hint"
        .value=${live(state.email)}
        @input=${(event: Event) => checkout.setEmail((event.target as HTMLInputElement).value)}
      />
      <span class="hint" id="checkout-email-hint">${hint(form, known)}</span>
    </div>
    ${question(form)}`;
}

/** The address this device is known by, as far as it is told. */
const knownHint = ({ checkout }: Form): string | null => checkout.venue.state.session?.emailHint ?? null;

function hint({ state: { email, emailInvalid }, strings }: Form, known: string | null): string {
  if (emailInvalid) return strings.emailInvalid;
  return known && isEmail(email.trim()) && !fitsHint(email, known) ? strings.otherEmail(known) : strings.emailHint;
}

function question({ checkout, state: { suggestion }, strings }: Form): TemplateResult | typeof nothing {
  if (!suggestion) return nothing;
  const answer = (take: boolean) => () => void checkout.answerSuggestion(take);
  return html`<div
    class="note question"
    id="checkout-question"
    role="group"
    tabindex="-1"
    aria-labelledby="checkout-did"
  >
    <p id="checkout-did">${strings.didYouMean(suggestion)}</p>
    <div class="row">
      <button class="button" type="button" @click=${answer(true)}>${strings.takeSuggestion}</button>
      <button class="button" type="button" @click=${answer(false)}>${strings.keepEmail}</button>
    </div>
  </div>`;
}
