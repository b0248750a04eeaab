/** What became of the money of an order, in a sentence: only where there is more to say than "paid". */
import type { Order } from '@parterre/protocol';
import { formatMoney } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { KnownFanStrings } from './known-fan.en.ts';

/** One word or two beside the date. A paid order of which a part went back is not simply paid. */
export const stateWord = (order: Order, strings: KnownFanStrings): string =>
  order.state === 'paid' && order.refunded.amountMinor > 0 ? strings.partlyRefunded : strings.states[order.state];

/** `tag` is the reader's BCP 47 tag. */
export function stateText(order: Order, strings: KnownFanStrings, tag: string): TemplateResult | typeof nothing {
  const sentence = sentenceFor(order, strings, formatMoney(order.refunded, tag, { cents: true }));
  return sentence ? html`<p class="note" part="order-state">${sentence}</p>` : nothing;
}

function sentenceFor({ state, refunded }: Order, strings: KnownFanStrings, amount: string): string | null {
  switch (state) {
    case 'processing':
      return strings.processingText;
    case 'disputed':
      return strings.disputedText;
    case 'refunded':
    case 'paid':
      return refunded.amountMinor > 0 ? strings.refundedText(amount) : null;
    default:
      return null;
  }
}
