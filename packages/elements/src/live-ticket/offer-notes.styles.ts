import { css } from 'lit';

export const noteStyles = css`
  .handover {
    margin: 0;
    font-weight: 600;
  }

  /* Longer than a word: it may take two lines. */
  .offers .badge {
    border-radius: 1em;
  }

  .code {
    text-align: center;
  }

  .code > :not(summary) {
    text-align: start;
  }

  .code p {
    margin-block: 0.5em;
  }

  .code summary {
    display: inline-flex;
    align-items: center;
    min-block-size: 44px;
    cursor: pointer;
  }

  .code .row {
    flex-wrap: nowrap;
  }

  .code .button {
    flex: none;
  }
`;
