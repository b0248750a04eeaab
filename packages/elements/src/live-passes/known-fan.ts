/**
 * What a known fan sees and does: tickets, who they are shared with, goods to pick up, receipts, devices, screens, their name.
 * Fetched once there is somebody to show it to.
 */
import type { Delivery, Device, Order, Passes, Session, Ticket } from '@parterre/protocol';
import { formatDate, formatMoney, formatShowTime, formatTime, readerTimeZone } from '@parterre/rules/format';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { ScreenDoor, type ScreenOptions } from '../pairing/screen-door.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { KnownFanStrings } from './known-fan.en.ts';
import { valueOf } from './form-value.ts';
import { moving } from './moving.ts';
import { stateText, stateWord } from './order-state.ts';
import { AtTheDoor } from './at-the-door.ts';
import { documents, Withdrawals } from './withdrawal.ts';

export { knownFanStyles } from './known-fan.styles.ts';
/** For the field with the name. */
export { fieldStyles } from '../base/field.styles.ts';

export const catalogue = { en: () => import('./known-fan.en.ts'), fr: () => import('./known-fan.fr.ts') };

/** Orders a fan wants to see again; what came to nothing is noise. */
const SHOWN: ReadonlySet<Order['state']> = new Set(['pending', 'processing', 'paid', 'disputed', 'refunded']);

/** A show is called coming until this long after its start: nobody looks for tonight under "earlier". */
const EVENING_MS = 6 * 3_600_000;

/** Besides the owner's, as the server has it. */
const MOST_ADDRESSES = 3;

/** The tickets of one show. */
interface Pass {
  readonly show: Ticket['show'];
  readonly tickets: readonly Ticket[];
}

/** What the desk needs of its tag. */
export interface DeskOptions extends ScreenOptions {
  readonly venue: () => VenueSession;
  /** How to prove the address, for a session that saw only an order. */
  readonly proof: (line: string) => TemplateResult | typeof nothing;
  readonly onPasses: (passes: Passes) => void;
  /** Reads the passes again. */
  readonly reload: () => Promise<void>;
  /** Runs an act and says `done`, or why not; buttons rest meanwhile. */
  readonly run: (done: string, act: () => Promise<void>) => Promise<void>;
}

/** What it draws. */
export interface DeskState {
  readonly session: Session;
  readonly passes: Passes;
  readonly strings: KnownFanStrings;
  /** BCP 47. */
  readonly tag: string;
  /** Something is under way; buttons rest. */
  readonly busy: boolean;
}

export interface KnownFan extends DeskState, DeskOptions {
  readonly nowMs: number;
  /** Of the session; null once it is over. */
  readonly token: string | null;
  readonly screen: ScreenDoor;
  readonly withdrawals: Withdrawals;
  readonly door: AtTheDoor;
}

/** Tells a tag with a fan in it what to draw. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #screen: ScreenDoor;
  readonly #withdrawals: Withdrawals;
  readonly #door: AtTheDoor;

  constructor(host: LitElement, options: DeskOptions) {
    this.#options = options;
    this.#screen = new ScreenDoor(host, options);
    this.#withdrawals = new Withdrawals(host, options);
    this.#door = new AtTheDoor(host, options);
  }

  render(state: DeskState): TemplateResult {
    const fan: KnownFan = {
      ...this.#options,
      ...state,
      nowMs: this.#options.venue().now(),
      token: this.#options.venue().token,
      screen: this.#screen,
      withdrawals: this.#withdrawals,
      door: this.#door,
    };
    const { tickets, orders, devices } = fan.passes;
    const shown = orders.filter((order) => SHOWN.has(order.state));
    return html`${ticketsSection(tickets, fan)} ${sharing(fan)} ${moving(fan)} ${pickUps(shown, fan)}
    ${receipts(shown, fan)} ${fan.session.kind === 'order' ? prove(fan) : nothing} ${screens(fan)}
    ${devicesSection(devices, fan)} ${profile(fan)}`;
  }
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
      ${
        !over && valid.some((ticket) => ticket.kind === 'hall')
          ? html`${fan.door.render(show, strings)} ${print(show, fan)}`
          : nothing
      }
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
        : delivery.method === 'post'
          ? html`<p class="fine">${parcel(delivery, strings)}</p>`
          : html`<strong class="code">${delivery.code}</strong>
              <p class="fine">${strings.pickUpAt(delivery.place)}</p>`
    }
  </div>`;
}

function parcel({ state, tracking, place }: Delivery, strings: KnownFanStrings): string {
  if (state !== 'sent') return strings.toBePosted(place);
  return tracking === null ? strings.sent(place) : strings.sentTracking(place, tracking);
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

function receipt(order: Order, fan: KnownFan): TemplateResult {
  const { strings, tag, withdrawals } = fan;
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
    ${documents(order, strings)} ${order.state === 'paid' ? again(order, fan) : nothing}
    ${withdrawals.render(order, fan)}
  </details>`;
}

/** The confirmation once more, to the order's own address. */
function again({ id, emailHint }: Order, { strings, busy, run, venue }: KnownFan): TemplateResult {
  const send = () => run(strings.resent(emailHint), async () => void (await venue().act('resendOrder', { order: id })));
  return html`<p>
    <button class="link" type="button" aria-disabled=${busy ? 'true' : 'false'} @click=${() => void send()}>
      ${strings.resend}
    </button>
  </p>`;
}

