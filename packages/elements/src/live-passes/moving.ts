/**
 * Handing a ticket on, and moving an order to another address: both ask for a fresh proof of the mailbox, and both wait until the
 * other one accepts. What waits can be taken back.
 */
import type { Order, Passes, Ticket, Transfer } from '@parterre/protocol';
import { formatDate, readerTimeZone } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { KnownFan } from './known-fan.ts';
import { valueOf } from './form-value.ts';

export function moving(fan: KnownFan): TemplateResult | typeof nothing {
  const { passes, session, strings } = fan;
  if (session.kind !== 'fan') return nothing;
  const orders = passes.orders.filter(({ state }) => state === 'paid');
  const pieces = passes.transferable.map((ids) => passes.tickets.filter(({ id }) => ids.includes(id)));
  if (passes.transfers.length + orders.length + pieces.length === 0) return nothing;
  return html`<section class="stack" part="transfer">
    <h3>${strings.moving}</h3>
    <p class="fine">${strings.movingWhy}</p>
    ${waiting(passes.transfers, fan)}
    ${
      passes.provedUntil && Date.parse(passes.provedUntil) > fan.nowMs
        ? html`<ul class="list">
            ${pieces.map((piece) => html`<li>${handOn(piece, fan)}</li>`)}
            ${orders.map((order) => html`<li>${readdress(order, fan)}</li>`)}
          </ul>`
        : html`<div class="note stack">
            <p>${strings.proveAgain}</p>
            ${fan.proof(strings.prove)}
          </div>`
    }
  </section>`;
}

/** What the other mailbox has not accepted yet. */
function waiting(transfers: readonly Transfer[], fan: KnownFan): TemplateResult | typeof nothing {
  if (transfers.length === 0) return nothing;
  const { strings, tag, busy } = fan;
  const takeBack = ({ id, emailHint }: Transfer) =>
    fan.run(strings.movingEnded(emailHint), async () =>
      moved(fan, await fan.venue().act('cancelTransfer', { transfer: id })),
    );
  return html`<ul class="list">
    ${transfers.map(
      (one) =>
        html`<li class="device">
          <span>
            <bdi>${nameOf(one, fan)}</bdi><br />
            <span class="fine"
              >${strings.movingWaits(one.emailHint, formatDate(one.expiresAt, tag, readerTimeZone(), 'short'))}</span
            >
          </span>
          <button
            class="button"
            type="button"
            aria-label=${strings.unshareNamed(one.emailHint)}
            aria-disabled=${busy ? 'true' : 'false'}
            @click=${() => void takeBack(one)}
          >
            ${strings.unshare}
          </button>
        </li>`,
    )}
  </ul>`;
}

function nameOf({ ticket, order }: Transfer, { passes, strings }: KnownFan): string {
  return ticket === null
    ? strings.order(passes.orders.find(({ id }) => id === order)?.reference ?? '')
    : (passes.tickets.find(({ id }) => id === ticket)?.show.title ?? '');
}

function handOn(piece: readonly Ticket[], fan: KnownFan): TemplateResult | typeof nothing {
  const [first] = piece;
  if (!first) return nothing;
  const { strings } = fan;
  const kinds = piece.map(({ kind }) => strings[kind]).join(' · ');
  return wish(
    html`<bdi>${first.show.title}</bdi> <span class="fine">${kinds}</span>`,
    { id: first.id, label: strings.shareWith, button: strings.handOn, done: strings.handedOn },
    async (email) => moved(fan, await fan.venue().act('transferTicket', { ticket: first.id, ...mailOf(email, fan) })),
    fan,
  );
}

function readdress(order: Order, fan: KnownFan): TemplateResult {
  const { strings } = fan;
  return wish(
    html`<span>${strings.order(order.reference)}</span> <span class="fine">${strings.readdress}</span>`,
    { id: order.id, label: strings.newEmail, button: strings.readdressDo, done: strings.readdressed },
    async (email) => moved(fan, await fan.venue().act('changeOrderEmail', { order: order.id, ...mailOf(email, fan) })),
    fan,
  );
}

interface WishWords {
  readonly id: string;
  readonly label: string;
  readonly button: string;
  readonly done: (email: string) => string;
}

/** A line that opens to a field for an address. */
function wish(
  summary: TemplateResult,
  { id, label, button, done }: WishWords,
  act: (email: string) => Promise<void>,
  { busy, run }: KnownFan,
): TemplateResult {
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const email = valueOf(event, 'email');
    if (!email) return;
    void run(done(email), async () => {
      await act(email);
      form.reset();
    });
  };
  return html`<details>
    <summary>${summary}</summary>
    <form class="name-form" @submit=${send}>
      <div class="field">
        <label for="move-${id}">${label}</label>
        <input
          id="move-${id}"
          name="email"
          type="email"
          inputmode="email"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          required
        />
      </div>
      <button class="button" type="submit" aria-disabled=${busy ? 'true' : 'false'}>${button}</button>
    </form>
  </details>`;
}

const mailOf = (email: string, { tag }: KnownFan) => ({ email, page: location.href.split('#')[0]!, locale: tag });

const moved = ({ passes, onPasses }: KnownFan, { transfers }: Pick<Passes, 'transfers'>): void =>
  onPasses({ ...passes, transfers });
