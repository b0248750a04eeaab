import { css } from 'lit';

/** The box of the picture keeps its place from the first paint on; what is told lies beside it on a phone, on it where there is room. */
export const playerStyles = css`
  :host {
    container-type: inline-size;
    /* A size container has no width of its own: in a theme's flex box it would be nothing. */
    flex-grow: 1;
    min-inline-size: min(100%, 18rem);
  }

  .player {
    display: grid;
    overflow: clip;
    border-radius: var(--_radius);
    background: #0b0a0d;
    color: #fff;
    color-scheme: dark;
  }

  .stage {
    position: relative;
    grid-area: 1 / 1;
    display: grid;
    aspect-ratio: 16 / 9;
    min-inline-size: 0;
    overflow: clip;
    background: #0b0a0d;
  }

  .stage:focus-visible {
    outline-offset: -3px;
  }

  .poster,
  .pictures,
  video {
    grid-area: 1 / 1;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
  }

  .poster,
  .pictures,
  .wait {
    position: absolute;
    inset: 0;
  }

  .poster {
    object-fit: cover;
  }

  .pictures,
  .wait {
    display: grid;
  }

  video {
    object-fit: contain;
    background: transparent;
  }

  /* What the venue says to everybody, over whatever is shown. A region that comes with its text would not be heard. */
  .said {
    position: absolute;
    z-index: 1;
    inset: 3rem 0.875rem auto;
    inline-size: fit-content;
    margin: 0 auto;
    padding: 0.5rem 1rem;
    border-radius: 10px;
    background: rgb(0 0 0 / 70%);
    text-align: center;
    text-wrap: balance;
    pointer-events: none;
  }

  .said:empty {
    padding: 0;
  }

  /* ── What is told ── */

  .panel {
    position: relative;
    grid-area: 2 / 1;
    display: grid;
    justify-items: start;
    gap: 0.5rem;
    padding: 1.25rem;
    background: #16141a;
  }

  .panel h2 {
    margin: 0;
    font-size: 1.5rem;
    font-weight: 700;
    line-height: 1.15;
    text-wrap: balance;
  }

  .panel p {
    margin: 0;
    max-inline-size: 46ch;
    color: rgb(255 255 255 / 86%);
  }

  .panel [role='alert'] {
    color: #fff;
    font-size: 1.125rem;
    font-weight: 600;
  }

  .panel .kicker {
    display: flex;
    align-items: center;
    gap: 0.5em;
    color: #fff;
    font-size: 0.875rem;
    font-weight: 600;
  }

  .kicker.live::before,
  .badge.live::before {
    content: '';
    inline-size: 0.55em;
    block-size: 0.55em;
    border-radius: 50%;
    background: currentColor;
  }

  .panel .when {
    font-size: 0.9375rem;
  }

  .countdown {
    display: grid;
    gap: 0.1rem;
    font-size: 0.875rem;
    color: rgb(255 255 255 / 86%);
  }

  .countdown b,
  .panel .countdown.soon {
    color: #fff;
    font-size: 1.5rem;
    font-weight: 700;
    font-variant-numeric: tabular-nums;
    line-height: 1.2;
  }

  .countdown b span {
    white-space: nowrap;
    margin-inline-end: 0.35em;
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0.625rem;
    margin-block-start: 0.5rem;
  }

  .ways > * {
    flex: auto;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: 48px;
    padding: 0.5rem 1.15rem;
    border: 1px solid rgb(255 255 255 / 45%);
    border-radius: calc(var(--_radius) * 0.75);
    background: rgb(0 0 0 / 30%);
    color: #fff;
    font-weight: 600;
    line-height: 1.2;
    text-decoration: none;
  }

  .button:hover {
    background: rgb(255 255 255 / 14%);
  }

  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .button.primary:hover {
    background: color-mix(in srgb, var(--_accent) 86%, white);
  }

  .panel :focus-visible,
  .stage:focus-visible {
    outline-color: #fff;
  }

  /* ── The big button ── */

  .panel.over {
    grid-area: 1 / 1;
    align-content: center;
    justify-items: center;
    gap: 0.75rem;
    background: linear-gradient(rgb(0 0 0 / 15%), rgb(0 0 0 / 45%));
    text-align: center;
    text-shadow: 0 1px 8px #000;
  }

  .play {
    display: grid;
    justify-items: center;
    gap: 0.6rem;
    padding: 0.5rem 1rem;
    border: 0;
    background: none;
    color: #fff;
    font-size: 1.0625rem;
    font-weight: 700;
  }

  .play svg {
    inline-size: 76px;
    block-size: 76px;
    padding: 20px;
    border-radius: 50%;
    background: var(--_accent);
    fill: var(--_on-accent);
    box-shadow: 0 6px 28px rgb(0 0 0 / 45%);
    transition: transform 140ms;
  }

  .play:hover svg {
    transform: scale(1.06);
  }

  .over button.over {
    padding: 0.25rem 0.75rem;
    border: 0;
    background: none;
    color: #fff;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .panel .until {
    font-size: 0.875rem;
    color: #fff;
  }

  .panel .badge {
    position: absolute;
    inset-block-start: 0.875rem;
    inset-inline-start: 0.875rem;
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    padding: 0.15em 0.7em;
    border-radius: 99px;
    background: rgb(0 0 0 / 70%);
    color: #fff;
    font-size: 0.8125rem;
    font-weight: 700;
  }

  .panel .badge.live {
    background: #c5162e;
  }

  .opening::before,
  .wait::before {
    content: '';
    display: block;
    inline-size: 44px;
    block-size: 44px;
    margin: 0 auto 0.75rem;
    border: 3px solid rgb(255 255 255 / 30%);
    border-block-start-color: #fff;
    border-radius: 50%;
    animation: parterre-turn 0.9s linear infinite;
  }

  .wait {
    place-content: center;
    background: rgb(0 0 0 / 30%);
  }

  @keyframes parterre-turn {
    to {
      transform: rotate(1turn);
    }
  }

  .skeleton {
    inline-size: 76px;
    block-size: 76px;
    border-radius: 50%;
    background: rgb(255 255 255 / 12%);
  }

  @container (min-width: 560px) {
    .panel:not(.over) {
      grid-area: 1 / 1;
      align-content: end;
      padding: 2rem;
      background: linear-gradient(to top, rgb(8 7 10 / 92%), rgb(8 7 10 / 62%) 55%, rgb(8 7 10 / 20%));
    }

    .panel:not(.over) h2 {
      font-size: clamp(1.6rem, 4cqi, 2.6rem);
    }

    .countdown b,
    .panel .countdown.soon {
      font-size: clamp(1.75rem, 4.5cqi, 2.75rem);
    }

    .ways > * {
      flex: none;
    }

    .play svg {
      inline-size: 96px;
      block-size: 96px;
      padding: 26px;
    }
  }

  @media (forced-colors: active) {
    .play svg,
    .button {
      border: 2px solid ButtonText;
    }
  }
`;
