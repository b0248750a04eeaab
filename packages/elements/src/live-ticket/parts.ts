/** What a ticket is good for, and when: for the offers and for the ticket in hand. */
import type { Part, Show } from '@parterre/protocol';
import { formatDate } from '@parterre/rules/format';
import { html, type TemplateResult } from 'lit';
import type { TicketStrings } from './en.ts';
import { icon } from './icons.ts';

/** One line for each part: in the hall, livestream, replay until, another show. */
export function partsTemplate(parts: readonly Part[], show: Show, tag: string, strings: TicketStrings): TemplateResult {
  const text = (part: Part): string => {
    if (part.kind === 'merch') return part.title || strings.merch;
    const until = part.kind === 'replay' && part.until;
    const what = until ? strings.replayUntil(formatDate(until, tag, show.timeZone, 'short')) : strings[part.kind];
    return part.show && part.show !== show.id ? `${part.title} · ${what}` : what;
  };
  return html`<ul class="parts">
    ${parts.map((part) => html`<li>${icon(part.kind)} <span>${text(part)}</span></li>`)}
  </ul>`;
}
