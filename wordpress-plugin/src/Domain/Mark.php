<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** The code that is drawn over a picture: it is read from a phone's film of a screen, letter by letter, by somebody in doubt. */
final class Mark {
    public const LENGTH = 8;
    /** Of letters that a blurred film makes alike (0 D O Q, U V, C G, 1 I L, 2 Z, 5 S, 6 G, 8 B) one at most. */
    private const LETTERS = 'ACDEFHJKMNPRTVWXY3479';
    /** What somebody types who took a letter for its like, and the one that it must have been. */
    private const ALIKE = ['O' => 'D', '0' => 'D', 'Q' => 'D', 'U' => 'V', 'G' => 'C'];
    /** How many letters may be missing from a code that is looked for: with more, it would name somebody at random. */
    private const MOST_UNREAD = 2;

    /** A new code: 35 bits, so that nobody guesses one that is in use. */
    public static function draw(): string {
        return Ids::of(self::LETTERS, self::LENGTH);
    }

    /** In two groups, as it is drawn: easier to read off a film, and to say. */
    public static function spaced(string $code): string {
        return substr($code, 0, 4) . ' ' . substr($code, 4);
    }

    /**
     * A code as somebody read it off a film: in any case, with spaces or dashes, `?` for what cannot be read.
     *
     * @return string|null the code, with `?` where a letter is missing; null when it is none
     */
    public static function read(string $typed): ?string {
        $code = strtr(strtoupper((string) preg_replace('/[\s\p{Pd}._·]+/u', '', $typed)), self::ALIKE);
        return preg_match('/^[' . self::LETTERS . '?]{' . self::LENGTH . '}$/D', $code) === 1 &&
            substr_count($code, '?') <= self::MOST_UNREAD
            ? $code
            : null;
    }
}
