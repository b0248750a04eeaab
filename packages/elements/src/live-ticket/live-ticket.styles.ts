import { css } from 'lit';

export const ticketStyles = css`
  .offers {
    display: grid;
    gap: 0.75em;
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  .offers legend {
    margin-block-end: 0.75em;
    padding: 0;
  }

  .offer {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 0.25em 0.85em;
    align-items: start;
    padding: 1em 1.1em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    cursor: pointer;
    transition: border-color 120ms;
  }

  .offer:hover:not(.resting) {
    border-color: color-mix(in srgb, currentColor 45%, transparent);
  }

  .offer:has(input:checked) {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }

  .offer:has(input:focus-visible) {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }

  .offer input {
    flex: none;
    inline-size: 22px;
    block-size: 22px;
    margin: 0.1em 0 0;
    accent-color: var(--_accent);
    outline: none;
  }

  .offer.resting {
    cursor: default;
  }

  .offer.resting .name,
  .offer.resting .price,
  .offer.resting .parts {
    color: var(--_muted);
  }

  /* An offer that stands alone needs no choice. */
  .offer.only {
    grid-template-columns: 1fr auto;
    cursor: default;
    border-color: var(--_line);
    box-shadow: none;
  }

  .name {
    font-weight: 700;
    font-size: 1.0625em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  .price {
    font-weight: 700;
    font-size: 1.25em;
    line-height: 1.2;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }

  .more {
    grid-column: 2 / -1;
    display: grid;
    gap: 0.5em;
  }

  .only .more {
    grid-column: 1 / -1;
  }

  .more p {
    margin: 0;
    color: var(--_muted);
  }

  .parts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 1.1em;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.9375em;
  }

  .parts li {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
  }

  .icon {
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .badge {
    justify-self: start;
    padding: 0.1em 0.6em;
    border: 1px solid currentColor;
    border-radius: 99px;
    font-size: 0.8125em;
    font-weight: 600;
  }

  .badge.low {
    color: var(--_accent-text);
  }

  .quantity {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1em;
    font-weight: 600;
  }

  select {
    min-block-size: 44px;
    min-inline-size: 5em;
    padding: 0.4em 0.75em;
    border: 1px solid color-mix(in srgb, currentColor 45%, transparent);
    border-radius: var(--_radius);
    background: transparent;
    font-size: max(16px, 1em);
  }

  select option {
    color: CanvasText;
    background: Canvas;
  }

  .banner {
    border-color: color-mix(in srgb, #d98200 80%, currentColor);
    font-size: 0.9375em;
  }

  /* Coming back in is another matter than buying. */
  [part='pass-form'] {
    margin-block-start: 0.5em;
    padding-block-start: 1.5em;
    border-block-start: 1px solid var(--_line);
  }
`;
