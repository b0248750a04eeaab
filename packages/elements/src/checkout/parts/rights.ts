/** What has to be said before paying about withdrawing from the contract, and the one thing that has to be asked. */
import type { Quote } from '@parterre/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Form } from './form.ts';

const has = ({ lines }: Quote, right: Quote['lines'][number]['withdrawal']): boolean =>
  lines.some((line) => line.type !== 'postage' && line.withdrawal === right && line.total.amountMinor > 0);

export function rights({ checkout, state, strings }: Form): TemplateResult | typeof nothing {
  const { quote, consents } = state;
  if (!quote) return nothing;
  return html`${has(quote, 'none') ? html`<p class="fine">${strings.noWithdrawal}</p>` : nothing}
  ${has(quote, 'right') ? html`<p class="fine">${strings.withdrawal}</p>` : nothing}
  ${
    has(quote, 'waivable')
      ? html`<label class="check">
          <input
            type="checkbox"
            name="waiver"
            .checked=${live(consents.waiver ?? false)}
            @change=${(event: Event) => checkout.consent({ waiver: (event.target as HTMLInputElement).checked })}
          />
          <span>${strings.waiver}</span>
        </label>`
      : nothing
  }`;
}
