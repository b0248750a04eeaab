<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** Crowdfunding: whether a goal is reached, what state a campaign is in. The same rules as `rules/campaign`. */
final class Goal {
    /** How long supporters can confirm a payment, and cards are tried, counted from the decision. */
    public const CONFIRM_MS = 604_800_000;
    /** A deadline may be put off by 30 days in all once anything was promised. */
    private const MOST_LATER_MS = 2_592_000_000;

    /**
     * @param array{opens_at: int, deadline: int, decided_at: ?int, concluded_at: ?int} $campaign
     */
    public static function stateAt(array $campaign, int $nowMs): string {
        return match (true) {
            $campaign['concluded_at'] !== null => 'done',
            $campaign['decided_at'] !== null => 'collecting',
            $nowMs < $campaign['opens_at'] => 'upcoming',
            $nowMs < $campaign['deadline'] => 'open',
            default => 'deciding',
        };
    }

    /**
     * @param string                                       $kind `amount` or `supporters`
     * @param array{amount_minor: int, supporters: int} $tally what counts
     */
    public static function isReached(string $kind, int $target, array $tally): bool {
        return self::counted($kind, $tally) >= $target;
    }

    /**
     * Whole percent, rounded down: nobody reads 100 before the goal is reached.
     *
     * @param array{amount_minor: int, supporters: int} $tally
     */
    public static function percent(string $kind, int $target, array $tally): int {
        return intdiv(self::counted($kind, $tally) * 100, $target);
    }

    /**
     * The last word, once every card was tried: `returned` when less than a share of the goal (not of what was promised) was
     * captured. Without a share anything is enough.
     *
     * @param array{amount_minor: int, supporters: int} $captured
     */
    public static function resultAfterCollecting(
        string $kind,
        int $target,
        array $captured,
        ?int $minimumPercent,
    ): string {
        $enough = $minimumPercent === null || self::counted($kind, $captured) * 100 >= $target * $minimumPercent;
        return $enough ? 'reached' : 'returned';
    }

    public static function mayMoveDeadline(int $firstMs, int $presentMs, int $nextMs): bool {
        return $nextMs >= $presentMs && $nextMs - $firstMs <= self::MOST_LATER_MS;
    }

    /** @param array{amount_minor: int, supporters: int} $tally */
    private static function counted(string $kind, array $tally): int {
        return $kind === 'amount' ? $tally['amount_minor'] : $tally['supporters'];
    }
}
