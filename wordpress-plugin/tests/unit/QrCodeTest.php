<?php
declare(strict_types=1);

use Parterre\Hall\QrCode;
use PHPUnit\Framework\TestCase;

/** The QR code of a hall ticket, against numbers that others worked out. */
final class QrCodeTest extends TestCase {
    /** The example that tutorials of the standard work through by hand, version 1-M. */
    public function testDataAndCorrectionOfAKnownExample(): void {
        $data = QrCode::codewords('HELLO WORLD');
        $this->assertSame([32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17], $data);
        $this->assertSame([196, 35, 39, 119, 235, 215, 231, 226, 93, 23], QrCode::check($data));
    }

    public function testThePatternReadsBackToItsText(): void {
        foreach (['7K3M-9QXW-2RTD', '2222-2222-2222', 'ZZZZ-ZZZZ-ZZZZ', 'HELLO WORLD'] as $text) {
            $this->assertSame($text, self::read(QrCode::modules($text)));
        }
    }

    public function testWhatDoesNotFitIsRefused(): void {
        foreach (['é', 'abc', str_repeat('A', 21)] as $text) {
            try {
                QrCode::modules($text);
                $this->fail("$text was drawn.");
            } catch (InvalidArgumentException) {
                $this->addToAssertionCount(1);
            }
        }
    }

    /**
     * A reader written the other way round: takes level and mask from the second copy of the format, walks the modules, and trusts
     * nothing of how the code was drawn.
     *
     * @param list<list<bool>> $modules
     */
    private static function read(array $modules): string {
        $size = count($modules);
        $format = 0;
        for ($index = 0; $index < 8; $index++) {
            $format |= (int) $modules[8][$size - 1 - $index] << $index;
        }
        for ($index = 8; $index < 15; $index++) {
            $format |= (int) $modules[$size - 15 + $index][8] << $index;
        }
        $format ^= 0b101010000010010;
        self::assertSame(0, $format >> 13, 'level M');
        $mask = ($format >> 10) & 7;
        $masks = [
            static fn(int $i, int $j): bool => ($i + $j) % 2 === 0,
            static fn(int $i, int $j): bool => $i % 2 === 0,
            static fn(int $i, int $j): bool => $j % 3 === 0,
            static fn(int $i, int $j): bool => ($i + $j) % 3 === 0,
            static fn(int $i, int $j): bool => (intdiv($i, 2) + intdiv($j, 3)) % 2 === 0,
            static fn(int $i, int $j): bool => (($i * $j) % 2) + (($i * $j) % 3) === 0,
            static fn(int $i, int $j): bool => ((($i * $j) % 2) + (($i * $j) % 3)) % 2 === 0,
            static fn(int $i, int $j): bool => ((($i + $j) % 2) + (($i * $j) % 3)) % 2 === 0,
        ];
        $bits = '';
        $up = true;
        foreach ([20, 18, 16, 14, 12, 10, 8, 5, 3, 1] as $right) {
            foreach ($up ? range($size - 1, 0) : range(0, $size - 1) as $row) {
                foreach ([$right, $right - 1] as $column) {
                    $inFinder = ($row < 9 && ($column < 9 || $column > 12)) || ($row > 12 && $column < 9);
                    if (!$inFinder && $row !== 6 && $column !== 6) {
                        $bits .= $modules[$row][$column] !== $masks[$mask]($row, $column) ? '1' : '0';
                    }
                }
            }
            $up = !$up;
        }
        $bytes = array_map('bindec', str_split(substr($bits, 0, 208), 8));
        self::assertSame(QrCode::check(array_slice($bytes, 0, 16)), array_slice($bytes, 16), 'the correction');
        self::assertSame('0010', substr($bits, 0, 4), 'alphanumeric');
        $count = (int) bindec(substr($bits, 4, 9));
        $alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
        $text = '';
        for ($at = 13; strlen($text) + 1 < $count; $at += 11) {
            $pair = (int) bindec(substr($bits, $at, 11));
            $text .= $alphabet[intdiv($pair, 45)] . $alphabet[$pair % 45];
        }
        return strlen($text) < $count ? $text . $alphabet[(int) bindec(substr($bits, $at, 6))] : $text;
    }
}
