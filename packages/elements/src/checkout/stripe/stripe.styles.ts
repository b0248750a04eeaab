import { css } from 'lit';

/** Wallets, a line that says "or", and the rest. */
export const stripeStyles = css`
  .stripe {
    position: relative;
  }

  /* Wallets find out how large they are only where they have a place: one that takes none and shows nothing, until there are any. */
  .early {
    position: absolute;
    inset-inline: 0;
    visibility: hidden;
  }

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
