import { css } from 'lit';

export const passStyles = css`
  .pass {
    position: relative;
    display: grid;
    gap: 1em;
    padding: 1.5em;
    border: 1px solid var(--_line);
    border-block-start: 4px solid var(--_accent);
    border-radius: var(--_radius);
  }

  .pass h2 {
    font-size: 1.75em;
  }

  .when {
    font-size: 1.0625em;
  }

  .code {
    display: block;
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: 2em;
    font-weight: 700;
    letter-spacing: 0.15em;
    line-height: 1.3;
  }

  .breakable {
    overflow-wrap: anywhere;
  }
`;
