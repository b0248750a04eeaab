/**
 * The room as the chat shows it to those who are inside: what is said, the field to answer, the brake for whoever keeps it
 * pleasant. Fetched once this person has a place; what is typed and opened is state of the tag.
 */
import type { Message, ModerationAction, ReportReason } from '@parterre/protocol';
import { isParterreError } from '@parterre/protocol/errors';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Announcer } from '../base/announcer.ts';
import { addStyles } from '../base/late-styles.ts';
import { LocaleController } from '../base/locale-controller.ts';
import type { SessionController } from '../base/session-controller.ts';
import type { PendingMessage, ShowSession, ShowState } from '../session/show-session.ts';
import { Part } from '../session/part.ts';
import { CrowdAnnouncer } from './crowd-announcer.ts';
import { KeyboardRoom } from './keyboard-room.ts';
import type { LiveChat } from './live-chat.ts';
import { LogFollower } from './log-follower.ts';
import { messageTemplate, type MessageContext } from './message.ts';
import { moderationTemplate } from './moderation.ts';
import type { RoomStrings } from './room.en.ts';
import { roomStyles } from './room.styles.ts';

const catalogue = { en: () => import('./room.en.ts'), fr: () => import('./room.fr.ts') };

/** The chat of a replay in its place. */
const inPlace = new Part(() => import('../session/in-place.ts'));

/** Longest message, as in the contract (`MESSAGE_MAX_CHARACTERS`). */
const MAX_CHARACTERS = 300;
/** From here on the field says how many are left. */
const WARN_BELOW = 50;

/** What the tag shares with its room. */
export interface ChatRoomOptions {
  readonly session: SessionController;
  readonly announcer: Announcer;
  /** A message of this person was taken by the server. */
  readonly sent: (text: string) => void;
}

export class ChatRoom implements ReactiveController {
  readonly #chat: LiveChat;
  readonly #options: ChatRoomOptions;
  readonly #locale: LocaleController<RoomStrings>;
  readonly #follower: LogFollower;
  readonly #crowd: CrowdAnnouncer;
  #total = 0;
  #newest: string | null = null;
  #pinned: string | null = null;
  /** Server time at which this person came in, in milliseconds; null while outside. */
  #insideSince: number | null = null;
  #waitTimer: ReturnType<typeof setTimeout> | null = null;
  /** The show whose chat was bound to its picture. */
  #following: ShowSession | null = null;

  constructor(chat: LiveChat, options: ChatRoomOptions) {
    this.#chat = chat;
    this.#options = options;
    this.#locale = new LocaleController<RoomStrings>(chat, catalogue);
    this.#follower = new LogFollower(chat, () => chat.renderRoot.querySelector('ol'));
    this.#crowd = new CrowdAnnouncer(chat, options.announcer);
    addStyles(chat, roomStyles);
    new KeyboardRoom(chat);
    chat.addController(this);
  }

