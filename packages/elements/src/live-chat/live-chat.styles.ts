import { css } from 'lit';

export const chatStyles = css`
  :host {
    /* Set while the on-screen keyboard takes part of the screen. */
    --_room: 100dvh;
  }

  .frame {
    position: relative;
    display: flex;
    flex-direction: column;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow: hidden;
    background: var(--_tint);
  }

  /* The room takes its height once somebody is in it; before, a sentence must not push the tickets down the page. */
  .frame.inside {
    block-size: min(var(--parterre-chat-height, 34rem), max(14rem, var(--_room)));
  }

  header {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.25rem 0.25rem 0.25rem 1rem;
    min-block-size: 48px;
    border-block-end: 1px solid var(--_line);
  }

  h2 {
    margin: 0;
    font: inherit;
    font-weight: 650;
  }

  .viewers,
  .hint,
  time {
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .viewers {
    margin-inline-start: auto;
    padding-inline-end: 0.75rem;
    font-variant-numeric: tabular-nums;
  }

  .viewers + button {
    margin-inline-start: 0;
  }

  header > button {
    margin-inline-start: auto;
  }

  .scroll {
    position: relative;
    flex: 1;
    min-block-size: 0;
  }

  .rest {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0.75rem;
    flex: 1;
    min-block-size: 7rem;
    padding: 1.5rem;
    text-align: center;
    text-wrap: balance;
    color: var(--_muted);
  }

  .primary {
    padding-inline: 1.25rem;
    border: 0;
    border-radius: 99px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 650;
  }

  .skeleton {
    block-size: 0.9em;
    margin: 0.9rem 1rem;
    border-radius: 6px;
    background: var(--_line);
  }

  .skeleton:nth-child(2n) {
    inline-size: 55%;
  }

  .skeleton:nth-child(3n) {
    inline-size: 70%;
  }
`;
