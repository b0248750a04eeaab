import { css } from 'lit';

/** Messages, pin, brake and field; arrives with the room. */
export const roomStyles = css`
  :host {
    /* Mixed with the text colour, a hue is readable on light and on dark pages alike. */
    --_gold: var(--parterre-gold, color-mix(in srgb, #c79200 55%, currentColor));
    --_platinum: var(--parterre-platinum, color-mix(in srgb, #5b8fc4 55%, currentColor));
    --_diamond: var(--parterre-diamond, color-mix(in srgb, #9b4dff 60%, currentColor));
  }

  ol {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    margin: 0;
    padding: 0.5rem 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    list-style: none;
    scrollbar-width: thin;
  }

  ol > li:first-child {
    /* Few messages sit at the bottom, next to the field. */
    margin-block-start: auto;
  }

  li.message {
    position: relative;
    padding: 0.3rem 3rem 0.3rem 1rem;
    overflow-wrap: anywhere;
  }

  li.message:hover,
  li.message:focus-within {
    background: var(--_tint);
  }

  li.diamond {
    border-inline-start: 3px solid var(--_diamond);
    padding-inline-start: calc(1rem - 3px);
    background: color-mix(in srgb, var(--_diamond) 10%, transparent);
  }

  .author {
    font-weight: 650;
    unicode-bidi: isolate;
  }

  .gold .author {
    color: var(--_gold);
  }

  .platinum .author {
    color: var(--_platinum);
  }

  .diamond .author {
    color: var(--_diamond);
  }

  .badge {
    padding: 0 0.4em;
    border: 1px solid currentColor;
    border-radius: 99px;
    font-size: 0.6875rem;
    font-weight: 600;
    vertical-align: 0.1em;
  }

  .text {
    unicode-bidi: plaintext;
  }

  .place {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 0.5rem;
    padding: 0.125rem 0.5rem 0.125rem 1rem;
    border-block-end: 1px solid var(--_line);
    font-size: 0.875rem;
  }

  .place [aria-pressed='true'] {
    font-weight: 650;
  }

  .pending {
    opacity: 0.75;
  }

  .refused {
    color: var(--_danger);
    font-size: 0.875rem;
  }

  .plain {
    border: 0;
    background: none;
    border-radius: 10px;
    padding-inline: 0.75rem;
  }

  .plain:hover {
    background: var(--_tint);
  }

  .more {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    min-block-size: 36px;
    padding: 0;
    color: var(--_muted);
    opacity: 0;
  }

  li.message:hover .more,
  .more:focus-visible,
  .more[aria-expanded='true'] {
    opacity: 1;
  }

  @media (hover: none) {
    .more {
      opacity: 0.6;
    }
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem;
    margin-block: 0.25rem;
  }

  .actions button,
  .panel button,
  .panel select {
    min-block-size: 44px;
    padding-inline: 0.75rem;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: transparent;
    color: var(--_text);
    font-size: 0.875rem;
  }

  .danger {
    color: var(--_danger) !important;
  }

  .fresh {
    position: absolute;
    inset-block-end: 0.5rem;
    inset-inline: 0;
    inline-size: max-content;
    margin-inline: auto;
    padding-inline: 1rem;
    border: 0;
    border-radius: 99px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 0.875rem;
    font-weight: 600;
    box-shadow: 0 4px 16px rgb(0 0 0 / 25%);
  }

  .pin,
  .panel,
  .note {
    padding: 0.6rem 1rem;
    border-block-end: 1px solid var(--_line);
    font-size: 0.9375rem;
  }

  .pin {
    display: flex;
    gap: 0.5rem;
    align-items: start;
    max-block-size: 30%;
    overflow-y: auto;
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
  }

  .pin > div {
    flex: 1;
    overflow-wrap: anywhere;
  }

  .panel {
    max-block-size: 50%;
    overflow-y: auto;
  }

  .panel h3 {
    margin: 0.75rem 0 0.25rem;
    font-size: 0.875rem;
  }

  .panel ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .panel li {
    padding-block: 0.4rem;
    overflow-wrap: anywhere;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.5rem;
    align-items: center;
    padding: 0.5rem;
    border-block-start: 1px solid var(--_line);
    background: transparent;
  }

  form .hint {
    flex-basis: 100%;
    padding-inline: 0.5rem;
  }

  label.name {
    flex-basis: 100%;
    padding-inline: 0.5rem;
    font-weight: 600;
  }

  input[type='text'] {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 44px;
    padding-inline: 0.875rem;
    border: 1px solid var(--_line);
    border-radius: 22px;
    background: transparent;
    /* Below 16 px phones zoom the page when the field is touched. */
    font-size: max(16px, 1rem);
  }

  .notice {
    margin: 0;
    padding: 0.75rem 1rem;
    border-block-start: 1px solid var(--_line);
    text-align: center;
    color: var(--_muted);
    font-size: 0.9375rem;
  }
`;
