import { css } from 'lit';

export const countdownStyles = css`
  .countdown {
    display: grid;
    gap: 0.35em;
  }

  .label {
    color: var(--_muted);
  }

  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 1.25em;
    margin: 0;
    font-variant-numeric: tabular-nums;
  }

  .figure {
    display: grid;
    min-inline-size: 2.6em;
  }

  .number {
    font-size: 2.5em;
    font-weight: 700;
    line-height: 1.05;
    letter-spacing: -0.02em;
  }

  .unit {
    color: var(--_muted);
    font-size: 0.875em;
  }

  .phase {
    display: flex;
    align-items: center;
    gap: 0.5em;
    font-size: 1.5em;
    font-weight: 700;
    line-height: 1.2;
  }

  .dot {
    flex: none;
    inline-size: 0.6em;
    block-size: 0.6em;
    border-radius: 50%;
    background: var(--_accent);
    animation: parterre-pulse 2s ease-in-out infinite;
  }

  @keyframes parterre-pulse {
    50% {
      opacity: 0.35;
    }
  }

  .when {
    color: var(--_muted);
  }

  .when time {
    white-space: normal;
  }

  p {
    margin: 0;
  }

  .note {
    padding: 0.75em 1em;
    border-inline-start: 4px solid var(--_danger);
    background: var(--_tint);
  }

  @media (forced-colors: active) {
    .dot {
      background: CanvasText;
    }
  }
`;
