import { css } from 'lit';

/** The form, and the box of the test gateway, which must not look like a real one. */
export const pledgeStyles = css`
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  legend {
    padding: 0;
    font-weight: 600;
  }

  .wide {
    flex: 1;
  }

  .check.top {
    align-items: start;
    padding-block: 0.5em;
  }

  .error-text {
    color: var(--_danger);
  }

  .mine {
    padding: 1em;
    border: 2px solid var(--_accent);
    border-radius: var(--_radius);
  }

  .mine .button {
    margin-block-start: 0.75em;
  }

  .testing {
    padding: 1.25em;
    border: 2px dashed color-mix(in srgb, #d98200 80%, currentColor);
    border-radius: var(--_radius);
  }
`;
