/** Who sells, and on which terms. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from './form.ts';

export function seller({ checkout, state, strings }: Form): TemplateResult | typeof nothing {
  const { venue } = checkout.venue.state;
  if (!venue) return nothing;
  const link = (url: string, text: string) => html`<a href=${url} target="_blank" rel="noopener">${text}</a>`;
  // The terms as the price was quoted under them; the order says that they were accepted.
  const terms = state.quote?.terms;
  return html`<p class="fine centre">
    ${terms ? html`${strings.accepting} ${link(terms.url, strings.terms)}.` : nothing}
    ${strings.soldBy(venue.seller || venue.name)}
    ${venue.privacyUrl ? link(venue.privacyUrl, strings.privacy) : nothing}
  </p>`;
}
