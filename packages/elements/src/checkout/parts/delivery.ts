/** How goods reach the buyer: picked up, or posted to an address. Asked only where the venue offers both. */
import type { DeliveryOption, DeliveryRequest } from '@parterre/protocol';
import { formatMoney } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { countriesIn } from '../countries.ts';
import type { Form } from './form.ts';

type Posting = Extract<DeliveryRequest, { method: 'post' }>;
type Line = keyof Posting['address'];

/** Lines of an address in the order they are typed, with the browser's names for them. */
const LINES: readonly (readonly [Line, autocomplete: string, longest: number])[] = [
  ['name', 'shipping name', 120],
  ['line1', 'shipping address-line1', 160],
  ['line2', 'shipping address-line2', 160],
  ['postcode', 'shipping postal-code', 20],
  ['city', 'shipping address-level2', 120],
];

export function delivery(form: Form): TemplateResult | typeof nothing {
  const { checkout, state, strings, language } = form;
  const options = state.quote?.deliveries ?? [];
  const post = options.find(({ method }) => method === 'post');
  if (!post) return nothing;
  const chosen = state.terms.delivery?.method ?? 'pickup';
  const choose = (method: DeliveryOption['method']) => () =>
    checkout.deliver(method === 'post' ? posting(form, post) : { method: 'pickup' });
  return html`<fieldset class="stack plain">
    <legend>${strings.delivery}</legend>
    ${options.map(
      ({ method, price }) =>
        html`<label class="check">
          <input
            type="radio"
            name="delivery"
            value=${method}
            .checked=${live(method === chosen)}
            @change=${choose(method)}
          />
          <span>
            ${method === 'post' ? strings.post : strings.pickup}${
              price.amountMinor ? html`, ${formatMoney(price, language, { cents: true })}` : nothing
            }
          </span>
        </label>`,
    )}
    ${chosen === 'post' ? address(form, post) : nothing}
  </fieldset>`;
}

/** What is typed so far; a country the venue posts to to begin with. */
function posting({ state: { terms } }: Form, { countries }: DeliveryOption): Posting {
  if (terms.delivery?.method === 'post') return terms.delivery;
  const here = countries.find((code) => code === terms.country) ?? countries[0]!;
  return { method: 'post', country: here, address: { name: '', line1: '', postcode: '', city: '' } };
}

function address(form: Form, option: DeliveryOption): TemplateResult {
  const { checkout, state, strings, language } = form;
  const now = posting(form, option);
  const type = (line: Line) => (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    checkout.deliver({ ...now, address: { ...now.address, [line]: value } });
  };
  const move = (event: Event) => checkout.deliver({ ...now, country: (event.target as HTMLSelectElement).value });
  return html`${LINES.map(([line, autocomplete, longest]) => {
      const missing = state.addressInvalid && line !== 'line2' && !now.address[line]?.trim();
      return html`<div class="field">
        <label for="checkout-${line}">${strings.address[line]}</label>
        <input
          id="checkout-${line}"
          name=${line}
          type="text"
          autocomplete=${autocomplete}
          maxlength=${longest}
          ?required=${line !== 'line2'}
          aria-invalid=${missing ? 'true' : 'false'}
          aria-describedby=${missing ? `checkout-${line}-hint` : nothing}
          .value=${live(now.address[line] ?? '')}
          @input=${type(line)}
        />
        ${missing ? html`<span class="hint" id="checkout-${line}-hint">${strings.addressMissing}</span>` : nothing}
      </div>`;
    })}
    <div class="field">
      <label for="checkout-destination">${strings.destination}</label>
      <select id="checkout-destination" name="destination" autocomplete="shipping country" @change=${move}>
        ${countriesIn(language, option.countries).map(
          ({ code, name }) => html`<option value=${code} ?selected=${code === now.country}>${name}</option>`,
        )}
      </select>
    </div>`;
}
