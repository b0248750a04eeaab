import { css } from 'lit';

/** What is drawn over and under a running picture. */
export const layerStyles = css`
  .stage:fullscreen {
    aspect-ratio: auto;
  }

  /* It has to be laid out and decoded to be ready, only not seen. */
  video.incoming {
    opacity: 0;
  }

  /* As large as the screen gives it: see extras/filled. */
  :host([popover]) .player {
    block-size: 100%;
    border-radius: 0;
  }

  :host([popover]) .stage {
    block-size: 100%;
    aspect-ratio: auto;
  }

  :host([popover]) .cameras {
    display: none;
  }

  .banner small {
    opacity: 0.75;
  }

  .barred video::-webkit-media-text-track-container {
    transform: translateY(-4.5rem);
  }

  @container (max-width: 420px) {
    .barred video::-webkit-media-text-track-container {
      transform: translateY(-6.5rem);
    }
  }

  video::cue {
    background: rgb(0 0 0 / 72%);
    color: #fff;
  }

  /* Sideways a finger changes the camera; up and down it scrolls the page. */
  .stage.swiped {
    touch-action: pan-y pinch-zoom;
  }

  [data-captions~='none'] video::cue {
    background: transparent;
    text-shadow:
      0 0 3px #000,
      0 1px 4px #000;
  }

  [data-captions~='small'] video::cue {
    font-size: 75%;
  }

  [data-captions~='large'] video::cue {
    font-size: 150%;
  }

  live-player-controls {
    position: absolute;
    inset: 0;
  }

  /* ── Words on the picture, only when it has stopped ── */

  /* Above what the venue says. */
  .banner {
    inset-block-start: 0.5rem;
  }

  /* Where a finger that moves sideways is going. */
  .aim {
    inset: 0;
    block-size: fit-content;
    margin: auto;
    font-weight: 600;
  }

  .sound {
    position: absolute;
    inset-block-start: 0.75rem;
    inset-inline-start: 0.75rem;
    padding: 0.25rem 1rem;
    border: 0;
    border-radius: 99px;
    background: #fff;
    color: #111;
    font-weight: 600;
  }

  /* ── Cameras, under the picture ── */

  .cameras {
    display: flex;
    gap: 0.5rem;
    margin-block-start: 0.75rem;
    overflow-x: auto;
    scrollbar-width: thin;
    padding: 4px;
    margin-inline: -4px;
  }

  .cameras button {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 0.45rem;
    padding: 0.35rem 1rem;
    border: 1px solid var(--_line);
    border-radius: 99px;
    background: transparent;
    font-weight: 600;
    font-size: 0.9375rem;
  }

  .cameras button:not([aria-pressed='true']):hover {
    background: var(--_tint);
  }

  .cameras [aria-pressed='true'] {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .cameras [aria-busy='true'] {
    opacity: 0.75;
  }

  .cameras .locked {
    color: var(--_muted);
  }

  .cameras svg {
    inline-size: 16px;
    block-size: 16px;
    fill: currentColor;
  }

  .invitation {
    margin: 0.5rem 0 0;
  }

  .link {
    border: 0;
    background: none;
    padding: 0 0.25rem;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    font-weight: 600;
  }

  .sound:focus-visible {
    outline-color: #fff;
  }

  @media (forced-colors: active) {
    .cameras [aria-pressed='true'] {
      border: 2px solid ButtonText;
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
