import { css } from 'lit';

export const waysStyles = css`
  .way {
    display: grid;
    gap: 0.9em;
    justify-items: center;
    inline-size: min(100%, 34em);
    text-align: center;
  }

  .way .clip {
    inline-size: min(100%, 22em);
    aspect-ratio: 16 / 9;
    border-radius: var(--_radius);
    background: black;
    overflow: hidden;
  }

  .way .clip video {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }

  .way .qr {
    display: block;
    inline-size: min(60vmin, 15em);
    border-radius: var(--_radius);
  }

  .way .letters {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: clamp(2.25em, 11vw, 4em);
    font-weight: 700;
    letter-spacing: 0.18em;
    line-height: 1.2;
    padding-inline-start: 0.18em;
  }

  .way form,
  .way section {
    inline-size: 100%;
    text-align: start;
  }
`;
