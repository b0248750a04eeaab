import { css } from 'lit';

/** A line that says "or" between the wallets and the rest. */
export const stripeStyles = css`
  .or {
    display: flex;
    align-items: center;
    gap: 1em;
    color: var(--_muted);
    font-size: 0.875em;
  }

  .or::before,
  .or::after {
    flex: 1;
    border-block-start: 1px solid var(--_line);
    content: '';
  }
`;
