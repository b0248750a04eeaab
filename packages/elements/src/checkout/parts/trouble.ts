/** The one place where the form says what is wrong or what has changed. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from './form.ts';

export function trouble({ checkout, state, strings, errorText, noticeText }: Form): TemplateResult | typeof nothing {
  const { error, notice, busy, step } = state;
  if (!error && !notice) return nothing;
  const again = step === 'payment' && error?.code === 'payment_pending' && !busy;
  return html`<div class="note ${error ? 'error' : ''}" part="note">
    <p>${error ? errorText(error) : noticeText(notice!)}</p>
    ${
      again
        ? html`<button class="link" type="button" @click=${() => void checkout.settle()}>${strings.lookAgain}</button>`
        : nothing
    }
  </div>`;
}
