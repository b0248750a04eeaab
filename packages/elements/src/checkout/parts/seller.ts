/** Who sells, and on which terms. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from './form.ts';

export function seller({ checkout, strings }: Form): TemplateResult | typeof nothing {
  const { venue } = checkout.venue.state;
  if (!venue) return nothing;
  const link = (url: string | null, text: string) =>
    url ? html` <a href=${url} target="_blank" rel="noopener">${text}</a>` : nothing;
  return html`<p class="fine centre">
    ${strings.soldBy(venue.seller || venue.name)} ${link(venue.termsUrl, strings.terms)}
    ${link(venue.privacyUrl, strings.privacy)}
  </p>`;
}
