<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Domain\Clock;
use Parterre\Log;
use Parterre\Payments\Settle;
use Parterre\Store\Ledger;
use Parterre\Store\Payments;
use Parterre\Store\Refunds;

/**
 * Finds what webhooks would have told about orders that are paid: refunds made in the dashboard, and disputes; and what was paid out.
 * A few short lists an hour, whatever the number of orders, so that a site no webhook reaches is right too.
 */
final class Sweep {
    public const OPTION = 'parterre_stripe_swept';
    private const EVERY_MS = 3_600_000;
    /** Refunds of this long are looked through; a bank may take days to send one back. */
    private const REFUNDS_MS = 10 * 86_400_000;
    /** A dispute is decided within this time, nearly always. */
    private const DISPUTES_MS = 150 * 86_400_000;
    private const MOST_PAGES = 10;

    public function __construct(
        private readonly Settle $settle,
        private readonly Payments $payments,
        private readonly Refunds $refunds,
        private readonly Ledger $ledger,
        private readonly PayoutReader $payouts,
        private readonly Clock $clock,
    ) {}

    /** Looks, unless it has within the hour. */
    public function run(): void {
        $now = $this->clock->nowMs();
        $keys = Keys::current();
        if ($keys === null || (int) get_option(self::OPTION, 0) > $now - self::EVERY_MS) {
            return;
        }
        update_option(self::OPTION, $now, false);
        try {
            $this->look($keys->mode);
            $this->payouts->read($keys->mode);
        } catch (StripeError $error) {
            // The next hour asks again for the same days.
            Log::problem('looking through Stripe', $error);
        }
    }

    /** @return int how many orders were looked at again */
    public function look(string $mode): int {
        $client = new Client($mode);
        $orders = [];
        foreach ($this->all($client, '/v1/refunds', self::REFUNDS_MS) as $refund) {
            if (!$this->knowsRefund($refund)) {
                $orders[] = $this->orderOf($refund);
            }
        }
        foreach ($this->all($client, '/v1/disputes', self::DISPUTES_MS) as $dispute) {
            if (!$this->knowsDispute($dispute)) {
                $orders[] = $this->orderOf($dispute);
            }
        }
        $orders = array_unique(array_filter($orders));
        foreach ($orders as $order) {
            try {
                $this->settle->settle($order);
            } catch (\Throwable $problem) {
                Log::problem('settling', $problem);
            }
        }
        return count($orders);
    }

    /** @return iterable<array<string, mixed>> newest first */
    private function all(Client $client, string $path, int $ageMs): iterable {
        $query = ['limit' => 100, 'created' => ['gte' => intdiv($this->clock->nowMs() - $ageMs, 1000)]];
        for ($page = 0; $page < self::MOST_PAGES; $page++) {
            $list = $client->get($path, $query);
            yield from $list['data'];
            $last = end($list['data']);
            if (!($list['has_more'] ?? false) || $last === false) {
                return;
            }
            $query['starting_after'] = $last['id'];
        }
    }

    private function knowsRefund(array $refund): bool {
        $row = $this->refunds->findByProvider((string) $refund['id']);
        return $row !== null &&
            $row['state'] === Snapshot::refund($refund, strtoupper((string) $refund['currency']))['state'];
    }

    private function knowsDispute(array $dispute): bool {
        $id = (string) $dispute['id'];
        return match ($dispute['status'] ?? null) {
            'needs_response', 'under_review' => $this->ledger->has('stripe', 'dispute', $id),
            'won' => $this->ledger->has('stripe', 'dispute_reversed', $id),
            'lost' => $this->refunds->findByProvider($id) !== null,
            default => true,
        };
    }

    private function orderOf(array $object): ?string {
        $ids = array_filter([$object['payment_intent'] ?? null, $object['charge'] ?? null], 'is_string');
        return $this->payments->orderOf('stripe', array_values($ids));
    }
}
