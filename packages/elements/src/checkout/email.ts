/** Questions a likely typo in an e-mail address. It only ever asks: people do own strange addresses. */

/** Providers people in our venues' countries really have, most common first: ties go to the earlier. */
const PROVIDERS = [
  'gmail.com', 'hotmail.com', 'orange.fr', 'outlook.com', 'yahoo.fr', 'hotmail.fr', 'free.fr', 'icloud.com', 'yahoo.com',
  'wanadoo.fr', 'live.fr', 'outlook.fr', 'sfr.fr', 'laposte.net', 'gmx.fr', 'gmx.net', 'gmx.de', 'gmx.com', 'web.de',
  'bbox.fr', 'neuf.fr', 'numericable.fr', 'protonmail.com', 'proton.me', 'pm.me', 'msn.com', 'live.com', 'me.com',
  'mac.com', 'aol.com', 'googlemail.com', 't-online.de', 'hotmail.co.uk', 'yahoo.co.uk', 'btinternet.com', 'skynet.be',
  'bluewin.ch', 'libero.it', 'club-internet.fr', 'aliceadsl.fr', 'mail.com', 'email.com', 'ymail.com', 'posteo.de',
  'riseup.net', 'fastmail.com', 'hey.com', 'videotron.ca', 'hotmail.be', 'yahoo.de', 'hotmail.de', 'outlook.de',
  'yahoo.es', 'hotmail.es', 'yahoo.it', 'hotmail.it', 'live.be', 'live.nl', 'live.co.uk', 'aol.fr',
] as const; // prettier-ignore

/** Endings that fingers make of real ones and that do not exist (or hardly). */
const ENDINGS: Readonly<Record<string, string>> = {
  con: 'com',
  cim: 'com',
  comm: 'com',
  vom: 'com',
  xom: 'com',
  cmo: 'com',
  ocm: 'com',
  coom: 'com',
  fe: 'fr',
  ft: 'fr',
  frr: 'fr',
  ffr: 'fr',
  nett: 'net',
  ner: 'net',
};

/** What every server of the protocol accepts as an address. The proof of an address is a mail that arrives. */
export const isEmail = (text: string): boolean =>
  /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]+\.[^\s@<>"(),:;[\]\\]{2,63}$/.test(text) && text.length <= 254;

/** Whether an address can be the one behind a hint such as `b…@example.org`. */
export function fitsHint(text: string, hint: string): boolean {
  const [email, known] = [text.trim().toLowerCase(), hint.toLowerCase()];
  return email[0] === known[0] && email.slice(email.lastIndexOf('@')) === known.slice(known.lastIndexOf('@'));
}

/** Letters wrong, missing, too many or swapped (optimal string alignment distance). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), swap);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}

/** The domain that was probably meant, or null when this one is good or nothing like a known one. */
function probableDomain(domain: string): string | null {
  if ((PROVIDERS as readonly string[]).includes(domain)) return null;
  if (domain.length < 3) return null;
  // `gmail`, `gmail.`, `orange.f`: the ending is missing or cut.
  const cut = PROVIDERS.find((provider) => provider.startsWith(domain) && domain.length >= provider.indexOf('.'));
  if (cut) return cut;
  let best: string | null = null;
  let least = Infinity;
  for (const provider of PROVIDERS) {
    const wrong = distance(domain, provider);
    // Two slips in a short name make another name.
    if (wrong < least && wrong <= (provider.length >= 9 ? 2 : 1)) [best, least] = [provider, wrong];
  }
  if (best) return best;
  const dot = domain.lastIndexOf('.');
  const ending = ENDINGS[domain.slice(dot + 1)];
  return dot > 0 && ending ? `${domain.slice(0, dot)}.${ending}` : null;
}

/**
 * The address somebody probably meant, or null when there is nothing to ask: `bea@gmial.com` → `bea@gmail.com`,
 * `bea@orange.f` → `bea@orange.fr`, `bea@gmail` → `bea@gmail.com`, `bea@club.con` → `bea@club.com`.
 */
export function suggestEmail(text: string): string | null {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return null;
  // A comma is next to the full stop on every keyboard.
  const typed = trimmed.slice(at + 1).toLowerCase();
  const domain = typed.replaceAll(',', '.').replaceAll('..', '.').replace(/\.$/, '');
  const meant = probableDomain(domain) ?? (domain === typed ? null : domain);
  const suggestion = meant && `${trimmed.slice(0, at)}@${meant}`;
  return suggestion && isEmail(suggestion) ? suggestion : null;
}
