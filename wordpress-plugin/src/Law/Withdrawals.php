<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Clock;
use Parterre\Domain\Withdrawal;

/** What of an order its buyer can withdraw from now. */
final class Withdrawals {
    public function __construct(private readonly Clock $clock) {}

    /**
     * @param array<string, mixed> $order a row with `lines`
     * @param list<array<string, mixed>> $deliveries rows of that order
     * @return list<array{line: int, amount: int, until: int|null}> line: its place in the order; until: the last moment, null
     *         for goods that have not arrived yet
     */
    public function open(array $order, array $deliveries): array {
        if ($order['state'] !== 'paid') {
            return [];
        }
        $now = $this->clock->nowMs();
        $open = [];
        foreach ($order['lines'] as $line => $row) {
            $left = $row['total_minor'] - $row['refunded_minor'];
            $until = self::until($order, $row, $deliveries);
            if ($left > 0 && ($until === null || $now < $until)) {
                $open[] = ['line' => $line, 'amount' => $left, 'until' => $until];
            }
        }
        return $open;
    }

    /** The end of the right; null while it has not begun to run out, 0 where there is none. */
    private static function until(array $order, array $line, array $deliveries): ?int {
        return match (Bill::right($line)) {
            'none' => 0,
            'right' => Withdrawal::endForGoods($deliveries[0]['done_at'] ?? null, $deliveries[0]['sent_at'] ?? null),
            default => $order['consents']['waiver'] ?? false ? 0 : Withdrawal::end((int) $order['paid_at']),
        };
    }
}