// ── Several people, several screens ─────────────────────────────────────────────────────────────────────────────────

/** Tickets of a proved fan that others may use; order sessions have proved nothing they could give away. */
function sharing(fan: KnownFan): TemplateResult | typeof nothing {
  const { passes, session, strings, nowMs } = fan;
  if (session.kind !== 'fan') return nothing;
  const own = passes.tickets.filter(
    (ticket) =>
      ticket.state === 'valid' &&
      ticket.kind === 'live' &&
      ticket.order !== null &&
      passes.orders.some((order) => order.id === ticket.order) &&
      Date.parse(ticket.show.startsAt) + EVENING_MS > nowMs,
  );
  if (own.length === 0) return nothing;
  return html`<section class="stack">
    <h3>${strings.sharing}</h3>
    <p class="fine">${strings.sharingWhy}</p>
    <ul class="list">
      ${own.map((ticket, index) => html`<li>${sharedTicket(ticket, index, fan)}</li>`)}
    </ul>
  </section>`;
}

function sharedTicket(ticket: Ticket, index: number, fan: KnownFan): TemplateResult {
  const { strings, busy, passes, run, venue, onPasses } = fan;
  const there = passes.addresses.filter((one) => one.ticket === ticket.id);
  const replace = ({ addresses }: { addresses: Passes['addresses'] }) => onPasses({ ...passes, addresses });
  const add = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const email = valueOf(event, 'email');
    if (!email) return;
    const page = location.href.split('#')[0]!;
    void run(strings.shared(email), async () => {
      replace(await venue().act('addTicketAddress', { ticket: ticket.id, email, page, locale: fan.tag }));
      form.reset();
    });
  };
  const remove = ({ id, emailHint }: Passes['addresses'][number]) =>
    run(strings.unshared(emailHint), async () =>
      replace(await venue().act('removeTicketAddress', { ticket: ticket.id, address: id })),
    );
  return html`<details>
    <summary>
      <bdi>${ticket.show.title}</bdi>
      <span class="fine">${there.length ? strings.sharedWith(there.length) : strings.onlyYou}</span>
    </summary>
    <ul class="lines">
      ${there.map(
        (one) =>
          html`<li class="spread">
            <span class="breakable">${one.emailHint}</span>
            <button
              class="button"
              type="button"
              aria-label=${strings.unshareNamed(one.emailHint)}
              aria-disabled=${busy ? 'true' : 'false'}
              @click=${() => void remove(one)}
            >
              ${strings.unshare}
            </button>
          </li>`,
      )}
    </ul>
    ${
      there.length >= MOST_ADDRESSES
        ? html`<p class="fine">${strings.sharedFull}</p>`
        : html`<form class="name-form" @submit=${add}>
            <div class="field">
              <label for="share-${index}">${strings.shareWith}</label>
              <input
                id="share-${index}"
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
            <button class="button" type="submit" aria-disabled=${busy ? 'true' : 'false'}>${strings.share}</button>
          </form>`
    }
  </details>`;
}

function screens({ passes, screen, strings }: KnownFan): TemplateResult | typeof nothing {
  const watching = passes.tickets.some(
    ({ kind, state }) => state === 'valid' && (kind === 'live' || kind === 'replay'),
  );
  return watching
    ? html`<section class="stack">
        <h3>${strings.screens}</h3>
        ${screen.render()}
      </section>`
    : nothing;
}

// ── The fan ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function prove({ strings, proof }: KnownFan): TemplateResult {
  return html`<section class="note stack">
    <p>${strings.onlyThisOrder}</p>
    ${proof(strings.prove)}
  </section>`;
}

function devicesSection(devices: readonly Device[], fan: KnownFan): TemplateResult | typeof nothing {
  if (devices.length === 0) return nothing;
  const { strings, tag, busy } = fan;
  const revoke = (device: Device) =>
    fan.run(strings.revoked(device.label || strings.otherDevice), async () => {
      await fan.venue().act('revokeDevice', { device: device.id });
      fan.onPasses({ ...fan.passes, devices: devices.filter((one) => one !== device) });
    });
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
                    @click=${() => void revoke(device)}
                  >
                    ${strings.revoke}
                  </button>`
            }
          </li>`,
      )}
    </ul>
  </section>`;
}

function profile({ session, strings, busy, run, venue }: KnownFan): TemplateResult {
  const save = (event: Event) => {
    event.preventDefault();
    const name = valueOf(event, 'nickname');
    if (name) void run(strings.saved, () => venue().setDisplayName(name));
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
          .value=${session.displayName ?? ''}
        />
      </div>
      <button class="button" type="submit" aria-disabled=${busy ? 'true' : 'false'}>${strings.save}</button>
    </form>
    <span class="fine" id="display-name-hint">${strings.nameHint}</span>
    <div class="spread">
      <span class="breakable">${session.emailHint ? strings.loggedInAs(session.emailHint) : nothing}</span>
      <button class="link" type="button" @click=${() => void run(strings.loggedOut, () => venue().logOut())}>
        ${strings.logOut}
      </button>
    </div>
  </section>`;
}
