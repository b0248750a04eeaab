import { css } from 'lit';

/** Buttons, fields, notes and skeletons of every tag that is filled in: one look, 44 px targets, readable on any page. */
export const controlStyles = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    padding: 0.6em 1.1em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: transparent;
    color: inherit;
    font-weight: 600;
    line-height: 1.25;
    text-align: center;
    text-decoration: none;
    transition: background-color 120ms;
  }

  a.button {
    min-block-size: 44px;
  }

  .button:hover:not(:disabled) {
    background: var(--_tint);
  }

  .button.primary,
  .button.strong {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .button.primary {
    inline-size: 100%;
    min-block-size: 52px;
    font-size: 1.0625em;
  }

  .button.primary:hover:not(:disabled),
  .button.strong:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_accent) 88%, black);
  }

  .button:disabled,
  .button[aria-disabled='true'] {
    opacity: 0.6;
  }

  .link {
    padding: 0.5em 0;
    border: 0;
    background: none;
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    text-decoration-thickness: 1px;
  }

  .link:hover {
    text-decoration-thickness: 2px;
  }

  .fine,
  .field .hint {
    color: var(--_muted);
    font-size: 0.875em;
  }

  .note {
    padding: 0.75em 1em;
    border-inline-start: 4px solid var(--_line);
    border-radius: 4px;
    background: var(--_tint);
  }

  .note.error {
    border-color: var(--_danger);
  }

  .note.good {
    border-color: var(--_ok);
  }

  .note p,
  .stack p {
    margin: 0;
  }

  .stack {
    display: grid;
    gap: var(--_gap);
    min-inline-size: 0;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75em;
  }

  .centre {
    text-align: center;
  }

  .spread {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 1em;
  }

  .skeleton {
    display: block;
    block-size: 1.2em;
    border-radius: 6px;
    background: var(--_tint);
    animation: parterre-breathe 1.6s ease-in-out infinite alternate;
  }

  .skeleton.tall {
    block-size: 4.5em;
    border-radius: var(--_radius);
  }

  @keyframes parterre-breathe {
    to {
      opacity: 0.45;
    }
  }

  h2,
  h3 {
    margin: 0;
    font: inherit;
    font-weight: 700;
    line-height: 1.2;
    text-wrap: balance;
  }

  h2 {
    font-size: 1.5em;
  }

  h3 {
    font-size: 1.125em;
  }

  /* Focus is moved to headings for those who hear the page; sighted readers need no ring around a title. */
  [tabindex='-1']:focus {
    outline: none;
  }

  a {
    color: inherit;
  }

  @media (forced-colors: active) {
    .button,
    .note,
    .skeleton {
      border: 1px solid;
    }
  }
`;
