/** A promo code, behind a link: most buyers have none, and an empty field would make them go and look for one. */
import { html, type TemplateResult } from 'lit';
import type { Form } from './form.ts';

export function promo({ checkout, state, strings, errorText }: Form): TemplateResult {
  const { codes = [] } = state.terms;
  const { promoError } = state;
  const apply = (field: HTMLInputElement) => {
    const text = field.value.trim();
    if (text) void checkout.applyCode(text).then((applied) => applied && (field.value = ''));
  };
  const fieldOf = (event: Event) =>
    (event.currentTarget as HTMLElement).closest('.promo')!.querySelector<HTMLInputElement>('input')!;
  return html`<details class="promo" ?open=${codes.length > 0 || promoError !== null}>
    <summary class="link">${strings.promoOpen}</summary>
    ${codes.map(
      (code) =>
        html`<p class="spread">
          <bdi>${code}</bdi>
          <button class="link" type="button" @click=${() => void checkout.dropCode(code)}>
            ${strings.promoRemove(code)}
          </button>
        </p>`,
    )}
    <div class="field">
      <label for="checkout-promo">${strings.promo}</label>
      <div class="row">
        <input
          id="checkout-promo"
          name="promo"
          type="text"
          maxlength="40"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          aria-invalid=${promoError ? 'true' : 'false'}
          aria-describedby="checkout-promo-hint"
          @keydown=${(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return;
            // Enter would order: a code is looked at first.
            event.preventDefault();
            apply(event.target as HTMLInputElement);
          }}
        />
        <button class="button" type="button" @click=${(event: Event) => apply(fieldOf(event))}>
          ${strings.promoApply}
        </button>
      </div>
      <span class="hint" id="checkout-promo-hint">${promoError ? errorText(promoError) : ''}</span>
    </div>
  </details>`;
}
