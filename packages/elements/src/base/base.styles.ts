import { css } from 'lit';

/**
 * The look all tags share: a quiet stage. Every value can be set from outside by a custom property that inherits; what is
 * not set follows the page's own font and colours. Documented in docs/theming.md.
 */
export const baseStyles = css`
  :host {
    --_accent: var(--parterre-accent, #c2185b);
    --_on-accent: var(--parterre-on-accent, #fff);
    --_surface: var(--parterre-surface, Canvas);
    --_text: var(--parterre-text, currentColor);
    --_muted: var(--parterre-muted, color-mix(in srgb, currentColor 72%, transparent));
    --_line: var(--parterre-line, color-mix(in srgb, currentColor 18%, transparent));
    --_tint: var(--parterre-tint, color-mix(in srgb, currentColor 6%, transparent));
    /* Mixed with the text colour, so that both read well on a light and on a dark page. */
    --_danger: var(--parterre-danger, color-mix(in srgb, #d32f2f 62%, currentColor));
    --_ok: var(--parterre-ok, color-mix(in srgb, #1f9d5c 58%, currentColor));
    --_accent-text: var(--parterre-accent-text, color-mix(in srgb, var(--_accent) 62%, currentColor));
    --_radius: var(--parterre-radius, 12px);
    --_gap: var(--parterre-gap, 1rem);
    --_font: var(--parterre-font, inherit);

    display: block;
    box-sizing: border-box;
    font-family: var(--_font);
    font-size: var(--parterre-font-size, 1rem);
    font-style: normal;
    font-weight: 400;
    line-height: 1.5;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    color: var(--_text);
  }

  /* Themes put a ring on whatever has the focus; what is focused inside has its own. */
  :host(:focus) {
    outline: none !important;
  }

  :host([hidden]) {
    display: none;
  }

  /*
   * A theme's rule for every element hits the host as well, and beats what the host says of itself: what would be inherited
   * from there starts anew one step further in. Fonts and colours are the page's to give and stay.
   */
  :where(:host) > * {
    line-height: 1.5;
    letter-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    white-space: normal;
    word-spacing: normal;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }

  button {
    min-block-size: 44px;
    min-inline-size: 44px;
    cursor: pointer;
  }

  button:disabled {
    cursor: default;
  }

  :focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
    }
  }
`;
