/** Where the buyer lives, asked only where it decides whose VAT is in the price. The price is the same everywhere. */
import type { Quote } from '@parterre/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { countriesIn, type Country } from '../countries.ts';
import type { Form } from './form.ts';

/** A stream that is paid for is taxed where it is watched; a seat and goods are not. */
const matters = ({ total, lines }: Quote): boolean =>
  total.amountMinor > 0 &&
  lines.some(({ includes }) => includes.some(({ kind }) => kind === 'live' || kind === 'replay'));

/** The whole list takes a moment to name and to sort: once per language. */
const lists = new Map<string, Country[]>();

export function country({ checkout, state, strings, language }: Form): TemplateResult | typeof nothing {
  const { quote, terms } = state;
  if (!quote || !matters(quote)) return nothing;
  const list = lists.get(language) ?? countriesIn(language);
  lists.set(language, list);
  const choose = (event: Event) =>
    void checkout.setTerms({ country: (event.target as HTMLSelectElement).value || undefined });
  return html`<div class="field">
    <label for="checkout-country">${strings.country}</label>
    <select
      id="checkout-country"
      name="country"
      autocomplete="country"
      aria-describedby="checkout-country-hint"
      @change=${choose}
    >
      ${terms.country ? nothing : html`<option value="" selected>${strings.countryChoose}</option>`}
      ${list.map(({ code, name }) => html`<option value=${code} ?selected=${code === terms.country}>${name}</option>`)}
    </select>
    <span class="hint" id="checkout-country-hint">${strings.countryHint}</span>
  </div>`;
}
