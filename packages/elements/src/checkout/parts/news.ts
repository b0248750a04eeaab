/** Whether the venue may write about future shows. Never set for the buyer. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Form } from './form.ts';

export function news({ checkout, state, strings }: Form): TemplateResult | typeof nothing {
  const seller = checkout.venue.state.venue?.name;
  if (!seller) return nothing;
  return html`<label class="check">
    <input
      type="checkbox"
      name="news"
      .checked=${live(state.consents.news ?? false)}
      @change=${(event: Event) => checkout.consent({ news: (event.target as HTMLInputElement).checked })}
    />
    <span>${strings.news(seller)}</span>
  </label>`;
}
