import { html, svg, type TemplateResult } from 'lit';

const icon = (content: unknown): TemplateResult => html`<svg viewBox="0 0 24 24" aria-hidden="true">${content}</svg>`;

const speaker = svg`<path d="M4 9.5v5h3.2L12 18.8V5.2L7.2 9.5H4Z" />`;

export const icons = {
  play: icon(svg`<path d="M7.5 5v14c0 .8.9 1.3 1.6.8l10.2-7c.6-.4.6-1.2 0-1.6L9.1 4.2C8.4 3.7 7.5 4.2 7.5 5Z" />`),
  pause: icon(svg`<path d="M6.5 4.5h3.6v15H6.5zM13.9 4.5h3.6v15h-3.6z" />`),
  sound: icon(
    svg`${speaker}<path d="M15 8.2v1.9a2.4 2.4 0 0 1 0 3.8v1.9a4.2 4.2 0 0 0 0-7.6Zm0-3.7v1.9a6.2 6.2 0 0 1 0 11.2v1.9a8 8 0 0 0 0-15Z" />`,
  ),
  silence: icon(
    svg`${speaker}<path d="m15.2 9 1.2-1.2 2.1 2.1 2.1-2.1L21.8 9l-2.1 2.1 2.1 2.1-1.2 1.2-2.1-2.1-2.1 2.1-1.2-1.2 2.1-2.1L15.2 9Z" transform="translate(0 .9)" />`,
  ),
  captions: icon(
    svg`<path fill-rule="evenodd" d="M4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5ZM6 11.2h3v1.8H6v-1.8Zm4.5 0H18v1.8h-7.5v-1.8ZM6 14.7h7.5v1.8H6v-1.8Zm9 0h3v1.8h-3v-1.8Z" />`,
  ),
  settings: icon(
    svg`<path d="M4 6.1h8.1a2.8 2.8 0 0 1 5.3 0H20v1.8h-2.6a2.8 2.8 0 0 1-5.3 0H4V6.1Zm0 10h2.6a2.8 2.8 0 0 1 5.3 0H20v1.8h-8.1a2.8 2.8 0 0 1-5.3 0H4v-1.8Z" />`,
  ),
  inset: icon(
    svg`<path fill-rule="evenodd" d="M4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5Zm.3 1.8v10.4h14.4V6.8H4.8ZM12 11.5h6v4.5h-6v-4.5Z" />`,
  ),
  widen: icon(svg`<path d="M4 4h6v2H6v4H4V4Zm10 0h6v6h-2V6h-4V4ZM4 14h2v4h4v2H4v-6Zm14 0h2v6h-6v-2h4v-4Z" />`),
  narrow: icon(svg`<path d="M8 4h2v6H4V8h4V4Zm6 0h2v4h4v2h-6V4ZM4 14h6v6H8v-4H4v-2Zm10 0h6v2h-4v4h-2v-6Z" />`),
  help: icon(
    svg`<path d="M11 16.5h2v2h-2zM12 5.5c-2.4 0-4 1.5-4.1 3.7h2c.1-1.2.8-1.9 2-1.9s2 .7 2 1.7c0 .9-.4 1.3-1.4 2-1.1.8-1.6 1.6-1.5 3v.8h2v-.6c0-.9.3-1.3 1.4-2 1.1-.8 1.6-1.7 1.6-3 0-2.2-1.6-3.7-4-3.7Z" />`,
  ),
  airplay: icon(
    svg`<path d="M4.5 5h15A1.5 1.5 0 0 1 21 6.5v9a1.5 1.5 0 0 1-1.5 1.5h-2.2l-1.5-1.8h3.4V6.8H4.8v8.4h3.4L6.7 17H4.5A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5Zm7.5 8.7 5 6H7l5-6Z" />`,
  ),
  chat: icon(
    svg`<path fill-rule="evenodd" d="M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-7.5L7 20v-3.5H5A1.5 1.5 0 0 1 3.5 15V6A1.5 1.5 0 0 1 5 4.5Zm2 3.700v1.600h10V8.200H7Zm0 3.300v1.600h7v-1.600H7Z" />`,
  ),
};
