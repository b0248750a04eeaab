/** The brake, within reach of a thumb: slow mode, close, and what people have reported. */
import type { ChatState, ModerationAction, Report } from '@parterre/protocol';
import { html, type TemplateResult } from 'lit';
import type { RoomStrings } from './room.en.ts';

export interface ModerationContext {
  readonly strings: RoomStrings;
  readonly chat: ChatState;
  readonly reports: readonly Report[];
  readonly moderate: (action: ModerationAction) => void;
}

/** Seconds between two messages that a moderator can choose. */
const SLOW_STEPS = [0, 5, 10, 30, 60];

export function moderationTemplate({ strings, chat, reports, moderate }: ModerationContext): TemplateResult {
  const slow = (event: Event) => moderate({ type: 'slow', seconds: Number((event.target as HTMLSelectElement).value) });
  return html`<section class="panel" aria-label=${strings.moderation}>
    <div class="actions">
      <label
        >${strings.slow}
        <select @change=${slow}>
          ${SLOW_STEPS.map(
            (seconds) =>
              html`<option value=${seconds} ?selected=${seconds === chat.slowSeconds}>
                ${seconds ? strings.seconds(seconds) : strings.slowOff}
              </option>`,
          )}
        </select></label
      >
      <button @click=${() => moderate({ type: chat.open ? 'close' : 'open' })}>
        ${chat.open ? strings.close : strings.open}
      </button>
    </div>
    <h3>${strings.reports}</h3>
    ${
      reports.length
        ? html`<ul>
            ${reports.map((report) => reportTemplate(report, strings, moderate))}
          </ul>`
        : html`<p class="hint">${strings.noReports}</p>`
    }
  </section>`;
}

function reportTemplate(
  report: Report,
  strings: RoomStrings,
  moderate: (action: ModerationAction) => void,
): TemplateResult {
  const { message } = report;
  const reasons = report.reasons.map((reason) => strings.reasons[reason]).join(', ');
  return html`<li>
    <span class="author" dir="auto">${message.author.name}</span> <span class="text" dir="auto">${message.text}</span>
    <div class="hint">${strings.reportCount(report.count)} · ${reasons}</div>
    <div class="actions">
      <button class="danger" @click=${() => moderate({ type: 'remove', message: message.id })}>
        ${strings.remove}
      </button>
      <button
        class="danger"
        @click=${() => moderate({ type: 'mute', author: message.author.id, minutes: 720, purge: true })}
      >
        ${strings.ban}
      </button>
      <button @click=${() => moderate({ type: 'dismiss', message: message.id })}>${strings.dismiss}</button>
    </div>
  </li>`;
}
