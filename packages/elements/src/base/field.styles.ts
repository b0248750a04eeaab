import { css } from 'lit';

/** Fields and boxes to tick, for tags and parts that have something to fill in. */
export const fieldStyles = css`
  .field {
    display: grid;
    gap: 0.35em;
  }

  .field label {
    font-weight: 600;
  }

  .field input,
  .field select {
    inline-size: 100%;
    min-block-size: 52px;
    padding: 0.5em 0.9em;
    border: 1px solid color-mix(in srgb, currentColor 45%, transparent);
    border-radius: var(--_radius);
    background: color-mix(in srgb, currentColor 3%, transparent);
    /* Smaller text makes iPhones zoom into the field. */
    font-size: max(16px, 1em);
  }

  .field input[aria-invalid='true'] {
    border-color: var(--_danger);
    border-width: 2px;
  }

  fieldset.plain {
    margin: 0;
    padding: 0;
    border: 0;
  }

  fieldset.plain legend {
    padding: 0;
    margin-block-end: 0.35em;
    font-weight: 600;
  }

  .check {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-block-size: 44px;
    cursor: pointer;
  }

  .check input {
    flex: none;
    inline-size: 22px;
    block-size: 22px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;
