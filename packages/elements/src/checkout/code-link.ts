/**
 * The promo code in the page's address: `#code=SUMMER-10`, as mails and printed codes lead here. A fragment reaches no server and no
 * log. It types the code in for the buyer, who sees it, what it takes off, and can take it away.
 */
const PATTERN = /(?:^#|&)code=([^&]{1,120})(?=&|$)/;
/** As long as the field for it. */
const MOST = 40;

/** The code in the page's address, or null. */
export function linkedCode(fragment: string = location.hash): string | null {
  const found = PATTERN.exec(fragment)?.[1];
  if (!found) return null;
  try {
    const code = decodeURIComponent(found.replaceAll('+', ' ')).trim();
    return code !== '' && code.length <= MOST ? code : null;
  } catch {
    // An address that somebody cut in the middle of a character.
    return null;
  }
}

const plain = (code: string): string => code.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();

/** Whether two texts are one code as the server reads them, near enough: asking twice for one is harmless, showing it twice is not. */
export const isSameCode = (one: string, other: string): boolean => plain(one) === plain(other);
