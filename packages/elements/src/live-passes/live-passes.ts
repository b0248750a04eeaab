import type { Delivery, Device, Order, Passes, Session, Ticket } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { formatDate, formatMoney, formatShowTime, formatTime, readerTimeZone } from '@parterre/rules/format';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { controlStyles } from '../base/controls.styles.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { PassLinkController } from '../pass-link/pass-link-controller.ts';
import type { PassesStrings } from './en.ts';
import { passesStyles } from './live-passes.styles.ts';

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

/** Orders a fan wants to see again; what came to nothing is noise. */
const SHOWN: ReadonlySet<Order['state']> = new Set(['pending', 'paid', 'refunded']);

/** A show is called coming until this long after its start: nobody looks for tonight under "earlier". */
const EVENING_MS = 6 * 3_600_000;

/** The tickets of one show. */
interface Pass {
  readonly show: Ticket['show'];
  readonly tickets: readonly Ticket[];
}

/**
 * @summary What a fan has: tickets, pick-up codes, receipts, devices, their name in the chat. Who is not known yet comes in by
 *   e-mail.
 * @slot - What the page shows before this tag works.
 * @csspart ticket - One show with its tickets.
 * @csspart pick-up - Goods to pick up, with their code.
 * @csspart pass-form - The form that mails a link and takes six digits.
 * @csspart pass-link - The button that opens a link from a mail.
 * @csspart note - A sentence on what went wrong.
 */
export class LivePasses extends ParterreElement<PassesStrings> {
  static override styles = [...ParterreElement.styles, controlStyles, passesStyles];

  static override properties: PropertyDeclarations = {
    passes: { state: true },
    problem: { state: true },
    displayName: { state: true },
    busy: { state: true },
  };

  declare private passes: Passes | null;
  declare private problem: ParterreError | null;
  /** What is being typed as a name; null while it is what the server has. */
  declare private displayName: string | null;
  declare private busy: boolean;

