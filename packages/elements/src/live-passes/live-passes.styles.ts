import { css } from 'lit';

export const passesStyles = css`
  .whole {
    display: grid;
    gap: 2.25em;
    min-inline-size: 0;
  }
`;
