<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * What a pledge may become. It goes forward only: what was paid, failed, withdrawn or released is never a promise again.
 */
final class PledgeState {
    private const NEXT = [
        'pending' => ['promised', 'paid', 'withdrawn', 'released'],
        'promised' => ['charging', 'withdrawn', 'released'],
        'charging' => ['paid', 'needs-action', 'failed'],
        'needs-action' => ['paid', 'failed'],
        'paid' => ['refunded'],
        'failed' => [],
        'withdrawn' => [],
        'released' => [],
        'refunded' => [],
    ];

    /** States in which a pledge counts towards the goal. */
    public const COUNTED = ['promised', 'charging', 'needs-action', 'paid', 'failed', 'refunded'];

    /** When a card that had no money is tried again, in hours after the attempt before. */
    private const RETRY_AFTER_HOURS = [24, 48];

    public static function canBecome(string $from, string $to): bool {
        return in_array($to, self::NEXT[$from] ?? [], true);
    }

    /**
     * States from which a pledge may become this one.
     *
     * @return list<string>
     */
    public static function before(string $to): array {
        return array_values(
            array_filter(array_keys(self::NEXT), static fn(string $from): bool => self::canBecome($from, $to)),
        );
    }

    /** Milliseconds to wait after attempt number `$attempt` (from 1) that found no money; null when that was the last. */
    public static function retryAfterMs(int $attempt): ?int {
        $hours = self::RETRY_AFTER_HOURS[$attempt - 1] ?? null;
        return $hours === null ? null : $hours * 3_600_000;
    }
}
