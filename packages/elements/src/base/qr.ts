/** A QR code as a picture of its own: an SVG drawn by Lit, so that no policy of the page stands in its way. Fetched when needed. */
import { svg, html, type TemplateResult } from 'lit';
import { encode } from 'uqr';

/** The four modules around a code without which readers do not find it (ISO/IEC 18004 §6.3.8). */
const QUIET = 4;

/** @param label names the picture for those who do not see it */
export function qrCode(text: string, label: string): TemplateResult {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const whole = size + 2 * QUIET;
  // One path of unit squares, row by row, run by run.
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      const from = x;
      while (x + 1 < size && row[x + 1]) x++;
      path += `M${from + QUIET} ${y + QUIET}h${x - from + 1}v1h-${x - from + 1}z`;
    }
  });
  return html`<svg
    class="qr"
    part="qr"
    role="img"
    aria-label=${label}
    viewBox="0 0 ${whole} ${whole}"
    shape-rendering="crispEdges"
  >
    ${svg`<rect width=${whole} height=${whole} fill="#fff" /><path d=${path} fill="#000" />`}
  </svg>`;
}
