/** Text that people typed: cleaned the same way everywhere, never changed into markup. */

/** A set of characters from code points and ranges of them, in the order of Unicode. */
const setOf = (...ranges: readonly (readonly [first: number, last: number])[]): string =>
  ranges.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join('');

/**
 * Control characters but for white space, the marks and overrides of writing direction (Trojan Source, CVE-2021-42574),
 * and the characters that are invisible by themselves. The joiners U+200C and U+200D stay: Persian and emoji need them.
 */
const UNWANTED = new RegExp(
  `[${setOf(
    [0x00, 0x08],
    [0x0e, 0x1f],
    [0x7f, 0x84],
    [0x86, 0x9f],
    [0xad, 0xad],
    [0x61c, 0x61c],
    [0x200b, 0x200b],
    [0x200e, 0x200f],
    [0x202a, 0x202e],
    [0x2060, 0x206f],
    [0xfeff, 0xfeff],
    [0xfff9, 0xfffb],
  )}]`,
  'gu',
);

/** What counts as white space: Unicode's White_Space property, written out because PCRE and ECMAScript differ on `\s`. */
const SPACE = new RegExp(
  `[${setOf(
    [0x09, 0x0d],
    [0x20, 0x20],
    [0x85, 0x85],
    [0xa0, 0xa0],
    [0x1680, 0x1680],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
    [0x202f, 0x202f],
    [0x205f, 0x205f],
    [0x3000, 0x3000],
  )}]+`,
  'gu',
);

/** Half a surrogate pair is no character and cannot be stored. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Characters that mean something beside others and show nothing alone: the joiners, Hangul's fillers, the empty Braille
 * pattern, variation selectors, tags.
 */
const UNSEEN = setOf(
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200c, 0x200d],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe0fff],
);
const NOTHING_SEEN = new RegExp(`^[ ${UNSEEN}]*$`, 'u');
const NOT_COMPARED = new RegExp(`[ ${UNSEEN}]`, 'gu');

/**
 * Cleaned text: unwanted characters out, runs of white space folded to one space, trimmed, NFC. Empty when nothing of it
 * would be seen.
 */
export function cleanText(text: string): string {
  const clean = text.replace(LONE_SURROGATE, '').replace(UNWANTED, '').replace(SPACE, ' ').trim().normalize('NFC');
  return NOTHING_SEEN.test(clean) ? '' : clean;
}

/** Whether two cleaned names look the same: case, spaces and what is not seen make no other name. */
export function looksLike(a: string, b: string): boolean {
  const seen = (text: string): string => text.replace(NOT_COMPARED, '').toLowerCase();
  return seen(a) === seen(b);
}

/** The form in which two spellings of an address are one: trimmed, lower case. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** `b…@example.org`: enough to notice a typo, too little to learn an address. */
export function emailHint(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email.slice(0, at);
  return `${first}…${email.slice(at)}`;
}
