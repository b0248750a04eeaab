/**
 * The form before ordering: what is bought, whom it is for, what has to be said and agreed to, and the button that orders.
 * Each question is a part of its own; they stand in `PARTS` in the order they are asked.
 */
import { formatMoney } from '@parterre/rules/format';
import { html, type TemplateResult } from 'lit';
import { isFree } from '../checkout.ts';
import { amount } from './amount.ts';
import { country } from './country.ts';
import { delivery } from './delivery.ts';
import { emailField } from './email-field.ts';
import type { Form, FormPart } from './form.ts';
import { gift } from './gift.ts';
import { goesTo } from './goes-to.ts';
import { news } from './news.ts';
import { promo } from './promo.ts';
import { rights } from './rights.ts';
import { seller } from './seller.ts';
import { summary } from './summary.ts';
import { trouble } from './trouble.ts';

const PARTS: readonly FormPart[] = [
  summary,
  goesTo,
  amount,
  promo,
  delivery,
  emailField,
  gift,
  country,
  news,
  rights,
  trouble,
];

export function details(form: Form): TemplateResult {
  const { checkout, state, strings } = form;
  const submit = (event: Event) => {
    event.preventDefault();
    void checkout.submit();
  };
  return html`<form class="stack" novalidate @submit=${submit} aria-labelledby="checkout-title" part="checkout">
    <h3 id="checkout-title" tabindex="-1">${strings.title}</h3>
    ${PARTS.map((part) => part(form))}
    <button class="button primary" type="submit" part="buy" aria-disabled=${state.busy ? 'true' : 'false'}>
      ${submitLabel(form)}
    </button>
    ${seller(form)}
  </form>`;
}

function submitLabel({ state: { busy, quote, error }, strings, language }: Form): string {
  if (busy === 'ordering') return strings.ordering;
  if (quote) return isFree(quote.total) ? strings.getFree : strings.pay(formatMoney(quote.total, language));
  return error ? strings.retry : strings.payQuoting;
}
