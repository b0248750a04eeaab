import { css } from 'lit';

export const waitingStyles = css`
  .waiting fieldset {
    display: grid;
    gap: 0.25em;
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  .waiting legend {
    padding: 0;
    font-weight: 600;
  }

  .waiting p {
    margin: 0;
  }
`;
