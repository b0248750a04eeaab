<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** What can be bought now: sale states from dates and stock. The same rules as `rules/offers` and `rules/cart`. */
final class Sale {
    /** Places are told only when there are this few of them: a large number sells nothing and tells rivals a lot. */
    public const FEW_LEFT = 10;
    private const BEST_FIRST = ['open', 'upcoming', 'soldOut', 'closed'];

    /**
     * How many pieces can still be had when one piece takes all of `$draws`; null without a limit. A pool that is missing gives
     * none, nor does one that is sold out elsewhere.
     *
     * @param list<array{pool_id: ?string, units: int}>                             $draws
     * @param array<string, array{capacity: ?int, held: int, sold: int, sold_elsewhere?: int}> $pools by id
     */
    public static function piecesLeft(array $draws, array $pools): ?int {
        $units = [];
        foreach ($draws as $draw) {
            if ($draw['pool_id'] !== null) {
                $units[$draw['pool_id']] = ($units[$draw['pool_id']] ?? 0) + $draw['units'];
            }
        }
        $left = null;
        foreach ($units as $pool => $count) {
            if (!isset($pools[$pool])) {
                return 0;
            }
            if ($pools[$pool]['sold_elsewhere'] ?? false) {
                return 0;
            }
            $capacity = $pools[$pool]['capacity'];
            if ($capacity !== null) {
                $pieces = intdiv(max(0, $capacity - $pools[$pool]['held'] - $pools[$pool]['sold']), $count);
                $left = $left === null ? $pieces : min($left, $pieces);
            }
        }
        return $left;
    }

    /** Dates come first: what is not on sale yet is not sold out. `$left` null is no limit. */
    public static function state(?int $opensAt, ?int $closesAt, ?int $left, int $nowMs): string {
        if ($opensAt !== null && $nowMs < $opensAt) {
            return 'upcoming';
        }
        if ($closesAt !== null && $nowMs >= $closesAt) {
            return 'closed';
        }
        return $left === null || $left >= 1 ? 'open' : 'soldOut';
    }

    /** The number to tell, or null when it is nobody's business. */
    public static function toldLeft(?int $left): ?int {
        return $left !== null && $left <= self::FEW_LEFT ? $left : null;
    }

    /**
     * One word for a show with several offers; null when it has none.
     *
     * @param list<string> $states
     */
    public static function showState(array $states): ?string {
        foreach (self::BEST_FIRST as $state) {
            if (in_array($state, $states, true)) {
                return $state;
            }
        }
        return null;
    }

    /** How a variant stands. */
    public static function availability(?int $left): string {
        return $left === null || $left > self::FEW_LEFT ? 'available' : ($left < 1 ? 'soldOut' : 'low');
    }

    /** Most of a variant that can be had now. */
    public static function maxQuantity(?int $left, int $maxPerOrder): int {
        return max(0, $left === null ? $maxPerOrder : min($left, $maxPerOrder));
    }
}