  /** The session whose passes are shown or on their way; another one means to ask again. */
  #askedFor: Session | null = null;
  readonly #announcer = new Announcer(this);
  readonly #passLink = new PassLinkController(this, {
    announcer: this.#announcer,
    venue: () => this.session.venue,
    rank: 0,
    always: true,
  });

  constructor() {
    super(catalogue, 'venue');
    this.passes = null;
    this.problem = null;
    this.displayName = null;
    this.busy = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const known = this.#session();
    if (known === this.#askedFor) return;
    this.#askedFor = known;
    if (known) void this.#load(known);
    else this.passes = null;
  }

  /** Who is known here; a nameless session of an open show has no passes. */
  #session(): Session | null {
    const session = this.session.venue?.state.session ?? null;
    return session?.kind === 'device' ? null : session;
  }

  // ── What happens ────────────────────────────────────────────────────────────────────────────────────────────────────

  async #load(session: Session): Promise<void> {
    this.problem = null;
    try {
      const passes = await this.session.venue!.read('getPasses', {});
      if (session === this.#askedFor) this.passes = passes;
    } catch (error) {
      if (!isParterreError(error)) throw error;
      if (session === this.#askedFor) this.problem = error;
    }
  }

  /** Runs what a button asks for; while it runs, buttons rest. */
  async #run(done: string, action: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await action();
      this.#announcer.announce(done);
    } catch (error) {
      if (!isParterreError(error)) throw error;
      this.problem = error;
      this.#announcer.announce(() => this.locale.errorText(error));
    } finally {
      this.busy = false;
    }
  }

  #revoke(device: Device, strings: PassesStrings): Promise<void> {
    return this.#run(strings.revoked(device.label || strings.otherDevice), async () => {
      await this.session.venue!.act('revokeDevice', { device: device.id });
      if (this.passes) this.passes = { ...this.passes, devices: this.passes.devices.filter((one) => one !== device) };
    });
  }

  #saveName(event: Event, strings: PassesStrings): void {
    event.preventDefault();
    const name = this.displayName?.trim();
    if (!name) return;
    void this.#run(strings.saved, async () => {
      await this.session.venue!.setDisplayName(name);
      this.displayName = null;
    });
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    return html`<div class="whole">${this.#content()}</div>
      ${this.#announcer.render()}`;
  }

  #content(): TemplateResult {
    const { strings } = this.locale;
    if (!strings) return html`<slot></slot>`;
    if (this.session.problem === 'no_backend') {
      return html`<div class="note error"><p>${strings.noBackend}</p></div>
        <slot></slot>`;
    }
    return html`<div class="stack">
        <h2>${strings.title}</h2>
        ${this.#passLink.openLink()} ${this.#trouble(strings)}
      </div>
      ${this.#known(strings)}`;
  }

  #trouble(strings: PassesStrings): TemplateResult | typeof nothing {
    const ended = this.session.venue?.state.sessionEnded;
    const error = this.problem ?? ended;
    if (!error) return nothing;
    const again = () => this.#askedFor && this.#load(this.#askedFor);
    return html`<div class="note error" part="note">
      <p>${this.locale.errorText(error)}</p>
      ${
        this.problem && !this.passes
          ? html`<button class="link" type="button" @click=${again}>${strings.tryAgain}</button>`
          : nothing
      }
    </div>`;
  }

  #known(strings: PassesStrings): TemplateResult | typeof nothing {
    const session = this.#session();
    if (!session) {
      const pending = this.session.venue?.state.sessionPending;
      return pending ? html`<span class="skeleton tall"></span>` : html`${this.#passLink.form()}`;
    }
    if (!this.passes) return this.problem ? nothing : html`<span class="skeleton tall"></span>`;
    const { tickets, orders, devices } = this.passes;
    const shown = orders.filter((order) => SHOWN.has(order.state));
    return html`${this.#tickets(tickets, strings)} ${this.#pickUps(shown, strings)} ${this.#receipts(shown, strings)}
    ${session.kind === 'order' ? this.#prove(strings) : nothing} ${this.#devices(devices, strings)}
    ${this.#profile(session, strings)}`;
  }

  // ── Tickets ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #tickets(tickets: readonly Ticket[], strings: PassesStrings): TemplateResult {
    const byShow = new Map<string, Ticket[]>();
    for (const ticket of tickets) byShow.set(ticket.show.id, [...(byShow.get(ticket.show.id) ?? []), ticket]);
    const passes = [...byShow.values()].map((own): Pass => ({ show: own[0]!.show, tickets: own }));
    if (passes.length === 0) return html`<p>${strings.noTickets}</p>`;
    const now = this.session.venue!.now();
    const start = ({ show }: Pass) => Date.parse(show.startsAt);
    const coming = passes.filter((pass) => start(pass) + EVENING_MS > now).sort((a, b) => start(a) - start(b));
    const earlier = passes.filter((pass) => !coming.includes(pass)).sort((a, b) => start(b) - start(a));
    const group = (title: string, list: readonly Pass[]) =>
      list.length
        ? html`<section class="stack">
            <h3>${title}</h3>
            <ul class="cards">
              ${list.map((pass) => this.#pass(pass, now, strings))}
            </ul>
          </section>`
        : nothing;
    return html`${group(strings.coming, coming)} ${group(strings.earlier, earlier)}`;
  }

  #pass({ show, tickets }: Pass, now: number, strings: PassesStrings): TemplateResult {
    const valid = tickets.filter((ticket) => ticket.state === 'valid');
    const time = formatShowTime(show.startsAt, this.locale.tag, show.timeZone);
    const kinds = [...new Map(valid.map((ticket) => [ticket.kind, ticket])).values()];
    const over = Date.parse(show.startsAt) + EVENING_MS <= now;
    const replay = kinds.find(
      (ticket) => ticket.kind === 'replay' && (!ticket.until || Date.parse(ticket.until) > now),
    );
    const words = kinds.map((ticket) =>
      ticket.kind === 'replay' && ticket.until
        ? strings.replayUntil(formatDate(ticket.until, this.locale.tag, show.timeZone, 'short'))
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
        ${tickets.some((ticket) => ticket.test) ? html`<span class="badge">${strings.test}</span>` : nothing}
        ${
          valid.length && (!over || replay)
            ? html`<a class="button" href=${show.url}>${over ? strings.watchReplay : strings.goToShow}</a>`
            : nothing
        }
      </div>
    </li>`;
  }

  // ── Goods and receipts ──────────────────────────────────────────────────────────────────────────────────────────────

  #pickUps(orders: readonly Order[], strings: PassesStrings): TemplateResult | typeof nothing {
    const deliveries = orders.flatMap((order) => order.deliveries).filter((one) => one.state !== 'cancelled');
    if (deliveries.length === 0) return nothing;
    const rank = { waiting: 0, prepared: 0, done: 1, cancelled: 2 };
    deliveries.sort((a, b) => rank[a.state] - rank[b.state]);
    return html`<section class="stack">
      <h3>${strings.pickUps}</h3>
      ${deliveries.map((delivery) => this.#pickUp(delivery, strings))}
    </section>`;
  }

  #pickUp(delivery: Delivery, strings: PassesStrings): TemplateResult {
    const goods = delivery.lines.map((line) => (line.quantity > 1 ? `${line.quantity} × ${line.name}` : line.name));
    return html`<div class="note" part="pick-up">
      <p>${new Intl.ListFormat(this.locale.tag).format(goods)}</p>
      ${
        delivery.state === 'done'
          ? html`<p class="fine">${strings.pickedUp}</p>`
          : html`<strong class="code">${delivery.code}</strong>
              <p class="fine">${strings.pickUpAt(delivery.place)}</p>`
      }
    </div>`;
  }

  #receipts(orders: readonly Order[], strings: PassesStrings): TemplateResult | typeof nothing {
    if (orders.length === 0) return nothing;
    const newest = [...orders].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
    return html`<section class="stack">
      <h3>${strings.receipts}</h3>
      <ul class="list">
        ${newest.map((order) => html`<li>${this.#receipt(order, strings)}</li>`)}
      </ul>
    </section>`;
  }

  #receipt(order: Order, strings: PassesStrings): TemplateResult {
    const { tag } = this.locale;
    const line = (name: unknown, amount: Order['total'], sign = 1) =>
      html`<li class="spread">
        <span>${name}</span>
        <span>${formatMoney({ ...amount, amountMinor: sign * amount.amountMinor }, tag, { cents: true })}</span>
      </li>`;
    return html`<details>
      <summary>
        <span>
          ${formatDate(order.paidAt ?? order.createdAt, tag, readerTimeZone())}
          <span class="fine">· ${strings.states[order.state]}${order.test ? ` · ${strings.test}` : ''}</span>
        </span>
        <strong>${formatMoney(order.total, tag, { cents: true })}</strong>
      </summary>
      <ul class="lines">
        ${order.lines.map((one) => line(html`${one.quantity} × <bdi>${one.name}</bdi>`, one.total))}
        ${order.discounts.map((one) => line(one.label, one.amount, -1))}
        <li class="fine">${strings.order(order.reference)}</li>
      </ul>
    </details>`;
  }

  // ── The fan ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #prove(strings: PassesStrings): TemplateResult {
    return html`<section class="note stack">
      <p>${strings.onlyThisOrder}</p>
      ${this.#passLink.form()}
    </section>`;
  }

  #devices(devices: readonly Device[], strings: PassesStrings): TemplateResult | typeof nothing {
    if (devices.length === 0) return nothing;
    const { tag } = this.locale;
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
                      aria-disabled=${this.busy ? 'true' : 'false'}
                      @click=${() => void this.#revoke(device, strings)}
                    >
                      ${strings.revoke}
                    </button>`
              }
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #profile(session: Session, strings: PassesStrings): TemplateResult {
    const name = this.displayName ?? session.displayName ?? '';
    const logOut = () => void this.#run(strings.loggedOut, () => this.session.venue!.logOut());
    return html`<section class="stack">
      <form class="name-form" @submit=${(event: Event) => this.#saveName(event, strings)}>
        <div class="field">
          <label for="display-name">${strings.profile}</label>
          <input
            id="display-name"
            name="nickname"
            autocomplete="nickname"
            maxlength="40"
            aria-describedby="display-name-hint"
            .value=${name}
            @input=${(event: Event) => (this.displayName = (event.target as HTMLInputElement).value)}
          />
        </div>
        <button class="button" type="submit" aria-disabled=${this.busy ? 'true' : 'false'}>${strings.save}</button>
      </form>
      <span class="fine" id="display-name-hint">${strings.nameHint}</span>
      <div class="spread">
        <span class="breakable">${session.emailHint ? strings.loggedInAs(session.emailHint) : nothing}</span>
        <button class="link" type="button" @click=${logOut}>${strings.logOut}</button>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'live-passes': LivePasses;
  }
}
