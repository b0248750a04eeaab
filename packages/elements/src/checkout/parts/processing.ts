/** A payment that takes days: it is promised, and nothing is left to do here. */
import { html, type TemplateResult } from 'lit';
import type { Form } from './form.ts';
import { summary } from './summary.ts';

export function processing(form: Form): TemplateResult {
  const { checkout, state, strings } = form;
  const { order } = state;
  return html`<section class="stack" aria-labelledby="checkout-title" part="payment">
    <h3 id="checkout-title" tabindex="-1">${strings.processingTitle}</h3>
    <p>${strings.processingText(order?.emailHint ?? '')}</p>
    ${summary(form)}
    <p class="fine">${strings.reference(order?.reference ?? '')}</p>
    <div class="centre">
      <button class="link" type="button" @click=${() => void checkout.reset()}>${strings.another}</button>
    </div>
  </section>`;
}
