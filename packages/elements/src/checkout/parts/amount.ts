/** Pay what you want: the venue's suggestions as chips, and a field for every other amount. */
import type { Money, Offer } from '@parterre/protocol';
import { formatMoney } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Form } from './form.ts';

/** What is proposed first: the venue's first suggestion, else the least. */
export const firstAmount = ({ choice, price }: Offer): Money | undefined =>
  choice?.suggestions[0] ?? (choice ? price : undefined);

export function amount({ checkout, state, strings, language }: Form): TemplateResult | typeof nothing {
  const { choosing, lines } = state;
  const line = lines.find((one) => one.type === 'offer' && one.offer === choosing?.id);
  if (!choosing?.choice || line?.type !== 'offer') return nothing;
  const { price, choice } = choosing;
  const chosen = line.amount ?? price;
  const money = (sum: Money) => formatMoney(sum, language);
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: price.currency }).resolvedOptions()
    .maximumFractionDigits!;
  const typed = (event: Event) => {
    const value = Number((event.target as HTMLInputElement).value.replace(',', '.'));
    if (Number.isFinite(value)) {
      void checkout.chooseAmount({ ...price, amountMinor: Math.round(value * 10 ** digits) });
    }
  };
  const limits = choice.max ? strings.amountBetween(money(price), money(choice.max)) : strings.amountFrom(money(price));
  return html`<fieldset class="amount stack">
    <legend>${strings.amount}</legend>
    <div class="chips">
      ${choice.suggestions.map(
        (suggestion) =>
          html`<label class="chip">
            <input
              type="radio"
              name="checkout-amount"
              .checked=${live(suggestion.amountMinor === chosen.amountMinor)}
              @change=${() => void checkout.chooseAmount(suggestion)}
            />
            <span>${money(suggestion)}</span>
          </label>`,
      )}
    </div>
    <div class="field">
      <label for="checkout-amount-other">${strings.amountOther(price.currency)}</label>
      <input
        id="checkout-amount-other"
        type="text"
        inputmode="decimal"
        autocomplete="off"
        aria-describedby="checkout-amount-hint"
        .value=${live((chosen.amountMinor / 10 ** digits).toFixed(chosen.amountMinor % 10 ** digits ? digits : 0))}
        @change=${typed}
      />
      <span class="hint" id="checkout-amount-hint">${limits}</span>
    </div>
  </fieldset>`;
}
