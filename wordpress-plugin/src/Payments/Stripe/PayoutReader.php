<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Domain\Clock;
use Parterre\Payments\PayoutMatching;
use Parterre\Store\Payments;
use Parterre\Store\Payouts;

/**
 * Reads what Stripe paid out and what each payout is made of. Once a payout was read to its end its movements do not change; its state
 * may, so the newest ones are looked at again.
 */
final class PayoutReader {
    /** Payouts of this long are looked at: the first time, and when one fails after all. */
    private const AGE_MS = 100 * 86_400_000;
    private const MOST_PAGES = 50;

    public function __construct(
        private readonly Payouts $payouts,
        private readonly PayoutMatching $matching,
        private readonly Payments $payments,
        private readonly Clock $clock,
    ) {}

    /** @return int how many payouts were read @throws StripeError */
    public function read(string $mode): int {
        $client = new Client($mode);
        $since = intdiv($this->clock->nowMs() - self::AGE_MS, 1000);
        $count = 0;
        foreach ($this->all($client, '/v1/payouts', ['created' => ['gte' => $since]]) as $payout) {
            if ($this->payouts->keep(self::payout($payout)) && self::isRead($payout)) {
                $items = [];
                foreach (
                    $this->all($client, '/v1/balance_transactions', [
                        'payout' => (string) $payout['id'],
                        'expand' => ['data.source'],
                    ])
                    as $entry
                ) {
                    if ($entry['type'] !== 'payout') {
                        $items[] = $this->item($entry);
                    }
                }
                $this->payouts->keepItems((string) $payout['id'], $items, $this->clock->nowMs());
                $count++;
            }
        }
        $this->matching->run('stripe');
        return $count;
    }

    /** Stripe says which movements a payout is made of once it is on its way, and never of one that was made by hand. */
    private static function isRead(array $payout): bool {
        return ($payout['automatic'] ?? true) && in_array($payout['status'], ['paid', 'in_transit'], true);
    }

    /** @return array{id: string, gateway: string, amount_minor: int, currency: string, state: string, created_at: int, arrives_at: int} */
    private static function payout(array $payout): array {
        $currency = strtoupper((string) $payout['currency']);
        return [
            'id' => (string) $payout['id'],
            'gateway' => 'stripe',
            'amount_minor' => Amounts::fromStripe((int) $payout['amount'], $currency) ?? 0,
            'currency' => $currency,
            'state' => (string) $payout['status'],
            'created_at' => (int) $payout['created'] * 1000,
            'arrives_at' => (int) $payout['arrival_date'] * 1000,
        ];
    }

    /** @return array{id: string, kind: string, source_id: string, order_id: ?string, amount_minor: int, fee_minor: int, currency: string, happened_at: int} */
    private function item(array $entry): array {
        $currency = strtoupper((string) $entry['currency']);
        $source = is_array($entry['source'] ?? null) ? $entry['source'] : [];
        $charge = ($source['object'] ?? '') === 'charge' ? $source['id'] : $source['charge'] ?? null;
        $ids = array_values(array_filter([$source['payment_intent'] ?? null, $charge], 'is_string'));
        $amount = (int) $entry['amount'];
        return [
            'id' => (string) $entry['id'],
            'kind' => self::kind($entry, (string) ($source['object'] ?? ''), $amount),
            'source_id' => (string) ($source['id'] ?? ($entry['source'] ?? '')),
            'order_id' => $ids === [] ? null : $this->payments->orderOf('stripe', $ids),
            'amount_minor' => Amounts::fromStripe($amount, $currency) ?? 0,
            'fee_minor' => Amounts::fromStripe((int) $entry['fee'], $currency) ?? 0,
            'currency' => $currency,
            'happened_at' => (int) $entry['created'] * 1000,
        ];
    }

    /** What a movement is in our words, by what it is about: Stripe has more names for them than we need. */
    private static function kind(array $entry, string $object, int $amount): string {
        return match (true) {
            $object === 'charge' => 'charge',
            $object === 'refund' => $amount < 0 ? 'refund' : 'refund_reversed',
            $object === 'dispute' => $amount < 0 ? 'dispute' : 'dispute_reversed',
            in_array($entry['type'] ?? '', ['stripe_fee', 'stripe_fx_fee', 'tax_fee'], true) => 'fee',
            default => 'other',
        };
    }

    /** @return iterable<array<string, mixed>> newest first */
    private function all(Client $client, string $path, array $query): iterable {
        $query['limit'] = 100;
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
}
