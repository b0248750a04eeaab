<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** What pieces are worth when they go back. Whatever is refunded one after the other adds up to exactly what was paid. */
final class Refunding {
    /**
     * What these pieces are worth: each an equal share of what the line still holds, the last one all that is left. Three
     * pieces for 10.00 are 3.33, 3.33 and 3.34, whether they go back one by one or together.
     *
     * @param int $leftMinor what is in force of the line, in minor units
     * @param int $leftPieces pieces in force, at least `$pieces`
     */
    public static function pieces(int $leftMinor, int $leftPieces, int $pieces): int {
        if ($pieces < 0 || $pieces > $leftPieces) {
            throw new \LogicException("$pieces of $leftPieces pieces cannot go back.");
        }
        $amount = 0;
        for (; $pieces > 0; $pieces--, $leftPieces--) {
            $amount += intdiv($leftMinor - $amount, $leftPieces);
        }
        return $amount;
    }

    /**
     * Spreads an amount over what lines are worth, in proportion, by largest remainder: the parts add up to the amount, and
     * none is more than its line holds.
     *
     * @param array<array-key, int> $worth what is in force by line, in minor units
     * @return array<array-key, int> by the same keys
     */
    public static function spread(int $amountMinor, array $worth): array {
        $total = array_sum($worth);
        if ($amountMinor < 0 || $amountMinor > $total) {
            throw new \LogicException("$amountMinor of $total cannot go back.");
        }
        if ($total === 0) {
            return array_map(static fn(): int => 0, $worth);
        }
        // Both factors are at most 99 999 999: their product fits into 64 bits.
        $shares = array_map(static fn(int $of): int => intdiv($amountMinor * $of, $total), $worth);
        $remainders = array_map(static fn(int $of): int => ($amountMinor * $of) % $total, $worth);
        arsort($remainders);
        $missing = $amountMinor - array_sum($shares);
        foreach (array_keys($remainders) as $line) {
            if ($missing === 0) {
                break;
            }
            $shares[$line]++;
            $missing--;
        }
        return $shares;
    }

    /**
     * A part of what pieces were paid with: of each a percentage of what it cost for the thing in question, half a minor unit to the
     * buyer; of no line more than it still holds.
     *
     * @param list<array{line: string, paidMinor: int, weights: array{0: int, 1: int}}> $pieces weights: how the price divides into that
     *        thing and everything else
     * @param int $basisPoints hundredths of a percent, at most 10 000
     * @param array<string, int> $left what is in force by line, in minor units
     */
    public static function percentOf(array $pieces, int $basisPoints, array $left): int {
        if ($basisPoints < 0 || $basisPoints > 10_000) {
            throw new \LogicException("$basisPoints hundredths of a percent cannot go back.");
        }
        $amounts = [];
        foreach ($pieces as $piece) {
            $its = Tax::shareOut($piece['paidMinor'], $piece['weights'])[0];
            $amounts[$piece['line']] = ($amounts[$piece['line']] ?? 0) + intdiv($its * $basisPoints + 5_000, 10_000);
        }
        $all = 0;
        foreach ($amounts as $line => $amount) {
            $all += min($amount, max(0, $left[$line] ?? 0));
        }
        return $all;
    }

    /**
     * Which units of a line go back: from the last one down, so that the first tickets stay good.
     *
     * @param list<int> $gone units that went back before
     * @return list<int>
     */
    public static function units(int $quantity, array $gone, int $pieces): array {
        $left = array_values(array_diff($quantity > 0 ? range($quantity - 1, 0) : [], $gone));
        if ($pieces > count($left)) {
            throw new \LogicException("$pieces of " . count($left) . ' units cannot go back.');
        }
        return array_slice($left, 0, $pieces);
    }
}
