import { css } from 'lit';

export const passLinkStyles = css`
  input.code {
    max-inline-size: 9em;
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: 1.5em;
    font-weight: 700;
    letter-spacing: 0.15em;
    line-height: 1.3;
  }

  .breakable {
    overflow-wrap: anywhere;
  }
`;
