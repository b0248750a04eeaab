import { css } from 'lit';

export const campaignStyles = css`
  .stack {
    display: grid;
    gap: var(--_gap);
  }

  .spread {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 1em;
  }

  h2,
  h3,
  p {
    margin: 0;
  }

  h3 {
    font-size: 1.125em;
  }

  .button {
    padding: 0.6em 1.1em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: none;
    font-weight: 600;
  }

  .rewards .button {
    margin-block-start: auto;
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .fine {
    color: var(--_muted);
    font-size: 0.875em;
  }

  .note {
    padding: 0.75em 1em;
    border-inline-start: 4px solid var(--_line);
    background: var(--_tint);
  }

  .note.good {
    border-color: var(--_ok);
  }

  .skeleton {
    block-size: 9em;
    background: var(--_tint);
  }

  /* Where the tag has the width of a page, its picture is a strip: what is raised stays in sight. */
  img {
    inline-size: 100%;
    max-block-size: 20rem;
    aspect-ratio: 16 / 9;
    object-fit: cover;
    border-radius: var(--_radius);
    background: var(--_tint);
  }

  .raised {
    font-size: 1.5em;
    font-variant-numeric: tabular-nums;
  }

  .bar {
    block-size: 12px;
    margin-block: 0.4em;
    border-radius: 6px;
    background: var(--_line);
    overflow: hidden;
  }

  .bar span {
    display: block;
    block-size: 100%;
    background: var(--_accent);
    transition: inline-size 200ms;
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .rewards {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
    gap: var(--_gap);
  }

  .rewards li {
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
    padding: 1em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  .few {
    color: var(--_accent-text);
    font-size: 0.875em;
    font-weight: 600;
  }

  .plain {
    padding-block-start: 0.4em;
  }

  .about {
    white-space: pre-line;
  }

  .names {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 1em;
  }

  @media (forced-colors: active) {
    .bar {
      border: 1px solid;
    }

    .bar span {
      background: Highlight;
    }
  }
`;
