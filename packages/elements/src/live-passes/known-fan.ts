/**
 * What a known fan sees: tickets, goods to pick up, receipts, devices, their name. Fetched once there is somebody to show it to.
 * Templates only: what the buttons do is the tag's business.
 */
import type { Delivery, Device, Order, Passes, Session, Ticket } from '@parterre/protocol';
import { formatDate, formatMoney, formatShowTime, formatTime, readerTimeZone } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { KnownFanStrings } from './known-fan.en.ts';
import { stateText, stateWord } from './order-state.ts';

export { knownFanStyles } from './known-fan.styles.ts';
/** For the field with the name. */
export { fieldStyles } from '../base/field.styles.ts';

export const catalogue = { en: () => import('./known-fan.en.ts'), fr: () => import('./known-fan.fr.ts') };

/** Orders a fan wants to see again; what came to nothing is noise. */
const SHOWN: ReadonlySet<Order['state']> = new Set(['pending', 'processing', 'paid', 'disputed', 'refunded']);

/** A show is called coming until this long after its start: nobody looks for tonight under "earlier". */
const EVENING_MS = 6 * 3_600_000;

/** The tickets of one show. */
interface Pass {
  readonly show: Ticket['show'];
  readonly tickets: readonly Ticket[];
}

export interface KnownFan {
  readonly session: Session;
  /** Of the session; null once it is over. */
  readonly token: string | null;
  readonly passes: Passes;
  readonly strings: KnownFanStrings;
  /** BCP 47. */
  readonly tag: string;
  readonly nowMs: number;
  /** Something is under way; buttons rest. */
  readonly busy: boolean;
  /** The name as it stands in the field. */
  readonly name: string;
  /** How to prove the address, for a session that saw only an order. */
  readonly proof: (line: string) => TemplateResult | typeof nothing;
  readonly onRevoke: (device: Device) => void;
  readonly onName: (name: string) => void;
  readonly onSave: () => void;
  readonly onLogOut: () => void;
}

export function knownFan(fan: KnownFan): TemplateResult {
  const { tickets, orders, devices } = fan.passes;
  const shown = orders.filter((order) => SHOWN.has(order.state));
  return html`${ticketsSection(tickets, fan)} ${pickUps(shown, fan)} ${receipts(shown, fan)}
  ${fan.session.kind === 'order' ? prove(fan) : nothing} ${devicesSection(devices, fan)} ${profile(fan)}`;
}

// ── Tickets ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function ticketsSection(tickets: readonly Ticket[], fan: KnownFan): TemplateResult {
  const { strings, nowMs: now } = fan;
  const byShow = new Map<string, Ticket[]>();
  for (const ticket of tickets) byShow.set(ticket.show.id, [...(byShow.get(ticket.show.id) ?? []), ticket]);
  const passes = [...byShow.values()].map((own): Pass => ({ show: own[0]!.show, tickets: own }));
  if (passes.length === 0) return html`<p>${strings.noTickets}</p>`;
  const start = ({ show }: Pass) => Date.parse(show.startsAt);
  const coming = passes.filter((pass) => start(pass) + EVENING_MS > now).sort((a, b) => start(a) - start(b));
  const earlier = passes.filter((pass) => !coming.includes(pass)).sort((a, b) => start(b) - start(a));
  const group = (title: string, list: readonly Pass[]) =>
    list.length
      ? html`<section class="stack">
          <h3>${title}</h3>
          <ul class="cards">
            ${list.map((pass) => card(pass, fan))}
          </ul>
        </section>`
      : nothing;
  return html`${group(strings.coming, coming)} ${group(strings.earlier, earlier)}`;
}

