/** Where the money goes, as the venue has promised, in amounts of this very price. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from './form.ts';

export function goesTo({ state, strings, money, language }: Form): TemplateResult | typeof nothing {
  const shares = state.quote?.goesTo ?? [];
  if (shares.length === 0) return nothing;
  const told = shares.map(({ to, amount }) => strings.goesTo[to](money(amount)));
  return html`<p class="fine" part="goes-to">${strings.goesToBegin} ${new Intl.ListFormat(language).format(told)}.</p>`;
}
