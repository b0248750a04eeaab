import type { Message, ModerationAction, Report, ReportReason } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { formatShowTime } from '@parterre/rules/format';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Announcer } from '../base/announcer.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import type { PendingMessage, ShowSession } from '../session/show-session.ts';
import { CrowdAnnouncer } from './crowd-announcer.ts';
import type { ChatStrings } from './en.ts';
import { KeyboardRoom } from './keyboard-room.ts';
import { chatStyles } from './live-chat.styles.ts';
import { LogFollower } from './log-follower.ts';
import { messageTemplate, type MessageContext } from './message.ts';
import { moderationTemplate } from './moderation.ts';

/** Longest message, as in the contract (`MESSAGE_MAX_CHARACTERS`). */
const MAX_CHARACTERS = 300;
/** From here on the field says how many are left. */
const WARN_BELOW = 50;

/** A message of this person was taken by the server. */
export class LiveChatSentEvent extends Event {
  readonly text: string;
  constructor(text: string) {
    super('live-chat-sent', { bubbles: true, composed: true });
    this.text = text;
  }
}

/**
 * The room of a show: what people say, and the brake for whoever keeps it pleasant.
 *
 * @summary Live chat for everybody with a ticket, with moderation in place.
 * @slot - Fallback for browsers without scripts.
 * @event {LiveChatSentEvent} live-chat-sent - A message of this person was taken by the server.
 * @csspart frame - The box around everything.
 * @csspart message-list - The list of messages.
 * @cssproperty [--parterre-chat-height=34rem] - Height of the chat; never more than can be seen.
 * @cssproperty --parterre-gold - Name colour of gold fans.
 * @cssproperty --parterre-platinum - Name colour of platinum fans.
 * @cssproperty --parterre-diamond - Name colour and edge of diamond messages.
 */
export class LiveChat extends ParterreElement<ChatStrings> {
  static override styles = [...ParterreElement.styles, chatStyles];

  static override properties = {
    ...ParterreElement.properties,
    draft: { state: true },
    name: { state: true },
    naming: { state: true },
    moderating: { state: true },
    opened: { state: true },
    reports: { state: true },
    waitUntil: { state: true },
    problem: { state: true },
    reachable: { state: true },
  };

  /** What is in the field. Kept until the server has it. */
  declare draft: string;
  declare name: string;
  /** Whether a name is being asked for before the first message. */
  declare naming: boolean;
  declare moderating: boolean;
  declare opened: MessageContext['open'];
  declare reports: readonly Report[];
  /** Server time until which the slow mode holds this person back, in milliseconds. */
  declare waitUntil: number;
  declare problem: ParterreError | null;
  declare reachable: string | null;

