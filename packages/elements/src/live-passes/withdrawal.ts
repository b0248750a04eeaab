/**
 * What the law gives a fan after a purchase, under an order's receipt: documents and terms to read and print, and the way out of
 * the contract. The first press asks what would go back, only the second withdraws.
 */
import type { Order, Withdrawal } from '@parterre/protocol';
import { formatDate, formatMoney, formatTime, readerTimeZone } from '@parterre/rules/format';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { VenueSession } from '../session/venue-session.ts';
import type { KnownFanStrings } from './known-fan.en.ts';

export interface WithdrawalOptions {
  readonly venue: () => VenueSession;
  /** Runs an act and says `done`, or why not. */
  readonly run: (done: string, act: () => Promise<void>) => Promise<void>;
  /** Reads the passes again: refunds void tickets and make credit notes. */
  readonly reload: () => Promise<void>;
}

/** What the desk says of itself when it draws a withdrawal. */
interface Words {
  readonly strings: KnownFanStrings;
  /** BCP 47. */
  readonly tag: string;
  /** Something is under way; buttons rest. */
  readonly busy: boolean;
}

export class Withdrawals {
  readonly #host: LitElement;
  readonly #options: WithdrawalOptions;
  /** What was asked about or declared last, and for which order. */
  #asked: { readonly order: string; readonly withdrawal: Withdrawal } | null = null;

  constructor(host: LitElement, options: WithdrawalOptions) {
    this.#host = host;
    this.#options = options;
  }

  async #act(order: Order, confirm: boolean, strings: KnownFanStrings): Promise<void> {
    const { run, venue, reload } = this.#options;
    await run(confirm ? strings.withdrawDone : strings.withdrawAsked, async () => {
      const { withdrawal } = await venue().act('withdrawOrder', { order: order.id, confirm });
      this.#asked = { order: order.id, withdrawal };
      if (confirm) await reload();
    });
    await this.#focus(order, confirm ? 'withdrawn' : 'withdraw-question');
  }

  async #forget(order: Order): Promise<void> {
    this.#asked = null;
    this.#host.requestUpdate();
    await this.#focus(order, 'withdraw');
  }

  /** The button that was pressed is gone: whoever works by keyboard goes on where it stood. */
  async #focus(order: Order, place: string): Promise<void> {
    await this.#host.updateComplete;
    this.#host.renderRoot.querySelector<HTMLElement>(`#${place}-${order.id}`)?.focus();
  }

  render(order: Order, words: Words): TemplateResult | typeof nothing {
    const asked = this.#asked?.order === order.id ? this.#asked.withdrawal : null;
    if (asked?.declaredAt) {
      return html`<p class="note good" id="withdrawn-${order.id}" tabindex="-1">${declared(asked, words)}</p>`;
    }
    if (order.withdrawable.length === 0) return nothing;
    return asked ? this.#question(order, asked, words) : this.#button(order, words);
  }

  #button(order: Order, { strings, busy }: Words): TemplateResult {
    return html`<button
      class="link"
      type="button"
      part="withdraw"
      id="withdraw-${order.id}"
      aria-disabled=${busy ? 'true' : 'false'}
      @click=${() => void this.#act(order, false, strings)}
    >
      ${strings.withdraw}
    </button>`;
  }

  #question(order: Order, asked: Withdrawal, words: Words): TemplateResult {
    const { strings, busy, tag } = words;
    const names = asked.lines.map((line) => order.lines[line]?.name ?? '');
    const question = `withdraw-question-${order.id}`;
    return html`<div class="note stack" role="group" aria-labelledby=${question}>
      <p id=${question} tabindex="-1">
        ${strings.withdrawWhat(new Intl.ListFormat(tag).format(names), money(asked.amount, tag))}
      </p>
      ${asked.returnFirst ? html`<p>${strings.withdrawReturn}</p>` : nothing}
      <div class="row">
        <button
          class="button strong"
          type="button"
          aria-disabled=${busy ? 'true' : 'false'}
          @click=${() => void this.#act(order, true, strings)}
        >
          ${strings.withdrawConfirm}
        </button>
        <button class="button" type="button" @click=${() => void this.#forget(order)}>${strings.withdrawNot}</button>
      </div>
    </div>`;
  }
}

/** Invoice, credit notes, and the terms it was sold under. */
export function documents({ documents, terms }: Order, strings: KnownFanStrings): TemplateResult | typeof nothing {
  if (documents.length === 0 && !terms) return nothing;
  const link = (url: string, text: string) =>
    html`<a class="link" href=${url} target="_blank" rel="noopener">${text}</a>`;
  return html`<p class="row" part="documents">
    ${documents.map(({ kind, number, url }) => link(url, strings.document(kind, number)))}
    ${terms ? link(terms.url, strings.termsOfSale) : nothing}
  </p>`;
}

function declared({ declaredAt, amount, returnFirst }: Withdrawal, { strings, tag }: Words): string {
  const zone = readerTimeZone();
  const when = `${formatDate(declaredAt!, tag, zone)}, ${formatTime(declaredAt!, tag, zone)}`;
  const said = strings.withdrawn(when, money(amount, tag));
  return returnFirst ? `${said} ${strings.withdrawReturn}` : said;
}

const money = (amount: Order['total'], tag: string): string => formatMoney(amount, tag, { cents: true });