  hostDisconnected(): void {
    if (this.#waitTimer) clearTimeout(this.#waitTimer);
  }

  /** The way to the brake, for those who may use it; belongs into the tag's header. */
  moderationButton(): TemplateResult | typeof nothing {
    const { strings } = this.#locale;
    if (!strings || !this.#can('chat.moderate')) return nothing;
    return html`<button class="plain" aria-expanded=${this.#chat.moderating} @click=${() => this.#toggleModeration()}>
      ${strings.moderation}
    </button>`;
  }

  /** Everything below the header; null while the sentences are on their way. */
  render(show: ShowSession): TemplateResult | null {
    const { strings } = this.#locale;
    if (!strings) return null;
    const { chat } = show.state;
    const { moderating, reports } = this.#chat;
    return html`${this.#placeBar(strings, show)}${
      moderating && chat ? moderationTemplate({ strings, chat, reports, moderate: this.#moderate }) : nothing
    }
    ${this.#pin(strings, show)} ${this.#log(strings, show)} ${this.#composer(strings, show)}`;
  }

  // ── What people do ──────────────────────────────────────────────────────────────────────────────────────────────────

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const { show, venue } = this.#options.session;
    const text = this.#chat.draft.trim();
    if (!show || !venue || !text) return;
    if (!venue.state.session?.displayName && !this.#chat.naming) {
      this.#chat.naming = true;
      await this.#chat.updateComplete;
      this.#chat.renderRoot.querySelector<HTMLInputElement>('#name')?.focus();
      return;
    }
    if (this.#chat.naming && !(await this.#saveName())) return;
    this.#chat.draft = '';
    this.#follower.follow();
    await (await show.inside()).post(text);
    await this.#afterPost(show, text);
    this.#chat.renderRoot.querySelector<HTMLInputElement>('#text')?.focus();
  }

  /** True once there is a name, or the fan left the field empty and the server will give one. */
  async #saveName(): Promise<boolean> {
    const name = this.#chat.name.trim();
    if (name) {
      try {
        await this.#options.session.venue?.setDisplayName(name);
      } catch (error) {
        this.#fail(error);
        return false;
      }
    }
    this.#chat.naming = false;
    return true;
  }

  /** A refused message goes back into the field when the field is still empty: nothing typed is ever lost. */
  async #afterPost(show: ShowSession, text: string): Promise<void> {
    const refused = show.state.pending.find((one) => one.text === text && one.error);
    if (!refused?.error) {
      this.#chat.problem = null;
      this.#options.announcer.announce(this.#locale.strings?.sent ?? '');
      this.#options.sent(text);
      return;
    }
    if (refused.error.code === 'slow_mode' || refused.error.code === 'text_refused') {
      await this.#takeBack(refused);
      if (refused.error.code === 'slow_mode') this.#hold(refused.error.retryAfterMs ?? 2000);
    }
    this.#fail(refused.error);
  }

  async #takeBack(refused: PendingMessage): Promise<void> {
    const text = (await this.#options.session.show?.inside())?.discard(refused.key);
    if (text && !this.#chat.draft) this.#chat.draft = text;
  }

  /** Disables the field for the slow mode's time and counts down in it. */
  #hold(milliseconds: number): void {
    const { venue } = this.#options.session;
    if (!venue) return;
    this.#chat.waitUntil = venue.now() + milliseconds;
    const tick = () => {
      this.#chat.requestUpdate();
      this.#waitTimer = venue.now() < this.#chat.waitUntil ? setTimeout(tick, 500) : null;
    };
    if (this.#waitTimer) clearTimeout(this.#waitTimer);
    tick();
  }

  #fail(error: unknown): void {
    if (!isParterreError(error)) throw error;
    this.#chat.problem = error;
    this.#options.announcer.announce(() => this.#locale.errorText(error));
  }