  readonly #follower = new LogFollower(this, () => this.renderRoot.querySelector('ol'));
  readonly #announcer = new Announcer(this);
  readonly #crowd = new CrowdAnnouncer(this, this.#announcer);
  #total = 0;
  #newest: string | null = null;
  #pinned: string | null = null;
  /** Server time at which this person came in, in milliseconds; null while outside. */
  #insideSince: number | null = null;
  #waitTimer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super({ en: () => import('./en.ts'), fr: () => import('./fr.ts') }, 'show', { attends: true });
    new KeyboardRoom(this);
    this.draft = '';
    this.name = '';
    this.naming = false;
    this.moderating = false;
    this.opened = null;
    this.reports = [];
    this.waitUntil = 0;
    this.problem = null;
    this.reachable = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#waitTimer) clearTimeout(this.#waitTimer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const state = this.session.show?.state;
    if (state) this.#noticeNews(state.messages, state.pin);
  }

  /** Counts and announces what has come since the last rendering. What was said before this person came in is history. */
  #noticeNews(messages: readonly Message[], pin: Message | null): void {
    const { strings } = this.locale;
    const state = this.session.show?.state;
    const now = this.session.venue?.now() ?? Date.now();
    if (!state?.entry) this.#insideSince = null;
    else this.#insideSince ??= now;
    const newest = messages.at(-1)?.id ?? null;
    if (newest !== this.#newest && strings) {
      const from = messages.findIndex((one) => one.id === this.#newest) + 1;
      const fresh = messages.slice(from);
      this.#total += fresh.length;
      this.#follower.count(this.#total);
      for (const one of fresh) {
        const said = Date.parse(one.at) >= (this.#insideSince ?? Infinity);
        if (!said || one.author.id === state?.entry?.me.author) continue;
        this.#crowd.queue(strings.announced(one.author.name, one.text), strings.newMessages);
      }
      this.#newest = newest;
    }
    if ((pin?.id ?? null) !== this.#pinned) {
      this.#pinned = pin?.id ?? null;
      if (pin && strings)
        this.#announcer.announce(`${strings.pinned}. ${strings.announced(pin.author.name, pin.text)}`);
    }
    // The Tab key finds the newest message that something can be done about, unless somebody is just going through them.
    const me = state?.entry?.me.author;
    const moderator = this.#can('chat.moderate');
    const actionable = messages.filter((one) => moderator || one.author.id !== me);
    const browsing =
      this.renderRoot?.querySelector('.more:focus') && actionable.some((one) => one.id === this.reachable);
    if (!browsing) this.reachable = actionable.at(-1)?.id ?? null;
  }

  // ── What people do ──────────────────────────────────────────────────────────────────────────────────────────────────

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const { show, venue } = this.session;
    const text = this.draft.trim();
    if (!show || !venue || !text) return;
    if (!venue.state.session?.displayName && !this.naming) {
      this.naming = true;
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLInputElement>('#name')?.focus();
      return;
    }
    if (this.naming && !(await this.#saveName())) return;
    this.draft = '';
    this.#follower.follow();
    await show.post(text);
    this.#afterPost(show, text);
    this.renderRoot.querySelector<HTMLInputElement>('#text')?.focus();
  }

  /** True once there is a name, or the fan left the field empty and the server will give one. */
  async #saveName(): Promise<boolean> {
    const name = this.name.trim();
    if (name) {
      try {
        await this.session.venue?.setDisplayName(name);
      } catch (error) {
        this.#fail(error);
        return false;
      }
    }
    this.naming = false;
    return true;
  }

  /** A refused message goes back into the field when the field is still empty: nothing typed is ever lost. */
  #afterPost(show: ShowSession, text: string): void {
    const refused = show.state.pending.find((one) => one.text === text && one.error);
    if (!refused?.error) {
      this.problem = null;
      this.#announcer.announce(this.locale.strings?.sent ?? '');
      this.dispatchEvent(new LiveChatSentEvent(text));
      return;
    }
    if (refused.error.code === 'slow_mode' || refused.error.code === 'text_refused') {
      this.#takeBack(refused);
      if (refused.error.code === 'slow_mode') this.#hold(refused.error.retryAfterMs ?? 2000);
    }
    this.#fail(refused.error);
  }

  #takeBack(refused: PendingMessage): void {
    const text = this.session.show?.discard(refused.key);
    if (text && !this.draft) this.draft = text;
  }

  /** Disables the field for the slow mode's time and counts down in it. */
  #hold(milliseconds: number): void {
    const { venue } = this.session;
    if (!venue) return;
    this.waitUntil = venue.now() + milliseconds;
    const tick = () => {
      this.requestUpdate();
      this.#waitTimer = venue.now() < this.waitUntil ? setTimeout(tick, 500) : null;
    };
    if (this.#waitTimer) clearTimeout(this.#waitTimer);
    tick();
  }

  #fail(error: unknown): void {
    if (!isParterreError(error)) throw error;
    this.problem = error;
    this.#announcer.announce(() => this.locale.errorText(error));
  }

  readonly #toggle = (message: Message): void => {
    this.opened = this.opened?.message === message.id ? null : { message: message.id, reporting: false };
    this.reachable = message.id;
  };

  readonly #report = async (message: Message, reason: ReportReason): Promise<void> => {
    this.opened = null;
    try {
      await this.session.show?.report(message.id, reason);
      this.#announcer.announce(this.locale.strings?.reported ?? '');
    } catch (error) {
      this.#fail(error);
    }
  };

  readonly #moderate = async (action: ModerationAction): Promise<void> => {
    this.opened = null;
    try {
      await this.session.show?.moderate(action);
      this.problem = null;
      if (this.moderating) await this.#loadReports();
    } catch (error) {
      this.#fail(error);
    }
  };

  async #toggleModeration(): Promise<void> {
    this.moderating = !this.moderating;
    if (this.moderating) await this.#loadReports().catch((error: unknown) => this.#fail(error));
  }

  async #loadReports(): Promise<void> {
    this.reports = (await this.session.show?.reports()) ?? [];
  }

  /** Up and down go from message to message, so that Tab leads straight to the field. */
  #onListKey(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === 'Escape' && this.opened) this.opened = null;
    if (!step || !(event.target as Element).matches('.more')) return;
    event.preventDefault();
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('.more')];
    const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + step];
    if (!next) return;
    this.reachable = next.closest('li')?.dataset['id'] ?? this.reachable;
    next.focus();
  }

  // ── Rendering ───────────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    const { strings } = this.locale;
    if (!strings) return html`<div class="frame" part="frame">${skeleton}</div>`;
    const inside = this.session.show?.state.entry;
    return html`<section
      class="frame ${inside ? 'inside' : ''}"
      part="frame"
      aria-label=${strings.title}
      @keydown=${this.#onEscape}
    >
      ${this.#header(strings)} ${this.#body(strings)} ${this.#announcer.render()}
    </section>`;
  }

  readonly #onEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.moderating) this.moderating = false;
  };

  #header(strings: ChatStrings): TemplateResult {
    const state = this.session.show?.state;
    const viewers = state?.viewers;
    return html`<header>
      <h2>${strings.title}</h2>
      ${viewers ? html`<span class="viewers">${strings.viewers(new Intl.NumberFormat(this.locale.tag).format(viewers))}</span>` : nothing}
      ${
        this.#can('chat.moderate')
          ? html`<button class="plain" aria-expanded=${this.moderating} @click=${this.#toggleModeration}>
              ${strings.moderation}
            </button>`
          : nothing
      }
    </header>`;
  }

  #body(strings: ChatStrings): TemplateResult {
    const { show } = this.session;
    if (this.session.problem) return this.#rest(strings.noShow);
    if (!show) return skeleton;
    const { entry, chat } = show.state;
    if (show.state.show && !show.state.show.chat) return this.#rest(strings.noChat);
    if (!entry) return this.#outside(strings, show);
    return html`${
      this.moderating && chat
        ? moderationTemplate({ strings, chat, reports: this.reports, moderate: this.#moderate })
        : nothing
    }
    ${this.#pin(strings, show)} ${this.#log(strings, show)} ${this.#composer(strings, show)}`;
  }

  /** What stands there instead of the room, and the way in. */
  #outside(strings: ChatStrings, session: ShowSession): TemplateResult {
    const { show, showError, phase, entering, entryError } = session.state;
    if (!show) return showError ? this.#rest(this.locale.errorText(showError)) : skeleton;
    if (entering) return skeleton;
    const join = (label: string) => html`<button class="primary" @click=${() => session.join()}>${label}</button>`;
    if (entryError) return this.#rest(this.locale.errorText(entryError), join(strings.rejoin));
    if (phase === 'announced') {
      return this.#rest(strings.notOpenYet(formatShowTime(show.doorsAt, this.locale.tag, show.timeZone).show));
    }
    if (phase === 'archived') return this.#rest(strings.over);
    if (show.access === 'open' || session.mayEnter) return this.#rest(strings.readOnly, join(strings.join));
    return this.#rest(strings.needTicket);
  }

  #rest(text: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`<div class="rest">
      <p>${text}</p>
      ${action}<slot></slot>
    </div>`;
  }

  #pin(strings: ChatStrings, session: ShowSession): TemplateResult | typeof nothing {
    const { pin } = session.state;
    if (!pin) return nothing;
    return html`<div class="pin">
      <div>
        <strong>${strings.pinned}</strong> · <span class="author" dir="auto">${pin.author.name}</span>
        <span class="text" dir="auto">${pin.text}</span>
      </div>
      ${this.#can('chat.moderate') ? html`<button class="plain" @click=${() => this.#moderate({ type: 'unpin' })}>${strings.unpin}</button>` : nothing}
    </div>`;
  }

  #log(strings: ChatStrings, session: ShowSession): TemplateResult {
    const { messages, pending, messagesTrimmed, feedError, show, entry } = session.state;
    const context: MessageContext = {
      strings,
      language: this.locale.tag,
      timeZone: show?.timeZone ?? 'UTC',
      author: entry?.me.author ?? null,
      moderator: this.#can('chat.moderate'),
      canReport: true,
      open: this.opened,
      reachable: this.reachable,
      toggle: this.#toggle,
      askReason: (message) => (this.opened = { message: message.id, reporting: true }),
      report: this.#report,
      moderate: this.#moderate,
    };
    const unseen = this.#follower.unseen;
    return html`<div class="scroll" role="log" aria-live="off" aria-label=${strings.log}>
        <ol part="message-list" tabindex="0" @scroll=${this.#follower.onScroll} @keydown=${this.#onListKey}>
          ${messagesTrimmed ? html`<li class="message hint">${strings.older}</li>` : nothing}
          ${messages.length + pending.length ? nothing : html`<li class="message hint">${strings.empty}</li>`}
          ${repeat(
            messages,
            (message) => message.id,
            (message) => messageTemplate(message, context),
          )}
          ${repeat(
            pending,
            (one) => one.key,
            (one) => this.#pendingTemplate(strings, session, one),
          )}
        </ol>
        ${unseen ? html`<button class="fresh" @click=${this.#follower.follow}>${strings.newMessages(unseen)}</button>` : nothing}
      </div>
      ${feedError ? html`<p class="notice">${strings.reconnecting}</p>` : nothing}`;
  }

  #pendingTemplate(strings: ChatStrings, session: ShowSession, one: PendingMessage): TemplateResult {
    return html`<li class="message pending">
      <span class="author">${strings.you}</span> <span class="text" dir="auto">${one.text}</span>
      ${
        one.error
          ? html`<div class="refused">${this.locale.errorText(one.error)}</div>
              <div class="actions">
                <button @click=${() => session.retry(one.key)}>${strings.tryAgain}</button>
                <button @click=${() => this.#takeBack(one)}>${strings.takeBack}</button>
              </div>`
          : html`<span class="hint">${strings.sending}</span>`
      }
    </li>`;
  }

  #composer(strings: ChatStrings, session: ShowSession): TemplateResult {
    const { chat, entry } = session.state;
    const now = this.session.venue?.now() ?? Date.now();
    const muted = entry?.me.mutedUntil ? Date.parse(entry.me.mutedUntil) > now : false;
    if (muted) return html`<p class="notice">${strings.muted}</p>`;
    if (!this.#can('chat.write')) return html`<p class="notice">${strings.readOnly}</p>`;
    if (chat && !chat.open && !this.#can('chat.moderate')) return html`<p class="notice">${strings.closed}</p>`;
    const waiting = Math.ceil((this.waitUntil - now) / 1000);
    const left = MAX_CHARACTERS - this.draft.length;
    return html`<form @submit=${this.#submit}>
      ${this.naming ? this.#nameField(strings) : nothing}
      <label class="visually-hidden" for="text">${strings.field}</label>
      <input
        id="text"
        type="text"
        autocomplete="off"
        enterkeyhint="send"
        maxlength=${MAX_CHARACTERS}
        placeholder=${strings.placeholder}
        .value=${this.draft}
        ?disabled=${waiting > 0}
        aria-describedby="composer-hint"
        @input=${(event: InputEvent) => (this.draft = (event.target as HTMLInputElement).value)}
      />
      <button class="primary" ?disabled=${waiting > 0}>${strings.send}</button>
      <span class="hint" id="composer-hint">${this.#hint(strings, chat?.slowSeconds ?? 0, waiting, left)}</span>
    </form>`;
  }

  #hint(strings: ChatStrings, slowSeconds: number, waiting: number, left: number): string | typeof nothing {
    if (waiting > 0) return strings.wait(waiting);
    if (this.problem && !this.session.show?.state.pending.some((one) => one.error))
      return this.locale.errorText(this.problem);
    if (left < WARN_BELOW) return strings.charactersLeft(left);
    return slowSeconds ? strings.slowNotice(slowSeconds) : nothing;
  }

  #nameField(strings: ChatStrings): TemplateResult {
    return html`<label class="name" for="name">${strings.nameTitle}</label>
      <input
        id="name"
        type="text"
        maxlength="40"
        autocomplete="nickname"
        .value=${this.name}
        @input=${(event: InputEvent) => (this.name = (event.target as HTMLInputElement).value)}
      />
      <span class="hint">${strings.nameHint}</span>`;
  }

  #can(capability: string): boolean {
    return this.session.show?.state.entry?.me.capabilities.includes(capability) ?? false;
  }
}

const skeleton = html`<div class="scroll" aria-hidden="true">
  ${Array.from({ length: 6 }, () => html`<div class="skeleton"></div>`)}
</div>`;

declare global {
  interface HTMLElementTagNameMap {
    'live-chat': LiveChat;
  }
  interface GlobalEventHandlersEventMap {
    'live-chat-sent': LiveChatSentEvent;
  }
}
