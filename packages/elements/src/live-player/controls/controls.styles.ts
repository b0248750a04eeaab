import { css } from 'lit';

export const controlsStyles = css`
  :host {
    display: block;
    color: #fff;
    container-type: size;
    font-size: 0.9375rem;
    touch-action: manipulation;
  }

  .picture {
    position: absolute;
    inset: 0;
  }

  .bar {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    padding: 2.5rem 0.5rem 0.25rem;
    background: linear-gradient(to top, rgb(0 0 0 / 82%), rgb(0 0 0 / 45%) 55%, transparent);
    transition: opacity 160ms;
    pointer-events: none;
  }

  .bar > * {
    pointer-events: auto;
  }

  .bar.away {
    opacity: 0;
  }

  .bar.away > * {
    pointer-events: none;
  }

  .row {
    display: flex;
    align-items: center;
  }

  .space {
    flex: 1;
  }

  button {
    position: relative;
    display: inline-grid;
    flex: none;
    place-items: center;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
    color: #fff;
  }

  button:hover {
    background: rgb(255 255 255 / 16%);
  }

  :focus-visible {
    outline: 3px solid #fff;
    outline-offset: -3px;
  }

  button svg {
    inline-size: 26px;
    block-size: 26px;
    fill: currentColor;
    filter: drop-shadow(0 1px 2px rgb(0 0 0 / 60%));
  }

  button.on::after {
    content: '';
    position: absolute;
    inset: auto 0.75rem 0.3rem;
    block-size: 3px;
    border-radius: 2px;
    background: var(--_accent);
  }

  .where {
    display: flex;
    align-items: center;
    min-inline-size: 0;
  }

  .live {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    padding: 0 0.75rem;
    font-weight: 700;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .live.at::before {
    content: '';
    inline-size: 0.6em;
    block-size: 0.6em;
    border-radius: 50%;
    background: #ff3b53;
  }

  .time {
    padding-inline: 0.6rem;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  /* ── Ranges: a thin line, a target of 44 px ── */

  input[type='range'] {
    appearance: none;
    block-size: 44px;
    margin: 0;
    background: none;
    cursor: pointer;
    border-radius: 8px;
  }

  input[type='range']::-webkit-slider-runnable-track {
    block-size: 4px;
    border-radius: 2px;
    background: rgb(255 255 255 / 45%);
  }

  input[type='range']::-moz-range-track {
    block-size: 4px;
    border-radius: 2px;
    background: rgb(255 255 255 / 45%);
  }

  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: -6px;
    border: 0;
    border-radius: 50%;
    background: #fff;
    box-shadow: 0 0 0 3px rgb(0 0 0 / 25%);
  }

  input[type='range']::-moz-range-thumb {
    inline-size: 16px;
    block-size: 16px;
    border: 0;
    border-radius: 50%;
    background: #fff;
  }

  .seek {
    --track: linear-gradient(to right, var(--_accent) var(--at, 0%), rgb(255 255 255 / 45%) var(--at, 0%));

    display: block;
    inline-size: calc(100% - 1rem);
    margin-inline: 0.5rem !important;
    margin-block-end: -0.5rem !important;
  }

  .seek::-webkit-slider-runnable-track {
    background: var(--track) !important;
  }

  .seek::-moz-range-track {
    background: var(--track) !important;
  }

  .seek:dir(rtl) {
    --track: linear-gradient(to left, var(--_accent) var(--at, 0%), rgb(255 255 255 / 45%) var(--at, 0%));
  }

  .volume {
    inline-size: 84px;
    padding-inline: 4px;
  }

  /* ── Waiting ── */

  .busy {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    pointer-events: none;
    animation: parterre-late 0.6s step-end;
  }

  .busy::before {
    content: '';
    inline-size: 48px;
    block-size: 48px;
    border: 3px solid rgb(255 255 255 / 30%);
    border-block-start-color: #fff;
    border-radius: 50%;
    animation: parterre-turn 0.9s linear infinite;
  }

  /* A pause too short to notice needs no wheel. */
  @keyframes parterre-late {
    from {
      opacity: 0;
    }
  }

  @keyframes parterre-turn {
    to {
      transform: rotate(1turn);
    }
  }

  /* A phone held upright: volume is on its side, and every button needs its 44 px. */
  @container (max-width: 520px) {
    .seek {
      margin-block-end: -0.75rem !important;
    }

    .volume {
      display: none;
    }

    .bar {
      padding-inline: 0.125rem;
    }
  }

  @container (max-width: 640px) {
    button.keys {
      display: none;
    }
  }

  @media (hover: none) {
    button.keys {
      display: none;
    }
  }

  /* There the buttons need all of the row: how far one is has a line of its own, over the bar. */
  @container (max-width: 420px) {
    .inset {
      display: none;
    }

    .bar {
      padding-block-start: 2.625rem;
    }

    .where {
      position: absolute;
      inset-block-start: 0;
      inset-inline-start: 0;
      block-size: 44px;
      max-inline-size: 100%;
      text-shadow: 0 0 4px #000;
    }
  }

  @media (forced-colors: active) {
    .bar {
      background: Canvas;
    }

    button svg {
      fill: ButtonText;
    }

    input[type='range'] {
      appearance: auto;
    }
  }
`;
