/** What a ticket includes, as small line drawings beside the words. */
import type { PartKind } from '@parterre/protocol';
import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';

const drawings: Readonly<Record<PartKind, SVGTemplateResult>> = {
  // A door that stands open.
  hall: svg`<path d="M4 21h16M6 21V4l9-1v18M15 5h3v16M11.5 12v1" />`,
  // A point and the waves that leave it.
  live: svg`<circle cx="12" cy="12" r="2" /><path d="M7.8 16.2a6 6 0 0 1 0-8.4M16.2 7.8a6 6 0 0 1 0 8.4M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14" />`,
  // Round again.
  replay: svg`<path d="M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5M10.5 9.2v5.6l4.5-2.8z" />`,
  // A bag.
  merch: svg`<path d="M5 8h14l1 13H4zM9 8V7a3 3 0 0 1 6 0v1" />`,
};

export const icon = (kind: PartKind): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    ${drawings[kind]}
  </svg>`;
