/** Seats as the door reads them: a QR code each, with what a person can read out. Fetched when somebody stands at the door. */
import type { HallTicket } from '@parterre/protocol';
import { css, html, type TemplateResult } from 'lit';
import { qrCode } from '../base/qr.ts';
import type { KnownFanStrings } from './known-fan.en.ts';

export const hallCodeStyles = css`
  .seats {
    display: grid;
    gap: 1.5em;
    padding-block: 0.5em 1em;
    text-align: center;
  }

  .seats .qr {
    display: block;
    inline-size: min(100%, 15em);
    margin-inline: auto;
    /* Doors read it in the dark too: white around it whatever the page looks like. */
    border-radius: 4px;
    background: #fff;
  }

  .seats .spoken {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-weight: 700;
    letter-spacing: 0.06em;
    overflow-wrap: anywhere;
  }
`;

export const hallCodes = (seats: readonly HallTicket[], strings: KnownFanStrings): TemplateResult =>
  html`<ul class="seats">
    ${seats.map(
      ({ number, category, code }) =>
        html`<li>
          ${qrCode(code, strings.hallCode(code))}
          <span class="spoken">${code}</span><br />
          <span class="fine">${[...(number === null ? [] : [strings.seat(number)]), category].join(' · ')}</span>
        </li>`,
    )}
  </ul>`;
