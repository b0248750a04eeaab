import { css } from 'lit';

export const merchStyles = css`
  .products {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
    gap: 2rem 1.5rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .product {
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
    max-inline-size: 26rem;
  }

  .product img,
  .product .none {
    inline-size: 100%;
    aspect-ratio: 1;
    object-fit: cover;
    border-radius: var(--_radius);
    background: var(--_tint);
  }

  .product p {
    margin: 0;
  }

  .about {
    color: var(--_muted);
    font-size: 0.9375em;
  }

  .price {
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }

  .few {
    color: var(--_accent-text);
    font-size: 0.875em;
    font-weight: 600;
  }

  .product .button {
    margin-block-start: auto;
  }

  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .variant {
    position: relative;
  }

  .variant input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .variant span {
    display: grid;
    place-content: center;
    min-inline-size: 44px;
    min-block-size: 44px;
    padding-inline: 0.75rem;
    border: 1px solid var(--_line);
    border-radius: 10px;
    font-weight: 600;
  }

  .variant input:checked + span {
    border-color: currentColor;
    box-shadow: inset 0 0 0 1px currentColor;
  }

  .variant input:focus-visible + span {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }

  .variant input:disabled {
    cursor: default;
  }

  .variant input:disabled + span {
    color: var(--_muted);
    text-decoration: line-through;
  }

  .cart {
    display: grid;
    gap: 1rem;
    max-inline-size: 34rem;
    padding: 1.25rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_tint);
    scroll-margin: 1rem;
  }

  .cart ul {
    display: grid;
    gap: 0.75rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .cart li {
    display: grid;
    grid-template-columns: 3.5rem 1fr auto;
    gap: 0.25rem 0.75rem;
    align-items: center;
  }

  .cart img,
  .cart .none {
    grid-row: span 2;
    inline-size: 3.5rem;
    aspect-ratio: 1;
    object-fit: cover;
    border-radius: 8px;
    background: var(--_tint);
  }

  .cart li .warning {
    grid-column: 1 / -1;
    color: var(--_danger);
    font-size: 0.875em;
  }

  .stepper {
    display: flex;
    align-items: center;
    grid-column: 2 / -1;
  }

  .stepper button {
    border: 1px solid var(--_line);
    border-radius: 99px;
    background: transparent;
    font-size: 1.25em;
    line-height: 1;
  }

  .stepper output {
    min-inline-size: 2.5rem;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }

  .sum {
    font-size: 1.125em;
    font-weight: 700;
  }

  .code {
    font:
      700 2.25em/1.1 ui-monospace,
      monospace;
    letter-spacing: 0.12em;
    user-select: all;
  }

  .fine {
    margin: 0;
  }
`;
