import { css } from 'lit';

export const extrasStyles = css`
  .menu {
    position: absolute;
    inset: auto;
    inset-inline-end: 0.5rem;
    inset-block-end: 5.25rem;
    inline-size: max-content;
    min-inline-size: 240px;
    max-inline-size: min(26rem, calc(100% - 1rem));
    max-block-size: calc(100% - 5.75rem);
    margin: 0;
    padding: 0.35rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    border: 0;
    border-radius: 12px;
    background: rgb(20 18 24 / 97%);
    box-shadow: 0 8px 32px rgb(0 0 0 / 50%);
    color: #fff;
    color-scheme: dark;
  }

  /* On a phone held upright the picture is too low for a menu. */
  .menu.sheet {
    position: fixed;
    inset: auto 0 0;
    inline-size: auto;
    max-inline-size: none;
    max-block-size: 75dvh;
    padding: 0.5rem 0.5rem calc(0.5rem + env(safe-area-inset-bottom));
    border-radius: 16px 16px 0 0;
    background: rgb(20 18 24);
  }

  .menu.sheet::backdrop {
    background: rgb(0 0 0 / 55%);
  }

  .done {
    position: sticky;
    inset-block-start: 0;
    float: inline-end;
    z-index: 1;
    padding-inline: 0.75rem;
    background: rgb(20 18 24);
    font-size: 0.9375rem;
    font-weight: 600;
  }

  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  fieldset + *,
  .switches + * {
    margin-block-start: 0.25rem;
    border-block-start: 1px solid rgb(255 255 255 / 16%);
  }

  legend {
    float: inline-start;
    padding: 0.6rem 0.75rem 0.15rem;
    color: rgb(255 255 255 / 75%);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  legend + * {
    clear: both;
  }

  .menu label {
    display: flex;
    align-items: center;
    gap: 0.7rem;
    min-block-size: 44px;
    padding-inline: 0.75rem;
    border-radius: 8px;
    cursor: pointer;
  }

  .menu label:hover,
  .entry:hover {
    background: rgb(255 255 255 / 12%);
  }

  .menu input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
  }

  /* Short answers side by side; the ring of the hidden button is drawn around its words. */
  fieldset.short > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    padding: 0.15rem 0.5rem 0.4rem;
  }

  .short label {
    position: relative;
    padding-inline: 0.9rem;
    border: 1px solid rgb(255 255 255 / 30%);
    border-radius: 99px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .short input {
    position: absolute;
    inset: -1px;
    inline-size: calc(100% + 2px);
    block-size: calc(100% + 2px);
    appearance: none;
    border-radius: 99px;
    cursor: pointer;
  }

  .short label.on {
    border-color: #fff;
    background: #fff;
    color: #111;
    font-weight: 600;
  }

  .short :focus-visible {
    outline: 3px solid #fff;
    outline-offset: 2px;
  }

  .switch {
    padding-block: 0.35rem;
  }

  .switch span {
    display: grid;
    line-height: 1.3;
  }

  .switch small {
    color: rgb(255 255 255 / 75%);
    font-size: 0.8125rem;
  }

  .switch input {
    appearance: none;
    position: relative;
    order: 1;
    inline-size: 40px;
    block-size: 24px;
    margin-inline-start: auto;
    border: 1px solid rgb(255 255 255 / 60%);
    border-radius: 99px;
    cursor: pointer;
  }

  .switch input::before {
    content: '';
    position: absolute;
    inset-block: 3px;
    inset-inline-start: 3px;
    inline-size: 16px;
    border-radius: 50%;
    background: rgb(255 255 255 / 80%);
    transition: translate 120ms;
  }

  .switch input:checked {
    border-color: #fff;
    background: #fff;
  }

  .switch input:checked::before {
    background: #111;
    translate: 16px;
  }

  .switch input:checked:dir(rtl)::before {
    translate: -16px;
  }

  .entry {
    display: block;
    inline-size: 100%;
    padding: 0.5rem 0.75rem;
    border-radius: 0 0 8px 8px;
    text-align: start;
  }

  .keys dl,
  dl.keys {
    display: grid;
    margin: 0;
    padding: 0.35rem 0.75rem 0.5rem;
    font-size: 0.875rem;
  }

  .keys div {
    display: grid;
    grid-template-columns: 7em 1fr;
    align-items: baseline;
    padding-block: 0.15rem;
  }

  .keys dd {
    margin: 0;
  }

  kbd {
    font: inherit;
    font-weight: 600;
  }

  .menu time {
    margin-inline-start: auto;
    padding-inline-start: 1rem;
    color: rgb(255 255 255 / 75%);
    font-variant-numeric: tabular-nums;
  }

  .until {
    margin: 0;
    padding: 0.6rem 0.75rem;
    color: rgb(255 255 255 / 75%);
    font-size: 0.875rem;
  }

  /* ── Chapters on the bar ── */

  .marks {
    position: relative;
    block-size: 0;
    margin-inline: calc(0.5rem + 8px);
    pointer-events: none !important;
  }

  .marks i {
    position: absolute;
    inset-inline-start: var(--at);
    inset-block-end: calc(22px - 0.5rem - 2px);
    inline-size: 3px;
    block-size: 4px;
    margin-inline-start: -1.5px;
    background: #0b0a0d;
  }

  .chapter {
    flex: 0 1 auto;
    min-inline-size: 44px;
    padding-inline: 0.6rem;
    overflow: hidden;
    font-size: 0.875rem;
    text-align: start;
  }

  .chapter span {
    display: block;
    overflow: hidden;
    max-inline-size: 100%;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* ── A picture that is not to be seen here ── */

  .cover {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0.35rem;
    padding: 1.5rem 1.5rem 5rem;
    background: radial-gradient(circle at 50% 40%, #2a2530, #0b0a0d 75%);
    text-align: center;
    text-wrap: balance;
    pointer-events: none;
  }

  .cover b {
    font-size: clamp(1.25rem, 5cqi, 2.25rem);
    line-height: 1.15;
  }

  .cover span {
    color: rgb(255 255 255 / 78%);
  }

  @container (max-width: 520px) {
    .marks i {
      inset-block-end: calc(22px - 0.75rem - 2px);
    }
  }

  /* A low picture: the menu may have all of it. */
  @container (max-height: 360px) {
    .menu:not(.sheet) {
      inset-block-end: 0.25rem;
      max-block-size: calc(100% - 0.5rem);
    }
  }

  @media (forced-colors: active) {
    .menu {
      border: 1px solid CanvasText;
      background: Canvas;
    }

    .short label.on {
      border: 3px solid Highlight;
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }

    .switch input {
      appearance: auto;
    }

    .switch input::before {
      content: none;
    }
  }
`;
