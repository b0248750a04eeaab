/** How one message of the room is drawn, with what can be done about it. */
import type { Message, ModerationAction, ReportReason } from '@parterre/protocol';
import { formatTime } from '@parterre/rules/format';
import { html, nothing, type TemplateResult } from 'lit';
import type { RoomStrings } from './room.en.ts';

/** What a message needs to know about its reader. */
export interface MessageContext {
  readonly strings: RoomStrings;
  readonly language: string;
  readonly timeZone: string;
  /** The reader's own name tag; null while outside. */
  readonly author: string | null;
  readonly moderator: boolean;
  readonly canReport: boolean;
  /** The message whose actions are open, and whether the reasons of a report are. */
  readonly open: { readonly message: string; readonly reporting: boolean } | null;
  /** The one message whose button the Tab key reaches; arrows go to the others. */
  readonly reachable: string | null;
  readonly toggle: (message: Message) => void;
  readonly askReason: (message: Message) => void;
  readonly report: (message: Message, reason: ReportReason) => void;
  readonly moderate: (action: ModerationAction) => void;
}

export function messageTemplate(message: Message, context: MessageContext): TemplateResult {
  const { strings, open } = context;
  const { author } = message;
  const own = author.id === context.author;
  const isOpen = open?.message === message.id;
  const actionable = context.moderator || (context.canReport && !own);
  return html`<li class="message ${author.rank ?? ''}" data-id=${message.id}>
    <span class="author" dir="auto">${own ? strings.you : author.name}</span>
    ${author.role === 'fan' ? nothing : html`<span class="badge">${strings.role[author.role]}</span>`}
    ${author.rank === 'diamond' ? html`<span class="badge">${strings.rank.diamond}</span>` : nothing}
    <time datetime=${message.at}>${formatTime(message.at, context.language, context.timeZone)}</time>
    <span class="text" dir="auto">${message.text}</span>
    ${
      actionable
        ? html`<button
            class="plain more"
            aria-label=${strings.actions(author.name)}
            aria-expanded=${isOpen}
            tabindex=${context.reachable === message.id ? 0 : -1}
            @click=${() => context.toggle(message)}
          >
            <span aria-hidden="true">⋯</span>
          </button>`
        : nothing
    }
    ${isOpen ? actionsTemplate(message, own, context) : nothing}
  </li>`;
}

function actionsTemplate(message: Message, own: boolean, context: MessageContext): TemplateResult {
  const { strings, moderate } = context;
  if (context.open?.reporting) {
    const reasons = Object.entries(strings.reasons) as [ReportReason, string][];
    return html`<div class="actions" role="group" aria-label=${strings.reportWhy}>
      <span class="hint">${strings.reportWhy}</span>
      ${reasons.map(([reason, label]) => html`<button @click=${() => context.report(message, reason)}>${label}</button>`)}
      <button @click=${() => context.toggle(message)}>${strings.cancel}</button>
    </div>`;
  }
  return html`<div class="actions" role="group" aria-label=${strings.actions(message.author.name)}>
    ${
      context.moderator
        ? html`<button class="danger" @click=${() => moderate({ type: 'remove', message: message.id })}>
              ${strings.remove}
            </button>
            ${own ? nothing : muteTemplate(message, context)}
            <button @click=${() => moderate({ type: 'pin', message: message.id })}>${strings.pin}</button>`
        : nothing
    }
    ${own ? nothing : html`<button @click=${() => context.askReason(message)}>${strings.report}</button>`}
  </div>`;
}

function muteTemplate(message: Message, { strings, moderate }: MessageContext): TemplateResult {
  const author = message.author.id;
  return html`<button @click=${() => moderate({ type: 'mute', author, minutes: 10, purge: false })}>
      ${strings.mute}
    </button>
    <button class="danger" @click=${() => moderate({ type: 'mute', author, minutes: 720, purge: true })}>
      ${strings.ban}
    </button>`;
}
