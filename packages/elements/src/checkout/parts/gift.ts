/** Tickets for somebody else: whose they are, a few words, and the day they are told. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Form } from './form.ts';

export function gift({ checkout, state, strings }: Form): TemplateResult | typeof nothing {
  // Goods are handed over at the counter or posted; only tickets can be somebody else's.
  if (!state.lines.some(({ type }) => type === 'offer')) return nothing;
  const given = state.gift;
  const toggle = (event: Event) =>
    checkout.setGift((event.target as HTMLInputElement).checked ? { name: '', email: '' } : null);
  const set = (name: 'name' | 'email' | 'message') => (event: Event) =>
    checkout.setGift({ ...given!, [name]: (event.target as HTMLInputElement).value });
  const setDay = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    // Nine in the morning, where the buyer is.
    const { sendOn: _before, ...rest } = given!;
    checkout.setGift(value ? { ...rest, sendOn: new Date(`${value}T09:00`).toISOString() } : rest);
  };
  const invalid = state.giftInvalid ? 'true' : 'false';
  return html`<label class="check">
      <input type="checkbox" name="gift" .checked=${live(given !== null)} @change=${toggle} />
      <span>${strings.gift}</span>
    </label>
    ${
      given
        ? html`<fieldset class="stack gift">
            <legend>${strings.giftFor}</legend>
            <div class="field">
              <label for="checkout-gift-name">${strings.giftName}</label>
              <input
                id="checkout-gift-name"
                maxlength="80"
                autocomplete="off"
                aria-invalid=${invalid}
                .value=${live(given.name)}
                @input=${set('name')}
              />
            </div>
            <div class="field">
              <label for="checkout-gift-email">${strings.giftEmail}</label>
              <input
                id="checkout-gift-email"
                type="email"
                inputmode="email"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="254"
                aria-invalid=${invalid}
                aria-describedby="checkout-gift-hint"
                .value=${live(given.email)}
                @input=${set('email')}
              />
              <span class="hint" id="checkout-gift-hint"
                >${state.giftInvalid ? strings.giftInvalid : strings.giftHint}</span
              >
            </div>
            <div class="field">
              <label for="checkout-gift-message">${strings.giftMessage}</label>
              <textarea
                id="checkout-gift-message"
                rows="3"
                maxlength="500"
                .value=${live(given.message ?? '')}
                @input=${set('message')}
              ></textarea>
            </div>
            <div class="field">
              <label for="checkout-gift-day">${strings.giftDay}</label>
              <input id="checkout-gift-day" type="date" @change=${setDay} />
            </div>
          </fieldset>`
        : nothing
    }`;
}
