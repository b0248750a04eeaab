<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Clock;
use Parterre\Store\Payouts;

/**
 * Compares what a provider paid out with our books, movement by movement. It changes no money: where the two differ, somebody of the venue
 * has to look. What did not fit is compared again as long as it may still come right, for the books may have been late.
 */
final class PayoutMatching {
    private const IN_LEDGER = ['charge', 'refund', 'refund_reversed', 'dispute', 'dispute_reversed'];
    private const AGAIN_MS = 90 * 86_400_000;
    private const MOST = 2000;

    public function __construct(private readonly Payouts $payouts, private readonly Clock $clock) {}

    /** @return int how many still do not fit */
    public function run(string $gateway): int {
        $left = 0;
        $orders = [];
        foreach ($this->payouts->unmatched($this->clock->nowMs() - self::AGAIN_MS, self::MOST) as $item) {
            [$order, $problem] = $this->compare($gateway, $item);
            $this->payouts->match($item['id'], $order, $problem);
            $left += $problem === '' ? 0 : 1;
            if ($order !== null && $item['kind'] === 'charge' && $problem === '') {
                $orders[] = $order;
            }
        }
        foreach (array_unique($orders) as $order) {
            $this->payouts->learnFee($order, $this->payouts->feesSeen($order));
        }
        return $left;
    }

    /** @return array{0: ?string, 1: string} the order, and what does not fit */
    private function compare(string $gateway, array $item): array {
        if (!in_array($item['kind'], self::IN_LEDGER, true)) {
            // What the provider takes for itself belongs to nobody's order.
            return [null, $item['kind'] === 'fee' ? '' : 'stranger'];
        }
        $ours = $this->payouts->movement($gateway, $item['kind'], $item['source_id']);
        if ($ours === null) {
            return [$item['order_id'], $item['order_id'] === null ? 'stranger' : 'missing'];
        }
        $fee = $item['kind'] === 'charge' ? $this->payouts->feeOf($ours['order']) : null;
        return [
            $ours['order'],
            match (true) {
                $ours['currency'] !== $item['currency'] => 'currency',
                $ours['amountMinor'] !== $item['amount_minor'] => 'amount',
                // Later movements of the order, such as a dispute, may have cost more since.
                $fee !== null && $fee < $item['fee_minor'] => 'fee',
                default => '',
            },
        ];
    }
}
