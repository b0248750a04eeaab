<?php
declare(strict_types=1);

namespace Parterre\Hall;

/**
 * A QR code of version 1 with error correction M (ISO/IEC 18004): 21 × 21 modules, up to 20 of the characters
 * `0–9 A–Z $%*+-./:` and space. A ticket's code has fourteen of them, so this is all a ticket needs; a library for every kind
 * of QR code is a hundred times as long.
 */
final class QrCode {
    public const SIZE = 21;
    private const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
    private const MOST = 20;
    private const DATA_BYTES = 16;
    private const CHECK_BYTES = 10;

    /** @return list<list<bool>> rows of modules; true is dark */
    public static function modules(string $text): array {
        $bytes = self::codewords($text);
        $bits = '';
        foreach ([...$bytes, ...self::check($bytes)] as $byte) {
            $bits .= str_pad(decbin($byte), 8, '0', STR_PAD_LEFT);
        }
        $best = [];
        $least = PHP_INT_MAX;
        for ($mask = 0; $mask < 8; $mask++) {
            $modules = self::drawn($bits, $mask);
            $penalty = self::penalty($modules);
            if ($penalty < $least) {
                [$best, $least] = [$modules, $penalty];
            }
        }
        return $best;
    }

    /** The outline of all dark modules, for the `d` of an SVG path in a box of 29 × 29 with the quiet zone of four modules. */
    public static function path(string $text): string {
        $path = '';
        foreach (self::modules($text) as $y => $row) {
            foreach ($row as $x => $dark) {
                $path .= $dark ? 'M' . ($x + 4) . ' ' . ($y + 4) . 'h1v1h-1z' : '';
            }
        }
        return $path;
    }

    /** @return list<int> the sixteen bytes of data (clause 7.4: alphanumeric mode) */
    public static function codewords(string $text): array {
        $values = [];
        foreach (str_split($text) as $character) {
            $value = strpos(self::ALPHABET, $character);
            if ($value === false) {
                throw new \InvalidArgumentException('This character has no place in the code.');
            }
            $values[] = $value;
        }
        if (count($values) > self::MOST) {
            throw new \InvalidArgumentException('The text is too long for this size of code.');
        }
        $bits = '0010' . str_pad(decbin(count($values)), 9, '0', STR_PAD_LEFT);
        foreach (array_chunk($values, 2) as $pair) {
            $bits .= isset($pair[1])
                ? str_pad(decbin($pair[0] * 45 + $pair[1]), 11, '0', STR_PAD_LEFT)
                : str_pad(decbin($pair[0]), 6, '0', STR_PAD_LEFT);
        }
        $bits = substr($bits . '0000', 0, self::DATA_BYTES * 8);
        $bits = str_pad($bits, (int) ceil(strlen($bits) / 8) * 8, '0');
        $bytes = array_map('bindec', str_split($bits, 8));
        for ($pad = 0; count($bytes) < self::DATA_BYTES; $pad++) {
            $bytes[] = $pad % 2 === 0 ? 0xec : 0x11;
        }
        return $bytes;
    }

    /**
     * Ten bytes of error correction (clause 7.5: Reed–Solomon over GF(256), polynomial 0x11d).
     *
     * @param list<int> $data
     * @return list<int>
     */
    public static function check(array $data): array {
        $generator = [1];
        $root = 1;
        for ($degree = 0; $degree < self::CHECK_BYTES; $degree++) {
            $next = array_fill(0, count($generator) + 1, 0);
            foreach ($generator as $index => $factor) {
                $next[$index] ^= $factor;
                $next[$index + 1] ^= self::times($factor, $root);
            }
            $generator = $next;
            $root = self::times($root, 2);
        }
        $rest = [...$data, ...array_fill(0, self::CHECK_BYTES, 0)];
        foreach (array_keys($data) as $index) {
            $factor = $rest[$index];
            foreach ($generator as $offset => $value) {
                $rest[$index + $offset] ^= self::times($factor, $value);
            }
        }
        return array_slice($rest, count($data));
    }

    private static function times(int $a, int $b): int {
        $product = 0;
        for (; $b > 0; $b >>= 1) {
            if ($b & 1) {
                $product ^= $a;
            }
            $a <<= 1;
            if ($a & 0x100) {
                $a ^= 0x11d;
            }
        }
        return $product;
    }

