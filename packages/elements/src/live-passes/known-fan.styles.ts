import { css } from 'lit';

export const knownFanStyles = css`
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(18em, 100%), 1fr));
    gap: 1em;
  }

  .card {
    display: grid;
    align-content: start;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  .card img,
  .card .blank {
    display: block;
    inline-size: 100%;
    /* Its height attribute would win over the ratio otherwise. */
    block-size: auto;
    aspect-ratio: 16 / 9;
    object-fit: cover;
    background: var(--_tint);
  }

  .card .blank {
    display: grid;
    place-items: center;
    aspect-ratio: 16 / 5;
    color: var(--_muted);
    font-size: 2em;
  }

  .card .text {
    display: grid;
    gap: 0.5em;
    padding: 1em 1.1em 1.1em;
  }

  .card.over .text h4,
  .card.over .text p {
    color: var(--_muted);
  }

  h4 {
    margin: 0;
    font: inherit;
    font-size: 1.125em;
    font-weight: 700;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }

  .kinds {
    color: var(--_muted);
    font-size: 0.9375em;
  }

  .badge {
    justify-self: start;
    padding: 0.1em 0.6em;
    border: 1px solid currentColor;
    border-radius: 99px;
    font-size: 0.8125em;
    font-weight: 600;
  }

  .code {
    display: block;
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: clamp(2em, 11vw, 2.75em);
    font-weight: 700;
    letter-spacing: 0.15em;
    line-height: 1.3;
  }

  .list > li {
    border-block-start: 1px solid var(--_line);
  }

  .list > li:last-child {
    border-block-end: 1px solid var(--_line);
  }

  summary {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1em;
    min-block-size: 52px;
    padding-block: 0.5em;
    cursor: pointer;
  }

  .lines {
    display: grid;
    gap: 0.35em;
    padding-block: 0.25em 1em;
    font-variant-numeric: tabular-nums;
  }

  .device {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1em;
    min-block-size: 60px;
    padding-block: 0.5em;
  }

  /* A flex box has no marker of its own: without one nobody sees that it opens. */
  summary::after {
    content: '';
    flex: none;
    inline-size: 0.5em;
    block-size: 0.5em;
    margin-inline: -0.25em 0.25em;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    transform: translateY(-25%) rotate(45deg);
  }

  details[open] > summary::after {
    transform: translateY(25%) rotate(225deg);
  }

  summary > :first-child:not(:only-child) {
    margin-inline-end: auto;
  }

  .device .button,
  .spread .link,
  summary strong {
    flex: none;
  }

  .name-form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.75em;
  }

  .name-form .field {
    flex: 1 1 14em;
  }

  .name-form .button {
    min-block-size: 52px;
  }
`;