function card({ show, tickets }: Pass, fan: KnownFan): TemplateResult {
  const { nowMs: now, strings, tag } = fan;
  const valid = tickets.filter((ticket) => ticket.state === 'valid');
  const time = formatShowTime(show.startsAt, tag, show.timeZone);
  const kinds = [...new Map(valid.map((ticket) => [ticket.kind, ticket])).values()];
  const over = Date.parse(show.startsAt) + EVENING_MS <= now;
  const replay = kinds.find((ticket) => ticket.kind === 'replay' && (!ticket.until || Date.parse(ticket.until) > now));
  const words = kinds.map((ticket) =>
    ticket.kind === 'replay' && ticket.until
      ? strings.replayUntil(formatDate(ticket.until, tag, show.timeZone, 'short'))
      : strings[ticket.kind],
  );
  const { poster } = show;
  return html`<li class="card ${valid.length === 0 || (over && !replay) ? 'over' : ''}" part="ticket">
    ${
      poster
        ? html`<img
            src=${poster.url}
            alt=${poster.alt}
            loading="lazy"
            width=${poster.width ?? nothing}
            height=${poster.height ?? nothing}
          />`
        : html`<span class="blank" aria-hidden="true">♪</span>`
    }
    <div class="text">
      <h4><bdi>${show.title}</bdi></h4>
      <p><time datetime=${show.startsAt}>${time.show}</time>${time.fan ? html`<br />${time.fan}` : nothing}</p>
      <p class="kinds">${words.join(' · ')}</p>
      ${valid.length === 0 ? html`<span class="badge">${strings.void}</span>` : nothing}
      ${valid.some((ticket) => ticket.source === 'grant') ? html`<span class="badge">${strings.invitation}</span>` : nothing}
      ${tickets.some((ticket) => ticket.test) ? html`<span class="badge">${strings.test}</span>` : nothing}
      ${
        valid.length && (!over || replay)
          ? html`<a class="button" href=${show.url}>${over ? strings.watchReplay : strings.goToShow}</a>`
          : nothing
      }
      ${!over && valid.some((ticket) => ticket.kind === 'hall') ? print(show, fan) : nothing}
    </div>
  </li>`;
}

/** The tickets for the hall, with their codes, on a page to show or print. The token goes in the body, never in an address. */
function print(show: Ticket['show'], { passes, strings, tag, token }: KnownFan): TemplateResult | typeof nothing {
  if (!passes.hallTicketsUrl || !token) return nothing;
  return html`<form method="post" action=${passes.hallTicketsUrl} target="_blank">
    <input type="hidden" name="token" .value=${token} />
    <input type="hidden" name="show" .value=${show.id} />
    <input type="hidden" name="lang" .value=${tag.slice(0, 2)} />
    <button class="button" type="submit">${strings.showHallTickets}</button>
  </form>`;
}

// ── Goods and receipts ──────────────────────────────────────────────────────────────────────────────────────────────

function pickUps(orders: readonly Order[], fan: KnownFan): TemplateResult | typeof nothing {
  const deliveries = orders.flatMap((order) => order.deliveries).filter((one) => one.state !== 'cancelled');
  if (deliveries.length === 0) return nothing;
  const rank = { waiting: 0, prepared: 0, sent: 0, done: 1, cancelled: 2 };
  deliveries.sort((a, b) => rank[a.state] - rank[b.state]);
  return html`<section class="stack">
    <h3>${fan.strings.pickUps}</h3>
    ${deliveries.map((delivery) => pickUp(delivery, fan))}
  </section>`;
}

function pickUp(delivery: Delivery, { strings, tag }: KnownFan): TemplateResult {
  const goods = delivery.lines.map((line) => (line.quantity > 1 ? `${line.quantity} × ${line.name}` : line.name));
  return html`<div class="note" part="pick-up">
    <p>${new Intl.ListFormat(tag).format(goods)}</p>
    ${
      delivery.state === 'done'
        ? html`<p class="fine">${strings.pickedUp}</p>`
        : html`<strong class="code">${delivery.code}</strong>
            <p class="fine">${strings.pickUpAt(delivery.place)}</p>`
    }
  </div>`;
}

