/** Styles of a part that arrived later: they come after those of the tag, in the same sheet list. */
import type { CSSResult, LitElement } from 'lit';

export function addStyles(host: LitElement, ...styles: readonly CSSResult[]): void {
  const { adoptedStyleSheets } = host.renderRoot as ShadowRoot;
  for (const { styleSheet } of styles) {
    if (styleSheet && !adoptedStyleSheets.includes(styleSheet)) adoptedStyleSheets.push(styleSheet);
  }
}