  readonly #toggle = (message: Message): void => {
    this.#chat.opened = this.#chat.opened?.message === message.id ? null : { message: message.id, reporting: false };
    this.#chat.reachable = message.id;
  };

  readonly #report = async (message: Message, reason: ReportReason): Promise<void> => {
    this.#chat.opened = null;
    try {
      await (await this.#options.session.show?.inside())?.report(message.id, reason);
      this.#options.announcer.announce(this.#locale.strings?.reported ?? '');
    } catch (error) {
      this.#fail(error);
    }
  };

  readonly #moderate = async (action: ModerationAction): Promise<void> => {
    this.#chat.opened = null;
    try {
      await (await this.#options.session.show?.inside())?.moderate(action);
      this.#chat.problem = null;
      if (this.#chat.moderating) await this.#loadReports();
    } catch (error) {
      this.#fail(error);
    }
  };

  async #toggleModeration(): Promise<void> {
    this.#chat.moderating = !this.#chat.moderating;
    if (this.#chat.moderating) await this.#loadReports().catch((error: unknown) => this.#fail(error));
  }

  async #loadReports(): Promise<void> {
    this.#chat.reports = (await (await this.#options.session.show?.inside())?.reports()) ?? [];
  }

  /** Up and down go from message to message, so that Tab leads straight to the field. */
  #onListKey(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === 'Escape' && this.#chat.opened) this.#chat.opened = null;
    if (!step || !(event.target as Element).matches('.more')) return;
    event.preventDefault();
    const buttons = [...this.#chat.renderRoot.querySelectorAll<HTMLButtonElement>('.more')];
    const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + step];
    if (!next) return;
    this.#chat.reachable = next.closest('li')?.dataset['id'] ?? this.#chat.reachable;
    next.focus();
  }

  /** Counts and announces what has come since the last rendering. What was said before this person came in is history. */
  noticeNews(): void {
    const { strings } = this.#locale;
    const state = this.#options.session.show?.state;
    if (!state) return;
    this.#followPicture();
    const messages = this.#shown(state);
    const { pin } = state;
    const now = this.#options.session.venue?.now() ?? Date.now();
    if (!state.entry) this.#insideSince = null;
    else this.#insideSince ??= now;
    const newest = messages.at(-1)?.id ?? null;
    if (newest !== this.#newest && strings) {
      const from = messages.findIndex((one) => one.id === this.#newest) + 1;
      // Beside a picture, what follows on what was there is said now; after a jump all of it is history.
      const placed = messages === state.placed;
      const jumped = placed && from === 0;
      const fresh = jumped ? [] : messages.slice(from);
      this.#total += fresh.length;
      this.#follower.count(this.#total);
      for (const one of fresh) {
        const said = placed || Date.parse(one.at) >= (this.#insideSince ?? Infinity);
        if (!said || one.author.id === state.entry?.me.author) continue;
        this.#crowd.queue(strings.announced(one.author.name, one.text), strings.newMessages);
      }
      this.#newest = newest;
    }
    if ((pin?.id ?? null) !== this.#pinned) {
      this.#pinned = pin?.id ?? null;
      if (pin && strings)
        this.#options.announcer.announce(`${strings.pinned}. ${strings.announced(pin.author.name, pin.text)}`);
    }
    // The Tab key finds the newest message that something can be done about, unless somebody is just going through them.
    const me = state.entry?.me.author;
    const moderator = this.#can('chat.moderate');
    const actionable = messages.filter((one) => moderator || one.author.id !== me);
    const browsing =
      this.#chat.renderRoot?.querySelector('.more:focus') && actionable.some((one) => one.id === this.#chat.reachable);
    if (!browsing) this.#chat.reachable = actionable.at(-1)?.id ?? null;
  }

  /** What is listed: beside a replay what belongs to the picture, unless this person wants all of it. */
  #shown({ messages, placed }: ShowState): readonly Message[] {
    return this.#chat.showAll || !placed ? messages : placed;
  }

  /** Beside a replay the chat follows its picture. Where the code does not come, all of it is there, as in a show that is live. */
  #followPicture(): void {
    const { show } = this.#options.session;
    if (!show || show === this.#following || show.state.entry?.grant?.mode !== 'replay') return;
    this.#following = show;
    Promise.all([inPlace.fetch(), show.inside()]).then(
      ([{ InPlace }, inside]) => inside.followPicture(InPlace),
      () => (this.#following = null),
    );
  }

  #placeBar(strings: RoomStrings, { state }: ShowSession): TemplateResult | typeof nothing {
    if (!state.placed) return nothing;
    const { showAll } = this.#chat;
    return html`<div class="place">
      <span>${showAll ? strings.allShown : strings.inPlace}</span>
      <button class="plain" aria-pressed=${showAll} @click=${() => (this.#chat.showAll = !showAll)}>
        ${strings.showAll}
      </button>
    </div>`;
  }

  #pin(strings: RoomStrings, session: ShowSession): TemplateResult | typeof nothing {
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

  #log(strings: RoomStrings, session: ShowSession): TemplateResult {
    const { pending, messagesTrimmed, feedError, show, entry, placed } = session.state;
    const messages = this.#shown(session.state);
    const bound = messages === placed;
    const context: MessageContext = {
      strings,
      language: this.#locale.tag,
      timeZone: show?.timeZone ?? 'UTC',
      author: entry?.me.author ?? null,
      moderator: this.#can('chat.moderate'),
      canReport: true,
      open: this.#chat.opened,
      reachable: this.#chat.reachable,
      toggle: this.#toggle,
      askReason: (message) => (this.#chat.opened = { message: message.id, reporting: true }),
      report: this.#report,
      moderate: this.#moderate,
    };
    const unseen = this.#follower.unseen;
    return html`<div class="scroll" role="log" aria-live="off" aria-label=${strings.log}>
        <ol
          part="message-list"
          tabindex="0"
          @scroll=${this.#follower.onScroll}
          @keydown=${(event: KeyboardEvent) => this.#onListKey(event)}
        >
          ${messagesTrimmed && !bound ? html`<li class="message hint">${strings.older}</li>` : nothing}
          ${messages.length + pending.length ? nothing : html`<li class="message hint">${bound ? strings.nothingYet : strings.empty}</li>`}
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

  #pendingTemplate(strings: RoomStrings, session: ShowSession, one: PendingMessage): TemplateResult {
    return html`<li class="message pending">
      <span class="author">${strings.you}</span> <span class="text" dir="auto">${one.text}</span>
      ${
        one.error
          ? html`<div class="refused">${this.#locale.errorText(one.error)}</div>
              <div class="actions">
                <button @click=${() => void session.inside().then((inside) => inside.retry(one.key))}>
                  ${strings.tryAgain}
                </button>
                <button @click=${() => void this.#takeBack(one)}>${strings.takeBack}</button>
              </div>`
          : html`<span class="hint">${strings.sending}</span>`
      }
    </li>`;
  }

  #composer(strings: RoomStrings, session: ShowSession): TemplateResult {
    const { chat, entry } = session.state;
    const now = this.#options.session.venue?.now() ?? Date.now();
    const muted = entry?.me.mutedUntil ? Date.parse(entry.me.mutedUntil) > now : false;
    if (muted) return html`<p class="notice">${strings.muted}</p>`;
    if (!this.#can('chat.write')) return html`<p class="notice">${strings.readOnly}</p>`;
    if (chat && !chat.open && !this.#can('chat.moderate')) return html`<p class="notice">${strings.closed}</p>`;
    const waiting = Math.ceil((this.#chat.waitUntil - now) / 1000);
    const left = MAX_CHARACTERS - this.#chat.draft.length;
    return html`<form @submit=${(event: Event) => this.#submit(event)}>
      ${this.#chat.naming ? this.#nameField(strings) : nothing}
      <label class="visually-hidden" for="text">${strings.field}</label>
      <input
        id="text"
        type="text"
        autocomplete="off"
        enterkeyhint="send"
        maxlength=${MAX_CHARACTERS}
        placeholder=${strings.placeholder}
        .value=${this.#chat.draft}
        ?disabled=${waiting > 0}
        aria-describedby="composer-hint"
        @input=${(event: InputEvent) => (this.#chat.draft = (event.target as HTMLInputElement).value)}
      />
      <button class="primary" ?disabled=${waiting > 0}>${strings.send}</button>
      <span class="hint" id="composer-hint">${this.#hint(strings, chat?.slowSeconds ?? 0, waiting, left)}</span>
    </form>`;
  }

  #hint(strings: RoomStrings, slowSeconds: number, waiting: number, left: number): string | typeof nothing {
    if (waiting > 0) return strings.wait(waiting);
    if (this.#chat.problem && !this.#options.session.show?.state.pending.some((one) => one.error))
      return this.#locale.errorText(this.#chat.problem);
    if (left < WARN_BELOW) return strings.charactersLeft(left);
    return slowSeconds ? strings.slowNotice(slowSeconds) : nothing;
  }

  #nameField(strings: RoomStrings): TemplateResult {
    return html`<label class="name" for="name">${strings.nameTitle}</label>
      <input
        id="name"
        type="text"
        maxlength="40"
        autocomplete="nickname"
        .value=${this.#chat.name}
        @input=${(event: InputEvent) => (this.#chat.name = (event.target as HTMLInputElement).value)}
      />
      <span class="hint">${strings.nameHint}</span>`;
  }

  #can(capability: string): boolean {
    return this.#options.session.show?.state.entry?.me.capabilities.includes(capability) ?? false;
  }
}