function receipts(orders: readonly Order[], fan: KnownFan): TemplateResult | typeof nothing {
  if (orders.length === 0) return nothing;
  const newest = [...orders].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  return html`<section class="stack">
    <h3>${fan.strings.receipts}</h3>
    <ul class="list">
      ${newest.map((order) => html`<li>${receipt(order, fan)}</li>`)}
    </ul>
  </section>`;
}

function receipt(order: Order, { strings, tag }: KnownFan): TemplateResult {
  const line = (name: unknown, amount: Order['total'], sign = 1) =>
    html`<li class="spread">
      <span>${name}</span>
      <span>${formatMoney({ ...amount, amountMinor: sign * amount.amountMinor }, tag, { cents: true })}</span>
    </li>`;
  // What is still going on is read without a click.
  return html`<details ?open=${order.state === 'processing' || order.state === 'disputed'}>
    <summary>
      <span>
        ${formatDate(order.paidAt ?? order.createdAt, tag, readerTimeZone())}
        <span class="fine">· ${stateWord(order, strings)}${order.test ? ` · ${strings.test}` : ''}</span>
      </span>
      <strong>${formatMoney(order.total, tag, { cents: true })}</strong>
    </summary>
    ${stateText(order, strings, tag)}
    <ul class="lines">
      ${order.lines.map((one) => line(html`${one.quantity} × <bdi>${one.name}</bdi>`, one.total))}
      ${order.discounts.map((one) => line(one.label, one.amount, -1))}
      ${order.refunded.amountMinor > 0 ? line(strings.states.refunded, order.refunded, -1) : nothing}
      <li class="fine">${strings.order(order.reference)}</li>
    </ul>
  </details>`;
}

// ── The fan ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function prove({ strings, proof }: KnownFan): TemplateResult {
  return html`<section class="note stack">
    <p>${strings.onlyThisOrder}</p>
    ${proof(strings.prove)}
  </section>`;
}

function devicesSection(
  devices: readonly Device[],
  { strings, tag, busy, onRevoke }: KnownFan,
): TemplateResult | typeof nothing {
  if (devices.length === 0) return nothing;
  const zone = readerTimeZone();
  const when = (instant: string) => `${formatDate(instant, tag, zone, 'short')}, ${formatTime(instant, tag, zone)}`;
  return html`<section class="stack">
    <h3>${strings.devices}</h3>
    <ul class="list">
      ${devices.map(
        (device) =>
          html`<li class="device">
            <span>
              <bdi>${device.label || strings.otherDevice}</bdi><br />
              <span class="fine"
                >${device.current ? strings.thisDevice : strings.lastSeen(when(device.lastSeenAt))}</span
              >
            </span>
            ${
              device.current
                ? nothing
                : html`<button
                    class="button"
                    type="button"
                    aria-label=${strings.revokeNamed(device.label || strings.otherDevice)}
                    aria-disabled=${busy ? 'true' : 'false'}
                    @click=${() => onRevoke(device)}
                  >
                    ${strings.revoke}
                  </button>`
            }
          </li>`,
      )}
    </ul>
  </section>`;
}

function profile({ session, strings, name, busy, onName, onSave, onLogOut }: KnownFan): TemplateResult {
  const save = (event: Event) => {
    event.preventDefault();
    onSave();
  };
  return html`<section class="stack">
    <form class="name-form" @submit=${save}>
      <div class="field">
        <label for="display-name">${strings.profile}</label>
        <input
          id="display-name"
          name="nickname"
          autocomplete="nickname"
          maxlength="40"
          aria-describedby="display-name-hint"
          .value=${name}
          @input=${(event: Event) => onName((event.target as HTMLInputElement).value)}
        />
      </div>
      <button class="button" type="submit" aria-disabled=${busy ? 'true' : 'false'}>${strings.save}</button>
    </form>
    <span class="fine" id="display-name-hint">${strings.nameHint}</span>
    <div class="spread">
      <span class="breakable">${session.emailHint ? strings.loggedInAs(session.emailHint) : nothing}</span>
      <button class="link" type="button" @click=${onLogOut}>${strings.logOut}</button>
    </div>
  </section>`;
}
