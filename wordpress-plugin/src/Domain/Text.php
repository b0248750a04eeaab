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

    /** Cleaned text: unwanted characters out, white space folded to one space, trimmed, NFC where PHP can. May be empty. */
    public static function clean(string $text): string {
        $text = mb_scrub($text, 'UTF-8');
        $text = (string) preg_replace(self::UNWANTED, '', $text);
        $text = trim((string) preg_replace(self::SPACE, ' ', $text), ' ');
        // The extension intl is optional on WordPress hosts; without it a text stays as composed as it came.
        return class_exists(\Normalizer::class) ? (string) \Normalizer::normalize($text, \Normalizer::FORM_C) : $text;
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
