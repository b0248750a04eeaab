/** What is drawn once it is ordered: until when it is held, and the way to pay that the order's payment step asks for. */
import { formatMoney, formatTime, readerTimeZone } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from './form.ts';
import { processing } from './processing.ts';
import { summary } from './summary.ts';
import { testGateway } from './test-gateway.ts';
import { trouble } from './trouble.ts';

export function payment(form: Form): TemplateResult {
  const { checkout, state, strings, language } = form;
  const { order, busy } = state;
  if (order?.state === 'processing') return processing(form);
  return html`<section class="stack" aria-labelledby="checkout-title" part="payment">
    <h3 id="checkout-title" tabindex="-1">
      ${order ? strings.payment(formatMoney(order.total, language)) : strings.title}
    </h3>
    ${summary(form)} ${hold(form)} ${trouble(form)} ${way(form)}
    ${
      busy === 'paying' || busy === 'leaving'
        ? nothing
        : html`<div class="centre">
            <button class="link" type="button" @click=${() => void checkout.back()}>
              ${state.lines.length ? strings.change : strings.notNow}
            </button>
          </div>`
    }
  </section>`;
}

function hold({ checkout, state: { order, notice }, strings, language }: Form): TemplateResult | typeof nothing {
  if (!order?.holdUntil || notice === 'hold_over') return nothing;
  const ending = notice === 'hold_ending' || notice === 'hold_last_minute';
  return html`<p class="fine">${strings.reservedUntil(formatTime(order.holdUntil, language, readerTimeZone()))}</p>
    ${
      ending && order.prolongUntil
        ? html`<button class="button" type="button" id="checkout-prolong" @click=${() => void checkout.prolong()}>
            ${strings.prolong}
          </button>`
        : nothing
    }`;
}

/** One way to pay for each payment step of the protocol. */
function way(form: Form): TemplateResult | typeof nothing {
  const { checkout, state, strings, language } = form;
  const { order, busy, error } = state;
  const waiting = html`<p class="centre">${strings.settling}</p>`;
  switch (order?.payment?.type) {
    case 'test':
      return testGateway(form);
    case 'redirect':
      return html`${busy === 'settling' ? waiting : html`<p>${strings.redirectText}</p>`}
        <button class="button primary" type="button" part="buy" @click=${() => checkout.leave()}>
          ${
            busy === 'leaving'
              ? strings.redirectLeaving
              : strings.payElsewhere(formatMoney(order.total, language, { cents: true }))
          }
        </button>`;
    case 'stripe':
      return form.provider() ?? (busy === 'settling' ? waiting : html`<span class="skeleton tall"></span>`);
    default:
      return error ? nothing : waiting;
  }
}
