/** The provider's own page, offered where its form cannot be had in this one. Nobody is sent there unasked. */
import { formatMoney } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from './form.ts';

export function elsewhere(form: Form, why: string): TemplateResult {
  const { checkout, state, strings, language, plainUrl } = form;
  const { order, busy, error } = state;
  // A venue that has no such page either may still sell on its plain one.
  const nowhere = error?.code === 'not_supported';
  const amount = order ? formatMoney(order.total, language, { cents: true }) : '';
  return html`<div class="stack">
    ${nowhere ? nothing : html`<p>${why}</p>`}
    ${
      nowhere && plainUrl
        ? html`<a class="button primary" href=${plainUrl}>${strings.elsewhere}</a>`
        : html`<button
            class="button primary"
            type="button"
            part="buy"
            aria-disabled=${busy ? 'true' : 'false'}
            @click=${() => void checkout.payElsewhere()}
          >
            ${busy === 'leaving' ? strings.redirectLeaving : strings.payElsewhere(amount)}
          </button>`
    }
  </div>`;
}
