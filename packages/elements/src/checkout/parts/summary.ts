/** What is bought and what it costs, as a receipt is read. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from './form.ts';

export function summary({ state, strings, language, money }: Form): TemplateResult {
  const { quote, order, lines } = state;
  const priced = order ?? quote;
  if (!priced) return html`${lines.map(() => html`<span class="skeleton"></span>`)}`;
  return html`<ul class="lines" part="lines">
    ${priced.lines.map(
      (line) =>
        html`<li class="spread">
          <span>${line.quantity > 1 ? html`${line.quantity} × ` : nothing}<bdi>${line.name}</bdi></span>
          <span class="amount"
            >${money({ ...line.total, amountMinor: line.total.amountMinor + line.discount.amountMinor })}</span
          >
        </li>`,
    )}
    ${priced.discounts.map(
      ({ label, amount }) =>
        html`<li class="spread">
          <bdi>${label}</bdi>
          <span class="amount">${money({ ...amount, amountMinor: -amount.amountMinor })}</span>
        </li>`,
    )}
    <li class="spread sum"><span>${strings.total}</span><span class="amount">${money(priced.total)}</span></li>
    ${priced.taxes
      .filter(({ amount }) => amount.amountMinor > 0)
      .map(
        ({ rate, amount }) =>
          html`<li class="spread fine">
            <span>${strings.includedTax(percent(rate, language))}</span><span class="amount">${money(amount)}</span>
          </li>`,
      )}
  </ul>`;
}

/** `5,5 %` for 550 hundredths of a percent. */
const percent = (rate: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(rate / 10_000);