    /** @return list<list<bool>> */
    private static function drawn(string $bits, int $mask): array {
        $modules = array_fill(0, self::SIZE, array_fill(0, self::SIZE, false));
        $fixed = $modules;
        $set = static function (int $x, int $y, bool $dark) use (&$modules, &$fixed): void {
            if ($x >= 0 && $y >= 0 && $x < self::SIZE && $y < self::SIZE) {
                $modules[$y][$x] = $dark;
                $fixed[$y][$x] = true;
            }
        };
        // Three finders with a light border; two lines of alternating modules between them.
        foreach ([[3, 3], [self::SIZE - 4, 3], [3, self::SIZE - 4]] as [$centreX, $centreY]) {
            for ($dy = -4; $dy <= 4; $dy++) {
                for ($dx = -4; $dx <= 4; $dx++) {
                    $ring = max(abs($dx), abs($dy));
                    $set($centreX + $dx, $centreY + $dy, $ring !== 2 && $ring !== 4);
                }
            }
        }
        for ($index = 8; $index < self::SIZE - 8; $index++) {
            $set($index, 6, $index % 2 === 0);
            $set(6, $index, $index % 2 === 0);
        }
        self::format($set, $mask);
        // Upwards and downwards in columns of two, from the right, past the vertical line (clause 7.7.3).
        $next = 0;
        for ($right = self::SIZE - 1; $right >= 1; $right -= 2) {
            if ($right === 6) {
                $right = 5;
            }
            for ($step = 0; $step < self::SIZE; $step++) {
                $up = (($right + 1) & 2) === 0;
                $y = $up ? self::SIZE - 1 - $step : $step;
                foreach ([$right, $right - 1] as $x) {
                    if (!$fixed[$y][$x]) {
                        $modules[$y][$x] = ($bits[$next++] ?? '0') === '1';
                        if (self::isMasked($mask, $x, $y)) {
                            $modules[$y][$x] = !$modules[$y][$x];
                        }
                    }
                }
            }
        }
        return $modules;
    }

    /** Level and mask, twice, with their own correction (clause 7.9). */
    private static function format(callable $set, int $mask): void {
        // Level M is 00.
        $rest = $mask;
        for ($round = 0; $round < 10; $round++) {
            $rest = ($rest << 1) ^ (($rest >> 9) * 0x537);
        }
        $bits = (($mask << 10) | $rest) ^ 0x5412;
        $bit = static fn(int $index): bool => (($bits >> $index) & 1) === 1;
        for ($index = 0; $index <= 5; $index++) {
            $set(8, $index, $bit($index));
        }
        $set(8, 7, $bit(6));
        $set(8, 8, $bit(7));
        $set(7, 8, $bit(8));
        for ($index = 9; $index < 15; $index++) {
            $set(14 - $index, 8, $bit($index));
        }
        for ($index = 0; $index < 8; $index++) {
            $set(self::SIZE - 1 - $index, 8, $bit($index));
        }
        for ($index = 8; $index < 15; $index++) {
            $set(8, self::SIZE - 15 + $index, $bit($index));
        }
        $set(8, self::SIZE - 8, true);
    }

    private static function isMasked(int $mask, int $x, int $y): bool {
        return match ($mask) {
            0 => ($x + $y) % 2 === 0,
            1 => $y % 2 === 0,
            2 => $x % 3 === 0,
            3 => ($x + $y) % 3 === 0,
            4 => (intdiv($y, 2) + intdiv($x, 3)) % 2 === 0,
            5 => (($x * $y) % 2) + (($x * $y) % 3) === 0,
            6 => ((($x * $y) % 2) + (($x * $y) % 3)) % 2 === 0,
            default => ((($x + $y) % 2) + (($x * $y) % 3)) % 2 === 0,
        };
    }

    /**
     * How hard a pattern is to read (clause 7.8.3): long runs, blocks, what looks like a finder, an uneven share of dark.
     *
     * @param list<list<bool>> $modules
     */
    private static function penalty(array $modules): int {
        $penalty = 0;
        $dark = 0;
        $lines = [];
        for ($index = 0; $index < self::SIZE; $index++) {
            $lines[] = implode('', array_map(static fn(bool $one): string => $one ? '1' : '0', $modules[$index]));
            $lines[] = implode(
                '',
                array_map(static fn(bool $one): string => $one ? '1' : '0', array_column($modules, $index)),
            );
        }
        foreach ($lines as $number => $line) {
            preg_match_all('/0{5,}|1{5,}/', $line, $runs);
            foreach ($runs[0] as $run) {
                $penalty += strlen($run) - 2;
            }
            foreach (['10111010000', '00001011101'] as $finder) {
                for ($from = strpos($line, $finder); $from !== false; $from = strpos($line, $finder, $from + 1)) {
                    $penalty += 40;
                }
            }
            $dark += $number % 2 === 0 ? substr_count($line, '1') : 0;
        }
        for ($y = 0; $y < self::SIZE - 1; $y++) {
            for ($x = 0; $x < self::SIZE - 1; $x++) {
                $sum =
                    (int) $modules[$y][$x] +
                    (int) $modules[$y][$x + 1] +
                    (int) $modules[$y + 1][$x] +
                    (int) $modules[$y + 1][$x + 1];
                $penalty += $sum === 0 || $sum === 4 ? 3 : 0;
            }
        }
        return $penalty + intdiv((int) abs(($dark * 100) / self::SIZE ** 2 - 50), 5) * 10;
    }
}
