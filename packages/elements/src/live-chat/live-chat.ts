import type { Report } from '@parterre/protocol';
import type { ParterreError } from '@parterre/protocol/errors';
import { formatShowTime } from '@parterre/rules/format';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { LatePart } from '../base/late-part.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { Part } from '../session/part.ts';
import type { ShowSession } from '../session/show-session.ts';
import type { ChatStrings } from './en.ts';
import { chatStyles } from './live-chat.styles.ts';
import type { MessageContext } from './message.ts';
import type { ChatRoom } from './room.ts';

/** What only those see who are inside. */
const roomPart = new Part(() => import('./room.ts'));

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
    showAll: { state: true },
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
  /** Beside a replay: everything that was said, instead of what belongs to the picture. */
  declare showAll: boolean;

  readonly #announcer = new Announcer(this);
  readonly #lateRoom = new LatePart(this, roomPart, {
    announcer: this.#announcer,
    errorText: (error) => this.locale.errorText(error),
  });
  #room: ChatRoom | null = null;

  constructor() {
    super({ en: () => import('./en.ts'), fr: () => import('./fr.ts') }, 'show', { attends: true });
    this.draft = '';
    this.name = '';
    this.naming = false;
    this.moderating = false;
    this.opened = null;
    this.reports = [];
    this.waitUntil = 0;
    this.problem = null;
    this.reachable = null;
    this.showAll = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { entering, entry } = this.session.show?.state ?? {};
    if (entering) roomPart.prepare();
    if (entry && !this.#room && !this.#lateRoom.error) void this.#lateRoom.open(({ ChatRoom }) => this.#open(ChatRoom));
    this.#room?.noticeNews();
  }

  #open(Room: typeof ChatRoom): void {
    this.#room = new Room(this, {
      session: this.session,
      announcer: this.#announcer,
      sent: (text) => this.dispatchEvent(new LiveChatSentEvent(text)),
    });
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
      ${this.#room?.moderationButton() ?? nothing}
    </header>`;
  }

  #body(strings: ChatStrings): TemplateResult {
    const { show } = this.session;
    if (this.session.problem) return this.#rest(strings.noShow);
    if (!show) return skeleton;
    if (show.state.show && !show.state.show.chat) return this.#rest(strings.noChat);
    if (!show.state.entry) return this.#outside(strings, show);
    if (this.#room) return this.#room.render(show) ?? skeleton;
    return this.#lateRoom.error ? this.#rest(this.locale.errorText(this.#lateRoom.error)) : skeleton;
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
