import { css } from 'lit';

export const showsStyles = css`
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
    gap: 1.5rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  h2,
  h3 {
    margin: 0;
    font: inherit;
    font-weight: 700;
    line-height: 1.2;
    text-wrap: balance;
  }

  h2 {
    margin-block-end: 1rem;
    font-size: 1.5em;
  }

  .button {
    padding: 0.6em 1.1em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: transparent;
    font-weight: 600;
  }

  .skeleton {
    block-size: 1.2em;
    border-radius: 6px;
    background: var(--_tint);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }

  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }

  li {
    max-inline-size: 40rem;
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
  }

  .picture {
    position: relative;
    aspect-ratio: 16 / 9;
    border-radius: var(--_radius);
    overflow: hidden;
    background: var(--_tint);
  }

  img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    transition: scale 180ms;
  }

  li:hover img {
    scale: 1.03;
  }

  .cancelled img {
    filter: grayscale(1);
    opacity: 0.6;
  }

  .flag {
    position: absolute;
    inset-block-start: 0.6rem;
    inset-inline-start: 0.6rem;
    padding: 0.15rem 0.6rem;
    border-radius: 99px;
    background: rgb(0 0 0 / 78%);
    color: #fff;
    font-size: 0.8125rem;
    font-weight: 650;
  }

  .flag.live {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  h3 {
    font-size: 1.1875rem;
    overflow-wrap: anywhere;
  }

  h3 a {
    color: inherit;
    text-decoration: none;
  }

  /* The whole card is the link; its name stays the title alone. */
  h3 a::after {
    content: '';
    position: absolute;
    inset: 0;
  }

  h3 a:focus-visible {
    outline: none;
  }

  li:focus-within .picture {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }

  p {
    margin: 0;
    color: var(--_muted);
    font-size: 0.9375rem;
  }

  .foot {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: 1rem;
    margin-block-start: auto;
    color: var(--_text);
  }

  .price {
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }

  .call {
    color: var(--_accent-text);
    font-weight: 650;
  }
`;
