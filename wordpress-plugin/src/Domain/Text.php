<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** Text that people typed: cleaned the same way as in `rules/text`, never changed into markup. */
final class Text {
    /**
     * Control characters but for white space, the marks and overrides of writing direction (Trojan Source,
     * CVE-2021-42574), and what is invisible by itself. The joiners U+200C and U+200D stay: Persian and emoji need them.
     */
    private const UNWANTED = '/[\x{00}-\x{08}\x{0E}-\x{1F}\x{7F}-\x{84}\x{86}-\x{9F}\x{AD}\x{61C}\x{200B}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFB}]/u';

    /** Unicode's White_Space, written out because PCRE and ECMAScript differ on `\s`. */
    private const SPACE = '/[\x{09}-\x{0D}\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]+/u';

    /**
     * Characters that mean something beside others and show nothing alone: the joiners, Hangul's fillers, the empty Braille
     * pattern, variation selectors, tags.
     */
    private const UNSEEN = '\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{200C}\x{200D}\x{2800}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{E0000}-\x{E0FFF}';

    /**
     * Cleaned text: unwanted characters out, white space folded to one space, trimmed, NFC where PHP can. Empty when nothing
     * of it would be seen.
     */
    public static function clean(string $text): string {
        $text = mb_scrub($text, 'UTF-8');
        $text = (string) preg_replace(self::UNWANTED, '', $text);
        $text = trim((string) preg_replace(self::SPACE, ' ', $text), ' ');
        // The extension intl is optional on WordPress hosts; without it a text stays as composed as it came.
        $text = class_exists(\Normalizer::class) ? (string) \Normalizer::normalize($text, \Normalizer::FORM_C) : $text;
        return preg_match('/^[ ' . self::UNSEEN . ']*$/uD', $text) ? '' : $text;
    }

    /** Whether two cleaned names look the same: case, spaces and what is not seen make no other name. */
    public static function looksLike(string $a, string $b): bool {
        $seen = static fn(string $text): string => mb_strtolower(
            (string) preg_replace('/[ ' . self::UNSEEN . ']/u', '', $text),
            'UTF-8',
        );
        return $seen($a) === $seen($b);
    }

    /** Length as JavaScript counts it, in UTF-16 units: both sides must agree on what is too long. */
    public static function length(string $text): int {
        return intdiv(strlen(mb_convert_encoding($text, 'UTF-16LE', 'UTF-8')), 2);
    }

    /** Two spellings of one text, for the search of repetitions. */
    public static function sameText(string $a, string $b): bool {
        return mb_strtolower($a, 'UTF-8') === mb_strtolower($b, 'UTF-8');
    }
}
