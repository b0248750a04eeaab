<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** Makes public identifiers: random, so that none tells how many there are or what the next one is. */
final class Ids {
    private const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

    /** Without letters and digits that look alike when read out or written by hand. */
    private const READABLE = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

    /** `show_` and 22 characters, which is 131 bits. */
    public static function make(string $prefix): string {
        return $prefix . '_' . self::of(self::BASE62, 22);
    }

    /** A text of `$length` characters that a person can read out at a counter. */
    public static function readable(int $length): string {
        return self::of(self::READABLE, $length);
    }

    /** A random text of these characters, which are bytes. */
    public static function of(string $alphabet, int $length): string {
        $text = '';
        $last = strlen($alphabet) - 1;
        for ($i = 0; $i < $length; $i++) {
            $text .= $alphabet[random_int(0, $last)];
        }
        return $text;
    }
}
