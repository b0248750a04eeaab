import { css } from 'lit';

/** The order as a receipt-like list, and the box of the test gateway, which must not look like a real payment. */
export const checkoutStyles = css`
  .lines {
    display: grid;
    gap: 0.4em;
    margin: 0;
    padding: 0;
    list-style: none;
    font-variant-numeric: tabular-nums;
  }

  .lines .sum {
    padding-block-start: 0.6em;
    border-block-start: 1px solid var(--_line);
    font-size: 1.125em;
    font-weight: 700;
  }

  .amount {
    flex: none;
  }

  .testing {
    padding: 1.25em;
    border: 2px dashed color-mix(in srgb, #d98200 80%, currentColor);
    border-radius: var(--_radius);
  }

  .question {
    display: grid;
    gap: 0.75em;
  }

  .question p {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .promo > summary {
    display: inline-flex;
    align-items: center;
    min-block-size: 44px;
    cursor: pointer;
    list-style: none;
  }

  .promo .row {
    flex-wrap: nowrap;
  }

  .promo input {
    min-inline-size: 0;
    text-transform: uppercase;
  }

  fieldset.gift,
  fieldset.amount {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-block-size: 44px;
    padding-inline: 1em;
    border: 1px solid var(--_line);
    border-radius: 999px;
    cursor: pointer;
    font-variant-numeric: tabular-nums;
  }

  .chip:has(:checked) {
    border-color: currentColor;
    font-weight: 700;
  }
`;
