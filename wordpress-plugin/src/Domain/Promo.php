<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** What codes take off, how it is spread over lines, what a buyer may choose, and how a code is read: `rules/prices`. */
final class Promo {
    public const TYPES = ['percent', 'amount', 'price', 'unlock'];

    /** Code letters that people take for others, and what they are read as. */
    private const LOOK_ALIKES = ['O' => '0', 'I' => '1', 'L' => '1'];

    /** Accents of the languages around us, where the extension intl is missing. */
    private const ACCENTS = [
        'À' => 'A',
        'Á' => 'A',
        'Â' => 'A',
        'Ã' => 'A',
        'Ä' => 'A',
        'Å' => 'A',
        'Ç' => 'C',
        'È' => 'E',
        'É' => 'E',
        'Ê' => 'E',
        'Ë' => 'E',
        'Ì' => 'I',
        'Í' => 'I',
        'Î' => 'I',
        'Ï' => 'I',
        'Ñ' => 'N',
        'Ò' => 'O',
        'Ó' => 'O',
        'Ô' => 'O',
        'Õ' => 'O',
        'Ö' => 'O',
        'Ù' => 'U',
        'Ú' => 'U',
        'Û' => 'U',
        'Ü' => 'U',
        'Ý' => 'Y',
        'Ÿ' => 'Y',
        'Š' => 'S',
        'Ž' => 'Z',
        'Č' => 'C',
        'Ř' => 'R',
    ];

    /**
     * A code as it is compared: capital letters and digits without accents, look-alikes made one. Empty when nothing is left,
     * which is no code.
     */
    public static function normal(string $text): string {
        if (!mb_check_encoding($text, 'UTF-8')) {
            return '';
        }
        if (class_exists(\Normalizer::class)) {
            $text = \Normalizer::normalize($text, \Normalizer::FORM_D) ?: $text;
        }
        $text = strtr(mb_strtoupper($text, 'UTF-8'), self::ACCENTS);
        return strtr((string) preg_replace('/[^A-Z0-9]/', '', $text), self::LOOK_ALIKES);
    }

    /**
     * Divides `$total` among `$weights` by largest remainder; of equal remainders the first counts. With a total of at most the
     * sum of the weights no part exceeds its weight.
     *
     * @param list<int> $weights not negative
     * @return list<int>
     */
    public static function spread(int $total, array $weights): array {
        $sum = array_sum($weights);
        if ($sum === 0) {
            return array_fill(0, count($weights), 0);
        }
        $parts = array_map(static fn(int $weight): int => intdiv($total * $weight, $sum), $weights);
        $rests = array_map(static fn(int $weight): int => ($total * $weight) % $sum, $weights);
        // Sorting is stable: of equal remainders the first stays first.
        arsort($rests);
        $left = $total - array_sum($parts);
        foreach (array_keys($rests) as $index) {
            if ($left-- <= 0) {
                break;
            }
            $parts[$index]++;
        }
        return $parts;
    }

    /**
     * What a code takes off each line: never more than the line costs, never less than nothing.
     *
     * @param list<array{unitMinor: int, quantity: int, applies: bool}> $lines
     * @param array{type: string, value: int, pieces: ?int} $promo value in basis points for `percent`, else in minor units;
     *                                                             `pieces` the most pieces of one order it applies to
     * @return list<int>
     */
    public static function discounts(array $lines, array $promo): array {
        $remaining = $promo['pieces'] ?? PHP_INT_MAX;
        $covered = [];
        foreach ($lines as $line) {
            $count = $line['applies'] ? min($line['quantity'], $remaining) : 0;
            $remaining -= $count;
            $covered[] = $count;
        }
        $weights = array_map(static fn(array $line, int $count): int => $line['unitMinor'] * $count, $lines, $covered);
        $sum = array_sum($weights);
        return match ($promo['type']) {
            // Half a minor unit goes to the buyer.
            'percent' => self::spread(min($sum, intdiv($sum * $promo['value'] + 5_000, 10_000)), $weights),
            'amount' => self::spread(min($sum, $promo['value']), $weights),
            'price' => array_map(
                static fn(array $line, int $count): int => max(0, $line['unitMinor'] - $promo['value']) * $count,
                $lines,
                $covered,
            ),
            default => array_fill(0, count($lines), 0),
        };
    }

    /** Whether a buyer may choose this amount for one piece; a `$max` of null has no end but the contract's. */
    public static function mayChoose(int $min, ?int $max, int $amount): bool {
        return $amount >= $min && ($max === null || $amount <= $max);
    }
}
